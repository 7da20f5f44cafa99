//! Whether Telegram answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::domain::notification::HealthNotification;
use crate::domain::time::Millis;
use crate::telegram::features::status::TelegramState;

/// The name of both ways of receiving updates, for [`Heartbeats`](crate::app::Heartbeats).
pub(super) const UPDATES: &str = "updates";

/// Admins are told about an outage of Telegram that lasted this long.
const TELL_AFTER_MS: i64 = 10 * 60_000;

/// How long it is shown that another program polls with this token.
const SHOW_SHARED_MS: i64 = 60 * 60_000;

/// Tells the admins of it.
pub type Announce = Arc<dyn Fn(HealthNotification) + Send + Sync>;

/// Telegram answers again, at `now`: logs it, and tells admins after a long outage.
pub(super) fn welcome_back(heard_at: Option<Millis>, now: Millis, announce: &Announce) {
    tracing::info!("Telegram answers again");
    if let Some(since) = heard_at.filter(|at| now.since_ms(*at) >= TELL_AFTER_MS) {
        announce(HealthNotification::TelegramBack { since });
    }
}

/// How Telegram stands, as this process sees it. Zero: not since the start.
#[derive(Debug, Default)]
pub struct Health {
    answered_at: AtomicI64,
    shared_at: AtomicI64,
}

impl Health {
    /// Records that Telegram answered at `now`.
    pub fn answered(&self, now: Millis) {
        self.answered_at.store(now.0, Ordering::Relaxed);
    }

    /// When Telegram last answered, if ever since the start.
    pub fn last_answer(&self) -> Option<Millis> {
        at(&self.answered_at)
    }

    /// Records that another program polled with this token at `now`.
    pub(super) fn shared(&self, now: Millis) {
        self.shared_at.store(now.0, Ordering::Relaxed);
    }

    /// How Telegram stands at `now`.
    pub fn state(&self, now: Millis) -> TelegramState {
        let shared_at = at(&self.shared_at).filter(|at| now.since_ms(*at) < SHOW_SHARED_MS);
        TelegramState { last_answer: self.last_answer(), shared_at }
    }
}

fn at(time: &AtomicI64) -> Option<Millis> {
    Some(time.load(Ordering::Relaxed)).filter(|at| *at != 0).map(Millis)
}
