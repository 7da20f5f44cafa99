//! The open database: reading, and the one way to write.

use std::ops::Deref;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use crate::storage::sql::Pool;
use crate::storage::writer::Unit;
use crate::storage::{CommitError, Reader, WakeUps, Write};

/// How many lists may wait for the writer; beyond that, callers wait to hand theirs over.
pub(super) const WRITER_QUEUE: usize = 1_024;

/// The database. Cheap to clone. What can be read is on [`Reader`].
#[derive(Clone)]
pub struct Store {
    reader: Reader,
    writer: mpsc::Sender<Unit>,
    wake_ups: Arc<WakeUps>,
    /// Identifies this process among those on one PostgreSQL; empty with SQLite.
    pub(super) owner: Arc<str>,
}

impl Deref for Store {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Store {
    pub(super) fn new(pool: Pool, writer: mpsc::Sender<Unit>, wake_ups: Arc<WakeUps>, owner: Arc<str>) -> Self {
        Self { reader: Reader { pool }, writer, wake_ups, owner }
    }

    /// Commits all of `writes`, in this order, or none. On `Ok` they are on disk.
    ///
    /// # Errors
    /// [`CommitError::Conflict`] when a condition of one of the writes does not hold, else the database's error.
    pub async fn commit(&self, writes: Vec<Write>) -> Result<(), CommitError> {
        if writes.is_empty() {
            return Ok(());
        }
        let (answer, answered) = oneshot::channel();
        self.writer.send(Unit { writes, answer }).await.map_err(|_| CommitError::Closed)?;
        answered.await.unwrap_or(Err(CommitError::Closed))
    }

    /// The wake-ups that [`Store::commit`] sends.
    pub fn wake_ups(&self) -> &WakeUps {
        &self.wake_ups
    }
}
