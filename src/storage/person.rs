//! People, and the groups that got the link to the bot.

use crate::domain::access::AccessStatus;
use crate::domain::locale::Locale;
use crate::domain::person::Person;
use crate::domain::time::Millis;
use crate::storage::sql::{self, Connection, exactly_one};
use crate::storage::{CommitError, ReadError, Reader, from_word, word};

/// Writes about people and groups.
#[derive(Clone, Debug)]
pub enum PersonWrite {
    /// A new person, or a new name of a known one. Access and chosen language don't change.
    Meet { person: Person, now: Millis },
    /// Save a person's access and chosen language. Conflict when the stored access is no longer `from`.
    Update { person: Person, from: AccessStatus },
    /// Whether Telegram refuses to deliver to this person.
    SetUnreachable { user_id: i64, unreachable: bool },
    /// A group got the link to the bot. Conflict when it had it before.
    GreetGroup { chat_id: i64, now: Millis },
}

impl PersonWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Meet { person, now } => meet(db, person, *now).await,
            Self::Update { person, from } => update(db, person, *from).await,
            Self::SetUnreachable { user_id, unreachable } => set_unreachable(db, *user_id, *unreachable).await,
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
        const SQL: &str = "SELECT name, username, telegram_language, chosen, access, unreachable FROM people WHERE id = $1";
        type Row = (String, Option<String>, Option<String>, Option<String>, String, i64);
        let row: Option<Row> = sql::query(SQL).bind(id).fetch_optional(&self.pool).await?;
        row.map(|(name, username, telegram_language, chosen, access, unreachable)| {
            let access = from_word("people", &id.to_string(), &access)?;
            let (chosen, unreachable) = (chosen.map(Locale), unreachable == 1);
            Ok(Person { id, name, username, telegram_language, chosen, access, unreachable })
        })
        .transpose()
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
        // No person has the id 0.
        let id: i64 = text.parse().unwrap_or(0);
        let username = text.strip_prefix('@').unwrap_or(&text).to_owned();
        let rows: Vec<(i64,)> = sql::query(SQL).bind(id).bind(username).bind(pattern).bind(limit).fetch_all(&self.pool).await?;
        let mut people = Vec::with_capacity(rows.len());
        for (id,) in rows {
            people.extend(self.find_person(id).await?);
        }
        Ok(people)
    }

    /// The ids of people whose access request is not decided, oldest first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_requested(&self, limit: i64) -> Result<Vec<i64>, ReadError> {
        const SQL: &str = "SELECT id FROM people WHERE access = 'requested' ORDER BY created_at LIMIT $1";
        let rows: Vec<(i64,)> = sql::query(SQL).bind(limit).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
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
        .await?;
    Ok(())
}

async fn update(db: &mut Connection, person: &Person, from: AccessStatus) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE people SET chosen = $2, access = $3 WHERE id = $1 AND access = $4";
    let done = sql::query(SQL)
        .bind(person.id)
        .bind(person.chosen.as_ref().map(|locale| &locale.0))
        .bind(word(&person.access)?)
        .bind(word(&from)?)
        .execute(db)
        .await?;
    exactly_one("the person", done)
}

async fn set_unreachable(db: &mut Connection, user_id: i64, unreachable: bool) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE people SET unreachable = $2 WHERE id = $1";
    sql::query(SQL).bind(user_id).bind(i64::from(unreachable)).execute(db).await?;
    Ok(())
}

async fn greet_group(db: &mut Connection, chat_id: i64, now: Millis) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO greeted_groups (chat_id, at) VALUES ($1, $2) ON CONFLICT (chat_id) DO NOTHING";
    let done = sql::query(SQL).bind(chat_id).bind(now.0).execute(db).await?;
    exactly_one("the group", done)
}
