//! A quote: what a customer may confirm, once and for a limited time.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::target::Answer;
use crate::domain::time::Millis;

/// What a confirmation screen shows. A quote becomes at most one order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Random and opaque.
    pub id: String,
    /// The customer; nobody else may confirm it.
    pub user_id: i64,
    /// The category's slug.
    pub category: String,
    /// The provider's code of the item.
    pub sku: String,
    /// The item as the customer read it.
    pub item: String,
    /// The fields of the target.
    pub answers: Vec<Answer>,
    /// What the provider will get.
    pub target: String,
    /// The price that the customer was shown.
    pub price: Rupiah,
    /// Our cost at that time.
    pub cost: Rupiah,
    /// It can be confirmed until this time.
    pub expires_at: Millis,
}
