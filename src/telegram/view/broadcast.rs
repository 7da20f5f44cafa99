//! A broadcast as its customers and its admins see it.

use crate::dialogue::BroadcastAction;
use crate::domain::broadcast::{Audience, Broadcast, BroadcastProgress, BroadcastState};
use crate::domain::locale::Locale;
use crate::i18n::Words;
use crate::telegram::view::page::{Button, Page, Photo};
use crate::telegram::view::{button, html};

/// The message for those who read this language, with these buttons.
pub fn message(broadcast: &Broadcast, locale: &Locale, rows: Vec<Vec<Button>>) -> Page {
    let text = vec![html::lines(broadcast.text.get(locale))];
    match &broadcast.photo {
        Some(file_id) => html::photo(text, rows, Photo::Sent { file_id: file_id.clone() }),
        None => html::page(text, rows),
    }
}

/// A customer wants no more of them.
pub fn opt_out(words: &Words) -> Button {
    button::button(words, "button-broadcast-opt-out", BroadcastAction::OptOut)
}

/// A customer wants them again.
pub fn opt_in(words: &Words) -> Button {
    button::button(words, "button-broadcast-opt-in", BroadcastAction::OptIn)
}

/// How far it is, with the button that stops it.
pub fn progress(broadcast: &Broadcast, progress: BroadcastProgress, words: &Words) -> Page {
    let key = match broadcast.state {
        BroadcastState::Draft | BroadcastState::Running => "broadcast-running",
        BroadcastState::Stopped => "broadcast-stopped",
        BroadcastState::Done => "broadcast-done",
    };
    let count = |key, count: i64| html::say(words, key, &[("count", count.to_string().into())]);
    let total = [("sent", progress.sent.to_string().into()), ("total", broadcast.total.to_string().into())];
    let mut facts = vec![html::say(words, "broadcast-sent", &total)];
    if progress.lost > 0 {
        facts.push(count("broadcast-lost", progress.lost));
    }
    facts.extend(broadcast.audience.as_ref().map(|audience| html::safe(&name(audience, words), html::MAX_VALUE_CHARS)));
    let stop = BroadcastAction::Stop { broadcast: broadcast.id.clone() };
    let is_running = broadcast.state == BroadcastState::Running;
    let rows = if is_running { vec![vec![button::button(words, "button-broadcast-stop", stop)]] } else { Vec::new() };
    html::page(vec![words.say(key, &[]), facts.join("\n")], rows)
}

/// Who gets it, in plain text.
pub fn name(audience: &Audience, words: &Words) -> String {
    match audience {
        Audience::All => words.say("broadcast-to-all", &[]),
        Audience::Recent => words.say("broadcast-to-recent", &[]),
        Audience::WithBalance => words.say("broadcast-to-balance", &[]),
        Audience::Tier(tier) => words.say("broadcast-to-tier", &[("tier", tier.into())]),
    }
}
