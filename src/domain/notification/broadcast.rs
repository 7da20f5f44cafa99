//! Notifications about broadcasts, and the messages of a broadcast themselves.

use serde::{Deserialize, Serialize};

use crate::domain::locale::Locale;

/// A notification about a broadcast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BroadcastNotification {
    /// Customer: its message.
    #[serde(rename = "broadcast")]
    Message { broadcast: String },
    /// Admin: the message as customers of this language will see it.
    #[serde(rename = "broadcast_preview")]
    Preview { broadcast: String, locale: Locale },
    /// Admins: how far it is. Edited in place.
    #[serde(rename = "broadcast_progress")]
    Progress { broadcast: String },
}

impl BroadcastNotification {
    /// The broadcast's id.
    pub fn broadcast(&self) -> &str {
        match self {
            Self::Message { broadcast } | Self::Preview { broadcast, .. } | Self::Progress { broadcast } => broadcast,
        }
    }

    /// Whether it is for admins and not for the customer.
    pub fn is_for_admins(&self) -> bool {
        match self {
            Self::Preview { .. } | Self::Progress { .. } => true,
            Self::Message { .. } => false,
        }
    }
}
