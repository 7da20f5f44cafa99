//! Runs the same SQL text on both databases; the differences between the drivers of SQLite and PostgreSQL are here.
//!
//! All values are integers or texts, so a list of parameters and a tuple per row are enough. Parameters are `$1`, `$2` …. The SQL texts
//! avoid what the two databases treat differently (in PostgreSQL `SELECT 1` is 32 bits wide and `SUM` of a `BIGINT` is not a `BIGINT`).

use std::borrow::Cow;

use sqlx::postgres::{PgConnection, PgRow};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{FromRow, PgExecutor, PgPool};

use crate::storage::CommitError;
use crate::storage::readers::Readers;

/// Connections for single statements.
#[derive(Clone)]
pub(super) enum Pool {
    /// Read-only connections.
    Sqlite(Readers),
    Postgres(PgPool),
}

impl Pool {
    /// With SQLite the caller has the last clone.
    pub(super) async fn close(self) {
        match self {
            Self::Sqlite(readers) => readers.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Where a statement runs.
pub(super) enum On<'c> {
    Sqlite(&'c mut SqliteConnection),
    SqliteReaders(&'c Readers),
    Postgres(&'c mut PgConnection),
    PostgresPool(&'c PgPool),
}

impl<'c> From<&'c Pool> for On<'c> {
    fn from(pool: &'c Pool) -> Self {
        match pool {
            Pool::Sqlite(readers) => Self::SqliteReaders(readers),
            Pool::Postgres(pool) => Self::PostgresPool(pool),
        }
    }
}

/// The type of a row: a tuple of `i64`, `String` and options of these.
pub(super) trait Row: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}

impl<T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>> Row for T {}

/// A parameter.
pub(super) enum Value<'q> {
    Integer(Option<i64>),
    Text(Option<Cow<'q, str>>),
}

/// A statement and its parameters.
pub(super) struct Query<'q> {
    pub(super) sql: &'static str,
    pub(super) values: Vec<Value<'q>>,
}

/// A statement; add its parameters with [`Query::bind`].
pub(super) fn query<'q>(sql: &'static str) -> Query<'q> {
    Query { sql, values: Vec::new() }
}

/// Binds the parameters of `$query` to the driver's `$statement`; `$text` converts a text parameter to an owned `String`.
macro_rules! bound {
    ($statement:expr, $query:expr, $text:expr) => {{
        let mut statement = $statement;
        for value in $query.values {
            statement = match value {
                Value::Integer(integer) => statement.bind(integer),
                Value::Text(text) => statement.bind(text.map($text)),
            };
        }
        statement
    }};
}

/// Runs `$query` on either database; `$start` is the function that creates the driver's statement, `$run` the method that runs it.
macro_rules! on_either {
    ($query:expr, $on:expr, $start:path, $run:ident) => {
        match $on.into() {
            On::Sqlite(db) => bound!($start($query.sql), $query, Cow::into_owned).$run(db).await,
            On::SqliteReaders(readers) => {
                let mut db = readers.borrow().await;
                bound!($start($query.sql), $query, Cow::into_owned).$run(&mut *db).await
            }
            On::Postgres(db) => bound!($start($query.sql), $query, storable).$run(db).await,
            On::PostgresPool(db) => bound!($start($query.sql), $query, storable).$run(db).await,
        }
    };
}

impl<'q> Query<'q> {
    /// The next parameter.
    pub(super) fn bind(mut self, value: impl Into<Value<'q>>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Runs the statement on PostgreSQL, and returns how many rows it changed.
    pub(super) async fn run<'c>(self, on: impl PgExecutor<'c>) -> Result<u64, sqlx::Error> {
        Ok(bound!(sqlx::query(self.sql), self, storable).execute(on).await?.rows_affected())
    }

    /// The only row.
    pub(super) async fn fetch_one<'c, T: Row>(self, on: impl Into<On<'c>>) -> Result<T, sqlx::Error> {
        on_either!(self, on, sqlx::query_as, fetch_one)
    }

    /// The first row, if there is one.
    pub(super) async fn fetch_optional<'c, T: Row>(self, on: impl Into<On<'c>>) -> Result<Option<T>, sqlx::Error> {
        on_either!(self, on, sqlx::query_as, fetch_optional)
    }

    /// All rows.
    pub(super) async fn fetch_all<'c, T: Row>(self, on: impl Into<On<'c>>) -> Result<Vec<T>, sqlx::Error> {
        on_either!(self, on, sqlx::query_as, fetch_all)
    }
}

/// PostgreSQL cannot store NUL characters in texts, and a commit with one would fail again at each retry. NUL is replaced because it has
/// no meaning in any of our texts.
fn storable(text: Cow<'_, str>) -> String {
    if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text.into_owned() }
}

impl From<i64> for Value<'_> {
    fn from(integer: i64) -> Self {
        Self::Integer(Some(integer))
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(integer: Option<i64>) -> Self {
        Self::Integer(integer)
    }
}

impl<'q> From<&'q str> for Value<'q> {
    fn from(text: &'q str) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl<'q> From<&'q String> for Value<'q> {
    fn from(text: &'q String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl<'q> From<Option<&'q String>> for Value<'q> {
    fn from(text: Option<&'q String>) -> Self {
        Self::Text(text.map(|text| text.as_str().into()))
    }
}

impl<'q> From<Option<&'q str>> for Value<'q> {
    fn from(text: Option<&'q str>) -> Self {
        Self::Text(text.map(Into::into))
    }
}

impl<'q> From<&'q Option<String>> for Value<'q> {
    fn from(text: &'q Option<String>) -> Self {
        Self::from(text.as_ref())
    }
}

/// An error unless exactly one row was changed.
pub(super) fn exactly_one(what: &'static str, rows: u64) -> Result<(), CommitError> {
    if rows == 1 { Ok(()) } else { Err(CommitError::Conflict(what)) }
}
