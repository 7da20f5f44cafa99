//! The provider status, written by the leader for the other processes.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::notification::ClosedReason;
use crate::domain::time::Millis;
use crate::storage::sql::{self, Connection};
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
    /// Replace the provider status.
    Set(ProviderStatus),
}

impl ProviderStatusWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        let Self::Set(status) = self;
        set(db, status).await
    }
}

impl Reader {
    /// The provider status, if any process has written it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_provider_status(&self) -> Result<Option<ProviderStatus>, ReadError> {
        let row: Option<(String,)> =
            sql::query("SELECT body FROM provider_status WHERE provider = 'odzreshop'").fetch_optional(&self.pool).await?;
        row.map(|(body,)| from_json("provider_status", "1", &body)).transpose()
    }
}

async fn set(db: &mut Connection, provider_status: &ProviderStatus) -> Result<(), CommitError> {
    const SQL: &str =
        "INSERT INTO provider_status (provider, body) VALUES ('odzreshop', $1) ON CONFLICT (provider) DO UPDATE SET body = $1";
    sql::query(SQL).bind(to_json(provider_status)?).execute(db).await?;
    Ok(())
}
