//! Questions to the provider that somebody waits for. They are on disk until they are answered.

use tokio::sync::Notify;

use crate::app::{App, AppError, Effects, random};
use crate::domain::notice::{Notice, Report, Trouble};
use crate::domain::order::{Event, Order, OrderId, State, apply};
use crate::domain::time::Millis;
use crate::provider::breaker;
use crate::provider::{CallError, Status};
use crate::storage::{Asked, Question, Write};

/// A question is asked so often; then the answer is that there is none.
const ATTEMPTS: i64 = 3;
/// Between two attempts.
const PAUSE_SECONDS: i64 = 5;

/// What came of asking.
pub(super) enum Outcome {
    /// Whoever asked is told.
    Told(Effects),
    /// No answer; it is worth asking again.
    Again,
}

impl App {
    /// Puts a question on the list.
    pub(super) fn ask(&self, question: Question) -> Write {
        Write::Ask { question: Asked { id: random::token(), question, attempts: 0 }, now: self.now() }
    }

    /// Questions that are due; `limit` of them at most.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn due_questions(&self, limit: i64) -> Result<Vec<Asked>, AppError> {
        Ok(self.store.list_questions(self.now(), limit).await?)
    }

    /// When the next question falls due.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next_question_at(&self) -> Result<Option<Millis>, AppError> {
        Ok(self.store.next_question_at(self.now()).await?)
    }

    /// Rung when there is a new question.
    pub fn question_bell(&self) -> &Notify {
        &self.store.signals().questions
    }

    /// Asks the provider and tells whoever asked; a question without an answer is asked a few times.
    ///
    /// # Errors
    /// When something can't be read or written; the question stays.
    pub async fn answer_question(&self, asked: Asked) -> Result<(), AppError> {
        let last = asked.attempts + 1 >= ATTEMPTS;
        let waiting = asked.question.chat();
        let outcome = match asked.question {
            Question::Balance { chat_id } => self.answer_balance(chat_id, last).await?,
            Question::Order { chat_id, order } => self.answer_order(chat_id, order, last).await?,
            Question::Invoice { chat_id, invoice } => self.answer_invoice(chat_id, invoice, last).await?,
            Question::Evidence { order } => self.answer_evidence(order, last).await?,
            Question::Settle { admin, order, invoice } => self.answer_settle(admin, order, invoice, last).await?,
            Question::TakeBack { admin, order } => self.answer_take_back(admin, order, last).await?,
        };
        let effects = match outcome {
            Outcome::Told(mut effects) => {
                effects.push(Write::AnswerQuestion { id: asked.id });
                effects
            }
            Outcome::Again => {
                let mut effects = vec![Write::PostponeQuestion { id: asked.id, due_at: self.now().plus_seconds(PAUSE_SECONDS) }];
                if let Some(chat_id) = waiting.filter(|_| asked.attempts == 0) {
                    effects.push(self.to_chat(chat_id, Notice::StillAsking));
                }
                effects
            }
        };
        Ok(self.store.commit(effects).await?)
    }

    async fn answer_balance(&self, chat_id: i64, last: bool) -> Result<Outcome, AppError> {
        let (profile, mut effects) = self.look_at_deposit().await?;
        let answer = match profile {
            Ok(account) => Ok(account),
            Err(error) if is_passing(&error) && !last => return Ok(Outcome::Again),
            Err(error) => Err(error.trouble()),
        };
        effects.push(self.to_chat(chat_id, Notice::Balance { answer }));
        Ok(Outcome::Told(effects))
    }

    async fn answer_order(&self, chat_id: i64, id: OrderId, last: bool) -> Result<Outcome, AppError> {
        let Some(order) = self.store.find_order(&id).await? else { return Ok(Outcome::Told(Effects::new())) };
        let Some(invoice) = order.invoice.clone() else {
            return Ok(Outcome::Told(vec![self.to_chat(chat_id, Notice::Inspection { order: id, answer: None })]));
        };
        let answer = self.look_up(&invoice).await;
        if answer.as_ref().is_err_and(is_passing) && !last {
            return Ok(Outcome::Again);
        }
        let mut effects = match &answer {
            Ok(status) => self.sighted(order, status)?,
            Err(_) => Effects::new(),
        };
        effects.push(self.to_chat(chat_id, Notice::Inspection { order: id, answer: Some(told(answer)) }));
        Ok(Outcome::Told(effects))
    }

    async fn answer_invoice(&self, chat_id: i64, invoice: String, last: bool) -> Result<Outcome, AppError> {
        let answer = self.look_up(&invoice).await;
        if answer.as_ref().is_err_and(is_passing) && !last {
            return Ok(Outcome::Again);
        }
        Ok(Outcome::Told(vec![self.to_chat(chat_id, Notice::ForeignInvoice { invoice, answer: told(answer) })]))
    }

    /// The deposit after an order became uncertain, and what it says, onto the admins' card. Without an answer the card goes out all the same.
    async fn answer_evidence(&self, id: OrderId, last: bool) -> Result<Outcome, AppError> {
        if self.store.find_order(&id).await?.is_none_or(|order| order.state != State::Uncertain) {
            return Ok(Outcome::Told(Effects::new()));
        }
        let (profile, effects) = self.look_at_deposit().await?;
        if profile.is_err_and(|error| is_passing(&error)) && !last {
            return Ok(Outcome::Again);
        }
        // What was seen has to be on disk before it can be weighed, and meanwhile the order may have changed.
        self.store.commit(effects).await?;
        match self.store.find_order(&id).await?.filter(|order| order.state == State::Uncertain) {
            Some(order) => Ok(Outcome::Told(self.put_evidence(order).await?)),
            None => Ok(Outcome::Told(Effects::new())),
        }
    }

    /// What the provider says of an invoice.
    pub(super) async fn look_up(&self, invoice: &str) -> Result<Status, CallError> {
        let answer = self.provider.check(invoice).await;
        self.heed(breaker::Outcome::from(&answer));
        answer
    }

    /// What the answer changes about our order. An order that can't be seen in its state (uncertain, never sent) stays as it is.
    fn sighted(&self, order: Order, status: &Status) -> Result<Effects, AppError> {
        match order.state {
            State::Pending | State::Success | State::Failed => {
                Ok(self.record(apply(order, Event::Seen(status.sighting.clone()), self.moment())?))
            }
            State::Queued | State::Sending | State::Uncertain | State::Cancelled => Ok(Effects::new()),
        }
    }
}

/// An answer, for people.
fn told(answer: Result<Status, CallError>) -> Result<Report, Trouble> {
    answer.map(|status| status.report).map_err(|error| error.trouble())
}

/// Whether asking again soon may help.
pub(super) fn is_passing(error: &CallError) -> bool {
    match error {
        CallError::Busy { .. } | CallError::NoAnswer { .. } | CallError::Garbled { .. } => true,
        CallError::Refused { .. } => false,
    }
}
