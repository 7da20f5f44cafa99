//! What health and metrics are made of: the readiness, Telegram's last answer, and the database, asked with a time limit.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::app::Overview;
use crate::domain::order::OrderState;
use crate::telegram::ingest::Health;
use crate::telemetry::metrics::{DatabaseReadings, Readings};
use crate::telemetry::ops;
use crate::wiring::readiness::Readiness;

/// How long the database may take to say how things stand: less than Prometheus waits (10 s).
const PATIENCE: Duration = Duration::from_secs(3);

/// The bot as seen from outside.
pub struct Scene {
    pub readiness: Readiness,
    /// When Telegram last answered a poll; with a webhook, silence means that nobody writes, so there is none.
    pub polls: Option<Arc<Health>>,
    /// Held while the database is asked: one that hangs is not asked again and again.
    pub asking: Arc<Mutex<()>>,
}

impl ops::Scene for Scene {
    fn complaints(&self) -> Vec<String> {
        self.readiness.complaints()
    }

    async fn readings(&self) -> Readings {
        let app = &self.readiness.app;
        let now = app.clock.now();
        let age = |since| Duration::from_millis(u64::try_from(now.since_ms(since)).unwrap_or(0));
        let overview = self.overview().await;
        let leader = app.leadership.epoch.current().is_some();
        Readings {
            version: env!("CARGO_PKG_VERSION"),
            uptime: age(app.overview.started_at),
            // Whoever gave the leadership up polls no more, and its last poll tells nothing.
            last_poll_age: self.polls.as_ref().filter(|_| leader).and_then(|polls| polls.last_answer()).map(age),
            leader,
            shop_open: app.provider.is_open(),
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
        let app = Arc::clone(&self.readiness.app);
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
