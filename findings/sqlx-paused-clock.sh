#!/usr/bin/env bash
# sqlx 0.9.0 with SQLite, on tokio 1.54.1 with a paused clock
#
# One would guess: a paused clock stands still while a query is under way, as it does while a task of `spawn_blocking` runs. A limit of an
#   hour around a query of some milliseconds never strikes.
# What happens: it strikes within moments. sqlx runs SQLite on a thread of its own that tokio knows nothing of, so the
#   runtime looks idle, and an idle runtime with a paused clock jumps to the next timer. With `start_paused` the pool's own 30 seconds are
#   over before its first connection is open, in most runs but not in all: `PoolTimedOut` from a database in memory.
# Source: sqlx-sqlite 0.9.0, connection/worker.rs (`thread::Builder`); tokio 1.54.1, time/clock.rs (auto-advance, inhibited by
#   `spawn_blocking` only).
# Why it matters: tests of time that touch the database fail now and then, and blame the database.
# What we do instead: tests with a database run on the real clock. Where much time has to pass, the clock is paused for one `advance` and
#   resumed at once, and no query is awaited in between.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "finding-sqlx-paused-clock"
version = "0.0.0"
edition = "2024"

[dependencies]
sqlx = { version = "=0.9.0", default-features = false, features = ["runtime-tokio", "sqlite-bundled"] }
tokio = { version = "=1.54.1", features = ["rt", "macros", "time", "test-util"] }
TOML
cat >src/main.rs <<'RUST'
use std::thread::sleep;
use std::time::{Duration, Instant};

use sqlx::{Connection, SqliteConnection};
use tokio::task::spawn_blocking;
use tokio::time::{pause, timeout};

/// Counts to a million: some tenths of a second.
const SQL: &str = "WITH RECURSIVE c(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c WHERE x < 1000000) SELECT COUNT(*) FROM c";
const HOUR: Duration = Duration::from_secs(3600);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let start = Instant::now();
    let mut db = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    let counted = timeout(HOUR, sqlx::query_scalar::<_, i64>(SQL).fetch_one(&mut db)).await;
    println!("running clock, query: {counted:?}");
    pause();
    let slept = timeout(HOUR, spawn_blocking(|| sleep(Duration::from_millis(300)))).await;
    println!("paused clock, spawn_blocking: an hour is over: {}", slept.is_err());
    let counted = timeout(HOUR, sqlx::query_scalar::<_, i64>(SQL).fetch_one(&mut db)).await;
    println!("paused clock, query: an hour is over: {}", counted.is_err());
    println!("an hour has really passed: {}", start.elapsed() >= HOUR);
}
RUST
cat >expected <<'TEXT'
running clock, query: Ok(Ok(1000000))
paused clock, spawn_blocking: an hour is over: false
paused clock, query: an hour is over: true
an hour has really passed: false
TEXT
cargo run --quiet >seen
cargo tree --depth 1 --prefix none | tail -n +2
cat seen
diff expected seen || { echo 'CHANGED: not what this finding says (< said, > seen)'; exit 1; }
echo 'As the finding says.'
