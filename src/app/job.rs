//! Queues of jobs: work that becomes due piece by piece. A service with such work is a queue, and the worker runs all queues in the same way.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::app::AppError;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;

/// A kind of work that becomes due job by job.
pub trait JobQueue: Send + Sync + 'static {
    /// One job.
    type Job: Send + 'static;
    /// How many jobs may run at the same time.
    const AT_ONCE: usize;
    /// The name for logs and for the heartbeat.
    const NAME: &'static str;

    /// Jobs that are due now; `limit` of them at most.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn due(&self, shop: &Shop, limit: i64) -> impl Future<Output = Result<Vec<Self::Job>, AppError>> + Send;
    /// When the next job becomes due that is not due yet.
    ///
    /// # Errors
    /// When the database cannot be read.
    fn next_at(&self) -> impl Future<Output = Result<Option<Millis>, AppError>> + Send;
    /// Does one job.
    ///
    /// # Errors
    /// When something can't be read or written. The job becomes due again.
    fn act(&self, shop: &Arc<Shop>, job: Self::Job) -> impl Future<Output = Result<(), AppError>> + Send;
    /// The identity of a job: the same job never runs twice at the same time.
    fn key(job: &Self::Job) -> &str;
    /// Woken when there may be a new job.
    fn wake_up(&self) -> &Notify;
}
