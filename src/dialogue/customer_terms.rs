//! The buttons by which admins agree limits and a price tier with one customer.

use serde::{Deserialize, Serialize};

use crate::domain::access::OwnLimits;

/// A limit that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnLimit {
    /// Rupiah per day.
    Daily,
    /// Open orders.
    OpenOrders,
}

/// What a button about a customer's own limits or tier does. `from` is what was there when the admin began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum CustomerTermsAction {
    /// The limits of a customer.
    #[serde(rename = "own_limits")]
    Limits { user: i64 },
    /// Ask for one of them.
    #[serde(rename = "own_limit_ask")]
    AskLimit { user: i64, limit: OwnLimit },
    /// These limits: really?
    #[serde(rename = "own_limits_ask")]
    AskLimits { user: i64, to: OwnLimits },
    /// Yes.
    #[serde(rename = "own_limits_set")]
    SetLimits { user: i64, from: OwnLimits, to: OwnLimits },
    /// The tiers that a customer could have.
    #[serde(rename = "own_tier")]
    Tiers { user: i64, page: usize },
    /// This tier: really?
    #[serde(rename = "own_tier_ask")]
    AskTier { user: i64, to: Option<String> },
    /// Yes.
    #[serde(rename = "own_tier_set")]
    SetTier { user: i64, from: Option<String>, to: Option<String> },
}

impl CustomerTermsAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        matches!(self, Self::SetLimits { .. } | Self::SetTier { .. })
    }
}
