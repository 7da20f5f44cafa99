//! Reconciliation: compares uncertain orders with the balance snapshots, tells the admins the evidence, and acts on it if the owner wants that.

use std::sync::Arc;

use crate::app::{AppError, Clock, Effects, ProviderCalls, Transitions};
use crate::domain::order::{Order, OrderEvent};
use crate::domain::reconciliation::{BalanceSnapshot, Evidence, Verdict, decidable_at, reconcile, window};
use crate::domain::shop::{Resolve, Shop};
use crate::storage::{CommitError, Store};

/// Uncertain orders that are reconciled at a time.
const BATCH: i64 = 10;
/// How often an uncertain order is sent again by itself: what three answers do not tell a fourth will not.
const MAX_RESENDS: i64 = 3;

/// What an order was reconciled with.
struct Reconciled {
    evidence: Evidence,
    /// Whether the provider balance was seen since the order was settled.
    seen_late: bool,
}

/// Reconciles uncertain orders with the provider balance.
pub struct Reconciliation {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) provider: Arc<ProviderCalls>,
    pub(super) transitions: Transitions,
}

impl Reconciliation {
    /// Reconciles the next few uncertain orders after `last`, the one that was reconciled last, if their cards are out; each gets its turn. What is
    /// new goes onto the card; where the owner lets evidence resolve, it does. Whether a look at the provider balance is wanted now.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub async fn reconcile_uncertain(&self, shop: &Shop, last: &mut Option<Order>) -> Result<bool, AppError> {
        let mut wants_look = false;
        let orders = self.store.list_uncertain(last.as_ref(), BATCH).await?;
        if orders.is_empty() {
            *last = None;
        }
        for order in orders {
            // First: one that can't be reconciled does not hold up those after it.
            *last = Some(order.clone());
            if order.evidence.is_none() {
                continue;
            }
            let Reconciled { evidence, seen_late } = self.reconcile(&order).await?;
            wants_look |= self.clock.now() >= decidable_at(&order) && !seen_late;
            let event = match order.evidence == Some(evidence) {
                true => self.conclusion(shop, &order, evidence),
                false => Some(OrderEvent::Reconciled(evidence)),
            };
            let Some(event) = event else { continue };
            match self.transitions.commit(shop, order, event).await {
                // An answer or an admin was faster.
                Err(AppError::Commit(CommitError::Conflict(_))) => {}
                done => done?,
            }
        }
        Ok(wants_look)
    }

    /// The card of an uncertain order with what the provider balance says now.
    pub(super) async fn put_evidence(&self, shop: &Shop, order: Order) -> Result<Effects, AppError> {
        let Reconciled { evidence, .. } = self.reconcile(&order).await?;
        Ok(self.transitions.apply(shop, order, OrderEvent::Reconciled(evidence))?.1)
    }

    /// What follows by itself from what the provider balance says, where the owner wants that.
    fn conclusion(&self, shop: &Shop, order: &Order, evidence: Evidence) -> Option<OrderEvent> {
        let provider = shop.provider;
        if provider.resolve_uncertain == Resolve::ByHand {
            return None;
        }
        let decidable = self.clock.now() >= decidable_at(order);
        let may_resend = provider.ref_id_dedupes && order.resends < MAX_RESENDS;
        match evidence.verdict {
            Verdict::NotPlaced => decidable.then_some(OrderEvent::ProvedNotPlaced),
            _ if may_resend => {
                (decidable && order.due_at.is_none() && self.provider.is_open()).then_some(OrderEvent::ResendWanted { admin: None })
            }
            Verdict::Placed => (!order.told.proved).then_some(OrderEvent::ProvedPlaced),
            Verdict::CantTell(_) => None,
        }
    }

    async fn reconcile(&self, order: &Order) -> Result<Reconciled, AppError> {
        let (sent_at, decidable) = (order.sent_at.unwrap_or(order.created_at), decidable_at(order));
        // The looks first: whatever order has moved the provider balance before a look is among the orders that are read after it.
        let snapshots: Vec<BalanceSnapshot> = self.store.list_balance_snapshots(order.provider, sent_at, decidable).await?;
        let others = self.store.list_moving(order.provider, window(order, &snapshots)).await?;
        let seen_late = snapshots.iter().any(|snapshot| snapshot.asked_at >= decidable);
        Ok(Reconciled { evidence: reconcile(order, others.as_deref(), &snapshots), seen_late })
    }
}
