//! Whether Telegram answers.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::domain::time::Millis;

/// The name of both ways of receiving updates, for [`Heartbeats`](crate::app::Heartbeats).
pub(super) const UPDATES: &str = "updates";

/// Admins are told about an outage of Telegram that lasted this long.
const TELL_AFTER_MS: i64 = 10 * 60_000;

/// Called when Telegram answers after a long outage, with the time of its last answer before.
pub type OnReturn = Box<dyn Fn(Millis) + Send + Sync>;

/// Telegram answers again, at `now`: logs it, and calls `on_return` after a long outage.
pub(super) fn welcome_back(heard_at: Option<Millis>, now: Millis, on_return: &OnReturn) {
    tracing::info!("Telegram answers again");
    if let Some(since) = heard_at.filter(|at| now.since_ms(*at) >= TELL_AFTER_MS) {
        on_return(since);
    }
}

/// When Telegram last answered.
#[derive(Debug, Default)]
pub struct Health(AtomicI64);

impl Health {
    /// Records that Telegram answered at `now`.
    pub fn answered(&self, now: Millis) {
        self.0.store(now.0, Ordering::Relaxed);
    }

    /// When Telegram last answered, if ever since the start.
    pub fn last_answer(&self) -> Option<Millis> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            at => Some(Millis(at)),
        }
    }
}
