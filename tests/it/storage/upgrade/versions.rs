//! A SQLite database of each version that there was, and one whose migration is killed again and again: both keep their rows and their books.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use odzreshop_bot::domain::money::Rupiah;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use tempfile::TempDir;

use super::{Base, Database, Place, RENAMED, VERSION, number, old, rows};

/// Longer than anything here needs.
const PATIENCE: Duration = Duration::from_secs(60);
/// The version that brought the ledger.
const LEDGER: i64 = 10;
/// What an admin added to a wallet, and took from it.
const BOOKS: &str = "
    INSERT INTO accounts (id, kind, user_id) VALUES ('shop:grants', 'shop', NULL), ('wallet:1001', 'wallet', 1001);
    INSERT INTO transfers (id, kind, debit, credit, amount, user_id, actor, reason, at)
        VALUES ('grant:a', 'grant', 'shop:grants', 'wallet:1001', 50000, 1001, 9001, 'cash', 5);
    INSERT INTO transfers (id, kind, debit, credit, amount, user_id, actor, reason, at)
        VALUES ('take:b', 'take', 'wallet:1001', 'shop:grants', 20000, 1001, 9001, 'wrong', 6);";

async fn migrations() -> Migrator {
    Migrator::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite")).await.unwrap()
}

async fn last() -> i64 {
    migrations().await.iter().map(|migration| migration.version).max().unwrap()
}

/// A database as the version with this migration as its last left it, with an entry in its books if it had any.
async fn of(version: i64) -> TempDir {
    let Place::Sqlite(folder) = old(Database::Sqlite).await else { panic!("asked for SQLite") };
    let mut connection = SqliteConnection::connect(folder.path().join("shop.db").to_str().unwrap()).await.unwrap();
    let then = migrations().await.iter().filter(|migration| migration.version <= version).cloned().collect();
    Migrator::with_migrations(then).run_direct(None, &mut connection, false).await.unwrap();
    if version >= LEDGER {
        sqlx::raw_sql(BOOKS).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
    folder
}

async fn assert_kept(base: &Base, version: i64) {
    for (table, _) in rows() {
        let today = RENAMED.iter().find(|(then, _)| *then == table).map_or(table, |(_, today)| today);
        let expected = rows().filter(|(other, _)| *other == table).count();
        let found = number(base, format!("SELECT COUNT(*) FROM {today}")).await;
        assert_eq!(usize::try_from(found).unwrap(), expected, "{today} of version {version}");
    }
    assert!(base.store.audit_ledger().await.unwrap().is_empty(), "the books of version {version}");
    let balance = number(base, "SELECT COALESCE(SUM(credits - debits), 0) FROM accounts WHERE id = 'wallet:1001'".to_owned()).await;
    assert_eq!(Rupiah(balance), Rupiah(if version >= LEDGER { 30_000 } else { 0 }), "version {version}");
}

#[tokio::test]
async fn a_database_of_each_version_opens_with_its_rows_and_its_books() {
    for version in VERSION..=last().await {
        let base = Place::Sqlite(of(version).await).open().await;
        assert_kept(&base, version).await;
        base.close().await;
    }
}

/// The last migration of a database that another process may be migrating.
async fn version(folder: &TempDir) -> i64 {
    let mut connection = SqliteConnection::connect(folder.path().join("shop.db").to_str().unwrap()).await.unwrap();
    let found = sqlx::query_scalar(AssertSqlSafe("SELECT MAX(version) FROM _sqlx_migrations")).fetch_one(&mut connection).await;
    connection.close().await.unwrap();
    found.unwrap()
}

#[tokio::test]
async fn a_migration_that_is_killed_again_and_again_comes_to_its_end() {
    let (folder, last) = (of(LEDGER).await, last().await);
    // Opens the database, and does nothing else.
    let mut command = Command::new(env!("CARGO_BIN_EXE_odzreshop-bot"));
    command.args(["restore", "--release"]).env_clear().env("DATABASE_URL", "sqlite://shop.db").current_dir(folder.path());
    let mut kills = 0;
    while version(&folder).await < last {
        let (before, since) = (version(&folder).await, Instant::now());
        let mut bot = command.stdout(Stdio::null()).spawn().unwrap();
        // As soon as one migration is through, so that the next one has most likely begun.
        while version(&folder).await == before {
            assert!(since.elapsed() < PATIENCE, "nothing is migrated");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        bot.kill().unwrap();
        bot.wait().unwrap();
        kills += i32::from(version(&folder).await < last);
    }
    assert!(kills > 0, "it was never killed on its way");
    assert!(command.status().unwrap().success());
    let base = Place::Sqlite(folder).open().await;
    assert_kept(&base, LEDGER).await;
    base.close().await;
}
