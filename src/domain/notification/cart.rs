//! Notifications about an order that waits for a payment.

use serde::{Deserialize, Serialize};

use crate::domain::bill::BillId;
use crate::domain::cart::CartLapse;
use crate::domain::money::Rupiah;

/// A notification about a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CartNotification {
    /// Customer: the order waits for the payment of this bill. Edited in place.
    #[serde(rename = "cart")]
    Card { bill: BillId },
    /// Customer: the money is in the wallet, but the order was not made, and why; with a new quote to confirm, where that makes sense.
    #[serde(rename = "cart_lapsed")]
    Lapsed { user: i64, bill: BillId, amount: Rupiah, lapse: CartLapse, price: Rupiah, quote: Option<String> },
}

impl CartNotification {
    /// The bill that the order waits for.
    pub fn bill(&self) -> &BillId {
        match self {
            Self::Card { bill } | Self::Lapsed { bill, .. } => bill,
        }
    }
}
