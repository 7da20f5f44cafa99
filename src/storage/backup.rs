//! A copy of SQLite's file while the bot runs. The copy is made inside one read transaction, so it is of one moment, and nobody waits for it.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use crate::storage::open::{BUSY, OWNER_ONLY};
use crate::storage::origin;

/// Why there is no copy, in words for the owner. Nothing is left of an attempt that failed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Nothing to copy.
    #[error("{0} is not there: is DATABASE_URL right, and is this the folder that the bot runs in?")]
    NoDatabase(PathBuf),
    /// Not a database of ours.
    #[error("{0} is no database of this program")]
    Foreign(PathBuf),
    /// A backup is never written over another.
    #[error("{0} is there already; choose a new name")]
    Exists(PathBuf),
    /// The new file, or its folder.
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    /// What SQLite says: the disk is full, say.
    #[error("the copy can't be made: {0}")]
    Database(#[from] sqlx::Error),
    /// The copy is not what it should be.
    #[error("the copy is damaged: {0}; check the disk and try again")]
    Damaged(String),
}

/// Copies the database at `from` into the new file `to`, which only its owner may read; how many bytes that is. The copy is on disk and
/// checked when this returns. A bot that runs on `from` goes on undisturbed.
///
/// # Errors
/// See [`BackupError`].
pub async fn backup(from: &Path, to: &Path) -> Result<u64, BackupError> {
    if !from.is_file() {
        return Err(BackupError::NoDatabase(from.to_owned()));
    }
    if origin::is_foreign(from).await {
        return Err(BackupError::Foreign(from.to_owned()));
    }
    let new = OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(to);
    let file = new.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => BackupError::Exists(to.to_owned()),
        _ => BackupError::File { path: to.to_owned(), source },
    })?;
    let done = copy(from, to, &file).await;
    if done.is_err() {
        // Half a copy is worse than none. If it can't be removed either, the error tells of the trouble.
        let _ = std::fs::remove_file(to);
    }
    done
}

async fn copy(from: &Path, to: &Path, file: &File) -> Result<u64, BackupError> {
    let mut source = SqliteConnectOptions::new().filename(from).busy_timeout(BUSY).connect().await?;
    // Into the empty file that is there: SQLite keeps its rights.
    let copied = sqlx::query("VACUUM INTO $1").bind(to.to_string_lossy().into_owned()).execute(&mut source).await;
    source.close().await?;
    copied?;
    let saved = |source| BackupError::File { path: to.to_owned(), source };
    file.sync_all().map_err(saved)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(saved)?;
    check(to).await?;
    Ok(file.metadata().map_err(saved)?.len())
}

async fn check(copy: &Path) -> Result<(), BackupError> {
    // Immutable: nothing is written beside it.
    let mut connection: SqliteConnection = SqliteConnectOptions::new().filename(copy).immutable(true).read_only(true).connect().await?;
    let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut connection).await?;
    connection.close().await?;
    if found == "ok" { Ok(()) } else { Err(BackupError::Damaged(found)) }
}
