//! One order: its states, its events, and their consequences.
//!
//! ```text
//! queued ──▶ sending ──▶ pending ──▶ success | failed
//!    ▲  │       │  └────▶ uncertain ──▶ pending | success | failed (by an admin's decision, by proof, or by a late answer)
//!    │  │       └───────▶ failed | success                      (in the first answer)
//!    │  └───────────────▶ cancelled                             (never sent)
//!    └── sending                                                (surely did not reach the provider)
//! ```
//!
//! [`apply`] is the only place where an order changes its state. Unknown is neither failed nor success: without an explicit status the
//! order keeps its state, and if it is not certain that nothing was sent, it becomes `uncertain`. Only a late answer, an admin or, if the
//! owner enables that, proof by the provider balance ([`reconciliation`](crate::domain::reconciliation)) resolves it. An admin's decision
//! that an order was placed can be undone (`pending -> uncertain`) when the provider does not know the invoice.

use crate::domain::notification::{Notification, OrderNotification};
use crate::domain::reconciliation::Verdict;

mod cause;
mod event;
mod record;
mod state;
mod transition;
mod uncertain;
pub use cause::{Cause, cause};
pub use event::{OrderEvent, OrderHistoryEntry, OrderHistoryKind, Receipt, Refusal, StatusReport, StatusWord};
pub use record::{EndReason, Order, PaidBy, Told};
pub use state::{OrderId, OrderState};
pub use transition::{ApplyArgs, Transition};

use transition::Step;

#[cfg(test)]
mod tests;

/// The event is not allowed in the order's state. The order is unchanged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{event} cannot happen to an order that is {}", state.as_str())]
pub struct IllegalTransition {
    pub state: OrderState,
    /// The event, for the message.
    pub event: String,
}

/// An order's number from its UUID: the lowest 40 bits, which are random in a UUIDv7, in Crockford's base 32, which has no I, L, O and U
/// because they are easily misread.
pub fn number(uuid: u128) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    (0..8).rev().map(|place| char::from(DIGITS[(uuid >> (5 * place)) as usize & 31])).collect()
}

/// Applies `event` to `order`.
///
/// # Errors
/// [`IllegalTransition`] when the event is not allowed in the order's state.
pub fn apply(order: Order, event: OrderEvent, args: ApplyArgs) -> Result<Transition, IllegalTransition> {
    use OrderState as S;
    let state = order.state;
    let mut step = Step::new(order, args);
    match (step.order.state, event) {
        (S::Queued, OrderEvent::Send { deadline }) => step.send(deadline),
        (S::Queued, OrderEvent::Postponed) if step.is_ageless() => step.cancel(EndReason::Expired),
        (S::Queued, OrderEvent::Postponed) => step.postpone(),
        (S::Uncertain, OrderEvent::Postponed) if step.order.due_at.is_some() => step.postpone(),
        (S::Queued, OrderEvent::Expired) => step.cancel(EndReason::Expired),
        (S::Queued, OrderEvent::Unavailable) => step.cancel(EndReason::Unavailable),
        (S::Queued, OrderEvent::NotAccepted { refusal, detail }) => step.not_accepted(refusal, detail),
        (S::Queued, OrderEvent::PriceChanged { quote }) => {
            step.end(S::Cancelled, OrderHistoryKind::PriceChanged, Some(EndReason::PriceChanged));
            step.card();
            let order = step.order.id.clone();
            step.customer.push(Notification::Order(OrderNotification::PriceChanged { order, quote }));
        }
        (S::Sending, OrderEvent::NotSent { detail }) => {
            step.try_again(OrderHistoryKind::NotSent, Some(detail), None, EndReason::Unreachable)
        }
        (S::Sending, OrderEvent::Busy { retry_after_ms }) => step.try_again(OrderHistoryKind::Busy, None, retry_after_ms, EndReason::Busy),
        // An answer is valid even if it comes after the order became uncertain.
        (S::Sending | S::Uncertain, OrderEvent::Refused { refusal, detail }) => step.refused(refusal, detail),
        (S::Sending | S::Uncertain, OrderEvent::Placed(receipt)) => step.placed(receipt),
        (S::Sending, OrderEvent::Unclear { detail }) => step.unclear(OrderHistoryKind::Unclear, detail),
        (S::Sending, OrderEvent::Orphaned) => step.unclear(OrderHistoryKind::Orphaned, String::new()),
        (S::Uncertain, OrderEvent::Reconciled(evidence)) => step.reconciled(evidence),
        (S::Uncertain, OrderEvent::FoundPlaced { admin, invoice }) => step.found_placed(admin, invoice),
        (S::Uncertain, OrderEvent::FoundNotPlaced { admin }) if step.is_decidable() => {
            step.not_placed(OrderHistoryKind::FoundNotPlaced, admin.to_string())
        }
        (S::Uncertain, OrderEvent::ProvedPlaced) if step.has_verdict(Verdict::Placed) && !step.order.told.proved => step.proved_placed(),
        (S::Uncertain, OrderEvent::ProvedNotPlaced) if step.is_decidable() && step.has_verdict(Verdict::NotPlaced) => {
            step.proved_not_placed()
        }
        (S::Uncertain, OrderEvent::ResendWanted { admin }) if step.is_decidable() && step.order.due_at.is_none() => step.want_resend(admin),
        (S::Uncertain, OrderEvent::Resend { deadline }) if step.is_decidable() && step.order.due_at.is_some() => step.resend(deadline),
        (S::Uncertain, OrderEvent::ResendUnclear { detail }) => step.resend_unclear(detail),
        (S::Pending, OrderEvent::TakenBack { admin }) if step.order.resolved_by.is_some() => step.take_back(admin),
        (S::Pending | S::Success | S::Failed, OrderEvent::Seen(status_report)) => step.seen(status_report),
        (S::Pending | S::Success, OrderEvent::PollFailed) => step.wait_on(),
        (_, event) => return Err(IllegalTransition { state, event: format!("{event:?}") }),
    }
    Ok(step.finish())
}
