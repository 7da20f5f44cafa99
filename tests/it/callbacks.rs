//! Callback queries from impatient or hostile customers: doubled, stale, foreign, forged, late. Each is answered, and none buys what it must not.

use odzreshop_bot::sandbox::telegram::{Fault, Message};

use crate::shop::{BUDI, JANE, Shop, TOML};

/// The callback data of a message's button.
fn data(message: &Message, label: &str) -> String {
    message.button(label).unwrap().callback_data.clone().unwrap()
}

/// The number of orders at the provider after the bot has handled everything that Budi sent before.
async fn orders_of_budi(shop: &Shop) -> usize {
    let list = shop.say(BUDI, "/orders", "📦").await;
    list.keyboard.iter().flatten().filter(|button| button.text.starts_with("🧾")).count()
}

#[tokio::test]
async fn two_presses_at_once_buy_once() {
    let mut shop = Shop::open().await;
    let confirmation = shop.to_confirmation(BUDI).await;
    let (first, second) = (shop.tap(BUDI, "✅").await, shop.tap(BUDI, "✅").await);
    shop.see(BUDI, "Sedang diproses").await;
    let toasts = [shop.answer_to(&first).await, shop.answer_to(&second).await];
    assert_eq!(toasts, ["", "👌 Sudah diproses."]);
    let third = shop.forge(BUDI, BUDI, confirmation.id, &data(&confirmation, "✅")).await;
    assert!(!third.is_empty());
    assert_eq!(orders_of_budi(&shop).await, 1);
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 1);
}

#[tokio::test]
async fn a_confirmation_pressed_again_much_later_buys_nothing() {
    let mut shop = Shop::open().await;
    let confirmation = shop.to_confirmation(BUDI).await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    shop.placed(BUDI).await;
    shop.set_ahead(60);
    let toast = shop.forge(BUDI, BUDI, confirmation.id, &data(&confirmation, "✅")).await;
    assert!(toast.contains("tidak berlaku"), "{toast}");
    shop.see(BUDI, "Tombol tadi sudah tidak berlaku").await;
    assert_eq!(orders_of_budi(&shop).await, 1);
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 1);
}

#[tokio::test]
async fn a_button_of_an_older_screen_shows_the_current_step() {
    let mut shop = Shop::open().await;
    let old = shop.say(BUDI, "/menu", "Mau top up").await;
    shop.to_confirmation(BUDI).await;
    let seen = shop.marks(BUDI);
    let toast = shop.forge(BUDI, BUDI, old.id, &data(&old, "🔥")).await;
    assert!(toast.contains("tidak berlaku"), "{toast}");
    let again = shop.see_since(&seen, BUDI, "Cek dulu").await;
    assert!(again.text.contains("Tombol tadi") && again.text.contains("123456789"), "{}", again.text);
    shop.press(BUDI, "✅", "Sedang diproses").await;
    shop.taken(1).await;
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 1);
}

#[tokio::test]
async fn old_buttons_pressed_in_a_row_give_one_screen() {
    let mut shop = Shop::open().await;
    let old = shop.say(BUDI, "/menu", "Mau top up").await;
    let confirmation = shop.to_confirmation(BUDI).await;
    shop.telegram.fail_in_chat("sendMessage", BUDI, Fault::too_many_requests(1), 1);
    for label in ["🔥", "📦", "🌐"] {
        let toast = shop.forge(BUDI, BUDI, old.id, &data(&old, label)).await;
        assert!(toast.contains("tidak berlaku"), "{toast}");
    }
    shop.see(BUDI, "Tombol tadi").await;
    // Each new screen makes the earlier one old, so a customer who presses old buttons could never catch up.
    shop.say(BUDI, "/orders", "📦").await;
    let again: Vec<Message> = shop.telegram.messages(BUDI).into_iter().filter(|message| message.id > confirmation.id).collect();
    let again: Vec<&Message> = again.iter().filter(|message| message.text.contains("Tombol tadi")).collect();
    assert_eq!(again.len(), 1, "{again:?}");
    shop.close().await;
}

#[tokio::test]
async fn buttons_work_only_for_their_own_person() {
    let mut shop = Shop::open().await;
    let confirmation = shop.to_confirmation(BUDI).await;
    let own = shop.say(JANE, "/start", "Welcome").await;
    let seen = shop.marks(JANE);
    let toast = shop.forge(JANE, JANE, own.id, &data(&confirmation, "✅")).await;
    assert_eq!(toast, "🙅 This button isn't for you.");
    shop.see_since(&seen, JANE, "Which game").await;
    // Not even in the other person's chat, which Telegram itself prevents.
    assert_eq!(shop.forge(JANE, BUDI, confirmation.id, &data(&confirmation, "✅")).await, "🙅 This button isn't for you.");
    assert!(shop.say(JANE, "/orders", "📦").await.text.contains("No orders yet"));
    // It still works for its own person.
    shop.press(BUDI, "✅", "Sedang diproses").await;
    shop.taken(1).await;
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 1);
}

#[tokio::test]
async fn forged_bytes_change_nothing() {
    let mut shop = Shop::open().await;
    let confirmation = shop.to_confirmation(BUDI).await;
    let token = data(&confirmation, "✅");
    let (token, _) = token.split_once(':').unwrap();
    let forged = [
        String::new(),
        "x".repeat(64),
        "💎🔥ไทย\u{202e}".to_owned(),
        format!("{}:0", "0".repeat(32)),
        format!("{token}:99"),
        format!("{token}:-1"),
        token.to_owned(),
        "{\"do\":\"confirm\",\"quote\":\"1\"}".to_owned(),
        "'; DROP TABLE orders; --".to_owned(),
    ];
    for data in &forged {
        let toast = shop.forge(BUDI, BUDI, confirmation.id, data).await;
        assert!(toast.contains("bukan untukmu") || toast.contains("tidak berlaku"), "{data:?}: {toast}");
    }
    assert_eq!(orders_of_budi(&shop).await, 0);
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 0);
}

#[tokio::test]
async fn a_cancelled_purchase_cannot_be_confirmed() {
    let mut shop = Shop::open().await;
    let confirmation = shop.to_confirmation(BUDI).await;
    shop.say(BUDI, "/cancel", "Tidak ada yang dipesan").await;
    let toast = shop.forge(BUDI, BUDI, confirmation.id, &data(&confirmation, "✅")).await;
    assert!(toast.contains("tidak berlaku"), "{toast}");
    shop.see(BUDI, "Tombol tadi").await;
    let other = shop.to_confirmation(BUDI).await;
    shop.press(BUDI, "❌", "Tidak ada yang dipesan").await;
    let toast = shop.forge(BUDI, BUDI, other.id, &data(&other, "✅")).await;
    assert!(!toast.is_empty());
    assert_eq!(orders_of_budi(&shop).await, 0);
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 0);
}

#[tokio::test]
async fn an_expired_confirmation_becomes_a_new_one_at_todays_price() {
    let mut shop = Shop::open_with(&TOML.replace("mode = \"open\"", "mode = \"open\"\nconfirm_seconds = 60")).await;
    let old = shop.to_confirmation(BUDI).await;
    assert!(old.text.contains("Berlaku 1 menit"), "{}", old.text);
    shop.set_ahead(61);
    let new = shop.press(BUDI, "✅", "kedaluwarsa").await;
    assert!(new.id == old.id && new.text.contains("Rp 18.500") && !new.text.contains("Harganya berubah"), "{}", new.text);
    // The price changes, which the shop learns when another customer buys.
    shop.provider.set_price("ml-86", 19_000).unwrap();
    shop.to_confirmation(JANE).await;
    shop.press(JANE, "✅", "now it is Rp 19.000").await;
    shop.set_ahead(61);
    let changed = shop.press(BUDI, "✅", "kedaluwarsa").await;
    assert!(changed.text.contains("tadi Rp 18.500, sekarang Rp 19.000"), "{}", changed.text);
    shop.press(BUDI, "✅", "Sedang diproses").await;
    assert_eq!(shop.taken(1).await.price, 19_000);
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 1);
}

#[tokio::test]
async fn an_update_that_comes_twice_has_one_effect() {
    let mut shop = Shop::open().await;
    let sent = shop.telegram.send_text(BUDI, "/start").unwrap();
    shop.see(BUDI, "Mau top up").await;
    shop.to_confirmation(BUDI).await;
    let before = shop.telegram.messages(BUDI).len();
    assert!(shop.telegram.redeliver(sent.update_id.unwrap()));
    shop.press(BUDI, "✅", "Sedang diproses").await;
    shop.taken(1).await;
    // All updates have an id, callback queries too.
    let first = sent.update_id.unwrap();
    for update in first..first + 6 {
        shop.telegram.redeliver(update);
    }
    assert_eq!(orders_of_budi(&shop).await, 1);
    let messages = shop.telegram.messages(BUDI);
    assert_eq!(messages.len(), before + 2, "only /orders and its answer are new: {messages:?}");
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 1);
}
