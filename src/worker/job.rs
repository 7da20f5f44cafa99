//! Errands: jobs that fall due one by one and are done side by side. Sending orders, asking after them and answering questions are the
//! same loop around different work.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::{Id, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::app::{App, AppError, QueuedQuery};
use crate::domain::order::Order;
use crate::domain::time::Millis;

/// A kind of work that falls due job by job.
pub trait JobQueue: Clone + Send + Sync + 'static {
    /// One job.
    type Job: Send + 'static;
    /// Jobs done side by side.
    const AT_ONCE: usize;
    /// Of the work, for logs.
    const NAME: &'static str;

    /// Jobs that are due, `limit` of them at most.
    fn due(&self, limit: i64) -> impl Future<Output = Result<Vec<Self::Job>, AppError>> + Send;
    /// When the next job falls due that is not due yet.
    fn next_at(&self) -> impl Future<Output = Result<Option<Millis>, AppError>> + Send;
    /// Does one job.
    fn act(&self, job: Self::Job) -> impl Future<Output = Result<(), AppError>> + Send;
    /// A job's identity: nobody does the same twice at the same time.
    fn key(job: &Self::Job) -> String;
    /// Rung when there may be a new job.
    fn wake_up(&self) -> &Notify;
    /// The shop.
    fn app(&self) -> &App;
}

/// However far away the next job is, look again after this: clocks jump.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// A loop that has not found out what there is to do in this time hangs, or can't.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(30);
/// After a failure (the database is full, say) the same job is not touched for this long.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Does what falls due until `stop`, then waits for what is under way.
pub async fn run<E: JobQueue>(queue: E, stop: CancellationToken) {
    let mut jobs = JoinSet::new();
    let mut busy: HashMap<Id, String> = HashMap::new();
    while !stop.is_cancelled() {
        let wait = match take_up(&queue, &mut jobs, &mut busy).await {
            Ok(wait) => {
                queue.app().heartbeats.beat(E::NAME, HEARTBEAT_WITHIN);
                wait
            }
            Err(error) => {
                tracing::error!(worker = E::NAME, %error, "looking for work");
                AFTER_FAILURE
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = queue.wake_up().notified() => {}
            () = tokio::time::sleep(wait) => {}
            Some(ended) = jobs.join_next_with_id() => {
                let id = match ended {
                    Ok((id, ())) => id,
                    Err(panic) => {
                        tracing::error!(worker = E::NAME, error = %panic, "a job ended badly");
                        panic.id()
                    }
                };
                busy.remove(&id);
            }
        }
    }
    while jobs.join_next().await.is_some() {}
}

/// Does everything that is due now, once, and returns how much that was. For tests.
///
/// # Errors
/// The first failure.
pub async fn tick<E: JobQueue>(queue: &E) -> Result<usize, AppError> {
    let due = queue.due(i64::MAX).await?;
    let count = due.len();
    for job in due {
        queue.act(job).await?;
    }
    Ok(count)
}

/// Starts what is due and not under way; how long until there may be more.
async fn take_up<E: JobQueue>(queue: &E, jobs: &mut JoinSet<()>, busy: &mut HashMap<Id, String>) -> Result<Duration, AppError> {
    if jobs.len() >= E::AT_ONCE {
        return Ok(LONGEST_WAIT);
    }
    // Jobs under way may still be listed as due: ask for enough to find others behind them.
    let limit = i64::try_from(2 * E::AT_ONCE).unwrap_or(i64::MAX);
    for job in queue.due(limit).await? {
        let key = E::key(&job);
        if jobs.len() >= E::AT_ONCE || busy.values().any(|other| *other == key) {
            continue;
        }
        let (queue, name) = (queue.clone(), key.clone());
        let task = jobs.spawn(async move {
            if let Err(error) = queue.act(job).await {
                tracing::error!(worker = E::NAME, job = %name, %error, "a job failed");
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        });
        busy.insert(task.id(), key);
    }
    let now = queue.app().clock.now();
    let until_next = queue.next_at().await?.map(|at| u64::try_from(at.since_ms(now)).unwrap_or(0));
    Ok(until_next.map_or(LONGEST_WAIT, Duration::from_millis).min(LONGEST_WAIT))
}

/// Sends queued orders.
#[derive(Clone)]
pub struct Sends(pub Arc<App>);

impl JobQueue for Sends {
    type Job = Order;
    const AT_ONCE: usize = 8;
    const NAME: &'static str = "send";

    async fn due(&self, limit: i64) -> Result<Vec<Order>, AppError> {
        self.0.submitter.due(&self.0.settings.current(), limit).await
    }
    async fn next_at(&self) -> Result<Option<Millis>, AppError> {
        self.0.submitter.next_at().await
    }
    async fn act(&self, order: Order) -> Result<(), AppError> {
        self.0.submitter.send(&self.0.settings.current(), order).await
    }
    fn key(order: &Order) -> String {
        order.id.0.clone()
    }
    fn wake_up(&self) -> &Notify {
        self.0.submitter.ready()
    }
    fn app(&self) -> &App {
        &self.0
    }
}

/// Asks after placed orders.
#[derive(Clone)]
pub struct Polls(pub Arc<App>);

impl JobQueue for Polls {
    type Job = Order;
    const AT_ONCE: usize = 8;
    const NAME: &'static str = "poll";

    async fn due(&self, limit: i64) -> Result<Vec<Order>, AppError> {
        self.0.poller.due(limit).await
    }
    async fn next_at(&self) -> Result<Option<Millis>, AppError> {
        self.0.poller.next_at().await
    }
    async fn act(&self, order: Order) -> Result<(), AppError> {
        self.0.poller.poll(&self.0.settings.current(), order).await
    }
    fn key(order: &Order) -> String {
        order.id.0.clone()
    }
    fn wake_up(&self) -> &Notify {
        self.0.poller.ready()
    }
    fn app(&self) -> &App {
        &self.0
    }
}

/// Answers questions to the provider.
#[derive(Clone)]
pub struct Answers(pub Arc<App>);

impl JobQueue for Answers {
    type Job = QueuedQuery;
    const AT_ONCE: usize = 4;
    const NAME: &'static str = "answer";

    async fn due(&self, limit: i64) -> Result<Vec<QueuedQuery>, AppError> {
        self.0.queries.due(limit).await
    }
    async fn next_at(&self) -> Result<Option<Millis>, AppError> {
        self.0.queries.next_at().await
    }
    async fn act(&self, asked: QueuedQuery) -> Result<(), AppError> {
        self.0.queries.answer(&self.0.settings.current(), asked).await
    }
    fn key(asked: &QueuedQuery) -> String {
        asked.id.clone()
    }
    fn wake_up(&self) -> &Notify {
        self.0.queries.ready()
    }
    fn app(&self) -> &App {
        &self.0
    }
}
