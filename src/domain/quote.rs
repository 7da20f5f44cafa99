//! A quote: what a customer was shown and may confirm, once and for a while.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::target::Answer;
use crate::domain::time::Millis;

/// What stands on a confirmation screen. One quote makes one order at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Random and opaque.
    pub id: String,
    /// Who was shown it, and only who may confirm it.
    pub user_id: i64,
    /// The category's slug.
    pub category: String,
    /// The provider's code of the item.
    pub sku: String,
    /// The provider's name of the item.
    pub item: String,
    /// The target's fields, apart.
    pub answers: Vec<Answer>,
    /// What the provider would get.
    pub target: String,
    /// What the customer was told to pay.
    pub price: Rupiah,
    /// What it cost us then.
    pub cost: Rupiah,
    /// Until when it may be confirmed.
    pub expires_at: Millis,
}
