//! The roles that owners gave in the chat.

use crate::domain::role::Role;
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader, from_word, word};

/// Writes about roles.
#[derive(Clone, Debug)]
pub enum RoleWrite {
    /// Somebody's role is no longer `from`, but `to`. Conflict when another owner was faster.
    Change { user_id: i64, from: Option<Role>, to: Option<Role>, by: i64, now: Millis },
}

impl RoleWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        const GIVE: &str = "INSERT INTO roles (user_id, role, given_by, given_at) VALUES ($1, $2, $3, $4) ON CONFLICT (user_id) DO NOTHING";
        const CHANGE: &str = "UPDATE roles SET role = $2, given_by = $3, given_at = $4 WHERE user_id = $1 AND role = $5";
        const TAKE: &str = "DELETE FROM roles WHERE user_id = $1 AND role = $2";
        let Self::Change { user_id, from, to, by, now } = self;
        let from = from.as_ref().map(word).transpose()?;
        let to = to.as_ref().map(word).transpose()?;
        let query = match (from, to) {
            (None, None) => return Ok(()),
            (None, Some(to)) => sql::query(GIVE).bind(*user_id).bind(to).bind(*by).bind(now.0),
            (Some(from), Some(to)) => sql::query(CHANGE).bind(*user_id).bind(to).bind(*by).bind(now.0).bind(from),
            (Some(from), None) => sql::query(TAKE).bind(*user_id).bind(from),
        };
        query.execute_one(db, "the role").await
    }
}

impl Reader {
    /// Everybody who has a role, by their ids.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_roles(&self) -> Result<Vec<(i64, Role)>, ReadError> {
        let rows: Vec<(i64, String)> = sql::query("SELECT user_id, role FROM roles ORDER BY user_id").fetch_all(&self.pool).await?;
        rows.into_iter().map(|(id, role)| Ok((id, from_word("roles", &id.to_string(), &role)?))).collect()
    }

    /// Somebody's role, if they were given one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_role(&self, user_id: i64) -> Result<Option<Role>, ReadError> {
        let row: Option<(String,)> =
            sql::query("SELECT role FROM roles WHERE user_id = $1").bind(user_id).fetch_optional(&self.pool).await?;
        row.map(|(role,)| from_word("roles", &user_id.to_string(), &role)).transpose()
    }

    /// The ids of the people who had this username when they last wrote, without the `@`; at most two. Telegram gives a name away again,
    /// so several may have it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_people_called(&self, username: &str) -> Result<Vec<i64>, ReadError> {
        const SQL: &str = "SELECT id FROM people WHERE LOWER(username) = $1 ORDER BY id LIMIT 2";
        let rows: Vec<(i64,)> = sql::query(SQL).bind(username.to_ascii_lowercase()).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }
}
