//! Groups that became supergroups: what still names the old id belongs to the new one.

use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::reader::Reader;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError};

/// What can be written about groups that moved.
#[derive(Clone, Debug)]
pub enum MovedGroupWrite {
    /// Telegram says that the group `old` has the id `new` now. Buttons that are on their way there belong to the new one, and the new one
    /// knows the bot already.
    Move { old: i64, new: i64, now: Millis },
}

impl MovedGroupWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        let Self::Move { old, new, now } = self;
        const MOVE: &str =
            "INSERT INTO moved_groups (old_id, new_id, at) VALUES ($1, $2, $3) ON CONFLICT (old_id) DO UPDATE SET new_id = $2, at = $3";
        const KEYBOARDS: &str = "UPDATE keyboards SET chat_id = $2 WHERE chat_id = $1 AND message_id IS NULL";
        const GREETED: &str = "INSERT INTO greeted_groups (chat_id, at) VALUES ($1, $2) ON CONFLICT (chat_id) DO NOTHING";
        sql::query(MOVE).bind(*old).bind(*new).bind(now.0).execute(&mut *db).await?;
        sql::query(KEYBOARDS).bind(*old).bind(*new).execute(&mut *db).await?;
        sql::query(GREETED).bind(*new).bind(now.0).execute(&mut *db).await?;
        Ok(())
    }
}

impl Reader {
    /// The id that the group `old` has now, if it moved.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_moved_group(&self, old: i64) -> Result<Option<i64>, ReadError> {
        const SQL: &str = "SELECT new_id FROM moved_groups WHERE old_id = $1";
        let row: Option<(i64,)> = sql::query(SQL).bind(old).fetch_optional(&self.pool).await?;
        Ok(row.map(|(new,)| new))
    }
}
