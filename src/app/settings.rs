//! The shop's settings as a snapshot that is replaced while the bot runs: by `shop.toml`, which every process has for itself, and by the
//! settings in the database, which go over it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde_json::Value;
use tokio::sync::{Mutex, watch};

use crate::app::clock::Clock;
use crate::app::effects::Effects;
use crate::domain::shop::Shop;
use crate::provider::Client;
use crate::storage::{ReadError, SettingsWrite, Store, Write};

/// Reads `shop.toml` and puts the database's settings over it, by their place there. What it says otherwise is the report of every problem.
pub type ReadShop = Box<dyn Fn(&[(String, Value)]) -> Result<Shop, String> + Send + Sync>;

/// Why the settings are as they were.
#[derive(Debug, thiserror::Error)]
pub enum ReloadError {
    /// Everything that is wrong with the new ones, in words for the owner. No secret is in it.
    #[error("{0}")]
    Problems(String),
    /// The database.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// The settings in force. One update, message or job takes them once and keeps them to its end.
pub struct ShopSettings {
    store: Store,
    clock: Clock,
    client: Arc<Client>,
    read: ReadShop,
    current: watch::Sender<Arc<Shop>>,
    /// The version of the database's settings that was looked at last.
    version: AtomicI64,
    /// Held while they are read: what was read later is not replaced by what was read earlier.
    reading: Mutex<()>,
}

impl ShopSettings {
    /// `shop` is what `shop.toml` says now. Settings of the database that no longer fit it are left out, loudly: the shop opens.
    pub(super) async fn open(store: Store, clock: Clock, client: Arc<Client>, shop: Shop, read: ReadShop) -> Result<Self, ReadError> {
        let version = AtomicI64::new(store.find_settings_version().await?);
        let (current, reading) = (watch::Sender::new(Arc::new(shop)), Mutex::default());
        let settings = Self { store, clock, client, read, current, version, reading };
        if !settings.store.list_settings().await?.is_empty()
            && let Err(problems) = settings.reread().await
        {
            tracing::error!("the shop opens with shop.toml alone, without the database's settings\n{problems}");
        }
        Ok(settings)
    }

    /// The settings in force.
    pub fn current(&self) -> Arc<Shop> {
        self.current.borrow().clone()
    }

    /// Reads them again and puts them in force here, or leaves all as it was.
    ///
    /// # Errors
    /// See [`ReloadError`].
    pub async fn reread(&self) -> Result<(), ReloadError> {
        let _reading = self.reading.lock().await;
        let shop = (self.read)(&self.store.list_settings().await?).map_err(ReloadError::Problems)?;
        self.client.set_pace(shop.provider.requests_per_minute);
        self.current.send_replace(Arc::new(shop));
        tracing::info!("the shop's settings were read again");
        Ok(())
    }

    /// The same, and has every other process do so once the effects are committed.
    ///
    /// # Errors
    /// See [`ReloadError`]; nothing is changed anywhere then.
    pub async fn reload(&self, effects: &mut Effects) -> Result<(), ReloadError> {
        self.reread().await?;
        effects.push(Write::Settings(SettingsWrite::Reload { now: self.clock.now() }));
        Ok(())
    }

    /// Reads them again if somebody wants that of every process, or has changed those of the database. New ones that are wrong are reported
    /// once.
    ///
    /// # Errors
    /// See [`ReloadError`].
    pub async fn follow(&self) -> Result<(), ReloadError> {
        let version = self.store.find_settings_version().await?;
        if version == self.version.load(Ordering::Relaxed) {
            return Ok(());
        }
        let done = self.reread().await;
        if !matches!(done, Err(ReloadError::Read(_))) {
            self.version.store(version, Ordering::Relaxed);
        }
        done
    }
}
