//! A shop for tests: the real bot between the simulated Telegram and the simulated provider, over HTTP. Tests talk to it as people do.

pub mod orders;
pub mod process;
mod services;
mod till;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use odzreshop_bot::config::{Config, Sources};
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::sandbox::gateway::Gateway;
use odzreshop_bot::sandbox::provider::{self, Behaviour, Provider};
use odzreshop_bot::sandbox::telegram::{self, Message, Telegram, User};
use odzreshop_bot::wiring::{self, Clock};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use services::services;
pub use till::Till;

/// A customer with an Indonesian Telegram app.
pub const BUDI: i64 = 1_001;
/// A customer with an English Telegram app.
pub const JANE: i64 = 1_002;
/// An admin.
pub const SARI: i64 = 2_001;
/// Another admin.
pub const AGUS: i64 = 2_002;

/// The provider's key; tests search for it where it must not be.
pub const KEY: &str = "canary-provider-key-7f3a";

/// Three games: two fields, one field, a field with choices.
pub const TOML: &str = include_str!("shop.toml");

/// The bot, both simulated servers, and the shop's files.
pub struct Shop {
    pub telegram: Telegram,
    pub provider: Provider,
    pub folder: TempDir,
    /// Environment variables for the next start, which override the usual ones.
    pub more_vars: BTreeMap<String, String>,
    pub toml: String,
    /// What people did and then saw, step by step.
    story: Mutex<String>,
    /// By how many milliseconds the bot's clock is ahead.
    ahead_ms: Arc<AtomicI64>,
    /// The time of the bot's clock without that while it stands still; else zero.
    still_ms: Arc<AtomicI64>,
    bot: Option<(CancellationToken, JoinHandle<anyhow::Result<()>>)>,
}

impl Shop {
    /// The usual shop, open to everybody.
    pub async fn open() -> Self {
        Self::open_with(TOML).await
    }

    /// A shop with this `shop.toml`.
    pub async fn open_with(toml: &str) -> Self {
        let mut shop = Self::closed_with(toml).await;
        shop.start();
        shop
    }

    /// The simulated servers without the bot.
    pub async fn closed_with(toml: &str) -> Self {
        // A failing test shows the bot's log too. The first test sets this up for all.
        let _ = tracing_subscriber::fmt().with_test_writer().with_max_level(tracing::Level::WARN).try_init();
        let telegram = Telegram::start(telegram::Options::default()).await.unwrap();
        for (id, name, language) in [(BUDI, "Budi", "id"), (JANE, "Jane", "en"), (SARI, "Sari", "id"), (AGUS, "Agus", "id")] {
            telegram.add_user(User::new(id, name, language));
        }
        let options = provider::Options { api_key: KEY.to_owned(), balance: 10_000_000, ..provider::Options::default() };
        let provider = Provider::start(options).await.unwrap().with_default_shop();
        provider.set_default(Behaviour::Stuck);
        Self {
            telegram,
            provider,
            folder: tempfile::tempdir().unwrap(),
            more_vars: BTreeMap::new(),
            toml: toml.to_owned(),
            story: Mutex::default(),
            ahead_ms: Arc::default(),
            still_ms: Arc::default(),
            bot: None,
        }
    }

    /// The bot has a payment gateway from its next start on.
    pub fn set_gateway(&mut self, url: &str, project: &str, key: &str) {
        let vars = [("PAKASIR_API_URL", url), ("PAKASIR_PROJECT", project), ("PAKASIR_API_KEY", key)];
        self.more_vars.extend(vars.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    /// The same for one of the gateways, at the simulated one.
    pub fn set_gateway_of(&mut self, method: PaymentMethod, gateway: &Gateway) {
        match method {
            PaymentMethod::Midtrans => {
                let vars = [("MIDTRANS_API_URL", gateway.midtrans_url()), ("MIDTRANS_SERVER_KEY", gateway.api_key().to_owned())];
                self.more_vars.extend(vars.map(|(name, value)| (name.to_owned(), value)));
            }
            _ => self.set_gateway(&gateway.url(), gateway.project(), gateway.api_key()),
        }
    }

    /// The environment of the bot.
    pub fn vars(&self) -> BTreeMap<String, String> {
        let mut vars: BTreeMap<String, String> = self.usual_vars();
        vars.extend(self.more_vars.clone());
        vars
    }

    fn usual_vars(&self) -> BTreeMap<String, String> {
        let database = self.folder.path().join("shop.db");
        [
            ("TELOXIDE_TOKEN", self.telegram.token().to_owned()),
            ("TELOXIDE_API_URL", self.telegram.url()),
            ("ODZRESHOP_API_KEY", KEY.to_owned()),
            ("ODZRESHOP_API_URL", self.provider.url()),
            ("DATABASE_URL", format!("sqlite://{}", database.display())),
            ("ADMIN_IDS", format!("{SARI},{AGUS}")),
            ("SHOP_FILE", "shop.toml".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    /// The bot's configuration from its environment.
    pub fn config(&self) -> Config {
        let read = |path: &Path| if path.ends_with("shop.toml") { Ok(self.toml.clone()) } else { Err(io::ErrorKind::NotFound.into()) };
        Config::read(&Sources { vars: self.vars(), read_file: &read }, &["id", "en"]).unwrap()
    }

    /// Starts the bot in this process.
    pub fn start(&mut self) {
        let config = self.config();
        let stop = CancellationToken::new();
        let bot = tokio::spawn(wiring::run(config, self.clock(), stop.clone()));
        self.bot = Some((stop, bot));
    }

    /// The bot's clock: the system clock plus what the test has set.
    pub fn clock(&self) -> Clock {
        let (system, ahead_ms, still_ms) = (Clock::system(), self.ahead_ms.clone(), self.still_ms.clone());
        Clock::new(move || {
            let now = match still_ms.load(Ordering::SeqCst) {
                0 => system.now().0,
                still => still,
            };
            Millis(now + ahead_ms.load(Ordering::SeqCst))
        })
    }

    /// Stops the bot's clock; only [`Shop::set_ahead`] moves it.
    pub fn stand_still(&self) {
        self.still_ms.store(Clock::system().now().0, Ordering::SeqCst);
    }

    /// Sets the bot's clock ahead.
    pub fn set_ahead(&self, seconds: i64) {
        self.set_ahead_ms(seconds * 1_000);
    }

    /// The same in milliseconds.
    pub fn set_ahead_ms(&self, ms: i64) {
        self.ahead_ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// Lets time pass, so that no rate limit of Telegram delays the next messages.
    pub fn pause(&self) {
        self.set_ahead(20);
    }

    /// Waits until every callback query is answered, stops, and checks that nothing went wrong.
    pub async fn close(&mut self) {
        self.answered().await;
        self.stop().await;
        self.assert_clean();
    }

    /// Waits until every callback query is answered.
    pub async fn answered(&self) {
        let all = |state: &telegram::State| state.unanswered().is_empty().then_some(());
        self.telegram.wait_until("every press to be answered", all).await.unwrap();
    }

    /// Stops the bot as SIGTERM does, and waits for its end.
    pub async fn stop(&mut self) {
        if let Some((stop, bot)) = self.bot.take() {
            stop.cancel();
            bot.await.unwrap().unwrap();
        }
    }

    /// Changes `shop.toml` for the next start.
    pub fn set_toml(&mut self, toml: &str) {
        toml.clone_into(&mut self.toml);
    }

    /// A person sends a text and waits for a message of the bot that contains `expected`.
    pub async fn say(&self, user: i64, text: &str, expected: &str) -> Message {
        let seen = self.marks(user);
        self.tell(&format!("> {text}"));
        self.telegram.send_text(user, text).unwrap();
        self.see_since(&seen, user, expected).await
    }

    /// A person presses a button of the bot's last message with such a button, and waits for a message that contains `expected`.
    pub async fn press(&self, user: i64, label: &str, expected: &str) -> Message {
        let seen = self.marks(user);
        self.tell(&format!("> [{label}]"));
        self.tap(user, label).await;
        self.see_since(&seen, user, expected).await
    }

    /// Waits for the button, presses it, and returns the callback query's id.
    pub async fn tap(&self, user: i64, label: &str) -> String {
        let what = format!("{user} to see a button {label}");
        let message = self.telegram.wait_until(&what, |state| {
            let data = |message: &Message| with_plain_blanks(message).button(label)?.callback_data.clone();
            let messages = state.messages(user);
            messages.iter().rev().filter(|message| message.from_bot).find_map(|message| Some((message.id, data(message)?)))
        });
        let (message, data) = message.await.unwrap();
        self.telegram.press_data(user, user, message, &data).unwrap()
    }

    /// Sends callback data as a hostile client can, and returns the bot's answer.
    pub async fn forge(&self, user: i64, chat: i64, message: i64, data: &str) -> String {
        let query = self.telegram.press_data(user, chat, message, data).unwrap();
        self.answer_to(&query).await
    }

    /// Waits for the answer to a callback query.
    pub async fn answer_to(&self, query: &str) -> String {
        let answer = self.telegram.wait_until("the answer to a press", |state| state.answer(query).map(|answer| answer.text)).await;
        answer.unwrap()
    }

    /// Waits until a person's chat has a message of the bot that contains `expected`.
    pub async fn see(&self, user: i64, expected: &str) -> Message {
        self.see_since(&BTreeMap::new(), user, expected).await
    }

    /// How each message of a chat looks now.
    pub fn marks(&self, user: i64) -> BTreeMap<i64, String> {
        self.telegram.messages(user).iter().map(|message| (message.id, looks(message))).collect()
    }

    /// Waits for a message of the bot that is new or differs from `seen`, and contains `expected`.
    pub async fn see_since(&self, seen: &BTreeMap<i64, String>, user: i64, expected: &str) -> Message {
        let what = format!("{user} to see {expected:?}");
        let found = self.telegram.wait_until(&what, |state| {
            let news = |message: &&Message| message.from_bot && seen.get(&message.id).is_none_or(|before| is_new(before, message));
            state.messages(user).iter().rev().filter(news).map(with_plain_blanks).find(|message| message.text.contains(expected))
        });
        let found = found.await.unwrap();
        self.tell(&shown(&found));
        found
    }

    fn tell(&self, line: &str) {
        let mut story = self.story.lock().unwrap();
        story.push_str(line);
        story.push('\n');
    }

    /// A customer goes from the menu to the confirmation of 86 diamonds for Mobile Legends.
    pub async fn to_confirmation(&self, user: i64) -> Message {
        self.say(user, "/start", "Odzreshop").await;
        self.press(user, "⚔️", "⚔️ Mobile Legends").await;
        self.press(user, "86 ", "User ID").await;
        self.say(user, "123456789 (1234)", "1234").await
    }

    /// Waits until the provider has `count` orders and returns the last.
    pub async fn taken(&self, count: usize) -> provider::TakenOrder {
        let taken = self.provider.wait_until("the provider to have the order", |state| {
            (state.orders().len() >= count).then(|| state.orders().last().cloned()).flatten()
        });
        taken.await.unwrap()
    }

    /// The transcript so far, without order numbers and times, which differ from run to run.
    pub fn story(&self) -> String {
        let mut story = self.story.lock().unwrap().clone();
        let number = regex::Regex::new(r"(?:Pesanan|Order) ([0-9A-Z]{8})\b").unwrap();
        let numbers: Vec<String> = number.captures_iter(&story).map(|found| found[1].to_owned()).collect();
        for number in numbers {
            story = story.replace(&number, "NUMBER");
        }
        let times = regex::Regex::new(r"\b\d{1,2} \w{3} \d{4},? \d{2}[.:]\d{2}(?:[.:]\d{2})?\b").unwrap();
        times.replace_all(&story, "TIME").into_owned()
    }

    /// Asserts that the bot sent nothing that Telegram would refuse, and that no order was accepted twice.
    pub fn assert_clean(&self) {
        assert_eq!(self.telegram.violations(), Vec::<String>::new());
        assert_eq!(self.provider.doubles(), Vec::<String>::new());
    }
}

/// The message with plain blanks instead of no-break spaces, as in `Rp 18.500`. Tests look for amounts as people read them; the no-break
/// space itself is tested by the snapshots of views and the tests of amounts.
pub fn with_plain_blanks(message: &Message) -> Message {
    let mut message = message.clone();
    message.text = message.text.replace('\u{a0}', " ");
    message.keyboard.iter_mut().flatten().for_each(|button| button.text = button.text.replace('\u{a0}', " "));
    message
}

/// Whether a message has a new text or new buttons. A message that only lost its buttons is an old screen and does not count.
pub fn is_new(before: &str, message: &Message) -> bool {
    let only_lost_buttons = message.keyboard.is_empty() && before.starts_with(&format!("{} [", message.text));
    before != looks(message) && !only_lost_buttons
}

fn looks(message: &Message) -> String {
    format!("{} {:?}", message.text, message.keyboard)
}

/// A message as people see it: the text, and the buttons in rows.
fn shown(message: &Message) -> String {
    let button = |button: &telegram::Button| match &button.copy_text {
        Some(copied) => format!("[{} ⧉ {copied}]", button.text),
        None => format!("[{}]", button.text),
    };
    let rows = message.keyboard.iter().map(|row| row.iter().map(button).collect::<Vec<String>>().join(" "));
    std::iter::once(message.text.clone())
        .chain(rows)
        .flat_map(|part| part.lines().map(|line| format!("  {line}").trim_end().to_owned()).collect::<Vec<_>>())
        .collect::<Vec<_>>()
        .join("\n")
}
