//! What the demo shows of customers' money: all accounts, the newest transfers, the payments in sum, and a customer's bills.

use crate::domain::bill::Bill;
use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::time::Millis;
use crate::storage::bill::bills;
use crate::storage::{ReadError, Reader, sql};

/// A transfer as it stands in the database, its accounts by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferRow {
    pub id: String,
    pub kind: String,
    pub debit: String,
    pub credit: String,
    pub amount: Rupiah,
    /// The number of the order or the bill that it belongs to.
    pub number: Option<String>,
    pub at: Millis,
}

/// Payments in sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaymentSums {
    /// What wallets got.
    pub credited: Rupiah,
    /// What arrived and nobody got.
    pub unmatched: Rupiah,
}

impl Reader {
    /// All accounts with what they hold: credits less debits.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_accounts(&self) -> Result<Vec<(String, Rupiah)>, ReadError> {
        let rows: Vec<(String, i64)> = sql::query("SELECT id, credits - debits FROM accounts ORDER BY id").fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(id, balance)| (id, Rupiah(balance))).collect())
    }

    /// The newest transfers of all customers, the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_newest_transfers(&self, limit: i64) -> Result<Vec<TransferRow>, ReadError> {
        const SQL: &str = "SELECT transfers.id, kind, debit, credit, transfers.amount, COALESCE(orders.number, bills.number), at FROM transfers \
             LEFT JOIN orders ON orders.id = transfers.order_id LEFT JOIN payments ON payments.transfer = transfers.id \
             LEFT JOIN bills ON bills.id = payments.bill_id ORDER BY at DESC, transfers.id DESC LIMIT $1";
        type Row = (String, String, String, String, i64, Option<String>, i64);
        let rows: Vec<Row> = sql::query(SQL).bind(limit).fetch_all(&self.pool).await?;
        let row = |(id, kind, debit, credit, amount, number, at): Row| {
            let (amount, at) = (Rupiah(amount), Millis(at));
            TransferRow { id, kind, debit, credit, amount, number, at }
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// The payments by one method in sum.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn sum_payments(&self, method: PaymentMethod) -> Result<PaymentSums, ReadError> {
        const SQL: &str = "SELECT CAST(COALESCE(SUM(credited), 0) AS BIGINT), \
             CAST(COALESCE(SUM(CASE WHEN transfer IS NULL THEN received ELSE 0 END), 0) AS BIGINT) FROM payments WHERE method = $1";
        let (credited, unmatched) = sql::query(SQL).bind(method.as_str()).fetch_one(&self.pool).await?;
        Ok(PaymentSums { credited: Rupiah(credited), unmatched: Rupiah(unmatched) })
    }

    /// The newest bills of a customer, the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_bills_of(&self, user_id: i64, limit: i64) -> Result<Vec<Bill>, ReadError> {
        const SQL: &str = "SELECT id, body FROM bills WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2";
        Ok(bills(sql::query(SQL).bind(user_id).bind(limit).fetch_all(&self.pool).await?))
    }
}
