//! Uncertain orders and what the provider balance proves, as admins and customers see it; and the probe for repeated `ref_id`s.

use odzreshop_bot::domain::order::OrderState;
use odzreshop_bot::sandbox::provider::{Behaviour, Endpoint, Fault};
use odzreshop_bot::sandbox::telegram::Message;
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};

use crate::shop::{AGUS, BUDI, JANE, KEY, SARI, Shop, TOML};

/// Seconds after the sending until an order is decidable: five for the call, and the margins.
const SETTLED: i64 = 96;

/// A shop with more settings in `[provider]`, in which an admin has read the provider balance.
async fn shop_with(provider: &str) -> Shop {
    let shop = Shop::open_with(&TOML.replace("[provider]", &format!("[provider]\n{provider}"))).await;
    shop.greet_admins().await;
    shop.say(SARI, "/balance", "Rp 10.000.000").await;
    // So that this snapshot is surely before what follows.
    shop.pause();
    shop
}

/// The shop with an uncertain order of Budi, which the provider accepted or did not; and the admin's card.
async fn uncertain(provider: &str, taken: bool) -> (Shop, Message) {
    let shop = shop_with(provider).await;
    shop.provider.next(if taken { Behaviour::AnswerLost } else { Behaviour::RequestLost });
    shop.buy(BUDI).await;
    let card = shop.see(SARI, "Status pesanan belum jelas").await;
    (shop, card)
}

/// The number of the order on a card.
fn number(card: &Message) -> String {
    let line = card.text.lines().find(|line| line.contains("Pesanan: ")).unwrap();
    line.rsplit(' ').next().unwrap().to_owned()
}

fn shows(message: &Message, parts: &[&str]) {
    for part in parts {
        assert!(message.text.contains(part), "no {part:?} in\n{}", message.text);
    }
}

/// Another customer buys something; returns the invoice.
async fn foreign(shop: &Shop, sku: &str, target: &str) -> String {
    let body = json!({ "api_key": KEY, "sku": sku, "target": target });
    let answer = reqwest::Client::new().post(format!("{}/order", shop.provider.url())).json(&body).send().await.unwrap();
    let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    answer["data"]["invoice"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_card_is_edited_when_there_is_new_evidence() {
    let (mut shop, card) = uncertain("", false).await;
    shows(&card, &["Saldo provider sebelum: Rp 10.000.000", "masih bisa menyusul", "baru bisa dipilih mulai"]);
    assert!(card.keyboard[0][0].text.starts_with("📥"));
    // Another order of the same cost can explain the difference until it ends, because it may fail and be refunded.
    shop.buy(JANE).await;
    let other = shop.taken(1).await;
    shop.see(JANE, "Being processed").await;
    shop.placed(JANE).await;
    shop.set_ahead(SETTLED);
    let riddle = shop.see(SARI, "karena pesanan lain").await;
    assert_eq!(riddle.id, card.id, "in place");
    shop.provider.deliver(&other.invoice, "SN-1").unwrap();
    shop.set_ahead(60);
    let decidable = shop.see(SARI, "Aman memilih 📭").await;
    assert_eq!(decidable.id, card.id, "in place");
    shows(&decidable, &["Terpakai pesanan lain: Rp 18.500", "Selisih: Rp 0", "tidak masuk"]);
    assert!(decidable.keyboard[0][0].text.starts_with("📭"), "the safe answer comes first");
    shop.see(AGUS, "Aman memilih 📭").await;
    assert_eq!(shop.count(SARI, "🚨"), 1);
    shop.set_ahead(600);
    shop.close().await;
    assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Uncertain, "an admin decides");
    shop.assert_discreet(BUDI);
}

#[tokio::test]
async fn an_order_that_cannot_be_reconciled_blocks_no_other() {
    let (mut shop, card) = uncertain("", false).await;
    // An order that changed the balance in between can't be read any more.
    shop.buy(JANE).await;
    shop.provider.deliver(&shop.taken(1).await.invoice, "SN-1").unwrap();
    shop.set_ahead(60);
    shop.see(JANE, "SN-1").await;
    let mut database = SqliteConnection::connect(&shop.vars()["DATABASE_URL"]).await.unwrap();
    sqlx::query("UPDATE orders SET body = '{' WHERE state = 'success'").execute(&mut database).await.unwrap();
    database.close().await.unwrap();
    // Long after that there is another order, with a different cost.
    shop.provider.set_price("ml-86", 19_000).unwrap();
    let listed = shop.calls(Endpoint::Services);
    shop.set_ahead(7_200);
    shop.called(Endpoint::Services, listed + 3).await;
    shop.say(SARI, "/balance", "Akun provider").await;
    shop.pause();
    shop.provider.next(Behaviour::RequestLost);
    let seen = shop.marks(SARI);
    shop.buy(JANE).await;
    shop.see_since(&seen, SARI, "Status pesanan belum jelas").await;
    shop.set_ahead(SETTLED);
    let proved = shop.see(SARI, "Aman memilih 📭").await;
    assert_ne!(number(&proved), number(&card));
    shop.close().await;
}

#[tokio::test]
async fn the_card_says_when_the_balance_proves_nothing() {
    let (mut shop, card) = uncertain("resolve_uncertain = \"by_evidence\"", false).await;
    shop.provider.set_balance(10_050_000);
    shop.set_ahead(SETTLED);
    let riddle = shop.see(SARI, "Mungkin ada isi saldo").await;
    assert_eq!(riddle.id, card.id);
    shows(&riddle, &["Saldo provider sesudah: Rp 10.050.000"]);
    shop.set_ahead(600);
    shop.press(SARI, "📭", "Yakin pesanan ini tidak masuk").await;
    shop.press(SARI, "❌", "").await;
    shop.close().await;
    assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Uncertain);
    assert_eq!(shop.count(BUDI, "😔"), 0);
}

#[tokio::test]
async fn proof_that_it_was_not_placed_ends_it_if_enabled() {
    let (mut shop, card) = uncertain("resolve_uncertain = \"by_evidence\"", false).await;
    assert_eq!(shop.count(BUDI, "😔"), 0, "too early");
    shop.set_ahead(SETTLED);
    let end = shop.see(BUDI, "Maaf, top up ini gagal").await;
    shows(&end, &["tidak sempat masuk"]);
    for admin in [SARI, AGUS] {
        shop.see(admin, "terbukti tidak masuk").await;
        assert!(shop.see(admin, "sudah diputuskan").await.keyboard.is_empty(), "nothing is left to decide");
    }
    let history = shop.say(SARI, &format!("/status {}", number(&card)), "Pemeriksaan pesanan").await;
    shows(&history, &["Dicek otomatis: pesanan tidak masuk"]);
    shop.close().await;
    assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Failed);
    assert_eq!(shop.provider.orders().len(), 0);
    shop.assert_discreet(BUDI);
}

#[tokio::test]
async fn proof_that_it_was_placed_waits_for_the_invoice() {
    let (mut shop, _) = uncertain("resolve_uncertain = \"by_evidence\"", true).await;
    let order = shop.taken(1).await;
    shop.see(AGUS, "terbukti sudah masuk").await;
    shop.see(SARI, "terbukti sudah masuk").await;
    shop.set_ahead(SETTLED);
    assert_eq!(shop.count(BUDI, "😔"), 0);
    shop.press(SARI, "📥", "Kirim nomor invoice").await;
    shop.say(SARI, &order.invoice, "Yakin pesanan ini sudah masuk").await;
    shop.press(SARI, "✅ Ya", "Beres").await;
    shop.provider.deliver(&order.invoice, "SN-9").unwrap();
    shop.set_ahead(5);
    shop.see(BUDI, "SN-9").await;
    shop.close().await;
    assert_eq!(shop.count(AGUS, "terbukti sudah masuk"), 1);
    shop.assert_discreet(BUDI);
}

#[tokio::test]
async fn an_invoice_counts_only_if_the_provider_knows_it_and_it_fits() {
    let (mut shop, _) = uncertain("", true).await;
    let order = shop.taken(1).await;
    let other_item = foreign(&shop, "ml-172", &order.target).await;
    let other_target = foreign(&shop, "ml-86", "5551234567").await;
    for (invoice, words) in [
        ("INV-NOWHERE", "tidak menemukannya (404)"),
        (other_item.as_str(), "untuk item lain"),
        (other_target.as_str(), "untuk target lain"),
    ] {
        shop.press(SARI, "📥", "Kirim nomor invoice").await;
        shop.say(SARI, invoice, "Yakin pesanan ini sudah masuk").await;
        let told = shop.press(SARI, "✅ Ya", "Tidak ada yang diubah").await;
        shows(&told, &[words, invoice]);
        shop.pause();
    }
    // The provider is down: it is asked a few times, then the admin is told to try again.
    let asked = shop.calls(Endpoint::Status);
    shop.provider.fail_call(Endpoint::Status, Fault::Html(502), 3);
    shop.press(SARI, "📥", "Kirim nomor invoice").await;
    shop.say(SARI, &order.invoice, "Yakin pesanan ini sudah masuk").await;
    shop.tap(SARI, "✅ Ya").await;
    for attempt in 1..=3 {
        shop.called(Endpoint::Status, asked + attempt).await;
        shop.set_ahead(6);
    }
    let away = shop.see(SARI, "Provider tidak menjawab").await;
    shows(&away, &["Tidak ada yang diubah"]);
    shop.press(SARI, "📥", "Kirim nomor invoice").await;
    shop.say(SARI, &order.invoice, "Yakin pesanan ini sudah masuk").await;
    shop.press(SARI, "✅ Ya", "Beres").await;
    shop.see(BUDI, "Sedang diproses").await;
    shop.close().await;
    let budi = &shop.orders(BUDI).await[0];
    assert_eq!((budi.state, budi.invoice.as_ref()), (OrderState::Pending, Some(&order.invoice)));
}

#[tokio::test]
async fn a_wrong_invoice_is_removed_when_the_provider_does_not_know_it() {
    let (mut shop, card) = uncertain("", true).await;
    let order = shop.taken(1).await;
    shop.press(SARI, "📥", "Kirim nomor invoice").await;
    shop.say(SARI, &order.invoice, "Yakin pesanan ini sudah masuk").await;
    shop.press(SARI, "✅ Ya", "Beres").await;
    let status = format!("/status {}", number(&card));
    let known = shop.say(SARI, &status, "Pemeriksaan pesanan").await;
    assert!(known.button("↩️").is_none(), "the provider knows it");
    let unknown = || Fault::Status { code: 404, message: "Transaction not found".to_owned(), retry_after: None };
    shop.stand_still();
    shop.provider.fail_call(Endpoint::Status, unknown(), 1);
    shop.say(SARI, &status, "tidak menemukannya (404)").await;
    // At the second query the provider knows it.
    shop.press(SARI, "↩️", "jadi tidak bisa dilepas").await;
    shop.pause();
    shop.provider.fail_call(Endpoint::Status, unknown(), 9);
    shop.say(SARI, &status, "tidak menemukannya (404)").await;
    shop.press(SARI, "↩️", "kembali belum jelas").await;
    shop.see(AGUS, "Status pesanan belum jelas").await;
    shop.see(BUDI, "Sedang dicek").await;
    shop.close().await;
    let budi = &shop.orders(BUDI).await[0];
    assert_eq!((budi.state, budi.invoice.as_ref()), (OrderState::Uncertain, None));
    assert_eq!(shop.count(BUDI, "😔"), 0);
}

#[tokio::test]
async fn it_is_sent_again_only_if_the_owner_declares_that_to_be_safe() {
    let (mut shop, card) = uncertain("", true).await;
    assert!(card.button("🔁").is_none());
    shop.close().await;

    let (mut shop, card) = uncertain("ref_id_dedupes = true", true).await;
    shop.provider.set_dedupe_ref_id(true);
    let order = shop.taken(1).await;
    shop.press(SARI, "🔁", "Belum bisa").await;
    shop.set_ahead(SETTLED);
    shop.press(SARI, "🔁", "dengan ref_id yang sama?").await;
    shop.press(AGUS, "🔁", "dengan ref_id yang sama?").await;
    assert_eq!(shop.calls(Endpoint::Order), 1, "nothing is sent at the first step");
    shop.press(SARI, "✅ Ya", "sudah memberi invoice-nya").await;
    shop.press(AGUS, "✅ Ya", "sudah diputuskan").await;
    shop.see(BUDI, "Sedang diproses").await;
    let history = shop.say(SARI, &format!("/status {}", number(&card)), "Pemeriksaan pesanan").await;
    shows(&history, &["Dipastikan lewat pengiriman ulang", &order.invoice, &SARI.to_string()]);
    shop.provider.deliver(&order.invoice, "SN-8").unwrap();
    shop.set_ahead(5);
    shop.see(BUDI, "SN-8").await;
    shop.close().await;
    let sent: Vec<Value> =
        shop.provider.calls().into_iter().filter(|call| call.endpoint == Endpoint::Order).map(|call| call.body).collect();
    assert_eq!((sent.len(), &sent[0]), (2, &sent[1]), "the same body");
    assert_eq!(shop.provider.orders().len(), 1);
    shop.assert_discreet(BUDI);
}

#[tokio::test]
async fn a_refusal_of_the_second_sending_proves_nothing_about_the_first() {
    let (mut shop, _) = uncertain("ref_id_dedupes = true", true).await;
    shop.provider.set_dedupe_ref_id(true);
    shop.set_ahead(SETTLED);
    let short = Fault::Status { code: 400, message: "Insufficient balance".to_owned(), retry_after: None };
    shop.provider.fail_call(Endpoint::Order, short, 1);
    shop.press(SARI, "🔁", "dengan ref_id yang sama?").await;
    shop.press(SARI, "✅ Ya", "tetap belum jelas").await;
    shop.see(AGUS, "tetap belum jelas").await;
    shop.press(AGUS, "📭", "Belum bisa").await;
    assert_eq!(shop.count(BUDI, "😔"), 0);
    shop.close().await;
    assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Uncertain);
}

#[tokio::test]
async fn with_both_settings_it_resolves_automatically() {
    let (mut shop, _) = uncertain("resolve_uncertain = \"by_evidence\"\nref_id_dedupes = true", true).await;
    shop.provider.set_dedupe_ref_id(true);
    let order = shop.taken(1).await;
    shop.set_ahead(SETTLED);
    shop.see(SARI, "sudah memberi invoice-nya").await;
    shop.provider.deliver(&order.invoice, "SN-7").unwrap();
    shop.set_ahead(5);
    shop.see(BUDI, "SN-7").await;
    shop.close().await;
    assert_eq!((shop.calls(Endpoint::Order), shop.provider.orders().len()), (2, 1));
}

/// Runs `probe` outside the runtime; returns the exit code and the output.
async fn probe(shop: &Shop, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = shop.command(&[&["probe"], arguments].concat());
    let output = tokio::task::spawn_blocking(move || command.stdin(std::process::Stdio::null()).output().unwrap()).await.unwrap();
    let words = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code(), words.replace('\u{a0}', " "))
}

#[tokio::test]
async fn the_probe_tells_whether_a_repeated_ref_id_is_recognised() {
    let shop = Shop::closed_with(TOML).await;
    let arguments = ["--sku", "ml-86", "--target", "1234567891234", "--yes"];
    let (code, words) = probe(&shop, &arguments).await;
    assert_eq!(code, Some(0), "{words}");
    for part in ["TWICE", "ref_id_dedupes = false", "Balance before: Rp 10.000.000", "Rp 37.000 less"] {
        assert!(words.contains(part), "no {part:?} in\n{words}");
    }
    assert_eq!((shop.provider.doubles().len(), shop.provider.orders().len()), (1, 2));

    shop.provider.set_dedupe_ref_id(true);
    let (code, words) = probe(&shop, &arguments).await;
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("ref_id_dedupes = true") && words.contains("Rp 18.500 less"), "{words}");
    assert_eq!(shop.provider.orders().len(), 3);
    assert!(!words.contains(KEY));
}

#[tokio::test]
async fn the_probe_buys_nothing_without_consent_and_stops_at_an_unclear_answer() {
    let shop = Shop::closed_with(TOML).await;
    for arguments in [&["--target", "1"][..], &[][..], &["--sku", "nothing", "--target", "1", "--yes"][..]] {
        let (code, words) = probe(&shop, arguments).await;
        assert!(code == Some(1) && words.contains("nothing was bought"), "{words}");
    }
    let (code, words) = probe(&shop, &["--yes"]).await;
    assert_eq!(code, Some(2), "{words}");
    assert_eq!(shop.calls(Endpoint::Order), 0);

    shop.provider.next(Behaviour::AnswerLost);
    let (code, words) = probe(&shop, &["--target", "1", "--yes"]).await;
    assert!(code == Some(1) && words.contains("It is not sent again"), "{words}");
    assert_eq!((shop.calls(Endpoint::Order), shop.provider.orders().len()), (1, 1));
}
