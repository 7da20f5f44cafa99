//! Where the shop's settings come from: a file, read at the start and again while the bot runs, and settings that override it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::domain::opening::PLANNED_PAUSE;
use crate::domain::price_rule::CHAT_RULES;
use crate::domain::shop::Shop;

use super::report::{Problem, Problems, quoted};
use super::shop_file;

/// Which file it is, and how it is checked.
#[derive(Clone, Debug)]
pub struct ShopSource {
    /// `SHOP_FILE`; without one it is `shop.toml`, which may be missing.
    chosen: Option<PathBuf>,
    locales: Vec<String>,
    /// Its name and text when it was last read without a problem.
    last: Arc<Mutex<Option<(String, String)>>>,
}

impl ShopSource {
    pub(super) fn new(chosen: Option<&str>, locales: &[&str]) -> Self {
        let locales = locales.iter().map(|code| (*code).to_owned()).collect();
        Self { chosen: chosen.map(PathBuf::from), locales, last: Arc::default() }
    }

    /// Reads the shop from the file; `settings` override it, by their place there (`access.daily_limit`,
    /// `category.SLUG.verified`, `category.SLUG.item.SKU.label`); `category.SLUG` is a whole category that the file does not have.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn read(&self, read_file: &dyn Fn(&Path) -> io::Result<String>, settings: &[(String, Value)]) -> Result<Shop, Problems> {
        let (name, text) = self.text(read_file).map_err(|problem| Problems(vec![problem]))?;
        let shop = self.with(&name, &text, settings)?;
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some((name, text));
        Ok(shop)
    }

    /// The same with the file as it was when it was last read without a problem.
    ///
    /// # Errors
    /// Everything that is wrong with `settings`.
    pub fn read_last(&self, settings: &[(String, Value)]) -> Result<Shop, Problems> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (name, text) = last.unwrap_or_else(|| ("the built-in shop.toml".to_owned(), shop_file::BUILT_IN.to_owned()));
        self.with(&name, &text, settings)
    }

    fn with(&self, name: &str, text: &str, settings: &[(String, Value)]) -> Result<Shop, Problems> {
        let locales: Vec<&str> = self.locales.iter().map(String::as_str).collect();
        let check = |name: &str, text: &str| {
            let masked = |problems: Vec<Problem>| Problems(problems.into_iter().map(|problem| problem.masked(&[])).collect());
            shop_file::read(name, text, &locales).map_err(masked)
        };
        // The file alone first, so that its problems are reported with their lines.
        let mut shop = check(name, text)?;
        let in_database_only = |(key, _): &(String, Value)| [CHAT_RULES, PLANNED_PAUSE].contains(&key.as_str());
        let (others, settings): (Vec<_>, Vec<_>) = settings.iter().cloned().partition(in_database_only);
        if !settings.is_empty() {
            let text = overlaid(text, &settings).map_err(|problem| Problems(vec![problem]))?;
            shop = check("the database's settings", &text).map_err(|Problems(mut problems)| {
                problems.iter_mut().for_each(|problem| problem.line = None);
                Problems(problems)
            })?;
        }
        // The file can't say these.
        for (key, value) in others {
            if key == CHAT_RULES {
                shop.pricing.chat = stored(&key, value, "pricing rules, as /prices writes them")?;
            } else {
                shop.opening.planned = Some(stored(&key, value, "a planned pause, as /close writes it")?);
            }
        }
        Ok(shop)
    }

    fn text(&self, read_file: &dyn Fn(&Path) -> io::Result<String>) -> Result<(String, String), Problem> {
        let path = self.chosen.as_deref().unwrap_or(Path::new("shop.toml"));
        match read_file(path) {
            Ok(text) => Ok((path.display().to_string(), text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.chosen.is_none() => {
                Ok(("the built-in shop.toml".to_owned(), shop_file::BUILT_IN.to_owned()))
            }
            Err(error) => {
                let name = if self.chosen.is_some() { "SHOP_FILE" } else { "shop.toml" };
                let remedy = format!("a file that can be read ({error}); `odzreshop-bot init` writes one to begin with");
                Err(Problem { name: name.to_owned(), line: None, found: quoted(&path.display().to_string()), remedy })
            }
        }
    }
}

/// The value of a setting that only the database has.
fn stored<T: DeserializeOwned>(key: &str, value: Value, remedy: &str) -> Result<T, Problems> {
    serde_json::from_value(value).map_err(|error| {
        let (name, found) = (format!("the database's settings: {key}"), quoted(&error.to_string()));
        Problems(vec![Problem { name, line: None, found, remedy: remedy.to_owned() }])
    })
}

/// A shop file in which `settings` replace values.
fn overlaid(text: &str, settings: &[(String, Value)]) -> Result<String, Problem> {
    let problem = |key: &str, found: String, remedy: &str| {
        let name = format!("the database's settings: {key}");
        Problem { name, line: None, found, remedy: remedy.to_owned() }
    };
    let mut root: toml::Table = text.parse().map_err(|error: toml::de::Error| problem("", error.to_string(), "a file in TOML"))?;
    // A category that was added is there before it is changed.
    let is_added = |key: &str| key.strip_prefix("category.").is_some_and(|slug| !slug.contains('.'));
    let (added, changed): (Vec<_>, Vec<_>) = settings.iter().partition(|(key, _)| is_added(key));
    for (key, value) in added.into_iter().chain(changed) {
        let put = toml::Value::try_from(value).ok().and_then(|value| put(&mut root, key, value));
        put.ok_or_else(|| problem(key, quoted(&value.to_string()), "a place of shop.toml, and a value that TOML has"))?;
    }
    place_what_is_there(&mut root);
    Ok(root.to_string())
}

fn put(root: &mut toml::Table, key: &str, value: toml::Value) -> Option<()> {
    if let Some(place) = key.strip_prefix("category.") {
        let categories = root.entry("category").or_insert_with(|| toml::Value::Array(Vec::new())).as_array_mut()?;
        return put_in_category(categories, place, value);
    }
    let (sections, name) = key.rsplit_once('.')?;
    let mut table = root;
    for section in sections.split('.') {
        table = table.entry(section).or_insert_with(|| toml::Table::new().into()).as_table_mut()?;
    }
    table.insert(name.to_owned(), value);
    Some(())
}

/// Puts a value at `SLUG.NAME` or `SLUG.item.SKU.NAME`, or a whole category at `SLUG`.
fn put_in_category(categories: &mut Vec<toml::Value>, place: &str, value: toml::Value) -> Option<()> {
    let Some((slug, name)) = place.split_once('.') else {
        // One that the file has meanwhile counts as the file has it.
        if entry(categories, "slug", place).is_none() {
            categories.push(value.as_table()?.clone().into());
        }
        return Some(());
    };
    // One that was taken out of the shop leaves its settings behind.
    let Some(category) = entry(categories, "slug", slug) else { return Some(()) };
    let Some(item) = name.strip_prefix("item.") else {
        category.insert(name.to_owned(), value);
        return Some(());
    };
    let (sku, name) = item.rsplit_once('.')?;
    let items = category.entry("item").or_insert_with(|| toml::Value::Array(Vec::new())).as_array_mut()?;
    if entry(items, "sku", sku).is_none() {
        items.push(toml::Table::from_iter([("sku".to_owned(), sku.into())]).into());
    }
    entry(items, "sku", sku)?.insert(name.to_owned(), value);
    Some(())
}

/// The table of a list whose `key` is `name`.
fn entry<'a>(list: &'a mut [toml::Value], key: &str, name: &str) -> Option<&'a mut toml::Table> {
    list.iter_mut().filter_map(toml::Value::as_table_mut).find(|table| table.get(key).and_then(toml::Value::as_str) == Some(name))
}

/// Leaves categories out of the order that were taken out of the shop since.
fn place_what_is_there(root: &mut toml::Table) {
    let categories = root.get("category").and_then(toml::Value::as_array).into_iter().flatten();
    let slugs: Vec<toml::Value> = categories.filter_map(|category| category.get("slug").cloned()).collect();
    let shop = root.get_mut("shop").and_then(toml::Value::as_table_mut);
    if let Some(order) = shop.and_then(|shop| shop.get_mut("category_order")).and_then(toml::Value::as_array_mut) {
        order.retain(|slug| slugs.contains(slug));
    }
}
