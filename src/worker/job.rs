//! The loop that does the jobs of a queue: submitting orders, polling them and answering queries are the same loop around different work.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{Id, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::app::{App, AppError, JobQueue};

/// The longest wait for the next job, however far away it is: clocks jump.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// A loop that has not read its queue for this long hangs, or can't read it.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(30);
/// After a failure (the database is full, say) the same job is not touched for this long.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Does the jobs of `queue` as they become due, until `stop`; then waits for those that run.
pub async fn run<Q: JobQueue>(app: Arc<App>, queue: fn(&App) -> &Q, stop: CancellationToken) {
    let mut jobs = JoinSet::new();
    let mut busy: HashMap<Id, String> = HashMap::new();
    while !stop.is_cancelled() {
        let wait = match start_due(&app, queue, &mut jobs, &mut busy).await {
            Ok(wait) => {
                app.heartbeats.beat(Q::NAME, HEARTBEAT_WITHIN);
                wait
            }
            Err(error) => {
                tracing::error!(worker = Q::NAME, %error, "reading the queue");
                AFTER_FAILURE
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = queue(&app).wake_up().notified() => {}
            () = tokio::time::sleep(wait) => {}
            Some(ended) = jobs.join_next_with_id() => {
                let id = match ended {
                    Ok((id, ())) => id,
                    Err(panic) => {
                        tracing::error!(worker = Q::NAME, error = %panic, "a job panicked");
                        panic.id()
                    }
                };
                busy.remove(&id);
            }
        }
    }
    while jobs.join_next().await.is_some() {}
}

/// Starts the jobs that are due and do not run yet; returns how long to wait until there may be more.
async fn start_due<Q: JobQueue>(
    app: &Arc<App>,
    queue: fn(&App) -> &Q,
    jobs: &mut JoinSet<()>,
    busy: &mut HashMap<Id, String>,
) -> Result<Duration, AppError> {
    if jobs.len() >= Q::AT_ONCE {
        return Ok(LONGEST_WAIT);
    }
    // Jobs that run may still be listed as due: ask for enough to find others behind them.
    let limit = i64::try_from(2 * Q::AT_ONCE).unwrap_or(i64::MAX);
    for job in queue(app).due(&app.settings.current(), limit).await? {
        let key = Q::key(&job).to_owned();
        if jobs.len() >= Q::AT_ONCE || busy.values().any(|other| *other == key) {
            continue;
        }
        let (app, name) = (app.clone(), key.clone());
        let task = jobs.spawn(async move {
            if let Err(error) = queue(&app).act(&app.settings.current(), job).await {
                tracing::error!(worker = Q::NAME, job = %name, %error, "a job failed");
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        });
        busy.insert(task.id(), key);
    }
    let now = app.clock.now();
    let until_next = queue(app).next_at().await?.map(|at| u64::try_from(at.since_ms(now)).unwrap_or(0));
    Ok(until_next.map_or(LONGEST_WAIT, Duration::from_millis).min(LONGEST_WAIT))
}
