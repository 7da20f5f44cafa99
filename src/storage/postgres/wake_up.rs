//! The wake-ups between processes: a commit of one wakes all. A wake-up may be lost with its connection; so after each loss, and every few
//! moments, all are rung.

use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;

use crate::storage::WakeUps;
use crate::storage::wake_up::WakeUp;

/// The channel of [`NOTIFY`](https://www.postgresql.org/docs/current/sql-notify.html); its payload is the wake-ups' names.
pub(super) const CHANNEL: &str = "odzreshop";

/// All wake-ups are rung so often: what one that got lost would have said waits no longer than this.
const WAKE_ALL_EVERY: Duration = Duration::from_secs(2);

/// Rings the wake-ups that any process's commits ring, until it is aborted.
pub(super) async fn wake(pool: PgPool, wake_ups: Arc<WakeUps>) {
    // Beside listening, not between: a connection can be dead without a word for minutes.
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
                tracing::warn!(%error, "no bells from the database; looking every {WAKE_ALL_EVERY:?}");
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
    // None: the connection was lost.
    while let Some(notification) = listener.try_recv().await? {
        let named = |wake_up: &WakeUp| notification.payload().split(' ').any(|name| name == wake_up.name());
        WakeUp::ALL.into_iter().filter(named).for_each(|wake_up| wake_ups.wake(wake_up));
    }
    Ok(())
}

fn wake_all(wake_ups: &WakeUps) {
    WakeUp::ALL.into_iter().for_each(|wake_up| wake_ups.wake(wake_up));
}
