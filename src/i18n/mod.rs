//! Languages: the texts of the shop, and how each language writes times and durations.
//!
//! Every text is in `locales/<code>/*.ftl` (Fluent) and is built into the binary. A new language is one folder and no code:
//! [`available`] lists the folders. A key that is missing in a language falls back to Indonesian; `tests/it/locales.rs` checks that
//! none is missing.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{DateTime, Datelike, Timelike};
use chrono_tz::Tz;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::loader::LanguageIdentifier;
use fluent_templates::{Loader, static_loader};

use crate::domain::locale::{LocalText, Locale};
use crate::domain::money::Rupiah;
use crate::domain::time::Millis;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "id",
        // Isolation marks would add invisible characters to texts that people copy.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// The language in which every text exists.
const FALLBACK: &str = "id";

/// The value of a placeholder `{ $name }` in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Any text.
    Text(Cow<'a, str>),
    /// A count, which can select singular or plural. Ids are not counts: pass them as text.
    Number(i64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Value<'_> {
    fn from(count: i64) -> Self {
        Self::Number(count)
    }
}

/// Money is written the same in every language.
impl From<Rupiah> for Value<'_> {
    fn from(amount: Rupiah) -> Self {
        Self::Text(Cow::Owned(amount.to_string()))
    }
}

/// All languages of the bot, the fallback first.
pub fn available() -> Vec<Locale> {
    let mut locales: Vec<Locale> = LOCALES.locales().map(|language| Locale(language.to_string())).collect();
    locales.sort_by_key(|locale| (locale.0 != FALLBACK, locale.0.clone()));
    locales
}

/// The language for a person: the one they chose, else the one that Telegram reports for them, else the shop's.
pub fn choose(chosen: Option<&Locale>, telegram_language: Option<&str>, shop: &Locale) -> Locale {
    let have = available();
    if let Some(chosen) = chosen.filter(|locale| have.contains(locale)) {
        return chosen.clone();
    }
    let reported = telegram_language.map(|tag| {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        // ISO 639 renamed Indonesian from "in" to "id" in 1989; some phones still report "in".
        if primary == "in" { Locale::new("id") } else { Locale(primary) }
    });
    reported.filter(|locale| have.contains(locale)).unwrap_or_else(|| shop.clone())
}

/// One language, and the time zone in which times are shown.
#[derive(Clone, Debug)]
pub struct Words {
    locale: Locale,
    language: LanguageIdentifier,
    zone: Tz,
}

impl Words {
    /// The texts of `locale`, or the Indonesian ones if the bot does not have this language.
    pub fn new(locale: Locale, zone: Tz) -> Self {
        let language = locale.0.parse().unwrap_or_else(|_| LOCALES.fallback().clone());
        Self { locale, language, zone }
    }

    /// The same time zone with another language.
    #[must_use]
    pub fn of(&self, locale: &Locale) -> Self {
        Self::new(locale.clone(), self.zone)
    }

    /// The language.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// The text of `key` with its placeholders filled in. Nothing is escaped: a caller that builds HTML must escape the values first.
    ///
    /// A missing key or value is a programming error: a debug build panics, a release build uses the Indonesian text or shows the key.
    pub fn say(&self, key: &str, args: &[(&str, Value)]) -> String {
        let args: HashMap<&str, FluentValue> = args.iter().map(|(name, value)| (*name, fluent(value))).collect();
        let text = LOCALES.lookup_single_language(&self.language, key, Some(&args));
        debug_assert!(text.is_ok() || LOCALES.locales().all(|have| *have != self.language), "{}: {text:?}", self.locale.0);
        text.or_else(|_| LOCALES.lookup_single_language(LOCALES.fallback(), key, Some(&args))).unwrap_or_else(|_| key.to_owned())
    }

    /// A text of the shop's owner in this language.
    pub fn pick<'a>(&self, text: &'a LocalText) -> &'a str {
        text.get(&self.locale)
    }

    /// Date, time and zone: `24 Nov 2026 15.04 WIB`.
    pub fn time(&self, at: Millis) -> String {
        let there = self.there(at);
        let months = self.say("month-names", &[]);
        let month = months.split_whitespace().nth(there.month0() as usize).unwrap_or_default();
        let args = [
            ("day", there.day().to_string().into()),
            ("month", month.into()),
            ("year", there.year().to_string().into()),
            ("clock", self.clock(at).into()),
            ("zone", self.zone_name(at).into()),
        ];
        self.say("time-format", &args)
    }

    /// A day: `24 Nov 2026`.
    pub fn date(&self, at: Millis) -> String {
        let there = self.there(at);
        let [day, year] = [there.day().to_string(), there.year().to_string()];
        let months = self.say("month-names", &[]);
        let month = months.split_whitespace().nth(there.month0() as usize).unwrap_or_default();
        self.say("date-format", &[("day", day.into()), ("month", month.into()), ("year", year.into())])
    }

    /// A day for names of files: `2026-11-24`.
    pub fn iso_date(&self, at: Millis) -> String {
        self.there(at).date_naive().to_string()
    }

    /// A part of a thousand as a percentage: `92,3%`.
    pub fn permille(&self, of_thousand: i64) -> String {
        let digits = |n: i64| Value::from(n.to_string());
        self.say("percent-format", &[("whole", digits(of_thousand / 10)), ("tenth", digits((of_thousand % 10).abs()))])
    }

    /// The time of day: `15.04`.
    pub fn clock(&self, at: Millis) -> String {
        let there = self.there(at);
        let digits = |n: u32| Value::from(format!("{n:02}"));
        self.say("clock-format", &[("hour", digits(there.hour())), ("minute", digits(there.minute()))])
    }

    /// A minute of the day as a time of the day: `15.04`.
    pub fn time_of_day(&self, minute: u16) -> String {
        let digits = |n: u16| Value::from(format!("{n:02}"));
        self.say("clock-format", &[("hour", digits(minute / 60)), ("minute", digits(minute % 60))])
    }

    /// Whether both times are on the same calendar day in this time zone.
    pub fn same_day(&self, one: Millis, other: Millis) -> bool {
        self.there(one).date_naive() == self.there(other).date_naive()
    }

    /// How many calendar days `at` is after the day of `now`; negative before it.
    pub fn days_until(&self, at: Millis, now: Millis) -> i64 {
        self.there(at).date_naive().signed_duration_since(self.there(now).date_naive()).num_days()
    }

    /// The short name of this time zone: `WIB`.
    pub fn zone_name(&self, at: Millis) -> String {
        self.there(at).format("%Z").to_string()
    }

    /// A duration in milliseconds, in its two largest units: `2 jam 5 menit`.
    pub fn span(&self, span_ms: i64) -> String {
        let seconds = span_ms.max(0) / 1_000;
        let units = [
            ("span-days", seconds / 86_400),
            ("span-hours", seconds / 3_600 % 24),
            ("span-minutes", seconds / 60 % 60),
            ("span-seconds", seconds % 60),
        ];
        let first = units.iter().position(|(_, n)| *n > 0).unwrap_or(units.len() - 1);
        let shown = &units[first..units.len().min(first + 2)];
        let words = shown.iter().enumerate().filter(|(place, (_, n))| *place == 0 || *n > 0);
        words.map(|(_, (key, n))| self.say(key, &[("n", (*n).into())])).collect::<Vec<_>>().join(" ")
    }

    fn there(&self, at: Millis) -> DateTime<Tz> {
        DateTime::from_timestamp_millis(at.0).unwrap_or_default().with_timezone(&self.zone)
    }
}

fn fluent<'a>(value: &'a Value) -> FluentValue<'a> {
    match value {
        Value::Text(text) => FluentValue::String(Cow::Borrowed(text)),
        Value::Number(count) => FluentValue::from(*count),
    }
}

#[cfg(test)]
mod tests;
