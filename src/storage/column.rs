//! How values are kept in columns of text: as JSON, or as the one word of an enum.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::storage::{CommitError, ReadError};

/// Reads a JSON column, naming the row where it is broken.
pub(super) fn from_json<T: DeserializeOwned>(table: &'static str, row: &str, text: &str) -> Result<T, ReadError> {
    serde_json::from_str(text).map_err(|source| ReadError::Row { table, row: row.to_owned(), source })
}

/// What can be read of many rows. A broken one is logged and passed over: it must not stop the others.
pub(super) fn readable<T>(rows: impl Iterator<Item = Result<T, ReadError>>) -> Vec<T> {
    rows.filter_map(|row| row.inspect_err(|error| tracing::error!(%error, "a row is passed over")).ok()).collect()
}

/// Writes a JSON column. Our own types have string keys only, so this can't fail.
pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String, CommitError> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(Box::new(error)).into())
}

/// The word of a unit enum that is stored as text.
pub(super) fn word<T: Serialize>(value: &T) -> Result<String, CommitError> {
    to_json(value).map(|json| json.trim_matches('"').to_owned())
}

/// A unit enum from its word.
pub(super) fn from_word<T: DeserializeOwned>(table: &'static str, row: &str, word: &str) -> Result<T, ReadError> {
    from_json(table, row, &format!("\"{word}\""))
}
