//! When to retry: sending an order again that surely was not sent, and checking the status of a placed one.

use crate::domain::time::Millis;

/// The most attempts to send an order. Only an attempt that surely did not reach the provider is followed by another.
pub const MAX_ATTEMPTS: i64 = 5;

/// How long a confirmed order may wait to be sent. Then it is cancelled, because customers should not wait without an end.
pub const QUEUE_LIFETIME_MS: i64 = 3 * 60_000;

/// Seconds to wait after the first, second … attempt that was not sent.
const RESEND_SECONDS: [i64; 4] = [2, 5, 15, 30];

/// How long after its success an order is checked for a serial number that is missing. Providers that send one later do so within hours.
pub const SN_LIFETIME_MS: i64 = 24 * 3_600_000;

/// Intervals between the first status checks of an order, in thirds of `first_seconds`: 3, 5, 8, 13 … seconds by default.
const POLL_RAMP: [i64; 7] = [3, 5, 8, 13, 21, 34, 55];

/// The interval after the ramp, by the order's age, as pairs (below this age, interval). It grows, but checks never stop.
const POLL_BY_AGE: [(i64, i64); 3] = [(15 * 60_000, 60_000), (2 * 3_600_000, 5 * 60_000), (48 * 3_600_000, 30 * 60_000)];

/// The interval for orders older than all ages in [`POLL_BY_AGE`].
const POLL_OLDEST_MS: i64 = 6 * 3_600_000;

/// A random share by which an interval is longer or shorter, so that orders placed together are not checked together: in thousandths,
/// from -200 to 200.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Jitter(pub i64);

impl Jitter {
    fn apply(self, span_ms: i64) -> i64 {
        span_ms + span_ms.saturating_mul(self.0.clamp(-200, 200)) / 1_000
    }
}

/// When to retry an order that was not sent: after a growing pause, and not before the provider's `retry_after_ms`, unless that is longer
/// than the order may wait.
pub fn resend_at(now: Millis, attempts: i64, retry_after_ms: Option<i64>, jitter: Jitter) -> Millis {
    let index = usize::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(RESEND_SECONDS.len() - 1);
    let pause = jitter.apply(RESEND_SECONDS[index] * 1_000);
    now.plus_ms(pause.max(retry_after_ms.unwrap_or(0)).min(QUEUE_LIFETIME_MS))
}

/// When to check an order next, after `polls` checks and `age_ms` after it was placed.
pub fn poll_at(now: Millis, polls: i64, age_ms: i64, first_seconds: i64, jitter: Jitter) -> Millis {
    let ramp = usize::try_from(polls).ok().and_then(|n| POLL_RAMP.get(n)).map(|thirds| first_seconds.saturating_mul(1_000) * thirds / 3);
    let gap = ramp.unwrap_or_else(|| POLL_BY_AGE.iter().find(|(until, _)| age_ms < *until).map_or(POLL_OLDEST_MS, |(_, gap)| *gap));
    now.plus_ms(jitter.apply(gap))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gaps_between_polls_grow() {
        const MINUTE: i64 = 60_000;
        for (polls, age_ms, seconds) in [
            (0, 0, 3),
            (1, 3_000, 5),
            (6, 80_000, 55),
            (7, 2 * MINUTE, 60),
            (40, 15 * MINUTE, 300),
            (60, 120 * MINUTE, 1_800),
            (999, 49 * 60 * MINUTE, 21_600),
        ] {
            assert_eq!(poll_at(Millis(0), polls, age_ms, 3, Jitter(0)).0, seconds * 1_000, "poll {polls} at {age_ms}");
        }
        assert_eq!(poll_at(Millis(0), 0, 0, 1, Jitter(0)).0, 1_000, "first_seconds scales the ramp");
        assert_eq!(poll_at(Millis(0), 7, 0, 3, Jitter(-200)).0, 48_000);
        assert_eq!(poll_at(Millis(0), 7, 0, 3, Jitter(9_999)).0, 72_000, "jitter is bounded");
    }

    #[test]
    fn resending_waits_longer_each_time_and_obeys_the_provider() {
        assert_eq!(resend_at(Millis(0), 1, None, Jitter(0)).0, 2_000);
        assert_eq!(resend_at(Millis(0), 4, None, Jitter(0)).0, 30_000);
        assert_eq!(resend_at(Millis(0), 99, None, Jitter(0)).0, 30_000);
        assert_eq!(resend_at(Millis(0), 1, Some(7_000), Jitter(0)).0, 7_000);
        assert_eq!(resend_at(Millis(0), 3, Some(7_000), Jitter(0)).0, 15_000);
        assert_eq!(resend_at(Millis(0), 1, Some(3_600_000), Jitter(0)).0, QUEUE_LIFETIME_MS, "by then it is cancelled and told");
    }
}
