//! Which alerts admins get, when and where: at once, together with others in one digest, or not at all.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::opening::OpeningHours;
use crate::domain::time::Millis;

/// When the digest comes while there are no quiet hours, in minutes since midnight: before most shops open.
const DIGEST_MINUTE: u16 = 8 * 60;

/// A kind of alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// Orders of which nobody knows whether the provider has them.
    Uncertain,
    /// Orders that are slow, refused, or otherwise not as usual.
    Orders,
    /// The shop closes and opens because of the provider.
    Shop,
    /// The provider balance.
    Balance,
    /// The provider's categories, items and prices, and promos that are over.
    Catalog,
    /// Payments, proofs, gateways and the ledger.
    Payments,
    /// Strangers who ask for access.
    Requests,
    /// What customers write.
    Messages,
    /// The bot itself: Telegram, the database, its settings.
    System,
}

impl AlertKind {
    /// All, in the order in which admins see them.
    pub const ALL: [Self; 9] = [
        Self::Uncertain,
        Self::Orders,
        Self::Shop,
        Self::Balance,
        Self::Catalog,
        Self::Payments,
        Self::Requests,
        Self::Messages,
        Self::System,
    ];

    /// Its word in `shop.toml` and in the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Uncertain => "uncertain",
            Self::Orders => "orders",
            Self::Shop => "shop",
            Self::Balance => "balance",
            Self::Catalog => "catalog",
            Self::Payments => "payments",
            Self::Requests => "requests",
            Self::Messages => "messages",
            Self::System => "system",
        }
    }
}

/// When alerts of a kind come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertMode {
    /// At once, or after the quiet hours.
    #[default]
    Now,
    /// Once a day, all in one message. What must not wait comes at once all the same.
    Digest,
    /// Never.
    Off,
}

impl AlertMode {
    /// All, in the order in which admins see them.
    pub const ALL: [Self; 3] = [Self::Now, Self::Digest, Self::Off];

    /// Its word in `shop.toml` and in the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Digest => "digest",
            Self::Off => "off",
        }
    }
}

/// `[alerts.KIND]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindSettings {
    pub mode: AlertMode,
    /// The topic of the admins' group in which they appear; `None`: where `ADMIN_CHAT_ID` says.
    pub topic: Option<i64>,
}

/// `[alerts]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertSettings {
    /// On each day, in the shop's zone: what may wait comes after them.
    pub quiet_hours: Option<OpeningHours>,
    /// A kind that is not in it is as [`KindSettings::default`].
    pub kinds: BTreeMap<AlertKind, KindSettings>,
}

/// What becomes of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// It is sent.
    Now,
    /// It is kept for the end of the quiet hours.
    Hold,
    /// It is kept for the next digest.
    Digest,
    /// It is not sent.
    Off,
}

/// What becomes of an alert that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Waits,
    /// It goes into the digest that is sent now.
    Due,
    /// Its kind was turned off meanwhile.
    Dropped,
}

impl AlertSettings {
    /// The settings of a kind.
    pub fn of(&self, kind: AlertKind) -> KindSettings {
        self.kinds.get(&kind).copied().unwrap_or_default()
    }

    /// Whether this minute of the day, in the shop's zone, is in the quiet hours.
    pub fn is_quiet(&self, minute: u16) -> bool {
        self.quiet_hours.is_some_and(|hours| hours.contains(minute))
    }

    /// When the digest comes, in minutes since midnight: as the quiet hours end, so that there is one message and not two.
    pub fn digest_minute(&self) -> u16 {
        self.quiet_hours.map_or(DIGEST_MINUTE, |hours| hours.until)
    }
}

/// What becomes of an alert at this minute of the day in the shop's zone. What must not wait is held by nothing, but a kind that is off is
/// off: its orders, requests and payments are still on their lists.
pub fn route(settings: &AlertSettings, kind: AlertKind, must_not_wait: bool, minute: u16) -> Route {
    match settings.of(kind).mode {
        AlertMode::Off => Route::Off,
        _ if must_not_wait => Route::Now,
        _ if settings.is_quiet(minute) => Route::Hold,
        AlertMode::Digest => Route::Digest,
        AlertMode::Now => Route::Now,
    }
}

/// What becomes of an alert that was kept at `kept_at`, given what would become of it now. `last_digest` is the last time of day at
/// which a digest was due.
pub fn kept(now: Route, kept_at: Millis, last_digest: Millis) -> Kept {
    match now {
        Route::Off => Kept::Dropped,
        Route::Hold => Kept::Waits,
        Route::Digest if kept_at >= last_digest => Kept::Waits,
        Route::Digest | Route::Now => Kept::Due,
    }
}

/// A change of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertChange {
    Mode {
        kind: AlertKind,
        mode: AlertMode,
    },
    /// `None`: where `ADMIN_CHAT_ID` says.
    Topic {
        kind: AlertKind,
        topic: Option<i64>,
    },
    QuietHours {
        hours: Option<OpeningHours>,
    },
    /// Everything as `shop.toml` says.
    AsFile,
}

impl AlertChange {
    /// What takes it back; `None` where one press can't.
    pub fn undo(self, before: &AlertSettings) -> Option<Self> {
        match self {
            Self::Mode { kind, .. } => Some(Self::Mode { kind, mode: before.of(kind).mode }),
            Self::Topic { kind, .. } => Some(Self::Topic { kind, topic: before.of(kind).topic }),
            Self::QuietHours { .. } => Some(Self::QuietHours { hours: before.quiet_hours }),
            Self::AsFile => None,
        }
    }

    /// Whether it changes anything.
    pub fn changes(self, before: &AlertSettings) -> bool {
        self.undo(before) != Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(quiet: Option<&str>, mode: AlertMode, topic: Option<i64>) -> AlertSettings {
        AlertSettings {
            quiet_hours: quiet.and_then(OpeningHours::read),
            kinds: [(AlertKind::Requests, KindSettings { mode, topic })].into(),
        }
    }

    #[test]
    fn an_alert_goes_where_the_settings_say() {
        use AlertMode::{Digest, Now, Off};
        let (night, day) = (23 * 60, 12 * 60);
        #[rustfmt::skip]
        let cases = [
            // quiet hours, mode, must not wait, minute, route
            (None,         Now,    false, night,       Route::Now),
            (None,         Now,    true,  day,         Route::Now),
            (None,         Off,    false, day,         Route::Off),
            (None,         Off,    true,  day,         Route::Off),
            (None,         Digest, false, day,         Route::Digest),
            (None,         Digest, true,  day,         Route::Now),
            (Some("22-7"), Now,    false, 22 * 60 - 1, Route::Now),
            (Some("22-7"), Now,    false, 22 * 60,     Route::Hold),
            (Some("22-7"), Now,    false, 0,           Route::Hold),
            (Some("22-7"), Now,    false, 7 * 60 - 1,  Route::Hold),
            (Some("22-7"), Now,    false, 7 * 60,      Route::Now),
            (Some("22-7"), Now,    true,  night,       Route::Now),
            (Some("22-7"), Digest, false, night,       Route::Hold),
            (Some("22-7"), Digest, false, day,         Route::Digest),
            (Some("22-7"), Digest, true,  night,       Route::Now),
            (Some("22-7"), Off,    true,  night,       Route::Off),
            (Some("1-5"),  Now,    false, night,       Route::Now),
            (Some("1-5"),  Now,    false, 60,          Route::Hold),
        ];
        for (quiet, mode, must_not_wait, minute, expected) in cases {
            let settings = settings(quiet, mode, None);
            let found = route(&settings, AlertKind::Requests, must_not_wait, minute);
            assert_eq!(found, expected, "{quiet:?} {mode:?} {must_not_wait} {minute}");
            assert_eq!(route(&settings, AlertKind::Orders, true, minute), Route::Now, "a kind that nothing is said about");
        }
    }

    #[test]
    fn what_was_kept_is_due_after_the_quiet_hours_or_with_the_digest() {
        let (kept_at, before, after) = (Millis(100), Millis(100), Millis(101));
        #[rustfmt::skip]
        let cases = [
            (Route::Hold,   before, Kept::Waits),
            (Route::Hold,   after,  Kept::Waits),
            (Route::Now,    before, Kept::Due),
            (Route::Digest, before, Kept::Waits),
            (Route::Digest, after,  Kept::Due),
            (Route::Off,    after,  Kept::Dropped),
        ];
        for (now, last_digest, expected) in cases {
            assert_eq!(kept(now, kept_at, last_digest), expected, "{now:?} {last_digest:?}");
        }
    }

    #[test]
    fn the_digest_comes_as_the_quiet_hours_end() {
        assert_eq!(settings(None, AlertMode::Now, None).digest_minute(), 8 * 60);
        assert_eq!(settings(Some("22.00-06.30"), AlertMode::Now, None).digest_minute(), 6 * 60 + 30);
    }

    #[test]
    fn a_change_is_taken_back_by_another() {
        let before = settings(Some("22-7"), AlertMode::Digest, Some(7));
        let (kind, other) = (AlertKind::Requests, AlertKind::Orders);
        let hours = OpeningHours::read("22-7");
        let cases = [
            (AlertChange::Mode { kind, mode: AlertMode::Off }, Some(AlertChange::Mode { kind, mode: AlertMode::Digest })),
            (AlertChange::Mode { kind: other, mode: AlertMode::Off }, Some(AlertChange::Mode { kind: other, mode: AlertMode::Now })),
            (AlertChange::Topic { kind, topic: None }, Some(AlertChange::Topic { kind, topic: Some(7) })),
            (AlertChange::QuietHours { hours: None }, Some(AlertChange::QuietHours { hours })),
            (AlertChange::AsFile, None),
        ];
        for (change, undo) in cases {
            assert_eq!(change.undo(&before), undo);
            assert!(change.changes(&before), "{change:?}");
            if let Some(undo) = undo {
                assert!(!undo.changes(&before), "{undo:?}");
            }
        }
    }

    #[test]
    fn words_are_kept() {
        for kind in AlertKind::ALL {
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.as_str()));
        }
        for mode in AlertMode::ALL {
            assert_eq!(serde_json::to_string(&mode).unwrap(), format!("\"{}\"", mode.as_str()));
        }
    }
}
