//! When admins were last reminded of what waits for them.

use crate::domain::time::Millis;
use crate::storage::sql::{self, Connection};
use crate::storage::{CommitError, ReadError, Reader};

/// What can be written about reminders.
#[derive(Clone, Debug)]
pub enum ReminderWrite {
    /// Admins are reminded of this now.
    Sent { name: &'static str, now: Millis },
}

impl ReminderWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        const SQL: &str = "INSERT INTO reminders (name, at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET at = $2";
        let Self::Sent { name, now } = self;
        sql::query(SQL).bind(*name).bind(now.0).execute(db).await?;
        Ok(())
    }
}

impl Reader {
    /// When admins were last reminded of this.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_reminder(&self, name: &str) -> Result<Option<Millis>, ReadError> {
        let row: Option<(i64,)> = sql::query("SELECT at FROM reminders WHERE name = $1").bind(name).fetch_optional(&self.pool).await?;
        Ok(row.map(|(at,)| Millis(at)))
    }
}
