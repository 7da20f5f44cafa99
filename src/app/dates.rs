//! Days of the shop's zone: when they begin and end, and how people type them.

use chrono::{Datelike, Days, Months, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;

use crate::domain::day_span::DaySpan;
use crate::domain::time::Millis;

/// The longest span: more days than a shop looks at together.
pub const MAX_DAYS: usize = 1_100;
/// Years that are surely meant as years.
const YEARS: std::ops::RangeInclusive<i32> = 2_000..=2_199;

/// One whole day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    pub since: Millis,
    /// When the next day begins.
    pub until: Millis,
}

/// The days of a span, oldest first; none after today.
pub fn days_of(span: DaySpan, now: Millis, zone: Tz) -> Vec<Day> {
    let today = date_of(now, zone);
    let back = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let (first, last) = match span {
        DaySpan::Today => (today, today),
        DaySpan::Yesterday => (back(1), back(1)),
        DaySpan::Last { days } => (back(u64::from(days.saturating_sub(1))), today),
        DaySpan::Between { since, until } => (date_of(since, zone), date_of(until.plus_ms(-1), zone).min(today)),
    };
    first.iter_days().take_while(|date| *date <= last).take(MAX_DAYS).map(|date| day(date, zone)).collect()
}

/// The span of what somebody typed: a day, a month, a year, the first and the last day. `None` where that is not surely understood, is in the
/// future, or is longer than [`MAX_DAYS`].
pub fn read_span(text: &str, now: Millis, zone: Tz) -> Option<DaySpan> {
    let today = date_of(now, zone);
    let (first, last) = read_dates(text, today)?;
    let fits = first <= last && first <= today && (last - first).num_days() < i64::try_from(MAX_DAYS).ok()?;
    fits.then(|| DaySpan::Between { since: day(first, zone).since, until: day(last, zone).until })
}

/// A date as `YYYY-MM-DD`, for a command line.
pub fn read_iso(text: &str, zone: Tz) -> Option<Day> {
    text.parse().ok().map(|date| day(date, zone))
}

/// The day on which a time is.
pub fn day_at(at: Millis, zone: Tz) -> Day {
    day(date_of(at, zone), zone)
}

fn day(date: NaiveDate, zone: Tz) -> Day {
    let next = date.succ_opt().unwrap_or(date);
    Day { date, since: midnight(date, zone), until: midnight(next, zone) }
}

fn midnight(date: NaiveDate, zone: Tz) -> Millis {
    let midnight = date.and_time(chrono::NaiveTime::MIN);
    // Where the clocks skip midnight the day begins with the first hour that there is.
    let local = zone.from_local_datetime(&midnight).earliest();
    let local = local.or_else(|| zone.from_local_datetime(&(midnight + chrono::TimeDelta::hours(1))).earliest());
    local.map_or(Millis(midnight.and_utc().timestamp_millis()), |start| Millis(start.timestamp_millis()))
}

fn date_of(at: Millis, zone: Tz) -> NaiveDate {
    Utc.timestamp_millis_opt(at.0).single().unwrap_or_default().with_timezone(&zone).date_naive()
}

/// The first and the last day of what was typed.
fn read_dates(text: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    const BETWEEN: [&str; 9] = ["s/d", "s.d.", "s.d", "sd", "sampai", "hingga", "to", "until", "-"];
    let text = text.trim().to_lowercase().replace(['–', '—', '−'], " - ").replace(',', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let parted = words.iter().position(|word| BETWEEN.contains(word)).map(|at| (&words[..at], &words[at + 1..]));
    if let Some((first, last)) = parted {
        return read_pair(&first.join(" "), &last.join(" "), today);
    }
    if let Some(one) = read_part(&text, today, None) {
        return Some(one);
    }
    // `1-15 Nov`, `2026-11-01 2026-11-15`.
    let pair = text.split_once('-').filter(|(first, _)| first.len() <= 2).or_else(|| text.trim().split_once(' '))?;
    read_pair(pair.0, pair.1.trim(), today)
}

fn read_pair(first: &str, last: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let (_, end) = read_part(last, today, None)?;
    Some((read_part(first, today, Some(end))?.0, end))
}

/// A day, a month or a year. What the first of two does not say is as in the last one, `end`.
fn read_part(text: &str, today: NaiveDate, end: Option<NaiveDate>) -> Option<(NaiveDate, NaiveDate)> {
    match text {
        "hari ini" | "today" => return Some((today, today)),
        "kemarin" | "yesterday" => return today.pred_opt().map(|day| (day, day)),
        _ => {}
    }
    let parts: Vec<&str> = text.split([' ', '/', '.', '-']).filter(|part| !part.is_empty()).collect();
    let year = |text: &str| text.parse().ok().filter(|year| YEARS.contains(year));
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 2);
    // Without a year it is the last such day that there was.
    let near = |month: u32, day: u32| {
        let latest = end.unwrap_or(today);
        let this = NaiveDate::from_ymd_opt(latest.year(), month, day).filter(|date| *date <= latest);
        this.or_else(|| NaiveDate::from_ymd_opt(latest.year() - 1, month, day))
    };
    let one = |date: NaiveDate| Some((date, date));
    match parts.as_slice() {
        [y, m, d] if year(y).is_some() => one(NaiveDate::from_ymd_opt(year(y)?, month(m)?, number(d)?)?),
        [d, m, y] if year(y).is_some() => one(NaiveDate::from_ymd_opt(year(y)?, month(m)?, number(d)?)?),
        [y, m] | [m, y] if year(y).is_some() => whole(NaiveDate::from_ymd_opt(year(y)?, month(m)?, 1)?),
        [d, m] => one(near(month(m)?, number(d)?)?),
        [y] if year(y).is_some() => Some((NaiveDate::from_ymd_opt(year(y)?, 1, 1)?, NaiveDate::from_ymd_opt(year(y)?, 12, 31)?)),
        [d] if number(d).is_some() => one(NaiveDate::from_ymd_opt(end?.year(), end?.month(), number(d)?)?),
        [m] => whole(near(month(m)?, 1)?),
        _ => None,
    }
}

fn whole(first: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    Some((first, first.checked_add_months(Months::new(1))?.pred_opt()?))
}

/// A month by its number or its name.
fn month(text: &str) -> Option<u32> {
    if let Ok(number) = text.parse() {
        return Some(number).filter(|number| (1..=12).contains(number) && text.len() <= 2);
    }
    month_named(text)
}

/// A month by its name in lower case, Indonesian (with its usual variants) or English; the first three letters are enough.
pub(super) fn month_named(text: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &["januari", "january"],
        &["februari", "february", "pebruari"],
        &["maret", "march"],
        &["april"],
        &["mei", "may"],
        &["juni", "june"],
        &["juli", "july"],
        &["agustus", "august", "agt"],
        &["september"],
        &["oktober", "october"],
        &["november", "nopember"],
        &["desember", "december"],
    ];
    u32::try_from(NAMES.iter().position(|names| text.len() >= 3 && names.iter().any(|name| name.starts_with(text)))? + 1).ok()
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Jakarta;

    use super::*;

    /// Half an hour into the 27th of November 2026 in Jakarta.
    const NOW: Millis = Millis(1_795_714_200_000);

    fn date(iso: &str) -> NaiveDate {
        iso.parse().unwrap()
    }

    #[test]
    fn days_as_people_type_them() {
        for (text, first, last) in [
            ("2026-11-01", "2026-11-01", "2026-11-01"),
            ("1/11/2026", "2026-11-01", "2026-11-01"),
            ("01.11.2026", "2026-11-01", "2026-11-01"),
            ("1 Nov 2026", "2026-11-01", "2026-11-01"),
            ("1 nov", "2026-11-01", "2026-11-01"),
            ("17 Agustus", "2026-08-17", "2026-08-17"),
            ("17 Agt 2026", "2026-08-17", "2026-08-17"),
            ("2 Peb 2026", "2026-02-02", "2026-02-02"),
            ("24/12", "2025-12-24", "2025-12-24"),
            ("hari ini", "2026-11-27", "2026-11-27"),
            ("Kemarin", "2026-11-26", "2026-11-26"),
            ("Mei 2026", "2026-05-01", "2026-05-31"),
            ("february 2024", "2024-02-01", "2024-02-29"),
            ("10/2026", "2026-10-01", "2026-10-31"),
            ("2026-10", "2026-10-01", "2026-10-31"),
            ("Desember", "2025-12-01", "2025-12-31"),
            ("2025", "2025-01-01", "2025-12-31"),
            ("2026-11-01 2026-11-15", "2026-11-01", "2026-11-15"),
            ("2026-11-01 - 2026-11-15", "2026-11-01", "2026-11-15"),
            ("1/11/2026–15/11/2026", "2026-11-01", "2026-11-15"),
            ("1-15 Nov 2026", "2026-11-01", "2026-11-15"),
            ("1 - 15 November", "2026-11-01", "2026-11-15"),
            ("20 Des s/d 5 Jan 2026", "2025-12-20", "2026-01-05"),
            ("1 Okt 2026 sampai hari ini", "2026-10-01", "2026-11-27"),
            ("september to oktober 2026", "2026-09-01", "2026-10-31"),
            ("1/10 15/10", "2026-10-01", "2026-10-15"),
        ] {
            assert_eq!(read_dates(text, date("2026-11-27")), Some((date(first), date(last))), "{text}");
        }
        for text in ["", "-", "x", "31/2/2026", "15", "1/13/2026", "2026-11-01 sampai", "5 rb", "12345", "1/1/26", "mar mar mar", "ma"] {
            assert_eq!(read_dates(text, date("2026-11-27")), None, "{text}");
        }
    }

    #[test]
    fn a_span_is_whole_days_of_the_shop_s_zone_and_ends_today() {
        let days = |span| days_of(span, NOW, Jakarta).iter().map(|day| day.date.to_string()).collect::<Vec<_>>();
        assert_eq!(days(DaySpan::Today), ["2026-11-27"]);
        assert_eq!(days(DaySpan::Yesterday), ["2026-11-26"]);
        assert_eq!(days(DaySpan::Last { days: 3 }), ["2026-11-25", "2026-11-26", "2026-11-27"]);
        let typed = read_span("26/11/2026 - 30/11/2026", NOW, Jakarta).unwrap();
        assert_eq!(days(typed), ["2026-11-26", "2026-11-27"]);
        let today = days_of(DaySpan::Today, NOW, Jakarta)[0];
        assert_eq!((NOW.since_ms(today.since), today.until.since_ms(today.since)), (1_800_000, 86_400_000));
        for text in ["28/11/2026", "15/11/2026 - 1/11/2026", "2020 - 2025"] {
            assert_eq!(read_span(text, NOW, Jakarta), None, "{text}");
        }
    }
}
