//! How many acts a purchase takes, counted as a customer does it, in the built-in shop that the demo has too.

use odzreshop_bot::config::BUILT_IN_SHOP;

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
