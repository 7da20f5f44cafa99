//! The rate limit of all calls to a server, the provider or a payment gateway: a number of calls per minute, orders first, and none while it asks us to wait.
//!
//! A pure [`Bucket`] says when the next call may start; [`Limiter`] is the queue of callers in front of it. A caller first gets a [`Permit`]
//! and then makes the call, so that waiting here does not count towards the call's timeout.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// The priority of a call. Calls of equal priority go in the order of their arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// An order, and the price check right before it.
    Order,
    /// A call for which somebody waits: the status of an order, the account.
    Status,
    /// A call that can wait: a price list.
    Background,
}

/// The right to make one call. It is spent even if it is dropped without a call.
#[derive(Debug)]
#[must_use = "a permit that is not used is spent all the same"]
pub struct Permit(());

/// How long all calls pause after a 429 without `Retry-After`.
const PAUSE_DEFAULT: Duration = Duration::from_secs(5);
/// The longest pause that a `Retry-After` can cause: one wrong header must not stop the shop.
const PAUSE_MAX: Duration = Duration::from_secs(60);

/// A token bucket, stored as the time at which it will be full again (the generic cell rate algorithm).
#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// The average time between two calls.
    interval: Duration,
    /// How far a burst may be ahead of the average rate.
    slack: Duration,
    /// When the bucket will be full again, counted from the limiter's start.
    full_at: Duration,
}

impl Bucket {
    /// `per_minute` calls on average, and a sixth of them (at least one) at once. Zero counts as one.
    fn per_minute(per_minute: u32) -> Self {
        let per_minute = per_minute.max(1);
        let interval = Duration::from_secs(60) / per_minute;
        Self { interval, slack: interval * ((per_minute / 6).max(1) - 1), full_at: Duration::ZERO }
    }

    /// Takes one token, or returns how long to wait for one.
    fn take(&mut self, now: Duration) -> Result<(), Duration> {
        let earliest = self.full_at.saturating_sub(self.slack);
        if now < earliest {
            return Err(earliest - now);
        }
        self.full_at = self.full_at.max(now) + self.interval;
        Ok(())
    }

    /// Changes the pace. The next call may go no earlier than it might have before, and there is no fresh burst.
    fn set_pace(&mut self, now: Duration, per_minute: u32) {
        let (next, fresh) = (self.full_at.saturating_sub(self.slack).max(now), Self::per_minute(per_minute));
        if fresh.interval == self.interval {
            return;
        }
        *self = Self { full_at: next + fresh.slack, ..fresh };
    }

    /// Empties the bucket and gives no token for `span`; after that, calls go one by one without a burst.
    fn pause(&mut self, now: Duration, span: Duration) {
        self.full_at = self.full_at.max(now + span + self.slack);
    }
}

/// The queue of callers in front of a [`Bucket`].
#[derive(Debug)]
pub struct Limiter {
    started: Instant,
    line: Mutex<Line>,
    /// Notified when a caller leaves the queue.
    moved: Notify,
}

#[derive(Debug)]
struct Line {
    bucket: Bucket,
    /// The waiting callers, the next one first.
    waiting: BTreeSet<Place>,
    next_number: u64,
}

type Place = (Priority, u64);

/// What a caller in the queue has to do.
enum Turn {
    Now,
    In(Duration),
    Behind,
}

impl Limiter {
    pub fn per_minute(requests_per_minute: u32) -> Self {
        Self::new(Bucket::per_minute(requests_per_minute))
    }

    fn new(bucket: Bucket) -> Self {
        let line = Line { bucket, waiting: BTreeSet::new(), next_number: 0 };
        Self { started: Instant::now(), line: Mutex::new(line), moved: Notify::new() }
    }

    /// Changes the pace. What was spent or paused before stays so; callers in line go by the new pace.
    pub fn set_pace(&self, requests_per_minute: u32) {
        let now = self.started.elapsed();
        self.line().bucket.set_pace(now, requests_per_minute);
        self.moved.notify_waiters();
    }

    /// Waits for a permit. Dropping the future leaves the queue.
    pub async fn permit(&self, priority: Priority) -> Permit {
        let spot = Spot::take(self, priority);
        loop {
            // Created before the check, so that a notification between the check and the wait is not missed.
            let moved = self.moved.notified();
            match spot.turn() {
                Turn::Now => return Permit(()),
                Turn::In(wait) => tokio::select! { () = tokio::time::sleep(wait) => {}, () = moved => {} },
                Turn::Behind => moved.await,
            }
        }
    }

    /// Gives no permit for as long as the provider asked (`retry_after_ms`), at most [`PAUSE_MAX`]. Permits already given stay valid.
    pub fn pause(&self, retry_after_ms: Option<i64>) {
        let asked = retry_after_ms.map(|ms| Duration::from_millis(u64::try_from(ms).unwrap_or(0)));
        let now = self.started.elapsed();
        self.line().bucket.pause(now, asked.unwrap_or(PAUSE_DEFAULT).min(PAUSE_MAX));
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        // No code panics while it changes the queue, so a poisoned lock still protects valid data.
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the queue; dropping it leaves the queue.
struct Spot<'a> {
    limiter: &'a Limiter,
    place: Place,
}

impl<'a> Spot<'a> {
    fn take(limiter: &'a Limiter, priority: Priority) -> Self {
        let mut line = limiter.line();
        let place = (priority, line.next_number);
        line.next_number += 1;
        line.waiting.insert(place);
        Self { limiter, place }
    }

    fn turn(&self) -> Turn {
        let mut line = self.limiter.line();
        if line.waiting.first() != Some(&self.place) {
            return Turn::Behind;
        }
        match line.bucket.take(self.limiter.started.elapsed()) {
            Ok(()) => Turn::Now,
            Err(wait) => Turn::In(wait),
        }
    }
}

impl Drop for Spot<'_> {
    fn drop(&mut self) {
        self.limiter.line().waiting.remove(&self.place);
        self.limiter.moved.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::sync::mpsc;

    use super::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_burst_and_then_the_average_rate() {
        let mut bucket = Bucket::per_minute(60);
        let now = ms(7_000);
        assert_eq!((0..12).filter(|_| bucket.take(now).is_ok()).count(), 10, "a sixth of a minute's calls at once");
        assert_eq!(bucket.take(now), Err(ms(1_000)));
        assert_eq!(bucket.take(ms(7_999)), Err(ms(1)));
        assert_eq!(bucket.take(ms(8_000)), Ok(()));
        assert_eq!(bucket.take(ms(8_000)), Err(ms(1_000)));
    }

    #[test]
    fn never_more_than_rate_and_burst_in_any_minute() {
        for rate in [1, 5, 6, 60, 600, 6_000] {
            let mut bucket = Bucket::per_minute(rate);
            let sent = (0..60_000).filter(|t| bucket.take(ms(*t)).is_ok()).count();
            let most = rate + (rate / 6).max(1);
            assert!(sent <= most as usize && sent >= rate as usize, "{rate} a minute: {sent}");
        }
        assert_eq!(Bucket::per_minute(0).interval, Duration::from_secs(60), "zero would be never");
        assert_eq!(Bucket::per_minute(5).slack, Duration::ZERO);
    }

    #[test]
    fn a_pause_empties_the_bucket() {
        let mut bucket = Bucket::per_minute(60);
        bucket.pause(ms(1_000), ms(5_000));
        assert_eq!(bucket.take(ms(1_000)), Err(ms(5_000)));
        assert_eq!(bucket.take(ms(6_000)), Ok(()));
        assert_eq!(bucket.take(ms(6_000)), Err(ms(1_000)), "no burst right after the provider complained");
        bucket.pause(ms(6_000), ms(0));
        assert_eq!(bucket.take(ms(6_000)), Err(ms(1_000)), "a shorter pause never shortens the wait");
    }

    #[test]
    fn another_pace_gives_no_fresh_burst_and_shortens_no_pause() {
        let mut bucket = Bucket::per_minute(60);
        bucket.set_pace(ms(1_000), 60);
        assert_eq!((0..12).filter(|_| bucket.take(ms(1_000)).is_ok()).count(), 10, "the same pace is no change");
        bucket.set_pace(ms(1_000), 600);
        assert_eq!(bucket.take(ms(1_999)), Err(ms(1)), "the next call keeps its time");
        assert_eq!(bucket.take(ms(2_000)), Ok(()));
        assert_eq!(bucket.take(ms(2_000)), Err(ms(100)), "and those after it go by the new pace");
        bucket.pause(ms(2_000), ms(5_000));
        bucket.set_pace(ms(2_000), 60);
        assert_eq!(bucket.take(ms(2_000)), Err(ms(5_000)));
        assert_eq!((bucket.take(ms(7_000)), bucket.take(ms(7_000))), (Ok(()), Err(ms(1_000))));
    }

    #[test]
    fn a_pause_has_a_maximum() {
        for (asked, held) in
            [(None, PAUSE_DEFAULT), (Some(2_000), ms(2_000)), (Some(3_600_000), PAUSE_MAX), (Some(-1), ms(0)), (Some(i64::MAX), PAUSE_MAX)]
        {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let _inside = runtime.enter();
            let limiter = Limiter::per_minute(60);
            let before = limiter.started.elapsed();
            limiter.pause(asked);
            let line = limiter.line();
            let until = line.bucket.full_at - line.bucket.slack;
            assert!(until >= before + held && until <= limiter.started.elapsed() + held, "{asked:?}: {until:?}");
        }
    }

    const HOUR: Duration = Duration::from_secs(3_600);

    /// A limiter that allows one call every 5 ms, and none before [`release`].
    fn held() -> Arc<Limiter> {
        Arc::new(Limiter::new(Bucket { interval: ms(5), slack: ms(0), full_at: HOUR }))
    }

    fn release(limiter: &Limiter) {
        limiter.line().bucket.full_at = ms(0);
        limiter.moved.notify_waiters();
    }

    /// Joins the queue in a task that sends `name` when it gets its permit; returns when it is in the queue.
    async fn join(limiter: &Arc<Limiter>, priority: Priority, name: &'static str, served: &mpsc::UnboundedSender<&'static str>) {
        let length = limiter.line().waiting.len();
        let (limiter, served) = (limiter.clone(), served.clone());
        let line = limiter.clone();
        tokio::spawn(async move {
            let _permit = limiter.permit(priority).await;
            served.send(name).unwrap();
        });
        while line.line().waiting.len() == length {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn orders_go_first_and_equal_priorities_keep_their_order() {
        use Priority::{Background, Order, Status};
        let limiter = held();
        let (served, mut order) = mpsc::unbounded_channel();
        for (name, priority) in [("b1", Background), ("s1", Status), ("b2", Background), ("o1", Order), ("s2", Status), ("o2", Order)] {
            join(&limiter, priority, name, &served).await;
        }
        drop(served);
        let released = Instant::now();
        release(&limiter);
        let mut names = Vec::new();
        while let Some(name) = order.recv().await {
            names.push(name);
        }
        assert_eq!(names, ["o1", "o2", "s1", "s2", "b1", "b2"]);
        assert!(released.elapsed() >= ms(25), "six calls are five intervals apart");
        assert!(limiter.line().waiting.is_empty());
    }

    #[tokio::test]
    async fn a_dropped_caller_does_not_block_the_queue() {
        let limiter = held();
        let mut first = Box::pin(limiter.permit(Priority::Order));
        tokio::select! { biased; _ = &mut first => panic!("no token yet"), () = std::future::ready(()) => {} }
        let (served, mut order) = mpsc::unbounded_channel();
        join(&limiter, Priority::Background, "second", &served).await;
        assert_eq!(limiter.line().waiting.len(), 2);
        limiter.line().bucket.full_at = ms(0);
        drop(first);
        assert_eq!(order.recv().await, Some("second"), "woken by the one who left");
        assert!(limiter.line().waiting.is_empty());
    }
}
