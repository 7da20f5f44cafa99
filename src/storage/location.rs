//! Where the database is, for what is done with all of it: copies, and putting one back.

use std::path::{Path, PathBuf};

use secrecy::SecretString;

use crate::domain::time::Millis;
use crate::storage::{BackupError, BackupSummary, RestoreError, Restored, backup, postgres, restore};

/// Where the database is.
#[derive(Clone, Debug)]
pub enum Location {
    /// The file.
    Sqlite(PathBuf),
    /// `postgres://…`
    Postgres(SecretString),
}

impl Location {
    /// Copies the database into the new file `to`, whether or not a bot runs on it, and returns the file's size in bytes. The copy is one
    /// moment of the database, readable only for its owner, and on disk.
    ///
    /// # Errors
    /// See [`BackupError`]. A failed attempt leaves no file.
    pub async fn back_up(&self, to: &Path) -> Result<u64, BackupError> {
        match self {
            Self::Sqlite(from) => backup::backup(from, to).await,
            Self::Postgres(url) => postgres::backup::dump(url, to).await,
        }
    }

    /// Checks that `copy` is an undamaged database of this program whose ledger is right. A copy of a PostgreSQL database is restored into a
    /// scratch database on the server for this; one of a SQLite file needs nothing but itself.
    ///
    /// # Errors
    /// See [`BackupError`].
    pub async fn verify(&self, copy: &Path) -> Result<BackupSummary, BackupError> {
        match self {
            Self::Postgres(url) if postgres::backup::is_dump(copy) => postgres::backup::verify(url, copy).await,
            Self::Sqlite(_) if postgres::backup::is_dump(copy) => Err(BackupError::OtherKind(copy.to_owned())),
            _ => backup::verify(copy).await,
        }
    }

    /// Puts a copy of the backup `copy` in the place of the database, which is kept under a name with `stamp` in it. The restored database
    /// is held: the bot does not run on it until its owner releases it.
    ///
    /// # Errors
    /// See [`RestoreError`].
    pub async fn restore(&self, copy: &Path, now: Millis, stamp: &str) -> Result<Restored, RestoreError> {
        match self {
            Self::Postgres(url) if postgres::backup::is_dump(copy) => postgres::restore::restore(url, copy, now, stamp).await,
            Self::Sqlite(path) if !postgres::backup::is_dump(copy) => restore::restore(copy, path, now, stamp).await,
            _ => {
                // What is wrong with the file itself counts first.
                self.verify(copy).await?;
                Err(BackupError::OtherKind(copy.to_owned()).into())
            }
        }
    }

    /// Whether copies can be made here.
    ///
    /// # Errors
    /// The reason why not.
    pub async fn try_backup(&self) -> Result<(), BackupError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(url) => postgres::backup::try_out(url).await,
        }
    }
}
