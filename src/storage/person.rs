//! People, and the groups that got the link to the bot.

use crate::domain::access::{AccessStatus, LastDecision, OwnLimits};
use crate::domain::locale::Locale;
use crate::domain::money::Rupiah;
use crate::domain::person::Person;
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader, from_word, word};

/// No person has this id.
const NOBODY: i64 = 0;

/// A row of `people`: name, username, language at Telegram, chosen language, access, unreachable; then when they asked, what they wanted,
/// in which topic, and the last decision: whose, when, from which access, why; their tier, and their own limits: of a day, of open orders.
type Row = (
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    String,
    i64,
    Option<i64>,
    Option<String>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<i64>,
    Option<i64>,
);

/// Writes about people and groups.
#[derive(Clone, Debug)]
pub enum PersonWrite {
    /// A new person, or a new name of a known one. Access and chosen language don't change.
    Meet { person: Person, now: Millis },
    /// Save a person's access, what belongs to it, and the chosen language. Conflict when the stored access is no longer `from`.
    Update { person: Person, from: AccessStatus },
    /// In which topic of their private chat somebody was last.
    SetTopic { user_id: i64, topic: Option<i64> },
    /// Whether Telegram refuses to deliver to this person.
    SetUnreachable { user_id: i64, unreachable: bool },
    /// Another tier for a customer. Conflict when it is no longer `from`.
    SetTier { user_id: i64, from: Option<String>, to: Option<String> },
    /// Everybody of a tier has it under another name.
    RenameTier { from: String, to: String },
    /// Other limits of their own for a customer. Conflict when these are no longer `from`.
    SetLimits { user_id: i64, from: OwnLimits, to: OwnLimits },
    /// Whether this person wants broadcasts.
    SetBroadcasts { user_id: i64, wanted: bool },
    /// A group got the link to the bot. Conflict when it had it before.
    GreetGroup { chat_id: i64, now: Millis },
}

impl PersonWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Meet { person, now } => meet(db, person, *now).await,
            Self::Update { person, from } => update(db, person, *from).await,
            Self::SetTopic { user_id, topic } => set_topic(db, *user_id, *topic).await,
            Self::SetUnreachable { user_id, unreachable } => set_unreachable(db, *user_id, *unreachable).await,
            Self::SetTier { user_id, from, to } => set_tier(db, *user_id, from.as_ref(), to.as_ref()).await,
            Self::RenameTier { from, to } => rename_tier(db, from, to).await,
            Self::SetLimits { user_id, from, to } => set_limits(db, *user_id, *from, *to).await,
            Self::SetBroadcasts { user_id, wanted } => set_broadcasts(db, *user_id, *wanted).await,
            Self::GreetGroup { chat_id, now } => greet_group(db, *chat_id, *now).await,
        }
    }
}

impl Reader {
    /// A person by their Telegram id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_person(&self, id: i64) -> Result<Option<Person>, ReadError> {
        const SQL: &str = "SELECT name, username, telegram_language, chosen, access, unreachable, \
             requested_at, wanted, topic, decided_by, decided_at, decided_from, reason, \
             tier, daily_limit, max_open_orders FROM people WHERE id = $1";
        let row: Option<Row> = sql::query(SQL).bind(id).fetch_optional(&self.pool).await?;
        row.map(|row| person(id, row)).transpose()
    }

    /// When somebody first wrote to the bot.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_met_at(&self, id: i64) -> Result<Option<Millis>, ReadError> {
        let row: Option<(i64,)> = sql::query("SELECT created_at FROM people WHERE id = $1").bind(id).fetch_optional(&self.pool).await?;
        Ok(row.map(|(at,)| Millis(at)))
    }

    /// People with this id or username, or with `text` in their name, the newest first; at most `limit`. The case of Latin letters does not
    /// matter.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_people(&self, text: &str, limit: i64) -> Result<Vec<Person>, ReadError> {
        const SQL: &str = "SELECT id FROM people WHERE id = $1 OR LOWER(username) = $2 OR LOWER(name) LIKE $3 ESCAPE '!' \
             ORDER BY created_at DESC, id DESC LIMIT $4";
        let text = text.to_ascii_lowercase();
        let pattern = format!("%{}%", text.replace('!', "!!").replace('%', "!%").replace('_', "!_"));
        let id: i64 = text.parse().unwrap_or(NOBODY);
        let username = text.strip_prefix('@').unwrap_or(&text).to_owned();
        let rows: Vec<(i64,)> = sql::query(SQL).bind(id).bind(username).bind(pattern).bind(limit).fetch_all(&self.pool).await?;
        self.people_of(rows).await
    }

    /// The people who wait for a decision about their access, the longest waiting first; `except` is one who is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_requested(&self, except: Option<i64>, limit: i64, offset: i64) -> Result<Vec<Person>, ReadError> {
        const SQL: &str = "SELECT id FROM people WHERE access = 'requested' AND id <> $1 ORDER BY requested_at, id LIMIT $2 OFFSET $3";
        let rows = sql::query(SQL).bind(except.unwrap_or(NOBODY)).bind(limit).bind(offset).fetch_all(&self.pool).await?;
        self.people_of(rows).await
    }

    /// How many people wait for a decision about their access, and since when the first of them does; `except` is one who is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_requested(&self, except: Option<i64>) -> Result<(i64, Option<Millis>), ReadError> {
        const SQL: &str = "SELECT COUNT(*), MIN(requested_at) FROM people WHERE access = 'requested' AND id <> $1";
        let (count, since): (i64, Option<i64>) = sql::query(SQL).bind(except.unwrap_or(NOBODY)).fetch_one(&self.pool).await?;
        Ok((count, since.map(Millis)))
    }

    /// Everybody whom the bot met, the newest first, and how many they are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_people(&self, limit: i64, offset: i64) -> Result<(Vec<Person>, i64), ReadError> {
        const SQL: &str = "SELECT id FROM people ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2";
        let (count,): (i64,) = sql::query("SELECT COUNT(*) FROM people").fetch_one(&self.pool).await?;
        let rows = sql::query(SQL).bind(limit).bind(offset).fetch_all(&self.pool).await?;
        Ok((self.people_of(rows).await?, count))
    }

    /// How many people have a tier.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_of_tier(&self, tier: &str) -> Result<i64, ReadError> {
        let (count,) = sql::query("SELECT COUNT(*) FROM people WHERE tier = $1").bind(tier).fetch_one(&self.pool).await?;
        Ok(count)
    }

    async fn people_of(&self, ids: Vec<(i64,)>) -> Result<Vec<Person>, ReadError> {
        let mut people = Vec::with_capacity(ids.len());
        for (id,) in ids {
            people.extend(self.find_person(id).await?);
        }
        Ok(people)
    }

    /// When the first person started the bot.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_first_person_at(&self) -> Result<Option<Millis>, ReadError> {
        let (at,): (Option<i64>,) = sql::query("SELECT MIN(created_at) FROM people").fetch_one(&self.pool).await?;
        Ok(at.map(Millis))
    }

    /// Whether a group got the link to the bot.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_greeted(&self, chat_id: i64) -> Result<bool, ReadError> {
        let row: Option<(i64,)> =
            sql::query("SELECT chat_id FROM greeted_groups WHERE chat_id = $1").bind(chat_id).fetch_optional(&self.pool).await?;
        Ok(row.is_some())
    }
}

fn person(id: i64, row: Row) -> Result<Person, ReadError> {
    let (
        name,
        username,
        telegram_language,
        chosen,
        access,
        unreachable,
        requested_at,
        wanted,
        topic,
        by,
        at,
        from,
        reason,
        tier,
        daily,
        open,
    ) = row;
    let status = |stored: &str| from_word::<AccessStatus>("people", &id.to_string(), stored);
    let decision = match (by, at, from) {
        (Some(admin), Some(at), Some(from)) => Some(LastDecision { admin, at: Millis(at), from: status(&from)?, reason }),
        _ => None,
    };
    Ok(Person {
        id,
        name,
        username,
        telegram_language,
        chosen: chosen.map(Locale),
        access: status(&access)?,
        unreachable: unreachable == 1,
        requested_at: requested_at.map(Millis),
        wanted,
        topic,
        tier,
        limits: OwnLimits { daily_limit: daily.map(Rupiah), max_open_orders: open },
        decision,
    })
}

async fn meet(db: &mut Connection, person: &Person, now: Millis) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO people (id, name, username, telegram_language, chosen, access, unreachable, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7) \
         ON CONFLICT (id) DO UPDATE SET name = $2, username = $3, telegram_language = $4, unreachable = 0";
    sql::query(SQL)
        .bind(person.id)
        .bind(&person.name)
        .bind(&person.username)
        .bind(&person.telegram_language)
        .bind(person.chosen.as_ref().map(|locale| &locale.0))
        .bind(word(&person.access)?)
        .bind(now.0)
        .execute(db)
        .await
}

async fn update(db: &mut Connection, person: &Person, from: AccessStatus) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE people SET chosen = $2, access = $3, requested_at = $5, wanted = $6, \
         decided_by = $7, decided_at = $8, decided_from = $9, reason = $10 WHERE id = $1 AND access = $4";
    let decision = person.decision.as_ref();
    let decided_from = decision.map(|decision| word(&decision.from)).transpose()?;
    sql::query(SQL)
        .bind(person.id)
        .bind(person.chosen.as_ref().map(|locale| &locale.0))
        .bind(word(&person.access)?)
        .bind(word(&from)?)
        .bind(person.requested_at.map(|at| at.0))
        .bind(&person.wanted)
        .bind(decision.map(|decision| decision.admin))
        .bind(decision.map(|decision| decision.at.0))
        .bind(decided_from.as_ref())
        .bind(decision.and_then(|decision| decision.reason.as_ref()))
        .execute_one(db, "the person")
        .await
}

async fn set_topic(db: &mut Connection, user_id: i64, topic: Option<i64>) -> Result<(), CommitError> {
    sql::query("UPDATE people SET topic = $2 WHERE id = $1").bind(user_id).bind(topic).execute(db).await
}

async fn set_unreachable(db: &mut Connection, user_id: i64, unreachable: bool) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE people SET unreachable = $2 WHERE id = $1";
    sql::query(SQL).bind(user_id).bind(i64::from(unreachable)).execute(db).await
}

async fn set_broadcasts(db: &mut Connection, user_id: i64, wanted: bool) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE people SET no_broadcasts = $2 WHERE id = $1";
    sql::query(SQL).bind(user_id).bind(i64::from(!wanted)).execute(db).await
}

async fn set_tier(db: &mut Connection, user_id: i64, from: Option<&String>, to: Option<&String>) -> Result<(), CommitError> {
    // No tier has an empty name.
    const SQL: &str = "UPDATE people SET tier = $2 WHERE id = $1 AND COALESCE(tier, '') = $3";
    sql::query(SQL).bind(user_id).bind(to).bind(from.map_or("", String::as_str)).execute_one(db, "the customer's tier").await
}

async fn rename_tier(db: &mut Connection, from: &str, to: &str) -> Result<(), CommitError> {
    sql::query("UPDATE people SET tier = $2 WHERE tier = $1").bind(from).bind(to).execute(db).await
}

async fn set_limits(db: &mut Connection, user_id: i64, from: OwnLimits, to: OwnLimits) -> Result<(), CommitError> {
    // No limit is below zero.
    const SQL: &str = "UPDATE people SET daily_limit = $2, max_open_orders = $3 \
         WHERE id = $1 AND COALESCE(daily_limit, -1) = $4 AND COALESCE(max_open_orders, -1) = $5";
    sql::query(SQL)
        .bind(user_id)
        .bind(to.daily_limit.map(|limit| limit.0))
        .bind(to.max_open_orders)
        .bind(from.daily_limit.map_or(-1, |limit| limit.0))
        .bind(from.max_open_orders.unwrap_or(-1))
        .execute_one(db, "the customer's limits")
        .await
}

async fn greet_group(db: &mut Connection, chat_id: i64, now: Millis) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO greeted_groups (chat_id, at) VALUES ($1, $2) ON CONFLICT (chat_id) DO NOTHING";
    sql::query(SQL).bind(chat_id).bind(now.0).execute_one(db, "the group").await
}
