//! The sender: takes due messages from the outbox, those of a chat one after the other, and sends each until it has arrived or can't arrive.
//! At least once: a message is done only when its outcome is on disk.

pub mod outcome;
pub mod pace;
mod record;
mod turns;

use std::collections::HashSet;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::{JoinError, JoinSet};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::app::{Clock, Heartbeats};
use crate::domain::message_class::MessageClass;
use crate::domain::notification::{HealthNotification, Notification};
use crate::domain::retry::Jitter;
use crate::domain::time::Millis;
use crate::storage::{MovedGroupWrite, OutboxBody, OutboxWrite, QueuedMessage, Store, Write};
use crate::telegram::backoff::LONGEST_DEMAND_MS;
use crate::telegram::caller::{CallFailure, Caller};
use crate::telegram::chat_queue::{ChatQueues, Guard};
use crate::telegram::ingest::Announce;
use crate::telegram::seldom::Seldom;

use outcome::{Answer, Rewrite, SendOutcome, read_answer};
pub use pace::Limits;
use pace::{Pace, is_message};
use record::{SendError, forget_topic, is_late, log_outcome, record, writes_of};
use turns::Turns;

/// Most calls at the same time, for messages and separately for answers to callback queries. Each takes a connection.
const CONCURRENCY: usize = 32;
/// Most messages of a broadcast that are sent at the same time: so many may arrive twice when the process is killed.
const BROADCAST_CONCURRENCY: usize = 8;
/// Outbox messages of a class read at once: those that are sent now, and more that wait for their chat.
const BATCH: i64 = 64;
/// How long a call may take.
const CALL_TIMEOUT: Duration = Duration::from_secs(15);
/// How long running calls may take after the stop.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);
/// How often a call is rewritten and made again at once: once for each way of rewriting.
const CALLS: usize = 5;
/// The pause after the outbox could not be read.
const LOOK_AGAIN_MS: i64 = 1_000;
/// The longest sleep, so that a change of the clock is noticed.
const LONGEST_SLEEP_MS: i64 = 60_000;
/// A loop that has not read the outbox for this long hangs, or can't read it: twice the longest sleep.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(120);
/// An alert is with somebody within this time. One for a group that has to wait longer goes to the admins privately.
const ALERT_WITHIN_MS: i64 = 30_000;
/// How long Telegram may take to say that it works while one group does not.
const TRIAL_TIMEOUT: Duration = Duration::from_secs(3);
/// How often admins are told that Telegram demands a long pause.
const TELL_AGAIN: Duration = Duration::from_secs(3_600);
/// A message that causes this many panics is given up, because it would block its chat for ever.
const MAX_PANICS: i64 = 5;

/// A rendered notification: a Bot API call, ready to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    pub method: String,
    pub payload: Value,
    /// Where it is sent when the message that it edits is gone.
    pub topic: Option<i64>,
}

/// Why a notification was not rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// Not now; the message is tried again.
    #[error("the notice can't be put into words yet: {0}")]
    NotNow(String),
    /// Never; the message is given up.
    #[error("the notice can't be put into words: {0}")]
    Never(String),
}

/// What to commit when a notification can't reach its chat: for example the same notification for another chat.
type Reroute = Box<dyn Fn(i64, &Notification) -> Vec<Write> + Send + Sync>;

/// What to commit when a topic does not take a message, which is in General now; by the id of the chat and of the topic.
type TopicGone = Box<dyn Fn(i64, i64) -> BoxFuture<Vec<Write>> + Send + Sync>;

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Where messages go that can't be where they belong, and who is told.
pub struct Detours {
    pub reroute: Reroute,
    pub topic_gone: TopicGone,
}

/// Sends what is in the outbox. `R` makes the call of a message that depends on the time of sending; None if there is nothing left to say.
pub struct Sender<R> {
    inner: Arc<Inner<R>>,
    tasks: JoinSet<()>,
    turns: Turns,
    /// Whether a message may be due later. If there is surely none, the database is not asked.
    may_wait: bool,
    heartbeats: Heartbeats,
}

struct Inner<R> {
    store: Store,
    caller: Caller,
    clock: Clock,
    render: R,
    detours: Detours,
    announce: Announce,
    throttled: Seldom,
    /// A queue per chat.
    chats: ChatQueues<i64>,
    /// A queue per answer to a callback query.
    answers: ChatQueues<i64>,
    /// A place for each message of a broadcast that is being sent; besides that it takes the queue of its chat.
    broadcasts: ChatQueues<i64>,
    pace: Mutex<Pace>,
    /// A message was postponed since the outbox was last read.
    postponed: AtomicBool,
}

/// What [`Sender::tick`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Outbox messages whose sending began.
    pub started: usize,
    /// Whether there may be messages that can be sent as soon as another one is done.
    pub held: bool,
    /// When to read the outbox again at the latest, if messages wait.
    pub next_at: Option<Millis>,
}

impl<R, F> Sender<R>
where
    R: Fn(QueuedMessage) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Option<Rendered>, RenderError>> + Send + 'static,
{
    /// A sender that keeps to `limits`; `detours` says where a notification goes that can't reach its chat. Only the leader runs one, because
    /// the queues and the pace are in memory.
    pub fn new(store: Store, caller: Caller, clock: Clock, limits: Limits, render: R, detours: Detours, announce: Announce) -> Self {
        let (chats, answers, pace) = (ChatQueues::new(CONCURRENCY), ChatQueues::new(CONCURRENCY), Mutex::new(Pace::new(limits)));
        let broadcasts = ChatQueues::new(BROADCAST_CONCURRENCY);
        let (throttled, postponed) = (Seldom::each(TELL_AGAIN), AtomicBool::default());
        let inner = Inner { store, caller, clock, render, detours, announce, throttled, chats, answers, broadcasts, pace, postponed };
        let inner = Arc::new(inner);
        Self { inner, tasks: JoinSet::new(), turns: Turns::default(), may_wait: true, heartbeats: Heartbeats::default() }
    }

    /// The same, with its heartbeat in `heartbeats`.
    #[must_use]
    pub fn with_heartbeats(self, heartbeats: Heartbeats) -> Self {
        Self { heartbeats, ..self }
    }

    /// Runs until `stop`, then lets running calls finish; those that take too long are made again after the next start.
    pub async fn run(mut self, stop: CancellationToken) {
        let inner = Arc::clone(&self.inner);
        while !stop.is_cancelled() {
            let round = self.tick().await;
            let wait_ms = round.next_at.map_or(LONGEST_SLEEP_MS, |at| at.since_ms(inner.clock.now()).clamp(0, LONGEST_SLEEP_MS));
            tokio::select! {
                () = stop.cancelled() => {}
                () = inner.store.wake_ups().outbox_ready.notified() => {}
                () = inner.freed(round.held) => {}
                () = sleep(Duration::from_millis(wait_ms.unsigned_abs())) => {}
            }
        }
        if timeout(STOP_TIMEOUT, self.settle()).await.is_err() {
            tracing::warn!(calls = self.tasks.len(), "Telegram does not answer; these messages are sent again after the next start");
        }
    }

    /// Begins to send every message that may be sent now.
    pub async fn tick(&mut self) -> Round {
        while let Some(ended) = self.tasks.try_join_next() {
            log_end(ended);
        }
        let now = self.inner.clock.now();
        // Before reading: a message that is being sent now may be done before the loop reaches it, and would be sent twice.
        let busy = (self.inner.chats.busy(), self.inner.answers.busy());
        self.reroute_throttled(&busy.0, now).await;
        self.may_wait |= self.inner.postponed.swap(false, Ordering::AcqRel);
        let messages = match self.inner.store.list_due_messages(now, BATCH).await {
            Ok(messages) => messages,
            Err(error) => {
                tracing::error!("the outbox can't be read: {error}");
                return Round { next_at: Some(now.plus_ms(LOOK_AGAIN_MS)), ..Round::default() };
            }
        };
        self.heartbeats.beat("messages", HEARTBEAT_WITHIN);
        let mut round = Round { held: i64::try_from(messages.len()).is_ok_and(|count| count >= BATCH), ..Round::default() };
        for message in self.turns.order(messages, |message| message.class) {
            self.start(message, &busy, now, &mut round);
        }
        round.next_at = earliest(round.next_at, self.next_due(now).await);
        round
    }

    /// Waits until every call that was begun is done and its outcome on disk.
    pub async fn settle(&mut self) {
        while let Some(ended) = self.tasks.join_next().await {
            log_end(ended);
        }
    }

    /// Alerts for a group that Telegram makes the bot wait for longer than an alert may: they are committed for other chats in its place, if
    /// somebody can be reached there. The one that is being sent is looked at when it is done.
    async fn reroute_throttled(&self, busy: &HashSet<i64>, now: Millis) {
        let paused = self.inner.pace().paused_groups(now);
        for (chat_id, until) in paused.into_iter().filter(|(chat_id, _)| !busy.contains(chat_id)) {
            if let Err(error) = self.inner.reroute_late(chat_id, until, false).await {
                tracing::error!(chat_id, "the alerts for a throttled group can't be sent elsewhere: {error}");
            }
        }
    }

    /// Begins to send one message, unless it has to wait.
    fn start(&mut self, message: QueuedMessage, busy: &(HashSet<i64>, HashSet<i64>), now: Millis, round: &mut Round) {
        let is_toast = message.class == MessageClass::Toast;
        let (chat_queues, key, busy) =
            if is_toast { (&self.inner.answers, message.id, &busy.1) } else { (&self.inner.chats, message.chat_id, &busy.0) };
        let is_broadcast = message.body.broadcast().is_some();
        if busy.contains(&key) || chat_queues.is_full() || (is_broadcast && self.inner.broadcasts.is_full()) {
            round.held = true;
            return;
        }
        let paced = is_message(&message.body).then_some(message.chat_id);
        let mut pace = self.inner.pace();
        let ready = if is_broadcast { pace.broadcast_at(message.chat_id, now) } else { pace.ready_at(paced, now) };
        if ready > now {
            round.next_at = earliest(round.next_at, Some(ready));
            return;
        }
        // Only this task enters queues, so the queue is still free; if it were not, the message would wait for the next round.
        let Some(guard) = chat_queues.try_enter(key) else {
            round.held = true;
            return;
        };
        let place = if is_broadcast { self.inner.broadcasts.try_enter(message.id) } else { None };
        if let Some(chat) = paced {
            pace.take(chat, now);
        }
        if is_broadcast {
            pace.take_broadcast(now);
        }
        drop(pace);
        round.started += 1;
        self.turns.served(message.class);
        // Only the first message of a chat is listed: the next one may be sent as soon as this one is done.
        round.held |= !is_toast;
        self.tasks.spawn(deliver(Arc::clone(&self.inner), message, (place, guard)));
    }

    /// When the next message becomes due.
    async fn next_due(&mut self, now: Millis) -> Option<Millis> {
        if !self.may_wait {
            return None;
        }
        match self.inner.store.next_message_at(now).await {
            Ok(next_at) => {
                self.may_wait = next_at.is_some();
                next_at
            }
            Err(error) => {
                tracing::error!("the outbox can't be read: {error}");
                Some(now.plus_ms(LOOK_AGAIN_MS))
            }
        }
    }
}

impl<R> Inner<R> {
    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Commits the alerts for a group that would be there only `at` this time for other chats, if that is too late and somebody can be
    /// reached. With `trial` Telegram has to take a call for one of these chats first: if it takes none, the group is not the reason.
    async fn reroute_late(&self, chat_id: i64, at: Millis, trial: bool) -> Result<(), SendError> {
        let (mut writes, mut others) = (Vec::new(), Vec::new());
        for (id, notification, created_at) in self.store.list_waiting_notifications(chat_id, BATCH).await? {
            if at.since_ms(created_at) <= ALERT_WITHIN_MS {
                continue;
            }
            let mut elsewhere = Vec::new();
            for write in (self.detours.reroute)(chat_id, &notification) {
                if let Write::Outbox(OutboxWrite::Enqueue(message)) = &write {
                    if self.store.find_person(message.chat_id).await?.is_none_or(|person| person.unreachable) {
                        continue;
                    }
                    others.push(message.chat_id);
                }
                elsewhere.push(write);
            }
            if !elsewhere.is_empty() {
                let error = "the group can't be written to in time: sent to others".to_owned();
                writes.push(Write::Outbox(OutboxWrite::Undeliverable { id, error }));
                writes.extend(elsewhere);
            }
        }
        if writes.is_empty() || trial && !self.takes_calls(others).await {
            return Ok(());
        }
        tracing::warn!(chat_id, "the group of ADMIN_CHAT_ID can't be written to in time; each admin gets the alert privately");
        Ok(self.store.commit(writes).await?)
    }

    /// Tells the admins that a message for a topic is in General, if they want to know.
    async fn tell_topic_gone(&self, chat_id: i64, topic: i64) {
        let writes = (self.detours.topic_gone)(chat_id, topic).await;
        if let Err(error) = self.store.commit(writes).await {
            tracing::error!(chat_id, topic, "the admins can't be told of a topic that is gone: {error}");
        }
    }

    /// Whether Telegram takes a call for one of these chats. It leaves nothing there.
    async fn takes_calls(&self, mut chats: Vec<i64>) -> bool {
        chats.sort_unstable();
        chats.dedup();
        for chat_id in chats {
            let typing = json!({ "chat_id": chat_id, "action": "typing" });
            match self.caller.call("sendChatAction", &typing, TRIAL_TIMEOUT).await {
                Ok(_) => return true,
                // Only this chat can't be reached.
                Err(CallFailure::Telegram { code: 400 | 403, .. }) => {}
                Err(_) => return false,
            }
        }
        false
    }

    /// Waits until a call has ended after which the outbox must be read again: a call to a chat, because only the oldest message of a chat is
    /// listed; an answer that held up others or is to be repeated.
    async fn freed(&self, held: bool) {
        loop {
            tokio::select! {
                () = self.chats.freed() => return,
                () = self.answers.freed() => {}
            }
            if held || self.postponed.load(Ordering::Acquire) {
                return;
            }
        }
    }
}

/// Sends one message and commits its outcome. The queue is free only after that.
async fn deliver<R, F>(inner: Arc<Inner<R>>, message: QueuedMessage, _guards: (Option<Guard<i64>>, Guard<i64>))
where
    R: Fn(QueuedMessage) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Option<Rendered>, RenderError>> + Send + 'static,
{
    let (id, chat_id, attempts, expires_at) = (message.id, message.chat_id, message.attempts, message.expires_at);
    let (is_broadcast, is_paced) = (message.body.broadcast().is_some(), is_message(&message.body));
    let notification = match &message.body {
        OutboxBody::Notification { notification } => Some(notification.clone()),
        OutboxBody::Call { .. } | OutboxBody::RemoveKeyboard { .. } => None,
    };
    let outcome = if is_late(expires_at, inner.clock.now()) {
        SendOutcome::Late
    } else {
        let attempt = attempt(Arc::clone(&inner), message);
        // In a task of its own, so that a panic is an outcome like any other.
        match AbortOnDropHandle::new(tokio::spawn(attempt)).await {
            Ok(outcome) => outcome,
            Err(panic) => after_panic(&panic, attempts),
        }
    };
    log_outcome(id, chat_id, attempts, &outcome);
    let now = inner.clock.now();
    if is_paced && matches!(outcome, SendOutcome::Late | SendOutcome::Moot) {
        inner.pace().give_back(chat_id);
    }
    if let SendOutcome::Flooded { wait_ms, .. } = outcome {
        inner.pace().flooded(chat_id, now, wait_ms);
        if is_broadcast {
            inner.pace().pause_broadcasts(now, wait_ms);
        }
        if wait_ms >= LONGEST_DEMAND_MS && inner.throttled.is_time() {
            (inner.announce)(HealthNotification::Throttled { chat_id });
        }
    }
    let is_lost = matches!(outcome, SendOutcome::Unreachable { .. } | SendOutcome::Refused { .. });
    let retry_at = if let SendOutcome::Later { wait_ms, .. } = outcome { Some(now.plus_ms(wait_ms)) } else { None };
    let mut writes = writes_of(id, chat_id, expires_at, outcome, now);
    let elsewhere =
        notification.filter(|_| is_lost).map(|notification| (inner.detours.reroute)(chat_id, &notification)).unwrap_or_default();
    if !elsewhere.is_empty() {
        tracing::warn!(chat_id, "the group of ADMIN_CHAT_ID can't be written to; each admin gets the alert privately");
    }
    writes.extend(elsewhere);
    let is_postponed = matches!(writes[..], [Write::Outbox(OutboxWrite::Postpone { .. })]);
    record(&inner.store, id, writes).await;
    if is_postponed {
        inner.postponed.store(true, Ordering::Release);
    }
    if let Some(retry_at) = retry_at.filter(|_| chat_id < 0) {
        // The next call may take its whole time, and only then is it known that it failed too.
        let at = retry_at.plus_ms(i64::try_from(CALL_TIMEOUT.as_millis()).unwrap_or(i64::MAX));
        if let Err(error) = inner.reroute_late(chat_id, at, true).await {
            tracing::error!(chat_id, "the alerts for a group that can't be written to can't be sent elsewhere: {error}");
        }
    }
}

/// Renders the message and calls Telegram, again as long as a changed call may help.
async fn attempt<R, F>(inner: Arc<Inner<R>>, message: QueuedMessage) -> SendOutcome
where
    R: Fn(QueuedMessage) -> F,
    F: Future<Output = Result<Option<Rendered>, RenderError>>,
{
    let (id, chat_id, attempts) = (message.id, message.chat_id, message.attempts);
    let mut lost_topic = None;
    let jitter = Jitter(rand::random_range(-200..=200));
    let is_notification = matches!(message.body, OutboxBody::Notification { .. });
    let rendered = match message.body {
        OutboxBody::Call { method, payload } => Ok(Some(Rendered { method, payload, topic: message.topic })),
        OutboxBody::Notification { .. } | OutboxBody::RemoveKeyboard { .. } => (inner.render)(message).await,
    };
    let Rendered { mut method, mut payload, topic } = match rendered {
        Ok(Some(rendered)) => rendered,
        Ok(None) => return SendOutcome::Moot,
        Err(error @ RenderError::Never(_)) => return SendOutcome::Refused { error: error.to_string() },
        Err(error @ RenderError::NotNow(_)) => return SendOutcome::again(attempts, error.to_string(), jitter),
    };
    for _ in 0..CALLS {
        let answer = inner.caller.call(&method, &payload, CALL_TIMEOUT).await;
        match read_answer(&method, &payload, &answer, attempts, jitter) {
            Answer::Done(outcome) => {
                if let (SendOutcome::Sent { .. }, Some(topic)) = (&outcome, lost_topic) {
                    inner.tell_topic_gone(chat_id, topic).await;
                }
                return outcome;
            }
            Answer::Again(rewrite) => {
                if let Err(failure) = &answer {
                    tracing::warn!(message = id, method, ?rewrite, "calling again in another way: {failure}");
                }
                if let (Rewrite::Chat(new), Some(old)) = (rewrite, payload["chat_id"].as_i64()) {
                    // Before the message is sent, because its buttons may be pressed at once.
                    let moved = Write::MovedGroup(MovedGroupWrite::Move { old, new, now: inner.clock.now() });
                    if let Err(error) = inner.store.commit(vec![moved]).await {
                        return SendOutcome::again(attempts, error.to_string(), jitter);
                    }
                }
                if rewrite == Rewrite::NoTopic {
                    lost_topic = payload["message_thread_id"].as_i64();
                    match forget_topic(&inner.store, &payload).await {
                        // It has to be put into words again: what is written below it does not reach the customer any more.
                        Ok(true) if is_notification => {
                            return SendOutcome::Later { wait_ms: 0, error: "the topic of the conversation is gone".to_owned() };
                        }
                        Ok(_) => {}
                        Err(error) => return SendOutcome::again(attempts, error.to_string(), jitter),
                    }
                }
                rewrite.apply(&mut method, &mut payload, topic);
            }
        }
    }
    SendOutcome::Refused { error: "refused in every way".to_owned() }
}

fn after_panic(panic: &JoinError, attempts: i64) -> SendOutcome {
    let error = format!("the program failed at this message: {panic}");
    tracing::error!(attempts, "{error}");
    if attempts + 1 < MAX_PANICS { SendOutcome::again(attempts, error, Jitter(0)) } else { SendOutcome::Refused { error } }
}

fn log_end(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        tracing::error!("sending a message failed: {error}");
    }
}

fn earliest(one: Option<Millis>, other: Option<Millis>) -> Option<Millis> {
    [one, other].into_iter().flatten().min()
}

#[cfg(test)]
mod tests;
