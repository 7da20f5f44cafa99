//! Alerts that are kept for a digest.

use crate::domain::notification::Notification;
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::outbox::OutboxBody;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader, from_json};

/// An alert that was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptAlert {
    /// The id that it had in the outbox.
    pub message: i64,
    pub chat_id: i64,
    /// `None` when it can't be read.
    pub notification: Option<Notification>,
    /// When it was caused.
    pub kept_at: Millis,
}

/// Writes about alerts that are kept.
#[derive(Clone, Debug)]
pub enum KeptAlertWrite {
    /// A waiting message of the outbox is kept instead.
    Keep { message: i64 },
    /// It is in this digest now. Conflict when it is in another, or was dropped.
    Deliver { message: i64, digest: String },
    /// Nobody wants to read it any more.
    Drop { message: i64 },
}

impl KeptAlertWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        const KEEP: &str = "INSERT INTO kept_alerts (message, chat_id, body, kept_at) \
             SELECT id, chat_id, body, created_at FROM outbox WHERE id = $1 AND state = 'waiting' ON CONFLICT (message) DO NOTHING";
        const DONE: &str = "UPDATE outbox SET state = 'dead', error = 'kept for a digest' WHERE id = $1 AND state = 'waiting'";
        const DELIVER: &str = "UPDATE kept_alerts SET digest = $2 WHERE message = $1 AND digest IS NULL";
        const DROP: &str = "DELETE FROM kept_alerts WHERE message = $1 AND digest IS NULL";
        match self {
            Self::Keep { message } => {
                for sql in [KEEP, DONE] {
                    sql::query(sql).bind(*message).execute(&mut *db).await?;
                }
                Ok(())
            }
            Self::Deliver { message, digest } => sql::query(DELIVER).bind(*message).bind(digest).execute_one(db, "the kept alert").await,
            Self::Drop { message } => sql::query(DROP).bind(*message).execute(db).await,
        }
    }
}

impl Reader {
    /// The alerts that wait for a digest, oldest first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_kept_alerts(&self, limit: i64) -> Result<Vec<KeptAlert>, ReadError> {
        const SQL: &str = "SELECT message, chat_id, body, kept_at FROM kept_alerts WHERE digest IS NULL ORDER BY message LIMIT $1";
        let rows: Vec<Row> = sql::query(SQL).bind(limit).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(kept).collect())
    }

    /// The alerts of a digest, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_digest(&self, digest: &str) -> Result<Vec<KeptAlert>, ReadError> {
        const SQL: &str = "SELECT message, chat_id, body, kept_at FROM kept_alerts WHERE digest = $1 ORDER BY message";
        let rows: Vec<Row> = sql::query(SQL).bind(digest).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(kept).collect())
    }

    /// How many alerts wait for a digest, in the chat that has most of them: several admins wait for the same ones.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_kept_alerts(&self) -> Result<i64, ReadError> {
        const SQL: &str = "SELECT COALESCE(MAX(waiting), 0) FROM \
             (SELECT COUNT(*) AS waiting FROM kept_alerts WHERE digest IS NULL GROUP BY chat_id) AS chats";
        let (count,) = sql::query(SQL).fetch_one(&self.pool).await?;
        Ok(count)
    }
}

type Row = (i64, i64, String, i64);

fn kept((message, chat_id, body, kept_at): Row) -> KeptAlert {
    let notification = match from_json("kept_alerts", &message.to_string(), &body) {
        Ok(OutboxBody::Notification { notification }) => Some(notification),
        Ok(OutboxBody::Call { .. } | OutboxBody::RemoveKeyboard { .. }) => None,
        Err(error) => {
            tracing::error!(%error, "a kept alert can't be read");
            None
        }
    };
    KeptAlert { message, chat_id, notification, kept_at: Millis(kept_at) }
}
