//! Leadership: of several processes on one database only the leader sends messages and orders, polls orders and refreshes the price lists,
//! so that the limits of Telegram and the provider hold for the whole shop. The others handle updates and copy the provider status from it.

use std::sync::Arc;

use crate::app::epoch::fence;
use crate::app::refusals::{REFUSAL, Refusals};
use crate::app::{AppError, Catalogs, Clock, LeaderEpoch, Maintenance, ProviderCalls, Submitter};
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::{ProviderStatus, ProviderStatusWrite, Store, Write, WriteProbeWrite};

/// The time of the provider's last answer is shared in steps of this: it is only shown to people, and each step costs a write.
const SEEN_STEP_MS: i64 = 30_000;

/// Whether this process leads, what it takes over from the leader before, and what it shares.
pub struct Leadership {
    pub(super) store: Store,
    pub(super) clock: Clock,
    /// Set when a leadership begins, with the epoch of its lease, and when it ends.
    pub epoch: Arc<LeaderEpoch>,
    pub(super) provider: Arc<ProviderCalls>,
    pub(super) catalogs: Arc<Catalogs>,
    pub(super) maintenance: Arc<Maintenance>,
    pub(super) submitter: Arc<Submitter>,
    pub(super) refusals: Arc<Refusals>,
}

impl Leadership {
    /// Takes over from the leader before: due times by a clock that was faster than this one, orders that were being sent.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub async fn take_over(&self, shop: &Shop) -> Result<(), AppError> {
        if let Some(last_alive) = self.store.find_last_alive().await? {
            self.maintenance.has_shown(last_alive);
        }
        self.maintenance.check_clock().await?;
        self.store.commit(vec![Write::WriteProbe(WriteProbeWrite::Record { at: self.clock.now() })]).await?;
        // The only process on SQLite knows that no other one sends. With several, the leader before may be suspended during a call; its
        // orders have a deadline.
        self.refusals.adopt(self.store.find_told(REFUSAL).await?);
        let lost = self.submitter.recover(shop, !self.store.is_shared()).await?;
        tracing::info!(version = env!("CARGO_PKG_VERSION"), lost, "the shop opens");
        Ok(())
    }

    /// Shares the provider status as the leader, or copies it from the leader. Does nothing if there is only one process.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub async fn sync_provider_status(&self) -> Result<(), AppError> {
        if !self.store.is_shared() {
            return Ok(());
        }
        let Some(epoch) = self.epoch.current() else { return self.follow().await };
        let (unknown, stale) = self.catalogs.marks();
        let seen = self.provider.seen().map(|Millis(seen)| Millis(seen - seen % SEEN_STEP_MS));
        let status = ProviderStatus { closed: self.provider.closed(), unknown, stale, seen };
        let provider = self.provider.name();
        if self.store.find_provider_status(provider).await?.as_ref() != Some(&status) {
            self.store.commit(vec![fence(epoch), Write::ProviderStatus(ProviderStatusWrite::Set { provider, status })]).await?;
        }
        Ok(())
    }

    async fn follow(&self) -> Result<(), AppError> {
        let price_lists = self.store.list_price_lists(self.provider.name()).await?;
        let status = self.store.find_provider_status(self.provider.name()).await?.unwrap_or_default();
        self.provider.adopt(status.closed, status.seen);
        self.catalogs.adopt(price_lists, status.unknown, status.stale);
        Ok(())
    }
}
