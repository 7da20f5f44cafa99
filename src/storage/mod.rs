//! The only module with SQL. Reads are `find_*` and `list_*` on [`Store`]. Writes go through [`Store::commit`], which commits a list of
//! [`Write`]s completely or not at all.
//!
//! SQLite ([`open()`]): one task owns the only writing connection. It commits all waiting lists together, each in a savepoint, so that
//! they share one sync to disk (`synchronous=FULL`). A caller that is dropped cannot leave a transaction half done.
//!
//! PostgreSQL ([`connect()`]): the same SQL, with a transaction and a task for each list, and several processes at the same time. `lease.rs`
//! divides the work between them, and a commit of one process wakes the others.

mod audit;
mod backup;
mod balance_snapshot;
mod catalog;
mod dialogue;
mod inbox;
mod lease;
mod maintenance;
mod open;
mod order;
mod origin;
mod outbox;
mod person;
mod postgres;
mod provider_query;
mod provider_status;
mod sql;
mod wake_up;
mod write;
mod write_probe;
mod writer;

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

pub use audit::{AuditEntry, AuditWrite};
pub use backup::{BackupError, backup};
pub use balance_snapshot::BalanceSnapshotWrite;
pub use catalog::{CatalogWrite, ProviderBalance};
pub use dialogue::{Dialogue, DialogueWrite, Keyboard};
pub use inbox::{InboxWrite, RawUpdate, StoredUpdate};
pub use lease::LeaseWrite;
pub use maintenance::MaintenanceWrite;
pub use open::{OpenError, Opened, open};
pub use order::OrderWrite;
pub use outbox::{OutboxBody, OutboxMessage, OutboxWrite, QueuedMessage};
pub use person::PersonWrite;
pub use postgres::connect;
/// For the test that shows why these options are needed.
#[doc(hidden)]
pub use postgres::pool_options;
pub use provider_query::{ProviderQuery, ProviderQueryWrite, QueuedQuery};
pub use provider_status::{ProviderStatus, ProviderStatusWrite};
pub use wake_up::WakeUps;
pub use write::Write;
pub use write_probe::WriteProbeWrite;

/// How many lists may wait for the writer; beyond that, callers wait to hand theirs over.
const WRITER_QUEUE: usize = 1_024;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pool: sql::Pool,
    writer: mpsc::Sender<writer::Unit>,
    wake_ups: Arc<WakeUps>,
    /// Identifies this process among those on one PostgreSQL; empty with SQLite.
    owner: Arc<str>,
}

/// A read failed, or a row is invalid.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The database's own error.
    #[error("the database cannot be read: {0}")]
    Database(#[from] sqlx::Error),
    /// The row does not contain what this program writes.
    #[error("{table}, row {row}: {source}")]
    Row { table: &'static str, row: String, source: serde_json::Error },
}

/// Why a list of writes was not committed. None of the writes was made.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CommitError {
    /// Something that the list depends on has changed since it was read. The caller has to read and decide again.
    #[error("{0} changed meanwhile")]
    Conflict(&'static str),
    /// The database's own error: full, read-only, locked, broken. If the connection to PostgreSQL broke during the commit itself, the
    /// commit may have succeeded; when the list is committed again, its conditions show that.
    #[error("the database cannot be written: {0}")]
    Database(Arc<sqlx::Error>),
    /// The writer has stopped.
    #[error("the database is closed")]
    Closed,
}

impl From<sqlx::Error> for CommitError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(Arc::new(error))
    }
}

impl Store {
    /// Commits all of `writes`, in this order, or none. On `Ok` they are on disk.
    ///
    /// # Errors
    /// [`CommitError::Conflict`] when a condition of one of the writes does not hold, else the database's error.
    pub async fn commit(&self, writes: Vec<Write>) -> Result<(), CommitError> {
        if writes.is_empty() {
            return Ok(());
        }
        let (answer, answered) = oneshot::channel();
        self.writer.send(writer::Unit { writes, answer }).await.map_err(|_| CommitError::Closed)?;
        answered.await.unwrap_or(Err(CommitError::Closed))
    }

    /// The wake-ups that [`Store::commit`] sends.
    pub fn wake_ups(&self) -> &WakeUps {
        &self.wake_ups
    }
}

/// Reads a JSON column; the error names the row.
fn from_json<T: serde::de::DeserializeOwned>(table: &'static str, row: &str, text: &str) -> Result<T, ReadError> {
    serde_json::from_str(text).map_err(|source| ReadError::Row { table, row: row.to_owned(), source })
}

/// The rows that can be read. An invalid row is logged and skipped: it must not stop the others.
fn readable<T>(rows: impl Iterator<Item = Result<T, ReadError>>) -> Vec<T> {
    rows.filter_map(|row| row.inspect_err(|error| tracing::error!(%error, "an invalid row is skipped")).ok()).collect()
}

/// Writes a JSON column. This does not fail, because our own types have only string keys.
fn to_json<T: serde::Serialize>(value: &T) -> Result<String, CommitError> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(Box::new(error)).into())
}

/// The text under which a unit enum's variant is stored.
fn word<T: serde::Serialize>(value: &T) -> Result<String, CommitError> {
    to_json(value).map(|json| json.trim_matches('"').to_owned())
}

/// A unit enum's variant from its stored text.
fn from_word<T: serde::de::DeserializeOwned>(table: &'static str, row: &str, word: &str) -> Result<T, ReadError> {
    from_json(table, row, &format!("\"{word}\""))
}
