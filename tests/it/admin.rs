//! What admins see and decide.

use odzreshop_bot::domain::order::OrderState;
use odzreshop_bot::sandbox::provider::{Behaviour, Endpoint, Fault};
use odzreshop_bot::sandbox::telegram::Message;
use serde_json::{Value, json};

use crate::shop::{AGUS, BUDI, JANE, KEY, SARI, Shop};

/// The shop with an uncertain order of Budi, which the provider accepted or did not; and the admin's card.
async fn uncertain(taken: bool) -> (Shop, Message) {
    let shop = Shop::open_with_admins().await;
    shop.say(SARI, "/balance", "Rp 10.000.000").await;
    shop.pause();
    shop.provider.next(if taken { Behaviour::AnswerLost } else { Behaviour::RequestLost });
    shop.buy(BUDI).await;
    shop.see(AGUS, "Status pesanan belum jelas").await;
    let card = shop.see(SARI, "Status pesanan belum jelas").await;
    (shop, card)
}

/// Seconds after the sending until an order is decidable: five for the call, and the margins.
const SETTLED: i64 = 96;

/// The order's number on a card.
fn number(card: &Message) -> String {
    let line = card.text.lines().find(|line| line.contains("Pesanan: ") || line.starts_with("Pesanan ")).unwrap();
    line.rsplit(' ').next().unwrap().to_owned()
}

fn shows(message: &Message, parts: &[&str]) {
    for part in parts {
        assert!(message.text.contains(part), "no {part:?} in\n{}", message.text);
    }
}

#[tokio::test]
async fn balance_and_status_are_for_admins() {
    let mut shop = Shop::open_with_admins().await;
    let account = shop.say(SARI, "/balance", "Akun provider").await;
    shows(&account, &["Toko Sandbox", "gold", "Rp 10.000.000"]);
    let status = shop.say(SARI, "/status", "Toko buka").await;
    shows(
        &status,
        &[
            "Belum ada",
            "Saldo provider: Rp 10.000.000",
            "Provider terakhir merespons",
            "Telegram terakhir merespons",
            "Antrean masuk: 0 ",
            "Versi",
        ],
    );
    for command in ["/balance", "/status", "/status INV-1"] {
        shop.say(BUDI, command, "Perintah itu tidak ada").await;
    }
    shop.provider.fail_call(Endpoint::Profile, Fault::Html(502), 1);
    shop.say(SARI, "/balance", "Akun provider").await;
    shop.close().await;
    shop.assert_discreet(BUDI);
}

#[tokio::test]
async fn one_order_is_inspected_by_number_and_by_invoice() {
    let mut shop = Shop::open_with_admins().await;
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    let card = shop.see(BUDI, "Sedang diproses").await;
    shop.placed(BUDI).await;
    for name in [number(&card), format!("#{}", number(&card).to_lowercase()), order.invoice.clone()] {
        let inspection = shop.say(SARI, &format!("/status {name}"), "Pemeriksaan pesanan").await;
        shows(&inspection, &["Kata provider sekarang", "pending", &order.invoice, "1234567891234", "Budi", "Diterima, sedang diproses"]);
    }
    // The query finds the end before the next status check, and the customer is told.
    shop.provider.deliver(&order.invoice, "SN-6").unwrap();
    shop.say(SARI, &format!("/status {}", order.invoice), "SN-6").await;
    shop.see(BUDI, "Top up berhasil").await;
    shop.close().await;
    assert_eq!(shop.count(BUDI, "🎉"), 1);
}

#[tokio::test]
async fn foreign_invoices_and_invalid_input_get_different_answers() {
    let mut shop = Shop::open_with_admins().await;
    let body = json!({ "api_key": KEY, "sku": "ml-86", "target": "5551234567" });
    let answer = reqwest::Client::new().post(format!("{}/order", shop.provider.url())).json(&body).send().await.unwrap();
    let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    let foreign = answer["data"]["invoice"].as_str().unwrap();
    let report = shop.say(SARI, &format!("/status {foreign}"), "bukan dari pesanan di toko ini").await;
    shows(&report, &["pending", "5551234567", "Rp 18.500"]);
    shop.say(SARI, "/status INV-NONE", "tidak menemukannya (404)").await;
    shop.say(SARI, "/status what is this", "Tidak ada pesanan atau invoice").await;
    shop.close().await;
}

#[tokio::test]
async fn an_order_that_was_placed_is_followed_to_its_end() {
    let (mut shop, card) = uncertain(true).await;
    let evidence =
        ["Saldo provider sebelum: Rp 10.000.000", "Saldo provider sesudah: Rp 9.981.500", "Selisih: Rp 18.500", "sudah masuk", "Budi"];
    shows(&card, &evidence);
    let order = shop.taken(1).await;
    shop.buy(JANE).await;
    let other = shop.taken(2).await;

    shop.press(SARI, "📥", "Kirim nomor invoice").await;
    shop.say(SARI, &other.invoice, "sudah dipakai").await;
    shop.say(SARI, "dua kata", "Itu bukan nomor invoice").await;
    let surely = shop.say(SARI, &order.invoice, "Yakin pesanan ini sudah masuk").await;
    assert_eq!(shop.count(BUDI, "Sedang diproses"), 0, "nothing is done at the first step");
    // Meanwhile the other admin decides the opposite.
    shop.set_ahead(SETTLED);
    shop.press(AGUS, "📭", "Yakin pesanan ini tidak masuk").await;
    shop.press(SARI, "✅ Ya", "Beres").await;
    shop.press(AGUS, "✅ Ya", "sudah diputuskan").await;
    shop.set_ahead(4);
    assert!(surely.text.contains(&order.invoice));

    shop.see(BUDI, "Sedang diproses").await;
    shop.provider.deliver(&order.invoice, "SN-7").unwrap();
    let end = shop.see(BUDI, "Top up berhasil").await;
    shows(&end, &["SN-7"]);
    let history = shop.say(AGUS, &format!("/status {}", number(&card)), "Pemeriksaan pesanan").await;
    shows(&history, &["Sudah dicek: pesanan masuk", &format!("{SARI}: {}", order.invoice), "Berhasil"]);
    shop.close().await;
    assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Success);
    assert_eq!((shop.provider.orders().len(), shop.count(BUDI, "😔")), (2, 0));
    shop.assert_discreet(BUDI);
}

#[tokio::test]
async fn an_order_that_was_not_placed_fails_and_the_customer_is_told() {
    let (mut shop, card) = uncertain(false).await;
    shows(&card, &["Saldo provider sesudah: Rp 10.000.000", "Selisih: Rp 0", "masih bisa menyusul"]);
    shop.press(SARI, "📭", "Belum bisa").await;
    shop.set_ahead(SETTLED);
    shop.press(SARI, "📭", "Yakin pesanan ini tidak masuk").await;
    shop.press(SARI, "❌", "").await;
    assert_eq!(shop.count(BUDI, "😔"), 0, "cancelled at the second step");
    shop.set_ahead(4);
    shop.press(SARI, "📭", "Yakin pesanan ini tidak masuk").await;
    shop.press(SARI, "✅ Ya", "Beres").await;
    let end = shop.see(BUDI, "Maaf, top up ini gagal").await;
    shows(&end, &["tidak sempat masuk"]);
    // The other admin's card is updated.
    assert!(shop.see(AGUS, "sudah diputuskan").await.keyboard.is_empty());
    let history = shop.say(AGUS, &format!("/status {}", number(&card)), "Pemeriksaan pesanan").await;
    shows(&history, &["Sudah dicek: pesanan tidak masuk", &SARI.to_string()]);
    shop.close().await;
    assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Failed);
    assert_eq!(shop.provider.orders().len(), 0);
}

/// Another button than the one before is no double tap, however soon it is pressed.
#[tokio::test]
async fn the_other_button_counts_at_once() {
    let (mut shop, _) = uncertain(true).await;
    shop.stand_still();
    shop.press(SARI, "📭", "Belum bisa").await;
    shop.press(SARI, "📥", "Kirim nomor invoice").await;
    let invoice = shop.taken(1).await.invoice;
    shop.say(SARI, &invoice, "Yakin pesanan ini sudah masuk").await;
    // The same button twice is one press.
    let twice = [shop.tap(SARI, "❌").await, shop.tap(SARI, "❌").await];
    assert_eq!([shop.answer_to(&twice[0]).await, shop.answer_to(&twice[1]).await], ["", "👌 Sudah diproses."]);
    shop.close().await;
}

#[tokio::test]
async fn a_customer_cannot_use_admin_buttons() {
    let (mut shop, card) = uncertain(false).await;
    let data = card.button("📭").unwrap().callback_data.clone().unwrap();
    let own = shop.telegram.last_bot_message(BUDI).unwrap().id;
    for (chat, message) in [(BUDI, own), (SARI, card.id)] {
        let word = shop.forge(BUDI, chat, message, &data).await;
        assert!(word.contains("bukan untukmu"), "{word}");
    }
    shop.close().await;
    assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Uncertain);
}

#[tokio::test]
async fn the_evidence_waits_for_the_provider_for_a_limited_time() {
    let shop = Shop::open_with_admins().await;
    shop.say(SARI, "/balance", "Rp 10.000.000").await;
    shop.pause();
    shop.provider.fail_call(Endpoint::Profile, Fault::Html(502), 3);
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(BUDI).await;
    for attempt in 2..=4 {
        shop.called(Endpoint::Profile, attempt + 1).await;
        shop.set_ahead(6);
    }
    let card = shop.see(SARI, "Status pesanan belum jelas").await;
    shows(&card, &["Saldo provider sebelum: Rp 10.000.000", "Saldo provider sesudah: tidak diketahui"]);
}

#[tokio::test]
async fn an_unreadable_balance_is_no_outage() {
    let mut shop = Shop::open_with_admins().await;
    let balance = |shop: &Shop, written: &str| {
        let written = format!("\"balance\":{written}");
        shop.provider.rewrite(move |_, body| body.replace("\"balance\":10000000", &written));
    };
    for (written, shown) in [("499999.5", "Rp 499.999"), ("\"Rp 18.500\"", "Rp 18.500"), ("\"481500.00\"", "Rp 481.500")] {
        balance(&shop, written);
        let account = shop.say(SARI, "/balance", "Akun provider").await;
        shows(&account, &[&format!("Saldo: {shown}"), "gold"]);
    }
    balance(&shop, "\"<b>banyak\"");
    for _ in 0..7 {
        shop.pause();
        let account = shop.say(SARI, "/balance", "Akun provider").await;
        shows(&account, &["Toko Sandbox", "gold", "Saldo: tidak terbaca (“<b>banyak”)"]);
    }
    let alert = shop.see(AGUS, "Saldo provider tidak terbaca").await;
    shows(&alert, &["“<b>banyak”", "Toko tetap buka"]);
    shop.say(SARI, "/status", "Toko buka").await;
    let (code, report) = shop.finish(&["check"]).await;
    assert!(code == Some(0) && report.contains("balance unknown (the provider wrote \"<b>banyak\""), "{report}");
    shop.close().await;
    assert_eq!((shop.count(SARI, "Toko ditutup"), shop.count(SARI, "Saldo provider tidak terbaca")), (0, 1));
}

#[tokio::test]
async fn an_order_is_found_however_its_name_is_typed() {
    let mut shop = Shop::open_with_admins().await;
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    let card = shop.see(BUDI, "Pesanan ").await;
    let number = card.text.split_once("Pesanan ").unwrap().1.get(..8).unwrap().to_owned();
    let invoice = &order.invoice;
    let (small, low) = (number.to_lowercase(), invoice.to_lowercase());
    let (half, rest) = number.split_at(4);
    for typed in [
        format!("{number}."),
        format!("#{small}"),
        format!("#{number}!"),
        low.clone(),
        format!("{invoice}."),
        format!("({low}),"),
        format!("{half} {rest}"),
        format!("{half}-{rest}"),
        format!("nomor pesanan: *{number}* dong"),
        format!("“{number}”"),
        format!("№{number}"),
    ] {
        shop.pause();
        let found = shop.say(SARI, &format!("/status {typed}"), &number).await;
        assert!(found.text.contains(invoice.as_str()), "{typed}: {}", found.text);
    }
    shop.close().await;
}
