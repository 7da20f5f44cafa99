//! The architecture tests: `src/` follows the rules, and each rule finds a violation that is injected.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

mod circles;
mod glossary;
mod paths;
mod rules;
mod source;

/// The files of a folder of the repository with this ending: their paths relative to it, and their texts.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let (mut folders, mut found) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// The files that only tests have: `#[cfg(test)] mod tests;` in `a/b.rs` is `a/b/tests.rs`, in `a/mod.rs` it is `a/tests.rs`; and what is
/// in the folder `tests` then.
fn test_files(files: &[(String, String)]) -> BTreeSet<String> {
    let of = |(path, text): &(String, String)| {
        let stem = path.trim_end_matches(".rs");
        let folder = stem.strip_suffix("mod").unwrap_or(&format!("{stem}/")).to_owned();
        source::test_modules(text).into_iter().map(move |name| format!("{folder}{name}.rs")).collect::<Vec<_>>()
    };
    let declared: BTreeSet<String> = files.iter().flat_map(of).collect();
    let below = |path: &str| declared.iter().any(|test| path.starts_with(&format!("{}/", test.trim_end_matches(".rs"))));
    let inner: Vec<String> = files.iter().map(|(path, _)| path.clone()).filter(|path| below(path)).collect();
    declared.into_iter().chain(inner).collect()
}

/// The functions of `src/telegram/features` that return a page: their names and texts.
pub fn page_functions_of_features() -> Vec<(String, String)> {
    let files = files("src/telegram/features", "rs");
    files.iter().flat_map(|(_, text)| source::page_functions(text)).map(|(name, _, body)| (name, body)).collect()
}

#[test]
fn the_source_follows_the_rules() {
    let files = files("src", "rs");
    assert!(files.iter().any(|(path, _)| path == "domain/order.rs"), "the source is read");
    let tests = test_files(&files);
    let violations = |(path, text): &(String, String)| {
        let found = rules::violations(path, text, tests.contains(path));
        found.into_iter().map(|violation| format!("src/{path}:{violation}")).collect::<Vec<_>>()
    };
    let found: Vec<String> = files.iter().flat_map(violations).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn tests_and_texts_follow_the_rules_for_them() {
    let mut found = Vec::new();
    for (path, text) in files("tests", "rs") {
        found.extend(rules::form(&path, &text).into_iter().map(|violation| format!("tests/{path}:{violation}")));
    }
    for (folder, ending) in [("locales", "ftl"), ("migrations", "sql")] {
        for (path, text) in files(folder, ending) {
            found.extend(rules::machine_paths(&text).into_iter().map(|violation| format!("{folder}/{path}:{violation}")));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn paths_in_the_documentation_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = regex::Regex::new(r"[`(]((?:src|tests|locales|migrations|\.\w+)/[\w./-]*)[`)]").unwrap();
    for page in ["src/lib.rs", "README.md", ".github/CONTRIBUTING.md"] {
        let text = fs::read_to_string(root.join(page)).unwrap();
        let named: BTreeSet<&str> = path.captures_iter(&text).map(|found| found.extract::<1>().1[0]).collect();
        assert!(named.contains("src/domain/order.rs"), "{page} is read");
        let missing: Vec<&str> = named.into_iter().filter(|name| !root.join(name).exists()).collect();
        assert!(missing.is_empty(), "{page} names paths that do not exist: {missing:?}");
    }
}

/// The violations in a file with these lines after its first ones.
fn injected(path: &str, lines: &str) -> Vec<String> {
    rules::violations(path, &format!("//! Injected.\n\n{lines}\n"), path.ends_with("tests.rs"))
}

#[test]
fn an_injected_import_is_found() {
    for (path, line) in [
        ("domain/order.rs", "use crate::storage::Store;"),
        ("domain/order.rs", "pub(crate) use crate::app::Clock;"),
        ("domain/order.rs", "fn f() -> crate::app::Clock {"),
        ("domain/order/tests.rs", "use crate::app::Clock;"),
        ("domain/order.rs", "use crate::{storage, app};"),
        ("domain/order.rs", "use crate as bot;"),
        ("domain/order.rs", "use crate::*;"),
        ("domain/order.rs", "use super::super::storage::Store;"),
        ("domain/mod.rs", "use super::storage::Store;"),
        ("telemetry.rs", "use super::storage::Store;"),
        ("dialogue/purchase.rs", "use crate::i18n::Words;"),
        ("i18n/mod.rs", "use crate::dialogue::Step;"),
        ("config/mod.rs", "use crate::i18n::Words;"),
        ("provider/mod.rs", "use crate::app::App;"),
        ("storage/order.rs", "use crate::app::App;"),
        ("app/order.rs", "use crate::telegram::view;"),
        ("app/order.rs", "use crate::dialogue::Step;"),
        ("worker/job.rs", "use crate::storage::Store;"),
        ("sandbox/mod.rs", "use crate::domain::money::Rupiah;"),
        ("telegram/context.rs", "use crate::storage::Store;"),
        ("telegram/features/status.rs", "use crate::storage::Store;"),
        ("telegram/view/order.rs", "use crate::app::App;"),
        ("telegram/caller.rs", "use crate::provider::Client;"),
        ("telegram/runner.rs", "use crate::worker::run;"),
        ("telegram/runners.rs", "use crate::storage::Store;"),
        ("cli.rs", "use crate::storage::Store;"),
        ("main.rs", "use odzreshop_bot::wiring;"),
        ("telemetry.rs", "use crate::app::App;"),
        ("wiring/mod.rs", "use crate::cli::Cli;"),
        ("cellar/mod.rs", "use std::fmt;"),
    ] {
        assert_eq!(injected(path, line).len(), 1, "{path}: {line}");
    }
}

#[test]
fn an_injected_use_in_the_wrong_place_is_found() {
    for (path, line) in [
        ("app/order.rs", "use sqlx::Row;"),
        ("app/order.rs", "fn f(error: sqlx::Error) {"),
        ("telegram/view/order.rs", "use reqwest::Client;"),
        ("provider/odzreshop/client.rs", "use teloxide::types::Update;"),
        ("app/order.rs", "dptree::entry()"),
        ("provider/mod.rs", "use axum::Router;"),
        ("cli.rs", "let home = std::env::var(\"HOME\");"),
        ("cli.rs", "let home = env::var(\"HOME\");"),
        ("app/order.rs", "let now = SystemTime::now();"),
        ("telegram/runner.rs", "let now = chrono::Utc::now();"),
        ("app/order.rs", "let id = Uuid::new_v7(now);"),
        ("telegram/runner.rs", "let wait = rand::random_range(0..9);"),
        ("domain/order.rs", "use std::fs;"),
        ("domain/order.rs", "use tokio::sync::Notify;"),
        ("domain/order.rs", "let value = serde_json::from_str(text);"),
        ("dialogue/purchase.rs", "pub async fn advance() {"),
        ("dialogue/purchase.rs", "tracing::info!(\"here\");"),
        ("telegram/features/status.rs", "pub fn page(ctx: &UpdateContext) -> Page {"),
        ("telegram/features/status.rs", "fn page(\n    words: &Words,\n) -> Page {\n    crate::app::now();\n}"),
    ] {
        assert!(!injected(path, line).is_empty(), "{path}: {line}");
    }
}

#[test]
fn other_injected_violations_are_found() {
    let home = ["/ho", "me/budi/shop.toml"].concat();
    for (path, text) in [
        ("app/order.rs", "let order = find().unwrap();".to_owned()),
        ("app/order.rs", "let order = find().expect(\"an order\");".to_owned()),
        ("app/order.rs", "todo!()".to_owned()),
        ("app/tests.rs", "todo!()".to_owned()),
        ("app/util.rs", "use std::fmt;".to_owned()),
        ("app/misc/mod.rs", "use std::fmt;".to_owned()),
        ("app/order.rs", "mod helper {".to_owned()),
        ("app/order.rs", format!("const SHOP: &str = \"{home}\";")),
        ("app/order.rs", "#[path = \"elsewhere.rs\"]".to_owned()),
        ("app/order.rs", "let x = 1;\n".repeat(500)),
    ] {
        assert_eq!(injected(path, &text).len(), 1, "{path}: {text}");
    }
    assert_eq!(rules::violations("app/order.rs", "use std::fmt;\n", false).len(), 1, "a file that does not say why it exists");
}

#[test]
fn what_only_looks_like_a_violation_is_none() {
    for (path, text) in [
        ("domain/order.rs", "// use crate::storage::Store;"),
        ("domain/order.rs", "/* use crate::storage::Store; /* */ todo!() */"),
        ("domain/order.rs", "let text = \"a \\\" crate::storage::Store\";"),
        ("domain/order.rs", "let text = r#\"a \" crate::storage::Store\"#;"),
        ("domain/order.rs", "let quote = '\"'; // crate::storage"),
        ("domain/order.rs", "fn f<'a>(text: &'a str) {} // crate::storage"),
        ("telegram/sender/mod.rs", "use crate::storage::Store;"),
        ("telegram/render.rs", "use crate::storage::Store;"),
        ("telegram/chat_claims/tests.rs", "use crate::storage::Store;"),
        ("telegram/features/status.rs", "pub fn page(words: &Words) -> Page {\n}\nasync fn status(ctx: UpdateContext) {"),
        ("app/order.rs", "let order = find().unwrap(); // it was just inserted"),
        ("app/order.rs", "// It was just inserted.\nlet order = find().unwrap();"),
        ("app/order.rs", "#[cfg(test)]\nmod tests {\n    let order = find().unwrap();"),
        ("app/order.rs", "let order = find().unwrap_or_default();"),
        ("app/tests.rs", "let now = SystemTime::now();"),
        ("main.rs", "use odzreshop_bot::cli::{self, Cli};"),
        ("app/mod.rs", "pub(crate) store: Store,"),
    ] {
        assert_eq!(injected(path, text), Vec::<String>::new(), "{path}: {text}");
    }
    // What follows a string or a quote is code again.
    for line in ["let a = \"//\"; crate::storage::f();", "let a = '\\''; crate::storage::f();", "let a = r\"\\\"; crate::storage::f();"] {
        assert_eq!(injected("domain/order.rs", line).len(), 1, "{line}");
    }
}

#[test]
fn files_that_only_tests_have_are_recognized() {
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let files = [
        file("a/mod.rs", "#[cfg(test)]\nmod mock_bot_api;\n"),
        file("a/b.rs", "#[cfg(test)]\nmod tests;\nmod real;\n"),
        file("a/b/tests/of_c.rs", ""),
        file("a/b/real.rs", ""),
    ];
    assert_eq!(test_files(&files).into_iter().collect::<Vec<_>>(), ["a/b/tests.rs", "a/b/tests/of_c.rs", "a/mock_bot_api.rs"]);
}
