//! The buttons by which admins and customers write to each other.

use serde::{Deserialize, Serialize};

use crate::domain::message::{ConversationKey, MessageContent};
use crate::domain::order::OrderId;

/// What an admin's button about a message does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum AdminMessageAction {
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
        content: MessageContent,
        seen: i64,
    },
    /// Close the conversation.
    #[serde(rename = "message_close")]
    Close {
        #[serde(flatten)]
        of: ConversationKey,
    },
}

impl AdminMessageAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        !matches!(self, Self::Write { .. })
    }
}

/// What a customer's button about a message does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum CustomerMessageAction {
    /// Ask the shop about an order.
    #[serde(rename = "ask_shop")]
    Ask { order: OrderId },
    /// Answer the shop.
    #[serde(rename = "answer_shop")]
    Answer { order: Option<OrderId> },
    /// Close the conversation.
    #[serde(rename = "close_conversation")]
    Close { order: Option<OrderId> },
}

impl CustomerMessageAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        matches!(self, Self::Close { .. })
    }
}
