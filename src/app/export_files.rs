//! Exports that admins want in the chat: the file is made when it is sent, and sent again from the beginning after a restart.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tempfile::{NamedTempFile, TempPath};
use tokio::sync::watch;

use crate::app::dates::days_of;
use crate::app::export::{ExportError, Exported, FileLimit, export};
use crate::app::{AppError, Effects, Notifier, random, zone};
use crate::domain::day_span::DaySpan;
use crate::domain::export::{ExportFormat, ExportKind, ExportWish};
use crate::domain::notification::{ExportNotification, Notification};
use crate::domain::place::Place;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::{Store, Write};

/// How often.
const TELL_EVERY: Duration = Duration::from_secs(2);
/// How many files are kept until they are sent; one that is gone is made again.
const MAX_FILES: usize = 3;

/// How large files may be.
#[derive(Clone, Copy, Debug)]
pub struct ExportLimits {
    /// The largest document that a bot may send (Bot API, `sendDocument`).
    pub max_bytes: u64,
    /// A file ends with the day in which it gets so large, and the next begins: a busy day fits into the rest.
    pub file: FileLimit,
    /// From so many rows on it takes a while, and admins see how far it is.
    pub many_rows: i64,
}

/// Telegram's.
pub(super) const LIMITS: ExportLimits =
    ExportLimits { max_bytes: 50_000_000, file: FileLimit { bytes: 40_000_000, rows: 900_000 }, many_rows: 5_000 };

/// What an admin chooses from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportOffer {
    pub wish: ExportWish,
    pub rows: i64,
}

/// A file, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportFile {
    pub path: PathBuf,
    pub exported: Exported,
}

/// Makes the files.
pub struct Exports {
    pub(super) store: Store,
    pub(super) notifier: Notifier,
    pub limits: ExportLimits,
    /// One file at a time: the others wait.
    pub(super) turn: tokio::sync::Mutex<()>,
    /// The last ones. A file is deleted when it is dropped.
    pub(super) files: Mutex<VecDeque<TempPath>>,
}

impl Exports {
    /// What there is of some days of the shop's zone.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn offer(&self, shop: &Shop, what: ExportKind, span: DaySpan, format: ExportFormat) -> Result<ExportOffer, AppError> {
        let days = days_of(span, self.notifier.clock.now(), zone(shop));
        let (since, until) = days.first().zip(days.last()).map_or((Millis(0), Millis(0)), |(first, last)| (first.since, last.until));
        Ok(ExportOffer { wish: ExportWish { what, format, since, until }, rows: self.store.count_rows(what, since, until).await? })
    }

    /// An admin wants a file: it comes to this place.
    pub fn ask(&self, place: Place, wish: ExportWish, effects: &mut Effects) {
        effects.push(self.notifier.to_place_beside(place, file(wish)));
    }

    /// Makes the file; `None` when a day is too large for one. How far it is and what does not fit into it are told to the same place.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub async fn make(
        &self,
        shop: &Shop,
        place: Place,
        id: &str,
        wish: ExportWish,
        columns: Vec<String>,
    ) -> Result<Option<ExportFile>, ExportError> {
        let _turn = self.turn.lock().await;
        let total = self.store.count_rows(wish.what, wish.since, wish.until).await?;
        let is_long = total >= self.limits.many_rows;
        let (handle, path) = NamedTempFile::new()?.into_parts();
        let (tell, told) = watch::channel(0);
        let mut every = tokio::time::interval(TELL_EVERY);
        let exported = {
            let export = export(&self.store, wish, zone(shop), columns, handle, Some(self.limits.file), &tell);
            tokio::pin!(export);
            loop {
                tokio::select! {
                    exported = &mut export => break exported?,
                    _ = every.tick(), if is_long => {
                        let done = *told.borrow();
                        self.progress(place, id, done, total).await;
                    }
                }
            }
        };
        if exported.bytes > self.limits.max_bytes {
            return Ok(None);
        }
        if is_long {
            // The rest of all has a file, and a progress, of its own.
            self.progress(place, id, exported.rows, exported.rows).await;
        }
        if exported.until < wish.until {
            let rest = ExportWish { since: exported.until, ..wish };
            self.tell(self.notifier.to_place_beside(place, file(rest))).await;
        }
        let made = ExportFile { path: path.to_path_buf(), exported };
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.push_back(path);
        while files.len() > MAX_FILES {
            files.pop_front();
        }
        Ok(Some(made))
    }

    async fn progress(&self, place: Place, id: &str, done: i64, total: i64) {
        let progress = ExportNotification::ExportProgress { id: id.to_owned(), done, total };
        self.tell(self.notifier.to_place(place, progress.into())).await;
    }

    /// Without it the file is still right.
    async fn tell(&self, write: Write) {
        if let Err(error) = self.store.commit(vec![write]).await {
            tracing::error!(%error, "telling how far an export is");
        }
    }
}

fn file(wish: ExportWish) -> Notification {
    ExportNotification::ExportFile { id: random::token(), wish }.into()
}
