//! Copies the SQLite file while the bot runs. The copy is made in one read transaction, so it is consistent and blocks no writer.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqlitePoolOptions};
use sqlx::{ConnectOptions, Connection};

use crate::domain::order::OrderState;
use crate::domain::time::Millis;
use crate::storage::open::{BUSY, OWNER_ONLY};
use crate::storage::sql::{self, Pool};
use crate::storage::{OpenError, ReadError, Reader, origin};

/// How every file that age encrypted begins (<https://age-encryption.org/v1>).
const AGE_MARK: &[u8] = b"age-encryption.org/v1\n";

/// Why there is no copy. The messages are for the owner. A failed attempt leaves no file.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is no database to copy.
    #[error("{0} does not exist: is DATABASE_URL right, and is this the folder in which the bot runs?")]
    NoDatabase(PathBuf),
    /// There is no such backup.
    #[error("{0} does not exist")]
    NoBackup(PathBuf),
    /// The file is not a database of this program.
    #[error("{0} is not a database of this program")]
    Foreign(PathBuf),
    /// An existing file is never overwritten.
    #[error("{0} exists already; choose a new name")]
    Exists(PathBuf),
    /// The new file or its folder can't be written.
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    /// The file is a copy of SQLite where PostgreSQL is used, or the other way round.
    #[error("{0} is a backup of the other kind of database: DATABASE_URL decides between SQLite and PostgreSQL")]
    OtherKind(PathBuf),
    /// The server can't be reached, or refuses.
    #[error(transparent)]
    Server(#[from] OpenError),
    /// The user of this server and database may not create the scratch database.
    #[error("{0}: a copy is verified in a scratch database, which this user may not create. Allow it: ALTER ROLE … CREATEDB.")]
    MayNotCreate(String),
    /// One of PostgreSQL's programs is missing.
    #[error(
        "the program {program} can't be run: {source}. Install PostgreSQL's programs, not older than the server (Debian: apt install postgresql-client)."
    )]
    NoProgram { program: &'static str, source: io::Error },
    /// The words of one of them.
    #[error("{0}")]
    Program(String),
    /// The database's error: for example, the disk is full.
    #[error("the copy can't be made: {0}")]
    Database(#[from] sqlx::Error),
    /// The copy failed its integrity check.
    #[error("the copy is damaged: {0}; check the disk and try again")]
    Damaged(String),
    /// The backup is encrypted, and the key is not on this machine.
    #[error("{0} is encrypted. Decrypt it where your key is, and use the result: age --decrypt --identity KEY_FILE --output copy.db {0}")]
    Encrypted(PathBuf),
    /// There is no program to encrypt with.
    #[error("the program age can't be run: {0}. Install it (Debian: apt install age).")]
    NoAge(io::Error),
    /// The program's own words.
    #[error("age does not encrypt the copy: {0}. Is age_recipient right?")]
    NotEncrypted(String),
}

/// Copies the database at `from` into the new file `to`, which only its owner can read, and returns its size in bytes. When this returns,
/// the copy is verified and on disk. A bot that runs on `from` is not disturbed.
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
    let file = create(to)?;
    let done = copy(from, to, &file).await;
    if done.is_err() {
        // A partial copy is worse than none. If it can't be removed either, the returned error still reports the failure.
        let _ = std::fs::remove_file(to);
    }
    done
}

/// The new file of a copy: nothing is overwritten, and only its owner can read it.
pub(super) fn create(to: &Path) -> Result<File, BackupError> {
    let new = OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(to);
    new.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => BackupError::Exists(to.to_owned()),
        _ => BackupError::File { path: to.to_owned(), source },
    })
}

/// Waits until the file and its name are on disk; returns its size in bytes.
pub(super) fn on_disk(file: &File, to: &Path) -> Result<u64, BackupError> {
    let saved = |source| BackupError::File { path: to.to_owned(), source };
    file.sync_all().map_err(saved)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(saved)?;
    Ok(file.metadata().map_err(saved)?.len())
}

/// Writes down beside the database at `from` that it was copied at `now`, for [`last_backup`].
///
/// # Errors
/// When the file can't be written. The copy is not affected.
pub fn record_backup(from: &Path, now: Millis) -> io::Result<()> {
    std::fs::write(record(from), now.0.to_string())
}

/// When the database at `from` was last copied; `None` if it never was, or if nobody wrote that down.
pub fn last_backup(from: &Path) -> Option<Millis> {
    std::fs::read_to_string(record(from)).ok()?.trim().parse().ok().map(Millis)
}

fn record(from: &Path) -> PathBuf {
    let mut name = from.as_os_str().to_owned();
    name.push(".last-backup");
    name.into()
}

async fn copy(from: &Path, to: &Path, file: &File) -> Result<u64, BackupError> {
    let mut source = SqliteConnectOptions::new().filename(from).busy_timeout(BUSY).connect().await?;
    // SQLite writes into the existing empty file and keeps its permissions.
    let copied = sqlx::query("VACUUM INTO $1").bind(to.to_string_lossy().into_owned()).execute(&mut source).await;
    source.close().await?;
    copied?;
    let bytes = on_disk(file, to)?;
    check(to).await?;
    Ok(bytes)
}

/// What a backup has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupSummary {
    /// When the bot was last alive on it, which is about when it was made.
    pub taken_at: Option<Millis>,
    pub orders: i64,
    /// Of them, the open ones.
    pub open_orders: i64,
}

/// Checks that `copy` is an undamaged database of this program whose ledger is right.
///
/// # Errors
/// See [`BackupError`].
pub async fn verify(copy: &Path) -> Result<BackupSummary, BackupError> {
    if !copy.is_file() {
        return Err(BackupError::NoBackup(copy.to_owned()));
    }
    if begins_with(copy, AGE_MARK) {
        return Err(BackupError::Encrypted(copy.to_owned()));
    }
    if origin::is_foreign(copy).await {
        return Err(BackupError::Foreign(copy.to_owned()));
    }
    check(copy).await?;
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(immutable(copy)).await?;
    let summary = summary(Pool::Sqlite(pool.clone())).await;
    pool.close().await;
    summary
}

/// Whether the file begins with these bytes; `false` also when it can't be read.
pub(super) fn begins_with(path: &Path, mark: &[u8]) -> bool {
    let mut begins = Vec::new();
    let read = File::open(path).and_then(|file| file.take(mark.len() as u64).read_to_end(&mut begins));
    read.is_ok() && begins == mark
}

/// Whether the database has a table of this name.
pub(super) async fn has_table(pool: &Pool, name: &str) -> Result<bool, sqlx::Error> {
    const SQLITE: &str = "SELECT COUNT(*) FROM sqlite_schema WHERE name = $1";
    const POSTGRES: &str = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1";
    let sql = if let Pool::Sqlite(_) = pool { SQLITE } else { POSTGRES };
    let (count,): (i64,) = sql::query(sql).bind(name).fetch_one(pool).await?;
    Ok(count > 0)
}

/// Audits the ledger and says what the database has.
pub(super) async fn summary(pool: Pool) -> Result<BackupSummary, BackupError> {
    // A backup from before the ledger has none.
    let ledger = has_table(&pool, "transfers").await?;
    let reader = Reader { pool };
    if ledger && let Some(difference) = reader.audit_ledger().await.map_err(unreadable)?.first() {
        return Err(BackupError::Damaged(format!("the ledger's account {} does not agree with its transfers", difference.account)));
    }
    let orders = reader.count_orders().await.map_err(unreadable)?;
    let count = |wanted: fn(OrderState) -> bool| orders.iter().filter(|(state, _)| wanted(*state)).map(|(_, count)| count).sum();
    let taken_at = reader.find_last_alive().await.map_err(unreadable)?;
    Ok(BackupSummary { taken_at, orders: count(|_| true), open_orders: count(OrderState::is_open) })
}

fn unreadable(error: ReadError) -> BackupError {
    BackupError::Damaged(error.to_string())
}

/// Immutable, so that SQLite creates no files beside the copy.
fn immutable(copy: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(copy).immutable(true).read_only(true)
}

async fn check(copy: &Path) -> Result<(), BackupError> {
    let mut connection: SqliteConnection = immutable(copy).connect().await?;
    let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut connection).await?;
    connection.close().await?;
    if found == "ok" { Ok(()) } else { Err(BackupError::Damaged(found)) }
}
