#!/usr/bin/env bash
# fluent-templates 0.15.1 (on fluent-bundle 0.16.0)
#
# One would guess: a value that was not given, or a function that is not there, leaves a mark at its place and the rest of the message
#   stands, as Fluent promises and fluent-bundle does; at the worst the text is there in another language.
# What happens: the whole message is gone. `lookup` first looks for the same key in the fallback language without a word, so that a text
#   in another language appears; if that one fails too, `lookup` says that the *key* is unknown, which it is not. Even `NUMBER`,
#   which belongs to Fluent itself, counts as missing, because the loader registers no functions.
# Source: fluent-templates 0.15.1, loader/shared.rs (`lookup_single_language`: any error of the formatter makes an `Err`) and loader.rs.
# Why it matters: one forgotten value replaces a receipt by `Unknown localization key: "receipt"`, and a search for the key finds
#   it in the file. Amounts formatted by `NUMBER` never show.
# What we do instead: a test compares the keys and placeholders of all languages; `lookup_single_language` returns the error, at which a
#   debug build stops; no message uses a function, numbers are formatted before they become values.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir -p src locales/en locales/id
cat >Cargo.toml <<'TOML'
[package]
name = "finding-fluent-missing-argument"
version = "0.0.0"
edition = "2024"

[dependencies]
fluent-templates = { version = "=0.15.1", default-features = false, features = ["macros", "walkdir"] }
fluent-bundle = "=0.16.0"
unic-langid = "=0.9.6"
TOML
cat >locales/en/shop.ftl <<'TEXT'
receipt = Paid { $price } for { $item }.
greeting = Hello { $name }!
total = Total { NUMBER($price) }.
TEXT
cat >locales/id/shop.ftl <<'TEXT'
receipt = Dibayar { $price } untuk { $item }.
greeting = Halo!
total = Jumlah { NUMBER($price) }.
TEXT
cat >src/main.rs <<'RUST'
use std::borrow::Cow;
use std::collections::HashMap;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use fluent_templates::{Loader, static_loader};
use unic_langid::langid;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "id",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

fn main() {
    let english = langid!("en");
    let price = || FluentValue::from(500);
    let all = HashMap::from([(Cow::Borrowed("price"), price()), (Cow::Borrowed("item"), FluentValue::from("a game"))]);
    let some = HashMap::from([(Cow::Borrowed("price"), price())]);
    println!("all values: {}", LOCALES.lookup_with_args(&english, "receipt", &all));
    println!("one missing: {}", LOCALES.lookup_with_args(&english, "receipt", &some));
    println!("missing in English, not used in Indonesian: {}", LOCALES.lookup(&english, "greeting"));
    println!("NUMBER: {}", LOCALES.lookup_with_args(&english, "total", &some));

    // The same message and values, without the loader.
    let resource = FluentResource::try_new("receipt = Paid { $price } for { $item }.".to_owned()).unwrap();
    let mut bundle = FluentBundle::new(vec![english]);
    bundle.set_use_isolating(false);
    bundle.add_resource(resource).unwrap();
    let mut arguments = FluentArgs::new();
    arguments.set("price", 500);
    let mut errors = Vec::new();
    let pattern = bundle.get_message("receipt").unwrap().value().unwrap();
    println!("one missing, fluent-bundle alone: {}", bundle.format_pattern(pattern, Some(&arguments), &mut errors));
}
RUST
cat >expected <<'TEXT'
all values: Paid 500 for a game.
one missing: Unknown localization key: "receipt"
missing in English, not used in Indonesian: Halo!
NUMBER: Unknown localization key: "total"
one missing, fluent-bundle alone: Paid 500 for {$item}.
TEXT
cargo run --quiet >seen
cargo tree --depth 1 --prefix none | tail -n +2
cat seen
diff expected seen || { echo 'CHANGED: not what this finding says (< said, > seen)'; exit 1; }
echo 'As the finding says.'
