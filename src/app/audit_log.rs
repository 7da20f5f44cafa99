//! The audit log as admins read it. The caller has checked the right.

use crate::app::AppError;
use crate::storage::{AuditRow, Store};

/// A page of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditPage {
    /// The newest first.
    pub rows: Vec<AuditRow>,
    /// Whether there is a page after it. Counting all would cost more than showing some.
    pub is_more: bool,
}

/// Reads the log.
pub struct AuditLog {
    pub(super) store: Store,
}

impl AuditLog {
    /// A page of the log, of one admin or of one act where these are given.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn page(&self, actor: Option<i64>, action: Option<&str>, page: usize, per_page: usize) -> Result<AuditPage, AppError> {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let mut rows = self.store.list_audit(actor, action, number(per_page + 1), number(page.saturating_mul(per_page))).await?;
        let is_more = rows.len() > per_page;
        rows.truncate(per_page);
        Ok(AuditPage { rows, is_more })
    }

    /// Everybody who has an entry, with their name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn actors(&self) -> Result<Vec<(i64, Option<String>)>, AppError> {
        Ok(self.store.list_audit_actors().await?)
    }

    /// Every act that has an entry.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn acts(&self) -> Result<Vec<String>, AppError> {
        Ok(self.store.list_audit_acts().await?)
    }
}
