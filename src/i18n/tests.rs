//! Times, spans and languages as people write them, at their edges too.

use chrono_tz::Asia::{Jakarta, Makassar};

use super::*;

/// 2026-11-24 08:04:05 UTC.
const AT: Millis = Millis(1_795_507_445_000);

fn words(code: &str) -> Words {
    Words::new(Locale::new(code), Jakarta)
}

#[test]
fn times_are_written_in_the_shops_zone_and_the_language_s_format() {
    assert_eq!(words("id").time(AT), "24 Nov 2026 15.04 WIB");
    assert_eq!(words("en").time(AT), "24 Nov 2026, 15:04 WIB");
    assert_eq!(Words::new(Locale::new("id"), Makassar).time(AT), "24 Nov 2026 16.04 WITA");
    assert_eq!(words("id").clock(AT), "15.04");
    assert!(words("id").same_day(AT, AT.plus_seconds(8 * 3_600)) && !words("id").same_day(AT, AT.plus_seconds(9 * 3_600)));
}

#[test]
fn extreme_times_do_not_panic() {
    for at in [i64::MIN, i64::MAX, 0, -1] {
        assert!(!words("id").time(Millis(at)).is_empty());
    }
}

#[test]
fn every_month_has_a_name() {
    for locale in available() {
        let words = Words::new(locale, Jakarta);
        let names: Vec<String> = words.say("month-names", &[]).split_whitespace().map(str::to_owned).collect();
        assert_eq!(names.len(), 12, "{}", words.locale().0);
    }
}

#[test]
fn durations_have_two_units_and_plurals() {
    for (seconds, id, en) in [
        (0, "0 detik", "0 seconds"),
        (1, "1 detik", "1 second"),
        (180, "3 menit", "3 minutes"),
        (61, "1 menit 1 detik", "1 minute 1 second"),
        (7_500, "2 jam 5 menit", "2 hours 5 minutes"),
        (3_601, "1 jam", "1 hour"),
        (90_000, "1 hari 1 jam", "1 day 1 hour"),
        (-5, "0 detik", "0 seconds"),
    ] {
        assert_eq!(words("id").span(seconds * 1_000), id);
        assert_eq!(words("en").span(seconds * 1_000), en);
    }
}

#[test]
fn the_language_is_chosen_then_reported_then_the_shops() {
    let (id, en) = (Locale::new("id"), Locale::new("en"));
    assert_eq!(choose(Some(&en), Some("id"), &id), en);
    assert_eq!(choose(Some(&Locale::new("xx")), Some("en-GB"), &id), en);
    assert_eq!(choose(None, Some("EN_us"), &id), en);
    assert_eq!(choose(None, Some("in"), &en), id);
    assert_eq!(choose(None, Some("ja"), &en), en);
    assert_eq!(choose(None, Some(""), &en), en);
    assert_eq!(choose(None, None, &id), id);
}

#[test]
fn the_fallback_comes_first() {
    assert_eq!(available().first(), Some(&Locale::new("id")));
    assert!(available().contains(&Locale::new("en")));
}

#[test]
fn an_unknown_language_uses_the_fallback() {
    assert_eq!(words("xx").say("language-name", &[]), "Bahasa Indonesia");
    assert_eq!(words("not a code").say("language-name", &[]), "Bahasa Indonesia");
}

#[test]
fn values_are_not_changed() {
    let hostile = "<b>{ $x } \u{202e}&\"";
    assert!(words("en").say("menu-welcome", &[("shop", hostile.into())]).contains(hostile));
}
