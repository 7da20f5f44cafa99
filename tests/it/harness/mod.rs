//! The crash harness: many customers pay and buy while everything fails, for as long as wanted; then the records of all sides are compared.
//!
//! - [`kills`]: the real binary, killed at random times and at every named point;
//! - [`soak`]: no kills, but calls that fail in every way, for longer than every timeout;
//! - [`replicas`]: three processes on one PostgreSQL behind a webhook, killed, paused and cut off from their database;
//! - [`failpoints`]: the same with faults injected into the bot, which the harness must find.
//!
//! The seed of a run decides what customers do, when the bot is killed and which calls fail. The same seed gives the same decisions, but the
//! interleaving of threads is not repeated, so a violation may need several runs to appear again.

mod admin;
mod check;
mod desk;
mod dice;
#[cfg(debug_assertions)]
mod failpoints;
mod faults;
mod grants;
mod kills;
mod ledger;
mod load;
mod money;
mod money_check;
mod reaper;
mod replicas;
mod soak;
mod stars;
mod till;

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::process::Command;
use std::time::{Duration, Instant};

use odzreshop_bot::sandbox::provider::{Behaviour, PENDING};

use crate::shop::Shop;
use check::Violation;
use ledger::Books;
use load::Wishes;
use till::Till;

/// The shop: open, without limits that customers would reach, first status check after a second.
const TOML: &str = include_str!("shop.toml");

/// The pause between two webhooks about the same payment at the end.
const REMIND: Duration = Duration::from_secs(3);

/// Violations that a report shows in full.
const SHOWN: usize = 5;

/// Uncertain orders that a report names.
const LISTED: usize = 20;

/// A number from the environment, for long runs; else the default.
fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name} is {text:?}, not a number")))
}

/// The seed of a run: from the environment, or random.
fn seed() -> u64 {
    number("HARNESS_SEED", RandomState::new().build_hasher().finish())
}

/// A shop for the harness, without a bot, and the gateway where its customers pay.
async fn shop() -> (Shop, Till) {
    let mut shop = Shop::closed_with(TOML).await;
    shop.provider.set_balance(1_000_000_000_000_000);
    shop.provider.set_default(Behaviour::Deliver { after: Duration::from_millis(100) });
    // Telegram lets the bot write to admins who wrote first.
    for admin in [crate::shop::SARI, crate::shop::AGUS] {
        shop.telegram.send_text(admin, "/start").unwrap();
    }
    let till = Till::open(&mut shop).await;
    (shop, till)
}

/// The real binary for this shop. It logs only errors, because thousands of processes write to one log.
fn command(shop: &Shop) -> Command {
    let mut command = shop.command(&[]);
    command.env("RUST_LOG", "error");
    command
}

/// Waits, after faults and customers have stopped, until everything in progress has ended. What does not end `within` this time is reported by
/// the check.
async fn wait_until_idle(shop: &Shop, till: &Till, within: Duration) {
    let (began, mut reminded) = (Instant::now(), None::<Instant>);
    shop.telegram.watch(std::sync::Arc::new(|_| true));
    shop.provider.watch(std::sync::Arc::new(|_| true));
    shop.telegram.clear_faults();
    till.calm();
    loop {
        // Orders that will end soon anyway are left out, because a second end of an order is not reported to the bot.
        for order in shop.provider.orders().iter().rev().take(1_000).filter(|order| order.status == PENDING && order.ends_at().is_none()) {
            shop.provider.deliver(&order.invoice, "SN-BY-HAND").unwrap();
        }
        let progress = ledger::progress(shop).await;
        let unseen = progress.as_ref().map_or_else(Vec::new, |progress| till.unseen(&progress.payments));
        let quiet = progress.is_some_and(|progress| progress.under_way == 0) && shop.telegram.undelivered_updates().is_empty();
        if (quiet && unseen.is_empty()) || began.elapsed() > within {
            return;
        }
        // A gateway repeats its webhooks; without them the bot looks at a bill that has ended less and less often, for a day.
        if reminded.is_none_or(|at| at.elapsed() > REMIND) {
            unseen.iter().for_each(|order_id| till.remind(order_id));
            reminded = Some(Instant::now());
        }
        // An update makes the bot look for other work too.
        shop.telegram.send_text(crate::shop::SARI, "/help").unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// The result of a run.
struct Report {
    /// What was done, with counts.
    summary: String,
    violations: Vec<Violation>,
    /// The violations with everything known about their orders.
    details: String,
    /// See [`money::Money::unseen`].
    unseen: BTreeSet<&'static str>,
}

impl Report {
    async fn of(shop: &Shop, till: &Till, wishes: Wishes, done: &str, replay: &str) -> Self {
        let books = Books::read(shop, till, wishes).await;
        let violations = check::violations(&books);
        let uncertain = check::uncertain(&books);
        let placed = uncertain.iter().filter(|(_, placed)| *placed).count();
        let ids: Vec<&str> = uncertain.iter().take(LISTED).map(|(id, _)| *id).collect();
        let summary = format!(
            "{done}; {} orders, {} taken, {} uncertain of which {placed} taken; {}; {} updates acknowledged; {} violations; {replay}\n\
             uncertain: {}{}",
            books.orders.len(),
            books.taken.len(),
            uncertain.len(),
            books.money,
            books.acknowledged.len(),
            violations.len(),
            ids.join(" "),
            if uncertain.len() > LISTED { " ..." } else { "" },
        );
        let mut details = format!("{summary}\n");
        for violation in violations.iter().take(SHOWN * 4) {
            details.push_str(&format!("{violation}\n"));
        }
        for order in violations.iter().filter_map(|violation| violation.order.as_deref()).collect::<BTreeSet<_>>().into_iter().take(SHOWN) {
            details.push_str(&about(shop, &books, order).await);
        }
        Self { summary, violations, details, unseen: books.money.unseen() }
    }

    /// Adds what audits during the run found.
    fn add(&mut self, audits: Vec<String>) {
        for what in audits {
            self.details.push_str(&format!("{what}\n"));
            self.violations.push(Violation { kind: check::Kind::Ledger, order: None, what });
        }
    }

    /// The kinds of the violations.
    #[cfg(debug_assertions)]
    fn kinds(&self) -> BTreeSet<check::Kind> {
        self.violations.iter().map(|violation| violation.kind).collect()
    }

    fn assert_clean(&self) {
        println!("{}", self.summary);
        assert!(self.violations.is_empty(), "{}", self.details);
    }
}

/// An order in both ledgers, with its history and its customer's chat.
async fn about(shop: &Shop, books: &Books, id: &str) -> String {
    let ours = books.orders.iter().find(|order| order.id.0 == id);
    let theirs: Vec<_> = books.taken.iter().filter(|order| order.ref_id.as_deref() == Some(id)).collect();
    let history = ledger::history(shop, id).await.join("\n  ");
    let chat = ours.map_or_else(String::new, |order| shop.telegram.transcript(order.chat_id));
    let chat: Vec<&str> = chat.lines().rev().take(60).collect();
    let chat: Vec<&str> = chat.into_iter().rev().collect();
    format!(
        "\n== {id}\nours: {ours:?}\nhistory:\n  {history}\ntheirs: {theirs:?}\nposts: {:?}\nchat, its end:\n{}\n",
        books.posts.get(id),
        chat.join("\n")
    )
}
