//! Checks at intervals whether Telegram answers. With a webhook the bot does not poll, and silence may only mean that nobody writes.

use std::convert::Infallible;
use std::time::Duration;

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::telegram::ingest::health::{Announce, welcome_back};
use crate::telegram::ingest::introduction::{Ingest, ask};

/// The time between two checks: as often as a poll is answered.
const ASK_EVERY: Duration = Duration::from_secs(25);
/// Heartbeat: two checks in a row without an answer take this long.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(75);

/// Checks whether Telegram answers, while this process sends messages.
pub struct TelegramProbe {
    pub announce: Announce,
    /// Its heartbeat comes each time that Telegram answers.
    pub ingest: Ingest,
}

impl TelegramProbe {
    /// Runs until `stop`.
    pub async fn run(self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            never = self.look() => match never {},
        }
    }

    async fn look(&self) -> Infallible {
        let (mut heard_at, mut away) = (self.ingest.clock.now(), false);
        self.heard();
        loop {
            sleep(ASK_EVERY).await;
            match ask(&self.ingest.caller).await {
                Ok(_) => {
                    self.heard();
                    let now = self.ingest.clock.now();
                    if away {
                        welcome_back(Some(heard_at), now, &self.announce);
                    }
                    (heard_at, away) = (now, false);
                }
                Err(trouble) => {
                    if !away {
                        tracing::warn!("Telegram does not answer, so no message can be sent: {trouble}");
                    }
                    away = true;
                }
            }
        }
    }

    fn heard(&self) {
        self.ingest.heartbeats.beat("telegram", HEARTBEAT_WITHIN);
    }
}
