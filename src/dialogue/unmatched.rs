//! The buttons by which admins decide about an unmatched payment.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::payment::AsideReason;
use crate::domain::payment_method::PaymentMethod;

/// A payment, by its method's id of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentKey {
    pub method: PaymentMethod,
    pub payment: String,
}

/// What a button about an unmatched payment does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum UnmatchedAction {
    /// The payment as it stands.
    #[serde(rename = "unmatched")]
    Show {
        #[serde(flatten)]
        key: PaymentKey,
    },
    /// Credit this amount: ask whether that is meant, or first for whom.
    #[serde(rename = "unmatched_ask")]
    AskCredit {
        #[serde(flatten)]
        key: PaymentKey,
        amount: Rupiah,
    },
    /// Yes, credit it to this customer.
    #[serde(rename = "unmatched_credit")]
    Credit {
        #[serde(flatten)]
        key: PaymentKey,
        user: i64,
        amount: Rupiah,
    },
    /// Type another amount.
    #[serde(rename = "unmatched_amount")]
    AskAmount {
        #[serde(flatten)]
        key: PaymentKey,
    },
    /// Choose why it is set aside.
    #[serde(rename = "unmatched_ask_aside")]
    AskAside {
        #[serde(flatten)]
        key: PaymentKey,
    },
    /// Set it aside for this reason.
    #[serde(rename = "unmatched_aside")]
    Aside {
        #[serde(flatten)]
        key: PaymentKey,
        reason: AsideReason,
    },
}

impl UnmatchedAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::Credit { .. } | Self::Aside { .. } => true,
            Self::Show { .. } | Self::AskCredit { .. } | Self::AskAmount { .. } | Self::AskAside { .. } => false,
        }
    }

    /// The payment that it is about.
    pub fn key(&self) -> &PaymentKey {
        match self {
            Self::Show { key }
            | Self::AskCredit { key, .. }
            | Self::Credit { key, .. }
            | Self::AskAmount { key }
            | Self::AskAside { key }
            | Self::Aside { key, .. } => key,
        }
    }
}
