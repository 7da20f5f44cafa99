//! Puts a copy in the place of the PostgreSQL database. The copy is restored and made safe in a scratch database; then both databases get
//! their new names in one transaction. A process that dies on the way leaves either the old database or one that is held.

use std::path::Path;
use std::time::Duration;

use secrecy::SecretString;
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, Connection as _, Executor};

use crate::domain::order::Order;
use crate::domain::time::Millis;
use crate::storage::restore::{lost_sight_of, prepare};
use crate::storage::sql::Pool;
use crate::storage::{BackupSummary, OpenError, Reader, RestoreError, Restored};

use super::backup::{Scratch, ident};
use super::programs::Target;
use super::{open_with, refused};

/// How often it is looked whether sessions that are ending have ended, and how long between two looks: five seconds, as PostgreSQL does.
const LOOKS: u32 = 25;
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Replaces the database by a copy of the backup `copy`. Refuses while anything is connected to it. The database from before is kept under
/// another name that has `stamp` in it.
///
/// # Errors
/// See [`RestoreError`].
pub(in crate::storage) async fn restore(url: &SecretString, copy: &Path, now: Millis, stamp: &str) -> Result<Restored, RestoreError> {
    let target = Target::read(url)?;
    refuse_if_in_use(&target).await?;
    let (mut scratch, backup) = Scratch::fill(&target, copy).await?;
    let aside = format!("replaced_{stamp}_{}", target.database);
    let replaced = replace(&target, &mut scratch, now, &backup, &aside).await;
    // Now the name is that of nothing, unless the database could not be replaced.
    scratch.remove().await;
    replaced?;
    let lost_sight_of = compare(&target, &aside, backup.taken_at.unwrap_or(Millis(i64::MIN))).await.ok();
    Ok(Restored { backup, replaced: Some(aside), lost_sight_of })
}

async fn replace(target: &Target, scratch: &mut Scratch, now: Millis, backup: &BackupSummary, aside: &str) -> Result<(), RestoreError> {
    prepare(open_with(target.options.clone().database(&scratch.name)).await?, now, backup).await?;
    let renames = async {
        let mut both = scratch.admin.begin().await?;
        for (from, to) in [(&*target.database, aside), (&*scratch.name, &*target.database)] {
            let sql = format!("ALTER DATABASE {} RENAME TO {}", ident(from), ident(to));
            both.execute(AssertSqlSafe(sql)).await?;
        }
        both.commit().await
    };
    renames.await.map_err(|error: sqlx::Error| match error.as_database_error().and_then(|error| error.code()).as_deref() {
        Some("55006") => RestoreError::InUse(target.server.clone()),
        _ => refused(&target.server, error).into(),
    })
}

async fn refuse_if_in_use(target: &Target) -> Result<(), RestoreError> {
    // The server's own workers have no user.
    const SQL: &str =
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL";
    let failed = |error| OpenError::Database { database: target.server.clone(), source: error };
    let mut connection = target.connect(&target.database).await?;
    let mut sessions = 0_i64;
    for look in 0..LOOKS {
        if look > 0 {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        sessions = sqlx::query_scalar(SQL).fetch_one(&mut connection).await.map_err(failed)?;
        if sessions == 0 {
            break;
        }
    }
    connection.close().await.map_err(failed)?;
    if sessions == 0 { Ok(()) } else { Err(RestoreError::InUse(target.server.clone())) }
}

async fn compare(target: &Target, before: &str, since: Millis) -> Result<Vec<Order>, RestoreError> {
    let read = async |database: &str| {
        let options = PgPoolOptions::new().max_connections(1).connect_with(target.options.clone().database(database));
        options.await.map(|pool| Reader { pool: Pool::Postgres(pool) }).map_err(|error| refused(&target.server, error))
    };
    lost_sight_of(&read(before).await?, &read(&target.database).await?, since).await
}
