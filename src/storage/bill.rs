//! Bills, and the amounts that a static code's bills have for themselves.

use crate::domain::bill::{Bill, BillId, BillState};
use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::wake_up::WakeUp;
use crate::storage::{CommitError, ReadError, Reader, from_json, from_word, readable, to_json};

/// Writes about bills.
// Most writes are of the large kind.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum BillWrite {
    /// A new bill. Conflict when its customer has an open one, or its number is taken.
    Add(Bill),
    /// A bill after an event. Conflict when the stored version is not the previous one.
    Move(Bill),
    /// A bill has this amount for itself until a time. Conflict when another one has it now. The bill is added first.
    Claim { method: PaymentMethod, payable: i64, bill: BillId, until: Millis, now: Millis },
}

impl BillWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Add(bill) => add(db, bill).await,
            Self::Move(bill) => update(db, bill).await,
            Self::Claim { method, payable, bill, until, now } => claim(db, *method, *payable, bill, *until, *now).await,
        }
    }

    pub(super) fn wake_up(&self) -> Option<WakeUp> {
        let (Self::Add(bill) | Self::Move(bill)) = self else { return None };
        bill.due_at.map(|_| WakeUp::Bills)
    }
}

impl Reader {
    /// A bill by its id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_bill(&self, id: &BillId) -> Result<Option<Bill>, ReadError> {
        bill(sql::query("SELECT id, body FROM bills WHERE id = $1").bind(&id.0).fetch_optional(&self.pool).await?)
    }

    /// A bill by its id, and what its customer has in all, available and held: in one read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_bill_and_funds(&self, id: &BillId) -> Result<Option<(Bill, Rupiah)>, ReadError> {
        const SQL: &str = "SELECT bills.id, bills.body, CAST(COALESCE((SELECT SUM(credits - debits) FROM accounts \
             WHERE accounts.id IN ('wallet:' || bills.user_id, 'held:' || bills.user_id)), 0) AS BIGINT) FROM bills WHERE bills.id = $1";
        let row: Option<(String, String, i64)> = sql::query(SQL).bind(&id.0).fetch_optional(&self.pool).await?;
        row.map(|(id, body, funds)| Ok((from_json("bills", &id, &body)?, Rupiah(funds)))).transpose()
    }

    /// A bill by its number, in upper or lower case.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_bill_called(&self, number: &str) -> Result<Option<Bill>, ReadError> {
        let number = number.to_ascii_uppercase();
        bill(sql::query("SELECT id, body FROM bills WHERE number = $1").bind(&number).fetch_optional(&self.pool).await?)
    }

    /// A bill by what its method knows it by.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_bill_by_reference(&self, method: PaymentMethod, reference: &str) -> Result<Option<Bill>, ReadError> {
        const SQL: &str = "SELECT id, body FROM bills WHERE method = $1 AND reference = $2";
        bill(sql::query(SQL).bind(method.as_str()).bind(reference).fetch_optional(&self.pool).await?)
    }

    /// The open bill of a customer.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_open_bill(&self, user_id: i64) -> Result<Option<Bill>, ReadError> {
        const SQL: &str = "SELECT id, body FROM bills WHERE user_id = $1 AND state IN ('opening', 'waiting', 'review')";
        bill(sql::query(SQL).bind(user_id).fetch_optional(&self.pool).await?)
    }

    /// Due bills, those that have no code yet before all others, then the longest waiting first; at most `limit` of each. A row that can't be
    /// read is logged and skipped.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_due_bills(&self, now: Millis, limit: i64) -> Result<Vec<Bill>, ReadError> {
        const OPENING: &str = "SELECT id, body FROM bills WHERE state = 'opening' AND due_at <= $1 ORDER BY created_at LIMIT $2";
        const OTHERS: &str = "SELECT id, body FROM bills WHERE due_at <= $1 AND state <> 'opening' ORDER BY due_at LIMIT $2";
        let mut due = Vec::new();
        for sql in [OPENING, OTHERS] {
            due.extend(bills(sql::query(sql).bind(now.0).bind(limit).fetch_all(&self.pool).await?));
        }
        Ok(due)
    }

    /// When the next bill becomes due after `now`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next_bill_at(&self, now: Millis) -> Result<Option<Millis>, ReadError> {
        let (at,): (Option<i64>,) = sql::query("SELECT MIN(due_at) FROM bills WHERE due_at > $1").bind(now.0).fetch_one(&self.pool).await?;
        Ok(at.map(Millis))
    }

    /// A page of the bills in this state, oldest first, and how many there are in it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_bills(&self, state: BillState, limit: i64, offset: i64) -> Result<(Vec<Bill>, i64), ReadError> {
        self.list_bills_in([state, state], limit, offset).await
    }

    /// A page of the bills that their customers have not answered yet, oldest first, and how many there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_unanswered_bills(&self, limit: i64, offset: i64) -> Result<(Vec<Bill>, i64), ReadError> {
        self.list_bills_in([BillState::Opening, BillState::Waiting], limit, offset).await
    }

    async fn list_bills_in(&self, [one, other]: [BillState; 2], limit: i64, offset: i64) -> Result<(Vec<Bill>, i64), ReadError> {
        const SQL: &str = "SELECT id, body FROM bills WHERE state IN ($1, $2) ORDER BY created_at, id LIMIT $3 OFFSET $4";
        const COUNT: &str = "SELECT COUNT(*) FROM bills WHERE state IN ($1, $2)";
        let (one, other) = (one.as_str(), other.as_str());
        let rows = sql::query(SQL).bind(one).bind(other).bind(limit).bind(offset).fetch_all(&self.pool).await?;
        let (count,) = sql::query(COUNT).bind(one).bind(other).fetch_one(&self.pool).await?;
        Ok((bills(rows), count))
    }

    /// The bill that some method knows by this reference.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_bill_referred(&self, reference: &str) -> Result<Option<Bill>, ReadError> {
        const SQL: &str = "SELECT id, body FROM bills WHERE reference = $1 ORDER BY created_at DESC LIMIT 1";
        bill(sql::query(SQL).bind(reference).fetch_optional(&self.pool).await?)
    }

    /// How many bills there are in each state. A state without bills is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_bills(&self) -> Result<Vec<(BillState, i64)>, ReadError> {
        let rows: Vec<(String, i64)> = sql::query("SELECT state, COUNT(*) FROM bills GROUP BY state").fetch_all(&self.pool).await?;
        rows.into_iter().map(|(state, count)| Ok((from_word("bills", &state, &state)?, count))).collect()
    }

    /// Since when the oldest bill in review is there.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_oldest_review(&self) -> Result<Option<Millis>, ReadError> {
        let (at,): (Option<i64>,) = sql::query("SELECT MIN(created_at) FROM bills WHERE state = 'review'").fetch_one(&self.pool).await?;
        Ok(at.map(Millis))
    }

    /// The amounts that a method's bills have for themselves.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_claimed_amounts(&self, method: PaymentMethod, now: Millis) -> Result<Vec<i64>, ReadError> {
        const SQL: &str = "SELECT payable FROM amounts WHERE method = $1 AND until >= $2";
        let rows: Vec<(i64,)> = sql::query(SQL).bind(method.as_str()).bind(now.0).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(payable,)| payable).collect())
    }
}

fn bill(row: Option<(String, String)>) -> Result<Option<Bill>, ReadError> {
    row.map(|(id, body)| from_json("bills", &id, &body)).transpose()
}

pub(super) fn bills(rows: Vec<(String, String)>) -> Vec<Bill> {
    readable(rows.into_iter().map(|(id, body)| from_json("bills", &id, &body)))
}

async fn add(db: &mut Connection, bill: &Bill) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO bills (id, number, user_id, method, state, version, amount, payable, reference, due_at, expires_at, \
          created_at, fee, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING";
    sql::query(SQL)
        .bind(&bill.id.0)
        .bind(&bill.number)
        .bind(bill.user_id)
        .bind(bill.method.as_str())
        .bind(bill.state.as_str())
        .bind(bill.version)
        .bind(bill.amount.0)
        .bind(bill.payable)
        .bind(&bill.reference)
        .bind(bill.due_at.map(|at| at.0))
        .bind(bill.expires_at.0)
        .bind(bill.created_at.0)
        .bind(bill.fee().map(|fee| fee.0))
        .bind(to_json(bill)?)
        .execute_one(db, "the bill")
        .await
}

async fn update(db: &mut Connection, bill: &Bill) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE bills SET method = $3, state = $4, version = $2, amount = $5, payable = $6, reference = $7, due_at = $8, \
          expires_at = $9, fee = $10, body = $11 WHERE id = $1 AND version = $2 - 1";
    sql::query(SQL)
        .bind(&bill.id.0)
        .bind(bill.version)
        .bind(bill.method.as_str())
        .bind(bill.state.as_str())
        .bind(bill.amount.0)
        .bind(bill.payable)
        .bind(&bill.reference)
        .bind(bill.due_at.map(|at| at.0))
        .bind(bill.expires_at.0)
        .bind(bill.fee().map(|fee| fee.0))
        .bind(to_json(bill)?)
        .execute_one(db, "the bill")
        .await
}

async fn claim(
    db: &mut Connection,
    method: PaymentMethod,
    payable: i64,
    bill: &BillId,
    until: Millis,
    now: Millis,
) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO amounts (method, payable, bill_id, until) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (method, payable) DO UPDATE SET bill_id = excluded.bill_id, until = excluded.until WHERE amounts.until < $5";
    sql::query(SQL).bind(method.as_str()).bind(payable).bind(&bill.0).bind(until.0).bind(now.0).execute_one(db, "the amount").await
}
