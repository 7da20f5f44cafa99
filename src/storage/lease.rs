//! What several processes on one database share out among them: offices that one of them holds at a time, and chats. With SQLite the
//! one process holds everything, and nothing is written.
//!
//! A lease says who should act, and until when by the database's clock. It can't stop a process that was asleep when it lapsed: what
//! must not be done twice is fenced by its commit ([`LeaseWrite::Fence`](crate::storage::LeaseWrite::Fence), the versions, the order of a
//! chat's updates).

use std::collections::HashSet;
use std::time::Duration;

use crate::storage::sql::{self, Pool};
use crate::storage::{CommitError, Store};

impl Store {
    /// Takes or keeps the lease `name` for `ttl` from now. Its epoch when it is ours then, `None` while somebody else's lasts. The
    /// epoch is one more each time the lease passes to another. Whoever opened the database is the holder, with all clones of its
    /// store; opened again it is somebody else.
    ///
    /// # Errors
    /// When the database cannot be written. It is not known then who holds the lease.
    pub async fn take_lease(&self, name: &'static str, ttl: Duration) -> Result<Option<i64>, CommitError> {
        const SQL: &str = "INSERT INTO leases (name, owner, until, epoch) VALUES ($1, $2, now_ms() + $3, 1) \
             ON CONFLICT (name) DO UPDATE SET owner = $2, until = now_ms() + $3, \
                epoch = CASE WHEN leases.owner = $2 THEN leases.epoch ELSE leases.epoch + 1 END \
             WHERE leases.owner = $2 OR leases.until <= now_ms() RETURNING epoch";
        if let Pool::Sqlite(_) = self.pool {
            return Ok(Some(0));
        }
        let row = sql::query(SQL).bind(name).bind(&*self.owner).bind(millis(ttl)).fetch_optional(&self.pool).await?;
        Ok(row.map(|(epoch,)| epoch))
    }

    /// Gives a lease back, if it is ours, for another to take at once.
    ///
    /// # Errors
    /// When the database cannot be written. The lease lapses by itself.
    pub async fn release_lease(&self, name: &'static str) -> Result<(), CommitError> {
        if let Pool::Postgres(_) = self.pool {
            const SQL: &str = "UPDATE leases SET until = 0 WHERE name = $1 AND owner = $2";
            sql::query(SQL).bind(name).bind(&*self.owner).execute(&self.pool).await?;
        }
        Ok(())
    }

    /// Claims chats with updates that wait and that nobody is at work on, the one that waits longest first; `limit` of them at most. They
    /// are ours for `ttl`. `busy`: those we are at work on, also when they are given back this moment; with SQLite there is no other record
    /// of that.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn claim_chats(&self, busy: &HashSet<i64>, ttl: Duration, limit: usize) -> Result<Vec<i64>, CommitError> {
        const WAITING: &str = "SELECT chat_key FROM inbox WHERE state = 'new' GROUP BY chat_key ORDER BY MIN(received_at) LIMIT $1";
        const ADD: &str = "INSERT INTO chat_claims (chat_key, owner, until) \
             SELECT DISTINCT chat_key, '', CAST(0 AS BIGINT) FROM inbox WHERE state = 'new' \
             AND NOT EXISTS (SELECT 1 FROM chat_claims WHERE chat_claims.chat_key = inbox.chat_key) ORDER BY chat_key ON CONFLICT DO NOTHING";
        const CLAIM: &str = "WITH waiting AS (SELECT chat_key, MIN(received_at) AS since FROM inbox WHERE state = 'new' GROUP BY chat_key), \
             free AS MATERIALIZED (SELECT chat_claims.chat_key FROM chat_claims JOIN waiting ON waiting.chat_key = chat_claims.chat_key \
                WHERE chat_claims.until <= now_ms() AND chat_claims.chat_key <> ALL(CAST(string_to_array($4, ',') AS BIGINT[])) \
                ORDER BY since LIMIT $3 FOR UPDATE OF chat_claims SKIP LOCKED), \
             claimed AS (UPDATE chat_claims SET owner = $1, until = now_ms() + $2 FROM free WHERE chat_claims.chat_key = free.chat_key \
                RETURNING chat_claims.chat_key) \
             SELECT claimed.chat_key FROM claimed JOIN waiting ON waiting.chat_key = claimed.chat_key ORDER BY since";
        let rows: Vec<(i64,)> = match self.pool {
            Pool::Sqlite(_) => sql::query(WAITING).bind(count(limit + busy.len())).fetch_all(&self.pool).await?,
            Pool::Postgres(_) => {
                sql::query(ADD).execute(&self.pool).await?;
                let busy: Vec<String> = busy.iter().map(i64::to_string).collect();
                let claim = sql::query(CLAIM).bind(&*self.owner).bind(millis(ttl)).bind(count(limit)).bind(busy.join(","));
                claim.fetch_all(&self.pool).await?
            }
        };
        Ok(rows.into_iter().map(|(chat_key,)| chat_key).filter(|chat| !busy.contains(chat)).take(limit).collect())
    }

    /// Gives a chat back, if it is ours.
    ///
    /// # Errors
    /// When the database cannot be written. The claim lapses by itself.
    pub async fn release_chat(&self, chat_key: i64) -> Result<(), CommitError> {
        if let Pool::Postgres(_) = self.pool {
            const SQL: &str = "UPDATE chat_claims SET until = 0 WHERE chat_key = $1 AND owner = $2";
            sql::query(SQL).bind(chat_key).bind(&*self.owner).execute(&self.pool).await?;
        }
        Ok(())
    }
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
