//! An admin in their chat, among the cards of all that happens.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use odzreshop_bot::sandbox::telegram::{Message, Telegram};
use tokio::time::{sleep, timeout};

use crate::shop::with_plain_blanks;

/// How long an admin waits for each step, and how often they look.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(200);
/// What an admin reads when a customer has too little to pay out.
const TOO_LITTLE: &str = "Saldonya tidak sebanyak itu";
/// How far up an admin scrolls: among the cards of uncertain orders and payments.
const SCROLL: usize = 40;

/// See the module.
pub struct Admin {
    pub telegram: Telegram,
    pub id: i64,
    /// Their working day is over.
    pub stop: Arc<AtomicBool>,
}

impl Admin {
    /// Writes something; the message with `expected` that follows, or `None` when it does not show in time, or says that it can't be.
    pub async fn say(&self, text: &str, expected: &str) -> Option<Message> {
        let before = self.texts();
        self.telegram.send_text(self.id, text).unwrap();
        self.shown(&before, expected).await
    }

    /// Opens a customer's page. The cards of their orders name them too, but only there the id is above the link to their profile.
    pub async fn find(&self, customer: i64) -> Option<Message> {
        self.say(&format!("/find {customer}"), &format!("ID: {customer}\n👤")).await
    }

    /// Presses a button of a message; the message with `expected` that follows.
    pub async fn press(&self, page: &Message, button: &str, expected: &str) -> Option<Message> {
        let data = page.button(button)?.callback_data.clone()?;
        let before = self.texts();
        self.telegram.press_data(self.id, self.id, page.id, &data).ok()?;
        self.shown(&before, expected).await
    }

    fn newest(&self) -> Vec<Message> {
        self.telegram.read(|state| state.bot_messages(self.id).take(SCROLL).map(with_plain_blanks).collect())
    }

    fn texts(&self) -> Vec<(i64, String)> {
        self.newest().into_iter().map(|message| (message.id, message.text)).collect()
    }

    /// A message with `expected` that was not there before.
    async fn shown(&self, before: &[(i64, String)], expected: &str) -> Option<Message> {
        let new = |message: &Message| !before.iter().any(|(id, text)| *id == message.id && *text == message.text);
        let ends = |message: &Message| [expected, TOO_LITTLE].iter().any(|words| message.text.contains(words));
        let look = async {
            while !self.stop.load(Ordering::SeqCst) {
                if let Some(found) = self.newest().into_iter().find(|message| ends(message) && new(message)) {
                    return Some(found).filter(|found| found.text.contains(expected));
                }
                sleep(LOOK).await;
            }
            None
        };
        timeout(PATIENCE, look).await.ok()?
    }
}
