//! What the leader asks Telegram about Stars by itself: the refunds that wait, and once a day the list of all transactions, compared with ours.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::app::{App, AppError, RefundAnswer};
use crate::domain::payout::Payout;
use crate::domain::retry::Jitter;
use crate::domain::time::Millis;
use crate::telegram::backoff::outage_ms;
use crate::telegram::caller::{CallFailure, Caller};
use crate::telegram::stars::statement::{self, Item};

/// How often it is checked what is due.
const CHECK_EVERY: Duration = Duration::from_secs(1);
/// How long a call may take.
const CALL_TIMEOUT: Duration = Duration::from_secs(15);
/// Heartbeat: a comparison of the longest list, and refunds that Telegram does not answer.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(15 * 60);
/// How often the transactions are compared, besides at the start.
const COMPARE_EVERY_MS: i64 = 24 * 3_600_000;
/// After a comparison that failed, the next try.
const COMPARE_AGAIN_MS: i64 = 10 * 60_000;
/// Transactions in one answer: the most that Telegram gives (Bot API, `getStarTransactions`).
const PAGE: usize = 100;
/// Most answers in one comparison; the rest is compared the next time.
const MAX_PAGES: usize = 200;

/// What the clerk remembers. What matters is in the database: after a restart refunds are asked for again, and all is compared again.
struct Clerk {
    app: Arc<App>,
    caller: Caller,
    /// When to ask again for a refund whose answer is unknown, and after how many failures.
    waits: HashMap<String, (i64, Instant)>,
    compare_at: Millis,
    /// How many transactions need not be compared again: Telegram lists them in their order.
    compared: usize,
}

/// Asks for refunds, and compares, until `stop`.
pub async fn run(app: Arc<App>, caller: Caller, stop: CancellationToken) {
    let mut clerk = Clerk { app, caller, waits: HashMap::new(), compare_at: Millis(i64::MIN), compared: 0 };
    while !stop.is_cancelled() {
        clerk.app.heartbeats.beat("stars", HEARTBEAT_WITHIN);
        tokio::select! {
            // A call that is dropped is made again: the refund is open, and nothing was compared.
            () = stop.cancelled() => return,
            () = clerk.work() => {}
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = sleep(CHECK_EVERY) => {}
        }
    }
}

impl Clerk {
    async fn work(&mut self) {
        if let Err(error) = self.refund().await {
            tracing::error!(%error, "giving Stars back");
        }
        let now = self.app.clock.now();
        let due = now >= self.compare_at || self.compare_at.since_ms(now) > COMPARE_EVERY_MS;
        if due && self.app.settings.current().wallet.rupiah_per_star.is_some() {
            let compared = self.compare().await;
            self.compare_at = now.plus_ms(if compared { COMPARE_EVERY_MS } else { COMPARE_AGAIN_MS });
        }
    }

    async fn refund(&mut self) -> Result<(), AppError> {
        let due = self.app.star_refunds.due().await?;
        self.waits.retain(|id, _| due.iter().any(|payout| payout.id == *id));
        for payout in due {
            let (failures, at) = self.waits.get(&payout.id).copied().unwrap_or((0, Instant::now()));
            if at > Instant::now() {
                continue;
            }
            match ask(&self.caller, &payout).await {
                Ok(answer) => self.app.star_refunds.answered(payout, answer).await?,
                Err(failure) => {
                    tracing::warn!(payout = payout.number, "whether Stars were given back is not known: {failure}");
                    let wait = Duration::from_millis(outage_ms(failures + 1, Jitter(0)).unsigned_abs());
                    self.waits.insert(payout.id, (failures + 1, Instant::now() + wait));
                }
            }
        }
        Ok(())
    }

    /// Compares what Telegram lists with what we have. Returns whether it came to the end of the list.
    async fn compare(&mut self) -> bool {
        for _ in 0..MAX_PAGES {
            match self.compare_page().await {
                Ok(count) if count < PAGE => return true,
                // The last page is compared again: it may have been read while something was added to it.
                Ok(count) => self.compared += count,
                Err(error) => {
                    tracing::warn!("the transactions in Stars can't be compared: {error}");
                    return false;
                }
            }
        }
        false
    }

    /// Compares one page; returns how many transactions are on it. One that this version can't read is left out.
    async fn compare_page(&self) -> Result<usize, CompareError> {
        let payload = json!({ "offset": self.compared, "limit": PAGE });
        let page = self.caller.call("getStarTransactions", &payload, CALL_TIMEOUT).await?;
        let items = statement::read_page(page.get())?;
        let (count, shop) = (items.len(), self.app.settings.current());
        for item in items {
            match item {
                Ok(Item::Paid(paid)) => self.app.stars.compare(&shop, paid).await?,
                Ok(Item::GivenBack { charge }) => self.app.star_refunds.compare(&charge).await?,
                Ok(Item::Other) => {}
                Err(error) => tracing::warn!("a transaction in Stars can't be read, and is left out: {error}"),
            }
        }
        Ok(count)
    }
}

/// Why the transactions were not compared.
#[derive(Debug, thiserror::Error)]
enum CompareError {
    #[error(transparent)]
    Call(#[from] CallFailure),
    #[error("the answer has another form than documented: {0}")]
    Form(#[from] serde_json::Error),
    #[error(transparent)]
    App(#[from] AppError),
}

/// Asks for a refund. The failure: whether it was made is not known.
async fn ask(caller: &Caller, payout: &Payout) -> Result<RefundAnswer, CallFailure> {
    let payload = json!({ "user_id": payout.user_id, "telegram_payment_charge_id": payout.payment });
    match caller.call("refundStarPayment", &payload, CALL_TIMEOUT).await {
        Ok(_) => Ok(RefundAnswer::GivenBack),
        Err(failure) => read_refusal(failure),
    }
}

/// What a failed call means: only a refusal of this very request is sure.
fn read_refusal(failure: CallFailure) -> Result<RefundAnswer, CallFailure> {
    match failure {
        CallFailure::Telegram { code: 400, description, .. } if description.contains("CHARGE_ALREADY_REFUNDED") => {
            Ok(RefundAnswer::GivenBack)
        }
        CallFailure::Telegram { code: 400, description, .. } => Ok(RefundAnswer::Refused { word: description }),
        unknown => Err(unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_refusal_of_the_request_itself_is_sure() {
        let telegram = |code, description: &str| CallFailure::Telegram {
            code,
            description: description.to_owned(),
            retry_after_ms: None,
            migrate_to: None,
        };
        let refused = |word: &str| Some(RefundAnswer::Refused { word: word.to_owned() });
        for (failure, answer) in [
            (telegram(400, "Bad Request: CHARGE_ALREADY_REFUNDED"), Some(RefundAnswer::GivenBack)),
            (telegram(400, "Bad Request: CHARGE_NOT_FOUND"), refused("Bad Request: CHARGE_NOT_FOUND")),
            (telegram(401, "Unauthorized"), None),
            (telegram(404, "Not Found"), None),
            (telegram(429, "Too Many Requests: retry after 5"), None),
            (telegram(500, "Internal Server Error"), None),
            (CallFailure::NotConnected("x".to_owned()), None),
            (CallFailure::NoAnswer("x".to_owned()), None),
            (CallFailure::Garbled("x".to_owned()), None),
        ] {
            assert_eq!(read_refusal(failure.clone()).ok(), answer, "{failure}");
        }
    }
}
