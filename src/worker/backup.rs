//! Backups that fall due, in a loop of their own: a large database takes its time.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::domain::time::Millis;

/// How often it is checked whether a backup is due.
const CHECK_EVERY: Duration = Duration::from_secs(10);

/// Makes backups until `stop`.
pub async fn backups(app: Arc<App>, stop: CancellationToken) {
    let mut next_at = Millis(i64::MIN);
    let mut settings = app.settings.current();
    while !stop.is_cancelled() {
        let shop = app.settings.current();
        if app.clock.now() >= next_at || shop.backup != settings.backup {
            match app.backups.make_due(&shop).await {
                Ok(at) => next_at = at.unwrap_or(Millis(i64::MIN)),
                Err(error) => tracing::error!(%error, "telling admins that no backup could be made"),
            }
        }
        settings = shop;
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(CHECK_EVERY) => {}
        }
    }
}
