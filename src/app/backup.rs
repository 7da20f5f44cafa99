//! Copies of the database without a person: made when they are due, verified, and the oldest deleted.
//!
//! The files themselves say what was done and when, so there is nothing to keep in step with them.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::app::{AppError, Clock, Effects, Notifier};
use crate::domain::notification::{ExportNotification, HealthNotification};
use crate::domain::shop::{BackupSettings, Shop};
use crate::domain::time::Millis;
use crate::storage::{self, BackupError, Location, ReminderWrite, Store, Write};

/// The name of a copy, by the time at which it was begun.
const NAME: &str = "odzreshop-%Y%m%d-%H%M%S";
/// What follows it: a SQLite file, or what `pg_dump` wrote.
const SQLITE: &str = ".db";
const POSTGRES: &str = ".dump";
/// What follows that when the copy is encrypted.
const ENCRYPTED: &str = ".age";
/// The folder beside the SQLite file, or in the folder in which the bot runs, where the shop names none.
const FOLDER: &str = "backups";
/// After a failure the next try is not before this.
const AFTER_FAILURE_MS: i64 = 10 * 60_000;
/// The reminder that stands while admins know of a failure: they are told once until a backup works, also over restarts.
const FAILING: &str = "backup";
/// The reminder whose words name the last copy that was given to the sender.
const SENT: &str = "backup-sent";
/// Most bytes of a document: a bot may send 50 MB (Bot API, `sendDocument`).
const PART_BYTES: u64 = 49_000_000;

/// How the copies are doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupState {
    /// When the last one was begun.
    pub last: Option<Millis>,
    /// No copy could be made since.
    pub failing: bool,
}

/// A part of a copy, as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupPart {
    pub path: PathBuf,
    /// The first byte.
    pub from: u64,
    pub bytes: u64,
}

/// Makes backups.
pub struct Backups {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
    pub(super) database: Location,
}

impl Backups {
    /// Makes a copy if one is due, and deletes those that are too many. When the next look is needed, at the latest.
    ///
    /// # Errors
    /// When the database can't be read or written: admins are not told of a failure, or not of the next one.
    pub async fn make_due(&self, shop: &Shop) -> Result<Option<Millis>, AppError> {
        if shop.backup.every_hours == 0 {
            return Ok(None);
        }
        let (now, folder) = (self.clock.now(), folder(&self.database, &shop.backup));
        let due = copies(&folder).last().map_or(now, |(_, at)| at.plus_ms(shop.backup.every_hours * 3_600_000));
        // A copy from the future was made before a clock rollback.
        if due > now && due.since_ms(now) <= shop.backup.every_hours * 3_600_000 {
            self.send(&shop.backup, &folder, now).await?;
            return Ok(Some(due));
        }
        match make(&self.database, &folder, now, &shop.backup).await {
            Ok(copy) => {
                tracing::info!(copy = %copy.display(), "backup made and verified");
                if self.store.find_told(FAILING).await?.is_some() {
                    self.store.commit(vec![Write::Reminder(ReminderWrite::Over { name: FAILING })]).await?;
                }
                self.send(&shop.backup, &folder, now).await?;
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

    /// How the copies are doing; `None` when none are wanted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn state(&self, shop: &Shop) -> Result<Option<BackupState>, AppError> {
        if shop.backup.every_hours == 0 {
            return Ok(None);
        }
        let last = copies(&folder(&self.database, &shop.backup)).last().map(|(_, at)| *at);
        Ok(Some(BackupState { last, failing: self.store.find_told(FAILING).await?.is_some() }))
    }

    /// The part `part` (from 1) of a copy; `None` when the copy is there no more.
    pub fn part(&self, shop: &Shop, name: &str, part: u64) -> Option<BackupPart> {
        let path = folder(&self.database, &shop.backup).join(name);
        let from = part.saturating_sub(1).saturating_mul(PART_BYTES);
        let bytes = fs::metadata(&path).ok()?.len().checked_sub(from)?.min(PART_BYTES);
        (bytes > 0).then_some(BackupPart { path, from, bytes })
    }

    /// Gives the newest copy to the sender, once, if it is wanted in a chat and is encrypted.
    async fn send(&self, settings: &BackupSettings, folder: &Path, now: Millis) -> Result<(), AppError> {
        let (Some(chat_id), Some((copy, _))) = (settings.telegram_chat, copies(folder).pop()) else { return Ok(()) };
        let Some(name) = copy.file_name().and_then(OsStr::to_str).filter(|name| name.ends_with(ENCRYPTED)) else { return Ok(()) };
        let Ok(length) = fs::metadata(&copy).map(|file| file.len()) else { return Ok(()) };
        if self.store.find_told(SENT).await?.as_deref() == Some(name) {
            return Ok(());
        }
        let (parts, mut effects) = (parts(length), Effects::new());
        for part in 1..=parts {
            self.notifier.notify(chat_id, ExportNotification::BackupCopy { name: name.to_owned(), part, parts }.into(), &mut effects);
        }
        effects.push(Write::Reminder(ReminderWrite::Told { name: SENT, words: name.to_owned(), now }));
        Ok(self.store.commit(effects).await?)
    }
}

/// In how many parts so many bytes are sent.
fn parts(length: u64) -> u64 {
    length.div_ceil(PART_BYTES)
}

fn folder(database: &Location, settings: &BackupSettings) -> PathBuf {
    let beside = match database {
        Location::Sqlite(path) => path.parent(),
        Location::Postgres(_) => None,
    };
    beside.unwrap_or(Path::new("")).join(settings.folder.as_deref().unwrap_or(FOLDER))
}

/// Makes a copy under a name that does not count, verifies it, encrypts it if that is wanted, and only then gives it its own.
async fn make(database: &Location, folder: &Path, now: Millis, settings: &BackupSettings) -> Result<PathBuf, BackupError> {
    let at = |source| BackupError::File { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(at)?;
    let (mut new, encrypted) = (folder.join(".new"), folder.join(".new.age"));
    remove(&new)?;
    remove(&encrypted)?;
    database.back_up(&new).await?;
    let verified = database.verify(&new).await;
    if verified.is_err() {
        remove(&new)?;
    }
    verified?;
    let mut name = DateTime::<Utc>::from_timestamp_millis(now.0).unwrap_or_default().format(NAME).to_string();
    name += if let Location::Sqlite(_) = database { SQLITE } else { POSTGRES };
    if let Some(recipient) = &settings.age_recipient {
        let done = storage::encrypt(&new, &encrypted, recipient).await;
        // Also after a failure: a copy that was to be encrypted does not stay readable.
        remove(&new)?;
        if done.is_err() {
            remove(&encrypted)?;
        }
        done?;
        (new, name) = (encrypted, name + ENCRYPTED);
    }
    let copy = folder.join(name);
    fs::rename(&new, &copy).map_err(at)?;
    // The new name is on disk before an old copy is deleted.
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(at)?;
    let copies = copies(folder);
    let surplus = copies.len().saturating_sub(usize::try_from(settings.keep).unwrap_or(usize::MAX));
    for (path, _) in &copies[..surplus] {
        fs::remove_file(path).map_err(at)?;
    }
    if let Location::Sqlite(path) = database {
        storage::record_backup(path, now).map_err(at)?;
    }
    Ok(copy)
}

fn remove(path: &Path) -> Result<(), BackupError> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(BackupError::File { path: path.to_owned(), source }),
        _ => Ok(()),
    }
}

/// The copies in the folder, oldest first. Other files are not ours.
fn copies(folder: &Path) -> Vec<(PathBuf, Millis)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut copies: Vec<_> = entries.filter_map(|path| Some((made_at(path.file_name()?.to_str()?)?, path))).collect();
    copies.sort();
    copies.into_iter().map(|(at, path)| (path, at)).collect()
}

fn made_at(name: &str) -> Option<Millis> {
    let name = name.strip_suffix(ENCRYPTED).unwrap_or(name);
    let name = name.strip_suffix(SQLITE).or_else(|| name.strip_suffix(POSTGRES))?;
    Some(Millis(NaiveDateTime::parse_from_str(name, NAME).ok()?.and_utc().timestamp_millis()))
}

#[cfg(test)]
mod tests {
    use super::{PART_BYTES, made_at, parts};

    #[test]
    fn a_copy_is_split_where_telegram_takes_no_more() {
        for (length, expected) in [(1, 1), (PART_BYTES, 1), (PART_BYTES + 1, 2), (10 * PART_BYTES, 10)] {
            assert_eq!(parts(length), expected, "{length}");
        }
        const { assert!(PART_BYTES < 50_000_000) };
    }

    #[test]
    fn only_names_of_copies_count() {
        let at = made_at("odzreshop-20261128-030000.db").unwrap();
        assert_eq!(made_at("odzreshop-20261128-030000.db.age"), Some(at));
        assert_eq!(made_at("odzreshop-20261128-030000.dump.age"), Some(at));
        for name in
            [".new", "odzreshop-20261128-030000", ".new.age", "odzreshop-20261128-030000.db.age.age", "odzreshop-20261128.db", "notes.txt"]
        {
            assert_eq!(made_at(name), None, "{name}");
        }
    }
}
