//! Long polling: fetch updates, store them, and only then fetch the next, which acknowledges them.

use std::convert::Infallible;
use std::time::Duration;

use serde_json::json;
use serde_json::value::RawValue;
use tokio_util::sync::CancellationToken;

#[cfg(debug_assertions)]
use crate::failpoint::{self, Failpoint};
use crate::storage::{InboxWrite, Write};
use crate::telegram::caller::{GET_UPDATES, OnceAMinute};
use crate::telegram::ingest::health::{OnReturn, UPDATES, welcome_back};
use crate::telegram::ingest::introduction::Ingest;
use crate::telegram::ingest::raw_update::{ALLOWED_UPDATES, receive};
use crate::telegram::ingest::trouble::{Trouble, remedy, wait};

/// How long Telegram holds a poll when there is nothing new. Routers drop connections that are silent for half a minute.
const POLL_SECONDS: u64 = 25;
/// The timeout of the call: the poll, and the time for the answer.
const POLL_TIMEOUT: Duration = Duration::from_secs(POLL_SECONDS + 10);
/// Heartbeat: two failed polls in a row take this long.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(75);
/// A round that takes longer hangs: one poll, the commit of what it brought, and the longest wait after a failure.
const ROUND_WITHIN: Duration = Duration::from_secs(120);
/// Updates in one answer; the most that Telegram gives.
const BATCH: usize = 100;

/// Fetches updates from Telegram and stores them.
pub struct Polling {
    pub on_return: OnReturn,
    /// Its heartbeat comes when the bot's username is known, and after each poll whose updates are stored.
    pub ingest: Ingest,
}

impl Polling {
    /// Runs until `stop`. Then a running poll is dropped: its updates are not acknowledged and come again.
    pub async fn run(self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            never = self.poll() => match never {},
        }
    }

    async fn poll(&self) -> Infallible {
        self.ingest.introduce().await;
        self.ingest.heartbeats.beat(UPDATES, HEARTBEAT_WITHIN);
        let mut offset = None;
        let conflict = OnceAMinute::default();
        let mut failures = 0;
        loop {
            self.ingest.heartbeats.beat("polling", ROUND_WITHIN);
            let heard_at = self.ingest.health.last_answer();
            match self.round(&mut offset).await {
                Ok(()) if failures > 0 => {
                    failures = 0;
                    welcome_back(heard_at, self.ingest.clock.now(), &self.on_return);
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

    /// Fetches new updates, which acknowledges those before `offset`, and stores them. `offset` moves on only when they are on disk.
    ///
    /// There is no `offset` at first, not even from the database: after a week without updates Telegram starts with new ids, and a higher
    /// offset would acknowledge unseen updates with lower ids.
    async fn round(&self, offset: &mut Option<i64>) -> Result<(), Trouble> {
        let mut payload = json!({ "timeout": POLL_SECONDS, "limit": BATCH, "allowed_updates": ALLOWED_UPDATES });
        if let Some(offset) = *offset {
            payload["offset"] = offset.into();
        }
        let Ingest { caller, store, clock, health, heartbeats, at_once, .. } = &self.ingest;
        let answer = caller.call(GET_UPDATES, &payload, POLL_TIMEOUT).await?;
        let now = clock.now();
        health.answered(now);
        let updates: Vec<Box<RawValue>> = serde_json::from_str(answer.get())?;
        let mut writes = Vec::with_capacity(updates.len());
        let mut last = None;
        for update in &updates {
            at_once(update.get());
            match receive(caller.bot_id(), update.get(), now) {
                Ok(incoming) => {
                    last = last.max(Some(incoming.update_id));
                    writes.push(Write::Inbox(InboxWrite::Receive(incoming)));
                }
                Err(unreadable) => tracing::error!("Telegram sent {unreadable}; it is skipped"),
            }
        }
        if writes.is_empty() && !updates.is_empty() {
            return Err(Trouble::NoIds);
        }
        #[cfg(debug_assertions)]
        if failpoint::is_on(Failpoint::AcknowledgeFirst) {
            let store = store.clone();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(50)).await;
                store.commit(writes).await
            });
            *offset = last.map(|id| id + 1).or(*offset);
            return Ok(());
        }
        store.commit(writes).await?;
        *offset = last.map(|id: i64| id.saturating_add(1)).or(*offset);
        heartbeats.beat(UPDATES, HEARTBEAT_WITHIN);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
