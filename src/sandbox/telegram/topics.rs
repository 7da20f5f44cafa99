//! Topics of groups: the bot makes them where it may, and people delete them. Groups of tests have every other topic that is named.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::message::{ChatKind, Message};
use super::params::Params;
use super::refusal::Refusal;
use super::requests::{integer, string};
use super::state::State;

/// Characters of a topic's name (Bot API, createForumTopic).
const MAX_NAME: usize = 128;

/// What is known of topics.
#[derive(Debug, Default)]
pub struct Topics {
    /// The groups in which the bot may make topics.
    pub(super) allowed: BTreeSet<i64>,
    /// The topics that it made, each with its group.
    made: BTreeSet<(i64, i64)>,
    deleted: BTreeSet<(i64, i64)>,
}

impl Topics {
    /// Whether nobody has deleted this topic.
    pub fn is_there(&self, chat: i64, topic: i64) -> bool {
        !self.deleted.contains(&(chat, topic))
    }

    /// What Telegram says that a message in this topic replies to, when it replies to nothing: the message that made the topic.
    pub fn root(&self, chat: i64, topic: Option<i64>) -> Option<i64> {
        topic.filter(|topic| self.made.contains(&(chat, *topic)))
    }
}

impl State {
    pub(super) fn create_forum_topic(&mut self, params: &Params) -> Result<Value, Refusal> {
        let chat = self.writable_chat(params)?;
        let (id, name) = (chat.id, string(params, "name"));
        if !matches!(chat.kind, ChatKind::Group { topics: true, .. }) {
            return Err(Refusal::impossible("the chat is not a forum"));
        }
        if !self.topics.allowed.contains(&id) {
            return Err(Refusal::impossible("not enough rights to create a topic"));
        }
        if !(1..=MAX_NAME).contains(&name.chars().count()) {
            return Err(Refusal::malformed("TOPIC_TITLE_INVALID"));
        }
        let made = json!({ "name": name, "icon_color": 7_322_096 });
        let attachment = Map::from_iter([("forum_topic_created".to_owned(), made)]);
        let topic = self.add_message(Message {
            id: 0,
            chat: id,
            thread: None,
            from: self.bot.id,
            from_bot: true,
            date: 0,
            edited: None,
            deleted: false,
            text: String::new(),
            source: String::new(),
            entities: Vec::new(),
            keyboard: Vec::new(),
            reply_to: None,
            attachment,
            update_id: None,
        });
        if let Some(message) = self.message_mut(id, topic) {
            message.thread = Some(topic);
        }
        self.topics.made.insert((id, topic));
        Ok(json!({ "message_thread_id": topic, "name": name, "icon_color": 7_322_096 }))
    }

    pub(super) fn delete_topic(&mut self, chat: i64, topic: i64) {
        self.topics.deleted.insert((chat, topic));
        for message in self.messages.entry(chat).or_default().iter_mut().filter(|message| message.thread == Some(topic)) {
            message.deleted = true;
        }
    }

    /// Refuses a topic that was deleted.
    pub(super) fn check_topic(&self, chat: i64, params: &Params) -> Result<(), Refusal> {
        let topic = integer(params, "message_thread_id");
        let is_there = topic.is_none_or(|topic| self.topics.is_there(chat, topic));
        if is_there { Ok(()) } else { Err(Refusal::impossible("message thread not found")) }
    }
}
