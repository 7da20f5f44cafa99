//! Notifications about the bot's health.

use serde::{Deserialize, Serialize};

use crate::domain::time::Millis;

/// A notification about the bot's health.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HealthNotification {
    /// Admins: an update failed repeatedly and is now a dead letter.
    #[serde(alias = "update_set_aside")]
    UpdateDeadLettered { update_id: i64 },
    /// Admins: a stored order can't be read; it is no longer processed.
    OrderUnreadable { id: String },
    /// Admins: Telegram can be reached again; it could not since `since`.
    TelegramBack { since: Millis },
    /// Admins: another program takes this bot's updates, with the same token.
    TokenShared,
    /// Admins: Telegram demands a long pause before anything is sent to this chat.
    Throttled { chat_id: i64 },
    /// Admins: the database can't be written since `since`. So this notification is never stored.
    DatabaseStuck { since: Millis },
    /// Admins: no copy of the database could be made, for this reason.
    BackupFailed { detail: String },
    /// Admins: this chat takes no copies of the database.
    BackupNotSent { chat_id: i64 },
    /// Admins: the database can be written again; it could not since `since`.
    DatabaseBack { since: Millis },
    /// Admins: the shop's settings were read again, but can't be used, for the reasons in `report`; the earlier ones stay in force.
    SettingsRejected { report: String },
}

impl HealthNotification {
    /// Whether it breaks the quiet hours: an order is stuck, updates are lost or nothing can be written, that is over, or somebody waits for
    /// settings that they have just changed.
    pub(super) fn must_not_wait(&self) -> bool {
        match self {
            Self::OrderUnreadable { .. }
            | Self::TokenShared
            | Self::DatabaseStuck { .. }
            | Self::DatabaseBack { .. }
            | Self::SettingsRejected { .. } => true,
            Self::UpdateDeadLettered { .. }
            | Self::TelegramBack { .. }
            | Self::Throttled { .. }
            | Self::BackupFailed { .. }
            | Self::BackupNotSent { .. } => false,
        }
    }
}
