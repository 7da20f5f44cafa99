//! What admins are told about exports.

use crate::domain::notification::ExportNotification;
use crate::i18n::Words;
use crate::telegram::view::page::Page;
use crate::telegram::view::{export, html};

/// What `notification` says. Of a file it is the caption, as far as it is known before it is made.
pub fn page(notification: &ExportNotification, words: &Words) -> Page {
    match notification {
        ExportNotification::ExportFile { wish, .. } => html::page(vec![export::title(wish, words)], Vec::new()),
        ExportNotification::BackupCopy { name, part, parts } => {
            html::page(vec![export::backup_copy(name, *part, *parts, words)], Vec::new())
        }
        ExportNotification::ExportProgress { done, total, .. } => {
            let key = if done >= total { "export-progress-done" } else { "export-progress" };
            // Rounded down: 100 % is done.
            let percent = done.saturating_mul(100) / (*total).max(1);
            let args = [("done", done.to_string().into()), ("total", total.to_string().into()), ("percent", percent.to_string().into())];
            html::page(vec![words.say(key, &args)], Vec::new())
        }
    }
}
