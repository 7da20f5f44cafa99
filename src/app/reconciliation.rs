//! Reconciliation: compares uncertain orders with the balance snapshots, shows admins the evidence, and acts on it if the owner allows that.

use std::sync::Arc;

use crate::app::{AppError, Clock, Effects, ProviderCalls, Transitions};
use crate::domain::order::{Order, OrderEvent};
use crate::domain::reconciliation::{BalanceSnapshot, Evidence, MAX_OTHERS, Verdict, decidable_at, reconcile, window};
use crate::domain::shop::{Resolve, Shop};
use crate::storage::{CommitError, Store};

/// Uncertain orders that are reconciled in one round.
const BATCH: i64 = 10;
/// How often an uncertain order is sent again without an admin: if three answers prove nothing, a fourth will not either.
const MAX_RESENDS: i64 = 3;

/// What an order was reconciled with.
struct Reconciled {
    evidence: Evidence,
    /// Whether there is a snapshot from after the time when the order became decidable.
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
    /// Reconciles the next few uncertain orders that have a card, after `last`, the order that was reconciled last. New evidence is put on
    /// the card, and resolves the order if the owner allows that. Returns whether a new balance snapshot would help.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub async fn reconcile_uncertain(&self, shop: &Shop, last: &mut Option<Order>) -> Result<bool, AppError> {
        let mut wants_snapshot = false;
        let orders = self.store.list_uncertain(last.as_ref(), BATCH).await?;
        if orders.is_empty() {
            *last = None;
        }
        for order in orders {
            // Set first: an order that can't be reconciled does not hold up those after it.
            *last = Some(order.clone());
            if order.evidence.is_none() {
                continue;
            }
            let Reconciled { evidence, seen_late } = self.reconcile(&order).await?;
            wants_snapshot |= self.clock.now() >= decidable_at(&order) && !seen_late;
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
        Ok(wants_snapshot)
    }

    /// The card of an uncertain order with the evidence as it is now.
    pub(super) async fn put_evidence(&self, shop: &Shop, order: Order) -> Result<Effects, AppError> {
        let Reconciled { evidence, .. } = self.reconcile(&order).await?;
        Ok(self.transitions.apply(shop, order, OrderEvent::Reconciled(evidence))?.1)
    }

    /// The event that follows from the evidence without an admin, if the owner allows that.
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
        // Snapshots first: an order that changed the balance before a snapshot is then among the orders that are read after it.
        let snapshots: Vec<BalanceSnapshot> = self.store.list_balance_snapshots(order.provider, sent_at, decidable).await?;
        let others = self.store.list_moving(order.provider, window(order, &snapshots), MAX_OTHERS).await?;
        let seen_late = snapshots.iter().any(|snapshot| snapshot.asked_at >= decidable);
        Ok(Reconciled { evidence: reconcile(order, others.as_deref(), &snapshots), seen_late })
    }
}
