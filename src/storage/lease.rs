//! How several processes on one database divide the work: a lease is held by one process at a time, and each chat is claimed by one. With
//! SQLite there is only one process, so it holds everything and nothing is written.
//!
//! A lease says which process acts, and until when by the database's clock. It can't stop a process that was suspended when its lease
//! expired. So what must not be done twice is protected by the commit itself: by the fencing token
//! ([`LeaseWrite::Fence`](crate::storage::LeaseWrite::Fence)), by versions, and by the order of a chat's updates.

use std::collections::HashSet;
use std::time::Duration;

use crate::storage::sql::{self, Pool};
use crate::storage::{CommitError, Store};

impl Store {
    /// Takes or renews the lease `name` for `ttl` from now. Returns its epoch if this process holds it, and `None` if another process
    /// does. The epoch increases by one each time the lease passes to another process. All clones of a store are the same holder; opening
    /// the database again makes a new one.
    ///
    /// # Errors
    /// When the database cannot be written. Then it is unknown who holds the lease.
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

    /// Releases a lease, if this process holds it, so that another process can take it at once.
    ///
    /// # Errors
    /// When the database cannot be written. The lease expires anyway.
    pub async fn release_lease(&self, name: &'static str) -> Result<(), CommitError> {
        if let Pool::Postgres(_) = self.pool {
            const SQL: &str = "UPDATE leases SET until = 0 WHERE name = $1 AND owner = $2";
            sql::query(SQL).bind(name).bind(&*self.owner).execute(&self.pool).await?;
        }
        Ok(())
    }

    /// Claims chats that have waiting updates and that no process is working on, longest waiting first; at most `limit`. A claim lasts for
    /// `ttl`. `busy` are the chats that this process is still working on; with SQLite there is no other record of them.
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

    /// Releases a chat, if this process has claimed it.
    ///
    /// # Errors
    /// When the database cannot be written. The claim expires anyway.
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
