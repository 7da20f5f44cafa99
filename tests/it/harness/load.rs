//! Many customers who pay and buy again and again, tap twice, lose patience and start again, block the bot and return.
//!
//! They know only what is in their chat, and find the button there that leads towards a purchase. One task plays all customers; it reads the
//! chats after each change, with a short pause in between.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use odzreshop_bot::sandbox::telegram::{Button, Message, Telegram, User};
use tokio::task::JoinHandle;

use super::dice::Dice;
use super::till::{Pay, Till};
use super::{desk, grants};
use crate::shop::Shop;

/// The first customer's id; higher than the ids in other tests.
pub const FIRST_CUSTOMER: i64 = 10_001;
/// The pause between two reads of all chats: short enough to react at once, long enough to need little CPU.
const LOOK: Duration = Duration::from_millis(10);
/// The largest factor by which a customer becomes more patient.
const MOST_PATIENT: u32 = 8;
/// How long customers read a toast.
const READING: Duration = Duration::from_secs(1);
/// Buttons that lead on, the best one first.
const ONWARD: [&str; 6] = [CONFIRM, PAY, "🔁", "86 💎", "➕", "⚔️"];
const CONFIRM: &str = "✅";
/// Pays for exactly an order: by QRIS, or in Stars.
const PAY: &str = "💳 QRIS";
const PAY_STARS: &str = "⭐, langsung proses";
const LOOK_NOW: &str = "🔄";
const CANCEL: &str = "❌";

/// How customers behave.
#[derive(Clone, Copy, Debug)]
pub struct Habits {
    pub customers: i64,
    /// How long a customer waits for a change before they start again. It doubles each time, up to the factor [`MOST_PATIENT`], until they
    /// buy; otherwise a slow shop would only handle starts.
    pub patience: Duration,
    /// The longest time before a customer presses a button, in milliseconds.
    pub think_ms: u64,
    /// Of ten thousand times when money is missing, how often a customer adds to the wallet and does not pay for exactly the order.
    pub prepaid: u64,
    /// Of ten thousand times when there is a choice, how often a customer pays in Stars.
    pub in_stars: u64,
    /// Whether the prices in `shop.toml` change now and then: the bot has to read it from the shop's folder.
    pub reprices: bool,
}

/// Customers at work.
pub struct Load {
    stop: Arc<AtomicBool>,
    task: JoinHandle<Wishes>,
    admins: Vec<JoinHandle<()>>,
}

/// The confirmations that each customer pressed, with or without a payment: a customer may not have more orders than confirmations.
pub type Wishes = BTreeMap<i64, BTreeSet<String>>;

struct Customer {
    id: i64,
    prepaid: u64,
    in_stars: u64,
    dice: Dice,
    /// The newest message of the bot when they last read the chat.
    seen: Option<Message>,
    /// When that message changed, or they last acted.
    since: Instant,
    /// How long they wait this time.
    patience: Duration,
    /// What they will do next, and when.
    intent: Option<(Instant, Act)>,
    /// A bill that they will pay although they cancelled it, and when.
    late: Option<(Instant, Late)>,
    /// The press that the bot has not answered yet. They don't press again before the answer, because each press makes earlier buttons invalid.
    pressed: Option<String>,
}

/// A bill, to be paid late.
enum Late {
    /// By its number.
    Qris(String),
    /// By the message that shows its invoice.
    Stars(i64),
}

#[derive(Clone)]
enum Act {
    Say(String),
    Press {
        message: i64,
        data: String,
        confirm: bool,
    },
    /// Pay the bill of this number, and then perhaps press this in its message.
    Pay {
        number: String,
        how: Pay,
        then: Option<(i64, String)>,
    },
    /// Pay an invoice in Stars, so many times at once.
    PayStars {
        message: i64,
        times: usize,
    },
}

impl Load {
    /// Starts the customers.
    pub fn start(shop: &Shop, till: &Till, seed: u64, habits: Habits) -> Self {
        let (telegram, stop) = (&shop.telegram, Arc::new(AtomicBool::new(false)));
        let customers = (0..habits.customers).map(|n| FIRST_CUSTOMER + n);
        let customers = customers.map(|id| {
            telegram.add_user(User::new(id, "Budi", "id"));
            Customer {
                id,
                prepaid: habits.prepaid,
                in_stars: habits.in_stars,
                dice: Dice::new(seed, &format!("customer {id}")),
                seen: None,
                since: Instant::now(),
                patience: habits.patience,
                intent: None,
                late: None,
                pressed: None,
            }
        });
        let task = tokio::spawn(play(telegram.clone(), till.clone(), customers.collect(), habits, stop.clone()));
        let count = habits.customers.unsigned_abs();
        let mut admins = vec![
            tokio::spawn(grants::give(telegram.clone(), seed, count, stop.clone())),
            tokio::spawn(desk::work(telegram.clone(), seed, count, stop.clone())),
        ];
        if habits.reprices {
            let file = shop.folder.path().join("shop.toml");
            admins.push(tokio::spawn(desk::reprice(telegram.clone(), file, stop.clone())));
        }
        Self { stop, task, admins }
    }

    /// Stops the customers; returns what they confirmed.
    pub async fn stop(self) -> Wishes {
        self.stop.store(true, Ordering::SeqCst);
        for admin in self.admins {
            admin.await.unwrap();
        }
        self.task.await.unwrap()
    }
}

async fn play(telegram: Telegram, till: Till, mut customers: Vec<Customer>, habits: Habits, stop: Arc<AtomicBool>) -> Wishes {
    let (mut wishes, mut changes) = (Wishes::new(), telegram.changes());
    for customer in &mut customers {
        customer.intent = Some((customer.thought(habits), customer.begin(habits.prepaid)));
    }
    while !stop.load(Ordering::SeqCst) {
        for customer in &mut customers {
            customer.look(&telegram, habits);
            customer.act(&telegram, &till, habits, &mut wishes);
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

    /// How much longer they take to pay: some so long that the price changes meanwhile.
    fn fetches_the_money(&mut self, act: &Act) -> Duration {
        let pays = matches!(act, Act::Pay { .. } | Act::PayStars { .. });
        Duration::from_millis(if pays && self.dice.chance(2_000) { self.dice.between(2_000, 6_000) } else { 0 })
    }

    fn look(&mut self, telegram: &Telegram, habits: Habits) {
        let answer = self.pressed.as_ref().and_then(|query| telegram.answer(query));
        if let Some(answer) = answer {
            self.pressed = None;
            // A toast says that the button is old: they read it and wait for the next message.
            if !answer.text.is_empty() {
                let step = self.seen.clone().and_then(|message| self.next_step(&message));
                self.intent = step.map(|act| (Instant::now() + READING, act));
            }
        }
        let last = telegram.read(|state| {
            let last = state.last_bot_message(self.id);
            last.filter(|last| self.seen.as_ref() != Some(*last)).cloned()
        });
        let Some(message) = last else { return self.wait(habits) };
        self.since = Instant::now();
        self.intent = self.next_step(&message).map(|act| (self.thought(habits) + self.fetches_the_money(&act), act));
        self.seen = Some(message);
    }

    /// Nothing has changed: after a while they start again.
    fn wait(&mut self, habits: Habits) {
        let idle = self.intent.is_none() || self.pressed.is_some();
        if idle && self.since.elapsed() > self.patience {
            self.patience = (self.patience * 2).min(habits.patience * MOST_PATIENT);
            self.intent = Some((self.thought(habits), self.begin(self.prepaid / 4)));
            self.pressed = None;
        }
    }

    /// They want to buy or, so often of ten thousand times, to look at their wallet and add to it.
    fn begin(&mut self, often: u64) -> Act {
        Act::Say(if self.dice.chance(often) { "/wallet" } else { "/start" }.to_owned())
    }

    /// The next action after a message.
    fn next_step(&mut self, message: &Message) -> Option<Act> {
        if message.photo().is_some() {
            return self.at_bill(message);
        }
        if message.attachment.contains_key("invoice") {
            return self.at_invoice(message);
        }
        if message.text.contains("mau bayar lewat apa") {
            return press(message, if self.dice.chance(self.in_stars) { "⭐" } else { "⚡" });
        }
        if message.text.contains("Telegram Stars sedang tidak bisa dipakai") {
            return press(message, CANCEL).or_else(|| Some(self.begin(self.prepaid / 4)));
        }
        if message.button(PAY).is_some() && self.dice.chance(self.prepaid) {
            // Rather something for the next orders too.
            return Some(Act::Say("/wallet".to_owned()));
        }
        if let Some(stars) = message.keyboard.iter().flatten().find(|button| button.text.ends_with(PAY_STARS))
            && self.dice.chance(self.in_stars)
        {
            return press_button(message, stars);
        }
        if let Some(press) = self.amount(message).or_else(|| ONWARD.iter().find_map(|label| press(message, label))) {
            return Some(press);
        }
        if message.text.contains("Kirim User ID") {
            return Some(Act::Say(format!("{} (1234)", self.game_id())));
        }
        if message.text.contains("Kamu masih punya tagihan") {
            return Some(Act::Say("/wallet".to_owned()));
        }
        if message.text.contains("Menunggu pembayaran") {
            // Some leave their cart before its bill is there.
            return press(message, CANCEL).filter(|_| self.dice.chance(300));
        }
        // They are told not to order again because the order is being checked; some do it anyway. An order that waited for the money goes on.
        let over =
            ["Jangan pesan lagi dulu", "sudah masuk ke saldomu", "Saldo kamu bertambah"].iter().any(|words| message.text.contains(words));
        (over && !message.text.contains("langsung diproses")).then(|| self.begin(self.prepaid / 4))
    }

    /// One of the amounts to choose from.
    fn amount(&mut self, message: &Message) -> Option<Act> {
        let amounts: Vec<&str> = message.labels().into_iter().flatten().filter(|label| label.starts_with("Rp")).collect();
        let chosen: Option<&&str> = (!amounts.is_empty()).then(|| self.dice.pick(&amounts));
        chosen.and_then(|label| press(message, label))
    }

    /// What they do with a bill: most pay what it asks for.
    fn at_bill(&mut self, message: &Message) -> Option<Act> {
        let number = message.text.split_once("Tagihan ").and_then(|(_, rest)| rest.split_whitespace().next()).map(str::to_owned);
        let Some(number) = number.filter(|_| message.text.contains("Bayar tepat")) else {
            // It is over.
            return Some(self.begin(self.prepaid / 4));
        };
        let button = |label| message.button(label).and_then(|button| button.callback_data.clone()).map(|data| (message.id, data));
        let pay = |how, then| Some(Act::Pay { number: number.clone(), how, then });
        match self.dice.below(100) {
            0..=49 => pay(Pay::Exactly, button(LOOK_NOW)),
            50..=77 => pay(Pay::Exactly, None),
            78..=81 => pay(Pay::Half, button(CANCEL)),
            82..=83 => pay(Pay::AsTest, button(CANCEL)),
            84..=86 => pay(Pay::OnlySaid, button(CANCEL)),
            87..=91 => {
                self.late = Some((self.some_time_later(), Late::Qris(number)));
                press(message, CANCEL)
            }
            92..=94 => press(message, CANCEL),
            _ => Some(self.begin(self.prepaid / 4)),
        }
    }

    /// What they do with an invoice in Stars: most pay it, some twice.
    fn at_invoice(&mut self, message: &Message) -> Option<Act> {
        let pay = |times| Some(Act::PayStars { message: message.id, times });
        match self.dice.below(100) {
            0..=74 => pay(1),
            75..=84 => pay(2),
            85..=90 => {
                self.late = Some((self.some_time_later(), Late::Stars(message.id)));
                press(message, CANCEL)
            }
            91..=94 => press(message, CANCEL),
            _ => Some(self.begin(self.prepaid / 4)),
        }
    }

    fn some_time_later(&mut self) -> Instant {
        Instant::now() + Duration::from_millis(self.dice.between(100, 5_000))
    }

    /// Their game ID, which is unique.
    fn game_id(&self) -> i64 {
        100_000_000 + self.id
    }

    fn act(&mut self, telegram: &Telegram, till: &Till, habits: Habits, wishes: &mut Wishes) {
        match self.late.take_if(|(at, _)| *at <= Instant::now()) {
            Some((_, Late::Qris(number))) => till.pay(&number, Pay::Exactly, &mut self.dice),
            // The invoice may be gone.
            Some((_, Late::Stars(message))) => drop(telegram.pay(self.id, self.id, message)),
            None => {}
        }
        if self.pressed.is_some() {
            return;
        }
        let Some((_, act)) = self.intent.take_if(|(at, _)| *at <= Instant::now()) else { return };
        self.since = Instant::now();
        match act {
            Act::Say(text) => drop(telegram.send_text(self.id, &text).unwrap()),
            Act::Pay { number, how, then } => {
                till.pay(&number, how, &mut self.dice);
                self.intent = then.map(|(message, data)| (self.thought(habits), Act::Press { message, data, confirm: false }));
            }
            Act::PayStars { message, times } => {
                for _ in 0..times {
                    let _ = telegram.pay(self.id, self.id, message);
                }
            }
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

/// The press of a button, if the message has it.
fn press(message: &Message, label: &str) -> Option<Act> {
    press_button(message, message.button(label)?)
}

fn press_button(message: &Message, button: &Button) -> Option<Act> {
    let confirm = [CONFIRM, PAY].iter().any(|label| button.text.starts_with(label)) || button.text.ends_with(PAY_STARS);
    Some(Act::Press { message: message.id, data: button.callback_data.clone()?, confirm })
}
