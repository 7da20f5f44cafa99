//! The composition root: what is built from what, and in which order things start and stop.

#[cfg(feature = "demo")]
mod cast;
pub mod check;
#[cfg(feature = "demo")]
mod child;
#[cfg(feature = "demo")]
pub mod demo;
mod office;
pub mod webhook;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub use crate::app::Clock;
use crate::app::{AdminChat, App, Parts};
use crate::config::{Config, DatabaseUrl, WebhookConfig};
use crate::provider::{Client, Settings};
use crate::storage::{self, OpenError, Opened, Store};
use crate::telegram::caller::Caller;
use crate::telegram::ingest::{Health, Webhook};
use crate::telegram::runner::Runner;
use crate::telegram::distress;
use crate::worker;

use office::Office;

/// How long work under way may go on after a stop. What is not done by then is parked: it is on disk and goes on after the next start.
const STOP_WITHIN: Duration = Duration::from_secs(25);

/// How long a question to the provider may take; orders have their own limit.
const CALL_TIMEOUT: Duration = Duration::from_secs(20);

/// Runs the bot by `clock` until `stop`.
///
/// # Errors
/// When the database can't be used, or something can't be built. Telegram and the provider may be away: that is no error.
pub async fn run(config: Config, clock: Clock, stop: CancellationToken) -> anyhow::Result<()> {
    let opened = open(&config.database).await?;
    let ended = serve(config, clock, opened.store.clone(), stop).await;
    close(opened).await;
    ended
}

/// Opens the database, whichever it is.
async fn open(database: &DatabaseUrl) -> Result<Opened, OpenError> {
    match database {
        DatabaseUrl::Sqlite(path) => storage::open(path).await,
        DatabaseUrl::Postgres { url, .. } => storage::connect(url).await,
    }
}

/// Copies the database into the new file `to`, whether or not the bot runs; how many bytes that is.
///
/// # Errors
/// See [`storage::BackupError`].
pub async fn backup(database: &DatabaseUrl, to: &Path) -> anyhow::Result<u64> {
    match database {
        DatabaseUrl::Sqlite(path) => Ok(storage::backup(path, to).await?),
        DatabaseUrl::Postgres { .. } => anyhow::bail!("this copies SQLite only; PostgreSQL has pg_dump for it"),
    }
}

async fn serve(config: Config, clock: Clock, store: Store, stop: CancellationToken) -> anyhow::Result<()> {
    let caller = Caller::new(&config.telegram.api_url, &config.telegram.token)?;
    let door = door(&config).await?;
    let app = build(&config, clock, store.clone()).await?;
    let mut tasks = JoinSet::new();
    start(&mut tasks, app, store, caller, door, &stop);
    let ended = tokio::select! {
        // In this order: a task that ended because of the stop is no breakage.
        biased;
        () = stop.cancelled() => Ok(()),
        // No task ends before the stop unless it broke.
        Some(broken) = tasks.join_next() => Err(anyhow::anyhow!("a part of the bot ended: {broken:?}")),
    };
    stop.cancel();
    drain(&mut tasks).await;
    ended
}

/// Waits for tasks that were told to stop.
async fn drain(tasks: &mut JoinSet<()>) {
    let drained = tokio::time::timeout(STOP_WITHIN, async { while tasks.join_next().await.is_some() {} }).await;
    if drained.is_err() {
        tracing::warn!("some work was still under way; it goes on after the next start");
    }
    tasks.shutdown().await;
}

/// Where updates come in when Telegram posts them.
type Door = Option<(TcpListener, WebhookConfig)>;

/// Binds the webhook's address, if there is to be one: one that is taken is told before anything is started.
async fn door(config: &Config) -> anyhow::Result<Door> {
    let Some(webhook) = config.webhook.clone() else { return Ok(None) };
    let listener = TcpListener::bind(webhook.listen).await.with_context(|| format!("listening at WEBHOOK_LISTEN {}", webhook.listen))?;
    Ok(Some((listener, webhook)))
}

/// What every process does, and the office, which one of them holds.
fn start(tasks: &mut JoinSet<()>, app: Arc<App>, store: Store, caller: Caller, door: Door, stop: &CancellationToken) {
    let (username, known) = watch::channel(None);
    let health = Arc::new(Health::default());
    let runner = Runner::new(app.clone(), store.clone(), known.clone(), health.clone());
    let by_webhook = door.is_some();
    if let Some((listener, WebhookConfig { url, secret, .. })) = door {
        let (caller, store, clock, username, health) = (caller.clone(), store.clone(), app.clock().clone(), username.clone(), health.clone());
        tasks.spawn(Webhook { listener, url, secret, caller, store, clock, username, health }.run(stop.clone()));
    }
    tasks.spawn(runner.run(stop.clone()));
    tasks.spawn(distress::run(app.clone(), caller.clone(), known, stop.clone()));
    tasks.spawn(worker::watch(app.clone(), stop.clone()));
    tasks.spawn(Office { app, store, caller, username, health, by_webhook }.run(stop.clone()));
}

async fn build(config: &Config, clock: Clock, store: Store) -> anyhow::Result<Arc<App>> {
    let limits = config.shop.provider;
    let provider = Client::new(Settings {
        base_url: config.provider.url.clone(),
        api_key: config.provider.api_key.clone(),
        requests_per_minute: limits.requests_per_minute,
        order_timeout: Duration::from_secs(limits.order_timeout_seconds),
        call_timeout: CALL_TIMEOUT,
    })?;
    let admin_chat = config.admin_chat.map(|chat| AdminChat { chat_id: chat.chat_id, topic: chat.topic });
    let parts = Parts { store, shop: config.shop.clone(), clock, provider, admins: config.admins.clone(), admin_chat };
    Ok(Arc::new(App::new(parts).await?))
}

/// Closes the database. A task that would not end may hold it; the process ends all the same, and everything is on disk.
async fn close(opened: Opened) {
    if tokio::time::timeout(Duration::from_secs(3), opened.close()).await.is_err() {
        tracing::warn!("the database was not closed; it is intact");
    }
}
