//! Closes what the provider keeps calling wrong, and tells admins; see [`crate::domain::wrong_targets`]. It is hidden by the setting that hides
//! it by hand too, so an admin opens it again in the catalogue or on the card. What ended before an admin did that counts no more.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::app::catalog_changes::marked;
use crate::app::{AppError, Clock, Notifier};
use crate::domain::catalog::{CatalogEntry, CatalogMark};
use crate::domain::locale::LocalText;
use crate::domain::notification::ProviderNotification;
use crate::domain::order::OrderId;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::domain::wrong_targets::{Failing, TargetEnd, WINDOW_MS, failing};
use crate::storage::{SettingsWrite, Store, Write};

/// Ends are read again for so long: two commits may be in another order than the times in them.
const OVERLAP_MS: i64 = 60_000;
/// Most orders that are read at once.
const BATCH: i64 = 500;

/// Watches how orders end.
pub struct WrongTargets {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
    pub(super) seen: Mutex<Seen>,
}

/// What ended within the window.
#[derive(Default)]
pub(super) struct Seen {
    /// By when it ended, as far as it says something.
    ends: BTreeMap<(Millis, OrderId), TargetEnd>,
    /// Until when all is read.
    until: Option<Millis>,
}

impl WrongTargets {
    /// Looks at the orders that have ended since the last time, and closes what keeps failing.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn look(&self, shop: &Shop) -> Result<(), AppError> {
        self.read().await?;
        let (ends, now) = (self.known(), self.clock.now());
        for found in failing(&ends) {
            let Some(category) = shop.categories.iter().find(|category| category.slug == found.category) else { continue };
            let is_sold = found.sku.as_ref().map_or(!category.hidden, |sku| category.sells(sku));
            if is_sold && let Some(found) = self.still_failing(&ends, found).await? {
                self.close(category.name.clone(), found, now).await?;
            }
        }
        Ok(())
    }

    /// The same by the orders that were made after an admin, or this, last hid or showed it.
    async fn still_failing(&self, ends: &[TargetEnd], found: Failing) -> Result<Option<Failing>, AppError> {
        let mut since = Millis(i64::MIN);
        for sku in [None, found.sku.as_deref()] {
            since = since.max(self.store.find_setting_changed_at(&hidden(&found.category, sku)).await?.unwrap_or(since));
        }
        let later = ends.iter().filter(|end| end.category == found.category && end.created_at > since);
        Ok(failing(later).into_iter().find(|again| again.sku == found.sku))
    }

    async fn close(&self, name: LocalText, found: Failing, now: Millis) -> Result<(), AppError> {
        tracing::warn!(category = found.category, sku = found.sku, wrong = found.wrong, "closed: the provider calls every target wrong");
        let (key, value) = (hidden(&found.category, found.sku.as_deref()), Value::Bool(true));
        let Failing { category, sku, wrong, customers } = found;
        let mut effects = self.notifier.to_admins(&ProviderNotification::TargetsFail { category, name, sku, wrong, customers }.into());
        effects.push(Write::Settings(SettingsWrite::Set { key, value, now }));
        Ok(self.store.commit(effects).await?)
    }

    /// Reads the orders that have ended since the last time.
    async fn read(&self) -> Result<(), AppError> {
        let (now, until) = (self.clock.now(), self.lock().until);
        let window = now.plus_ms(-WINDOW_MS);
        let since = until.map_or(window, |until| until.min(now).plus_ms(-OVERLAP_MS).max(window));
        let mut after = None;
        loop {
            let ended = self.store.list_ended_orders((since, now.plus_ms(1)), after.as_ref(), BATCH).await?;
            let is_last = ended.len() < usize::try_from(BATCH).unwrap_or(usize::MAX);
            let said = ended.iter().filter_map(|ended| Some(((ended.at, ended.id.clone()), TargetEnd::of(ended.order.as_ref()?)?)));
            self.lock().ends.extend(said);
            after = ended.into_iter().next_back();
            if is_last {
                break;
            }
        }
        let mut seen = self.lock();
        seen.ends.retain(|(at, _), _| *at >= window);
        seen.until = Some(now);
        Ok(())
    }

    fn known(&self) -> Vec<TargetEnd> {
        self.lock().ends.values().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The setting that hides a category or an item.
fn hidden(category: &str, sku: Option<&str>) -> String {
    let entry = CatalogEntry { category: category.to_owned(), sku: sku.map(str::to_owned), page: 0 };
    marked(entry, CatalogMark::Hidden, true).settings.into_iter().map(|setting| setting.key).collect()
}
