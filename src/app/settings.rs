//! The shop's settings as a snapshot that is replaced while the bot runs. They come from `shop.toml`, of which every process has its own
//! copy, and from the settings in the database, which override it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde_json::Value;
use tokio::sync::{Mutex, watch};

use crate::app::{AppError, Clock, Effects, Notifier};
use crate::domain::notification::{HealthNotification, Notification};
use crate::domain::setting::SettingChange;
use crate::domain::shop::Shop;
use crate::provider::Client;
use crate::storage::{CommitError, ReadError, SettingsWrite, Store, Write};

/// Reads `shop.toml` with the database's settings in place of its own values, by their place there. The error is the report of every
/// problem.
pub type ReadShop = Box<dyn Fn(ShopFile, &[(String, Value)]) -> Result<Shop, String> + Send + Sync>;

/// Which text of `shop.toml` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShopFile {
    /// The one that is there now.
    Now,
    /// The last one that had no problem.
    LastGood,
}

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
    notifier: Notifier,
    read: ReadShop,
    current: watch::Sender<Arc<Shop>>,
    /// The version of the database's settings that was looked at last.
    version: AtomicI64,
    /// Held while they are read: what was read later is not replaced by what was read earlier.
    reading: Mutex<()>,
}

impl ShopSettings {
    /// `shop` is what `shop.toml` says now. Settings of the database that no longer fit it are logged and left out: the shop opens.
    pub(super) async fn open(
        store: Store,
        clock: Clock,
        client: Arc<Client>,
        notifier: Notifier,
        shop: Shop,
        read: ReadShop,
    ) -> Result<Self, ReadError> {
        let version = AtomicI64::new(store.find_settings_version().await?);
        let (current, reading) = (watch::Sender::new(Arc::new(shop)), Mutex::default());
        let settings = Self { store, clock, client, notifier, read, current, version, reading };
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
        let shop = (self.read)(ShopFile::Now, &self.store.list_settings().await?).map_err(ReloadError::Problems)?;
        self.put_in_force(shop);
        tracing::info!("the shop's settings were read again");
        Ok(())
    }

    /// What admins changed in the chat counts, although `shop.toml` has become wrong meanwhile.
    async fn keep_file(&self) -> Result<(), ReadError> {
        let _reading = self.reading.lock().await;
        if let Ok(shop) = (self.read)(ShopFile::LastGood, &self.store.list_settings().await?) {
            self.put_in_force(shop);
        }
        Ok(())
    }

    /// The shop as it would be with these changes; nothing is changed.
    ///
    /// # Errors
    /// See [`ReloadError`].
    pub async fn preview(&self, changes: &[SettingChange]) -> Result<Shop, ReloadError> {
        let mut settings = self.store.list_settings().await?;
        for SettingChange { key, value } in changes {
            settings.retain(|(known, _)| known != key);
            let value: Value = serde_json::from_str(value).unwrap_or_default();
            settings.extend((!value.is_null()).then(|| (key.clone(), value)));
        }
        (self.read)(ShopFile::LastGood, &settings).map_err(ReloadError::Problems)
    }

    /// The shop as `shop.toml` alone describes it.
    pub fn of_file(&self) -> Option<Shop> {
        (self.read)(ShopFile::LastGood, &[]).ok()
    }

    fn put_in_force(&self, shop: Shop) {
        self.client.set_pace(shop.provider.requests_per_minute);
        self.current.send_replace(Arc::new(shop));
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

    /// The same because of a signal: for this process only, and nobody waits for the answer. If they are wrong, the admins are told.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn reread_on_signal(&self) -> Result<(), AppError> {
        if self.reread_or_alert().await? {
            self.store.commit(vec![Write::Settings(SettingsWrite::Accept { now: self.clock.now() })]).await?;
        }
        Ok(())
    }

    /// Reads them again if `/reload` asks every process for that, or those of the database have changed. If they are wrong, the admins are
    /// told.
    ///
    /// # Errors
    /// When the database cannot be read or written; the next call tries again.
    pub async fn follow(&self) -> Result<(), AppError> {
        let version = self.store.find_settings_version().await?;
        if version != self.version.load(Ordering::Relaxed) {
            if !self.reread_or_alert().await? {
                self.keep_file().await?;
            }
            self.version.store(version, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Whether the new settings are in force. If not, the admins are told of the problems: once, however many processes find the same ones.
    async fn reread_or_alert(&self) -> Result<bool, AppError> {
        let report = match self.reread().await {
            Ok(()) => return Ok(true),
            Err(ReloadError::Read(error)) => return Err(error.into()),
            Err(ReloadError::Problems(report)) => report,
        };
        tracing::error!("the shop's settings stay as they were\n{report}");
        let mut effects = self.notifier.to_admins(&Notification::Health(HealthNotification::SettingsRejected { report: report.clone() }));
        effects.push(Write::Settings(SettingsWrite::Reject { report, now: self.clock.now() }));
        match self.store.commit(effects).await {
            Ok(()) | Err(CommitError::Conflict(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}
