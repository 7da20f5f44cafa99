//! Payouts: money that left a wallet, and what became of it.

use crate::domain::payment_method::PaymentMethod;
use crate::domain::payout::{Payout, PayoutState};
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader, from_json, readable, to_json};

/// Writes about payouts. The transfer is written first.
#[derive(Clone, Debug)]
pub enum PayoutWrite {
    /// A new payout. Conflict when it is there already, or its payment is given back already.
    Add(Payout),
    /// An open payout reached the customer or came back. Conflict when it had ended before.
    End(Payout),
}

impl PayoutWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Add(payout) => add(db, payout).await,
            Self::End(payout) => end(db, payout).await,
        }
    }
}

impl Reader {
    /// A payout by its id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_payout(&self, id: &str) -> Result<Option<Payout>, ReadError> {
        payout(sql::query("SELECT id, body FROM payouts WHERE id = $1").bind(id).fetch_optional(&self.pool).await?)
    }

    /// A payout by its number, in upper or lower case.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_payout_called(&self, number: &str) -> Result<Option<Payout>, ReadError> {
        let number = number.to_ascii_uppercase();
        payout(sql::query("SELECT id, body FROM payouts WHERE number = $1").bind(&number).fetch_optional(&self.pool).await?)
    }

    /// The payout that gives this payment back, unless it came back itself.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_payout_of(&self, method: PaymentMethod, payment: &str) -> Result<Option<Payout>, ReadError> {
        const SQL: &str = "SELECT id, body FROM payouts WHERE method = $1 AND payment = $2 AND state <> 'returned'";
        payout(sql::query(SQL).bind(method.as_str()).bind(payment).fetch_optional(&self.pool).await?)
    }

    /// The open payouts of one method, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_open_payouts_by(&self, method: PaymentMethod, limit: i64) -> Result<Vec<Payout>, ReadError> {
        const SQL: &str = "SELECT id, body FROM payouts WHERE state = 'open' AND method = $1 ORDER BY created_at, id LIMIT $2";
        let rows: Vec<(String, String)> = sql::query(SQL).bind(method.as_str()).bind(limit).fetch_all(&self.pool).await?;
        Ok(readable(rows.into_iter().map(|(id, body)| from_json("payouts", &id, &body))))
    }

    /// A page of the open payouts, oldest first, and how many there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_open_payouts(&self, limit: i64, offset: i64) -> Result<(Vec<Payout>, i64), ReadError> {
        const SQL: &str = "SELECT id, body FROM payouts WHERE state = 'open' ORDER BY created_at, id LIMIT $1 OFFSET $2";
        let rows: Vec<(String, String)> = sql::query(SQL).bind(limit).bind(offset).fetch_all(&self.pool).await?;
        let (count,) = sql::query("SELECT COUNT(*) FROM payouts WHERE state = 'open'").fetch_one(&self.pool).await?;
        Ok((readable(rows.into_iter().map(|(id, body)| from_json("payouts", &id, &body))), count))
    }

    /// Since when the oldest open payout is there.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_oldest_payout(&self) -> Result<Option<Millis>, ReadError> {
        let (at,): (Option<i64>,) = sql::query("SELECT MIN(created_at) FROM payouts WHERE state = 'open'").fetch_one(&self.pool).await?;
        Ok(at.map(Millis))
    }
}

fn payout(row: Option<(String, String)>) -> Result<Option<Payout>, ReadError> {
    row.map(|(id, body)| from_json("payouts", &id, &body)).transpose()
}

async fn add(db: &mut Connection, payout: &Payout) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO payouts (id, number, user_id, method, payment, amount, state, transfer, created_at, body) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
    sql::query(SQL)
        .bind(&payout.id)
        .bind(&payout.number)
        .bind(payout.user_id)
        .bind(payout.method.as_str())
        .bind(&payout.payment)
        .bind(payout.amount.0)
        .bind(payout.state.as_str())
        .bind(format!("payout:{}", payout.id))
        .bind(payout.created_at.0)
        .bind(to_json(payout)?)
        .execute_one(db, "the payout")
        .await
}

async fn end(db: &mut Connection, payout: &Payout) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE payouts SET state = $2, returned = $3, body = $4 WHERE id = $1 AND state = 'open'";
    let returned = (payout.state == PayoutState::Returned).then(|| format!("return:{}", payout.id));
    sql::query(SQL).bind(&payout.id).bind(payout.state.as_str()).bind(&returned).bind(to_json(payout)?).execute_one(db, "the payout").await
}
