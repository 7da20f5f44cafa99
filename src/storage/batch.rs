//! Statements of one transaction that go to SQLite together.
//!
//! Each call of a SQLite connection is a trip to its thread and back, which costs more than a small statement itself. A commit has about ten
//! statements, and most of them need no answer but the number of rows that they changed. So these wait, and go as one text with all
//! parameters when something has to be read, or at the end.

use std::borrow::Cow;
use std::mem;

use futures_util::TryStreamExt;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection, Either, Executor};

use crate::storage::CommitError;
use crate::storage::sql::{Query, Value, exactly_one};

/// A connection and the statements that wait for it.
pub(super) struct Batch {
    connection: SqliteConnection,
    sql: String,
    values: Vec<Value<'static>>,
    /// For each statement what has to be one row.
    ones: Vec<Option<&'static str>>,
}

impl Batch {
    pub(super) fn new(connection: SqliteConnection) -> Self {
        Self { connection, sql: String::new(), values: Vec::new(), ones: Vec::new() }
    }

    /// Adds a statement. `one`: it must change exactly one row, or this is what changed meanwhile.
    pub(super) fn add(&mut self, query: Query<'_>, one: Option<&'static str>) {
        let Query { sql, values } = query;
        renumber(sql, self.values.len(), &mut self.sql);
        self.sql.push_str(";\n");
        self.values.extend(values.into_iter().map(|value| match value {
            Value::Integer(integer) => Value::Integer(integer),
            Value::Text(text) => Value::Text(text.map(|text| Cow::Owned(text.into_owned()))),
        }));
        self.ones.push(one);
    }

    /// Runs what waits.
    ///
    /// # Errors
    /// The first error. The statements after it have no effect once the transaction is rolled back.
    pub(super) async fn run(&mut self) -> Result<(), CommitError> {
        let (sql, values, ones) = (mem::take(&mut self.sql), mem::take(&mut self.values), mem::take(&mut self.ones));
        if ones.is_empty() {
            return Ok(());
        }
        // Every text is one of this program's own.
        let mut statement = sqlx::query(AssertSqlSafe(sql));
        for value in values {
            statement = match value {
                Value::Integer(integer) => statement.bind(integer),
                Value::Text(text) => statement.bind(text.map(Cow::into_owned)),
            };
        }
        // sqlx advises against `Query::fetch_many` because only SQLite has it.
        let mut results = self.connection.fetch_many(statement);
        let mut ones = ones.into_iter();
        while let Some(result) = results.try_next().await? {
            if let Either::Left(done) = result
                && let Some(Some(what)) = ones.next()
            {
                exactly_one(what, done.rows_affected())?;
            }
        }
        Ok(())
    }

    /// The connection, with nothing waiting for it.
    pub(super) async fn ready(&mut self) -> Result<&mut SqliteConnection, CommitError> {
        self.run().await?;
        Ok(&mut self.connection)
    }

    /// Forgets what waits.
    pub(super) fn clear(&mut self) {
        (self.sql, self.values, self.ones) = Default::default();
    }

    pub(super) async fn close(self) -> Result<(), sqlx::Error> {
        self.connection.close().await
    }
}

/// Appends `sql` to `to`, with `$1` as `$6` when there are five parameters already.
fn renumber(sql: &str, already: usize, to: &mut String) {
    let mut parts = sql.split('$');
    to.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = part.split_at(digits);
        to.push('$');
        match number.parse::<usize>() {
            Ok(number) => to.push_str(&(number + already).to_string()),
            Err(_) => to.push_str(number),
        }
        to.push_str(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_count_on() {
        let cases = [
            ("UPDATE t SET a = $2 WHERE id = $1", 0, "UPDATE t SET a = $2 WHERE id = $1"),
            ("UPDATE t SET a = $2 WHERE id = $1", 9, "UPDATE t SET a = $11 WHERE id = $10"),
            ("DELETE FROM t", 3, "DELETE FROM t"),
            ("SELECT body ->> '$.x', $1", 1, "SELECT body ->> '$.x', $2"),
        ];
        for (sql, already, expected) in cases {
            let mut text = String::new();
            renumber(sql, already, &mut text);
            assert_eq!(text, expected);
        }
    }
}
