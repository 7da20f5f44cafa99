//! The buttons by which admins close and open the shop.

use serde::{Deserialize, Serialize};

use crate::domain::opening::PlannedPause;

/// What a button of the shop's switch does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum OpeningAction {
    /// How it stands.
    #[serde(rename = "opening")]
    Show,
    /// Take no orders.
    #[serde(rename = "opening_close")]
    Close,
    /// Take orders again.
    #[serde(rename = "opening_open")]
    Open,
    /// Ask what customers are to read while it is closed.
    #[serde(rename = "opening_ask_note")]
    AskNote,
    /// Ask from when until when it is to take none.
    #[serde(rename = "opening_ask_plan")]
    AskPlan,
    /// Take no orders then.
    #[serde(rename = "opening_plan")]
    Plan {
        #[serde(flatten)]
        planned: PlannedPause,
    },
    /// Take them all the same.
    #[serde(rename = "opening_call_off")]
    CallOff {
        #[serde(flatten)]
        planned: PlannedPause,
    },
    /// Ask for the opening hours.
    #[serde(rename = "opening_ask_hours")]
    AskHours,
    /// No opening hours.
    #[serde(rename = "opening_always")]
    Always,
    /// As `shop.toml` says.
    #[serde(rename = "opening_as_file")]
    AsFile,
}

impl OpeningAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use). Each of them can be pressed twice without harm.
    pub fn is_single_use(&self) -> bool {
        false
    }
}
