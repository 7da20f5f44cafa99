//! The write probe: a small write at intervals. It finds a database that can't be written also while nothing else is written, and records
//! when the shop was last alive.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::app::{Clock, LeaderEpoch};
use crate::domain::time::Millis;
use crate::storage::{Store, Write, WriteProbeWrite};

/// The time between two probes while the database can be written.
pub const WRITE_PROBE_EVERY: Duration = Duration::from_secs(10);

/// Finds out whether the database can be written.
pub struct WriteProbe {
    store: Store,
    clock: Clock,
    epoch: Arc<LeaderEpoch>,
    /// Since when the database can't be written.
    failing: watch::Sender<Option<Millis>>,
}

impl WriteProbe {
    pub(super) fn new(store: Store, clock: Clock, epoch: Arc<LeaderEpoch>) -> Self {
        Self { store, clock, epoch, failing: watch::Sender::new(None) }
    }

    /// Makes the write, and notes whether it succeeded.
    pub async fn probe(&self) {
        let now = self.clock.now();
        // Only the leader's clock counts.
        let write = if self.epoch.current().is_some() {
            Write::WriteProbe(WriteProbeWrite::Record { at: now })
        } else {
            Write::WriteProbe(WriteProbeWrite::Touch)
        };
        let written = self.store.commit(vec![write]).await;
        let failing_since = *self.failing.borrow();
        match (written, failing_since) {
            (Ok(()), Some(since)) => {
                tracing::info!(seconds = now.since_ms(since) / 1_000, "the database can be written again");
                self.failing.send_replace(None);
            }
            (Err(error), None) => {
                tracing::error!(%error, "the database can't be written; until it can, no update is accepted and no order is sent");
                self.failing.send_replace(Some(now));
            }
            (Ok(()), None) | (Err(_), Some(_)) => {}
        }
    }

    /// Since when the database can't be written; none while it can.
    pub fn failing(&self) -> watch::Receiver<Option<Millis>> {
        self.failing.subscribe()
    }
}
