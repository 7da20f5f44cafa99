//! One word for one thing: the code does not use words for which the glossary has better ones.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::{files, source};

/// Words that no name may contain, and what to say instead.
const REPLACED: &[(&[&str], &str)] = &[
    (&["errand", "errands"], "job"),
    (&["setback", "setbacks"], "clock rollback"),
    (&["distress"], "out-of-band alert"),
    (&["pulse", "pulses"], "write probe, heartbeat"),
    (&["shelf", "shelves"], "price list"),
    (&["lookout"], "health check"),
    (&["upkeep"], "maintenance"),
    (&["letter", "letters"], "outbox message"),
    (&["notice", "notices"], "notification"),
    (&["bell", "bells"], "wake-up"),
    (&["planted"], "injected, failpoint"),
    (&["weigh", "weighs", "weighed", "weighing"], "reconcile"),
    (&["office", "offices"], "leader, leadership"),
    (&["sighting", "sightings"], "status report"),
    (&["trail", "trails"], "order history"),
];

/// Terms of the field that contain one of these words.
const TERMS: &[[&str; 2]] = &[["dead", "letter"], ["dead", "letters"]];

/// The words of a name: `OrderId` and `order_id` are `order` and `id`.
fn words(name: &str) -> Vec<String> {
    static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[A-Z]?[a-z0-9]+|[A-Z]+").unwrap());
    WORD.find_iter(name).map(|word| word.as_str().to_lowercase()).collect()
}

/// What to say instead of a word of `name`, if it has such a word.
fn replacement(name: &str) -> Option<&'static str> {
    let words = words(name);
    let in_term = |at: usize| at > 0 && TERMS.iter().any(|term| words[at - 1] == term[0] && words[at] == term[1]);
    let mut own = words.iter().enumerate().filter(|(at, _)| !in_term(*at)).map(|(_, word)| word.as_str());
    own.find_map(|word| REPLACED.iter().find(|(replaced, _)| replaced.contains(&word)).map(|(_, better)| *better))
}

/// The names that a file declares, with its own.
fn declared(path: &str, text: &str) -> BTreeSet<String> {
    static DECLARATION: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\b(?:fn|struct|enum|mod|const|static|trait|type)\s+([A-Za-z_]\w*)").unwrap());
    let code: String = source::lines(text, false).into_iter().map(|line| line.code + "\n").collect();
    let names = DECLARATION.captures_iter(&code).map(|found| found[1].to_owned());
    names.chain(path.trim_end_matches(".rs").split('/').map(str::to_owned)).collect()
}

/// Words that comments and texts may not contain either, because they have no other use.
const GONE: [&str; 6] = ["errand", "setback", "distress", "lookout", "upkeep", "sighting"];

#[test]
fn comments_and_texts_use_the_words_of_the_glossary() {
    let mut found = Vec::new();
    for (folder, kind) in [("src", "rs"), ("tests", "rs"), ("locales", "ftl")] {
        for (path, text) in files(folder, kind).into_iter().filter(|(path, _)| !path.ends_with("architecture/glossary.rs")) {
            let lines =
                text.lines().enumerate().filter(|(_, line)| words(line).iter().any(|word| GONE.contains(&word.trim_end_matches('s'))));
            found.extend(lines.map(|(at, line)| format!("{folder}/{path}:{}: {}", at + 1, line.trim())));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn names_use_the_words_of_the_glossary() {
    let mut found = Vec::new();
    for folder in ["src", "tests"] {
        for (path, text) in files(folder, "rs") {
            let bad = declared(&path, &text).into_iter().filter_map(|name| Some((replacement(&name)?, name)));
            found.extend(bad.map(|(better, name)| format!("{folder}/{path}: `{name}`: say {better}")));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn an_injected_name_is_found() {
    for line in ["fn a_letter_waits() {", "struct PulseRow;", "enum X {} mod trail;", "const ALL_NOTICES: i64 = 1;"] {
        assert!(declared("a.rs", line).iter().any(|name| replacement(name).is_some()), "{line}");
    }
    assert!(declared("storage/shelf.rs", "").iter().any(|name| replacement(name).is_some()), "a file's name");
    for line in ["struct DeadLetter;", "fn dead_letters() {", "// fn letter()", "fn bellow() {", "let text = \"struct Letter\";"] {
        assert!(!declared("a.rs", line).iter().any(|name| replacement(name).is_some()), "{line}");
    }
}
