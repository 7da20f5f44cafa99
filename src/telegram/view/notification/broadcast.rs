//! The messages of a broadcast, their preview, and how far it is.

use crate::domain::notification::BroadcastNotification;
use crate::i18n::Words;
use crate::telegram::view::page::{NotificationFacts, Page};
use crate::telegram::view::{broadcast, html};

/// What `notification` says.
pub fn page(notification: &BroadcastNotification, facts: &NotificationFacts, words: &Words) -> Page {
    let Some((found, progress)) = &facts.broadcast else {
        return html::page(vec![words.say("broadcast-gone", &[])], Vec::new());
    };
    match notification {
        BroadcastNotification::Message { .. } => broadcast::message(found, words.locale(), vec![vec![broadcast::opt_out(words)]]),
        // Without the button, which would count for the admin who looks at it.
        BroadcastNotification::Preview { locale, .. } => broadcast::message(found, locale, Vec::new()),
        BroadcastNotification::Progress { .. } => broadcast::progress(found, *progress, words),
    }
}
