//! What people do: write, press, block. Each becomes the update that Telegram would make of it.

use serde_json::{Map, Value, json};

use super::entity::{self, Entity};
use super::message::{Chat, ChatKind, Message, User, without_nulls};
use super::state::{Callback, Entry, State};

/// Something that a person can't do here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// No such person; add them first.
    #[error("there is no user {0}")]
    NoUser(i64),
    /// No such chat; add it first.
    #[error("there is no chat {0}")]
    NoChat(i64),
    /// No such message, or it was deleted.
    #[error("chat {0} has no message {1}")]
    NoMessage(i64, i64),
    /// The message has no such button.
    #[error("message {message} has no button {wanted:?}, but {present:?}")]
    NoButton {
        /// The message.
        message: i64,
        /// The label that was looked for.
        wanted: String,
        /// The labels that are there.
        present: Vec<String>,
    },
    /// The button sends nothing to the bot: it copies a text or opens a link.
    #[error("button {0:?} sends nothing to the bot")]
    NotACallback(String),
    /// The message is no invoice.
    #[error("message {1} of chat {0} is no invoice")]
    NoInvoice(i64, i64),
}

/// What a person sends.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Words; commands in them are marked as such.
    Text(String),
    /// A photo that nobody has sent before, with a caption, which may be empty.
    Photo(String),
    /// The photo of this name, the same each time.
    SamePhoto(String),
    /// A sticker of this emoji.
    Sticker(String),
    /// A file of this name.
    Document(String),
    /// A shared phone number.
    Contact(String),
    /// A voice message.
    Voice,
    /// A place: latitude and longitude.
    Location(f64, f64),
}

/// A message that a person sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// Its id in the chat.
    pub message_id: i64,
    /// The update that the bot gets; `None` when the bot doesn't want such updates or isn't in the chat.
    pub update_id: Option<i64>,
}

impl State {
    pub(super) fn add_user(&mut self, user: User) {
        let kind = ChatKind::Private { user: user.clone(), started: false, blocked: false };
        self.chats.insert(user.id, Chat { id: user.id, kind });
    }

    pub(super) fn add_group(&mut self, id: i64, title: &str, supergroup: bool, topics: bool) {
        let kind = ChatKind::Group { title: title.into(), supergroup, topics, bot_inside: false };
        self.chats.insert(id, Chat { id, kind });
    }

    /// Somebody deletes a topic and all that is in it.
    pub(super) fn delete_topic(&mut self, chat: i64, topic: i64) {
        self.topics.deleted.insert((chat, topic));
        for message in self.messages.entry(chat).or_default().iter_mut().filter(|message| message.thread == Some(topic)) {
            message.deleted = true;
        }
    }

    /// A person lets the bot into a group or puts it out.
    pub(super) fn set_bot_inside(&mut self, user: i64, chat: i64, inside: bool) -> Result<Option<i64>, Impossible> {
        let actor = self.user(user).ok_or(Impossible::NoUser(user))?.to_json();
        let Some(ChatKind::Group { bot_inside, .. }) = self.chats.get_mut(&chat).map(|chat| &mut chat.kind) else {
            return Err(Impossible::NoChat(chat));
        };
        *bot_inside = inside;
        let (old, new) = if inside { ("left", "member") } else { ("member", "kicked") };
        self.note(chat, Entry::Note(format!("the bot is {}", if inside { "added" } else { "removed" })));
        Ok(self.push_membership(chat, &actor, old, new))
    }

    /// A person blocks the bot or starts it again.
    pub(super) fn set_blocked(&mut self, user: i64, block: bool) -> Result<Option<i64>, Impossible> {
        let actor = self.user(user).ok_or(Impossible::NoUser(user))?.to_json();
        if let Some(ChatKind::Private { blocked, started, .. }) = self.chats.get_mut(&user).map(|chat| &mut chat.kind) {
            if *blocked == block {
                return Ok(None);
            }
            *blocked = block;
            *started = true;
        }
        let (old, new) = if block { ("member", "kicked") } else { ("kicked", "member") };
        self.note(user, Entry::Note(format!("the bot is {}", if block { "blocked" } else { "unblocked" })));
        Ok(self.push_membership(user, &actor, old, new))
    }

    /// Queues the `my_chat_member` update that says what the bot is now in a chat.
    pub(super) fn push_membership(&mut self, chat: i64, actor: &Value, old: &str, new: &str) -> Option<i64> {
        let member = |status: &str| {
            let until = if status == "kicked" { Some(0) } else { None };
            without_nulls(json!({ "user": self.bot_json(), "status": status, "until_date": until }))
        };
        let payload = json!({
            "chat": self.chats.get(&chat).map(Chat::to_json), "from": actor, "date": self.now_ms / 1000,
            "old_chat_member": member(old), "new_chat_member": member(new),
        });
        self.updates.push("my_chat_member", payload)
    }

    /// A person sends something to a chat; in the private chat that also starts the bot, or unblocks it first.
    pub(super) fn person_sends(
        &mut self,
        user: i64,
        chat: i64,
        (thread, reply_to): (Option<i64>, Option<i64>),
        content: &Content,
    ) -> Result<Sent, Impossible> {
        self.user(user).ok_or(Impossible::NoUser(user))?;
        if user == chat {
            self.set_blocked(user, false)?;
        }
        let bot_hears = match self.chats.get_mut(&chat).map(|chat| &mut chat.kind) {
            Some(ChatKind::Private { started, .. }) if user == chat => {
                *started = true;
                true
            }
            Some(ChatKind::Group { bot_inside, .. }) => *bot_inside,
            _ => return Err(Impossible::NoChat(chat)),
        };
        let (text, attachment) = match content {
            Content::Photo(caption) => (caption.clone(), photo(self.photos.take(None))),
            Content::SamePhoto(name) => (String::new(), photo(self.photos.take(Some(name)))),
            content => words_and_attachment(content, self.user(user)),
        };
        let entities = commands_in(&text);
        let message_id = self.add_message(Message {
            id: 0,
            chat,
            thread,
            from: user,
            from_bot: false,
            date: 0,
            edited: None,
            deleted: false,
            source: text.clone(),
            text,
            entities,
            keyboard: Vec::new(),
            reply_to: reply_to.or_else(|| self.topics.root(chat, thread)),
            attachment,
            update_id: None,
        });
        let payload = self.message_json(chat, message_id);
        let update_id = if bot_hears { self.updates.push("message", payload) } else { None };
        if let Some(message) = self.messages.get_mut(&chat).and_then(|messages| messages.last_mut()) {
            message.update_id = update_id;
        }
        Ok(Sent { message_id, update_id })
    }

    /// A person presses the first button of a message whose label begins so. Returns the id of the callback query.
    pub(super) fn press(&mut self, user: i64, chat: i64, message: i64, label_prefix: &str) -> Result<String, Impossible> {
        let found = self.message(chat, message).ok_or(Impossible::NoMessage(chat, message))?;
        let button = found.button(label_prefix).ok_or_else(|| Impossible::NoButton {
            message,
            wanted: label_prefix.into(),
            present: found.labels().concat().into_iter().map(str::to_owned).collect(),
        })?;
        let data = button.callback_data.clone().ok_or_else(|| Impossible::NotACallback(button.text.clone()))?;
        self.press_data(user, chat, message, &data)
    }

    /// A person sends callback data, whether or not a button has it, from any message that ever was in the chat.
    pub(super) fn press_data(&mut self, user: i64, chat: i64, message: i64, data: &str) -> Result<String, Impossible> {
        let from = self.user(user).ok_or(Impossible::NoUser(user))?.to_json();
        let found = self.any_message(chat, message).ok_or(Impossible::NoMessage(chat, message))?;
        let button = found.keyboard.iter().flatten().find(|button| button.callback_data.as_deref() == Some(data));
        let label = button.map_or_else(|| format!("data {data:?}"), |button| format!("[{}]", button.text));
        let query = format!("{}", (user << 24) + i64::try_from(self.callbacks.len()).unwrap_or_default() + 1);
        let shown = if found.deleted {
            json!({ "chat": self.chats.get(&chat).map(Chat::to_json), "message_id": message, "date": 0 })
        } else {
            self.message_json(chat, message)
        };
        let payload =
            json!({ "id": query, "from": from, "message": shown, "chat_instance": format!("{}", chat.wrapping_mul(7919)), "data": data });
        self.callbacks.insert(query.clone(), Callback { user, chat, at_ms: self.now_ms, answer: None });
        self.note(chat, Entry::Press { user, message, label });
        self.updates.push("callback_query", payload);
        Ok(query)
    }
}

fn photo(sizes: Value) -> Map<String, Value> {
    Map::from_iter([("photo".to_owned(), sizes)])
}

/// Of anything but a photo.
fn words_and_attachment(content: &Content, sender: Option<&User>) -> (String, Map<String, Value>) {
    let file = |kind: &str| json!({ "file_id": format!("{kind}-file"), "file_unique_id": format!("{kind}-unique"), "file_size": 12345 });
    let with = |kind: &str, more: Value| {
        let mut all = file(kind);
        if let (Value::Object(all), Value::Object(more)) = (&mut all, more) {
            all.extend(more);
        }
        all
    };
    let (text, kind, value) = match content {
        Content::Text(text) => return (text.clone(), Map::new()),
        Content::Photo(_) | Content::SamePhoto(_) => return Default::default(),
        Content::Sticker(emoji) => {
            let more = json!({
                "type": "regular", "width": 512, "height": 512, "is_animated": false, "is_video": false, "emoji": emoji,
            });
            (String::new(), "sticker", with("sticker", more))
        }
        Content::Document(name) => {
            (String::new(), "document", with("document", json!({ "file_name": name, "mime_type": "application/octet-stream" })))
        }
        Content::Contact(phone) => {
            let name = sender.map(|user| user.first_name.clone());
            (String::new(), "contact", json!({ "phone_number": phone, "first_name": name, "user_id": sender.map(|user| user.id) }))
        }
        Content::Voice => (String::new(), "voice", with("voice", json!({ "duration": 3, "mime_type": "audio/ogg" }))),
        Content::Location(latitude, longitude) => (String::new(), "location", json!({ "latitude": latitude, "longitude": longitude })),
    };
    (text, Map::from_iter([(kind.to_owned(), value)]))
}

/// The commands in a text, as Telegram marks them: `/name` or `/name@bot` at a word's start.
fn commands_in(text: &str) -> Vec<Entity> {
    let mut entities = Vec::new();
    for (at, _) in text.match_indices('/') {
        if text[..at].chars().next_back().is_some_and(|before| !before.is_whitespace()) {
            continue;
        }
        let valid = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let rest = &text[at + 1..];
        let name = rest.find(|c: char| !valid(c)).map_or(rest, |end| &rest[..end]);
        if name.is_empty() || name.len() > 32 {
            continue;
        }
        let mention = rest[name.len()..].strip_prefix('@').map_or(0, |bot| {
            let length = bot.find(|c: char| !valid(c)).unwrap_or(bot.len());
            if length == 0 { 0 } else { length + 1 }
        });
        entities.push(Entity::new("bot_command", entity::utf16_len(&text[..at]), 1 + name.len() + mention));
    }
    entities
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_marked_where_telegram_marks_them() {
        let marks = |text: &str| commands_in(text).into_iter().map(|entity| (entity.offset, entity.length)).collect::<Vec<_>>();
        assert_eq!(marks("/start game"), [(0, 6)]);
        assert_eq!(marks("😀 /status@odz_bot now"), [(3, 15)]);
        assert_eq!(marks("and/or / 1/2"), []);
    }
}
