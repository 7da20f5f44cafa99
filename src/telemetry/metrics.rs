//! Metrics in Prometheus' text format. Durations of calls are collected as they happen; all other values are read at each scrape.
//! No label contains a person, a chat, an order or a secret.

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry, Unit};

/// The prefix of every metric name.
const PREFIX: &str = "odzreshop";
/// Upper bounds in seconds: from a call on the same machine to an order that takes as long as it may.
const BUCKETS: [f64; 13] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0];

type Timings<L> = Family<L, Histogram, fn() -> Histogram>;

/// The durations of all calls since the start.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    provider: Timings<Endpoint>,
    telegram: Timings<Method>,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Endpoint {
    endpoint: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Method {
    method: String,
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct State {
    state: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct PaymentCall {
    method: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct PaymentMethod {
    method: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Percentile {
    method: &'static str,
    percentile: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Version {
    version: &'static str,
}

/// The values of all gauges at one time.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    /// The program's version.
    pub version: &'static str,
    pub uptime: Duration,
    /// The time since Telegram last answered a poll; `None` before the first answer, on a standby process, and with a webhook.
    pub last_poll_age: Option<Duration>,
    /// `None` when the database did not answer in time.
    pub database: Option<DatabaseReadings>,
    pub shop_open: bool,
    /// Whether this process is the leader: the one that sends messages and orders.
    pub leader: bool,
    /// How many lines `/readyz` would report.
    pub complaints: usize,
    /// The payment gateways, and whether each works.
    pub gateways: Vec<(&'static str, bool)>,
    /// Calls to payment gateways since the start: method, outcome, how many.
    pub gateway_calls: Vec<(&'static str, &'static str, u64)>,
    /// How many accounts of the ledger are wrong; `None` before the first audit by this process.
    pub wrong_accounts: Option<usize>,
}

/// What is read from the database.
#[derive(Clone, Debug, Default)]
pub struct DatabaseReadings {
    /// The number of orders in each state, zeros included.
    pub orders: Vec<(&'static str, i64)>,
    /// Zero when no order is open.
    pub oldest_open_order_age: Duration,
    pub inbox_waiting: i64,
    pub outbox_waiting: i64,
    /// The provider balance, if it is known.
    pub provider_balance_rupiah: Option<i64>,
    pub payments: PaymentReadings,
}

/// What is read from the database about payments.
#[derive(Clone, Debug, Default)]
pub struct PaymentReadings {
    /// The number of bills in each state, zeros included.
    pub bills: Vec<(&'static str, i64)>,
    /// Zero when no bill is in review.
    pub oldest_review_age: Duration,
    pub unmatched: i64,
    pub payouts_open: i64,
    /// How long customers waited from payment to balance in the last hour: method, percentile, time.
    pub credit_delays: Vec<(&'static str, &'static str, Duration)>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix(PREFIX);
        let provider: Timings<Endpoint> = Family::new_with_constructor(histogram);
        let telegram: Timings<Method> = Family::new_with_constructor(histogram);
        registry.register_with_unit("provider_request_duration", "Calls to the provider", Unit::Seconds, provider.clone());
        registry.register_with_unit("telegram_request_duration", "Calls to the Bot API", Unit::Seconds, telegram.clone());
        Self { registry, provider, telegram }
    }
}

fn histogram() -> Histogram {
    Histogram::new(BUCKETS)
}

impl Metrics {
    /// A call to the provider has ended.
    pub fn provider_called(&self, endpoint: &'static str, outcome: &'static str, took: Duration) {
        self.provider.get_or_create(&Endpoint { endpoint, outcome }).observe(took.as_secs_f64());
    }

    /// A call to the Bot API has ended.
    pub fn telegram_called(&self, method: &str, outcome: &'static str, took: Duration) {
        self.telegram.get_or_create(&Method { method: method.to_owned(), outcome }).observe(took.as_secs_f64());
    }

    /// All metrics in Prometheus' text format.
    ///
    /// # Errors
    /// None in practice: writing to memory does not fail.
    pub fn text(&self, readings: &Readings) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode_registry(&mut text, &registry(readings))?;
        encode_registry(&mut text, &self.registry)?;
        encode_eof(&mut text)?;
        Ok(text)
    }
}

/// A new registry for each scrape, so that a value that is unknown now is left out instead of repeated from before.
fn registry(readings: &Readings) -> Registry {
    let mut registry = Registry::with_prefix(PREFIX);
    let build = Family::<Version, Gauge>::default();
    build.get_or_create(&Version { version: readings.version }).set(1);
    registry.register("build", "Always 1; the version is the label", build);
    registry.register_with_unit("uptime", "Since the start", Unit::Seconds, seconds(readings.uptime));
    registry.register("shop_open", "1 while the shop takes orders", number(i64::from(readings.shop_open)));
    registry.register("leader", "1 in the process that sends messages and orders", number(i64::from(readings.leader)));
    let not_ready = number(i64::try_from(readings.complaints).unwrap_or(i64::MAX));
    registry.register("parts_not_ready", "Lines that /readyz would report", not_ready);
    if let Some(age) = readings.last_poll_age {
        registry.register_with_unit("last_poll_age", "Since Telegram last answered a poll", Unit::Seconds, seconds(age));
    }
    add_gateways(&mut registry, readings);
    registry.register("database_readable", "1 when the database answered in time", number(i64::from(readings.database.is_some())));
    if let Some(database) = &readings.database {
        add_database(&mut registry, database);
    }
    registry
}

fn add_gateways(registry: &mut Registry, readings: &Readings) {
    let up = Family::<PaymentMethod, Gauge>::default();
    for (method, works) in &readings.gateways {
        up.get_or_create(&PaymentMethod { method }).set(i64::from(*works));
    }
    registry.register("payment_gateway_up", "1 while a payment gateway answers well", up);
    let calls = Family::<PaymentCall, Counter>::default();
    for (method, outcome, count) in &readings.gateway_calls {
        calls.get_or_create(&PaymentCall { method, outcome }).inc_by(*count);
    }
    registry.register("payment_gateway_calls", "Calls to payment gateways", calls);
    if let Some(wrong) = readings.wrong_accounts {
        let wrong = number(i64::try_from(wrong).unwrap_or(i64::MAX));
        registry.register("ledger_accounts_wrong", "Accounts whose balance is not that of their transfers or orders", wrong);
    }
}

fn add_payments(registry: &mut Registry, payments: &PaymentReadings) {
    let bills = Family::<State, Gauge>::default();
    for (state, count) in &payments.bills {
        bills.get_or_create(&State { state }).set(*count);
    }
    registry.register("bills", "Bills by state", bills);
    let age = seconds(payments.oldest_review_age);
    registry.register_with_unit("oldest_review_age", "Age of the oldest bill in review; 0 when there is none", Unit::Seconds, age);
    registry.register("payments_unmatched", "Payments that nobody got and no admin decided about", number(payments.unmatched));
    registry.register("payouts_open", "Payouts of which nobody said yet what became of them", number(payments.payouts_open));
    let delays = Family::<Percentile, Gauge<f64, AtomicU64>>::default();
    for (method, percentile, delay) in &payments.credit_delays {
        delays.get_or_create(&Percentile { method, percentile }).set(delay.as_secs_f64());
    }
    registry.register_with_unit("payment_credit_delay", "From payment to balance, in the last hour", Unit::Seconds, delays);
}

fn add_database(registry: &mut Registry, database: &DatabaseReadings) {
    let orders = Family::<State, Gauge>::default();
    for (state, count) in &database.orders {
        orders.get_or_create(&State { state }).set(*count);
    }
    registry.register("orders", "Orders by state", orders);
    let age = seconds(database.oldest_open_order_age);
    registry.register_with_unit("oldest_open_order_age", "Age of the oldest open order; 0 when none is open", Unit::Seconds, age);
    registry.register("inbox_waiting", "Updates that wait to be handled", number(database.inbox_waiting));
    registry.register("outbox_waiting", "Messages that wait to be sent", number(database.outbox_waiting));
    add_payments(registry, &database.payments);
    if let Some(provider_balance) = database.provider_balance_rupiah {
        registry.register("provider_balance_rupiah", "The last known balance at the provider", number(provider_balance));
    }
}

fn number(value: i64) -> impl Metric {
    let gauge: Gauge = Gauge::default();
    gauge.set(value);
    gauge
}

fn seconds(value: Duration) -> impl Metric {
    let gauge = Gauge::<f64, AtomicU64>::default();
    gauge.set(value.as_secs_f64());
    gauge
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_values_are_left_out() {
        let metrics = Metrics::default();
        metrics.provider_called("order", "ok", Duration::from_millis(300));
        metrics.telegram_called("sendMessage", "flood", Duration::from_millis(30));
        let database = DatabaseReadings {
            orders: vec![("pending", 2), ("failed", 0)],
            oldest_open_order_age: Duration::from_millis(1_500),
            inbox_waiting: 3,
            outbox_waiting: 4,
            provider_balance_rupiah: None,
            payments: PaymentReadings {
                bills: vec![("review", 1)],
                oldest_review_age: Duration::from_secs(60),
                unmatched: 2,
                payouts_open: 3,
                credit_delays: vec![("pakasir", "95", Duration::from_millis(4_500))],
            },
        };
        let known = Readings { version: "1.2.3", last_poll_age: Some(Duration::ZERO), database: Some(database), ..Readings::default() };
        let gateway_calls = vec![("pakasir", "ok", 7)];
        let known = Readings { gateways: vec![("pakasir", true)], gateway_calls, wrong_accounts: Some(0), ..known };
        let text = metrics.text(&known).unwrap();
        for line in [
            "odzreshop_build{version=\"1.2.3\"} 1",
            "odzreshop_orders{state=\"pending\"} 2",
            "odzreshop_orders{state=\"failed\"} 0",
            "odzreshop_oldest_open_order_age_seconds 1.5",
            "odzreshop_inbox_waiting 3",
            "odzreshop_outbox_waiting 4",
            "odzreshop_last_poll_age_seconds 0.0",
            "odzreshop_database_readable 1",
            "odzreshop_bills{state=\"review\"} 1",
            "odzreshop_oldest_review_age_seconds 60.0",
            "odzreshop_payments_unmatched 2",
            "odzreshop_payouts_open 3",
            "odzreshop_payment_credit_delay_seconds{method=\"pakasir\",percentile=\"95\"} 4.5",
            "odzreshop_payment_gateway_up{method=\"pakasir\"} 1",
            "odzreshop_payment_gateway_calls_total{method=\"pakasir\",outcome=\"ok\"} 7",
            "odzreshop_ledger_accounts_wrong 0",
            "odzreshop_provider_request_duration_seconds_bucket{le=\"0.5\",endpoint=\"order\",outcome=\"ok\"} 1",
            "odzreshop_telegram_request_duration_seconds_count{method=\"sendMessage\",outcome=\"flood\"} 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        assert!(!text.contains("provider_balance"), "{text}");
        let text = metrics.text(&Readings::default()).unwrap();
        assert!(text.contains("odzreshop_database_readable 0") && !text.contains("odzreshop_orders"), "{text}");
        assert!(!text.contains("last_poll_age") && !text.contains("ledger"), "{text}");
    }
}
