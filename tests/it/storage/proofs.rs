//! Proofs of payment and what was decided about them, on both databases.

use odzreshop_bot::domain::bill::{Bill, BillId, BillState};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::proof::{Proof, ProofDecision, ProofDecisionKind, RejectReason};
use odzreshop_bot::storage::{BillWrite, ProofWrite, Write};

use super::{Database, NOW, Taste, on_both};

fn bill(id: &str, state: BillState) -> Bill {
    let (number, reference) = (format!("N{}", id.to_ascii_uppercase()), Some(format!("{id}-1")));
    Bill { id: BillId(id.to_owned()), number, reference, version: 1, ..Taste::pleasant().bill(state) }
}

fn proof(bill: &Bill, picture: &str, seconds: i64) -> Proof {
    let (picture, file_id) = (picture.to_owned(), format!("file of {picture}"));
    Proof { bill: bill.id.clone(), user_id: bill.user_id, picture, file_id, sent_at: NOW.plus_seconds(seconds) }
}

fn add(proof: &Proof) -> Write {
    Write::Proof(ProofWrite::Add(proof.clone()))
}

async fn a_photo_that_comes_again_is_known(database: Database) {
    let base = database.open().await;
    let (old, new) = (bill("a", BillState::Paid), bill("b", BillState::Review));
    base.commit([Write::Bill(BillWrite::Add(old.clone())), Write::Bill(BillWrite::Add(new.clone()))]).await;
    let (first, second, same) = (proof(&old, "p", 0), proof(&new, "q", 1), proof(&new, "p", 2));
    base.commit([add(&first), add(&second), add(&same)]).await;
    assert_eq!(base.conflict([add(&first)]).await, "the proof");
    assert_eq!(base.store.list_proofs(&new.id).await.unwrap(), [second.clone(), same.clone()]);
    assert_eq!(base.store.find_other_use(&second).await.unwrap(), None);
    assert_eq!(base.store.find_other_use(&same).await.unwrap(), Some("NA".to_owned()));
    assert_eq!(base.store.count_other_proofs(&second).await.unwrap(), (1, 1));
    assert_eq!(base.store.count_other_proofs(&first).await.unwrap(), (1, 0));
}

async fn a_rejection_replaces_what_was_approved(database: Database) {
    let base = database.open().await;
    let bill = bill("a", BillState::Review);
    let decide = |admin, kind, seconds| ProofDecision { bill: bill.id.clone(), admin, kind, at: NOW.plus_seconds(seconds) };
    let write = |decision: &ProofDecision| Write::Proof(ProofWrite::Decide(decision.clone()));
    let approved = |admin, amount, seconds| decide(admin, ProofDecisionKind::Approved(Rupiah(amount)), seconds);
    let (one, again, other) = (approved(1, 5, 0), approved(1, 6, 1), approved(2, 5, 2));
    base.commit([Write::Bill(BillWrite::Add(bill.clone())), write(&one), write(&again), write(&other)]).await;
    assert_eq!(base.store.list_proof_decisions(&bill.id).await.unwrap(), [again, other]);
    let rejected = decide(2, ProofDecisionKind::Rejected(RejectReason::OtherPayment), 3);
    base.commit([write(&rejected)]).await;
    assert_eq!(base.store.list_proof_decisions(&bill.id).await.unwrap(), [rejected]);
}

on_both!(a_photo_that_comes_again_is_known, a_rejection_replaces_what_was_approved,);
