//! How long to wait before a call to Telegram is tried again.

use crate::domain::retry::Jitter;

/// The first wait; each further one is twice the one before.
const FIRST_MS: i64 = 1_000;

/// The wait after `failures` failures in a row (1, 2, ...): 1, 2, 4 ... seconds, `cap_ms` at most, give or take the jitter.
pub fn backoff_ms(failures: i64, cap_ms: i64, jitter: Jitter) -> i64 {
    // 2^20 seconds are twelve days: more than every cap.
    let doublings = failures.saturating_sub(1).clamp(0, 20);
    let span = (FIRST_MS << doublings).min(cap_ms);
    span + span * jitter.0.clamp(-200, 200) / 1_000
}

/// The longest wait that Telegram can demand. It does demand hours at times, but one odd number must not silence the bot until a restart;
/// too early a try is refused again.
pub const LONGEST_DEMAND_MS: i64 = 5 * 60_000;

/// How long to wait when Telegram demands `retry_after_ms`.
pub fn demanded_ms(retry_after_ms: i64) -> i64 {
    retry_after_ms.min(LONGEST_DEMAND_MS)
}

/// The longest wait in the first minutes of an outage, without jitter: people who wait are served within 5 seconds after its end.
const OUTAGE_MS: i64 = 2_500;
/// Failures in a row that take at least two minutes, with any jitter.
const SHORT_OUTAGE_FAILURES: i64 = 62;
/// The wait in a longer outage, without jitter; with jitter at most 10 seconds.
const LONG_OUTAGE_MS: i64 = 8_000;

/// The wait after `failures` failures in a row to reach Telegram at all: such a call is cheap.
pub fn outage_ms(failures: i64, jitter: Jitter) -> i64 {
    backoff_ms(failures, if failures > SHORT_OUTAGE_FAILURES { LONG_OUTAGE_MS } else { OUTAGE_MS }, jitter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_up_to_the_cap() {
        for (failures, wait) in [(0, 1_000), (1, 1_000), (2, 2_000), (3, 4_000), (6, 32_000), (7, 60_000), (i64::MAX, 60_000)] {
            assert_eq!(backoff_ms(failures, 60_000, Jitter(0)), wait, "after {failures} failures");
        }
        assert_eq!(backoff_ms(2, 60_000, Jitter(-200)), 1_600);
        assert_eq!(backoff_ms(2, 60_000, Jitter(200)), 2_400);
    }

    #[test]
    fn a_demand_is_minutes_at_most() {
        for (demanded, wait) in [(0, 0), (3_000, 3_000), (300_000, 300_000), (300_001, 300_000), (i64::MAX, 300_000)] {
            assert_eq!(demanded_ms(demanded), wait);
        }
    }

    #[test]
    fn the_wait_after_an_outage_is_a_few_seconds() {
        for (failures, wait) in [(0, 1_000), (1, 1_000), (2, 2_000), (3, 2_500), (62, 2_500), (63, 8_000), (i64::MAX, 8_000)] {
            assert_eq!(outage_ms(failures, Jitter(0)), wait, "after {failures} failures");
        }
        let waits = |count| (1..=count).map(|failures| outage_ms(failures, Jitter(-200))).sum::<i64>();
        assert!(waits(62) >= 120_000 && (1..=62).all(|failures| outage_ms(failures, Jitter(200)) <= 3_000));
        assert!(outage_ms(1_000, Jitter(200)) <= 10_000);
    }
}
