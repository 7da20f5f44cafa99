//! The bells between processes: a commit of one wakes all. A bell may be lost with its connection; so after each loss, and every few
//! moments, all are rung.

use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;

use crate::storage::Signals;
use crate::storage::signals::Bell;

/// The channel of [`NOTIFY`](https://www.postgresql.org/docs/current/sql-notify.html); its payload is the bells' names.
pub(super) const CHANNEL: &str = "odzreshop";

/// All bells are rung so often: what one that got lost would have said waits no longer than this.
const RING_ALL: Duration = Duration::from_secs(2);

/// Rings the bells that any process's commits ring, until it is aborted.
pub(super) async fn ring(pool: PgPool, signals: Arc<Signals>) {
    // Beside listening, not between: a connection can be dead without a word for minutes.
    let regularly = async {
        let mut ticks = tokio::time::interval(RING_ALL);
        loop {
            ticks.tick().await;
            ring_all(&signals);
        }
    };
    let listening = async {
        loop {
            if let Err(error) = listen(&pool, &signals).await {
                tracing::warn!(%error, "no bells from the database; looking every {RING_ALL:?}");
            }
            tokio::time::sleep(RING_ALL).await;
        }
    };
    tokio::join!(regularly, listening);
}

async fn listen(pool: &PgPool, signals: &Signals) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    ring_all(signals);
    // None: the connection was lost.
    while let Some(notification) = listener.try_recv().await? {
        let named = |bell: &Bell| notification.payload().split(' ').any(|name| name == bell.name());
        Bell::ALL.into_iter().filter(named).for_each(|bell| signals.ring(bell));
    }
    Ok(())
}

fn ring_all(signals: &Signals) {
    Bell::ALL.into_iter().for_each(|bell| signals.ring(bell));
}
