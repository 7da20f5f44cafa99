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
#[cfg(debug_assertions)]
use crate::failpoint::{self, Failpoint};
use crate::storage::{InboxWrite, Store, Write};
use crate::telegram::caller::{Caller, GET_UPDATES, OnceAMinute};
use crate::telegram::ingest::health::{Health, OnReturn, UPDATES, welcome_back};
use crate::telegram::ingest::introduction::introduce;
use crate::telegram::ingest::raw_update::{ALLOWED_UPDATES, receive};
use crate::telegram::ingest::trouble::{Trouble, remedy, wait};

/// How long Telegram holds a call when there is nothing new. Routers forget connections that are silent for half a minute.
const POLL_SECONDS: u64 = 25;
/// The poll and, besides, the time an answer may take.
const POLL_TIMEOUT: Duration = Duration::from_secs(POLL_SECONDS + 10);
/// Without an answer for so long, and two polls that broke, something is wrong.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(75);
/// A round that takes longer hangs: one poll, the commit of what it brought, and the longest wait after a failure.
const ROUND_WITHIN: Duration = Duration::from_secs(120);
/// Updates in one answer; the most that Telegram gives.
const BATCH: usize = 100;
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
            self.heartbeats.beat("polling", ROUND_WITHIN);
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

#[cfg(test)]
mod tests;
