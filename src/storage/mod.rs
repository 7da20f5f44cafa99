//! The only room with SQL. Reading: `find_*` and `list_*` on [`Store`]. Writing: [`Store::commit`] with a list of [`Write`]s, all or
//! nothing.
//!
//! SQLite ([`open()`]): one task owns the one writing connection. It takes as many waiting lists as there are and commits them together, a
//! savepoint each: with `synchronous=FULL` that makes durable cheap, and no caller that goes away can leave a transaction half done.
//!
//! PostgreSQL ([`connect()`]): the same SQL, a transaction and a task for each list, and several processes at the same time. What they share
//! out among them (leases, chats) is in `lease.rs`; what one commits wakes the others.

mod audit;
mod backup;
mod balance_snapshot;
mod catalog;
mod dialogue;
mod inbox;
mod lease;
mod ledger;
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
pub use ledger::{Difference, LedgerWrite, TransferLine, check_ledger, check_ledger_on};
pub use maintenance::MaintenanceWrite;
pub use open::{OpenError, Opened, open};
pub use order::OrderWrite;
pub use outbox::{OutboxBody, OutboxMessage, OutboxWrite, QueuedMessage};
pub use person::PersonWrite;
pub use postgres::connect;
/// For the test that shows what they are good for.
#[doc(hidden)]
pub use postgres::pool_options;
pub use provider_query::{ProviderQuery, ProviderQueryWrite, QueuedQuery};
pub use provider_status::{ProviderStatus, ProviderStatusWrite};
pub use wake_up::WakeUps;
pub use write::Write;
pub use write_probe::WriteProbeWrite;

/// Lists that may wait for the writer before callers wait too.
const WRITER_QUEUE: usize = 1_024;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pool: sql::Pool,
    writer: mpsc::Sender<writer::Unit>,
    wake_ups: Arc<WakeUps>,
    /// Who we are among the processes on a PostgreSQL; nobody with SQLite, where we are alone.
    owner: Arc<str>,
}

/// A read that failed, or a row that makes no sense.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The database's own error.
    #[error("the database cannot be read: {0}")]
    Database(#[from] sqlx::Error),
    /// What is stored is not what this program stores.
    #[error("{table}, row {row}: {source}")]
    Row { table: &'static str, row: String, source: serde_json::Error },
}

/// Why a list of writes was not committed. Nothing of it was.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CommitError {
    /// Something that the list builds on has changed since it was read. Read again and decide again.
    #[error("{0} changed meanwhile")]
    Conflict(&'static str),
    /// The database's own error: full, read-only, locked, broken. Where the connection to a PostgreSQL broke during the commit itself, it
    /// may stand all the same: the conditions of the list then tell, when it is committed again.
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
    /// Commits all of `writes`, in this order, or nothing. On `Ok` they are on disk.
    ///
    /// # Errors
    /// [`CommitError::Conflict`] when a condition of one of them does not hold, else what the database says.
    pub async fn commit(&self, writes: Vec<Write>) -> Result<(), CommitError> {
        if writes.is_empty() {
            return Ok(());
        }
        let (answer, answered) = oneshot::channel();
        self.writer.send(writer::Unit { writes, answer }).await.map_err(|_| CommitError::Closed)?;
        answered.await.unwrap_or(Err(CommitError::Closed))
    }

    /// The wake-ups that [`Store::commit`] rings.
    pub fn wake_ups(&self) -> &WakeUps {
        &self.wake_ups
    }
}

/// Reads a JSON column, naming the row where it is broken.
fn from_json<T: serde::de::DeserializeOwned>(table: &'static str, row: &str, text: &str) -> Result<T, ReadError> {
    serde_json::from_str(text).map_err(|source| ReadError::Row { table, row: row.to_owned(), source })
}

/// What can be read of many rows. A broken one is logged and passed over: it must not stop the others.
fn readable<T>(rows: impl Iterator<Item = Result<T, ReadError>>) -> Vec<T> {
    rows.filter_map(|row| row.inspect_err(|error| tracing::error!(%error, "a row is passed over")).ok()).collect()
}

/// Writes a JSON column. Our own types have string keys only, so this can't fail.
fn to_json<T: serde::Serialize>(value: &T) -> Result<String, CommitError> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(Box::new(error)).into())
}

/// The word of a unit enum that is stored as text.
fn word<T: serde::Serialize>(value: &T) -> Result<String, CommitError> {
    to_json(value).map(|json| json.trim_matches('"').to_owned())
}

/// A unit enum from its word.
fn from_word<T: serde::de::DeserializeOwned>(table: &'static str, row: &str, word: &str) -> Result<T, ReadError> {
    from_json(table, row, &format!("\"{word}\""))
}
