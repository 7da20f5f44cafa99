//! Settings that override `shop.toml`, and the version by which every process sees that something has changed.
//!
//! Two rows are no settings: the version of `reload` grows when `shop.toml` is to be read again, and the value of `rejected` is the report
//! that admins were told of last.

use serde_json::Value;

use crate::domain::time::Millis;
use crate::storage::sql::{self, Connection};
use crate::storage::{CommitError, ReadError, Reader, from_json};

/// What can be written about the shop's settings.
#[derive(Clone, Debug)]
pub enum SettingsWrite {
    /// Every process is to read its `shop.toml` again.
    Reload { now: Millis },
    /// A setting overrides `shop.toml` from now on, or no more (`null`), in every process.
    Set { key: String, value: Value, now: Millis },
    /// Admins are told of this report; a conflict if they were told of the same one last.
    Reject { report: String, now: Millis },
    /// There are no problems any more: the next report is told, also if it is the same.
    Accept { now: Millis },
}

impl SettingsWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Reload { now } => {
                reload(db, *now).await?;
                accept(db, *now).await
            }
            Self::Set { key, value, now } => set(db, key, &value.to_string(), *now).await,
            Self::Reject { report, now } => reject(db, report, *now).await,
            Self::Accept { now } => accept(db, *now).await,
        }
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

    /// The settings that override `shop.toml`, by their place there (`access.daily_limit`).
    ///
    /// # Errors
    /// When the database, or one of the values, cannot be read: half of the settings are not what the owner wanted.
    pub async fn list_settings(&self) -> Result<Vec<(String, Value)>, ReadError> {
        const SQL: &str = "SELECT key, value FROM settings WHERE key NOT IN ('reload', 'rejected') AND value <> 'null' ORDER BY key";
        let rows: Vec<(String, String)> = sql::query(SQL).fetch_all(&self.pool).await?;
        rows.into_iter().map(|(key, value)| Ok((key.clone(), from_json("settings", &key, &value)?))).collect()
    }

    /// When a setting was last changed in the chat, or by the bot itself.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_setting_changed_at(&self, key: &str) -> Result<Option<Millis>, ReadError> {
        const SQL: &str = "SELECT updated_at FROM settings WHERE key = $1";
        let found: Option<(i64,)> = sql::query(SQL).bind(key).fetch_optional(&self.pool).await?;
        Ok(found.map(|(at,)| Millis(at)))
    }
}

async fn reload(db: &mut Connection, now: Millis) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO settings (key, value, version, updated_at) VALUES ('reload', 'null', 1, $1) \
         ON CONFLICT (key) DO UPDATE SET version = settings.version + 1, updated_at = $1";
    sql::query(SQL).bind(now.0).execute(db).await?;
    Ok(())
}

/// `value` is JSON.
pub(super) async fn set(db: &mut Connection, key: &str, value: &str, now: Millis) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO settings (key, value, version, updated_at) VALUES ($1, $2, 1, $3) \
         ON CONFLICT (key) DO UPDATE SET value = $2, version = settings.version + 1, updated_at = $3";
    sql::query(SQL).bind(key).bind(value).bind(now.0).execute(db).await?;
    Ok(())
}

/// Its version stays 0: no process has to read anything again because of it.
async fn reject(db: &mut Connection, report: &str, now: Millis) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO settings (key, value, version, updated_at) VALUES ('rejected', $1, 0, $2) \
         ON CONFLICT (key) DO UPDATE SET value = $1, updated_at = $2 WHERE settings.value <> $1";
    let rows = sql::query(SQL).bind(Value::from(report).to_string()).bind(now.0).execute(db).await?;
    sql::exactly_one("the report of wrong settings", rows)
}

async fn accept(db: &mut Connection, now: Millis) -> Result<(), CommitError> {
    const SQL: &str = "UPDATE settings SET value = 'null', updated_at = $1 WHERE key = 'rejected' AND value <> 'null'";
    sql::query(SQL).bind(now.0).execute(db).await?;
    Ok(())
}
