//! Payments: money that arrived, credited or unmatched.

use crate::domain::bill::BillId;
use crate::domain::payment::Payment;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader, from_json, readable, to_json};

/// Writes about payments. Where a payment is credited, its transfer is written first.
#[derive(Clone, Debug)]
pub enum PaymentWrite {
    /// A payment is seen. Conflict when it was seen before.
    Add(Payment),
    /// An admin has decided about an unmatched one: credited it or set it aside. Conflict when one has before.
    Decide(Payment),
}

impl PaymentWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Add(payment) => add(db, payment).await,
            Self::Decide(payment) => decide(db, payment).await,
        }
    }
}

impl Reader {
    /// A payment by its method's id of it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_payment(&self, method: PaymentMethod, id: &str) -> Result<Option<Payment>, ReadError> {
        const SQL: &str = "SELECT payment, body FROM payments WHERE method = $1 AND payment = $2";
        let row: Option<(String, String)> = sql::query(SQL).bind(method.as_str()).bind(id).fetch_optional(&self.pool).await?;
        row.map(|(id, body)| from_json("payments", &id, &body)).transpose()
    }

    /// The payments with this id; of each method one at most.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_payments(&self, id: &str) -> Result<Vec<Payment>, ReadError> {
        const SQL: &str = "SELECT payment, body FROM payments WHERE payment = $1 ORDER BY method";
        Ok(payments(sql::query(SQL).bind(id).fetch_all(&self.pool).await?))
    }

    /// The payments of a bill, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_payments_of(&self, bill: &BillId) -> Result<Vec<Payment>, ReadError> {
        const SQL: &str = "SELECT payment, body FROM payments WHERE bill_id = $1 ORDER BY seen_at, payment";
        Ok(payments(sql::query(SQL).bind(&bill.0).fetch_all(&self.pool).await?))
    }

    /// Since when the oldest unmatched payment is there.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_oldest_unmatched(&self) -> Result<Option<Millis>, ReadError> {
        const SQL: &str = "SELECT MIN(seen_at) FROM payments WHERE transfer IS NULL AND actor IS NULL";
        let (at,): (Option<i64>,) = sql::query(SQL).fetch_one(&self.pool).await?;
        Ok(at.map(Millis))
    }

    /// A page of the payments that no admin has decided about and nobody got, oldest first, and how many there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_unmatched(&self, limit: i64, offset: i64) -> Result<(Vec<Payment>, i64), ReadError> {
        const SQL: &str = "SELECT payment, body FROM payments WHERE transfer IS NULL AND actor IS NULL ORDER BY seen_at, payment \
             LIMIT $1 OFFSET $2";
        const COUNT: &str = "SELECT COUNT(*) FROM payments WHERE transfer IS NULL AND actor IS NULL";
        let rows: Vec<(String, String)> = sql::query(SQL).bind(limit).bind(offset).fetch_all(&self.pool).await?;
        let (count,) = sql::query(COUNT).fetch_one(&self.pool).await?;
        Ok((payments(rows), count))
    }
}

fn payments(rows: Vec<(String, String)>) -> Vec<Payment> {
    readable(rows.into_iter().map(|(id, body)| from_json("payments", &id, &body)))
}

/// The id of the transfer that credits a payment.
fn transfer(payment: &Payment) -> Option<String> {
    payment.credited.map(|_| format!("pay:{}:{}", payment.method.as_str(), payment.id))
}

async fn add(db: &mut Connection, payment: &Payment) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO payments (method, payment, bill_id, received, unit, credited, transfer, seen_at, actor, paid_at, body) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (method, payment) DO NOTHING";
    sql::query(SQL)
        .bind(payment.method.as_str())
        .bind(&payment.id)
        .bind(payment.bill.as_ref().map(|bill| &bill.0))
        .bind(payment.received)
        .bind(payment.unit.as_str())
        .bind(payment.credited.map(|amount| amount.0))
        .bind(&transfer(payment))
        .bind(payment.seen_at.0)
        .bind(payment.actor)
        .bind(payment.paid_at.map(|at| at.0))
        .bind(to_json(payment)?)
        .execute_one(db, "the payment")
        .await
}

async fn decide(db: &mut Connection, payment: &Payment) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE payments SET credited = $3, transfer = $4, actor = $5, body = $6 \
         WHERE method = $1 AND payment = $2 AND transfer IS NULL AND actor IS NULL";
    sql::query(SQL)
        .bind(payment.method.as_str())
        .bind(&payment.id)
        .bind(payment.credited.map(|amount| amount.0))
        .bind(&transfer(payment))
        .bind(payment.actor)
        .bind(to_json(payment)?)
        .execute_one(db, "the payment")
        .await
}
