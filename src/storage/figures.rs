//! Figures: sums of the orders of a span of time.

use crate::domain::money::Rupiah;
use crate::domain::order::OrderState;
use crate::domain::time::Millis;
use crate::storage::{ReadError, Store, from_word, sql};

/// Orders of one state: how many, and the sums of their prices and costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateFigures {
    pub state: OrderState,
    pub count: i64,
    pub price: Rupiah,
    pub cost: Rupiah,
}

impl Store {
    /// The orders that ended at `since` or later, and those that are open now, by state. A state without orders is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn sum_orders(&self, since: Millis) -> Result<Vec<StateFigures>, ReadError> {
        // Each half has an index (`orders_ended`, `orders_open`), so that only orders that count are read.
        const SQL: &str = "SELECT state, COUNT(*), CAST(SUM(price) AS BIGINT), CAST(SUM(cost) AS BIGINT) FROM orders \
             WHERE state IN ('success', 'failed', 'cancelled') AND ended_at >= $1 GROUP BY state UNION ALL \
             SELECT state, COUNT(*), CAST(SUM(price) AS BIGINT), CAST(SUM(cost) AS BIGINT) FROM orders \
             WHERE state IN ('queued', 'sending', 'pending', 'uncertain') GROUP BY state";
        let rows: Vec<(String, i64, i64, i64)> = sql::query(SQL).bind(since.0).fetch_all(&self.pool).await?;
        let figures = |(state, count, price, cost): (String, i64, i64, i64)| {
            Ok(StateFigures { state: from_word("orders", &state, &state)?, count, price: Rupiah(price), cost: Rupiah(cost) })
        };
        rows.into_iter().map(figures).collect()
    }
}
