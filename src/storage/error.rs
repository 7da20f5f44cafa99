//! What reading and writing can end in.

use std::sync::Arc;

/// A read that failed, or a row that makes no sense.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The database's own error.
    #[error("the database cannot be read: {0}")]
    Database(#[from] sqlx::Error),
    /// What is stored is not what this program stores.
    #[error("{table}, row {row}: {source}")]
    Row { table: &'static str, row: String, source: serde_json::Error },
}

/// Why a list of writes was not committed. Nothing of it was.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CommitError {
    /// Something that the list builds on has changed since it was read. Read again and decide again.
    #[error("{0} changed meanwhile")]
    Conflict(&'static str),
    /// The database's own error: full, read-only, locked, broken. Where the connection to a PostgreSQL broke during the commit itself, it
    /// may stand all the same: the conditions of the list then tell, when it is committed again.
    #[error("the database cannot be written: {0}")]
    Database(Arc<sqlx::Error>),
    /// The writer has stopped.
    #[error("the database is closed")]
    Closed,
}

impl From<sqlx::Error> for CommitError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(Arc::new(error))
    }
}
