//! An admin writes to a customer as the shop, and the answer comes back; and the admin who resolved an order hears how it ended.

use odzreshop_bot::sandbox::provider::Behaviour;
use odzreshop_bot::sandbox::telegram::Message;
use odzreshop_bot::storage;
use serde_json::json;

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop};

/// A shop in which Sari is asked for a message to Budi about an order.
async fn asked() -> Shop {
    let shop = Shop::open_with_admins().await;
    shop.buy(BUDI).await;
    shop.taken(1).await;
    shop.pause();
    shop.say(SARI, "/orders open", "Pesanan: Berjalan").await;
    let list = shop.telegram.last_bot_message(SARI).unwrap().labels().concat().join("\n");
    let label = list.lines().find(|label| label.contains("Mobile Legends")).unwrap();
    shop.press(SARI, label.split(" · ").next().unwrap(), "Harga jual").await;
    shop.press(SARI, "✉️", "Tulis pesan untuk pelanggan ini").await;
    shop
}

/// Somebody replies to a message of the bot in their private chat.
fn reply(shop: &Shop, user: i64, to: &Message, text: &str) {
    let chat = json!({ "id": user, "type": "private", "first_name": "Budi" });
    let from = json!({ "id": user, "is_bot": false, "first_name": "Budi", "language_code": "id" });
    let replied = json!({ "message_id": to.id, "date": 1, "chat": chat });
    let message = json!({ "message_id": 9_000, "date": 1, "chat": chat, "from": from, "text": text, "reply_to_message": replied });
    shop.telegram.push_update("message", message);
}

#[tokio::test]
async fn a_customer_reads_the_shop_and_answers_by_a_reply_or_the_button() {
    let mut shop = asked().await;
    shop.say(SARI, "Halo <Budi>,\nID-nya benar?", "dikirim").await;
    let message = shop.see(BUDI, "Pesan dari Odzreshop").await;
    assert!(message.text.contains("Halo <Budi>,\nID-nya benar?") && message.text.contains("Pesanan: "), "{}", message.text);
    for secret in ["Sari", &SARI.to_string()] {
        assert!(!message.text.contains(secret), "{}", message.text);
    }
    // Whatever Budi is doing in the shop meanwhile.
    shop.to_confirmation(BUDI).await;
    reply(&shop, BUDI, &message, "Iya, benar.\nMakasih!");
    shop.see(BUDI, "Jawabanmu sudah kami terima").await;
    let answer = shop.see(SARI, "Iya, benar.\nMakasih!").await;
    assert!(answer.text.contains("Jawaban dari pelanggan") && answer.text.contains("Budi"), "{}", answer.text);
    shop.press(BUDI, "✉️ Balas", "Tulis jawabanmu").await;
    shop.say(BUDI, "Satu lagi", "Jawabanmu sudah kami terima").await;
    shop.see(SARI, "Satu lagi").await;
    shop.press(SARI, "✉️ Balas", "Tulis pesan untuk pelanggan ini").await;
    shop.say(SARI, "Siap!", "dikirim").await;
    shop.see(BUDI, "Siap!").await;
    assert_eq!(shop.count(AGUS, "Jawaban dari pelanggan"), 0, "only for the admin who wrote");
    shop.close().await;
    let opened = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    let audited = opened.store.find_last_audit(["message"; 2]).await.unwrap().unwrap();
    assert_eq!(audited.0, SARI);
    opened.close().await;
}

#[tokio::test]
async fn an_empty_or_too_long_message_is_asked_for_again() {
    let mut shop = asked().await;
    for bad in ["\u{200b}", &"x".repeat(3_001)] {
        shop.pause();
        shop.say(SARI, bad, "Paling panjang").await;
    }
    shop.press(SARI, "❌", "").await;
    let seen = shop.marks(BUDI);
    shop.say(SARI, "/find jane", "Tidak ada pesanan atau pelanggan").await;
    shop.say(JANE, "/start", "Odzreshop").await;
    shop.say(SARI, "/find jane", "Akses:").await;
    shop.press(SARI, "✉️", "Tulis pesan").await;
    shop.say(SARI, &"y".repeat(3_000), "dikirim").await;
    let message = shop.see(JANE, "Message from Odzreshop").await;
    assert_eq!(message.text.matches('y').count() - message.text.replace(&"y".repeat(3_000), "").matches('y').count(), 3_000);
    assert_eq!(shop.marks(BUDI), seen);
    shop.close().await;
}

#[tokio::test]
async fn the_admin_who_resolved_an_order_hears_once_how_it_ended() {
    let mut shop = Shop::open_with_admins().await;
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(BUDI).await;
    shop.see(SARI, "Status pesanan belum jelas").await;
    let invoice = shop.taken(1).await.invoice;
    shop.press(SARI, "📥", "Kirim nomor invoice").await;
    shop.say(SARI, &invoice, "Yakin pesanan ini sudah masuk").await;
    shop.press(SARI, "✅", "Menanyakan ke provider").await;
    shop.see(BUDI, "Sedang diproses").await;
    shop.provider.deliver(&invoice, "SN-1").unwrap();
    shop.see(BUDI, "Top up berhasil").await;
    let ended = shop.see(SARI, "Pesanan yang kamu putuskan sudah selesai").await;
    assert!(ended.text.contains("Berhasil"), "{}", ended.text);
    shop.press(SARI, "📦", "Harga jual").await;
    shop.close().await;
    assert_eq!((shop.count(SARI, "yang kamu putuskan"), shop.count(AGUS, "yang kamu putuskan")), (1, 0));
}
