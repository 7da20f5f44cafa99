//! Limits how often the same thing is logged or told.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Says when it is time again.
#[derive(Debug)]
pub(super) struct Seldom {
    every: Duration,
    last: Mutex<Option<Instant>>,
}

impl Seldom {
    /// Once in `every`.
    pub(super) fn each(every: Duration) -> Self {
        Self { every, last: Mutex::default() }
    }

    /// Once a minute.
    pub(super) fn minute() -> Self {
        Self::each(Duration::from_secs(60))
    }

    /// True the first time, and then once in the time between.
    pub(super) fn is_time(&self) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = last.is_none_or(|at| at.elapsed() >= self.every);
        if is_time {
            *last = Some(Instant::now());
        }
        is_time
    }
}
