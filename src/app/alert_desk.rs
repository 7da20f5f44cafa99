//! Alerts for admins as the settings want them: which are sent now, which are kept for a digest, and the digest itself. The settings override
//! `shop.toml`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::app::audit::audit;
use crate::app::zone::{last_time_of_day, minute_of_day};
use crate::app::{Admins, AppError, Clock, Effects, Notifier, random, zone};
use crate::domain::alert::{AlertChange, AlertKind, Kept, Route, kept, route};
use crate::domain::notification::{AlertNotification, Notification};
use crate::domain::place::Place;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::{KeptAlertWrite, ReminderWrite, SettingsWrite, Store, Write};

/// The settings that admins change here begin with it.
const ALERTS: &str = "alerts.";
/// Most kept alerts that are read at once: what is beyond it is in the next digest.
const MAX_KEPT: i64 = 2_000;
/// The name under which the topics are kept of which admins were told that they take nothing.
const TOPICS: &str = "topics";
/// The name under which it is kept when admins were last reminded of uncertain orders.
const UNCERTAIN: &str = "uncertain";
/// How long an order is uncertain before admins are reminded, and the time between two reminders.
const REMIND_EVERY_MS: i64 = 24 * 3_600_000;

/// How the settings stand, apart from their values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AlertState {
    /// How many alerts wait for a digest.
    pub kept: i64,
    /// Whether something differs from `shop.toml` because it was set here.
    pub overrides: bool,
    /// Whether alerts go to a group, which may have topics.
    pub in_group: bool,
}

/// Decides about alerts.
pub struct AlertDesk {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) admins: Admins,
    pub(super) notifier: Notifier,
}

impl AlertDesk {
    /// How the settings stand.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn state(&self) -> Result<AlertState, AppError> {
        let overrides = self.store.list_settings().await?.iter().any(|(key, _)| key.starts_with(ALERTS));
        Ok(AlertState { kept: self.store.count_kept_alerts().await?, overrides, in_group: self.admins.chat().is_some() })
    }

    /// Changes a setting, for every process once the effects are committed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn change(&self, admin: i64, shop: &Shop, change: AlertChange, effects: &mut Effects) -> Result<(), AppError> {
        let now = self.clock.now();
        let (subject, detail, settings) = match change {
            AlertChange::Mode { kind, mode } => {
                let detail = format!("{} -> {}", shop.alerts.of(kind).mode.as_str(), mode.as_str());
                (kind.as_str(), detail, vec![(format!("{ALERTS}{}.mode", kind.as_str()), mode.as_str().into())])
            }
            AlertChange::Topic { kind, topic } => {
                let name = |topic: Option<i64>| topic.map_or_else(|| "none".to_owned(), |topic| topic.to_string());
                let detail = format!("topic {} -> {}", name(shop.alerts.of(kind).topic), name(topic));
                // It may have been opened again.
                effects.push(Write::Reminder(ReminderWrite::Over { name: TOPICS }));
                (kind.as_str(), detail, vec![(format!("{ALERTS}{}.topic", kind.as_str()), topic.unwrap_or_default().into())])
            }
            AlertChange::QuietHours { hours } => {
                let hours = hours.map_or_else(|| "none".to_owned(), |hours| hours.to_string());
                ("quiet_hours", hours.clone(), vec![(format!("{ALERTS}quiet_hours"), Value::from(hours))])
            }
            AlertChange::AsFile => {
                let set = self.store.list_settings().await?.into_iter().map(|(key, _)| key).filter(|key| key.starts_with(ALERTS));
                ("shop.toml", String::new(), set.map(|key| (key, Value::Null)).collect())
            }
        };
        effects.extend(settings.into_iter().map(|(key, value)| Write::Settings(SettingsWrite::Set { key, value, now })));
        effects.push(audit(admin, "alerts", subject.to_owned(), detail, now));
        Ok(())
    }

    /// What becomes of an alert now.
    pub fn route(&self, shop: &Shop, notification: &Notification) -> Route {
        let minute = minute_of_day(self.clock.now(), zone(shop));
        // What is said about alerts themselves is always sent.
        let Some(kind) = notification.alert_kind() else { return Route::Now };
        route(&shop.alerts, kind, notification.must_not_wait(), minute)
    }

    /// The topic of an alert for `place`: in the group that of its kind, if it has one. What answers an admin elsewhere stays there.
    pub fn topic(&self, shop: &Shop, place: Place, notification: &Notification) -> Option<i64> {
        let is_default = self.admins.chat().is_some_and(|group| group.chat_id == place.chat_id && group.topic == place.topic);
        let of_kind = notification.alert_kind().and_then(|kind| shop.alerts.of(kind).topic);
        of_kind.filter(|_| is_default).or(place.topic)
    }

    /// Keeps a message of the outbox for a digest.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn keep(&self, message: i64) -> Result<(), AppError> {
        Ok(self.store.commit(vec![Write::KeptAlert(KeptAlertWrite::Keep { message })]).await?)
    }

    /// Sends what was kept and is due, in one message for each chat.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn publish(&self, shop: &Shop) -> Result<(), AppError> {
        let waiting = self.store.list_kept_alerts(MAX_KEPT).await?;
        if waiting.is_empty() {
            return Ok(());
        }
        let last_digest = last_time_of_day(self.clock.now(), zone(shop), shop.alerts.digest_minute());
        let (mut due, mut effects): (BTreeMap<i64, Vec<i64>>, _) = (BTreeMap::new(), Effects::new());
        for alert in waiting {
            let message = alert.message;
            let heard = alert.notification.filter(|notification| alert.chat_id < 0 || self.admins.may(alert.chat_id, notification.right()));
            match heard.map_or(Kept::Dropped, |notification| kept(self.route(shop, &notification), alert.kept_at, last_digest)) {
                Kept::Waits => {}
                Kept::Due => due.entry(alert.chat_id).or_default().push(message),
                Kept::Dropped => effects.push(Write::KeptAlert(KeptAlertWrite::Drop { message })),
            }
        }
        for (chat_id, messages) in due {
            let digest = random::token();
            let deliver = |message| Write::KeptAlert(KeptAlertWrite::Deliver { message, digest: digest.clone() });
            effects.extend(messages.into_iter().map(deliver));
            let notification = Notification::Alert(AlertNotification::AlertDigest { digest: digest.clone() });
            if chat_id < 0 {
                // The group may be another one since.
                effects.extend(self.notifier.to_admins(&notification));
            } else {
                self.notifier.notify(chat_id, notification, &mut effects);
            }
        }
        Ok(self.store.commit(effects).await?)
    }

    /// What is in a digest, each alert once: the last time that it was caused.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn digest(&self, digest: &str) -> Result<Vec<(Notification, Millis)>, AppError> {
        let mut alerts: Vec<(Notification, Millis)> = Vec::new();
        for alert in self.store.list_digest(digest).await? {
            let Some(notification) = alert.notification else { continue };
            alerts.retain(|(earlier, _)| *earlier != notification);
            alerts.push((notification, alert.kept_at));
        }
        Ok(alerts)
    }

    /// Reminds the admins of orders that are uncertain for long, once a day.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn remind(&self) -> Result<(), AppError> {
        let now = self.clock.now();
        let is_old = |at: Millis| now.since_ms(at) >= REMIND_EVERY_MS;
        let oldest = self.store.list_uncertain(None, 1).await?.pop();
        let is_due = oldest.is_some_and(|order| is_old(order.sent_at.unwrap_or(order.created_at)));
        if !is_due || self.store.find_reminder(UNCERTAIN).await?.is_some_and(|at| !is_old(at)) {
            return Ok(());
        }
        let mut effects = self.notifier.to_admins(&Notification::Alert(AlertNotification::UncertainWaiting));
        effects.push(Write::Reminder(ReminderWrite::Sent { name: UNCERTAIN.into(), now }));
        Ok(self.store.commit(effects).await?)
    }

    /// What to write when a topic does not take a message, which is in General now: the admins are told once, if it is a topic for alerts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn topic_gone(&self, shop: &Shop, place: Place) -> Result<Effects, AppError> {
        let Some((group, topic)) = self.admins.chat().filter(|group| group.chat_id == place.chat_id).zip(place.topic) else {
            return Ok(Effects::new());
        };
        let kinds: Vec<AlertKind> = AlertKind::ALL.into_iter().filter(|kind| shop.alerts.of(*kind).topic == Some(topic)).collect();
        let told = self.store.find_told(TOPICS).await?.unwrap_or_default();
        let name = topic.to_string();
        if (kinds.is_empty() && group.topic != Some(topic)) || told.split(' ').any(|known| known == name) {
            return Ok(Effects::new());
        }
        let mut effects = self.notifier.to_admins(&Notification::Alert(AlertNotification::TopicGone { kinds }));
        let words = format!("{told} {name}").trim_start().to_owned();
        effects.push(Write::Reminder(ReminderWrite::Told { name: TOPICS, words, now: self.clock.now() }));
        Ok(effects)
    }
}
