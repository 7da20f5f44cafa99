//! The buttons of the figures, for admins.

use serde::{Deserialize, Serialize};

use crate::domain::day_span::DaySpan;

/// What a button of the figures does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum FiguresAction {
    /// The figures of some days.
    #[serde(rename = "sales")]
    Show { span: DaySpan },
    /// Turnover and orders of these days as a picture.
    #[serde(rename = "sales_chart")]
    Chart { span: DaySpan },
    /// Type other days.
    #[serde(rename = "sales_days")]
    Ask,
}

impl FiguresAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use): they only show something.
    pub fn is_single_use(&self) -> bool {
        false
    }
}
