//! The buttons by which admins and customers write to each other.

use serde::{Deserialize, Serialize};

use crate::domain::message::Conversation;
use crate::domain::order::OrderId;

/// What a button about a message does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum MessageAction {
    /// Admin: write to a customer, perhaps about an order.
    #[serde(rename = "message")]
    Write { user: i64, order: Option<OrderId> },
    /// Customer: answer the shop.
    #[serde(rename = "message_answer")]
    Answer {
        #[serde(flatten)]
        to: Conversation,
    },
}

impl MessageAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use): they only ask for a text.
    pub fn is_single_use(&self) -> bool {
        false
    }
}
