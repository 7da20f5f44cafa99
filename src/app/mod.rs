//! Use cases: read, let the domain decide, write.
//!
//! What a person asks for returns [`Effects`] that the caller commits together with its own; what a worker does by itself commits here.
//! Nothing in this room knows Telegram, and nothing outside it decides what happens to an order.

mod access;
mod admin;
mod admin_alerts;
mod catalog;
mod clock;
mod clock_rollback;
mod heartbeats;
mod leadership;
mod notify;
mod order;
mod poll;
mod provider_health;
mod provider_query;
mod random;
mod reconciliation;
mod refusals;
mod resolve;
mod session;
mod submit;
mod write_probe;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use tokio::sync::{Semaphore, watch};

use crate::domain::notification::ClosedReason;
use crate::domain::order::{ApplyArgs, IllegalTransition};
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::provider::Client;
use crate::provider::breaker::Breaker;
use crate::storage::{CommitError, ReadError, Store, Write};

pub use access::AccessAnswer;
pub use admin::{Decision, Inspection, Overview, invoice};
pub use catalog::Catalogs;
pub use clock::Clock;
pub use heartbeats::Heartbeats;
pub use leadership::LEADER_LEASE;
pub use notify::NotificationSource;
pub use order::{Placement, Repeat};
pub use random::token;
pub use resolve::Resolution;
pub use session::Session;
pub use write_probe::WRITE_PROBE_EVERY;

/// A question to the provider, with its identity.
pub use crate::storage::QueuedQuery;
/// Where somebody stands, and what their buttons do, as stored.
pub use crate::storage::{Dialogue, Keyboard};

/// Where alerts for admins go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdminChat {
    pub chat_id: i64,
    pub topic: Option<i64>,
}

/// What is to be written because of what somebody did. Committed all together, or not at all.
pub type Effects = Vec<Write>;

/// The shop at work. One for the whole process.
pub struct App {
    pub(crate) store: Store,
    pub(crate) shop: Shop,
    pub(crate) clock: Clock,
    provider: Client,
    breaker: Mutex<Breaker>,
    catalogs: Catalogs,
    admins: Vec<i64>,
    admin_chat: Option<AdminChat>,
    /// Orders under way to the provider at a time.
    sends: Semaphore,
    provider_seen: AtomicI64,
    /// Whether the provider's last word on our balance could not be read.
    balance_unreadable: AtomicBool,
    /// The epoch of this process's leadership.
    leader_epoch: AtomicI64,
    admin_alerts: admin_alerts::AdminAlerts,
    refusals: refusals::Refusals,
    started_at: Millis,
    /// The latest time that the clock has shown, in unix milliseconds; from taking over on also to whoever held the leadership before.
    latest: AtomicI64,
    /// Since when the database can't be written.
    failing: watch::Sender<Option<Millis>>,
    heartbeats: Heartbeats,
}

/// What an [`App`] is built from.
pub struct Parts {
    pub store: Store,
    pub shop: Shop,
    pub clock: Clock,
    pub provider: Client,
    pub admins: Vec<i64>,
    pub admin_chat: Option<AdminChat>,
}

/// Why a use case came to nothing. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Commit(#[from] CommitError),
    #[error(transparent)]
    IllegalTransition(#[from] IllegalTransition),
}

/// Orders that may be on their way to the provider at a time. One alone would make the chain of the provider balance exact, but one answer may take a minute
/// ([`order_timeout_seconds`](crate::domain::shop::ProviderLimits)), and an order waits for three at most: a single slow answer would cancel the
/// orders behind it. With a few the evidence stays sharp: those that overlap are counted as perhaps taken, and the sum decides only
/// where it can be read in one way.
const SENDS: usize = 4;

impl App {
    /// Builds the shop on what was last known.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn new(parts: Parts) -> Result<Self, AppError> {
        let Parts { store, shop, clock, provider, admins, admin_chat } = parts;
        let catalogs = Catalogs::new(&shop, store.list_price_lists().await?);
        let started_at = clock.now();
        Ok(Self {
            store,
            shop,
            clock,
            provider,
            breaker: Mutex::default(),
            catalogs,
            admins,
            admin_chat,
            sends: Semaphore::new(SENDS),
            provider_seen: AtomicI64::new(0),
            balance_unreadable: AtomicBool::new(false),
            leader_epoch: AtomicI64::new(leadership::NONE),
            admin_alerts: admin_alerts::AdminAlerts::default(),
            refusals: refusals::Refusals::default(),
            started_at,
            latest: AtomicI64::new(started_at.0),
            failing: watch::Sender::new(None),
            heartbeats: Heartbeats::default(),
        })
    }

    /// The shop's settings.
    pub fn shop(&self) -> &Shop {
        &self.shop
    }

    /// Now.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// The clock that everything here goes by.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The beats of the bot's loops.
    pub fn heartbeats(&self) -> &Heartbeats {
        &self.heartbeats
    }

    /// When this process began.
    pub fn started_at(&self) -> Millis {
        self.started_at
    }

    /// What is on sale.
    pub fn catalogs(&self) -> &Catalogs {
        &self.catalogs
    }

    /// The admins' numeric ids.
    pub fn admins(&self) -> &[i64] {
        &self.admins
    }

    /// The shop's time zone. The configuration refuses one that is not known.
    pub fn zone(&self) -> chrono_tz::Tz {
        self.shop.timezone.parse().unwrap_or(chrono_tz::Tz::UTC)
    }

    /// Whether this numeric id is an admin's. Asked where the act happens, not where a button is drawn.
    pub fn is_admin(&self, user_id: i64) -> bool {
        self.admins.contains(&user_id)
    }

    /// Whether the shop takes orders now.
    pub fn is_open(&self) -> bool {
        self.closed().is_none()
    }

    /// Why the shop is closed, if it is.
    pub fn closed(&self) -> Option<ClosedReason> {
        self.with_breaker(|breaker| breaker.cause())
    }

    /// Commits what somebody caused.
    ///
    /// # Errors
    /// See [`Store::commit`].
    pub async fn commit(&self, effects: Effects) -> Result<(), CommitError> {
        self.store.commit(effects).await
    }

    /// The breaker is looked at and changed between two awaits, never across one; a panic inside leaves it usable.
    fn with_breaker<T>(&self, act: impl FnOnce(&mut Breaker) -> T) -> T {
        act(&mut self.breaker.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    fn moment(&self) -> ApplyArgs {
        ApplyArgs { now: self.clock.now(), jitter: random::jitter(), polling: self.shop.polling }
    }

    fn mark_provider_seen(&self) {
        self.provider_seen.store(self.clock.now().0, Ordering::Relaxed);
    }
}
