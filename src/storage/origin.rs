//! Detects the database of another program, which must not be migrated and whose journal mode must not be changed.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

/// Whether the file at `path` is a database with tables that are not ours. `false` if the file can't be read: opening it reports the error.
pub(super) async fn is_foreign(path: &Path) -> bool {
    // Other programs may set an application id; our files have none.
    const SQL: &str = "SELECT (SELECT application_id FROM pragma_application_id) <> 0 \
         OR (EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_sqlx_migrations') \
             AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'inbox'))";
    let Ok(mut connection) = SqliteConnectOptions::new().filename(path).read_only(true).connect().await else { return false };
    let foreign = sqlx::query_scalar(SQL).fetch_one(&mut connection).await;
    // It was only read, so an error on closing does not matter.
    let _ = connection.close().await;
    foreign.unwrap_or(false)
}
