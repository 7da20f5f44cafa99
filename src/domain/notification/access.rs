//! Notifications about access.

use serde::{Deserialize, Serialize};

use crate::domain::role::Role;

/// A notification about access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccessNotification {
    /// Customer: an admin has approved or rejected them.
    #[serde(rename = "access_decided")]
    Decided {
        #[serde(alias = "admitted")]
        approved: bool,
        /// The category of the link that they came by: its slug.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wanted: Option<String>,
    },
    /// Customer: the decision was taken back; an admin looks at their request again.
    #[serde(rename = "access_reopened")]
    Reopened,
    /// Customer: an admin has blocked them.
    #[serde(rename = "access_blocked")]
    Blocked,
    /// Customer: the block was taken back.
    #[serde(rename = "access_unblocked")]
    Unblocked,
    /// Somebody's role in the shop has changed; `None`: it was taken away.
    #[serde(rename = "role_changed")]
    Role { role: Option<Role> },
    /// Admins: the card of somebody who requests access. Edited in place when it is decided.
    #[serde(rename = "access_request")]
    Requested { user: i64 },
    /// Admins: people wait for a decision; the list of them.
    #[serde(rename = "access_waiting")]
    Waiting,
    /// The same list when many ask at once, in place of a card for each. Edited in place.
    #[serde(rename = "access_crowd")]
    Crowd,
}

impl AccessNotification {
    /// Whether it is for admins and not for the customer.
    pub fn is_for_admins(&self) -> bool {
        match self {
            Self::Requested { .. } | Self::Waiting | Self::Crowd => true,
            Self::Decided { .. } | Self::Reopened | Self::Blocked | Self::Unblocked | Self::Role { .. } => false,
        }
    }
}
