//! The door: who may come in, and how somebody new asks.

use crate::app::{App, AppError, Effects, Session};
use crate::domain::access::{AccessGate, AccessStatus, access_gate};
use crate::domain::locale::Locale;
use crate::domain::notification::{AccessNotification, Notification};
use crate::domain::person::Person;
use crate::storage::{PersonWrite, Write};

/// What somebody finds at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessAnswer {
    /// They may buy.
    Open,
    /// Their request is with the admins, since just now when `fresh`.
    Waiting { fresh: bool },
    /// Turned away.
    Shut,
}

impl App {
    /// Whether somebody may buy.
    pub fn may_order(&self, session: &Session) -> bool {
        access_gate(self.shop.mode, session.person.access, session.is_admin) == AccessGate::Open
    }

    /// What somebody finds at the door. Somebody new asks by coming: the admins get one card.
    pub fn enter(&self, session: &Session, effects: &mut Effects) -> AccessAnswer {
        match access_gate(self.shop.mode, session.person.access, session.is_admin) {
            AccessGate::Open => AccessAnswer::Open,
            AccessGate::Wait => AccessAnswer::Waiting { fresh: false },
            AccessGate::Shut => AccessAnswer::Shut,
            AccessGate::Ask => {
                let from = session.person.access;
                let person = Person { access: AccessStatus::Requested, ..session.person.clone() };
                effects.extend(self.to_admins(&Notification::Access(AccessNotification::Requested { user: person.id })));
                effects.push(Write::Person(PersonWrite::Update { person, from }));
                AccessAnswer::Waiting { fresh: true }
            }
        }
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
