//! The group of the admins: their commands and buttons work there as in private, in the topic where they were used.

use odzreshop_bot::sandbox::gateway::{Gateway, Options};
use odzreshop_bot::sandbox::provider::Behaviour;
use odzreshop_bot::sandbox::telegram::{Content, Message, State};
use serde_json::{Value, json};

use crate::samples::static_code;
use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

const GROUP: i64 = -1_001_234_567_890;
const TOPIC: i64 = 7;

/// A shop whose alerts go to a topic of a group. No admin has opened a private chat with the bot.
async fn shop_of_group(toml: &str) -> Shop {
    let mut shop = Shop::closed_with(toml).await;
    shop.telegram.add_supergroup(GROUP, "Admins", true);
    shop.telegram.add_bot_to_group(SARI, GROUP).unwrap();
    shop.more_vars.insert("ADMIN_CHAT_ID".into(), format!("{GROUP}:{TOPIC}"));
    shop.start();
    shop
}

/// Somebody says something in a topic of the group.
fn say(shop: &Shop, user: i64, topic: i64, text: &str) {
    shop.telegram.send_in(user, GROUP, Some(topic), Content::Text(text.into())).unwrap();
}

/// The same, and the answer in the group.
async fn ask(shop: &Shop, user: i64, topic: i64, text: &str, expected: &str) -> Message {
    shop.pause();
    let seen = shop.marks(GROUP);
    say(shop, user, topic, text);
    let answer = shop.see_since(&seen, GROUP, expected).await;
    assert_eq!(answer.thread, Some(topic), "{text}: {answer:?}");
    answer
}

/// Somebody replies to a message of the group.
fn reply(shop: &Shop, user: i64, to: &Message, text: &str) {
    let chat = json!({ "id": GROUP, "type": "supergroup", "title": "Admins", "is_forum": true });
    let from = json!({ "id": user, "is_bot": false, "first_name": "Sari", "language_code": "id" });
    let replied = json!({ "message_id": to.id, "date": 1, "chat": chat });
    let message = json!({
        "message_id": 9_000, "date": 1, "chat": chat, "from": from, "text": text, "reply_to_message": replied,
        "message_thread_id": to.thread, "is_topic_message": true,
    });
    shop.telegram.push_update("message", message);
}

/// The parameters of the call that sent the bot's last message to the group.
fn sent(shop: &Shop) -> Value {
    let calls = shop.telegram.calls();
    calls.into_iter().rev().find(|call| call.method == "sendMessage" && call.params["chat_id"] == GROUP).unwrap().params
}

fn from_bot(shop: &Shop, chat: i64) -> usize {
    shop.telegram.messages(chat).iter().filter(|message| message.from_bot).count()
}

#[tokio::test]
async fn commands_of_admins_work_in_their_group() {
    let mut shop = shop_of_group(&TOML.replace("mode = \"open\"", "mode = \"approval\"")).await;
    shop.say(BUDI, "/start", "admin").await;
    shop.see(GROUP, "Budi").await;
    ask(&shop, SARI, 77, "/status", "Menunggu persetujuan: 1").await;
    ask(&shop, SARI, 77, "/balance@odzreshop_bot", "Akun provider").await;
    let typing = |call: &odzreshop_bot::sandbox::telegram::Call| call.method == "sendChatAction";
    let typing: Vec<Value> = shop.telegram.calls().into_iter().filter(typing).map(|call| call.params).collect();
    assert!(typing.iter().all(|params| params["chat_id"] == GROUP && params["message_thread_id"] == 77), "{typing:?}");
    assert!(!typing.is_empty());
    let help = ask(&shop, AGUS, TOPIC, "/help@odzreshop_bot", "/pending").await;
    assert!(help.keyboard.is_empty(), "{:?}", help.labels());
    ask(&shop, SARI, TOPIC, "/pending", "Menunggu sejak").await;
    let seen = shop.marks(GROUP);
    let list = shop.telegram.last_bot_message(GROUP).unwrap();
    shop.telegram.press(SARI, GROUP, list.id, "✅ Budi").unwrap();
    shop.see_since(&seen, GROUP, "Tidak ada yang menunggu").await;
    shop.see(BUDI, "disetujui").await;
    let page = ask(&shop, SARI, 77, "/find budi", "Akses: disetujui").await;
    assert!(page.button("🚫").is_some() && page.button("🏠").is_none(), "{:?}", page.labels());
    ask(&shop, SARI, 77, "/start", "https://t.me/odzreshop_bot").await;
    let before = from_bot(&shop, GROUP);
    for (user, text) in [
        (BUDI, "/status"),
        (BUDI, "/balance@odzreshop_bot"),
        (JANE, "/start@odzreshop_bot"),
        (SARI, "/status@another_bot"),
        (SARI, "/nonsense"),
        (SARI, "halo semua"),
    ] {
        say(&shop, user, TOPIC, text);
    }
    shop.forge(SARI, GROUP, page.id, "anything").await;
    shop.close().await;
    assert_eq!(from_bot(&shop, GROUP), before);
    assert_eq!((from_bot(&shop, SARI), from_bot(&shop, AGUS), from_bot(&shop, JANE)), (0, 0, 0), "everything was said in the group");
}

#[tokio::test]
async fn an_uncertain_order_is_resolved_where_its_card_is() {
    let mut shop = shop_of_group(TOML).await;
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(BUDI).await;
    let card = shop.see(GROUP, "Status pesanan belum jelas").await;
    assert_eq!(card.thread, Some(TOPIC));
    let order = shop.taken(1).await;
    shop.pause();
    shop.telegram.press(SARI, GROUP, card.id, "📥").unwrap();
    let question = shop.see(GROUP, "Kirim nomor invoice").await;
    assert!(question.thread == Some(TOPIC) && question.text.contains("Balas pesan ini") && question.button("❌").is_some(), "{question:?}");
    assert_eq!(sent(&shop)["reply_markup"]["force_reply"], true);
    // Not an answer: what they say to each other, and what another admin replies.
    say(&shop, SARI, TOPIC, "INV-1");
    reply(&shop, AGUS, &question, "INV-2");
    shop.pause();
    reply(&shop, SARI, &question, "dua kata");
    let again = shop.see(GROUP, "Itu bukan nomor invoice").await;
    assert_eq!(sent(&shop)["reply_markup"]["force_reply"], true);
    reply(&shop, SARI, &again, &order.invoice);
    let confirm = shop.see(GROUP, "Yakin pesanan ini sudah masuk").await;
    assert!(confirm.thread == Some(TOPIC) && confirm.text.contains(&order.invoice), "{confirm:?}");
    let yes = confirm.button("✅").unwrap().callback_data.clone().unwrap();
    assert!(shop.forge(AGUS, GROUP, confirm.id, &yes).await.contains("bukan untukmu"));
    shop.pause();
    shop.telegram.press(SARI, GROUP, confirm.id, "✅").unwrap();
    let done = shop.see(GROUP, "Beres").await;
    assert_eq!(done.thread, Some(TOPIC));
    shop.see(BUDI, "Sedang diproses").await;
    shop.close().await;
    assert_eq!((from_bot(&shop, SARI), from_bot(&shop, AGUS)), (0, 0));
    assert_eq!(shop.count(GROUP, "Yakin pesanan ini"), 0, "one question, which became the answer");
}

/// Of a message that Telegram can't show any more only the chat and the id come.
#[tokio::test]
async fn the_question_of_an_old_card_stays_in_its_topic() {
    let mut shop = shop_of_group(TOML).await;
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(BUDI).await;
    let card = shop.see(GROUP, "Status pesanan belum jelas").await;
    shop.pause();
    let chat = json!({ "id": GROUP, "type": "supergroup", "title": "Admins", "is_forum": true });
    let from = json!({ "id": SARI, "is_bot": false, "first_name": "Sari", "language_code": "id" });
    let data = card.button("📥").unwrap().callback_data.clone().unwrap();
    let message = json!({ "message_id": card.id, "date": 0, "chat": chat });
    shop.telegram
        .push_update("callback_query", json!({ "id": "77", "from": from, "message": message, "chat_instance": "1", "data": data }));
    assert_eq!(shop.see(GROUP, "Kirim nomor invoice").await.thread, Some(TOPIC));
    shop.close().await;
}

#[tokio::test]
async fn what_is_cancelled_in_the_group_changes_nothing() {
    let mut shop = shop_of_group(TOML).await;
    shop.say(BUDI, "/start", "Mau top up").await;
    let page = ask(&shop, SARI, TOPIC, "/find budi", "Pelanggan").await;
    shop.pause();
    shop.telegram.press(SARI, GROUP, page.id, "🚫").unwrap();
    let question = shop.see(GROUP, "Kenapa diblokir").await;
    shop.pause();
    reply(&shop, SARI, &question, "berulah terus");
    let confirm = shop.see(GROUP, "Blokir pelanggan ini?").await;
    shop.pause();
    shop.telegram.press(SARI, GROUP, confirm.id, "❌").unwrap();
    let cancelled = shop.see(GROUP, "Tidak ada yang diubah").await;
    assert!(cancelled.keyboard.is_empty());
    shop.say(BUDI, "/menu", "Mau top up").await;
    shop.close().await;
}

#[tokio::test]
async fn in_a_channel_nothing_is_asked_that_cannot_be_typed() {
    let mut shop = shop_of_group(TOML).await;
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(BUDI).await;
    let card = shop.see(GROUP, "Status pesanan belum jelas").await;
    let before = from_bot(&shop, GROUP);
    let chat = json!({ "id": GROUP, "type": "channel", "title": "Alerts" });
    let from = json!({ "id": SARI, "is_bot": false, "first_name": "Sari", "language_code": "id" });
    let data = card.button("📥").unwrap().callback_data.clone().unwrap();
    let message = json!({ "message_id": card.id, "date": 1, "chat": chat });
    shop.telegram
        .push_update("callback_query", json!({ "id": "77", "from": from, "message": message, "chat_instance": "1", "data": data }));
    let answered = |state: &State| {
        let answer = state.calls().into_iter().find(|call| call.params["callback_query_id"] == "77")?;
        Some(answer.params["text"].as_str().unwrap_or_default().to_owned())
    };
    let toast = shop.telegram.wait_until("the answer", answered).await.unwrap();
    assert!(toast.contains("chat pribadi"), "{toast}");
    shop.close().await;
    assert_eq!(from_bot(&shop, GROUP), before);
}

#[tokio::test]
async fn what_follows_in_a_private_chat_stays_in_its_topic() {
    let mut shop = Shop::open_with_admins().await;
    let say = |user: i64, text: &str| shop.telegram.send_in(user, user, Some(5), Content::Text(text.into())).unwrap();
    say(SARI, "/balance");
    assert_eq!(shop.see(SARI, "Akun provider").await.thread, Some(5));
    say(BUDI, "/start mobile-legends");
    shop.see(BUDI, "Pilih nominal").await;
    shop.press(BUDI, "86 💎", "User ID").await;
    say(BUDI, "123456789 (1234)");
    shop.see(BUDI, "Cek dulu").await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    let order = shop.taken(1).await;
    shop.pause();
    say(SARI, &format!("/status {}", order.invoice));
    assert_eq!(shop.see(SARI, "Pemeriksaan pesanan").await.thread, Some(5));
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    shop.set_ahead(60);
    assert_eq!(shop.see(BUDI, "Top up berhasil").await.thread, Some(5));
    shop.close().await;
}

#[tokio::test]
async fn a_proof_is_decided_in_the_group() {
    let code = static_code("ODZRESHOP");
    let mut shop = shop_of_group(&format!("{TOML}\n[wallet]\nenabled = true\n[wallet.qris]\ncode = \"{code}\"\n")).await;
    shop.say(BUDI, "/start", "Odzreshop").await;
    shop.say(BUDI, "/wallet", "Saldo kamu").await;
    shop.press(BUDI, "➕", "Mau isi berapa").await;
    shop.press(BUDI, "Rp 20.000", "Bayar tepat").await;
    shop.press(BUDI, "📷", "Kirim foto bukti").await;
    let seen = shop.marks(BUDI);
    shop.telegram.send(BUDI, Content::Photo(String::new())).unwrap();
    shop.see_since(&seen, BUDI, "sudah kami terima").await;
    let card = shop.see(GROUP, "Bukti bayar").await;
    assert!(card.thread == Some(TOPIC) && card.photo().is_some(), "{card:?}");
    // Whoever is no admin decides nothing, also in the group.
    let data = card.button("✅").unwrap().callback_data.clone().unwrap();
    assert!(shop.forge(BUDI, GROUP, card.id, &data).await.contains("bukan untukmu"));
    let seen = shop.marks(GROUP);
    shop.telegram.press(SARI, GROUP, card.id, "✏️").unwrap();
    let question = shop.see_since(&seen, GROUP, "Berapa yang masuk").await;
    shop.pause();
    reply(&shop, SARI, &question, "20.000");
    let confirm = shop.see_since(&seen, GROUP, "Kreditkan Rp 20.000").await;
    shop.pause();
    shop.telegram.press(SARI, GROUP, confirm.id, "✅").unwrap();
    let decided = shop.see_since(&seen, GROUP, "Disetujui Sari: Rp 20.000").await;
    assert!(decided.id == card.id && decided.keyboard.is_empty(), "{decided:?}");
    shop.see(BUDI, "Rp 20.000 sudah masuk ke saldomu").await;
    shop.close().await;
}

#[tokio::test]
async fn a_payment_that_matches_nothing_is_decided_in_the_group() {
    let gateway = Gateway::start(Options::default()).await.unwrap();
    let mut shop = shop_of_group(&format!("{TOML}\n[wallet]\nenabled = true\n")).await;
    shop.stop().await;
    shop.set_gateway(&gateway.url(), gateway.project(), gateway.api_key());
    shop.start();
    shop.say(BUDI, "/start", "Odzreshop").await;
    shop.say(BUDI, "/wallet", "Saldo kamu").await;
    shop.press(BUDI, "➕", "Mau isi berapa").await;
    shop.press(BUDI, "Rp 20.000", "Bayar tepat").await;
    gateway.pay_amount(&gateway.invoices()[0].order_id, 15_000);
    shop.set_ahead(31);
    let card = shop.see(GROUP, "Uang masuk yang belum dikreditkan").await;
    let seen = shop.marks(GROUP);
    shop.telegram.press(SARI, GROUP, card.id, "✅").unwrap();
    let confirm = shop.see_since(&seen, GROUP, "Kreditkan Rp 15.000 ke saldo Budi?").await;
    assert!(confirm.id == card.id && confirm.thread == Some(TOPIC), "{confirm:?}");
    shop.pause();
    shop.telegram.press(AGUS, GROUP, card.id, "✅").unwrap();
    shop.see_since(&seen, GROUP, "Agus memasukkan Rp 15.000").await;
    shop.see(BUDI, "Rp 15.000 sudah masuk ke saldomu").await;
    shop.pause();
    let desk = ask(&shop, SARI, TOPIC, "/bills", "Tidak ada yang menunggu admin").await;
    assert!(desk.button("💰").is_some() && desk.button("🏠").is_none(), "{:?}", desk.labels());
    shop.close().await;
}

#[tokio::test]
async fn a_price_is_changed_in_the_group_by_a_reply() {
    let mut shop = shop_of_group(TOML).await;
    let list = ask(&shop, SARI, TOPIC, "/prices", "Harga jual").await;
    shop.pause();
    shop.telegram.press(SARI, GROUP, list.id, "✏️ 🏪").unwrap();
    let draft = shop.see(GROUP, "Belum ada yang diubah").await;
    shop.pause();
    shop.telegram.press(SARI, GROUP, draft.id, "✏️ Tambahan").unwrap();
    let question = shop.see(GROUP, "Berapa rupiah").await;
    assert!(question.text.contains("Balas pesan ini"), "{}", question.text);
    shop.pause();
    reply(&shop, SARI, &question, "Rp 500");
    let draft = shop.see(GROUP, "Tambahan: Rp 500").await;
    let yes = draft.button("✅").unwrap().callback_data.clone().unwrap();
    assert!(shop.forge(AGUS, GROUP, draft.id, &yes).await.contains("bukan untukmu"));
    shop.pause();
    shop.telegram.press(SARI, GROUP, draft.id, "✅").unwrap();
    assert_eq!(shop.see(GROUP, "Tersimpan").await.thread, Some(TOPIC));
    shop.say(BUDI, "/start mobile-legends", "Pilih nominal").await;
    let items = shop.see(BUDI, "Pilih nominal").await;
    assert!(items.button("86 💎 · Rp 19.000").is_some(), "{:?}", items.labels());
    shop.close().await;
}
