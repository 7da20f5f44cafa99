//! Queries to the provider that an admin waits for. They are on disk until they are answered.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::app::provider_query::{QueryOutcome, ask, invoice, is_passing, names};
use crate::app::resolve::Asker;
use crate::app::{AppError, Clock, Effects, JobQueue, Notifier, ProviderCalls, Reconciliation, Resolver, Transitions};
use crate::domain::notification::{InvoiceReport, Notification, QueryNotification, SlugListing, Trouble};
use crate::domain::order::{Order, OrderEvent, OrderId, OrderState};
use crate::domain::place::Place;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::provider::{CallError, Priority, Status};
use crate::storage::{ProviderQuery, ProviderQueryWrite, QueuedQuery, Store, Write};

/// Attempts for one query. After the last one the admin is told that there is no answer.
const ATTEMPTS: i64 = 3;
/// The pause between two attempts.
const PAUSE_SECONDS: i64 = 5;
/// So many items of a new category are named, so that an admin sees that it is the right one.
const SLUG_EXAMPLES: usize = 5;

/// Asks the provider on behalf of admins.
pub struct ProviderQueries {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
    pub(super) provider: Arc<ProviderCalls>,
    pub(super) transitions: Transitions,
    pub(super) reconciliation: Arc<Reconciliation>,
    pub(super) resolver: Arc<Resolver>,
}

/// Queries that were not answered yet.
impl JobQueue for ProviderQueries {
    type Job = QueuedQuery;
    const AT_ONCE: usize = 4;
    const NAME: &'static str = "answer";

    async fn due(&self, _: &Shop, limit: i64) -> Result<Vec<QueuedQuery>, AppError> {
        Ok(self.store.list_queries(self.clock.now(), limit).await?)
    }

    async fn next_at(&self) -> Result<Option<Millis>, AppError> {
        Ok(self.store.next_query_at(self.clock.now()).await?)
    }

    /// Asks the provider and tells the admin who asked. A query without an answer is tried a few times.
    async fn act(&self, shop: &Arc<Shop>, queued: QueuedQuery) -> Result<(), AppError> {
        let last = queued.attempts + 1 >= ATTEMPTS;
        let waiting = queued.query.place();
        let outcome = match queued.query {
            ProviderQuery::Balance { place } => self.answer_balance(shop, place, last).await?,
            ProviderQuery::Order { place, order } => self.answer_order(shop, place, order, last).await?,
            ProviderQuery::Invoice { place, invoice } => self.answer_invoice(place, invoice, last).await?,
            ProviderQuery::Category { place, slug } => self.answer_category(place, slug, last).await?,
            ProviderQuery::Evidence { order } => self.answer_evidence(shop, order, last).await?,
            ProviderQuery::Resolve { admin, order, invoice, place } => {
                let asker = Asker { admin, place: place.unwrap_or(Place::chat(admin)) };
                self.resolver.answer_resolve(shop, asker, order, invoice, last).await?
            }
            ProviderQuery::TakeBack { admin, order, place } => {
                let asker = Asker { admin, place: place.unwrap_or(Place::chat(admin)) };
                self.resolver.answer_take_back(shop, asker, order, last).await?
            }
        };
        let effects = match outcome {
            QueryOutcome::Told(mut effects) => {
                effects.push(Write::ProviderQuery(ProviderQueryWrite::Answer { id: queued.id }));
                effects
            }
            QueryOutcome::Again => {
                let mut effects = vec![Write::ProviderQuery(ProviderQueryWrite::Postpone {
                    id: queued.id,
                    due_at: self.clock.now().plus_seconds(PAUSE_SECONDS),
                })];
                if let Some(place) = waiting.filter(|_| queued.attempts == 0) {
                    effects.push(self.tell(place, QueryNotification::StillAsking));
                }
                effects
            }
        };
        Ok(self.store.commit(effects).await?)
    }

    fn key(queued: &QueuedQuery) -> &str {
        &queued.id
    }

    fn wake_up(&self) -> &Notify {
        &self.store.wake_ups().queries_ready
    }
}

impl ProviderQueries {
    /// Asks for the provider account; the answer comes as a message to `place`.
    pub fn ask_balance(&self, place: Place, effects: &mut Effects) {
        effects.push(ask(ProviderQuery::Balance { place }, self.clock.now()));
    }

    /// Asks the provider about one of our orders; the answer comes as a message to `place`.
    pub fn inspect_order(&self, place: Place, order: OrderId, effects: &mut Effects) {
        effects.push(ask(ProviderQuery::Order { place, order }, self.clock.now()));
    }

    /// Asks the provider about one of our orders or any invoice; the answer comes as a message to `place`. Returns `false` if `name` can be
    /// neither.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn inspect(&self, place: Place, name: &str, effects: &mut Effects) -> Result<bool, AppError> {
        let mut called = None;
        for name in names(name) {
            if called.is_none() {
                called = self.store.find_order_called(&name).await?;
            }
        }
        let query = match called {
            Some(order) => ProviderQuery::Order { place, order: order.id },
            None => match invoice(name) {
                Some(invoice) => ProviderQuery::Invoice { place, invoice },
                None => return Ok(false),
            },
        };
        effects.push(ask(query, self.clock.now()));
        Ok(true)
    }

    async fn answer_balance(&self, shop: &Shop, place: Place, last: bool) -> Result<QueryOutcome, AppError> {
        let (profile, mut effects) = self.provider.query_balance(shop).await?;
        let answer = match profile {
            Ok(account) => Ok(account),
            Err(error) if is_passing(&error) && !last => return Ok(QueryOutcome::Again),
            Err(error) => Err(error.trouble()),
        };
        effects.push(self.tell(place, QueryNotification::Balance { answer }));
        Ok(QueryOutcome::Told(effects))
    }

    async fn answer_order(&self, shop: &Shop, place: Place, id: OrderId, last: bool) -> Result<QueryOutcome, AppError> {
        let Some(order) = self.store.find_order(&id).await? else { return Ok(QueryOutcome::Told(Effects::new())) };
        let Some(invoice) = order.invoice.clone() else {
            return Ok(QueryOutcome::Told(vec![self.tell(place, QueryNotification::Inspection { order: id, answer: None })]));
        };
        let answer = self.provider.check(&invoice).await;
        if answer.as_ref().is_err_and(is_passing) && !last {
            return Ok(QueryOutcome::Again);
        }
        let mut effects = match &answer {
            Ok(status) => self.record_status(shop, order, status)?,
            Err(_) => Effects::new(),
        };
        effects.push(self.tell(place, QueryNotification::Inspection { order: id, answer: Some(report(answer)) }));
        Ok(QueryOutcome::Told(effects))
    }

    async fn answer_invoice(&self, place: Place, invoice: String, last: bool) -> Result<QueryOutcome, AppError> {
        let answer = self.provider.check(&invoice).await;
        if answer.as_ref().is_err_and(is_passing) && !last {
            return Ok(QueryOutcome::Again);
        }
        Ok(QueryOutcome::Told(vec![self.tell(place, QueryNotification::ForeignInvoice { invoice, answer: report(answer) })]))
    }

    async fn answer_category(&self, place: Place, slug: String, last: bool) -> Result<QueryOutcome, AppError> {
        let answer = match self.provider.services(&slug, Priority::Status).await {
            Err(error) if is_passing(&error) && !last => return Ok(QueryOutcome::Again),
            Err(error) => Err(error.trouble()),
            Ok(listing) => {
                let examples = listing.services.iter().take(SLUG_EXAMPLES).map(|service| service.name.clone()).collect();
                Ok(SlugListing { items: listing.services.len(), examples })
            }
        };
        Ok(QueryOutcome::Told(vec![self.tell(place, QueryNotification::SlugTried { slug, answer })]))
    }

    /// Puts the provider balance after an order became uncertain, and what it proves, on the admins' card. Without an answer the card is sent
    /// too.
    async fn answer_evidence(&self, shop: &Shop, id: OrderId, last: bool) -> Result<QueryOutcome, AppError> {
        if self.store.find_order(&id).await?.is_none_or(|order| order.state != OrderState::Uncertain) {
            return Ok(QueryOutcome::Told(Effects::new()));
        }
        let (profile, effects) = self.provider.query_balance(shop).await?;
        if profile.is_err_and(|error| is_passing(&error)) && !last {
            return Ok(QueryOutcome::Again);
        }
        // The snapshot must be on disk before it can be evidence, and meanwhile the order may have changed.
        self.store.commit(effects).await?;
        match self.store.find_order(&id).await?.filter(|order| order.state == OrderState::Uncertain) {
            Some(order) => Ok(QueryOutcome::Told(self.reconciliation.put_evidence(shop, order).await?)),
            None => Ok(QueryOutcome::Told(Effects::new())),
        }
    }

    fn tell(&self, place: Place, notification: QueryNotification) -> Write {
        self.notifier.to_place(place, Notification::Query(notification))
    }

    /// What the answer changes about our order. An order that has no status at the provider (uncertain, never sent) stays as it is.
    fn record_status(&self, shop: &Shop, order: Order, status: &Status) -> Result<Effects, AppError> {
        match order.state {
            OrderState::Pending | OrderState::Success | OrderState::Failed => {
                Ok(self.transitions.apply(shop, order, OrderEvent::Seen(status.status_report.clone()))?.1)
            }
            OrderState::Queued | OrderState::Sending | OrderState::Uncertain | OrderState::Cancelled => Ok(Effects::new()),
        }
    }
}

/// The part of an answer that people see.
fn report(answer: Result<Status, CallError>) -> Result<InvoiceReport, Trouble> {
    answer.map(|status| status.report).map_err(|error| error.trouble())
}
