//! Why no updates could be fetched, and how long to wait before the next try.

use std::time::Duration;

use tokio::time::sleep;

use crate::domain::retry::Jitter;
use crate::storage::CommitError;
use crate::telegram::backoff::{backoff_ms, outage_ms};
use crate::telegram::caller::CallFailure;

/// The longest wait while Telegram answers but gives no updates: another instance polls, for example.
const BACKOFF_CAP_MS: i64 = 30_000;
/// The wait after a refused token, which only a person can correct.
const TOKEN_WAIT_MS: i64 = 60_000;

/// The longest wait that Telegram can demand before the next poll: while the bot waits, nobody is heard.
const DEMAND_CAP_MS: i64 = 60_000;

/// Why a poll failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    #[error(transparent)]
    Call(#[from] CallFailure),
    #[error("updates are not stored, so Telegram keeps them: {0}")]
    Commit(#[from] CommitError),
    #[error("the answer has another form than documented: {0}")]
    Form(#[from] serde_json::Error),
    #[error("none of the updates in the answer has an id")]
    NoIds,
}

/// Waits before the next try; logs a warning only for the first failure in a row.
pub(super) async fn wait(trouble: &Trouble, failures: i64) {
    if failures == 1 {
        tracing::warn!("no updates from Telegram: {trouble}");
    } else {
        tracing::debug!(failures, "no updates from Telegram: {trouble}");
    }
    sleep(Duration::from_millis(wait_ms(trouble, failures).unsigned_abs())).await;
}

/// What the owner has to do when another program takes the bot's updates.
pub(super) fn remedy(trouble: &Trouble) -> Option<&'static str> {
    match trouble {
        Trouble::Call(CallFailure::Telegram { code: 409, description, .. }) if description.contains("webhook") => {
            Some("Telegram posts this bot's updates to a webhook: remove it with `odzreshop-bot webhook delete`, or set WEBHOOK_URL")
        }
        trouble if is_taken_by_another(trouble) => Some("somebody else takes this bot's updates: stop the other instance of this bot"),
        _ => None,
    }
}

/// Whether another program polls with the same token.
pub(super) fn is_taken_by_another(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Call(CallFailure::Telegram { code: 409, description, .. }) if !description.contains("webhook"))
}

/// The wait after `failures` failures in a row, in milliseconds.
pub(super) fn wait_ms(trouble: &Trouble, failures: i64) -> i64 {
    match trouble {
        Trouble::Call(CallFailure::Telegram { retry_after_ms: Some(wait), .. }) => (*wait).min(DEMAND_CAP_MS),
        Trouble::Call(CallFailure::Telegram { code: 401 | 404, .. }) => TOKEN_WAIT_MS,
        Trouble::Call(CallFailure::Telegram { code: ..500, .. }) | Trouble::Form(_) | Trouble::NoIds => {
            backoff_ms(failures, BACKOFF_CAP_MS, Jitter(0))
        }
        Trouble::Call(_) | Trouble::Commit(_) => outage_ms(failures, Jitter(0)),
    }
}
