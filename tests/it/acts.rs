//! How many acts a purchase takes, counted as a customer does it, in the built-in shop that the demo has too.

use odzreshop_bot::config::BUILT_IN_SHOP;
use odzreshop_bot::sandbox::telegram::Message;

use crate::shop::{BUDI, JANE, Shop};

/// What is sold most, as its game, the beginning of its button, and what a customer sends when asked for the ID.
const BEST_SELLERS: [(&str, &str, &str); 10] = [
    ("⚔️", "86 💎", "123456789 (1234)"),
    ("⚔️", "172 💎", "123456789 (1234)"),
    ("⚔️", "Weekly Diamond Pass", "123456789 1234"),
    ("🔥", "70 💎", "225009777"),
    ("🔥", "140 💎", "225009777"),
    ("🔥", "Membership Mingguan", "225009777"),
    ("🪖", "60 UC", "5123456789"),
    ("🌠", "60 Genesis Crystals", "812345678 Asia"),
    ("🎯", "475 Points", "Budi Gaming#ID1"),
    ("🧱", "80 Robux", "budi_123"),
];

/// The built-in shop, open to everybody and with a provider that has no limit.
async fn built_in() -> Shop {
    let open =
        BUILT_IN_SHOP.replace("mode = \"approval\"", "mode = \"open\"").replace("requests_per_minute = 60 ", "requests_per_minute = 6000 ");
    let shop = Shop::open_with(&open).await;
    shop.greet_admins().await;
    shop
}

#[tokio::test]
async fn a_first_purchase_of_a_best_seller_takes_five_acts() {
    let mut shop = built_in().await;
    for (orders, (game, item, id)) in BEST_SELLERS.into_iter().enumerate() {
        shop.pause();
        let menu = shop.say(BUDI, "/start", "Mau top up game apa?").await;
        assert_eq!(menu.labels().concat().iter().filter(|label| label.contains("▶️")).count(), 0, "all games: {:?}", menu.labels());
        let items = shop.press(BUDI, game, "Pilih nominal").await;
        assert!(items.button(item).is_some_and(|button| button.text.contains(" · Rp ")), "{:?}", items.labels());
        let question = shop.press(BUDI, item, "Kirim").await;
        // The question itself says how to answer at once.
        assert_eq!(question.text.contains("atau sekalian semuanya"), id.contains([' ']) && !id.contains('#'), "{}", question.text);
        shop.say(BUDI, id, "Cek dulu").await;
        shop.press(BUDI, "✅", "").await;
        let order = shop.taken(orders + 1).await;
        shop.provider.deliver(&order.invoice, &format!("SN-{orders}")).unwrap();
        shop.set_ahead(10);
        shop.see(BUDI, &format!("SN-{orders}")).await;
    }
    shop.close().await;
}

#[tokio::test]
async fn items_are_short_and_two_in_a_row_where_they_fit() {
    let mut shop = built_in().await;
    for (user, question) in [(BUDI, "Pilih nominal"), (JANE, "Choose an item")] {
        let items = shop.say(user, "/start mobile-legends", question).await;
        let labels = items.labels();
        assert_eq!(labels[..2], [["5 💎 · Rp 1.500", "12 💎 · Rp 3.350"], ["19 💎 · Rp 5.250", "28 💎 · Rp 7.600"]]);
        assert!(labels.contains(&vec!["Weekly Diamond Pass · Rp 27.900"]), "{labels:?}");
        assert!(labels.concat().contains(&"2195 💎 · Rp 452.000"), "all on one page: {labels:?}");
        shop.press(user, "86 💎", "86 💎 — Rp 18.500").await;
    }
    shop.close().await;
}

/// A customer buys this and gets it.
async fn buy(shop: &Shop, user: i64, (slug, item, id): (&str, &str, &str)) {
    let orders = shop.provider.orders().len();
    shop.pause();
    shop.say(user, &format!("/start {slug}"), if user == JANE { "Choose an item" } else { "Pilih nominal" }).await;
    shop.press(user, item, " — Rp").await;
    shop.say(user, id, "⏱").await;
    shop.press(user, "✅", "").await;
    let order = shop.taken(orders + 1).await;
    shop.provider.deliver(&order.invoice, &format!("SN-{orders}")).unwrap();
    shop.set_ahead(10);
    shop.see(user, &format!("SN-{orders}")).await;
}

/// The labels of the buttons that begin like this.
fn labels(message: &Message, sign: &str) -> Vec<String> {
    message.labels().concat().into_iter().filter(|label| label.starts_with(sign)).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_repeat_takes_two_presses() {
    let mut shop = Shop::open().await;
    assert_eq!(labels(&shop.say(BUDI, "/start", "Mau top up").await, "🔁"), [""; 0], "nothing to repeat yet");
    for bought in [
        ("mobile-legends", "5 💎", "123456789 (1234)"),
        ("mobile-legends", "86 💎", "123456789 (1234)"),
        ("free-fire", "5 💎", "12345678"),
        ("genshin-impact", "60 Genesis", "812345678 asia"),
        ("mobile-legends", "86 💎", "123456789 (1234)"),
    ] {
        buy(&shop, BUDI, bought).await;
    }
    shop.pause();
    let menu = shop.say(BUDI, "/start", "Mau top up").await;
    let last = [
        "🔁 Mobile Legends 86 💎 · 123456789 · 1234",
        "🔁 Genshin Impact 60 Genesis Crystals · 812345678 · Asia",
        "🔁 Free Fire 5 💎 · 12345678",
    ];
    assert_eq!(labels(&menu, "🔁"), last, "the last three, each once, newest first");
    assert_eq!(labels(&shop.say(JANE, "/start", "Welcome").await, "🔁"), [""; 0], "nobody else's");
    let messages = shop.telegram.messages(BUDI).len();
    let confirmation = shop.press(BUDI, "🔁 Genshin Impact 60", "Cek dulu").await;
    assert!(confirmation.text.contains("UID: 812345678\nServer: Asia"), "{}", confirmation.text);
    shop.press(BUDI, "✅", "Sedang diproses").await;
    let order = shop.taken(6).await;
    assert_eq!((order.sku.as_str(), order.target.as_str()), ("gi-60", "812345678|os_asia"));
    assert_eq!(shop.telegram.messages(BUDI).len(), messages, "all in the menu's message");
    // What failed may have had a wrong ID, and is not offered.
    shop.provider.fail(&order.invoice, "gagal").unwrap();
    shop.set_ahead(10);
    shop.see(BUDI, "Maaf, top up ini gagal").await;
    shop.pause();
    assert_eq!(labels(&shop.say(BUDI, "/menu", "Mau top up").await, "🔁"), last);
    shop.close().await;
}

#[tokio::test]
async fn a_known_account_is_one_press() {
    let mut shop = Shop::open().await;
    for id in ["123456789 (1234)", "987654321 (2001)"] {
        buy(&shop, JANE, ("mobile-legends", "5 💎", id)).await;
    }
    shop.pause();
    shop.say(JANE, "/start mobile-legends", "Choose an item").await;
    let question = shop.press(JANE, "172 💎", "Or tap an account").await;
    assert_eq!(labels(&question, "👤"), ["👤 987654321 · 2001", "👤 123456789 · 1234"]);
    let confirmation = shop.press(JANE, "👤 123456789", "Please check").await;
    assert!(confirmation.text.contains("User ID: 123456789\nZone ID: 1234"), "{}", confirmation.text);
    // Back leads to the last question, where no account is offered for a half.
    let zone = shop.press(JANE, "⬅️", "Send your Zone ID").await;
    assert_eq!(labels(&zone, "👤"), [""; 0]);
    shop.say(JANE, "3003", "Zone ID: 3003").await;
    shop.press(JANE, "✅ Buy", "Being processed").await;
    assert_eq!(shop.taken(3).await.target, "1234567893003");
    // An account of one game is none of another, and of nobody else.
    shop.pause();
    shop.say(JANE, "/start free-fire", "Choose an item").await;
    assert_eq!(labels(&shop.press(JANE, "5 💎", "Send your Player ID").await, "👤"), [""; 0]);
    shop.say(BUDI, "/start mobile-legends", "Pilih nominal").await;
    assert_eq!(labels(&shop.press(BUDI, "5 💎", "Kirim User ID").await, "👤"), [""; 0]);
    shop.close().await;
}

#[tokio::test]
async fn an_account_gets_a_name_of_its_own_and_all_is_forgotten_on_demand() {
    let mut shop = Shop::open().await;
    buy(&shop, BUDI, ("mobile-legends", "5 💎", "123456789 (1234)")).await;
    shop.pause();
    shop.say(BUDI, "/orders", "Pesanan kamu").await;
    shop.press(BUDI, "🧾", "Riwayat pesanan").await;
    shop.press(BUDI, "✏️ Beri nama", "Mau diberi nama apa").await;
    for odd in ["x".repeat(25).as_str(), "\u{200b}"] {
        shop.pause();
        shop.say(BUDI, odd, "paling panjang 24 huruf").await;
    }
    shop.say(BUDI, "Adik <b>👩‍👧</b>", "bernama Adik <b>👩‍👧</b>").await;
    shop.pause();
    let menu = shop.say(BUDI, "/start", "Mau top up").await;
    assert_eq!(labels(&menu, "🔁"), ["🔁 Mobile Legends 5 💎 · Adik <b>👩‍👧</b> · 123456789"]);
    shop.press(BUDI, "⚔️", "Pilih nominal").await;
    assert_eq!(labels(&shop.press(BUDI, "86 💎", "pernah kamu pakai").await, "👤"), ["👤 Adik <b>👩‍👧</b> · 123456789"]);
    shop.press(BUDI, "👤", "Cek dulu").await;
    // The name is seen on the page where it was given, and can be taken away there.
    shop.say(BUDI, "/orders", "Pesanan kamu").await;
    shop.press(BUDI, "🧾", "Riwayat pesanan").await;
    shop.press(BUDI, "✏️ Beri nama", "Namanya sekarang: Adik").await;
    shop.press(BUDI, "➖", "sudah dihapus").await;
    shop.press(BUDI, "⬅️", "Riwayat pesanan").await;
    shop.press(BUDI, "✏️ Beri nama", "Mau diberi nama apa").await;
    shop.say(BUDI, "Utama", "bernama Utama").await;
    // Another order is under way while all is forgotten, in two steps.
    shop.buy(BUDI).await;
    let running = shop.taken(2).await;
    shop.pause();
    let asked = shop.say(BUDI, "/forget", "Yang tetap ada").await;
    assert!(asked.text.contains("pembukuan") && asked.text.contains("tetap diproses"), "{}", asked.text);
    assert_eq!(labels(&shop.say(BUDI, "/menu", "Mau top up").await, "🔁").len(), 1, "nothing happened yet");
    shop.say(BUDI, "/forget", "Yang tetap ada").await;
    shop.press(BUDI, "🗑", "Data itu sudah dihapus").await;
    shop.provider.deliver(&running.invoice, "SN-RUNNING").unwrap();
    shop.set_ahead(10);
    shop.see(BUDI, "SN-RUNNING").await;
    shop.pause();
    assert_eq!(labels(&shop.say(BUDI, "/menu", "Mau top up").await, "🔁"), [""; 0], "orders from before are not offered");
    let orders = shop.say(BUDI, "/orders", "Pesanan kamu").await;
    assert_eq!(labels(&orders, "🧾").len(), 2, "but they are all there: {}", orders.text);
    shop.say(BUDI, "/start mobile-legends", "Pilih nominal").await;
    assert_eq!(labels(&shop.press(BUDI, "86 💎", "Kirim User ID").await, "👤"), [""; 0]);
    // What is bought from now on is remembered, without the name.
    shop.pause();
    buy(&shop, BUDI, ("mobile-legends", "5 💎", "123456789 (1234)")).await;
    shop.pause();
    assert_eq!(labels(&shop.say(BUDI, "/menu", "Mau top up").await, "🔁"), ["🔁 Mobile Legends 5 💎 · 123456789 · 1234"]);
    shop.close().await;
}

#[tokio::test]
async fn what_is_remembered_is_forgotten_in_english_too() {
    let mut shop = Shop::open().await;
    buy(&shop, JANE, ("free-fire", "5 💎", "12345678")).await;
    shop.pause();
    shop.say(JANE, "/orders", "Your orders").await;
    shop.press(JANE, "🧾", "Order history").await;
    shop.press(JANE, "✏️ Name this account", "What do you want to call").await;
    shop.say(JANE, "Main", "now called Main").await;
    shop.say(JANE, "/forget", "What stays").await;
    shop.press(JANE, "🗑 Yes", "That data is deleted").await;
    assert_eq!(labels(&shop.say(JANE, "/menu", "Which game").await, "🔁"), [""; 0]);
    shop.close().await;
}
