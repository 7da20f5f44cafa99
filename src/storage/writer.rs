//! The only writer for SQLite: takes lists of writes, commits all that are waiting together, and answers each.

use std::sync::Arc;

use sqlx::{Connection as _, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

use crate::storage::sql::{self, Connection};
use crate::storage::{CommitError, WakeUps, Write};

/// The most lists in one transaction: enough to share a sync to disk, few enough to keep the wait short.
const GROUP: usize = 64;

/// One list of writes, and the channel for its result.
pub(super) struct Unit {
    pub(super) writes: Vec<Write>,
    pub(super) answer: oneshot::Sender<Result<(), CommitError>>,
}

/// Runs until every [`Store`](crate::storage::Store) is dropped, then closes the connection.
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
            // The caller may have been dropped; the commit is valid all the same.
            let _ = unit.answer.send(result);
        }
    }
    if let Connection::Sqlite(connection) = connection
        && let Err(error) = connection.close().await
    {
        tracing::warn!(%error, "closing the database failed");
    }
}

/// One transaction for the whole `group`. A list that fails is rolled back alone; if the transaction itself fails, all of them fail.
async fn commit(connection: &mut Connection, group: &[Unit]) -> Vec<Result<(), CommitError>> {
    match transact(connection, group).await {
        Ok(results) => results,
        Err(error) => {
            // After an error such as a full disk SQLite may have rolled back already; then this fails, which does no harm.
            let _ = sql::query("ROLLBACK").execute(&mut *connection).await;
            let error = CommitError::from(error);
            group.iter().map(|_| Err(error.clone())).collect()
        }
    }
}

async fn transact(connection: &mut Connection, group: &[Unit]) -> Result<Vec<Result<(), CommitError>>, sqlx::Error> {
    sql::query("BEGIN IMMEDIATE").execute(&mut *connection).await?;
    if let [unit] = group {
        // Usually there is only one list. It needs no savepoint, which saves two round trips to SQLite's thread.
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
