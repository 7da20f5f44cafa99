//! Proofs of payment, and what admins decided about them.

use crate::domain::bill::BillId;
use crate::domain::money::Rupiah;
use crate::domain::proof::{Proof, ProofDecision, ProofDecisionKind};
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader, from_word};

/// Writes about proofs.
#[derive(Clone, Debug)]
pub enum ProofWrite {
    /// A photo for a bill. Conflict when the bill has it already.
    Add(Proof),
    /// An admin's decision, which replaces an earlier one of theirs. A rejection replaces everybody's: the next proof begins anew.
    Decide(ProofDecision),
}

impl ProofWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Add(proof) => add(db, proof).await,
            Self::Decide(decision) => decide(db, decision).await,
        }
    }
}

impl Reader {
    /// The proofs of a bill, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_proofs(&self, bill: &BillId) -> Result<Vec<Proof>, ReadError> {
        const SQL: &str = "SELECT picture, file_id, user_id, sent_at FROM proofs WHERE bill_id = $1 ORDER BY sent_at, picture";
        let rows: Vec<(String, String, i64, i64)> = sql::query(SQL).bind(&bill.0).fetch_all(&self.pool).await?;
        let proof =
            |(picture, file_id, user_id, sent_at)| Proof { bill: bill.clone(), user_id, picture, file_id, sent_at: Millis(sent_at) };
        Ok(rows.into_iter().map(proof).collect())
    }

    /// The number of the first other bill for which this photo was sent.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_other_use(&self, proof: &Proof) -> Result<Option<String>, ReadError> {
        const SQL: &str = "SELECT bills.number FROM proofs JOIN bills ON bills.id = proofs.bill_id \
             WHERE proofs.picture = $1 AND proofs.bill_id <> $2 ORDER BY proofs.sent_at LIMIT 1";
        let row: Option<(String,)> = sql::query(SQL).bind(&proof.picture).bind(&proof.bill.0).fetch_optional(&self.pool).await?;
        Ok(row.map(|(number,)| number))
    }

    /// For how many other bills this proof's customer sent proofs, and how many of these were paid.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_other_proofs(&self, proof: &Proof) -> Result<(i64, i64), ReadError> {
        const SQL: &str = "SELECT COUNT(*), COUNT(CASE WHEN state = 'paid' THEN 1 END) FROM bills \
             WHERE id <> $2 AND id IN (SELECT bill_id FROM proofs WHERE user_id = $1)";
        Ok(sql::query(SQL).bind(proof.user_id).bind(&proof.bill.0).fetch_one(&self.pool).await?)
    }

    /// What was decided about a bill's proofs, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_proof_decisions(&self, bill: &BillId) -> Result<Vec<ProofDecision>, ReadError> {
        const SQL: &str = "SELECT admin, amount, reason, at FROM proof_decisions WHERE bill_id = $1 ORDER BY at, admin";
        type Row = (i64, Option<i64>, Option<String>, i64);
        let rows: Vec<Row> = sql::query(SQL).bind(&bill.0).fetch_all(&self.pool).await?;
        let decision = |(admin, amount, reason, at): Row| {
            let kind = match amount {
                Some(amount) => ProofDecisionKind::Approved(Rupiah(amount)),
                None => ProofDecisionKind::Rejected(from_word("proof_decisions", &bill.0, &reason.unwrap_or_default())?),
            };
            Ok(ProofDecision { bill: bill.clone(), admin, kind, at: Millis(at) })
        };
        rows.into_iter().map(decision).collect()
    }
}

async fn add(db: &mut Connection, proof: &Proof) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO proofs (bill_id, picture, file_id, user_id, sent_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    sql::query(SQL)
        .bind(&proof.bill.0)
        .bind(&proof.picture)
        .bind(&proof.file_id)
        .bind(proof.user_id)
        .bind(proof.sent_at.0)
        .execute_one(db, "the proof")
        .await
}

async fn decide(db: &mut Connection, decision: &ProofDecision) -> Result<(), CommitError> {
    const FORGET: &str = "DELETE FROM proof_decisions WHERE bill_id = $1";
    const SQL: &str = "INSERT INTO proof_decisions (bill_id, admin, amount, reason, at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (bill_id, admin) DO UPDATE SET amount = excluded.amount, reason = excluded.reason, at = excluded.at";
    let (amount, reason) = match decision.kind {
        ProofDecisionKind::Approved(amount) => (Some(amount.0), None),
        ProofDecisionKind::Rejected(reason) => (None, Some(reason.as_str().to_owned())),
    };
    if reason.is_some() {
        sql::query(FORGET).bind(&decision.bill.0).execute(&mut *db).await?;
    }
    sql::query(SQL).bind(&decision.bill.0).bind(decision.admin).bind(amount).bind(&reason).bind(decision.at.0).execute(db).await
}
