//! The closing of a day: shortly after midnight the provider balance is compared with what the orders of the day cost, and admins are told of a
//! difference, once.

use std::sync::Arc;

use crate::app::dates::day_at;
use crate::app::{AppError, Clock, Notifier, ProviderCalls, zone};
use crate::domain::notification::ProviderNotification;
use crate::domain::reconciliation::{BalanceSnapshot, DECISION_MARGIN_MS, Window, close_day};
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::{ReminderWrite, Store, Write};

/// How long after midnight: by then the balance was read again, and orders from before midnight are accepted.
const AFTER_MIDNIGHT_MS: i64 = 10 * 60_000;
/// Until when a balance from after midnight is waited for.
const GIVE_UP_AFTER_MS: i64 = 6 * 3_600_000;
/// Most orders of a day that are compared.
const MAX_ORDERS: i64 = 5_000;
/// The name under which the last day that was closed is kept.
const CLOSING: &str = "closing";

/// Closes days.
pub struct DayClosing {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
    pub(super) provider: Arc<ProviderCalls>,
}

impl DayClosing {
    /// Closes the day before today, if that was not done.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn close_yesterday(&self, shop: &Shop) -> Result<(), AppError> {
        let (now, zone) = (self.clock.now(), zone(shop));
        let today = day_at(now, zone);
        let passed_ms = now.since_ms(today.since);
        let day = day_at(today.since.plus_ms(-1), zone);
        let date = day.date.to_string();
        if passed_ms < AFTER_MIDNIGHT_MS || self.store.find_told(CLOSING).await?.as_ref() == Some(&date) {
            return Ok(());
        }
        let name = self.provider.name();
        let snapshots = self.store.list_balance_snapshots(name, day.since, today.since).await?;
        let Some((before, after)) = edges(&snapshots, day.since, today.since) else {
            return if passed_ms < GIVE_UP_AFTER_MS { Ok(()) } else { self.done(date, None).await };
        };
        let window = Window { since: before.asked_at, until: after.answered_at.plus_ms(DECISION_MARGIN_MS) };
        let difference = match self.store.list_moving(name, window, MAX_ORDERS).await? {
            Some(orders) => close_day(before, after, &orders, &snapshots),
            None => {
                tracing::warn!(date, "the day has too many orders to compare them with the provider balance");
                None
            }
        };
        self.done(date, difference.map(|found| ProviderNotification::DayDiffers { day: day.since, found })).await
    }

    async fn done(&self, date: String, notification: Option<ProviderNotification>) -> Result<(), AppError> {
        let mut effects = notification.map(|notification| self.notifier.to_admins(&notification.into())).unwrap_or_default();
        effects.push(Write::Reminder(ReminderWrite::Told { name: CLOSING, words: date, now: self.clock.now() }));
        Ok(self.store.commit(effects).await?)
    }
}

/// The balances nearest to the beginning and the end of a day. Where none is from before the day (the bot is new, or was down), the first of
/// the day counts. `None` as long as there is none from after it.
fn edges(snapshots: &[BalanceSnapshot], since: Millis, until: Millis) -> Option<(&BalanceSnapshot, &BalanceSnapshot)> {
    let profiles = || snapshots.iter().filter(|snapshot| snapshot.order.is_none());
    let earlier = profiles().filter(|snapshot| snapshot.answered_at <= since).max_by_key(|snapshot| snapshot.answered_at);
    let before =
        earlier.or_else(|| profiles().filter(|snapshot| snapshot.answered_at > since).min_by_key(|snapshot| snapshot.answered_at))?;
    let after = profiles().filter(|snapshot| snapshot.asked_at >= until).min_by_key(|snapshot| snapshot.asked_at)?;
    (before.answered_at < after.asked_at).then_some((before, after))
}
