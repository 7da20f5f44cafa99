//! Uncertain orders and the deposit: weighing, telling the admins what it says, and acting on it where the owner wants that.

use crate::app::{App, AppError, Effects};
use crate::domain::evidence::{Finding, Observation, Verdict, settled_at, weigh, window};
use crate::domain::order::{Event, Order, apply};
use crate::domain::shop::Resolve;
use crate::storage::CommitError;

/// Uncertain orders that are weighed at a time.
const WEIGHED: i64 = 10;
/// How often an uncertain order is sent again by itself: what three answers do not tell a fourth will not.
const MAX_RESENDS: i64 = 3;

/// What an order was weighed by.
struct Weighed {
    finding: Finding,
    /// Whether the deposit was seen since the order was settled.
    seen_late: bool,
}

impl App {
    /// Weighs the next few uncertain orders after `last`, the one that was weighed last, if their cards are out; each gets its turn. What is
    /// new goes onto the card; where the owner lets evidence resolve, it does. Whether a look at the deposit is wanted now.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub async fn weigh_uncertain(&self, last: &mut Option<Order>) -> Result<bool, AppError> {
        let mut wants_look = false;
        let orders = self.store.list_uncertain(last.as_ref(), WEIGHED).await?;
        if orders.is_empty() {
            *last = None;
        }
        for order in orders {
            // First: one that can't be weighed does not hold up those after it.
            *last = Some(order.clone());
            if order.evidence.is_none() {
                continue;
            }
            let Weighed { finding, seen_late } = self.weigh(&order).await?;
            wants_look |= self.now() >= settled_at(&order) && !seen_late;
            let event = if order.evidence == Some(finding) { self.conclusion(&order, finding) } else { Some(Event::Weighed(finding)) };
            let Some(event) = event else { continue };
            match self.happen(order, event).await {
                // An answer or an admin was faster.
                Err(AppError::Commit(CommitError::Conflict(_))) => {}
                done => done?,
            }
        }
        Ok(wants_look)
    }

    /// The card of an uncertain order with what the deposit says now.
    pub(super) async fn put_evidence(&self, order: Order) -> Result<Effects, AppError> {
        let Weighed { finding, .. } = self.weigh(&order).await?;
        Ok(self.record(apply(order, Event::Weighed(finding), self.moment())?))
    }

    /// What follows by itself from what the deposit says, where the owner wants that.
    fn conclusion(&self, order: &Order, finding: Finding) -> Option<Event> {
        let provider = self.shop.provider;
        if provider.resolve_uncertain == Resolve::ByHand {
            return None;
        }
        let settled = self.now() >= settled_at(order);
        let may_resend = provider.ref_id_dedupes && order.resends < MAX_RESENDS;
        match finding.verdict {
            Verdict::NotPlaced => settled.then_some(Event::ProvedNotPlaced),
            _ if may_resend => (settled && order.due_at.is_none() && self.is_open()).then_some(Event::ResendWanted { admin: None }),
            Verdict::Placed => (!order.told.proved).then_some(Event::ProvedPlaced),
            Verdict::CantTell(_) => None,
        }
    }

    async fn weigh(&self, order: &Order) -> Result<Weighed, AppError> {
        let (sent_at, settled) = (order.sent_at.unwrap_or(order.created_at), settled_at(order));
        // The looks first: whatever order has moved the deposit before a look is among the orders that are read after it.
        let looks: Vec<Observation> = self.store.list_observations(sent_at, settled).await?;
        let others = self.store.list_moving(window(order, &looks)).await?;
        let seen_late = looks.iter().any(|look| look.asked_at >= settled);
        Ok(Weighed { finding: weigh(order, others.as_deref(), &looks), seen_late })
    }
}
