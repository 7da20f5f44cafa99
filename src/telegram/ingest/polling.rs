//! Long polling: fetch updates, store them, and only then fetch the next, which acknowledges them.

use std::convert::Infallible;
use std::time::Duration;

use serde_json::json;
use serde_json::value::RawValue;
use tokio_util::sync::CancellationToken;

use crate::domain::notification::HealthNotification;
#[cfg(debug_assertions)]
use crate::failpoint::{self, Failpoint};
use crate::storage::{InboxWrite, RawUpdate, Write};
use crate::telegram::caller::{CallFailure, GET_UPDATES};
use crate::telegram::ingest::health::{Announce, UPDATES, welcome_back};
use crate::telegram::ingest::introduction::Ingest;
use crate::telegram::ingest::raw_update::{ALLOWED_UPDATES, receive};
use crate::telegram::ingest::trouble::{Trouble, is_taken_by_another, remedy, wait};
use crate::telegram::seldom::Seldom;

/// How long Telegram holds a poll when there is nothing new. Routers drop connections that are silent for half a minute.
const POLL_SECONDS: u64 = 25;
/// The timeout of the call: the poll, and the time for the answer.
const POLL_TIMEOUT: Duration = Duration::from_secs(POLL_SECONDS + 10);
/// Heartbeat: two failed polls in a row take this long.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(75);
/// A round that takes longer hangs: one poll, the commit of what it brought, and the longest wait after a failure.
const ROUND_WITHIN: Duration = Duration::from_secs(120);
/// How often admins are told that another program polls with this token.
const TELL_AGAIN: Duration = Duration::from_secs(24 * 60 * 60);
/// The most updates that Telegram gives in one answer.
const MAX_LIMIT: usize = 100;

/// Fetches updates from Telegram and stores them.
pub struct Polling {
    pub announce: Announce,
    /// Its heartbeat comes when the bot's username is known, and after each poll whose updates are stored.
    pub ingest: Ingest,
}

/// Where polling stands.
struct Place {
    /// Updates before it are on disk. There is none at first, not even from the database: after a week without updates Telegram starts with
    /// new ids, and a higher offset would acknowledge unseen updates with lower ids.
    offset: Option<i64>,
    /// How many updates are asked for at once.
    limit: usize,
}

impl Default for Place {
    fn default() -> Self {
        Self { offset: None, limit: MAX_LIMIT }
    }
}

impl Place {
    /// All updates up to `last` are on disk; more of them may be asked for.
    fn move_on(&mut self, last: Option<i64>) {
        self.offset = last.map(|id| id.saturating_add(1)).or(self.offset);
        self.limit = (self.limit * 2).min(MAX_LIMIT);
    }
}

/// How often the same trouble is logged and told.
struct Reports {
    logged: Seldom,
    told: Seldom,
}

impl Default for Reports {
    fn default() -> Self {
        Self { logged: Seldom::minute(), told: Seldom::each(TELL_AGAIN) }
    }
}

/// The id of the first update in an answer of which only the beginning is known. In a text the closing quote would be escaped.
fn first_update_id(beginning: &str) -> Option<i64> {
    let (_, rest) = beginning.split_once(r#""update_id":"#)?;
    let rest = rest.trim_start();
    let (digits, _) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?);
    digits.parse().ok()
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
        let mut place = Place::default();
        let reports = Reports::default();
        let mut failures = 0;
        loop {
            self.ingest.heartbeats.beat("polling", ROUND_WITHIN);
            let heard_at = self.ingest.health.last_answer();
            match self.round(&mut place).await {
                Ok(()) if failures > 0 => {
                    failures = 0;
                    welcome_back(heard_at, self.ingest.clock.now(), &self.announce);
                }
                Ok(()) => {}
                Err(trouble) => {
                    failures += 1;
                    self.report(&trouble, failures, &reports);
                    wait(&trouble, failures).await;
                }
            }
        }
    }

    /// Logs what the owner has to do, and tells admins that another program takes the updates. One such refusal is no news: at a restart the
    /// poll of the process before may still be running.
    fn report(&self, trouble: &Trouble, failures: i64, reports: &Reports) {
        if is_taken_by_another(trouble) {
            self.ingest.health.shared(self.ingest.clock.now());
            if failures > 1 && reports.told.is_time() {
                (self.announce)(HealthNotification::TokenShared);
            }
        }
        if let Some(remedy) = remedy(trouble)
            && reports.logged.is_time()
        {
            tracing::error!("{remedy} ({trouble})");
        }
    }

    /// Fetches new updates, which acknowledges those before the offset, and stores them. The offset moves on only when they are on disk. Of
    /// updates that are too long together fewer are fetched next, and one that is too long alone is passed over: asking for it again would
    /// stop all others.
    async fn round(&self, place: &mut Place) -> Result<(), Trouble> {
        let mut payload = json!({ "timeout": POLL_SECONDS, "limit": place.limit, "allowed_updates": ALLOWED_UPDATES });
        if let Some(offset) = place.offset {
            payload["offset"] = offset.into();
        }
        let Ingest { caller, store, clock, health, heartbeats, at_once, .. } = &self.ingest;
        let answer = match caller.call(GET_UPDATES, &payload, POLL_TIMEOUT).await {
            Err(CallFailure::TooLong { .. }) if place.limit > 1 => {
                place.limit /= 2;
                return Ok(());
            }
            Err(CallFailure::TooLong { limit, beginning }) => {
                let update_id = first_update_id(&beginning).ok_or(Trouble::NoIds)?;
                tracing::error!(update_id, limit, "Telegram sent an update that is too long; it is skipped");
                // Its beginning can't be read, so it becomes a dead letter, of which admins are told.
                let cut = RawUpdate { bot_id: caller.bot_id(), update_id, chat_key: 0, body: beginning, received_at: clock.now() };
                store.commit(vec![Write::Inbox(InboxWrite::Receive(cut))]).await?;
                place.move_on(Some(update_id));
                return Ok(());
            }
            answer => answer?,
        };
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
            place.move_on(last);
            return Ok(());
        }
        store.commit(writes).await?;
        place.move_on(last);
        heartbeats.beat(UPDATES, HEARTBEAT_WITHIN);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
