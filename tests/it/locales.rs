//! The languages: the same keys with the same placeholders in each, no unused key, no missing key.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use odzreshop_bot::i18n::available;
use regex::Regex;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(under: PathBuf, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(under).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The messages of one Fluent file: key and pattern.
fn messages(text: &str) -> Vec<(String, String)> {
    let mut messages: Vec<(String, String)> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        match line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase())) {
            Some((key, pattern)) => messages.push((key.trim().to_owned(), pattern.trim().to_owned())),
            None => {
                if let Some((_, pattern)) = messages.last_mut() {
                    pattern.push('\n');
                    pattern.push_str(line.trim());
                }
            }
        }
    }
    messages
}

/// All messages of a language, by file and key.
pub fn language(code: &str) -> BTreeMap<(String, String), String> {
    let mut all = BTreeMap::new();
    let mut keys = BTreeSet::new();
    for path in files(root().join("locales").join(code), "ftl") {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        for (key, pattern) in messages(&fs::read_to_string(&path).unwrap()) {
            assert!(keys.insert(key.clone()), "{code}: {key} twice");
            assert!(!pattern.trim().is_empty(), "{code}: {key} says nothing");
            all.insert((file.clone(), key), pattern);
        }
    }
    all
}

fn placeholders(pattern: &str) -> BTreeSet<String> {
    Regex::new(r"\$([a-z_]+)").unwrap().captures_iter(pattern).map(|found| found[1].to_owned()).collect()
}

#[test]
fn every_language_has_the_same_keys_and_placeholders() {
    let indonesian = language("id");
    assert!(indonesian.len() > 200);
    for locale in available() {
        let other = language(&locale.0);
        let keys = |language: &BTreeMap<(String, String), String>| language.keys().cloned().collect::<BTreeSet<_>>();
        let differ: Vec<_> = keys(&indonesian).symmetric_difference(&keys(&other)).cloned().collect();
        assert!(differ.is_empty(), "id and {} differ: {differ:?}", locale.0);
        for (key, pattern) in &indonesian {
            assert_eq!(placeholders(pattern), placeholders(&other[key]), "{}: {key:?}", locale.0);
        }
    }
}

#[test]
fn every_folder_is_a_language_of_the_bot() {
    let folders: BTreeSet<String> =
        fs::read_dir(root().join("locales")).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(folders, available().into_iter().map(|locale| locale.0).collect());
}

#[test]
fn the_code_uses_every_key_and_no_other() {
    let literal = Regex::new(r#""([a-z]+(?:-[a-z0-9]+)+)""#).unwrap();
    let mut said = BTreeSet::new();
    for folder in ["src/telegram/view", "src/telegram/features", "src/i18n"] {
        for path in files(root().join(folder), "rs") {
            let text = fs::read_to_string(path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            said.extend(literal.captures_iter(code).map(|found| found[1].to_owned()));
        }
    }
    let written: BTreeSet<String> = language("id").into_keys().map(|(_, key)| key).collect();
    assert_eq!(said.difference(&written).collect::<Vec<_>>(), Vec::<&String>::new(), "said, but in no language");
    assert_eq!(written.difference(&said).collect::<Vec<_>>(), Vec::<&String>::new(), "in the languages, but never said");
}

#[test]
fn texts_contain_only_allowed_tags_closed_in_the_same_line() {
    let tag = Regex::new(r"<(/?)([^>]*)>").unwrap();
    for locale in available() {
        for (key, pattern) in language(&locale.0) {
            for line in pattern.lines() {
                let mut open = Vec::new();
                for found in tag.captures_iter(line) {
                    match &found[1] {
                        "" => open.push(found[2].to_owned()),
                        _ => assert_eq!(open.pop().as_deref(), Some(&found[2]), "{}: {key:?}", locale.0),
                    }
                    assert!(["b", "i", "code"].contains(&&found[2]), "{}: {key:?}: {line}", locale.0);
                }
                assert!(open.is_empty() && !tag.replace_all(line, "").contains(['<', '&']), "{}: {key:?}: {line}", locale.0);
            }
        }
    }
}

/// What customers read; in other files there is more for admins than for them.
const OF_CUSTOMERS: [&str; 7] = ["access.ftl", "bill.ftl", "game_accounts.ftl", "menu.ftl", "order.ftl", "purchase.ftl", "wallet.ftl"];

/// A screen reader says the name of each emoji: one at the start of a line says what the line is about, others only make it longer.
#[test]
fn a_line_for_customers_has_one_emoji_at_most_at_its_start() {
    let emoji = Regex::new(r"\p{Extended_Pictographic}").unwrap();
    let of_a_number = Regex::new(r"^\*?\[[a-z]+\] ").unwrap();
    for locale in available() {
        for ((file, key), pattern) in language(&locale.0).into_iter().filter(|((file, _), _)| OF_CUSTOMERS.contains(&file.as_str())) {
            for line in pattern.lines() {
                let line = of_a_number.replace(line, "");
                let at: Vec<usize> = emoji.find_iter(&line).map(|found| found.start()).collect();
                assert!(at.is_empty() || at == [0], "{}: {file}: {key}: {line}", locale.0);
            }
        }
    }
}
