//! The monitor: what must not stand behind a slow call.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::app::{App, WRITE_PROBE_EVERY};

/// How often the watch looks around.
const LOOK_AROUND: Duration = Duration::from_secs(1);

/// A loop that does not come round in this time hangs; it waits for the database only.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(30);

/// Puts news for the admins on their way, watches the clock, keeps in step with the other processes, and probes the database, until `stop`.
pub async fn monitor(app: Arc<App>, stop: CancellationToken) {
    let failing = app.write_probe.failing();
    let mut probe_at = Instant::now();
    while !stop.is_cancelled() {
        app.heartbeats.beat("monitor", HEARTBEAT_WITHIN);
        if let Err(error) = app.alerts.publish().await {
            tracing::error!(%error, "telling the admins");
        }
        if app.leadership.epoch.current().is_some()
            && let Err(error) = app.maintenance.check_clock().await
        {
            tracing::error!(%error, "bringing forward what waits");
        }
        if let Err(error) = app.leadership.sync_provider_status().await {
            tracing::error!(%error, "keeping in step with the other processes");
        }
        if let Err(error) = app.settings.follow().await {
            tracing::error!(%error, "following a change of the shop's settings");
        }
        if failing.borrow().is_some() || Instant::now() >= probe_at {
            probe_at = Instant::now() + WRITE_PROBE_EVERY;
            app.write_probe.probe().await;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = app.alerts.ready().notified() => {}
            () = tokio::time::sleep(LOOK_AROUND) => {}
        }
    }
}
