//! The buttons by which admins and customers write to each other.

use serde::{Deserialize, Serialize};

use crate::domain::message::{ConversationKey, Said};
use crate::domain::order::OrderId;

/// What an admin's button about a message does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum MessageAction {
    /// Write to a customer, perhaps about an order.
    #[serde(rename = "message")]
    Write {
        #[serde(flatten)]
        to: ConversationKey,
    },
    /// Send this, although another admin has answered: the conversation was shown as of version `seen`.
    #[serde(rename = "message_anyway")]
    Anyway {
        #[serde(flatten)]
        to: ConversationKey,
        said: Said,
        seen: i64,
    },
    /// Close the conversation.
    #[serde(rename = "message_close")]
    Close {
        #[serde(flatten)]
        of: ConversationKey,
    },
}

impl MessageAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        !matches!(self, Self::Write { .. })
    }
}

/// What a customer's button about a message does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum TalkAction {
    /// Ask the shop about an order.
    #[serde(rename = "talk")]
    Ask { order: OrderId },
    /// Answer the shop.
    #[serde(rename = "talk_answer")]
    Answer { order: Option<OrderId> },
    /// Close the conversation.
    #[serde(rename = "talk_close")]
    Close { order: Option<OrderId> },
}

impl TalkAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        matches!(self, Self::Close { .. })
    }
}
