//! Incoming updates: the one place where the JSON of an update is interpreted.
//!
//! Telegram adds fields and kinds of formatting every few weeks. So only the fields that the bot needs are read, and anything else in an
//! update is ignored. The types of teloxide can't be used: one part that they do not know makes the whole message an empty one
//! (`findings/teloxide-empty-message.sh`).

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::domain::grapheme;
use crate::domain::person::Person;
use crate::telegram::command::{self, Command};

/// The longest part of a person's name that is kept, in characters.
const MAX_NAME_CHARS: usize = 64;

/// Deepest nesting of an update that is read. Real ones have about ten levels, rich messages some more; deeper nesting
/// would only use up the stack.
const MAX_DEPTH: usize = 64;

/// The fields with which Telegram marks service messages, which no person wrote (Bot API 10.3, `Message`). Any other message without a text
/// was sent by a person.
const ANNOUNCEMENTS: [&str; 55] = [
    "new_chat_members",
    "left_chat_member",
    "chat_owner_left",
    "chat_owner_changed",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "message_auto_delete_timer_changed",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
    "successful_payment",
    "refunded_payment",
    "users_shared",
    "chat_shared",
    "gift",
    "unique_gift",
    "gift_upgrade_sent",
    "connected_website",
    "write_access_allowed",
    "passport_data",
    "proximity_alert_triggered",
    "boost_added",
    "chat_background_set",
    "checklist_tasks_done",
    "checklist_tasks_added",
    "community_chat_added",
    "community_chat_joined",
    "community_chat_removed",
    "direct_message_price_changed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "giveaway_created",
    "giveaway_completed",
    "managed_bot_created",
    "paid_message_price_changed",
    "poll_option_added",
    "poll_option_deleted",
    "suggested_post_approved",
    "suggested_post_approval_failed",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
    "video_chat_scheduled",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_participants_invited",
    "web_app_data",
];

/// Why an update can't be read.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableUpdate {
    #[error("an update that is nested too deeply")]
    TooDeep,
    #[error("an update of a form that this version does not know: {0}")]
    Json(#[from] serde_json::Error),
}

/// What arrived, from whom, and where.
#[derive(Clone, Debug)]
pub struct IncomingUpdate {
    pub person: Person,
    pub chat_id: i64,
    /// In the private chat with the bot.
    pub private: bool,
    /// In a channel, where a button can be pressed and nothing can be typed.
    pub channel: bool,
    /// The topic of the chat: what answers the update belongs there.
    pub topic: Option<i64>,
    /// The album that a message is a part of: Telegram sends an update for each of its files.
    pub album: Option<String>,
    /// The photo in a message, whatever else it says.
    pub photo: Option<IncomingPhoto>,
    /// Whether it has something besides text and a photo: a file, a sticker, a voice message. What was typed under it is its text.
    pub has_other: bool,
    /// The message that is answered, if it is one in this chat.
    pub reply_to: Option<i64>,
    /// Whether that is one of a person, and not of a bot.
    pub replies_to_person: bool,
    pub kind: IncomingKind,
}

impl IncomingUpdate {
    /// One of which nothing more is known.
    fn of(person: Person, chat_id: i64, kind: IncomingKind) -> Self {
        let (album, topic, photo, reply_to) = (None, None, None, None);
        let (private, channel, has_other, replies_to_person) = (false, false, false, false);
        Self { person, chat_id, private, channel, topic, album, photo, has_other, reply_to, replies_to_person, kind }
    }

    /// Whether it would name the topic if it were in one.
    pub fn names_topic(&self) -> bool {
        match &self.kind {
            IncomingKind::Membership { .. } | IncomingKind::Added => false,
            IncomingKind::Callback(callback) => callback.message_id.is_some() && !callback.is_inaccessible,
            IncomingKind::Command(_) | IncomingKind::UnknownCommand | IncomingKind::Text(_) | IncomingKind::Other => true,
        }
    }
}

/// A photo that somebody sent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct IncomingPhoto {
    /// By which it can be sent on.
    pub file_id: String,
    /// Identifies the photo: the same for everybody who sends it.
    pub file_unique_id: String,
}

/// What arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IncomingKind {
    Command(Command),
    /// A text that begins like a command and is none of ours.
    UnknownCommand,
    /// Any other text, or the caption of a photo or a file, which was typed too.
    Text(String),
    /// A message without any words: a photo, a sticker ...
    Other,
    /// A button.
    Callback(IncomingCallback),
    /// They blocked or unblocked the bot.
    Membership {
        blocked: bool,
    },
    /// The bot was just added to a group.
    Added,
}

/// A pressed button. Nothing in it is trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingCallback {
    pub query: String,
    pub message_id: Option<i64>,
    /// Of the message only the chat and the id came, so its topic is not known.
    pub is_inaccessible: bool,
    pub data: String,
}

#[derive(Deserialize)]
struct Update<'a> {
    #[serde(borrow)]
    message: Option<&'a RawValue>,
    callback_query: Option<CallbackQuery>,
    my_chat_member: Option<ChatMemberUpdated>,
}

#[derive(Deserialize)]
struct Message {
    chat: Chat,
    from: Option<User>,
    sender_chat: Option<IgnoredAny>,
    text: Option<String>,
    caption: Option<String>,
    media_group_id: Option<String>,
    reply_to_message: Option<RepliedMessage>,
    message_thread_id: Option<i64>,
    is_topic_message: Option<bool>,
    photo: Option<Value>,
}

#[derive(Deserialize)]
struct UpdateOfMove {
    message: Move,
}

#[derive(Deserialize)]
struct Move {
    chat: Chat,
    migrate_to_chat_id: Option<i64>,
    migrate_from_chat_id: Option<i64>,
}

#[derive(Deserialize)]
struct CallbackQuery {
    id: String,
    from: User,
    message: Option<PressedMessage>,
    data: Option<String>,
}

/// The message under whose button was pressed; of one that Telegram can't show any more only the chat and the id come.
#[derive(Deserialize)]
struct PressedMessage {
    message_id: i64,
    date: Option<i64>,
    chat: Chat,
    message_thread_id: Option<i64>,
    is_topic_message: Option<bool>,
}

#[derive(Deserialize)]
struct RepliedMessage {
    message_id: i64,
    from: Option<Author>,
    /// An anonymous admin's message has a bot of Telegram's as its author.
    sender_chat: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Author {
    is_bot: bool,
}

#[derive(Deserialize)]
struct ChatMemberUpdated {
    chat: Chat,
    from: User,
    new_chat_member: ChatMember,
}

#[derive(Deserialize)]
struct ChatMember {
    status: String,
    is_member: Option<bool>,
}

#[derive(Deserialize)]
struct Chat {
    id: i64,
    #[serde(rename = "type")]
    kind: String,
    is_direct_messages: Option<bool>,
}

#[derive(Deserialize)]
struct User {
    id: u64,
    is_bot: bool,
    first_name: String,
    last_name: Option<String>,
    username: Option<String>,
    language_code: Option<String>,
}

/// How deeply lists and objects are nested in a JSON text; brackets in strings do not count.
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

/// The update in `body` for a bot of this name; `None` if there is nothing to answer: other bots, channels, service messages, kinds of update
/// that were not requested.
///
/// # Errors
/// See [`UnreadableUpdate`]. The text itself is safe to keep.
pub fn read(body: &str, bot_username: &str) -> Result<Option<IncomingUpdate>, UnreadableUpdate> {
    if depth(body) > MAX_DEPTH {
        return Err(UnreadableUpdate::TooDeep);
    }
    match serde_json::from_str(body)? {
        Update { message: Some(message), .. } => Ok(read_message(message.get(), bot_username)?),
        Update { callback_query: Some(query), .. } => Ok(Some(read_callback(query))),
        Update { my_chat_member: Some(member), .. } => Ok(read_membership(member)),
        _ => Ok(None),
    }
}

/// The old and the new id of a group that became a supergroup, if the update in `body` announces that. Both chats announce it, perhaps
/// without a sender.
pub fn moved_group(body: &str) -> Option<(i64, i64)> {
    let UpdateOfMove { message } = serde_json::from_str(body).ok()?;
    let here = message.chat.id;
    let to = message.migrate_to_chat_id.map(|to| (here, to));
    to.or_else(|| message.migrate_from_chat_id.map(|from| (from, here)))
}

fn read_message(json: &str, bot_username: &str) -> Result<Option<IncomingUpdate>, serde_json::Error> {
    let message: Message = serde_json::from_str(json)?;
    // A channel or an anonymous admin writes as `sender_chat`, so it is not known who it is.
    let Some(user) = message.from.filter(|user| !user.is_bot && message.sender_chat.is_none()) else { return Ok(None) };
    let private = message.chat.is_private();
    let has_other = message.text.is_none() && message.photo.is_none();
    let text = message.text.or(message.caption);
    let said = text.is_some() || !is_announcement(json)?;
    let kind = match text {
        _ if !said => return Ok(None),
        _ if !private && !message.chat.is_group() => return Ok(None),
        Some(text) if text.starts_with('/') => {
            command::read(&text, bot_username).map_or(IncomingKind::UnknownCommand, IncomingKind::Command)
        }
        Some(text) => IncomingKind::Text(text),
        None => IncomingKind::Other,
    };
    let topic = topic(&message.chat, message.message_thread_id, message.is_topic_message);
    let photo = message.photo.and_then(largest);
    // In a topic Telegram marks what is no reply as one to the message that made the topic, whose id is the topic's.
    let replied = message.reply_to_message.filter(|replied| private || Some(replied.message_id) != topic);
    let replies_to_person =
        replied.as_ref().is_some_and(|replied| replied.sender_chat.is_some() || replied.from.as_ref().is_some_and(|author| !author.is_bot));
    let reply_to = replied.map(|replied| replied.message_id);
    let (chat_id, album) = (message.chat.id, message.media_group_id);
    let sent = IncomingUpdate { album, has_other, reply_to, replies_to_person, photo, ..IncomingUpdate::of(person(user), chat_id, kind) };
    Ok(Some(IncomingUpdate { private, topic, ..sent }))
}

/// Telegram lists the sizes of a photo from the smallest to the largest. One of another form is no photo; the rest of its message still counts.
fn largest(sizes: Value) -> Option<IncomingPhoto> {
    serde_json::from_value::<Vec<IncomingPhoto>>(sizes).ok()?.pop()
}

/// Whether this is a service message. The values of the fields do not matter.
fn is_announcement(json: &str) -> Result<bool, serde_json::Error> {
    let fields: HashMap<String, IgnoredAny> = serde_json::from_str(json)?;
    Ok(ANNOUNCEMENTS.iter().any(|name| fields.contains_key(*name)))
}

/// The topic, if the thread is one: in groups the replies to a message are a thread too, but nothing can be sent to it.
fn topic(chat: &Chat, thread: Option<i64>, is_topic: Option<bool>) -> Option<i64> {
    thread.filter(|_| is_topic == Some(true) || chat.is_private())
}

fn read_callback(query: CallbackQuery) -> IncomingUpdate {
    let message = query.message.as_ref();
    let chat = message.map(|message| &message.chat);
    let chat_id = chat.map_or_else(|| user_id(&query.from), |chat| chat.id);
    let private = chat.is_none_or(Chat::is_private);
    let channel = chat.is_some_and(|chat| chat.kind == "channel");
    let topic = message.and_then(|message| topic(&message.chat, message.message_thread_id, message.is_topic_message));
    let message_id = message.map(|message| message.message_id);
    // Telegram marks such a message by this date (Bot API, `InaccessibleMessage`).
    let is_inaccessible = message.is_some_and(|message| message.date == Some(0));
    let callback = IncomingCallback { query: query.id, message_id, is_inaccessible, data: query.data.unwrap_or_default() };
    let kind = IncomingKind::Callback(callback);
    IncomingUpdate { private, channel, topic, ..IncomingUpdate::of(person(query.from), chat_id, kind) }
}

fn read_membership(member: ChatMemberUpdated) -> Option<IncomingUpdate> {
    let private = member.chat.is_private();
    let present = member.new_chat_member.is_present();
    let kind = match private {
        true => IncomingKind::Membership { blocked: !present },
        false if present && member.chat.is_group() => IncomingKind::Added,
        false => return None,
    };
    Some(IncomingUpdate { private, ..IncomingUpdate::of(person(member.from), member.chat.id, kind) })
}

impl Chat {
    fn is_private(&self) -> bool {
        self.kind == "private"
    }

    /// The direct messages chat of a channel has the type supergroup; like the channel it is ignored.
    fn is_group(&self) -> bool {
        matches!(self.kind.as_str(), "group" | "supergroup") && self.is_direct_messages != Some(true)
    }
}

impl ChatMember {
    fn is_present(&self) -> bool {
        match self.status.as_str() {
            "left" | "kicked" => false,
            "restricted" => self.is_member == Some(true),
            _ => true,
        }
    }
}

fn person(user: User) -> Person {
    let id = user_id(&user);
    let names = [Some(user.first_name), user.last_name];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    Person {
        id,
        name: grapheme::start(&name, MAX_NAME_CHARS).to_owned(),
        username: user.username,
        telegram_language: user.language_code,
        ..Person::default()
    }
}

/// Telegram's ids have at most 52 significant bits (Bot API, `User`), so this never saturates.
fn user_id(user: &User) -> i64 {
    i64::try_from(user.id).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deeply_nested_updates_are_refused_before_parsing() {
        for (json, deep) in
            [("", 0), ("[]", 1), (r#"{"a":[{"b":1}],"c":[]}"#, 3), (r#"{"a":"[[[\"[["}"#, 1), (r#"["\\",[]]"#, 2), ("]][", 1)]
        {
            assert_eq!(depth(json), deep, "{json}");
        }
        for levels in [MAX_DEPTH, 100_000] {
            let body = format!("{{\"update_id\":1,\"message\":{}", "[".repeat(levels));
            assert!(matches!(read(&body, "shop_bot"), Err(UnreadableUpdate::TooDeep)), "{levels}");
        }
    }

    #[test]
    fn a_group_that_becomes_a_supergroup_has_both_ids() {
        for (chat, kind, field) in [(-7, "group", r#""migrate_to_chat_id":-1007"#), (-1007, "supergroup", r#""migrate_from_chat_id":-7"#)] {
            let chat = format!(r#"{{"id":{chat},"type":"{kind}","title":"x"}}"#);
            let body = format!(r#"{{"update_id":1,"message":{{"message_id":1,"date":1,"chat":{chat},{field}}}}}"#);
            assert!(read(&body, "shop_bot").is_ok_and(|read| read.is_none()), "{body}");
            assert_eq!(moved_group(&body), Some((-7, -1007)), "{body}");
        }
        let text = r#"{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":-7,"type":"group","title":"x"},"text":"hi"}}"#;
        assert_eq!(moved_group(text), None);
    }

    #[test]
    fn of_a_photo_the_largest_size_counts_and_a_strange_one_is_none() {
        let photo = |photo: &str| {
            let body = format!(
                r#"{{"update_id":1,"message":{{"message_id":1,"date":1,"chat":{{"id":7,"type":"private"}},"caption":"hi","photo":{photo},
                    "from":{{"id":7,"is_bot":false,"first_name":"Sam"}}}}}}"#
            );
            let incoming = read(&body, "shop_bot").unwrap().unwrap();
            assert_eq!(incoming.kind, IncomingKind::Text("hi".to_owned()), "{body}");
            incoming.photo.map(|photo| photo.file_id + &photo.file_unique_id)
        };
        let sizes = r#"[{"file_id":"a","file_unique_id":"b"},{"file_id":"c","file_unique_id":"d","of_tomorrow":1}]"#;
        assert_eq!(photo(sizes), Some("cd".to_owned()));
        for strange in ["[]", "{}", "7", "null", r#"[{"file_id":7}]"#] {
            assert_eq!(photo(strange), None, "{strange}");
        }
    }

    #[test]
    fn required_fields_must_have_their_form() {
        let message = |rest: &str| format!(r#"{{"update_id":1,"message":{{"message_id":1,"date":1,{rest}}}}}"#);
        let (chat, from) = (r#""chat":{"id":7,"type":"private"}"#, r#""from":{"id":7,"is_bot":false,"first_name":"Sam"}"#);
        assert!(read(&message(&format!(r#"{chat},{from},"text":"hi""#)), "shop_bot").is_ok_and(|read| read.is_some()));
        for body in [
            "{".to_owned(),
            r#"{"update_id":1,"message":7}"#.to_owned(),
            message(&format!(r#"{chat},{from},"text":7"#)),
            message(&format!(r#"{from},"text":"hi""#)),
            message(&format!(r#"{chat},"from":{{"id":-7,"is_bot":false,"first_name":"Sam"}},"text":"hi""#)),
            r#"{"update_id":1,"callback_query":{"id":"1","data":"x"}}"#.to_owned(),
        ] {
            assert!(matches!(read(&body, "shop_bot"), Err(UnreadableUpdate::Json(_))), "{body}");
        }
        assert!(read(r#"{"update_id":1,"of_tomorrow":{"message_id":1}}"#, "shop_bot").is_ok_and(|read| read.is_none()));
    }
}
