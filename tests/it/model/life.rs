//! The model of an order: instead of a table of states, it keeps what the shop knows about the order. The state follows from that.

use odzreshop_bot::domain::order::{OrderEvent, OrderState, Receipt, StatusReport, StatusWord};
use odzreshop_bot::domain::reconciliation::{DECISION_MARGIN_MS, Verdict};
use odzreshop_bot::domain::time::Millis;

use crate::samples::NOW;

/// What is known about one order.
#[derive(Clone, Debug, Default)]
pub struct Life {
    /// The number of calls that were started, and of those that surely did not arrive.
    begun: u32,
    surely_lost: u32,
    /// A call is in progress.
    listening: bool,
    /// When the first call that counts began, and when the last one can no longer arrive.
    began_at: Millis,
    decidable_at: Millis,
    /// It has an invoice; the invoice is from an admin.
    taken: bool,
    by_word: bool,
    /// The last verdict, and whether admins were told that the order is proved to be placed.
    verdict: Option<Verdict>,
    proved: bool,
    /// It shall be sent again under the same `ref_id`.
    wanted_again: bool,
    end: Option<End>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Delivered,
    NotDelivered,
    NeverSent,
}

/// The most calls for one order.
const CALLS: u32 = 5;
/// How long an order may wait to be sent.
const PATIENCE_MS: i64 = 180_000;
/// A sending that is so far in the future was recorded with a wrong clock.
const WRONG_CLOCK_MS: i64 = 600_000;

impl Life {
    /// The name of what is known.
    pub fn state(&self) -> OrderState {
        match self.end {
            Some(End::Delivered) => OrderState::Success,
            Some(End::NotDelivered) => OrderState::Failed,
            Some(End::NeverSent) => OrderState::Cancelled,
            None if self.listening => OrderState::Sending,
            None if self.taken => OrderState::Pending,
            None if self.out_there() => OrderState::Uncertain,
            None => OrderState::Queued,
        }
    }

    /// A call that may have arrived.
    fn out_there(&self) -> bool {
        self.begun > self.surely_lost
    }

    /// Whether an event is valid at this time, given what is known.
    pub fn admits(&self, event: &OrderEvent, now: Millis) -> bool {
        let open = self.end.is_none();
        let uncertain = self.state() == OrderState::Uncertain;
        let decidable = now >= self.decidable_at || self.began_at.since_ms(now) > WRONG_CLOCK_MS;
        match event {
            OrderEvent::Postponed if uncertain => self.wanted_again,
            // Only an order that is surely not at the provider may be sent or cancelled.
            OrderEvent::Send { .. }
            | OrderEvent::Postponed
            | OrderEvent::Expired
            | OrderEvent::PriceChanged { .. }
            | OrderEvent::Unavailable
            | OrderEvent::NotAccepted { .. } => open && !self.out_there(),
            // Only a call in progress can end as "not sent" or without an answer.
            OrderEvent::NotSent { .. } | OrderEvent::Busy { .. } | OrderEvent::Unclear { .. } | OrderEvent::Orphaned => self.listening,
            // A late answer counts as long as the outcome is unknown.
            OrderEvent::Refused { .. } | OrderEvent::Placed(_) => open && self.out_there() && !self.taken,
            // Admins decide after the call has ended; "not placed" only when the order can no longer be accepted.
            OrderEvent::FoundPlaced { .. } | OrderEvent::Reconciled(_) | OrderEvent::ResendUnclear { .. } => uncertain,
            OrderEvent::FoundNotPlaced { .. } => uncertain && decidable,
            OrderEvent::ProvedPlaced => uncertain && self.verdict == Some(Verdict::Placed) && !self.proved,
            OrderEvent::ProvedNotPlaced => uncertain && decidable && self.verdict == Some(Verdict::NotPlaced),
            // One call at a time.
            OrderEvent::ResendWanted { .. } => uncertain && decidable && !self.wanted_again,
            OrderEvent::Resend { .. } => uncertain && decidable && self.wanted_again,
            // Only an admin's decision can be undone.
            OrderEvent::TakenBack { .. } => open && self.taken && self.by_word,
            OrderEvent::PollFailed => self.taken && self.end != Some(End::NotDelivered),
            OrderEvent::Seen(_) => self.taken || self.end == Some(End::NotDelivered),
        }
    }

    /// What is known after a valid event.
    pub fn learn(&mut self, event: &OrderEvent, now: Millis) {
        match event {
            OrderEvent::Send { deadline } => {
                self.begun += 1;
                self.listening = true;
                self.began_at = now;
                self.decidable_at = deadline.plus_ms(DECISION_MARGIN_MS);
            }
            OrderEvent::Resend { deadline } => {
                self.wanted_again = false;
                self.decidable_at = deadline.plus_ms(DECISION_MARGIN_MS);
            }
            OrderEvent::ResendWanted { .. } => self.wanted_again = true,
            OrderEvent::Reconciled(evidence) => self.verdict = Some(evidence.verdict),
            OrderEvent::ProvedPlaced => self.proved = true,
            OrderEvent::TakenBack { .. } => (self.taken, self.by_word, self.wanted_again) = (false, false, false),
            OrderEvent::NotSent { .. } | OrderEvent::Busy { .. } => {
                self.surely_lost += 1;
                self.listening = false;
                if self.begun == CALLS {
                    self.end = Some(End::NotDelivered);
                }
            }
            OrderEvent::Expired | OrderEvent::PriceChanged { .. } | OrderEvent::Unavailable | OrderEvent::NotAccepted { .. } => {
                self.end = Some(End::NeverSent)
            }
            OrderEvent::Refused { .. } | OrderEvent::FoundNotPlaced { .. } | OrderEvent::ProvedNotPlaced => {
                self.listening = false;
                self.end = Some(End::NotDelivered);
            }
            OrderEvent::Placed(Receipt { status_report, .. }) => {
                self.taken = true;
                self.listening = false;
                self.hear(status_report);
            }
            OrderEvent::FoundPlaced { .. } => (self.taken, self.by_word) = (true, true),
            OrderEvent::Unclear { .. } | OrderEvent::Orphaned => self.listening = false,
            // If an order's creation is in the future, it is unknown when it has waited too long.
            OrderEvent::Postponed if !self.out_there() && NOW.since_ms(now) > PATIENCE_MS => self.end = Some(End::NeverSent),
            OrderEvent::Seen(status_report) => self.hear(status_report),
            OrderEvent::Postponed | OrderEvent::PollFailed | OrderEvent::ResendUnclear { .. } => {}
        }
    }

    /// Only an explicit status ends an order, and only the first one.
    fn hear(&mut self, status_report: &StatusReport) {
        let word = match status_report.status {
            StatusWord::Success => Some(End::Delivered),
            StatusWord::Failed => Some(End::NotDelivered),
            StatusWord::Pending | StatusWord::Unknown(_) => None,
        };
        self.end = self.end.or(word);
    }
}
