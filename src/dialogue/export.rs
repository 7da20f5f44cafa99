//! The buttons of exports, for admins.

use serde::{Deserialize, Serialize};

use crate::domain::day_span::DaySpan;
use crate::domain::export::{ExportFormat, ExportKind};

/// What a button of the exports does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum ExportAction {
    /// What can be exported.
    #[serde(rename = "export")]
    Choose,
    /// Of which days, and in which form.
    #[serde(rename = "export_days")]
    Show { what: ExportKind, span: DaySpan },
    /// Type other days.
    #[serde(rename = "export_ask")]
    Ask { what: ExportKind },
    /// Send the file.
    #[serde(rename = "export_send")]
    Send { what: ExportKind, span: DaySpan, format: ExportFormat },
}

impl ExportAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        matches!(self, Self::Send { .. })
    }
}
