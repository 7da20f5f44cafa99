//! Whether the shop takes orders, as admins read it, and a planned pause, as everybody does.

use crate::domain::notification::ClosedReason;
use crate::domain::opening::{Pause, PlannedPause};
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::view::page::ShopFacts;
use crate::telegram::view::{html, provider};

/// Open, or each reason why not: the owner's, and the provider's.
pub fn state(pause: Option<&Pause>, closed: Option<ClosedReason>, now: Millis, words: &Words) -> String {
    let paused = pause.map(|pause| match pause {
        Pause::ByHand { .. } => words.say("status-closed-by-hand", &[]),
        Pause::Planned(planned) => html::say(words, "opening-in-plan", &[("when", when(*planned, now, words).into())]),
        Pause::OutsideHours { .. } => words.say("opening-outside-hours", &[]),
    });
    let Some(cause) = closed else { return paused.unwrap_or_else(|| words.say("status-open", &[])) };
    let headline = paused.unwrap_or_else(|| words.say("status-closed", &[]));
    format!("{headline}\n{}", provider::closed_reason(cause, words))
}

/// A pause that customers are told of before it begins; empty if there is none.
pub fn announcement(shop: &ShopFacts, words: &Words) -> String {
    let coming = shop.planned.filter(|planned| shop.now < planned.from);
    let said = |planned| html::say(words, "planned-announced", &[("when", when(planned, shop.now, words).into())]);
    coming.map(said).unwrap_or_default()
}

/// `hari ini 22.00–23.00 WIB`.
pub fn when(PlannedPause { from, until }: PlannedPause, now: Millis, words: &Words) -> String {
    let day = |at: Millis| match words.days_until(at, now) {
        0 => words.say("day-today", &[]),
        1 => words.say("day-tomorrow", &[]),
        _ => words.date(at),
    };
    let [first, begin, end, zone] = [day(from), words.clock(from), words.clock(until), words.zone_name(from)];
    let mut args = vec![("day", first.into()), ("from", begin.into()), ("until", end.into()), ("zone", zone.into())];
    // What ends at midnight ends on the day before it.
    if words.same_day(from, until.plus_ms(-1)) {
        return words.say("planned-within-day", &args);
    }
    args.push(("last", day(until).into()));
    words.say("planned-over-days", &args)
}
