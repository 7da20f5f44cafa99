//! Opens the SQLite file: one process per file; the file is checked and migrated before it is used.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::Connection as _;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::storage::readers::Readers;
use crate::storage::sql::Pool;
use crate::storage::store::WRITER_QUEUE;
use crate::storage::{Reader, Store, WakeUps, origin, writer};

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// The first SQLite without the WAL-reset bug, which can lose committed pages (present since 3.7.0).
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// How long a statement waits for another process that uses the file, such as a backup.
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// The permissions of a new file: only its owner can read and write it.
pub(super) const OWNER_ONLY: u32 = 0o600;

/// Connections for reading. Reads are short; more connections would only use memory.
const READERS: usize = 2;

/// An open database. To close it, drop all clones of the [`Store`], then call [`Opened::close`].
pub struct Opened {
    pub store: Store,
    pub(super) writer: JoinHandle<()>,
    /// Only with SQLite.
    pub(super) _lock: Option<Lock>,
}

/// Why a database cannot be used. The messages are for the owner.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The lock file, the database file or the folder can't be written.
    #[error("{path}: {source}. Does the folder exist, and can this user write to it?")]
    Folder { path: PathBuf, source: io::Error },
    /// Another process has the lock.
    #[error("{0} is in use by another running bot. Stop that one first: only one bot can use a SQLite database.")]
    InUse(PathBuf),
    /// A restore was interrupted.
    #[error("restoring {0} was interrupted: run `odzreshop-bot restore` with the backup again")]
    HalfRestored(PathBuf),
    /// The file is read-only. SQLite gives its -wal and -shm files the same permissions, so they have to be changed too.
    #[error("{0} is read-only. Make it, its -wal and -shm files and its folder writable for this user.")]
    ReadOnly(PathBuf),
    /// Written by a newer program.
    #[error(
        "{database} was written by a newer version of this program (migration {version}). Use that version, or restore an older backup."
    )]
    Newer { database: String, version: i64 },
    /// The file is damaged.
    #[error("{path} is damaged: {found}. Restore the last backup; keep the damaged file for inspection.")]
    Damaged { path: PathBuf, found: String },
    /// The database of another program.
    #[error("{0} is the database of another program. Set DATABASE_URL to a new file; the bot creates it.")]
    Foreign(PathBuf),
    /// The linked SQLite can lose data.
    #[error("this program was built with SQLite {0}, which can lose committed data; build it with 3.51.3 or newer.")]
    OldSqlite(String),
    /// The driver cannot parse `DATABASE_URL`. Its own message is left out because it may contain the password.
    #[error(
        "DATABASE_URL is not a valid PostgreSQL URL: postgres://USER:PASSWORD@HOST:PORT/DATABASE, with @ / # % in the password written as %40 %2F %23 %25."
    )]
    Address,
    /// The server does not answer.
    #[error(
        "{server} does not answer: {source}. Does PostgreSQL run there, is the address in DATABASE_URL right, and can this machine reach it?"
    )]
    Unreachable { server: String, source: sqlx::Error },
    /// The server rejects the user or the password.
    #[error("{server} rejects the user or the password: {source}. Correct DATABASE_URL, or the server's pg_hba.conf.")]
    Denied { server: String, source: sqlx::Error },
    /// The server does not have this database.
    #[error("{server} does not have this database: {source}. Create it: CREATE DATABASE … ENCODING 'UTF8'.")]
    NoDatabase { server: String, source: sqlx::Error },
    /// The server is too old for our SQL.
    #[error("{server} is PostgreSQL {version}; version 13 or newer is required. Update the server.")]
    OldServer { server: String, version: String },
    /// The database's encoding cannot store every name and message.
    #[error("{server} stores this database in {encoding}. Create another database with ENCODING 'UTF8'.")]
    Encoding { server: String, encoding: String },
    /// A standby server, or a database set to read-only.
    #[error("{server} is read-only. DATABASE_URL must name the primary server.")]
    ReadOnlyServer { server: String },
    /// The user may not create tables, read or write.
    #[error("{server} denies this: {source}. Make this user the owner of the database, or GRANT ALL on its schema to the user.")]
    Rights { server: String, source: sqlx::Error },
    /// Any other error of the database.
    #[error("{database}: {source}")]
    Database { database: String, source: sqlx::Error },
    /// A migration failed.
    #[error("{database} cannot be migrated: {source}")]
    Migration { database: String, source: MigrateError },
}

/// Opens `path`, creates the file if it is missing, and starts the writer.
///
/// # Errors
/// See [`OpenError`]; then nothing is left running.
pub async fn open(path: &Path) -> Result<Opened, OpenError> {
    let lock = lock(path)?;
    if beside(path, ".restoring").exists() {
        return Err(OpenError::HalfRestored(path.to_owned()));
    }
    if origin::is_foreign(path).await {
        return Err(OpenError::Foreign(path.to_owned()));
    }
    create(path)?;
    let database = |source| from_database(path, source);
    let writes = SqlitePoolOptions::new().max_connections(1).connect_with(options(path).create_if_missing(true)).await.map_err(database)?;
    let mut connection = writes.acquire().await.map_err(database)?.detach();
    check(&mut connection, path).await?;
    connection.close().await.map_err(database)?;
    MIGRATIONS.run(&writes).await.map_err(|error| from_migration(path.display().to_string(), error))?;
    let connection = writes.acquire().await.map_err(database)?.detach();
    let reads = Readers::connect(&options(path).pragma("query_only", "ON"), READERS).await.map_err(database)?;
    let wake_ups = Arc::new(WakeUps::default());
    let (sender, units) = mpsc::channel(WRITER_QUEUE);
    let writer = tokio::spawn(writer::run(connection, units, wake_ups.clone()));
    let store = Store::new(Pool::Sqlite(reads), sender, wake_ups, "".into());
    Ok(Opened { store, writer, _lock: Some(lock) })
}

/// Opens the database of a bot that runs in another process, only to read it.
///
/// # Errors
/// When the file is not there or can't be opened.
pub async fn open_to_read(path: &Path) -> Result<Reader, OpenError> {
    let options = options(path).pragma("query_only", "ON");
    let reads = Readers::connect(&options, 1).await.map_err(|source| from_database(path, source))?;
    Ok(Reader { pool: Pool::Sqlite(reads) })
}

impl Opened {
    /// Waits until everything handed to the writer is on disk, then closes the database. All other clones of the store must be dropped.
    pub async fn close(self) {
        let Self { store, writer, _lock } = self;
        let pool = store.pool.clone();
        drop(store);
        if let Err(error) = writer.await {
            tracing::error!(%error, "the database writer panicked");
        }
        pool.close().await;
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY)
        .foreign_keys(true)
}

/// A separate lock file beside the database, because SQLite's own locks last only for a transaction.
pub(super) struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file is not enough: a child process between fork and exec has the same open file. If unlocking fails, closing
        // the file is the fallback.
        let _ = self.0.unlock();
    }
}

/// The file whose name is that of the database with `end` after it.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

pub(super) fn lock(path: &Path) -> Result<Lock, OpenError> {
    let lock_path = beside(path, ".lock");
    let file = open_or_create(&lock_path).map_err(|source| OpenError::Folder { path: lock_path.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.to_owned())),
        Err(TryLockError::Error(source)) => Err(OpenError::Folder { path: lock_path, source }),
    }
}

/// Creates the file if it is missing. Only its owner can read it, because it contains who buys what. SQLite gives the -wal and -shm files
/// the same permissions.
fn create(path: &Path) -> Result<(), OpenError> {
    if path.exists() {
        return Ok(());
    }
    open_or_create(path).map(drop).map_err(|source| OpenError::Folder { path: path.to_owned(), source })
}

fn open_or_create(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).mode(OWNER_ONLY).open(path)
}

async fn check(connection: &mut SqliteConnection, path: &Path) -> Result<(), OpenError> {
    let database = |source| from_database(path, source);
    let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut *connection).await.map_err(database)?;
    if parse_version(&version) < OLDEST_SQLITE {
        return Err(OpenError::OldSqlite(version));
    }
    let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut *connection).await.map_err(database)?;
    if found != "ok" {
        return Err(OpenError::Damaged { path: path.to_owned(), found });
    }
    // A read-only file opens without an error, and BEGIN IMMEDIATE only begins a read transaction there. Only a write shows that writing
    // works, and it must work before the bot accepts anything.
    let mut trial = connection.begin_with("BEGIN IMMEDIATE").await.map_err(database)?;
    sqlx::query("PRAGMA user_version = 0").execute(&mut *trial).await.map_err(database)?;
    trial.rollback().await.map_err(database)
}

fn parse_version(text: &str) -> (u32, u32, u32) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

fn from_database(path: &Path, source: sqlx::Error) -> OpenError {
    let path = path.to_owned();
    let code = source.as_database_error().and_then(|error| error.code()).and_then(|code| code.parse::<u32>().ok());
    // The low byte is SQLite's primary result code: 8 READONLY, 14 CANTOPEN, 11 CORRUPT, 26 NOTADB, 5 BUSY.
    match code.map(|code| code & 0xff) {
        Some(8) => OpenError::ReadOnly(path),
        Some(5) => OpenError::InUse(path),
        Some(11 | 26) => OpenError::Damaged { path, found: source.to_string() },
        _ => OpenError::Database { database: path.display().to_string(), source },
    }
}

pub(super) fn from_migration(database: String, error: MigrateError) -> OpenError {
    match error {
        MigrateError::VersionMissing(version) => OpenError::Newer { database, version },
        source => OpenError::Migration { database, source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_lock_is_free_even_while_a_child_process_has_the_file_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.db");
        let held = lock(&path).unwrap();
        assert!(matches!(lock(&path), Err(OpenError::InUse(_))));
        // The same open file that a child process has between fork and exec.
        let inherited = held.0.try_clone().unwrap();
        drop(held);
        assert!(lock(&path).is_ok());
        drop(inherited);
    }
}
