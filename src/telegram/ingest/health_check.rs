//! Telegram is asked now and then whether it answers. With a webhook nobody polls, and a silence may only mean that nobody writes.

use std::convert::Infallible;
use std::time::Duration;

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::app::{Clock, Heartbeats};
use crate::telegram::caller::Caller;
use crate::telegram::ingest::health::{OnReturn, welcome_back};
use crate::telegram::ingest::introduction::ask;

/// Between two questions: as often as a poll is answered.
const ASK_EVERY: Duration = Duration::from_secs(25);
/// Without an answer for so long, and two questions in vain, something is wrong.
const HEARTBEAT_WITHIN: Duration = Duration::from_secs(75);

/// Asks Telegram whether it is there, as long as somebody sends messages by it.
pub struct TelegramProbe {
    pub on_return: OnReturn,
    pub caller: Caller,
    pub clock: Clock,
    /// Beats each time that Telegram answers.
    pub heartbeats: Heartbeats,
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
        let (mut heard_at, mut away) = (self.clock.now(), false);
        self.heard();
        loop {
            sleep(ASK_EVERY).await;
            match ask(&self.caller).await {
                Ok(_) => {
                    self.heard();
                    let now = self.clock.now();
                    if away {
                        welcome_back(Some(heard_at), now, &self.on_return);
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
        self.heartbeats.beat("telegram", HEARTBEAT_WITHIN);
    }
}
