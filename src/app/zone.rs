//! Times as they are in the shop's zone.

use chrono::{DateTime, Timelike};
use chrono_tz::Tz;

use crate::app::dates::day_at;
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
    }
}
