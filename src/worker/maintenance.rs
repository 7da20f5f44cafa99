//! Upkeep: what has to be looked after now and then.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::{App, AppError};
use crate::domain::time::Millis;

/// How often maintenance looks for work.
const LOOK_AROUND: Duration = Duration::from_secs(1);
/// How often the provider balance is asked for while nobody buys.
const DEPOSIT_EVERY_MS: i64 = 5 * 60_000;
/// How often it is asked for while an uncertain order waits for a later look.
const LOOK_AGAIN_MS: i64 = 15_000;
/// How often old rows are forgotten.
const PRUNE_EVERY_MS: i64 = 3_600_000;
/// How often the ledger is audited, besides at the start.
const AUDIT_EVERY_MS: i64 = 24 * 3_600_000;
/// How often it is looked whether admins are to be reminded of requests.
const REMIND_EVERY_MS: i64 = 10 * 60_000;
/// How often the catalogue is looked through for price lists that are old.
const REFRESH_EVERY: Duration = Duration::from_secs(5);

/// Listing a category waits behind every order, and for as long as the provider asks us to.
const REFRESH_WITHIN: Duration = Duration::from_secs(15 * 60);
/// Upkeep asks the provider too, but before the lists.
const MAINTENANCE_WITHIN: Duration = Duration::from_secs(5 * 60);
/// Lists categories until `stop`: at once those that somebody looks at, the others when they are old.
pub async fn refresh(app: Arc<App>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        app.heartbeats.beat("refresh", REFRESH_WITHIN);
        match app.catalogs.refresh_next(&app.settings.current()).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "refreshing the catalogue"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = app.catalogs.poked() => {}
            () = tokio::time::sleep(REFRESH_EVERY) => {}
        }
    }
}

/// Probes a closed provider, gives up sendings that are lost, reconciles uncertain orders, watches the provider balance, forgets what is old, audits the ledger; until
/// `stop`.
pub async fn maintenance(app: Arc<App>, stop: CancellationToken) {
    let (mut deposit_at, mut look_at) = (Millis(i64::MIN), Millis(i64::MIN));
    let (mut prune_at, mut audit_at) = (Millis(i64::MIN), Millis(i64::MIN));
    let mut remind_at = Millis(i64::MIN);
    let mut last_weighed = None;
    while !stop.is_cancelled() {
        app.heartbeats.beat("maintenance", MAINTENANCE_WITHIN);
        let (now, shop) = (app.clock.now(), app.settings.current());
        report("recovering orders", app.submitter.recover(&shop, false).await.map(drop));
        report("probing the provider", app.provider.probe(&shop).await);
        let reconciled = app.reconciliation.reconcile_uncertain(&shop, &mut last_weighed).await;
        let wants_look = reconciled.inspect_err(|error| tracing::error!(%error, "reconciling uncertain orders"));
        let look_again = wants_look.is_ok_and(|wants| wants) && is_due(look_at, LOOK_AGAIN_MS, now);
        if look_again || is_due(deposit_at, DEPOSIT_EVERY_MS, now) {
            deposit_at = now.plus_ms(DEPOSIT_EVERY_MS);
            look_at = now.plus_ms(LOOK_AGAIN_MS);
            report("asking for the deposit", app.provider.check_balance(&shop).await);
        }
        if is_due(prune_at, PRUNE_EVERY_MS, now) {
            prune_at = now.plus_ms(PRUNE_EVERY_MS);
            report("forgetting what is old", app.maintenance.prune().await);
        }
        if is_due(remind_at, REMIND_EVERY_MS, now) {
            remind_at = now.plus_ms(REMIND_EVERY_MS);
            report("reminding admins of requests", app.access.remind(&shop).await);
        }
        if is_due(audit_at, AUDIT_EVERY_MS, now) {
            audit_at = now.plus_ms(AUDIT_EVERY_MS);
            report("auditing the ledger", app.wallets.audit().await);
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LOOK_AROUND) => {}
        }
    }
}

/// Whether what is done every `every_ms` is to be done again. A time further ahead than that is from before the clock was rolled back.
fn is_due(at: Millis, every_ms: i64, now: Millis) -> bool {
    now >= at || at.since_ms(now) > every_ms
}

fn report(what: &str, done: Result<(), AppError>) {
    if let Err(error) = done {
        tracing::error!(%error, "{what}");
    }
}
