//! Copies of the database without a person: made when they are due, verified, and the oldest deleted.
//!
//! The files themselves say what was done and when, so there is nothing to keep in step with them.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::app::{AppError, Clock, Notifier};
use crate::domain::notification::HealthNotification;
use crate::domain::shop::{BackupSettings, Shop};
use crate::domain::time::Millis;
use crate::storage::{self, BackupError, ReminderWrite, Store, Write};

/// The name of a copy, by the time at which it was begun.
const NAME: &str = "odzreshop-%Y%m%d-%H%M%S.db";
/// The folder beside the database, where the shop names none.
const FOLDER: &str = "backups";
/// After a failure the next try is not before this.
const AFTER_FAILURE_MS: i64 = 10 * 60_000;
/// The reminder that stands while admins know of a failure: they are told once until a backup works, also over restarts.
const FAILING: &str = "backup";

/// Makes backups. With PostgreSQL there is nothing to do: its own tools make them.
pub struct Backups {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
    /// The SQLite file.
    pub(super) database: Option<PathBuf>,
}

impl Backups {
    /// Makes a copy if one is due, and deletes those that are too many. When the next look is needed, at the latest.
    ///
    /// # Errors
    /// When the database can't be read or written: admins are not told of a failure, or not of the next one.
    pub async fn make_due(&self, shop: &Shop) -> Result<Option<Millis>, AppError> {
        let (Some(database), true) = (&self.database, shop.backup.every_hours > 0) else { return Ok(None) };
        let (now, folder) = (self.clock.now(), folder(database, &shop.backup));
        let due = copies(&folder).last().map_or(now, |(_, at)| at.plus_ms(shop.backup.every_hours * 3_600_000));
        // A copy from the future was made before a clock rollback.
        if due > now && due.since_ms(now) <= shop.backup.every_hours * 3_600_000 {
            return Ok(Some(due));
        }
        match make(database, &folder, now, shop.backup.keep).await {
            Ok(copy) => {
                tracing::info!(copy = %copy.display(), "backup made and verified");
                if self.store.find_told(FAILING).await?.is_some() {
                    self.store.commit(vec![Write::Reminder(ReminderWrite::Over { name: FAILING })]).await?;
                }
                Ok(None)
            }
            Err(error) => {
                tracing::error!(%error, "no backup could be made");
                if self.store.find_told(FAILING).await?.is_none() {
                    let words = error.to_string();
                    let mut effects = self.notifier.to_admins(&HealthNotification::BackupFailed { detail: words.clone() }.into());
                    effects.push(Write::Reminder(ReminderWrite::Told { name: FAILING, words, now }));
                    self.store.commit(effects).await?;
                }
                Ok(Some(now.plus_ms(AFTER_FAILURE_MS)))
            }
        }
    }
}

fn folder(database: &Path, settings: &BackupSettings) -> PathBuf {
    let beside = database.parent().unwrap_or(Path::new(""));
    beside.join(settings.folder.as_deref().unwrap_or(FOLDER))
}

/// Makes a copy under a name that does not count, verifies it, and only then gives it its own.
async fn make(database: &Path, folder: &Path, now: Millis, keep: i64) -> Result<PathBuf, BackupError> {
    let at = |source| BackupError::File { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(at)?;
    let new = folder.join(".new");
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(error)),
        _ => {}
    }
    storage::backup(database, &new).await?;
    storage::verify_backup(&new).await?;
    let name = DateTime::<Utc>::from_timestamp_millis(now.0).unwrap_or_default().format(NAME).to_string();
    let copy = folder.join(name);
    fs::rename(&new, &copy).map_err(at)?;
    // The new name is on disk before an old copy is deleted.
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(at)?;
    let copies = copies(folder);
    let surplus = copies.len().saturating_sub(usize::try_from(keep).unwrap_or(usize::MAX));
    for (path, _) in &copies[..surplus] {
        fs::remove_file(path).map_err(at)?;
    }
    storage::record_backup(database, now).map_err(at)?;
    Ok(copy)
}

/// The copies in the folder, oldest first. Other files are not ours.
fn copies(folder: &Path) -> Vec<(PathBuf, Millis)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut copies: Vec<_> = entries.filter_map(|path| Some((made_at(path.file_name()?.to_str()?)?, path))).collect();
    copies.sort();
    copies.into_iter().map(|(at, path)| (path, at)).collect()
}

fn made_at(name: &str) -> Option<Millis> {
    Some(Millis(NaiveDateTime::parse_from_str(name, NAME).ok()?.and_utc().timestamp_millis()))
}
