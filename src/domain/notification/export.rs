//! Notifications about files: an export, how far it is, and a copy of the database.

use serde::{Deserialize, Serialize};

use crate::domain::export::ExportWish;

/// A notification about a file, for those who wanted it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ExportNotification {
    /// The file. It is made when it is sent.
    ExportFile { id: String, wish: ExportWish },
    /// How many rows of how many are in the file.
    ExportProgress { id: String, done: i64, total: i64 },
    /// A part (from 1) of an encrypted copy of the database, by its file name.
    BackupCopy { name: String, part: u64, parts: u64 },
}
