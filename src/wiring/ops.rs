//! Where `/readyz` and `/metrics` get their values: the heartbeats, the last answer of Telegram, and the database.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use crate::app::{App, Overview};
use crate::domain::order::OrderState;
use crate::telegram::ingest::Health;
use crate::telemetry::metrics::{DatabaseReadings, Readings};
use crate::telemetry::ops;

/// Loops of every process.
const EVERYWHERE: [&str; 2] = ["leadership", "monitor"];
/// Loops of the leader.
const LEADER_LOOPS: [&str; 6] = ["messages", "send", "poll", "answer", "refresh", "maintenance"];
/// Loops of the processes that take updates: with long polling the leader, with a webhook all.
const UPDATES: [&str; 2] = ["updates", "handlers"];
/// With a webhook nothing polls Telegram, so the leader checks whether it answers.
const BY_WEBHOOK: [&str; 1] = ["telegram"];
/// The timeout of reading the database: less than that of Prometheus (10 s).
const READ_WITHIN: Duration = Duration::from_secs(3);

/// The bot as the ops listener shows it.
pub struct Scene {
    pub app: Arc<App>,
    /// When Telegram last answered a poll. None with a webhook: there, silence only means that nobody writes.
    pub polls: Option<Arc<Health>>,
    /// Held while the database is read, so that reads do not pile up on a database that hangs.
    pub reading: Arc<Mutex<()>>,
}

impl ops::Scene for Scene {
    fn complaints(&self) -> Vec<String> {
        let (leader, by_webhook) = (self.app.leadership.epoch.current().is_some(), self.polls.is_none());
        let mut parts = EVERYWHERE.to_vec();
        parts.extend(leader.then_some(LEADER_LOOPS).into_iter().flatten());
        parts.extend((leader || by_webhook).then_some(UPDATES).into_iter().flatten());
        parts.extend((leader && by_webhook).then_some(BY_WEBHOOK).into_iter().flatten());
        let mut complaints = self.app.heartbeats.complaints(&parts, Instant::now());
        if let Some(since) = *self.app.write_probe.failing().borrow() {
            complaints.push(format!("database: not writable for {} s", self.app.clock.now().since_ms(since) / 1_000));
        }
        complaints
    }

    async fn readings(&self) -> Readings {
        let now = self.app.clock.now();
        let age = |since| Duration::from_millis(u64::try_from(now.since_ms(since)).unwrap_or(0));
        let overview = self.overview().await;
        let leader = self.app.leadership.epoch.current().is_some();
        Readings {
            version: env!("CARGO_PKG_VERSION"),
            uptime: age(self.app.overview.started_at),
            // A process that no longer leads does not poll, and its last poll means nothing.
            last_poll_age: self.polls.as_ref().filter(|_| leader).and_then(|polls| polls.last_answer()).map(age),
            leader,
            shop_open: self.app.provider.is_open(),
            complaints: self.complaints().len(),
            database: overview.map(|overview| DatabaseReadings {
                orders: OrderState::ALL.into_iter().map(|state| (state.as_str(), count(&overview, state))).collect(),
                oldest_open_order_age: overview.oldest_open.map(|(_, created_at)| age(created_at)).unwrap_or_default(),
                inbox_waiting: overview.inbox,
                outbox_waiting: overview.outbox,
                provider_balance_rupiah: overview.balance.map(|balance| balance.0),
            }),
        }
    }
}

impl Scene {
    async fn overview(&self) -> Option<Overview> {
        let guard = Arc::clone(&self.reading).try_lock_owned().ok()?;
        let app = Arc::clone(&self.app);
        // In a task of its own, because a database future must not be dropped half-way.
        let reading = tokio::spawn(async move {
            let _guard = guard;
            app.overview.read().await
        });
        timeout(READ_WITHIN, reading).await.ok()?.ok()?.inspect_err(|error| tracing::warn!(%error, "reading the database for metrics")).ok()
    }
}

fn count(overview: &Overview, state: OrderState) -> i64 {
    overview.orders.iter().find(|(found, _)| *found == state).map_or(0, |(_, count)| *count)
}
