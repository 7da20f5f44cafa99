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
    let mut lines = vec![words.say("history-title", &[])];
    if hidden > 0 {
        lines.push(words.say("history-earlier", &[("n", i64::try_from(hidden).unwrap_or(i64::MAX).into())]));
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
        OrderHistoryKind::Created => "history-created",
        OrderHistoryKind::Sending => "history-sending",
        OrderHistoryKind::Cancelled => "history-cancelled",
        OrderHistoryKind::PriceChanged => "history-price-changed",
        OrderHistoryKind::NotSent => "history-not-sent",
        OrderHistoryKind::Busy => "history-busy",
        OrderHistoryKind::Refused => "history-refused",
        OrderHistoryKind::Placed => "history-placed",
        OrderHistoryKind::Unclear => "history-unclear",
        OrderHistoryKind::Orphaned => "history-orphaned",
        OrderHistoryKind::FoundPlaced => "history-found-placed",
        OrderHistoryKind::FoundNotPlaced => "history-found-not-placed",
        OrderHistoryKind::ProvedPlaced => "history-proved-placed",
        OrderHistoryKind::ProvedNotPlaced => "history-proved-not-placed",
        OrderHistoryKind::ResendWanted => "history-resend-wanted",
        OrderHistoryKind::Resent => "history-resent",
        OrderHistoryKind::ResendUnclear => "history-resend-unclear",
        OrderHistoryKind::TakenBack => "history-taken-back",
        OrderHistoryKind::Success => "history-success",
        OrderHistoryKind::Failed => "history-failed",
        OrderHistoryKind::SnArrived => "history-sn-arrived",
    };
    words.say(key, &[])
}
