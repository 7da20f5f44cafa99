//! What a clock that was set back leaves behind: times that lie further ahead than anybody meant.

use sqlx::SqliteConnection;

use crate::domain::time::Millis;
use crate::storage::{CommitError, ReadError, Store};

impl Store {
    /// The latest time at which something happened, as far as is written down.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_latest(&self) -> Result<Option<Millis>, ReadError> {
        let mut latest = None;
        for sql in [
            "SELECT MAX(created_at) FROM orders",
            "SELECT MAX(created_at) FROM outbox",
            "SELECT MAX(at) FROM deposit",
            "SELECT MAX(fetched_at) FROM shelves",
        ] {
            let at: Option<i64> = sqlx::query_scalar(sql).fetch_one(&self.reads).await?;
            latest = latest.max(at);
        }
        Ok(latest.map(Millis))
    }
}

/// What lies ahead is due `by_ms` earlier, but not before `now`. The orders' own texts keep the time that was meant; it is not looked at.
pub(super) async fn bring_forward(db: &mut SqliteConnection, by_ms: i64, now: Millis) -> Result<(), CommitError> {
    for sql in [
        "UPDATE orders SET due_at = CASE WHEN due_at - $1 > $2 THEN due_at - $1 ELSE $2 END WHERE due_at > $2",
        "UPDATE outbox SET due_at = CASE WHEN due_at - $1 > $2 THEN due_at - $1 ELSE $2 END WHERE due_at > $2 AND state = 'waiting'",
        "UPDATE questions SET due_at = CASE WHEN due_at - $1 > $2 THEN due_at - $1 ELSE $2 END WHERE due_at > $2",
    ] {
        sqlx::query(sql).bind(by_ms).bind(now.0).execute(&mut *db).await?;
    }
    Ok(())
}
