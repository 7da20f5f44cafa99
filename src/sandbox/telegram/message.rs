//! Messages, chats and users as the sandbox keeps them, and as the Bot API writes them.

use serde_json::{Map, Value, json};

use super::entity::Entity;
use super::keyboard::Button;

/// A person on the simulated Telegram.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct User {
    /// Numeric id, also the id of the private chat with the bot.
    pub id: i64,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: Option<String>,
    /// Name without `@`.
    pub username: Option<String>,
    /// IETF tag of the app's language.
    pub language_code: Option<String>,
}

impl User {
    /// A person with a first name and a language.
    pub fn new(id: i64, first_name: &str, language_code: &str) -> Self {
        Self { id, first_name: first_name.into(), language_code: Some(language_code.into()), ..Self::default() }
    }

    /// The Bot API's `User`.
    pub fn to_json(&self) -> Value {
        without_nulls(json!({
            "id": self.id, "is_bot": false, "first_name": self.first_name, "last_name": self.last_name,
            "username": self.username, "language_code": self.language_code,
        }))
    }
}

/// What kind of chat it is, with what only that kind has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChatKind {
    /// A person and the bot.
    Private {
        /// The person.
        user: User,
        /// Whether the person ever wrote to the bot.
        started: bool,
        /// Whether the person blocked the bot.
        blocked: bool,
    },
    /// A group or supergroup.
    Group {
        /// The title.
        title: String,
        /// Supergroup rather than basic group.
        supergroup: bool,
        /// Whether it has topics, so that `message_thread_id` is accepted.
        topics: bool,
        /// Whether the bot is a member.
        bot_inside: bool,
    },
}

/// A chat that the bot may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// Positive for a person, negative for a group.
    pub id: i64,
    /// Its kind.
    pub kind: ChatKind,
}

impl Chat {
    /// The Bot API's `Chat`.
    pub fn to_json(&self) -> Value {
        without_nulls(match &self.kind {
            ChatKind::Private { user, .. } => json!({
                "id": self.id, "type": "private", "first_name": user.first_name, "last_name": user.last_name, "username": user.username,
            }),
            ChatKind::Group { title, supergroup, topics, .. } => json!({
                "id": self.id, "type": if *supergroup { "supergroup" } else { "group" }, "title": title,
                "is_forum": if *topics { Some(true) } else { None },
            }),
        })
    }
}

/// A message in a chat, as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Counts from 1 in each chat, so that an id without its chat means nothing.
    pub id: i64,
    /// The chat.
    pub chat: i64,
    /// The topic in it.
    pub thread: Option<i64>,
    /// Who wrote it; the bot's id for the bot.
    pub from: i64,
    /// Whether the bot wrote it.
    pub from_bot: bool,
    /// Unix time, seconds.
    pub date: i64,
    /// When it was last edited, unix time in seconds.
    pub edited: Option<i64>,
    /// Whether it was deleted; such messages are only in [`super::State::transcript`].
    pub deleted: bool,
    /// The plain text, or the caption.
    pub text: String,
    /// The text as it was sent, with its HTML.
    pub source: String,
    /// The marked stretches of `text`.
    pub entities: Vec<Entity>,
    /// The rows of the inline keyboard.
    pub keyboard: Vec<Vec<Button>>,
    /// The message that it answers.
    pub reply_to: Option<i64>,
    /// What it has besides text, in the Bot API's words: a photo, a sticker, a contact.
    pub attachment: Map<String, Value>,
    /// The update with which the bot gets it; `None` for the bot's own messages, and for those that the bot does not get.
    pub update_id: Option<i64>,
}

impl Message {
    /// A message without text that says what happened in the chat, in the field `kind`.
    pub(super) fn service(chat: i64, from: i64, from_bot: bool, kind: &str, about: Value) -> Self {
        Self {
            id: 0,
            chat,
            thread: None,
            from,
            from_bot,
            date: 0,
            edited: None,
            deleted: false,
            text: String::new(),
            source: String::new(),
            entities: Vec::new(),
            keyboard: Vec::new(),
            reply_to: None,
            attachment: Map::from_iter([(kind.to_owned(), about)]),
            update_id: None,
        }
    }

    /// The `file_id` of its photo in full size.
    pub fn photo(&self) -> Option<&str> {
        self.attachment.get("photo")?.as_array()?.last()?["file_id"].as_str()
    }

    /// Whether it was edited.
    pub fn is_edited(&self) -> bool {
        self.edited.is_some()
    }

    /// The first button whose label begins with this.
    pub fn button(&self, label_prefix: &str) -> Option<&Button> {
        self.keyboard.iter().flatten().find(|button| button.text.starts_with(label_prefix))
    }

    /// The labels of the keyboard, by rows.
    pub fn labels(&self) -> Vec<Vec<&str>> {
        self.keyboard.iter().map(|row| row.iter().map(|button| button.text.as_str()).collect()).collect()
    }

    /// The Bot API's `Message`, given its chat and sender in the same words.
    pub fn to_json(&self, chat: &Value, from: &Value) -> Value {
        let mut json = json!({
            "message_id": self.id, "from": from, "chat": chat, "date": self.date, "edit_date": self.edited,
            "message_thread_id": self.thread, "is_topic_message": self.thread.map(|_| true),
        });
        let (text, entities) = if self.attachment.is_empty() { ("text", "entities") } else { ("caption", "caption_entities") };
        if !self.text.is_empty() {
            json[text] = json!(self.text);
        }
        if !self.entities.is_empty() {
            json[entities] = json!(self.entities);
        }
        if !self.keyboard.is_empty() {
            let rows: Vec<Vec<&Value>> = self.keyboard.iter().map(|row| row.iter().map(|button| &button.raw).collect()).collect();
            json["reply_markup"] = json!({ "inline_keyboard": rows });
        }
        for (name, value) in &self.attachment {
            json[name] = value.clone();
        }
        without_nulls(json)
    }
}

/// Drops the fields that are null: the Bot API leaves out what isn't there.
pub fn without_nulls(mut value: Value) -> Value {
    if let Value::Object(object) = &mut value {
        object.retain(|_, field| !field.is_null());
    }
    value
}
