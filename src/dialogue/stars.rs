//! The buttons by which admins give Stars back.

use serde::{Deserialize, Serialize};

/// What a button about a refund of Stars does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum StarsAction {
    /// Give this payment back: type why.
    #[serde(rename = "stars_back")]
    AskReason { payment: String },
    /// Yes, for this reason.
    #[serde(rename = "stars_back_yes")]
    GiveBack { payment: String, reason: String },
}

impl StarsAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::AskReason { .. } => false,
            Self::GiveBack { .. } => true,
        }
    }
}
