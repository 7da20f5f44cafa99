//! Notifications about access.

use serde::{Deserialize, Serialize};

/// A notification about access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccessNotification {
    /// Customer: an admin has approved or rejected them.
    #[serde(rename = "access_decided")]
    Decided {
        #[serde(alias = "admitted")]
        approved: bool,
    },
    /// Admins: a person requests access.
    #[serde(rename = "access_request")]
    Requested { user: i64 },
}
