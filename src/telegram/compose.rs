//! Makes a Bot API call from a page: the message, and the keyboard that is stored in our database.

use serde_json::{Value, json};
use teloxide::payloads::{
    EditMessageCaption, EditMessageCaptionSetters, EditMessageText, EditMessageTextSetters, SendMessage, SendMessageSetters,
};
use teloxide::types::{
    ChatId, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode, ThreadId,
};

use crate::app::{Keyboard, token};
use crate::dialogue::{Action, PurchaseAction, TopUpAction};
use crate::domain::time::Millis;
use crate::telegram::upload;
use crate::telegram::view::page::{ButtonKind, Invoice, Page};

/// How long the buttons of a screen work; a confirmation has its own, shorter limit.
const SCREEN_LIFETIME_MS: i64 = 24 * 3_600_000;
/// How long the buttons under a customer's receipts work.
const CARD_LIFETIME_MS: i64 = 30 * 24 * 3_600_000;
/// How long the buttons under the admins' cards work: long, because only admins can decide.
const ADMIN_CARD_LIFETIME_MS: i64 = 365 * 24 * 3_600_000;

/// Where a page goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    pub chat_id: i64,
    pub topic: Option<i64>,
    /// The message to edit; `None` sends a new one.
    pub message_id: Option<i64>,
}

/// Who may press the buttons of a message, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyboardScope {
    /// This person, while it is their current screen.
    Screen(i64),
    /// This person.
    Person(i64),
    /// Any admin.
    Admins,
}

/// A call that is ready to be posted, and its keyboard.
#[derive(Clone, Debug)]
pub struct Composed {
    pub method: &'static str,
    pub payload: Value,
    pub keyboard: Option<Keyboard>,
}

/// Makes a call from a page.
///
/// # Errors
/// When the payload can't be serialised, which types without maps always can.
pub fn compose(page: &Page, address: Address, scope: KeyboardScope, now: Millis) -> Result<Composed, serde_json::Error> {
    let token = token();
    let (markup, actions) = keyboard(page, &token);
    let previews =
        LinkPreviewOptions { is_disabled: true, url: None, prefer_small_media: false, prefer_large_media: false, show_above_text: false };
    let chat = ChatId(address.chat_id);
    if let Some(invoice) = &page.invoice {
        let mut payload = of_invoice(invoice, page, address.chat_id);
        payload["reply_markup"] = serde_json::to_value(markup)?;
        let keyboard = if actions.is_empty() { None } else { Some(stored(token, &actions, address, scope, now)?) };
        return Ok(Composed { method: "sendInvoice", payload, keyboard });
    }
    let attachment = match page {
        Page { photo: Some(photo), .. } => Some(("sendPhoto", "photo", upload::photo(photo))),
        Page { file: Some(document), .. } => Some(("sendDocument", "document", upload::text_file(&document.name, &document.content))),
        _ => None,
    };
    let (method, payload) = match (address.message_id.and_then(message_id), attachment) {
        (None, Some((method, name, attached))) => {
            let mut payload = json!({ "chat_id": address.chat_id, "caption": page.text, "parse_mode": "HTML" });
            payload[name] = attached;
            if let Some(markup) = markup {
                payload["reply_markup"] = serde_json::to_value(markup)?;
            }
            if let Some(topic) = address.topic {
                payload["message_thread_id"] = topic.into();
            }
            (method, payload)
        }
        (Some(message), Some(("sendPhoto", ..))) => {
            let mut call = EditMessageCaption::new(chat, message).caption(page.text.as_str()).parse_mode(ParseMode::Html);
            call.reply_markup = markup;
            ("editMessageCaption", serde_json::to_value(call)?)
        }
        // A text message can't be edited into a document.
        (Some(message), _) => {
            let mut call =
                EditMessageText::new(chat, message, page.text.as_str()).parse_mode(ParseMode::Html).link_preview_options(previews);
            call.reply_markup = markup;
            ("editMessageText", serde_json::to_value(call)?)
        }
        (None, None) => {
            let mut call = SendMessage::new(chat, page.text.as_str()).parse_mode(ParseMode::Html).link_preview_options(previews);
            call.reply_markup = markup.map(Into::into);
            call.message_thread_id = address.topic.and_then(message_id).map(ThreadId);
            ("sendMessage", serde_json::to_value(call)?)
        }
    };
    let mut payload = payload;
    add_styles(&mut payload, &actions);
    let keyboard = if actions.is_empty() { None } else { Some(stored(token, &actions, address, scope, now)?) };
    Ok(Composed { method, payload, keyboard })
}

/// The colour of a button (Bot API 9.4, `style`), which the types of teloxide don't have: what buys is green, what cancels is red. A client
/// that knows no colours shows the button as ever.
fn style(action: &Action) -> Option<&'static str> {
    match action {
        Action::Purchase(PurchaseAction::Confirm { .. } | PurchaseAction::Pay { .. }) => Some("success"),
        Action::Purchase(PurchaseAction::Cancel) | Action::TopUp(TopUpAction::Cancel { .. }) => Some("danger"),
        _ => None,
    }
}

/// Gives the buttons of a call their colours. `actions` are in the order of the buttons that the bot hears of.
fn add_styles(payload: &mut Value, actions: &[Action]) {
    let rows = payload.pointer_mut("/reply_markup/inline_keyboard").and_then(Value::as_array_mut);
    let buttons = rows.into_iter().flatten().filter_map(Value::as_array_mut).flatten();
    for (button, action) in buttons.filter(|button| button.get("callback_data").is_some()).zip(actions) {
        if let Some(style) = style(action) {
            button["style"] = style.into();
        }
    }
}

/// An invoice in Telegram Stars: one price, no payment provider (Bot API, `sendInvoice`).
fn of_invoice(invoice: &Invoice, page: &Page, chat_id: i64) -> Value {
    json!({
        "chat_id": chat_id, "title": invoice.title, "description": page.text, "payload": invoice.payload, "currency": "XTR",
        "prices": [{ "label": invoice.title, "amount": invoice.stars }], "start_parameter": invoice.start_parameter,
    })
}

/// The callback data of the button `index` of a keyboard: at most 64 bytes (Bot API, `InlineKeyboardButton`).
fn data(token: &str, index: usize) -> String {
    format!("{token}:{index}")
}

/// The keyboard's token and the button's index in callback data, if it is exactly what we would have sent.
pub fn read_data(text: &str) -> Option<(&str, u16)> {
    let (token, index) = text.split_once(':')?;
    let ours = token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    let index: u16 = index.parse().ok().filter(|_| ours && index.len() <= 3)?;
    (data(token, index.into()) == text).then_some((token, index))
}

fn keyboard(page: &Page, token: &str) -> (Option<InlineKeyboardMarkup>, Vec<Action>) {
    let mut actions = Vec::new();
    let mut rows = Vec::new();
    for row in &page.rows {
        let mut buttons = Vec::new();
        for button in row {
            let label = button.label.as_str();
            match &button.kind {
                ButtonKind::Callback(action) => {
                    buttons.push(InlineKeyboardButton::callback(label, data(token, actions.len())));
                    actions.push(action.clone());
                }
                ButtonKind::CopyText(text) => {
                    buttons.push(InlineKeyboardButton::copy_text_button(label, CopyTextButton { text: text.clone() }))
                }
                ButtonKind::Pay => buttons.push(InlineKeyboardButton::pay(label)),
                ButtonKind::Url(address) => match address.parse() {
                    Ok(url) => buttons.push(InlineKeyboardButton::url(label, url)),
                    Err(error) => tracing::error!(%error, "a view made a button with an invalid address"),
                },
            }
        }
        rows.push(buttons);
    }
    rows.retain(|row| !row.is_empty());
    ((!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows)), actions)
}

fn stored(token: String, actions: &[Action], address: Address, scope: KeyboardScope, now: Millis) -> Result<Keyboard, serde_json::Error> {
    let (user_id, screen, lifetime_ms) = match scope {
        KeyboardScope::Screen(id) => (Some(id), true, SCREEN_LIFETIME_MS),
        KeyboardScope::Person(id) => (Some(id), false, CARD_LIFETIME_MS),
        KeyboardScope::Admins => (None, false, ADMIN_CARD_LIFETIME_MS),
    };
    Ok(Keyboard {
        token,
        chat_id: address.chat_id,
        user_id,
        message_id: address.message_id,
        screen,
        actions: serde_json::to_string(actions)?,
        expires_at: now.plus_ms(lifetime_ms),
        used_at: None,
        used_button: None,
        is_used_up: false,
    })
}

/// Telegram's message ids are 32 bits wide.
fn message_id(id: i64) -> Option<MessageId> {
    i32::try_from(id).ok().map(MessageId)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callback_data_is_read_only_in_our_form() {
        let token = token();
        assert_eq!(read_data(&data(&token, 7)), Some((token.as_str(), 7)));
        assert!(data(&token, 999).len() <= 64);
        for index in ["", "-1", "+1", "01", " 1", "1:2", "99999"] {
            assert_eq!(read_data(&format!("{token}:{index}")), None, "{index:?}");
        }
        for forged in ["", ":", "x:1", &token] {
            assert_eq!(read_data(forged), None, "{forged:?}");
        }
    }
}
