//! The leadership: what only one process at a time does, so that the limits of Telegram and the provider hold for the whole shop. With SQLite
//! the only process leads from start to stop; with PostgreSQL a lease says which process leads, and another takes over when that one dies.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::app::{App, AppError, Effects};
use crate::domain::notification::Notification;
use crate::domain::place::Place;
use crate::domain::shop::Shop;
use crate::storage::LEADER_LEASE;
use crate::telegram::ingest::{Announce, Ingest, Polling, TelegramProbe};
use crate::telegram::sender::{Detours, Limits, Sender};
use crate::telegram::{commands, render, stars, tree};
use crate::worker;

/// How long the lease lasts after each renewal. If the leader dies, no process sends for this long.
const LEASE: Duration = Duration::from_secs(10);

/// How often the leader renews it, and how often the others check whether it is free.
const RENEW: Duration = Duration::from_secs(2);

/// The leader stops this long before its lease expires, so that the calls it has begun end while it still leads.
const MARGIN: Duration = Duration::from_secs(3);

/// A process that has not seen for this long that the lease is held hangs, or can't take it. A leader that steps down first waits for the
/// longest call that it has begun.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(120);

/// What the leader needs.
pub(super) struct Leadership {
    pub app: Arc<App>,
    pub ingest: Ingest,
    /// Telegram posts updates to a webhook, so the leader does not poll.
    pub by_webhook: bool,
}

impl Leadership {
    /// Takes the lease whenever it is free, and leads while it lasts, until `stop`.
    pub(super) async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let asked = Instant::now();
            match self.ingest.store.take_lease(LEADER_LEASE, LEASE).await {
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

    /// The heartbeat: this process leads, or another one does.
    fn beat(&self) {
        self.app.heartbeats.beat("leadership", HEARTBEAT_WITHIN);
    }

    /// Leads from taking over to the stop or to the loss of the lease.
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
            Err(error) => tracing::error!(%error, "taking over from the leader before"),
        }
        leading.cancel();
        // The answers to calls that were begun exist nowhere else, so they are waited for. When the bot stops, the caller limits the wait.
        while tasks.join_next().await.is_some() {}
        self.app.leadership.epoch.set(None);
        if let Err(error) = self.ingest.store.release_lease(LEADER_LEASE).await {
            tracing::warn!(%error, "releasing the leader lease; another process takes it in some seconds");
        }
    }

    async fn take_over(&self, shop: &Shop) -> Result<(), AppError> {
        self.app.leadership.take_over(shop).await?;
        self.list_commands(shop).await
    }

    /// Has Telegram show the command lists, in the shop's language for people whose language the bot does not have.
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
                Some(failed) = tasks.join_next() => {
                    tracing::error!(?failed, "a part of the bot ended; all parts start again");
                    return;
                }
                () = sleep(RENEW) => {}
            }
            let asked = Instant::now();
            match timeout_at(until, self.ingest.store.take_lease(LEADER_LEASE, LEASE)).await {
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
        let (renderer, known) = (app.clone(), self.ingest.username.subscribe());
        let render = move |message| render::render(renderer.clone(), known.clone(), message);
        let router = app.clone();
        let reroute = Box::new(move |chat_id, notification: &Notification| router.notifier.reroute(chat_id, notification));
        let of_topics = app.clone();
        let topic_gone = Box::new(move |chat_id, topic| topic_gone(of_topics.clone(), Place { chat_id, topic: Some(topic) }));
        let (announcer, ingest) = (app.clone(), self.ingest.clone());
        let announce: Announce = Arc::new(move |notification| announcer.alerts.announce(Notification::Health(notification)));
        let (store, caller) = (self.ingest.store.clone(), self.ingest.caller.clone());
        let sender =
            Sender::new(store, caller, app.clock.clone(), Limits::TELEGRAM, render, Detours { reroute, topic_gone }, announce.clone());
        let sender = sender.with_heartbeats(app.heartbeats.clone());
        if self.by_webhook {
            tasks.spawn(TelegramProbe { announce, ingest }.run(leading.clone()));
        } else {
            tasks.spawn(Polling { announce, ingest }.run(leading.clone()));
        }
        tasks.spawn(sender.run(leading.clone()));
        tasks.spawn(worker::run(app.clone(), |app| &*app.submitter, leading.clone()));
        tasks.spawn(worker::run(app.clone(), |app| &*app.poller, leading.clone()));
        tasks.spawn(worker::run(app.clone(), |app| &app.queries, leading.clone()));
        tasks.spawn(worker::run(app.clone(), |app| &*app.collector, leading.clone()));
        tasks.spawn(stars::clerk::run(app.clone(), self.ingest.caller.clone(), leading.clone()));
        tasks.spawn(worker::refresh(app.clone(), leading.clone()));
        tasks.spawn(worker::broadcasts(app.clone(), leading.clone()));
        tasks.spawn(worker::backups(app.clone(), leading.clone()));
        tasks.spawn(worker::maintenance(app.clone(), leading.clone()));
    }
}

/// What admins are told of a topic that takes no messages any more.
fn topic_gone(app: Arc<App>, place: Place) -> Pin<Box<dyn Future<Output = Effects> + Send>> {
    Box::pin(async move {
        let told = app.alert_desk.topic_gone(&app.settings.current(), place).await;
        told.inspect_err(|error| tracing::error!(%error, "looking for what a topic was used for")).unwrap_or_default()
    })
}
