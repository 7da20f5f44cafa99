//! The last known lists of the provider, and our deposit as it last gave it.

use std::collections::BTreeMap;

use crate::domain::catalog::Shelf;
use crate::domain::money::Rupiah;
use crate::domain::time::Millis;
use crate::storage::sql::{self, Connection};
use crate::storage::{CommitError, ReadError, Store, from_json, readable, to_json};

/// Our deposit at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deposit {
    pub amount: Rupiah,
    /// Whether admins were told that it is low, and it has not risen since.
    pub low: bool,
    pub at: Millis,
}

impl Store {
    /// The last known shelf of each category. A row that can't be read is logged and passed over: the provider will list it again.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_shelves(&self) -> Result<BTreeMap<String, Shelf>, ReadError> {
        let rows: Vec<(String, String)> = sql::query("SELECT category, body FROM shelves").fetch_all(&self.pool).await?;
        let shelf = |(category, body): (String, String)| {
            let shelf = from_json("shelves", &category, &body)?;
            Ok((category, shelf))
        };
        Ok(readable(rows.into_iter().map(shelf)).into_iter().collect())
    }

    /// Our deposit as last known.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_deposit(&self) -> Result<Option<Deposit>, ReadError> {
        let row: Option<(i64, i64, i64)> =
            sql::query("SELECT amount, low, at FROM deposit WHERE id = 1").fetch_optional(&self.pool).await?;
        Ok(row.map(|(amount, low, at)| Deposit { amount: Rupiah(amount), low: low == 1, at: Millis(at) }))
    }
}

pub(super) async fn stock(db: &mut Connection, category: &str, shelf: &Shelf) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO shelves (category, body, fetched_at) VALUES ($1, $2, $3) \
         ON CONFLICT (category) DO UPDATE SET body = $2, fetched_at = $3";
    sql::query(SQL).bind(category).bind(to_json(shelf)?).bind(shelf.fetched_at.0).execute(db).await?;
    Ok(())
}

pub(super) async fn set_deposit(db: &mut Connection, deposit: Deposit) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO deposit (id, amount, low, at) VALUES (1, $1, $2, $3) \
         ON CONFLICT (id) DO UPDATE SET amount = $1, low = $2, at = $3";
    sql::query(SQL).bind(deposit.amount.0).bind(i64::from(deposit.low)).bind(deposit.at.0).execute(db).await?;
    Ok(())
}
