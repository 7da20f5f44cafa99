//! Messages between admins and customers, as they are delivered.

use serde::{Deserialize, Serialize};

use crate::domain::message::Conversation;
use crate::domain::order::OrderId;

/// A message that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MessageNotification {
    /// Customer: what an admin wrote, as from the shop. `id` is unique, so that no message replaces another.
    MessageFromShop { id: String, text: String, conversation: Conversation },
    /// Admins: what a customer answered.
    MessageFromCustomer { user: i64, order: Option<OrderId>, text: String },
}

impl MessageNotification {
    /// The order that it is about.
    pub fn order(&self) -> Option<&OrderId> {
        match self {
            Self::MessageFromShop { conversation, .. } => conversation.order.as_ref(),
            Self::MessageFromCustomer { order, .. } => order.as_ref(),
        }
    }

    /// Whether it is for admins and not for the customer.
    pub fn is_for_admins(&self) -> bool {
        matches!(self, Self::MessageFromCustomer { .. })
    }
}
