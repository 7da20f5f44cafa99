//! Backups: consistent while the database is written, readable only for the owner; and the detection of foreign files.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use odzreshop_bot::storage::{BackupError, Location, OpenError, open};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tempfile::tempdir;

use super::{Database, Place, add, order};

async fn backup(from: &Path, to: &Path) -> Result<u64, BackupError> {
    Location::Sqlite(from.to_owned()).back_up(to).await
}

fn rights(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_copy_is_made_while_the_database_is_written_and_opens_again() {
    let base = Database::Sqlite.open().await;
    for n in 0..200 {
        base.commit([add(order(&format!("o{n}")))]).await;
    }
    let (from, to) = (base.place.folder().join("shop.db"), base.place.folder().join("copies.db"));
    let writing = async {
        for n in 200..260 {
            base.commit([add(order(&format!("o{n}")))]).await;
        }
    };
    let (copied, ()) = tokio::join!(backup(&from, &to), writing);
    assert_eq!(copied.unwrap(), fs::metadata(&to).unwrap().len());
    assert_eq!([&from, &to].map(|path| rights(path)), [0o600, 0o600]);
    let beside: Vec<_> = fs::read_dir(base.place.folder()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(!beside.iter().any(|name| name.to_string_lossy().starts_with("copies.db-")), "{beside:?}");

    let opened = open(&to).await.unwrap();
    let (orders, count) = opened.store.list_orders(order("o0").user_id, 1_000, 0).await.unwrap();
    // Consistent means: all orders up to some point, without a gap.
    assert!(orders.len() >= 200 && i64::try_from(orders.len()).unwrap() == count, "{count}");
    let mut numbers: Vec<usize> = orders.iter().map(|order| order.id.0[1..].parse().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..orders.len()).collect::<Vec<_>>());
    opened.close().await;
}

#[tokio::test]
async fn no_file_is_overwritten_and_no_partial_copy_remains() {
    let base = Database::Sqlite.open().await;
    let (from, to) = (base.place.folder().join("shop.db"), base.place.folder().join("copy.db"));
    fs::write(&to, "mine").unwrap();
    assert!(matches!(backup(&from, &to).await, Err(BackupError::Exists(path)) if path == to));
    assert_eq!(fs::read_to_string(&to).unwrap(), "mine");
    assert!(matches!(backup(&from, &from).await, Err(BackupError::Exists(_))));
    let nowhere = base.place.folder().join("no/copy.db");
    assert!(matches!(backup(&from, &nowhere).await, Err(BackupError::File { .. })));
    let missing = base.place.folder().join("missing.db");
    assert!(matches!(backup(&missing, &base.place.folder().join("b.db")).await, Err(BackupError::NoDatabase(_))));
    assert!(!missing.exists() && !base.place.folder().join("b.db").exists());

    let place = base.close().await;
    let (damaged, copy) = (place.folder().join("shop.db"), place.folder().join("c.db"));
    let whole = fs::read(&damaged).unwrap();
    fs::write(&damaged, [&whole[..4_096], &vec![0xa5; whole.len() - 4_096]].concat()).unwrap();
    assert!(backup(&damaged, &copy).await.is_err());
    assert!(!copy.exists());
}

async fn with_tables(path: &Path, sql: &'static str) {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut connection: SqliteConnection = options.connect().await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn another_program_s_database_is_not_changed() {
    for sql in [
        "CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')",
        "CREATE TABLE notes (text TEXT); CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY)",
        "PRAGMA application_id = 252006673",
    ] {
        let folder = tempdir().unwrap();
        let path = folder.path().join("shop.db");
        with_tables(&path, sql).await;
        let before = fs::read(&path).unwrap();
        let refused = open(&path).await.err().expect(sql);
        assert!(matches!(&refused, OpenError::Foreign(found) if *found == path), "{sql}: {refused}");
        assert!(matches!(backup(&path, &folder.path().join("copy.db")).await, Err(BackupError::Foreign(_))));
        assert_eq!(fs::read(&path).unwrap(), before, "{sql}");
    }
}

#[tokio::test]
async fn an_empty_file_and_an_interrupted_first_start_are_ours() {
    for sql in [
        "",
        "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMP \
         NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, checksum BLOB NOT NULL, execution_time BIGINT NOT NULL)",
    ] {
        let folder = tempdir().unwrap();
        with_tables(&folder.path().join("shop.db"), sql).await;
        Place::Sqlite(folder).open().await.close().await;
    }
}
