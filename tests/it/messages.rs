//! Customers ask the shop about an order, and admins write to customers: texts and photos both ways. And the admin who resolved an order
//! hears how it ended.

use odzreshop_bot::sandbox::provider::Behaviour;
use odzreshop_bot::sandbox::telegram::{Content, Message, State};
use odzreshop_bot::storage;

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

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

/// A shop in which customers have an order each.
async fn bought(customers: &[i64]) -> Shop {
    let shop = Shop::open_with_admins().await;
    for (count, customer) in customers.iter().enumerate() {
        shop.buy(*customer).await;
        shop.taken(count + 1).await;
        shop.pause();
    }
    shop
}

/// A customer asks about their order.
async fn ask(shop: &Shop, user: i64, text: &str) {
    shop.pause();
    shop.press(user, "💬", "").await;
    let seen = shop.marks(user);
    shop.telegram.send_text(user, text).unwrap();
    shop.see_since(&seen, user, "admin").await;
}

fn reply(shop: &Shop, user: i64, to: &Message, text: &str) {
    shop.telegram.reply(user, to.chat, to.id, Content::Text(text.into())).unwrap();
}

/// Waits until a message looks otherwise.
async fn becomes(shop: &Shop, message: &Message, expected: &str) -> Message {
    let changed = |state: &State| state.message(message.chat, message.id).filter(|now| now.text.contains(expected)).cloned();
    shop.telegram.wait_until(&format!("message {} to say {expected:?}", message.id), changed).await.unwrap()
}

#[tokio::test]
async fn a_customer_reads_the_shop_and_answers_by_a_reply_or_the_button() {
    let mut shop = asked().await;
    shop.say(SARI, "Halo <Budi>,\nID-nya benar?", "dikirim").await;
    let message = shop.see(BUDI, "Pesan dari Odzreshop").await;
    assert!(message.text.contains("Halo <Budi>,\nID-nya benar?") && message.text.contains("Pesanan "), "{}", message.text);
    for secret in ["Sari", &SARI.to_string()] {
        assert!(!message.text.contains(secret), "{}", message.text);
    }
    // Whatever Budi is doing in the shop meanwhile goes on.
    shop.to_confirmation(BUDI).await;
    reply(&shop, BUDI, &message, "Iya, benar.\nMakasih!");
    shop.see(BUDI, "Sudah kami teruskan").await;
    let answer = shop.see(SARI, "Iya, benar.\nMakasih!").await;
    assert!(answer.text.contains("Pesan dari pelanggan") && answer.text.contains("Budi"), "{}", answer.text);
    shop.pause();
    shop.press(BUDI, "✅", "Sedang diproses").await;
    shop.taken(2).await;
    shop.press(BUDI, "✉️ Balas", "Tulis balasanmu").await;
    shop.say(BUDI, "Satu lagi", "Sudah kami teruskan").await;
    shop.see(SARI, "Satu lagi").await;
    shop.press(SARI, "✉️ Balas", "Tulis pesan untuk pelanggan ini").await;
    shop.say(SARI, "Siap!", "dikirim").await;
    shop.see(BUDI, "Siap!").await;
    assert_eq!(shop.count(AGUS, "Pesan dari pelanggan"), 0, "only for the admin who wrote");
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
        shop.say(SARI, bad, "Paling panjang 3000").await;
    }
    shop.pause();
    let seen = shop.marks(SARI);
    shop.telegram.send_photo(SARI, &"x".repeat(501)).unwrap();
    shop.see_since(&seen, SARI, "Paling panjang 500").await;
    shop.press(SARI, "❌", "").await;
    let seen = shop.marks(BUDI);
    shop.say(SARI, "/find jane", "Tidak ada pesanan atau pelanggan").await;
    shop.say(JANE, "/start", "Odzreshop").await;
    shop.pause();
    shop.say(SARI, "/find jane", "Akses:").await;
    shop.press(SARI, "✉️", "Tulis pesan").await;
    shop.say(SARI, &"y".repeat(3_000), "dikirim").await;
    let message = shop.see(JANE, "Message from Odzreshop").await;
    assert_eq!(message.text.matches('y').count() - message.text.replace(&"y".repeat(3_000), "").matches('y').count(), 3_000);
    assert_eq!(shop.marks(BUDI), seen);
    shop.close().await;
}

/// Two customers, two conversations, in their languages; each side sees only its own, and each message with its order.
#[tokio::test]
async fn two_customers_ask_at_once_with_texts_and_photos() {
    let mut shop = bought(&[BUDI, JANE]).await;
    shop.press(BUDI, "💬", "Ada apa dengan pesanan ini").await;
    shop.press(JANE, "💬", "What is it about this order").await;
    shop.say(BUDI, "Kok <lama>?", "Sudah kami teruskan").await;
    shop.say(JANE, "Wrong zone", "Our admins have your message").await;
    let (of_budi, of_jane) = (shop.see(SARI, "Kok <lama>?").await, shop.see(SARI, "Wrong zone").await);
    shop.see(AGUS, "Wrong zone").await;
    for (card, name) in [(&of_budi, "Budi"), (&of_jane, "Jane")] {
        assert!(card.text.contains(name) && card.text.contains("Mobile Legends 86 Diamonds"), "{}", card.text);
        assert!(card.text.contains("Sedang diproses") && card.button("📦").is_some(), "number, item, state: {}", card.text);
    }
    let number = of_budi.text.split("Pesanan ").nth(1).unwrap()[..8].to_owned();
    assert!(!of_jane.text.contains(&number) && shop.telegram.transcript(BUDI).contains(&number));
    // Replies of an admin reach the one whose card it is.
    shop.pause();
    reply(&shop, SARI, &of_jane, "Which one is right?");
    let message = shop.see(JANE, "Which one is right?").await;
    reply(&shop, SARI, &of_budi, "Sebentar ya");
    shop.see(BUDI, "Sebentar ya").await;
    assert!(message.text.contains("Message from Odzreshop") && message.text.contains("Mobile Legends 86 Diamonds"), "{}", message.text);
    assert_eq!((shop.count(BUDI, "Which one"), shop.count(JANE, "Sebentar")), (0, 0));
    // Photos, with their words escaped, both ways.
    shop.pause();
    let sent = shop.telegram.send_photo(JANE, "See <here> & there").unwrap();
    let photo = shop.telegram.messages(JANE).into_iter().find(|message| message.id == sent.message_id).unwrap();
    let card = shop.see(SARI, "See <here> & there").await;
    assert_eq!((card.photo(), card.text.contains("Jane")), (photo.photo(), true));
    let shown = shop.telegram.reply(SARI, SARI, card.id, Content::Photo("Like <this>".into())).unwrap();
    let answer = shop.see(JANE, "Like <this>").await;
    let photo = shop.telegram.messages(SARI).into_iter().find(|message| message.id == shown.message_id).unwrap();
    assert!(answer.photo() == photo.photo() && answer.photo().is_some());
    for (customer, language) in [(BUDI, "id"), (JANE, "en")] {
        let read = shop.telegram.transcript(customer);
        assert!(!read.contains("Sari") && !read.contains("Agus") && !read.contains(&SARI.to_string()), "{language}: {read}");
    }
    shop.close().await;
}

#[tokio::test]
async fn a_second_answer_is_asked_about() {
    let mut shop = bought(&[BUDI]).await;
    ask(&shop, BUDI, "Kok lama?").await;
    let (for_sari, for_agus) = (shop.see(SARI, "Kok lama?").await, shop.see(AGUS, "Kok lama?").await);
    shop.pause();
    // Agus has begun to answer when Sari does.
    shop.press(AGUS, "✉️ Balas", "Tulis pesan").await;
    reply(&shop, SARI, &for_sari, "Sedang dicek");
    shop.see(BUDI, "Sedang dicek").await;
    for card in [&for_sari, &for_agus] {
        let card = becomes(&shop, card, "Dijawab Sari").await;
        assert!(card.text.contains("Sedang dicek") && card.text.contains("Kok lama?"), "{}", card.text);
    }
    let asked = shop.say(AGUS, "Tunggu, ya", "admin lain sudah menjawab").await;
    assert!(asked.text.contains("Sari") && asked.text.contains("Sedang dicek"), "{}", asked.text);
    assert_eq!(shop.count(BUDI, "Tunggu, ya"), 0);
    // Sari adds something: what Agus has seen is not all.
    reply(&shop, SARI, &for_sari, "Sudah ketemu");
    shop.see(BUDI, "Sudah ketemu").await;
    shop.pause();
    let again = shop.press(AGUS, "✅ Tetap kirim", "Sudah ketemu").await;
    assert!(again.button("✅ Tetap kirim").is_some() && shop.count(BUDI, "Tunggu, ya") == 0);
    shop.press(AGUS, "✅ Tetap kirim", "dikirim").await;
    shop.see(BUDI, "Tunggu, ya").await;
    // Sari has read it before she adds something, so she is not asked.
    let read = shop.press(SARI, "✉️ Balas", "Tunggu, ya").await;
    assert!(read.text.contains("Agus"), "{}", read.text);
    shop.say(SARI, "Sebentar lagi", "dikirim").await;
    shop.see(BUDI, "Sebentar lagi").await;
    // A new question is not answered yet.
    shop.say(BUDI, "Oke, makasih", "Sudah kami teruskan").await;
    let card = shop.see(SARI, "Oke, makasih").await;
    shop.pause();
    reply(&shop, SARI, &card, "Sama-sama");
    shop.see(BUDI, "Sama-sama").await;
    shop.close().await;
}

#[tokio::test]
async fn either_side_closes_and_a_message_opens_again() {
    let mut shop = bought(&[JANE]).await;
    ask(&shop, JANE, "Where is it?").await;
    let card = shop.see(SARI, "Where is it?").await;
    shop.pause();
    // To have looked at what was said leaves the card's other button as it was.
    shop.press(SARI, "✉️ Balas", "Tulis pesan").await;
    shop.press(SARI, "✖️", "Ditutup Sari").await;
    let closed = shop.see(JANE, "The shop has closed this conversation").await;
    assert!(closed.text.contains("Mobile Legends 86 Diamonds") && !closed.text.contains("Sari"), "{}", closed.text);
    // What Jane writes next may be meant for the shop's menu.
    shop.say(JANE, "Free Fire", "This conversation is closed").await;
    assert_eq!(shop.count(SARI, "Free Fire"), 0);
    // The same button at the other admin comes too late.
    let old = shop.see(AGUS, "Ditutup Sari").await;
    assert!(old.button("✖️").is_none(), "{:?}", old.labels());
    shop.pause();
    shop.press(JANE, "💬", "What is it about this order").await;
    shop.say(JANE, "Still nothing", "Our admins have").await;
    shop.see(SARI, "Still nothing").await;
    shop.press(JANE, "✖️", "This conversation is closed").await;
    shop.see(SARI, "Pelanggan menutup percakapan ini").await;
    shop.see(AGUS, "Pelanggan menutup percakapan ini").await;
    shop.see(SARI, "Ditutup pelanggan").await;
    // An admin's message opens it too.
    shop.pause();
    reply(&shop, SARI, &card, "It is on its way");
    shop.see(JANE, "It is on its way").await;
    shop.press(JANE, "✖️", "This conversation is closed").await;
    shop.close().await;
}

#[tokio::test]
async fn what_cannot_be_passed_on_is_said_and_floods_end() {
    let mut shop = bought(&[BUDI]).await;
    shop.press(BUDI, "💬", "Ada apa").await;
    for content in [Content::Voice, Content::Sticker("🔥".into()), Content::Document("bukti.pdf".into())] {
        shop.pause();
        let seen = shop.marks(BUDI);
        shop.telegram.send(BUDI, content).unwrap();
        shop.see_since(&seen, BUDI, "cuma teks dan foto").await;
    }
    shop.pause();
    shop.stand_still();
    for count in 1..=8 {
        shop.set_ahead_ms(1_100);
        shop.say(BUDI, &format!("pesan {count}"), "Sudah kami teruskan").await;
    }
    shop.say(BUDI, "pesan 9", "Pelan-pelan").await;
    shop.set_ahead(61);
    for count in 10..=13 {
        shop.say(BUDI, &format!("pesan {count}"), "Sudah kami teruskan").await;
        shop.pause();
    }
    shop.say(BUDI, "pesan 14", "Tunggu balasan admin").await;
    let last = shop.see(SARI, "pesan 13").await;
    assert_eq!((shop.count(SARI, "Pesan dari pelanggan"), shop.count(SARI, "pesan 9"), shop.count(SARI, "pesan 14")), (12, 0, 0));
    reply(&shop, SARI, &last, "Sudah kami baca semua");
    shop.see(BUDI, "Sudah kami baca semua").await;
    shop.set_ahead(61);
    shop.say(BUDI, "pesan 15", "Sudah kami teruskan").await;
    shop.see(SARI, "pesan 15").await;
    shop.close().await;
}

#[tokio::test]
async fn a_blocked_customer_asks_nothing() {
    let mut shop = bought(&[BUDI]).await;
    ask(&shop, BUDI, "Kok lama?").await;
    let card = shop.see(SARI, "Kok lama?").await;
    shop.pause();
    shop.press(SARI, "👤", "Akses:").await;
    shop.press(SARI, "🚫", "Kenapa diblokir").await;
    shop.say(SARI, "berulah terus", "Blokir pelanggan ini?").await;
    shop.press(SARI, "✅", "").await;
    shop.see(BUDI, "tidak bisa melayani akunmu").await;
    shop.pause();
    // By text, by the button, by a reply.
    shop.say(BUDI, "Kenapa?", "").await;
    shop.tap(BUDI, "💬").await;
    reply(&shop, SARI, &card, "Hubungi kami lewat email");
    let message = shop.see(BUDI, "Hubungi kami lewat email").await;
    shop.pause();
    let seen = shop.marks(BUDI);
    reply(&shop, BUDI, &message, "Tidak adil");
    shop.see_since(&seen, BUDI, "").await;
    shop.close().await;
    assert_eq!(shop.count(SARI, "Pesan dari pelanggan"), 1);
}

/// The bot stops between each two steps; what was written while it stood still arrives once.
#[tokio::test]
async fn an_answer_for_an_admin_who_can_not_be_reached_goes_to_the_others() {
    let mut shop = asked().await;
    shop.say(SARI, "ID-nya benar?", "dikirim").await;
    let message = shop.see(BUDI, "ID-nya benar?").await;
    shop.telegram.block(SARI).unwrap();
    for answer in ["Iya, benar", "Sudah masuk?"] {
        shop.pause();
        reply(&shop, BUDI, &message, answer);
        shop.see(AGUS, answer).await;
    }
    shop.close().await;
}

#[tokio::test]
async fn what_nobody_would_read_is_not_called_passed_on() {
    let mut shop = Shop::closed_with(&format!("{TOML}\n[alerts.messages]\nmode = \"off\"\n")).await;
    shop.start();
    shop.buy(BUDI).await;
    shop.taken(1).await;
    shop.pause();
    shop.press(BUDI, "💬", "").await;
    shop.say(BUDI, "Halo?", "Belum ada admin").await;
    shop.close().await;
}

#[tokio::test]
async fn a_conversation_outlives_restarts() {
    let mut shop = bought(&[BUDI]).await;
    shop.press(BUDI, "💬", "Ada apa").await;
    shop.stop().await;
    shop.telegram.send_text(BUDI, "Kok lama?").unwrap();
    shop.start();
    let card = shop.see(AGUS, "Kok lama?").await;
    shop.stop().await;
    reply(&shop, AGUS, &card, "Sebentar");
    shop.start();
    let message = shop.see(BUDI, "Sebentar").await;
    shop.stop().await;
    reply(&shop, BUDI, &message, "Oke");
    shop.start();
    shop.see(AGUS, "Oke").await;
    shop.press(AGUS, "✖️", "Ditutup Agus").await;
    shop.see(BUDI, "Admin menutup").await;
    shop.close().await;
    for text in ["Kok lama?", "Oke"] {
        assert_eq!((shop.count(SARI, text), shop.count(AGUS, text)), (1, 1), "{text}");
    }
    assert_eq!(shop.count(BUDI, "Sebentar"), 1);
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
