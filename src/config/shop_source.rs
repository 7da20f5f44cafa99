//! Where the shop's settings come from: a file, read at the start and again while the bot runs, and settings that override it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

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

    /// Reads the shop from the file; `settings` override it, by their place there (`access.daily_limit`, `category.SLUG.verified`).
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
        let (rules, settings): (Vec<_>, Vec<_>) = settings.iter().cloned().partition(|(key, _)| key == CHAT_RULES);
        if !settings.is_empty() {
            let text = overlaid(text, &settings).map_err(|problem| Problems(vec![problem]))?;
            shop = check("the database's settings", &text).map_err(|Problems(mut problems)| {
                problems.iter_mut().for_each(|problem| problem.line = None);
                Problems(problems)
            })?;
        }
        // They are only in the database, and have more to say than the file can.
        for (key, rules) in rules {
            let problem = |error: serde_json::Error| {
                let name = format!("the database's settings: {key}");
                Problems(vec![Problem {
                    name,
                    line: None,
                    found: quoted(&error.to_string()),
                    remedy: "pricing rules, as /prices writes them".to_owned(),
                }])
            };
            shop.pricing.chat = serde_json::from_value(rules).map_err(problem)?;
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

/// A shop file in which `settings` replace values.
fn overlaid(text: &str, settings: &[(String, Value)]) -> Result<String, Problem> {
    let problem = |key: &str, found: String, remedy: &str| {
        let name = format!("the database's settings: {key}");
        Problem { name, line: None, found, remedy: remedy.to_owned() }
    };
    let mut root: toml::Table = text.parse().map_err(|error: toml::de::Error| problem("", error.to_string(), "a file in TOML"))?;
    for (key, value) in settings {
        let put = toml::Value::try_from(value).ok().and_then(|value| put(&mut root, key, value));
        put.ok_or_else(|| problem(key, quoted(&value.to_string()), "a place of shop.toml, and a value that TOML has"))?;
    }
    Ok(root.to_string())
}

fn put(root: &mut toml::Table, key: &str, value: toml::Value) -> Option<()> {
    let (sections, name) = key.rsplit_once('.')?;
    if let Some(slug) = sections.strip_prefix("category.") {
        let categories = root.get_mut("category").and_then(toml::Value::as_array_mut);
        let mut tables = categories.into_iter().flatten().filter_map(toml::Value::as_table_mut);
        // One that was taken out of the shop leaves its settings behind.
        if let Some(category) = tables.find(|category| category.get("slug").and_then(toml::Value::as_str) == Some(slug)) {
            category.insert(name.to_owned(), value);
        }
        return Some(());
    }
    let mut table = root;
    for section in sections.split('.') {
        table = table.entry(section).or_insert_with(|| toml::Table::new().into()).as_table_mut()?;
    }
    table.insert(name.to_owned(), value);
    Some(())
}
