//! The question before each payment in Stars (`pre_checkout_query`): Telegram waits ten seconds for the answer and cancels the payment without
//! one. So it is answered where updates come in, before they are stored: neither the queue of the payer's chat nor the outbox is before it.
//!
//! To answer twice, after a restart say, is harmless: Telegram refuses the second answer. And saying yes proves no payment.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::app::{App, AppError, zone};
use crate::domain::person::Person;
use crate::i18n::{self, Words};
use crate::telegram::caller::Caller;
use crate::telegram::stars::update::{Question, read_question};
use crate::telegram::view::checkout::refusal;

/// How long the database may take. What it does not allow by then is refused.
const READ_WITHIN: Duration = Duration::from_millis(1_500);
/// How long the answer may take: Telegram waits ten seconds in all (Bot API, `answerPreCheckoutQuery`).
const CALL_TIMEOUT: Duration = Duration::from_secs(8);
/// Most answers at the same time; what is beyond is not answered, and nobody is charged.
const AT_ONCE: usize = 64;

/// Answers the questions before payments. Cheap to clone.
#[derive(Clone)]
pub struct CheckoutDesk {
    app: Arc<App>,
    caller: Caller,
    places: Arc<Semaphore>,
}

impl CheckoutDesk {
    pub fn new(app: Arc<App>, caller: Caller) -> Self {
        Self { app, caller, places: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// Answers the update in `body` if it is such a question, in a task of its own.
    pub fn hear(&self, body: &str) {
        let Some(question) = read_question(body) else { return };
        let Ok(place) = self.places.clone().try_acquire_owned() else {
            tracing::warn!("too many payments are asked about at once; one is not answered, and its customer can try again");
            return;
        };
        let desk = self.clone();
        tokio::spawn(async move {
            desk.answer(question).await;
            drop(place);
        });
    }

    async fn answer(&self, question: Question) {
        let decided = timeout(READ_WITHIN, self.decide(&question)).await;
        let unknown = || Some(refusal(None, &self.words(None, question.language.as_deref())));
        let refused = match decided {
            Ok(Ok(refused)) => refused,
            Ok(Err(error)) => {
                tracing::error!(%error, "a payment is refused, because its bill can't be read");
                unknown()
            }
            Err(_) => {
                tracing::error!("a payment is refused, because the database does not answer");
                unknown()
            }
        };
        let mut payload = json!({ "pre_checkout_query_id": question.query, "ok": refused.is_none() });
        if let Some(text) = refused {
            payload["error_message"] = text.into();
        }
        if let Err(failure) = self.caller.call("answerPreCheckoutQuery", &payload, CALL_TIMEOUT).await {
            tracing::info!("the question before a payment could not be answered: {failure}");
        }
    }

    /// What the payer reads when it must not be paid.
    async fn decide(&self, question: &Question) -> Result<Option<String>, AppError> {
        let shop = self.app.settings.current();
        let Some(reason) = self.app.stars.check(&shop, &question.checkout).await? else { return Ok(None) };
        let person = self.app.access.person(question.checkout.payer).await?;
        tracing::info!(?reason, "a payment in Stars is refused before it is made");
        Ok(Some(refusal(Some(reason), &self.words(person.as_ref(), question.language.as_deref()))))
    }

    fn words(&self, person: Option<&Person>, language: Option<&str>) -> Words {
        let shop = self.app.settings.current();
        let chosen = person.and_then(|person| person.chosen.as_ref());
        Words::new(i18n::choose(chosen, language, &shop.locale), zone(&shop))
    }
}
