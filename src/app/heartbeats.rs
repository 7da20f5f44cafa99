//! Heartbeats: each loop of the bot records one whenever it comes round, so that a loop that hangs, or runs without success, can be seen
//! from outside. Measured with the monotonic clock, because the system clock jumps.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The heartbeats of all loops. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Heartbeats(Arc<Mutex<BTreeMap<&'static str, Beat>>>);

#[derive(Clone, Copy, Debug)]
struct Beat {
    at: Instant,
    /// How much later the next one is due.
    within: Duration,
}

impl Beat {
    fn complaint(&self, part: &str, now: Instant) -> Option<String> {
        let age = now.saturating_duration_since(self.at);
        let (age, within) = (age.as_secs(), (age > self.within).then_some(self.within.as_secs())?);
        Some(format!("{part}: no heartbeat for {age} s, limit {within} s"))
    }
}

impl Heartbeats {
    /// Records that `part` is alive; its next heartbeat is due `within` that time.
    pub fn beat(&self, part: &'static str, within: Duration) {
        self.lock().insert(part, Beat { at: Instant::now(), within });
    }

    /// One line for each of `parts` that has had no heartbeat yet, or that is [overdue](Self::overdue) at `now`.
    pub fn complaints(&self, parts: &[&'static str], now: Instant) -> Vec<String> {
        let beats = self.lock();
        let complaint = |part: &&'static str| match beats.get(part) {
            None => Some(format!("{part}: no heartbeat since the start")),
            Some(beat) => beat.complaint(part, now),
        };
        parts.iter().filter_map(complaint).collect()
    }

    /// One line for each of `parts` that has had a heartbeat, but whose next one is overdue at `now`.
    pub fn overdue(&self, parts: &[&'static str], now: Instant) -> Vec<String> {
        let beats = self.lock();
        parts.iter().filter_map(|part| beats.get(part)?.complaint(part, now)).collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<&'static str, Beat>> {
        // A map can't be left half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_overdue_heartbeat_is_reported() {
        let (heartbeats, parts) = (Heartbeats::default(), ["send", "poll"]);
        heartbeats.beat("send", Duration::from_secs(30));
        heartbeats.clone().beat("poll", Duration::from_secs(90));
        let at = |seconds| heartbeats.complaints(&parts, Instant::now() + Duration::from_secs(seconds));
        assert_eq!(at(0), Vec::<String>::new());
        assert_eq!(at(31), ["send: no heartbeat for 31 s, limit 30 s"]);
        assert_eq!(at(100).len(), 2);
        assert_eq!(heartbeats.complaints(&["refresh"], Instant::now()), ["refresh: no heartbeat since the start"]);
        assert_eq!(heartbeats.overdue(&["refresh", "send"], Instant::now() + Duration::from_secs(31)), at(31));
        heartbeats.beat("send", Duration::from_secs(200));
        assert_eq!(at(100).len(), 1);
    }
}
