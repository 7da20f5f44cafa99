//! A restored database is held: the bot does not run on it until its owner releases it.
//!
//! A bot looks at this when it starts. With PostgreSQL one that lost its connection before the restore may come back to the restored database
//! without a new start; it must not send either. So the restore holds the leader lease until the release.

use crate::domain::time::Millis;
use crate::storage::fence::LEADER_LEASE;
use crate::storage::sql::{self, Connection};
use crate::storage::{CommitError, ReadError, Reader, broadcast};

/// Who holds the leader lease of a restored database.
const HOLDER: &str = "restore";

/// Writes about restoring.
#[derive(Clone, Debug)]
pub enum RestoreWrite {
    /// This database is a backup from about `backup_at`; the bot must not run on it yet. Updates that wait are not handled any more, and a broadcast
    /// is stopped.
    Hold { now: Millis, backup_at: Option<Millis> },
    /// The owner has compared: the bot may run.
    Release { now: Millis },
}

impl RestoreWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Hold { now, backup_at } => {
                const WAITING: &str = "UPDATE inbox SET state = 'dead', note = 'it waited when this backup was made' WHERE state = 'new'";
                const HOLD: &str = "INSERT INTO restores (restored_at, backup_at) VALUES ($1, $2)";
                sql::query(WAITING).execute(&mut *db).await?;
                broadcast::stop_all(db, *now).await?;
                sql::query(HOLD).bind(now.0).bind(backup_at.map(|at| at.0)).execute(&mut *db).await?;
                if let Connection::Postgres(_) = db {
                    // Far above every epoch that was counted, so that no process has a fencing token for it.
                    const LEASE: &str = "INSERT INTO leases (name, owner, until, epoch) VALUES ($1, $2, $3, $4) \
                         ON CONFLICT (name) DO UPDATE SET owner = $2, until = $3, epoch = $4";
                    sql::query(LEASE).bind(LEADER_LEASE).bind(HOLDER).bind(i64::MAX).bind(now.0).execute(db).await?;
                }
            }
            Self::Release { now } => {
                sql::query("UPDATE restores SET released_at = $1 WHERE released_at IS NULL").bind(now.0).execute(&mut *db).await?;
                if let Connection::Postgres(_) = db {
                    sql::query("UPDATE leases SET until = 0 WHERE owner = $1").bind(HOLDER).execute(db).await?;
                }
            }
        }
        Ok(())
    }
}

impl Reader {
    /// When this database was restored, if the owner has not released it since.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_held_restore(&self) -> Result<Option<Millis>, ReadError> {
        const SQL: &str = "SELECT restored_at FROM restores WHERE released_at IS NULL ORDER BY restored_at DESC LIMIT 1";
        let row: Option<(i64,)> = sql::query(SQL).fetch_optional(&self.pool).await?;
        Ok(row.map(|(at,)| Millis(at)))
    }
}
