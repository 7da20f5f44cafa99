//! Orders, their history, and the quotes from which they are made.

use crate::domain::money::Rupiah;
use crate::domain::order::{Order, OrderHistoryEntry, OrderId, OrderState};
use crate::domain::quote::Quote;
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::wake_up::WakeUp;
use crate::storage::{CommitError, ReadError, Reader, from_json, from_word, readable, to_json, word};

/// Writes about quotes and orders.
#[derive(Clone, Debug)]
pub enum OrderWrite {
    /// A quote that a customer may confirm.
    AddQuote(Quote),
    /// The quote is confirmed. Conflict when it already was.
    UseQuote { id: String, now: Millis },
    /// A new order with its first history entry. Conflict when its quote or number already has an order.
    Add { order: Order, entry: OrderHistoryEntry },
    /// An order after an event. Conflict when the stored version is not the previous one.
    Move { order: Order, history: Vec<OrderHistoryEntry> },
    /// The stored order can't be read: workers ignore it from now on.
    Park { id: OrderId },
}

impl OrderWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::AddQuote(quote) => add_quote(db, quote).await,
            Self::UseQuote { id, now } => use_quote(db, id, *now).await,
            Self::Add { order, entry } => add(db, order, entry).await,
            Self::Move { order, history } => update(db, order, history).await,
            Self::Park { id } => park(db, id).await,
        }
    }

    pub(super) fn wake_up(&self) -> Option<WakeUp> {
        let (Self::Add { order, .. } | Self::Move { order, .. }) = self else { return None };
        match order.state {
            // An uncertain order may be due to be sent again.
            OrderState::Queued | OrderState::Uncertain => Some(WakeUp::Queued),
            OrderState::Pending | OrderState::Success => Some(WakeUp::Placed),
            OrderState::Sending | OrderState::Failed | OrderState::Cancelled => None,
        }
    }
}

impl Reader {
    /// An order by its id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_order(&self, id: &OrderId) -> Result<Option<Order>, ReadError> {
        self.one_order("SELECT body FROM orders WHERE id = $1", &id.0).await
    }

    /// An order by its number or by the provider's invoice, whatever the case of their letters. Of several invoices that differ only in that
    /// just the one as it is written.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_order_called(&self, name: &str) -> Result<Option<Order>, ReadError> {
        const BY_NUMBER: &str = "SELECT body FROM orders WHERE number = $1";
        const BY_INVOICE: &str = "SELECT body FROM orders WHERE invoice = $1";
        const BY_INVOICE_IN_ANY_CASE: &str = "SELECT id, body FROM orders WHERE LOWER(invoice) = $1 AND invoice IS NOT NULL LIMIT 2";
        for (sql, name) in [(BY_NUMBER, name.to_ascii_uppercase().as_str()), (BY_INVOICE, name)] {
            if let Some(order) = self.one_order(sql, name).await? {
                return Ok(Some(order));
            }
        }
        let rows: Vec<(String, String)> = sql::query(BY_INVOICE_IN_ANY_CASE).bind(name.to_ascii_lowercase()).fetch_all(&self.pool).await?;
        match rows.as_slice() {
            [(id, body)] => Ok(Some(from_json("orders", id, body)?)),
            _ => Ok(None),
        }
    }

    /// An open order of this customer for the same item and target.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_twin(&self, user_id: i64, sku: &str, target: &str) -> Result<Option<Order>, ReadError> {
        const SQL: &str = "SELECT body FROM orders WHERE user_id = $1 AND sku = $2 AND target = $3 \
             AND state IN ('queued', 'sending', 'pending', 'uncertain') ORDER BY created_at DESC LIMIT 1";
        let body: Option<(String,)> = sql::query(SQL).bind(user_id).bind(sku).bind(target).fetch_optional(&self.pool).await?;
        body.map(|(body,)| from_json("orders", sku, &body)).transpose()
    }

    /// Due orders in one state, longest waiting first; at most `limit`. For rows that can't be read the ids are returned, so that the caller
    /// can park these orders ([`OrderWrite::Park`]).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_due(&self, state: OrderState, now: Millis, limit: i64) -> Result<(Vec<Order>, Vec<OrderId>), ReadError> {
        const SQL: &str = "SELECT id, body FROM orders WHERE state = $1 AND due_at <= $2 ORDER BY due_at LIMIT $3";
        let rows: Vec<(String, String)> = sql::query(SQL).bind(state.as_str()).bind(now.0).bind(limit).fetch_all(&self.pool).await?;
        let (mut due, mut broken) = (Vec::new(), Vec::new());
        for (id, body) in rows {
            match from_json("orders", &id, &body) {
                Ok(order) => due.push(order),
                Err(error) => {
                    tracing::error!(%error, "an order can't be read");
                    broken.push(OrderId(id));
                }
            }
        }
        Ok((due, broken))
    }

    /// Uncertain orders after `last`, oldest first; at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_uncertain(&self, last: Option<&Order>, limit: i64) -> Result<Vec<Order>, ReadError> {
        const SQL: &str = "SELECT id, body FROM orders WHERE state = 'uncertain' AND (created_at, id) > ($1, $2) \
             ORDER BY created_at, id LIMIT $3";
        let (created_at, id) = last.map_or((i64::MIN, ""), |last| (last.created_at.0, last.id.0.as_str()));
        Ok(orders(sql::query(SQL).bind(created_at).bind(id).bind(limit).fetch_all(&self.pool).await?))
    }

    /// When the next order in one of these states becomes due after `now`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next_order_at(&self, [one, other]: [OrderState; 2], now: Millis) -> Result<Option<Millis>, ReadError> {
        const SQL: &str = "SELECT MIN(due_at) FROM orders WHERE state IN ($1, $2) AND due_at > $3";
        let next = sql::query(SQL).bind(one.as_str()).bind(other.as_str()).bind(now.0);
        let (at,): (Option<i64>,) = next.fetch_one(&self.pool).await?;
        Ok(at.map(Millis))
    }

    /// A page of a customer's orders, newest first, and how many there are in total. A row that can't be read is logged and skipped.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_orders(&self, user_id: i64, limit: i64, offset: i64) -> Result<(Vec<Order>, i64), ReadError> {
        const SQL: &str = "SELECT id, body FROM orders WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3";
        let rows = sql::query(SQL).bind(user_id).bind(limit).bind(offset).fetch_all(&self.pool).await?;
        let (count,) = sql::query("SELECT COUNT(*) FROM orders WHERE user_id = $1").bind(user_id).fetch_one(&self.pool).await?;
        Ok((orders(rows), count))
    }

    /// A customer's delivered orders, of one category or of all, newest first, but for those made before they wanted to be forgotten; at most
    /// `limit`. A row that can't be read is logged and skipped.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_delivered(&self, user_id: i64, category: Option<&str>, limit: i64) -> Result<Vec<Order>, ReadError> {
        // No category has an empty slug.
        const SQL: &str = "SELECT id, body FROM orders WHERE user_id = $1 AND state = 'success' AND ($2 = '' OR category = $2) \
             AND created_at > COALESCE((SELECT forgotten_at FROM people WHERE id = $1), 0) ORDER BY created_at DESC, id DESC LIMIT $3";
        let rows = sql::query(SQL).bind(user_id).bind(category.unwrap_or_default()).bind(limit).fetch_all(&self.pool).await?;
        Ok(orders(rows))
    }

    /// An order's history, oldest entry first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_history(&self, id: &OrderId) -> Result<Vec<OrderHistoryEntry>, ReadError> {
        const SQL: &str = "SELECT at, state, kind, detail FROM order_events WHERE order_id = $1 ORDER BY n";
        let rows: Vec<(i64, String, String, Option<String>)> = sql::query(SQL).bind(&id.0).fetch_all(&self.pool).await?;
        rows.into_iter()
            .map(|(at, state, kind, detail)| {
                let (state, kind) = (from_word("order_events", &id.0, &state)?, from_word("order_events", &id.0, &kind)?);
                Ok(OrderHistoryEntry { at: Millis(at), state, kind, detail })
            })
            .collect()
    }

    /// How many open orders a customer has, and the sum of the prices of their orders since `since` without failed and cancelled ones.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_spending(&self, user_id: i64, since: Millis) -> Result<(i64, Rupiah), ReadError> {
        const OPEN: &str = "SELECT COUNT(*) FROM orders WHERE user_id = $1 AND state IN ('queued', 'sending', 'pending', 'uncertain')";
        const SPENT: &str = "SELECT CAST(COALESCE(SUM(price), 0) AS BIGINT) FROM orders \
             WHERE user_id = $1 AND created_at >= $2 AND state NOT IN ('failed', 'cancelled')";
        let (open,) = sql::query(OPEN).bind(user_id).fetch_one(&self.pool).await?;
        let (spent,) = sql::query(SPENT).bind(user_id).bind(since.0).fetch_one(&self.pool).await?;
        Ok((open, Rupiah(spent)))
    }

    /// How many orders a customer has made, and the sum of the prices of those that were delivered.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn sum_orders_of(&self, user_id: i64) -> Result<(i64, Rupiah), ReadError> {
        const SQL: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(CASE state WHEN 'success' THEN price END), 0) AS BIGINT) \
             FROM orders WHERE user_id = $1";
        let (count, spent) = sql::query(SQL).bind(user_id).fetch_one(&self.pool).await?;
        Ok((count, Rupiah(spent)))
    }

    /// The number of orders in each state, without states that have none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn count_orders(&self) -> Result<Vec<(OrderState, i64)>, ReadError> {
        // The days that are over are counted already, and each part of the rest uses only an index: a year has 200,000 orders.
        const DAYS: &str = "SELECT CAST(COALESCE(SUM(delivered), 0) AS BIGINT), CAST(COALESCE(SUM(failed), 0) AS BIGINT), \
             CAST(COALESCE(SUM(cancelled), 0) AS BIGINT), COALESCE(MAX(until), 0) FROM sales_days";
        const SQL: &str = "SELECT state, COUNT(*) FROM orders WHERE state = 'success' AND ended_at >= $1 GROUP BY state UNION ALL \
             SELECT state, COUNT(*) FROM orders WHERE state IN ('failed', 'cancelled') AND ended_at >= $1 GROUP BY state UNION ALL \
             SELECT state, COUNT(*) FROM orders WHERE state IN ('queued', 'sending', 'pending', 'uncertain') GROUP BY state";
        let (success, failed, cancelled, until): (i64, i64, i64, i64) = sql::query(DAYS).fetch_one(&self.pool).await?;
        let rows: Vec<(String, i64)> = sql::query(SQL).bind(until).fetch_all(&self.pool).await?;
        let mut counted = vec![(OrderState::Success, success), (OrderState::Failed, failed), (OrderState::Cancelled, cancelled)];
        for (state, count) in rows {
            counted.push((from_word("orders", &state, &state)?, count));
        }
        let count = |state| counted.iter().filter(|(counted, _)| *counted == state).map(|(_, count)| count).sum();
        Ok(OrderState::ALL.into_iter().map(|state| (state, count(state))).filter(|(_, count)| *count > 0).collect())
    }

    /// The oldest open order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_oldest_open(&self) -> Result<Option<Order>, ReadError> {
        const SQL: &str =
            "SELECT body FROM orders WHERE state IN ('queued', 'sending', 'pending', 'uncertain') ORDER BY created_at LIMIT 1";
        let body: Option<(String,)> = sql::query(SQL).fetch_optional(&self.pool).await?;
        body.map(|(body,)| from_json("orders", "oldest", &body)).transpose()
    }

    /// Whether an order of this category was delivered.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn has_delivered(&self, category: &str) -> Result<bool, ReadError> {
        const SQL: &str = "SELECT id FROM orders WHERE category = $1 AND state = 'success' LIMIT 1";
        let row: Option<(String,)> = sql::query(SQL).bind(category).fetch_optional(&self.pool).await?;
        Ok(row.is_some())
    }

    /// How long the last deliveries of an item since then took, in milliseconds; `limit` of them at most.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_delivery_times(&self, sku: &str, since: Millis, limit: i64) -> Result<Vec<i64>, ReadError> {
        const SQL: &str = "SELECT ended_at - created_at FROM orders WHERE sku = $1 AND state = 'success' AND ended_at >= $2 \
             ORDER BY ended_at DESC LIMIT $3";
        let rows: Vec<(i64,)> = sql::query(SQL).bind(sku).bind(since.0).bind(limit).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(took_ms,)| took_ms).collect())
    }

    /// A quote, and whether it is already confirmed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_quote(&self, id: &str) -> Result<Option<(Quote, bool)>, ReadError> {
        let row: Option<(String, Option<i64>)> =
            sql::query("SELECT body, used_at FROM quotes WHERE id = $1").bind(id).fetch_optional(&self.pool).await?;
        row.map(|(body, used_at)| Ok((from_json("quotes", id, &body)?, used_at.is_some()))).transpose()
    }

    async fn one_order(&self, sql: &'static str, name: &str) -> Result<Option<Order>, ReadError> {
        let body: Option<(String,)> = sql::query(sql).bind(name).fetch_optional(&self.pool).await?;
        body.map(|(body,)| from_json("orders", name, &body)).transpose()
    }
}

pub(super) fn orders(rows: Vec<(String, String)>) -> Vec<Order> {
    readable(rows.iter().map(|(id, body)| from_json("orders", id, body)))
}

async fn add(db: &mut Connection, order: &Order, entry: &OrderHistoryEntry) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO orders \
         (id, number, quote, user_id, state, version, category, sku, target, price, cost, invoice, due_at, created_at, ended_at, body, \
          provider, paid_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT DO NOTHING";
    sql::query(SQL)
        .bind(&order.id.0)
        .bind(&order.number)
        .bind(&order.quote)
        .bind(order.user_id)
        .bind(order.state.as_str())
        .bind(order.version)
        .bind(&order.category)
        .bind(&order.sku)
        .bind(&order.target)
        .bind(order.price.0)
        .bind(order.cost.0)
        .bind(&order.invoice)
        .bind(order.due_at.map(|at| at.0))
        .bind(order.created_at.0)
        .bind(order.ended_at.map(|at| at.0))
        .bind(to_json(order)?)
        .bind(order.provider.as_str())
        .bind(order.paid_by.as_str())
        .execute_one(&mut *db, "the order")
        .await?;
    append(db, &order.id, entry).await
}

async fn park(db: &mut Connection, id: &OrderId) -> Result<(), CommitError> {
    sql::query("UPDATE orders SET due_at = NULL WHERE id = $1").bind(&id.0).execute(db).await
}

async fn update(db: &mut Connection, order: &Order, history: &[OrderHistoryEntry]) -> Result<(), CommitError> {
    const TAKEN: &str = "SELECT id FROM orders WHERE invoice = $1 AND id <> $2";
    const SQL: &str = "UPDATE orders SET state = $3, version = $2, cost = $4, invoice = $5, due_at = $6, ended_at = $7, body = $8 \
         WHERE id = $1 AND version = $2 - 1";
    if let Some(invoice) = &order.invoice {
        let taken: Option<(String,)> = sql::query(TAKEN).bind(invoice).bind(&order.id.0).fetch_optional(db.ready().await?).await?;
        if taken.is_some() {
            return Err(CommitError::Conflict("the invoice"));
        }
    }
    sql::query(SQL)
        .bind(&order.id.0)
        .bind(order.version)
        .bind(order.state.as_str())
        .bind(order.cost.0)
        .bind(&order.invoice)
        .bind(order.due_at.map(|at| at.0))
        .bind(order.ended_at.map(|at| at.0))
        .bind(to_json(order)?)
        .execute_one(&mut *db, "the order")
        .await?;
    for entry in history {
        append(db, &order.id, entry).await?;
    }
    Ok(())
}

async fn append(db: &mut Connection, id: &OrderId, entry: &OrderHistoryEntry) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO order_events (order_id, n, at, state, kind, detail) \
         SELECT $1, COALESCE(MAX(n), 0) + 1, $2, $3, $4, $5 FROM order_events WHERE order_id = $1";
    sql::query(SQL).bind(&id.0).bind(entry.at.0).bind(entry.state.as_str()).bind(word(&entry.kind)?).bind(&entry.detail).execute(db).await
}

async fn add_quote(db: &mut Connection, quote: &Quote) -> Result<(), CommitError> {
    sql::query("INSERT INTO quotes (id, user_id, body, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(&quote.id)
        .bind(quote.user_id)
        .bind(to_json(quote)?)
        .bind(quote.expires_at.0)
        .execute(db)
        .await
}

async fn use_quote(db: &mut Connection, id: &str, now: Millis) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE quotes SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
    sql::query(SQL).bind(id).bind(now.0).execute_one(db, "the quote").await
}
