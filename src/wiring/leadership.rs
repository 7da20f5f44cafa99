//! The leadership: what one process at a time does, so that Telegram's and the provider's limits hold for the whole shop. With SQLite the one
//! process holds it from start to stop; with PostgreSQL a lease says who does, and another takes over when that one is gone.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::app::{App, AppError, Effects, LEADER_LEASE};
use crate::domain::notification::{HealthNotification, Notification};
use crate::domain::shop::Shop;
use crate::storage::Store;
use crate::telegram::caller::Caller;
use crate::telegram::ingest::{Health, Polling, TelegramProbe};
use crate::telegram::sender::{Limits, Sender};
use crate::telegram::{commands, render, tree};
use crate::worker;

/// How long the lease lasts from each time that it is taken: so long nobody sends when its holder is gone.
const LEASE: Duration = Duration::from_secs(10);

/// How often it is renewed, and how often the others look whether it is free.
const RENEW: Duration = Duration::from_secs(2);

/// The holder stops this long before its lease would run out: what it has begun then ends while the leadership is still its own.
const MARGIN: Duration = Duration::from_secs(3);

/// Whoever does not know in this time that the leadership is held hangs, or can't take it over. A term that ends waits for the longest call that
/// it has begun.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(120);

/// What the leadership is run with.
pub(super) struct Leadership {
    pub app: Arc<App>,
    pub store: Store,
    pub caller: Caller,
    pub username: watch::Sender<Option<String>>,
    pub health: Arc<Health>,
    /// Updates are posted to us: nobody asks for them.
    pub by_webhook: bool,
}

impl Leadership {
    /// Holds the leadership whenever it is free, until `stop`.
    pub(super) async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let asked = Instant::now();
            match self.store.take_lease(LEADER_LEASE, LEASE).await {
                Ok(Some(epoch)) => self.lead(epoch, asked + LEASE - MARGIN, &stop).await,
                // Another process holds it.
                Ok(None) => self.beat(),
                Err(error) => tracing::error!(%error, "taking the leader lease"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = sleep(RENEW) => {}
            }
        }
    }

    /// All is well here: the leadership is held, or another process holds it.
    fn beat(&self) {
        self.app.heartbeats.beat("leadership", HEARTBEAT_WITHIN);
    }

    /// One term: from taking over to the stop, or to the loss of the lease.
    async fn lead(&self, epoch: i64, until: Instant, stop: &CancellationToken) {
        let leading = stop.child_token();
        self.app.leadership.epoch.set(Some(epoch));
        let mut tasks = JoinSet::new();
        let shop = self.app.settings.current();
        match self.take_over(&shop).await {
            Ok(()) => {
                self.start(&mut tasks, &leading);
                self.keep(epoch, until, shop, &mut tasks, stop).await;
            }
            Err(error) => tracing::error!(%error, "taking over from the process before"),
        }
        leading.cancel();
        // Calls that were begun have answers that exist nowhere else: they are waited for. At the bot's stop somebody else sees to it that
        // this ends.
        while tasks.join_next().await.is_some() {}
        self.app.leadership.epoch.set(None);
        if let Err(error) = self.store.release_lease(LEADER_LEASE).await {
            tracing::warn!(%error, "releasing the leader lease; another process takes it in some seconds");
        }
    }

    async fn take_over(&self, shop: &Shop) -> Result<(), AppError> {
        self.app.leadership.take_over(shop).await?;
        self.list_commands(shop).await
    }

    /// Has Telegram show the lists of commands, in the shop's language where somebody's own is not known.
    async fn list_commands(&self, shop: &Shop) -> Result<(), AppError> {
        let mut effects = Effects::new();
        commands::enqueue_all(&self.app, shop, tree::COMMANDS, &mut effects).await?;
        Ok(self.app.notifier.commit(effects).await?)
    }

    /// Renews the lease until it is lost, a task breaks, or the bot stops. The command lists are of the settings `listed`; new settings may
    /// change their language and which commands exist.
    async fn keep(&self, epoch: i64, mut until: Instant, mut listed: Arc<Shop>, tasks: &mut JoinSet<()>, stop: &CancellationToken) {
        loop {
            self.beat();
            let shop = self.app.settings.current();
            if !Arc::ptr_eq(&shop, &listed) {
                match self.list_commands(&shop).await {
                    Ok(()) => listed = shop,
                    Err(error) => tracing::error!(%error, "listing the commands under the new settings"),
                }
            }
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                Some(broken) = tasks.join_next() => {
                    tracing::error!(?broken, "a part of the bot ended; all begin again");
                    return;
                }
                () = sleep(RENEW) => {}
            }
            let asked = Instant::now();
            match timeout_at(until, self.store.take_lease(LEADER_LEASE, LEASE)).await {
                Ok(Ok(Some(held))) if held == epoch => until = asked + LEASE - MARGIN,
                Ok(Ok(_)) => {
                    tracing::warn!("another process is the leader now");
                    return;
                }
                Ok(Err(error)) if Instant::now() < until => tracing::warn!(%error, "renewing the leader lease"),
                Ok(Err(_)) | Err(_) => {
                    tracing::warn!("the leader lease could not be renewed in time");
                    return;
                }
            }
        }
    }

    fn start(&self, tasks: &mut JoinSet<()>, leading: &CancellationToken) {
        let app = &self.app;
        let (renderer, known) = (app.clone(), self.username.subscribe());
        let render = move |message| render::render(renderer.clone(), known.clone(), message);
        let router = app.clone();
        let reroute = Box::new(move |chat_id, notification: &Notification| router.notifier.reroute(chat_id, notification));
        let sender = Sender::new(self.store.clone(), self.caller.clone(), app.clock.clone(), Limits::TELEGRAM, render, reroute);
        let sender = sender.with_heartbeats(app.heartbeats.clone());
        let (caller, clock, heartbeats) = (self.caller.clone(), app.clock.clone(), app.heartbeats.clone());
        let announcer = app.clone();
        let on_return = Box::new(move |since| announcer.alerts.announce(Notification::Health(HealthNotification::TelegramBack { since })));
        if self.by_webhook {
            tasks.spawn(TelegramProbe { on_return, caller, clock, heartbeats }.run(leading.clone()));
        } else {
            let (store, username, health) = (self.store.clone(), self.username.clone(), self.health.clone());
            tasks.spawn(Polling { on_return, caller, store, clock, username, health, heartbeats }.run(leading.clone()));
        }
        tasks.spawn(sender.run(leading.clone()));
        tasks.spawn(worker::run(app.clone(), |app| &*app.submitter, leading.clone()));
        tasks.spawn(worker::run(app.clone(), |app| &*app.poller, leading.clone()));
        tasks.spawn(worker::run(app.clone(), |app| &app.queries, leading.clone()));
        tasks.spawn(worker::refresh(app.clone(), leading.clone()));
        tasks.spawn(worker::maintenance(app.clone(), leading.clone()));
    }
}
