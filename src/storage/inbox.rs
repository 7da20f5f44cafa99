//! The inbox: raw updates from Telegram until they are handled.

use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::wake_up::WakeUp;
use crate::storage::{CommitError, ReadError, Reader};

/// An update as Telegram delivered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawUpdate {
    /// The bot that got it: update ids are unique per bot.
    pub bot_id: i64,
    pub update_id: i64,
    /// Updates with the same key are handled one after the other: the chat's id, else the user's, else zero.
    pub chat_key: i64,
    /// The raw JSON.
    pub body: String,
    pub received_at: Millis,
}

/// An update that is waiting to be handled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredUpdate {
    pub bot_id: i64,
    pub update_id: i64,
    pub body: String,
    /// How often handling it failed.
    pub attempts: i64,
}

/// Writes about updates.
#[derive(Clone, Debug)]
pub enum InboxWrite {
    /// An update from Telegram; a duplicate changes nothing.
    Receive(RawUpdate),
    /// The update is handled. Conflict when it already was, or when an earlier one of its chat is waiting.
    Handle { bot_id: i64, update_id: i64 },
    /// The content of an update that was dropped is not kept.
    Forget { bot_id: i64, update_id: i64 },
    /// Handling the update failed; it will be tried again.
    Retry { bot_id: i64, update_id: i64 },
    /// The update can't be handled; it is kept as a dead letter with the reason.
    DeadLetter { bot_id: i64, update_id: i64, note: String },
}

impl InboxWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Receive(update) => receive(db, update).await,
            Self::Handle { bot_id, update_id } => handle(db, *bot_id, *update_id).await,
            Self::Forget { bot_id, update_id } => forget(db, *bot_id, *update_id).await,
            Self::Retry { bot_id, update_id } => retry(db, *bot_id, *update_id).await,
            Self::DeadLetter { bot_id, update_id, note } => dead_letter(db, *bot_id, *update_id, note).await,
        }
    }

    pub(super) fn wake_up(&self) -> Option<WakeUp> {
        matches!(self, Self::Receive(_)).then_some(WakeUp::Inbox)
    }
}

impl Reader {
    /// The waiting updates of one chat, in order; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_updates(&self, chat_key: i64, limit: i64) -> Result<Vec<StoredUpdate>, ReadError> {
        const SQL: &str = "SELECT bot_id, update_id, body, attempts FROM inbox WHERE state = 'new' AND chat_key = $1 \
             ORDER BY received_at, update_id LIMIT $2";
        let rows: Vec<(i64, i64, String, i64)> = sql::query(SQL).bind(chat_key).bind(limit).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(bot_id, update_id, body, attempts)| StoredUpdate { bot_id, update_id, body, attempts }).collect())
    }

    /// How many updates are waiting.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_waiting_updates(&self) -> Result<i64, ReadError> {
        let (count,) = sql::query("SELECT COUNT(*) FROM inbox WHERE state = 'new'").fetch_one(&self.pool).await?;
        Ok(count)
    }
}

async fn receive(db: &mut Connection, incoming: &RawUpdate) -> Result<(), CommitError> {
    // Its time is not earlier than that of an update that is already waiting, so that a clock rollback does not change the order.
    const SQL: &str = "INSERT INTO inbox (bot_id, update_id, chat_key, body, received_at, state) \
         VALUES ($1, $2, $3, $4, COALESCE( \
            (SELECT MAX(received_at) FROM inbox WHERE state = 'new' AND chat_key = $3 AND received_at > $5), $5), 'new') \
         ON CONFLICT (bot_id, update_id) DO NOTHING";
    sql::query(SQL)
        .bind(incoming.bot_id)
        .bind(incoming.update_id)
        .bind(incoming.chat_key)
        .bind(&incoming.body)
        .bind(incoming.received_at.0)
        .execute(db)
        .await
}

async fn handle(db: &mut Connection, bot_id: i64, update_id: i64) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE inbox SET state = 'done' WHERE bot_id = $1 AND update_id = $2 AND state = 'new' AND NOT EXISTS \
         (SELECT 1 FROM inbox AS earlier WHERE earlier.state = 'new' AND earlier.chat_key = inbox.chat_key \
            AND (earlier.received_at, earlier.update_id) < (inbox.received_at, inbox.update_id))";
    sql::query(SQL).bind(bot_id).bind(update_id).execute_one(db, "the update").await
}

async fn forget(db: &mut Connection, bot_id: i64, update_id: i64) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE inbox SET body = '' WHERE bot_id = $1 AND update_id = $2";
    sql::query(SQL).bind(bot_id).bind(update_id).execute(db).await
}

async fn retry(db: &mut Connection, bot_id: i64, update_id: i64) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE inbox SET attempts = attempts + 1 WHERE bot_id = $1 AND update_id = $2 AND state = 'new'";
    sql::query(SQL).bind(bot_id).bind(update_id).execute(db).await
}

async fn dead_letter(db: &mut Connection, bot_id: i64, update_id: i64, note: &str) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE inbox SET state = 'dead', note = $3 WHERE bot_id = $1 AND update_id = $2 AND state = 'new'";
    sql::query(SQL).bind(bot_id).bind(update_id).bind(note).execute_one(db, "the update").await
}
