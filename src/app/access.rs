//! The access gate: who may order, how somebody new asks, and how an admin answers.

use crate::app::audit::audit;
use crate::app::{AppError, Clock, Effects, Notifier, Session};
use crate::domain::access::{AccessGate, AccessStatus, access_gate};
use crate::domain::locale::Locale;
use crate::domain::notification::{AccessNotification, Notification};
use crate::domain::person::Person;
use crate::domain::shop::Shop;
use crate::storage::{PersonWrite, Store, Write};

/// What became of an admin's decision on an access request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessDecision {
    /// It counts; the customer is told.
    Made(Person),
    /// Another admin was first.
    Late(Person),
    /// Nobody with this id has asked.
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

    /// What somebody may do who wants to buy. The first visit of somebody new ([`AccessGate::Ask`]) is their request: the admins get one card.
    pub fn enter(&self, shop: &Shop, session: &Session, effects: &mut Effects) -> AccessGate {
        let from = session.person.access;
        let gate = access_gate(shop.mode, from, session.is_admin);
        if gate == AccessGate::Ask {
            let person = Person { access: AccessStatus::Requested, ..session.person.clone() };
            let requested = Notification::Access(AccessNotification::Requested { user: person.id });
            effects.extend(self.notifier.to_admins(&requested));
            effects.push(Write::Person(PersonWrite::Update { person, from }));
        }
        gate
    }

    /// Approves or rejects an access request, as an admin decided. The first decision counts, and the customer is told at once.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn decide(&self, admin: i64, user: i64, approve: bool, effects: &mut Effects) -> Result<AccessDecision, AppError> {
        let Some(person) = self.store.find_person(user).await? else { return Ok(AccessDecision::Unknown) };
        if person.access != AccessStatus::Requested {
            return Ok(AccessDecision::Late(person));
        }
        let access = if approve { AccessStatus::Approved } else { AccessStatus::Rejected };
        let person = Person { access, ..person };
        effects.push(Write::Person(PersonWrite::Update { person: person.clone(), from: AccessStatus::Requested }));
        self.notifier.notify(user, Notification::Access(AccessNotification::Decided { approved: approve }), effects);
        // Stored words; they are older than the names in the code.
        let action = if approve { "admit" } else { "refuse" };
        effects.push(audit(admin, action, user.to_string(), String::new(), self.clock.now()));
        Ok(AccessDecision::Made(person))
    }

    /// Saves the language that somebody chose.
    pub fn choose_language(&self, session: &Session, locale: &Locale, effects: &mut Effects) {
        let person = Person { chosen: Some(locale.clone()), ..session.person.clone() };
        effects.push(Write::Person(PersonWrite::Update { from: person.access, person }));
    }

    /// Saves whether somebody has blocked the bot.
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
