//! Conversations between customers and the shop, and what was said in them.

use crate::domain::message::{Conversation, ConversationKey, ConversationMessage, MessageContent, Writer};
use crate::domain::order::OrderId;
use crate::domain::place::Place;
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader};

/// What stands for the customer where the id of an admin could stand.
const CUSTOMER: i64 = 0;

/// A row of `conversations`: user, order, id; who closed it and when; only for; topic and its group; wanted; unanswered; last; version.
type Row = (i64, String, String, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>, i64, i64, Option<i64>, Option<i64>, i64);

/// A row of `conversation_messages`: id, user, order, number, who, text, photo, when.
type MessageRow = (String, i64, String, i64, i64, String, Option<String>, i64);

macro_rules! conversations {
    ($rest:literal) => {
        concat!(
            "SELECT user_id, order_id, id, closed_by, closed_at, only_for, topic_chat, topic, topic_wanted, unanswered, last_by, last_at, \
             version FROM conversations ",
            $rest
        )
    };
}

macro_rules! messages {
    ($rest:literal) => {
        concat!("SELECT id, user_id, order_id, number, written_by, text, photo, at FROM conversation_messages ", $rest)
    };
}

/// Writes about conversations.
#[derive(Clone, Debug)]
pub enum MessageWrite {
    /// A message, and the conversation after it. Conflict when something else was said or done meanwhile.
    Say { conversation: Conversation, message: ConversationMessage },
    /// The conversation was closed. Conflict as above.
    Close { conversation: Conversation },
    /// The topic at this place is gone.
    ForgetTopic { place: Place },
}

impl MessageWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Say { conversation, message } => {
                save(db, conversation).await?;
                add(db, message).await
            }
            Self::Close { conversation } => save(db, conversation).await,
            Self::ForgetTopic { place } => {
                const SQL: &str = "UPDATE conversations SET topic = NULL, topic_chat = NULL, topic_wanted = 0 \
                     WHERE topic_chat = $1 AND topic = $2";
                sql::query(SQL).bind(place.chat_id).bind(place.topic).execute(db).await
            }
        }
    }
}

impl Reader {
    /// A conversation.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_conversation(&self, key: &ConversationKey) -> Result<Option<Conversation>, ReadError> {
        const SQL: &str = conversations!("WHERE user_id = $1 AND order_id = $2");
        let row: Option<Row> = sql::query(SQL).bind(key.user).bind(order(key)).fetch_optional(&self.pool).await?;
        Ok(row.map(conversation))
    }

    /// The conversation whose topic this is.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_conversation_at(&self, place: Place) -> Result<Option<Conversation>, ReadError> {
        const SQL: &str = conversations!("WHERE topic_chat = $1 AND topic = $2");
        let row: Option<Row> = sql::query(SQL).bind(place.chat_id).bind(place.topic).fetch_optional(&self.pool).await?;
        Ok(row.map(conversation))
    }

    /// One message.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_conversation_message(&self, id: &str) -> Result<Option<ConversationMessage>, ReadError> {
        const SQL: &str = messages!("WHERE id = $1");
        let row: Option<MessageRow> = sql::query(SQL).bind(id).fetch_optional(&self.pool).await?;
        Ok(row.map(message))
    }

    /// The first message of an admin after this number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_answer(&self, key: &ConversationKey, number: i64) -> Result<Option<ConversationMessage>, ReadError> {
        const SQL: &str = messages!("WHERE user_id = $1 AND order_id = $2 AND number > $3 AND written_by <> 0 ORDER BY number LIMIT 1");
        let row: Option<MessageRow> = sql::query(SQL).bind(key.user).bind(order(key)).bind(number).fetch_optional(&self.pool).await?;
        Ok(row.map(message))
    }

    /// The last messages of a conversation, oldest first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_conversation(&self, key: &ConversationKey, limit: i64) -> Result<Vec<ConversationMessage>, ReadError> {
        const SQL: &str = messages!("WHERE user_id = $1 AND order_id = $2 ORDER BY number DESC LIMIT $3");
        let rows: Vec<MessageRow> = sql::query(SQL).bind(key.user).bind(order(key)).bind(limit).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().rev().map(message).collect())
    }

    /// How many messages a customer has written since then.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_from_customer(&self, user: i64, since: Millis) -> Result<i64, ReadError> {
        const SQL: &str = "SELECT COUNT(*) FROM conversation_messages WHERE user_id = $1 AND at > $2 AND written_by = 0";
        let (count,) = sql::query(SQL).bind(user).bind(since.0).fetch_one(&self.pool).await?;
        Ok(count)
    }

    /// How many other conversations of this customer wait for an answer.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_waiting_besides(&self, key: &ConversationKey) -> Result<i64, ReadError> {
        const SQL: &str = "SELECT COUNT(*) FROM conversations WHERE user_id = $1 AND order_id <> $2 AND unanswered > 0";
        let (count,) = sql::query(SQL).bind(key.user).bind(order(key)).fetch_one(&self.pool).await?;
        Ok(count)
    }
}

/// The topic is the sender's to write: it is made while other things are said.
async fn save(db: &mut Connection, conversation: &Conversation) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO conversations \
         (user_id, order_id, id, closed_by, closed_at, only_for, topic_wanted, unanswered, last_by, last_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (user_id, order_id) DO UPDATE SET \
         closed_by = $4, closed_at = $5, only_for = $6, topic_wanted = $7, unanswered = $8, last_by = $9, last_at = $10, version = $11 \
         WHERE conversations.version = $12";
    let Conversation { key, id, closed, only_for, topic_wanted, unanswered, last, version, .. } = conversation;
    sql::query(SQL)
        .bind(key.user)
        .bind(order(key))
        .bind(id)
        .bind(closed.map(|(by, _)| writer_id(by)))
        .bind(closed.map(|(_, at)| at.0))
        .bind(*only_for)
        .bind(i64::from(*topic_wanted))
        .bind(*unanswered)
        .bind(last.map(|(by, _)| writer_id(by)))
        .bind(last.map(|(_, at)| at.0))
        .bind(*version)
        .bind(*version - 1)
        .execute_one(db, "the conversation")
        .await
}

async fn add(db: &mut Connection, message: &ConversationMessage) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO conversation_messages (id, user_id, order_id, number, written_by, text, photo, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let ConversationMessage { id, of, by, content, at, number } = message;
    let query = sql::query(SQL).bind(id).bind(of.user).bind(order(of)).bind(*number).bind(writer_id(*by));
    query.bind(&content.text).bind(&content.photo).bind(at.0).execute(db).await
}

fn order(key: &ConversationKey) -> &str {
    key.order.as_ref().map_or("", |order| &order.0)
}

fn key(user: i64, order: String) -> ConversationKey {
    ConversationKey { user, order: Some(order).filter(|order| !order.is_empty()).map(OrderId) }
}

fn writer_id(writer: Writer) -> i64 {
    match writer {
        Writer::Customer => CUSTOMER,
        Writer::Admin(id) => id,
    }
}

fn writer(id: i64) -> Writer {
    if id == CUSTOMER { Writer::Customer } else { Writer::Admin(id) }
}

fn conversation(row: Row) -> Conversation {
    let (user, order, id, closed_by, closed_at, only_for, topic_chat, topic, wanted, unanswered, last_by, last_at, version) = row;
    let event = |by: Option<i64>, at: Option<i64>| Some((writer(by?), Millis(at?)));
    let topic = topic_chat.zip(topic).map(|(chat_id, topic)| Place { chat_id, topic: Some(topic) });
    Conversation {
        key: key(user, order),
        id,
        closed: event(closed_by, closed_at),
        only_for,
        topic,
        topic_wanted: wanted == 1,
        unanswered,
        last: event(last_by, last_at),
        version,
    }
}

fn message((id, user, order, number, by, text, photo, at): MessageRow) -> ConversationMessage {
    ConversationMessage { id, of: key(user, order), by: writer(by), content: MessageContent { text, photo }, at: Millis(at), number }
}
