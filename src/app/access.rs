//! The access gate: who may order, how somebody new asks, and how an admin answers.

use crate::app::audit::audit;
use crate::app::{AppError, Clock, Effects, Notifier, Session};
use crate::domain::access::{AccessGate, AccessStatus, access_gate};
use crate::domain::locale::Locale;
use crate::domain::notification::{AccessNotification, Notification};
use crate::domain::person::Person;
use crate::domain::shop::Shop;
use crate::storage::{PersonWrite, Store, Write};

/// What somebody finds at the access gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessAnswer {
    /// They may buy.
    Open,
    /// Their request is with the admins, since just now when `fresh`.
    Waiting { fresh: bool },
    /// Turned away.
    Shut,
}

/// The answer to a request to be let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It counts; the customer is told.
    Made(Person),
    /// Another admin was first.
    Late(Person),
    /// Nobody of that id ever asked.
    Unknown,
}

/// Who may order.
pub struct Access {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
}

impl Access {
    /// Whether somebody may buy.
    pub fn may_order(&self, shop: &Shop, session: &Session) -> bool {
        access_gate(shop.mode, session.person.access, session.is_admin) == AccessGate::Open
    }

    /// What somebody finds at the access gate. Somebody new asks by coming: the admins get one card.
    pub fn enter(&self, shop: &Shop, session: &Session, effects: &mut Effects) -> AccessAnswer {
        match access_gate(shop.mode, session.person.access, session.is_admin) {
            AccessGate::Open => AccessAnswer::Open,
            AccessGate::Wait => AccessAnswer::Waiting { fresh: false },
            AccessGate::Shut => AccessAnswer::Shut,
            AccessGate::Ask => {
                let from = session.person.access;
                let person = Person { access: AccessStatus::Requested, ..session.person.clone() };
                let requested = Notification::Access(AccessNotification::Requested { user: person.id });
                effects.extend(self.notifier.to_admins(&requested));
                effects.push(Write::Person(PersonWrite::Update { person, from }));
                AccessAnswer::Waiting { fresh: true }
            }
        }
    }

    /// Lets somebody in or turns them away; the first answer wins, and they hear at once. Asked for by an admin.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn decide(&self, admin: i64, user: i64, approve: bool, effects: &mut Effects) -> Result<Decision, AppError> {
        let Some(person) = self.store.find_person(user).await? else { return Ok(Decision::Unknown) };
        if person.access != AccessStatus::Requested {
            return Ok(Decision::Late(person));
        }
        let access = if approve { AccessStatus::Approved } else { AccessStatus::Rejected };
        let person = Person { access, ..person };
        effects.push(Write::Person(PersonWrite::Update { person: person.clone(), from: AccessStatus::Requested }));
        self.notifier.notify(user, Notification::Access(AccessNotification::Decided { approved: approve }), effects);
        let action = if approve { "admit" } else { "refuse" };
        effects.push(audit(admin, action, user.to_string(), String::new(), self.clock.now()));
        Ok(Decision::Made(person))
    }

    /// Remembers the language that somebody chose.
    pub fn choose_language(&self, session: &Session, locale: &Locale, effects: &mut Effects) {
        let person = Person { chosen: Some(locale.clone()), ..session.person.clone() };
        effects.push(Write::Person(PersonWrite::Update { from: person.access, person }));
    }

    /// Whether somebody blocked the bot.
    pub fn set_unreachable(&self, user_id: i64, unreachable: bool, effects: &mut Effects) {
        effects.push(Write::Person(PersonWrite::SetUnreachable { user_id, unreachable }));
    }

    /// Somebody by their id, for a message to them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn person(&self, id: i64) -> Result<Option<Person>, AppError> {
        Ok(self.store.find_person(id).await?)
    }
}
