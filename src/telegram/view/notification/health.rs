//! What admins are told about the bot itself.

use crate::domain::notification::HealthNotification;
use crate::i18n::Words;
use crate::telegram::view::html;
use crate::telegram::view::layout::line;
use crate::telegram::view::page::Page;

/// Longest report of problems that is shown, in characters: with its HTML it fits a message.
const MAX_REPORT_CHARS: usize = 2_000;

/// What `notification` says.
pub fn page(notification: &HealthNotification, words: &Words) -> Page {
    let since = |key, since| line(key, &[("time", words.time(since).into())], words);
    match notification {
        HealthNotification::UpdateDeadLettered { update_id } => {
            line("admin-update-dead-letter", &[("id", update_id.to_string().into())], words)
        }
        HealthNotification::OrderUnreadable { id } => line("admin-order-unreadable", &[("id", id.into())], words),
        HealthNotification::TelegramBack { since: at } => since("admin-telegram-back", *at),
        HealthNotification::TokenShared => line("admin-token-shared", &[], words),
        HealthNotification::Throttled { chat_id } => line("admin-throttled", &[("chat", chat_id.to_string().into())], words),
        HealthNotification::DatabaseStuck { since: at } => since("admin-database-stuck", *at),
        HealthNotification::BackupFailed { detail } => line("admin-backup-failed", &[("detail", detail.into())], words),
        HealthNotification::BackupNotSent { chat_id } => line("admin-backup-not-sent", &[("chat", chat_id.to_string().into())], words),
        HealthNotification::DatabaseBack { since: at } => since("admin-database-back", *at),
        HealthNotification::SettingsRejected { report } => settings_rejected(report, words),
    }
}

/// All that is wrong with the shop's new settings.
pub fn settings_rejected(report: &str, words: &Words) -> Page {
    let mut shown: String = report.chars().take(MAX_REPORT_CHARS).collect();
    if shown.len() < report.len() {
        shown.push('…');
    }
    html::page(vec![words.say("reload-problems", &[]), html::code_lines(&shown)], Vec::new())
}
