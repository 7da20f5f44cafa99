//! Times and durations in milliseconds. The domain never reads a clock; the current time is an argument.

use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since the Unix epoch, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// This time plus `span_ms` milliseconds, which may be negative.
    #[must_use]
    pub fn plus_ms(self, span_ms: i64) -> Self {
        Self(self.0.saturating_add(span_ms))
    }

    /// This time plus `seconds`.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_ms(seconds.saturating_mul(1_000))
    }

    /// This time rounded up to the minute: a time that is shown without seconds must not be too early.
    #[must_use]
    pub fn up_to_minute(self) -> Self {
        self.plus_ms((-self.0).rem_euclid(60_000))
    }

    /// Milliseconds from `earlier` to this time; negative when `earlier` is later.
    pub fn since_ms(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Millis;

    #[test]
    fn a_minute_that_has_begun_is_rounded_up() {
        for (at, minute) in [(0, 0), (1, 60_000), (60_000, 60_000), (60_001, 120_000), (119_999, 120_000), (-1, 0), (i64::MAX, i64::MAX)] {
            assert_eq!(Millis(at).up_to_minute(), Millis(minute), "{at}");
        }
    }
}
