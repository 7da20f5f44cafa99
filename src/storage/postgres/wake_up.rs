//! Wake-ups between processes: a commit of one process wakes all. A wake-up can be lost together with its connection; so everything is woken
//! after each reconnect, and periodically.

use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;

use crate::storage::WakeUps;
use crate::storage::wake_up::WakeUp;

/// The channel of [`NOTIFY`](https://www.postgresql.org/docs/current/sql-notify.html); the payload is the names of the wake-ups.
pub(super) const CHANNEL: &str = "odzreshop";

/// How often everything is woken: the longest delay after a lost wake-up.
const WAKE_ALL_EVERY: Duration = Duration::from_secs(2);

/// Passes on the wake-ups of all processes until it is aborted.
pub(super) async fn wake(pool: PgPool, wake_ups: Arc<WakeUps>) {
    // At the same time as listening, because a dead connection may give no error for minutes.
    let regularly = async {
        let mut ticks = tokio::time::interval(WAKE_ALL_EVERY);
        loop {
            ticks.tick().await;
            wake_all(&wake_ups);
        }
    };
    let listening = async {
        loop {
            if let Err(error) = listen(&pool, &wake_ups).await {
                tracing::warn!(%error, "listening for wake-ups failed; waking all loops every {WAKE_ALL_EVERY:?}");
            }
            tokio::time::sleep(WAKE_ALL_EVERY).await;
        }
    };
    tokio::join!(regularly, listening);
}

async fn listen(pool: &PgPool, wake_ups: &WakeUps) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    wake_all(wake_ups);
    // `None` means that the connection was lost.
    while let Some(notification) = listener.try_recv().await? {
        let named = |wake_up: &WakeUp| notification.payload().split(' ').any(|name| name == wake_up.name());
        WakeUp::ALL.into_iter().filter(named).for_each(|wake_up| wake_ups.wake(wake_up));
    }
    Ok(())
}

fn wake_all(wake_ups: &WakeUps) {
    WakeUp::ALL.into_iter().for_each(|wake_up| wake_ups.wake(wake_up));
}
