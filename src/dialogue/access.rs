//! The buttons of an access request.

use serde::{Deserialize, Serialize};

/// What a button of an access request does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum AccessAction {
    /// Admins: approve a customer, or reject them.
    Decide {
        user: i64,
        #[serde(alias = "admit")]
        approve: bool,
    },
}

impl AccessAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::Decide { .. } => true,
        }
    }
}
