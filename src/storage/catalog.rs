//! The last known price lists of the provider, and the last known provider balance.

use std::collections::BTreeMap;

use crate::domain::catalog::PriceList;
use crate::domain::money::Rupiah;
use crate::domain::provider::ProviderName;
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader, from_json, readable, to_json};

/// The provider balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderBalance {
    pub provider: ProviderName,
    pub amount: Rupiah,
    /// Whether admins were told that it is low and it has not risen since.
    pub low: bool,
    pub at: Millis,
}

/// Writes about price lists and the provider balance.
#[derive(Clone, Debug)]
pub enum CatalogWrite {
    /// What a provider lists for a category.
    SavePriceList { provider: ProviderName, category: String, price_list: PriceList },
    /// Admins are told what changed up to this list.
    TellPriceList { provider: ProviderName, category: String, price_list: PriceList },
    /// The balance that the provider reported.
    SetBalance(ProviderBalance),
}

impl CatalogWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::SavePriceList { provider, category, price_list } => save_price_list(db, *provider, category, price_list).await,
            Self::TellPriceList { provider, category, price_list } => tell_price_list(db, *provider, category, price_list).await,
            Self::SetBalance(balance) => set_provider_balance(db, *balance).await,
        }
    }
}

impl Reader {
    /// A provider's last known price list of each category. A row that can't be read is logged and passed over: the provider will list it again.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_price_lists(&self, provider: ProviderName) -> Result<BTreeMap<String, PriceList>, ReadError> {
        self.price_lists("SELECT category, body FROM price_lists WHERE provider = $1", provider).await
    }

    /// The price lists of which admins were told last: see [`CatalogWrite::TellPriceList`].
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_told_price_lists(&self, provider: ProviderName) -> Result<BTreeMap<String, PriceList>, ReadError> {
        self.price_lists("SELECT category, told FROM price_lists WHERE provider = $1 AND told IS NOT NULL", provider).await
    }

    async fn price_lists(&self, sql: &'static str, provider: ProviderName) -> Result<BTreeMap<String, PriceList>, ReadError> {
        let rows: Vec<(String, String)> = sql::query(sql).bind(provider.as_str()).fetch_all(&self.pool).await?;
        let price_list = |(category, body): (String, String)| {
            let price_list = from_json("price_lists", &category, &body)?;
            Ok((category, price_list))
        };
        Ok(readable(rows.into_iter().map(price_list)).into_iter().collect())
    }

    /// Our balance at a provider as last known.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_provider_balance(&self, provider: ProviderName) -> Result<Option<ProviderBalance>, ReadError> {
        const SQL: &str = "SELECT amount, low, at FROM provider_balance WHERE provider = $1";
        let row: Option<(i64, i64, i64)> = sql::query(SQL).bind(provider.as_str()).fetch_optional(&self.pool).await?;
        Ok(row.map(|(amount, low, at)| ProviderBalance { provider, amount: Rupiah(amount), low: low == 1, at: Millis(at) }))
    }
}

async fn save_price_list(db: &mut Connection, provider: ProviderName, category: &str, price_list: &PriceList) -> Result<(), CommitError> {
    // Of the first list nothing is told: everything in it is new.
    const SQL: &str = "INSERT INTO price_lists (provider, category, body, fetched_at, told) VALUES ($1, $2, $3, $4, $3) \
         ON CONFLICT (provider, category) DO UPDATE SET body = $3, fetched_at = $4";
    sql::query(SQL).bind(provider.as_str()).bind(category).bind(to_json(price_list)?).bind(price_list.fetched_at.0).execute(db).await
}

async fn tell_price_list(db: &mut Connection, provider: ProviderName, category: &str, told: &PriceList) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE price_lists SET told = $3 WHERE provider = $1 AND category = $2";
    sql::query(SQL).bind(provider.as_str()).bind(category).bind(to_json(told)?).execute(db).await
}

async fn set_provider_balance(db: &mut Connection, provider_balance: ProviderBalance) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO provider_balance (provider, amount, low, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (provider) DO UPDATE SET amount = $2, low = $3, at = $4";
    let ProviderBalance { provider, amount, low, at } = provider_balance;
    sql::query(SQL).bind(provider.as_str()).bind(amount.0).bind(i64::from(low)).bind(at.0).execute(db).await
}
