//! Price lists: names with markup, long lists, and items and prices that change while a customer is choosing.

use std::time::Duration;

use odzreshop_bot::sandbox::provider::{Endpoint, Fault};
use odzreshop_bot::sandbox::telegram::User;
use serde_json::json;
use sqlx::{Connection, SqliteConnection};
use tokio::net::TcpStream;

use crate::postgres;
use crate::shop::process::{Process, free_address};
use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};
use crate::webhook::SECRET;

/// The labels under the newest message with `text`.
async fn labels(shop: &Shop, user: i64, text: &str) -> Vec<String> {
    shop.see(user, text).await.keyboard.into_iter().flatten().map(|button| button.text).collect()
}

#[tokio::test]
async fn hostile_names_are_shown_as_plain_text() {
    let mut shop = Shop::closed_with(TOML).await;
    let long = "💎".repeat(200);
    let names =
        ["<b>&\"_*`[x](http://evil.test)", "👩‍👩‍👧‍👦🇮🇩 🔥", &long, "\u{202e}sdnomaiD\u{202c} 5\u{200f}", "two\nlines\r\n\tand a tab", "\u{200b}"];
    for (number, name) in names.iter().enumerate() {
        shop.provider.add_sku("free-fire", &format!("odd-{number}"), name, 100 + i64::try_from(number).unwrap()).unwrap();
    }
    shop.start();
    shop.say(BUDI, "/start free-fire", "Free Fire").await;
    let labels = labels(&shop, BUDI, "Free Fire").await;
    for (number, label) in labels.iter().take(names.len()).enumerate() {
        assert!(label.ends_with(&format!(" · Rp 10{number}")), "{label}");
        assert!(label.chars().count() <= 60 && !label.contains(['\n', '\t', '\u{202e}', '\u{200f}']), "{label:?}");
    }
    assert!(labels[5].starts_with("odd-5"), "a name that nobody can see is the SKU's: {}", labels[5]);
    for (number, label) in labels.iter().take(names.len()).enumerate() {
        shop.pause();
        shop.press(BUDI, label, "Kirim Player ID").await;
        let confirmation = shop.say(BUDI, "12345678", "Cek dulu").await;
        assert!(!confirmation.text.contains('\u{202e}'), "{:?}", confirmation.text);
        assert!(confirmation.entities.iter().all(|entity| entity.kind != "text_link"), "{confirmation:?}");
        if number == 0 {
            assert!(confirmation.text.contains("Item: <b>&\"_*`[x](http://evil.test)"), "{}", confirmation.text);
            shop.press(BUDI, "✅", "Sedang diproses").await;
            shop.provider.deliver(&shop.taken(1).await.invoice, "<i>&SN").unwrap();
            shop.see(BUDI, "(SN): <i>&SN").await;
        }
        shop.say(BUDI, "/start free-fire", "Pilih nominal").await;
    }
    shop.close().await;
}

#[tokio::test]
async fn sixty_items_are_turned_page_by_page() {
    let mut shop = Shop::closed_with(TOML).await;
    shop.provider.add_category("free-fire", "Free Fire");
    for number in 0..47 {
        shop.provider.add_sku("free-fire", &format!("more-{number}"), &format!("More {number}"), 500_000 + number).unwrap();
    }
    shop.start();
    shop.say(BUDI, "/start free-fire", "Halaman 1 dari 3").await;
    let mut seen = Vec::new();
    for page in 1..=3 {
        let labels = labels(&shop, BUDI, &format!("Halaman {page} dari 3")).await;
        let turns = [format!("◀️ {}/3", page - 1), format!("{}/3 ▶️", page + 1)].map(|turn| labels.contains(&turn));
        assert_eq!(turns, [page > 1, page < 3], "page {page}");
        shop.pause();
        seen.extend(labels.into_iter().filter(|label| label.contains(" · Rp ")));
        if page < 3 {
            shop.press(BUDI, &format!("{}/3 ▶️", page + 1), &format!("Halaman {} dari 3", page + 1)).await;
        }
    }
    assert_eq!(seen.len(), 60);
    assert_eq!(seen.iter().collect::<std::collections::BTreeSet<_>>().len(), 60);
    for page in (1..3).rev() {
        shop.pause();
        shop.press(BUDI, "◀️", &format!("Halaman {page} dari 3")).await;
    }
    // Back from an item leads to the page with this item.
    shop.press(BUDI, "2/3 ▶️", "Halaman 2 dari 3").await;
    shop.press(BUDI, "More", "Kirim Player ID").await;
    shop.press(BUDI, "⬅️", "Halaman 2 dari 3").await;
    shop.press(BUDI, "⬅️", "Mau top up game apa?").await;
    assert_eq!(shop.telegram.messages(BUDI).len(), 2, "all that in one message");
    shop.close().await;
}

#[tokio::test]
async fn inactive_items_are_not_shown() {
    let mut shop = Shop::closed_with(&TOML.replace("\"free-fire\"", "\"nobody-knows\"")).await;
    for sku in ["gi-60", "gi-330", "gi-1090", "gi-2240", "gi-3880", "gi-8080", "gi-welkin"] {
        shop.provider.set_active(sku, false).unwrap();
    }
    shop.provider.set_active("ml-5", false).unwrap();
    for admin in [SARI, AGUS] {
        shop.telegram.send_text(admin, "/start").unwrap();
    }
    shop.start();
    for admin in [SARI, AGUS] {
        let alert = shop.see(admin, "tidak mengenal kategori").await;
        assert!(alert.text.contains("nobody-knows"), "{}", alert.text);
    }
    shop.say(BUDI, "/start", "Mau top up").await;
    let menu = labels(&shop, BUDI, "Mau top up").await;
    assert!(!menu.iter().any(|label| label.contains("Free Fire")), "{menu:?}");
    shop.say(BUDI, "/start nobody-knows", "tidak ada di sini").await;
    shop.press(BUDI, "🌠", "sedang kosong").await;
    shop.press(BUDI, "⬅️", "Mau top up").await;
    shop.press(BUDI, "⚔️", "Pilih nominal").await;
    let items = labels(&shop, BUDI, "Pilih nominal").await;
    assert!(items[0].starts_with("12 💎"), "{items:?}");
    shop.close().await;
}

#[tokio::test]
async fn a_changed_price_is_asked_again_and_bought_once() {
    let mut shop = Shop::open().await;
    let old = shop.to_confirmation(BUDI).await;
    shop.provider.set_price("ml-86", 19_250).unwrap();
    let offer = shop.press(BUDI, "✅", "tadi Rp 18.500, sekarang Rp 19.250").await;
    assert!(offer.id != old.id && offer.text.contains("User ID: 123456789"), "{}", offer.text);
    assert_eq!(shop.provider.orders().len(), 0);
    shop.press(BUDI, "✅", "Sedang diproses").await;
    let order = shop.taken(1).await;
    assert_eq!((order.sku.as_str(), order.target.as_str(), order.price), ("ml-86", "1234567891234", 19_250));
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    let done = shop.see(BUDI, "Top up berhasil!").await;
    assert!(done.text.contains("Rp 19.250"), "{}", done.text);
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 1);
    insta::assert_snapshot!(shop.story());
}

#[tokio::test]
async fn a_list_that_has_not_changed_is_not_written_for_each_order() {
    let mut shop = Shop::open().await;
    let written = async || {
        let mut database = SqliteConnection::connect(shop.folder.path().join("shop.db").to_str().unwrap()).await.unwrap();
        let row = sqlx::query_as("SELECT body, fetched_at FROM price_lists WHERE category = 'mobile-legends'");
        let written: (String, i64) = row.fetch_one(&mut database).await.unwrap();
        database.close().await.unwrap();
        written
    };
    shop.to_confirmation(BUDI).await;
    let before = written().await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    shop.taken(1).await;
    assert_eq!(written().await, before);
    shop.to_confirmation(JANE).await;
    shop.provider.set_price("ml-86", 19_250).unwrap();
    shop.press(JANE, "✅", "19.250").await;
    let now = written().await;
    assert!(now.0.contains("19250") && now.1 > before.1, "{now:?}");
    shop.close().await;
}

#[tokio::test]
async fn a_new_price_can_be_declined_without_losing_another_purchase() {
    let mut shop = Shop::open().await;
    shop.to_confirmation(BUDI).await;
    shop.provider.set_price("ml-86", 19_250).unwrap();
    let offer = shop.press(BUDI, "✅", "sekarang Rp 19.250").await;
    shop.say(BUDI, "/start free-fire", "Pilih nominal").await;
    shop.press(BUDI, "5 💎", "Kirim Player ID").await;
    let seen = shop.marks(BUDI);
    let cancel = offer.button("❌").unwrap().callback_data.clone().unwrap();
    shop.forge(BUDI, BUDI, offer.id, &cancel).await;
    let turned_down = shop.see_since(&seen, BUDI, "Tidak ada yang dipesan").await;
    assert_eq!(turned_down.id, offer.id, "in place, so that its buttons are gone");
    let confirmation = shop.say(BUDI, "12345678", "Cek dulu").await;
    assert!(confirmation.text.contains("Free Fire 5"), "{}", confirmation.text);
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 0);
}

#[tokio::test]
async fn an_accepted_new_price_does_not_end_another_purchase() {
    let mut shop = Shop::open().await;
    shop.to_confirmation(BUDI).await;
    shop.provider.set_price("ml-86", 19_250).unwrap();
    let offer = shop.press(BUDI, "✅", "sekarang Rp 19.250").await;
    shop.say(BUDI, "/start free-fire", "Pilih nominal").await;
    shop.press(BUDI, "5 💎", "Kirim Player ID").await;
    let confirm = offer.button("✅").unwrap().callback_data.clone().unwrap();
    shop.forge(BUDI, BUDI, offer.id, &confirm).await;
    assert_eq!(shop.taken(1).await.sku, "ml-86");
    shop.say(BUDI, "12345678", "Cek dulu").await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    assert_eq!(shop.taken(2).await.sku, "ff-5");
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 2);
}

#[tokio::test]
async fn an_item_that_is_gone_is_not_sent() {
    let mut shop = Shop::open().await;
    shop.to_confirmation(JANE).await;
    shop.provider.remove_sku("ml-86").unwrap();
    shop.press(JANE, "✅", "Cancelled").await;
    let gone = shop.see(JANE, "Your order was cancelled").await;
    assert!(gone.text.contains("ran out before it could be sent"), "{}", gone.text);
    shop.press(JANE, "🔁", "just become unavailable").await;
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 0);
}

#[tokio::test]
async fn a_second_order_for_the_same_target_is_pointed_out() {
    let mut shop = Shop::open().await;
    let first = shop.to_confirmation(BUDI).await;
    assert!(!first.text.contains("masih berjalan"));
    shop.press(BUDI, "✅", "Sedang diproses").await;
    let order = shop.taken(1).await;
    let twin = shop.to_confirmation(BUDI).await;
    assert!(twin.text.contains("untuk item dan tujuan yang sama masih berjalan"), "{}", twin.text);
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    shop.see(BUDI, "Top up berhasil!").await;
    shop.pause();
    let later = shop.to_confirmation(BUDI).await;
    assert!(!later.text.contains("masih berjalan"), "{}", later.text);
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 1);
}

#[tokio::test]
async fn unreadable_entries_are_left_out_and_admins_are_told_once() {
    let mut shop = Shop::closed_with(TOML).await;
    shop.provider
        .rewrite(|_, body| body.replace("\"price\":1500,", "\"price\":1499.75,").replace("\"price\":3350,", "\"price\":\"3350.00\","));
    for admin in [SARI, AGUS] {
        shop.telegram.send_text(admin, "/start").unwrap();
    }
    shop.start();
    for admin in [SARI, AGUS] {
        let alert = shop.see(admin, "tidak bisa dijual").await;
        assert!(alert.text.contains("mobile-legends") && alert.text.contains("ml-5: harganya tertulis “1499.75”"), "{}", alert.text);
        assert!(!alert.text.contains("ml-12"), "{}", alert.text);
    }
    shop.say(BUDI, "/start mobile-legends", "Pilih nominal").await;
    let items = labels(&shop, BUDI, "Pilih nominal").await;
    assert!(items[0].starts_with("12 💎 · Rp 3.350"), "{items:?}");
    let listed = shop.calls(Endpoint::Services);
    shop.set_ahead(11 * 60);
    shop.called(Endpoint::Services, listed + 3).await;
    let (code, report) = shop.finish(&["check"]).await;
    assert!(code == Some(0) && report.contains("category mobile-legends: 19 items, 19 active; left out"), "{report}");
    assert!(report.contains("ml-5 (price \"1499.75\")"), "{report}");
    shop.close().await;
    assert_eq!((shop.count(SARI, "tidak bisa dijual"), shop.count(AGUS, "tidak bisa dijual")), (1, 1));
}

#[tokio::test]
async fn a_list_with_gaps_is_a_list() {
    let mut shop = Shop::closed_with(TOML).await;
    shop.provider.rewrite(|endpoint, body| match (endpoint, serde_json::from_str::<serde_json::Value>(&body)) {
        (Endpoint::Services, Ok(mut answer)) => {
            let items = answer["data"].as_array().unwrap().iter().enumerate().map(|(place, item)| ((2 * place).to_string(), item.clone()));
            answer["data"] = items.collect::<serde_json::Map<_, _>>().into();
            answer.to_string()
        }
        _ => body,
    });
    shop.start();
    shop.to_confirmation(BUDI).await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    assert_eq!(shop.taken(1).await.sku, "ml-86");
    shop.close().await;
}

#[tokio::test]
async fn at_the_first_start_the_customer_waits_for_the_list() {
    let mut shop = Shop::closed_with(TOML).await;
    // Longer than a customer waits for an answer.
    shop.provider.fail_call(Endpoint::Services, Fault::Delay(Duration::from_secs(7)), 1);
    shop.start();
    shop.say(BUDI, "/menu", "Mau top up").await;
    shop.press(BUDI, "⚔️", "masih dimuat").await;
    while !shop.press(BUDI, "🔄", "Mobile Legends").await.text.contains("Pilih nominal") {}
    shop.press(BUDI, "86 💎", "User ID").await;
    shop.close().await;
}

#[tokio::test]
async fn what_is_typed_before_the_list_is_read_waits_for_it() {
    let mut shop = Shop::open().await;
    shop.say(BUDI, "/start mobile-legends", "Pilih nominal").await;
    shop.press(BUDI, "86 💎", "User ID").await;
    shop.say(JANE, "/start genshin-impact", "Choose an item").await;
    shop.press(JANE, "60 Genesis", "UID").await;
    shop.say(JANE, "812345678", "Server").await;
    shop.stop().await;
    let mut database = SqliteConnection::connect(shop.folder.path().join("shop.db").to_str().unwrap()).await.unwrap();
    sqlx::query("DELETE FROM price_lists").execute(&mut database).await.unwrap();
    database.close().await.unwrap();
    shop.provider.fail_call(Endpoint::Services, Fault::Delay(Duration::from_secs(2)), 1);
    shop.start();
    shop.telegram.send_text(BUDI, "123456789 (1234)").unwrap();
    shop.press(JANE, "Asia", "Please check").await;
    let confirmation = shop.see(BUDI, "Cek dulu").await;
    assert!(confirmation.text.contains("Rp 18.500"), "{}", confirmation.text);
    shop.close().await;
    assert_eq!(shop.count(BUDI, "tidak tersedia") + shop.count(JANE, "unavailable"), 0);
}

#[tokio::test]
async fn what_is_typed_to_a_standby_waits_for_the_list_of_the_leader() {
    if !postgres::is_there() {
        return;
    }
    let mut shop = Shop::hooked().await;
    shop.more_vars.insert("DATABASE_URL".to_owned(), postgres::database().await);
    // Both processes are up before the leader has the first list.
    shop.provider.fail_call(Endpoint::Services, Fault::Delay(Duration::from_secs(6)), 1);
    let leader = shop.spawn();
    shop.say(JANE, "/menu", "Which game").await;
    let address = free_address().await;
    let standby = Process::start(shop.command(&[]).env("WEBHOOK_LISTEN", address.to_string()), shop.log_file());
    while TcpStream::connect(address).await.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    shop.say(JANE, "/start mobile-legends", "Mobile Legends").await;
    while shop.telegram.last_bot_message(JANE).unwrap().text.contains("loading") {
        shop.press(JANE, "🔄", "Mobile Legends").await;
    }
    shop.press(JANE, "86 💎", "User ID").await;
    let typed = json!({ "update_id": 900_000_001, "message": {
        "message_id": 900, "date": 1, "text": "123456789 (1234)", "chat": { "id": JANE, "type": "private", "first_name": "Jane" },
        "from": { "id": JANE, "is_bot": false, "first_name": "Jane", "language_code": "en" },
    } });
    let posted = shop.post(&format!("http://{address}/telegram"), Some(SECRET), typed.to_string()).await;
    assert_eq!(posted.0, 200, "{posted:?}");
    shop.see(JANE, "Please check").await;
    assert_eq!(shop.count(JANE, "unavailable"), 0);
    for bot in [leader, standby] {
        bot.terminate().await;
    }
    shop.assert_clean();
}

#[tokio::test]
async fn joined_names_stay_whole() {
    let mut shop = Shop::closed_with(TOML).await;
    const NAME: &str = "👨‍👩‍👧 🏳️‍🌈 می‌خواهم";
    shop.provider.add_sku("free-fire", "joined", NAME, 100).unwrap();
    shop.telegram.add_user(User::new(3_001, "🧑‍🚀 می‌خواهم", "id"));
    shop.start();
    shop.greet_admins().await;
    shop.say(3_001, "/start free-fire", "Free Fire").await;
    assert!(labels(&shop, 3_001, "Free Fire").await[0].starts_with(NAME));
    shop.press(3_001, NAME, NAME).await;
    shop.say(3_001, "12345678", NAME).await;
    shop.say(SARI, "/find 3001", "🧑‍🚀 می‌خواهم").await;
    shop.close().await;
}
