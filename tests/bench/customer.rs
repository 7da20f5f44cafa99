//! A customer who buys, from `/start` to the SN, and how long the bot takes at each step.

use std::time::{Duration, Instant};

use odzreshop_bot::sandbox::telegram::{Message, State, Telegram};
use tokio::time::sleep;

/// Milliseconds from an act (a text, a press) to what followed.
#[derive(Default)]
pub struct Seen {
    /// To the first call of the bot's that answers it: a toast, a message, an edit.
    pub first: Vec<f64>,
    /// To the page that was asked for.
    pub page: Vec<f64>,
}

impl Seen {
    pub fn add(&mut self, other: Self) {
        self.first.extend(other.first);
        self.page.extend(other.page);
    }
}

pub struct Customer {
    telegram: Telegram,
    id: i64,
}

impl Customer {
    pub fn new(telegram: &Telegram, id: i64) -> Self {
        Self { telegram: telegram.clone(), id }
    }

    /// From `/start` to the order, thinking so long before each act.
    pub async fn buy(&self, thinks: Duration) -> Seen {
        let mut seen = Seen::default();
        let target = format!("{} (1234)", 123_456_789 + self.id);
        for (act, expected) in [
            (Act::Say("/start"), "Odzreshop"),
            (Act::Press("⚔️"), "⚔️ Mobile Legends"),
            (Act::Press("86 💎"), "User ID"),
            (Act::Say(&target), "1234"),
            (Act::Press("✅"), "Pesanan"),
        ] {
            sleep(thinks).await;
            self.act(act, expected, &mut seen).await;
        }
        seen
    }

    /// Waits for the SN.
    pub async fn receive(&self) {
        self.telegram.wait_until("the SN", |state| self.shown(state, "🎉").map(drop)).await.unwrap();
    }

    /// Does it, and waits for a page with `expected`.
    pub async fn act(&self, act: Act<'_>, expected: &str, seen: &mut Seen) {
        let before = self.telegram.read(|state| self.looks(state));
        let button = match act {
            Act::Press(label) => self.telegram.messages(self.id).into_iter().rfind(|message| message.button(label).is_some()),
            Act::Say(_) => None,
        };
        let began = Instant::now();
        let query = match (act, button) {
            (Act::Press(label), Some(message)) => self.telegram.press(self.id, self.id, message.id, label).unwrap(),
            (Act::Press(label), None) => panic!("{} sees no button {label}:\n{}", self.id, self.telegram.transcript(self.id)),
            (Act::Say(text), _) => self.telegram.send_text(self.id, text).map(|_| String::new()).unwrap(),
        };
        let answered = |state: &State| (state.answer(&query).is_some() || self.looks(state) != before).then_some(());
        self.telegram.wait_until("an answer", answered).await.unwrap();
        seen.first.push(began.elapsed().as_secs_f64() * 1_000.0);
        let shows = |state: &State| (self.looks(state) != before).then(|| self.shown(state, expected)).flatten().map(drop);
        self.telegram.wait_until(expected, shows).await.unwrap();
        seen.page.push(began.elapsed().as_secs_f64() * 1_000.0);
    }

    /// The bot's last message with `expected` in it.
    fn shown(&self, state: &State, expected: &str) -> Option<Message> {
        state.messages(self.id).into_iter().rfind(|message| message.from_bot && message.text.contains(expected))
    }

    /// What the bot has written into this chat; it changes with whatever the bot writes.
    fn looks(&self, state: &State) -> Vec<String> {
        state.messages(self.id).iter().filter(|message| message.from_bot).map(|message| message.text.clone()).collect()
    }
}

#[derive(Clone, Copy)]
pub enum Act<'a> {
    Say(&'a str),
    Press(&'a str),
}
