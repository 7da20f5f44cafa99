//! How long an order of an item usually takes, from the shop's own deliveries of that item.

/// How far back deliveries count, in days.
pub const WINDOW_DAYS: i64 = 30;
/// The most deliveries that count, the newest: enough for a steady figure, and few to read.
pub const MOST: i64 = 100;
/// With fewer deliveries nothing is said: a promise from a handful of orders would be broken too often.
const LEAST: usize = 20;
/// Of so many deliveries in a hundred the slowest is the upper end: one in twenty takes longer.
const UPPER_PERCENT: usize = 95;
/// Nobody is told a shorter upper end: a few seconds more are not late.
const LEAST_UPPER_MS: i64 = 30_000;

/// How long an order usually takes, from its confirmation to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Half of the deliveries took no longer. Rounded up to what people say.
    pub usual_ms: i64,
    /// All but one in twenty took no longer; later than this, an order is late.
    pub longest_ms: i64,
}

impl Estimate {
    /// From how long each delivery took, in any order; `None` where there are too few.
    pub fn of(mut took_ms: Vec<i64>) -> Option<Self> {
        if took_ms.len() < LEAST {
            return None;
        }
        took_ms.sort_unstable();
        let at = |percent: usize| took_ms[(took_ms.len() * percent).div_ceil(100).max(1) - 1].max(0);
        let longest_ms = rounded(at(UPPER_PERCENT).max(LEAST_UPPER_MS));
        Some(Self { usual_ms: rounded(at(50)).min(longest_ms), longest_ms })
    }

    /// Whether an order that was confirmed `waited_ms` ago is late.
    pub fn is_late(self, waited_ms: i64) -> bool {
        waited_ms > self.longest_ms
    }
}

/// Up to a step that grows with the time: 10 seconds, then minutes, 5 minutes, 15 minutes.
fn rounded(ms: i64) -> i64 {
    const MINUTE: i64 = 60_000;
    let steps = [(110_000, 10_000), (600_000, MINUTE), (3_600_000, 5 * MINUTE)];
    let step = steps.iter().find(|(until, _)| ms <= *until).map_or(15 * MINUTE, |(_, step)| *step);
    (ms.max(1) + step - 1) / step * step
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` deliveries of so many seconds each.
    fn took(parts: &[(usize, i64)]) -> Vec<i64> {
        parts.iter().flat_map(|(count, seconds)| vec![seconds * 1_000; *count]).collect()
    }

    #[test]
    fn the_usual_time_and_the_upper_end() {
        for (deliveries, expected) in [
            (took(&[]), None),
            (took(&[(19, 40)]), None),
            (took(&[(20, 40)]), Some((40, 40))),
            // The fastest are not told as faster than anybody notices, and not as late after seconds.
            (took(&[(20, 3)]), Some((10, 30))),
            // One in twenty is left out.
            (took(&[(19, 38), (1, 86_400)]), Some((40, 40))),
            (took(&[(18, 38), (2, 170)]), Some((40, 180))),
            (took(&[(60, 41), (35, 130), (5, 7_000)]), Some((50, 180))),
            (took(&[(50, 700), (50, 3_700)]), Some((900, 4_500))),
            // A clock that was set back.
            (took(&[(20, -5)]), Some((10, 30))),
        ] {
            let in_seconds = |Estimate { usual_ms, longest_ms }| (usual_ms / 1_000, longest_ms / 1_000);
            assert_eq!(Estimate::of(deliveries.clone()).map(in_seconds), expected, "{deliveries:?}");
        }
        let estimate = Estimate { usual_ms: 10_000, longest_ms: 30_000 };
        assert_eq!([0, 30_000, 30_001].map(|waited| estimate.is_late(waited)), [false, false, true]);
    }
}
