//! Auditing the ledger of a database that another process may be using.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::storage::open::BUSY;
use crate::storage::readers::Readers;
use crate::storage::sql::Pool;
use crate::storage::{Difference, ReadError, Reader};

/// Audits the ledger in the file at `path`, also while a bot runs on it: see [`Reader::audit_ledger`].
///
/// # Errors
/// When the file is not there or cannot be read.
pub async fn check_ledger(path: &Path) -> Result<Vec<Difference>, ReadError> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY);
    let pool = Pool::Sqlite(Readers::connect(&options, 1).await?);
    let found = Reader { pool: pool.clone() }.audit_ledger().await;
    pool.close().await;
    found
}

/// The same on a PostgreSQL.
///
/// # Errors
/// When the server cannot be reached or read.
pub async fn check_ledger_on(url: &SecretString) -> Result<Vec<Difference>, ReadError> {
    let pool = Pool::Postgres(PgPoolOptions::new().max_connections(1).connect(url.expose_secret()).await?);
    let found = Reader { pool: pool.clone() }.audit_ledger().await;
    pool.close().await;
    found
}
