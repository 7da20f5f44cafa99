//! `[alerts]` of `shop.toml`: which alerts admins get, when and where.

use crate::domain::alert::{AlertKind, AlertMode, AlertSettings, KindSettings};
use crate::domain::opening::OpeningHours;

use super::toml_reader::Section;

/// Longest word or span of time.
const MAX_CHARS: usize = 40;

/// Reads `[alerts]`. Problems are recorded in the file.
pub(super) fn read_alerts(mut alerts: Section<'_>) -> AlertSettings {
    let quiet_hours = match alerts.text("quiet_hours", MAX_CHARS).as_deref() {
        None | Some("none") => None,
        Some(text) => OpeningHours::read(text).or_else(|| {
            alerts.refuse("quiet_hours", "\"none\", or from when until when: \"22:00-07:00\"".to_owned());
            None
        }),
    };
    let kinds = AlertKind::ALL.map(|kind| (kind, read_kind(alerts.section(kind.as_str()))));
    alerts.close();
    AlertSettings { quiet_hours, kinds: kinds.into() }
}

fn read_kind(mut section: Section<'_>) -> KindSettings {
    let mode = section.text("mode", MAX_CHARS).map_or(AlertMode::default(), |text| {
        AlertMode::ALL.into_iter().find(|mode| mode.as_str() == text).unwrap_or_else(|| {
            section.refuse("mode", "\"now\" (at once), \"digest\" (once a day, all in one message) or \"off\"".to_owned());
            AlertMode::default()
        })
    });
    // The number of a topic is that of its first message, so there is no topic 0.
    let topic = section.optional_number("topic", 0..=i64::from(i32::MAX)).filter(|topic| *topic > 0);
    section.close();
    KindSettings { mode, topic }
}
