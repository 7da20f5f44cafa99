//! The service manager (systemd, `Type=notify`): it is told when the bot has started and when it stops, and gets a sign of life while
//! the bot makes progress. A process that hangs is then restarted by it, which is safe at any moment.

use std::time::Duration;

use sd_notify::NotifyState;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::wiring::readiness::Readiness;

/// How often the status line is brought up to date where no watchdog asks for more.
const EVERY: Duration = Duration::from_secs(10);

/// Tells the service manager how the bot is, until `stop`. Without a service manager (`NOTIFY_SOCKET` is not set) it only waits.
pub async fn run(readiness: Readiness, stop: CancellationToken) {
    tell(&[NotifyState::Ready]);
    let watchdog = sd_notify::watchdog_enabled();
    // A third of the time: one sign may be late.
    let every = watchdog.map_or(EVERY, |within| (within / 3).min(EVERY));
    let mut well = true;
    while !stop.is_cancelled() {
        let stuck = readiness.stuck();
        match stuck.first() {
            None => tell(&[NotifyState::Watchdog, NotifyState::Status("running")]),
            Some(first) => tell(&[NotifyState::Status(first)]),
        }
        if well && !stuck.is_empty() && watchdog.is_some() {
            tracing::error!(stuck = stuck.join("; "), "no progress; if this lasts, the service manager restarts the bot");
        }
        well = stuck.is_empty();
        tokio::select! {
            () = stop.cancelled() => {}
            () = sleep(every) => {}
        }
    }
    tell(&[NotifyState::Stopping]);
}

/// Sends `states`. Not being heard is no reason to stop: the service manager notices the silence by itself.
fn tell(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "telling the service manager");
    }
}
