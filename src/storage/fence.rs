//! The fencing token of a lease: a commit with it succeeds only while its process still holds the lease.

use crate::storage::CommitError;
use crate::storage::sql::{self, Connection};

/// The lease on the leadership.
pub const LEADER_LEASE: &str = "leader";

/// What can be written about leases.
#[derive(Clone, Debug)]
pub enum LeaseWrite {
    /// Require this epoch of a lease. Conflict when another process has taken it since. See
    /// [`Store::take_lease`](crate::storage::Store::take_lease).
    Fence { lease: &'static str, epoch: i64 },
}

impl LeaseWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        let Self::Fence { lease, epoch } = self;
        fence(db, lease, *epoch).await
    }
}

/// Locks the lease until this commit is done: a process that takes it over has to wait.
async fn fence(db: &mut Connection, name: &'static str, epoch: i64) -> Result<(), CommitError> {
    const SQL: &str = "SELECT epoch FROM leases WHERE name = $1 AND epoch = $2 FOR SHARE";
    if let Connection::Sqlite(_) = db {
        return Ok(());
    }
    let held: Option<(i64,)> = sql::query(SQL).bind(name).bind(epoch).fetch_optional(db).await?;
    held.map(|_| ()).ok_or(CommitError::Conflict("the lease"))
}
