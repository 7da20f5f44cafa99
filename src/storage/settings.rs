//! Settings that go over what `shop.toml` says, and the version by which every process sees that something has changed.

use serde_json::Value;

use crate::domain::time::Millis;
use crate::storage::sql::{self, Connection};
use crate::storage::{CommitError, ReadError, Reader, from_json};

/// The row that is no setting.
const RELOAD: &str = "reload";

/// What can be written about the shop's settings.
#[derive(Clone, Debug)]
pub enum SettingsWrite {
    /// Every process is to read its `shop.toml` again.
    Reload { now: Millis },
}

impl SettingsWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        let Self::Reload { now } = self;
        reload(db, *now).await
    }
}

impl Reader {
    /// The sum of all versions: it grows with each change.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_settings_version(&self) -> Result<i64, ReadError> {
        const SQL: &str = "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM settings";
        let (version,) = sql::query(SQL).fetch_one(&self.pool).await?;
        Ok(version)
    }

    /// What goes over `shop.toml`, by its place there (`access.daily_limit`).
    ///
    /// # Errors
    /// When the database, or one of the values, cannot be read: half of the settings are not what somebody wanted.
    pub async fn list_settings(&self) -> Result<Vec<(String, Value)>, ReadError> {
        const SQL: &str = "SELECT key, value FROM settings WHERE key <> $1 AND value <> 'null' ORDER BY key";
        let rows: Vec<(String, String)> = sql::query(SQL).bind(RELOAD).fetch_all(&self.pool).await?;
        rows.into_iter().map(|(key, value)| Ok((key.clone(), from_json("settings", &key, &value)?))).collect()
    }
}

async fn reload(db: &mut Connection, now: Millis) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO settings (key, value, version, updated_at) VALUES ($1, 'null', 1, $2) \
         ON CONFLICT (key) DO UPDATE SET version = settings.version + 1, updated_at = $2";
    sql::query(SQL).bind(RELOAD).bind(now.0).execute(db).await?;
    Ok(())
}
