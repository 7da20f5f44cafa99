//! Sending an order: the one call that must never be made twice.
//!
//! 1. The price is read again; a changed one goes back to the customer.
//! 2. The intent (`sending`, with a deadline) is committed and synced.
//! 3. One POST.
//! 4. Its outcome is committed. Whatever dies between 2 and 4 leaves `sending` behind, which becomes `uncertain`, never `queued`.

use std::time::Duration;

use tokio::sync::Notify;

use crate::app::catalog::RefreshError;
use crate::app::{App, AppError, Effects, random};
use crate::domain::catalog::Offer;
use crate::domain::notification::ClosedReason;
use crate::domain::order::{Order, OrderEvent, OrderState, Refusal, apply};
use crate::domain::quote::Quote;
use crate::domain::retry::QUEUE_LIFETIME_MS;
use crate::domain::time::Millis;
#[cfg(debug_assertions)]
use crate::failpoint::{self, Failpoint};
use crate::provider::breaker::CallOutcome;
use crate::provider::{CallError, OrderRequest, Permit, Priority, Submission};
use crate::storage::{CommitError, OrderWrite, ProviderQuery, Write};

/// Beyond the order call's own limit: connecting, committing, a slow machine. A sending older than both is lost.
const DEADLINE_MARGIN_MS: i64 = 30_000;

/// Pauses between attempts to write down what the provider said. Until that is written the order stays `sending`.
const RECORD_PAUSE: Duration = Duration::from_secs(1);

/// Attempts to write down what the provider said. After them the deadline makes the order uncertain, which is true then.
const RECORD_ATTEMPTS: u32 = 300;

/// What the second look at the price found.
enum Look {
    /// Still what the customer confirmed.
    Same(Box<Order>),
    /// Something happened instead; it is written already.
    Instead,
}

impl App {
    /// Orders that wait to be sent, or to be sent again, and are due; `limit` of them at most.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn due_to_send(&self, limit: i64) -> Result<Vec<Order>, AppError> {
        let mut orders = self.due(OrderState::Queued, self.now(), limit).await?;
        if self.shop.provider.ref_id_dedupes {
            orders.extend(self.due(OrderState::Uncertain, self.now(), limit).await?);
        }
        Ok(orders)
    }

    /// When the next order falls due to be sent.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next_send_at(&self) -> Result<Option<Millis>, AppError> {
        Ok(self.store.next_order_at(&[OrderState::Queued, OrderState::Uncertain], self.now()).await?)
    }

    /// Rung when an order is to be sent.
    pub fn orders_ready(&self) -> &Notify {
        &self.store.wake_ups().orders_ready
    }

    /// Sends one queued order, or does what has to be done instead.
    ///
    /// # Errors
    /// When something can't be read or written. Then the order is where it was, or `sending` until its deadline.
    pub async fn send_order(&self, order: Order) -> Result<(), AppError> {
        // The semaphore is never closed.
        let Ok(_slot) = self.sends.acquire().await else { return Ok(()) };
        let Some(epoch) = self.leader_epoch() else { return Ok(()) };
        if order.state == OrderState::Uncertain {
            return self.resend(order, epoch).await;
        }
        if self.now().since_ms(order.created_at) > QUEUE_LIFETIME_MS {
            return self.apply_event(order, OrderEvent::Expired).await;
        }
        let not_accepted = |refusal| OrderEvent::NotAccepted { refusal, detail: String::new() };
        let event = match self.closed() {
            None => None,
            Some(ClosedReason::Failing) => Some(OrderEvent::Postponed),
            Some(ClosedReason::Key) => Some(not_accepted(Refusal::Key)),
            Some(ClosedReason::Ip) => Some(not_accepted(Refusal::Ip)),
            Some(ClosedReason::VendorDepleted) => Some(not_accepted(Refusal::VendorDepleted)),
        };
        if let Some(event) = event {
            return self.apply_event(order, event).await;
        }
        let Look::Same(order) = self.look_again(order).await? else { return Ok(()) };
        let permit = self.provider.permit(Priority::Order).await;
        if !self.is_open() {
            // It closed while this order waited for its turn.
            return self.apply_event(*order, OrderEvent::Postponed).await;
        }
        let deadline = self.send_deadline();
        let moved = apply(*order, OrderEvent::Send { deadline }, self.moment())?;
        let order = moved.order.clone();
        let mut intent = self.record(moved);
        intent.push(Self::fence(epoch));
        self.store.commit(intent).await?;
        self.post(permit, order).await
    }

    /// Orders whose sending was cut off: by the end of the process before (`at_start`), or by their deadline.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub async fn recover(&self, at_start: bool) -> Result<usize, AppError> {
        let until = if at_start { Millis(i64::MAX) } else { self.now() };
        let orders = self.due(OrderState::Sending, until, 100).await?;
        let count = orders.len();
        for order in orders {
            tracing::warn!(order = %order.id.0, "the outcome of sending this order is unknown");
            let event = OrderEvent::Orphaned;
            #[cfg(debug_assertions)]
            let event = if failpoint::is_on(Failpoint::Requeue) { OrderEvent::NotSent { detail: "planted".to_owned() } } else { event };
            self.settle(order, event, Effects::new()).await?;
        }
        Ok(count)
    }

    async fn look_again(&self, order: Order) -> Result<Look, AppError> {
        if let Err(error) = self.refresh(&order.category, Priority::Order).await {
            tracing::warn!(order = %order.id.0, %error, "the price cannot be read again");
            let event = match error {
                RefreshError::App(error) => return Err(error),
                RefreshError::Call(CallError::Refused { refusal: Refusal::NotFound, .. }) => OrderEvent::Unavailable,
                RefreshError::Call(CallError::Refused { refusal, message }) => OrderEvent::NotAccepted { refusal, detail: message },
                RefreshError::Call(_) => OrderEvent::Postponed,
            };
            self.apply_event(order, event).await?;
            return Ok(Look::Instead);
        }
        let Some(offer) = self.catalogs.current().offer(&order.category, &order.sku) else {
            self.apply_event(order, OrderEvent::Unavailable).await?;
            return Ok(Look::Instead);
        };
        if offer.price == order.price {
            return Ok(Look::Same(Box::new(Order { cost: offer.cost, ..order })));
        }
        self.ask_again(order, offer).await?;
        Ok(Look::Instead)
    }

    /// The price changed: the order is cancelled, and the customer gets a new quote with both prices.
    async fn ask_again(&self, order: Order, offer: Offer) -> Result<(), AppError> {
        let quote = Quote {
            id: random::token(),
            user_id: order.user_id,
            category: order.category.clone(),
            sku: order.sku.clone(),
            item: offer.name,
            answers: order.answers.clone(),
            target: order.target.clone(),
            price: offer.price,
            cost: offer.cost,
            expires_at: self.now().plus_seconds(self.shop.confirm_seconds),
        };
        let moved = apply(order, OrderEvent::PriceChanged { quote: quote.id.clone() }, self.moment())?;
        let mut effects = vec![Write::Order(OrderWrite::AddQuote(quote))];
        effects.extend(self.record(moved));
        Ok(self.store.commit(effects).await?)
    }

    /// The POST and its outcome. `order` is `sending` on disk.
    async fn post(&self, permit: Permit, order: Order) -> Result<(), AppError> {
        if order.send_deadline.is_none_or(|deadline| self.now() >= deadline) {
            // The commit took so long that somebody may have given this sending up. Nothing has left yet.
            return self.settle(order, OrderEvent::NotSent { detail: "too late to send".to_owned() }, Effects::new()).await;
        }
        let submission = self.provider.submit(permit, &request(&order)).await;
        self.record_outcome(CallOutcome::from(&submission));
        let mut effects = Effects::new();
        let event = match submission {
            Submission::Placed(receipt) => {
                effects.extend(self.record_receipt(&order, &receipt).await);
                OrderEvent::Placed(receipt)
            }
            Submission::Refused { refusal, message } => OrderEvent::Refused { refusal, detail: message },
            Submission::NotSent { detail } => OrderEvent::NotSent { detail },
            Submission::Busy { retry_after_ms } => OrderEvent::Busy { retry_after_ms },
            Submission::Uncertain { detail } => OrderEvent::Unclear { detail },
        };
        #[cfg(debug_assertions)]
        let event = match event {
            OrderEvent::Unclear { detail } if failpoint::is_on(Failpoint::RetryOnTimeout) && detail.starts_with("timeout") => {
                OrderEvent::NotSent { detail }
            }
            event => event,
        };
        self.settle(order, event, effects).await
    }

    /// Sends an uncertain order again: the same `ref_id`, the same body. Only where the owner declares that the provider then answers with the
    /// first order instead of taking a second. Only an invoice decides anything; whatever else comes may be about this call alone.
    async fn resend(&self, order: Order, epoch: i64) -> Result<(), AppError> {
        if !self.is_open() {
            return self.apply_event(order, OrderEvent::Postponed).await;
        }
        let permit = self.provider.permit(Priority::Order).await;
        let deadline = self.send_deadline();
        let moved = apply(order, OrderEvent::Resend { deadline }, self.moment())?;
        let order = moved.order.clone();
        let mut intent = self.record(moved);
        intent.push(Self::fence(epoch));
        self.store.commit(intent).await?;
        if self.now() >= deadline {
            return self.settle(order, OrderEvent::ResendUnclear { detail: "too late to send".to_owned() }, Effects::new()).await;
        }
        let submission = self.provider.submit(permit, &request(&order)).await;
        self.record_outcome(CallOutcome::of_resend(&submission));
        let detail = match submission {
            // Its balances may be those of the first sending: no look at the provider balance of now.
            Submission::Placed(receipt) => return self.settle(order, OrderEvent::Placed(receipt), Effects::new()).await,
            Submission::Refused { message, .. } => message,
            Submission::NotSent { detail } | Submission::Uncertain { detail } => detail,
            Submission::Busy { .. } => "429".to_owned(),
        };
        self.settle(order, OrderEvent::ResendUnclear { detail }, Effects::new()).await
    }

    /// Writes down what became of a sending. The answer exists only here, so writing is tried again for minutes; and if the sending was
    /// given up meanwhile (the clock jumped, say), the answer still counts.
    async fn settle(&self, order: Order, event: OrderEvent, effects: Effects) -> Result<(), AppError> {
        let mut order = order;
        for _ in 0..RECORD_ATTEMPTS {
            let mut all = effects.clone();
            let moved = apply(order.clone(), event.clone(), self.moment())?;
            if moved.order.state == OrderState::Uncertain {
                all.push(self.ask(ProviderQuery::Evidence { order: moved.order.id.clone() }));
            }
            all.extend(self.record(moved));
            match self.store.commit(all).await {
                Err(CommitError::Database(error)) => tracing::error!(%error, "what the provider said cannot be written yet"),
                Err(CommitError::Conflict(what)) => match self.store.find_order(&order.id).await? {
                    Some(given_up) if given_up.state == OrderState::Uncertain && given_up.version > order.version => order = given_up,
                    _ => return Err(CommitError::Conflict(what).into()),
                },
                done => return Ok(done?),
            }
            tokio::time::sleep(RECORD_PAUSE).await;
        }
        tracing::error!(order = %order.id.0, ?event, "what the provider said was never written; the order becomes uncertain");
        Ok(())
    }

    /// Applies an event and commits what follows.
    pub(super) async fn apply_event(&self, order: Order, event: OrderEvent) -> Result<(), AppError> {
        let moved = apply(order, event, self.moment())?;
        Ok(self.store.commit(self.record(moved)).await?)
    }

    fn send_deadline(&self) -> Millis {
        let seconds = i64::try_from(self.shop.provider.order_timeout_seconds).unwrap_or(i64::MAX);
        self.now().plus_seconds(seconds).plus_ms(DEADLINE_MARGIN_MS)
    }
}

/// What the provider gets: the same however often an order is sent.
fn request(order: &Order) -> OrderRequest {
    OrderRequest { ref_id: order.id.0.clone(), sku: order.sku.clone(), target: order.target.clone() }
}
