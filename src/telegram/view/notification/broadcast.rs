//! The messages of a broadcast, their preview, and how far it is.

use crate::domain::notification::BroadcastNotification;
use crate::i18n::Words;
use crate::telegram::view::broadcast;
use crate::telegram::view::page::{NotificationFacts, Page};

/// What `notification` says; nothing when the broadcast does not exist any more.
pub fn page(notification: &BroadcastNotification, facts: &NotificationFacts, words: &Words) -> Page {
    let Some((found, progress)) = &facts.broadcast else { return Page::default() };
    match notification {
        BroadcastNotification::Message { .. } => broadcast::message(found, words.locale()),
        BroadcastNotification::Preview { locale, .. } => broadcast::message(found, locale),
        BroadcastNotification::Progress { .. } => broadcast::progress(found, *progress, words),
    }
}
