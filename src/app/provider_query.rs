//! Questions to the provider that somebody waits for. They are on disk until they are answered.

use tokio::sync::Notify;

use crate::app::{App, AppError, Effects, random};
use crate::domain::notification::{InvoiceReport, Notification, QueryNotification, Trouble};
use crate::domain::order::{Order, OrderEvent, OrderId, OrderState, apply};
use crate::domain::time::Millis;
use crate::provider::breaker;
use crate::provider::{CallError, Status};
use crate::storage::{ProviderQuery, ProviderQueryWrite, QueuedQuery, Write};

/// A question is asked so often; then the answer is that there is none.
const ATTEMPTS: i64 = 3;
/// Between two attempts.
const PAUSE_SECONDS: i64 = 5;

/// What came of asking.
pub(super) enum QueryOutcome {
    /// Whoever asked is told.
    Told(Effects),
    /// No answer; it is worth asking again.
    Again,
}

impl App {
    /// Puts a question on the list.
    pub(super) fn ask(&self, query: ProviderQuery) -> Write {
        Write::ProviderQuery(ProviderQueryWrite::Ask { query: QueuedQuery { id: random::token(), query, attempts: 0 }, now: self.now() })
    }

    /// Questions that are due; `limit` of them at most.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn due_queries(&self, limit: i64) -> Result<Vec<QueuedQuery>, AppError> {
        Ok(self.store.list_queries(self.now(), limit).await?)
    }

    /// When the next question falls due.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next_query_at(&self) -> Result<Option<Millis>, AppError> {
        Ok(self.store.next_query_at(self.now()).await?)
    }

    /// Rung when there is a new question.
    pub fn queries_ready(&self) -> &Notify {
        &self.store.wake_ups().queries_ready
    }

    /// Asks the provider and tells whoever asked; a question without an answer is asked a few times.
    ///
    /// # Errors
    /// When something can't be read or written; the question stays.
    pub async fn answer_query(&self, queued: QueuedQuery) -> Result<(), AppError> {
        let last = queued.attempts + 1 >= ATTEMPTS;
        let waiting = queued.query.chat();
        let outcome = match queued.query {
            ProviderQuery::Balance { chat_id } => self.answer_balance(chat_id, last).await?,
            ProviderQuery::Order { chat_id, order } => self.answer_order(chat_id, order, last).await?,
            ProviderQuery::Invoice { chat_id, invoice } => self.answer_invoice(chat_id, invoice, last).await?,
            ProviderQuery::Evidence { order } => self.answer_evidence(order, last).await?,
            ProviderQuery::Resolve { admin, order, invoice } => self.answer_resolve(admin, order, invoice, last).await?,
            ProviderQuery::TakeBack { admin, order } => self.answer_take_back(admin, order, last).await?,
        };
        let effects = match outcome {
            QueryOutcome::Told(mut effects) => {
                effects.push(Write::ProviderQuery(ProviderQueryWrite::Answer { id: queued.id }));
                effects
            }
            QueryOutcome::Again => {
                let mut effects = vec![Write::ProviderQuery(ProviderQueryWrite::Postpone {
                    id: queued.id,
                    due_at: self.now().plus_seconds(PAUSE_SECONDS),
                })];
                if let Some(chat_id) = waiting.filter(|_| queued.attempts == 0) {
                    effects.push(self.to_chat(chat_id, Notification::Query(QueryNotification::StillAsking)));
                }
                effects
            }
        };
        Ok(self.store.commit(effects).await?)
    }

    async fn answer_balance(&self, chat_id: i64, last: bool) -> Result<QueryOutcome, AppError> {
        let (profile, mut effects) = self.query_balance().await?;
        let answer = match profile {
            Ok(account) => Ok(account),
            Err(error) if is_passing(&error) && !last => return Ok(QueryOutcome::Again),
            Err(error) => Err(error.trouble()),
        };
        effects.push(self.to_chat(chat_id, Notification::Query(QueryNotification::Balance { answer })));
        Ok(QueryOutcome::Told(effects))
    }

    async fn answer_order(&self, chat_id: i64, id: OrderId, last: bool) -> Result<QueryOutcome, AppError> {
        let Some(order) = self.store.find_order(&id).await? else { return Ok(QueryOutcome::Told(Effects::new())) };
        let Some(invoice) = order.invoice.clone() else {
            return Ok(QueryOutcome::Told(vec![
                self.to_chat(chat_id, Notification::Query(QueryNotification::Inspection { order: id, answer: None })),
            ]));
        };
        let answer = self.look_up(&invoice).await;
        if answer.as_ref().is_err_and(is_passing) && !last {
            return Ok(QueryOutcome::Again);
        }
        let mut effects = match &answer {
            Ok(status) => self.sighted(order, status)?,
            Err(_) => Effects::new(),
        };
        effects.push(self.to_chat(chat_id, Notification::Query(QueryNotification::Inspection { order: id, answer: Some(told(answer)) })));
        Ok(QueryOutcome::Told(effects))
    }

    async fn answer_invoice(&self, chat_id: i64, invoice: String, last: bool) -> Result<QueryOutcome, AppError> {
        let answer = self.look_up(&invoice).await;
        if answer.as_ref().is_err_and(is_passing) && !last {
            return Ok(QueryOutcome::Again);
        }
        Ok(QueryOutcome::Told(vec![
            self.to_chat(chat_id, Notification::Query(QueryNotification::ForeignInvoice { invoice, answer: told(answer) })),
        ]))
    }

    /// The provider balance after an order became uncertain, and what it says, onto the admins' card. Without an answer the card goes out all the same.
    async fn answer_evidence(&self, id: OrderId, last: bool) -> Result<QueryOutcome, AppError> {
        if self.store.find_order(&id).await?.is_none_or(|order| order.state != OrderState::Uncertain) {
            return Ok(QueryOutcome::Told(Effects::new()));
        }
        let (profile, effects) = self.query_balance().await?;
        if profile.is_err_and(|error| is_passing(&error)) && !last {
            return Ok(QueryOutcome::Again);
        }
        // What was seen has to be on disk before it can be weighed, and meanwhile the order may have changed.
        self.store.commit(effects).await?;
        match self.store.find_order(&id).await?.filter(|order| order.state == OrderState::Uncertain) {
            Some(order) => Ok(QueryOutcome::Told(self.put_evidence(order).await?)),
            None => Ok(QueryOutcome::Told(Effects::new())),
        }
    }

    /// What the provider says of an invoice.
    pub(super) async fn look_up(&self, invoice: &str) -> Result<Status, CallError> {
        let answer = self.provider.check(invoice).await;
        self.record_outcome(breaker::CallOutcome::from(&answer));
        answer
    }

    /// What the answer changes about our order. An order that can't be seen in its state (uncertain, never sent) stays as it is.
    fn sighted(&self, order: Order, status: &Status) -> Result<Effects, AppError> {
        match order.state {
            OrderState::Pending | OrderState::Success | OrderState::Failed => {
                Ok(self.record(apply(order, OrderEvent::Seen(status.status_report.clone()), self.moment())?))
            }
            OrderState::Queued | OrderState::Sending | OrderState::Uncertain | OrderState::Cancelled => Ok(Effects::new()),
        }
    }
}

/// An answer, for people.
fn told(answer: Result<Status, CallError>) -> Result<InvoiceReport, Trouble> {
    answer.map(|status| status.report).map_err(|error| error.trouble())
}

/// Whether asking again soon may help.
pub(super) fn is_passing(error: &CallError) -> bool {
    match error {
        CallError::Busy { .. } | CallError::NoAnswer { .. } | CallError::Garbled { .. } => true,
        CallError::Refused { .. } => false,
    }
}
