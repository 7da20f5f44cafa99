//! Carts: orders that wait for the payment of a bill.

use crate::domain::bill::BillId;
use crate::domain::cart::Cart;
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader, from_json, readable, to_json};

/// Writes about carts.
#[derive(Clone, Debug)]
pub enum CartWrite {
    /// A new cart. Conflict when its customer has one that waits, or its bill has one. The bill is added first.
    Add(Cart),
    /// A cart that waited became an order or nothing. Conflict when it had before.
    End(Cart),
}

impl CartWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Add(cart) => add(db, cart).await,
            Self::End(cart) => end(db, cart).await,
        }
    }
}

impl Reader {
    /// The cart of a bill.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_cart_of(&self, bill: &BillId) -> Result<Option<Cart>, ReadError> {
        cart(sql::query("SELECT id, body FROM carts WHERE bill_id = $1").bind(&bill.0).fetch_optional(&self.pool).await?)
    }

    /// The cart of a customer that waits.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_waiting_cart(&self, user_id: i64) -> Result<Option<Cart>, ReadError> {
        const SQL: &str = "SELECT id, body FROM carts WHERE user_id = $1 AND state = 'waiting'";
        cart(sql::query(SQL).bind(user_id).fetch_optional(&self.pool).await?)
    }

    /// Carts that wait although their time was over before `now`, the longest over first; `limit` at most.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_expired_carts(&self, now: Millis, limit: i64) -> Result<Vec<Cart>, ReadError> {
        const SQL: &str = "SELECT id, body FROM carts WHERE state = 'waiting' AND expires_at < $1 ORDER BY expires_at LIMIT $2";
        let rows: Vec<(String, String)> = sql::query(SQL).bind(now.0).bind(limit).fetch_all(&self.pool).await?;
        Ok(readable(rows.into_iter().map(|(id, body)| from_json("carts", &id, &body))))
    }
}

fn cart(row: Option<(String, String)>) -> Result<Option<Cart>, ReadError> {
    row.map(|(id, body)| from_json("carts", &id, &body)).transpose()
}

async fn add(db: &mut Connection, cart: &Cart) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO carts (id, user_id, bill_id, state, order_id, ceiling, expires_at, body) \
         VALUES ($1, $2, $3, $4, NULL, $5, $6, $7) ON CONFLICT DO NOTHING";
    sql::query(SQL)
        .bind(&cart.id)
        .bind(cart.user_id)
        .bind(&cart.bill.0)
        .bind(cart.state.as_str())
        .bind(cart.ceiling.0)
        .bind(cart.expires_at.0)
        .bind(to_json(cart)?)
        .execute_one(db, "the cart")
        .await
}

async fn end(db: &mut Connection, cart: &Cart) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE carts SET state = $2, order_id = $3, body = $4 WHERE id = $1 AND state = 'waiting'";
    let order = cart.order.as_ref().map(|order| &order.0);
    sql::query(SQL).bind(&cart.id).bind(cart.state.as_str()).bind(order).bind(to_json(cart)?).execute_one(db, "the cart").await
}
