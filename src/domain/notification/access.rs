//! What is told about who may order.

use serde::{Deserialize, Serialize};

/// Something to tell about who may order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccessNotification {
    /// Customer: an admin has let them in, or not.
    #[serde(rename = "access_decided")]
    Decided {
        #[serde(alias = "admitted")]
        approved: bool,
    },
    /// Admins: somebody asks to be let in.
    #[serde(rename = "access_request")]
    Requested { user: i64 },
}
