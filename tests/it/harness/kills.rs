//! The real binary under load, killed again and again.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use odzreshop_bot::sandbox::telegram;

use super::load::{Habits, Load};
use super::money::Auditor;
use super::reaper::{Reaper, Tally};
use crate::shop::process::Process;

use super::{Report, check, command, number, reaper, seed, shop, wait_until_idle};

/// Kills per shop, so that the database stays small and a violation is found early.
const EPISODE: usize = 500;
/// From so many kills on a run must meet all that it checks.
const LONG: usize = 2_000;
/// How long after the last kill everything must have ended.
const SETTLED: Duration = Duration::from_secs(60);

/// A run with one shop.
pub struct Trial {
    pub seed: u64,
    pub kills: usize,
    pub only: Option<&'static [&'static str]>,
    /// The fault that is injected into the bot.
    pub failpoint: Option<&'static str>,
    pub customers: i64,
    /// See [`Habits::prepaid`].
    pub prepaid: u64,
}

impl Trial {
    /// Customers buy while the bot is killed, then everything ends, then the check.
    pub async fn run(self) -> (Report, Tally) {
        let (shop, till) = shop().await;
        let began = Instant::now();
        // Where a failpoint has to be met, customers take the shortest way to an order.
        let in_stars = if self.only.is_some() { 0 } else { 3_000 };
        let habits = Habits {
            customers: self.customers,
            patience: Duration::from_secs(6),
            think_ms: 60,
            prepaid: self.prepaid,
            in_stars,
            reprices: self.only.is_none(),
        };
        let auditor = Auditor::start(&shop);
        let load = Load::start(&shop, &till, self.seed, habits);
        let mut command = command(&shop);
        if let Some(failpoint) = self.failpoint {
            command.env("ODZRESHOP_FAILPOINT", failpoint);
        }
        let longest = Duration::from_millis(if cfg!(debug_assertions) { 180 } else { 120 });
        let reaper = Reaper { seed: self.seed, kills: self.kills, only: self.only, longest };
        let reaped = reaper.reap(&shop, &till, command).await;
        let took = began.elapsed();
        let wishes = load.stop().await;
        let polls = shop.telegram.read(telegram::State::polls);
        let bot = Process::start(&mut super::command(&shop), shop.log_file());
        // A bot that is still starting has no signal handler yet: SIGTERM would kill it.
        shop.telegram.wait_until("the bot to ask for updates", |state| (state.polls() > polls).then_some(())).await.unwrap();
        wait_until_idle(&shop, &till, SETTLED).await;
        let (status, _) = bot.terminate().await;
        let replay = match self.only {
            Some(_) => "cargo test --test it harness::failpoints -- --nocapture".to_owned(),
            None => format!("HARNESS_SEED={} HARNESS_KILLS={} cargo test --test it harness::kills -- --nocapture", self.seed, self.kills),
        };
        let done = format!("{} kills in {} ms, quiet after {} ms", self.kills, took.as_millis(), (began.elapsed() - took).as_millis());
        let mut report = Report::of(&shop, &till, wishes, &done, &replay).await;
        report.add(auditor.stop().await);
        let (tally, died) = match reaped {
            Ok(tally) => (tally, (!status.success()).then(|| format!("the bot ended with {status}"))),
            Err(died) => (Tally::new(), Some(died)),
        };
        if let Some(what) = died {
            report.details.push_str(&format!("{what}\n{}", shop.log()));
            report.violations.push(check::Violation { kind: check::Kind::Died, order: None, what });
        }
        (report, tally)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_point_it_keeps_its_promises() {
    let (seed, kills) = (seed(), usize::try_from(number("HARNESS_KILLS", 300)).unwrap());
    let mut left = kills;
    let (mut sum, mut unseen) = (Tally::new(), None::<BTreeSet<&str>>);
    for episode in 0.. {
        if left == 0 {
            break;
        }
        let part = left.min(EPISODE);
        left -= part;
        let trial = Trial { seed: seed.wrapping_add(episode), kills: part, only: None, failpoint: None, customers: 16, prepaid: 4_000 };
        println!("seed {}", trial.seed);
        let (report, tally) = trial.run().await;
        report.assert_clean();
        unseen = Some(unseen.map_or(report.unseen.clone(), |unseen| &unseen & &report.unseen));
        tally.into_iter().for_each(|(at, count)| *sum.entry(at).or_default() += count);
    }
    let unseen = unseen.unwrap_or_default();
    println!("{sum:#?}\nnever reached: {:?}\nnever happened: {unseen:?}", reaper::missed(&sum));
    assert!(kills < LONG || unseen.is_empty(), "this run did not check {unseen:?}");
}
