//! Changes of the catalogue, as the settings that make them. Pure: `config` reads them as it reads `shop.toml`.

use serde_json::{Value, json};

use crate::domain::catalog::{CatalogChange, CatalogEntry, CatalogMark, Category};
use crate::domain::definition::Definition;
use crate::domain::field_check::FieldCheck;
use crate::domain::locale::LocalText;
use crate::domain::setting::SettingChange;
use crate::domain::shop::Shop;
use crate::domain::target::{Field, Shape};

/// The setting with the order of the menu.
pub(super) const ORDER: &str = "shop.category_order";

/// Whether a setting is about a category and everything in it, or about an item.
pub(super) fn is_about(key: &str, entry: &CatalogEntry) -> bool {
    let Some(rest) = key.strip_prefix("category.").and_then(|place| place.strip_prefix(entry.category.as_str())) else { return false };
    match &entry.sku {
        None => rest.is_empty() || rest.starts_with('.'),
        // The code of an item may have dots.
        Some(sku) => rest
            .strip_prefix(".item.")
            .and_then(|item| item.strip_prefix(sku.as_str()))
            .and_then(|name| name.strip_prefix('.'))
            .is_some_and(|name| !name.contains('.')),
    }
}

pub(super) fn set_to(key: String, value: &Value) -> SettingChange {
    SettingChange { key, value: value.to_string() }
}

/// The place of a setting of this entry.
fn key(entry: &CatalogEntry, name: &str) -> String {
    match &entry.sku {
        Some(sku) => format!("category.{}.item.{sku}.{name}", entry.category),
        None => format!("category.{}.{name}", entry.category),
    }
}

/// Hides or shows something, makes it popular or not, or marks it as verified or not.
pub fn marked(entry: CatalogEntry, mark: CatalogMark, on: bool) -> CatalogChange {
    let name = match mark {
        CatalogMark::Hidden => "hidden",
        CatalogMark::Popular => "popular",
        CatalogMark::Verified => "verified",
    };
    CatalogChange { settings: vec![set_to(key(&entry, name), &Value::Bool(on))], entry: Some(entry) }
}

/// Gives a category another name, and another emoji if there is one, or an item a label.
pub fn renamed(entry: CatalogEntry, emoji: Option<&str>, name: &LocalText) -> CatalogChange {
    let setting = if entry.sku.is_some() { "label" } else { "name" };
    let mut settings = vec![set_to(key(&entry, setting), &json!(name))];
    settings.extend(emoji.map(|emoji| set_to(key(&entry, "emoji"), &json!(emoji))));
    CatalogChange { settings, entry: Some(entry) }
}

/// Moves a category one place up or down among those that are popular, or among the others. `None` where it stands at the end already.
pub fn moved(shop: &Shop, slug: &str, up: bool) -> Option<CatalogChange> {
    let at = shop.categories.iter().position(|category| category.slug == slug)?;
    let other = if up { at.checked_sub(1)? } else { at + 1 };
    let neighbour = shop.categories.get(other).filter(|neighbour| neighbour.popular == shop.categories[at].popular)?;
    let mut order: Vec<&str> = shop.categories.iter().map(|category| category.slug.as_str()).collect();
    (order[at], order[other]) = (&neighbour.slug, slug);
    Some(CatalogChange { entry: None, settings: vec![set_to(ORDER.to_owned(), &json!(order))] })
}

/// Asks customers other questions in a category. Nobody knows yet whether the provider delivers to such targets.
pub fn defined(category: &Category, definition: &Definition) -> CatalogChange {
    let entry = CatalogEntry { category: category.slug.clone(), sku: None, page: 0 };
    let fields: Vec<Value> = definition.fields.iter().map(field).collect();
    let target = definition.target.to_string();
    let mut settings = vec![("field", json!(fields)), ("target", json!(target)), ("verified", json!(false))];
    // A rule between answers ends with one of its fields, and with the answer that it expects.
    let is_kept = |check: &FieldCheck| {
        let find = |key: &str| definition.fields.iter().find(|field| field.key == key);
        find(&check.when).is_some() && find(&check.field).is_some_and(|field| field.accept(&check.must).is_some())
    };
    if !category.checks.iter().all(is_kept) {
        let kept = category.checks.iter().filter(|check| is_kept(check));
        let check =
            |check: &FieldCheck| json!({ "when": check.when, "matches": check.matches.as_str(), "field": check.field, "must": check.must });
        settings.push(("check", kept.map(check).collect()));
    }
    CatalogChange { settings: settings.iter().map(|(name, value)| set_to(key(&entry, name), value)).collect(), entry: Some(entry) }
}

/// Adds a category that `shop.toml` does not have.
pub fn added(slug: &str, emoji: Option<&str>, name: &LocalText, definition: &Definition) -> CatalogChange {
    let fields: Vec<Value> = definition.fields.iter().map(field).collect();
    let target = definition.target.to_string();
    let mut category = json!({ "slug": slug, "name": name, "target": target, "verified": false, "field": fields });
    if let Some(emoji) = emoji {
        category["emoji"] = json!(emoji);
    }
    let entry = CatalogEntry { category: slug.to_owned(), sku: None, page: 0 };
    CatalogChange { entry: Some(entry), settings: vec![set_to(format!("category.{slug}"), &category)] }
}

/// A question as `shop.toml` has it.
fn field(field: &Field) -> Value {
    let mut value = json!({ "key": field.key, "label": field.label });
    match &field.shape {
        Shape::Pattern(pattern) => value["pattern"] = json!(pattern.text()),
        Shape::Choices(choices) => {
            let choices = choices.iter().map(|choice| json!({ "value": choice.value, "label": choice.label }));
            value["choices"] = choices.collect();
        }
    }
    if let Some(example) = &field.example {
        value["example"] = json!(example);
    }
    if let Some(help) = &field.help {
        value["help"] = json!(help);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(category: &str, sku: Option<&str>) -> CatalogEntry {
        CatalogEntry { category: category.to_owned(), sku: sku.map(str::to_owned), page: 3 }
    }

    #[test]
    fn a_setting_is_about_one_category_or_one_item() {
        let cases = [
            ("category.ml", "ml", None, true),
            ("category.ml.name", "ml", None, true),
            ("category.ml.item.a.hidden", "ml", None, true),
            ("category.ml-2.name", "ml", None, false),
            ("category.m.name", "ml", None, false),
            ("shop.category_order", "ml", None, false),
            ("category.ml.item.a.hidden", "ml", Some("a"), true),
            ("category.ml.item.a.b.hidden", "ml", Some("a"), false),
            ("category.ml.item.a.b.hidden", "ml", Some("a.b"), true),
            ("category.ml.item.ab.hidden", "ml", Some("a"), false),
            ("category.ml.hidden", "ml", Some("a"), false),
        ];
        for (key, category, sku, about) in cases {
            assert_eq!(is_about(key, &entry(category, sku)), about, "{key} {category} {sku:?}");
        }
    }

    #[test]
    fn a_change_is_a_setting_of_the_file() {
        let one = |change: CatalogChange| {
            let [SettingChange { key, value }] = change.settings.as_slice() else { panic!("{change:?}") };
            format!("{key} = {value}")
        };
        assert_eq!(one(marked(entry("ml", None), CatalogMark::Hidden, true)), "category.ml.hidden = true");
        assert_eq!(one(marked(entry("ml", Some("a.5")), CatalogMark::Popular, false)), "category.ml.item.a.5.popular = false");
        assert_eq!(one(renamed(entry("ml", Some("a")), None, &"86 <b>".into())), "category.ml.item.a.label = \"86 <b>\"");
        let both = LocalText::PerLocale([("en".to_owned(), "G".to_owned()), ("id".to_owned(), "P".to_owned())].into());
        assert_eq!(one(renamed(entry("ml", None), None, &both)), r#"category.ml.name = {"en":"G","id":"P"}"#);
        assert_eq!(renamed(entry("ml", None), Some("⚔️"), &both).settings.len(), 2);
    }
}
