//! Notifications about payouts, for the customer.

use serde::{Deserialize, Serialize};

/// A notification about a payout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum PayoutNotification {
    /// Its amount has left the wallet and is on its way.
    #[serde(rename = "payout_opened")]
    Opened { payout: String },
    /// It was sent.
    #[serde(rename = "payout_done")]
    Done { payout: String },
    /// It could not be sent; its amount is in the wallet again.
    #[serde(rename = "payout_returned")]
    Returned { payout: String },
}

impl PayoutNotification {
    /// The payout's id.
    pub fn payout(&self) -> &str {
        match self {
            Self::Opened { payout } | Self::Done { payout } | Self::Returned { payout } => payout,
        }
    }
}
