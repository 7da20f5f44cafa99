//! The trail of an order: what happened to it, and when.

use crate::domain::order::{Entry, Kind};
use crate::i18n::Words;
use crate::telegram::view::html;

/// Most entries on a page: the latest ones.
const MAX_ENTRIES: usize = 12;
/// Longest detail, in characters.
const MAX_DETAIL_CHARS: usize = 120;

/// The trail, oldest first; `details` are for admins.
pub fn trail(entries: &[Entry], details: bool, words: &Words) -> String {
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
pub fn kind(kind: Kind, words: &Words) -> String {
    let key = match kind {
        Kind::Created => "trail-created",
        Kind::Sending => "trail-sending",
        Kind::Cancelled => "trail-cancelled",
        Kind::PriceChanged => "trail-price-changed",
        Kind::NotSent => "trail-not-sent",
        Kind::Busy => "trail-busy",
        Kind::Refused => "trail-refused",
        Kind::Placed => "trail-placed",
        Kind::Unclear => "trail-unclear",
        Kind::Orphaned => "trail-orphaned",
        Kind::FoundPlaced => "trail-found-placed",
        Kind::FoundNotPlaced => "trail-found-not-placed",
        Kind::ProvedPlaced => "trail-proved-placed",
        Kind::ProvedNotPlaced => "trail-proved-not-placed",
        Kind::ResendWanted => "trail-resend-wanted",
        Kind::Resent => "trail-resent",
        Kind::ResendUnclear => "trail-resend-unclear",
        Kind::TakenBack => "trail-taken-back",
        Kind::Success => "trail-success",
        Kind::Failed => "trail-failed",
        Kind::SnArrived => "trail-sn-arrived",
    };
    words.say(key, &[])
}
