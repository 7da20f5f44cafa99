//! `[alerts]`, in `shop.toml` and by settings that override it.

use odzreshop_bot::domain::alert::{AlertKind, AlertMode, AlertSettings, KindSettings};
use odzreshop_bot::domain::opening::OpeningHours;
use serde_json::{Value, json};

use super::shop_file::{ONE_GAME, shop, wrong};
use super::{read, with_required};

fn of(settings: &AlertSettings) -> Vec<(AlertKind, AlertMode, Option<i64>)> {
    let told = settings.kinds.iter().filter(|(_, of)| **of != KindSettings::default());
    told.map(|(kind, KindSettings { mode, topic })| (*kind, *mode, *topic)).collect()
}

#[test]
fn alerts_come_at_once_unless_the_file_says_otherwise() {
    let plain = shop(ONE_GAME).alerts;
    assert!(plain.quiet_hours.is_none() && of(&plain).is_empty());
    let text =
        "[alerts]\nquiet_hours = \"22.00-07.00\"\n[alerts.requests]\nmode = \"digest\"\ntopic = 12\n[alerts.catalog]\nmode = \"off\"\n";
    let alerts = shop(&format!("{text}{ONE_GAME}")).alerts;
    assert_eq!(alerts.quiet_hours, Some(OpeningHours { from: 22 * 60, until: 7 * 60 }));
    assert_eq!(of(&alerts), [(AlertKind::Catalog, AlertMode::Off, None), (AlertKind::Requests, AlertMode::Digest, Some(12))]);
}

#[test]
fn wrong_settings_are_named_with_their_remedy() {
    for (text, path, remedy) in [
        ("[alerts]\nquiet_hours = \"night\"\n", "alerts.quiet_hours", "22:00-07:00"),
        ("[alerts.requests]\nmode = \"later\"\n", "alerts.requests.mode", "digest"),
        ("[alerts.requests]\ntopic = -1\n", "alerts.requests.topic", "a whole number from 0"),
        ("[alerts.request]\nmode = \"off\"\n", "alerts.request", "did you mean `requests`?"),
    ] {
        let problems = wrong(&format!("{text}{ONE_GAME}"));
        assert!(problems.len() == 1 && problems[0].0 == path && problems[0].2.contains(remedy), "{text}: {problems:?}");
    }
}

#[test]
fn what_admins_set_wins_over_the_file() {
    let text = format!("[alerts]\nquiet_hours = \"22-7\"\n[alerts.requests]\nmode = \"off\"\ntopic = 12\n{ONE_GAME}");
    let config = read(&with_required(&[]), &[("shop.toml", &text)]).unwrap();
    let settings = [("alerts.quiet_hours", json!("none")), ("alerts.requests.mode", json!("now")), ("alerts.requests.topic", json!(0))];
    let settings: Vec<(String, Value)> = settings.map(|(key, value)| (key.to_owned(), value)).into();
    let alerts = config.shop_source.read_last(&settings).unwrap().alerts;
    assert!(alerts.quiet_hours.is_none() && of(&alerts).is_empty(), "{alerts:?}");
}
