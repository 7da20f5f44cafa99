//! What tests of orders, crashes and alerts need besides.

use std::fmt::Debug;
use std::future::Future;
use std::time::{Duration, Instant};

use odzreshop_bot::domain::order::Order;
use odzreshop_bot::sandbox::provider::{self, Endpoint};
use odzreshop_bot::storage;
use sqlx::{Connection, PgConnection, SqliteConnection};
use tokio::task::JoinSet;

use crate::shop::{AGUS, KEY, SARI, Shop};

/// Runs cases in parallel, each with its own shop; the first failure fails the test with its message.
pub async fn side_by_side<C, F>(cases: impl IntoIterator<Item = C>, play: impl Fn(C) -> F)
where
    C: Debug,
    F: Future<Output = ()> + Send + 'static,
{
    let mut playing = JoinSet::new();
    for case in cases {
        println!("{case:?}");
        playing.spawn(play(case));
    }
    while let Some(played) = playing.join_next().await {
        played.unwrap();
    }
}

impl Shop {
    /// A shop whose admins have started the bot; before that, Telegram delivers no message to them.
    pub async fn open_with_admins() -> Self {
        let shop = Self::open().await;
        shop.greet_admins().await;
        shop
    }

    /// Both admins start the bot.
    pub async fn greet_admins(&self) {
        for admin in [SARI, AGUS] {
            self.say(admin, "/start", "Odzreshop").await;
        }
    }

    /// A customer buys 86 diamonds for Mobile Legends, up to the press on the confirmation.
    pub async fn buy(&self, user: i64) {
        self.to_confirmation(user).await;
        self.press(user, "✅", "").await;
    }

    /// Waits until the provider's answer about a customer's latest order is on disk. The card says from the first that it is being processed.
    pub async fn placed(&self, user: i64) {
        let since = Instant::now();
        while self.latest_state(user).await.as_deref() != Some("pending") {
            assert!(since.elapsed() < Duration::from_secs(30), "the order of {user} is not placed");
        }
    }

    /// The state of a customer's latest order on disk.
    async fn latest_state(&self, user: i64) -> Option<String> {
        const SQL: &str = "SELECT state FROM orders WHERE user_id = $1 ORDER BY created_at DESC LIMIT 1";
        let url = &self.vars()["DATABASE_URL"];
        if url.starts_with("postgres") {
            let mut database = PgConnection::connect(url).await.unwrap();
            return sqlx::query_scalar(SQL).bind(user).fetch_optional(&mut database).await.unwrap();
        }
        let mut database = SqliteConnection::connect(url).await.unwrap();
        sqlx::query_scalar(SQL).bind(user).fetch_optional(&mut database).await.unwrap()
    }

    /// Opens the details of the latest order until its history contains `what` `times` times.
    pub async fn history(&self, user: i64, what: &str, times: usize) {
        let since = Instant::now();
        loop {
            assert!(since.elapsed() < Duration::from_secs(30), "the history does not say {what:?} {times} times");
            self.say(user, "/orders", "Pesanan kamu").await;
            if self.press(user, "🧾", "Riwayat pesanan").await.text.matches(what).count() >= times {
                return;
            }
        }
    }

    /// How many messages of the bot in a chat contain `text`.
    pub fn count(&self, user: i64, text: &str) -> usize {
        self.telegram.messages(user).iter().filter(|message| message.from_bot && message.text.contains(text)).count()
    }

    /// How many calls of an endpoint the provider has received.
    pub fn calls(&self, endpoint: Endpoint) -> usize {
        self.provider.calls().iter().filter(|call| call.endpoint == endpoint).count()
    }

    /// Waits until the provider has received `count` calls of an endpoint.
    pub async fn called(&self, endpoint: Endpoint, count: usize) {
        let calls = |state: &provider::State| state.calls().iter().filter(|call| call.endpoint == endpoint).count();
        let what = format!("{count} calls of {endpoint}");
        self.provider.wait_until(&what, |state| (calls(state) >= count).then_some(())).await.unwrap();
    }

    /// Moves the bot's clock forward and waits for the next status check.
    pub async fn poll_after(&self, seconds: i64) {
        let before = self.calls(Endpoint::Status);
        self.set_ahead(seconds);
        self.called(Endpoint::Status, before + 1).await;
    }

    /// A customer's orders on disk, newest first. The bot must have stopped.
    pub async fn orders(&self, user: i64) -> Vec<Order> {
        let opened = storage::open(&self.folder.path().join("shop.db")).await.unwrap();
        let (orders, _) = opened.store.list_orders(user, 100, 0).await.unwrap();
        opened.close().await;
        orders
    }

    /// Asserts that no message to a customer mentions our provider balance, key, address or provider.
    pub fn assert_discreet(&self, user: i64) {
        let transcript = self.telegram.transcript(user).to_lowercase();
        let told = transcript.lines().filter(|line| !line.starts_with("> ")).collect::<Vec<_>>().join("\n");
        for word in ["saldo", "balance", "deposit", "provider", "api key", "whitelist", "10.000.000", "9.981.500", KEY] {
            assert!(!told.contains(word), "a customer read {word:?}:\n{told}");
        }
        // As whole words, because an order's number may contain these digits.
        for code in ["401", "403", "503"] {
            let read = told.split(|c: char| !c.is_alphanumeric()).any(|word| word == code);
            assert!(!read, "a customer read {code}:\n{told}");
        }
    }
}
