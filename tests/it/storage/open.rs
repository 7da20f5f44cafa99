//! Opening the SQLite file: a new file, a file in use, an unusable file, and the error messages.

use std::fs;
use std::path::{Path, PathBuf};

use odzreshop_bot::storage::{OpenError, open};
use tempfile::{TempDir, tempdir};

use super::{Base, Database, Place, add, order};

fn path(base: &Base) -> PathBuf {
    match &base.place {
        Place::Sqlite(folder) => folder.path().join("shop.db"),
        Place::Postgres(url) => panic!("{url}"),
    }
}

/// Closes the database and keeps the folder.
async fn folder(base: Base) -> TempDir {
    match base.close().await {
        Place::Sqlite(folder) => folder,
        Place::Postgres(url) => panic!("{url}"),
    }
}

/// Why `path` can't be opened.
async fn refusal(path: &Path) -> OpenError {
    open(path).await.err().expect("it can't be opened")
}

/// A closed database with some orders in it.
async fn filled() -> TempDir {
    let base = Database::Sqlite.open().await;
    for n in 0..50 {
        base.commit([add(order(&format!("o{n}")))]).await;
    }
    folder(base).await
}

#[tokio::test]
async fn a_missing_file_is_created_and_can_be_opened_again() {
    let folder = filled().await;
    assert!(folder.path().join("shop.db").is_file());
    let base = Place::Sqlite(folder).open().await;
    assert!(base.order("o49").await.is_some());
}

#[tokio::test]
async fn one_process_per_file() {
    let base = Database::Sqlite.open().await;
    let path = path(&base);
    let refused = refusal(&path).await;
    assert!(matches!(&refused, OpenError::InUse(found) if *found == path), "{refused}");
    base.commit([add(order("a"))]).await;
    let folder = folder(base).await;
    let base = Place::Sqlite(folder).open().await;
    assert!(base.order("a").await.is_some(), "the refusal did not disturb the first process");
}

#[tokio::test]
async fn a_missing_folder_and_a_folder_in_place_of_the_file_are_errors() {
    let folder = tempdir().unwrap();
    let missing = refusal(&folder.path().join("no/shop.db")).await;
    assert!(matches!(missing, OpenError::Folder { .. }), "{missing}");
    fs::create_dir(folder.path().join("shop.db")).unwrap();
    let directory = refusal(&folder.path().join("shop.db")).await;
    assert!(matches!(directory, OpenError::Database { .. }), "{directory}");
}

#[tokio::test]
async fn a_read_only_file_is_an_error_at_the_start() {
    let folder = filled().await;
    let path = folder.path().join("shop.db");
    // An unknown write version in the file header makes the file read-only, even for root.
    let mut bytes = fs::read(&path).unwrap();
    let usual = std::mem::replace(&mut bytes[18], 9);
    fs::write(&path, &bytes).unwrap();
    let refused = refusal(&path).await;
    assert!(matches!(refused, OpenError::ReadOnly(_)), "{refused}");
    bytes[18] = usual;
    fs::write(&path, &bytes).unwrap();
    let writable = fs::metadata(&path).unwrap().permissions();
    let mut read_only = writable.clone();
    read_only.set_readonly(true);
    fs::set_permissions(&path, read_only).unwrap();
    // Root can write everywhere.
    if fs::OpenOptions::new().append(true).open(&path).is_err() {
        let refused = refusal(&path).await;
        assert!(matches!(refused, OpenError::ReadOnly(_)), "{refused}");
    }
    // As the message says: the file itself, and its -wal and -shm files.
    for file in fs::read_dir(folder.path()).unwrap() {
        fs::set_permissions(file.unwrap().path(), writable.clone()).unwrap();
    }
    assert!(Place::Sqlite(folder).open().await.order("o0").await.is_some(), "after the repair it opens");
}

#[tokio::test]
async fn a_read_only_folder_is_an_error() {
    let folder = tempdir().unwrap();
    // In place of the lock file there is something that can't be opened for writing, even by root.
    fs::create_dir(folder.path().join("shop.db.lock")).unwrap();
    let refused = refusal(&folder.path().join("shop.db")).await;
    assert!(matches!(&refused, OpenError::Folder { path, .. } if path.ends_with("shop.db.lock")), "{refused}");
    assert!(!folder.path().join("shop.db").exists());
}

#[tokio::test]
async fn a_damaged_file_is_not_used() {
    let folder = filled().await;
    let path = folder.path().join("shop.db");
    let whole = fs::read(&path).unwrap();
    let page = 4_096;
    for (what, bytes) in [
        ("scribbled over", [&whole[..page], &vec![0xa5; whole.len() - page]].concat()),
        ("scribbled over at the end", [&whole[..whole.len() - page], &vec![0xa5; page]].concat()),
        ("cut off", whole[..whole.len() - 3 * page].to_vec()),
        ("another file", b"This is the list of today's groceries, and no database at all.".repeat(200)),
    ] {
        fs::write(&path, bytes).unwrap();
        let refused = refusal(&path).await;
        assert!(matches!(refused, OpenError::Damaged { .. }), "{what}: {refused}");
    }
    fs::write(&path, &whole).unwrap();
    assert!(Place::Sqlite(folder).open().await.order("o0").await.is_some(), "nothing was left locked");
}

#[tokio::test]
async fn a_newer_program_s_file_is_not_changed() {
    let base = Database::Sqlite.open().await;
    base.tamper(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', 1, X'00', 0)",
    )
    .await;
    let folder = folder(base).await;
    let refused = refusal(&folder.path().join("shop.db")).await;
    assert!(matches!(refused, OpenError::Newer { version: 9_999, .. }), "{refused}");
}
