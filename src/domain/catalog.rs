//! The catalog: the categories of `shop.toml` with the provider's price lists.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::field_check::FieldCheck;
use crate::domain::item_label;
use crate::domain::locale::LocalText;
use crate::domain::markup::Markup;
use crate::domain::money::Rupiah;
use crate::domain::pricing::{Buyer, Priced, Pricing};
use crate::domain::setting::SettingChange;
use crate::domain::target::{Field, Template};
use crate::domain::time::Millis;

/// A price list older than this is marked as "last known" on the screen.
pub const STALE_AFTER_MS: i64 = 30 * 60_000;

/// Longest label of an item, in characters: a button shows so many beside a price of a million.
pub const MAX_ITEM_LABEL_CHARS: usize = 40;

/// A game: one `[[category]]` of `shop.toml`.
#[derive(Clone, Debug)]
pub struct Category {
    /// The provider's name of the category.
    pub slug: String,
    /// The name that customers see.
    pub name: LocalText,
    /// What customers call it besides its name.
    pub aliases: Vec<String>,
    /// Shown before the name; may be empty.
    pub emoji: String,
    /// The questions, in this order.
    pub fields: Vec<Field>,
    /// What is asked about when answers don't go together.
    pub checks: Vec<FieldCheck>,
    /// How the target is built from the answers.
    pub target: Template,
    /// Its own pricing rule.
    pub pricing: Markup,
    /// Whether it is known that the provider delivers to a target of this format.
    pub verified: bool,
    /// Not sold: customers don't see it.
    pub hidden: bool,
    /// Shown before the others.
    pub popular: bool,
    /// What the owner says about single items, by SKU.
    pub items: BTreeMap<String, ItemSettings>,
}

/// A category, or one of its items, that an admin looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogEntry {
    /// The category's slug.
    pub category: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// The page of the list on which the item stands.
    #[serde(default)]
    pub page: usize,
}

/// What an admin sets with one press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CatalogMark {
    Hidden,
    Popular,
    /// Of a category only: it is known that the provider delivers to its targets.
    Verified,
}

/// A change of the catalogue: settings that override `shop.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogChange {
    /// What it is about; `None` is the order of the menu.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<CatalogEntry>,
    pub settings: Vec<SettingChange>,
}

/// What the owner says about one item: a `[[category.item]]` of `shop.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemSettings {
    /// What customers read in place of the provider's name.
    pub label: Option<LocalText>,
    /// Not sold: customers don't see it.
    pub hidden: bool,
    /// Shown before the others.
    pub popular: bool,
}

impl Category {
    /// Whether customers may buy this item, should the provider list it.
    pub fn sells(&self, sku: &str) -> bool {
        !self.hidden && !self.items.get(sku).is_some_and(|item| item.hidden)
    }

    /// What customers read as an item's name, wherever it stands alone.
    pub fn item_name(&self, service: &Service) -> LocalText {
        self.own_label(service).unwrap_or_else(|| LocalText::Plain(service.name.clone()))
    }

    /// What customers read of an item where the category is named already: the owner's label, else the short form of the provider's name.
    pub fn item_label(&self, service: &Service) -> LocalText {
        self.own_label(service).unwrap_or_else(|| LocalText::Plain(self.short_name(&service.name)))
    }

    /// An item's name beside the category's.
    pub fn short_name(&self, item: &str) -> String {
        item_label::short(item, self.name.all().chain([self.slug.as_str()]))
    }

    fn own_label(&self, service: &Service) -> Option<LocalText> {
        self.items.get(&service.sku).and_then(|item| item.label.clone())
    }

    fn is_popular(&self, sku: &str) -> bool {
        self.items.get(sku).is_some_and(|item| item.popular)
    }
}

/// One SKU as the provider lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The provider's code.
    pub sku: String,
    /// The provider's name of the item: foreign text, never trusted.
    pub name: String,
    /// What it costs us.
    pub cost: Rupiah,
    /// Whether it can be ordered now.
    pub active: bool,
}

impl Service {
    /// As its price depends on it.
    pub fn priced<'a>(&'a self, category: &'a Category) -> Priced<'a> {
        Priced { sku: &self.sku, category: &category.slug, category_rule: category.pricing, cost: self.cost }
    }
}

/// The provider's answer to what it lists in one category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// All SKUs that can be read, inactive ones too.
    pub services: Vec<Service>,
    /// What is left out.
    pub skipped: Vec<Skipped>,
}

/// An entry of the provider's list that is not sold, because it can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Its code, else its name, else its place in the list (`#3`): foreign text.
    pub entry: String,
    pub reason: SkipReason,
}

/// Why an entry of the provider's list is not sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// Nothing to order it by.
    NoCode,
    /// It has no price.
    NoPrice,
    /// Its price is not surely a number of whole rupiah above zero; as the provider wrote it.
    Price(String),
    /// Nothing says whether it can be ordered.
    NoStatus,
    /// Its status is no word that surely says whether it can be ordered; as the provider wrote it.
    Status(String),
    /// Another entry has the same code; the first one counts.
    Repeated,
}

/// What the provider listed for one category, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceList {
    /// All SKUs, inactive ones too.
    pub services: Vec<Service>,
    /// What is left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<Skipped>,
    /// When the provider answered.
    pub fetched_at: Millis,
}

/// One SKU as the customer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The provider's code.
    pub sku: String,
    /// The owner's label, else the provider's name of the item.
    pub name: LocalText,
    /// The same where the category is named already.
    pub label: LocalText,
    /// What it costs us.
    pub cost: Rupiah,
    /// What the customer pays.
    pub price: Rupiah,
}

/// Everything on sale at one moment.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// In the order of `shop.toml`.
    pub categories: Vec<Category>,
    /// By slug; a category without an entry was never fetched.
    pub price_lists: BTreeMap<String, PriceList>,
    /// Slugs that the provider does not know (404): hidden.
    pub unknown: BTreeSet<String>,
    /// Slugs whose last fetch failed: their price lists are the last known ones.
    pub stale: BTreeSet<String>,
    /// The pricing rules.
    pub pricing: Pricing,
}

impl Catalog {
    /// The categories that customers see.
    pub fn visible(&self) -> impl Iterator<Item = &Category> {
        self.categories.iter().filter(|category| !category.hidden && !self.unknown.contains(&category.slug))
    }

    /// A visible category by its slug.
    pub fn category(&self, slug: &str) -> Option<&Category> {
        self.visible().find(|category| category.slug == slug)
    }

    /// The active SKUs of a category that are sold, at this buyer's prices: popular ones first, then by price, then by name, so that the
    /// order is stable.
    pub fn offers(&self, slug: &str, buyer: Buyer<'_>) -> Vec<Offer> {
        let Some(category) = self.category(slug) else { return Vec::new() };
        let Some(price_list) = self.price_lists.get(slug) else { return Vec::new() };
        let on_sale = price_list.services.iter().filter(|service| service.active && category.sells(&service.sku));
        let offer = |service: &Service| self.offer_of(category, service, buyer);
        let mut offers: Vec<(bool, &str, Offer)> =
            on_sale.map(|service| (!category.is_popular(&service.sku), service.name.as_str(), offer(service))).collect();
        offers
            .sort_by(|(a_last, a_name, a), (b_last, b_name, b)| (a_last, a.price, a_name, &a.sku).cmp(&(b_last, b.price, b_name, &b.sku)));
        offers.into_iter().map(|(_, _, offer)| offer).collect()
    }

    /// One active SKU of a category at this buyer's price, if it is sold.
    pub fn offer(&self, slug: &str, sku: &str, buyer: Buyer<'_>) -> Option<Offer> {
        self.offer_of_order(slug, sku, buyer).filter(|_| self.category(slug).is_some_and(|category| category.sells(sku)))
    }

    /// The same for an order that is made already: it goes on although its item is not sold any more.
    pub fn offer_of_order(&self, slug: &str, sku: &str, buyer: Buyer<'_>) -> Option<Offer> {
        let category = self.categories.iter().find(|category| category.slug == slug)?;
        let service = self.price_lists.get(slug)?.services.iter().find(|service| service.active && service.sku == sku)?;
        Some(self.offer_of(category, service, buyer))
    }

    /// When the price list of a category was fetched, if customers should see that it is old: the last fetch failed or is long ago.
    pub fn stale_since(&self, slug: &str, now: Millis) -> Option<Millis> {
        let price_list = self.price_lists.get(slug)?;
        let old = now.since_ms(price_list.fetched_at) > STALE_AFTER_MS;
        (old || self.stale.contains(slug)).then_some(price_list.fetched_at)
    }

    fn offer_of(&self, category: &Category, service: &Service, buyer: Buyer<'_>) -> Offer {
        Offer {
            sku: service.sku.clone(),
            name: category.item_name(service),
            label: category.item_label(service),
            cost: service.cost,
            price: self.pricing.price(service.priced(category), buyer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples;

    fn service(sku: &str, cost: i64, active: bool) -> Service {
        Service { sku: sku.into(), name: format!("Item {sku}"), cost: Rupiah(cost), active }
    }

    fn catalog() -> Catalog {
        let pricing = || Markup { flat: Some(Rupiah(5)), ..Markup::default() };
        let category = |slug| Category { pricing: pricing(), ..samples::category(slug) };
        let price_list = PriceList {
            services: vec![service("c", 30, true), service("b", 10, true), service("a", 10, true), service("x", 1, false)],
            skipped: Vec::new(),
            fetched_at: Millis(1_000),
        };
        Catalog {
            categories: vec![category("one"), category("two")],
            price_lists: [("one".to_owned(), price_list)].into(),
            unknown: ["two".to_owned()].into(),
            stale: BTreeSet::new(),
            pricing: Pricing::default(),
        }
    }

    #[test]
    fn offers_are_active_priced_and_sorted() {
        let offers = catalog().offers("one", Buyer::default());
        assert_eq!(offers.iter().map(|o| (o.sku.as_str(), o.price.0)).collect::<Vec<_>>(), [("a", 15), ("b", 15), ("c", 35)]);
        assert!(catalog().offer("one", "x", Buyer::default()).is_none(), "inactive");
        assert!(catalog().offer("two", "a", Buyer::default()).is_none(), "unknown category");
    }

    #[test]
    fn unknown_categories_are_hidden() {
        assert_eq!(catalog().visible().map(|c| c.slug.clone()).collect::<Vec<_>>(), ["one"]);
    }

    #[test]
    fn the_owner_names_hides_and_prefers_items() {
        let mut catalog = catalog();
        let label = Some(LocalText::from("Few"));
        catalog.categories[0].items = [
            ("a".to_owned(), ItemSettings { hidden: true, ..ItemSettings::default() }),
            ("b".to_owned(), ItemSettings { label, ..ItemSettings::default() }),
            ("c".to_owned(), ItemSettings { popular: true, ..ItemSettings::default() }),
        ]
        .into();
        let offers: Vec<(String, LocalText)> =
            catalog.offers("one", Buyer::default()).into_iter().map(|offer| (offer.sku, offer.name)).collect();
        assert_eq!(offers, [("c".to_owned(), "Item c".into()), ("b".to_owned(), "Few".into())]);
        assert!(
            catalog.offer("one", "a", Buyer::default()).is_none() && catalog.offer_of_order("one", "a", Buyer::default()).is_some(),
            "an order of it goes on"
        );
        catalog.categories[0].hidden = true;
        assert!(catalog.visible().next().is_none() && catalog.offers("one", Buyer::default()).is_empty());
        assert!(catalog.offer("one", "b", Buyer::default()).is_none() && catalog.offer_of_order("one", "b", Buyer::default()).is_some());
    }

    #[test]
    fn an_old_price_list_is_marked() {
        assert_eq!(catalog().stale_since("one", Millis(1_000 + STALE_AFTER_MS)), None);
        assert_eq!(catalog().stale_since("one", Millis(1_001 + STALE_AFTER_MS)), Some(Millis(1_000)));
        let stale = Catalog { stale: ["one".to_owned()].into(), ..catalog() };
        assert_eq!(stale.stale_since("one", Millis(1_000)), Some(Millis(1_000)));
    }
}
