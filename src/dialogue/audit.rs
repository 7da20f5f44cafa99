//! The buttons of the audit log, for admins.

use serde::{Deserialize, Serialize};

/// Which entries are shown; `None` shows all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFilter {
    /// Of this admin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<i64>,
    /// Of this act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
}

/// What a button of the audit log does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum AuditAction {
    /// A page of the log.
    #[serde(rename = "audit")]
    List { filter: AuditFilter, page: usize },
    /// Whose entries?
    #[serde(rename = "audit_actors")]
    Actors { filter: AuditFilter },
    /// Of which acts?
    #[serde(rename = "audit_acts")]
    Acts { filter: AuditFilter },
}

impl AuditAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use): they only show something.
    pub fn is_single_use(&self) -> bool {
        false
    }
}
