//! Copies the PostgreSQL database while the bot runs: `pg_dump` reads one snapshot, so the copy is consistent and blocks no writer.
//!
//! Only a copy that was restored is known to be good. So it is verified in a scratch database on the same server: there `pg_restore` builds
//! every constraint again, and the ledger is audited.

use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;

use secrecy::SecretString;
use sqlx::postgres::{PgConnection, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection as _, Executor};

use crate::storage::backup::{begins_with, create, has_table, on_disk, summary};
use crate::storage::sql::Pool;
use crate::storage::{BackupError, BackupSummary, OpenError};

use super::programs::Target;

/// How every file of `pg_dump --format=custom` begins.
const MARK: &[u8] = b"PGDMP";

/// `pg_dump` waits this long for a migration or another change of a table.
const LOCK_WAIT: &str = "--lock-wait-timeout=60s";

/// Before the name of the shop's database: the name of its scratch database. A prefix, so that a long name that PostgreSQL cuts is never
/// that of the shop's own.
const SCRATCH: &str = "odzreshop_scratch_";

/// Databases that every server has, for statements that can't be made from within the shop's own.
const ALWAYS_THERE: [&str; 2] = ["postgres", "template1"];

/// Whether the file is a copy of a PostgreSQL database; `false` also when it can't be read.
pub(in crate::storage) fn is_dump(path: &Path) -> bool {
    begins_with(path, MARK)
}

/// Copies the database into the new file `to`, which only its owner can read, and returns its size in bytes. When this returns, the copy is on
/// disk, but not verified.
///
/// # Errors
/// See [`BackupError`]. A failed attempt leaves no file.
pub(in crate::storage) async fn dump(url: &SecretString, to: &Path) -> Result<u64, BackupError> {
    let target = Target::read(url)?;
    let file = create(to)?;
    let dumping = async {
        let output = file.try_clone().map_err(|source| BackupError::File { path: to.to_owned(), source })?;
        target.run("pg_dump", &target.database, &["--format=custom", LOCK_WAIT], Stdio::null(), output.into()).await?;
        on_disk(&file, to)
    };
    let done = dumping.await;
    if done.is_err() {
        // If it can't be removed either, the returned error still reports the failure.
        let _ = fs::remove_file(to);
    }
    done
}

/// Checks that `copy` can be restored, is of this program, and has a ledger that is right.
///
/// # Errors
/// See [`BackupError`].
pub(in crate::storage) async fn verify(url: &SecretString, copy: &Path) -> Result<BackupSummary, BackupError> {
    let target = Target::read(url)?;
    let (scratch, summary) = Scratch::fill(&target, copy).await?;
    scratch.remove().await;
    Ok(summary)
}

/// Whether copies can be made here: the programs are installed and not too old, and the user may create a scratch database.
///
/// # Errors
/// The reason why not.
pub(in crate::storage) async fn try_out(url: &SecretString) -> Result<(), BackupError> {
    const SQL: &str = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user";
    let target = Target::read(url)?;
    target.run("pg_dump", &target.database, &["--schema-only", LOCK_WAIT], Stdio::null(), Stdio::null()).await?;
    target.run("pg_restore", &target.database, &["--version"], Stdio::null(), Stdio::null()).await?;
    let mut connection = target.connect(&target.database).await?;
    let may_create: bool = sqlx::query_scalar(SQL).fetch_one(&mut connection).await?;
    connection.close().await?;
    if may_create { Ok(()) } else { Err(BackupError::MayNotCreate(target.server)) }
}

/// A database beside the shop's, until it is removed or takes that one's place. One process has it at a time; others wait for it.
pub(super) struct Scratch {
    /// A connection to neither of the two. It holds the lock.
    pub(super) admin: PgConnection,
    pub(super) name: String,
}

impl Scratch {
    /// Restores `copy` into a new scratch database and checks it.
    pub(super) async fn fill(target: &Target, copy: &Path) -> Result<(Self, BackupSummary), BackupError> {
        let input = File::open(copy).map_err(|source| BackupError::File { path: copy.to_owned(), source })?;
        let mut scratch = Self { admin: admin(target).await?, name: format!("{SCRATCH}{}", target.database) };
        let filling = async {
            scratch.create(target).await?;
            // With an empty --dbname the name is taken from the environment, as all the rest.
            let arguments = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", "--dbname", ""];
            target.run("pg_restore", &scratch.name, &arguments, input.into(), Stdio::null()).await?;
            scratch.check(target, copy).await
        };
        match filling.await {
            Ok(summary) => Ok((scratch, summary)),
            Err(error) => {
                scratch.remove().await;
                Err(error)
            }
        }
    }

    async fn create(&mut self, target: &Target) -> Result<(), BackupError> {
        const LOCALE: &str = "SELECT CAST(datcollate AS TEXT), CAST(datctype AS TEXT) FROM pg_database WHERE datname = $1";
        sqlx::query("SELECT pg_advisory_lock(hashtext($1))").bind(&self.name).execute(&mut self.admin).await?;
        // Of a process that was killed.
        self.drop_database().await?;
        let locale: Option<(String, String)> = sqlx::query_as(LOCALE).bind(&target.database).fetch_optional(&mut self.admin).await?;
        let locale = locale.map(|(collate, ctype)| format!(" LC_COLLATE {} LC_CTYPE {}", text(&collate), text(&ctype)));
        let sql = format!("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'{}", ident(&self.name), locale.unwrap_or_default());
        let created = self.admin.execute(AssertSqlSafe(sql)).await;
        created.map(|_| ()).map_err(|error| match error.as_database_error().and_then(|error| error.code()).as_deref() {
            Some("42501") => BackupError::MayNotCreate(target.server.clone()),
            _ => error.into(),
        })
    }

    async fn check(&self, target: &Target, copy: &Path) -> Result<BackupSummary, BackupError> {
        let options = target.options.clone().database(&self.name);
        let pool = Pool::Postgres(PgPoolOptions::new().max_connections(1).connect_with(options).await?);
        let checking = async {
            if has_table(&pool, "inbox").await? { summary(pool.clone()).await } else { Err(BackupError::Foreign(copy.to_owned())) }
        };
        let found = checking.await;
        pool.close().await;
        found
    }

    async fn drop_database(&mut self) -> Result<(), sqlx::Error> {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", ident(&self.name));
        self.admin.execute(AssertSqlSafe(sql)).await.map(|_| ())
    }

    /// Drops the database. If this fails, the next copy does it.
    pub(super) async fn remove(mut self) {
        if let Err(error) = self.drop_database().await {
            tracing::warn!(%error, database = self.name, "the scratch database of a backup could not be dropped");
        }
        // Dropping the connection closes it too.
        let _ = self.admin.close().await;
    }
}

async fn admin(target: &Target) -> Result<PgConnection, OpenError> {
    let [first, last] = ALWAYS_THERE;
    if target.database != first
        && let Ok(connection) = target.connect(first).await
    {
        return Ok(connection);
    }
    target.connect(last).await
}

/// A name as SQL writes it.
pub(super) fn ident(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as SQL writes it.
fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
