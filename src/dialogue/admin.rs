//! The buttons of the admins' menu. What they lead to has buttons of its own.

use serde::{Deserialize, Serialize};

/// What a button of the admins' menu does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum AdminAction {
    /// The menu.
    #[serde(rename = "admin")]
    Menu,
    /// The figures of the day.
    #[serde(rename = "today")]
    Today,
}

impl AdminAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use): they only show something.
    pub fn is_single_use(&self) -> bool {
        false
    }
}
