//! The button of the help page.

use serde::{Deserialize, Serialize};

/// What the button of the help page does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum HelpAction {
    /// How it works.
    #[serde(rename = "help")]
    Show,
}

impl HelpAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::Show => false,
        }
    }
}
