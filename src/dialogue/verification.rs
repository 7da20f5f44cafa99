//! The buttons under the admins' card of an order of an unverified category.

use serde::{Deserialize, Serialize};

use crate::domain::order::OrderId;

/// What a button about an unverified category does; the order says which category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum VerificationAction {
    /// The order was delivered: mark its category as verified.
    Verify { order: OrderId },
    /// Take that back.
    Unverify { order: OrderId },
}

impl VerificationAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::Verify { .. } | Self::Unverify { .. } => true,
        }
    }
}
