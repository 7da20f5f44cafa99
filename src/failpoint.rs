//! Faults that are injected on purpose, so that the crash harness (`tests/it/harness/`) can be shown to find them, and the points around
//! each commit at which it ends the process. Development builds only: no release build contains this file, nor its variable.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// The environment variable that names a plant, in words that [`parse`] reads.
pub const VARIABLE: &str = "ODZRESHOP_PLANT";

/// What this process was told to do wrong.
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
    /// The process ends right before its commit of this number, counted from one.
    DieBeforeCommit(u64),
    /// The process ends right after it, before whoever asked for the commit hears of it.
    DieAfterCommit(u64),
}

/// Set once, at the start of the process; a library that is used without it has nothing injected.
static ENABLED: OnceLock<Failpoint> = OnceLock::new();
static COMMITS: AtomicU64 = AtomicU64::new(0);

/// Reads `requeue`, `acknowledge-first`, `retry-on-timeout`, `forget-notification`, `die-before-commit:N` or `die-after-commit:N`.
///
/// # Errors
/// What would have been understood.
pub fn parse(text: &str) -> Result<Failpoint, &'static str> {
    let (word, number) = text.split_once(':').map_or((text, None), |(word, number)| (word, number.parse().ok()));
    match (word, number) {
        ("requeue", None) => Ok(Failpoint::Requeue),
        ("acknowledge-first", None) => Ok(Failpoint::AcknowledgeFirst),
        ("retry-on-timeout", None) => Ok(Failpoint::RetryOnTimeout),
        ("forget-notice", None) => Ok(Failpoint::ForgetNotification),
        ("die-before-commit", Some(n)) => Ok(Failpoint::DieBeforeCommit(n)),
        ("die-after-commit", Some(n)) => Ok(Failpoint::DieAfterCommit(n)),
        _ => Err("nothing: this is for tests of the tests, and makes the bot lose money"),
    }
}

/// Plants it for the rest of the process.
pub fn enable(enable: Failpoint) {
    tracing::error!(?enable, "a fault is planted in this process: it is good for tests only");
    // A second one would be a mistake of the caller's; the first stays.
    let _ = ENABLED.set(enable);
}

/// Whether this is injected.
pub fn is_on(enable: Failpoint) -> bool {
    ENABLED.get() == Some(&enable)
}

/// A commit is about to begin.
pub fn before_commit() {
    let number = COMMITS.fetch_add(1, Ordering::SeqCst) + 1;
    if is_on(Failpoint::DieBeforeCommit(number)) {
        std::process::abort();
    }
}

/// A commit is on disk, and nobody knows yet.
pub fn after_commit() {
    if is_on(Failpoint::DieAfterCommit(COMMITS.load(Ordering::SeqCst))) {
        std::process::abort();
    }
}
