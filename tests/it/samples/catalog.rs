//! The pages of the catalogue.

use std::collections::BTreeMap;

use odzreshop_bot::app::{CatalogItem, CatalogOverview, CategoryFile, catalog_changes};
use odzreshop_bot::dialogue::CatalogQuestion;
use odzreshop_bot::domain::catalog::{CatalogEntry, CatalogMark, Category, ItemSettings, Service};
use odzreshop_bot::domain::definition::Definition;
use odzreshop_bot::domain::locale::LocalText;
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::price_digest::PriceDigest;
use odzreshop_bot::domain::target::{Choice, Pattern, Shape, Template};
use odzreshop_bot::i18n::Words;
use odzreshop_bot::telegram::features::catalog::{self, Done};
use odzreshop_bot::telegram::features::{catalog_digest, catalog_form};

use super::pages::{Sample, sample};
use super::{NOW, Taste};

/// A category with a typed field and one with choices.
fn category(taste: &Taste) -> Category {
    let choice = |value: &str| Choice { value: value.to_owned(), label: taste.label.as_str().into() };
    let server = taste.field(Shape::Choices(vec![choice("os_asia"), choice("os_euro")]));
    let typed = taste.field(Shape::Pattern(Pattern::new("(?s).*").unwrap()));
    let fields = vec![typed, odzreshop_bot::domain::target::Field { key: "server".to_owned(), ..server }];
    Category {
        slug: "mobile-legends".to_owned(),
        name: taste.game.as_str().into(),
        aliases: Vec::new(),
        emoji: "⚔️".to_owned(),
        target: Template::parse("{user_id}|{server}", &fields).unwrap(),
        fields,
        checks: Vec::new(),
        pricing: Default::default(),
        verified: false,
        hidden: true,
        popular: true,
        items: BTreeMap::new(),
    }
}

fn item(taste: &Taste, active: bool, label: Option<LocalText>) -> CatalogItem {
    CatalogItem {
        service: Service { sku: "ml-86".to_owned(), name: taste.item.clone(), cost: Rupiah(18_000), active },
        settings: ItemSettings { label, hidden: active, popular: true },
        price: active.then_some(Rupiah(18_500)),
        changed: true,
    }
}

/// Every page of the catalogue, in each of its shapes.
pub fn of_catalog(taste: &Taste, words: &Words) -> Vec<Sample> {
    let category = category(taste);
    let label = |text: &str| LocalText::PerLocale(["id", "en"].map(|code| (code.to_owned(), text.to_owned())).into());
    let items = vec![item(taste, true, Some(label(&taste.label))), item(taste, false, None)];
    let of_file = Category { hidden: false, popular: false, verified: true, emoji: "🔥".to_owned(), ..category.clone() };
    let (changed, up, down) = (true, true, true);
    let file = CategoryFile {
        category: category.clone(),
        unknown: false,
        fetched_at: Some(NOW),
        items,
        of_file: Some(of_file),
        changed,
        up,
        down,
    };
    let added = CategoryFile { of_file: None, unknown: true, fetched_at: None, items: Vec::new(), ..file.clone() };
    let as_file = CategoryFile { of_file: Some(category.clone()), changed: false, up: false, down: false, ..file.clone() };
    let entry = |sku: Option<&str>| CatalogEntry { category: "mobile-legends".to_owned(), sku: sku.map(str::to_owned), page: 1 };
    let change = || catalog_changes::marked(entry(Some("ml-86")), CatalogMark::Hidden, true);
    let done = Done { key: "catalog-hidden", undo: Some(change()) };
    let overview = CatalogOverview { categories: vec![(category.clone(), true), (category.clone(), false)], reordered: true };
    let slug = || "mobile-legends".to_owned();
    let question = || CatalogQuestion::Fields { category: slug() };
    let mut samples = vec![
        sample("categories", catalog::categories(&overview, 0, Some(&done), words)),
        sample("category", catalog::category(&file, Some(&done), words)),
        sample("category", catalog::category(&added, None, words)),
        sample("category", catalog::category(&as_file, None, words)),
        sample("items_of", catalog::items_of(&file, 0, words)),
        sample("items_of", catalog::items_of(&added, 0, words)),
        sample("item", catalog::item(&file, &file.items[0], 1, Some(&done), words)),
        sample("item", catalog::item(&file, &file.items[1], 1, None, words)),
        sample("confirm_as_file", catalog::confirm_as_file(change(), false, words)),
        sample("confirm_as_file", catalog::confirm_as_file(change(), true, words)),
        sample("price_changes", catalog_digest::price_changes(&super::digest(taste), Some(&super::digest(taste)), words)),
        sample("price_changes", catalog_digest::price_changes(&PriceDigest::new(NOW, Vec::new()), None, words)),
        sample("trying_slug", catalog_form::trying_slug(&taste.words, words)),
        sample("confirm_name", catalog_form::confirm_name(question(), Some("⚔️"), &label(&taste.game), change(), words)),
        sample("confirm_fields", catalog_form::confirm_fields(question(), &category, change(), words)),
        sample("tried", catalog_form::tried(&category, &[], words)),
        sample("tried", catalog_form::tried(&category, &Definition::examples(&category.fields).unwrap_or_default(), words)),
    ];
    let new = CatalogQuestion::NewFields { category: slug(), emoji: None, name: taste.game.as_str().into() };
    let questions = [
        CatalogQuestion::Slug,
        CatalogQuestion::NewName { category: taste.words.clone() },
        new,
        CatalogQuestion::Name { entry: entry(None) },
        CatalogQuestion::Name { entry: entry(Some("ml-86")) },
        question(),
        CatalogQuestion::Try { category: slug() },
    ];
    let remark = words.say("hint-catalog-slug", &[]);
    samples.extend(questions.map(|question| {
        sample("ask_catalog", catalog_form::ask_catalog(&question, std::slice::from_ref(&category), Some(remark.clone()), words))
    }));
    samples
}
