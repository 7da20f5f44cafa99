//! Connections to a SQLite file for reading.
//!
//! sqlx's own pool asks a connection before and after each statement whether it still answers. With SQLite each question is a trip to the
//! connection's thread and back, as long as the statement itself, and a file does not hang up. So a read borrows a connection here.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::{Mutex, MutexGuard};

/// Some connections. Cheap to clone.
#[derive(Clone)]
pub(super) struct Readers(Arc<Connections>);

struct Connections {
    each: Vec<Mutex<SqliteConnection>>,
    /// Counts the reads that found every connection busy.
    waited: AtomicUsize,
}

impl Readers {
    /// Opens `count` connections, at least one.
    pub(super) async fn connect(options: &SqliteConnectOptions, count: usize) -> Result<Self, sqlx::Error> {
        let mut each = vec![Mutex::new(options.connect().await?)];
        while each.len() < count {
            each.push(Mutex::new(options.connect().await?));
        }
        Ok(Self(Arc::new(Connections { each, waited: AtomicUsize::new(0) })))
    }

    /// A connection that nobody else uses: the first that is free, whose statements are prepared most often; else the next in turn.
    pub(super) async fn borrow(&self) -> MutexGuard<'_, SqliteConnection> {
        let Connections { each, waited } = &*self.0;
        for connection in each {
            if let Ok(free) = connection.try_lock() {
                return free;
            }
        }
        each[waited.fetch_add(1, Ordering::Relaxed) % each.len()].lock().await
    }

    /// Closes the connections, unless another clone still uses them: then they close with it.
    pub(super) async fn close(self) {
        let Some(Connections { each, .. }) = Arc::into_inner(self.0) else { return };
        for connection in each {
            if let Err(error) = connection.into_inner().close().await {
                tracing::warn!(%error, "closing the database failed");
            }
        }
    }
}
