//! The audit log: append-only.

use crate::domain::time::Millis;
use crate::storage::export::AuditColumns;
use crate::storage::reader::Reader;
use crate::storage::sql::{self, Connection};
use crate::storage::{AuditRow, CommitError, ReadError};

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

impl Reader {
    /// A part of the log, the newest entry first: of one admin or of one act where these are given.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_audit(&self, actor: Option<i64>, action: Option<&str>, limit: i64, offset: i64) -> Result<Vec<AuditRow>, ReadError> {
        const SQL: &str = "SELECT audit.id, at, actor, name, action, subject, detail FROM audit LEFT JOIN people ON people.id = actor \
             WHERE ($1 IS NULL OR actor = $1) AND ($2 IS NULL OR action = $2) ORDER BY at DESC, audit.id DESC LIMIT $3 OFFSET $4";
        let rows: Vec<AuditColumns> = sql::query(SQL).bind(actor).bind(action).bind(limit).bind(offset).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(AuditRow::from).collect())
    }

    /// Everybody who has an entry, with their name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_audit_actors(&self) -> Result<Vec<(i64, Option<String>)>, ReadError> {
        const SQL: &str =
            "SELECT actor, name FROM (SELECT DISTINCT actor FROM audit) AS actors LEFT JOIN people ON people.id = actor ORDER BY actor";
        Ok(sql::query(SQL).fetch_all(&self.pool).await?)
    }

    /// Every act that has an entry.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_audit_acts(&self) -> Result<Vec<String>, ReadError> {
        let acts: Vec<(String,)> = sql::query("SELECT DISTINCT action FROM audit ORDER BY action").fetch_all(&self.pool).await?;
        Ok(acts.into_iter().map(|(act,)| act).collect())
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
