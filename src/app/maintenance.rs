//! Maintenance: deletes old rows, and rebases due times after a clock rollback. Due times are stored by the clock that set them; if that
//! clock was fast, all work would wait until the right time has caught up. So all due times are moved back by the same amount.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::app::{AppError, Clock};
use crate::domain::time::Millis;
use crate::storage::{MaintenanceWrite, Store, WakeUps, Write, WriteProbeWrite};

/// Smaller rollbacks are usual corrections of a clock, and the wait is short.
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

    /// Notes that the clock has shown this time, in this process or in another.
    pub(super) fn has_shown(&self, time: Millis) {
        self.latest.fetch_max(time.0, Ordering::Relaxed);
    }

    /// Checks whether the clock was rolled back since the last check, or since the shop was last alive.
    ///
    /// # Errors
    /// When the due times can't be rebased; the next check tries again.
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
        let WakeUps { inbox_ready: _, outbox_ready, orders_ready, polls_ready, queries_ready, bills_ready } = wake_ups;
        for wake_up in [outbox_ready, orders_ready, polls_ready, queries_ready, bills_ready] {
            wake_up.notify_one();
        }
        Ok(())
    }

    /// Deletes rows that are no longer needed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn prune(&self) -> Result<(), AppError> {
        Ok(self.store.commit(vec![Write::Maintenance(MaintenanceWrite::Prune { now: self.clock.now() })]).await?)
    }
}
