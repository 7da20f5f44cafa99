//! Long polling: ask, store, and only then ask for the next, which is what acknowledges.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use serde_json::value::RawValue;
use tokio::sync::watch;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::app::{Clock, Heartbeats};
use crate::domain::retry::Jitter;
#[cfg(debug_assertions)]
use crate::failpoint::{self, Failpoint};
use crate::storage::{CommitError, InboxWrite, Store, Write};
use crate::telegram::backoff::{backoff_ms, outage_ms};
use crate::telegram::caller::{CallFailure, Caller, GET_UPDATES, OnceAMinute};
use crate::telegram::ingest::{ALLOWED_UPDATES, Health, OnReturn, UPDATES, introduce, receive, welcome_back};

/// How long Telegram holds a call when there is nothing new. Routers forget connections that are silent for half a minute.
const POLL_SECONDS: u64 = 25;
/// The poll and, besides, the time an answer may take.
const POLL_TIMEOUT: Duration = Duration::from_secs(POLL_SECONDS + 10);
/// Without an answer for so long, and two polls that broke, something is wrong.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(75);
/// Updates in one answer; the most that Telegram gives.
const BATCH: usize = 100;
/// The longest wait while Telegram answers and the answer helps nobody: another instance polls, say.
const BACKOFF_CAP_MS: i64 = 30_000;
/// The wait after a refused token: only a person can mend that.
const TOKEN_WAIT_MS: i64 = 60_000;

/// Fetches updates from Telegram and stores them.
pub struct Polling {
    pub on_return: OnReturn,
    pub caller: Caller,
    pub store: Store,
    pub clock: Clock,
    /// Gets the bot's username as soon as Telegram tells it.
    pub username: watch::Sender<Option<String>>,
    pub health: Arc<Health>,
    /// Beats when Telegram has told who the bot is, and each time it has answered a poll and what that brought is stored.
    pub heartbeats: Heartbeats,
}

/// Why a round brought nothing.
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

impl Polling {
    /// Runs until `stop`. A poll under way is dropped then: what it may bring is not acknowledged and comes again.
    pub async fn run(self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            never = self.poll() => match never {},
        }
    }

    async fn poll(&self) -> Infallible {
        introduce(&self.caller, &self.clock, &self.health, &self.username).await;
        self.heartbeats.beat(UPDATES, HEARTBEAT_WITHIN);
        let mut offset = None;
        let conflict = OnceAMinute::default();
        let mut failures = 0;
        loop {
            let heard_at = self.health.last_answer();
            match self.round(&mut offset).await {
                Ok(()) if failures > 0 => {
                    failures = 0;
                    welcome_back(heard_at, self.clock.now(), &self.on_return);
                }
                Ok(()) => {}
                Err(trouble) => {
                    failures += 1;
                    if let Some(remedy) = remedy(&trouble)
                        && conflict.is_time()
                    {
                        tracing::error!("{remedy} ({trouble})");
                    }
                    wait(&trouble, failures).await;
                }
            }
        }
    }

    /// Fetches what is new, acknowledging what is before `offset`, and stores it. Only when it is on disk `offset` moves on.
    ///
    /// The first `offset` is none, and never one from the database: ids start anew after a quiet week, and a higher offset would
    /// acknowledge, unseen, whatever came with a lower one.
    async fn round(&self, offset: &mut Option<i64>) -> Result<(), Trouble> {
        let mut payload = json!({ "timeout": POLL_SECONDS, "limit": BATCH, "allowed_updates": ALLOWED_UPDATES });
        if let Some(offset) = *offset {
            payload["offset"] = offset.into();
        }
        let answer = self.caller.call(GET_UPDATES, &payload, POLL_TIMEOUT).await?;
        let now = self.clock.now();
        self.health.answered(now);
        let updates: Vec<Box<RawValue>> = serde_json::from_str(answer.get())?;
        let mut writes = Vec::with_capacity(updates.len());
        let mut last = None;
        for update in &updates {
            match receive(self.caller.bot_id(), update.get(), now) {
                Ok(incoming) => {
                    last = last.max(Some(incoming.update_id));
                    writes.push(Write::Inbox(InboxWrite::Receive(incoming)));
                }
                Err(unreadable) => tracing::error!("Telegram sent {unreadable}; it is passed over"),
            }
        }
        if writes.is_empty() && !updates.is_empty() {
            return Err(Trouble::NoIds);
        }
        #[cfg(debug_assertions)]
        if failpoint::is_on(Failpoint::AcknowledgeFirst) {
            let store = self.store.clone();
            tokio::spawn(async move {
                sleep(Duration::from_millis(50)).await;
                store.commit(writes).await
            });
            *offset = last.map(|id| id + 1).or(*offset);
            return Ok(());
        }
        self.store.commit(writes).await?;
        *offset = last.map(|id: i64| id.saturating_add(1)).or(*offset);
        self.heartbeats.beat(UPDATES, HEARTBEAT_WITHIN);
        Ok(())
    }
}

/// Waits before the next try, and tells the log at the first of a row of failures.
pub(super) async fn wait(trouble: &Trouble, failures: i64) {
    if failures == 1 {
        tracing::warn!("no updates from Telegram: {trouble}");
    } else {
        tracing::debug!(failures, "no updates from Telegram: {trouble}");
    }
    sleep(Duration::from_millis(wait_ms(trouble, failures).unsigned_abs())).await;
}

/// What the owner has to do when somebody else takes the bot's updates.
fn remedy(trouble: &Trouble) -> Option<&'static str> {
    match trouble {
        Trouble::Call(CallFailure::Telegram { code: 409, description, .. }) if description.contains("webhook") => {
            Some("Telegram posts this bot's updates to a webhook: remove it with `odzreshop-bot webhook delete`, or set WEBHOOK_URL")
        }
        Trouble::Call(CallFailure::Telegram { code: 409, .. }) => {
            Some("somebody else takes this bot's updates: stop the other instance of this bot")
        }
        _ => None,
    }
}

fn wait_ms(trouble: &Trouble, failures: i64) -> i64 {
    match trouble {
        Trouble::Call(CallFailure::Telegram { retry_after_ms: Some(wait), .. }) => *wait,
        Trouble::Call(CallFailure::Telegram { code: 401 | 404, .. }) => TOKEN_WAIT_MS,
        Trouble::Call(CallFailure::Telegram { code: ..500, .. }) | Trouble::Form(_) | Trouble::NoIds => {
            backoff_ms(failures, BACKOFF_CAP_MS, Jitter(0))
        }
        Trouble::Call(_) | Trouble::Commit(_) => outage_ms(failures, Jitter(0)),
    }
}

#[cfg(test)]
mod tests;
