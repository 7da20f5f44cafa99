//! Whose file it is: another program's database must not be migrated, nor even switched to another journal.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

/// Whether the file at `path` is a database with tables, and they are not ours. What can't be read is not judged here: opening it says
/// what is wrong.
pub(super) async fn is_foreign(path: &Path) -> bool {
    // Other programs mark their files with an application id; ours have none.
    const SQL: &str = "SELECT (SELECT application_id FROM pragma_application_id) <> 0 \
         OR (EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_sqlx_migrations') \
             AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'inbox'))";
    let Ok(mut connection) = SqliteConnectOptions::new().filename(path).read_only(true).connect().await else { return false };
    let foreign = sqlx::query_scalar(SQL).fetch_one(&mut connection).await;
    // It was only looked at.
    let _ = connection.close().await;
    foreign.unwrap_or(false)
}
