//! The introduction: before the first update is handled, `getMe` returns the bot's username and proves the token.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::sync::watch;

use crate::app::Clock;
use crate::telegram::caller::Caller;
use crate::telegram::ingest::health::Health;
use crate::telegram::ingest::trouble::{Trouble, wait};

/// How long `getMe` may take.
const CALL_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Deserialize)]
struct Me {
    username: Option<String>,
}

/// Calls `getMe` until it succeeds; then the token is valid and the username is known.
pub(super) async fn introduce(caller: &Caller, clock: &Clock, health: &Health, username: &watch::Sender<Option<String>>) {
    let mut failures = 0;
    loop {
        match ask(caller).await {
            Ok(name) => {
                health.answered(clock.now());
                tracing::info!(username = name.as_deref().unwrap_or_default(), bot_id = caller.bot_id(), "Telegram accepted the token");
                username.send_replace(name);
                return;
            }
            Err(trouble) => {
                failures += 1;
                wait(&trouble, failures).await;
            }
        }
    }
}

/// The bot's username, as Telegram knows it.
pub(super) async fn ask(caller: &Caller) -> Result<Option<String>, Trouble> {
    let me = caller.call("getMe", &json!({}), CALL_TIMEOUT).await?;
    let Me { username } = serde_json::from_str(me.get())?;
    Ok(username)
}
