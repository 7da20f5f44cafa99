#!/usr/bin/env bash
# sqlx 0.9.0 with SQLite
#
# One would guess: NULL read into a type that is not `Option` is an error (`UnexpectedNullError`), and a statement that gets fewer
#   values than it has parameters is one too.
# What happens: NULL is read as 0, "", an empty blob, 0.0 or false; a parameter that was never bound is NULL. Put together, a `bind`
#   that was forgotten reads as the number 0, without an error at any place. The same NULL through sqlx's own `Any` driver is refused.
# Source: sqlx-sqlite 0.9.0, types/int.rs and arguments.rs (`bind`), sqlx-core 0.9.0, row.rs (`try_get`); issues 1597, 3221 and 4191 of
#   sqlx.
# Why it matters: `SUM` over no rows, the empty side of a LEFT JOIN and a column added later are a balance of 0 or an empty name
#   instead of a failure, and tests on SQLite do not show what another driver would refuse.
# What we do instead: what may be NULL is read as `Option` or made a number in the SQL (COALESCE), columns are NOT NULL wherever a
#   value is due, and one suite of storage tests runs against both databases.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "finding-sqlx-sqlite-null"
version = "0.0.0"
edition = "2024"

[dependencies]
sqlx = { version = "=0.9.0", default-features = false, features = ["runtime-tokio", "sqlite-bundled", "any"] }
tokio = { version = "=1.54.1", features = ["rt", "macros"] }
TOML
cat >src/main.rs <<'RUST'
use sqlx::{AnyConnection, Connection, Executor, SqliteConnection};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut db = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    db.execute("CREATE TABLE t (a INTEGER, b TEXT, c BLOB, d REAL, e BOOLEAN)").await.unwrap();
    let sum = sqlx::query_scalar::<_, i64>("SELECT SUM(a) FROM t").fetch_one(&mut db).await;
    println!("SUM over no rows: {sum:?}");
    db.execute("INSERT INTO t DEFAULT VALUES").await.unwrap();
    let row = sqlx::query_as::<_, (i64, String, Vec<u8>, f64, bool)>("SELECT * FROM t").fetch_one(&mut db).await;
    println!("a row of NULLs: {row:?}");
    let unbound = sqlx::query_as::<_, (i64, i64)>("SELECT $1, $2").bind(7_i64).fetch_one(&mut db).await;
    println!("two parameters, one bound: {unbound:?}");
    let wrong = sqlx::query_scalar::<_, i64>("SELECT 'word'").fetch_one(&mut db).await;
    println!("a word as a number is an error: {}", wrong.is_err());
    sqlx::any::install_default_drivers();
    let mut db = AnyConnection::connect("sqlite::memory:").await.unwrap();
    let null = sqlx::query_scalar::<_, i64>("SELECT NULL").fetch_one(&mut db).await;
    println!("NULL as a number through Any is an error: {}", null.is_err());
}
RUST
cat >expected <<'TEXT'
SUM over no rows: Ok(0)
a row of NULLs: Ok((0, "", [], 0.0, false))
two parameters, one bound: Ok((7, 0))
a word as a number is an error: true
NULL as a number through Any is an error: true
TEXT
cargo run --quiet >seen
cargo tree --depth 1 --prefix none | tail -n +2
cat seen
diff expected seen || { echo 'CHANGED: not what this finding says (< said, > seen)'; exit 1; }
echo 'As the finding says.'
