//! The last known price lists of the provider, and the last known provider balance.

use std::collections::BTreeMap;

use crate::domain::catalog::PriceList;
use crate::domain::money::Rupiah;
use crate::domain::time::Millis;
use crate::storage::sql::{self, Connection};
use crate::storage::{CommitError, ReadError, Reader, from_json, readable, to_json};

/// The provider balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderBalance {
    pub amount: Rupiah,
    /// Whether admins were told that it is low and it has not risen since.
    pub low: bool,
    pub at: Millis,
}

/// Writes about price lists and the provider balance.
#[derive(Clone, Debug)]
pub enum CatalogWrite {
    /// The price list of a category.
    SavePriceList { category: String, price_list: PriceList },
    /// The balance that the provider reported.
    SetBalance(ProviderBalance),
}

impl CatalogWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::SavePriceList { category, price_list } => save_price_list(db, category, price_list).await,
            Self::SetBalance(balance) => set_provider_balance(db, *balance).await,
        }
    }
}

impl Reader {
    /// The last known price list of each category. A row that can't be read is logged and skipped: it will be fetched again.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_price_lists(&self) -> Result<BTreeMap<String, PriceList>, ReadError> {
        let rows: Vec<(String, String)> =
            sql::query("SELECT category, body FROM price_lists WHERE provider = 'odzreshop'").fetch_all(&self.pool).await?;
        let price_list = |(category, body): (String, String)| {
            let price_list = from_json("price_lists", &category, &body)?;
            Ok((category, price_list))
        };
        Ok(readable(rows.into_iter().map(price_list)).into_iter().collect())
    }

    /// The last known provider balance.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_provider_balance(&self) -> Result<Option<ProviderBalance>, ReadError> {
        let row: Option<(i64, i64, i64)> =
            sql::query("SELECT amount, low, at FROM provider_balance WHERE provider = 'odzreshop'").fetch_optional(&self.pool).await?;
        Ok(row.map(|(amount, low, at)| ProviderBalance { amount: Rupiah(amount), low: low == 1, at: Millis(at) }))
    }
}

async fn save_price_list(db: &mut Connection, category: &str, price_list: &PriceList) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO price_lists (provider, category, body, fetched_at) VALUES ('odzreshop', $1, $2, $3) \
         ON CONFLICT (provider, category) DO UPDATE SET body = $2, fetched_at = $3";
    sql::query(SQL).bind(category).bind(to_json(price_list)?).bind(price_list.fetched_at.0).execute(db).await?;
    Ok(())
}

async fn set_provider_balance(db: &mut Connection, provider_balance: ProviderBalance) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO provider_balance (provider, amount, low, at) VALUES ('odzreshop', $1, $2, $3) \
         ON CONFLICT (provider) DO UPDATE SET amount = $1, low = $2, at = $3";
    sql::query(SQL).bind(provider_balance.amount.0).bind(i64::from(provider_balance.low)).bind(provider_balance.at.0).execute(db).await?;
    Ok(())
}
