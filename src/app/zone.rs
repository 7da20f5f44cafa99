//! Times as they are in the shop's zone.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeZone, Timelike};
use chrono_tz::Tz;

use crate::app::dates::{day_at, month_named};
use crate::domain::shop::Shop;
use crate::domain::time::Millis;

/// The shop's time zone. The configuration refuses one that is not known.
pub fn zone(shop: &Shop) -> Tz {
    shop.timezone.parse().unwrap_or(Tz::UTC)
}

/// When the day of `now` began in the shop's zone.
pub(super) fn start_of_day(now: Millis, zone: Tz) -> Millis {
    day_at(now, zone).since
}

/// How many minutes of its day have passed at `now` in the shop's zone.
pub(super) fn minute_of_day(now: Millis, zone: Tz) -> u16 {
    let local = DateTime::from_timestamp_millis(now.0).unwrap_or_default().with_timezone(&zone);
    u16::try_from(local.hour() * 60 + local.minute()).unwrap_or_default() // less than a day's 1,440
}

/// The last time, up to `now`, at which it was this minute of the day in the shop's zone.
pub(super) fn last_time_of_day(now: Millis, zone: Tz, minute: u16) -> Millis {
    let on_day_of = |at: Millis| start_of_day(at, zone).plus_seconds(i64::from(minute) * 60);
    let today = on_day_of(now);
    if today <= now { today } else { on_day_of(start_of_day(now, zone).plus_ms(-1)) }
}

/// The midnight at which the day of `now` ends in the shop's zone.
pub fn end_of_day(now: Millis, zone: Tz) -> Millis {
    const DAY_MS: i64 = 24 * 3_600_000;
    // Half a day further is the next day also where a day has 23 or 25 hours.
    start_of_day(start_of_day(now, zone).plus_ms(DAY_MS + DAY_MS / 2), zone)
}

/// A moment as people type it: `30-11-2026 18:00`, `30/11 18.00`, `2026-11-30 18:00`, `30 Nov 2026 18.00 WIB`, `18:00` (today). A day without a
/// year is the next one with that date. `None` if it is something else.
pub fn read_moment(text: &str, now: Millis, zone: Tz) -> Option<Millis> {
    let text = text.to_lowercase().replace(',', " ");
    let mut words = words_of(&text);
    let (hour, minute) = words.pop()?.split_once(['.', ':'])?;
    let time = NaiveTime::from_hms_opt(number(hour, 2)?, number(minute, 2).filter(|_| minute.len() == 2)?, 0)?;
    let today = DateTime::from_timestamp_millis(now.0)?.with_timezone(&zone).date_naive();
    let date = match words.as_slice() {
        [] => today,
        [date] => numeric_date(date, today)?,
        [day, month] => next(number(day, 2)?, month_named(month)?, today)?,
        [day, month, year] => NaiveDate::from_ymd_opt(year_of(year)?, month_named(month)?, number(day, 2)?)?,
        _ => return None,
    };
    let moment = zone.from_local_datetime(&date.and_time(time)).earliest()?;
    Some(Millis(moment.timestamp_millis()))
}

/// Whether a moment that [`read_moment`] reads has a day.
pub(super) fn names_day(text: &str) -> bool {
    words_of(&text.to_lowercase().replace(',', " ")).len() > 1
}

fn words_of(text: &str) -> Vec<&str> {
    const FILLERS: [&str; 6] = ["jam", "pukul", "at", "wib", "wita", "wit"];
    text.split_whitespace().filter(|word| !FILLERS.contains(word)).collect()
}

fn numeric_date(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    match text.split(['-', '/', '.']).collect::<Vec<_>>().as_slice() {
        [day, month] => next(number(day, 2)?, number(month, 2)?, today),
        [year, month, day] if year.len() == 4 => NaiveDate::from_ymd_opt(year_of(year)?, number(month, 2)?, number(day, 2)?),
        [day, month, year] => NaiveDate::from_ymd_opt(year_of(year)?, number(month, 2)?, number(day, 2)?),
        _ => None,
    }
}

fn next(day: u32, month: u32, today: NaiveDate) -> Option<NaiveDate> {
    let in_year = |year| NaiveDate::from_ymd_opt(year, month, day);
    in_year(today.year()).filter(|date| *date >= today).or_else(|| in_year(today.year() + 1))
}

fn year_of(text: &str) -> Option<i32> {
    i32::try_from(number(text, 4).filter(|_| text.len() == 4)?).ok()
}

fn number(text: &str, most_digits: usize) -> Option<u32> {
    let fits = (1..=most_digits).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_the_shops_zone() {
        let jakarta = |iso: &str| Millis(chrono::DateTime::parse_from_rfc3339(iso).unwrap().timestamp_millis());
        let start = jakarta("2026-11-24T00:00:00+07:00");
        assert_eq!(start_of_day(jakarta("2026-11-24T00:00:00+07:00"), Tz::Asia__Jakarta), start);
        assert_eq!(start_of_day(jakarta("2026-11-24T23:59:59+07:00"), Tz::Asia__Jakarta), start);
        assert_ne!(start_of_day(jakarta("2026-11-23T23:59:59+07:00"), Tz::Asia__Jakarta), start);
        assert_eq!(end_of_day(jakarta("2026-11-24T00:00:00+07:00"), Tz::Asia__Jakarta), jakarta("2026-11-25T00:00:00+07:00"));
        let berlin = |iso: &str| end_of_day(jakarta(iso), Tz::Europe__Berlin);
        assert_eq!(berlin("2026-10-25T12:00:00+01:00"), jakarta("2026-10-26T00:00:00+01:00"), "a day of 25 hours");
        assert_eq!(berlin("2026-03-29T12:00:00+02:00"), jakarta("2026-03-30T00:00:00+02:00"), "a day of 23 hours");
    }

    #[test]
    fn the_last_time_of_day_is_today_or_yesterday() {
        let at = |iso: &str| Millis(chrono::DateTime::parse_from_rfc3339(iso).unwrap().timestamp_millis());
        for (now, last) in [
            ("2026-11-24T06:59:59+07:00", "2026-11-23T07:00:00+07:00"),
            ("2026-11-24T07:00:00+07:00", "2026-11-24T07:00:00+07:00"),
            ("2026-11-24T23:59:59+07:00", "2026-11-24T07:00:00+07:00"),
            ("2026-11-24T00:00:00+07:00", "2026-11-23T07:00:00+07:00"),
        ] {
            assert_eq!(last_time_of_day(at(now), Tz::Asia__Jakarta, 7 * 60), at(last), "{now}");
        }
    }

    #[test]
    fn a_moment_is_read_as_people_type_it() {
        let at = |iso: &str| Millis(chrono::DateTime::parse_from_rfc3339(iso).unwrap().timestamp_millis());
        let now = at("2026-11-28T01:00:00+07:00");
        let read = |text| read_moment(text, now, Tz::Asia__Jakarta);
        for (text, moment) in [
            ("30-11-2026 18:00", "2026-11-30T18:00:00+07:00"),
            ("30/11/2026 18.00", "2026-11-30T18:00:00+07:00"),
            ("2026-11-30 18:00", "2026-11-30T18:00:00+07:00"),
            ("30/11 jam 18.00", "2026-11-30T18:00:00+07:00"),
            ("30 Nov 2026 18.00 WIB", "2026-11-30T18:00:00+07:00"),
            ("30 November 2026, 18:00", "2026-11-30T18:00:00+07:00"),
            ("1 Agustus 8.30", "2027-08-01T08:30:00+07:00"),
            ("28/11 00:30", "2026-11-28T00:30:00+07:00"),
            ("27/11 18:00", "2027-11-27T18:00:00+07:00"),
            ("18:00", "2026-11-28T18:00:00+07:00"),
        ] {
            assert_eq!(read(text), Some(at(moment)), "{text:?}");
        }
        for text in [
            "",
            "besok",
            "30/11",
            "30-11-2026",
            "31/11 18:00",
            "30/11 24:00",
            "30/11 18:0",
            "30/11/26 18:00",
            "30 x 2026 18:00",
            "1 2 3 4 5:00",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
        assert_eq!(read_moment("29-03-2026 02:30", now, Tz::Europe__Berlin), None, "a time that this day does not have");
    }
}
