//! The rules of the architecture: which module may import which, what may be used only in some places, and the form of a file.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use regex::Regex;

use super::source;

/// Which modules each module may import besides itself. The entry with the longest matching path counts.
const MODULES: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    ("lib", &[]),
    ("cli", &["config", "i18n", "failpoint", "telemetry", "wiring"]),
    ("config", &["domain", "failpoint"]),
    ("telemetry", &["config", "http_server"]),
    // In development builds only.
    ("failpoint", &[]),
    ("limiter", &[]),
    ("http_server", &[]),
    (
        "wiring",
        &[
            "app",
            "config",
            "dialogue",
            "domain",
            "http_server",
            "i18n",
            "payment",
            "provider",
            "sandbox",
            "storage",
            "telegram",
            "telemetry",
            "worker",
        ],
    ),
    ("domain", &[]),
    ("dialogue", &["domain"]),
    ("i18n", &["domain"]),
    ("payment", &["domain", "limiter"]),
    ("provider", &["domain", "limiter"]),
    ("picture", &[]),
    ("sheet", &[]),
    ("storage", &["domain", "failpoint"]),
    ("app", &["domain", "failpoint", "payment", "provider", "sheet", "storage"]),
    ("worker", &["app", "domain"]),
    ("sandbox", &[]),
    ("telegram", &["app", "dialogue", "domain", "i18n"]),
    ("telegram/upload", &["picture"]),
    ("telegram/caller", &["domain", "picture"]),
    ("telegram/view", &["dialogue", "domain", "i18n"]),
    // These read and write the inbox and the outbox.
    ("telegram/ingest", &["app", "domain", "failpoint", "http_server", "storage"]),
    ("telegram/runner", &["app", "dialogue", "domain", "i18n", "storage"]),
    ("telegram/sender", &["app", "domain", "failpoint", "storage"]),
    ("telegram/render", &["app", "dialogue", "domain", "i18n", "storage"]),
];

/// Crates and functions that may be used only in some places, and these places.
const PLACES: &[(&str, &[&str])] = &[
    (r"\bring::|\buse ring\b", &["app/receipt"]),
    (r"\bsqlx::|\buse sqlx\b", &["storage"]),
    (
        r"\breqwest::|\buse reqwest\b",
        &[
            "payment",
            "provider",
            "sandbox/gateway/posting",
            "sandbox/telegram/webhook_delivery",
            "telegram/caller",
            "telegram/ingest",
            "telegram/sender",
            "telegram/upload",
            "wiring/health",
        ],
    ),
    (r"\bteloxide(_core)?::|\buse teloxide", &["telegram"]),
    (r"\bdptree::|\buse dptree\b", &["telegram"]),
    (r"\baxum::|\buse axum\b", &["http_server", "sandbox", "telegram/ingest", "telemetry/ops", "wiring/door"]),
    (r"\b(png|qrcode)::|\buse (png|qrcode)\b", &["picture"]),
    (r"\brust_xlsxwriter::|\buse rust_xlsxwriter\b", &["sheet"]),
    (r"\bstd::env\b|\benv::vars?\b", &["config"]),
    (r"\bSystemTime::now\b|\bUNIX_EPOCH\.elapsed\b", &["app/clock", "sandbox"]),
    (r"\b(Utc|Local)::now\b", &["sandbox"]),
    (r"\bUuid::(new|now)|\brand::", &["app/random", "telegram/sender", "sandbox"]),
];

/// The pure modules, the only crates that they may use, and what they may not use of `std` because it waits or asks the system.
const PURE_MODULES: &[&str] = &["domain", "dialogue"];
const PURE_CRATES: &[&str] = &["foldhash", "serde", "thiserror", "regex", "unicode-segmentation"];
const IMPURE: &str = r"\bstd::(fs|net|io|thread|process|sync|time)\b|\basync\b|\.await\b|\btracing::|\bprintln!";

/// What a function that returns a page may not use: a page is made only of facts and words.
const IMPURE_PAGE: &str = r"\b(ctx|UpdateContext|app|App|Store|async|tracing)\b|\.await\b";

const BAD_NAMES: &[&str] = &["util", "utils", "helper", "helpers", "common", "misc", "manager", "data", "info"];

/// More than this is hard to read at once.
const MAX_LINES: usize = 500;

/// The violations in one file, each as `line: what`. `path` is relative to `src/`; `test_file`: only tests have the file.
pub fn violations(path: &str, text: &str, test_file: bool) -> Vec<String> {
    let lines = source::lines(text, test_file);
    let mut found = form(path, text);
    let module = path.trim_end_matches(".rs").split('/').next().unwrap_or_default();
    if longest(MODULES, path).is_none() {
        found.push(format!("1: `{module}` is not in the table of modules"));
    }
    if within(path, "telegram") && !test_file {
        found.extend(impure_pages(text));
    }
    for (i, line) in lines.iter().enumerate() {
        let mut say = |what: String| found.push(format!("{}: {what}", i + 1));
        imports(path, module, &line.code, line.test).into_iter().for_each(&mut say);
        if line.code.contains("todo!") || line.code.contains("unimplemented!") {
            say("unfinished code".to_owned());
        }
        if line.test {
            continue;
        }
        places(path, &line.code).into_iter().for_each(&mut say);
        let explained = line.commented || (i > 0 && lines[i - 1].commented);
        if !explained && matches(r"\.(unwrap|expect|unwrap_err|expect_err)\(", &line.code) {
            say("an unwrap without a comment that proves it".to_owned());
        }
    }
    found
}

/// The page functions that are not pure.
fn impure_pages(text: &str) -> Vec<String> {
    let impure = source::page_functions(text).into_iter().filter(|(_, _, body)| matches(IMPURE_PAGE, body));
    impure.map(|(name, start, _)| format!("{}: the page `{name}` is not pure", start + 1)).collect()
}

/// The rules for every file: its first line says why it exists, it is short enough, and its name says what is in it.
pub fn form(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !text.starts_with("//!") {
        found.push("1: the first line does not say why the file exists (`//!`)".to_owned());
    }
    let count = text.lines().count();
    if count > MAX_LINES {
        found.push(format!("{count}: more than {MAX_LINES} lines"));
    }
    let code: Vec<String> = source::lines(text, false).into_iter().map(|line| line.code).collect();
    let inline = words(r"(?m)^\s*(?:pub(?:\([^)]*\))? )?mod (\w+)", &code.join("\n"));
    let names = path.trim_end_matches(".rs").split('/').chain(inline.iter().map(String::as_str));
    let bad = names.filter(|name| BAD_NAMES.contains(name));
    found.extend(bad.map(|name| format!("1: the name `{name}` does not say what is in it")));
    found.extend(machine_paths(text));
    found
}

/// Paths that only one machine has. A rule for every text in the repository.
pub fn machine_paths(text: &str) -> Vec<String> {
    // Written in two parts so that this file does not violate its own rule.
    let homes = [["/ho", "me/"], ["/ro", "ot/"], ["/wo", "rk/"], ["/Us", "ers/"], ["C:", "\\"]].map(|parts| parts.concat());
    let has_one = |line: &str| homes.iter().any(|home| line.contains(home.as_str()));
    text.lines().enumerate().filter(|(_, line)| has_one(line)).map(|(i, _)| format!("{}: a path of one machine", i + 1)).collect()
}

fn imports(path: &str, own: &str, code: &str, test: bool) -> Vec<String> {
    let allowed = longest(MODULES, path).unwrap_or_default();
    // Tests of Telegram's side may look into the database.
    let storage_in_tests = |module: &str| test && own == "telegram" && module == "storage";
    let mut found: Vec<String> = words(r"\b(?:crate|odzreshop_bot)::(\w+)", code)
        .into_iter()
        .filter(|module| module != own && !allowed.contains(&module.as_str()) && !storage_in_tests(module))
        .map(|module| format!("{} may not import {module}", path.trim_end_matches(".rs")))
        .collect();
    if matches(r"\bcrate::(\{|\*)|\bcrate as\b|\bextern crate\b", code) {
        found.push("more than one module in a `use`".to_owned());
    }
    if !test && matches(r"\bsuper::super\b", code) {
        found.push("a path that leaves its folder by `super`".to_owned());
    }
    // At the top of a module `super` is the crate.
    let root = !path.contains('/') || (path.ends_with("/mod.rs") && path.matches('/').count() == 1);
    if !test && root && matches(r"\bsuper::", code) {
        found.push("another module is named by `super`, not by `crate`".to_owned());
    }
    if code.contains("#[path") || code.contains("include!(") {
        found.push("a module whose file is not where its name says".to_owned());
    }
    found
}

fn places(path: &str, code: &str) -> Vec<String> {
    let mut found: Vec<String> = PLACES
        .iter()
        .filter(|(pattern, places)| !places.iter().any(|place| within(path, place)) && matches(pattern, code))
        .map(|(pattern, places)| format!("`{pattern}` is allowed only in {}", places.join(", ")))
        .collect();
    if PURE_MODULES.iter().any(|module| within(path, module)) {
        if matches(&FOREIGN_CRATES, code) {
            found.push("a crate that a pure module may not use".to_owned());
        }
        if matches(IMPURE, code) {
            found.push("a pure module that waits or asks the system".to_owned());
        }
    }
    found
}

/// Whether the file `path` is `place` or lies in it.
fn within(path: &str, place: &str) -> bool {
    path.trim_end_matches(".rs").strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn longest<T: Copy>(table: &[(&str, T)], path: &str) -> Option<T> {
    table.iter().filter(|(place, _)| within(path, place)).max_by_key(|(place, _)| place.len()).map(|(_, value)| *value)
}

/// Matches the use of a crate of `Cargo.toml` that a pure module may not use.
static FOREIGN_CRATES: LazyLock<String> = LazyLock::new(|| {
    let cargo: toml::Table = include_str!("../../../Cargo.toml").parse().unwrap();
    let names = cargo["dependencies"].as_table().unwrap().keys().filter(|name| !PURE_CRATES.contains(&name.as_str()));
    let names: Vec<String> = names.map(|name| name.replace('-', "_")).collect();
    let any = names.join("|");
    format!(r"\b({any})::|\buse ({any})\b")
});

fn matches(pattern: &str, text: &str) -> bool {
    compiled(pattern).is_match(text)
}

/// What the pattern's group matches, each time that the pattern matches.
fn words(pattern: &str, text: &str) -> Vec<String> {
    compiled(pattern).captures_iter(text).map(|found| found[1].to_owned()).collect()
}

/// Patterns are compiled once, because each is matched with every line.
fn compiled(pattern: &str) -> Arc<Regex> {
    static PATTERNS: Mutex<BTreeMap<String, Arc<Regex>>> = Mutex::new(BTreeMap::new());
    PATTERNS.lock().unwrap().entry(pattern.to_owned()).or_insert_with(|| Arc::new(Regex::new(pattern).unwrap())).clone()
}
