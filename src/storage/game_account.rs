//! What customers call their game accounts. The accounts themselves are in their orders.

use crate::domain::game_account::GameAccountName;
use crate::domain::time::Millis;
use crate::storage::sql::{self, Connection};
use crate::storage::{CommitError, ReadError, Reader};

/// Writes about game accounts.
#[derive(Clone, Debug)]
pub enum GameAccountWrite {
    /// A customer's name for a game account, in place of one that it had.
    Name { user_id: i64, account: GameAccountName },
    /// It has no name any more.
    RemoveName { user_id: i64, category: String, target: String },
    /// The names are deleted, and orders made until now are not offered again.
    Forget { user_id: i64, now: Millis },
}

impl GameAccountWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Name { user_id, account } => name(db, *user_id, account).await,
            Self::RemoveName { user_id, category, target } => remove_name(db, *user_id, category, target).await,
            Self::Forget { user_id, now } => forget(db, *user_id, *now).await,
        }
    }
}

impl Reader {
    /// A customer's names for their game accounts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_game_account_names(&self, user_id: i64) -> Result<Vec<GameAccountName>, ReadError> {
        const SQL: &str = "SELECT category, target, name FROM game_account_names WHERE user_id = $1 ORDER BY category, target";
        let rows: Vec<(String, String, String)> = sql::query(SQL).bind(user_id).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(category, target, name)| GameAccountName { category, target, name }).collect())
    }
}

async fn name(db: &mut Connection, user_id: i64, account: &GameAccountName) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO game_account_names (user_id, category, target, name) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (user_id, category, target) DO UPDATE SET name = $4";
    sql::query(SQL).bind(user_id).bind(&account.category).bind(&account.target).bind(&account.name).execute(db).await?;
    Ok(())
}

async fn remove_name(db: &mut Connection, user_id: i64, category: &str, target: &str) -> Result<(), CommitError> {
    const SQL: &str = "DELETE FROM game_account_names WHERE user_id = $1 AND category = $2 AND target = $3";
    sql::query(SQL).bind(user_id).bind(category).bind(target).execute(db).await?;
    Ok(())
}

async fn forget(db: &mut Connection, user_id: i64, now: Millis) -> Result<(), CommitError> {
    sql::query("DELETE FROM game_account_names WHERE user_id = $1").bind(user_id).execute(&mut *db).await?;
    sql::query("UPDATE people SET forgotten_at = $2 WHERE id = $1").bind(user_id).bind(now.0).execute(db).await?;
    Ok(())
}
