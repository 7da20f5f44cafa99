//! Terms of leadership: of several processes on one database, one deals with Telegram's and the provider's limits at a time. It sends, asks
//! after orders and refreshes; the others take updates, answer them into the outbox, and follow what it knows.

use std::sync::atomic::Ordering;

use crate::app::{App, AppError};
use crate::domain::time::Millis;
use crate::storage::{LeaseWrite, ProviderStatus, ProviderStatusWrite, Write, WriteProbeWrite};

/// The lease on the leadership.
pub const LEADER_LEASE: &str = "leader";

/// No term.
pub(super) const NONE: i64 = -1;

/// The provider's last answer is passed on in steps of this: it is for people, and each step is a write.
const SEEN_STEP_MS: i64 = 30_000;

impl App {
    /// A leadership begins, with the lease's epoch, or ends.
    pub fn set_leader_epoch(&self, epoch: Option<i64>) {
        self.leader_epoch.store(epoch.unwrap_or(NONE), Ordering::Release);
    }

    /// The epoch of the leadership, while this process holds it.
    pub fn leader_epoch(&self) -> Option<i64> {
        Some(self.leader_epoch.load(Ordering::Acquire)).filter(|epoch| *epoch != NONE)
    }

    /// Commits only while the term lasts: whoever took the leadership over meanwhile is not interfered with.
    pub(super) fn fence(epoch: i64) -> Write {
        Write::Lease(LeaseWrite::Fence { lease: LEADER_LEASE, epoch })
    }

    /// Takes over what a holder of the leadership before may have left: times by a clock that was faster than this process's, orders that were
    /// being sent or asked after.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub async fn take_over(&self) -> Result<(), AppError> {
        if let Some(Millis(last_alive)) = self.store.find_last_alive().await? {
            self.latest.fetch_max(last_alive, Ordering::Relaxed);
        }
        self.check_clock().await?;
        self.store.commit(vec![Write::WriteProbe(WriteProbeWrite::Record { at: self.now() })]).await?;
        // The one process on SQLite knows that nobody sends any more. With several, the one before may be asleep with a call under way;
        // its orders have a deadline.
        let lost = self.recover(!self.store.is_shared()).await?;
        self.release_polls().await?;
        tracing::info!(version = env!("CARGO_PKG_VERSION"), lost, "the shop opens");
        Ok(())
    }

    /// Passes on how the shop stands, or follows whoever does. Nothing to do where there is one process.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub async fn sync_provider_status(&self) -> Result<(), AppError> {
        if !self.store.is_shared() {
            return Ok(());
        }
        let Some(epoch) = self.leader_epoch() else { return self.follow().await };
        let catalog = self.catalogs.current();
        let seen = self.provider_seen.load(Ordering::Relaxed);
        let condition = ProviderStatus {
            closed: self.closed(),
            unknown: catalog.unknown.clone(),
            stale: catalog.stale.clone(),
            seen: (seen > 0).then_some(Millis(seen - seen % SEEN_STEP_MS)),
        };
        if self.store.find_provider_status().await?.as_ref() != Some(&condition) {
            self.store.commit(vec![Self::fence(epoch), Write::ProviderStatus(ProviderStatusWrite::Set(condition))]).await?;
        }
        Ok(())
    }

    async fn follow(&self) -> Result<(), AppError> {
        let price_lists = self.store.list_price_lists().await?;
        let condition = self.store.find_provider_status().await?.unwrap_or_default();
        self.with_breaker(|breaker| breaker.adopt(condition.closed, self.now()));
        if let Some(Millis(seen)) = condition.seen {
            self.provider_seen.fetch_max(seen, Ordering::Relaxed);
        }
        self.catalogs.adopt(price_lists, condition.unknown, condition.stale);
        Ok(())
    }
}
