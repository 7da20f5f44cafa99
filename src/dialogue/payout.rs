//! The buttons by which admins pay a balance out.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;

/// What a button about a payout does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum PayoutAction {
    /// Pay out of this customer's wallet: type the amount.
    #[serde(rename = "payout_amount")]
    AskAmount { user: i64 },
    /// Yes, take this amount from the wallet; it is sent there.
    #[serde(rename = "payout_open")]
    Open { user: i64, amount: Rupiah, destination: String },
    /// A payout as it stands.
    #[serde(rename = "payout")]
    Show { payout: String },
    /// It was sent, or could not be sent: ask whether that is meant.
    #[serde(rename = "payout_ask_end")]
    AskEnd { payout: String, sent: bool },
    /// Yes.
    #[serde(rename = "payout_end")]
    End { payout: String, sent: bool },
}

impl PayoutAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::Open { .. } | Self::End { .. } => true,
            Self::AskAmount { .. } | Self::Show { .. } | Self::AskEnd { .. } => false,
        }
    }
}
