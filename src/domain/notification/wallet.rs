//! Notifications about a customer's wallet.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::wallet::ByHand;

/// A notification about a wallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WalletNotification {
    /// Customer: an admin has added to their wallet or taken from it.
    #[serde(rename = "wallet_moved")]
    Moved { user: i64, what: ByHand, amount: Rupiah, reason: String },
    /// Admins: the daily audit found an account whose balance is not that of its transfers or orders.
    #[serde(rename = "ledger_differs")]
    Differs { account: String, stands: Rupiah, should_be: Rupiah },
}
