//! When admins were last reminded of what waits for them, and what they are told once until it is over.

use std::borrow::Cow;

use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader};

/// What can be written about reminders.
#[derive(Clone, Debug)]
pub enum ReminderWrite {
    /// Admins are reminded of this now.
    Sent { name: Cow<'static, str>, now: Millis },
    /// Admins are told of this now, in these words.
    Told { name: &'static str, words: String, now: Millis },
    /// It is over: the next time they are told again.
    Over { name: &'static str },
}

impl ReminderWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        const SENT: &str =
            "INSERT INTO reminders (name, at, words) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET at = $2, words = $3";
        const OVER: &str = "DELETE FROM reminders WHERE name = $1";
        match self {
            Self::Sent { name, now } => sql::query(SENT).bind(name.as_ref()).bind(now.0).bind("").execute(db).await?,
            Self::Told { name, words, now } => sql::query(SENT).bind(*name).bind(now.0).bind(words).execute(db).await?,
            Self::Over { name } => sql::query(OVER).bind(*name).execute(db).await?,
        };
        Ok(())
    }
}

impl Reader {
    /// In which words admins were told of this, if it is not over.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_told(&self, name: &str) -> Result<Option<String>, ReadError> {
        let row: Option<(String,)> =
            sql::query("SELECT words FROM reminders WHERE name = $1").bind(name).fetch_optional(&self.pool).await?;
        Ok(row.map(|(words,)| words))
    }

    /// When admins were last reminded of this.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_reminder(&self, name: &str) -> Result<Option<Millis>, ReadError> {
        let row: Option<(i64,)> = sql::query("SELECT at FROM reminders WHERE name = $1").bind(name).fetch_optional(&self.pool).await?;
        Ok(row.map(|(at,)| Millis(at)))
    }
}
