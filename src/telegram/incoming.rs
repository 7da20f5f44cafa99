//! Arrivals: what an update is to the bot, read from Telegram's types once and for all.

use teloxide::types::{CallbackQuery, ChatMemberUpdated, Message, Update, UpdateKind, User};

use crate::domain::access::AccessStatus;
use crate::domain::person::Person;
use crate::telegram::command::{self, Command};

/// Longest name that is kept of somebody, in characters.
const MAX_NAME_CHARS: usize = 64;

/// Deepest nesting of an update that is read; real ones have about ten levels. Each message within a message takes teloxide so much of the
/// stack (200 KiB in a debug build) that some dozens overflow it: that ends the process, and the stored update ends it again at every start.
const MAX_DEPTH: usize = 16;

/// Why an update can't be read.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableUpdate {
    #[error("an update that is nested too deeply")]
    TooDeep,
    #[error("an update of a form that this version does not know: {0}")]
    Json(#[from] serde_json::Error),
    #[error("an update of a kind or form that this version does not know")]
    UnknownForm,
}

/// What came, from whom, and where.
#[derive(Clone, Debug)]
pub struct IncomingUpdate {
    pub person: Person,
    pub chat_id: i64,
    /// In the private chat with the bot.
    pub private: bool,
    pub kind: IncomingKind,
}

/// What came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IncomingKind {
    Command(Command),
    /// A text that begins like a command and is none of ours.
    UnknownCommand,
    /// Any other text.
    Text(String),
    /// A message without text: a photo, a sticker ...
    Other,
    /// A button.
    Callback(IncomingCallback),
    /// They blocked the bot, or took that back.
    Membership {
        blocked: bool,
    },
    /// The bot is in a group and somebody talks to it, or it has just been added.
    Group,
}

/// A button that was pressed. Nothing of it is trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingCallback {
    pub query: String,
    pub message_id: Option<i64>,
    pub data: String,
}

/// The update in `body`, as it came.
///
/// # Errors
/// See [`UnreadableUpdate`]. The text itself is safe to keep.
pub fn parse(body: &str) -> Result<Update, UnreadableUpdate> {
    if depth(body) > MAX_DEPTH {
        return Err(UnreadableUpdate::TooDeep);
    }
    // Telegram's types want borrowed text: never through `Value`, which makes an error of every update.
    let update: Update = serde_json::from_str(body)?;
    if let UpdateKind::Error(_) = update.kind { Err(UnreadableUpdate::UnknownForm) } else { Ok(update) }
}

/// How deeply lists and objects are nested in a JSON text; what stands in quotes is none.
fn depth(json: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut quoted, mut escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// What `update` is to a bot of this name; `None` for what concerns nobody: other bots, channels, kinds that were not asked for.
pub fn read(update: &Update, bot_username: &str) -> Option<IncomingUpdate> {
    match &update.kind {
        UpdateKind::Message(message) => read_message(message, bot_username),
        UpdateKind::CallbackQuery(query) => read_callback(query),
        UpdateKind::MyChatMember(member) => read_membership(member),
        _ => None,
    }
}

fn read_message(message: &Message, bot_username: &str) -> Option<IncomingUpdate> {
    // A channel or an anonymous admin speaks through `sender_chat`: nobody whose rights can be known.
    let user = message.from.as_ref().filter(|user| !user.is_bot && message.sender_chat.is_none())?;
    let private = message.chat.is_private();
    let kind = match message.text() {
        _ if !private => IncomingKind::Group,
        Some(text) if text.starts_with('/') => {
            command::read(text, bot_username).map_or(IncomingKind::UnknownCommand, IncomingKind::Command)
        }
        Some(text) => IncomingKind::Text(text.to_owned()),
        None => IncomingKind::Other,
    };
    Some(IncomingUpdate { person: person(user), chat_id: message.chat.id.0, private, kind })
}

fn read_callback(query: &CallbackQuery) -> Option<IncomingUpdate> {
    let message = query.message.as_ref();
    let chat = message.map(|message| message.chat());
    let callback = IncomingCallback {
        query: query.id.0.clone(),
        message_id: message.map(|message| i64::from(message.id().0)),
        data: query.data.clone().unwrap_or_default(),
    };
    Some(IncomingUpdate {
        person: person(&query.from),
        chat_id: chat.map_or_else(|| user_id(&query.from), |chat| chat.id.0),
        private: chat.is_none_or(|chat| chat.is_private()),
        kind: IncomingKind::Callback(callback),
    })
}

fn read_membership(member: &ChatMemberUpdated) -> Option<IncomingUpdate> {
    let private = member.chat.is_private();
    let present = member.new_chat_member.is_present();
    let kind = match private {
        true => IncomingKind::Membership { blocked: !present },
        false if present => IncomingKind::Group,
        false => return None,
    };
    Some(IncomingUpdate { person: person(&member.from), chat_id: member.chat.id.0, private, kind })
}

fn person(user: &User) -> Person {
    Person {
        id: user_id(user),
        name: user.full_name().chars().take(MAX_NAME_CHARS).collect(),
        username: user.username.clone(),
        telegram_language: user.language_code.clone(),
        chosen: None,
        access: AccessStatus::Unknown,
        unreachable: false,
    }
}

/// Telegram's ids have at most 52 significant bits (Bot API, `User`), so this never saturates.
fn user_id(user: &User) -> i64 {
    i64::try_from(user.id.0).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nested_too_deeply_is_not_even_tried() {
        for (json, deep) in
            [("", 0), ("[]", 1), (r#"{"a":[{"b":1}],"c":[]}"#, 3), (r#"{"a":"[[[\"[["}"#, 1), (r#"["\\",[]]"#, 2), ("]][", 1)]
        {
            assert_eq!(depth(json), deep, "{json}");
        }
        for levels in [MAX_DEPTH, 100_000] {
            let body = format!("{{\"update_id\":1,\"message\":{}", "[".repeat(levels));
            assert!(matches!(parse(&body), Err(UnreadableUpdate::TooDeep)), "{levels}");
        }
        assert!(matches!(parse(r#"{"update_id":1,"message":7}"#), Err(UnreadableUpdate::UnknownForm)));
        assert!(matches!(parse("{"), Err(UnreadableUpdate::Json(_))));
    }
}
