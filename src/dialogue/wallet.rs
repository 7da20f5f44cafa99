//! The buttons of a customer's wallet.

use serde::{Deserialize, Serialize};

/// What a button of the wallet does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum WalletAction {
    /// The balance.
    #[serde(rename = "wallet")]
    Show,
    /// The transfers, newest first.
    #[serde(rename = "wallet_history")]
    History { page: usize },
}

impl WalletAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::Show | Self::History { .. } => false,
        }
    }
}
