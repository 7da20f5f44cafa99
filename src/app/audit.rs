//! The audit log: what admins do is written down together with what it causes.

use crate::app::random;
use crate::domain::time::Millis;
use crate::storage::{AuditEntry, AuditWrite, Write};

/// An admin's act, for the audit log.
pub(super) fn audit(actor: i64, action: &'static str, subject: String, detail: String, at: Millis) -> Write {
    Write::Audit(AuditWrite::Add(AuditEntry { id: random::token(), actor, action, subject, detail, at }))
}
