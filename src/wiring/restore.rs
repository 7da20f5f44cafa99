//! Backups and restoring them, for the command line.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::app::Clock;
use crate::config::DatabaseUrl;
use crate::domain::order::Order;
use crate::domain::time::Millis;
use crate::storage::{self, BackupSummary, Location, RestoreWrite, Restored, Write};
use crate::wiring::{close, location, open};

/// Copies the database into the new file `to`, whether or not the bot runs; returns its size in bytes.
///
/// # Errors
/// See [`storage::BackupError`].
pub async fn backup(database: &DatabaseUrl, to: &Path) -> anyhow::Result<u64> {
    let location = location(database);
    let bytes = location.back_up(to).await?;
    match &location {
        // A copy of SQLite is verified as it is made.
        Location::Sqlite(from) => {
            if let Err(error) = storage::record_backup(from, Clock::system().now()) {
                tracing::warn!(%error, "the copy is made, but `check` will not know of it");
            }
        }
        Location::Postgres(_) => {
            if let Err(error) = location.verify(to).await {
                // If it can't be removed either, the returned error still reports the failure.
                let _ = std::fs::remove_file(to);
                return Err(error.into());
            }
        }
    }
    Ok(bytes)
}

/// Checks a backup and says what it has.
///
/// # Errors
/// See [`storage::BackupError`].
pub async fn verify(database: &DatabaseUrl, copy: &Path, say: impl Fn(String)) -> anyhow::Result<bool> {
    let summary = location(database).verify(copy).await?;
    say(format!("{}: {}", copy.display(), contents(&summary)));
    Ok(true)
}

/// Puts the backup `copy` in the place of the database, and says what the owner has to compare.
///
/// # Errors
/// See [`storage::RestoreError`].
pub async fn run(database: &DatabaseUrl, copy: &Path, clock: &Clock, say: impl Fn(String)) -> anyhow::Result<bool> {
    let now = clock.now();
    let Restored { backup, replaced, lost_sight_of } = location(database).restore(copy, now, &stamp(now)).await?;
    say(format!("{database} is restored: {}", contents(&backup)));
    if let Some(replaced) = replaced {
        say(format!("The database from before is now {replaced}."));
    }
    match lost_sight_of.as_deref() {
        None => say("It can't be read, so what happened after the backup is not known here.".to_owned()),
        Some([]) => say("No order was made or open since the backup.".to_owned()),
        Some(orders) => {
            say("The provider may know more than the backup about these orders:".to_owned());
            orders.iter().map(line).for_each(&say);
        }
    }
    say(String::new());
    say("Compare with the provider's transaction history. Orders that were not sent yet when the backup was made count as uncertain now."
        .to_owned());
    say("The bot does not run on this database until you run: odzreshop-bot restore --release".to_owned());
    Ok(true)
}

/// Lets the bot run on a database that was restored.
///
/// # Errors
/// When the database can't be opened or written.
pub async fn release(database: &DatabaseUrl, clock: &Clock, say: impl Fn(String)) -> anyhow::Result<bool> {
    let opened = open(database).await?;
    let held = opened.store.find_held_restore().await?;
    if held.is_some() {
        opened.store.commit(vec![Write::Restore(RestoreWrite::Release { now: clock.now() })]).await?;
    }
    close(opened).await;
    say(if held.is_some() { "the bot may run again" } else { "this database was not restored, or is released already" }.to_owned());
    Ok(true)
}

fn contents(summary: &BackupSummary) -> String {
    let taken_at = summary.taken_at.map_or("at an unknown time".to_owned(), |at| format!("at {} UTC", time(at)));
    format!("undamaged, made {taken_at}, with {} orders, {} of them open", summary.orders, summary.open_orders)
}

fn line(order: &Order) -> String {
    let invoice = order.invoice.as_ref().map(|invoice| format!(", invoice {invoice}")).unwrap_or_default();
    format!("  {} {} {} to {}, {}{invoice}", time(order.created_at), order.number, order.sku, order.target, order.state.as_str())
}

fn time(at: Millis) -> String {
    DateTime::<Utc>::from_timestamp_millis(at.0).map_or_else(|| "?".to_owned(), |at| at.format("%Y-%m-%d %H:%M").to_string())
}

fn stamp(at: Millis) -> String {
    DateTime::<Utc>::from_timestamp_millis(at.0).map_or_else(|| at.0.to_string(), |at| at.format("%Y%m%d-%H%M%S-%3f").to_string())
}
