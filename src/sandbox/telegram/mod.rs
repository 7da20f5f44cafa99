//! A simulated Telegram: the Bot API over HTTP on loopback, and the people who use it through a handle.
//!
//! It is stricter than Telegram where that finds faults of a bot: unknown parameters are refused. It is simpler where a bot can't
//! tell: it posts to webhooks of this machine only, knows `parse_mode` HTML only, and bots hear everything in their groups.

mod commands;
mod connection;
mod entity;
mod fault;
mod handle;
mod html;
mod invoices;
mod keyboard;
mod link;
mod message;
pub mod methods;
mod params;
mod people;
mod photo;
mod refusal;
mod requests;
mod server;
mod stars;
mod start;
mod state;
mod topics;
mod transcript;
mod updates;
mod webhook;
mod webhook_delivery;

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use entity::Entity;
pub use fault::{ANY, Fault};
pub use keyboard::Button;
pub use message::{Chat, ChatKind, Message, User};
pub use people::{Content, Impossible, Sent};
pub use stars::{Outcome, Payment};
pub use state::{Answer, BotAccount, Call, Command, State};
pub use webhook::{Delivery, Webhook};

use crate::sandbox::traffic::Traffic;

/// How long [`Telegram::wait_until`] waits: far longer than any bot should need, far shorter than a test runner's patience.
pub const WAIT_LIMIT: Duration = Duration::from_secs(30);

/// Where a simulated Telegram gets the time: unix time in milliseconds.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Asked at each call that arrives, by its method, before anything is done. `false`: nothing is done, and the connection is closed.
pub type Watcher = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// How a simulated Telegram begins.
#[derive(Clone)]
pub struct Options {
    /// Port on 127.0.0.1, 0 for any free one.
    pub port: u16,
    /// The bot's token, `<id>:<secret>`.
    pub token: String,
    /// The bot's shown name.
    pub bot_name: String,
    /// The bot's name without `@`.
    pub bot_username: String,
    /// The id of the first update. A bot that keeps its database between runs needs a different one each time.
    pub first_update_id: i64,
    /// How long a press can be answered.
    pub query_ttl: Duration,
    /// The time.
    pub clock: Clock,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            token: "7001234567:SANDBOX-this-token-opens-nothing-00".into(),
            bot_name: "Odzreshop".into(),
            bot_username: "odzreshop_bot".into(),
            first_update_id: 734_512_208,
            query_ttl: Duration::from_secs(15 * 60),
            clock: Arc::new(|| {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
            }),
        }
    }
}

/// A running simulated Telegram. Clones are handles on the same one.
#[derive(Clone)]
pub struct Telegram {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    version: watch::Sender<u64>,
    stop: CancellationToken,
    server: Mutex<Option<JoinHandle<()>>>,
    address: SocketAddr,
    token: String,
    clock: Clock,
    watcher: Mutex<Option<Watcher>>,
    traffic: Mutex<Option<Traffic>>,
}

/// What was waited for did not happen. Its `Debug` is the transcript of all chats, for the message of a failed test.
pub struct Timeout {
    /// What was waited for.
    pub what: String,
    /// All chats as they were then.
    pub transcript: String,
}

impl fmt::Debug for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "waited {WAIT_LIMIT:?} in vain for {}\n{}", self.what, self.transcript)
    }
}

impl Telegram {
    /// Stops serving: ends waiting calls, closes the port, and returns when that is done.
    pub async fn stop(&self) {
        self.shared.stop.cancel();
        let server = lock(&self.shared.server).take();
        if let Some(server) = server {
            // The task ends by itself; if it panicked, there is nothing left to stop.
            let _ = server.await;
        }
    }

    /// The address for the bot's `TELOXIDE_API_URL`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.shared.address)
    }

    /// The bot's token.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// Reads the state; the closure must not call the handle.
    pub fn read<T>(&self, f: impl FnOnce(&State) -> T) -> T {
        f(&lock(&self.shared.state))
    }

    /// Sets a function that is called when a call arrives.
    pub fn watch(&self, watcher: Watcher) {
        *lock(&self.shared.watcher) = Some(watcher);
    }

    /// Writes every call down in this record.
    pub fn record(&self, traffic: Traffic) {
        *lock(&self.shared.traffic) = Some(traffic);
    }

    /// The number of changes of the state; wakes at each.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.shared.version.subscribe()
    }

    /// Ends when the server is told to stop.
    pub async fn stopped(&self) {
        self.shared.stop.cancelled().await;
    }

    /// Waits until the closure finds in the state what it looks for, woken by every change.
    ///
    /// # Errors
    /// After [`WAIT_LIMIT`], with the transcript of all chats. Made for tests, which unwrap it.
    pub async fn wait_until<T>(&self, what: &str, f: impl Fn(&State) -> Option<T>) -> Result<T, Timeout> {
        let mut changes = self.changes();
        let deadline = tokio::time::Instant::now() + WAIT_LIMIT;
        loop {
            changes.mark_unchanged();
            if let Some(found) = self.read(&f) {
                return Ok(found);
            }
            if tokio::time::timeout_at(deadline, changes.changed()).await.is_err() {
                return Err(Timeout { what: what.into(), transcript: self.read(State::transcripts) });
            }
        }
    }

    fn change<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        let result = {
            let mut state = lock(&self.shared.state);
            state.now_ms = (self.shared.clock)();
            f(&mut state)
        };
        self.shared.version.send_modify(|version| *version += 1);
        result
    }
}

/// A state of which some change panicked half-way is still worth reading: a test is about to fail anyway.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
