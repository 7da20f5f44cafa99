//! `[[category.item]]` of `shop.toml`: what the owner says about single items of the provider's list.

use std::collections::BTreeMap;

use crate::domain::catalog::{ItemSettings, MAX_ITEM_LABEL_CHARS};

use super::toml_reader::Section;

/// Most items in one category that something is said about: a long list of the provider has so many.
const MAX_ITEMS: usize = 1_000;
/// Longest code of an item. The longest known one has about 40 characters.
const MAX_SKU_CHARS: usize = 128;

/// Reads every `[[category.item]]` of a category. Problems are recorded in the file.
pub(super) fn read_items(category: &mut Section<'_>, locales: &[&str]) -> BTreeMap<String, ItemSettings> {
    let sections = category.sections("item").unwrap_or_default();
    if sections.len() > MAX_ITEMS {
        category.refuse("item", format!("at most {MAX_ITEMS} items, not {}", sections.len()));
    }
    let mut items = BTreeMap::new();
    for mut section in sections {
        section.need("sku", "the provider's code of the item: \"ml-86\"");
        let sku = section.text("sku", MAX_SKU_CHARS);
        let item = ItemSettings {
            label: section.local_text("label", MAX_ITEM_LABEL_CHARS, locales),
            hidden: section.flag("hidden", false),
            popular: section.flag("popular", false),
        };
        if let Some(sku) = sku
            && items.insert(sku, item).is_some()
        {
            section.refuse("sku", "a unique sku: an earlier item of this category has the same one".to_owned());
        }
        section.close();
    }
    items
}
