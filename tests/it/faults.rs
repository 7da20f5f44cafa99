//! What real shops meet: who writes without being a person, alerts that a throttled group does not get, answers in the right topic, and
//! old buttons.

use odzreshop_bot::sandbox::provider::Behaviour;
use odzreshop_bot::sandbox::telegram::{Command, Content, Fault, Message, State};
use serde_json::{Value, json};

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

const GROUP: i64 = -1_001_234_567_890;
const TOPIC: i64 = 7;
const NOT_ANONYMOUS: &str = "tetap anonim";

fn with_approval() -> String {
    TOML.replace("mode = \"open\"", "mode = \"approval\"")
}

/// A shop whose alerts go to a topic of a group.
async fn shop_of_group(toml: &str) -> Shop {
    let mut shop = Shop::closed_with(toml).await;
    shop.telegram.add_supergroup(GROUP, "Admins", true);
    shop.telegram.add_bot_to_group(SARI, GROUP).unwrap();
    shop.more_vars.insert("ADMIN_CHAT_ID".into(), format!("{GROUP}:{TOPIC}"));
    shop.start();
    shop
}

fn group(id: i64) -> Value {
    json!({ "id": id, "type": "supergroup", "title": "Admins", "is_forum": true })
}

/// A message in a topic of a group whose sender is `sender_chat`, as Telegram describes one (Bot API, `Message`).
fn posted(chat: i64, sender_chat: &Value, from: (i64, &str), fields: &Value) -> Value {
    let from = json!({ "id": from.0, "is_bot": true, "first_name": "Group", "username": from.1 });
    let mut message = json!({
        "message_id": 9_100, "date": 1, "chat": group(chat), "from": from, "sender_chat": sender_chat,
        "message_thread_id": 77, "is_topic_message": true,
    });
    message.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    message
}

fn anonymous(chat: i64, fields: &Value) -> Value {
    posted(chat, &group(chat), (1_087_968_824, "GroupAnonymousBot"), fields)
}

fn channel(fields: &Value) -> Value {
    let channel = json!({ "id": -1_009_999, "type": "channel", "title": "News" });
    posted(GROUP, &channel, (136_817_688, "Channel_Bot"), fields)
}

fn from_bot(shop: &Shop, chat: i64) -> usize {
    shop.telegram.messages(chat).iter().filter(|message| message.from_bot).count()
}

/// Somebody replies to a message of the group.
fn reply(shop: &Shop, user: i64, to: &Message, text: &str) {
    let from = json!({ "id": user, "is_bot": false, "first_name": "Sari", "language_code": "id" });
    let replied = json!({ "message_id": to.id, "date": 1, "chat": group(GROUP) });
    let message = json!({
        "message_id": 9_000, "date": 1, "chat": group(GROUP), "from": from, "text": text, "reply_to_message": replied,
        "message_thread_id": to.thread, "is_topic_message": true,
    });
    shop.telegram.push_update("message", message);
}

#[tokio::test]
async fn an_admin_who_writes_anonymously_is_told_that_rights_go_by_the_person() {
    let mut shop = shop_of_group(TOML).await;
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(BUDI).await;
    let card = shop.see(GROUP, "Status pesanan belum jelas").await;
    shop.telegram.press(SARI, GROUP, card.id, "📥").unwrap();
    let question = shop.see(GROUP, "Kirim nomor invoice").await;
    let bot =
        json!({ "id": shop.telegram.read(|state| state.bot().id), "is_bot": true, "first_name": "Odzreshop", "username": "odzreshop_bot" });
    let asked = json!({ "message_id": question.id, "date": 1, "chat": group(GROUP), "from": bot });
    let mut told = 0;
    for update in [
        anonymous(GROUP, &json!({ "text": "/status" })),
        anonymous(GROUP, &json!({ "text": "/balance@odzreshop_bot" })),
        anonymous(GROUP, &json!({ "text": "/cancel" })),
        anonymous(GROUP, &json!({ "text": "INV-1", "reply_to_message": asked })),
        channel(&json!({ "text": "/status" })),
    ] {
        shop.pause();
        told += 1;
        shop.telegram.push_update("message", update.clone());
        let answered = |state: &State| {
            let all: Vec<Message> = state.messages(GROUP).into_iter().filter(|message| message.text.contains(NOT_ANONYMOUS)).collect();
            (all.len() == told).then(|| all.last().cloned()).flatten()
        };
        let answer = shop.telegram.wait_until(&format!("the answer to {update}"), answered).await.unwrap();
        assert!(answer.thread == Some(77) && answer.keyboard.is_empty(), "{answer:?}");
    }
    // What they say to each other, what is for another bot, what the linked channel posts, and other groups.
    let before = from_bot(&shop, GROUP);
    for update in [
        anonymous(GROUP, &json!({ "text": "halo semua" })),
        anonymous(GROUP, &json!({ "text": "/status@another_bot" })),
        anonymous(GROUP, &json!({ "text": "/nonsense" })),
        anonymous(GROUP, &json!({ "new_chat_title": "Team" })),
        anonymous(-1_005, &json!({ "text": "/status" })),
        channel(&json!({ "text": "/status of the week", "is_automatic_forward": true })),
        channel(&json!({ "text": "promo" })),
    ] {
        shop.telegram.push_update("message", update);
    }
    shop.pause();
    shop.forge(SARI, GROUP, card.id, "anything").await;
    shop.close().await;
    assert_eq!((from_bot(&shop, GROUP), shop.count(GROUP, NOT_ANONYMOUS)), (before, told));
    assert!(!shop.telegram.calls().iter().any(|call| call.params["chat_id"] == -1_005), "nothing is said in other groups");
}

#[tokio::test]
async fn cancel_in_the_group_ends_what_is_asked_there() {
    let mut shop = shop_of_group(TOML).await;
    shop.say(BUDI, "/start", "Mau top up").await;
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(BUDI).await;
    let card = shop.see(GROUP, "Status pesanan belum jelas").await;
    let say = |user: i64, text: &str| shop.telegram.send_in(user, GROUP, Some(TOPIC), Content::Text(text.into())).unwrap();
    shop.pause();
    shop.telegram.press(SARI, GROUP, card.id, "📥").unwrap();
    let question = shop.see(GROUP, "Kirim nomor invoice").await;
    shop.pause();
    // Another admin's question stays open.
    say(AGUS, "/cancel");
    let nothing = shop.see(GROUP, "Tidak ada yang perlu dibatalkan").await;
    assert!(nothing.thread == Some(TOPIC) && nothing.keyboard.is_empty(), "{nothing:?}");
    assert!(shop.telegram.messages(GROUP).iter().any(|message| message.id == question.id && !message.keyboard.is_empty()));
    shop.pause();
    say(SARI, "/cancel@odzreshop_bot");
    let cancelled = shop.see(GROUP, "Tidak ada yang diubah").await;
    assert!(cancelled.thread == Some(TOPIC) && cancelled.keyboard.is_empty(), "{cancelled:?}");
    let before = from_bot(&shop, GROUP);
    reply(&shop, SARI, &question, "INV-1");
    shop.pause();
    shop.forge(SARI, GROUP, card.id, "anything").await;
    shop.close().await;
    assert_eq!((from_bot(&shop, GROUP), shop.count(GROUP, "Belanjanya di chat pribadi")), (before, 0));
    let question = shop.telegram.messages(GROUP).into_iter().find(|message| message.id == question.id).unwrap();
    assert!(question.keyboard.is_empty(), "{question:?}");
}

/// Telegram makes the bot wait in one group for longer than an alert may.
#[tokio::test]
async fn an_alert_for_a_throttled_group_goes_to_each_admin_and_only_there() {
    let mut shop = shop_of_group(&with_approval()).await;
    shop.greet_admins().await;
    shop.telegram.fail_in_chat("sendMessage", GROUP, Fault::too_many_requests(120), 1);
    shop.say(BUDI, "/start", "admin").await;
    for admin in [SARI, AGUS] {
        shop.see(admin, "Budi").await;
    }
    // The next one is not even tried in the group, and neither waits behind what is no alert.
    shop.telegram.send_in(SARI, GROUP, Some(TOPIC), Content::Text("/status".into())).unwrap();
    shop.say(JANE, "/start", "checks your account first").await;
    for admin in [SARI, AGUS] {
        shop.see(admin, "Jane").await;
    }
    shop.press(AGUS, "✅ Setujui", "disetujui").await;
    shop.see(JANE, "approved").await;
    // The group can be written to again.
    shop.set_ahead(130);
    shop.see(GROUP, "Pesanan").await;
    shop.close().await;
    assert_eq!((shop.count(GROUP, "Budi"), shop.count(GROUP, "Jane")), (0, 0));
    assert_eq!((shop.count(SARI, "Budi"), shop.count(SARI, "Jane")), (1, 1));
}

#[tokio::test]
async fn an_alert_waits_for_a_group_that_is_throttled_for_seconds() {
    let mut shop = shop_of_group(&with_approval()).await;
    shop.greet_admins().await;
    shop.telegram.fail_in_chat("sendMessage", GROUP, Fault::too_many_requests(5), 1);
    shop.say(BUDI, "/start", "admin").await;
    let refused = |state: &State| state.calls().iter().any(|call| call.status == 429).then_some(());
    shop.telegram.wait_until("the refusal", refused).await.unwrap();
    shop.set_ahead(6);
    shop.see(GROUP, "Budi").await;
    shop.close().await;
    assert_eq!((shop.count(SARI, "Budi"), shop.count(AGUS, "Budi")), (0, 0));
}

#[tokio::test]
async fn what_is_said_about_access_appears_in_the_topic_where_it_was_asked_for() {
    let mut shop = Shop::open_with(&with_approval()).await;
    let say = |user: i64, topic: i64, text: &str| shop.telegram.send_in(user, user, Some(topic), Content::Text(text.into())).unwrap();
    say(BUDI, 5, "/start");
    assert_eq!(shop.see(BUDI, "admin").await.thread, Some(5));
    let refused = |state: &State| state.calls().iter().filter(|call| call.method == "sendMessage" && call.status == 403).count();
    shop.telegram.wait_until("both admins to be out of reach", |state| (refused(state) >= 2).then_some(())).await.unwrap();
    say(SARI, 9, "/start");
    let card = shop.see(SARI, "Budi").await;
    assert_eq!(card.thread, Some(9), "{card:?}");
    shop.telegram.press(SARI, SARI, card.id, "✅").unwrap();
    assert_eq!(shop.see(BUDI, "sudah disetujui").await.thread, Some(5));
    // Where they are now counts, also when they are told by themselves.
    say(BUDI, 6, "/menu");
    shop.see(BUDI, "Mau top up").await;
    shop.say(SARI, "/find budi", "Akses: disetujui").await;
    shop.press(SARI, "🚫 Blokir", "Kenapa diblokir").await;
    shop.press(SARI, "Penipuan", "Blokir pelanggan ini?").await;
    shop.press(SARI, "✅ Ya, blokir", "Akses: diblokir").await;
    assert_eq!(shop.see(BUDI, "tidak bisa melayani").await.thread, Some(6));
    shop.close().await;
}

#[tokio::test]
async fn the_card_of_an_uncertain_order_is_shown_again_in_the_topic_of_the_start() {
    let mut shop = Shop::open_with_admins().await;
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(BUDI).await;
    shop.see(SARI, "Status pesanan belum jelas").await;
    let seen = shop.marks(SARI);
    shop.pause();
    shop.telegram.send_in(SARI, SARI, Some(9), Content::Text("/start".into())).unwrap();
    assert_eq!(shop.see_since(&seen, SARI, "Status pesanan belum jelas").await.thread, Some(9));
    shop.close().await;
}

/// Every copy of a card works until the order is decided; then each says so.
#[tokio::test]
async fn an_old_copy_of_a_card_answers_every_press() {
    let mut shop = Shop::open_with_admins().await;
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(BUDI).await;
    let old = shop.see(SARI, "Status pesanan belum jelas").await;
    let seen = shop.marks(SARI);
    shop.pause();
    shop.telegram.send_text(SARI, "/start").unwrap();
    let new = shop.see_since(&seen, SARI, "Status pesanan belum jelas").await;
    let order = shop.taken(1).await;
    shop.pause();
    shop.telegram.press(SARI, SARI, old.id, "📥").unwrap();
    shop.see(SARI, "Kirim nomor invoice").await;
    shop.say(SARI, &order.invoice, "Yakin pesanan ini sudah masuk").await;
    shop.press(SARI, "✅", "Beres").await;
    shop.see(BUDI, "Sedang diproses").await;
    for copy in [&new, &old] {
        let data = copy.button("📭").unwrap().callback_data.clone().unwrap();
        shop.pause();
        assert!(shop.forge(SARI, SARI, copy.id, &data).await.contains("Sudah diputuskan"), "{copy:?}");
    }
    let mine = new.button("📥").unwrap().callback_data.clone().unwrap();
    assert!(shop.forge(BUDI, SARI, new.id, &mine).await.contains("bukan untukmu"));
    shop.close().await;
}

#[tokio::test]
async fn the_commands_of_somebody_who_chose_a_language_follow_the_settings() {
    let mut shop = Shop::closed_with(TOML).await;
    let file = shop.folder.path().join("shop.toml");
    shop.more_vars.insert("SHOP_FILE".to_owned(), file.display().to_string());
    std::fs::write(&file, TOML).unwrap();
    shop.start();
    shop.greet_admins().await;
    shop.say(JANE, "/start", "Which game").await;
    shop.say(JANE, "/language", "language").await;
    shop.press(JANE, "Bahasa", "").await;
    let menu = |user: i64, what: &'static str, fits: fn(&[Command]) -> bool| {
        let telegram = &shop.telegram;
        async move { telegram.wait_until(what, |state| fits(&state.menu(user)).then_some(())).await.unwrap() }
    };
    menu(JANE, "a menu in Indonesian", |menu| menu.iter().any(|command| command.description == "Pesanan kamu")).await;
    std::fs::write(&file, format!("{TOML}[wallet]\nenabled = true\n")).unwrap();
    shop.say(SARI, "/reload", "sudah dimuat ulang").await;
    menu(JANE, "the wallet in the menu", |menu| menu.iter().any(|command| command.command == "wallet")).await;
    std::fs::write(&file, TOML).unwrap();
    shop.pause();
    shop.say(SARI, "/reload", "sudah dimuat ulang").await;
    menu(JANE, "no wallet in the menu", |menu| !menu.is_empty() && !menu.iter().any(|command| command.command == "wallet")).await;
    shop.close().await;
}

/// Nobody is answered twice, or for what was no message to the bot.
#[tokio::test]
async fn posts_of_channels_and_edits_are_not_answered() {
    let mut shop = Shop::open().await;
    let menu = shop.say(BUDI, "/start", "Mau top up").await;
    let news = json!({ "id": -1_009_999, "type": "channel", "title": "News" });
    let budi = json!({ "id": BUDI, "is_bot": false, "first_name": "Budi", "language_code": "id" });
    let private = json!({ "id": BUDI, "type": "private", "first_name": "Budi" });
    let post = json!({ "message_id": 1, "date": 1, "chat": news, "sender_chat": news, "text": "/start" });
    let edited = json!({ "message_id": 1, "date": 1, "edit_date": 2, "chat": private, "from": budi, "text": "/orders" });
    for (kind, update) in
        [("channel_post", post.clone()), ("edited_channel_post", post.clone()), ("message", post), ("edited_message", edited)]
    {
        shop.telegram.push_update(kind, update);
    }
    shop.forge(BUDI, BUDI, menu.id, "anything").await;
    shop.close().await;
    let after = shop.telegram.calls().iter().filter(|call| call.method == "sendMessage" && call.params["chat_id"] == -1_009_999).count();
    let orders = shop.count(BUDI, "Belum ada pesanan");
    assert_eq!((after, orders), (0, 0));
}

#[tokio::test]
async fn a_customer_of_an_unknown_link_is_led_to_the_menu() {
    let mut shop = Shop::open_with(&with_approval()).await;
    shop.greet_admins().await;
    shop.say(BUDI, "/start no-such-game", "admin").await;
    shop.press(SARI, "✅", "disetujui").await;
    let told = shop.see(BUDI, "sudah disetujui").await;
    assert!(told.button("🏠").is_some(), "{:?}", told.labels());
    shop.press(BUDI, "🏠", "Mau top up").await;
    shop.close().await;
}

#[tokio::test]
async fn a_blocked_customer_cannot_confirm_what_was_shown_before() {
    let mut shop = Shop::open_with_admins().await;
    let confirmation = shop.to_confirmation(BUDI).await;
    let yes = confirmation.button("✅").unwrap().callback_data.clone().unwrap();
    shop.say(SARI, "/find budi", "Pelanggan").await;
    shop.press(SARI, "🚫 Blokir", "Kenapa diblokir").await;
    shop.say(SARI, "berulah", "Blokir pelanggan ini?").await;
    shop.press(SARI, "✅ Ya, blokir", "Akses: diblokir").await;
    shop.see(BUDI, "tidak bisa melayani").await;
    let seen = shop.marks(BUDI);
    shop.pause();
    shop.telegram.press_data(BUDI, BUDI, confirmation.id, &yes).unwrap();
    shop.see_since(&seen, BUDI, "tidak bisa melayani").await;
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 0);
}

/// The same words of the provider are told once, also over a restart.
#[tokio::test]
async fn a_refusal_is_told_once_over_restarts() {
    let mut shop = Shop::open_with_admins().await;
    for n in 1..=2 {
        shop.provider.next(Behaviour::Answer {
            status: 400,
            body: r#"{"success":false,"message":"Product is not active"}"#.to_owned(),
            headers: Vec::new(),
        });
        shop.pause();
        shop.buy(if n == 1 { BUDI } else { JANE }).await;
        shop.see(if n == 1 { BUDI } else { JANE }, "@odzreshop").await;
        shop.answered().await;
        shop.stop().await;
        shop.start();
    }
    shop.say(SARI, "/status", "Toko buka").await;
    shop.close().await;
    assert_eq!(shop.count(SARI, "Provider menolak"), 1);
}
