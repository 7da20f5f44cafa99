//! Failpoints: faults that are injected on purpose. They show that the crash harness (`tests/it/harness/`) finds such faults, and they let
//! it end the process before or after a given commit. Development builds only: a release build contains neither this file nor its variable.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The environment variable that names a failpoint, in the form that [`parse`] reads.
pub const VARIABLE: &str = "ODZRESHOP_FAILPOINT";

/// How far apart commits are that should be one: so that a kill often comes between them.
pub const BETWEEN_COMMITS: Duration = Duration::from_millis(200);

/// What this process does wrong on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failpoint {
    /// An order whose sending was cut off goes back to the queue.
    Requeue,
    /// Updates are acknowledged to Telegram before they are saved.
    AcknowledgeFirst,
    /// An order whose answer timed out is sent again.
    RetryOnTimeout,
    /// A message that could not be sent at once counts as sent.
    ForgetNotification,
    /// A payment is credited in one commit, and the order that waits for it made in another.
    SplitCart,
    /// The price of an order is given back when the order becomes uncertain.
    ReleaseAtUncertain,
    /// The process ends right before the commit with this number, counted from one.
    DieBeforeCommit(u64),
    /// The process ends right after the commit with this number, before the caller gets the result.
    DieAfterCommit(u64),
}

/// Set at most once, at the start of the process.
static ENABLED: OnceLock<Failpoint> = OnceLock::new();
static COMMITS: AtomicU64 = AtomicU64::new(0);

/// Reads `requeue`, `acknowledge-first`, `retry-on-timeout`, `forget-notification`, `split-cart`, `release-at-uncertain`, `die-before-commit:N` or `die-after-commit:N`.
///
/// # Errors
/// A warning for people, when the text is none of these.
pub fn parse(text: &str) -> Result<Failpoint, &'static str> {
    let (word, number) = text.split_once(':').map_or((text, None), |(word, number)| (word, number.parse().ok()));
    match (word, number) {
        ("requeue", None) => Ok(Failpoint::Requeue),
        ("acknowledge-first", None) => Ok(Failpoint::AcknowledgeFirst),
        ("retry-on-timeout", None) => Ok(Failpoint::RetryOnTimeout),
        ("forget-notification", None) => Ok(Failpoint::ForgetNotification),
        ("split-cart", None) => Ok(Failpoint::SplitCart),
        ("release-at-uncertain", None) => Ok(Failpoint::ReleaseAtUncertain),
        ("die-before-commit", Some(n)) => Ok(Failpoint::DieBeforeCommit(n)),
        ("die-after-commit", Some(n)) => Ok(Failpoint::DieAfterCommit(n)),
        _ => Err("nothing: this is for tests of the tests, and makes the bot lose money"),
    }
}

/// Enables it for the rest of the process.
pub fn enable(failpoint: Failpoint) {
    tracing::error!(?failpoint, "a failpoint is enabled: this process is good for tests only");
    // A second call would be a mistake of the caller; the first failpoint stays.
    let _ = ENABLED.set(failpoint);
}

/// Whether this failpoint is enabled.
pub fn is_on(failpoint: Failpoint) -> bool {
    ENABLED.get() == Some(&failpoint)
}

/// To be called before each commit.
pub fn before_commit() {
    let number = COMMITS.fetch_add(1, Ordering::SeqCst) + 1;
    if is_on(Failpoint::DieBeforeCommit(number)) {
        std::process::abort();
    }
}

/// To be called after each commit, before its caller gets the result.
pub fn after_commit() {
    if is_on(Failpoint::DieAfterCommit(COMMITS.load(Ordering::SeqCst))) {
        std::process::abort();
    }
}
