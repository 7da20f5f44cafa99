//! A turn: one update under way, from who it is to what is written because of it.
//!
//! Endpoints get a [`UpdateContext`] and return effects. They send nothing and write nothing themselves.

use std::sync::Arc;

use serde_json::json;
use teloxide::payloads::{AnswerCallbackQuery, AnswerCallbackQuerySetters};
use teloxide::types::CallbackQueryId;

use crate::app::{App, AppError, Dialogue, Effects, Keyboard, Session};
use crate::dialogue::purchase::{Context, Next};
use crate::dialogue::screen::Screen;
use crate::dialogue::{STEP_SCHEMA, Step};
use crate::domain::catalog::Catalog;
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::callback::CallbackCheck;
use crate::telegram::compose::{Address, Composed, Owner, compose};
use crate::telegram::incoming::{IncomingKind, IncomingUpdate, UnreadableUpdate};
use crate::telegram::view::{self, Page, ShopFacts, Toast};

/// An answer to a press later than this is refused by Telegram anyway.
pub(super) const ANSWER_LIFETIME_MS: i64 = 30_000;

/// Why a turn came to nothing.
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

/// One update under way.
#[derive(Clone)]
pub struct UpdateContext {
    pub app: Arc<App>,
    pub incoming: IncomingUpdate,
    /// Who it is, and where they stand in their private chat with the bot.
    pub session: Session,
    pub words: Words,
    pub shop: ShopFacts,
    /// For a press: what it is, and the keyboard that it belongs to.
    pub check: Option<CallbackCheck>,
    pub keyboard: Option<Keyboard>,
    /// What is to be written whatever the endpoint does.
    pub effects: Effects,
    pub now: Millis,
}

impl UpdateContext {
    /// Where they stand. A step of another program version counts as the menu.
    pub fn step(&self) -> Step {
        read_step(&self.session.dialogue)
    }

    /// Their numeric id, which is that of their private chat too.
    pub fn user_id(&self) -> i64 {
        self.session.person.id
    }

    /// What a reducer of the purchase needs.
    pub fn context<'a>(&self, catalog: &'a Catalog, quote_id: &'a str) -> Context<'a> {
        Context {
            catalog,
            now: self.now,
            user_id: self.user_id(),
            closed: self.app.closed(),
            confirm_seconds: self.app.shop().confirm_seconds,
            quote_id,
        }
    }

    /// Answers with what a reducer of the purchase decided.
    pub async fn next(mut self, mut next: Next, toast: Option<Toast>) -> HandlerResult {
        let price = match &next.screen {
            Screen::Ask { offer, .. } => Some(offer.price),
            Screen::Confirm(confirmation) => Some(confirmation.price),
            _ => None,
        };
        if let Some(price) = price
            && let Some(limit) = self.app.limit_reached(self.user_id(), price).await?
        {
            // Before they type anything, rather than when they confirm.
            next = Next::at_rest(Screen::Limited(limit));
        }
        if let Some(quote) = next.quote.take() {
            if let Screen::Confirm(confirmation) = &mut next.screen {
                confirmation.twin = self.app.twin(&quote).await?;
            }
            self.app.offer(quote, &mut self.effects);
        }
        self.reply(&next.step, &next.screen, toast)
    }

    /// Shows a screen: in place when a button of the current screen was pressed, else in a new message.
    pub fn reply(self, step: &Step, screen: &Screen, toast: Option<Toast>) -> HandlerResult {
        let page = view::screen(screen, &self.words, &self.shop);
        self.show(step, &page, toast)
    }

    /// The same as a new message below, whatever was pressed.
    pub fn reply_below(mut self, step: &Step, screen: &Screen, toast: Option<Toast>) -> HandlerResult {
        self.check = None;
        self.reply(step, screen, toast)
    }

    fn show(mut self, step: &Step, page: &Page, toast: Option<Toast>) -> HandlerResult {
        let user_id = self.user_id();
        let message_id = self.replaceable();
        self.answer(toast)?;
        let topic = self.incoming.topic.filter(|_| self.incoming.private);
        let address = Address { chat_id: user_id, topic, message_id };
        let token = self.send(page, address, Owner::Screen(user_id))?;
        let old = &self.session.dialogue;
        if let (Some(old_message), true) = (old.message_id, old.token.is_some() && message_id.is_none()) {
            self.call(user_id, "editMessageReplyMarkup", json!({ "chat_id": user_id, "message_id": old_message }));
        }
        self.stand(step, token, message_id)?;
        Ok(self.effects)
    }

    /// Replaces the pressed message by a page without buttons that belong to a screen; the conversation stays where it is.
    pub fn replace(mut self, screen: &Screen, toast: Option<Toast>) -> HandlerResult {
        self.answer(toast)?;
        let page = view::screen(screen, &self.words, &self.shop);
        let message_id = self.pressed_message();
        let address = Address { chat_id: self.incoming.chat_id, topic: self.incoming.topic, message_id };
        let owner = if self.incoming.private { Owner::Person(self.user_id()) } else { Owner::Admins };
        self.send(&page, address, owner)?;
        Ok(self.effects)
    }

    /// Only a word above the chat; everything else stays as it is.
    pub fn toast_only(mut self, toast: Toast) -> HandlerResult {
        self.answer(Some(toast))?;
        Ok(self.effects)
    }

    /// The conversation moves to `step` while the pressed message becomes something else, which somebody else sends. A press on a
    /// message outside of the conversation leaves it where it is.
    pub fn leave(mut self, step: &Step) -> HandlerResult {
        self.answer(None)?;
        if self.replaceable().is_some() {
            self.stand(step, None, None)?;
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

    /// Sends a page to the chat of the update, outside of any conversation.
    pub fn say(mut self, page: &Page) -> HandlerResult {
        let address = Address { chat_id: self.incoming.chat_id, topic: self.incoming.topic, message_id: None };
        self.send(page, address, Owner::Person(self.user_id()))?;
        Ok(self.effects)
    }

    /// A Bot API call without a keyboard of ours.
    pub fn call(&mut self, chat_id: i64, method: &str, payload: serde_json::Value) {
        self.app.enqueue_call(chat_id, method, payload, None, &mut self.effects);
    }

    /// The pressed message, when it is the current screen in the private chat and may be edited in place.
    fn replaceable(&self) -> Option<i64> {
        let screen = self.keyboard.as_ref().is_some_and(|keyboard| keyboard.screen);
        let valid = matches!(self.check, Some(CallbackCheck::Valid(_)));
        self.pressed_message().filter(|_| screen && valid && self.incoming.private)
    }

    fn answer(&mut self, toast: Option<Toast>) -> Result<(), HandlerError> {
        let IncomingKind::Callback(callback) = &self.incoming.kind else { return Ok(()) };
        let mut call = AnswerCallbackQuery::new(CallbackQueryId(callback.query.clone()));
        call = match toast {
            Some(toast) => call.text(view::toast(toast, &self.words)),
            None => call,
        };
        let expires_at = self.now.plus_ms(ANSWER_LIFETIME_MS);
        self.app.enqueue_answer(self.incoming.chat_id, serde_json::to_value(call)?, expires_at, &mut self.effects);
        Ok(())
    }

    fn send(&mut self, page: &Page, address: Address, owner: Owner) -> Result<Option<String>, HandlerError> {
        let Composed { method, payload, keyboard } = compose(page, address, owner, self.now)?;
        let token = keyboard.as_ref().map(|keyboard| keyboard.token.clone());
        self.app.keep_keyboard(keyboard, &mut self.effects);
        self.app.enqueue_call(address.chat_id, method, payload, token.clone(), &mut self.effects);
        Ok(token)
    }

    fn stand(&mut self, step: &Step, token: Option<String>, message_id: Option<i64>) -> Result<(), HandlerError> {
        let dialogue = Dialogue {
            step: serde_json::to_string(step)?,
            schema: STEP_SCHEMA,
            version: self.session.dialogue.version + 1,
            token,
            message_id,
            ..self.session.dialogue.clone()
        };
        self.app.save_dialogue(dialogue, &mut self.effects);
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
