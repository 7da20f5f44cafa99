//! The runner: claims chats with stored updates, handles the updates of each chat one after the other, and commits their effects together
//! with the mark that the update is handled. A panic or an error in a handler commits nothing, loses nothing and stops no other chat.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::app::{App, AppError, Effects, Session, zone};
use crate::dialogue::Step;
use crate::domain::notification::{HealthNotification, Notification};
use crate::domain::time::Millis;
use crate::i18n::{self, Words};
use crate::storage::{CommitError, InboxWrite, ReadError, Store, StoredUpdate, Write};
use crate::telegram::addressed::addressed;
use crate::telegram::albums::Albums;
use crate::telegram::callback::{CallbackCheck, ReceivedCallback, check_callback, counts_once};
use crate::telegram::chat_queue::{ChatQueues, Guard};
use crate::telegram::commands;
use crate::telegram::compose::read_data;
use crate::telegram::context::{HandlerError, HandlerResult, UpdateContext};
use crate::telegram::features::{anonymous, general};
use crate::telegram::flood::{Flood, FloodDecision};
use crate::telegram::incoming::{self, IncomingCallback, IncomingKind, IncomingUpdate};
use crate::telegram::ingest::Health;
use crate::telegram::render::shop_facts;
use crate::telegram::stars::{self, update::StarUpdate};
use crate::telegram::tree::{self, Tree};
use crate::telegram::view::ShopFacts;
use crate::telegram::view::toast::Toast;

/// How many chats are handled at the same time.
const MAX_CHATS: usize = 64;
/// How many updates of a chat are read at once.
const BATCH: i64 = 20;
/// How long a claim of a chat lasts. If this process dies, its chats wait that long for another replica.
const HOLD: Duration = Duration::from_secs(15);
/// How long to wait for a wake-up before reading the inbox anyway.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// A loop that has not read the inbox for this long hangs, or can't read it.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(30);
/// Attempts to handle an update. Then it becomes a dead letter, and the admins and the person are told.
const ATTEMPTS: i64 = 3;
/// The pause between two attempts, and while the database does not answer.
const PAUSE: Duration = Duration::from_millis(500);

/// Handles updates.
#[derive(Clone)]
pub struct Runner {
    pub app: Arc<App>,
    pub store: Store,
    pub username: watch::Receiver<Option<String>>,
    pub health: Arc<Health>,
    tree: Arc<Tree>,
    chat_queues: ChatQueues<i64>,
    flood: Arc<Mutex<Flood>>,
    albums: Arc<Mutex<Albums>>,
}

impl Runner {
    /// A runner. One for each process, because its chat queues are in memory; several processes on one PostgreSQL claim different chats.
    pub fn new(app: Arc<App>, store: Store, username: watch::Receiver<Option<String>>, health: Arc<Health>) -> Self {
        let (tree, chat_queues) = (Arc::new(tree::build()), ChatQueues::new(MAX_CHATS));
        Self { app, store, username, health, tree, chat_queues, flood: Arc::default(), albums: Arc::default() }
    }

    /// Runs until `stop`, then finishes the updates that are being handled. Begins when the bot's username is known, because a command may name
    /// another bot.
    pub async fn run(mut self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => return,
            known = self.username.wait_for(Option::is_some) => if known.is_err() { return },
        }
        let mut tasks = JoinSet::new();
        while !stop.is_cancelled() {
            let busy = self.chat_queues.busy();
            match self.store.claim_chats(&busy, HOLD, MAX_CHATS.saturating_sub(busy.len())).await {
                Ok(chats) => {
                    self.app.heartbeats.beat("handlers", HEARTBEAT_WITHIN);
                    for chat in chats {
                        if let Some(guard) = self.chat_queues.try_enter(chat) {
                            tasks.spawn(self.clone().chat_queue(chat, guard, stop.clone()));
                        }
                    }
                }
                Err(error) => tracing::error!(%error, "claiming chats"),
            }
            while tasks.try_join_next().is_some() {}
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.store.wake_ups().inbox_ready.notified() => {}
                () = self.chat_queues.freed() => {}
                () = sleep(LOOK_AGAIN) => {}
            }
        }
        while tasks.join_next().await.is_some() {}
    }

    /// Handles one claimed chat, then releases it.
    async fn chat_queue(self, chat: i64, guard: Guard<i64>, stop: CancellationToken) {
        self.work_on(chat, &stop).await;
        while let Err(error) = self.store.release_chat(chat).await {
            tracing::error!(%error, "releasing a chat");
            if stop.is_cancelled() {
                break;
            }
            sleep(PAUSE).await;
        }
        // Only now: leaving the queue makes the runner claim again, and then the chat must be free.
        drop(guard);
    }

    /// Handles the updates of one chat, one after the other, until none waits or half of the time of the claim is over.
    async fn work_on(&self, chat: i64, stop: &CancellationToken) {
        let began = Instant::now();
        while !stop.is_cancelled() && began.elapsed() < HOLD / 2 {
            let updates = match self.store.list_updates(chat, BATCH).await {
                Ok(updates) => updates,
                Err(error) => {
                    tracing::error!(%error, "reading updates");
                    sleep(PAUSE).await;
                    continue;
                }
            };
            if updates.is_empty() {
                return;
            }
            for update in updates {
                if stop.is_cancelled() {
                    return;
                }
                if !self.handle(&update).await {
                    sleep(PAUSE).await;
                    break;
                }
            }
        }
    }

    /// Handles one update; returns whether it is finished.
    async fn handle(&self, stored: &StoredUpdate) -> bool {
        let turning = tokio::spawn(self.clone().ctx(stored.clone()));
        let failure = match turning.await {
            Ok(Ok(effects)) => match self.finish(stored, effects).await {
                Ok(()) => return true,
                // Another replica has handled it, or is at an earlier one. That is no failure.
                Err(CommitError::Conflict("the update")) => return false,
                Err(CommitError::Conflict(what)) => format!("{what} changed meanwhile"),
                Err(error) => {
                    tracing::error!(%error, "the effects of an update can't be committed yet");
                    return false;
                }
            },
            Ok(Err(HandlerError::App(AppError::Read(ReadError::Database(error))))) => {
                tracing::error!(%error, "an update can't be handled yet");
                return false;
            }
            Ok(Err(error)) => error.to_string(),
            Err(panic) => format!("the handler panicked: {panic}"),
        };
        self.failed(stored, failure).await
    }

    async fn finish(&self, stored: &StoredUpdate, mut effects: Effects) -> Result<(), CommitError> {
        // First, so that an update that was handled before is reported as that conflict and not as another.
        effects.insert(0, Write::Inbox(InboxWrite::Handle { bot_id: stored.bot_id, update_id: stored.update_id }));
        let settings = effects.iter().any(|write| matches!(write, Write::Settings(_) | Write::Price(_)));
        let roles = effects.iter().any(|write| matches!(write, Write::Role(_)));
        self.store.commit(effects).await?;
        // What an admin has changed counts for the next update already.
        if settings && let Err(error) = self.app.settings.follow().await {
            tracing::warn!(%error, "changed settings are read a second later");
        }
        if roles && let Err(error) = self.app.roles.follow().await {
            tracing::warn!(%error, "changed roles are read a second later");
        }
        Ok(())
    }

    /// Counts a failure. After the last attempt the update becomes a dead letter, and the admins and the person are told.
    async fn failed(&self, stored: &StoredUpdate, failure: String) -> bool {
        let StoredUpdate { bot_id, update_id, attempts, .. } = *stored;
        if attempts + 1 < ATTEMPTS {
            tracing::warn!(update_id, %failure, "handling an update failed");
            if let Err(error) = self.store.commit(vec![Write::Inbox(InboxWrite::Retry { bot_id, update_id })]).await {
                tracing::error!(%error, "counting a failure");
            }
            return false;
        }
        tracing::error!(update_id, %failure, "an update becomes a dead letter");
        let mut effects = vec![Write::Inbox(InboxWrite::DeadLetter { bot_id, update_id, note: failure })];
        effects.extend(self.app.notifier.to_admins(&Notification::Health(HealthNotification::UpdateDeadLettered { update_id })));
        effects.extend(self.apologise(stored).await);
        match self.store.commit(effects).await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(%error, "making an update a dead letter");
                false
            }
        }
    }

    async fn apologise(&self, stored: &StoredUpdate) -> Effects {
        let Some(incoming) = self.read(&stored.body).filter(|incoming| incoming.private) else { return Effects::new() };
        let apology = match self.open(incoming).await {
            Ok(ctx) => {
                let page = general::broken(&ctx.words, &ctx.shop);
                ctx.reply_below(&Step::Menu, &page, None)
            }
            Err(error) => Err(error),
        };
        apology.unwrap_or_default()
    }

    fn read(&self, body: &str) -> Option<IncomingUpdate> {
        incoming::read(body, self.username.borrow().as_deref().unwrap_or_default()).ok()?
    }

    /// One update, from its text to its effects.
    async fn ctx(self, stored: StoredUpdate) -> HandlerResult {
        let Some(incoming) = incoming::read(&stored.body, self.username.borrow().as_deref().unwrap_or_default())? else {
            return self.without_person(&stored.body).await;
        };
        if !self.albums.lock().unwrap_or_else(PoisonError::into_inner).is_first(&incoming, stored.update_id) {
            return Ok(Effects::new());
        }
        let decision = self.flood.lock().unwrap_or_else(PoisonError::into_inner).count(incoming.person.id, self.app.clock.now());
        match decision {
            FloodDecision::Pass => {}
            FloodDecision::Warn => return self.slow_down(incoming).await,
            // Not even a press is answered: that would take its time from others, and one a second still passes.
            FloodDecision::Drop => {
                return Ok(vec![Write::Inbox(InboxWrite::Forget { bot_id: stored.bot_id, update_id: stored.update_id })]);
            }
        }
        let ctx = self.open(incoming).await?;
        let class = ctx.answer_class();
        let mut effects = tree::dispatch(&self.tree, ctx, self.health.state(self.app.clock.now())).await?;
        self.app.notifier.classify_answers(&mut effects, class);
        Ok(effects)
    }

    /// An update that no person is known to have sent, or that is about money.
    async fn without_person(&self, body: &str) -> HandlerResult {
        if let Some((old, new)) = incoming::moved_group(body) {
            let mut effects = Effects::new();
            self.app.sessions.move_group(old, new, &mut effects);
            if self.app.notifier.is_admin_chat(old).await? {
                commands::enqueue_for_group(&self.app, &self.app.settings.current(), tree::COMMANDS, new, &mut effects);
            }
            return Ok(effects);
        }
        // Money counts whatever its sender may do, and however often they wrote.
        if let Some(update) = stars::update::read(body)? {
            let mut effects = Effects::new();
            match update {
                StarUpdate::Paid(paid) => self.app.stars.paid(&self.app.settings.current(), paid, &mut effects).await?,
                StarUpdate::GivenBack { charge } => self.app.star_refunds.given_back(&charge, &mut effects).await?,
            }
            return Ok(effects);
        }
        let username = self.username.borrow().clone().unwrap_or_default();
        anonymous::answer(&self.app, tree::COMMANDS, body, &username).await
    }

    /// Too many updates: the person is told, and nothing else happens.
    async fn slow_down(&self, incoming: IncomingUpdate) -> HandlerResult {
        let mut ctx = self.open(incoming).await?;
        ctx.keyboard = None;
        if matches!(ctx.incoming.kind, IncomingKind::Callback(_)) {
            return ctx.toast_only(Toast::TOO_FAST);
        }
        if !ctx.incoming.private {
            return Ok(ctx.effects);
        }
        let page = general::slow_down(&ctx.words);
        ctx.say(&page)
    }

    /// The chat of the dialogue that this update belongs to: the private one, whose id is the person's; for an admin also the group
    /// of the admins, and the one in which a card was pressed.
    async fn chat_of_dialogue(&self, incoming: &IncomingUpdate) -> Result<i64, HandlerError> {
        let id = incoming.person.id;
        if incoming.private || self.app.admins.role(id).is_none() {
            return Ok(id);
        }
        let pressed = matches!(incoming.kind, IncomingKind::Callback(_));
        Ok(if pressed || self.app.notifier.is_admin_chat(incoming.chat_id).await? { incoming.chat_id } else { id })
    }

    /// Reads who it is, their dialogue, and whether a callback query counts.
    async fn open(&self, mut incoming: IncomingUpdate) -> Result<UpdateContext, HandlerError> {
        if let IncomingKind::Callback(IncomingCallback { is_inaccessible: true, .. }) = incoming.kind {
            // A card of the admins' group is in its topic.
            let group = self.app.admins.chat().filter(|group| group.chat_id == incoming.chat_id);
            incoming.topic = group.and_then(|group| group.topic);
        }
        let (now, settings) = (self.app.clock.now(), self.app.settings.current());
        let mut effects = Effects::new();
        let chat_id = self.chat_of_dialogue(&incoming).await?;
        let mut session = self.app.sessions.open(incoming.person.clone(), chat_id, &mut effects).await?;
        if incoming.private && incoming.names_topic() {
            self.app.sessions.set_topic(&mut session, incoming.topic, &mut effects);
        }
        let (mut keyboard, mut check) = (None, None);
        if let IncomingKind::Callback(callback) = &incoming.kind {
            let pressed = read_data(&callback.data);
            keyboard = match pressed {
                Some((token, _)) => self.app.sessions.keyboard(token).await?,
                None => None,
            };
            let checked = check_callback(received(callback, &incoming, &session, now), keyboard.as_ref());
            if let (CallbackCheck::Valid(action), Some(keyboard), Some((_, button))) = (&checked, &keyboard, pressed) {
                self.app.sessions.use_keyboard(keyboard, button, counts_once(keyboard, action), &mut effects);
            }
            check = Some(checked);
        }
        let addressed = addressed(&self.app, &incoming, &session).await?;
        let person = &session.person;
        let locale = i18n::choose(person.chosen.as_ref(), person.telegram_language.as_deref(), &settings.locale);
        let words = Words::new(locale, zone(&settings));
        let top_up = !self.app.bills.ways(&settings).is_empty();
        let shop = ShopFacts { top_up, ..shop_facts(&settings, &self.username, now) };
        Ok(UpdateContext { app: self.app.clone(), settings, incoming, session, words, shop, check, keyboard, addressed, effects, now })
    }
}

fn received<'a>(callback: &'a IncomingCallback, incoming: &IncomingUpdate, session: &'a Session, now: Millis) -> ReceivedCallback<'a> {
    ReceivedCallback {
        data: &callback.data,
        user_id: session.person.id,
        is_staff: session.role.is_some(),
        chat_id: incoming.chat_id,
        message_id: callback.message_id,
        current: session.dialogue.token.as_deref(),
        now,
    }
}
