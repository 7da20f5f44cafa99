//! A session: who somebody is and which step of the dialogue they are at, read together before an update of theirs is handled.

use crate::app::{Admins, AppError, Clock, Effects};
use crate::domain::person::Person;
use crate::domain::role::{Right, Role};
use crate::storage::{Dialogue, DialogueWrite, Keyboard, MovedGroupWrite, PersonWrite, Store, Write};

/// A person in a chat.
#[derive(Clone, Debug)]
pub struct Session {
    pub person: Person,
    /// As last saved; version 0 for somebody new.
    pub dialogue: Dialogue,
    /// What they are in the shop, apart from a customer.
    pub role: Option<Role>,
}

impl Session {
    /// Whether they have this right.
    pub fn may(&self, right: Right) -> bool {
        self.role.is_some_and(|role| role.may(right))
    }
}

/// Reads and saves sessions.
pub struct Sessions {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) admins: Admins,
}

impl Sessions {
    /// Reads what the shop knows of `person` (as Telegram describes them) and their dialogue in `chat_id`. Somebody new, or with a new name,
    /// is saved with `effects`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn open(&self, person: Person, chat_id: i64, effects: &mut Effects) -> Result<Session, AppError> {
        let known = self.store.find_person(person.id).await?;
        let person = match known.clone() {
            Some(known) => {
                let Person { name, username, telegram_language, .. } = person;
                Person { name, username, telegram_language, unreachable: false, ..known }
            }
            None => person,
        };
        if known.as_ref() != Some(&person) {
            effects.push(Write::Person(PersonWrite::Meet { person: person.clone(), now: self.clock.now() }));
        }
        let new = Dialogue { chat_id, user_id: person.id, step: String::new(), schema: 0, version: 0, token: None, message_id: None };
        let dialogue = self.store.find_dialogue(chat_id, person.id).await?.unwrap_or(new);
        let role = self.role(person.id).await?;
        Ok(Session { person, dialogue, role })
    }

    /// Somebody's role as the database says: another process may have changed it a moment ago.
    async fn role(&self, user_id: i64) -> Result<Option<Role>, AppError> {
        let known = self.admins.role(user_id);
        if known == Some(Role::Owner) || self.store.find_role(user_id).await? == known {
            return Ok(known);
        }
        self.admins.follow(&self.store).await?;
        Ok(self.admins.role(user_id))
    }

    /// Notes down in which topic of their private chat somebody is now.
    pub fn set_topic(&self, session: &mut Session, topic: Option<i64>, effects: &mut Effects) {
        if session.person.topic != topic {
            session.person.topic = topic;
            effects.push(Write::Person(PersonWrite::SetTopic { user_id: session.person.id, topic }));
        }
    }

    /// The keyboard with this token.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn keyboard(&self, token: &str) -> Result<Option<Keyboard>, AppError> {
        Ok(self.store.find_keyboard(token).await?)
    }

    /// Saves what the buttons of a message do.
    pub fn keep_keyboard(&self, keyboard: Option<Keyboard>, effects: &mut Effects) {
        effects.extend(keyboard.map(|keyboard| Write::Dialogue(DialogueWrite::AddKeyboard(keyboard))));
    }

    /// Whether the screen of the current step has not been sent yet.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_on_its_way(&self, dialogue: &Dialogue) -> Result<bool, AppError> {
        match &dialogue.token {
            Some(token) => Ok(self.store.is_waiting(dialogue.chat_id, token).await?),
            None => Ok(false),
        }
    }

    /// Saves the dialogue.
    pub fn save_dialogue(&self, dialogue: Dialogue, effects: &mut Effects) {
        effects.push(Write::Dialogue(DialogueWrite::Save { dialogue, now: self.clock.now() }));
    }

    /// Records that the button with this index was pressed and counts. `uses_up`: it counts once.
    pub fn use_keyboard(&self, keyboard: &Keyboard, button: u16, uses_up: bool, effects: &mut Effects) {
        let (token, button, was) = (keyboard.token.clone(), button.into(), keyboard.used_at);
        effects.push(Write::Dialogue(DialogueWrite::UseKeyboard { token, button, uses_up, was, now: self.clock.now() }));
    }

    /// Whether a group is still to be told where to find the bot; from now on it counts as told. The admins' own group is never told.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn greet_group(&self, chat_id: i64, effects: &mut Effects) -> Result<bool, AppError> {
        let greeted = self.knows_bot(chat_id).await?;
        if !greeted {
            effects.push(Write::Person(PersonWrite::GreetGroup { chat_id, now: self.clock.now() }));
        }
        Ok(!greeted)
    }

    /// Records that a group has the id `new` from now on: messages for it go there, and it is not greeted again.
    pub fn move_group(&self, old: i64, new: i64, effects: &mut Effects) {
        effects.push(Write::MovedGroup(MovedGroupWrite::Move { old, new, now: self.clock.now() }));
    }

    async fn knows_bot(&self, chat_id: i64) -> Result<bool, AppError> {
        let is_admins = self.admins.chat().is_some_and(|group| group.chat_id == chat_id);
        Ok(is_admins || self.store.is_greeted(chat_id).await?)
    }
}
