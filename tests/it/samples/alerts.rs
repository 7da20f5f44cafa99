//! What admins see of alerts, in each of its shapes.

use odzreshop_bot::app::AlertState;
use odzreshop_bot::dialogue::screen::Hint;
use odzreshop_bot::domain::alert::{AlertChange, AlertKind, AlertMode, AlertSettings, KindSettings};
use odzreshop_bot::domain::notification::AlertNotification;
use odzreshop_bot::domain::opening::OpeningHours;
use odzreshop_bot::domain::order::OrderId;
use odzreshop_bot::i18n::Words;
use odzreshop_bot::telegram::features::alerts;
use odzreshop_bot::telegram::view::page::AlertLine;

use super::pages::{Sample, sample};
use super::{NOW, Taste};

/// The pages of `🔔`.
pub fn of_alerts(words: &Words) -> Vec<Sample> {
    let hours = Some(OpeningHours { from: 22 * 60, until: 7 * 60 });
    let (kind, digest) = (AlertKind::Requests, KindSettings { mode: AlertMode::Digest, topic: Some(7) });
    let off = KindSettings { mode: AlertMode::Off, topic: None };
    let settings = AlertSettings { quiet_hours: hours, kinds: [(kind, digest), (AlertKind::Catalog, off)].into() };
    let state = AlertState { kept: 3, overrides: true, in_group: true };
    let list = |settings: &AlertSettings, state| sample("alert_list", alerts::alert_list(settings, state, words));
    let mut samples = vec![list(&AlertSettings::default(), AlertState::default()), list(&settings, state)];
    for (kind, settings, group) in [
        (kind, digest, Some(Some(8))),
        (kind, digest, Some(Some(7))),
        (AlertKind::Catalog, off, Some(None)),
        (AlertKind::Catalog, off, None),
    ] {
        samples.push(sample("alerts_of_kind", alerts::alerts_of_kind(kind, settings, group, words)));
    }
    for kind in AlertKind::ALL {
        samples.push(sample("alerts_of_kind", alerts::alerts_of_kind(kind, KindSettings::default(), None, words)));
    }
    let changes = [
        AlertChange::Mode { kind, mode: AlertMode::Off },
        AlertChange::Topic { kind, topic: Some(8) },
        AlertChange::Topic { kind, topic: None },
        AlertChange::QuietHours { hours },
        AlertChange::QuietHours { hours: None },
        AlertChange::AsFile,
    ];
    samples.extend(changes.map(|change| sample("alerts_changed", alerts::alerts_changed(change, change.undo(&settings), words))));
    let asked = |remark| sample("ask_quiet_hours", alerts::ask_quiet_hours(remark, words));
    samples.extend([None, Some(alerts::Remark::InvalidHours), Some(alerts::Remark::Hint(Hint::TextOnly))].map(asked));
    samples
}

/// What admins are told about alerts.
pub fn notifications() -> [AlertNotification; 4] {
    [
        AlertNotification::AlertDigest { digest: "d1".to_owned() },
        AlertNotification::UncertainWaiting,
        AlertNotification::TopicGone { kinds: vec![AlertKind::Requests, AlertKind::Payments] },
        AlertNotification::TopicGone { kinds: Vec::new() },
    ]
}

/// A long digest.
pub fn digest(taste: &Taste) -> Vec<AlertLine> {
    let line = |(i, kind): (i64, AlertKind)| AlertLine {
        kind,
        at: NOW.plus_seconds(i * 60),
        text: "🙋 <b>Ada yang mau belanja</b> · Budi".to_owned(),
        from: (kind == AlertKind::Messages).then(|| (i, taste.person.clone(), Some(OrderId("o1".to_owned())))),
    };
    (0..).zip(AlertKind::ALL.into_iter().cycle()).map(line).take(40).collect()
}
