//! The write probe, when the shop was last alive, and the correction of due times after a clock rollback: they would be too far in the
//! future.

use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql::query;
use crate::storage::{CommitError, ReadError, Reader, balance_snapshot};

/// Writes about liveness and the clock.
#[derive(Clone, Debug)]
pub enum WriteProbeWrite {
    /// The shop is alive now.
    Record { at: Millis },
    /// A write that changes nothing: its commit proves that the database can be written.
    Touch,
    /// The clock was rolled back by `by_ms`: all due times in the future move earlier by as much.
    RebaseDueTimes { by_ms: i64, now: Millis },
}

impl WriteProbeWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Record { at } => record(db, *at).await,
            Self::Touch => touch(db).await,
            Self::RebaseDueTimes { by_ms, now } => rebase_due_times(db, *by_ms, *now).await,
        }
    }
}

impl Reader {
    /// When the shop was last alive, by the clock at that time.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_last_alive(&self) -> Result<Option<Millis>, ReadError> {
        let row: Option<(i64,)> = query("SELECT at FROM last_alive WHERE id = 1").fetch_optional(&self.pool).await?;
        Ok(row.map(|(at,)| Millis(at)))
    }
}

async fn record(db: &mut Connection, at: Millis) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO last_alive (id, at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET at = $1";
    query(SQL).bind(at.0).execute(&mut *db).await?;
    Ok(())
}

async fn touch(db: &mut Connection) -> Result<(), CommitError> {
    query("UPDATE last_alive SET at = at WHERE id = 1").execute(db).await
}

/// Moves due times in the future earlier by `by_ms`, but not before `now`. The JSON bodies of orders keep the old time; queries don't use it.
async fn rebase_due_times(db: &mut Connection, by_ms: i64, now: Millis) -> Result<(), CommitError> {
    for sql in [
        "UPDATE orders SET due_at = CASE WHEN due_at - $1 > $2 THEN due_at - $1 ELSE $2 END WHERE due_at > $2",
        "UPDATE outbox SET due_at = CASE WHEN due_at - $1 > $2 THEN due_at - $1 ELSE $2 END WHERE due_at > $2 AND state = 'waiting'",
        "UPDATE provider_queries SET due_at = CASE WHEN due_at - $1 > $2 THEN due_at - $1 ELSE $2 END WHERE due_at > $2",
        "UPDATE bills SET due_at = CASE WHEN due_at - $1 > $2 THEN due_at - $1 ELSE $2 END WHERE due_at > $2",
    ] {
        query(sql).bind(by_ms).bind(now.0).execute(&mut *db).await?;
    }
    balance_snapshot::distrust_until(db, now.plus_ms(by_ms)).await
}
