//! News for the admins that no order and no update causes. They wait in memory until they are on disk: what the caller was about when
//! it noticed may come to nothing (a conflict, a full disk), the news must not.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::app::{App, AppError, Effects};
use crate::domain::notification::Notification;

/// What is still to be written.
#[derive(Debug, Default)]
pub struct AdminAlerts {
    waiting: Mutex<Vec<Notification>>,
    wake_up: Notify,
}

impl AdminAlerts {
    fn waiting(&self) -> MutexGuard<'_, Vec<Notification>> {
        // A list can't be left half changed, so a panic elsewhere does not spoil it.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Tells the admins, as soon as that can be written.
    pub fn announce(&self, notification: Notification) {
        self.admin_alerts.waiting().push(notification);
        self.admin_alerts.wake_up.notify_one();
    }

    /// Rung when there is something to [`App::publish`].
    pub fn alerts_ready(&self) -> &Notify {
        &self.admin_alerts.wake_up
    }

    /// Puts what was announced on its way. For one caller.
    ///
    /// # Errors
    /// When it can't be written; it waits on then.
    pub async fn publish(&self) -> Result<(), AppError> {
        let waiting = self.admin_alerts.waiting().clone();
        let effects: Effects = waiting.iter().flat_map(|notification| self.to_admins(notification)).collect();
        self.store.commit(effects).await?;
        self.admin_alerts.waiting().drain(..waiting.len());
        Ok(())
    }
}
