//! Proofs of payment: customers send photos, and admins decide what they are worth.
//!
//! Every decision moves the bill's version, so that of two admins who decide at the same time one is first, and the other sees it.

use std::sync::Arc;

use crate::app::audit::audit;
use crate::app::pay::{Approval, Payments};
use crate::app::{Admins, AppError, Bills, Clock, Effects, Notifier};
use crate::domain::bill::{Bill, BillEvent, BillId, BillState};
use crate::domain::money::Rupiah;
use crate::domain::notification::BillNotification;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::proof::{MAX_PROOFS, Proof, ProofDecision, ProofDecisionKind, RejectReason, is_approved, is_rejected};
use crate::domain::role::Right;
use crate::domain::shop::Shop;
use crate::storage::{ProofWrite, Store, Write};

/// What became of a photo that a customer sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofReceipt {
    /// The admins have it.
    Kept,
    /// There are enough for this bill.
    TooMany,
    /// The bill is paid already.
    Paid,
    /// It needs no proof, or is not theirs.
    NotWanted,
}

/// What became of an admin's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofOutcome {
    /// It counts.
    Done,
    /// It takes another admin who approves the same amount.
    NeedsSecond,
    /// It was decided before.
    Already,
    /// It is not theirs to decide, or there is no such bill.
    Denied,
}

/// Proofs.
pub struct Proofs {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) admins: Admins,
    pub(super) notifier: Notifier,
    pub(super) bills: Arc<Bills>,
    pub(super) payments: Arc<Payments>,
}

impl Proofs {
    /// A customer sent a photo for a bill of the shop's own code, in time or late.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn receive(
        &self,
        user_id: i64,
        bill: &BillId,
        picture: String,
        file_id: String,
        effects: &mut Effects,
    ) -> Result<ProofReceipt, AppError> {
        let Some(bill) = self.bills.find(user_id, bill).await?.filter(takes_proof) else { return Ok(ProofReceipt::NotWanted) };
        if bill.state == BillState::Paid {
            return Ok(ProofReceipt::Paid);
        }
        let proofs = self.store.list_proofs(&bill.id).await?;
        if proofs.iter().any(|proof| proof.picture == picture) {
            return Ok(ProofReceipt::Kept);
        }
        if proofs.len() >= MAX_PROOFS {
            return Ok(ProofReceipt::TooMany);
        }
        let proof = Proof { bill: bill.id.clone(), user_id, picture, file_id, sent_at: self.clock.now() };
        effects.push(Write::Proof(ProofWrite::Add(proof.clone())));
        let event = if bill.state == BillState::Waiting { BillEvent::Proof } else { BillEvent::Reviewed };
        self.bills.apply(bill, event, effects)?;
        effects.extend(self.notifier.to_admins(&card(&proof).into()));
        Ok(ProofReceipt::Kept)
    }

    /// An admin found `amount` on the bank statement. It is credited at once, or when a second admin has found the same.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn approve(
        &self,
        shop: &Arc<Shop>,
        admin: i64,
        bill: &BillId,
        amount: Rupiah,
        effects: &mut Effects,
    ) -> Result<ProofOutcome, AppError> {
        let Some(bill) = self.decidable(admin, bill).await? else { return Ok(ProofOutcome::Denied) };
        if bill.state == BillState::Paid {
            return Ok(ProofOutcome::Already);
        }
        let decisions = self.store.list_proof_decisions(&bill.id).await?;
        let alone = shop.wallet.qris.as_ref().map_or(Rupiah::ZERO, |qris| qris.approve_alone);
        let approved = is_approved(Rupiah(bill.payable), alone, &decisions, admin, amount);
        self.decide(admin, &bill, ProofDecisionKind::Approved(amount), effects).await?;
        if approved {
            return Ok(match self.payments.approve(shop, admin, &bill.id, amount, effects).await? {
                Approval::Credited(_) => ProofOutcome::Done,
                Approval::Already(_) => ProofOutcome::Already,
                Approval::Unknown => ProofOutcome::Denied,
            });
        }
        effects.push(audit(admin, "approve_payment_first", bill.number.clone(), amount.0.to_string(), self.clock.now()));
        self.bills.apply(bill, BillEvent::Reviewed, effects)?;
        Ok(ProofOutcome::NeedsSecond)
    }

    /// An admin rejects the proofs of a bill, and the customer is told why. A later proof, or money, still counts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn reject(&self, admin: i64, bill: &BillId, reason: RejectReason, effects: &mut Effects) -> Result<ProofOutcome, AppError> {
        let Some(bill) = self.decidable(admin, bill).await? else { return Ok(ProofOutcome::Denied) };
        let (proofs, decisions) = (self.store.list_proofs(&bill.id).await?, self.store.list_proof_decisions(&bill.id).await?);
        if bill.state == BillState::Paid || is_rejected(&proofs, &decisions) {
            return Ok(ProofOutcome::Already);
        }
        self.decide(admin, &bill, ProofDecisionKind::Rejected(reason), effects).await?;
        effects.push(audit(admin, "reject_payment", bill.number.clone(), reason.as_str().to_owned(), self.clock.now()));
        let told = BillNotification::Rejected { bill: bill.id.clone(), reason };
        self.notifier.notify_at(bill.place(), told.into(), effects);
        self.bills.apply(bill, BillEvent::Rejected, effects)?;
        Ok(ProofOutcome::Done)
    }

    /// The bill, if this admin may decide about it.
    async fn decidable(&self, admin: i64, bill: &BillId) -> Result<Option<Bill>, AppError> {
        let found = if self.admins.may(admin, Right::MoveMoney) { self.store.find_bill(bill).await? } else { None };
        Ok(found.filter(takes_proof))
    }

    /// Writes a decision down, and brings all cards of the bill's proofs up to date.
    async fn decide(&self, admin: i64, bill: &Bill, kind: ProofDecisionKind, effects: &mut Effects) -> Result<(), AppError> {
        let decision = ProofDecision { bill: bill.id.clone(), admin, kind, at: self.clock.now() };
        effects.push(Write::Proof(ProofWrite::Decide(decision)));
        for proof in self.store.list_proofs(&bill.id).await? {
            effects.extend(self.notifier.to_admins(&card(&proof).into()));
        }
        Ok(())
    }
}

fn card(proof: &Proof) -> BillNotification {
    BillNotification::Proof { bill: proof.bill.clone(), picture: proof.picture.clone() }
}

/// Only a bill of the shop's own code whose code somebody has seen.
fn takes_proof(bill: &Bill) -> bool {
    bill.method == PaymentMethod::Qris && bill.code.is_some()
}
