//! Inline keyboards: what Telegram accepts and what it refuses. The form is checked by `params`; here are the limits and the rules.

use serde::Serialize;
use serde_json::Value;

use super::refusal::Refusal;

/// Buttons in one keyboard; Telegram refuses more.
pub const MAX_BUTTONS: usize = 100;
/// Buttons in one row; Telegram's clients show no more.
pub const MAX_PER_ROW: usize = 8;
/// Bytes of `callback_data` (Bot API, InlineKeyboardButton).
pub const MAX_CALLBACK_DATA: usize = 64;
/// Characters of `copy_text` (Bot API, CopyTextButton).
pub const MAX_COPY_TEXT: usize = 256;

/// The keys of a button that say what it does: exactly one must be there.
const ACTIONS: &[&str] = &[
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
];

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Button {
    /// The label.
    pub text: String,
    /// What the bot gets when it is pressed.
    pub callback_data: Option<String>,
    /// What is copied when it is pressed.
    pub copy_text: Option<String>,
    /// What is opened when it is pressed.
    pub url: Option<String>,
    /// Whether it pays the invoice.
    pub pay: bool,
    /// The button as the bot sent it.
    #[serde(skip)]
    pub raw: Value,
}

/// Reads the `inline_keyboard` of a `reply_markup`; other markups and none at all are an empty keyboard.
///
/// # Errors
/// The 400 that Telegram answers.
pub fn read(markup: Option<&Value>) -> Result<Vec<Vec<Button>>, Refusal> {
    let Some(rows) = markup.and_then(|markup| markup.get("inline_keyboard")).and_then(Value::as_array) else { return Ok(Vec::new()) };
    let mut keyboard = Vec::new();
    for row in rows.iter().filter_map(Value::as_array) {
        let row = row.iter().map(read_button).collect::<Result<Vec<Button>, Refusal>>()?;
        if row.len() > MAX_PER_ROW {
            return Err(Refusal::malformed(format!("a row of the inline keyboard has {} buttons, {MAX_PER_ROW} are allowed", row.len())));
        }
        // Telegram drops empty rows, and a keyboard of nothing else is no keyboard.
        if !row.is_empty() {
            keyboard.push(row);
        }
    }
    if keyboard.iter().map(Vec::len).sum::<usize>() > MAX_BUTTONS {
        return Err(Refusal::malformed("reply markup is too long"));
    }
    Ok(keyboard)
}

fn read_button(raw: &Value) -> Result<Button, Refusal> {
    let string = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let button = Button {
        text: string(raw.get("text")).unwrap_or_default(),
        callback_data: string(raw.get("callback_data")),
        copy_text: string(raw.get("copy_text").and_then(|copy| copy.get("text"))),
        url: string(raw.get("url")),
        pay: raw.get("pay") == Some(&Value::Bool(true)),
        raw: raw.clone(),
    };
    if button.text.trim().is_empty() {
        return Err(Refusal::malformed("can't parse inline keyboard button: Button text must be non-empty"));
    }
    match ACTIONS.iter().filter(|action| raw.get(**action).is_some()).count() {
        0 => return Err(Refusal::malformed("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")),
        1 => {}
        _ => return Err(Refusal::malformed(format!("inline keyboard button {:?} has more than one action", button.text))),
    }
    if button.callback_data.as_ref().is_some_and(|data| data.is_empty() || data.len() > MAX_CALLBACK_DATA) {
        return Err(Refusal::malformed("BUTTON_DATA_INVALID"));
    }
    if button.copy_text.as_ref().is_some_and(|text| text.is_empty() || text.chars().count() > MAX_COPY_TEXT) {
        return Err(Refusal::malformed("BUTTON_COPY_TEXT_INVALID"));
    }
    if let Some(target) = button.url.as_ref().filter(|target| !is_link(target)) {
        return Err(Refusal::malformed(format!("inline keyboard button URL '{target}' is invalid: Wrong HTTP URL")));
    }
    if raw.get("style").and_then(Value::as_str).is_some_and(|style| !["danger", "success", "primary"].contains(&style)) {
        return Err(Refusal::malformed("can't parse inline keyboard button: invalid button style specified"));
    }
    Ok(button)
}

/// Whether Telegram opens it: `http`, `https` with a public-looking host, or `tg`.
pub fn is_link(target: &str) -> bool {
    let Ok(parsed) = url::Url::parse(target) else { return false };
    match parsed.scheme() {
        "http" | "https" => parsed.host_str().is_some_and(|host| host.trim_matches('.').contains('.') || host.starts_with('[')),
        "tg" => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(keyboard: Value) -> String {
        read(Some(&json!({ "inline_keyboard": keyboard }))).err().map(|refusal| refusal.description).unwrap_or_default()
    }

    #[test]
    fn good_buttons_are_read() {
        let markup = json!({"inline_keyboard": [[], [
            {"text": "a", "callback_data": "é".repeat(32)},
            {"text": "b", "copy_text": {"text": "é".repeat(256)}},
            {"text": "c", "url": "https://t.me/odz"},
        ]]});
        let keyboard = read(Some(&markup)).unwrap();
        assert_eq!(keyboard.len(), 1);
        assert_eq!(keyboard[0][0].callback_data.as_deref().map(str::len), Some(64));
        assert_eq!(read(Some(&json!({"remove_keyboard": true}))).unwrap(), Vec::<Vec<Button>>::new());
    }

    #[test]
    fn bad_buttons_are_refused() {
        let many = |rows: usize, columns: usize| json!(vec![vec![json!({"text": "a", "callback_data": "b"}); columns]; rows]);
        assert_eq!(refusal(many(25, 4)), "");
        for (keyboard, expected) in [
            (json!([[{"text": "", "callback_data": "b"}]]), "Button text must be non-empty"),
            (json!([[{"text": "a"}]]), "Text buttons are unallowed"),
            (json!([[{"text": "a", "callback_data": "b", "url": "https://a.b"}]]), "more than one action"),
            (json!([[{"text": "a", "callback_data": ""}]]), "BUTTON_DATA_INVALID"),
            (json!([[{"text": "a", "callback_data": "b".repeat(65)}]]), "BUTTON_DATA_INVALID"),
            (json!([[{"text": "a", "copy_text": {"text": "b".repeat(257)}}]]), "BUTTON_COPY_TEXT_INVALID"),
            (json!([[{"text": "a", "url": "javascript:alert(1)"}]]), "Wrong HTTP URL"),
            (json!([[{"text": "a", "url": "http://localhost/"}]]), "Wrong HTTP URL"),
            (many(1, 9), "9 buttons"),
            (many(21, 5), "reply markup is too long"),
        ] {
            let refused = refusal(keyboard);
            assert!(refused.contains(expected), "{refused:?} should say {expected:?}");
        }
    }
}
