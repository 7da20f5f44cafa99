//! The door: who may come in, and how somebody new asks.

use crate::app::{App, AppError, Effects, Session};
use crate::domain::access::{Door, Standing, door};
use crate::domain::locale::Locale;
use crate::domain::notice::Notice;
use crate::domain::person::Person;
use crate::storage::Write;

/// What somebody finds at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entrance {
    /// They may buy.
    Open,
    /// Their request is with the admins, since just now when `fresh`.
    Waiting { fresh: bool },
    /// Turned away.
    Shut,
}

impl App {
    /// Whether somebody may buy.
    pub fn may_enter(&self, session: &Session) -> bool {
        door(self.shop.mode, session.person.standing, session.is_admin) == Door::Open
    }

    /// What somebody finds at the door. Somebody new asks by coming: the admins get one card.
    pub fn enter(&self, session: &Session, effects: &mut Effects) -> Entrance {
        match door(self.shop.mode, session.person.standing, session.is_admin) {
            Door::Open => Entrance::Open,
            Door::Wait => Entrance::Waiting { fresh: false },
            Door::Shut => Entrance::Shut,
            Door::Ask => {
                let from = session.person.standing;
                let person = Person { standing: Standing::Asked, ..session.person.clone() };
                effects.extend(self.to_admins(&Notice::AccessRequest { user: person.id }));
                effects.push(Write::UpdatePerson { person, from });
                Entrance::Waiting { fresh: true }
            }
        }
    }

    /// Remembers the language that somebody chose.
    pub fn choose_language(&self, session: &Session, locale: &Locale, effects: &mut Effects) {
        let person = Person { chosen: Some(locale.clone()), ..session.person.clone() };
        effects.push(Write::UpdatePerson { from: person.standing, person });
    }

    /// Whether somebody blocked the bot.
    pub fn set_unreachable(&self, user_id: i64, unreachable: bool, effects: &mut Effects) {
        effects.push(Write::SetUnreachable { user_id, unreachable });
    }

    /// Somebody by their id, for a message to them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn person(&self, id: i64) -> Result<Option<Person>, AppError> {
        Ok(self.store.find_person(id).await?)
    }
}
