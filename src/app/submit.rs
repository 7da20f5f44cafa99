//! Sending an order: the one call that must never be made twice.
//!
//! 1. The price is read again; a changed one goes back to the customer.
//! 2. The intent (`sending`, with a deadline) is committed and synced.
//! 3. One POST.
//! 4. Its outcome is committed. A crash between 2 and 4 leaves `sending` behind, which becomes `uncertain`, never `queued`.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, Semaphore};

use crate::app::catalog::RefreshError;
use crate::app::epoch::fence;
use crate::app::provider_query::ask;
use crate::app::random;
use crate::app::{AppError, Catalogs, Clock, Effects, JobQueue, LeaderEpoch, ProviderCalls, Transitions};
use crate::domain::catalog::Offer;
use crate::domain::notification::ClosedReason;
use crate::domain::order::{Order, OrderEvent, OrderState, Refusal};
use crate::domain::pricing::Buyer;
use crate::domain::quote::Quote;
use crate::domain::retry::QUEUE_LIFETIME_MS;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
#[cfg(debug_assertions)]
use crate::failpoint::{self, Failpoint};
use crate::provider::{CallError, OrderRequest, Permit, Priority, Submission};
use crate::storage::{CommitError, OrderWrite, ProviderQuery, Store, Write};

/// How many orders may be sent at the same time. With only one, each change of the provider balance would belong to one order; but an
/// answer may take a minute ([`order_timeout_seconds`](crate::domain::shop::ProviderLimits)) and an order waits for three at most, so one
/// slow answer would cancel the orders behind it. With a few, the evidence is still useful: orders that overlap count as possibly accepted,
/// and the balance proves something only if its sum has one explanation.
const SENDS: usize = 4;

/// Added to the timeout of the order call, for connecting, committing and a slow machine. An attempt that is older than both is lost.
const DEADLINE_MARGIN_MS: i64 = 30_000;

/// The pause between attempts to commit the provider's answer. Until it is committed, the order stays `sending`.
const RECORD_PAUSE: Duration = Duration::from_secs(1);

/// Attempts to commit the provider's answer. After them the deadline makes the order uncertain.
const RECORD_ATTEMPTS: u32 = 300;

/// Sends orders to the provider.
pub struct Submitter {
    store: Store,
    clock: Clock,
    epoch: Arc<LeaderEpoch>,
    provider: Arc<ProviderCalls>,
    catalogs: Arc<Catalogs>,
    transitions: Transitions,
    /// Limits how many orders are sent at the same time.
    sends: Semaphore,
}

/// Orders that wait to be sent, or to be sent again.
impl JobQueue for Submitter {
    type Job = Order;
    const AT_ONCE: usize = 8;
    const NAME: &'static str = "send";

    async fn due(&self, shop: &Shop, limit: i64) -> Result<Vec<Order>, AppError> {
        let mut orders = self.transitions.due(OrderState::Queued, self.clock.now(), limit).await?;
        if shop.provider.ref_id_dedupes {
            orders.extend(self.transitions.due(OrderState::Uncertain, self.clock.now(), limit).await?);
        }
        Ok(orders)
    }

    async fn next_at(&self) -> Result<Option<Millis>, AppError> {
        Ok(self.store.next_order_at([OrderState::Queued, OrderState::Uncertain], self.clock.now()).await?)
    }

    /// Sends one queued order, or does what has to be done instead. After an error the order is where it was, or `sending` until its
    /// deadline.
    async fn act(&self, shop: &Arc<Shop>, order: Order) -> Result<(), AppError> {
        // The semaphore is never closed.
        let Ok(_slot) = self.sends.acquire().await else { return Ok(()) };
        let Some(epoch) = self.epoch.current() else { return Ok(()) };
        if order.state == OrderState::Uncertain {
            return self.resend(shop, order, epoch).await;
        }
        if self.clock.now().since_ms(order.created_at) > QUEUE_LIFETIME_MS {
            return self.transitions.commit(shop, order, OrderEvent::Expired).await;
        }
        let not_accepted = |refusal| OrderEvent::NotAccepted { refusal, detail: String::new() };
        let event = match self.provider.closed() {
            None => None,
            Some(ClosedReason::Failing) => Some(OrderEvent::Postponed),
            Some(ClosedReason::Key) => Some(not_accepted(Refusal::Key)),
            Some(ClosedReason::Ip) => Some(not_accepted(Refusal::Ip)),
            Some(ClosedReason::VendorDepleted) => Some(not_accepted(Refusal::VendorDepleted)),
        };
        if let Some(event) = event {
            return self.transitions.commit(shop, order, event).await;
        }
        let Some(order) = self.check_price(shop, order).await? else { return Ok(()) };
        let permit = self.provider.permit(Priority::Order).await;
        if !self.provider.is_open() {
            // It closed while this order waited for its turn.
            return self.transitions.commit(shop, order, OrderEvent::Postponed).await;
        }
        let deadline = self.send_deadline(shop);
        let (order, mut intent) = self.transitions.apply(shop, order, OrderEvent::Send { deadline })?;
        intent.push(fence(epoch));
        self.store.commit(intent).await?;
        self.post(shop, permit, order).await
    }

    fn key(order: &Order) -> &str {
        &order.id.0
    }

    fn wake_up(&self) -> &Notify {
        &self.store.wake_ups().orders_ready
    }
}

impl Submitter {
    pub(super) fn new(
        store: Store,
        clock: Clock,
        epoch: Arc<LeaderEpoch>,
        provider: Arc<ProviderCalls>,
        catalogs: Arc<Catalogs>,
        transitions: Transitions,
    ) -> Self {
        Self { store, clock, epoch, provider, catalogs, transitions, sends: Semaphore::new(SENDS) }
    }

    /// Ends attempts to send whose outcome will never be known: of the process before (`at_start`), or past their deadline. Returns how many.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub async fn recover(&self, shop: &Shop, at_start: bool) -> Result<usize, AppError> {
        let until = if at_start { Millis(i64::MAX) } else { self.clock.now() };
        let orders = self.transitions.due(OrderState::Sending, until, 100).await?;
        let count = orders.len();
        for order in orders {
            tracing::warn!(order = %order.id.0, "the outcome of sending this order is unknown");
            let event = OrderEvent::Orphaned;
            #[cfg(debug_assertions)]
            let event = if failpoint::is_on(Failpoint::Requeue) { OrderEvent::NotSent { detail: "failpoint".to_owned() } } else { event };
            self.record_outcome(shop, order, event, Effects::new()).await?;
        }
        Ok(count)
    }

    /// Reads the price again. Returns the order if it can be sent at the confirmed price; otherwise what happens instead is committed.
    async fn check_price(&self, shop: &Arc<Shop>, order: Order) -> Result<Option<Order>, AppError> {
        if let Err(error) = self.catalogs.refresh(&order.category, Priority::Order).await {
            tracing::warn!(order = %order.id.0, %error, "the price cannot be read again");
            let event = match error {
                RefreshError::App(error) => return Err(error),
                RefreshError::Call(CallError::Refused { refusal: Refusal::NotFound, .. }) => OrderEvent::Unavailable,
                RefreshError::Call(CallError::Refused { refusal, message }) => OrderEvent::NotAccepted { refusal, detail: message },
                RefreshError::Call(_) => OrderEvent::Postponed,
            };
            self.transitions.commit(shop, order, event).await?;
            return Ok(None);
        }
        let tier = self.store.find_person(order.user_id).await?.and_then(|person| person.tier);
        let buyer = Buyer { tier: tier.as_deref(), now: self.clock.now() };
        match self.catalogs.current(shop).offer_of_order(&order.category, &order.sku, buyer) {
            Some(offer) if offer.price == order.price => return Ok(Some(Order { cost: offer.cost, ..order })),
            Some(offer) if shop.sells(&order.category, &order.sku) => self.ask_again(shop, order, offer).await?,
            _ => self.transitions.commit(shop, order, OrderEvent::Unavailable).await?,
        }
        Ok(None)
    }

    /// The price changed: the order is cancelled, and the customer gets a new quote with both prices.
    async fn ask_again(&self, shop: &Shop, order: Order, offer: Offer) -> Result<(), AppError> {
        let quote = Quote {
            id: random::token(),
            user_id: order.user_id,
            category: order.category.clone(),
            sku: order.sku.clone(),
            item: order.item.clone(),
            answers: order.answers.clone(),
            target: order.target.clone(),
            price: offer.price,
            cost: offer.cost,
            expires_at: self.clock.now().plus_seconds(shop.confirm_seconds),
        };
        let (_, moved) = self.transitions.apply(shop, order, OrderEvent::PriceChanged { quote: quote.id.clone() })?;
        let mut effects = vec![Write::Order(OrderWrite::AddQuote(quote))];
        effects.extend(moved);
        Ok(self.store.commit(effects).await?)
    }

    /// The POST and its outcome. `order` is `sending` on disk.
    async fn post(&self, shop: &Shop, permit: Permit, order: Order) -> Result<(), AppError> {
        if order.send_deadline.is_none_or(|deadline| self.clock.now() >= deadline) {
            // The commit took so long that another process may have given up this attempt. Nothing was sent yet.
            return self.record_outcome(shop, order, OrderEvent::NotSent { detail: "too late to send".to_owned() }, Effects::new()).await;
        }
        let submission = self.provider.submit(permit, &request(&order), timeout(shop)).await;
        let mut effects = Effects::new();
        let event = match submission {
            Submission::Placed(receipt) => {
                effects.extend(self.provider.record_receipt(shop, &order, &receipt).await);
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
        self.record_outcome(shop, order, event, effects).await
    }

    /// Sends an uncertain order again: the same `ref_id`, the same body. Only if the owner declares that the provider then answers with the
    /// first order instead of accepting a second one. Only an invoice decides anything; every other answer may concern only this call.
    async fn resend(&self, shop: &Shop, order: Order, epoch: i64) -> Result<(), AppError> {
        if !self.provider.is_open() {
            return self.transitions.commit(shop, order, OrderEvent::Postponed).await;
        }
        let permit = self.provider.permit(Priority::Order).await;
        let deadline = self.send_deadline(shop);
        let (order, mut intent) = self.transitions.apply(shop, order, OrderEvent::Resend { deadline })?;
        intent.push(fence(epoch));
        self.store.commit(intent).await?;
        if self.clock.now() >= deadline {
            return self
                .record_outcome(shop, order, OrderEvent::ResendUnclear { detail: "too late to send".to_owned() }, Effects::new())
                .await;
        }
        let detail = match self.provider.resubmit(permit, &request(&order), timeout(shop)).await {
            // Its balances may be those of the first attempt, so they are not recorded.
            Submission::Placed(receipt) => return self.record_outcome(shop, order, OrderEvent::Placed(receipt), Effects::new()).await,
            Submission::Refused { message, .. } => message,
            Submission::NotSent { detail } | Submission::Uncertain { detail } => detail,
            Submission::Busy { .. } => "429".to_owned(),
        };
        self.record_outcome(shop, order, OrderEvent::ResendUnclear { detail }, Effects::new()).await
    }

    /// Commits the outcome of an attempt. The answer exists only in memory, so the commit is tried for minutes. If the attempt was given up
    /// meanwhile (after a jump of the clock, say), the answer still counts.
    async fn record_outcome(&self, shop: &Shop, order: Order, event: OrderEvent, effects: Effects) -> Result<(), AppError> {
        let mut order = order;
        for _ in 0..RECORD_ATTEMPTS {
            let mut all = effects.clone();
            let (next, moved) = self.transitions.apply(shop, order.clone(), event.clone())?;
            if next.state == OrderState::Uncertain {
                all.push(ask(ProviderQuery::Evidence { order: next.id }, self.clock.now()));
            }
            all.extend(moved);
            match self.store.commit(all).await {
                Err(CommitError::Database(error)) => tracing::error!(%error, "the provider's answer can't be committed yet"),
                Err(CommitError::Conflict(what)) => match self.store.find_order(&order.id).await? {
                    Some(given_up) if given_up.state == OrderState::Uncertain && given_up.version > order.version => order = given_up,
                    _ => return Err(CommitError::Conflict(what).into()),
                },
                done => return Ok(done?),
            }
            tokio::time::sleep(RECORD_PAUSE).await;
        }
        tracing::error!(order = %order.id.0, ?event, "the provider's answer was never committed; the order becomes uncertain");
        Ok(())
    }

    fn send_deadline(&self, shop: &Shop) -> Millis {
        let timeout_ms = i64::try_from(timeout(shop).as_millis()).unwrap_or(i64::MAX);
        self.clock.now().plus_ms(timeout_ms).plus_ms(DEADLINE_MARGIN_MS)
    }
}

/// How long the order call may take. The deadline comes from the same settings, so no call outlives it.
fn timeout(shop: &Shop) -> Duration {
    Duration::from_secs(shop.provider.order_timeout_seconds)
}

/// What the provider gets: the same each time an order is sent.
fn request(order: &Order) -> OrderRequest {
    OrderRequest { ref_id: order.id.0.clone(), sku: order.sku.clone(), target: order.target.clone() }
}
