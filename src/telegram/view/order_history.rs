//! The history of an order: what happened to it, and when.

use crate::domain::order::{OrderHistoryEntry, OrderHistoryKind};
use crate::i18n::Words;
use crate::telegram::view::html;

/// Most entries on a page: the latest ones.
const MAX_ENTRIES: usize = 12;
/// Longest detail, in characters.
const MAX_DETAIL_CHARS: usize = 120;

/// The history, oldest first; `details` are for admins.
pub fn history(entries: &[OrderHistoryEntry], details: bool, words: &Words) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let hidden = entries.len().saturating_sub(MAX_ENTRIES);
    let mut lines = vec![words.say("trail-title", &[])];
    if hidden > 0 {
        lines.push(words.say("trail-earlier", &[("n", i64::try_from(hidden).unwrap_or(i64::MAX).into())]));
    }
    let mut before = None;
    for entry in &entries[hidden..] {
        let same_day = before.is_some_and(|before| words.same_day(before, entry.at));
        let at = if same_day { words.clock(entry.at) } else { words.time(entry.at) };
        let mut line = format!("{} · {}", html::safe(&at, html::MAX_VALUE_CHARS), kind(entry.kind, words));
        if let Some(detail) = entry.detail.as_ref().filter(|_| details) {
            line.push_str(&format!(" — <i>{}</i>", html::safe(detail, MAX_DETAIL_CHARS)));
        }
        lines.push(line);
        before = Some(entry.at);
    }
    lines.join("\n")
}

/// What happened, in a few words that customers and admins both understand.
pub fn kind(kind: OrderHistoryKind, words: &Words) -> String {
    let key = match kind {
        OrderHistoryKind::Created => "trail-created",
        OrderHistoryKind::Sending => "trail-sending",
        OrderHistoryKind::Cancelled => "trail-cancelled",
        OrderHistoryKind::PriceChanged => "trail-price-changed",
        OrderHistoryKind::NotSent => "trail-not-sent",
        OrderHistoryKind::Busy => "trail-busy",
        OrderHistoryKind::Refused => "trail-refused",
        OrderHistoryKind::Placed => "trail-placed",
        OrderHistoryKind::Unclear => "trail-unclear",
        OrderHistoryKind::Orphaned => "trail-orphaned",
        OrderHistoryKind::FoundPlaced => "trail-found-placed",
        OrderHistoryKind::FoundNotPlaced => "trail-found-not-placed",
        OrderHistoryKind::ProvedPlaced => "trail-proved-placed",
        OrderHistoryKind::ProvedNotPlaced => "trail-proved-not-placed",
        OrderHistoryKind::ResendWanted => "trail-resend-wanted",
        OrderHistoryKind::Resent => "trail-resent",
        OrderHistoryKind::ResendUnclear => "trail-resend-unclear",
        OrderHistoryKind::TakenBack => "trail-taken-back",
        OrderHistoryKind::Success => "trail-success",
        OrderHistoryKind::Failed => "trail-failed",
        OrderHistoryKind::SnArrived => "trail-sn-arrived",
    };
    words.say(key, &[])
}
