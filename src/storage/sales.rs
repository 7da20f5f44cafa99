//! What the figures of sales are made from: the orders that ended and the figures of days that are over.

use std::mem;

use crate::domain::order::{Order, OrderId};
use crate::domain::sales::{ByCustomer, SalesFigures};
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::order::orders;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader, from_json, to_json};

/// The figures of a day that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SalesDay {
    pub since: Millis,
    pub until: Millis,
    /// How many orders ended on this day, also such that can't be read.
    pub orders: i64,
    /// Without the customers.
    pub figures: SalesFigures,
    /// The customers, see [`ByCustomer::text`]. A year has 150,000 of them, so they are read straight into the sum of all days.
    customers: String,
}

impl SalesDay {
    /// A day that is over; `orders`: how many ended on it, also such that can't be read.
    pub fn new(since: Millis, until: Millis, orders: i64, mut figures: SalesFigures) -> Self {
        let customers = mem::take(&mut figures.customers).text();
        Self { since, until, orders, figures, customers }
    }

    /// Adds the customers of this day to those of others.
    ///
    /// # Errors
    /// When they can't be read.
    pub fn add_customers(&self, to: &mut ByCustomer) -> Result<(), ReadError> {
        let unreadable = || serde::de::Error::custom("the customers can't be read");
        let row = || ReadError::Row { table: "sales_days", row: self.since.0.to_string(), source: unreadable() };
        to.add_text(&self.customers).ok_or_else(row)
    }
}

/// Writes about the figures of days. A day that is there already stays.
#[derive(Clone, Debug)]
pub enum SalesWrite {
    Keep(Box<SalesDay>),
    /// Forget all days: the shop's days begin at another time now.
    Forget,
    /// Forget every day from the first one on that has not the orders any more that it is made from, and all when there are earlier orders.
    ForgetWrong,
}

impl SalesWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Keep(day) => keep(db, day).await,
            Self::Forget => sql::query("DELETE FROM sales_days").execute(db).await,
            Self::ForgetWrong => forget_wrong(db).await,
        }
    }
}

/// An order that ended.
#[derive(Clone, Debug)]
pub struct EndedOrder {
    pub at: Millis,
    pub id: OrderId,
    /// `None` when it can't be read, which is logged.
    pub order: Option<Order>,
}

impl Reader {
    /// At most `limit` orders that ended from `since` to before `until`, after the order `after`; in the order in which they ended.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_ended_orders(
        &self,
        (since, until): (Millis, Millis),
        after: Option<&EndedOrder>,
        limit: i64,
    ) -> Result<Vec<EndedOrder>, ReadError> {
        const SQL: &str = "SELECT id, ended_at, body FROM orders WHERE ended_at IS NOT NULL AND ended_at >= $1 AND ended_at < $2 \
             AND (ended_at > $1 OR id > $3) ORDER BY ended_at, id LIMIT $4";
        let (from, id) = after.map_or((since, ""), |last| (last.at, last.id.0.as_str()));
        let rows: Vec<(String, i64, String)> =
            sql::query(SQL).bind(from.0).bind(until.0).bind(id).bind(limit).fetch_all(&self.pool).await?;
        let ended = |(id, at, body): (String, i64, String)| EndedOrder {
            at: Millis(at),
            order: orders(vec![(id.clone(), body)]).pop(),
            id: OrderId(id),
        };
        Ok(rows.into_iter().map(ended).collect())
    }

    /// How many orders are open now.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_open_orders(&self) -> Result<i64, ReadError> {
        const SQL: &str = "SELECT COUNT(*) FROM orders WHERE state IN ('queued', 'sending', 'pending', 'uncertain')";
        let (count,) = sql::query(SQL).fetch_one(&self.pool).await?;
        Ok(count)
    }

    /// When the first order ended.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_first_end(&self) -> Result<Option<Millis>, ReadError> {
        const SQL: &str = "SELECT MIN(ended_at) FROM orders WHERE ended_at IS NOT NULL";
        let (at,): (Option<i64>,) = sql::query(SQL).fetch_one(&self.pool).await?;
        Ok(at.map(Millis))
    }

    /// The days that are kept from `since` to `until`. Their customers are read only if they are wanted: they are most of a day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_sales_days(&self, since: Millis, until: Millis, with_customers: bool) -> Result<Vec<SalesDay>, ReadError> {
        const SQL: &str = "SELECT since, until, orders, delivered, failed, cancelled, CASE WHEN $3 = 1 THEN customers ELSE '' END, body \
             FROM sales_days WHERE since >= $1 AND until <= $2 ORDER BY since";
        type Row = (i64, i64, i64, i64, i64, i64, String, String);
        let rows: Vec<Row> = sql::query(SQL).bind(since.0).bind(until.0).bind(i64::from(with_customers)).fetch_all(&self.pool).await?;
        let day = |(since, until, orders, delivered, failed, cancelled, customers, body): Row| {
            let figures = SalesFigures { delivered, failed, cancelled, ..from_json("sales_days", &since.to_string(), &body)? };
            Ok(SalesDay { since: Millis(since), until: Millis(until), orders, figures, customers })
        };
        rows.into_iter().map(day).collect()
    }

    /// When the last day ended whose figures are kept.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_last_sales_day(&self) -> Result<Option<Millis>, ReadError> {
        let (until,): (Option<i64>,) = sql::query("SELECT MAX(until) FROM sales_days").fetch_one(&self.pool).await?;
        Ok(until.map(Millis))
    }
}

async fn keep(db: &mut Connection, day: &SalesDay) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO sales_days (since, until, orders, delivered, failed, cancelled, customers, body) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    let SalesDay { since, until, orders, figures, customers } = day;
    let query =
        sql::query(SQL).bind(since.0).bind(until.0).bind(*orders).bind(figures.delivered).bind(figures.failed).bind(figures.cancelled);
    query.bind(customers).bind(to_json(figures)?).execute(db).await
}

async fn forget_wrong(db: &mut Connection) -> Result<(), CommitError> {
    const EARLIER: &str =
        "DELETE FROM sales_days WHERE (SELECT MIN(ended_at) FROM orders WHERE ended_at IS NOT NULL) < (SELECT MIN(since) FROM sales_days)";
    const WRONG: &str = "DELETE FROM sales_days WHERE since >= (SELECT MIN(since) FROM sales_days AS day WHERE orders <> \
         (SELECT COUNT(*) FROM orders WHERE ended_at IS NOT NULL AND ended_at >= day.since AND ended_at < day.until))";
    for sql in [EARLIER, WRONG] {
        sql::query(sql).execute(&mut *db).await?;
    }
    Ok(())
}
