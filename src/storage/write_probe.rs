//! When the shop was last alive, and what a clock that was rolled back leaves behind: times that lie further ahead than anybody meant.

use crate::domain::time::Millis;
use crate::storage::sql::{Connection, query};
use crate::storage::{CommitError, ReadError, Reader, balance_snapshot};

/// What can be written about the process being alive, and about its clock.
#[derive(Clone, Debug)]
pub enum WriteProbeWrite {
    /// The shop is alive.
    Record { at: Millis },
    /// The database is written and nothing changes: that it was committed shows that writing works.
    Touch,
    /// The clock was rolled back: what lies ahead is due that much earlier.
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
    /// When the shop was last alive, by the clock of then.
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
    query("UPDATE last_alive SET at = at WHERE id = 1").execute(db).await?;
    Ok(())
}

/// What lies ahead is due `by_ms` earlier, but not before `now`. The orders' own texts keep the time that was meant; it is not looked at.
async fn rebase_due_times(db: &mut Connection, by_ms: i64, now: Millis) -> Result<(), CommitError> {
    for sql in [
        "UPDATE orders SET due_at = CASE WHEN due_at - $1 > $2 THEN due_at - $1 ELSE $2 END WHERE due_at > $2",
        "UPDATE outbox SET due_at = CASE WHEN due_at - $1 > $2 THEN due_at - $1 ELSE $2 END WHERE due_at > $2 AND state = 'waiting'",
        "UPDATE provider_queries SET due_at = CASE WHEN due_at - $1 > $2 THEN due_at - $1 ELSE $2 END WHERE due_at > $2",
    ] {
        query(sql).bind(by_ms).bind(now.0).execute(&mut *db).await?;
    }
    balance_snapshot::distrust_until(db, now.plus_ms(by_ms)).await
}
