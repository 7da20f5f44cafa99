//! What an answer of Telegram means for the message: the whole table, pure.
//!
//! Decided by the error code and the words of the description, because the Bot API has no finer codes.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::domain::retry::Jitter;
use crate::telegram::backoff::{backoff_ms, demanded_ms, outage_ms};
use crate::telegram::caller::CallFailure;
use crate::telegram::upload;

/// The longest wait between two attempts to send a message while Telegram answers but does not accept it, without jitter.
const BACKOFF_CAP_MS: i64 = 45_000;
/// The wait after a refused token, which only a person can correct.
const TOKEN_WAIT_MS: i64 = 60_000;

/// Calls whose refusal does not matter: the callback query is too old, the message is gone, or the group has no topics.
const FLEETING: [&str; 5] = ["answerCallbackQuery", "sendChatAction", "editMessageReplyMarkup", "deleteMessage", MAKE_TOPIC];
/// Makes a topic.
const MAKE_TOPIC: &str = "createForumTopic";
/// The message to edit is gone, or the bot may not edit it.
const NOT_EDITABLE: [&str; 4] =
    ["message to edit not found", "message can't be edited", "message_id_invalid", "there is no text in the message"];
/// The message to edit shows no photo: it was sent without.
const NO_CAPTION: [&str; 1] = ["there is no caption in the message"];
/// The colours of buttons are refused.
const NO_STYLES: [&str; 2] = ["button style", "field \"style\""];
/// The photo is refused, by its id, its content or the rights in the chat; the words beside it would not be.
const NO_PHOTO: [&str; 3] = ["file identifier", "photo", "image"];
/// Refusals (400) that mean the same as 403: the bot can't write to this chat.
const NO_CHAT: [&str; 5] = ["chat not found", "user not found", "user is deactivated", "bot was kicked", "group chat was deactivated"];
/// The bot can't write to the topic; the rest of the group may be open.
const NO_TOPIC: [&str; 3] = ["message thread not found", "topic_closed", "topic_deleted"];
/// Refusals (400) because of the bot's rights in a chat; another text would not help.
const NO_RIGHTS: [&str; 3] = ["not enough rights", "have no rights", "chat_write_forbidden"];

/// The parameters that are formatted.
const TEXTS: [&str; 2] = ["text", "caption"];

/// What to do with a message after a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Call again at once, changed.
    Again(Rewrite),
    /// No more calls in this round; the outcome.
    Done(SendOutcome),
}

/// How a call is changed before it is made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rewrite {
    /// Without formatting: Telegram can't read it.
    PlainText,
    /// As a new message: the one to edit is gone.
    SendInstead,
    /// Of the text: the message to edit has no caption.
    EditText,
    /// With the photo itself: Telegram does not know its id any more.
    Upload,
    /// Without the photo: that is refused.
    NoPhoto,
    /// Without the colours of its buttons: this Bot API server does not take them.
    NoStyles,
    /// Outside the topic: that is gone or closed.
    NoTopic,
    /// To this chat: the group was upgraded to a supergroup.
    Chat(i64),
}

/// The outcome of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendOutcome {
    /// It arrived; the message's id, if it made one, and Telegram's id of the photo that it shows.
    Sent { message_id: Option<i64>, photo: Option<String> },
    /// It is tried again after `wait_ms`.
    Later { wait_ms: i64, error: String },
    /// The chat gets too many messages (429): nothing is sent to it for `wait_ms`.
    Flooded { wait_ms: i64, error: String },
    /// It will never arrive, because the recipient can't be reached.
    Unreachable { error: String },
    /// It will never arrive, because Telegram does not accept it.
    Refused { error: String },
    /// It is no longer useful, so it was not sent.
    Late,
    /// There was nothing left to say, so it was not sent.
    Moot,
}

impl SendOutcome {
    /// It arrived; there is no message to remember.
    pub const NOTHING: Self = Self::Sent { message_id: None, photo: None };

    /// It arrived, with this result; some calls result in `true`.
    fn sent(result: &RawValue) -> Self {
        #[derive(Deserialize)]
        struct Message {
            message_id: i64,
            #[serde(default)]
            photo: Vec<PhotoSize>,
        }
        #[derive(Deserialize)]
        struct PhotoSize {
            file_id: String,
        }
        match serde_json::from_str::<Message>(result.get()) {
            // The last is the largest.
            Ok(Message { message_id, mut photo }) => {
                Self::Sent { message_id: Some(message_id), photo: photo.pop().map(|largest| largest.file_id) }
            }
            Err(_) => Self::NOTHING,
        }
    }

    /// A topic was made. Its id is that of the message with which Telegram announces it.
    fn made_topic(result: &RawValue) -> Self {
        #[derive(Deserialize)]
        struct Topic {
            message_thread_id: i64,
        }
        let topic = serde_json::from_str::<Topic>(result.get()).ok();
        Self::Sent { message_id: topic.map(|topic| topic.message_thread_id), photo: None }
    }

    /// Tried again, after a wait that grows with the `attempts` that failed before.
    pub fn again(attempts: i64, error: String, jitter: Jitter) -> Self {
        Self::Later { wait_ms: backoff_ms(attempts.saturating_add(1), BACKOFF_CAP_MS, jitter), error }
    }
}

/// What the answer to a call of `method` with `payload` means, after `attempts` earlier failures.
pub fn read_answer(method: &str, payload: &Value, answer: &Result<Box<RawValue>, CallFailure>, attempts: i64, jitter: Jitter) -> Answer {
    let failure = match answer {
        Ok(result) if method == MAKE_TOPIC => return Answer::Done(SendOutcome::made_topic(result)),
        Ok(result) => return Answer::Done(SendOutcome::sent(result)),
        Err(failure) => failure,
    };
    let error = failure.to_string();
    if matches!(failure, CallFailure::NoPicture(_)) {
        return Answer::Again(Rewrite::NoPhoto);
    }
    if matches!(failure, CallFailure::NoFile(_)) {
        // It is made again at the next attempt.
        return Answer::Done(SendOutcome::again(attempts, error, jitter));
    }
    let CallFailure::Telegram { code, description, retry_after_ms, migrate_to } = failure else {
        return Answer::Done(outage(attempts, error, jitter));
    };
    if let Some(chat) = *migrate_to {
        return Answer::Again(Rewrite::Chat(chat));
    }
    Answer::Done(match *code {
        429 => {
            let wait_ms = retry_after_ms.map_or_else(|| backoff_ms(attempts.saturating_add(1), BACKOFF_CAP_MS, jitter), demanded_ms);
            SendOutcome::Flooded { wait_ms, error }
        }
        401 | 404 => SendOutcome::Later { wait_ms: TOKEN_WAIT_MS, error },
        403 => SendOutcome::Unreachable { error },
        502..=504 => outage(attempts, error, jitter),
        400..=499 => return read_refusal(method, payload, &description.to_lowercase(), error),
        _ => SendOutcome::again(attempts, error, jitter),
    })
}

/// Telegram can't be reached, or has an internal failure: the message is sent as soon as that is over.
fn outage(attempts: i64, error: String, jitter: Jitter) -> SendOutcome {
    SendOutcome::Later { wait_ms: outage_ms(attempts.saturating_add(1), jitter), error }
}

/// What a refusal of this call means (400 and similar).
fn read_refusal(method: &str, payload: &Value, description: &str, error: String) -> Answer {
    let says = |words: &[&str]| words.iter().any(|word| description.contains(word));
    if says(&["message is not modified"]) {
        return Answer::Done(SendOutcome::Sent { message_id: payload["message_id"].as_i64(), photo: None });
    }
    if FLEETING.contains(&method) {
        return Answer::Done(SendOutcome::NOTHING);
    }
    if says(&NO_CHAT) {
        return Answer::Done(SendOutcome::Unreachable { error });
    }
    if method == "sendPhoto" && says(&NO_PHOTO) {
        return Answer::Again(if upload::can_upload_again(payload) { Rewrite::Upload } else { Rewrite::NoPhoto });
    }
    if says(&NO_RIGHTS) {
        return Answer::Done(SendOutcome::Refused { error });
    }
    if says(&NO_STYLES) && has_styles(payload) {
        return Answer::Again(Rewrite::NoStyles);
    }
    if method == "editMessageCaption" && says(&NO_CAPTION) {
        return Answer::Again(Rewrite::EditText);
    }
    if ["editMessageText", "editMessageCaption"].contains(&method) && says(&NOT_EDITABLE) {
        return Answer::Again(Rewrite::SendInstead);
    }
    if says(&NO_TOPIC) {
        // Without a topic it is the general one that is closed.
        let in_topic = payload.get("message_thread_id").is_some();
        return if in_topic { Answer::Again(Rewrite::NoTopic) } else { Answer::Done(SendOutcome::Refused { error }) };
    }
    // A call that was made plain has no parse mode any more, so this happens once.
    if TEXTS.iter().any(|text| payload.get(text).is_some()) && payload.get("parse_mode").is_some() {
        return Answer::Again(Rewrite::PlainText);
    }
    // For a reason that has no name here, it is perhaps the topic that does not take it.
    if payload.get("message_thread_id").is_some() {
        return Answer::Again(Rewrite::NoTopic);
    }
    Answer::Done(SendOutcome::Refused { error })
}

impl Rewrite {
    /// Changes the call. `topic` is the message's, for a message that an edit turns into.
    pub fn apply(self, method: &mut String, payload: &mut Value, topic: Option<i64>) {
        let Some(fields) = payload.as_object_mut() else { return };
        match self {
            Self::PlainText => {
                fields.remove("parse_mode");
                for name in TEXTS {
                    if let Some(Value::String(text)) = fields.get_mut(name) {
                        *text = plain(text);
                    }
                }
            }
            Self::SendInstead => {
                "sendMessage".clone_into(method);
                fields.remove("message_id");
                without_caption(fields);
                if let Some(topic) = topic {
                    fields.insert("message_thread_id".to_owned(), topic.into());
                }
            }
            Self::EditText => {
                "editMessageText".clone_into(method);
                without_caption(fields);
            }
            Self::Upload => {
                if let Some(photo) = fields.get_mut("photo").and_then(Value::as_object_mut) {
                    photo.remove("file_id");
                }
            }
            Self::NoPhoto => {
                "sendMessage".clone_into(method);
                fields.remove("photo");
                without_caption(fields);
            }
            Self::NoStyles => buttons_mut(fields).for_each(|button| {
                button.remove("style");
            }),
            Self::NoTopic => {
                fields.remove("message_thread_id");
            }
            Self::Chat(id) => {
                fields.insert("chat_id".to_owned(), id.into());
            }
        }
    }
}

/// Whether a button of the call has a colour.
fn has_styles(payload: &Value) -> bool {
    let rows = payload.pointer("/reply_markup/inline_keyboard").and_then(Value::as_array);
    rows.into_iter().flatten().filter_map(Value::as_array).flatten().any(|button| button.get("style").is_some())
}

/// The buttons of a call.
fn buttons_mut(fields: &mut Map<String, Value>) -> impl Iterator<Item = &mut Map<String, Value>> {
    let rows = fields.get_mut("reply_markup").and_then(|markup| markup.get_mut("inline_keyboard")).and_then(Value::as_array_mut);
    rows.into_iter().flatten().filter_map(Value::as_array_mut).flatten().filter_map(Value::as_object_mut)
}

/// What was the caption is the text.
fn without_caption(fields: &mut Map<String, Value>) {
    if let Some(caption) = fields.remove("caption") {
        fields.insert("text".to_owned(), caption);
    }
}

/// The text of Telegram's HTML: tags taken out, the four entities it knows put back.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let Some(length) = rest[start..].find('>') else { break };
        text.push_str(&rest[..start]);
        rest = &rest[start + length + 1..];
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests;
