//! Whether the shop takes orders by its owner's will: closed by hand, as planned, or outside its opening hours. What the provider does is
//! apart from it.

use serde::{Deserialize, Serialize};

use crate::domain::locale::LocalText;
use crate::domain::time::Millis;

/// The setting that holds a [`PlannedPause`]. Only the database has it: a plan is made in the chat, and is over soon.
pub const PLANNED_PAUSE: &str = "shop.planned_pause";

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// When the shop is open, as its owner wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Closed by hand, until somebody opens it.
    pub closed: bool,
    /// What customers read while it is closed by hand.
    pub closed_note: Option<LocalText>,
    /// The last plan, which may be over.
    pub planned: Option<PlannedPause>,
    /// On each day; `None` means always.
    pub hours: Option<OpeningHours>,
}

/// From when until when the shop takes no orders. Customers are told before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPause {
    pub from: Millis,
    pub until: Millis,
}

/// From one time of the day to another, in minutes since midnight of the shop's zone. They may go past midnight. Quiet hours are written in
/// the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningHours {
    pub from: u16,
    pub until: u16,
}

/// Why the shop takes no orders now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pause {
    /// Somebody closed it, perhaps with a reason for customers.
    ByHand { note: Option<LocalText> },
    /// It was planned; it opens by itself.
    Planned(PlannedPause),
    /// It opens by itself.
    OutsideHours { hours: OpeningHours },
}

impl Opening {
    /// Why no orders are taken at `now`, which is this minute of the day; `None` when they are.
    pub fn pause(&self, now: Millis, minute: u16) -> Option<Pause> {
        if self.closed {
            return Some(Pause::ByHand { note: self.closed_note.clone() });
        }
        if let Some(planned) = self.planned_at(now).filter(|planned| planned.from <= now) {
            return Some(Pause::Planned(planned));
        }
        self.hours.filter(|hours| !hours.contains(minute)).map(|hours| Pause::OutsideHours { hours })
    }

    /// The plan, unless it is over.
    pub fn planned_at(&self, now: Millis) -> Option<PlannedPause> {
        self.planned.filter(|planned| now < planned.until)
    }
}

impl PlannedPause {
    /// How long before it somebody plans it, in milliseconds: 90 days. A date that has just passed is read as one of the next year.
    const MAX_AHEAD_MS: i64 = 90 * 24 * 3_600_000;
    /// How long it lasts, in milliseconds: 31 days.
    const MAX_LENGTH_MS: i64 = 31 * 24 * 3_600_000;

    /// `None` if it is over at `now`, or is longer or further away than anybody means. It may have begun.
    pub fn plan(from: Millis, until: Millis, now: Millis) -> Option<Self> {
        let is_meant =
            now < until && from < until && from.since_ms(now) <= Self::MAX_AHEAD_MS && until.since_ms(from) <= Self::MAX_LENGTH_MS;
        is_meant.then_some(Self { from, until })
    }
}

impl OpeningHours {
    /// `08.00-23.00`, `8-23`, `08:30 – 01:00`; `None` if it is something else, or an empty span.
    pub fn read(text: &str) -> Option<Self> {
        let (from, until) = text.split_once(['-', '–', '—'])?;
        let (from, until) = (minute(from, DAY - 1)?, minute(until, DAY)?);
        (from != until % DAY).then_some(Self { from, until: until % DAY })
    }

    /// Whether this minute of the day is in it.
    pub fn contains(self, minute: u16) -> bool {
        if self.from < self.until { (self.from..self.until).contains(&minute) } else { minute >= self.from || minute < self.until }
    }
}

impl std::fmt::Display for OpeningHours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { from, until } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, until / 60, until % 60)
    }
}

fn minute(text: &str, max: u16) -> Option<u16> {
    let text = text.trim();
    let (hours, minutes) = text.split_once(['.', ':']).unwrap_or((text, "00"));
    let digits = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_digit());
    if !digits(hours, 2) || minutes.len() != 2 || !digits(minutes, 2) {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let minute = hours * 60 + minutes;
    (minutes < 60 && minute <= max).then_some(minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        let cases = [
            ("08.00-23.00", Some("08:00-23:00")),
            ("8-23", Some("08:00-23:00")),
            (" 08:30 – 01:15 ", Some("08:30-01:15")),
            ("0-24", None),
            ("00.00-23.59", Some("00:00-23:59")),
            ("10-24", Some("10:00-00:00")),
            ("8-8", None),
            ("24-8", None),
            ("8.5-23", None),
            ("8.60-23", None),
            ("25-26", None),
            ("-8-23", None),
            ("8", None),
            ("delapan-sepuluh", None),
            ("٨-٩", None),
            ("", None),
        ];
        for (text, read) in cases {
            assert_eq!(OpeningHours::read(text).map(|hours| hours.to_string()).as_deref(), read, "{text:?}");
        }
    }

    #[test]
    fn the_hand_counts_before_the_hours() {
        let at = |closed, hours: Option<&str>, minute| {
            let hours = hours.and_then(OpeningHours::read);
            let opening = Opening { closed, closed_note: Some("Libur".into()), planned: None, hours };
            opening.pause(Millis(0), minute).map(|pause| matches!(pause, Pause::ByHand { .. }))
        };
        let cases = [
            (false, None, 0, None),
            (true, None, 0, Some(true)),
            (true, Some("8-23"), 12 * 60, Some(true)),
            (false, Some("8-23"), 8 * 60 - 1, Some(false)),
            (false, Some("8-23"), 8 * 60, None),
            (false, Some("8-23"), 23 * 60 - 1, None),
            (false, Some("8-23"), 23 * 60, Some(false)),
            (false, Some("20-2"), 60, None),
            (false, Some("20-2"), 2 * 60, Some(false)),
            (false, Some("20-2"), 20 * 60, None),
            (false, Some("10-24"), DAY - 1, None),
            (false, Some("10-24"), 0, Some(false)),
        ];
        for (closed, hours, minute, by_hand) in cases {
            assert_eq!(at(closed, hours, minute), by_hand, "{closed} {hours:?} {minute}");
        }
    }

    #[test]
    fn a_plan_counts_from_its_first_moment_to_before_its_last() {
        let planned = PlannedPause { from: Millis(1_000), until: Millis(2_000) };
        let opening = Opening { planned: Some(planned), hours: OpeningHours::read("8-23"), ..Opening::default() };
        let [inside, outside] = [12 * 60, 0];
        for (now, minute, pause) in [
            (999, inside, None),
            (1_000, inside, Some(Pause::Planned(planned))),
            (1_999, outside, Some(Pause::Planned(planned))),
            (2_000, inside, None),
            (2_000, outside, OpeningHours::read("8-23").map(|hours| Pause::OutsideHours { hours })),
        ] {
            assert_eq!(opening.pause(Millis(now), minute), pause, "{now}");
        }
        let closed = Opening { closed: true, ..opening.clone() };
        assert_eq!(closed.pause(Millis(1_500), inside), Some(Pause::ByHand { note: None }));
        assert_eq!([999, 1_999, 2_000].map(|now| opening.planned_at(Millis(now)).is_some()), [true, true, false]);
    }

    #[test]
    fn what_nobody_means_is_no_plan() {
        const DAY_MS: i64 = 24 * 3_600_000;
        for (from, until, is_plan) in [
            (0, 1, true),
            (-5, 1, true),
            (-5, 0, false),
            (1, 1, false),
            (2, 1, false),
            (90 * DAY_MS, 90 * DAY_MS + 1, true),
            (90 * DAY_MS + 1, 90 * DAY_MS + 2, false),
            (1, 1 + 31 * DAY_MS, true),
            (1, 2 + 31 * DAY_MS, false),
        ] {
            assert_eq!(PlannedPause::plan(Millis(from), Millis(until), Millis(0)).is_some(), is_plan, "{from} {until}");
        }
    }
}
