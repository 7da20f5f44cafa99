//! A clock that is rolled back. What is due is on disk by the clock of its writing: once that turns out to have been fast, everything would
//! stand still until the right time has caught up. So it is all brought forward by as much.

use std::sync::atomic::Ordering;

use crate::app::{App, AppError};
use crate::domain::time::Millis;
use crate::storage::{Write, WriteProbeWrite};

/// Less than this is the clock's usual trembling, and soon waited for.
const TOLERANCE_MS: i64 = 5_000;

impl App {
    /// Looks whether the clock was rolled back since the last look, or since the shop was last alive.
    ///
    /// # Errors
    /// When what waits can't be brought forward; the next look tries again.
    pub async fn check_clock(&self) -> Result<(), AppError> {
        let now = self.now();
        let by_ms = Millis(self.latest.fetch_max(now.0, Ordering::Relaxed)).since_ms(now);
        if by_ms < TOLERANCE_MS {
            return Ok(());
        }
        tracing::warn!(seconds = by_ms / 1_000, "the clock was set back; what waits is brought forward");
        self.store.commit(vec![Write::WriteProbe(WriteProbeWrite::RebaseDueTimes { by_ms, now })]).await?;
        self.latest.store(now.0, Ordering::Relaxed);
        let wake_ups = self.store.wake_ups();
        for wake_up in [&wake_ups.outbox_ready, &wake_ups.orders_ready, &wake_ups.polls_ready, &wake_ups.queries_ready] {
            wake_up.notify_one();
        }
        Ok(())
    }
}
