//! What tests of orders, crashes and alerts need besides.

use std::fmt::Debug;
use std::future::Future;

use odzreshop_bot::domain::order::Order;
use odzreshop_bot::sandbox::provider::{self, Endpoint};
use odzreshop_bot::storage;
use tokio::task::JoinSet;

use crate::shop::{AGUS, KEY, SARI, Shop};

/// Plays cases side by side, a shop each; the first that fails fails the test with its own message.
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
    /// A shop whose admins have started the bot: before that, Telegram lets no message through to them.
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

    /// A customer buys 86 diamonds for Mobile Legends, as far as the press on the confirmation.
    pub async fn buy(&self, user: i64) {
        self.to_confirmation(user).await;
        self.press(user, "✅", "").await;
    }

    /// Looks at the details of the latest order until its history tells `times` times of `what`.
    pub async fn history(&self, user: i64, what: &str, times: usize) {
        loop {
            self.say(user, "/orders", "Pesanan kamu").await;
            if self.press(user, "🧾", "Riwayat pesanan").await.text.matches(what).count() >= times {
                return;
            }
        }
    }

    /// How many messages of the bot's in a chat have `text` in them.
    pub fn count(&self, user: i64, text: &str) -> usize {
        self.telegram.messages(user).iter().filter(|message| message.from_bot && message.text.contains(text)).count()
    }

    /// How many calls of an endpoint came to the provider.
    pub fn calls(&self, endpoint: Endpoint) -> usize {
        self.provider.calls().iter().filter(|call| call.endpoint == endpoint).count()
    }

    /// Waits until `count` calls of an endpoint came to the provider.
    pub async fn called(&self, endpoint: Endpoint, count: usize) {
        let calls = |state: &provider::State| state.calls().iter().filter(|call| call.endpoint == endpoint).count();
        let what = format!("{count} calls of {endpoint}");
        self.provider.wait_until(&what, |state| (calls(state) >= count).then_some(())).await.unwrap();
    }

    /// Sets the bot's clock ahead and waits until the provider is asked for an order's status again.
    pub async fn poll_after(&self, seconds: i64) {
        let before = self.calls(Endpoint::Status);
        self.set_ahead(seconds);
        self.called(Endpoint::Status, before + 1).await;
    }

    /// Somebody's orders as the bot, which must have stopped, left them on disk; newest first.
    pub async fn orders(&self, user: i64) -> Vec<Order> {
        let opened = storage::open(&self.folder.path().join("shop.db")).await.unwrap();
        let (orders, _) = opened.store.list_orders(user, 100, 0).await.unwrap();
        opened.close().await;
        orders
    }

    /// Nothing that a customer was ever told tells of our provider balance, key, address or provider.
    pub fn assert_discreet(&self, user: i64) {
        let transcript = self.telegram.transcript(user).to_lowercase();
        let told = transcript.lines().filter(|line| !line.starts_with("> ")).collect::<Vec<_>>().join("\n");
        for word in ["saldo", "balance", "deposit", "provider", "api key", "whitelist", "10.000.000", "9.981.500", KEY] {
            assert!(!told.contains(word), "a customer read {word:?}:\n{told}");
        }
        // As whole words: an order's number may have these digits in it.
        for code in ["401", "403", "503"] {
            let read = told.split(|c: char| !c.is_alphanumeric()).any(|word| word == code);
            assert!(!read, "a customer read {code}:\n{told}");
        }
    }
}
