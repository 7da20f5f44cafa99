//! The payment desk: what admins see of bills and payments, and decide about money that matches nothing.

use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::sandbox::gateway::{Gateway, Invoice, Options};
use odzreshop_bot::sandbox::telegram::{Content, Message};
use odzreshop_bot::storage;
use serde_json::json;

use crate::postgres::Server;
use crate::samples::static_code;
use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

const CARD: &str = "Uang masuk yang belum dikreditkan";

/// A shop with a gateway; `more` is added to its settings of the wallet.
async fn shop_with(more: &str) -> (Shop, Gateway) {
    let mut shop = Shop::closed_with(&format!("{TOML}\n[wallet]\nenabled = true\n{more}")).await;
    let gateway = Gateway::start(Options::default()).await.unwrap();
    shop.set_gateway(&gateway.url(), gateway.project(), gateway.api_key());
    shop.start();
    shop.greet_admins().await;
    shop.say(BUDI, "/start", "Odzreshop").await;
    (shop, gateway)
}

/// A customer's bill, which the gateway has.
async fn bill(shop: &Shop, gateway: &Gateway) -> Invoice {
    let before = gateway.invoices().len();
    shop.pause();
    shop.say(BUDI, "/wallet", "Saldo kamu").await;
    shop.press(BUDI, "➕", "Mau isi berapa").await;
    shop.press(BUDI, "Rp 20.000", "Bayar tepat").await;
    gateway.wait_until("the bill", |books| books.invoices().get(before).cloned()).await.unwrap()
}

fn shows(message: &Message, parts: &[&str]) {
    for part in parts {
        assert!(message.text.contains(part), "no {part:?} in\n{}", message.text);
    }
}

/// The label of the button with this text somewhere in it.
fn labelled(message: &Message, part: &str) -> String {
    message.keyboard.iter().flatten().find(|button| button.text.contains(part)).unwrap().text.clone()
}

/// What Budi may spend, and how many payments nobody got, in the database of a bot that has stopped.
async fn books(shop: &Shop) -> (i64, i64) {
    let opened = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    assert_eq!(opened.store.audit_ledger().await.unwrap(), []);
    let balance = opened.store.find_balance(BUDI).await.unwrap();
    let (_, unmatched) = opened.store.list_unmatched(1, 0).await.unwrap();
    opened.close().await;
    (balance.available.0, unmatched)
}

fn credits_told(shop: &Shop) -> usize {
    shop.telegram.messages(BUDI).iter().filter(|message| message.text.contains("sudah masuk ke saldomu")).count()
}

#[tokio::test]
async fn another_amount_is_credited_once_by_the_first_of_two_admins() {
    let (mut shop, gateway) = shop_with("").await;
    let invoice = bill(&shop, &gateway).await;
    gateway.pay_amount(&invoice.order_id, 15_000);
    shop.set_ahead(31);
    for admin in [SARI, AGUS] {
        shows(&shop.see(admin, CARD).await, &["Rp 15.000", "Jumlahnya tidak sama", "Budi"]);
        shows(&shop.press(admin, "✅ Kreditkan Rp 15.000", "ke saldo Budi?").await, &["1001"]);
    }
    assert_eq!(credits_told(&shop), 0, "nothing is credited by one press");
    // A customer presses what is for admins.
    let data = shop.telegram.messages(SARI).iter().rev().find_map(|message| message.button("✅ Ya")?.callback_data.clone()).unwrap();
    let own = shop.telegram.last_bot_message(BUDI).unwrap().id;
    assert!(shop.forge(BUDI, BUDI, own, &data).await.contains("bukan untukmu"));
    shop.press(SARI, "✅ Ya", "Sari memasukkan Rp 15.000").await;
    shows(&shop.see(BUDI, "Rp 15.000 sudah masuk ke saldomu").await, &["Saldo sekarang: Rp 15.000", "Tagihan"]);
    let other = shop.see(AGUS, "Sari memasukkan Rp 15.000").await;
    assert!(other.button("✅").is_none(), "{other:?}");
    shop.pause();
    let desk = shop.say(SARI, "/bills", "Tidak ada yang menunggu admin").await;
    assert!(desk.button("💰 Belum cocok: 0").is_some(), "{desk:?}");
    shop.close().await;
    assert_eq!((credits_told(&shop), books(&shop).await), (1, (15_000, 0)));
}

#[tokio::test]
async fn two_admins_at_once_credit_once() {
    let (mut shop, gateway) = shop_with("").await;
    let invoice = bill(&shop, &gateway).await;
    gateway.pay_amount(&invoice.order_id, 15_000);
    shop.set_ahead(31);
    for admin in [SARI, AGUS] {
        shop.see(admin, CARD).await;
        shop.press(admin, "✅ Kreditkan", "ke saldo Budi?").await;
    }
    for admin in [SARI, AGUS] {
        shop.tap(admin, "✅ Ya").await;
    }
    shop.see(BUDI, "sudah masuk ke saldomu").await;
    shop.close().await;
    assert_eq!((credits_told(&shop), books(&shop).await), (1, (15_000, 0)));
}

#[tokio::test]
async fn another_amount_is_typed_and_never_more_than_came_or_was_asked_for() {
    let (mut shop, gateway) = shop_with("").await;
    let invoice = bill(&shop, &gateway).await;
    gateway.pay_amount(&invoice.order_id, 15_000);
    shop.set_ahead(31);
    shop.see(SARI, CARD).await;
    shop.press(SARI, "✏️", "Berapa yang dikreditkan").await;
    for odd in ["-5000", "0", "lima ribu", "15,000", "1e6", "99999999999999999999"] {
        shop.pause();
        shop.say(SARI, odd, "Nominalnya belum jelas").await;
    }
    shop.pause();
    shop.say(SARI, "21.000", "sebanyak yang masuk atau yang diminta").await;
    let seen = shop.marks(SARI);
    shop.telegram.send(SARI, Content::Photo(String::new())).unwrap();
    shop.see_since(&seen, SARI, "cuma teks").await;
    shop.say(SARI, "16.000", "Kreditkan Rp 16.000 ke saldo Budi?").await;
    assert_eq!(credits_told(&shop), 0);
    shop.press(SARI, "✅ Ya", "Sari memasukkan Rp 16.000").await;
    shop.see(BUDI, "Rp 16.000 sudah masuk ke saldomu").await;
    shop.close().await;
    assert_eq!(books(&shop).await, (16_000, 0));
}

#[tokio::test]
async fn a_test_payment_says_that_no_money_came_and_is_set_aside() {
    let (mut shop, gateway) = shop_with("").await;
    let invoice = bill(&shop, &gateway).await;
    gateway.set_sandbox(&invoice.order_id);
    gateway.pay(&invoice.order_id);
    shop.set_ahead(31);
    shows(&shop.see(SARI, CARD).await, &["uji coba"]);
    shop.press(SARI, "✅ Kreditkan", "tidak ada uang yang masuk").await;
    shop.press(SARI, "⬅️", CARD).await;
    shop.pause();
    let desk = shop.say(SARI, "/bills", "menunggu admin").await;
    assert!(desk.button("💰 Belum cocok: 1").is_some(), "{desk:?}");
    shop.press(SARI, "💰", "Uang masuk yang belum cocok: 1").await;
    shop.press(SARI, "Rp 20.", CARD).await;
    shop.press(SARI, "🗄", "Kenapa dikesampingkan").await;
    shop.press(SARI, "Uji coba, tidak ada uang", "Dikesampingkan Sari: Uji coba").await;
    shows(&shop.see(AGUS, "Dikesampingkan Sari").await, &["Uji coba"]);
    shop.pause();
    shop.say(SARI, "/bills", "Tidak ada yang menunggu admin").await;
    shop.close().await;
    assert_eq!((credits_told(&shop), books(&shop).await), (0, (0, 0)));
}

#[tokio::test]
async fn money_without_a_bill_is_credited_to_whom_an_admin_names() {
    let (mut shop, gateway) = shop_with("").await;
    let address = crate::shop::process::free_address().await.to_string();
    shop.stop().await;
    let vars = [("PAYMENTS_URL", "https://shop.example"), ("PAYMENTS_SECRET", crate::webhook::SECRET), ("WEBHOOK_LISTEN", &address)];
    shop.more_vars.extend(vars.map(|(name, value)| (name.to_owned(), value.to_owned())));
    shop.start();
    let body = json!({ "project": gateway.project(), "order_id": "elsewhere", "amount": 50_000, "api_key": gateway.api_key() });
    let client = reqwest::Client::new();
    client.post(format!("{}/transactioncreate/qris", gateway.url())).json(&body).send().await.unwrap();
    gateway.pay("elsewhere");
    let hook = gateway.hook_body("elsewhere").unwrap().to_string();
    let door = format!("http://{address}/payments/pakasir/{}", crate::webhook::SECRET);
    // The door is open when the bot answers.
    shop.say(SARI, "/menu", "Mau top up").await;
    assert_eq!(client.post(&door).body(hook).send().await.unwrap().status(), 200);
    shows(&shop.see(SARI, CARD).await, &["elsewhere", "Tidak ada tagihan"]);
    shop.press(SARI, "✅ Kreditkan", "milik siapa").await;
    shop.say(SARI, "zzz", "bukan tepat satu pelanggan").await;
    shop.say(SARI, "Budi", "ke saldo Budi?").await;
    shop.press(SARI, "✅ Ya", "Sari memasukkan").await;
    shop.see(BUDI, "sudah masuk ke saldomu").await;
    shop.close().await;
    let (balance, unmatched) = books(&shop).await;
    assert!(balance >= 50_000 && unmatched == 0, "{balance} {unmatched}");
}

#[tokio::test]
async fn late_money_is_credited_and_the_admins_are_told() {
    let (mut shop, gateway) = shop_with("").await;
    let invoice = bill(&shop, &gateway).await;
    shop.set_ahead(16 * 60);
    shop.see(BUDI, "kedaluwarsa").await;
    gateway.pay(&invoice.order_id);
    shop.set_ahead(61);
    shop.see(BUDI, "sudah masuk ke saldomu").await;
    let late = shop.see(SARI, "masuk terlambat").await;
    shows(&late, &["Budi", "kedaluwarsa", "tidak ada yang perlu dilakukan"]);
    shop.press(SARI, "🧾", "Status: lunas").await;
    shop.close().await;
    assert_eq!(books(&shop).await, (invoice.total, 0));
}

#[tokio::test]
async fn bills_are_listed_found_looked_at_and_added_up() {
    let (mut shop, gateway) = shop_with("").await;
    let invoice = bill(&shop, &gateway).await;
    let number = invoice.order_id.trim_end_matches("-1").to_owned();
    let desk = shop.say(SARI, "/bills", "Pembayaran").await;
    shop.press(SARI, "⏳ Belum dibayar: 1", "Tagihan yang belum dibayar: 1").await;
    let page = shop.press(SARI, &number, "Status: menunggu dibayar").await;
    assert_eq!(page.id, desk.id, "one message, edited in place");
    shows(&page, &["Budi", "Pakasir", &invoice.order_id]);
    shop.press(SARI, "💳 Pembayaran", "Pembayaran").await;
    shop.press(SARI, "🔍", "Nomor apa yang dicari").await;
    shop.say(SARI, "NIHIL", "Tidak ada tagihan, pembayaran, atau pencairan").await;
    shop.say(SARI, &number.to_lowercase(), "Status: menunggu dibayar").await;
    for asked in [number.as_str(), invoice.order_id.as_str()] {
        shop.pause();
        shop.say(SARI, &format!("/find {asked}"), "Status: menunggu dibayar").await;
    }
    gateway.pay(&invoice.order_id);
    // To when the next look by an admin is allowed.
    shop.set_ahead(6);
    shop.tap(SARI, "🔄").await;
    shop.see(BUDI, "sudah masuk ke saldomu").await;
    shop.pause();
    shop.say(SARI, &format!("/find {number}"), "Status: lunas").await;
    shop.press(SARI, "💳 Pembayaran", "Pembayaran").await;
    let figures = shop.press(SARI, "📊", "Angka pembayaran").await;
    let (total, fee) = (Rupiah(invoice.total), Rupiah(invoice.total - invoice.amount));
    let sums = format!("Pakasir: 1 × · masuk {total} · biaya {fee} · bersih {}", Rupiah(invoice.amount)).replace('\u{a0}', " ");
    assert_eq!(figures.text.matches(&sums).count(), 3, "{sums}\n{}", figures.text);
    shows(&figures, &["median", "p95"]);
    shows(&shop.say(SARI, "/status", "Pembayaran hari ini").await, &["Pakasir: 1 ×", "Buku besar: cocok"]);
    shop.say(BUDI, "/bills", "Perintah itu tidak ada").await;
    shop.close().await;
    assert_eq!(books(&shop).await, (invoice.total, 0));
}

#[tokio::test]
async fn admins_are_reminded_of_a_proof_that_waits() {
    let (mut shop, _gateway) = shop_with(&format!("[wallet.qris]\ncode = \"{}\"\n", static_code("ODZRESHOP"))).await;
    prove(&shop).await;
    shop.set_ahead(3 * 3_600 + 60);
    shop.see(SARI, "Ada uang pelanggan yang menunggu admin").await;
    let list = shop.press(SARI, "🔎 Bukti dicek: 1", "Bukti bayar yang menunggu dicek: 1").await;
    shop.press(SARI, &labelled(&list, "buktinya dicek"), "Status: buktinya dicek").await;
    let proof = shop.press(SARI, "📷", "Bukti bayar").await;
    assert!(proof.photo().is_some(), "{proof:?}");
    shop.pause();
    shop.press(SARI, "✅ Setujui", "Kreditkan").await;
    shop.press(SARI, "✅ Ya", "Disetujui Sari").await;
    shop.see(BUDI, "sudah masuk ke saldomu").await;
    shop.close().await;
}

#[tokio::test]
async fn admins_are_reminded_of_money_that_nobody_got_and_of_payouts() {
    const TOLD: &str = "Ada uang pelanggan yang menunggu admin";
    let (mut shop, gateway) = shop_with("").await;
    let invoice = bill(&shop, &gateway).await;
    gateway.pay_amount(&invoice.order_id, 15_000);
    shop.set_ahead(31);
    shop.see(SARI, CARD).await;
    shop.set_ahead(3 * 3_600 + 60);
    let told = shop.see(SARI, TOLD).await;
    assert!(told.button("💰 Belum cocok: 1").is_some() && told.button("💸").is_none(), "{told:?}");
    shop.press(SARI, "💰 Belum cocok: 1", "Uang masuk yang belum cocok: 1").await;
    shop.press(SARI, "Rp 15.000", CARD).await;
    shop.press(SARI, "✅ Kreditkan Rp 15.000", "ke saldo Budi?").await;
    shop.press(SARI, "✅ Ya", "Sari memasukkan Rp 15.000").await;
    shop.pause();
    shop.say(SARI, "/find budi", "Pelanggan").await;
    shop.press(SARI, "💸", "Berapa yang dicairkan").await;
    shop.say(SARI, "15.000", "ke mana").await;
    shop.say(SARI, "BCA 1234567890 Budi", "Saldonya berkurang sekarang").await;
    shop.press(SARI, "✅ Ya", "Transfer uangnya").await;
    let seen = shop.marks(AGUS);
    shop.set_ahead(3 * 3_600 + 60);
    let again = shop.see_since(&seen, AGUS, TOLD).await;
    assert!(again.button("💸 Pencairan: 1").is_some() && again.button("💰").is_none(), "{again:?}");
    let list = shop.press(AGUS, "💸 Pencairan: 1", "Pencairan yang belum selesai: 1").await;
    shop.press(AGUS, &list.keyboard[0][0].text, "Transfer uangnya").await;
    shop.press(AGUS, "✅ Sudah ditransfer", "benar sudah ditransfer").await;
    shop.press(AGUS, "✅ Ya", "✅ Sudah ditransfer").await;
    shop.close().await;
    assert_eq!(books(&shop).await, (0, 0));
}

/// Both ways are there: Budi chooses the shop's own code and sends a proof.
async fn prove(shop: &Shop) {
    shop.say(BUDI, "/wallet", "Saldo kamu").await;
    shop.press(BUDI, "➕", "Mau isi berapa").await;
    let choice = shop.press(BUDI, "Rp 20.000", "mau bayar lewat apa").await;
    assert!(choice.button("⚡").is_some() && choice.button("🔳").is_some(), "{choice:?}");
    shop.press(BUDI, "🔳", "Bayar tepat").await;
    shop.press(BUDI, "📷", "Kirim foto bukti").await;
    let seen = shop.marks(BUDI);
    shop.telegram.send(BUDI, Content::Photo(String::new())).unwrap();
    shop.see_since(&seen, BUDI, "sudah kami terima").await;
}

#[tokio::test]
async fn customers_choose_between_the_gateway_and_the_shops_own_code() {
    let (mut shop, gateway) = shop_with(&format!("[wallet.qris]\ncode = \"{}\"\n", static_code("ODZRESHOP"))).await;
    shop.say(BUDI, "/wallet", "Saldo kamu").await;
    shop.press(BUDI, "➕", "Mau isi berapa").await;
    shop.press(BUDI, "Rp 50.000", "mau bayar lewat apa").await;
    shop.press(BUDI, "⬅️", "Mau isi berapa").await;
    shop.press(BUDI, "Rp 50.000", "mau bayar lewat apa").await;
    let bill = shop.press(BUDI, "⚡", "Bayar tepat").await;
    assert!(bill.button("📷").is_none(), "{bill:?}");
    let invoice = gateway.wait_until("the bill", |books| books.invoices().first().cloned()).await.unwrap();
    gateway.pay(&invoice.order_id);
    shop.see(BUDI, "sudah masuk ke saldomu").await;
    shop.pause();
    shop.say(JANE, "/wallet", "Your balance").await;
    shop.press(JANE, "➕", "How much").await;
    shop.press(JANE, "Rp 20.000", "how do you want to pay").await;
    let own = shop.press(JANE, "🔳", "Pay exactly").await;
    assert!(own.button("📷").is_some(), "{own:?}");
    shop.close().await;
    assert_eq!((gateway.invoices().len(), books(&shop).await), (1, (invoice.total, 0)));
}

/// A hint that can't be put on disk is answered with 503, so that the gateway posts it again.
#[tokio::test]
async fn the_door_says_when_the_database_is_away() {
    let Some(server) = Server::start(false) else { return };
    let mut shop = Shop::closed_with(&format!("{TOML}\n[wallet]\nenabled = true\n")).await;
    let gateway = Gateway::start(Options::default()).await.unwrap();
    shop.set_gateway(&gateway.url(), gateway.project(), gateway.api_key());
    let address = crate::shop::process::free_address().await.to_string();
    let vars = [("PAYMENTS_URL", "https://shop.example"), ("PAYMENTS_SECRET", crate::webhook::SECRET), ("WEBHOOK_LISTEN", &address)];
    shop.more_vars.extend(vars.map(|(name, value)| (name.to_owned(), value.to_owned())));
    shop.more_vars.insert("DATABASE_URL".to_owned(), server.database().await);
    shop.start();
    let invoice = bill(&shop, &gateway).await;
    shop.see(BUDI, "Bayar tepat").await;
    let hook = gateway.hook_body(&invoice.order_id).unwrap().to_string();
    let door = format!("http://{address}/payments/pakasir/{}", crate::webhook::SECRET);
    let client = reqwest::Client::new();
    let post = async || client.post(&door).body(hook.clone()).send().await.unwrap().status().as_u16();
    server.kill();
    assert_eq!(post().await, 503);
    server.start_again();
    assert_eq!(post().await, 200, "posted again");
    gateway.pay(&invoice.order_id);
    shop.set_ahead(31);
    shop.see(BUDI, "sudah masuk ke saldomu").await;
    shop.stop().await;
}
