//! The introduction: before the first update is handled, `getMe` returns the bot's username and proves the token.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::sync::watch;

use crate::app::{Clock, Heartbeats};
use crate::storage::Store;
use crate::telegram::caller::Caller;
use crate::telegram::ingest::health::Health;
use crate::telegram::ingest::trouble::{Trouble, wait};

/// How long `getMe` may take.
const CALL_TIMEOUT: Duration = Duration::from_secs(10);

/// Called with the text of each update before it is stored: for what can't wait until its turn comes. Returns at once.
pub type AtOnce = Arc<dyn Fn(&str) + Send + Sync>;

/// What receives updates, by long polling or by a webhook. Cheap to clone.
#[derive(Clone)]
pub struct Ingest {
    pub caller: Caller,
    pub store: Store,
    pub clock: Clock,
    /// Gets the bot's username when it is known.
    pub username: watch::Sender<Option<String>>,
    pub health: Arc<Health>,
    pub heartbeats: Heartbeats,
    pub at_once: AtOnce,
}

#[derive(Deserialize)]
struct Me {
    username: Option<String>,
}

impl Ingest {
    /// Calls `getMe` until it succeeds; then the token is valid and the username is known.
    pub(super) async fn introduce(&self) {
        let mut failures = 0;
        let name = loop {
            match ask(&self.caller).await {
                Ok(name) => break name,
                Err(trouble) => {
                    failures += 1;
                    wait(&trouble, failures).await;
                }
            }
        };
        self.health.answered(self.clock.now());
        let bot_id = self.caller.bot_id();
        tracing::info!(username = name.as_deref().unwrap_or_default(), bot_id, "Telegram accepted the token");
        self.username.send_replace(name);
    }
}

/// The bot's username, as Telegram knows it.
pub(super) async fn ask(caller: &Caller) -> Result<Option<String>, Trouble> {
    let me = caller.call("getMe", &json!({}), CALL_TIMEOUT).await?;
    let Me { username } = serde_json::from_str(me.get())?;
    Ok(username)
}
