//! SQLite's one writer: takes lists of writes, commits as many together as are waiting, answers each.

use std::sync::Arc;

use sqlx::{Connection as _, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

use crate::storage::sql::{self, Connection};
use crate::storage::{CommitError, WakeUps, Write};

/// Lists that go into one transaction at most: enough to share a sync to disk, few enough that nobody waits long.
const GROUP: usize = 64;

/// One list of writes, and who waits for it.
pub(super) struct Unit {
    pub(super) writes: Vec<Write>,
    pub(super) answer: oneshot::Sender<Result<(), CommitError>>,
}

/// Runs until every [`Store`](crate::storage::Store) is gone, then closes the connection.
pub(super) async fn run(connection: SqliteConnection, mut units: mpsc::Receiver<Unit>, wake_ups: Arc<WakeUps>) {
    let mut connection = Connection::Sqlite(connection);
    while let Some(first) = units.recv().await {
        let mut group = vec![first];
        while group.len() < GROUP {
            match units.try_recv() {
                Ok(unit) => group.push(unit),
                Err(_) => break,
            }
        }
        #[cfg(debug_assertions)]
        crate::failpoint::before_commit();
        let results = commit(&mut connection, &group).await;
        #[cfg(debug_assertions)]
        crate::failpoint::after_commit();
        for (unit, result) in group.into_iter().zip(results) {
            if result.is_ok() {
                unit.writes.iter().filter_map(Write::wake_up).for_each(|wake_up| wake_ups.wake(wake_up));
            }
            // Whoever asked may be gone; the commit stands.
            let _ = unit.answer.send(result);
        }
    }
    if let Connection::Sqlite(connection) = connection
        && let Err(error) = connection.close().await
    {
        tracing::warn!(%error, "closing the database");
    }
}

/// One transaction for all of `group`; a unit that fails is rolled back alone, unless the transaction itself fails.
async fn commit(connection: &mut Connection, group: &[Unit]) -> Vec<Result<(), CommitError>> {
    match transact(connection, group).await {
        Ok(results) => results,
        Err(error) => {
            // After a full disk SQLite may have rolled back already; then this says so, and that is fine.
            let _ = sql::query("ROLLBACK").execute(&mut *connection).await;
            let error = CommitError::from(error);
            group.iter().map(|_| Err(error.clone())).collect()
        }
    }
}

async fn transact(connection: &mut Connection, group: &[Unit]) -> Result<Vec<Result<(), CommitError>>, sqlx::Error> {
    sql::query("BEGIN IMMEDIATE").execute(&mut *connection).await?;
    if let [unit] = group {
        // Most often one is alone, and needs no savepoint: each statement is a trip to SQLite's thread and back.
        let result = apply(connection, &unit.writes).await;
        let end = if result.is_ok() { "COMMIT" } else { "ROLLBACK" };
        sql::query(end).execute(&mut *connection).await?;
        return Ok(vec![result]);
    }
    let mut results = Vec::with_capacity(group.len());
    for unit in group {
        sql::query("SAVEPOINT unit").execute(&mut *connection).await?;
        let result = apply(connection, &unit.writes).await;
        if result.is_err() {
            sql::query("ROLLBACK TO unit").execute(&mut *connection).await?;
        }
        sql::query("RELEASE unit").execute(&mut *connection).await?;
        results.push(result);
    }
    sql::query("COMMIT").execute(&mut *connection).await?;
    Ok(results)
}

pub(super) async fn apply(connection: &mut Connection, writes: &[Write]) -> Result<(), CommitError> {
    for write in writes {
        write.apply(connection).await?;
    }
    Ok(())
}
