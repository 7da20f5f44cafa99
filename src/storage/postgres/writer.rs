//! The writer for PostgreSQL: each list of writes is a transaction, and several run in parallel; the conditions of the writes decide which
//! was first. Each transaction runs in its own task, so that a dropped caller does not leave it half done.

use std::sync::Arc;

use sqlx::PgPool;
use tokio::sync::{Semaphore, mpsc};
use tokio_util::task::TaskTracker;

use crate::storage::connection::Connection;
use crate::storage::postgres::wake_up;
use crate::storage::sql;
use crate::storage::wake_up::WakeUp;
use crate::storage::writer::{Unit, apply};
use crate::storage::{CommitError, WakeUps, Write};

/// How many lists are committed in parallel: the server syncs them together, and connections are left for reads.
pub(super) const SIDE_BY_SIDE: usize = 5;

/// How often a list is tried that collides with another one.
const ATTEMPTS: u32 = 3;

/// Runs until every [`Store`](crate::storage::Store) is dropped and all lists are committed.
pub(in crate::storage) async fn run(pool: PgPool, mut units: mpsc::Receiver<Unit>, wake_ups: Arc<WakeUps>) {
    let waking = tokio::spawn(wake_up::wake(pool.clone(), wake_ups.clone()));
    let (tasks, slots) = (TaskTracker::new(), Arc::new(Semaphore::new(SIDE_BY_SIDE)));
    while let Some(Unit { writes, answer }) = units.recv().await {
        // The semaphore is never closed.
        let Ok(slot) = slots.clone().acquire_owned().await else { break };
        let (pool, wake_ups) = (pool.clone(), wake_ups.clone());
        tasks.spawn(async move {
            let result = commit(&pool, &writes).await;
            if result.is_ok() {
                writes.iter().filter_map(Write::wake_up).for_each(|wake_up| wake_ups.wake(wake_up));
            }
            // The caller may have been dropped; the commit is valid all the same.
            let _ = answer.send(result);
            drop(slot);
        });
    }
    tasks.close();
    tasks.wait().await;
    waking.abort();
}

async fn commit(pool: &PgPool, writes: &[Write]) -> Result<(), CommitError> {
    let mut attempt = 1;
    loop {
        let mut connection = Connection::Postgres(pool.acquire().await?);
        let error = match transact(&mut connection, writes).await {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        // Releases the locks before the next attempt. If this fails, the connection is lost anyway.
        let _ = sql::query("ROLLBACK").execute(&mut connection).await;
        if attempt == ATTEMPTS || !is_collision(&error) {
            return Err(conflict(error));
        }
        attempt += 1;
    }
}

async fn transact(connection: &mut Connection, writes: &[Write]) -> Result<(), CommitError> {
    sql::query("BEGIN").execute(&mut *connection).await?;
    apply(connection, writes).await?;
    let woken = WakeUp::ALL.into_iter().filter(|wake_up| writes.iter().any(|write| write.wake_up() == Some(*wake_up)));
    let names = woken.map(WakeUp::name).collect::<Vec<_>>().join(" ");
    if !names.is_empty() {
        sql::query("SELECT pg_notify($1, $2)").bind(wake_up::CHANNEL).bind(names).execute(&mut *connection).await?;
    }
    sql::query("COMMIT").execute(connection).await?;
    Ok(())
}

/// Whether the server aborted this transaction in favour of another: 40001 serialization_failure, 40P01 deadlock_detected.
fn is_collision(error: &CommitError) -> bool {
    matches!(code(error).as_deref(), Some("40001" | "40P01"))
}

/// Maps the unique violation of an invoice to a conflict: another transaction used the same invoice at the same time, which the check in
/// [`OrderWrite::Move`](crate::storage::OrderWrite::Move) cannot see.
fn conflict(error: CommitError) -> CommitError {
    match &error {
        CommitError::Database(source)
            if source.as_database_error().is_some_and(|error| error.constraint() == Some("orders_invoice_key")) =>
        {
            CommitError::Conflict("the invoice")
        }
        _ => error,
    }
}

fn code(error: &CommitError) -> Option<String> {
    let CommitError::Database(source) = error else { return None };
    Some(source.as_database_error()?.code()?.into_owned())
}
