//! Asking after orders that the provider has.

use tokio::sync::Notify;

use crate::app::{App, AppError};
use crate::domain::order::{Order, OrderEvent, OrderState, apply};
use crate::domain::time::Millis;
use crate::provider::breaker::CallOutcome;

/// How long nobody else asks after an order that is being asked after: longer than a call may take.
const LEASE_MS: i64 = 30_000;

/// Orders whose leases are released at the start; any others run out by themselves, and the start does not wait for them.
const RELEASED_AT_ONCE: i64 = 1_000;

impl App {
    /// Orders that are to be asked after now; `limit` of them at most.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn due_to_poll(&self, limit: i64) -> Result<Vec<Order>, AppError> {
        let mut orders = self.due(OrderState::Pending, self.now(), limit).await?;
        orders.extend(self.due(OrderState::Success, self.now(), limit).await?);
        Ok(orders)
    }

    /// When the next order falls due to be asked after.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next_poll_at(&self) -> Result<Option<Millis>, AppError> {
        Ok(self.store.next_order_at(&[OrderState::Pending, OrderState::Success], self.now()).await?)
    }

    /// Rung when an order is to be asked after.
    pub fn polls_ready(&self) -> &Notify {
        &self.store.wake_ups().polls_ready
    }

    /// Makes orders due now that are leased, or due soon anyway: at the start nobody else asks after them, and their customers have
    /// waited long enough.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub async fn release_polls(&self) -> Result<(), AppError> {
        let now = self.now();
        for order in self.due(OrderState::Pending, now.plus_ms(LEASE_MS), RELEASED_AT_ONCE).await? {
            self.apply_event(order, OrderEvent::Polling { until: now }).await?;
        }
        Ok(())
    }

    /// Asks after one order and writes down what that changes.
    ///
    /// # Errors
    /// When something can't be read or written; the order is asked after again when its lease has run out.
    pub async fn poll_order(&self, order: Order) -> Result<(), AppError> {
        let Some(invoice) = order.invoice.clone() else { return Ok(()) };
        let until = self.now().plus_ms(LEASE_MS);
        let leased = apply(order, OrderEvent::Polling { until }, self.moment())?;
        let order = leased.order.clone();
        self.store.commit(self.record(leased)).await?;
        let answer = self.provider.check(&invoice).await;
        self.record_outcome(CallOutcome::from(&answer));
        let event = match answer {
            Ok(status) => OrderEvent::Seen(status.status_report),
            Err(error) => {
                tracing::warn!(order = %order.id.0, %error, "asking after an order");
                OrderEvent::PollFailed
            }
        };
        self.apply_event(order, event).await
    }
}
