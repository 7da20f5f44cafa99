//! What is told about the bot itself.

use serde::{Deserialize, Serialize};

use crate::domain::time::Millis;

/// Something to tell admins about the bot itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HealthNotification {
    /// Admins: an update could not be handled and was given up as a dead letter.
    #[serde(alias = "update_set_aside")]
    UpdateDeadLettered { update_id: i64 },
    /// Admins: what is stored of an order can't be read; it was given up as a dead letter.
    OrderUnreadable { id: String },
    /// Admins: Telegram was out of reach since then; now everything goes on.
    TelegramBack { since: Millis },
    /// Admins: nothing can be written since then. Never stored: nothing can be.
    DatabaseStuck { since: Millis },
    /// Admins: the database could not be written since then; now it can.
    DatabaseBack { since: Millis },
}
