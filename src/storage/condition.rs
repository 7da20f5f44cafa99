//! How the shop stands with its provider, as the process that deals with it last wrote it down for the others.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::notice::Closing;
use crate::domain::time::Millis;
use crate::storage::sql::{self, Connection, Pool};
use crate::storage::{CommitError, ReadError, Store, from_json, to_json};

/// How the shop stands with its provider.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Why the shop is closed, if it is.
    pub closed: Option<Closing>,
    /// Categories that the provider does not know.
    pub unknown: BTreeSet<String>,
    /// Categories whose last listing failed.
    pub silent: BTreeSet<String>,
    /// When the provider last answered, if ever.
    pub seen: Option<Millis>,
}

impl Store {
    /// Whether other processes may use this database at the same time.
    pub fn is_shared(&self) -> bool {
        matches!(self.pool, Pool::Postgres(_))
    }

    /// How the shop stands, if somebody wrote it down.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_condition(&self) -> Result<Option<Condition>, ReadError> {
        let row: Option<(String,)> = sql::query("SELECT body FROM condition WHERE id = 1").fetch_optional(&self.pool).await?;
        row.map(|(body,)| from_json("condition", "1", &body)).transpose()
    }
}

pub(super) async fn set(db: &mut Connection, condition: &Condition) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO condition (id, body) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET body = $1";
    sql::query(SQL).bind(to_json(condition)?).execute(db).await?;
    Ok(())
}
