//! Maintenance: old rows are forgotten, and a clock that is rolled back does no harm. What is due is on disk by the clock of its writing:
//! once that turns out to have been fast, everything would stand still until the right time has caught up. So it is all brought forward by
//! as much.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::app::{AppError, Clock};
use crate::domain::time::Millis;
use crate::storage::{MaintenanceWrite, Store, Write, WriteProbeWrite};

/// Less than this is the clock's usual trembling, and soon waited for.
const TOLERANCE_MS: i64 = 5_000;

/// Keeps the database in order.
pub struct Maintenance {
    store: Store,
    clock: Clock,
    /// The latest time that the clock has shown, in unix milliseconds; from taking over on also to the leader before.
    latest: AtomicI64,
}

impl Maintenance {
    pub(super) fn new(store: Store, clock: Clock) -> Self {
        let latest = AtomicI64::new(clock.now().0);
        Self { store, clock, latest }
    }

    /// The clock has shown this time, to this process or to another.
    pub(super) fn has_shown(&self, time: Millis) {
        self.latest.fetch_max(time.0, Ordering::Relaxed);
    }

    /// Looks whether the clock was rolled back since the last look, or since the shop was last alive.
    ///
    /// # Errors
    /// When what waits can't be brought forward; the next look tries again.
    pub async fn check_clock(&self) -> Result<(), AppError> {
        let now = self.clock.now();
        let by_ms = Millis(self.latest.fetch_max(now.0, Ordering::Relaxed)).since_ms(now);
        if by_ms < TOLERANCE_MS {
            return Ok(());
        }
        tracing::warn!(seconds = by_ms / 1_000, "clock rollback; due times were rebased");
        self.store.commit(vec![Write::WriteProbe(WriteProbeWrite::RebaseDueTimes { by_ms, now })]).await?;
        self.latest.store(now.0, Ordering::Relaxed);
        let wake_ups = self.store.wake_ups();
        for wake_up in [&wake_ups.outbox_ready, &wake_ups.orders_ready, &wake_ups.polls_ready, &wake_ups.queries_ready] {
            wake_up.notify_one();
        }
        Ok(())
    }

    /// Forgets rows that nobody needs any more.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn prune(&self) -> Result<(), AppError> {
        Ok(self.store.commit(vec![Write::Maintenance(MaintenanceWrite::Prune { now: self.clock.now() })]).await?)
    }
}
