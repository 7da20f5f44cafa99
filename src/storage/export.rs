//! What is exported, in parts: orders, transfers and the audit log of a span of time, each in the order in which it came.

use crate::domain::export::ExportKind;
use crate::domain::money::Rupiah;
use crate::domain::order::Order;
use crate::domain::time::Millis;
use crate::storage::sql;
use crate::storage::{ReadError, Reader, from_json};

/// Where to read on: the time and the id of the last row.
pub type After = (Millis, String);

/// An order with its customer.
#[derive(Clone, Debug)]
pub struct OrderRow {
    pub at: Millis,
    pub id: String,
    /// `None` when it can't be read, which is logged.
    pub order: Option<Order>,
    pub name: Option<String>,
    pub username: Option<String>,
}

/// A line of the ledger.
#[derive(Clone, Debug)]
pub struct LedgerRow {
    pub at: Millis,
    pub id: String,
    pub kind: String,
    pub debit: String,
    pub credit: String,
    pub amount: Rupiah,
    pub user_id: i64,
    pub name: Option<String>,
    /// The number of the order that it is about.
    pub order: Option<String>,
    /// The admin, where one decided.
    pub actor: Option<i64>,
    pub reason: Option<String>,
}

/// A line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    pub at: Millis,
    pub id: String,
    pub actor: i64,
    pub name: Option<String>,
    pub action: String,
    pub subject: String,
    pub detail: String,
}

/// The columns of an entry, as they are read.
pub(super) type AuditColumns = (String, i64, i64, Option<String>, String, String, String);

impl From<AuditColumns> for AuditRow {
    fn from((id, at, actor, name, action, subject, detail): AuditColumns) -> Self {
        Self { at: Millis(at), id, actor, name, action, subject, detail }
    }
}

impl Reader {
    /// How many rows there are from `since` to before `until`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_rows(&self, what: ExportKind, since: Millis, until: Millis) -> Result<i64, ReadError> {
        let sql = match what {
            ExportKind::Orders => "SELECT COUNT(*) FROM orders WHERE created_at >= $1 AND created_at < $2",
            ExportKind::Transfers => "SELECT COUNT(*) FROM transfers WHERE at >= $1 AND at < $2",
            ExportKind::Audit => "SELECT COUNT(*) FROM audit WHERE at >= $1 AND at < $2",
        };
        let (count,) = sql::query(sql).bind(since.0).bind(until.0).fetch_one(&self.pool).await?;
        Ok(count)
    }

    /// When the first row was made.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_first_row(&self, what: ExportKind) -> Result<Option<Millis>, ReadError> {
        let sql = match what {
            ExportKind::Orders => "SELECT MIN(created_at) FROM orders",
            ExportKind::Transfers => "SELECT MIN(at) FROM transfers",
            ExportKind::Audit => "SELECT MIN(at) FROM audit",
        };
        let (at,): (Option<i64>,) = sql::query(sql).fetch_one(&self.pool).await?;
        Ok(at.map(Millis))
    }

    /// At most `limit` orders that were made after `after` and before `until`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_order_rows(&self, after: &After, until: Millis, limit: i64) -> Result<Vec<OrderRow>, ReadError> {
        const SQL: &str = "SELECT orders.id, orders.created_at, body, name, username FROM orders LEFT JOIN people ON people.id = user_id \
             WHERE orders.created_at >= $1 AND orders.created_at < $2 AND (orders.created_at > $1 OR orders.id > $3) \
             ORDER BY orders.created_at, orders.id LIMIT $4";
        type Row = (String, i64, String, Option<String>, Option<String>);
        let rows: Vec<Row> = self.rows(SQL, after, until, limit).await?;
        let row = |(id, at, body, name, username): Row| {
            let order = from_json("orders", &id, &body).inspect_err(|error| tracing::error!(%error, "an order can't be exported")).ok();
            OrderRow { at: Millis(at), id, order, name, username }
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// The same of the ledger.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_ledger_rows(&self, after: &After, until: Millis, limit: i64) -> Result<Vec<LedgerRow>, ReadError> {
        const SQL: &str = "SELECT transfers.id, at, kind, debit, credit, amount, transfers.user_id, name, number, actor, transfers.reason \
             FROM transfers LEFT JOIN people ON people.id = transfers.user_id LEFT JOIN orders ON orders.id = order_id \
             WHERE at >= $1 AND at < $2 AND (at > $1 OR transfers.id > $3) ORDER BY at, transfers.id LIMIT $4";
        type Row = (String, i64, String, String, String, i64, i64, Option<String>, Option<String>, Option<i64>, Option<String>);
        let rows: Vec<Row> = self.rows(SQL, after, until, limit).await?;
        let row = |(id, at, kind, debit, credit, amount, user_id, name, order, actor, reason): Row| LedgerRow {
            at: Millis(at),
            id,
            kind,
            debit,
            credit,
            amount: Rupiah(amount),
            user_id,
            name,
            order,
            actor,
            reason,
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// The same of the audit log.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_audit_rows(&self, after: &After, until: Millis, limit: i64) -> Result<Vec<AuditRow>, ReadError> {
        const SQL: &str = "SELECT audit.id, at, actor, name, action, subject, detail FROM audit LEFT JOIN people ON people.id = actor \
             WHERE at >= $1 AND at < $2 AND (at > $1 OR audit.id > $3) ORDER BY at, audit.id LIMIT $4";
        Ok(self.rows::<AuditColumns>(SQL, after, until, limit).await?.into_iter().map(AuditRow::from).collect())
    }

    async fn rows<T: sql::Row>(&self, sql: &'static str, (at, id): &After, until: Millis, limit: i64) -> Result<Vec<T>, ReadError> {
        Ok(sql::query(sql).bind(at.0).bind(until.0).bind(id).bind(limit).fetch_all(&self.pool).await?)
    }
}
