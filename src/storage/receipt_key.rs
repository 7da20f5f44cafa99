//! The key that receipts are signed with. It is made once and kept as long as the shop: a receipt can be checked for years.

use secrecy::{ExposeSecret, SecretString};

use crate::domain::time::Millis;
use crate::storage::connection::Connection;
use crate::storage::sql;
use crate::storage::{CommitError, ReadError, Reader};

/// Writes about the key.
#[derive(Clone, Debug)]
pub enum ReceiptKeyWrite {
    /// This is the key, unless there is one: of several processes that start together one makes it.
    Make { secret: SecretString, now: Millis },
}

impl ReceiptKeyWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        const SQL: &str = "INSERT INTO receipt_key (id, secret, created_at) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING";
        let Self::Make { secret, now } = self;
        sql::query(SQL).bind(secret.expose_secret()).bind(now.0).execute(db).await?;
        Ok(())
    }
}

impl Reader {
    /// The key; `None` before the bot has run.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_receipt_key(&self) -> Result<Option<SecretString>, ReadError> {
        let row: Option<(String,)> = sql::query("SELECT secret FROM receipt_key WHERE id = 1").fetch_optional(&self.pool).await?;
        Ok(row.map(|(secret,)| secret.into()))
    }
}
