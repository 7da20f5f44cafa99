//! Pricing rules of the chat and their changes. Changes are never changed or deleted.

use crate::domain::price_rule::{CHAT_RULES, PriceRules, RuleChange};
use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader, from_json, settings, to_json};

/// A change of a rule, as it is in the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceChange {
    /// Counts up from 1.
    pub version: i64,
    pub admin: i64,
    pub at: Millis,
    pub change: RuleChange,
}

/// Writes about prices.
#[derive(Clone, Debug)]
pub enum PriceWrite {
    /// A change, after which these rules count, as the setting [`CHAT_RULES`]. Conflict when there is another change with this version.
    Change { change: PriceChange, rules: PriceRules },
}

impl PriceWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        const SQL: &str = "INSERT INTO price_changes (version, admin, at, body) VALUES ($1, $2, $3, $4) ON CONFLICT (version) DO NOTHING";
        let Self::Change { change: PriceChange { version, admin, at, change }, rules } = self;
        sql::query(SQL).bind(*version).bind(*admin).bind(at.0).bind(to_json(change)?).execute_one(&mut *db, "the prices").await?;
        settings::set(db, CHAT_RULES, &to_json(rules)?, *at).await
    }
}

impl Reader {
    /// The rules of the chat, and the version of their last change: 0 before the first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_price_rules(&self) -> Result<(PriceRules, i64), ReadError> {
        // The version first: should a change be committed in between, its writer finds it taken.
        const VERSION: &str = "SELECT COALESCE(MAX(version), 0) FROM price_changes";
        const RULES: &str = "SELECT value FROM settings WHERE key = $1 AND value <> 'null'";
        let (version,): (i64,) = sql::query(VERSION).fetch_one(&self.pool).await?;
        let rules: Option<(String,)> = sql::query(RULES).bind(CHAT_RULES).fetch_optional(&self.pool).await?;
        let rules = rules.map(|(json,)| from_json("settings", CHAT_RULES, &json)).transpose()?;
        Ok((rules.unwrap_or_default(), version))
    }

    /// A page of the changes, newest first, and how many there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_price_changes(&self, limit: i64, offset: i64) -> Result<(Vec<PriceChange>, i64), ReadError> {
        const SQL: &str = "SELECT version, admin, at, body FROM price_changes ORDER BY version DESC LIMIT $1 OFFSET $2";
        let rows: Vec<(i64, i64, i64, String)> = sql::query(SQL).bind(limit).bind(offset).fetch_all(&self.pool).await?;
        let (count,) = sql::query("SELECT COUNT(*) FROM price_changes").fetch_one(&self.pool).await?;
        let change = |(version, admin, at, body): (i64, i64, i64, String)| {
            let change = from_json("price_changes", &version.to_string(), &body)?;
            Ok(PriceChange { version, admin, at: Millis(at), change })
        };
        Ok((rows.into_iter().map(change).collect::<Result<_, ReadError>>()?, count))
    }
}
