//! The daily digest of what changed in the provider's price lists. What admins were told of is kept with each list, so that nothing is told
//! twice and nothing is missed while the bot is off.

use std::sync::Arc;

use crate::app::zone::{minute_of_day, start_of_day};
use crate::app::{AppError, Catalogs, Clock, Effects, Notifier, zone};
use crate::domain::catalog::PriceList;
use crate::domain::notification::{Notification, ProviderNotification};
use crate::domain::price_digest::{PriceDigest, compare};
use crate::domain::provider::ProviderName;
use crate::domain::shop::Shop;
use crate::storage::{CatalogWrite, ReminderWrite, Store, Write};

/// The digest's name among the reminders.
const DIGEST: &str = "price_digest";
/// From this minute of the day on, in the shop's zone: before most shops open.
const FROM_MINUTE: u16 = 8 * 60;

/// Tells admins what changed at the provider.
pub struct PriceDigests {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
    pub(super) catalogs: Arc<Catalogs>,
    pub(super) provider: ProviderName,
}

/// A digest, and the lists that it speaks of.
struct Compared {
    digest: PriceDigest,
    lists: Vec<(String, PriceList)>,
}

impl PriceDigests {
    /// What changed since the last digest, and that digest.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn read(&self, shop: &Arc<Shop>) -> Result<(PriceDigest, Option<PriceDigest>), AppError> {
        let last = self.store.find_told(DIGEST).await?.and_then(|words| serde_json::from_str(&words).ok());
        Ok((self.compare(shop).await?.digest, last))
    }

    /// Tells admins once a day what changed, if anything did.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn publish(&self, shop: &Arc<Shop>) -> Result<(), AppError> {
        let (now, zone) = (self.clock.now(), zone(shop));
        let today = start_of_day(now, zone);
        let told_today = self.store.find_reminder(DIGEST).await?.is_some_and(|at| (today..=now).contains(&at));
        if told_today || minute_of_day(now, zone) < FROM_MINUTE {
            return Ok(());
        }
        let Compared { digest, lists } = self.compare(shop).await?;
        let words = serde_json::to_string(&digest).unwrap_or_default();
        let mut effects: Effects = vec![Write::Reminder(ReminderWrite::Told { name: DIGEST, words, now })];
        let provider = self.provider;
        let told = |(category, price_list)| Write::Catalog(CatalogWrite::TellPriceList { provider, category, price_list });
        effects.extend(lists.into_iter().map(told));
        if !digest.lines.is_empty() {
            effects.extend(self.notifier.to_admins(&Notification::Provider(ProviderNotification::PricesChanged { digest })));
        }
        Ok(self.store.commit(effects).await?)
    }

    async fn compare(&self, shop: &Arc<Shop>) -> Result<Compared, AppError> {
        let (catalog, told) = (self.catalogs.current(shop), self.store.list_told_price_lists(self.provider).await?);
        let since = self.store.find_reminder(DIGEST).await?.unwrap_or_else(|| self.clock.now());
        let (mut lines, mut lists) = (Vec::new(), Vec::new());
        for category in catalog.visible() {
            let Some(after) = catalog.price_lists.get(&category.slug) else { continue };
            lists.push((category.slug.clone(), after.clone()));
            if let Some(before) = told.get(&category.slug) {
                lines.extend(compare(category, before, after));
            }
        }
        Ok(Compared { digest: PriceDigest::new(since, lines), lists })
    }
}
