//! What is on sale: the provider's price lists, kept in memory and on disk and refreshed in the background.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore, watch};

use crate::app::{AdminAlerts, AppError, Clock, ProviderCalls};
use crate::domain::catalog::{Catalog, Listing, PriceList, Skipped};
use crate::domain::notification::{Notification, ProviderNotification, Trouble};
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::provider::{CallError, Priority};
use crate::storage::{CatalogWrite, Store, Write};

/// A price list is fetched again when it is this old.
const REFRESH_AFTER_MS: i64 = 10 * 60_000;
/// A price list that somebody is looking at is fetched again when it is this old.
const LOOKED_AT_AFTER_MS: i64 = 60_000;
/// After a failure a price list is fetched again after this time.
const RETRY_AFTER_MS: i64 = 30_000;
/// A price list that has not changed is written again when the one on disk is this old.
const WRITTEN_AFTER_MS: i64 = 60_000;
/// How long a customer waits for a price list that was never fetched.
const FIRST_LISTING: Duration = Duration::from_secs(5);
/// How many customers wait for one at the same time: each holds one of the places in which updates are handled, and most are left to others.
const WAITING_AT_ONCE: usize = 16;

/// The catalogue as it is now, and which price list is to be fetched next.
pub struct Catalogs {
    store: Store,
    clock: Clock,
    provider: Arc<ProviderCalls>,
    alerts: Arc<AdminAlerts>,
    known: watch::Sender<Known>,
    wanted: Mutex<BTreeSet<String>>,
    tried: Mutex<BTreeMap<String, Millis>>,
    /// The age of each price list on disk, as far as this process has written it.
    written: Mutex<BTreeMap<String, Millis>>,
    /// Woken when a price list is wanted at once.
    wanted_now: Notify,
    /// See [`WAITING_AT_ONCE`].
    waiting: Semaphore,
}

/// The price lists as they are known now, under the settings of the last caller.
struct Known {
    shop: Arc<Shop>,
    catalog: Arc<Catalog>,
}

/// Why a price list could not be fetched.
#[derive(Debug, thiserror::Error)]
pub(super) enum RefreshError {
    #[error(transparent)]
    Call(#[from] CallError),
    #[error(transparent)]
    App(#[from] AppError),
}

impl Catalogs {
    /// The shop's categories with the price lists last known.
    pub(super) fn new(
        store: Store,
        clock: Clock,
        provider: Arc<ProviderCalls>,
        alerts: Arc<AdminAlerts>,
        shop: Arc<Shop>,
        price_lists: BTreeMap<String, PriceList>,
    ) -> Self {
        let (categories, pricing) = (shop.categories.clone(), shop.pricing.clone());
        let catalog = Arc::new(Catalog { categories, price_lists, pricing, ..Catalog::default() });
        let (wanted, tried, written, wanted_now) = (Mutex::default(), Mutex::default(), Mutex::default(), Notify::new());
        let (known, waiting) = (watch::Sender::new(Known { shop, catalog }), Semaphore::new(WAITING_AT_ONCE));
        Self { store, clock, provider, alerts, known, wanted, tried, written, wanted_now, waiting }
    }

    /// Everything on sale now under these settings. Other settings make another catalogue of the same price lists.
    pub fn current(&self, shop: &Arc<Shop>) -> Arc<Catalog> {
        let mut current = Arc::default();
        self.known.send_if_modified(|known| {
            if !Arc::ptr_eq(&known.shop, shop) {
                let catalog = Arc::make_mut(&mut known.catalog);
                (catalog.categories, catalog.pricing) = (shop.categories.clone(), shop.pricing.clone());
                known.shop = shop.clone();
            }
            current = known.catalog.clone();
            // The price lists are the same, so a task that waits for one is not woken.
            false
        });
        current
    }

    /// Everything on sale now, for somebody who looks at `category`: an old price list is fetched again in the background, and one that was
    /// never fetched is waited for, but not for long, not by everybody, and not while it can't be fetched.
    pub async fn for_category(&self, shop: &Arc<Shop>, category: &str, now: Millis) -> Arc<Catalog> {
        let catalog = self.current(shop);
        let fetched_at = catalog.price_lists.get(category).map(|price_list| price_list.fetched_at);
        if fetched_at.is_some_and(|at| (0..LOOKED_AT_AFTER_MS).contains(&now.since_ms(at))) || catalog.category(category).is_none() {
            return catalog;
        }
        let mut changes = self.known.subscribe();
        lock(&self.wanted).insert(category.to_owned());
        self.wanted_now.notify_one();
        let can_come = self.provider.is_open() && !catalog.stale.contains(category);
        if fetched_at.is_none()
            && can_come
            && let Ok(_place) = self.waiting.try_acquire()
        {
            let listed = |Known { catalog, .. }: &Known| catalog.price_lists.contains_key(category) || catalog.unknown.contains(category);
            // Out of time: the customer is told that the list is being read.
            let _ = tokio::time::timeout(FIRST_LISTING, changes.wait_for(listed)).await;
        }
        self.current(shop)
    }

    /// Resolves when a price list is wanted at once.
    pub async fn wanted_now(&self) {
        self.wanted_now.notified().await;
    }

    /// The category whose price list is fetched next: one that somebody looks at, else the oldest that is old enough.
    fn next(&self, shop: &Arc<Shop>, now: Millis) -> Option<String> {
        let catalog = self.current(shop);
        let pause_ms = |slug: &str| if catalog.unknown.contains(slug) { REFRESH_AFTER_MS } else { RETRY_AFTER_MS };
        let recently = |slug: &str| lock(&self.tried).get(slug).is_some_and(|at| (0..pause_ms(slug)).contains(&now.since_ms(*at)));
        let wanted = lock(&self.wanted).pop_first();
        if let Some(slug) = wanted.filter(|slug| !recently(slug)) {
            return Some(slug);
        }
        // A price list from the future was fetched before a clock rollback: its age is not known.
        let age = |slug: &str| {
            catalog.price_lists.get(slug).map(|price_list| now.since_ms(price_list.fetched_at)).filter(|age| *age >= 0).unwrap_or(i64::MAX)
        };
        let due = catalog.categories.iter().map(|category| &category.slug).filter(|slug| age(slug) >= REFRESH_AFTER_MS && !recently(slug));
        due.max_by_key(|slug| age(slug)).cloned()
    }

    /// Returns whether the list before was the same but for its age.
    fn put(&self, category: &str, price_list: PriceList) -> bool {
        let mut is_known = false;
        self.known.send_modify(|known| {
            let catalog = Arc::make_mut(&mut known.catalog);
            catalog.unknown.remove(category);
            catalog.stale.remove(category);
            let fetched_at = price_list.fetched_at;
            let before = catalog.price_lists.insert(category.to_owned(), price_list);
            is_known = before.map(|before| PriceList { fetched_at, ..before }).as_ref() == catalog.price_lists.get(category);
        });
        is_known
    }

    /// Marks a price list as stale: fetching it failed.
    fn mark_stale(&self, category: &str) {
        self.known.send_if_modified(|known| Arc::make_mut(&mut known.catalog).stale.insert(category.to_owned()));
    }

    /// Categories that the provider does not know, and those whose price list is stale.
    pub(super) fn marks(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let known = self.known.borrow();
        (known.catalog.unknown.clone(), known.catalog.stale.clone())
    }

    /// Adopts what another process has found.
    pub(super) fn adopt(&self, price_lists: BTreeMap<String, PriceList>, unknown: BTreeSet<String>, stale: BTreeSet<String>) {
        self.known.send_if_modified(|Known { catalog, .. }| {
            let changed = catalog.price_lists != price_lists || catalog.unknown != unknown || catalog.stale != stale;
            if changed {
                let catalog = Arc::make_mut(catalog);
                (catalog.price_lists, catalog.unknown, catalog.stale) = (price_lists, unknown, stale);
            }
            changed
        });
    }

    /// Hides a category; whether it was visible before.
    fn hide(&self, category: &str) -> bool {
        let mut was_visible = false;
        self.known.send_modify(|known| was_visible = Arc::make_mut(&mut known.catalog).unknown.insert(category.to_owned()));
        was_visible
    }

    /// Fetches one price list that is due; returns whether there was one.
    ///
    /// # Errors
    /// When the result can't be written.
    pub async fn refresh_next(&self, shop: &Arc<Shop>) -> Result<bool, AppError> {
        let now = self.clock.now();
        if !self.provider.is_open() {
            return Ok(false);
        }
        let Some(category) = self.next(shop, now) else { return Ok(false) };
        lock(&self.tried).insert(category.clone(), now);
        match self.refresh(&category, Priority::Background).await {
            Ok(()) => Ok(true),
            Err(RefreshError::Call(error)) => {
                tracing::warn!(%category, %error, "fetching a price list");
                Ok(true)
            }
            Err(RefreshError::App(error)) => Err(error),
        }
    }

    /// Fetches one price list now.
    pub(super) async fn refresh(&self, category: &str, priority: Priority) -> Result<(), RefreshError> {
        match self.provider.services(category, priority).await {
            Ok(Listing { services, skipped }) => {
                self.tell_of_skipped(category, &skipped);
                let fetched_at = self.clock.now();
                let price_list = PriceList { services, skipped, fetched_at };
                let is_known = self.put(category, price_list.clone());
                let written_at = lock(&self.written).get(category).copied();
                // Each order has its list fetched, which is long and rarely changes.
                if is_known && written_at.is_some_and(|at| (0..WRITTEN_AFTER_MS).contains(&fetched_at.since_ms(at))) {
                    return Ok(());
                }
                let stock = Write::Catalog(CatalogWrite::SavePriceList {
                    provider: self.provider.name(),
                    category: category.to_owned(),
                    price_list,
                });
                self.store.commit(vec![stock]).await.map_err(AppError::from)?;
                lock(&self.written).insert(category.to_owned(), fetched_at);
                Ok(())
            }
            Err(error) => {
                self.mark_stale(category);
                if error.trouble() == Trouble::NotFound && self.hide(category) {
                    self.alerts.announce(Notification::Provider(ProviderNotification::CategoryUnknown { slug: category.to_owned() }));
                }
                Err(error.into())
            }
        }
    }

    /// Tells the admins of entries that are left out, unless all of them were left out of the list before as well.
    fn tell_of_skipped(&self, category: &str, skipped: &[Skipped]) {
        let known = self.known.borrow().catalog.clone();
        let known = |entry: &str| {
            let before = known.price_lists.get(category).map_or(&[][..], |price_list| &price_list.skipped);
            before.iter().any(|skipped| skipped.entry == entry)
        };
        if skipped.iter().all(|skipped| known(&skipped.entry)) {
            return;
        }
        tracing::warn!(category, ?skipped, "some entries of the provider's price list can't be read");
        let notification = ProviderNotification::EntriesSkipped { slug: category.to_owned(), skipped: skipped.to_vec() };
        self.alerts.announce(Notification::Provider(notification));
    }
}

/// The maps are changed between two awaits, never across one; a panic inside leaves them usable.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
