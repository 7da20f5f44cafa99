//! Broadcasts. Recipients are taken in the order of their ids: the commit that puts some of them into the outbox also notes down how far
//! it is, so that after a crash nobody is left out and nobody is taken twice.

use crate::domain::broadcast::{Audience, Broadcast, BroadcastProgress, BroadcastState, RECENT_DAYS};
use crate::domain::locale::LocalText;
use crate::domain::place::Place;
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader, from_json, from_word, to_json};

/// The error of messages that were not sent because their broadcast was stopped.
const STOPPED: &str = "stopped";

/// Whom a broadcast is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipients {
    pub audience: Audience,
    /// Whether everybody may order who was not shut out; else only those who were approved.
    pub open: bool,
    /// Only those whom the bot had met then.
    pub met_by: Millis,
}

/// A row of `broadcasts`.
type Row = (String, Option<String>, String, Option<String>, i64, i64, i64, Option<i64>, Option<i64>, Option<i64>);

/// Writes about broadcasts.
#[derive(Clone, Debug)]
pub enum BroadcastWrite {
    /// An admin has written one.
    Draft { id: String, text: LocalText, photo: Option<String>, by: i64, now: Millis },
    /// The text of a draft is another one.
    Rewrite { id: String, text: LocalText },
    /// A draft is confirmed. Conflict when it was before, or when another one runs.
    Start { id: String, recipients: Recipients, total: i64, place: Place },
    /// The people after `from` up to `to` are in the outbox. Conflict when another process was faster, or it was stopped.
    Advance { id: String, from: i64, to: i64 },
    /// The tier for which one runs has another name.
    RenameTier { from: String, to: String },
    /// Everybody was written to.
    End { id: String, now: Millis },
    /// Nobody more is written to. Conflict when it does not run any more.
    Stop { id: String, now: Millis },
}

impl BroadcastWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Draft { id, text, photo, by, now } => {
                const SQL: &str =
                    "INSERT INTO broadcasts (id, text, photo, state, created_by, created_at) VALUES ($1, $2, $3, 'draft', $4, $5)";
                sql::query(SQL).bind(id).bind(to_json(text)?).bind(photo).bind(*by).bind(now.0).execute(db).await
            }
            Self::Rewrite { id, text } => {
                const SQL: &str = "UPDATE broadcasts SET text = $2 WHERE id = $1 AND state = 'draft'";
                sql::query(SQL).bind(id).bind(to_json(text)?).execute_one(db, "the broadcast").await
            }
            Self::Start { id, recipients, total, place } => start(db, id, recipients, *total, *place).await,
            Self::Advance { id, from, to } => {
                const SQL: &str = "UPDATE broadcasts SET reached = $3 WHERE id = $1 AND state = 'running' AND reached = $2";
                sql::query(SQL).bind(id).bind(*from).bind(*to).execute_one(db, "the broadcast").await
            }
            Self::RenameTier { from, to } => rename_tier(db, from, to).await,
            Self::End { id, now } => end(db, id, "done", *now).await,
            Self::Stop { id, now } => {
                const WAITING: &str = "UPDATE outbox SET state = 'dead', error = $2 WHERE broadcast = $1 AND state = 'waiting'";
                sql::query(WAITING).bind(id).bind(STOPPED).execute(&mut *db).await?;
                end(db, id, "stopped", *now).await
            }
        }
    }
}

/// A restored backup writes to nobody: it does not know who was written to since it was made.
pub(super) async fn stop_all(db: &mut Connection, now: Millis) -> Result<(), CommitError> {
    const WAITING: &str = "UPDATE outbox SET state = 'dead', error = $1 WHERE broadcast IS NOT NULL AND state = 'waiting'";
    const SQL: &str = "UPDATE broadcasts SET state = 'stopped', ended_at = $1 WHERE state = 'running'";
    sql::query(WAITING).bind(STOPPED).execute(&mut *db).await?;
    sql::query(SQL).bind(now.0).execute(db).await
}

async fn start(db: &mut Connection, id: &str, recipients: &Recipients, total: i64, place: Place) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE broadcasts SET state = 'running', audience = $2, open = $3, started_at = $4, total = $5, chat_id = $6, topic = $7 \
         WHERE id = $1 AND state = 'draft' AND NOT EXISTS (SELECT id FROM broadcasts WHERE state = 'running')";
    let Recipients { audience, open, met_by } = recipients;
    let query = sql::query(SQL).bind(id).bind(to_json(audience)?).bind(i64::from(*open)).bind(met_by.0).bind(total);
    query.bind(place.chat_id).bind(place.topic).execute_one(db, "the broadcast").await
}

async fn rename_tier(db: &mut Connection, from: &str, to: &str) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE broadcasts SET audience = $2 WHERE state = 'running' AND audience = $1";
    let audience = |tier: &str| to_json(&Audience::Tier(tier.to_owned()));
    sql::query(SQL).bind(audience(from)?).bind(audience(to)?).execute(db).await
}

async fn end(db: &mut Connection, id: &str, state: &str, now: Millis) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE broadcasts SET state = $2, ended_at = $3 WHERE id = $1 AND state = 'running'";
    sql::query(SQL).bind(id).bind(state).bind(now.0).execute_one(db, "the broadcast").await
}

/// Who is among the recipients, or would be but wants no broadcasts. The parameters are those of [`bound`].
macro_rules! recipients {
    ($what:literal, $end:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM people WHERE id > $1 AND unreachable = 0 AND created_at <= $2 \
             AND (access = 'approved' OR ($3 = 1 AND access IN ('unknown', 'requested'))) \
             AND ($4 <> 'recent' OR people.id IN (SELECT user_id FROM orders WHERE state = 'success' AND ended_at >= $5)) \
             AND ($4 <> 'with_balance' OR EXISTS (SELECT accounts.user_id FROM accounts WHERE accounts.user_id = people.id \
                AND accounts.kind = 'wallet' AND accounts.credits > accounts.debits)) \
             AND ($4 <> 'tier' OR tier = $6)",
            $end
        )
    };
}

fn bound<'q>(query: sql::Query<'q>, after: i64, recipients: &'q Recipients) -> sql::Query<'q> {
    let Recipients { audience, open, met_by } = recipients;
    let since = met_by.plus_seconds(-RECENT_DAYS * 24 * 3_600);
    query.bind(after).bind(met_by.0).bind(i64::from(*open)).bind(audience.as_str()).bind(since.0).bind(audience.tier())
}

impl Reader {
    /// The next recipients after this id, by their ids; at most `limit`. Who has blocked the bot is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_recipients(&self, recipients: &Recipients, after: i64, limit: i64) -> Result<Vec<i64>, ReadError> {
        const SQL: &str = recipients!("id", " AND no_broadcasts = 0 ORDER BY id LIMIT $7");
        let rows: Vec<(i64,)> = bound(sql::query(SQL), after, recipients).bind(limit).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// How many recipients there are, and how many would be others who want no broadcasts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_recipients(&self, recipients: &Recipients) -> Result<(i64, i64), ReadError> {
        const SQL: &str = recipients!("COUNT(CASE WHEN no_broadcasts = 0 THEN 1 END), COUNT(CASE WHEN no_broadcasts = 1 THEN 1 END)", "");
        Ok(bound(sql::query(SQL), i64::MIN, recipients).fetch_one(&self.pool).await?)
    }

    /// Whether somebody wants broadcasts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn wants_broadcasts(&self, user_id: i64) -> Result<bool, ReadError> {
        const SQL: &str = "SELECT id FROM people WHERE id = $1 AND no_broadcasts = 1";
        let row: Option<(i64,)> = sql::query(SQL).bind(user_id).fetch_optional(&self.pool).await?;
        Ok(row.is_none())
    }

    /// A broadcast by its id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_broadcast(&self, id: &str) -> Result<Option<Broadcast>, ReadError> {
        const SQL: &str =
            "SELECT text, photo, state, audience, open, total, reached, chat_id, topic, started_at FROM broadcasts WHERE id = $1";
        let row: Option<Row> = sql::query(SQL).bind(id).fetch_optional(&self.pool).await?;
        row.map(|row| broadcast(id, row)).transpose()
    }

    /// The broadcast that runs, if there is one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_running_broadcast(&self) -> Result<Option<Broadcast>, ReadError> {
        let row: Option<(String,)> = sql::query("SELECT id FROM broadcasts WHERE state = 'running'").fetch_optional(&self.pool).await?;
        match row {
            Some((id,)) => self.find_broadcast(&id).await,
            None => Ok(None),
        }
    }

    /// What became of a broadcast's messages so far.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_broadcast(&self, id: &str) -> Result<BroadcastProgress, ReadError> {
        const SQL: &str = "SELECT COUNT(CASE WHEN state = 'sent' THEN 1 END), \
             COUNT(CASE WHEN state = 'dead' AND COALESCE(error, '') <> $2 THEN 1 END), COUNT(CASE WHEN state = 'waiting' THEN 1 END) \
             FROM outbox WHERE broadcast = $1";
        let (sent, lost, waiting) = sql::query(SQL).bind(id).bind(STOPPED).fetch_one(&self.pool).await?;
        Ok(BroadcastProgress { sent, lost, waiting })
    }
}

fn broadcast(id: &str, row: Row) -> Result<Broadcast, ReadError> {
    let (text, photo, state, audience, open, total, reached, chat_id, topic, started_at) = row;
    Ok(Broadcast {
        id: id.to_owned(),
        text: from_json("broadcasts", id, &text)?,
        photo,
        state: from_word::<BroadcastState>("broadcasts", id, &state)?,
        total,
        reached,
        place: chat_id.map(|chat_id| Place { chat_id, topic }),
        audience: audience.map(|json| from_json("broadcasts", id, &json)).transpose()?,
        open: open == 1,
        started_at: started_at.map(Millis),
    })
}
