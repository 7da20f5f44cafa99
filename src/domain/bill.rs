//! Bills: what a customer is asked to pay into their wallet.
//!
//! ```text
//! opening ──▶ waiting ──▶ review ──▶ paid | rejected
//!    │           └──────▶ paid | expired | cancelled
//!    └──▶ failed | cancelled          expired, cancelled, rejected, paid ──▶ paid (late money, more money)
//!                                     expired, cancelled ──▶ rejected (a late proof)
//! ```
//!
//! [`apply`] is the only place where a bill changes its state. Money that arrived is the customer's, whatever became of the bill: every state
//! in which somebody has seen its code can become `paid`. A bill that ended is still looked at for a day.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::time::Millis;

#[cfg(test)]
mod tests;

/// A bill's id: a UUIDv7 as text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BillId(pub String);

/// Seconds after the opening at which a bill is looked at; then every [`LOOK_EVERY_MS`] until it ends.
const LOOKS_SECONDS: [i64; 8] = [3, 4, 5, 7, 10, 15, 20, 30];
/// The longest pause between two looks at a waiting bill.
const LOOK_EVERY_MS: i64 = 30_000;
/// Minutes after its end at which a bill is looked at: a code can be paid long after our clock says that it is over.
const LOOKS_AFTER_END_MINUTES: [i64; 6] = [1, 5, 30, 2 * 60, 12 * 60, 24 * 60];
/// The shortest pause between two looks that a customer or a webhook asks for.
pub const HINT_EVERY_MS: i64 = 5_000;
/// The due time of a bill that somebody waits for: before all that are due by the clock.
pub const FIRST: Millis = Millis(0);
/// How often a method is asked to open a bill before the customer is told that it does not work. A code that was never shown cannot be
/// paid, so that trying again, under another reference, costs nothing.
pub const MAX_OPENINGS: i64 = 4;
/// The pause after an opening that did not work.
const OPEN_AGAIN_MS: i64 = 2_000;
/// How long the unique amount of a static code's bill is not given to another one after the bill has expired.
pub const AMOUNT_REST_MS: i64 = 24 * 3_600_000;

/// The state of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillState {
    /// The method is being asked for a code.
    Opening,
    /// The customer has the code.
    Waiting,
    /// The customer sent a proof, which an admin compares with the bank statement.
    Review,
    /// Money arrived and was credited.
    Paid,
    /// Its time is over.
    Expired,
    /// The customer does not want it any more.
    Cancelled,
    /// An admin did not accept the proof.
    Rejected,
    /// No code could be had. Nobody has seen one.
    Failed,
}

impl BillState {
    /// All states, in the order in which a bill goes through them.
    pub const ALL: [Self; 8] =
        [Self::Opening, Self::Waiting, Self::Review, Self::Paid, Self::Expired, Self::Cancelled, Self::Rejected, Self::Failed];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Waiting => "waiting",
            Self::Review => "review",
            Self::Paid => "paid",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Rejected => "rejected",
            Self::Failed => "failed",
        }
    }

    /// Whether the bill has not ended yet. A customer has at most one such bill.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Opening | Self::Waiting | Self::Review)
    }
}

/// One bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    pub id: BillId,
    /// The number that people use: eight letters and digits.
    pub number: String,
    pub user_id: i64,
    pub chat_id: i64,
    pub method: PaymentMethod,
    pub state: BillState,
    /// Increases by one with each change; an update names the version that it replaces.
    pub version: i64,
    /// What the customer wants to add.
    pub wanted: Rupiah,
    /// What the wallet gets when `payable` arrives.
    pub amount: Rupiah,
    /// What the customer is asked to pay, in the method's unit.
    pub payable: i64,
    /// What the method knows the bill by; `None` before it was asked for a code.
    pub reference: Option<String>,
    /// The amount that the method was asked for: without its fee on top.
    pub asked: Option<Rupiah>,
    /// The text of the QR code.
    pub code: Option<String>,
    /// How often a code was asked for.
    pub openings: i64,
    /// When the customer got the code.
    pub opened_at: Option<Millis>,
    pub looked_at: Option<Millis>,
    /// The method's last word about it, for whom it concerns.
    pub word: Option<String>,
    /// Its webhook said that what pays it is a test.
    pub test: bool,
    /// When a worker has to look at it; `None` when there is nothing left to do.
    pub due_at: Option<Millis>,
    /// Until when it is to be paid. Money that comes later counts all the same.
    pub expires_at: Millis,
    pub ended_at: Option<Millis>,
    pub created_at: Millis,
}

impl Bill {
    /// Whether somebody asked for a look at it.
    pub fn is_hinted(&self) -> bool {
        self.due_at == Some(FIRST)
    }
}

/// A code that a method gave for a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    pub asked: Rupiah,
    /// See [`Bill::amount`].
    pub amount: Rupiah,
    /// See [`Bill::payable`].
    pub payable: i64,
    pub code: String,
    /// When the method ends it, if it says so.
    pub expires_at: Option<Millis>,
}

/// What happens to a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BillEvent {
    /// Its method is about to be asked for a code under this reference.
    Asking { method: PaymentMethod, reference: String },
    /// The method gave a code.
    Opened(Slip),
    /// An invoice over so many Telegram Stars is about to be sent: it needs nobody else.
    Invoiced { stars: i64 },
    /// The method gave none that can be shown, or its answer was lost. `ask`: what to ask for next time; `again`: whether there is a next time.
    NotOpened { word: String, ask: Option<Rupiah>, again: bool },
    /// Somebody says that it was paid: look now. `test`: and that it is a test.
    Hint { test: bool },
    /// It was looked at, and is not paid. `over`: the method says that it can't be paid any more.
    Looked { word: Option<String>, over: bool },
    /// The customer sent a proof.
    Proof,
    /// The customer sent another proof, or one for a bill that ended, or the first of two admins approved: of those who decide at the same
    /// time one is first.
    Reviewed,
    /// Money for it was credited.
    Paid,
    /// An admin did not accept the proof.
    Rejected,
    /// The customer does not want it any more.
    Cancelled,
}

/// The event is not allowed in the bill's state. The bill is unchanged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{event} cannot happen to a bill that is {}", state.as_str())]
pub struct IllegalBillEvent {
    pub state: BillState,
    /// The event, for the message.
    pub event: String,
}

/// The bill after `event`.
///
/// # Errors
/// [`IllegalBillEvent`] when the event is not allowed in the bill's state.
pub fn apply(bill: Bill, event: BillEvent, now: Millis) -> Result<Bill, IllegalBillEvent> {
    use BillState as S;
    let state = bill.state;
    let mut bill = Bill { version: bill.version + 1, ..bill };
    match (state, event) {
        (S::Opening, BillEvent::Asking { method, reference }) => {
            (bill.method, bill.reference) = (method, Some(reference));
            bill.openings += 1;
            bill.due_at = Some(now.plus_ms(OPEN_AGAIN_MS));
        }
        (S::Opening, BillEvent::Opened(slip)) => open(&mut bill, slip, now),
        (S::Opening, BillEvent::Invoiced { stars }) => {
            bill.payable = stars;
            (bill.state, bill.opened_at) = (S::Waiting, Some(now));
            bill.due_at = next_look(&bill, now);
        }
        (S::Opening, BillEvent::NotOpened { word, ask, again }) => {
            (bill.word, bill.asked) = (Some(word), ask);
            if !again || bill.openings >= MAX_OPENINGS || bill.expires_at <= now {
                end(&mut bill, S::Failed, now);
            } else {
                // A better amount is known at once; a gateway that fails needs a moment.
                bill.due_at = Some(if ask.is_some() { FIRST } else { now.plus_ms(OPEN_AGAIN_MS) });
            }
        }
        (S::Waiting | S::Expired | S::Cancelled, BillEvent::Hint { test }) => {
            bill.test |= test;
            let soon = bill.looked_at.map_or(FIRST, |at| at.plus_ms(HINT_EVERY_MS));
            let due = if soon <= now { FIRST } else { soon };
            if bill.method.can_be_asked() {
                bill.due_at = Some(bill.due_at.map_or(due, |at| at.min(due)));
            }
        }
        (S::Waiting, BillEvent::Looked { word, over }) => {
            looked(&mut bill, word, now);
            if over || bill.expires_at <= now {
                end(&mut bill, S::Expired, now);
            }
        }
        (S::Expired | S::Cancelled | S::Rejected, BillEvent::Looked { word, .. }) => looked(&mut bill, word, now),
        (S::Waiting, BillEvent::Proof) => (bill.state, bill.due_at) = (S::Review, None),
        (S::Waiting | S::Review | S::Expired | S::Cancelled | S::Rejected, BillEvent::Reviewed) => {}
        (S::Review | S::Expired | S::Cancelled | S::Rejected, BillEvent::Rejected) => end(&mut bill, S::Rejected, now),
        (S::Opening | S::Waiting, BillEvent::Cancelled) => end(&mut bill, S::Cancelled, now),
        // Late money, and more money, are the customer's. A bill that is opening or failed has no code that anybody could have paid.
        (S::Waiting | S::Review | S::Paid | S::Expired | S::Cancelled | S::Rejected, BillEvent::Paid) => {
            bill.ended_at = bill.ended_at.or(Some(now));
            (bill.state, bill.due_at) = (S::Paid, None);
        }
        (_, event) => return Err(IllegalBillEvent { state, event: format!("{event:?}") }),
    }
    Ok(bill)
}

fn open(bill: &mut Bill, slip: Slip, now: Millis) {
    let Slip { asked, amount, payable, code, expires_at } = slip;
    (bill.asked, bill.code) = (Some(asked), Some(code));
    (bill.amount, bill.payable) = (amount, payable);
    bill.expires_at = expires_at.map_or(bill.expires_at, |at| at.min(bill.expires_at));
    (bill.state, bill.opened_at) = (BillState::Waiting, Some(now));
    bill.due_at = next_look(bill, now);
}

fn looked(bill: &mut Bill, word: Option<String>, now: Millis) {
    bill.word = word.or(bill.word.take());
    bill.looked_at = Some(now);
    bill.due_at = next_look(bill, now);
}

fn end(bill: &mut Bill, state: BillState, now: Millis) {
    (bill.state, bill.ended_at) = (state, Some(now));
    bill.due_at = next_look(bill, now);
}

/// When a bill is to be looked at next. One whose method can't be asked ends on time, that is all.
fn next_look(bill: &Bill, now: Millis) -> Option<Millis> {
    let opened = bill.opened_at?;
    let after = |start: Millis, spans_ms: &mut dyn Iterator<Item = i64>| spans_ms.map(|span| start.plus_ms(span)).find(|at| *at > now);
    match (bill.ended_at, bill.method.can_be_asked()) {
        (None, false) => Some(bill.expires_at),
        (None, true) => {
            let ramp = after(opened, &mut LOOKS_SECONDS.iter().map(|seconds| seconds * 1_000));
            let steady = || {
                let age = now.since_ms(opened).max(0);
                opened.plus_ms((age / LOOK_EVERY_MS + 1) * LOOK_EVERY_MS)
            };
            let next = ramp.unwrap_or_else(steady);
            Some(if bill.expires_at > now { next.min(bill.expires_at) } else { next })
        }
        (Some(_), false) => None,
        (Some(ended), true) => after(ended, &mut LOOKS_AFTER_END_MINUTES.iter().map(|minutes| minutes * 60_000)),
    }
}

/// A bill of a static code asks for up to `unique` rupiah more than wanted, so that its amount is none of `taken`. `start` is any number: where
/// the search begins. `None` when all are taken.
pub fn unique_amount(wanted: Rupiah, unique: i64, taken: &[i64], start: i64) -> Option<i64> {
    (0..unique).map(|n| wanted.0.saturating_add(1 + (start.rem_euclid(unique) + n) % unique)).find(|payable| !taken.contains(payable))
}
