//! Puts a backup in the place of the database.
//!
//! What happened after the backup was made is not in it: an order that still waits there may long have been sent, and a press of a customer
//! that was not handled yet may have bought something. So the restored database starts with these settled the safe way ([`prepare`]), and
//! the bot does not run on it until the owner has compared it with the provider's history ([`RestoreWrite`]).

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection as _};

use crate::domain::order::{self, ApplyArgs, Order, OrderEvent, OrderState};
use crate::domain::retry::Jitter;
use crate::domain::shop::Polling;
use crate::domain::time::Millis;
use crate::storage::backup::{BackupError, BackupSummary, verify};
use crate::storage::open::{self, BUSY, OWNER_ONLY, OpenError, Opened, beside, lock};
use crate::storage::restore_hold::RestoreWrite;
use crate::storage::{CommitError, OrderWrite, ReadError, Reader, Write, from_json, sql};

/// Why nothing was restored. The messages are for the owner.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The backup can't be used.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// Something is connected to the PostgreSQL database.
    #[error("{0} is in use. Stop every bot that runs on it, close whatever else is connected (psql, another backup), and try again.")]
    InUse(String),
    /// The database is in use, or can't be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A file can't be written or moved.
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    /// The restored database can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The restored database can't be written.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// What the backup has.
    pub backup: BackupSummary,
    /// The file or the name of the database from before; `None` when there was none.
    pub replaced: Option<String>,
    /// Orders of the database from before that are not in the backup, or were open in it, as they were last known; `None` when that
    /// database can't be read.
    pub lost_sight_of: Option<Vec<Order>>,
}

impl Reader {
    /// The orders that are open, and those that were made since then.
    async fn list_open_orders_and_since(&self, since: Millis) -> Result<Vec<Order>, ReadError> {
        const SQL: &str = "SELECT id, body FROM orders WHERE state IN ('queued', 'sending', 'pending', 'uncertain') OR created_at >= $1 \
             ORDER BY created_at";
        let rows: Vec<(String, String)> = sql::query(SQL).bind(since.0).fetch_all(&self.pool).await?;
        rows.iter().map(|(id, body)| from_json("orders", id, body)).collect()
    }
}

/// Replaces `database` by a copy of the backup `copy`. Refuses while a bot runs on it. The files from before are kept under another name
/// that ends with `stamp`. A process that dies on the way leaves either the old database or one that says what to do.
///
/// # Errors
/// See [`RestoreError`].
pub async fn restore(copy: &Path, database: &Path, now: Millis, stamp: &str) -> Result<Restored, RestoreError> {
    let lock = lock(database)?;
    let backup = verify(copy).await?;
    let (new, ready) = (beside(database, ".restoring-new"), beside(database, ".restoring"));
    for path in [&new, &beside(&new, "-wal"), &beside(&new, "-shm")] {
        remove(path)?;
    }
    duplicate(copy, &new).map_err(at(&new))?;
    prepare(open::open(&new).await?, now, &backup).await?;
    remove(&beside(&new, ".lock"))?;
    fold(database).await;
    // From here to the last rename a bot that is started refuses the database: see `open`.
    fs::rename(&new, &ready).map_err(at(&new))?;
    let replaced = beside(database, &format!(".replaced-{stamp}"));
    for end in ["-wal", "-shm", ""] {
        let from = beside(database, end);
        if from.exists() {
            fs::rename(&from, beside(&replaced, end)).map_err(at(&from))?;
        }
    }
    fs::rename(&ready, database).map_err(at(&ready))?;
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))?;
    drop(lock);
    let replaced = replaced.exists().then_some(replaced);
    let lost_sight_of = match &replaced {
        Some(replaced) => compare(replaced, database, backup.taken_at.unwrap_or(Millis(i64::MIN))).await.ok(),
        None => Some(Vec::new()),
    };
    Ok(Restored { backup, replaced: replaced.map(|path| path.display().to_string()), lost_sight_of })
}

/// Copies a file to a new one that only its owner can read, and returns when it is on disk.
fn duplicate(from: &Path, to: &Path) -> io::Result<()> {
    let mut new = OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(to)?;
    io::copy(&mut File::open(from)?, &mut new)?;
    new.sync_all()
}

/// Moves what the last process left in the -wal file into the database itself: the files are moved one by one, and a process that dies
/// between them must not separate the two. A damaged database can't do this; then its files are moved as they are.
async fn fold(database: &Path) {
    if !database.exists() {
        return;
    }
    let folded = async {
        let mut connection = SqliteConnectOptions::new().filename(database).busy_timeout(BUSY).connect().await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await?;
        connection.close().await
    };
    if let Err(error) = folded.await {
        tracing::warn!(%error, "the -wal file of the database is kept beside it");
    }
}

/// Makes the copy safe to run on: orders that wait to be sent count as sent, so that they become uncertain and nobody sends them again.
pub(super) async fn prepare(opened: Opened, now: Millis, backup: &BackupSummary) -> Result<(), RestoreError> {
    let (queued, _) = opened.store.list_due(OrderState::Queued, Millis(i64::MAX), i64::MAX).await?;
    // Sending looks at the time only.
    let polling = Polling { first_seconds: 1, tell_customer_after_minutes: 1, tell_admins_after_minutes: 1 };
    let args = ApplyArgs { now, jitter: Jitter::default(), polling, estimate: None };
    let sent = queued.into_iter().filter_map(|queued| order::apply(queued, OrderEvent::Send { deadline: now }, args).ok());
    let moves = sent.map(|sent| Write::Order(OrderWrite::Move { order: sent.order, history: sent.history }));
    let hold = Write::Restore(RestoreWrite::Hold { now, backup_at: backup.taken_at });
    let held = opened.store.commit(moves.chain([hold]).collect()).await;
    opened.close().await;
    Ok(held?)
}

async fn compare(before: &Path, restored: &Path, since: Millis) -> Result<Vec<Order>, RestoreError> {
    lost_sight_of(&open::open_to_read(before).await?, &open::open_to_read(restored).await?, since).await
}

/// Orders that the provider may know and the restored database does not, or not to their end.
pub(super) async fn lost_sight_of(before: &Reader, restored: &Reader, since: Millis) -> Result<Vec<Order>, RestoreError> {
    let mut lost = Vec::new();
    for order in before.list_open_orders_and_since(since).await? {
        if restored.find_order(&order.id).await?.is_none() {
            lost.push(order);
        }
    }
    for open in restored.list_open_orders_and_since(Millis(i64::MAX)).await? {
        lost.push(before.find_order(&open.id).await?.unwrap_or(open));
    }
    Ok(lost)
}

fn remove(path: &Path) -> Result<(), RestoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(path)(error)),
        _ => Ok(()),
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> RestoreError {
    let path = path.to_owned();
    move |source| RestoreError::File { path, source }
}
