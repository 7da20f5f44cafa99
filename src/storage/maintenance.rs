//! Maintenance: deletes rows that are no longer needed.

use crate::domain::time::Millis;
use crate::storage::CommitError;
use crate::storage::connection::Connection;
use crate::storage::sql;

/// Handled updates are kept for twice the time in which Telegram may deliver them again (24 hours).
const KEEP_UPDATES_MS: i64 = 48 * 3_600_000;
/// Balance snapshots are kept for disputes. Reconciliation itself needs only those from the hours around an order.
const KEEP_SNAPSHOTS_MS: i64 = 30 * 24 * 3_600_000;
/// Sent messages are kept to answer the question "was the customer told?".
const KEEP_SENT_MS: i64 = 7 * 24 * 3_600_000;
/// The cards of requests are kept as long as their buttons work: they are edited when the request is decided. So are messages between
/// customers and the shop: they are replied to.
const KEEP_CARDS_MS: i64 = 365 * 24 * 3_600_000;

/// Writes of maintenance.
#[derive(Clone, Debug)]
pub enum MaintenanceWrite {
    /// Delete rows that are no longer needed.
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
        (
            "DELETE FROM outbox WHERE state <> 'waiting' AND created_at < $1 AND \
             (slot IS NULL OR (slot NOT LIKE 'request:%' AND slot NOT LIKE 'message:%'))",
            now.plus_ms(-KEEP_SENT_MS),
        ),
        ("DELETE FROM outbox WHERE state <> 'waiting' AND created_at < $1", now.plus_ms(-KEEP_CARDS_MS)),
        ("DELETE FROM conversation_messages WHERE at < $1", now.plus_ms(-KEEP_CARDS_MS)),
        ("DELETE FROM kept_alerts WHERE digest IS NOT NULL AND kept_at < $1", now.plus_ms(-KEEP_SENT_MS)),
        ("DELETE FROM broadcasts WHERE state = 'draft' AND created_at < $1", now.plus_ms(-KEEP_SENT_MS)),
        ("DELETE FROM balance_snapshots WHERE answered_at < $1", now.plus_ms(-KEEP_SNAPSHOTS_MS)),
        ("DELETE FROM keyboards WHERE expires_at < $1", now),
        ("DELETE FROM quotes WHERE used_at IS NULL AND expires_at < $1", now.plus_ms(-KEEP_UPDATES_MS)),
    ] {
        sql::query(sql).bind(before.0).execute(&mut *db).await?;
    }
    Ok(())
}
