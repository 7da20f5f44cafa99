//! The audit log: append-only.

use crate::domain::time::Millis;
use crate::storage::CommitError;
use crate::storage::sql::{self, Connection};

/// Who did what to what, for disputes. Never changed, never deleted.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    pub id: String,
    /// The Telegram id of the person who did it.
    pub actor: i64,
    /// What was done, in one word.
    pub action: &'static str,
    /// The id of the order or person concerned.
    pub subject: String,
    /// More about the action.
    pub detail: String,
    pub at: Millis,
}

/// Writes to the audit log.
#[derive(Clone, Debug)]
pub enum AuditWrite {
    /// What an admin did.
    Add(AuditEntry),
}

impl AuditWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        let Self::Add(entry) = self;
        add(db, entry).await
    }
}

async fn add(db: &mut Connection, entry: &AuditEntry) -> Result<(), CommitError> {
    sql::query("INSERT INTO audit (id, actor, action, subject, detail, at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(&entry.id)
        .bind(entry.actor)
        .bind(entry.action)
        .bind(&entry.subject)
        .bind(&entry.detail)
        .bind(entry.at.0)
        .execute(db)
        .await?;
    Ok(())
}
