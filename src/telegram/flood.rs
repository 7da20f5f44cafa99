//! Limits how many updates of one person are handled: a token bucket per person.

use std::collections::HashMap;

use crate::domain::time::Millis;

/// Updates in one burst. A purchase takes about eight.
const BURST: i64 = 60;
/// The time until one more update is allowed.
const REFILL_MS: i64 = 1_000;
/// Who was warned is warned again only after they left this many updates unused: a warning takes its time from answers to others.
const RESTED: i64 = 10;
/// Most people in the map; then those whose bucket is full are removed.
const REMEMBERED: usize = 10_000;

/// What to do with an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloodDecision {
    /// Handle it.
    Pass,
    /// Too many: tell them, once.
    Warn,
    /// Too many, and they were told.
    Drop,
}

/// The buckets of the people who wrote recently.
#[derive(Debug, Default)]
pub struct Flood(HashMap<i64, Bucket>);

#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// Updates that are left, in milliseconds of refill.
    left_ms: i64,
    at: Millis,
    warned: bool,
}

impl Flood {
    /// Counts one update of this person.
    pub fn count(&mut self, user_id: i64, now: Millis) -> FloodDecision {
        if self.0.len() >= REMEMBERED {
            self.0.retain(|_, bucket| now.since_ms(bucket.at) < BURST * REFILL_MS);
        }
        let full = Bucket { left_ms: BURST * REFILL_MS, at: now, warned: false };
        let bucket = self.0.entry(user_id).or_insert(full);
        bucket.left_ms = (bucket.left_ms + now.since_ms(bucket.at).max(0)).min(BURST * REFILL_MS);
        bucket.at = now;
        if bucket.left_ms >= REFILL_MS {
            bucket.warned &= bucket.left_ms < RESTED * REFILL_MS;
            bucket.left_ms -= REFILL_MS;
            return FloodDecision::Pass;
        }
        if std::mem::replace(&mut bucket.warned, true) { FloodDecision::Drop } else { FloodDecision::Warn }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_warned_once_then_dropped_then_over() {
        let mut flood = Flood::default();
        for _ in 0..BURST {
            assert_eq!(flood.count(1, Millis(0)), FloodDecision::Pass);
        }
        assert_eq!(flood.count(1, Millis(0)), FloodDecision::Warn);
        assert_eq!(flood.count(1, Millis(500)), FloodDecision::Drop);
        assert_eq!(flood.count(2, Millis(500)), FloodDecision::Pass, "others are not affected");
        assert_eq!(flood.count(1, Millis(1_500)), FloodDecision::Pass);
        assert_eq!(flood.count(1, Millis(1_500)), FloodDecision::Drop, "the same flood");
        for _ in 0..10 {
            assert_eq!(flood.count(1, Millis(11_500)), FloodDecision::Pass);
        }
        assert_eq!(flood.count(1, Millis(11_500)), FloodDecision::Warn, "a new flood, a new warning");
    }

    #[test]
    fn idle_people_are_removed() {
        let mut flood = Flood::default();
        for user in 0..i64::try_from(REMEMBERED).unwrap() {
            flood.count(user, Millis(0));
        }
        flood.count(-1, Millis(BURST * REFILL_MS));
        assert_eq!(flood.0.len(), 1);
    }
}
