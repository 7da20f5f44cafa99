//! The buttons by which admins decide who may order.

use serde::{Deserialize, Serialize};

use crate::domain::time::Millis;

/// On which page an admin decides: what came of it is shown there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecidedOn {
    /// The card of the request.
    #[default]
    Card,
    /// This page of the list of those who wait.
    List { page: usize },
    /// The customer's page.
    Customer,
}

impl DecidedOn {
    fn is_card(&self) -> bool {
        *self == Self::Card
    }
}

/// What a button about somebody's access does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum AccessAction {
    /// Approve a customer, or reject them.
    Decide {
        user: i64,
        #[serde(alias = "admit")]
        approve: bool,
        #[serde(default, skip_serializing_if = "DecidedOn::is_card")]
        on: DecidedOn,
    },
    /// Take back the decision of this time.
    #[serde(rename = "undo_decision")]
    Undo {
        user: i64,
        made_at: Millis,
        #[serde(default, skip_serializing_if = "DecidedOn::is_card")]
        on: DecidedOn,
    },
    /// A page of those who wait for a decision.
    #[serde(rename = "pending")]
    List { page: usize },
    /// First step of a block: ask for the reason.
    AskBlock { user: i64 },
    /// The reason is chosen.
    BlockFor { user: i64, reason: String },
    /// Second step: yes, block them.
    Block { user: i64, reason: String },
    /// Take back a block.
    Unblock { user: i64 },
}

impl AccessAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::Decide { .. } | Self::Undo { .. } | Self::Block { .. } | Self::Unblock { .. } => true,
            Self::List { .. } | Self::AskBlock { .. } | Self::BlockFor { .. } => false,
        }
    }
}
