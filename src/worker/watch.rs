//! The watch: what must not stand behind a slow call.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::app::{App, BEAT};

/// How often the watch looks around.
const LOOK_AROUND: Duration = Duration::from_secs(1);

/// A loop that does not come round in this time hangs; it waits for the database only.
const BEAT_WITHIN: Duration = Duration::from_secs(30);

/// Puts news for the admins on their way, minds the clock, and feels the database's pulse, until `stop`.
pub async fn watch(app: Arc<App>, stop: CancellationToken) {
    let failing = app.failing();
    let mut beat_at = Instant::now();
    while !stop.is_cancelled() {
        app.heartbeats().beat("watch", BEAT_WITHIN);
        if let Err(error) = app.publish().await {
            tracing::error!(%error, "telling the admins");
        }
        if app.term().is_some()
            && let Err(error) = app.mind_clock().await
        {
            tracing::error!(%error, "bringing forward what waits");
        }
        if let Err(error) = app.keep_in_step().await {
            tracing::error!(%error, "keeping in step with the other processes");
        }
        if failing.borrow().is_some() || Instant::now() >= beat_at {
            beat_at = Instant::now() + BEAT;
            app.beat().await;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = app.news_bell().notified() => {}
            () = tokio::time::sleep(LOOK_AROUND) => {}
        }
    }
}
