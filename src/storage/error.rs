//! The errors of reading and writing.

use std::sync::Arc;

/// A read failed, or a row is invalid.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The database's own error.
    #[error("the database cannot be read: {0}")]
    Database(#[from] sqlx::Error),
    /// The row does not contain what this program writes.
    #[error("{table}, row {row}: {source}")]
    Row { table: &'static str, row: String, source: serde_json::Error },
}

/// Why a list of writes was not committed. None of the writes was made.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CommitError {
    /// Something that the list depends on has changed since it was read. The caller has to read and decide again.
    #[error("{0} changed meanwhile")]
    Conflict(&'static str),
    /// The database's own error: full, read-only, locked, broken. If the connection to PostgreSQL broke during the commit itself, the
    /// commit may have succeeded; when the list is committed again, its conditions show that.
    #[error("the database cannot be written: {0}")]
    Database(Arc<sqlx::Error>),
    /// The writer has stopped.
    #[error("the database is closed")]
    Closed,
}

/// The constraint that keeps a wallet from falling below zero.
const NOT_OVERDRAWN: &str = "not_overdrawn";

impl From<sqlx::Error> for CommitError {
    fn from(error: sqlx::Error) -> Self {
        if breaks(&error, NOT_OVERDRAWN) { Self::Conflict("the balance") } else { Self::Database(Arc::new(error)) }
    }
}

/// Whether a statement failed because it would break the constraint of this name.
fn breaks(error: &sqlx::Error, constraint: &str) -> bool {
    let Some(error) = error.as_database_error() else { return false };
    // PostgreSQL names the constraint, SQLite's message ends with its name.
    error.constraint() == Some(constraint) || error.message().ends_with(constraint)
}
