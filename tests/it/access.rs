//! Access and limits: who may order, who decides that, and how much one customer may order.

use odzreshop_bot::sandbox::telegram::State;

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

const GROUP: i64 = -1_001_234_567_890;
const TOPIC: i64 = 7;

fn with_approval() -> String {
    TOML.replace("mode = \"open\"", "mode = \"approval\"")
}

/// A shop in which admins approve customers; both admins have started the bot.
async fn guarded() -> Shop {
    let shop = Shop::open_with(&with_approval()).await;
    for admin in [SARI, AGUS] {
        shop.say(admin, "/start", "Mau top up").await;
    }
    shop
}

#[tokio::test]
async fn the_first_admin_decides_and_the_customer_is_told_at_once() {
    let mut shop = guarded().await;
    shop.say(JANE, "/start mobile-legends", "checks your account first").await;
    for admin in [SARI, AGUS] {
        let card = shop.see(admin, "mau belanja").await;
        assert!(card.text.contains("Jane") && card.text.contains(&JANE.to_string()), "{}", card.text);
    }
    shop.say(JANE, "hello?", "still waiting").await;
    shop.say(JANE, "/orders", "still waiting").await;
    shop.press(SARI, "✅", "disetujui").await;
    shop.see(JANE, "has been approved").await;
    shop.see(AGUS, "Jane disetujui oleh Sari").await;
    shop.press(JANE, "🏠", "Which game").await;
    shop.to_confirmation(JANE).await;
    shop.press(JANE, "✅", "Being processed").await;
    shop.taken(1).await;
    for admin in [SARI, AGUS] {
        let cards = shop.telegram.messages(admin).iter().filter(|message| message.text.contains("Jane")).count();
        assert_eq!(cards, 1, "one card each");
    }
    shop.close().await;
}

#[tokio::test]
async fn an_admin_who_starts_the_bot_late_gets_open_requests() {
    let mut shop = Shop::open_with(&with_approval()).await;
    shop.say(BUDI, "/start", "admin").await;
    let refused = |state: &State| state.calls().iter().filter(|call| call.method == "sendMessage" && call.status == 403).count();
    shop.telegram.wait_until("both admins to be out of reach", |state| (refused(state) >= 2).then_some(())).await.unwrap();
    shop.say(SARI, "/start", "Mau top up").await;
    shop.see(SARI, "Budi").await;
    shop.press(SARI, "✅", "disetujui").await;
    shop.pause();
    shop.say(SARI, "/start", "Mau top up").await;
    let cards = shop.telegram.messages(SARI).iter().filter(|message| message.text.contains("Budi")).count();
    assert_eq!(cards, 1, "nobody waits any more");
    shop.close().await;
}

#[tokio::test]
async fn a_rejected_customer_has_no_access() {
    let mut shop = guarded().await;
    shop.say(BUDI, "/start", "admin").await;
    shop.press(AGUS, "🚫", "ditolak").await;
    shop.see(BUDI, "Maaf").await;
    for text in ["/start", "/menu", "/orders", "please", "/balance"] {
        shop.pause();
        let answer = shop.say(BUDI, text, "Maaf").await;
        assert!(answer.keyboard.is_empty() && answer.text.contains("@odzreshop"), "{text}: {answer:?}");
    }
    let cards = shop.telegram.messages(SARI).iter().filter(|message| message.text.contains("Budi")).count();
    assert_eq!(cards, 1, "no second request");
    shop.close().await;
}

#[tokio::test]
async fn without_access_nothing_is_shown_whatever_is_pressed() {
    let mut shop = guarded().await;
    let waiting = shop.say(BUDI, "/start", "admin").await;
    let card = shop.see(SARI, "Budi").await;
    let approve = card.button("✅").unwrap().callback_data.clone().unwrap();
    assert_eq!(shop.forge(BUDI, BUDI, waiting.id, &approve).await, "🙅 Tombol ini bukan untukmu.");
    assert_eq!(shop.forge(BUDI, SARI, card.id, &approve).await, "🙅 Tombol ini bukan untukmu.");
    assert_eq!(shop.forge(BUDI, BUDI, waiting.id, "").await, "🙅 Tombol ini bukan untukmu.");
    shop.say(BUDI, "/help", "Cara belanja").await;
    shop.press(BUDI, "⬅️", "masih menunggu").await;
    shop.say(BUDI, "/language", "Mau pakai bahasa apa").await;
    shop.press(BUDI, "English", "still waiting").await;
    let seen = shop.telegram.messages(BUDI);
    assert!(!seen.iter().flat_map(|message| message.keyboard.iter().flatten()).any(|button| button.text.contains("⚔️")), "{seen:?}");
    // The card itself still works, and the answer is in the language that was chosen in the meantime.
    shop.press(SARI, "✅", "disetujui").await;
    shop.see(BUDI, "has been approved").await;
    shop.close().await;
}

#[tokio::test]
async fn requests_go_to_the_admins_group_and_only_admins_decide_there() {
    let mut shop = Shop::closed_with(&with_approval()).await;
    shop.telegram.add_supergroup(GROUP, "Admins", true);
    shop.telegram.add_bot_to_group(SARI, GROUP).unwrap();
    shop.more_vars.insert("ADMIN_CHAT_ID".into(), format!("{GROUP}:{TOPIC}"));
    shop.start();
    shop.say(BUDI, "/start", "admin").await;
    let card = shop.see(GROUP, "Budi").await;
    assert_eq!(card.thread, Some(TOPIC));
    let approve = card.button("✅").unwrap().callback_data.clone().unwrap();
    assert_eq!(shop.forge(JANE, GROUP, card.id, &approve).await, "🙅 This button isn't for you.");
    assert_eq!(shop.forge(BUDI, GROUP, card.id, &approve).await, "🙅 Tombol ini bukan untukmu.");
    shop.forge(AGUS, GROUP, card.id, &approve).await;
    let decided = shop.see(GROUP, "disetujui oleh Agus").await;
    assert!(decided.id == card.id && decided.button("✅").is_none() && decided.button("↩️").is_some());
    shop.see(BUDI, "disetujui").await;
    shop.say(BUDI, "/menu", "Mau top up").await;
    let talk: Vec<String> =
        shop.telegram.messages(GROUP).into_iter().filter(|message| message.from_bot).map(|message| message.text).collect();
    assert_eq!(talk.len(), 1, "in its admins' group the bot does not advertise itself: {talk:?}");
    shop.close().await;
}

#[tokio::test]
async fn a_request_that_the_admin_lost_is_shown_again() {
    let mut shop = guarded().await;
    shop.say(BUDI, "/start", "admin").await;
    shop.see(SARI, "Budi").await;
    // The only one who could decide blocks the bot meanwhile.
    shop.telegram.block(SARI).unwrap();
    shop.say(JANE, "/start", "checks your account first").await;
    shop.see(AGUS, "Jane").await;
    shop.telegram.unblock(SARI).unwrap();
    let seen = shop.marks(SARI);
    shop.pause();
    shop.telegram.send_text(SARI, "/start").unwrap();
    let list = shop.see_since(&seen, SARI, "Menunggu persetujuan").await;
    for name in ["Budi", "Jane"] {
        assert!(list.text.contains(name) && list.button(&format!("✅ {name}")).is_some(), "{list:?}");
    }
    shop.press(SARI, "✅ Jane", "Jane disetujui oleh Sari").await;
    shop.see(JANE, "has been approved").await;
    // The list goes on with those who still wait.
    shop.press(SARI, "🚫 Budi", "Tidak ada yang menunggu").await;
    shop.see(BUDI, "Maaf").await;
    shop.close().await;
}

#[tokio::test]
async fn a_request_can_be_answered_after_a_month() {
    let mut shop = guarded().await;
    shop.say(BUDI, "/start", "admin").await;
    shop.see(SARI, "Budi").await;
    shop.set_ahead(31 * 24 * 3_600);
    // What is old has been forgotten before the press comes.
    shop.stop().await;
    shop.start();
    shop.say(AGUS, "/status", "Toko buka").await;
    shop.press(SARI, "✅", "disetujui").await;
    shop.see(BUDI, "disetujui").await;
    let card = shop.see(AGUS, "Budi disetujui oleh Sari").await;
    shop.close().await;
    assert!(card.edited.is_some(), "the card of the other admin is the same message: {card:?}");
}

#[tokio::test]
async fn open_orders_and_daily_spending_are_limited() {
    let limits = "mode = \"open\"\nmax_open_orders = 1\ndaily_limit = 30_000";
    let mut shop = Shop::open_with(&TOML.replace("mode = \"open\"", limits)).await;
    shop.to_confirmation(JANE).await;
    shop.press(JANE, "✅", "Being processed").await;
    let order = shop.taken(1).await;
    shop.say(JANE, "/start mobile-legends", "Choose an item").await;
    shop.press(JANE, "86 💎", "still have 1 order in progress").await;
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    shop.see(JANE, "has arrived").await;
    shop.say(JANE, "/start mobile-legends", "Choose an item").await;
    let daily = shop.press(JANE, "86 💎", "limit for the day").await;
    assert!(daily.text.contains("Rp 11.500"), "{}", daily.text);
    shop.pause();
    // Other customers are not affected, and orders within the limits are accepted.
    shop.to_confirmation(BUDI).await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    shop.say(JANE, "/start mobile-legends", "Choose an item").await;
    shop.press(JANE, "36 💎", "User ID").await;
    shop.say(JANE, "123456789 1234", "Please check").await;
    shop.press(JANE, "✅", "Being processed").await;
    shop.taken(3).await;
    let seen = shop.marks(JANE);
    shop.provider.deliver(&shop.taken(3).await.invoice, "SN-3").unwrap();
    shop.see_since(&seen, JANE, "has arrived").await;
    // The limit is per day.
    shop.set_ahead(24 * 3_600);
    shop.to_confirmation(JANE).await;
    shop.press(JANE, "✅", "Being processed").await;
    shop.taken(4).await;
    shop.close().await;
}

#[tokio::test]
async fn limits_are_checked_again_at_the_confirmation() {
    let mut shop = Shop::open_with(&TOML.replace("mode = \"open\"", "mode = \"open\"\nmax_open_orders = 1")).await;
    shop.to_confirmation(JANE).await;
    shop.provider.set_price("ml-86", 20_000).unwrap();
    shop.tap(JANE, "✅").await;
    let offer = shop.see(JANE, "price changed before").await;
    shop.say(JANE, "/start mobile-legends", "Choose an item").await;
    shop.press(JANE, "36 💎", "User ID").await;
    shop.say(JANE, "123456789 1234", "Please check").await;
    shop.press(JANE, "✅", "Being processed").await;
    shop.telegram.press(JANE, JANE, offer.id, "✅").unwrap();
    shop.see(JANE, "still have 1 order in progress").await;
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 1);
}

#[tokio::test]
async fn of_two_admins_who_decide_the_second_is_told() {
    let mut shop = guarded().await;
    shop.say(BUDI, "/start", "admin").await;
    shop.see(AGUS, "Budi").await;
    let card = shop.telegram.last_bot_message(AGUS).unwrap();
    let reject = card.button("🚫").unwrap().callback_data.clone().unwrap();
    shop.press(SARI, "✅", "disetujui").await;
    assert_eq!(shop.forge(AGUS, AGUS, card.id, &reject).await, "👌 Sudah diputuskan lebih dulu.");
    let decided = shop.see(AGUS, "Budi disetujui oleh Sari").await;
    assert!(decided.id == card.id && decided.button("🚫").is_none(), "{decided:?}");
    shop.see(BUDI, "disetujui").await;
    shop.close().await;
    assert_eq!(shop.count(BUDI, "Maaf"), 0);
}

#[tokio::test]
async fn a_flooding_customer_is_warned_once_and_delays_nobody() {
    let mut shop = Shop::open().await;
    shop.stand_still();
    let menu = shop.say(BUDI, "/start", "Mau top up").await;
    let button = menu.button("📦").unwrap().callback_data.clone().unwrap();
    for _ in 0..59 {
        shop.telegram.press_data(BUDI, BUDI, menu.id, &button).unwrap();
    }
    for _ in 0..20 {
        shop.telegram.send_text(BUDI, "/menu").unwrap();
    }
    let after_all = shop.telegram.send_text(BUDI, "/menu").unwrap();
    shop.see(BUDI, "terlalu cepat").await;
    shop.to_confirmation(JANE).await;
    shop.press(JANE, "✅", "Being processed").await;
    shop.taken(1).await;
    shop.answered().await;
    let acknowledged = |state: &State| state.acknowledged(after_all.update_id.unwrap()).then_some(());
    shop.telegram.wait_until("Budi's flood to be taken in", acknowledged).await.unwrap();
    shop.set_ahead(120);
    shop.say(BUDI, "/menu", "Mau top up").await;
    let messages = shop.telegram.messages(BUDI);
    let warnings = messages.iter().filter(|message| message.text.contains("terlalu cepat")).count();
    let answers = messages.iter().filter(|message| message.from_bot).count();
    assert_eq!((warnings, answers), (1, 3), "the orders, one warning, the menu afterwards");
    shop.close().await;
}

#[tokio::test]
async fn without_a_wallet_the_shop_says_how_to_pay() {
    let note = "[shop]\npayment_note = { id = \"Bayar dulu ke DANA <0812>.\", en = \"Pay to DANA <0812> first.\" }";
    let mut shop = Shop::open_with(&with_approval().replace("[shop]", note)).await;
    shop.say(SARI, "/start", "Mau top up").await;
    shop.say(JANE, "/start", "checks your account first").await;
    let card = shop.see(SARI, "Bot ini tidak menagih uang").await;
    assert!(card.text.contains("Jane"), "{}", card.text);
    shop.press(SARI, "✅", "disetujui").await;
    let welcome = shop.see(JANE, "has been approved").await;
    assert!(welcome.text.ends_with("💳 Pay to DANA <0812> first."), "{}", welcome.text);
    let confirmation = shop.to_confirmation(JANE).await;
    assert!(confirmation.text.contains("💳 Pay to DANA <0812> first."), "{}", confirmation.text);
    let report = shop.finish(&["check"]).await.1;
    let line = report.lines().nth(1).unwrap();
    assert!(line.starts_with("note  payments: the bot takes no money") && !line.contains("payment_note"), "{report}");

    shop.stop().await;
    shop.set_toml(&with_approval().replace("[shop]", &format!("[wallet]\nenabled = true\n{note}")));
    let report = shop.finish(&["check"]).await.1;
    assert!(!report.contains("takes no money"), "{report}");
    shop.assert_clean();
}
