//! Balance snapshots, and the orders that may have changed the provider balance: the input of reconciliation.

use std::sync::LazyLock;

use crate::domain::money::Rupiah;
use crate::domain::order::{Order, OrderId};
use crate::domain::provider::ProviderName;
use crate::domain::reconciliation::{BalanceSnapshot, REACH_MS, REFUND_WITHIN_MS, SNAPSHOTS_AFTER, SNAPSHOTS_BEFORE, Window};
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql::query;
use crate::storage::{CommitError, ReadError, Reader, from_json};

/// How far before the first snapshot receipts are read too: they show when an order was charged.
const RECEIPTS_BEFORE_MS: i64 = 15 * 60_000;

/// Writes about balance snapshots.
#[derive(Clone, Debug)]
pub enum BalanceSnapshotWrite {
    /// Our balance at a provider at one time.
    Add { id: String, provider: ProviderName, snapshot: BalanceSnapshot },
}

impl BalanceSnapshotWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        let Self::Add { id, provider, snapshot } = self;
        add(db, id, *provider, snapshot).await
    }
}

impl Reader {
    /// The snapshots of a provider's balance that count for an order sent at `sent_at` and settled at `decidable_at`, all that lie between
    /// them, and receipts from shortly before; oldest first. Without those up to the time from which the clock was rolled back.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_balance_snapshots(
        &self,
        provider: ProviderName,
        sent_at: Millis,
        decidable_at: Millis,
    ) -> Result<Vec<BalanceSnapshot>, ReadError> {
        const BLIND: &str = "SELECT until_time FROM clock_rollback WHERE id = 1";
        const FIRST: &str = "SELECT MIN(asked_at) FROM (SELECT asked_at FROM balance_snapshots \
             WHERE provider = $5 AND answered_at <= $1 AND answered_at >= $2 AND asked_at >= $4 ORDER BY answered_at DESC LIMIT $3) AS snapshots";
        const LAST: &str = "SELECT MAX(answered_at) FROM (SELECT answered_at FROM balance_snapshots \
             WHERE provider = $3 AND asked_at >= $1 ORDER BY asked_at LIMIT $2) AS snapshots";
        const SQL: &str = "SELECT asked_at, answered_at, balance_before, balance_after, order_id FROM balance_snapshots \
             WHERE provider = $3 AND asked_at BETWEEN $1 AND $2 ORDER BY answered_at";
        let rollback: Option<(i64,)> = query(BLIND).fetch_optional(&self.pool).await?;
        let seeing = rollback.map_or(i64::MIN, |(until,)| until.saturating_add(1));
        let (first,): (Option<i64>,) = query(FIRST)
            .bind(sent_at.0)
            .bind(sent_at.plus_ms(-REACH_MS).0)
            .bind(limit(SNAPSHOTS_BEFORE))
            .bind(seeing)
            .bind(provider.as_str())
            .fetch_one(&self.pool)
            .await?;
        let late = decidable_at.0.max(seeing);
        let (last,): (Option<i64>,) =
            query(LAST).bind(late).bind(limit(SNAPSHOTS_AFTER)).bind(provider.as_str()).fetch_one(&self.pool).await?;
        let from = Millis(first.unwrap_or(sent_at.0)).plus_ms(-RECEIPTS_BEFORE_MS);
        let to = last.unwrap_or(i64::MAX);
        type Row = (i64, i64, i64, i64, Option<String>);
        let rows: Vec<Row> = query(SQL).bind(from.0.max(seeing)).bind(to).bind(provider.as_str()).fetch_all(&self.pool).await?;
        let snapshot = |(asked_at, answered_at, before, after, order): Row| BalanceSnapshot {
            asked_at: Millis(asked_at),
            answered_at: Millis(answered_at),
            before: Rupiah(before),
            after: Rupiah(after),
            order: order.map(OrderId),
        };
        Ok(rows.into_iter().map(snapshot).collect())
    }

    /// Every order that may have moved the balance at a provider in a window: those created by its end that are open, that ended since its
    /// beginning, or whose refund may have come since. `None` when they are more than `most`. One that can't be read is an error:
    /// leaving it out would falsify the evidence.
    ///
    /// # Errors
    /// When the database, or one of the orders, cannot be read.
    pub async fn list_moving(&self, provider: ProviderName, window: Window, most: i64) -> Result<Option<Vec<Order>>, ReadError> {
        // Counted first: they are read whole only when they are few. The first states are all of the index of open orders.
        const WHICH: &str = "FROM orders WHERE provider = $4 AND ((state IN ('queued', 'sending', 'pending', 'uncertain') AND state <> 'queued' AND created_at <= $3) \
             OR (state = 'success' AND ended_at >= $1 AND created_at <= $3) \
             OR (state = 'failed' AND ended_at >= $2 AND created_at <= $3))";
        static COUNT: LazyLock<String> = LazyLock::new(|| format!("SELECT COUNT(*) {WHICH}"));
        static SQL: LazyLock<String> = LazyLock::new(|| format!("SELECT id, body {WHICH}"));
        let failed_since = window.since.plus_ms(-REFUND_WITHIN_MS);
        let about = |sql: &'static str| query(sql).bind(window.since.0).bind(failed_since.0).bind(window.until.0).bind(provider.as_str());
        let (count,): (i64,) = about(&COUNT).fetch_one(&self.pool).await?;
        if count > most {
            return Ok(None);
        }
        let rows: Vec<(String, String)> = about(&SQL).fetch_all(&self.pool).await?;
        rows.iter().map(|(id, body)| from_json("orders", id, body)).collect::<Result<_, _>>().map(Some)
    }
}

fn limit(snapshots: usize) -> i64 {
    i64::try_from(snapshots).unwrap_or(i64::MAX)
}

async fn add(db: &mut Connection, id: &str, provider: ProviderName, snapshot: &BalanceSnapshot) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO balance_snapshots (id, asked_at, answered_at, balance_before, balance_after, order_id, provider) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    query(SQL)
        .bind(id)
        .bind(snapshot.asked_at.0)
        .bind(snapshot.answered_at.0)
        .bind(snapshot.before.0)
        .bind(snapshot.after.0)
        .bind(snapshot.order.as_ref().map(|order| &order.0))
        .bind(provider.as_str())
        .execute(db)
        .await
}

/// Excludes snapshots up to `until`, the time from which the clock was rolled back: until the clock is there again, the order of
/// snapshots is unknown.
pub(super) async fn distrust_until(db: &mut Connection, until: Millis) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO clock_rollback (id, until_time) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET until_time = $1 \
         WHERE clock_rollback.until_time < $1";
    query(SQL).bind(until.0).execute(db).await
}
