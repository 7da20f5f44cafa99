//! The buttons by which admins look at a customer and change a wallet.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::wallet::ByHand;

/// What a button about a customer does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum CustomersAction {
    /// A page of all customers.
    #[serde(rename = "customers")]
    List { page: usize },
    /// What a text finds.
    #[serde(rename = "find")]
    Search { text: String },
    /// A customer's page.
    #[serde(rename = "customer")]
    Show { user: i64 },
    /// Add to a wallet or take from it: ask for the amount.
    #[serde(rename = "customer_amount")]
    AskAmount { user: i64, what: ByHand },
    /// Yes, add or take this amount for this reason.
    #[serde(rename = "customer_move")]
    Move { user: i64, what: ByHand, amount: Rupiah, reason: String },
}

impl CustomersAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::List { .. } | Self::Search { .. } | Self::Show { .. } | Self::AskAmount { .. } => false,
            Self::Move { .. } => true,
        }
    }
}
