//! The context of one update: who it is from, what they may do, and how an endpoint answers.
//!
//! Endpoints get an [`UpdateContext`] and return effects. They send nothing and write nothing themselves.

use std::sync::Arc;

use serde_json::json;
use teloxide::payloads::{AnswerCallbackQuery, AnswerCallbackQuerySetters};
use teloxide::types::CallbackQueryId;

use crate::app::{App, AppError, Dialogue, Effects, Keyboard, Session};
use crate::dialogue::{Action, STEP_SCHEMA, Step, rights};
use crate::domain::message_class::MessageClass;
use crate::domain::place::Place;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::addressed::Addressed;
use crate::telegram::callback::CallbackCheck;
use crate::telegram::compose::{Address, Composed, KeyboardScope, compose};
use crate::telegram::incoming::{IncomingKind, IncomingUpdate, UnreadableUpdate};
use crate::telegram::view::layout;
use crate::telegram::view::page::{Page, ShopFacts};
use crate::telegram::view::toast::Toast;

/// Telegram refuses an answer to a callback query that is later than this.
pub(super) const ANSWER_LIFETIME_MS: i64 = 30_000;

/// Why an update was not handled.
#[derive(Debug, thiserror::Error)]
pub enum HandlerError {
    #[error(transparent)]
    App(#[from] AppError),
    #[error("a message cannot be put into JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    UnreadableUpdate(#[from] UnreadableUpdate),
}

/// What an endpoint returns.
pub type HandlerResult = Result<Effects, HandlerError>;

/// One update and what is known about its sender.
#[derive(Clone)]
pub struct UpdateContext {
    pub app: Arc<App>,
    /// The shop's settings when handling the update began.
    pub settings: Arc<Shop>,
    pub incoming: IncomingUpdate,
    /// Who it is, and their dialogue: in the private chat with the bot, for admins also in the group in which they act.
    pub session: Session,
    pub words: Words,
    pub shop: ShopFacts,
    /// For a callback query: how it counts, and its keyboard.
    pub check: Option<CallbackCheck>,
    pub keyboard: Option<Keyboard>,
    /// The conversation that a text or a photo belongs to, whatever was asked last.
    pub addressed: Option<Addressed>,
    /// What is written in any case, whatever the endpoint does.
    pub effects: Effects,
    pub now: Millis,
}

impl UpdateContext {
    /// The current step of the dialogue. A step of another program version counts as the menu.
    pub fn step(&self) -> Step {
        read_step(&self.session.dialogue)
    }

    /// Their numeric id, which is also the id of their private chat.
    pub fn user_id(&self) -> i64 {
        self.session.person.id
    }

    /// Whether they have the right that a button takes, if it takes one.
    pub fn may_press(&self, action: &Action) -> bool {
        rights::of_action(action).is_none_or(|right| self.session.may(right))
    }

    /// The same for what is to be typed at the current step.
    pub fn may_answer(&self) -> bool {
        rights::of_step(&self.step()).is_none_or(|right| self.session.may(right))
    }

    /// The class of the answer to the update.
    pub fn answer_class(&self) -> MessageClass {
        match &self.incoming.kind {
            _ if self.session.role.is_some() => MessageClass::AdminAnswer,
            IncomingKind::Callback(_) => MessageClass::PressAnswer,
            _ => MessageClass::TextAnswer,
        }
    }

    /// Whether the dialogue is in a group: admins act there, and nothing is sold.
    pub fn in_group(&self) -> bool {
        self.session.dialogue.chat_id != self.user_id()
    }

    /// Where answers to the update belong: the chat of the dialogue, and the topic of the update if that is the same chat.
    pub fn place(&self) -> Place {
        let chat_id = self.session.dialogue.chat_id;
        Place { chat_id, topic: self.incoming.topic.filter(|_| self.incoming.chat_id == chat_id) }
    }

    /// Shows a page and moves the dialogue to `step`: in place if a button of the current screen was pressed, else as a new message.
    /// What is to be typed in a group is asked for as a reply.
    ///
    /// # Errors
    /// When the page cannot be put into JSON.
    pub fn reply(mut self, step: &Step, page: &Page, toast: Option<Toast>) -> HandlerResult {
        let asks_for_reply = self.in_group() && rights::of_step(step).is_some();
        if asks_for_reply && self.incoming.channel {
            return self.toast_only(Toast::NO_TYPING);
        }
        let (user_id, Place { chat_id, topic }) = (self.user_id(), self.place());
        let message_id = self.replaceable().filter(|_| !asks_for_reply);
        self.answer(toast)?;
        let mut page = page.clone();
        if self.in_group() {
            page.keep_buttons(Action::is_for_groups);
        }
        if asks_for_reply {
            page = layout::as_reply(page, &self.words);
        }
        let address = Address { chat_id, topic, message_id };
        let token = self.send(&page, address, KeyboardScope::Screen(user_id), asks_for_reply)?;
        // Under a question that is answered are only ways back, which are old now: not worth a call of its own.
        let is_answered = self.step().is_answered_at(step);
        if let (Some(old), None, false) = (self.session.dialogue.token.clone(), message_id, is_answered) {
            match self.session.dialogue.message_id {
                Some(shown) => self.call(chat_id, "editMessageReplyMarkup", json!({ "chat_id": chat_id, "message_id": shown })),
                None => self.app.notifier.remove_keyboard(chat_id, &old, &mut self.effects),
            }
        }
        self.save_step(step, token, message_id)?;
        Ok(self.effects)
    }

    /// The same, always as a new message.
    ///
    /// # Errors
    /// When the page cannot be put into JSON.
    pub fn reply_below(mut self, step: &Step, page: &Page, toast: Option<Toast>) -> HandlerResult {
        self.check = None;
        self.reply(step, page, toast)
    }

    /// Shows a page in place of the pressed one, also where that came by itself and is no screen of the dialogue.
    ///
    /// # Errors
    /// When the page cannot be put into JSON.
    pub fn update(self, step: &Step, page: &Page, toast: Option<Toast>) -> HandlerResult {
        let came_by_itself = self.keyboard.as_ref().is_some_and(|keyboard| !keyboard.screen);
        let valid = matches!(self.check, Some(CallbackCheck::Valid(_)));
        if came_by_itself && valid { self.replace(page, toast) } else { self.reply(step, page, toast) }
    }

    /// Replaces the pressed message by a page that belongs to no screen; the dialogue stays at its step.
    ///
    /// # Errors
    /// When the page cannot be put into JSON.
    pub fn replace(mut self, page: &Page, toast: Option<Toast>) -> HandlerResult {
        self.answer(toast)?;
        let message_id = self.pressed_message();
        let address = Address { chat_id: self.incoming.chat_id, topic: self.incoming.topic, message_id };
        let for_admins = self.keyboard.as_ref().is_some_and(|keyboard| keyboard.user_id.is_none());
        let scope = if for_admins { KeyboardScope::Admins } else { KeyboardScope::Person(self.user_id()) };
        let mut page = page.clone();
        if self.in_group() {
            page.keep_buttons(Action::is_for_groups);
        }
        self.send(&page, address, scope, false)?;
        Ok(self.effects)
    }

    /// Only a toast; everything else stays as it is.
    ///
    /// # Errors
    /// When the answer cannot be put into JSON.
    pub fn toast_only(mut self, toast: Toast) -> HandlerResult {
        self.answer(Some(toast))?;
        Ok(self.effects)
    }

    /// Moves the dialogue to `step`, and replaces the pressed message by a notification. If the message does not belong to the dialogue, the
    /// dialogue stays at its step.
    ///
    /// # Errors
    /// When the step cannot be put into JSON.
    pub fn leave(mut self, step: &Step) -> HandlerResult {
        self.answer(None)?;
        if self.replaceable().is_some() {
            self.save_step(step, None, None)?;
        }
        Ok(self.effects)
    }

    /// The message under whose button was pressed.
    pub fn pressed_message(&self) -> Option<i64> {
        match &self.incoming.kind {
            IncomingKind::Callback(callback) => callback.message_id,
            _ => None,
        }
    }

    /// Sends a page to the chat of the update, outside of any dialogue.
    ///
    /// # Errors
    /// When the page cannot be put into JSON.
    pub fn say(mut self, page: &Page) -> HandlerResult {
        self.say_besides(page)?;
        Ok(self.effects)
    }

    /// The same besides what the endpoint answers.
    ///
    /// # Errors
    /// When the page cannot be put into JSON.
    pub fn say_besides(&mut self, page: &Page) -> Result<(), HandlerError> {
        let address = Address { chat_id: self.incoming.chat_id, topic: self.incoming.topic, message_id: None };
        self.send(page, address, KeyboardScope::Person(self.user_id()), false)?;
        Ok(())
    }

    /// A Bot API call without a keyboard of ours.
    pub fn call(&mut self, chat_id: i64, method: &str, payload: serde_json::Value) {
        self.app.notifier.enqueue_call(chat_id, method, payload, None, &mut self.effects);
    }

    /// Shows where the answer will be that the bot is working on it.
    pub fn show_typing(&mut self) {
        let Place { chat_id, topic } = self.place();
        let mut payload = json!({ "chat_id": chat_id, "action": "typing" });
        if let Some(topic) = topic {
            payload["message_thread_id"] = topic.into();
        }
        self.call(chat_id, "sendChatAction", payload);
    }

    /// The pressed message, when it is the current screen of the dialogue and may be edited in place.
    fn replaceable(&self) -> Option<i64> {
        let screen = self.keyboard.as_ref().is_some_and(|keyboard| keyboard.screen);
        let valid = matches!(self.check, Some(CallbackCheck::Valid(_)));
        self.pressed_message().filter(|_| screen && valid && self.incoming.chat_id == self.session.dialogue.chat_id)
    }

    fn answer(&mut self, toast: Option<Toast>) -> Result<(), HandlerError> {
        let IncomingKind::Callback(callback) = &self.incoming.kind else { return Ok(()) };
        let mut call = AnswerCallbackQuery::new(CallbackQueryId(callback.query.clone()));
        call = match toast {
            Some(toast) => call.text(toast.text(&self.words)),
            None => call,
        };
        let expires_at = self.now.plus_ms(ANSWER_LIFETIME_MS);
        self.app.notifier.enqueue_answer(self.incoming.chat_id, serde_json::to_value(call)?, expires_at, &mut self.effects);
        Ok(())
    }

    fn send(&mut self, page: &Page, address: Address, scope: KeyboardScope, reply: bool) -> Result<Option<String>, HandlerError> {
        let mut page = page.clone();
        if scope != KeyboardScope::Admins {
            page.keep_buttons(|action| self.may_press(action));
        }
        let Composed { method, mut payload, keyboard } = compose(&page, address, scope, self.now)?;
        if reply {
            // Beside the buttons of the message (Bot API, `InlineKeyboardMarkup`). Without it a bot hears only replies and commands in a group.
            payload["reply_markup"]["force_reply"] = true.into();
        }
        let token = keyboard.as_ref().map(|keyboard| keyboard.token.clone());
        let is_new = address.message_id.is_none() && page.file.is_none();
        let (notifier, effects) = (&self.app.notifier, &mut self.effects);
        self.app.sessions.keep_keyboard(keyboard, effects);
        match scope {
            KeyboardScope::Screen(user_id) if is_new => {
                notifier.enqueue_screen(address.chat_id, user_id, method, payload, token.clone(), effects)
            }
            _ => notifier.enqueue_call(address.chat_id, method, payload, token.clone(), effects),
        }
        Ok(token)
    }

    fn save_step(&mut self, step: &Step, token: Option<String>, message_id: Option<i64>) -> Result<(), HandlerError> {
        let dialogue = Dialogue {
            step: serde_json::to_string(step)?,
            schema: STEP_SCHEMA,
            version: self.session.dialogue.version + 1,
            token,
            message_id,
            ..self.session.dialogue.clone()
        };
        self.app.sessions.save_dialogue(dialogue, &mut self.effects);
        Ok(())
    }
}

fn read_step(dialogue: &Dialogue) -> Step {
    match serde_json::from_str(&dialogue.step) {
        Ok(step) if dialogue.schema == STEP_SCHEMA => step,
        _ => Step::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(step: &str, schema: i64) -> Step {
        read_step(&Dialogue { chat_id: 7, user_id: 7, step: step.to_owned(), schema, version: 1, token: None, message_id: None })
    }

    #[test]
    fn a_step_comes_back_as_it_was_written() {
        let items = Step::Items { category: "ml".to_owned(), page: 3 };
        assert_eq!(stored(&serde_json::to_string(&items).unwrap(), STEP_SCHEMA), items);
        assert_eq!(stored(&serde_json::to_string(&items).unwrap(), STEP_SCHEMA + 1), Step::Menu, "another version's");
        assert_eq!(stored(&serde_json::to_string(&items).unwrap(), STEP_SCHEMA - 1), Step::Menu);
    }

    #[test]
    fn a_step_that_cannot_be_read_is_the_menu() {
        for step in [
            "",
            "null",
            "{",
            "[]",
            "\"items\"",
            r#"{"step":"nowhere"}"#,
            r#"{"step":"items"}"#,
            r#"{"step":"items","category":"ml","page":-1}"#,
            r#"{"step":"items","category":7,"page":0}"#,
            r#"{"step":"target","category":"ml","sku":"s","answers":{},"page":0}"#,
            "{\"step\":\"items\",\"category\":\"\u{0}\",\"page\":0}",
        ] {
            assert_eq!(stored(step, STEP_SCHEMA), Step::Menu, "{step:?}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(stored(&deep, STEP_SCHEMA), Step::Menu);
    }
}
