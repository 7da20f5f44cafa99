//! Where in Telegram something is said.

use serde::{Deserialize, Serialize};

/// A chat, and a topic of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub chat_id: i64,
    /// The topic of a forum group, or of a private chat that has topics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<i64>,
}

impl Place {
    /// The chat outside of any topic. A person's private chat has the person's id.
    pub fn chat(chat_id: i64) -> Self {
        Self { chat_id, topic: None }
    }
}
