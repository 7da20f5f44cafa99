//! Where `/readyz` and `/metrics` get their values: the readiness, the last answer of Telegram, and the database.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::app::{AppError, Overview, PaymentReadings};
use crate::domain::bill::BillState;
use crate::domain::order::OrderState;
use crate::domain::time::Millis;
use crate::telegram::ingest::Health;
use crate::telemetry::metrics::{self, DatabaseReadings, Readings};
use crate::telemetry::ops;
use crate::wiring::readiness::Readiness;

/// The timeout of reading the database: less than that of Prometheus (10 s).
const READ_WITHIN: Duration = Duration::from_secs(3);

/// The bot as the ops listener shows it.
pub struct Scene {
    pub readiness: Readiness,
    /// When Telegram last answered a poll. None with a webhook: there, silence only means that nobody writes.
    pub polls: Option<Arc<Health>>,
    /// Held while the database is read, so that reads do not pile up on a database that hangs.
    pub reading: Arc<Mutex<()>>,
}

impl ops::Scene for Scene {
    fn complaints(&self) -> Vec<String> {
        self.readiness.complaints()
    }

    async fn readings(&self) -> Readings {
        let app = &self.readiness.app;
        let now = app.clock.now();
        let age = |since| Duration::from_millis(u64::try_from(now.since_ms(since)).unwrap_or(0));
        let read = self.read().await;
        let leader = app.leadership.epoch.current().is_some();
        Readings {
            version: env!("CARGO_PKG_VERSION"),
            uptime: age(app.overview.started_at),
            // A process that no longer leads does not poll, and its last poll means nothing.
            last_poll_age: self.polls.as_ref().filter(|_| leader).and_then(|polls| polls.last_answer()).map(age),
            leader,
            shop_open: app.provider.is_open(),
            complaints: self.complaints().len(),
            gateways: app.gateways.health().into_iter().map(|(method, works)| (method.as_str(), works)).collect(),
            gateway_calls: app.gateways.calls().into_iter().map(|(method, outcome, count)| (method.as_str(), outcome, count)).collect(),
            wrong_accounts: app.wallets.wrong_accounts(),
            database: read.map(|(overview, payments)| DatabaseReadings {
                orders: OrderState::ALL.into_iter().map(|state| (state.as_str(), count(&overview, state))).collect(),
                oldest_open_order_age: overview.oldest_open.map(|(_, created_at)| age(created_at)).unwrap_or_default(),
                inbox_waiting: overview.inbox,
                outbox_waiting: overview.outbox,
                provider_balance_rupiah: overview.balance.map(|balance| balance.0),
                payments: of_payments(&payments, age),
            }),
        }
    }
}

impl Scene {
    async fn read(&self) -> Option<(Overview, PaymentReadings)> {
        let guard = Arc::clone(&self.reading).try_lock_owned().ok()?;
        let app = Arc::clone(&self.readiness.app);
        // In a task of its own, because a database future must not be dropped half-way.
        let reading = tokio::spawn(async move {
            let _guard = guard;
            Ok::<_, AppError>((app.overview.read().await?, app.desk.readings().await?))
        });
        timeout(READ_WITHIN, reading).await.ok()?.ok()?.inspect_err(|error| tracing::warn!(%error, "reading the database for metrics")).ok()
    }
}

fn of_payments(readings: &PaymentReadings, age: impl Fn(Millis) -> Duration) -> metrics::PaymentReadings {
    let bills = |state: BillState| readings.bills.iter().find(|(found, _)| *found == state).map_or(0, |(_, count)| *count);
    let mut credit_delays = Vec::new();
    for figures in &readings.last_hour {
        let delays = [("50", figures.delays.within(50)), ("95", figures.delays.within(95))];
        let known =
            delays.into_iter().filter_map(|(percentile, seconds)| Some((percentile, Duration::from_secs(seconds?.try_into().ok()?))));
        credit_delays.extend(known.map(|(percentile, delay)| (figures.method.as_str(), percentile, delay)));
    }
    metrics::PaymentReadings {
        bills: BillState::ALL.into_iter().map(|state| (state.as_str(), bills(state))).collect(),
        oldest_review_age: readings.oldest_review.map(age).unwrap_or_default(),
        unmatched: readings.waiting.unmatched,
        payouts_open: readings.waiting.payouts,
        credit_delays,
    }
}

fn count(overview: &Overview, state: OrderState) -> i64 {
    overview.orders.iter().find(|(found, _)| *found == state).map_or(0, |(_, count)| *count)
}
