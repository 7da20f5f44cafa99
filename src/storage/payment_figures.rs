//! Figures of payments: sums by method of a span of time.

use crate::domain::money::Rupiah;
use crate::domain::payment_figures::{Delays, MethodFigures};
use crate::domain::time::Millis;
use crate::storage::{ReadError, Reader, from_word, sql};

impl Reader {
    /// The payments that were credited from `since` to before `until`, by method. A method without payments is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn sum_payments_by_method(&self, since: Millis, until: Millis) -> Result<Vec<MethodFigures>, ReadError> {
        // The fee is of a payment of exactly what its bill asks for.
        const SUMS: &str = "SELECT payments.method, COUNT(*), \
               CAST(SUM(CASE WHEN unit = 'IDR' THEN received ELSE credited END) AS BIGINT), \
               CAST(COALESCE(SUM(CASE WHEN received = payable THEN fee END), 0) AS BIGINT), \
               COUNT(CASE WHEN fee IS NULL OR received <> payable THEN 1 END) \
             FROM transfers JOIN payments ON payments.transfer = transfers.id LEFT JOIN bills ON bills.id = bill_id \
             WHERE transfers.at >= $1 AND transfers.at < $2 AND transfers.kind = 'payment' GROUP BY payments.method ORDER BY payments.method";
        const DELAYS: &str = "SELECT payments.method, (CASE WHEN at > paid_at THEN at - paid_at ELSE 0 END) / 1000 AS seconds, COUNT(*) \
             FROM transfers JOIN payments ON payments.transfer = transfers.id \
             WHERE at >= $1 AND at < $2 AND transfers.kind = 'payment' AND paid_at IS NOT NULL GROUP BY payments.method, seconds";
        let rows: Vec<(String, i64, i64, i64, i64)> = sql::query(SUMS).bind(since.0).bind(until.0).fetch_all(&self.pool).await?;
        let waited: Vec<(String, i64, i64)> = sql::query(DELAYS).bind(since.0).bind(until.0).fetch_all(&self.pool).await?;
        let figures = |(method, credited, gross, fee, fee_unknown): (String, i64, i64, i64, i64)| {
            let mut delays = Delays::default();
            waited.iter().filter(|(of, ..)| *of == method).for_each(|(_, seconds, count)| delays.add(*seconds, *count));
            let method = from_word("payments", &method, &method)?;
            Ok(MethodFigures { method, credited, gross: Rupiah(gross), fee: Rupiah(fee), fee_unknown, delays, unmatched: 0 })
        };
        rows.into_iter().map(figures).collect()
    }

    /// Adds to the figures how many payments came at `since` or later that nobody got and no admin has decided about.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn add_unmatched(&self, methods: &mut Vec<MethodFigures>, since: Millis) -> Result<(), ReadError> {
        const SQL: &str =
            "SELECT method, COUNT(*) FROM payments WHERE transfer IS NULL AND actor IS NULL AND seen_at >= $1 GROUP BY method";
        let rows: Vec<(String, i64)> = sql::query(SQL).bind(since.0).fetch_all(&self.pool).await?;
        for (method, count) in rows {
            MethodFigures::among(methods, from_word("payments", &method, &method)?).unmatched += count;
        }
        Ok(())
    }
}
