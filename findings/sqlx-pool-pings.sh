#!/usr/bin/env bash
# sqlx 0.9.0, its pool, on SQLite
#
# One would guess: a pool lends a connection and takes it back; a statement through a pool of one connection costs what it costs on the
#   connection itself, and `test_before_acquire(false)` switches the pool's questions off.
# What happens: the pool asks the connection whether it still answers before it lends it, and again when it takes it back; the second
#   question can't be switched off. With SQLite a connection is a thread, so one small read is three trips to that thread and back instead of
#   one: three times it is woken, and about three times the CPU.
# Source: sqlx-core 0.9.0, pool/connection.rs (`return_to_pool`) and pool/inner.rs (`check_idle_conn`); sqlx-sqlite 0.9.0,
#   connection/worker.rs (`Command::Ping`).
# Why it matters: a file does not hang up, so nothing is gained. A program with many small reads spends more on the questions than on them.
# What we do instead: reads borrow one of a few connections from a list of our own (`src/storage/readers.rs`).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "finding-sqlx-pool-pings"
version = "0.0.0"
edition = "2024"

[dependencies]
sqlx = { version = "=0.9.0", default-features = false, features = ["runtime-tokio", "sqlite-bundled"] }
tokio = { version = "=1.54.1", features = ["rt", "macros", "time"] }
TOML
cat >src/main.rs <<'RUST'
use std::fs;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{Connection, SqliteConnection};

const READS: u64 = 2_000;

/// How often the threads of SQLite's connections went to sleep until now: once after each thing that they were asked.
fn sleeps() -> u64 {
    let of = |task: fs::DirEntry| {
        let name = fs::read_to_string(task.path().join("comm")).unwrap_or_default();
        let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
        let switches = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
        name.starts_with("sqlx-sqlite").then(|| switches.trim().parse::<u64>().unwrap())
    };
    fs::read_dir("/proc/self/task").unwrap().filter_map(|task| of(task.unwrap())).sum()
}

fn say(what: &str, slept: u64) {
    // Rounded: now and then a thread finds the next question before it sleeps.
    println!("{what}: woken {} times for a read", (slept as f64 / READS as f64).round());
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    let before = sleeps();
    for _ in 0..READS {
        sqlx::query("SELECT 1").fetch_one(&mut connection).await.unwrap();
        tokio::time::sleep(Duration::from_micros(200)).await;
    }
    say("a connection", sleeps() - before);
    connection.close().await.unwrap();

    for (what, test) in [("a pool", true), ("a pool that does not test before", false)] {
        let options = SqliteConnectOptions::new().in_memory(true);
        let pool = SqlitePoolOptions::new().max_connections(1).test_before_acquire(test).connect_with(options).await.unwrap();
        let before = sleeps();
        for _ in 0..READS {
            sqlx::query("SELECT 1").fetch_one(&pool).await.unwrap();
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        say(what, sleeps() - before);
        pool.close().await;
    }
}
RUST
cat >expected <<'TEXT'
a connection: woken 1 times for a read
a pool: woken 3 times for a read
a pool that does not test before: woken 2 times for a read
TEXT
cargo run --quiet --release >seen
cargo tree --depth 1 --prefix none | tail -n +2
cat seen
diff expected seen || { echo 'CHANGED: not what this finding says (< said, > seen)'; exit 1; }
echo 'As the finding says.'
