//! The composition root: what is built from what, and in which order things start and stop.

pub mod check;
#[cfg(feature = "demo")]
mod child;
#[cfg(feature = "demo")]
pub mod demo;
#[cfg(feature = "demo")]
mod demo_books;
#[cfg(feature = "demo")]
mod demo_users;
mod door;
pub mod export;
pub mod first_steps;
pub mod health;
mod leadership;
mod ops;
pub mod probe;
mod readiness;
pub mod restore;
pub mod verify;
mod watchdog;
pub mod webhook;

use std::fmt::Display;
use std::io::{self, BufRead, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub use crate::app::Clock;
use crate::app::{AdminChat, Admins, App, Parts, ShopFile};
use crate::config::{Config, DatabaseUrl, PaymentsConfig, WebhookConfig};
use crate::http_server;
use crate::payment::{BuildError, Gateway, midtrans, pakasir};
use crate::provider::{Client, Settings};
use crate::storage::{self, Location, OpenError, Opened, Store};
use crate::telegram::caller::Caller;
use crate::telegram::ingest::{Health, Ingest, Webhook};
use crate::telegram::out_of_band;
use crate::telegram::runner::Runner;
use crate::telegram::stars::CheckoutDesk;
use crate::telemetry;
use crate::telemetry::metrics::Metrics;
use crate::worker;

use leadership::Leadership;
use readiness::Readiness;

/// How long running work may take after a stop. What is not done by then is on disk and continues after the next start.
const STOP_WITHIN: Duration = Duration::from_secs(25);

/// The timeout of a call to the provider; orders have their own.
const CALL_TIMEOUT: Duration = Duration::from_secs(20);

/// Prints a line. An error is ignored: when the reader has gone (`check | head -1`), the command still does its work.
pub fn say(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Asks the person at the terminal; the answer without the spaces around it.
///
/// # Errors
/// When the terminal is gone.
fn ask(question: &str) -> anyhow::Result<String> {
    write!(io::stdout(), "{question}")?;
    io::stdout().flush()?;
    let mut line = String::new();
    anyhow::ensure!(io::stdin().lock().read_line(&mut line)? > 0, "the terminal is closed");
    Ok(line.trim().to_owned())
}

/// Runs the bot by `clock` until `stop`.
///
/// # Errors
/// When the database can't be used, or something can't be built. It is no error if Telegram or the provider can't be reached.
pub async fn run(config: Config, clock: Clock, stop: CancellationToken) -> anyhow::Result<()> {
    let opened = open(&config.database).await?;
    if opened.store.find_held_restore().await?.is_some() {
        close(opened).await;
        anyhow::bail!(
            "this database was restored from a backup. Compare its orders with the provider's transaction history, then run: \
             odzreshop-bot restore --release"
        );
    }
    let ended = serve(config, clock, opened.store.clone(), stop).await;
    close(opened).await;
    ended
}

/// The client of the Bot API.
fn caller(config: &Config) -> anyhow::Result<Caller> {
    Ok(Caller::new(&config.telegram.api_url, &config.telegram.token, config.redactor())?)
}

/// Opens the database.
async fn open(database: &DatabaseUrl) -> Result<Opened, OpenError> {
    match database {
        DatabaseUrl::Sqlite(path) => storage::open(path).await,
        DatabaseUrl::Postgres { url, .. } => storage::connect(url).await,
    }
}

/// The database as what is done with all of it needs it.
fn location(database: &DatabaseUrl) -> Location {
    match database {
        DatabaseUrl::Sqlite(path) => Location::Sqlite(path.clone()),
        DatabaseUrl::Postgres { url, .. } => Location::Postgres(url.clone()),
    }
}

/// Audits the ledger, also while the bot runs.
///
/// # Errors
/// When the database can't be read.
pub async fn check_ledger(database: &DatabaseUrl) -> anyhow::Result<Vec<storage::Difference>> {
    Ok(match database {
        DatabaseUrl::Sqlite(path) => storage::check_ledger(path).await?,
        DatabaseUrl::Postgres { url, .. } => storage::check_ledger_on(url).await?,
    })
}

async fn serve(config: Config, clock: Clock, store: Store, stop: CancellationToken) -> anyhow::Result<()> {
    let metrics = Arc::new(Metrics::default());
    let timed = Arc::clone(&metrics);
    let caller = caller(&config)?.observed(move |method, outcome, took| timed.telegram_called(method, outcome, took));
    let listeners = Listeners::bind(&config).await?;
    let hangup = signal(SignalKind::hangup()).context("listening for SIGHUP")?;
    let app = build(&config, clock, store.clone(), &metrics).await?;
    let mut tasks = JoinSet::new();
    tasks.spawn(reread_on_hangup(app.clone(), hangup, stop.clone()));
    start(&mut tasks, app, store, caller, listeners, metrics, &stop);
    let ended = tokio::select! {
        // In this order: a task that ended because of the stop is no failure.
        biased;
        () = stop.cancelled() => Ok(()),
        // No task ends before the stop unless it failed.
        Some(failed) = tasks.join_next() => Err(anyhow::anyhow!("a part of the bot ended: {failed:?}")),
    };
    stop.cancel();
    drain(&mut tasks).await;
    ended
}

/// Waits for tasks after their stop was requested.
async fn drain(tasks: &mut JoinSet<()>) {
    let drained = tokio::time::timeout(STOP_WITHIN, async { while tasks.join_next().await.is_some() {} }).await;
    if drained.is_err() {
        tracing::warn!("some work was still running; it continues after the next start");
    }
    tasks.shutdown().await;
}

/// Where the bot listens. Bound before anything is started, so that an address that is in use is reported at once.
struct Listeners {
    webhook: Option<(TcpListener, WebhookConfig)>,
    /// Beside Telegram's webhook, or alone at the same address.
    payments: Option<(Option<TcpListener>, PaymentsConfig)>,
    ops: Option<TcpListener>,
}

impl Listeners {
    async fn bind(config: &Config) -> anyhow::Result<Self> {
        let bind = async |name: &'static str, address: SocketAddr| {
            TcpListener::bind(address).await.with_context(|| format!("listening at {name} {address}"))
        };
        let webhook = match config.webhook.clone() {
            Some(webhook) => Some((bind("WEBHOOK_LISTEN", webhook.listen).await?, webhook)),
            None => None,
        };
        let payments = match config.payments.clone() {
            Some(payments) if webhook.is_some() => Some((None, payments)),
            Some(payments) => Some((Some(bind("WEBHOOK_LISTEN", payments.listen).await?), payments)),
            None => None,
        };
        let ops = match config.ops_listen {
            Some(address) => Some(bind("OPS_LISTEN", address).await?),
            None => None,
        };
        Ok(Self { webhook, payments, ops })
    }
}

/// Starts what every process does, and the leadership, which only one of them has.
fn start(
    tasks: &mut JoinSet<()>,
    app: Arc<App>,
    store: Store,
    caller: Caller,
    listeners: Listeners,
    metrics: Arc<Metrics>,
    stop: &CancellationToken,
) {
    let (username, known) = watch::channel(None);
    let health = Arc::new(Health::default());
    let (clock, heartbeats) = (app.clock.clone(), app.heartbeats.clone());
    let desk = CheckoutDesk::new(app.clone(), caller.clone());
    let at_once = Arc::new(move |body: &str| desk.hear(body));
    let ingest = Ingest { caller: caller.clone(), store: store.clone(), clock, username, health: health.clone(), heartbeats, at_once };
    let by_webhook = listeners.webhook.is_some();
    let readiness = Readiness { app: app.clone(), by_webhook };
    tasks.spawn(watchdog::run(readiness.clone(), stop.clone()));
    if let Some(listener) = listeners.ops {
        let polls = (!by_webhook).then(|| Arc::clone(&health));
        let scene = ops::Scene { readiness, polls, reading: Arc::default() };
        tasks.spawn(telemetry::ops::serve(listener, scene, metrics, stop.clone()));
    }
    let (alone, beside) = match listeners.payments {
        Some((listener, PaymentsConfig { secret, .. })) => (listener, Some(door::routes(app.clone(), secret))),
        None => (None, None),
    };
    if let (Some(listener), Some(routes)) = (alone, beside.clone()) {
        // There is no webhook of Telegram beside it.
        tasks.spawn(http_server::serve(listener, routes, stop.clone()));
    }
    if let Some((listener, WebhookConfig { url, secret, .. })) = listeners.webhook {
        let beside = beside.unwrap_or_default();
        tasks.spawn(Webhook { listener, url, secret, beside, ingest: ingest.clone() }.run(stop.clone()));
    }
    tasks.spawn(Runner::new(app.clone(), store, known.clone(), health).run(stop.clone()));
    tasks.spawn(out_of_band::run(app.clone(), caller, known, stop.clone()));
    tasks.spawn(worker::monitor(app.clone(), stop.clone()));
    tasks.spawn(Leadership { app, ingest, by_webhook }.run(stop.clone()));
}

/// Reads `shop.toml` again at each SIGHUP, until `stop`.
async fn reread_on_hangup(app: Arc<App>, mut hangup: Signal, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = hangup.recv() => {}
        }
        if let Err(error) = app.settings.reread_on_signal().await {
            tracing::error!(%error, "reading the shop's settings again");
        }
    }
}

async fn build(config: &Config, clock: Clock, store: Store, metrics: &Arc<Metrics>) -> anyhow::Result<Arc<App>> {
    let provider = Client::new(Settings {
        base_url: config.provider.url.clone(),
        api_key: config.provider.api_key.clone(),
        requests_per_minute: config.shop.provider.requests_per_minute,
        call_timeout: CALL_TIMEOUT,
        redactor: config.redactor(),
    })?;
    let timed = Arc::clone(metrics);
    let provider = provider.observed(move |endpoint, outcome, took| timed.provider_called(endpoint, outcome, took));
    let admin_chat = config.admin_chat.map(|chat| AdminChat { chat_id: chat.chat_id, topic: chat.topic });
    let source = config.shop_source.clone();
    let read_shop = Box::new(move |file: ShopFile, settings: &[(String, serde_json::Value)]| {
        let shop = match file {
            ShopFile::Now => source.read(&|path| std::fs::read_to_string(path), settings),
            ShopFile::LastGood => source.read_last(settings),
        };
        shop.map_err(|problems| problems.to_string())
    });
    let (gateways, admins) = (gateways(config)?, Admins::new(&config.admins, admin_chat));
    let database = location(&config.database);
    let parts = Parts { store, database, shop: config.shop.clone(), read_shop, clock, provider, gateways, admins };
    Ok(Arc::new(App::new(parts).await?))
}

/// The payment gateways that there are credentials for.
fn gateways(config: &Config) -> Result<Vec<Gateway>, BuildError> {
    let pakasir = config.pakasir.clone().map(|pakasir| {
        let settings = pakasir::Settings {
            base_url: pakasir.url,
            project: pakasir.project,
            api_key: pakasir.api_key,
            requests_per_minute: pakasir.requests_per_minute,
            redactor: config.redactor(),
        };
        pakasir::Client::new(settings).map(Gateway::Pakasir)
    });
    let midtrans = config.midtrans.clone().map(|midtrans| {
        let settings = midtrans::Settings {
            base_url: midtrans.url,
            server_key: midtrans.server_key,
            requests_per_minute: midtrans.requests_per_minute,
            redactor: config.redactor(),
        };
        midtrans::Client::new(settings).map(Gateway::Midtrans)
    });
    pakasir.into_iter().chain(midtrans).collect()
}

/// Closes the database. A task that did not end may still use it; then the process ends without closing it, and everything is on disk.
async fn close(opened: Opened) {
    if tokio::time::timeout(Duration::from_secs(3), opened.close()).await.is_err() {
        tracing::warn!("the database was not closed; it is intact");
    }
}
