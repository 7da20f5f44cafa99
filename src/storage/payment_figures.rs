//! Figures of payments: sums by method of a span of time, and how long customers waited for their money.

use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::time::Millis;
use crate::storage::{ReadError, Reader, from_word, sql};

/// The payments of one method in a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodFigures {
    pub method: PaymentMethod,
    /// How many were credited.
    pub credited: i64,
    /// What came with these; in rupiah as it was credited, where the method counts in another unit.
    pub gross: Rupiah,
    /// What the method keeps of these, as far as it says so.
    pub fee: Rupiah,
    /// Of how many of these it does not say that.
    pub fee_unknown: i64,
    /// How many nobody got, and no admin has decided about.
    pub unmatched: i64,
    /// How long customers waited from their payment until it was credited; `None` where the method does not say when they paid.
    pub delay: Option<Delay>,
}

/// Waiting times in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    pub median_ms: i64,
    /// 95 of 100 waited no longer.
    pub p95_ms: i64,
}

impl Reader {
    /// The payments that were seen at `since` or later, by method. A method without payments is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn sum_payments_by_method(&self, since: Millis) -> Result<Vec<MethodFigures>, ReadError> {
        // The fee is of a payment of exactly what its bill asks for. By the bare method SQLite reads all payments in the order of their key,
        // and not those since then.
        const SUMS: &str = "SELECT COALESCE(payments.method, ''), COUNT(transfer), \
               CAST(COALESCE(SUM(CASE WHEN transfer IS NULL THEN 0 WHEN unit = 'IDR' THEN received ELSE credited END), 0) AS BIGINT), \
               CAST(COALESCE(SUM(CASE WHEN transfer IS NOT NULL AND received = payable THEN fee END), 0) AS BIGINT), \
               COUNT(CASE WHEN transfer IS NOT NULL AND (fee IS NULL OR received <> payable) THEN 1 END), \
               COUNT(CASE WHEN transfer IS NULL AND actor IS NULL THEN 1 END) \
             FROM payments LEFT JOIN bills ON bills.id = bill_id WHERE seen_at >= $1 GROUP BY COALESCE(payments.method, '') ORDER BY 1";
        const DELAYS: &str = "SELECT method, MIN(CASE WHEN place * 2 >= count THEN delay END), MIN(CASE WHEN place * 100 >= count * 95 THEN delay END) \
             FROM (SELECT method, delay, ROW_NUMBER() OVER (PARTITION BY method ORDER BY delay) AS place, COUNT(*) OVER (PARTITION BY method) AS count \
               FROM (SELECT COALESCE(method, '') AS method, CASE WHEN at > paid_at THEN at - paid_at ELSE 0 END AS delay FROM payments \
                 JOIN transfers ON transfers.id = payments.transfer WHERE seen_at >= $1 AND paid_at IS NOT NULL) AS delays) AS places \
             GROUP BY method";
        type Row = (String, i64, i64, i64, i64, i64);
        let rows: Vec<Row> = sql::query(SUMS).bind(since.0).fetch_all(&self.pool).await?;
        let delays: Vec<(String, i64, i64)> = sql::query(DELAYS).bind(since.0).fetch_all(&self.pool).await?;
        let figures = |(method, credited, gross, fee, fee_unknown, unmatched): Row| {
            let delay = delays.iter().find(|(of, ..)| *of == method).map(|(_, median_ms, p95_ms)| (*median_ms, *p95_ms));
            Ok(MethodFigures {
                method: from_word("payments", &method, &method)?,
                credited,
                gross: Rupiah(gross),
                fee: Rupiah(fee),
                fee_unknown,
                unmatched,
                delay: delay.map(|(median_ms, p95_ms)| Delay { median_ms, p95_ms }),
            })
        };
        rows.into_iter().map(figures).collect()
    }
}
