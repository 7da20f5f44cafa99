//! Notifications about messages between customers and the shop.

use serde::{Deserialize, Serialize};

use crate::domain::message::ConversationKey;
use crate::domain::order::OrderId;

/// A message that somebody wrote, or the end of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MessageNotification {
    /// Customer: what an admin wrote, as from the shop.
    MessageFromShop {
        #[serde(flatten)]
        of: ConversationKey,
        message: String,
    },
    /// Admins: what a customer wrote. Edited in place when it is answered, and when the conversation is closed.
    MessageFromCustomer {
        #[serde(flatten)]
        of: ConversationKey,
        message: String,
    },
    /// Customer: an admin has closed the conversation.
    ConversationClosedByShop {
        #[serde(flatten)]
        of: ConversationKey,
    },
    /// Admins: the customer has closed it.
    ConversationClosedByCustomer {
        #[serde(flatten)]
        of: ConversationKey,
    },
}

impl MessageNotification {
    /// The conversation.
    pub fn conversation(&self) -> &ConversationKey {
        match self {
            Self::MessageFromShop { of, .. }
            | Self::MessageFromCustomer { of, .. }
            | Self::ConversationClosedByShop { of }
            | Self::ConversationClosedByCustomer { of } => of,
        }
    }

    /// The order that it is about.
    pub fn order(&self) -> Option<&OrderId> {
        self.conversation().order.as_ref()
    }

    /// The message's id.
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::MessageFromShop { message, .. } | Self::MessageFromCustomer { message, .. } => Some(message),
            Self::ConversationClosedByShop { .. } | Self::ConversationClosedByCustomer { .. } => None,
        }
    }

    /// Whether it is for admins and not for the customer.
    pub fn is_for_admins(&self) -> bool {
        matches!(self, Self::MessageFromCustomer { .. } | Self::ConversationClosedByCustomer { .. })
    }
}
