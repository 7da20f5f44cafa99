//! Failing calls without kills: one process, longer than every timeout, while almost a third of all calls fail.
//!
//! Kills alone do not find a bot that sends an order again after a timeout, because few processes live that long there. The bot runs in this
//! process, with a clock faster than the machine's: waits by the clock (pace, retries, polls, leases) are shorter, waits at a socket are not.
//! So a hundred thousand orders fit into about an hour, although Telegram allows only thirty messages a second.

use std::io;
use std::path::Path;
use std::time::Duration;

use odzreshop_bot::config::{Config, Sources};
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::wiring::{self, Clock};
use tokio_util::sync::CancellationToken;

use super::faults::{Bursts, Faults};
use super::load::{Habits, Load};
use super::money::Auditor;
use super::{Report, TOML, ledger, number, seed, shop, wait_until_idle};
use crate::shop::Shop;

/// Seconds of the bot's clock per real second. An order's deadline (31 s by the bot's clock) must be later than its timeout (1 real second).
const SPEED_UP: i64 = 20;
/// How long the bot waits for the answer to an order.
const ORDER_TIMEOUT: Duration = Duration::from_secs(1);
/// From so many orders on a run must meet all that it checks.
const LONG: i64 = 10_000;
/// The slowest acceptable average per order.
const SLOWEST: Duration = Duration::from_millis(500);
/// How long after the last fault everything must have ended.
const SETTLED: Duration = Duration::from_secs(90);
/// If the shop sells no order in this time, it is stuck.
const STUCK: Duration = Duration::from_secs(90);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_failing_calls_it_keeps_its_promises() {
    let (seed, orders) = (seed(), i64::try_from(number("HARNESS_ORDERS", 1_000)).unwrap());
    println!("seed {seed}");
    let (shop, till) = shop().await;
    let faults = Faults { faults: 3_000, order_timeout: ORDER_TIMEOUT, late: 2_000, closing: 3, hanging: 30 };
    let met = faults.begin(seed, &shop.telegram, &shop.provider);
    till.begin_faults(seed, |_| true);
    let auditor = Auditor::start(&shop);
    let bursts = Bursts::begin(&shop.telegram, &shop.provider);
    let stop = CancellationToken::new();
    let bot = tokio::spawn(wiring::run(config(&shop), fast_clock(), stop.clone()));
    let began = tokio::time::Instant::now();
    let load = Load::start(
        &shop,
        &till,
        seed,
        Habits { customers: 200, patience: Duration::from_secs(8), think_ms: 120, prepaid: 8_000, in_stars: 3_000, reprices: false },
    );
    let (mut sold, mut sold_at) = (0, began);
    let longest = STUCK + SLOWEST * u32::try_from(orders).unwrap();
    while sold < orders && sold_at.elapsed() < STUCK && began.elapsed() < longest {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now = ledger::progress(&shop).await.map_or(0, |progress| progress.orders);
        if now > sold {
            (sold, sold_at) = (now, tokio::time::Instant::now());
        }
    }
    let took = began.elapsed();
    let (wishes, bursts) = (load.stop().await, bursts.end().await);
    wait_until_idle(&shop, &till, SETTLED).await;
    let quiet = began.elapsed() - took;
    stop.cancel();
    bot.await.unwrap().unwrap();
    let replay = format!("HARNESS_SEED={seed} HARNESS_ORDERS={orders} cargo test --test it harness::soak -- --nocapture");
    let done = format!("{} ms of faults, quiet after {} ms", took.as_millis(), quiet.as_millis());
    println!("faults met: {met}; {bursts} outages");
    let mut report = Report::of(&shop, &till, wishes, &done, &replay).await;
    report.add(auditor.stop().await);
    report.assert_clean();
    // The prices stay.
    report.unseen.remove("carts that became too dear");
    assert!(orders < LONG || report.unseen.is_empty(), "this run did not check {:?}", report.unseen);
    assert!(sold >= orders, "the shop was stuck, or too slow: {}", report.summary);
}

/// The usual configuration without limits that customers would reach only because of the fast clock.
fn config(shop: &Shop) -> Config {
    let read = |path: &Path| if path.ends_with("shop.toml") { Ok(TOML.to_owned()) } else { Err(io::ErrorKind::NotFound.into()) };
    let mut config = Config::read(&Sources { vars: shop.vars(), read_file: &read }, &["id", "en"]).unwrap();
    config.shop.limits.max_open_orders = i64::MAX;
    config.shop.provider.requests_per_minute = 600_000;
    config.shop.provider.order_timeout_seconds = ORDER_TIMEOUT.as_secs();
    if let (Some(pakasir), Some(midtrans)) = (&mut config.pakasir, &mut config.midtrans) {
        (pakasir.requests_per_minute, midtrans.requests_per_minute) = (600_000, 600_000);
    }
    config
}

fn fast_clock() -> Clock {
    let system = Clock::system();
    let start = system.now();
    Clock::new(move || Millis(start.0 + system.now().since_ms(start) * SPEED_UP))
}
