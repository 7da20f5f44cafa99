//! The buttons that choose a language.

use serde::{Deserialize, Serialize};

/// What a button of the language page does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum LanguageAction {
    /// The languages to choose from.
    #[serde(rename = "languages")]
    List,
    /// Use this language.
    #[serde(rename = "language")]
    Choose { code: String },
}

impl LanguageAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::List => false,
            Self::Choose { .. } => true,
        }
    }
}
