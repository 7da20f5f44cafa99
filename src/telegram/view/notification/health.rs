//! What admins are told about the bot itself.

use crate::domain::notification::HealthNotification;
use crate::i18n::Words;
use crate::telegram::view::layout::line;
use crate::telegram::view::page::Page;

/// What `notification` says.
pub fn page(notification: &HealthNotification, words: &Words) -> Page {
    let since = |key, since| line(key, &[("time", words.time(since).into())], words);
    match notification {
        HealthNotification::UpdateDeadLettered { update_id } => {
            line("admin-update-dead-letter", &[("id", update_id.to_string().into())], words)
        }
        HealthNotification::OrderUnreadable { id } => line("admin-order-unreadable", &[("id", id.into())], words),
        HealthNotification::TelegramBack { since: at } => since("admin-telegram-back", *at),
        HealthNotification::DatabaseStuck { since: at } => since("admin-database-stuck", *at),
        HealthNotification::DatabaseBack { since: at } => since("admin-database-back", *at),
    }
}
