//! Orders as admins look for them: lists by state, and by what an order is called.

use crate::domain::order::Order;
use crate::domain::order_filter::OrderFilter;
use crate::storage::order::orders;
use crate::storage::sql;
use crate::storage::{ReadError, Reader};

const OPEN: &str = "SELECT id, body FROM orders WHERE state IN ('queued', 'sending', 'pending', 'uncertain') \
     ORDER BY created_at, id LIMIT $1 OFFSET $2";
const UNCERTAIN: &str = "SELECT id, body FROM orders WHERE state = 'uncertain' ORDER BY created_at, id LIMIT $1 OFFSET $2";
// There are many ended orders: those before the part are passed over in the index alone.
const ENDED: &str = "SELECT id, body FROM orders WHERE id IN \
     (SELECT id FROM orders WHERE ended_at IS NOT NULL AND ended_at < $3 ORDER BY ended_at DESC, id DESC LIMIT $1 OFFSET $2) \
     ORDER BY ended_at DESC, id DESC";
const FAILED: &str = "SELECT id, body FROM orders WHERE id IN \
     (SELECT id FROM orders WHERE state IN ('failed', 'cancelled') ORDER BY ended_at DESC, id DESC LIMIT $1 OFFSET $2) \
     ORDER BY ended_at DESC, id DESC";

impl Reader {
    /// A part of one of the lists. A row that can't be read is logged and skipped.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_orders_by(&self, filter: OrderFilter, limit: i64, offset: i64) -> Result<Vec<Order>, ReadError> {
        match filter {
            OrderFilter::Open => self.part_of(OPEN, limit, offset).await,
            OrderFilter::Uncertain => self.part_of(UNCERTAIN, limit, offset).await,
            OrderFilter::Failed => self.part_of(FAILED, limit, offset).await,
            OrderFilter::All => self.open_then_ended(limit, offset).await,
        }
    }

    /// Two lists, one behind the other: each is read from its own index.
    async fn open_then_ended(&self, limit: i64, offset: i64) -> Result<Vec<Order>, ReadError> {
        const COUNT: &str = "SELECT COUNT(*) FROM orders WHERE state IN ('queued', 'sending', 'pending', 'uncertain')";
        let (open,): (i64,) = sql::query(COUNT).fetch_one(&self.pool).await?;
        let of_open = (open - offset).clamp(0, limit);
        let mut found = if of_open > 0 { self.part_of(OPEN, of_open, offset).await? } else { Vec::new() };
        if of_open < limit {
            found.extend(self.ended(limit - of_open, (offset - open).max(0)).await?);
        }
        Ok(found)
    }

    /// The ended orders from `offset` on. The orders of days that are over are counted already, so newer days are passed over whole: a page
    /// far back costs hardly more than the first.
    async fn ended(&self, limit: i64, offset: i64) -> Result<Vec<Order>, ReadError> {
        const DAY: &str = "SELECT until, newer FROM (SELECT until, CAST(COALESCE(SUM(orders) OVER \
               (ORDER BY since DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS BIGINT) + (SELECT COUNT(*) FROM orders \
               WHERE ended_at IS NOT NULL AND ended_at >= (SELECT MAX(until) FROM sales_days)) AS newer FROM sales_days) AS days \
             WHERE newer <= $1 ORDER BY until LIMIT 1";
        let day: Option<(i64, i64)> = if offset > 0 { sql::query(DAY).bind(offset).fetch_optional(&self.pool).await? } else { None };
        let (before, newer) = day.unwrap_or((i64::MAX, 0));
        let query = sql::query(ENDED).bind(limit).bind(offset - newer).bind(before);
        Ok(orders(query.fetch_all(&self.pool).await?))
    }

    async fn part_of(&self, sql: &'static str, limit: i64, offset: i64) -> Result<Vec<Order>, ReadError> {
        Ok(orders(sql::query(sql).bind(limit).bind(offset).fetch_all(&self.pool).await?))
    }

    /// The orders with this number or invoice, whatever the case of the letters, and those with exactly this target; `limit` of each at most,
    /// of the last the newest. An order may be named twice.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_orders(&self, name: &str, limit: i64) -> Result<Vec<Order>, ReadError> {
        const BY_NUMBER: &str = "SELECT id, body FROM orders WHERE number = $1 LIMIT $2";
        const BY_INVOICE: &str = "SELECT id, body FROM orders WHERE LOWER(invoice) = $1 AND invoice IS NOT NULL LIMIT $2";
        const BY_TARGET: &str = "SELECT id, body FROM orders WHERE target = $1 ORDER BY created_at DESC LIMIT $2";
        let mut found = Vec::new();
        for (sql, name) in [(BY_NUMBER, name.to_ascii_uppercase()), (BY_INVOICE, name.to_ascii_lowercase()), (BY_TARGET, name.to_owned())] {
            found.extend(orders(sql::query(sql).bind(name).bind(limit).fetch_all(&self.pool).await?));
        }
        Ok(found)
    }
}
