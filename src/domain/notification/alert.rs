//! Notifications about alerts: those that were kept, and where they went.

use serde::{Deserialize, Serialize};

use crate::domain::alert::AlertKind;

/// A notification about alerts, for admins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AlertNotification {
    /// The alerts that were kept for this digest, in one message.
    AlertDigest { digest: String },
    /// Uncertain orders wait for a decision, as a reminder; the list of them.
    UncertainWaiting,
    /// A topic of the group takes no messages any more: alerts of these kinds go to General. No kind: the topic of `ADMIN_CHAT_ID`.
    TopicGone { kinds: Vec<AlertKind> },
}
