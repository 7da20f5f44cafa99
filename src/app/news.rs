//! News for the admins that no order and no update causes. They wait in memory until they are on disk: what the caller was about when
//! it noticed may come to nothing (a conflict, a full disk), the news must not.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::app::{App, AppError, Effects};
use crate::domain::notice::Notice;

/// What is still to be written.
#[derive(Debug, Default)]
pub struct News {
    waiting: Mutex<Vec<Notice>>,
    bell: Notify,
}

impl News {
    fn waiting(&self) -> MutexGuard<'_, Vec<Notice>> {
        // A list can't be left half changed, so a panic elsewhere does not spoil it.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Tells the admins, as soon as that can be written.
    pub fn announce(&self, notice: Notice) {
        self.news.waiting().push(notice);
        self.news.bell.notify_one();
    }

    /// Rung when there is something to [`App::publish`].
    pub fn news_bell(&self) -> &Notify {
        &self.news.bell
    }

    /// Puts what was announced on its way. For one caller.
    ///
    /// # Errors
    /// When it can't be written; it waits on then.
    pub async fn publish(&self) -> Result<(), AppError> {
        let waiting = self.news.waiting().clone();
        let effects: Effects = waiting.iter().flat_map(|notice| self.to_admins(notice)).collect();
        self.store.commit(effects).await?;
        self.news.waiting().drain(..waiting.len());
        Ok(())
    }
}
