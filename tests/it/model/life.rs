//! The reference: not states and a table, but what the shop knows of an order's fate. Its state follows from that.

use odzreshop_bot::domain::order::{Event, Receipt, Said, Sighting, State};

/// What is known of one order.
#[derive(Clone, Debug, Default)]
pub struct Life {
    /// Calls that were begun, and those of them that surely never arrived.
    begun: u32,
    surely_lost: u32,
    /// A call is under way.
    listening: bool,
    /// It has an invoice.
    taken: bool,
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

    /// Whether an event makes sense, given what is known.
    pub fn admits(&self, event: &Event) -> bool {
        let open = self.end.is_none();
        match event {
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
            // People decide when nobody listens any more.
            Event::FoundPlaced { .. } | Event::FoundNotPlaced { .. } => open && self.out_there() && !self.taken && !self.listening,
            Event::Polling { .. } | Event::PollFailed => self.taken && self.end != Some(End::NotDelivered),
            Event::Seen(_) => self.taken || self.end == Some(End::NotDelivered),
        }
    }

    /// What is known after an event that makes sense.
    pub fn learn(&mut self, event: &Event) {
        match event {
            Event::Send { .. } => {
                self.begun += 1;
                self.listening = true;
            }
            Event::NotSent { .. } | Event::Busy { .. } => {
                self.surely_lost += 1;
                self.listening = false;
                if self.begun == CALLS {
                    self.end = Some(End::NotDelivered);
                }
            }
            Event::Expired | Event::PriceChanged { .. } | Event::Unavailable | Event::TurnedAway { .. } => self.end = Some(End::NeverSent),
            Event::Refused { .. } | Event::FoundNotPlaced { .. } => {
                self.listening = false;
                self.end = Some(End::NotDelivered);
            }
            Event::Placed(Receipt { sighting, .. }) => {
                self.taken = true;
                self.listening = false;
                self.hear(sighting);
            }
            Event::FoundPlaced { .. } => self.taken = true,
            Event::Unclear { .. } | Event::Orphaned => self.listening = false,
            Event::Seen(sighting) => self.hear(sighting),
            Event::Postponed | Event::Polling { .. } | Event::PollFailed => {}
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
