//! The only writer for SQLite: takes lists of writes, commits all that are waiting together, and answers each.

use std::sync::Arc;

use sqlx::SqliteConnection;
use tokio::sync::{mpsc, oneshot};

use crate::storage::batch::Batch;
use crate::storage::connection::Connection;
use crate::storage::sql;
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
    let mut connection = Connection::Sqlite(Batch::new(connection));
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
    if let Connection::Sqlite(batch) = connection
        && let Err(error) = batch.close().await
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
            let _ = roll_back(connection, "ROLLBACK").await;
            group.iter().map(|_| Err(error.clone())).collect()
        }
    }
}

async fn transact(connection: &mut Connection, group: &[Unit]) -> Result<Vec<Result<(), CommitError>>, CommitError> {
    sql::query("BEGIN IMMEDIATE").execute(connection).await?;
    if let [unit] = group {
        // Usually there is only one list. It needs no savepoint: if it fails, the transaction does.
        apply(connection, &unit.writes).await?;
        now(connection, "COMMIT").await?;
        return Ok(vec![Ok(())]);
    }
    connection.ready().await?;
    let mut results = Vec::with_capacity(group.len());
    for unit in group {
        sql::query("SAVEPOINT unit").execute(connection).await?;
        let result = apply(connection, &unit.writes).await;
        if result.is_err() {
            roll_back(connection, "ROLLBACK TO unit").await?;
        }
        now(connection, "RELEASE unit").await?;
        results.push(result);
    }
    now(connection, "COMMIT").await?;
    Ok(results)
}

async fn now(connection: &mut Connection, sql: &'static str) -> Result<(), CommitError> {
    sql::query(sql).execute(connection).await?;
    connection.ready().await.map(drop)
}

async fn roll_back(connection: &mut Connection, sql: &'static str) -> Result<(), CommitError> {
    connection.clear();
    now(connection, sql).await
}

/// Makes all `writes`, in this order.
pub(super) async fn apply(connection: &mut Connection, writes: &[Write]) -> Result<(), CommitError> {
    for write in writes {
        write.apply(connection).await?;
    }
    connection.ready().await.map(drop)
}
