//! The audit log: append-only.

use crate::domain::time::Millis;
use crate::storage::reader::Reader;
use crate::storage::sql::{self, Connection};
use crate::storage::{CommitError, ReadError};

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

impl Reader {
    /// Who did one of two things last, and when.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_last_audit(&self, actions: [&str; 2]) -> Result<Option<(i64, Millis)>, ReadError> {
        const SQL: &str = "SELECT actor, at FROM audit WHERE action IN ($1, $2) ORDER BY at DESC, id DESC LIMIT 1";
        let row: Option<(i64, i64)> = sql::query(SQL).bind(actions[0]).bind(actions[1]).fetch_optional(&self.pool).await?;
        Ok(row.map(|(actor, at)| (actor, Millis(at))))
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
