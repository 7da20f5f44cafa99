//! The monitor: checks that must not wait for a slow call, so they have a loop of their own in every process.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::app::{App, WRITE_PROBE_EVERY};

/// How often it checks.
const CHECK_EVERY: Duration = Duration::from_secs(1);

/// A loop that does not come round in this time hangs, because it waits only for the database.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(30);

/// Publishes admin alerts, checks for a clock rollback, follows the other processes and probes the database, until `stop`.
pub async fn monitor(app: Arc<App>, stop: CancellationToken) {
    let failing = app.write_probe.failing();
    let mut probe_at = Instant::now();
    while !stop.is_cancelled() {
        app.heartbeats.beat("monitor", HEARTBEAT_WITHIN);
        if let Err(error) = app.alerts.publish().await {
            tracing::error!(%error, "publishing admin alerts");
        }
        if app.leadership.epoch.current().is_some()
            && let Err(error) = app.maintenance.check_clock().await
        {
            tracing::error!(%error, "rebasing due times");
        }
        if let Err(error) = app.leadership.sync_provider_status().await {
            tracing::error!(%error, "sharing the provider status");
        }
        if let Err(error) = app.settings.follow().await {
            tracing::error!(%error, "following a change of the shop's settings");
        }
        if let Err(error) = app.roles.follow().await {
            tracing::error!(%error, "following a change of the roles");
        }
        if failing.borrow().is_some() || Instant::now() >= probe_at {
            probe_at = Instant::now() + WRITE_PROBE_EVERY;
            app.write_probe.probe().await;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = app.alerts.ready().notified() => {}
            () = tokio::time::sleep(CHECK_EVERY) => {}
        }
    }
}
