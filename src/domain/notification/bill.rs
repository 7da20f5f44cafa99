//! Notifications about bills and payments.

use serde::{Deserialize, Serialize};

use crate::domain::bill::{BillId, BillState};
use crate::domain::money::Rupiah;
use crate::domain::order::OrderId;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::proof::RejectReason;

/// A notification about a bill or a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BillNotification {
    /// Customer: a bill and how to pay it. Edited in place when it ends.
    #[serde(rename = "bill")]
    Card { bill: BillId },
    /// Customer: the same once more, as a new message.
    #[serde(rename = "bill_again")]
    Again { bill: BillId },
    /// Customer: the invoice in Telegram Stars of a bill that waits. Telegram shows it, and nobody can edit it.
    #[serde(rename = "bill_invoice")]
    Invoice { bill: BillId },
    /// Customer: the proof was rejected, and why.
    #[serde(rename = "bill_rejected")]
    Rejected { bill: BillId, reason: RejectReason },
    /// Admins: a photo that a customer sent for a bill. Edited in place when somebody decides.
    #[serde(rename = "proof")]
    Proof { bill: BillId, picture: String },
    /// Customer: no code could be had for a bill; nothing is to be paid.
    #[serde(rename = "bill_failed")]
    Failed { bill: BillId },
    /// Customer: money arrived and is in the wallet. A new message, because an edit does not notify.
    #[serde(rename = "payment_credited")]
    Credited {
        user: i64,
        bill: Option<BillId>,
        amount: Rupiah,
        /// The order that waited for it and goes on.
        #[serde(default)]
        order: Option<OrderId>,
    },
    /// Admins: money arrived that was not credited, and why.
    #[serde(rename = "payment_unmatched")]
    Unmatched { method: PaymentMethod, payment: String },
    /// Admins: Telegram lists a payment in Stars that never reached us. It counts now like any other.
    StarsFound { payment: String },
    /// Admins: Telegram gave the Stars of a payment back without our doing. `taken` came from the wallet, `missing` was spent.
    StarsBack { payment: String, taken: Rupiah, missing: Rupiah },
    /// Admins: Telegram refuses to give Stars back; the amount is in the wallet again.
    StarsRefused { payment: String, word: String },
    /// Admins: money came for a bill that had ended, as `was`, and is credited. There is nothing to do.
    #[serde(rename = "payment_late")]
    Late { bill: BillId, was: BillState, amount: Rupiah, late_ms: i64 },
    /// Admins: proofs, payments and payouts wait for them, as a reminder.
    #[serde(rename = "payments_waiting")]
    Waiting,
    /// Admins: a gateway does not work. `key`: it refuses our key or our account, so that somebody has to do something.
    GatewayDown { method: PaymentMethod, key: bool },
    /// Admins: it works again.
    GatewayUp { method: PaymentMethod },
    /// Admins: a gateway used a word for a bill that nobody knows; the bill is waited on.
    #[serde(rename = "unknown_payment_word")]
    UnknownWord { method: PaymentMethod, word: String },
}

impl BillNotification {
    /// The bill concerned, if there is one.
    pub fn bill(&self) -> Option<&BillId> {
        match self {
            Self::Card { bill }
            | Self::Again { bill }
            | Self::Invoice { bill }
            | Self::Rejected { bill, .. }
            | Self::Proof { bill, .. }
            | Self::Failed { bill }
            | Self::Late { bill, .. }
            | Self::Credited { bill: Some(bill), .. } => Some(bill),
            Self::Credited { bill: None, .. }
            | Self::Unmatched { .. }
            | Self::StarsFound { .. }
            | Self::StarsBack { .. }
            | Self::StarsRefused { .. }
            | Self::Waiting
            | Self::GatewayDown { .. }
            | Self::GatewayUp { .. }
            | Self::UnknownWord { .. } => None,
        }
    }

    /// Whether it breaks the quiet hours: money that fits nowhere, or customers can't pay, or can again.
    pub(super) fn must_not_wait(&self) -> bool {
        matches!(self, Self::Unmatched { .. } | Self::StarsBack { .. } | Self::GatewayDown { .. } | Self::GatewayUp { .. })
    }

    /// Whether it is for admins and not for the customer.
    pub fn is_for_admins(&self) -> bool {
        !matches!(
            self,
            Self::Card { .. }
                | Self::Again { .. }
                | Self::Invoice { .. }
                | Self::Rejected { .. }
                | Self::Failed { .. }
                | Self::Credited { .. }
        )
    }
}
