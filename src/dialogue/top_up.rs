//! The buttons by which customers add to their wallet, and those under a bill.

use serde::{Deserialize, Serialize};

use crate::domain::bill::BillId;
use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentWay;

/// What a button of a top-up does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum TopUpAction {
    /// Choose how much, or see the open bill again.
    #[serde(rename = "top_up")]
    Choose,
    /// Type another amount.
    #[serde(rename = "top_up_other")]
    AskAmount,
    /// Open a bill over this amount; or choose how to pay it, where there is a choice.
    #[serde(rename = "top_up_open")]
    Open { amount: Rupiah },
    /// Open a bill over this amount that is paid in this way.
    #[serde(rename = "top_up_by")]
    OpenBy { amount: Rupiah, way: PaymentWay },
    /// It is paid: look now.
    #[serde(rename = "bill_look")]
    Look { bill: BillId },
    /// Send a photo that proves it.
    #[serde(rename = "bill_proof")]
    SendProof { bill: BillId },
    /// Cancel the bill.
    #[serde(rename = "bill_cancel")]
    Cancel { bill: BillId },
}

impl TopUpAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::OpenBy { .. } => true,
            // A second press of ❌ finds the bill cancelled.
            // A second press of an amount shows the bill that is open.
            Self::Open { .. } | Self::Choose | Self::AskAmount | Self::Look { .. } | Self::SendProof { .. } | Self::Cancel { .. } => false,
        }
    }
}
