//! The loop that puts a broadcast into the outbox.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;

/// How often it looks while a broadcast runs, and how often otherwise.
const FEED_EVERY: Duration = Duration::from_millis(400);
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// A loop that does not come round in this time hangs, because it waits only for the database.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(30);

/// Feeds the broadcast that runs, until `stop`.
pub async fn broadcasts(app: Arc<App>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        app.heartbeats.beat("broadcasts", HEARTBEAT_WITHIN);
        let wait = match app.broadcasts.feed().await {
            Ok(true) => FEED_EVERY,
            Ok(false) => LOOK_EVERY,
            Err(error) => {
                tracing::error!(%error, "feeding a broadcast");
                LOOK_EVERY
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}
