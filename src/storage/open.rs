//! Opening SQLite's file: one process a file, checked and migrated before anybody reads it.

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

use crate::storage::sql::Pool;
use crate::storage::{Store, WRITER_QUEUE, WakeUps, origin, writer};

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// The first SQLite without the WAL-reset bug, which could lose committed pages (present since 3.7.0).
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// How long a statement waits for another process that looks at the file, such as a backup.
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// The rights of a new file: its owner reads and writes it, nobody else.
pub(super) const OWNER_ONLY: u32 = 0o600;

/// Connections that read. The work is short; more would only take memory.
const READERS: u32 = 2;

/// An open database. Stop using every [`Store`], drop them, then [`Opened::close`].
pub struct Opened {
    /// To be cloned to whoever reads or writes.
    pub store: Store,
    pub(super) writer: JoinHandle<()>,
    /// SQLite's.
    pub(super) _lock: Option<Lock>,
}

/// Why a database cannot be used, in words for the owner.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The lock file or its folder.
    #[error("{path}: {source}. Is the folder there, and may this user write to it?")]
    Folder { path: PathBuf, source: io::Error },
    /// Another process has the lock.
    #[error("{0} is in use by another running bot. Stop that one first: two bots on one database would get in each other's way.")]
    InUse(PathBuf),
    /// The file may not be written. SQLite gives the files that it makes beside it the same rights, so that they are to be mended too.
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
    /// Another program's.
    #[error("{0} is another program's database. Let DATABASE_URL name a file of its own; it is created.")]
    Foreign(PathBuf),
    /// Linked against a SQLite that loses data.
    #[error("this program was built with SQLite {0}, which can lose committed data; 3.51.3 is the oldest that is safe.")]
    OldSqlite(String),
    /// `DATABASE_URL` has a part that PostgreSQL's driver does not understand. The driver's own words might repeat a password.
    #[error(
        "DATABASE_URL is no address of a PostgreSQL: postgres://USER:PASSWORD@HOST:PORT/DATABASE, with signs such as @ / # % in the password written as %40 %2F %23 %25."
    )]
    Address,
    /// Nobody answers there.
    #[error(
        "{server} does not answer: {source}. Does PostgreSQL run there, is the address in DATABASE_URL right, and may this machine reach it?"
    )]
    Unreachable { server: String, source: sqlx::Error },
    /// The server does not let this user in.
    #[error("{server} refuses the user or the password: {source}. Correct DATABASE_URL, or the server's pg_hba.conf.")]
    Denied { server: String, source: sqlx::Error },
    /// The server does not have this database.
    #[error("{server} has no such database: {source}. Make it: CREATE DATABASE … ENCODING 'UTF8'.")]
    NoDatabase { server: String, source: sqlx::Error },
    /// The server lacks what the SQL needs.
    #[error("{server} is PostgreSQL {version}; 13 is the oldest that will do. Update the server.")]
    OldServer { server: String, version: String },
    /// Names and messages of people would not fit into it.
    #[error("{server} keeps this database in {encoding}. Make another one with ENCODING 'UTF8'.")]
    Encoding { server: String, encoding: String },
    /// A copy that follows another server, or a database set to read-only.
    #[error("{server} is read-only. DATABASE_URL must lead to the primary server.")]
    ReadOnlyServer { server: String },
    /// The user may not make tables, read or write.
    #[error("{server} does not allow it: {source}. Make this user the owner of the database, or GRANT ALL on its schema to the user.")]
    Rights { server: String, source: sqlx::Error },
    /// Anything else the database says.
    #[error("{database}: {source}")]
    Database { database: String, source: sqlx::Error },
    /// A migration failed.
    #[error("{database} cannot be brought up to date: {source}")]
    Migration { database: String, source: MigrateError },
}

/// Opens `path`, creating the file if it is not there, and starts its writer.
///
/// # Errors
/// See [`OpenError`]; nothing is left running then.
pub async fn open(path: &Path) -> Result<Opened, OpenError> {
    let lock = lock(path)?;
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
    let reads = SqlitePoolOptions::new()
        .max_connections(READERS)
        .max_lifetime(None)
        .idle_timeout(None)
        .connect_with(options(path).pragma("query_only", "ON"))
        .await
        .map_err(database)?;
    let wake_ups = Arc::new(WakeUps::default());
    let (sender, units) = mpsc::channel(WRITER_QUEUE);
    let writer = tokio::spawn(writer::run(connection, units, wake_ups.clone()));
    let store = Store { pool: Pool::Sqlite(reads), writer: sender, wake_ups, owner: "".into() };
    Ok(Opened { store, writer, _lock: Some(lock) })
}

/// Opens the database of a bot that runs in another process, to look at it: everything can be read, and [`Store::commit`] only fails.
///
/// # Errors
/// When the file is not there or can't be opened.
pub async fn open_to_read(path: &Path) -> Result<Store, OpenError> {
    let options = options(path).pragma("query_only", "ON");
    let reads = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.map_err(|source| from_database(path, source))?;
    let (sender, _) = mpsc::channel(1);
    Ok(Store { pool: Pool::Sqlite(reads), writer: sender, wake_ups: Arc::default(), owner: "".into() })
}

impl Opened {
    /// Waits until everything handed to the writer is on disk, then closes. Every other clone of the store must be gone.
    pub async fn close(self) {
        let Self { store, writer, _lock } = self;
        let pool = store.pool.clone();
        drop(store);
        if let Err(error) = writer.await {
            tracing::error!(%error, "the database's writer ended badly");
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

/// The lock is a file of its own beside the database: SQLite's own locks come and go with transactions.
pub(super) struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing is not enough: a process that is just being started has the open file too, until it has become its program. If this
        // fails, closing it is.
        let _ = self.0.unlock();
    }
}

fn lock(path: &Path) -> Result<Lock, OpenError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let lock_path = PathBuf::from(name);
    let file = open_or_create(&lock_path).map_err(|source| OpenError::Folder { path: lock_path.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.to_owned())),
        Err(TryLockError::Error(source)) => Err(OpenError::Folder { path: lock_path, source }),
    }
}

/// Creates the file if it is not there, for its owner alone: it says who buys what. SQLite gives its -wal and -shm the same rights.
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
    // Writing must work before anything is promised. A read-only file opens without a complaint, and even BEGIN IMMEDIATE begins a
    // mere read there: only a write tells.
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
    fn a_lock_that_is_given_up_is_free_though_a_child_has_the_file_still() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.db");
        let held = lock(&path).unwrap();
        assert!(matches!(lock(&path), Err(OpenError::InUse(_))));
        // The same open file, as a child has it between fork and exec.
        let inherited = held.0.try_clone().unwrap();
        drop(held);
        assert!(lock(&path).is_ok());
        drop(inherited);
    }
}
