//! The provider status, written by the leader for the other processes.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::notification::ClosedReason;
use crate::domain::provider::ProviderName;
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader, from_json, to_json};

/// The state of the shop with regard to the provider.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderStatus {
    /// Why the shop is closed, if it is.
    pub closed: Option<ClosedReason>,
    /// Categories that the provider does not know.
    pub unknown: BTreeSet<String>,
    /// Categories whose price list could not be refreshed.
    #[serde(alias = "silent")]
    pub stale: BTreeSet<String>,
    /// When the provider last answered, if ever.
    pub seen: Option<Millis>,
}

/// Writes about the provider status.
#[derive(Clone, Debug)]
pub enum ProviderStatusWrite {
    /// Store the status, for the other processes.
    Set { provider: ProviderName, status: ProviderStatus },
}

impl ProviderStatusWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        let Self::Set { provider, status } = self;
        set(db, *provider, status).await
    }
}

impl Reader {
    /// The status of a provider, if a leader has stored it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_provider_status(&self, provider: ProviderName) -> Result<Option<ProviderStatus>, ReadError> {
        const SQL: &str = "SELECT body FROM provider_status WHERE provider = $1";
        let row: Option<(String,)> = sql::query(SQL).bind(provider.as_str()).fetch_optional(&self.pool).await?;
        row.map(|(body,)| from_json("provider_status", provider.as_str(), &body)).transpose()
    }
}

async fn set(db: &mut Connection, provider: ProviderName, status: &ProviderStatus) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO provider_status (provider, body) VALUES ($1, $2) ON CONFLICT (provider) DO UPDATE SET body = $2";
    sql::query(SQL).bind(provider.as_str()).bind(to_json(status)?).execute(db).await
}
