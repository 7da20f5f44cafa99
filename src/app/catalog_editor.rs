//! What admins change in the catalogue from the chat. Each change is a list of settings that override `shop.toml`, so it can be shown, saved and
//! taken back in one way.

use std::sync::Arc;

use serde_json::Value;

use crate::app::audit::audit;
use crate::app::catalog_changes::{ORDER, is_about, moved, set_to};
use crate::app::provider_query::ask;
use crate::app::{AppError, Catalogs, Clock, Effects};
use crate::domain::catalog::{CatalogChange, CatalogEntry, Category, ItemSettings, Service};
use crate::domain::money::Rupiah;
use crate::domain::place::Place;
use crate::domain::pricing::Buyer;
use crate::domain::setting::SettingChange;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::{ProviderQuery, SettingsWrite, Store, Write};

/// Longest detail in the audit log, in characters: a whole category is longer.
const MAX_DETAIL_CHARS: usize = 1_000;

/// A category as admins see it.
#[derive(Clone, Debug)]
pub struct CategoryFile {
    pub category: Category,
    /// Whether the provider does not know it.
    pub unknown: bool,
    /// When its list was read; `None` before the first time.
    pub fetched_at: Option<Millis>,
    /// The provider's items: popular ones first, then by cost.
    pub items: Vec<CatalogItem>,
    /// What `shop.toml` alone says of it.
    pub of_file: Option<Category>,
    /// Whether something was changed in the chat.
    pub changed: bool,
    /// Whether it can stand earlier or later in the menu.
    pub up: bool,
    pub down: bool,
}

/// One item of the provider's list.
#[derive(Clone, Debug)]
pub struct CatalogItem {
    pub service: Service,
    pub settings: ItemSettings,
    /// What a customer without a tier pays, while it can be ordered.
    pub price: Option<Rupiah>,
    /// Whether something was changed in the chat.
    pub changed: bool,
}

/// All categories as admins see them.
#[derive(Clone, Debug)]
pub struct CatalogOverview {
    /// Each with whether the provider does not know it.
    pub categories: Vec<(Category, bool)>,
    /// Whether the order was changed in the chat.
    pub reordered: bool,
}

/// Changes the catalogue.
pub struct CatalogEditor {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) catalogs: Arc<Catalogs>,
}

impl CatalogEditor {
    /// All categories, in the order of the menu; `made` is about to be committed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn overview(&self, shop: &Shop, made: &[SettingChange]) -> Result<CatalogOverview, AppError> {
        let (unknown, _) = self.catalogs.marks();
        let categories = shop.categories.iter().map(|category| (category.clone(), unknown.contains(&category.slug))).collect();
        let reordered = self.changed(made).await?.iter().any(|key| key == ORDER);
        Ok(CatalogOverview { categories, reordered })
    }

    /// One category; `file` is the shop without what was changed in the chat, and `made` is about to be committed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn category(
        &self,
        shop: &Arc<Shop>,
        file: Option<&Shop>,
        slug: &str,
        made: &[SettingChange],
    ) -> Result<Option<CategoryFile>, AppError> {
        let Some(at) = shop.categories.iter().position(|category| category.slug == slug) else { return Ok(None) };
        let settings = self.changed(made).await?;
        let is_changed = |entry: &CatalogEntry| settings.iter().any(|key| is_about(key, entry));
        let entry = |sku: Option<&str>| CatalogEntry { category: slug.to_owned(), sku: sku.map(str::to_owned), page: 0 };
        let (category, catalog) = (shop.categories[at].clone(), self.catalogs.current(shop));
        let price_list = catalog.price_lists.get(slug);
        let buyer = Buyer { tier: None, now: self.clock.now() };
        let item = |service: &Service| CatalogItem {
            service: service.clone(),
            settings: category.items.get(&service.sku).cloned().unwrap_or_default(),
            price: catalog.offer_of_order(slug, &service.sku, buyer).map(|offer| offer.price),
            changed: is_changed(&entry(Some(&service.sku))),
        };
        let mut items: Vec<CatalogItem> = price_list.into_iter().flat_map(|list| list.services.iter().map(item)).collect();
        items.sort_by(|a, b| {
            let key = |item: &CatalogItem| (!item.settings.popular, item.service.cost);
            key(a).cmp(&key(b)).then_with(|| (&a.service.name, &a.service.sku).cmp(&(&b.service.name, &b.service.sku)))
        });
        Ok(Some(CategoryFile {
            unknown: catalog.unknown.contains(slug),
            fetched_at: price_list.map(|list| list.fetched_at),
            items,
            of_file: file.and_then(|file| file.categories.iter().find(|of_file| of_file.slug == slug).cloned()),
            changed: is_changed(&entry(None)),
            up: moved(shop, slug, true).is_some(),
            down: moved(shop, slug, false).is_some(),
            category,
        }))
    }

    /// The settings that override the file once `made` is committed.
    async fn changed(&self, made: &[SettingChange]) -> Result<Vec<String>, AppError> {
        let before = self.store.list_settings().await?.into_iter().map(|(key, _)| key);
        let kept = before.filter(|key| !made.iter().any(|change| change.key == *key));
        let set = made.iter().filter(|change| change.value != "null").map(|change| change.key.clone());
        Ok(kept.chain(set).collect())
    }

    /// Makes a change, for every process once the effects are committed. Returns the change that takes it back.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn change(&self, admin: i64, change: &CatalogChange, undo: bool, effects: &mut Effects) -> Result<CatalogChange, AppError> {
        let (now, before) = (self.clock.now(), self.store.list_settings().await?);
        let value_before = |key: &str| before.iter().find(|(known, _)| known == key).map_or(Value::Null, |(_, value)| value.clone());
        let back = change.settings.iter().map(|set| set_to(set.key.clone(), &value_before(&set.key))).collect();
        for SettingChange { key, value } in &change.settings {
            let value = serde_json::from_str(value).unwrap_or_default();
            effects.push(Write::Settings(SettingsWrite::Set { key: key.clone(), value, now }));
        }
        let subject = match &change.entry {
            Some(CatalogEntry { category, sku: Some(sku), .. }) => format!("{category}/{sku}"),
            Some(CatalogEntry { category, .. }) => category.clone(),
            None => "menu".to_owned(),
        };
        let detail = change.settings.iter().map(|set| format!("{} = {}", set.key, set.value)).collect::<Vec<_>>().join("; ");
        let detail = detail.chars().take(MAX_DETAIL_CHARS).collect();
        effects.push(audit(admin, if undo { "undo_catalog" } else { "change_catalog" }, subject, detail, now));
        Ok(CatalogChange { entry: change.entry.clone(), settings: back })
    }

    /// The change by which `shop.toml` alone counts for a category or an item again, or for the order of the menu. A category that the file
    /// does not have is removed by it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn as_file(&self, entry: Option<&CatalogEntry>) -> Result<CatalogChange, AppError> {
        let settings = self.store.list_settings().await?.into_iter();
        let keys = settings.map(|(key, _)| key).filter(|key| entry.map_or(key == ORDER, |entry| is_about(key, entry)));
        Ok(CatalogChange { entry: entry.cloned(), settings: keys.map(|key| set_to(key, &Value::Null)).collect() })
    }

    /// Asks the provider what it lists under a slug; the answer comes as a message to `place`.
    pub fn try_slug(&self, place: Place, slug: String, effects: &mut Effects) {
        effects.push(ask(ProviderQuery::Category { place, slug }, self.clock.now()));
    }
}
