#!/usr/bin/env bash
# fluent-bundle 0.16.0
#
# One would guess: `FluentValue::from` of an `i64` or `u64` keeps the number; a conversion that can lose something would be `TryFrom`.
#   And `NUMBER` writes it as the language does: 1.234.567 in German.
# What happens: every number is kept as an `f64`. From 2^53 on, whole numbers come out with other digits, without an error: 9007199254740993
#   as 9007199254740992, the largest `u64` as 18446744073709552000. And `NUMBER`, which has to be registered first, writes 1234567 in German
#   too, even with `useGrouping`.
# Source: fluent-bundle 0.16.0, types/number.rs (`FluentNumber { value: f64 }`, `as_string`), builtins.rs.
# Why it matters: order numbers, serial numbers and ids of 17 digits and more are integers in many programs; a customer is shown one that
#   does not exist.
# What we do instead: whatever names something goes into a text as a string; money is written by our own code. Only counts are numbers,
#   for the sake of singular and plural.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "finding-fluent-rounded-number"
version = "0.0.0"
edition = "2024"

[dependencies]
fluent-bundle = "=0.16.0"
unic-langid = { version = "=0.9.6", features = ["macros"] }
TOML
cat >src/main.rs <<'RUST'
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::langid;

const TEXTS: &str = "plain = order { $n }\nformatted = { NUMBER($n, useGrouping: \"true\") }\n";

fn say(key: &str, value: FluentValue) -> String {
    let mut bundle = FluentBundle::new(vec![langid!("de")]);
    bundle.set_use_isolating(false);
    bundle.add_builtins().unwrap();
    bundle.add_resource(FluentResource::try_new(TEXTS.to_owned()).unwrap()).unwrap();
    let mut arguments = FluentArgs::new();
    arguments.set("n", value);
    let mut errors = Vec::new();
    let pattern = bundle.get_message(key).unwrap().value().unwrap();
    let said = bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
    format!("{said}, {} errors", errors.len())
}

fn main() {
    println!("9007199254740991: {}", say("plain", 9_007_199_254_740_991_i64.into()));
    println!("9007199254740993: {}", say("plain", 9_007_199_254_740_993_i64.into()));
    println!("{}: {}", u64::MAX, say("plain", u64::MAX.into()));
    println!("the same as a text: {}", say("plain", u64::MAX.to_string().into()));
    println!("1234567 by NUMBER in German: {}", say("formatted", 1_234_567_i64.into()));
}
RUST
cat >expected <<'TEXT'
9007199254740991: order 9007199254740991, 0 errors
9007199254740993: order 9007199254740992, 0 errors
18446744073709551615: order 18446744073709552000, 0 errors
the same as a text: order 18446744073709551615, 0 errors
1234567 by NUMBER in German: 1234567, 0 errors
TEXT
cargo run --quiet >seen
cargo tree --depth 1 --prefix none | tail -n +2
cat seen
diff expected seen || { echo 'CHANGED: not what this finding says (< said, > seen)'; exit 1; }
echo 'As the finding says.'
