//! A customer's orders: the history, details, "order again". And what the bot remembers about people.

use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::storage;

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

/// Budi buys the cheapest item for Free Fire.
async fn buy(shop: &Shop, number: usize) {
    shop.say(BUDI, "/start free-fire", "Pilih nominal").await;
    shop.press(BUDI, "5 💎", "Kirim Player ID").await;
    shop.say(BUDI, &format!("{}", 10_000_000 + number), "Cek dulu").await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    shop.taken(number).await;
    shop.set_ahead(30);
}

#[tokio::test]
async fn the_history_has_pages_details_and_order_again() {
    let mut shop = Shop::open_with(&TOML.replace("mode = \"open\"", "mode = \"open\"\nmax_open_orders = 9")).await;
    shop.say(BUDI, "/orders", "Belum ada pesanan").await;
    buy(&shop, 1).await;
    shop.provider.deliver(&shop.taken(1).await.invoice, "SN-1").unwrap();
    shop.see(BUDI, "Top up berhasil!").await;
    for number in 2..=7 {
        buy(&shop, number).await;
    }
    let first = shop.say(BUDI, "/orders", "Halaman 1 dari 2").await;
    assert_eq!(first.text.matches("Free Fire 5 Diamonds").count(), 6, "{}", first.text);
    shop.press(BUDI, "2/2 ▶️", "Halaman 2 dari 2").await;
    let detail = shop.press(BUDI, "🧾", "Riwayat pesanan").await;
    assert!(detail.text.contains("Player ID: 10000001") && detail.text.contains("(SN): SN-1"), "{}", detail.text);
    for step in ["Pesanan dibuat", "Mulai dikirim", "Diterima, sedang diproses", "Berhasil"] {
        assert!(detail.text.contains(step), "{step}: {}", detail.text);
    }
    shop.press(BUDI, "⬅️", "Halaman 2 dari 2").await;
    shop.press(BUDI, "🧾", "Riwayat pesanan").await;
    shop.provider.set_price("ff-5", 950).unwrap();
    let confirmation = shop.press(BUDI, "🔁", "Cek dulu").await;
    assert!(confirmation.text.contains("Player ID: 10000001"), "{}", confirmation.text);
    shop.press(BUDI, "✅", "tadi Rp 900, sekarang Rp 950").await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    let order = shop.taken(8).await;
    assert_eq!((order.target.as_str(), order.price), ("10000001", 950));
    shop.close().await;
}

#[tokio::test]
async fn the_details_of_an_open_order_and_its_failure() {
    let mut shop = Shop::open().await;
    shop.to_confirmation(JANE).await;
    shop.press(JANE, "✅", "Being processed").await;
    shop.placed(JANE).await;
    let detail = shop.press(JANE, "🧾", "Order history").await;
    assert!(detail.text.contains("Accepted") && detail.button("🔁").is_none(), "{}", detail.text);
    shop.provider.fail(&shop.taken(1).await.invoice, "no such player").unwrap();
    shop.see(JANE, "this top-up failed").await;
    shop.say(JANE, "/orders", "❌").await;
    let detail = shop.press(JANE, "🧾", "check whether the ID is right").await;
    assert!(!detail.text.contains("no such player"), "{}", detail.text);
    shop.press(JANE, "🔁", "Please check").await;
    shop.close().await;
}

#[tokio::test]
async fn a_chosen_language_is_remembered() {
    let mut shop = Shop::open().await;
    shop.to_confirmation(BUDI).await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    let order = shop.taken(1).await;
    shop.say(BUDI, "/language", "Mau pakai bahasa apa").await;
    shop.press(BUDI, "English", "Okay, English it is").await;
    shop.stop().await;
    shop.start();
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    shop.see(BUDI, "Your top-up has arrived!").await;
    shop.say(BUDI, "/menu", "Which game").await;
    let described = |state: &odzreshop_bot::sandbox::telegram::State| {
        let menu = state.menu(BUDI);
        menu.iter().any(|command| command.description == "Choose a game and shop").then_some(())
    };
    shop.telegram.wait_until("Budi's commands in English", described).await.unwrap();
    shop.close().await;
}

#[tokio::test]
async fn commands_are_listed_by_scope_and_language() {
    let mut shop = Shop::closed_with(crate::shop::TOML).await;
    for admin in [SARI, AGUS] {
        shop.telegram.send_text(admin, "/start").unwrap();
    }
    shop.start();
    let all = |state: &odzreshop_bot::sandbox::telegram::State| {
        let scopes = ["all_private_chats".to_owned(), format!("chat:{SARI}"), format!("chat:{AGUS}")];
        let lists: Vec<_> = scopes.iter().flat_map(|scope| ["", "id", "en"].map(|language| state.commands(scope, language))).collect();
        lists.iter().all(|list| !list.is_empty()).then_some(lists)
    };
    let lists = shop.telegram.wait_until("all lists of commands", all).await.unwrap();
    for (number, list) in lists.iter().enumerate() {
        let names: Vec<&str> = list.iter().map(|command| command.command.as_str()).collect();
        assert_eq!(names.contains(&"balance"), number >= 3, "{names:?}");
        assert!(names.starts_with(&["start", "menu", "orders", "language", "help", "cancel"]), "{names:?}");
        let english = list.iter().any(|command| command.description == "Your orders");
        assert_eq!(english, number % 3 == 2, "the list of all languages is in the shop's: {list:?}");
    }
    shop.close().await;
}

#[tokio::test]
async fn a_customer_who_blocks_the_bot_is_recorded_as_unreachable() {
    let mut shop = Shop::open().await;
    shop.to_confirmation(BUDI).await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    let order = shop.taken(1).await;
    shop.telegram.block(BUDI).unwrap();
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    let refused = |state: &odzreshop_bot::sandbox::telegram::State| {
        state.calls().iter().any(|call| call.status == 403 && call.method == "sendMessage").then_some(())
    };
    shop.telegram.wait_until("a message to Budi to be refused", refused).await.unwrap();
    shop.to_confirmation(JANE).await;
    shop.press(JANE, "✅", "Being processed").await;
    shop.provider.deliver(&shop.taken(2).await.invoice, "SN-2").unwrap();
    shop.see(JANE, "has arrived").await;
    shop.stop().await;
    let opened = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    assert!(opened.store.find_person(BUDI).await.unwrap().unwrap().unreachable);
    let (orders, _) = opened.store.list_orders(BUDI, 9, 0).await.unwrap();
    assert_eq!((orders[0].sn.as_deref(), orders[0].price), (Some("SN-1"), Rupiah(18_500)), "the order itself is done");
    opened.close().await;
    // When they are back, nothing is lost.
    shop.start();
    shop.telegram.unblock(BUDI).unwrap();
    shop.say(BUDI, "/orders", "Mobile Legends 86 Diamonds").await;
    shop.press(BUDI, "🧾", "(SN): SN-1").await;
    shop.close().await;
}

#[tokio::test]
async fn a_game_that_left_the_shop_is_told_as_gone() {
    let mut shop = Shop::open().await;
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    let receipt = shop.see(BUDI, "Top up berhasil").await;
    shop.say(JANE, "/start mobile-legends", "Choose an item").await;
    shop.press(JANE, "86 💎", "User ID").await;
    shop.stop().await;
    let (_, others) = TOML.split_once("[[category]]\nslug = \"free-fire\"").unwrap();
    let (head, _) = TOML.split_once("[[category]]").unwrap();
    shop.set_toml(&format!("{head}[[category]]\nslug = \"free-fire\"{others}"));
    shop.start();
    assert!(receipt.button("🔁").is_some());
    let menu = shop.press(BUDI, "🔁", "sudah tidak ada di toko ini").await;
    assert!(menu.text.contains("Mau top up game apa"), "{}", menu.text);
    shop.say(JANE, "123456789 (1234)", "no longer has that game").await;
    shop.close().await;
}
