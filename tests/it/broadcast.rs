//! Broadcasts: what customers read, who they are, stopping, and that a restart or a kill leaves nobody out.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use odzreshop_bot::sandbox::telegram::{Fault, Message, State, User};

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

/// The ids of the crowd begin here.
const CROWD: i64 = 50_000;
/// What the crowd reads.
const TEXT: &str = "Diskon sampai Minggu";

/// So many people who have met the bot and said nothing.
fn gather(shop: &Shop, count: i64) {
    for id in CROWD..CROWD + count {
        shop.telegram.add_user(User::new(id, "Orang", "id"));
        shop.telegram.block(id).unwrap();
        shop.telegram.unblock(id).unwrap();
    }
}

/// How often each of the crowd has read it.
fn readers(state: &State, count: i64) -> BTreeMap<i64, usize> {
    let reads = |id: i64| state.messages(id).iter().filter(|message| message.from_bot && message.text == TEXT).count();
    (CROWD..CROWD + count).map(|id| (id, reads(id))).filter(|(_, times)| *times > 0).collect()
}

/// Waits until so many of the crowd have read it.
async fn read_by(shop: &Shop, crowd: i64, count: usize) -> BTreeMap<i64, usize> {
    let enough = |state: &State| Some(readers(state, crowd)).filter(|readers| readers.len() >= count);
    shop.telegram.wait_until(&format!("{count} of {crowd} to read it"), enough).await.unwrap()
}

/// Sari writes to everybody; returns when it is confirmed.
async fn start(shop: &Shop, crowd: i64) {
    // Everybody of the crowd and both admins.
    let expected = format!("Kirim ke {} pelanggan?", crowd + 2);
    let since = Instant::now();
    loop {
        shop.pause();
        shop.say(SARI, "/broadcast", "Mau mengumumkan apa").await;
        shop.say(SARI, TEXT, "bahasa Inggrisnya").await;
        shop.press(SARI, "➡️", "Dikirim ke siapa").await;
        if shop.press(SARI, "👥", "Kirim ke ").await.text.contains(&expected) {
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(60), "not all of the crowd have met the bot");
    }
    shop.press(SARI, "✅", "Mulai dikirim").await;
}

fn data(message: &Message, label: &str) -> String {
    message.button(label).unwrap().callback_data.clone().unwrap()
}

#[tokio::test]
async fn customers_read_exactly_what_the_admin_saw_before() {
    const EWA: i64 = CROWD;
    let mut shop = Shop::open_with_admins().await;
    gather(&shop, 1);
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    shop.see(BUDI, "Top up berhasil").await;
    shop.say(JANE, "/start", "Odzreshop").await;
    shop.pause();
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "📣", "Mau mengumumkan apa").await;
    shop.say(SARI, &"x".repeat(4_097), "paling banyak 4096").await;
    shop.say(SARI, "Promo <b>besar</b> & murah!\nSampai Minggu.", "bahasa Inggrisnya").await;
    shop.say(SARI, "Big <b>sale</b>!", "Dikirim ke siapa").await;
    let seen = |text: &str| shop.telegram.messages(SARI).into_iter().find(|message| message.from_bot && message.text == text);
    let (indonesian, english) = (seen("Promo <b>besar</b> & murah!\nSampai Minggu.").unwrap(), seen("Big <b>sale</b>!").unwrap());
    shop.press(SARI, "🛒", "Kirim ke 1 pelanggan?").await;
    shop.press(SARI, "⬅️", "Dikirim ke siapa").await;
    let question = shop.press(SARI, "👥", "Kirim ke 5 pelanggan?").await;
    // Who has blocked the bot is not written to again until they write.
    let blocked = Fault::Status { code: 403, description: "Forbidden: bot was blocked by the user".to_owned(), retry_after: None };
    shop.telegram.fail_in_chat("sendMessage", EWA, blocked, 1);
    let yes = data(&question, "✅");
    shop.press(SARI, "✅", "Mulai dikirim").await;
    assert_eq!(shop.see(BUDI, "Promo").await.text, indonesian.text);
    assert_eq!(shop.see(JANE, "Big").await.text, english.text);
    let done = shop.see(SARI, "selesai dikirim").await;
    assert!(done.text.contains("Terkirim: 4 dari 5") && done.text.contains("(bot diblokir): 1"), "{}", done.text);
    assert!(done.keyboard.is_empty(), "{:?}", done.labels());
    assert!(!shop.forge(SARI, SARI, question.id, &yes).await.is_empty());
    for (user, text) in [(BUDI, "Promo"), (AGUS, "Promo"), (JANE, "Big")] {
        assert_eq!(shop.count(user, text), 1, "{user}");
    }
    // A photo with its words; the same for all.
    shop.pause();
    shop.say(SARI, "/broadcast", "Mau mengumumkan apa").await;
    shop.telegram.send_photo(SARI, "Foto promo").unwrap();
    shop.see(SARI, "bahasa Inggrisnya").await;
    shop.press(SARI, "➡️", "berbahasa Inggris juga").await;
    shop.press(SARI, "👥", "Kirim ke 4 pelanggan?").await;
    shop.say(CROWD, "/start", "Odzreshop").await;
    shop.press(SARI, "⬅️", "Dikirim ke siapa").await;
    shop.press(SARI, "👥", "Kirim ke 5 pelanggan?").await;
    shop.press(SARI, "✅", "Mulai dikirim").await;
    for user in [BUDI, JANE, CROWD] {
        shop.see(user, "Foto promo").await;
    }
    let photos = shop.telegram.calls().into_iter().filter(|call| call.method == "sendPhoto" && call.params["caption"] == "Foto promo");
    assert!(photos.map(|call| call.params["chat_id"].clone()).any(|chat| chat == JANE));
    shop.see(SARI, "Terkirim: 5 dari 5").await;
    // Who wants no more of them is left out, still hears of their orders, and can change their mind.
    let seen = shop.see(JANE, "Foto promo").await;
    assert_eq!(seen.labels(), [["🔕 No more announcements"]]);
    assert!(indonesian.keyboard.is_empty(), "the preview: {:?}", indonesian.labels());
    shop.press(JANE, "🔕", "We still tell you about your orders").await;
    shop.buy(JANE).await;
    let order = shop.taken(2).await;
    announce(&shop, "Libur besok", "Kirim ke 4 pelanggan?\n👥 Semua pelanggan\n\n🔕 1 pelanggan lain tidak mau").await;
    shop.see(BUDI, "Libur besok").await;
    shop.see(SARI, "Terkirim: 4 dari 4").await;
    assert_eq!(shop.count(JANE, "Libur besok"), 0);
    shop.provider.deliver(&order.invoice, "SN-2").unwrap();
    shop.see(JANE, "SN-2").await;
    shop.say(SARI, "/admin", "Mau atur apa").await;
    let log = shop.press(SARI, "🧾", "Catatan audit").await.text;
    assert!(log.contains("all: 4, opted out: 1") && log.contains("all: 5, opted out: 0"), "{log}");
    shop.say(JANE, "/help", "Odzreshop").await;
    shop.press(JANE, "🔔", "You get our offers").await;
    let help = shop.say(JANE, "/help", "Odzreshop").await;
    assert!(help.button("🔔").is_none(), "{:?}", help.labels());
    announce(&shop, "Buka lagi", "Kirim ke 5 pelanggan?").await;
    shop.see(JANE, "Buka lagi").await;
    shop.close().await;
}

/// Sari writes to all, after this question.
async fn announce(shop: &Shop, text: &str, question: &str) {
    shop.pause();
    shop.say(SARI, "/broadcast", "Mau mengumumkan apa").await;
    shop.say(SARI, text, "bahasa Inggrisnya").await;
    shop.press(SARI, "➡️", "berbahasa Inggris juga").await;
    shop.press(SARI, "👥", question).await;
    shop.press(SARI, "✅", "Mulai dikirim").await;
}

#[tokio::test]
async fn a_press_is_answered_while_it_runs_and_a_stop_stops_it() {
    const COUNT: i64 = 1_000;
    let mut shop = Shop::closed_with(TOML).await;
    gather(&shop, COUNT);
    shop.start();
    shop.greet_admins().await;
    shop.say(BUDI, "/start", "Odzreshop").await;
    start(&shop, COUNT + 1).await;
    read_by(&shop, COUNT, 20).await;
    let (asked, before) = (Instant::now(), shop.telegram.read(|state| readers(state, COUNT).len()));
    shop.press(BUDI, "⚔️", "⚔️ Mobile Legends").await;
    let (took, between) = (asked.elapsed(), shop.telegram.read(|state| readers(state, COUNT).len()) - before);
    println!("answered in {took:?}, after {between} messages of the broadcast");
    assert!(between < 50, "the answer waited behind {between} messages, {took:?}");
    // A second one has to wait; the first is stopped on its card.
    let card = shop.see(SARI, "sedang dikirim").await;
    shop.pause();
    shop.say(SARI, "/broadcast", "sedang dikirim").await;
    assert_eq!(shop.forge(SARI, SARI, card.id, &data(&card, "⏹")).await, "✅ Beres.");
    let stopped = shop.see(SARI, "dihentikan").await;
    shop.close().await;
    let read = shop.telegram.read(|state| readers(state, COUNT));
    assert!(read.len() < 500 && read.values().all(|times| *times == 1), "{} {}", read.len(), stopped.text);
}

#[tokio::test]
async fn stopped_and_started_again_it_reaches_each_once() {
    const COUNT: i64 = 60;
    let mut shop = Shop::closed_with(TOML).await;
    gather(&shop, COUNT);
    shop.start();
    shop.greet_admins().await;
    start(&shop, COUNT).await;
    read_by(&shop, COUNT, 15).await;
    shop.stop().await;
    assert!(shop.telegram.read(|state| readers(state, COUNT).len()) < 60, "it was stopped on its way");
    shop.start();
    shop.see(SARI, "Terkirim: 62 dari 62").await;
    let read = read_by(&shop, COUNT, 60).await;
    assert!(read.values().all(|times| *times == 1), "{read:?}");
    shop.close().await;
}

#[tokio::test]
async fn killed_on_its_way_it_reaches_everybody_and_at_most_ten_twice() {
    const COUNT: i64 = 60;
    let shop = Shop::closed_with(TOML).await;
    gather(&shop, COUNT);
    let mut bot = shop.spawn();
    shop.greet_admins().await;
    start(&shop, COUNT).await;
    read_by(&shop, COUNT, 15).await;
    bot.kill();
    let bot = shop.spawn();
    shop.see(SARI, "selesai dikirim").await;
    let read = read_by(&shop, COUNT, 60).await;
    let twice = read.values().filter(|times| **times > 1).count();
    println!("{twice} read it twice");
    assert!(twice <= 10 && read.values().all(|times| *times <= 2), "{read:?}");
    bot.terminate().await;
}
