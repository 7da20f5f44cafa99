//! Waiting for an event at the simulated provider, instead of sleeping for a fixed time.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::{Provider, State};

/// How long a test may wait: far beyond what a busy machine needs, short of a test runner's patience.
const LIMIT: Duration = Duration::from_secs(30);

/// What was waited for did not happen. Its text holds the provider's whole record.
pub struct Timeout {
    what: String,
    waited: Duration,
    log: String,
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, waited, log } = self;
        write!(f, "waited {waited:?} at the provider for: {what}\n{log}")
    }
}

/// As Display, so that an unwrapped timeout is readable.
impl fmt::Debug for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Timeout {}

impl Provider {
    /// Waits until `find` finds something; it is asked again at each change, and whenever an
    /// order ends by itself. `find` looks under the provider's lock: it must not call the provider.
    ///
    /// # Errors
    /// Nothing was found within 30 seconds.
    pub async fn wait_until<T>(&self, what: &str, find: impl Fn(&State) -> Option<T>) -> Result<T, Timeout> {
        self.wait_within(LIMIT, what, find).await
    }

    pub(super) async fn wait_within<T>(&self, limit: Duration, what: &str, find: impl Fn(&State) -> Option<T>) -> Result<T, Timeout> {
        let deadline = Instant::now() + limit;
        let mut changed = self.inner.changed.subscribe();
        loop {
            changed.mark_unchanged();
            let (found, until_end) = self.read(|state| {
                let left = |end: DateTime<Utc>| (end - self.now(state)).to_std().unwrap_or_default();
                (find(state), state.next_end().map(left))
            });
            if let Some(found) = found {
                return Ok(found);
            }
            if Instant::now() >= deadline {
                return Err(Timeout { what: what.to_owned(), waited: limit, log: self.read(State::log) });
            }
            let next_end = until_end.map_or(deadline, |after| Instant::now() + after);
            // Whichever comes first; in both cases the state is read again.
            let _ = tokio::time::timeout_at(deadline.min(next_end), changed.changed()).await;
        }
    }
}
