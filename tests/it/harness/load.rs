//! Many customers who buy again and again, tap twice, lose patience and start again, block the bot and return.
//!
//! They know only what is in their chat, and find the button there that leads towards a purchase. One task plays all customers; it reads the
//! chats after each change, with a short pause in between.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use odzreshop_bot::sandbox::telegram::{Message, Telegram, User};
use tokio::task::JoinHandle;

use super::dice::Dice;

/// The first customer's id; higher than the ids in other tests.
pub const FIRST_CUSTOMER: i64 = 10_001;
/// The pause between two reads of all chats: short enough to react at once, long enough to need little CPU.
const LOOK: Duration = Duration::from_millis(10);
/// The largest factor by which a customer becomes more patient.
const MOST_PATIENT: u32 = 8;
/// How long customers read a toast.
const READING: Duration = Duration::from_secs(1);
/// Buttons that lead on, the best one first.
const ONWARD: [&str; 4] = [CONFIRM, "🔁", "Mobile Legends 86", "⚔️"];
const CONFIRM: &str = "✅";

/// How customers behave.
#[derive(Clone, Copy, Debug)]
pub struct Habits {
    pub customers: i64,
    /// How long a customer waits for a change before they start again. It doubles each time, up to the factor [`MOST_PATIENT`], until they
    /// buy; otherwise a slow shop would only handle starts.
    pub patience: Duration,
    /// The longest time before a customer presses a button, in milliseconds.
    pub think_ms: u64,
}

/// Customers at work.
pub struct Load {
    stop: Arc<AtomicBool>,
    task: JoinHandle<Wishes>,
}

/// The confirmations that each customer pressed: a customer may not have more orders than confirmations.
pub type Wishes = BTreeMap<i64, BTreeSet<String>>;

struct Customer {
    id: i64,
    dice: Dice,
    /// The newest message of the bot when they last read the chat.
    seen: Option<Message>,
    /// When that message changed, or they last acted.
    since: Instant,
    /// How long they wait this time.
    patience: Duration,
    /// What they will do next, and when.
    intent: Option<(Instant, Act)>,
    /// The press that the bot has not answered yet. They don't press again before the answer, because each press makes earlier buttons invalid.
    pressed: Option<String>,
}

#[derive(Clone)]
enum Act {
    Say(String),
    Press { message: i64, data: String, confirm: bool },
}

impl Load {
    /// Starts the customers.
    pub fn start(telegram: &Telegram, seed: u64, habits: Habits) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let customers = (0..habits.customers).map(|n| FIRST_CUSTOMER + n);
        let customers = customers.map(|id| {
            telegram.add_user(User::new(id, "Budi", "id"));
            Customer {
                id,
                dice: Dice::new(seed, &format!("customer {id}")),
                seen: None,
                since: Instant::now(),
                patience: habits.patience,
                intent: None,
                pressed: None,
            }
        });
        let task = tokio::spawn(play(telegram.clone(), customers.collect(), habits, stop.clone()));
        Self { stop, task }
    }

    /// Stops the customers; returns what they confirmed.
    pub async fn stop(self) -> Wishes {
        self.stop.store(true, Ordering::SeqCst);
        self.task.await.unwrap()
    }
}

async fn play(telegram: Telegram, mut customers: Vec<Customer>, habits: Habits, stop: Arc<AtomicBool>) -> Wishes {
    let (mut wishes, mut changes) = (Wishes::new(), telegram.changes());
    for customer in &mut customers {
        customer.intent = Some((customer.thought(habits), Act::Say("/start".to_owned())));
    }
    while !stop.load(Ordering::SeqCst) {
        for customer in &mut customers {
            customer.look(&telegram, habits);
            customer.act(&telegram, habits, &mut wishes);
        }
        tokio::time::sleep(LOOK).await;
        // They wake up at a change, and when their patience ends.
        let _ = tokio::time::timeout(LOOK, changes.changed()).await;
    }
    wishes
}

impl Customer {
    /// When they will act.
    fn thought(&mut self, habits: Habits) -> Instant {
        Instant::now() + Duration::from_millis(self.dice.between(habits.think_ms / 2, habits.think_ms))
    }

    fn look(&mut self, telegram: &Telegram, habits: Habits) {
        let answer = self.pressed.as_ref().and_then(|query| telegram.answer(query));
        if let Some(answer) = answer {
            self.pressed = None;
            // A toast says that the button is old: they read it and wait for the next message.
            if !answer.text.is_empty() {
                let step = self.seen.as_ref().and_then(|message| self.next_step(message));
                self.intent = step.map(|act| (Instant::now() + READING, act));
            }
        }
        let last = telegram.read(|state| {
            let last = state.last_bot_message(self.id);
            last.filter(|last| self.seen.as_ref() != Some(*last)).cloned()
        });
        let Some(message) = last else { return self.wait(habits) };
        self.since = Instant::now();
        self.intent = self.next_step(&message).map(|act| (self.thought(habits), act));
        self.seen = Some(message);
    }

    /// Nothing has changed: after a while they start again.
    fn wait(&mut self, habits: Habits) {
        let idle = self.intent.is_none() || self.pressed.is_some();
        if idle && self.since.elapsed() > self.patience {
            self.patience = (self.patience * 2).min(habits.patience * MOST_PATIENT);
            self.intent = Some((self.thought(habits), Act::Say("/start".to_owned())));
            self.pressed = None;
        }
    }

    /// The next action after a message.
    fn next_step(&self, message: &Message) -> Option<Act> {
        let press = |label: &&str| {
            let data = message.button(label)?.callback_data.clone()?;
            Some(Act::Press { message: message.id, data, confirm: *label == CONFIRM })
        };
        if let Some(press) = ONWARD.iter().find_map(press) {
            return Some(press);
        }
        if message.text.contains("Kirim User ID") {
            return Some(Act::Say(format!("{} (1234)", self.game_id())));
        }
        // They are told not to order again because the order is being checked; some do it anyway.
        message.text.contains("Jangan pesan lagi dulu").then(|| Act::Say("/start".to_owned()))
    }

    /// Their game ID, which is unique.
    fn game_id(&self) -> i64 {
        100_000_000 + self.id
    }

    fn act(&mut self, telegram: &Telegram, habits: Habits, wishes: &mut Wishes) {
        if self.pressed.is_some() {
            return;
        }
        let Some((_, act)) = self.intent.take_if(|(at, _)| *at <= Instant::now()) else { return };
        self.since = Instant::now();
        match act {
            Act::Say(text) => drop(telegram.send_text(self.id, &text).unwrap()),
            Act::Press { message, data, confirm } => {
                self.pressed = telegram.press_data(self.id, self.id, message, &data).ok();
                if self.dice.chance(300) {
                    // A double tap.
                    telegram.press_data(self.id, self.id, message, &data).unwrap();
                }
                if confirm {
                    self.patience = habits.patience;
                    wishes.entry(self.id).or_default().insert(data);
                    if self.dice.chance(100) {
                        telegram.block(self.id).unwrap();
                        // They come back when their patience ends.
                        self.since = Instant::now() + habits.patience;
                    }
                }
            }
        }
    }
}
