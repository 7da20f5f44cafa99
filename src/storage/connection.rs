//! The connection on which the writes of a commit are made, one after another.

use sqlx::Postgres;
use sqlx::pool::PoolConnection;

use crate::storage::CommitError;
use crate::storage::batch::Batch;
use crate::storage::sql::{On, Query, exactly_one};

/// A connection in a transaction.
pub(super) enum Connection {
    Sqlite(Batch),
    Postgres(PoolConnection<Postgres>),
}

impl Connection {
    /// For reading in the transaction, after all that was written before.
    pub(super) async fn ready(&mut self) -> Result<On<'_>, CommitError> {
        match self {
            Self::Sqlite(batch) => Ok(On::Sqlite(batch.ready().await?)),
            Self::Postgres(connection) => Ok(On::Postgres(&mut *connection)),
        }
    }

    /// Forgets what was written and waits.
    pub(super) fn clear(&mut self) {
        if let Self::Sqlite(batch) = self {
            batch.clear();
        }
    }

    async fn add(&mut self, query: Query<'_>, one: Option<&'static str>) -> Result<(), CommitError> {
        match self {
            Self::Sqlite(batch) => batch.add(query, one),
            Self::Postgres(connection) => {
                let changed = query.run(&mut **connection).await?;
                one.map_or(Ok(()), |what| exactly_one(what, changed))?;
            }
        }
        Ok(())
    }
}

impl Query<'_> {
    /// Makes this change. With SQLite it waits for more, and its error comes later, at the latest at the end of the transaction.
    pub(super) async fn execute(self, db: &mut Connection) -> Result<(), CommitError> {
        db.add(self, None).await
    }

    /// The same; it must change exactly one row, otherwise another commit was first, and `what` changed meanwhile.
    pub(super) async fn execute_one(self, db: &mut Connection, what: &'static str) -> Result<(), CommitError> {
        db.add(self, Some(what)).await
    }
}
