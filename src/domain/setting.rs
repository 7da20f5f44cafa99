//! Changes of settings that override `shop.toml`.

use serde::{Deserialize, Serialize};

/// A change of one setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingChange {
    /// Its place in `shop.toml`: `category.mobile-legends.hidden`.
    pub key: String,
    /// The value in JSON. `null`: what `shop.toml` says.
    pub value: String,
}
