//! The buttons that resolve an uncertain order, for admins. Each answer takes two steps: ask, then confirm.

use serde::{Deserialize, Serialize};

use crate::domain::order::OrderId;

/// What a button that resolves an uncertain order does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum ResolutionAction {
    /// First step: the provider has this order; ask for its invoice.
    #[serde(rename = "placed")]
    AskInvoice { order: OrderId },
    /// First step: the provider never had it.
    #[serde(rename = "not_placed")]
    AskNotPlaced { order: OrderId },
    /// First step: send it again under the same `ref_id`.
    #[serde(rename = "resend")]
    AskResend { order: OrderId },
    /// Second step: yes, the provider has it under this invoice.
    #[serde(rename = "surely_placed")]
    ConfirmPlaced { order: OrderId, invoice: String },
    /// Second step: yes, the provider never had it.
    #[serde(rename = "surely_not_placed")]
    ConfirmNotPlaced { order: OrderId },
    /// Second step: yes, send it again.
    #[serde(rename = "surely_resend")]
    ConfirmResend { order: OrderId },
    /// The invoice under which an admin found this order placed is wrong.
    TakeBack { order: OrderId },
}

impl ResolutionAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::AskInvoice { .. } | Self::AskNotPlaced { .. } | Self::AskResend { .. } => false,
            Self::ConfirmPlaced { .. } | Self::ConfirmNotPlaced { .. } | Self::ConfirmResend { .. } | Self::TakeBack { .. } => true,
        }
    }
}
