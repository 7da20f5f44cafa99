//! Maintenance: what is older than it needs to be is deleted.

use crate::domain::time::Millis;
use crate::storage::CommitError;
use crate::storage::sql::{self, Connection};

/// Handled updates are kept as long as Telegram might deliver them again (24 hours), and as long again.
const KEEP_UPDATES_MS: i64 = 48 * 3_600_000;
/// Looks at the provider balance, kept for disputes: an order is weighed by those of the hours around it.
const KEEP_OBSERVATIONS_MS: i64 = 30 * 24 * 3_600_000;
/// Sent messages, kept to answer "did you tell the customer?".
const KEEP_SENT_MS: i64 = 7 * 24 * 3_600_000;

/// What maintenance writes.
#[derive(Clone, Debug)]
pub enum MaintenanceWrite {
    /// Delete what is older than it needs to be.
    Prune { now: Millis },
}

impl MaintenanceWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        let Self::Prune { now } = self;
        prune(db, *now).await
    }
}

async fn prune(db: &mut Connection, now: Millis) -> Result<(), CommitError> {
    for (sql, before) in [
        ("DELETE FROM inbox WHERE state <> 'new' AND received_at < $1", now.plus_ms(-KEEP_UPDATES_MS)),
        ("DELETE FROM outbox WHERE state <> 'waiting' AND created_at < $1", now.plus_ms(-KEEP_SENT_MS)),
        ("DELETE FROM balance_snapshots WHERE answered_at < $1", now.plus_ms(-KEEP_OBSERVATIONS_MS)),
        ("DELETE FROM keyboards WHERE expires_at < $1", now),
        ("DELETE FROM quotes WHERE used_at IS NULL AND expires_at < $1", now.plus_ms(-KEEP_UPDATES_MS)),
    ] {
        sql::query(sql).bind(before.0).execute(&mut *db).await?;
    }
    Ok(())
}
