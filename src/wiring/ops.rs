//! What health and metrics are made of: the loops' beats, what Telegram said last, and the database, asked with a limit.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use crate::app::{App, Overview};
use crate::domain::order::OrderState;
use crate::telegram::ingest::Health;
use crate::telemetry::metrics::{DatabaseReadings, Readings};
use crate::telemetry::ops;

/// The parts without which no process makes progress.
const EVERYWHERE: [&str; 2] = ["leadership", "monitor"];
/// Those of the leader.
const LEADER_LOOPS: [&str; 6] = ["messages", "send", "poll", "answer", "refresh", "maintenance"];
/// Those of the processes that take updates: with long polling the leader, with a webhook all.
const UPDATES: [&str; 2] = ["updates", "handlers"];
/// Where updates are posted to us nobody polls Telegram, and the holder of the leadership asks whether it is there.
const BY_WEBHOOK: [&str; 1] = ["telegram"];
/// How long the database may take to say how things stand: less than Prometheus waits (10 s).
const PATIENCE: Duration = Duration::from_secs(3);

/// The bot as seen from outside.
pub struct Scene {
    pub app: Arc<App>,
    /// When Telegram last answered a poll; with a webhook, silence means that nobody writes, so there is none.
    pub polls: Option<Arc<Health>>,
    /// Held while the database is asked: one that hangs is not asked again and again.
    pub asking: Arc<Mutex<()>>,
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
            complaints.push(format!("database: nothing can be written for {} s", self.app.clock.now().since_ms(since) / 1_000));
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
            // Whoever gave the leadership up polls no more, and its last poll tells nothing.
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
        let guard = Arc::clone(&self.asking).try_lock_owned().ok()?;
        let app = Arc::clone(&self.app);
        // In a task of its own: a question to the database is not dropped half-way.
        let asking = tokio::spawn(async move {
            let _guard = guard;
            app.overview.read().await
        });
        timeout(PATIENCE, asking).await.ok()?.ok()?.inspect_err(|error| tracing::warn!(%error, "reading for metrics")).ok()
    }
}

fn count(overview: &Overview, state: OrderState) -> i64 {
    overview.orders.iter().find(|(found, _)| *found == state).map_or(0, |(_, count)| *count)
}
