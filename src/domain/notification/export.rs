//! Notifications about exports: the file itself, and how far it is.

use serde::{Deserialize, Serialize};

use crate::domain::export::ExportWish;

/// A notification about an export, for the admin who wanted it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ExportNotification {
    /// The file. It is made when it is sent.
    ExportFile { id: String, wish: ExportWish },
    /// How many rows of how many are in the file.
    ExportProgress { id: String, done: i64, total: i64 },
}
