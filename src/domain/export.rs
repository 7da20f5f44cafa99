//! What is exported, and in which form.

use serde::{Deserialize, Serialize};

use crate::domain::time::Millis;

/// What is in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportKind {
    /// Orders, by the time at which they were made.
    Orders,
    /// The transfers of the ledger.
    Transfers,
    /// What admins did.
    Audit,
}

impl ExportKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Orders, Self::Transfers, Self::Audit];

    /// Its word, in commands and names of files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Transfers => "transfers",
            Self::Audit => "audit",
        }
    }
}

/// The form of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    Csv,
    Xlsx,
}

impl ExportFormat {
    /// The ending of a file's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// A table that somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportWish {
    pub what: ExportKind,
    pub format: ExportFormat,
    /// From the beginning of a day of the shop's zone to before the beginning of another.
    pub since: Millis,
    pub until: Millis,
}
