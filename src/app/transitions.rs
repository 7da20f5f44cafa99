//! State changes of orders: the domain decides, and everything that follows is committed together.

use std::sync::Arc;

use crate::app::estimate::estimate;
use crate::app::random;
use crate::app::refusals::Refusals;
use crate::app::{AppError, Clock, Effects, Notifier};
use crate::domain::estimate::Estimate;
use crate::domain::notification::{HealthNotification, Notification, OrderNotification};
use crate::domain::order::{self, ApplyArgs, IllegalTransition, Order, OrderEvent, OrderState, Transition};
use crate::domain::place::Place;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
#[cfg(debug_assertions)]
use crate::domain::wallet::{Transfer, settlement};
#[cfg(debug_assertions)]
use crate::failpoint::{self, Failpoint};
use crate::storage::{LedgerWrite, OrderWrite, Store, Write};

/// Applies events to orders. Cheap to clone.
#[derive(Clone)]
pub(super) struct Transitions {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
    pub(super) refusals: Arc<Refusals>,
}

impl Transitions {
    /// The order after an event, and what is to be committed because of it: order, history, money and notifications.
    pub(super) fn apply(&self, shop: &Shop, order: Order, event: OrderEvent) -> Result<(Order, Effects), IllegalTransition> {
        self.apply_with(shop, order, event, None)
    }

    /// The same for an order that usually takes as long as `estimate` says.
    fn apply_with(
        &self,
        shop: &Shop,
        order: Order,
        event: OrderEvent,
        estimate: Option<Estimate>,
    ) -> Result<(Order, Effects), IllegalTransition> {
        let was_open = order.state.is_open();
        #[cfg(debug_assertions)]
        let was = order.state;
        let args = ApplyArgs { now: self.clock.now(), jitter: random::jitter(), polling: shop.polling, estimate };
        let Transition { order, history, money, customer, mut admins } = order::apply(order, event, args)?;
        #[cfg(debug_assertions)]
        let money = money.or_else(|| release_too_early(was, &order, self.clock.now()));
        let mut told = Vec::new();
        admins.retain(|notification| match notification {
            Notification::Order(OrderNotification::ProviderRefused { order, words }) => {
                let is_new = self.refusals.tell(order, words, args.now);
                told.extend(is_new.clone());
                is_new.is_some()
            }
            _ => true,
        });
        if order.state == OrderState::Success {
            told.extend(self.refusals.forget());
        }
        let to_customer = |notification| self.notifier.to_place(Place { chat_id: order.chat_id, topic: order.topic }, notification);
        let mut effects: Effects = customer.into_iter().map(to_customer).collect();
        effects.extend(told);
        effects.extend(admins.iter().flat_map(|notification| self.notifier.to_admins(notification)));
        if let Some(place) = order.resolved_in.filter(|_| was_open && !order.state.is_open()) {
            let ended = OrderNotification::ResolvedEnded { order: order.id.clone() };
            effects.extend(self.notifier.to_admin_at(place, &Notification::Order(ended)));
        }
        effects.extend(money.map(|transfer| Write::Ledger(LedgerWrite::Transfer(transfer))));
        effects.push(Write::Order(OrderWrite::Move { order: order.clone(), history }));
        Ok((order, effects))
    }

    /// Applies an event and commits what follows.
    pub(super) async fn commit(&self, shop: &Shop, order: Order, event: OrderEvent) -> Result<(), AppError> {
        // Only an order that waits can be late, and its customer is told once.
        let may_be_late = order.state == OrderState::Pending && !order.told.customer_slow;
        let estimate = if may_be_late { estimate(&self.store, &order.sku, self.clock.now()).await? } else { None };
        let (_, effects) = self.apply_with(shop, order, event, estimate)?;
        Ok(self.store.commit(effects).await?)
    }

    /// Orders of one state that are due by `until`; `limit` of them at most. One that can't be read is given up as a dead letter, and the
    /// admins are told.
    pub(super) async fn due(&self, state: OrderState, until: Millis, limit: i64) -> Result<Vec<Order>, AppError> {
        let (due, broken) = self.store.list_due(state, until, limit).await?;
        for id in broken {
            let unreadable = HealthNotification::OrderUnreadable { id: id.0.clone() };
            let mut effects = self.notifier.to_admins(&Notification::Health(unreadable));
            effects.push(Write::Order(OrderWrite::Park { id }));
            self.store.commit(effects).await?;
        }
        Ok(due)
    }
}

/// What [`Failpoint::ReleaseAtUncertain`] does.
#[cfg(debug_assertions)]
fn release_too_early(was: OrderState, order: &Order, now: Millis) -> Option<Transfer> {
    let becomes_uncertain = was != OrderState::Uncertain && order.state == OrderState::Uncertain;
    let failed = Order { state: OrderState::Failed, ..order.clone() };
    if becomes_uncertain && failpoint::is_on(Failpoint::ReleaseAtUncertain) { settlement(was, &failed, now) } else { None }
}
