//! Long outages: nothing is lost or done twice, and the bot continues without a restart and tells the admins.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use odzreshop_bot::domain::order::OrderState;
use odzreshop_bot::sandbox::provider::{Behaviour, Endpoint, Fault};
use odzreshop_bot::sandbox::telegram::Message;
use sqlx::{Connection, SqliteConnection};

use crate::shop::process::free_address;
use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

const HOUR: i64 = 3_600;

/// The ids of the bot's messages in a chat that contain this text.
fn ids(shop: &Shop, user: i64, text: &str) -> Vec<i64> {
    let says = |message: &Message| message.from_bot && message.text.contains(text);
    shop.telegram.messages(user).iter().filter(|message| says(message)).map(|message| message.id).collect()
}

/// Waits until the bot has read the current state of a customer's order at the provider.
async fn polled(shop: &Shop) {
    shop.poll_after(120).await;
}

#[tokio::test]
async fn telegram_is_down_for_a_day() {
    let mut shop = Shop::watched_with_admins().await;
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.see(BUDI, "Sedang diproses").await;
    shop.to_confirmation(JANE).await;
    shop.telegram.down(true);
    assert_eq!(shop.ask("/readyz").await.0, 200, "polls fail now and then");
    // Updates that Telegram keeps during the outage.
    shop.tap(JANE, "✅").await;
    shop.telegram.send_text(BUDI, "/orders").unwrap();
    shop.provider.deliver(&order.invoice, "SN-DAY").unwrap();
    polled(&shop).await;
    for _ in 0..4 {
        let before = shop.calls(Endpoint::Profile);
        shop.set_ahead(6 * HOUR);
        shop.called(Endpoint::Profile, before + 1).await;
    }
    shop.pass(80).await;
    shop.unready(&["updates: no heartbeat for "]).await;
    assert_eq!(shop.ask("/healthz").await.0, 200, "a new start would not help");
    assert_eq!(ids(&shop, BUDI, "SN-DAY"), [0; 0]);
    shop.telegram.down(false);
    shop.set_ahead(60);
    shop.ready().await;

    let orders = shop.see(BUDI, "Pesanan kamu").await;
    let end = shop.see(BUDI, "SN-DAY").await;
    assert!(end.id < orders.id, "the order of events is kept");
    for admin in [SARI, AGUS] {
        shop.see(admin, "Telegram sudah bisa dihubungi lagi").await;
    }
    shop.say(JANE, "/orders", "No orders yet").await;
    shop.close().await;
    assert_eq!(ids(&shop, BUDI, "Top up berhasil").len(), 1, "told once");
    assert_eq!(shop.count(SARI, "Telegram sudah bisa dihubungi"), 1);
    assert_eq!(shop.provider.orders().len(), 1, "a confirmation of yesterday buys nothing");
}

#[tokio::test]
async fn telegram_is_away_for_half_a_minute() {
    let mut shop = Shop::watched_with_admins().await;
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.see(BUDI, "Sedang diproses").await;
    shop.telegram.down(true);
    shop.provider.deliver(&order.invoice, "SN-SOON").unwrap();
    polled(&shop).await;
    shop.telegram.send_text(JANE, "/orders").unwrap();
    for _ in 0..30 {
        shop.set_ahead(1);
        shop.pass(1).await;
        // As long as a call that fails takes.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    shop.telegram.down(false);
    let back = Instant::now();
    shop.see(BUDI, "SN-SOON").await;
    shop.see(JANE, "No orders yet").await;
    assert!(back.elapsed() < Duration::from_secs(5), "{:?}", back.elapsed());
    shop.close().await;
}

#[tokio::test]
async fn telegram_posts_updates_but_accepts_no_messages() {
    let mut shop = Shop::hooked().await;
    shop.more_vars.insert("OPS_LISTEN".to_owned(), free_address().await.to_string());
    shop.start();
    shop.greet_admins().await;
    shop.ready().await;
    shop.telegram.down(true);
    shop.pass(80).await;
    shop.unready(&["telegram: no heartbeat for "]).await;
    // Updates arrive before the next health check.
    shop.set_ahead(11 * 60);
    shop.telegram.down(false);
    shop.say(BUDI, "/start", "Odzreshop").await;
    shop.pass(25).await;
    for admin in [SARI, AGUS] {
        shop.see(admin, "Telegram sudah bisa dihubungi lagi").await;
    }
    shop.ready().await;
    shop.close().await;
    assert_eq!((shop.count(SARI, "Telegram sudah bisa"), shop.count(AGUS, "Telegram sudah bisa")), (1, 1));
}

/// A provider that loses every call while it is down, with the number of lost calls.
#[derive(Clone, Default)]
struct Away {
    away: Arc<AtomicBool>,
    calls: Arc<AtomicUsize>,
}

impl Away {
    fn watch(shop: &Shop) -> Self {
        let away = Self::default();
        let watcher = away.clone();
        shop.provider.watch(Arc::new(move |_| {
            let lost = watcher.away.load(Ordering::SeqCst);
            watcher.calls.fetch_add(usize::from(lost), Ordering::SeqCst);
            !lost
        }));
        away
    }

    fn set(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }

    /// Waits for more than `count` lost calls.
    async fn called_beyond(&self, count: usize) {
        while self.calls.load(Ordering::SeqCst) <= count {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

#[tokio::test]
async fn the_provider_is_down_for_a_day() {
    let mut shop = Shop::watched_with_admins().await;
    let provider = Away::watch(&shop);
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.to_confirmation(JANE).await;
    provider.set(true);
    shop.press(JANE, "✅", "Waiting to be sent").await;
    shop.set_ahead(181);
    shop.see(JANE, "Your order was cancelled").await;
    shop.set_ahead(601);
    for admin in [SARI, AGUS] {
        shop.see(admin, "Toko ditutup").await;
    }
    shop.say(JANE, "/start", "not taking orders").await;
    shop.press(JANE, "⚔️", "Mobile Legends").await;
    shop.press(JANE, "86 💎", "closed").await;
    let before = provider.calls.load(Ordering::SeqCst);
    for _ in 0..12 {
        let count = provider.calls.load(Ordering::SeqCst);
        shop.set_ahead(2 * HOUR);
        provider.called_beyond(count).await;
    }
    // Customers still get answers: the shop is closed.
    shop.pass(80).await;
    shop.say(JANE, "/start", "not taking orders").await;
    shop.ready().await;
    let metrics = shop.ask_until("/metrics", |_, text| text.contains("\nodzreshop_shop_open 0\n")).await;
    assert!(metrics.contains("\nodzreshop_parts_not_ready 0\n"), "{metrics}");
    let during = provider.calls.load(Ordering::SeqCst) - before;
    assert!(during <= 4 * 12, "{during} calls at twelve moments of the day");
    shop.provider.deliver(&order.invoice, "SN-LATE").unwrap();
    provider.set(false);
    shop.set_ahead(60);
    for admin in [SARI, AGUS] {
        shop.see(admin, "🟢 Toko buka lagi").await;
    }
    shop.ready().await;
    shop.set_ahead(36 * 60);
    shop.see(BUDI, "SN-LATE").await;
    shop.buy(JANE).await;
    shop.taken(2).await;
    shop.close().await;
    for admin in [SARI, AGUS] {
        assert_eq!((shop.count(admin, "Toko ditutup"), shop.count(admin, "🟢 Toko buka lagi")), (1, 1));
    }
    assert_eq!(ids(&shop, BUDI, "Top up berhasil").len(), 1);
    assert_eq!(shop.provider.orders().len(), 2);
}

/// Lets all writes to files of this process fail, or work again.
fn fill_disk(process: u32, full: bool) {
    let limit = if full { "--fsize=0:" } else { "--fsize=unlimited:" };
    let done = Command::new("prlimit").args(["--pid", &process.to_string(), limit]).status().unwrap();
    assert!(done.success());
}

#[tokio::test]
async fn the_disk_is_full() {
    let mut shop = Shop::watched().await;
    let bot = shop.spawn_on_small_disk();
    shop.greet_admins().await;
    shop.ready().await;
    shop.to_confirmation(JANE).await;
    shop.to_confirmation(BUDI).await;
    shop.provider.next(Behaviour::Slow(Duration::from_secs(4)));
    shop.tap(JANE, "✅").await;
    shop.taken(1).await;
    let busy = Fault::Status { code: 429, message: "Too Many Requests".to_owned(), retry_after: Some(10) };
    shop.provider.fail_call(Endpoint::Order, busy, 1);
    shop.tap(BUDI, "✅").await;
    shop.history(BUDI, "sistem sedang sibuk", 1).await;
    // Now one order waits to be sent, and the answer to another one is coming.
    fill_disk(bot.id(), true);
    shop.unready(&["database: not writable for "]).await;
    let help = shop.telegram.send_text(AGUS, "/help").unwrap();
    shop.see(SARI, "🆘").await;
    shop.see(AGUS, "🆘").await;
    assert!(help.update_id.is_some_and(|id| !shop.telegram.read(|state| state.acknowledged(id))), "Telegram keeps it");
    assert_eq!((shop.calls(Endpoint::Order), shop.provider.orders().len()), (2, 1), "nothing is sent");
    fill_disk(bot.id(), false);
    shop.see(JANE, "Being processed").await;
    shop.taken(2).await;
    shop.see(BUDI, "Sedang diproses").await;
    shop.see(AGUS, "Cara belanja").await;
    shop.see(SARI, "Database sudah bisa ditulis lagi").await;
    shop.ready().await;
    shop.answered().await;
    let (status, _) = bot.terminate().await;
    assert!(status.success(), "{status}");
    shop.close().await;
    for user in [BUDI, JANE] {
        assert_eq!(shop.orders(user).await.iter().map(|order| order.state).collect::<Vec<_>>(), [OrderState::Pending]);
    }
    assert_eq!(shop.provider.orders().len(), 2);
    assert_eq!((shop.count(SARI, "🆘"), shop.count(SARI, "bisa ditulis lagi")), (1, 1));
    assert!(shop.log().contains("the database can be written again"));
}

#[tokio::test]
async fn the_database_is_locked_and_the_provider_refuses_us_meanwhile() {
    let mut shop = Shop::watched_with_admins().await;
    shop.to_confirmation(BUDI).await;
    let path = shop.folder.path().join("shop.db");
    let mut other = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut other).await.unwrap();
    shop.tap(BUDI, "✅").await;
    shop.provider.set_key_accepted(false);
    shop.set_ahead(601);
    shop.see(SARI, "🆘").await;
    shop.unready(&["database: not writable for "]).await;
    assert_eq!(shop.ask("/healthz").await.0, 200);
    assert_eq!(shop.provider.orders().len(), 0);
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    for admin in [SARI, AGUS] {
        shop.see(admin, "Toko ditutup").await;
        shop.see(admin, "Database sudah bisa ditulis lagi").await;
    }
    shop.ready().await;
    shop.see(BUDI, "Toko tutup sebentar").await;
    shop.provider.set_key_accepted(true);
    shop.set_ahead(60);
    shop.see(SARI, "🟢 Toko buka lagi").await;
    shop.buy(BUDI).await;
    shop.taken(1).await;
    shop.close().await;
    assert_eq!(shop.count(SARI, "Toko ditutup"), 1);
}

/// A shop whose clock was fast from the beginning.
async fn open_two_hours_ahead() -> Shop {
    let mut shop = Shop::closed_with(TOML).await;
    shop.set_ahead(2 * HOUR);
    shop.start();
    shop.greet_admins().await;
    shop
}

#[tokio::test]
async fn the_clock_is_set_back_an_hour() {
    let mut shop = open_two_hours_ahead().await;
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.see(BUDI, "Sedang diproses").await;
    let busy = Fault::Status { code: 429, message: "Too Many Requests".to_owned(), retry_after: Some(1) };
    shop.provider.fail_call(Endpoint::Order, busy, 1);
    shop.buy(JANE).await;
    shop.called(Endpoint::Order, 2).await;
    shop.to_confirmation(SARI).await;
    // Also a message that has to wait.
    let slow = odzreshop_bot::sandbox::telegram::Fault::too_many_requests(2);
    shop.telegram.fail_in_chat("sendMessage", AGUS, slow, 1);
    shop.telegram.send_text(AGUS, "/help").unwrap();
    shop.telegram.wait_until("the refusal", |state| state.calls().iter().any(|call| call.status == 429).then_some(())).await.unwrap();
    shop.set_ahead(-HOUR);
    shop.set_ahead(10);
    shop.provider.deliver(&order.invoice, "SN-BACK").unwrap();
    shop.taken(2).await;
    shop.set_ahead(60);
    shop.see(BUDI, "SN-BACK").await;
    shop.see(AGUS, "Cara belanja").await;
    shop.press(SARI, "✅", "Pesanan").await;
    shop.taken(3).await;
    shop.press(BUDI, "🏠", "Odzreshop").await;
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 3);
    assert_eq!(ids(&shop, BUDI, "Top up berhasil").len(), 1);
}

#[tokio::test]
async fn the_clock_was_set_back_while_the_bot_was_not_running() {
    let mut shop = open_two_hours_ahead().await;
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.poll_after(600).await;
    shop.close().await;
    shop.set_ahead(-HOUR);
    shop.start();
    // It has become the leader and handled the clock rollback before anybody gets an answer.
    shop.say(JANE, "/start", "Odzreshop").await;
    shop.provider.deliver(&order.invoice, "SN-BACK").unwrap();
    // The last write probe is older than the last due time, by as much as the test's clock was ahead of the real one.
    shop.poll_after(700).await;
    shop.see(BUDI, "SN-BACK").await;
    shop.close().await;
}

#[tokio::test]
async fn the_clock_is_set_forward_an_hour_while_an_order_is_being_sent() {
    let mut shop = Shop::open_with_admins().await;
    shop.to_confirmation(JANE).await;
    shop.to_confirmation(BUDI).await;
    shop.provider.next(Behaviour::Slow(Duration::from_secs(3)));
    shop.tap(BUDI, "✅").await;
    shop.taken(1).await;
    shop.set_ahead(HOUR);
    shop.see(BUDI, "Jangan pesan lagi dulu").await;
    // The answer still comes, and counts.
    shop.see(BUDI, "Tunggu sebentar, ya").await;
    shop.press(JANE, "✅", "has expired").await;
    shop.press(JANE, "✅", "Order").await;
    shop.taken(2).await;
    shop.close().await;
    assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Pending);
    assert_eq!(shop.provider.orders().len(), 2);
}
