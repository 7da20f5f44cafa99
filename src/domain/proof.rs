//! Proofs: a customer's photo that shows a payment of the shop's own QRIS code. It proves nothing by itself: an admin compares it with the
//! bank statement, and above a limit two admins do.

use serde::{Deserialize, Serialize};

use crate::domain::bill::BillId;
use crate::domain::money::Rupiah;
use crate::domain::payment::Payment;
use crate::domain::time::Millis;

/// Photos that are kept for one bill: a better one may follow, but not a flood of them.
pub const MAX_PROOFS: usize = 3;

/// A photo for a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub bill: BillId,
    pub user_id: i64,
    /// Telegram's id by which the same photo is known again.
    pub picture: String,
    /// Telegram's id by which it is shown.
    pub file_id: String,
    pub sent_at: Millis,
}

/// Why a proof is rejected; the customer is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// Nothing of it is on the bank statement.
    NoMoney,
    /// It shows another amount than what was asked for or arrived.
    OtherAmount,
    /// The photo can't be read.
    Unreadable,
    /// It is of another payment.
    OtherPayment,
}

impl RejectReason {
    /// All of them, in the order in which admins choose.
    pub const ALL: [Self; 4] = [Self::NoMoney, Self::OtherAmount, Self::Unreadable, Self::OtherPayment];

    /// Its word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoMoney => "no_money",
            Self::OtherAmount => "other_amount",
            Self::Unreadable => "unreadable",
            Self::OtherPayment => "other_payment",
        }
    }
}

/// What an admin decided about the proofs of a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofDecision {
    pub bill: BillId,
    pub admin: i64,
    pub kind: ProofDecisionKind,
    pub at: Millis,
}

/// See [`ProofDecision`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofDecisionKind {
    /// So much arrived.
    Approved(Rupiah),
    Rejected(RejectReason),
}

/// Whether `amount` is credited when `admin` approves it: alone up to `alone`, above it together with another admin who approved the same
/// amount. What counts is the larger one of what was asked for and what is credited.
pub fn is_approved(asked: Rupiah, alone: Rupiah, decisions: &[ProofDecision], admin: i64, amount: Rupiah) -> bool {
    let second = |decision: &ProofDecision| decision.admin != admin && decision.kind == ProofDecisionKind::Approved(amount);
    asked.max(amount) <= alone || decisions.iter().any(second)
}

/// Whether the bill was rejected and no proof came since.
pub fn is_rejected(proofs: &[Proof], decisions: &[ProofDecision]) -> bool {
    let rejected = decisions.iter().filter(|decision| matches!(decision.kind, ProofDecisionKind::Rejected(_))).map(|decision| decision.at);
    rejected.max().is_some_and(|at| proofs.iter().all(|proof| proof.sent_at <= at))
}

/// What an admin looks at before deciding about a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofReview {
    pub proof: Proof,
    /// When the customer first wrote to the bot.
    pub met_at: Option<Millis>,
    /// For how many other bills the customer sent proofs, and how many of these were paid.
    pub earlier: (i64, i64),
    /// The number of another bill for which the same photo was sent.
    pub seen: Option<String>,
    /// What was decided so far, each with the admin's name.
    pub decisions: Vec<(String, ProofDecisionKind)>,
    /// Whether it was rejected and no proof came since.
    pub rejected: bool,
    /// What was credited.
    pub payment: Option<Payment>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(admin: i64, kind: ProofDecisionKind, at: i64) -> ProofDecision {
        ProofDecision { bill: BillId("b".to_owned()), admin, kind, at: Millis(at) }
    }

    #[test]
    fn above_the_limit_two_admins_approve_the_same_amount() {
        let (alone, large) = (Rupiah(500_000), Rupiah(500_001));
        let by = |admin, amount| [decision(admin, ProofDecisionKind::Approved(amount), 1)];
        let rejected = [decision(2, ProofDecisionKind::Rejected(RejectReason::NoMoney), 1)];
        let cases: [(Rupiah, &[ProofDecision], Rupiah, bool); 8] = [
            (alone, &[], alone, true),
            (large, &[], large, false),
            (large, &[], Rupiah(1), false),
            (Rupiah(20_000), &[], large, false),
            (large, &by(1, large), large, false),
            (large, &by(2, large), large, true),
            (large, &by(2, alone), large, false),
            (large, &rejected, large, false),
        ];
        for (asked, decisions, amount, approved) in cases {
            assert_eq!(is_approved(asked, alone, decisions, 1, amount), approved, "{asked} {decisions:?} {amount}");
        }
    }

    #[test]
    fn a_rejection_counts_until_another_proof_comes() {
        let proof =
            |at| Proof { bill: BillId("b".to_owned()), user_id: 7, picture: "p".to_owned(), file_id: "f".to_owned(), sent_at: Millis(at) };
        let rejected = [decision(1, ProofDecisionKind::Rejected(RejectReason::NoMoney), 5)];
        assert!(is_rejected(&[proof(4)], &rejected) && !is_rejected(&[proof(4), proof(6)], &rejected));
        assert!(!is_rejected(&[proof(4)], &[]) && !is_rejected(&[proof(4)], &[decision(1, ProofDecisionKind::Approved(Rupiah(1)), 5)]));
    }
}
