//! The audit log: what an admin does is recorded in the same commit as its effects.

use crate::app::random;
use crate::domain::time::Millis;
use crate::storage::{AuditEntry, AuditWrite, Write};

/// What an admin did, for the audit log.
pub(super) fn audit(actor: i64, action: &'static str, subject: String, detail: String, at: Millis) -> Write {
    Write::Audit(AuditWrite::Add(AuditEntry { id: random::token(), actor, action, subject, detail, at }))
}
