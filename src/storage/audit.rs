//! The audit log: append-only.

use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::export::AuditColumns;
use crate::storage::reader::Reader;
use crate::storage::sql;
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

/// A part of the log, where the entries are found in an index alone: only those that are shown are read.
macro_rules! log {
    ($which:literal) => {
        concat!(
            "SELECT audit.id, at, actor, name, action, subject, detail FROM audit LEFT JOIN people ON people.id = actor \
             WHERE audit.id IN (SELECT id FROM audit ",
            $which,
            " ORDER BY at DESC, id DESC LIMIT $1 OFFSET $2) ORDER BY at DESC, audit.id DESC"
        )
    };
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
        let part = |sql| sql::query(sql).bind(limit).bind(offset);
        let query = match (actor, action) {
            (None, None) => part(log!("")),
            (Some(actor), None) => part(log!("WHERE actor = $3")).bind(actor),
            (None, Some(action)) => part(log!("WHERE action = $3")).bind(action),
            (Some(actor), Some(action)) => part(log!("WHERE actor = $3 AND action = $4")).bind(actor).bind(action),
        };
        let rows: Vec<AuditColumns> = query.fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(AuditRow::from).collect())
    }

    /// Everybody who has an entry, with their name. From one to the next in the index: the log has far more entries than admins.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_audit_actors(&self) -> Result<Vec<(i64, Option<String>)>, ReadError> {
        const SQL: &str = "WITH RECURSIVE actors (actor) AS (SELECT MIN(actor) FROM audit UNION ALL \
               SELECT (SELECT MIN(audit.actor) FROM audit WHERE audit.actor > actors.actor) FROM actors WHERE actors.actor IS NOT NULL) \
             SELECT actors.actor, name FROM actors LEFT JOIN people ON people.id = actors.actor WHERE actors.actor IS NOT NULL \
             ORDER BY actors.actor";
        Ok(sql::query(SQL).fetch_all(&self.pool).await?)
    }

    /// Every act that has an entry, in the same way.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_audit_acts(&self) -> Result<Vec<String>, ReadError> {
        const SQL: &str = "WITH RECURSIVE acts (act) AS (SELECT MIN(action) FROM audit UNION ALL \
               SELECT (SELECT MIN(action) FROM audit WHERE action > act) FROM acts WHERE act IS NOT NULL) \
             SELECT act FROM acts WHERE act IS NOT NULL ORDER BY act";
        let acts: Vec<(String,)> = sql::query(SQL).fetch_all(&self.pool).await?;
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
        .await
}
