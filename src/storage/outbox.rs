//! The outbox: messages to Telegram until they are sent or turn out to be undeliverable.

use serde::{Deserialize, Serialize};

use crate::domain::message_class::MessageClass;
use crate::domain::notification::{BroadcastNotification, Notification};
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::wake_up::WakeUp;
use crate::storage::{CommitError, ReadError, Reader, from_json, to_json};

/// The content of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum OutboxBody {
    /// A Bot API call, ready to be posted.
    Call { method: String, payload: serde_json::Value },
    /// A notification, rendered when it is sent.
    #[serde(alias = "notice")]
    Notification {
        #[serde(alias = "notice")]
        notification: Notification,
    },
    /// The keyboard with this token is removed from its message, if that message was sent.
    RemoveKeyboard { token: String },
}

impl OutboxBody {
    /// The broadcast whose message it is.
    pub fn broadcast(&self) -> Option<&str> {
        match self {
            Self::Notification { notification: Notification::Broadcast(BroadcastNotification::Message { broadcast }) } => Some(broadcast),
            _ => None,
        }
    }
}

/// A message to one chat.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxMessage {
    pub chat_id: i64,
    /// The topic of a forum group.
    pub topic: Option<i64>,
    pub body: OutboxBody,
    pub class: MessageClass,
    /// A newer message with the same slot replaces one that is still waiting. One that is being sent just then is sent, and counts as sent.
    pub slot: Option<String>,
    /// The token of the call's keyboard, which is bound to the message after it was sent.
    pub token: Option<String>,
    pub created_at: Millis,
    /// After this time the message is useless.
    pub expires_at: Option<Millis>,
}

/// A waiting message.
#[derive(Clone, Debug, PartialEq)]
pub struct QueuedMessage {
    pub id: i64,
    pub chat_id: i64,
    pub topic: Option<i64>,
    pub body: OutboxBody,
    pub class: MessageClass,
    pub expires_at: Option<Millis>,
    pub attempts: i64,
}

/// A message that is in its chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownMessage {
    /// Telegram's id of it.
    pub message_id: i64,
    /// Telegram's id of the photo that it shows.
    pub photo: Option<String>,
}

/// Writes about outbox messages.
// Most writes are of the large kind.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum OutboxWrite {
    /// Add a message.
    Enqueue(OutboxMessage),
    /// The message was sent; its keyboard is bound to `message_id`. `photo`: Telegram's id of the photo that it shows.
    Sent { id: i64, message_id: Option<i64>, photo: Option<String> },
    /// The message was not sent; try again at `due_at`.
    Postpone { id: i64, due_at: Millis, error: String },
    /// The message can't be sent.
    Undeliverable { id: i64, error: String },
}

/// The due messages of one class that may be sent: answers to callback queries, and of each chat the one that is first there.
macro_rules! of_class {
    ($class:literal) => {
        concat!(
            "SELECT * FROM (SELECT id, chat_id, topic, body, class, turn, expires_at, attempts FROM outbox AS message \
             WHERE state = 'waiting' AND class = ",
            $class,
            " AND due_at <= $1 AND (class = 0 OR id = (SELECT id FROM outbox \
                WHERE state = 'waiting' AND class > 0 AND chat_id = message.chat_id ORDER BY class, turn, id LIMIT 1)) \
             ORDER BY turn, id LIMIT $2) AS class_",
            $class
        )
    };
}
macro_rules! of_classes {
    ($first:literal $(, $class:literal)*) => { concat!(of_class!($first) $(, " UNION ALL ", of_class!($class))*) };
}
/// The due messages of all classes.
macro_rules! due {
    () => {
        of_classes!(0, 1, 2, 3, 4, 5, 6, 7)
    };
}

impl OutboxWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Enqueue(message) => enqueue(db, message).await,
            Self::Sent { id, message_id, photo } => sent(db, *id, *message_id, photo.as_deref()).await,
            Self::Postpone { id, due_at, error } => postpone(db, *id, *due_at, error).await,
            Self::Undeliverable { id, error } => undeliverable(db, *id, error).await,
        }
    }

    pub(super) fn wake_up(&self) -> Option<WakeUp> {
        matches!(self, Self::Enqueue(_)).then_some(WakeUp::Outbox)
    }
}

impl Reader {
    /// As [`Store::list_due_messages`](crate::storage::Store::list_due_messages), each row with its id, also where it can't be read.
    pub(super) async fn read_due_messages(
        &self,
        now: Millis,
        limit: i64,
    ) -> Result<Vec<(i64, Result<QueuedMessage, ReadError>)>, ReadError> {
        type Row = (i64, i64, Option<i64>, String, i64, i64, Option<i64>, i64);
        let mut rows: Vec<Row> = sql::query(due!()).bind(now.0).bind(limit).fetch_all(&self.pool).await?;
        rows.sort_by_key(|(id, _, _, _, class, turn, ..)| (*class, *turn, *id));
        let queued = |(id, chat_id, topic, body, class, _, expires_at, attempts): Row| {
            let (class, expires_at) = (MessageClass::from_number(class), expires_at.map(Millis));
            let body = from_json("outbox", &id.to_string(), &body);
            (id, body.map(|body| QueuedMessage { id, chat_id, topic, body, class, expires_at, attempts }))
        };
        Ok(rows.into_iter().map(queued).collect())
    }

    /// When the next message becomes due after `now`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next_message_at(&self, now: Millis) -> Result<Option<Millis>, ReadError> {
        const SQL: &str = "SELECT MIN(due_at) FROM outbox WHERE state = 'waiting' AND due_at > $1";
        let (at,): (Option<i64>,) = sql::query(SQL).bind(now.0).fetch_one(&self.pool).await?;
        Ok(at.map(Millis))
    }

    /// The last sent message of `slot`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_shown(&self, slot: &str) -> Result<Option<ShownMessage>, ReadError> {
        const SQL: &str = "SELECT message_id, photo FROM outbox WHERE slot = $1 AND state = 'sent' ORDER BY id DESC LIMIT 1";
        let row: Option<(Option<i64>, Option<String>)> = sql::query(SQL).bind(slot).fetch_optional(&self.pool).await?;
        Ok(row.and_then(|(message_id, photo)| Some(ShownMessage { message_id: message_id?, photo })))
    }

    /// Whether a message of `slot` is waiting, or in its chat.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_shown_or_waits(&self, slot: &str) -> Result<bool, ReadError> {
        const SQL: &str = "SELECT id FROM outbox WHERE slot = $1 AND state = 'waiting' UNION ALL \
             SELECT id FROM outbox WHERE slot = $1 AND state = 'sent' AND message_id IS NOT NULL LIMIT 1";
        let row: Option<(i64,)> = sql::query(SQL).bind(slot).fetch_optional(&self.pool).await?;
        Ok(row.is_some())
    }

    /// What a message with a slot, which was sent to this chat, shows. `None` also when it can't be read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_sent(&self, chat_id: i64, message_id: i64) -> Result<Option<OutboxBody>, ReadError> {
        const SQL: &str = "SELECT body FROM outbox \
             WHERE chat_id = $1 AND message_id = $2 AND state = 'sent' AND slot IS NOT NULL ORDER BY id DESC LIMIT 1";
        let row: Option<(String,)> = sql::query(SQL).bind(chat_id).bind(message_id).fetch_optional(&self.pool).await?;
        Ok(row.and_then(|(body,)| serde_json::from_str(&body).ok()))
    }

    /// The notifications that wait for a chat, oldest first, each with the id of its message and since when; at most `limit`. One that can't
    /// be read is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_waiting_notifications(&self, chat_id: i64, limit: i64) -> Result<Vec<(i64, Notification, Millis)>, ReadError> {
        const SQL: &str =
            "SELECT id, body, created_at FROM outbox WHERE state = 'waiting' AND class > 0 AND chat_id = $1 ORDER BY id LIMIT $2";
        let rows: Vec<(i64, String, i64)> = sql::query(SQL).bind(chat_id).bind(limit).fetch_all(&self.pool).await?;
        let notification = |(id, body, created_at): (i64, String, i64)| match from_json("outbox", &id.to_string(), &body) {
            Ok(OutboxBody::Notification { notification }) => Some((id, notification, Millis(created_at))),
            _ => None,
        };
        Ok(rows.into_iter().filter_map(notification).collect())
    }

    /// Whether the message with this keyboard is still waiting.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_waiting(&self, chat_id: i64, token: &str) -> Result<bool, ReadError> {
        const SQL: &str = "SELECT id FROM outbox WHERE state = 'waiting' AND chat_id = $1 AND token = $2 LIMIT 1";
        let row: Option<(i64,)> = sql::query(SQL).bind(chat_id).bind(token).fetch_optional(&self.pool).await?;
        Ok(row.is_some())
    }

    /// How many messages are waiting.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_waiting_messages(&self) -> Result<i64, ReadError> {
        let (count,) = sql::query("SELECT COUNT(*) FROM outbox WHERE state = 'waiting'").fetch_one(&self.pool).await?;
        Ok(count)
    }
}

async fn enqueue(db: &mut Connection, message: &OutboxMessage) -> Result<(), CommitError> {
    // The row stays: should the message be on its way, its outcome is still written down, with the id of the message.
    const REPLACE: &str = "UPDATE outbox SET state = 'dead', error = 'replaced by a newer message' WHERE slot = $1 AND state = 'waiting'";
    // The turn makes chats take turns, however much one of them has waiting: it is behind the last one of its chat, and level with the first
    // of those that wait in other chats.
    const SQL: &str = "INSERT INTO outbox (chat_id, topic, body, class, slot, token, due_at, expires_at, broadcast, state, created_at, turn) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $7, (SELECT MAX(turn) FROM ( \
            SELECT 0 AS turn UNION ALL \
            SELECT MAX(turn) + 1 FROM outbox WHERE state = 'waiting' AND chat_id = $1 AND class = $4 UNION ALL \
            SELECT MIN(turn) FROM outbox WHERE state = 'waiting' AND class = $4 AND due_at <= $7) AS turns))";
    if let Some(slot) = &message.slot {
        sql::query(REPLACE).bind(slot).execute(&mut *db).await?;
    }
    sql::query(SQL)
        .bind(message.chat_id)
        .bind(message.topic)
        .bind(to_json(&message.body)?)
        .bind(message.class.number())
        .bind(&message.slot)
        .bind(&message.token)
        .bind(message.created_at.0)
        .bind(message.expires_at.map(|at| at.0))
        .bind(message.body.broadcast())
        .execute(db)
        .await
}

async fn sent(db: &mut Connection, id: i64, message_id: Option<i64>, photo: Option<&str>) -> Result<(), CommitError> {
    const SENT: &str = "UPDATE outbox SET state = 'sent', message_id = $2, photo = $3, error = NULL WHERE id = $1 RETURNING token";
    const BIND_KEYBOARD: &str = "UPDATE keyboards SET message_id = $2 WHERE token = $1";
    const BIND_DIALOGUE: &str = "UPDATE dialogues SET message_id = $2 WHERE token = $1";
    // What was made is the topic of this conversation.
    const BIND_TOPIC: &str =
        "UPDATE conversations SET topic = $2, topic_chat = (SELECT chat_id FROM outbox WHERE outbox.id = $3) WHERE id = $1";
    let token: Option<(Option<String>,)> = sql::query(SENT).bind(id).bind(message_id).bind(photo).fetch_optional(db.ready().await?).await?;
    if let (Some(token), Some(message_id)) = (token.and_then(|(token,)| token), message_id) {
        for sql in [BIND_KEYBOARD, BIND_DIALOGUE] {
            sql::query(sql).bind(&token).bind(message_id).execute(&mut *db).await?;
        }
        sql::query(BIND_TOPIC).bind(&token).bind(message_id).bind(id).execute(&mut *db).await?;
    }
    Ok(())
}

async fn postpone(db: &mut Connection, id: i64, due_at: Millis, error: &str) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE outbox SET due_at = $2, attempts = attempts + 1, error = $3 WHERE id = $1 AND state = 'waiting'";
    sql::query(SQL).bind(id).bind(due_at.0).bind(error).execute(db).await
}

async fn undeliverable(db: &mut Connection, id: i64, error: &str) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE outbox SET state = 'dead', error = $2 WHERE id = $1 AND state = 'waiting'";
    sql::query(SQL).bind(id).bind(error).execute(db).await
}

#[cfg(test)]
mod tests {
    use crate::storage::{open, sql};

    #[tokio::test]
    async fn however_much_waits_for_a_chat_its_first_message_is_found_without_sorting() {
        let folder = tempfile::tempdir().unwrap();
        let opened = open(&folder.path().join("shop.db")).await.unwrap();
        let plan = sql::query(concat!("EXPLAIN QUERY PLAN ", due!())).bind(0).bind(1);
        let steps: Vec<(i64, i64, i64, String)> = plan.fetch_all(&opened.store.pool).await.unwrap();
        let steps: Vec<&str> = steps.iter().map(|(.., step)| step.as_str()).collect();
        assert!(
            steps.iter().any(|step| step.contains("outbox_chat")) && !steps.iter().any(|step| step.contains("TEMP B-TREE")),
            "{steps:#?}"
        );
    }
}
