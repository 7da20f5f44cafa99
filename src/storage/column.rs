//! How values are kept in columns of text: as JSON, or as the one word of an enum.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::storage::{CommitError, ReadError};

/// Reads a JSON column; the error names the row.
pub(super) fn from_json<T: DeserializeOwned>(table: &'static str, row: &str, text: &str) -> Result<T, ReadError> {
    serde_json::from_str(text).map_err(|source| ReadError::Row { table, row: row.to_owned(), source })
}

/// The rows that can be read. An invalid row is logged and skipped: it must not stop the others.
pub(super) fn readable<T>(rows: impl Iterator<Item = Result<T, ReadError>>) -> Vec<T> {
    rows.filter_map(|row| row.inspect_err(|error| tracing::error!(%error, "an invalid row is skipped")).ok()).collect()
}

/// Writes a JSON column. This does not fail, because our own types have only string keys.
pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String, CommitError> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(Box::new(error)).into())
}

/// The text under which a unit enum's variant is stored.
pub(super) fn word<T: Serialize>(value: &T) -> Result<String, CommitError> {
    to_json(value).map(|json| json.trim_matches('"').to_owned())
}

/// A unit enum's variant from its stored text.
pub(super) fn from_word<T: DeserializeOwned>(table: &'static str, row: &str, word: &str) -> Result<T, ReadError> {
    from_json(table, row, &format!("\"{word}\""))
}
