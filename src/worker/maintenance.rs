//! Regular work of the leader that is not a queue of jobs: refreshing price lists, and maintenance.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::{App, AppError};
use crate::domain::time::Millis;

/// How often maintenance checks what is due.
const CHECK_EVERY: Duration = Duration::from_secs(1);
/// How often the provider balance is read while nobody buys.
const BALANCE_EVERY_MS: i64 = 5 * 60_000;
/// How often it is read while an uncertain order needs a later snapshot.
const SNAPSHOT_EVERY_MS: i64 = 15_000;
/// How often old rows are deleted.
const PRUNE_EVERY_MS: i64 = 3_600_000;
/// How often the ledger is audited, besides at the start.
const AUDIT_EVERY_MS: i64 = 24 * 3_600_000;
/// How often carts are ended whose time is over, and admins are told of promos whose is.
const CARTS_EVERY_MS: i64 = 15_000;
/// How often admins may have to be reminded of requests.
const REMIND_EVERY_MS: i64 = 10 * 60_000;
/// How often alerts that were kept may be due.
const DIGEST_EVERY_MS: i64 = 15_000;
/// How often the ends of orders are looked at for targets that keep failing.
const TARGETS_EVERY_MS: i64 = 5_000;
/// How often the price lists are checked for old ones.
const REFRESH_EVERY: Duration = Duration::from_secs(5);

/// Heartbeat: a fetch waits for every order, and for as long as the provider demands.
const REFRESH_WITHIN: Duration = Duration::from_secs(15 * 60);
/// Heartbeat: maintenance calls the provider too, but with a higher priority than `refresh`.
const MAINTENANCE_WITHIN: Duration = Duration::from_secs(5 * 60);

/// Fetches price lists until `stop`: at once those that somebody looks at, the others when they are old.
pub async fn refresh(app: Arc<App>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        app.heartbeats.beat("refresh", REFRESH_WITHIN);
        match app.catalogs.refresh_next(&app.settings.current()).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "refreshing the price lists"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = app.catalogs.wanted_now() => {}
            () = tokio::time::sleep(REFRESH_EVERY) => {}
        }
    }
}

/// Gives up lost attempts to send, probes a provider and gateways that are down, reconciles uncertain orders, reads the provider balance, deletes old rows,
/// closes days, closes what keeps failing and audits the ledger, until `stop`.
pub async fn maintenance(app: Arc<App>, stop: CancellationToken) {
    let (mut balance_at, mut snapshot_at) = (Millis(i64::MIN), Millis(i64::MIN));
    let (mut prune_at, mut audit_at) = (Millis(i64::MIN), Millis(i64::MIN));
    let (mut remind_at, mut carts_at, mut digest_at) = (Millis(i64::MIN), Millis(i64::MIN), Millis(i64::MIN));
    let mut targets_at = Millis(i64::MIN);
    let mut last_reconciled = None;
    while !stop.is_cancelled() {
        app.heartbeats.beat("maintenance", MAINTENANCE_WITHIN);
        let (now, shop) = (app.clock.now(), app.settings.current());
        report("recovering orders", app.submitter.recover(&shop, false).await.map(drop));
        report("probing the provider", app.provider.probe(&shop).await);
        app.gateways.probe().await;
        let reconciled = app.reconciliation.reconcile_uncertain(&shop, &mut last_reconciled).await;
        let wants_snapshot = reconciled.inspect_err(|error| tracing::error!(%error, "reconciling uncertain orders"));
        let snapshot_due = wants_snapshot.unwrap_or(false) && is_due(snapshot_at, SNAPSHOT_EVERY_MS, now);
        if snapshot_due || is_due(balance_at, BALANCE_EVERY_MS, now) {
            balance_at = now.plus_ms(BALANCE_EVERY_MS);
            snapshot_at = now.plus_ms(SNAPSHOT_EVERY_MS);
            report("reading the provider balance", app.provider.check_balance(&shop).await);
            report("closing the day", app.closing.close_yesterday(&shop).await);
        }
        if is_due(prune_at, PRUNE_EVERY_MS, now) {
            prune_at = now.plus_ms(PRUNE_EVERY_MS);
            report("deleting old rows", app.maintenance.prune().await);
            report("comparing the figures of days", app.figures.forget_wrong().await);
        }
        if is_due(carts_at, CARTS_EVERY_MS, now) {
            carts_at = now.plus_ms(CARTS_EVERY_MS);
            report("ending carts", app.carts.expire().await);
            report("telling admins of promos that are over", app.prices.tell_ended(&shop).await);
        }
        if is_due(remind_at, REMIND_EVERY_MS, now) {
            remind_at = now.plus_ms(REMIND_EVERY_MS);
            report("reminding admins of requests", app.access.remind(&shop).await);
            report("reminding admins of payments", app.desk.remind().await);
            report("reminding admins of uncertain orders", app.alert_desk.remind().await);
            report("telling admins what changed at the provider", app.price_digests.publish(&shop).await);
        }
        if is_due(digest_at, DIGEST_EVERY_MS, now) {
            digest_at = now.plus_ms(DIGEST_EVERY_MS);
            report("sending what was kept for a digest", app.alert_desk.publish(&shop).await);
        }
        if is_due(targets_at, TARGETS_EVERY_MS, now) {
            targets_at = now.plus_ms(TARGETS_EVERY_MS);
            report("looking for targets that keep failing", app.wrong_targets.look(&shop).await);
        }
        report("adding up the days that are over", app.figures.keep_next(&shop).await);
        if is_due(audit_at, AUDIT_EVERY_MS, now) {
            audit_at = now.plus_ms(AUDIT_EVERY_MS);
            report("auditing the ledger", app.wallets.audit().await);
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(CHECK_EVERY) => {}
        }
    }
}

/// Whether something that is done every `every_ms` is due. A time that is further ahead than that was set before a clock rollback.
fn is_due(at: Millis, every_ms: i64, now: Millis) -> bool {
    now >= at || at.since_ms(now) > every_ms
}

fn report(what: &str, done: Result<(), AppError>) {
    if let Err(error) = done {
        tracing::error!(%error, "{what}");
    }
}
