//! Opens PostgreSQL, and configures its connections. Several processes may use one database at the same time.

pub(super) mod backup;
mod programs;
pub(super) mod restore;
mod wake_up;
mod writer;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::{Connection as _, Executor};
use tokio::sync::mpsc;

use crate::storage::open::from_migration;
use crate::storage::sql::Pool;
use crate::storage::store::WRITER_QUEUE;
use crate::storage::{OpenError, Opened, ReadError, Reader, Store, WakeUps};

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// The oldest supported server, as a `server_version_num`: `gen_random_uuid()` is built in since 13, and 12 gets no more fixes.
const OLDEST_SERVER: i64 = 130_000;

/// Connections of one process: [`writer::SIDE_BY_SIDE`] for commits, one that listens, the others for reads. Ten replicas fit into the 100
/// connections that a server allows by default, some of which are reserved.
const CONNECTIONS: u32 = 9;

/// The timeout for opening a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// Settings of each connection: a commit is on disk when it is answered, and the server itself ends statements, lock waits and idle
/// transactions that take too long. Notices are off because each `ROLLBACK` without a transaction would send one.
const SETTINGS: [(&str, &str); 5] = [
    ("synchronous_commit", "on"),
    ("statement_timeout", "5s"),
    ("lock_timeout", "2s"),
    ("idle_in_transaction_session_timeout", "10s"),
    ("client_min_messages", "error"),
];

/// A migration may have to wait for that of another process, and may take long.
const MIGRATION_SETTINGS: [(&str, &str); 3] = [("synchronous_commit", "on"), ("statement_timeout", "0"), ("lock_timeout", "60s")];

/// Opens the database at `url` (`postgres://…`), migrates it, and starts its writer and its wake-ups.
///
/// # Errors
/// See [`OpenError`]; then nothing is left running. No error contains the password.
pub async fn connect(url: &SecretString) -> Result<Opened, OpenError> {
    let options: PgConnectOptions = url.expose_secret().parse().map_err(|_| OpenError::Address)?;
    open_with(options.application_name("odzreshop-bot")).await
}

async fn open_with(options: PgConnectOptions) -> Result<Opened, OpenError> {
    let server = name(&options);
    let mut connection = connect_once(&options, &server).await?;
    check(&mut connection, &server).await?;
    // Not `run`: its future is not `Send`.
    MIGRATIONS.run_direct(None, &mut connection, false).await.map_err(|error| match error {
        sqlx::migrate::MigrateError::Execute(error) => refused(&server, error),
        error => from_migration(server.clone(), error),
    })?;
    let owner = sqlx::query_scalar("SELECT CAST(gen_random_uuid() AS TEXT)").fetch_one(&mut connection).await;
    let owner: String = owner.map_err(|error| refused(&server, error))?;
    connection.close().await.map_err(|error| refused(&server, error))?;
    let pool = pool_options().connect_lazy_with(options.options(SETTINGS));
    let wake_ups = Arc::new(WakeUps::default());
    let (sender, units) = mpsc::channel(WRITER_QUEUE);
    let writer = tokio::spawn(writer::run(pool.clone(), units, wake_ups.clone()));
    let store = Store::new(Pool::Postgres(pool), sender, wake_ups, owner.into());
    Ok(Opened { store, writer, _lock: None })
}

/// A connection for what may take long.
async fn connect_once(options: &PgConnectOptions, server: &str) -> Result<PgConnection, OpenError> {
    let patient = options.clone().options(MIGRATION_SETTINGS);
    let connecting = tokio::time::timeout(CONNECT, PgConnection::connect_with(&patient)).await;
    let connected = connecting.unwrap_or_else(|_| Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into())));
    connected.map_err(|error| refused(server, error))
}

/// Opens the database of a bot that runs in another process, only to read it.
///
/// # Errors
/// When the server cannot be reached.
pub async fn connect_to_read(url: &SecretString) -> Result<Reader, ReadError> {
    let options = PgPoolOptions::new().max_connections(1).acquire_timeout(CONNECT);
    Ok(Reader { pool: Pool::Postgres(options.connect(url.expose_secret()).await?) })
}

/// The options of the pool. If a `begin` is cancelled, sqlx 0.9.0 returns the connection to the pool with the transaction still open; later
/// writes on it seem to succeed but are never committed. So every connection gets a `ROLLBACK` when it returns to the pool.
pub fn pool_options() -> PgPoolOptions {
    PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(CONNECT).after_release(|connection, _| {
        Box::pin(async move {
            connection.execute("ROLLBACK").await?;
            Ok(true)
        })
    })
}

async fn check(connection: &mut PgConnection, server: &str) -> Result<(), OpenError> {
    const SQL: &str = "SELECT current_setting('server_version'), CAST(current_setting('server_version_num') AS BIGINT), \
         current_setting('server_encoding'), current_setting('transaction_read_only')";
    let found: Result<(String, i64, String, String), _> = sqlx::query_as(SQL).fetch_one(connection).await;
    let (version, number, encoding, read_only) = found.map_err(|error| refused(server, error))?;
    let server = server.to_owned();
    if number < OLDEST_SERVER {
        return Err(OpenError::OldServer { server, version });
    }
    if encoding != "UTF8" {
        return Err(OpenError::Encoding { server, encoding });
    }
    if read_only == "on" {
        return Err(OpenError::ReadOnlyServer { server });
    }
    Ok(())
}

/// The error at the start, for the owner. The codes are from PostgreSQL's manual, appendix A.
fn refused(server: &str, source: sqlx::Error) -> OpenError {
    let server = server.to_owned();
    let code = source.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned();
    match code.as_str() {
        "28000" | "28P01" => OpenError::Denied { server, source },
        "3D000" => OpenError::NoDatabase { server, source },
        "42501" => OpenError::Rights { server, source },
        "25006" => OpenError::ReadOnlyServer { server },
        // The server is starting up, shutting down, or has too many connections.
        "57P03" | "57P01" | "53300" => OpenError::Unreachable { server, source },
        "" => OpenError::Unreachable { server, source },
        _ => OpenError::Database { database: server, source },
    }
}

/// The server and the database, without the password.
fn name(options: &PgConnectOptions) -> String {
    let place = options.get_socket().map_or_else(|| options.get_host().to_owned(), |folder| folder.display().to_string());
    let database = options.get_database().unwrap_or_else(|| options.get_username());
    format!("postgres://{}@{place}:{}/{database}", options.get_username(), options.get_port())
}

#[cfg(test)]
mod tests;
