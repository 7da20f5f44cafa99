#!/usr/bin/env bash
# tracing-subscriber 0.3.23 with tracing-log 0.2.0 and log 0.4.35
#
# One would guess: `log::log_enabled!` only asks, and says what the log's filter says about that target.
# What happens: where the only layer has the filter (`layer.with_filter(filter)`), it says "yes" for a target that the filter has switched
#   off, and the next event on that thread, of whatever target, is swallowed, once. With the same filter for the whole subscriber the answer
#   is "no" and nothing is lost.
# Source: tracing-subscriber 0.3.23, `filter/layer_filters`: what a layer's filter says of a callsite is kept in a thread-local until an event
#   takes it. A question that is followed by no event leaves it there, and an event whose callsite is "always" wanted, so that nobody asks
#   the filter again, takes it. Questions past the callsite's cache come from `log_enabled!` and from libraries that build their metadata
#   themselves: sqlx 0.9 does so for each statement, and says "no" there.
# Why it matters: a program whose log keeps a library quiet by a layer's filter loses its own lines behind that library's questions: an error
#   here and there, on a log that looks well.
# What we do instead: the filters belong to the subscriber, not to the layer (`src/telemetry/logs.rs`).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "finding-tracing-layer-filter-swallows"
version = "0.0.0"
edition = "2024"

[dependencies]
log = "=0.4.35"
tracing = "=0.1.44"
tracing-log = "=0.2.0"
tracing-subscriber = { version = "=0.3.23", default-features = false, features = ["registry", "fmt"] }
TOML
cat >src/main.rs <<'RUST'
use std::io::stdout;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::{Layer, SubscriberExt};

fn talk() {
    println!("is the library's line wanted? {}", log::log_enabled!(target: "library", log::Level::Info));
    tracing::info!("first");
    tracing::info!("second");
}

fn main() {
    tracing_log::LogTracer::init().unwrap();
    let ours = || Targets::new().with_default(LevelFilter::INFO).with_target("library", LevelFilter::OFF);
    println!("a filter of the layer:");
    let lines = fmt::layer().without_time().with_ansi(false).with_writer(stdout).with_filter(ours());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(lines), talk);
    println!("the same filter of the subscriber:");
    let lines = fmt::layer().without_time().with_ansi(false).with_writer(stdout);
    tracing::subscriber::with_default(tracing_subscriber::registry().with(ours()).with(lines), talk);
}
RUST
cat >expected <<'TEXT'
a filter of the layer:
is the library's line wanted? true
 INFO finding_tracing_layer_filter_swallows: second
the same filter of the subscriber:
is the library's line wanted? false
 INFO finding_tracing_layer_filter_swallows: first
 INFO finding_tracing_layer_filter_swallows: second
TEXT
cargo run --quiet >seen
cargo tree --depth 1 --prefix none | tail -n +2
cat seen
diff expected seen || { echo 'CHANGED: not what this finding says (< said, > seen)'; exit 1; }
echo 'As the finding says.'
