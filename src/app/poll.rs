//! Polling: asks the provider how the orders stand that it has accepted.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::app::{AppError, Clock, JobQueue, ProviderCalls, Transitions};
use crate::domain::order::{Order, OrderEvent, OrderState};
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::Store;

/// Polls orders.
pub struct Poller {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) provider: Arc<ProviderCalls>,
    pub(super) transitions: Transitions,
}

/// Orders to poll: pending ones, and delivered ones whose serial number has not arrived.
impl JobQueue for Poller {
    type Job = Order;
    const AT_ONCE: usize = 8;
    const NAME: &'static str = "poll";

    async fn due(&self, _: &Shop, limit: i64) -> Result<Vec<Order>, AppError> {
        let mut orders = self.transitions.due(OrderState::Pending, self.clock.now(), limit).await?;
        orders.extend(self.transitions.due(OrderState::Success, self.clock.now(), limit).await?);
        Ok(orders)
    }

    async fn next_at(&self) -> Result<Option<Millis>, AppError> {
        Ok(self.store.next_order_at([OrderState::Pending, OrderState::Success], self.clock.now()).await?)
    }

    /// Asks the provider about one order and commits what that changes. Asking is not written down first: should another process ask too, the
    /// one that commits later changes nothing.
    async fn act(&self, shop: &Arc<Shop>, order: Order) -> Result<(), AppError> {
        let Some(invoice) = order.invoice.clone() else { return Ok(()) };
        let event = match self.provider.check(&invoice).await {
            Ok(status) => OrderEvent::Seen(status.status_report),
            Err(error) => {
                tracing::warn!(order = %order.id.0, %error, "polling an order");
                OrderEvent::PollFailed
            }
        };
        self.transitions.commit(shop, order, event).await
    }

    fn key(order: &Order) -> &str {
        &order.id.0
    }

    fn wake_up(&self) -> &Notify {
        &self.store.wake_ups().polls_ready
    }
}
