//! Provider queries: stored until they are answered, so that every command of an admin gets an answer.

use serde::{Deserialize, Serialize};

use crate::domain::order::OrderId;
use crate::domain::place::Place;
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::wake_up::WakeUp;
use crate::storage::{CommitError, ReadError, Reader, from_json, readable, to_json};

/// What the provider is asked, and who gets the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum ProviderQuery {
    /// `/balance`.
    Balance {
        #[serde(flatten)]
        place: Place,
    },
    /// `/status` for one of our orders.
    Order {
        #[serde(flatten)]
        place: Place,
        order: OrderId,
    },
    /// `/status` for an invoice that is not ours.
    Invoice {
        #[serde(flatten)]
        place: Place,
        invoice: String,
    },
    /// What is listed under the slug of a category that an admin wants to add.
    Category {
        #[serde(flatten)]
        place: Place,
        slug: String,
    },
    /// The provider balance, after an order became uncertain, for the admins' card.
    Evidence { order: OrderId },
    /// Whether the invoice that an admin found belongs to this uncertain order.
    #[serde(alias = "settle")]
    Resolve {
        admin: i64,
        order: OrderId,
        invoice: String,
        /// Where the admin asked; the private chat in queries of earlier versions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Place>,
    },
    /// Whether the provider does not know the invoice that an admin gave for this order, so that it can be removed.
    TakeBack {
        admin: i64,
        order: OrderId,
        /// As above.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Place>,
    },
}

impl ProviderQuery {
    /// Where an admin waits for the answer.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Balance { place } | Self::Order { place, .. } | Self::Invoice { place, .. } | Self::Category { place, .. } => {
                Some(*place)
            }
            Self::Resolve { admin, place, .. } | Self::TakeBack { admin, place, .. } => Some(place.unwrap_or(Place::chat(*admin))),
            Self::Evidence { .. } => None,
        }
    }
}

/// A stored query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedQuery {
    pub id: String,
    pub query: ProviderQuery,
    /// How often the provider gave no answer to it.
    pub attempts: i64,
}

/// Writes about provider queries.
#[derive(Clone, Debug)]
pub enum ProviderQueryWrite {
    /// Add a query.
    Ask { query: QueuedQuery, now: Millis },
    /// The query is answered. Conflict when it already was.
    Answer { id: String },
    /// The query got no answer; ask again at `due_at`.
    Postpone { id: String, due_at: Millis },
}

impl ProviderQueryWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Ask { query, now } => ask(db, query, *now).await,
            Self::Answer { id } => answer(db, id).await,
            Self::Postpone { id, due_at } => postpone(db, id, *due_at).await,
        }
    }

    pub(super) fn wake_up(&self) -> Option<WakeUp> {
        matches!(self, Self::Ask { .. }).then_some(WakeUp::Queries)
    }
}

impl Reader {
    /// Due queries, longest waiting first; at most `limit`. A row that can't be read is logged and skipped.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_queries(&self, now: Millis, limit: i64) -> Result<Vec<QueuedQuery>, ReadError> {
        const SQL: &str = "SELECT id, body, attempts FROM provider_queries WHERE due_at <= $1 ORDER BY due_at LIMIT $2";
        let rows: Vec<(String, String, i64)> = sql::query(SQL).bind(now.0).bind(limit).fetch_all(&self.pool).await?;
        let queued = |(id, body, attempts): (String, String, i64)| {
            let query = from_json("provider_queries", &id, &body)?;
            Ok(QueuedQuery { id, query, attempts })
        };
        Ok(readable(rows.into_iter().map(queued)))
    }

    /// When the next query becomes due after `now`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next_query_at(&self, now: Millis) -> Result<Option<Millis>, ReadError> {
        let (at,): (Option<i64>,) =
            sql::query("SELECT MIN(due_at) FROM provider_queries WHERE due_at > $1").bind(now.0).fetch_one(&self.pool).await?;
        Ok(at.map(Millis))
    }
}

async fn ask(db: &mut Connection, queued: &QueuedQuery, now: Millis) -> Result<(), CommitError> {
    sql::query("INSERT INTO provider_queries (id, body, due_at, created_at) VALUES ($1, $2, $3, $3)")
        .bind(&queued.id)
        .bind(to_json(&queued.query)?)
        .bind(now.0)
        .execute(db)
        .await
}

async fn answer(db: &mut Connection, id: &str) -> Result<(), CommitError> {
    sql::query("DELETE FROM provider_queries WHERE id = $1").bind(id).execute_one(db, "the query").await
}

async fn postpone(db: &mut Connection, id: &str, due_at: Millis) -> Result<(), CommitError> {
    sql::query("UPDATE provider_queries SET due_at = $2, attempts = attempts + 1 WHERE id = $1")
        .bind(id)
        .bind(due_at.0)
        .execute_one(db, "the query")
        .await
}
