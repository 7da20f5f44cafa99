//! Kinds of alerts in words.

use crate::domain::alert::{AlertKind, AlertMode};
use crate::i18n::Words;

/// A kind's name.
pub fn kind_name(kind: AlertKind, words: &Words) -> String {
    words.say(
        match kind {
            AlertKind::Uncertain => "alert-uncertain",
            AlertKind::Orders => "alert-orders",
            AlertKind::Shop => "alert-shop",
            AlertKind::Balance => "alert-balance",
            AlertKind::Catalog => "alert-catalog",
            AlertKind::Payments => "alert-payments",
            AlertKind::Requests => "alert-requests",
            AlertKind::Messages => "alert-messages",
            AlertKind::System => "alert-system",
        },
        &[],
    )
}

/// The key of what is in a kind, and what of it breaks the quiet hours.
pub fn about(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::Uncertain => "alert-uncertain-about",
        AlertKind::Orders => "alert-orders-about",
        AlertKind::Shop => "alert-shop-about",
        AlertKind::Balance => "alert-balance-about",
        AlertKind::Catalog => "alert-catalog-about",
        AlertKind::Payments => "alert-payments-about",
        AlertKind::Requests => "alert-requests-about",
        AlertKind::Messages => "alert-messages-about",
        AlertKind::System => "alert-system-about",
    }
}

/// The sign of a mode.
pub fn mode_sign(mode: AlertMode) -> &'static str {
    match mode {
        AlertMode::Now => "🔔",
        AlertMode::Digest => "🗞",
        AlertMode::Off => "🔕",
    }
}

/// A mode, with its sign.
pub fn mode_name(mode: AlertMode, words: &Words) -> String {
    let name = words.say(
        match mode {
            AlertMode::Now => "alert-mode-now",
            AlertMode::Digest => "alert-mode-digest",
            AlertMode::Off => "alert-mode-off",
        },
        &[],
    );
    format!("{} {name}", mode_sign(mode))
}
