//! The buttons by which admins decide about a proof of payment.

use serde::{Deserialize, Serialize};

use crate::domain::bill::BillId;
use crate::domain::money::Rupiah;
use crate::domain::proof::RejectReason;

/// A photo that was sent for a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofKey {
    pub bill: BillId,
    /// Telegram's id by which the photo is known again.
    pub picture: String,
}

/// What a button about a proof does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum ProofAction {
    /// The card as it stands.
    #[serde(rename = "proof")]
    Show {
        #[serde(flatten)]
        proof: ProofKey,
    },
    /// Credit this amount: ask whether that is meant.
    #[serde(rename = "proof_ask")]
    AskApprove {
        #[serde(flatten)]
        proof: ProofKey,
        amount: Rupiah,
    },
    /// Yes, credit it.
    #[serde(rename = "proof_approve")]
    Approve {
        #[serde(flatten)]
        proof: ProofKey,
        amount: Rupiah,
    },
    /// Type another amount.
    #[serde(rename = "proof_amount")]
    AskAmount {
        #[serde(flatten)]
        proof: ProofKey,
    },
    /// Choose why it is rejected.
    #[serde(rename = "proof_ask_reject")]
    AskReject {
        #[serde(flatten)]
        proof: ProofKey,
    },
    /// Reject it for this reason.
    #[serde(rename = "proof_reject")]
    Reject {
        #[serde(flatten)]
        proof: ProofKey,
        reason: RejectReason,
    },
}

impl ProofAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::Approve { .. } | Self::Reject { .. } => true,
            Self::Show { .. } | Self::AskApprove { .. } | Self::AskAmount { .. } | Self::AskReject { .. } => false,
        }
    }

    /// The proof that it is about.
    pub fn proof(&self) -> &ProofKey {
        match self {
            Self::Show { proof }
            | Self::AskApprove { proof, .. }
            | Self::Approve { proof, .. }
            | Self::AskAmount { proof }
            | Self::AskReject { proof }
            | Self::Reject { proof, .. } => proof,
        }
    }
}
