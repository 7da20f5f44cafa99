//! Topics of groups: the bot makes them where it may, and people delete them. Groups of tests have every other topic that is named.

use std::collections::BTreeSet;

/// What is known of topics.
#[derive(Debug, Default)]
pub struct Topics {
    /// The groups in which the bot may make topics.
    pub(super) allowed: BTreeSet<i64>,
    /// The topics that it made, each with its group.
    pub(super) made: BTreeSet<(i64, i64)>,
    /// Those that somebody has deleted.
    pub(super) deleted: BTreeSet<(i64, i64)>,
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
