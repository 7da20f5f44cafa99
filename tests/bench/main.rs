//! How fast the bot answers: the release binary between the simulated Telegram, provider and gateway, on loopback. Prints figures, asserts none.
//!
//! With the argument `screens` it opens every screen on a large database instead: see `screens`.
//!
//! The bot keeps to Telegram's pace (`Limits::TELEGRAM`: 30 messages a second in all). What waits for that is not slow but polite, so
//! customers here come no faster than it allows, and the figures tell what the bot itself takes. A floor is measured in the same way:
//! a loop that answers at once, without a database. The difference is the bot's. Linux only: memory and CPU are read from `/proc`.
#![allow(clippy::unwrap_used, reason = "a benchmark that can't go on has nothing better to do than to stop")]
#![allow(clippy::float_arithmetic, reason = "milliseconds are no money")]

mod bot;
mod customer;
mod fill;
mod floor;
mod pay;
mod picture;
#[path = "../it/postgres/mod.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod postgres;
mod screens;

use std::time::Duration;

use odzreshop_bot::sandbox::provider::{self, Behaviour, Provider};
use odzreshop_bot::sandbox::telegram::{self, Telegram, User};
use tokio::task::JoinSet;
use tokio::time::sleep;

use bot::Bot;
use customer::{Customer, Seen};

/// Starts, and customers that come one after the other at each.
const ROUNDS: usize = 3;
const ALONE: i64 = 8;
/// The pause between two actions of a single customer: the messages stay below the pace.
const ALONE_THINKS: Duration = Duration::from_millis(100);
/// Customers who come while others are still buying, and how soon one after the other: three a second is what the pace allows.
const MANY: i64 = 100;
const MANY_APART: Duration = Duration::from_millis(333);
const MANY_THINK: Duration = Duration::from_millis(1_000);
/// After the start, until memory counts as being at rest.
const REST: Duration = Duration::from_millis(1_500);

#[tokio::main]
async fn main() {
    let asked = |what: &str| std::env::args().any(|argument| argument == what);
    if !asked("--bench") {
        return println!("a benchmark: cargo bench --bench press, or cargo bench --bench press -- screens");
    }
    if asked("screens") {
        return screens::print().await;
    }
    let (mut drawn, kib) = picture::draw_many();
    println!("a bill's picture             {}  {kib} KiB at most", quantiles(&mut drawn));
    let (mut starts, mut rests, mut alone) = (Vec::new(), Vec::new(), Seen::default());
    for _ in 0..ROUNDS {
        let (telegram, provider) = scene().await;
        let bot = Bot::start(&telegram, &provider).await;
        starts.push(bot.started_ms);
        sleep(REST).await;
        rests.push(bot.memory_mib("VmRSS"));
        for id in 1..=ALONE {
            alone.add(Customer::new(&telegram, id).buy(ALONE_THINKS).await);
        }
        end(bot, &telegram, &provider).await;
    }
    println!("start to first getUpdates    {:7.1} ms", middle(&mut starts));
    println!("memory at rest               {:7.1} MiB", middle(&mut rests));
    let (telegram, _provider) = scene().await;
    let mut floor = floor::answers_ms(&telegram).await;
    println!("floor: answer to a text      {}", quantiles(&mut floor));
    println!("one customer at a time, {} acts", alone.first.len());
    print_seen(&mut alone);
    many().await;
    pay::print().await;
}

/// Customers who buy side by side.
async fn many() {
    let (telegram, provider) = scene().await;
    let bot = Bot::start(&telegram, &provider).await;
    sleep(REST).await;
    let (cpu_before, mut customers, mut seen) = (bot.cpu_ms(), JoinSet::new(), Seen::default());
    for id in 1..=MANY {
        let customer = Customer::new(&telegram, id);
        customers.spawn(async move {
            let seen = customer.buy(MANY_THINK).await;
            customer.receive().await;
            seen
        });
        sleep(MANY_APART).await;
    }
    while let Some(bought) = customers.join_next().await {
        seen.add(bought.unwrap());
    }
    let cpu_ms = bot.cpu_ms() - cpu_before;
    println!("{MANY} customers, three new ones a second, {} acts", seen.first.len());
    print_seen(&mut seen);
    println!("  CPU a purchase             {:7.2} ms", cpu_ms / MANY as f64);
    println!("  memory at most             {:7.1} MiB", bot.memory_mib("VmHWM"));
    end(bot, &telegram, &provider).await;
}

async fn scene() -> (Telegram, Provider) {
    let telegram = Telegram::start(telegram::Options::default()).await.unwrap();
    (1..=MANY).for_each(|id| telegram.add_user(User::new(id, "Budi", "id")));
    let options = provider::Options { balance: 10_000_000, ..provider::Options::default() };
    let provider = Provider::start(options).await.unwrap().with_default_shop();
    provider.set_default(Behaviour::Deliver { after: Duration::from_millis(500) });
    (telegram, provider)
}

async fn end(bot: Bot, telegram: &Telegram, provider: &Provider) {
    bot.stop().await;
    assert_eq!((telegram.violations(), provider.doubles()), (Vec::new(), Vec::new()), "fast, but wrong");
    telegram.stop().await;
    provider.stop().await;
}

fn print_seen(seen: &mut Seen) {
    println!("  first answer to an act     {}", quantiles(&mut seen.first));
    println!("  what was asked for shows   {}", quantiles(&mut seen.page));
}

fn quantiles(samples: &mut [f64]) -> String {
    samples.sort_by(f64::total_cmp);
    let at = |percent: usize| samples[(samples.len() * percent / 100).min(samples.len() - 1)];
    format!("{:7.2} ms p50 {:7.2} ms p99", at(50), at(99))
}

fn middle(samples: &mut [f64]) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}
