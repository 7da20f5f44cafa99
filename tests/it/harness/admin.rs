//! An admin in their chat, among the cards of all that happens.

use std::time::Duration;

use odzreshop_bot::sandbox::telegram::{Message, Telegram};
use tokio::time::{sleep, timeout};

use crate::shop::with_plain_blanks;

/// How long an admin waits for each step, and how often they look.
const PATIENCE: Duration = Duration::from_secs(8);
const LOOK: Duration = Duration::from_millis(200);
/// How far up an admin scrolls: among the cards of uncertain orders and payments.
const SCROLL: usize = 40;

/// See the module.
pub struct Admin {
    pub telegram: Telegram,
    pub id: i64,
}

impl Admin {
    /// Writes something; the message with `expected` that follows, or `None` when it does not show in time.
    pub async fn say(&self, text: &str, expected: &str) -> Option<Message> {
        let before = self.texts();
        self.telegram.send_text(self.id, text).unwrap();
        self.shown(&before, expected).await
    }

    /// Presses a button of a message; the message with `expected` that follows.
    pub async fn press(&self, page: &Message, button: &str, expected: &str) -> Option<Message> {
        let data = page.button(button)?.callback_data.clone()?;
        let before = self.texts();
        self.telegram.press_data(self.id, self.id, page.id, &data).ok()?;
        self.shown(&before, expected).await
    }

    fn newest(&self) -> Vec<Message> {
        let messages = self.telegram.messages(self.id);
        messages.iter().rev().filter(|message| message.from_bot).take(SCROLL).map(with_plain_blanks).collect()
    }

    fn texts(&self) -> Vec<(i64, String)> {
        self.newest().into_iter().map(|message| (message.id, message.text)).collect()
    }

    /// A message with `expected` that was not there before.
    async fn shown(&self, before: &[(i64, String)], expected: &str) -> Option<Message> {
        let new = |message: &Message| !before.iter().any(|(id, text)| *id == message.id && *text == message.text);
        let look = async {
            loop {
                if let Some(found) = self.newest().into_iter().find(|message| message.text.contains(expected) && new(message)) {
                    return found;
                }
                sleep(LOOK).await;
            }
        };
        timeout(PATIENCE, look).await.ok()
    }
}
