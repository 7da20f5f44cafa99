//! PostgreSQL's writer: each list of writes is a transaction of its own, several side by side; the conditions of the writes decide who
//! was first. Each runs in a task of its own, so that no caller that goes away leaves a transaction half done.

use std::sync::Arc;

use sqlx::PgPool;
use tokio::sync::{Semaphore, mpsc};
use tokio_util::task::TaskTracker;

use crate::storage::postgres::wake_up;
use crate::storage::sql::{self, Connection};
use crate::storage::wake_up::WakeUp;
use crate::storage::writer::{Unit, apply};
use crate::storage::{CommitError, WakeUps, Write};

/// Lists that are committed at the same time at most: the server syncs them together, and connections are left for reading.
pub(super) const SIDE_BY_SIDE: usize = 5;

/// Attempts at a list that got into the way of another one.
const ATTEMPTS: u32 = 3;

/// Runs until every [`Store`](crate::storage::Store) is gone and everything handed over is done.
pub(in crate::storage) async fn run(pool: PgPool, mut units: mpsc::Receiver<Unit>, wake_ups: Arc<WakeUps>) {
    let ringing = tokio::spawn(wake_up::wake(pool.clone(), wake_ups.clone()));
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
            // Whoever asked may be gone; the commit stands.
            let _ = answer.send(result);
            drop(slot);
        });
    }
    tasks.close();
    tasks.wait().await;
    ringing.abort();
}

async fn commit(pool: &PgPool, writes: &[Write]) -> Result<(), CommitError> {
    let mut attempt = 1;
    loop {
        let mut connection = Connection::Postgres(pool.acquire().await?);
        let error = match transact(&mut connection, writes).await {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        // Before the next attempt: locks are held until the transaction ends. Where this fails there is no connection any more.
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
    let rung = WakeUp::ALL.into_iter().filter(|wake_up| writes.iter().any(|write| write.wake_up() == Some(*wake_up)));
    let names = rung.map(WakeUp::name).collect::<Vec<_>>().join(" ");
    if !names.is_empty() {
        sql::query("SELECT pg_notify($1, $2)").bind(wake_up::CHANNEL).bind(names).execute(&mut *connection).await?;
    }
    sql::query("COMMIT").execute(connection).await?;
    Ok(())
}

/// Whether the server gave this transaction up for another one's sake: 40001 serialization_failure, 40P01 deadlock_detected.
fn is_collision(error: &CommitError) -> bool {
    matches!(code(error).as_deref(), Some("40001" | "40P01"))
}

/// An invoice that another transaction gave to its order at the same time: looking first, as [`OrderWrite::Move`] does, can't see that.
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
