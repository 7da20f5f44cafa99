//! The write probe: a small write now and then. It notices a database that can't be written while nobody asks for anything, and
//! remembers when the shop was last alive.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::app::{Clock, LeaderEpoch};
use crate::domain::time::Millis;
use crate::storage::{Store, Write, WriteProbeWrite};

/// Between two beats while all is well.
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

    /// Writes that the shop is alive, and notes whether that worked.
    pub async fn probe(&self) {
        let now = self.clock.now();
        // Only the leader's clock counts.
        let beat = if self.epoch.current().is_some() {
            Write::WriteProbe(WriteProbeWrite::Record { at: now })
        } else {
            Write::WriteProbe(WriteProbeWrite::Touch)
        };
        let beaten = self.store.commit(vec![beat]).await;
        let failing_since = *self.failing.borrow();
        match (beaten, failing_since) {
            (Ok(()), Some(since)) => {
                tracing::info!(seconds = now.since_ms(since) / 1_000, "the database can be written again");
                self.failing.send_replace(None);
            }
            (Err(error), None) => {
                tracing::error!(%error, "nothing can be written; until it can, nothing is taken on and no order is sent");
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
