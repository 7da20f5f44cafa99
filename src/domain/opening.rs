//! Whether the shop takes orders by its owner's will: closed by hand, or outside its opening hours. What the provider does is apart from it.

use serde::{Deserialize, Serialize};

use crate::domain::locale::LocalText;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// When the shop is open, as its owner wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Closed by hand, until somebody opens it.
    pub closed: bool,
    /// What customers read while it is closed by hand.
    pub closed_note: Option<LocalText>,
    /// On each day; `None` means always.
    pub hours: Option<OpeningHours>,
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
    /// It opens by itself.
    OutsideHours { hours: OpeningHours },
}

impl Opening {
    /// Why no orders are taken at this minute of the day; `None` when they are.
    pub fn pause(&self, minute: u16) -> Option<Pause> {
        if self.closed {
            return Some(Pause::ByHand { note: self.closed_note.clone() });
        }
        self.hours.filter(|hours| !hours.contains(minute)).map(|hours| Pause::OutsideHours { hours })
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
            let opening = Opening { closed, closed_note: Some("Libur".into()), hours };
            opening.pause(minute).map(|pause| matches!(pause, Pause::ByHand { .. }))
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
}
