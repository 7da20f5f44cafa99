//! The reference: not states and a table, but what the shop knows of an order's fate. Its state follows from that.

use odzreshop_bot::domain::evidence::{SETTLE_MARGIN_MS, Verdict};
use odzreshop_bot::domain::order::{Event, Receipt, Said, Sighting, State};
use odzreshop_bot::domain::time::Millis;

use crate::samples::NOW;

/// What is known of one order.
#[derive(Clone, Debug, Default)]
pub struct Life {
    /// Calls that were begun, and those of them that surely never arrived.
    begun: u32,
    surely_lost: u32,
    /// A call is under way.
    listening: bool,
    /// When the first call that counts began, and when the last one can no longer arrive.
    began_at: Millis,
    settled_at: Millis,
    /// It has an invoice; by an admin's word alone.
    taken: bool,
    by_word: bool,
    /// What the deposit last said, and whether admins were told that it proves the order placed.
    verdict: Option<Verdict>,
    proved: bool,
    /// It is to be sent again under the same name.
    wanted_again: bool,
    end: Option<End>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Delivered,
    NotDelivered,
    NeverSent,
}

/// Calls that may be begun for one order: reliability needs a limit.
const CALLS: u32 = 5;
/// An order waits so long to be sent.
const PATIENCE_MS: i64 = 180_000;
/// A sending that lies so far ahead was written down by a clock that was wrong.
const WRONG_CLOCK_MS: i64 = 600_000;

impl Life {
    /// The name of what is known.
    pub fn state(&self) -> State {
        match self.end {
            Some(End::Delivered) => State::Success,
            Some(End::NotDelivered) => State::Failed,
            Some(End::NeverSent) => State::Cancelled,
            None if self.listening => State::Sending,
            None if self.taken => State::Pending,
            None if self.out_there() => State::Uncertain,
            None => State::Queued,
        }
    }

    /// A call that may have arrived.
    fn out_there(&self) -> bool {
        self.begun > self.surely_lost
    }

    /// Whether an event makes sense at a time, given what is known.
    pub fn admits(&self, event: &Event, now: Millis) -> bool {
        let open = self.end.is_none();
        let uncertain = self.state() == State::Uncertain;
        let settled = now >= self.settled_at || self.began_at.since_ms(now) > WRONG_CLOCK_MS;
        match event {
            Event::Postponed if uncertain => self.wanted_again,
            // Only what is surely not at the provider may be sent or called off.
            Event::Send { .. }
            | Event::Postponed
            | Event::Expired
            | Event::PriceChanged { .. }
            | Event::Unavailable
            | Event::TurnedAway { .. } => open && !self.out_there(),
            // "It never left" is the word of the call itself, and so is silence.
            Event::NotSent { .. } | Event::Busy { .. } | Event::Unclear { .. } | Event::Orphaned => self.listening,
            // An answer counts however late it comes, as long as nothing else is known.
            Event::Refused { .. } | Event::Placed(_) => open && self.out_there() && !self.taken,
            // People decide when nobody listens any more; "it was not" when nothing can arrive any more.
            Event::FoundPlaced { .. } | Event::Weighed(_) | Event::ResendUnclear { .. } => uncertain,
            Event::FoundNotPlaced { .. } => uncertain && settled,
            Event::ProvedPlaced => uncertain && self.verdict == Some(Verdict::Placed) && !self.proved,
            Event::ProvedNotPlaced => uncertain && settled && self.verdict == Some(Verdict::NotPlaced),
            // One call at a time.
            Event::ResendWanted { .. } => uncertain && settled && !self.wanted_again,
            Event::Resend { .. } => uncertain && settled && self.wanted_again,
            // Only a person's word can be taken back.
            Event::TakenBack { .. } => open && self.taken && self.by_word,
            Event::Polling { .. } | Event::PollFailed => self.taken && self.end != Some(End::NotDelivered),
            Event::Seen(_) => self.taken || self.end == Some(End::NotDelivered),
        }
    }

    /// What is known after an event that makes sense.
    pub fn learn(&mut self, event: &Event, now: Millis) {
        match event {
            Event::Send { deadline } => {
                self.begun += 1;
                self.listening = true;
                self.began_at = now;
                self.settled_at = deadline.plus_ms(SETTLE_MARGIN_MS);
            }
            Event::Resend { deadline } => {
                self.wanted_again = false;
                self.settled_at = deadline.plus_ms(SETTLE_MARGIN_MS);
            }
            Event::ResendWanted { .. } => self.wanted_again = true,
            Event::Weighed(finding) => self.verdict = Some(finding.verdict),
            Event::ProvedPlaced => self.proved = true,
            Event::TakenBack { .. } => (self.taken, self.by_word, self.wanted_again) = (false, false, false),
            Event::NotSent { .. } | Event::Busy { .. } => {
                self.surely_lost += 1;
                self.listening = false;
                if self.begun == CALLS {
                    self.end = Some(End::NotDelivered);
                }
            }
            Event::Expired | Event::PriceChanged { .. } | Event::Unavailable | Event::TurnedAway { .. } => self.end = Some(End::NeverSent),
            Event::Refused { .. } | Event::FoundNotPlaced { .. } | Event::ProvedNotPlaced => {
                self.listening = false;
                self.end = Some(End::NotDelivered);
            }
            Event::Placed(Receipt { sighting, .. }) => {
                self.taken = true;
                self.listening = false;
                self.hear(sighting);
            }
            Event::FoundPlaced { .. } => (self.taken, self.by_word) = (true, true),
            Event::Unclear { .. } | Event::Orphaned => self.listening = false,
            // Of an order that will be made in minutes nobody can tell when it has waited too long.
            Event::Postponed if !self.out_there() && NOW.since_ms(now) > PATIENCE_MS => self.end = Some(End::NeverSent),
            Event::Seen(sighting) => self.hear(sighting),
            Event::Postponed | Event::Polling { .. } | Event::PollFailed | Event::ResendUnclear { .. } => {}
        }
    }

    /// Only an explicit word is an end, and only the first.
    fn hear(&mut self, sighting: &Sighting) {
        let word = match sighting.said {
            Said::Success => Some(End::Delivered),
            Said::Failed => Some(End::NotDelivered),
            Said::Pending | Said::Unknown(_) => None,
        };
        self.end = self.end.or(word);
    }
}
