//! How long to wait before a call to Telegram is tried again.

use crate::domain::retry::Jitter;

/// The first wait; each further one is twice the one before.
const FIRST_MS: i64 = 1_000;

/// The wait after `failures` failures in a row (1, 2, ...): 1, 2, 4 ... seconds, `cap_ms` at most, give or take the jitter.
pub fn backoff_ms(failures: i64, cap_ms: i64, jitter: Jitter) -> i64 {
    // 2^20 seconds are twelve days: beyond every cap.
    let doublings = failures.saturating_sub(1).clamp(0, 20);
    let span = (FIRST_MS << doublings).min(cap_ms);
    span + span * jitter.0.clamp(-200, 200) / 1_000
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
}
