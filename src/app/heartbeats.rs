//! Heartbeats: each loop of the bot leaves a beat when it has come round, and where that tells, could find out what there is to do; so one
//! that hangs or goes round in vain is noticed from outside. By the monotonic clock: the other one jumps.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The beats of all loops. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Heartbeats(Arc<Mutex<BTreeMap<&'static str, Beat>>>);

#[derive(Clone, Copy, Debug)]
struct Beat {
    at: Instant,
    /// The next one is due after so long, at the latest.
    within: Duration,
}

impl Beat {
    fn complaint(&self, part: &str, now: Instant) -> Option<String> {
        let age = now.saturating_duration_since(self.at);
        let (age, within) = (age.as_secs(), (age > self.within).then_some(self.within.as_secs())?);
        Some(format!("{part}: no sign for {age} s, where {within} s are the most"))
    }
}

impl Heartbeats {
    /// `part` is alive, and says so again `within` that time.
    pub fn beat(&self, part: &'static str, within: Duration) {
        self.lock().insert(part, Beat { at: Instant::now(), within });
    }

    /// Which of `parts` are not well at `now`, a line each: those that have not beaten yet, and those that are [overdue](Self::overdue).
    pub fn complaints(&self, parts: &[&'static str], now: Instant) -> Vec<String> {
        let beats = self.lock();
        let complaint = |part: &&'static str| match beats.get(part) {
            None => Some(format!("{part}: no sign since the start")),
            Some(beat) => beat.complaint(part, now),
        };
        parts.iter().filter_map(complaint).collect()
    }

    /// Which of `parts` have beaten before `now` and whose next beat is overdue, a line each.
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
    fn who_is_late_or_missing_is_named() {
        let (heartbeats, parts) = (Heartbeats::default(), ["send", "poll"]);
        heartbeats.beat("send", Duration::from_secs(30));
        heartbeats.clone().beat("poll", Duration::from_secs(90));
        let at = |seconds| heartbeats.complaints(&parts, Instant::now() + Duration::from_secs(seconds));
        assert_eq!(at(0), Vec::<String>::new());
        assert_eq!(at(31), ["send: no sign for 31 s, where 30 s are the most"]);
        assert_eq!(at(100).len(), 2);
        assert_eq!(heartbeats.complaints(&["refresh"], Instant::now()), ["refresh: no sign since the start"]);
        assert_eq!(heartbeats.overdue(&["refresh", "send"], Instant::now() + Duration::from_secs(31)), at(31));
        heartbeats.beat("send", Duration::from_secs(200));
        assert_eq!(at(100).len(), 1);
    }
}
