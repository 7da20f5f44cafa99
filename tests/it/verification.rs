//! Games whose target format nobody has verified: admins follow each order until one was delivered, and then mark the game.

use sqlx::{Connection, SqliteConnection};

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

fn with_an_unverified_game() -> String {
    TOML.replace("target = \"{player_id}\"", "target = \"{player_id}\"\nverified = false")
}

/// A customer gets to the confirmation of the unverified game.
async fn to_confirmation(shop: &Shop, user: i64, target: &str) {
    shop.pause();
    shop.say(user, "/start free-fire", "Free Fire").await;
    shop.press(user, "5 💎", "Player ID").await;
    shop.say(user, target, target).await;
}

/// Both admins' newest card says this.
async fn cards_say(shop: &Shop, words: &str) {
    for admin in [SARI, AGUS] {
        let what = format!("the newest card of {admin} to say {words:?}");
        let says = |state: &odzreshop_bot::sandbox::telegram::State| {
            let messages = state.messages(admin);
            let card = messages.iter().rev().find(|message| message.text.contains("🧪") || message.text.contains("terverifikasi"))?;
            card.text.contains(words).then_some(())
        };
        shop.telegram.wait_until(&what, says).await.unwrap();
    }
}

fn cards(shop: &Shop) -> [usize; 2] {
    [SARI, AGUS].map(|admin| shop.count(admin, "terverifikasi"))
}

#[tokio::test]
async fn the_card_follows_each_order_until_one_was_delivered() {
    let mut shop = Shop::open_with(&with_an_unverified_game()).await;
    shop.greet_admins().await;
    // Cancelled by a new price: never sent, so it proves nothing.
    to_confirmation(&shop, BUDI, "12345678").await;
    shop.provider.set_price("ff-5", 1_000).unwrap();
    shop.press(BUDI, "✅", "sekarang Rp 1.000").await;
    cards_say(&shop, "belum membuktikan").await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    let failing = shop.taken(1).await;
    cards_say(&shop, &failing.invoice).await;
    shop.provider.fail(&failing.invoice, "Transaksi dibatalkan").unwrap();
    cards_say(&shop, "belum membuktikan").await;
    assert_eq!(cards(&shop), [2, 2]);
    to_confirmation(&shop, JANE, "87654321").await;
    shop.press(JANE, "✅", "Being processed").await;
    let delivered = shop.taken(2).await;
    cards_say(&shop, &delivered.invoice).await;
    shop.provider.deliver(&delivered.invoice, "SN-1").unwrap();
    cards_say(&shop, "sudah terkirim").await;
    // Known to work: the next one is an order like any other.
    to_confirmation(&shop, BUDI, "11223344").await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    let usual = shop.taken(3).await;
    shop.provider.deliver(&usual.invoice, "SN-2").unwrap();
    shop.see(BUDI, "SN-2").await;
    shop.close().await;
    assert_eq!(cards(&shop), [3, 3]);
}

#[tokio::test]
async fn an_admin_marks_the_game_and_takes_it_back() {
    let mut shop = Shop::closed_with(&with_an_unverified_game()).await;
    let file = shop.folder.path().join("shop.toml");
    std::fs::write(&file, with_an_unverified_game()).unwrap();
    shop.more_vars.insert("SHOP_FILE".to_owned(), file.display().to_string());
    shop.start();
    shop.greet_admins().await;
    assert!(shop.finish(&["check"]).await.1.contains("nobody has verified free-fire"));
    shop.say(SARI, "/status", "Belum terverifikasi: free-fire").await;
    to_confirmation(&shop, BUDI, "12345678").await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    let order = shop.taken(1).await;
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    cards_say(&shop, "sudah terkirim").await;
    let card = shop.see(SARI, "sudah terkirim").await;
    let data = card.button("✅").unwrap().callback_data.clone().unwrap();
    assert!(shop.forge(BUDI, SARI, card.id, &data).await.starts_with("🙅"));
    shop.press(SARI, "✅ Tandai", "ditandai terverifikasi").await;
    cards_say(&shop, "ditandai terverifikasi").await;
    assert!(!shop.say(AGUS, "/status", "Toko buka").await.text.contains("free-fire"));
    let (code, report) = shop.finish(&["check"]).await;
    assert!(code == Some(0) && !report.contains("nobody has verified"), "{report}");
    shop.stop().await;
    shop.start();
    assert!(!shop.say(AGUS, "/status", "Toko buka").await.text.contains("free-fire"), "a restart forgets nothing");
    shop.press(AGUS, "↩️", "sudah terkirim").await;
    cards_say(&shop, "sudah terkirim").await;
    shop.say(AGUS, "/status", "Belum terverifikasi: free-fire").await;
    assert!(shop.finish(&["check"]).await.1.contains("nobody has verified free-fire"));
    // A game that was taken out of the shop leaves no mistake behind.
    shop.press(AGUS, "✅ Tandai", "ditandai terverifikasi").await;
    shop.stop().await;
    let without = TOML.replace("free-fire", "another-game");
    std::fs::write(&file, &without).unwrap();
    shop.set_toml(&without);
    shop.start();
    shop.say(AGUS, "/status", "Toko buka").await;
    shop.close().await;
    let mut database = SqliteConnection::connect(shop.folder.path().join("shop.db").to_str().unwrap()).await.unwrap();
    let audit: Vec<(i64, String, String)> =
        sqlx::query_as("SELECT actor, action, subject FROM audit ORDER BY at").fetch_all(&mut database).await.unwrap();
    let entry = |actor, action: &str| (actor, action.to_owned(), "free-fire".to_owned());
    assert_eq!(audit, [entry(SARI, "verify_category"), entry(AGUS, "unverify_category"), entry(AGUS, "verify_category")]);
}
