//! Alerts for the admins that no order and no update causes. They wait in memory until they are on disk, because the commit of the caller
//! may fail (a conflict, a full disk) and the alert must arrive all the same.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::app::{AppError, Effects, Notifier};
use crate::domain::notification::Notification;

/// The alerts that are not on disk yet.
pub struct AdminAlerts {
    notifier: Notifier,
    waiting: Mutex<Vec<Notification>>,
    wake_up: Notify,
}

impl AdminAlerts {
    pub(super) fn new(notifier: Notifier) -> Self {
        Self { notifier, waiting: Mutex::default(), wake_up: Notify::new() }
    }

    /// Tells the admins, as soon as that can be written.
    pub fn announce(&self, notification: Notification) {
        self.waiting().push(notification);
        self.wake_up.notify_one();
    }

    /// Woken when there is something to [`AdminAlerts::publish`].
    pub fn ready(&self) -> &Notify {
        &self.wake_up
    }

    /// Commits what was announced. Only one task may call this.
    ///
    /// # Errors
    /// When it can't be written; the next call tries again.
    pub async fn publish(&self) -> Result<(), AppError> {
        let waiting = self.waiting().clone();
        let effects: Effects = waiting.iter().flat_map(|notification| self.notifier.to_admins(notification)).collect();
        self.notifier.commit(effects).await?;
        self.waiting().drain(..waiting.len());
        Ok(())
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Notification>> {
        // A list can't be left half changed, so a panic elsewhere does not spoil it.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
