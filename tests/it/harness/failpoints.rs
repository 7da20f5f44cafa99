//! Proves the harness: with a fault injected into the bot it reports exactly that kind of violation, and without it none.

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use super::check::Kind;
use super::faults::Faults;
use super::kills::Trial;
use super::load::{Habits, Load};
use super::{Report, command, ledger, shop, wait_until_idle};
use crate::shop::process::Process;

/// Kills only at these points, where the faults below do harm.
const AT_ORDERS: &[&str] = &["after /order"];
const AT_POLLS: &[&str] = &["before getUpdates", "after getUpdates"];
/// The bill's message becomes "paid" right after the commit that credits it.
const AT_CREDITS: &[&str] = &["before editMessageCaption"];

/// On a busy machine a process may be killed before it has sold anything, again and again: then the fault had no occasion, and another trial
/// follows.
const SEEDS: [u64; 3] = [11, 12, 13];

/// Runs the same trial without and with each of the failpoints; returns the violations with them. Without one there must be none.
async fn killed<const N: usize>(
    failpoints: [&'static str; N],
    (kills, prepaid): (usize, u64),
    only: &'static [&'static str],
) -> [BTreeSet<Kind>; N] {
    let trial = |seed, failpoint| tokio::spawn(Trial { seed, kills, only: Some(only), failpoint, customers: 8, prepaid }.run());
    let (without, with) = (trial(SEEDS[0], None), failpoints.map(|failpoint| trial(SEEDS[0], Some(failpoint))));
    let mut kinds = [const { BTreeSet::new() }; N];
    for ((kinds, failpoint), with) in kinds.iter_mut().zip(failpoints).zip(with) {
        let (mut report, _) = with.await.unwrap();
        println!("{failpoint}: {}", report.summary);
        for seed in &SEEDS[1..] {
            if report.kinds().is_empty() {
                (report, _) = trial(*seed, Some(failpoint)).await.unwrap();
                println!("{failpoint} again: {}", report.summary);
            }
        }
        *kinds = report.kinds();
    }
    let (without, _) = without.await.unwrap();
    println!("no failpoint: {}", without.summary);
    without.assert_clean();
    kinds
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_requeued_interrupted_order_and_an_early_release_are_found() {
    let [requeue, release] = killed(["requeue", "release-at-uncertain"], (40, 4_000), AT_ORDERS).await;
    assert!(requeue.contains(&Kind::Doubled) && requeue.contains(&Kind::PostedAgain), "{requeue:?}");
    // Money that belongs to an open order is spent again.
    assert!(release.contains(&Kind::Hold) && release.contains(&Kind::Ledger) && !release.contains(&Kind::Doubled), "{release:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledgement_before_saving_is_found() {
    let [with] = killed(["acknowledge-first"], (40, 4_000), AT_POLLS).await;
    assert!(with.contains(&Kind::LostUpdate), "{with:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_credit_and_its_cart_in_two_commits_are_found() {
    let [with] = killed(["split-cart"], (80, 0), AT_CREDITS).await;
    // The order is never made, and its customer is not told about the money either.
    assert!(with.contains(&Kind::Cart) && with.contains(&Kind::Untold), "{with:?}");
}

/// How long it runs: until it has sold enough, on a slow machine longer.
const LEAST: Duration = Duration::from_secs(20);
const MOST: Duration = Duration::from_secs(120);
const ENOUGH: i64 = 60;

/// One process of the real binary while calls fail.
async fn soaked(failpoint: Option<&'static str>) -> Report {
    let seed = 11;
    let (shop, till) = shop().await;
    // The shop's order timeout is 5 s, the shortest that `shop.toml` allows.
    let faults = Faults { faults: 3_000, order_timeout: Duration::from_secs(5), late: 8_000, closing: 0, hanging: 0 };
    faults.begin(seed, &shop.telegram, &shop.provider);
    till.begin_faults(seed, |_| true);
    let mut command = command(&shop);
    command.envs(failpoint.map(|failpoint| ("ODZRESHOP_FAILPOINT", failpoint)));
    let bot = Process::start(&mut command, shop.log_file());
    let load = Load::start(
        &shop,
        &till,
        seed,
        Habits { customers: 30, patience: Duration::from_secs(6), think_ms: 120, prepaid: 8_000, in_stars: 3_000, reprices: false },
    );
    let began = Instant::now();
    let sold = async || ledger::progress(&shop).await.map_or(0, |progress| progress.orders);
    while began.elapsed() < LEAST || (sold().await < ENOUGH && began.elapsed() < MOST) {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let wishes = load.stop().await;
    wait_until_idle(&shop, &till, Duration::from_secs(60)).await;
    let (status, _) = bot.terminate().await;
    assert!(status.success(), "{status}");
    let report = Report::of(&shop, &till, wishes, failpoint.unwrap_or("no failpoint"), "the seed is fixed").await;
    println!("{}", report.summary);
    report
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_retry_on_timeout_and_a_forgotten_notification_are_found() {
    let (retry, forget, nothing) = tokio::join!(soaked(Some("retry-on-timeout")), soaked(Some("forget-notification")), soaked(None));
    nothing.assert_clean();
    let (retry, forget) = (retry.kinds(), forget.kinds());
    // Posted again in any case; accepted twice if the first one was accepted.
    assert!(retry.contains(&Kind::Doubled) && retry.contains(&Kind::PostedAgain), "{retry:?}");
    assert!(forget.contains(&Kind::Untold) && !forget.contains(&Kind::Doubled), "{forget:?}");
}

#[test]
fn only_a_development_build_contains_failpoints() {
    let binary = fs::read(env!("CARGO_BIN_EXE_odzreshop-bot")).unwrap();
    let name = "ODZRESHOP_FAILPOINT".as_bytes();
    assert_eq!(binary.windows(name.len()).any(|bytes| bytes == name), cfg!(debug_assertions));
}
