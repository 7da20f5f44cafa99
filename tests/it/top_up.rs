//! Customers fill their wallets by the shop's own QRIS code: the bill, the proof, and what admins decide.

use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::qris::StaticCode;
use odzreshop_bot::sandbox::telegram::{Content, Message};
use odzreshop_bot::storage;

use crate::picture::{by_rqrr, read_png};
use crate::samples::static_code;
use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

const CARD: &str = "Bukti bayar\n";

/// A shop whose customers pay by its own code.
async fn shop_with(more: &str) -> Shop {
    let code = static_code("ODZRESHOP");
    let shop = Shop::open_with(&format!("{TOML}\n[wallet]\nenabled = true\n[wallet.qris]\ncode = \"{code}\"\n{more}")).await;
    shop.greet_admins().await;
    for customer in [BUDI, JANE] {
        shop.say(customer, "/start", "Odzreshop").await;
    }
    shop
}

/// A customer opens a bill over this preset, and sees it.
async fn open(shop: &Shop, user: i64, preset: &str) -> Message {
    let (add, pay) = if user == JANE { ("Your balance", "Pay exactly") } else { ("Saldo kamu", "Bayar tepat") };
    shop.pause();
    shop.say(user, "/wallet", add).await;
    shop.press(user, "➕", "➕").await;
    shop.press(user, preset, pay).await
}

/// What a bill asks for.
fn payable(bill: &Message) -> i64 {
    bill.button("📋").unwrap().copy_text.as_ref().unwrap().parse().unwrap()
}

async fn send_proof(shop: &Shop, user: i64, photo: Content) {
    let (ask, kept) = if user == JANE { ("Send a photo", "We have your proof") } else { ("Kirim foto bukti", "sudah kami terima") };
    shop.pause();
    shop.press(user, "📷", ask).await;
    let seen = shop.marks(user);
    shop.telegram.send(user, photo).unwrap();
    shop.see_since(&seen, user, kept).await;
}

/// What somebody may spend, in the database of a bot that has stopped; its ledger must be in order.
async fn balance(shop: &Shop, user: i64) -> i64 {
    let opened = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    assert_eq!(opened.store.audit_ledger().await.unwrap(), []);
    let balance = opened.store.find_balance(user).await.unwrap();
    opened.close().await;
    balance.available.0
}

fn shows(message: &Message, parts: &[&str]) {
    for part in parts {
        assert!(message.text.contains(part), "no {part:?} in\n{}", message.text);
    }
}

/// How often a picture was uploaded to a chat.
fn uploads(shop: &Shop, user: i64) -> usize {
    let uploaded = |call: &&odzreshop_bot::sandbox::telegram::Call| {
        call.method == "sendPhoto" && call.params["chat_id"] == user && call.params["photo"].is_object()
    };
    shop.telegram.calls().iter().filter(uploaded).count()
}

#[tokio::test]
async fn a_bill_is_shown_proved_approved_and_credited() {
    let mut shop = shop_with("").await;
    let bill = open(&shop, BUDI, "Rp 20.000").await;
    let amount = payable(&bill);
    assert!((20_001..=20_499).contains(&amount), "{amount}");
    shows(&bill, &[&format!("Bayar tepat {}", Rupiah(amount)).replace('\u{a0}', " "), "muncul nama ODZRESHOP"]);
    // The picture is the shop's own code with the amount in it.
    let picture = read_png(&shop.telegram.photo(bill.photo().unwrap()).unwrap());
    let expected = StaticCode::parse(&static_code("ODZRESHOP")).unwrap().with_amount(Rupiah(amount));
    assert_eq!(by_rqrr(&picture), Some(expected));
    let query = shop.tap(BUDI, "🔄").await;
    assert!(shop.answer_to(&query).await.contains("Kirim foto bukti"));
    shop.press(BUDI, "📷", "Kirim foto bukti").await;
    shop.say(BUDI, "sudah saya bayar ya", "Yang ditunggu di sini fotonya").await;
    let seen = shop.marks(BUDI);
    shop.telegram.send_photo(BUDI, "ini buktinya").unwrap();
    shop.see_since(&seen, BUDI, "sudah kami terima").await;
    shows(&shop.see(BUDI, "sedang dicek admin").await, &["Tagihan"]);
    let card = shop.see(SARI, CARD).await;
    let sent =
        shop.telegram.messages(BUDI).iter().rev().find_map(|message| message.photo().filter(|_| !message.from_bot).map(str::to_owned));
    assert_eq!(card.photo().map(str::to_owned), sent);
    shows(&card, &["Budi", "1001", "Tagihan lain dengan bukti: 0", "Pelanggan sejak"]);
    shop.press(SARI, "✅ Setujui", "Kreditkan").await;
    shop.press(SARI, "⬅️", CARD).await;
    shop.press(SARI, "✅ Setujui", "Kreditkan").await;
    shop.press(SARI, "✅ Ya", "Disetujui Sari").await;
    shows(&shop.see(BUDI, "sudah masuk ke saldomu").await, &["Saldo sekarang"]);
    let paid = shop.see(BUDI, "Lunas").await;
    assert!(paid.keyboard.is_empty() && paid.id == bill.id && uploads(&shop, BUDI) == 1, "{paid:?}");
    // The other admin's card says who was first, and has nothing to press.
    let other = shop.see(AGUS, "Disetujui Sari").await;
    assert!(other.keyboard.is_empty());
    shop.pause();
    shows(&shop.say(BUDI, "/wallet", "Saldo kamu").await, &[&Rupiah(amount).to_string().replace('\u{a0}', " ")]);
    shop.close().await;
    assert_eq!(balance(&shop, BUDI).await, amount);
}

#[tokio::test]
async fn an_odd_amount_opens_no_bill() {
    let mut shop = shop_with("").await;
    shop.say(BUDI, "/wallet", "Saldo kamu").await;
    shop.press(BUDI, "➕", "Mau isi berapa").await;
    shop.press(BUDI, "✏️", "Ketik nominalnya").await;
    for odd in ["-50000", "0", "lima puluh ribu", "２５０００", "25,5", "99999999999999999999", "50 rb", "1e6"] {
        shop.pause();
        shop.say(BUDI, odd, "Nominalnya belum jelas").await;
    }
    for far in ["9.999", "1000001", "900.000.000rb", "5k"] {
        shop.pause();
        let expected = if Rupiah::read(far).is_some() { "Sekali isi saldo" } else { "Nominalnya belum jelas" };
        shop.say(BUDI, far, expected).await;
    }
    shop.pause();
    let seen = shop.marks(BUDI);
    shop.telegram.send(BUDI, Content::Photo(String::new())).unwrap();
    shop.see_since(&seen, BUDI, "cuma teks").await;
    shop.say(BUDI, "50rb", "Bayar tepat Rp 50.").await;
    shop.close().await;
    assert_eq!((uploads(&shop, BUDI), balance(&shop, BUDI).await), (1, 0));
}

#[tokio::test]
async fn one_bill_is_open_and_is_shown_again_without_an_upload() {
    let mut shop = shop_with("").await;
    let first = open(&shop, BUDI, "Rp 20.000").await;
    shop.pause();
    shop.say(BUDI, "/wallet", "Saldo kamu").await;
    let seen = shop.marks(BUDI);
    shop.press(BUDI, "➕", "masih punya tagihan").await;
    let again = shop.see_since(&seen, BUDI, "Bayar tepat").await;
    assert!(again.id > first.id && again.photo() == first.photo() && payable(&again) == payable(&first), "{again:?}");
    let gone = shop.telegram.wait_until("the old bill to go", |state| state.message(BUDI, first.id).is_none().then_some(()));
    gone.await.unwrap();
    shop.press(BUDI, "❌ Batalkan", "dibatalkan, jangan dibayar").await;
    // Nothing keeps the next one from being opened.
    let next = open(&shop, BUDI, "Rp 50.000").await;
    assert!(payable(&next) > 50_000);
    shop.close().await;
    assert_eq!(uploads(&shop, BUDI), 2);
}

#[tokio::test]
async fn a_rejected_proof_is_told_and_another_amount_can_be_credited() {
    let mut shop = shop_with("").await;
    open(&shop, BUDI, "Rp 20.000").await;
    send_proof(&shop, BUDI, Content::Photo(String::new())).await;
    shop.see(SARI, CARD).await;
    shop.press(SARI, "❌ Tolak", "Kenapa bukti ini ditolak").await;
    shop.press(SARI, "Fotonya tidak terbaca", "Ditolak Sari: Fotonya tidak terbaca").await;
    shows(&shop.see(BUDI, "belum bisa diterima").await, &["Fotonya tidak terbaca", "@odzreshop"]);
    shop.see(AGUS, "Ditolak Sari").await;
    // A better one.
    send_proof(&shop, BUDI, Content::Photo(String::new())).await;
    let seen = shop.marks(AGUS);
    shop.pause();
    shop.press(AGUS, "✏️", "Berapa yang masuk").await;
    shop.say(AGUS, "dua puluh ribu", "Nominalnya belum jelas").await;
    shop.say(AGUS, "20.000", "Kreditkan Rp 20.000").await;
    shop.press(AGUS, "✅ Ya", "✅ Beres").await;
    shop.see_since(&seen, AGUS, "Disetujui Agus: Rp 20.000").await;
    shop.see(BUDI, "Rp 20.000 sudah masuk ke saldomu").await;
    shop.close().await;
    assert_eq!(balance(&shop, BUDI).await, 20_000);
}

#[tokio::test]
async fn above_the_limit_it_takes_two_admins() {
    let mut shop = shop_with("approve_alone = 100_000\n").await;
    let bill = open(&shop, BUDI, "Rp 100.000").await;
    send_proof(&shop, BUDI, Content::Photo(String::new())).await;
    for _ in 0..2 {
        shop.pause();
        shop.press(SARI, "✅ Setujui", "Kreditkan").await;
        let query = shop.tap(SARI, "✅ Ya").await;
        assert!(shop.answer_to(&query).await.contains("Perlu satu admin lagi"));
        shop.see(SARI, "perlu satu admin lagi").await;
    }
    assert_eq!(shop.count(BUDI, "sudah masuk ke saldomu"), 0);
    shop.see(AGUS, "Sari menyetujui").await;
    shop.press(AGUS, "✅ Setujui", "Kreditkan").await;
    shop.press(AGUS, "✅ Ya", "Disetujui Agus").await;
    shop.see(BUDI, "sudah masuk ke saldomu").await;
    shop.close().await;
    assert_eq!((shop.count(BUDI, "sudah masuk ke saldomu"), balance(&shop, BUDI).await), (1, payable(&bill)));
}

#[tokio::test]
async fn two_admins_at_once_credit_once() {
    let mut shop = shop_with("").await;
    let bill = open(&shop, BUDI, "Rp 20.000").await;
    send_proof(&shop, BUDI, Content::Photo(String::new())).await;
    for admin in [SARI, AGUS] {
        shop.press(admin, "✅ Setujui", "Kreditkan").await;
    }
    for admin in [SARI, AGUS] {
        shop.tap(admin, "✅ Ya").await;
    }
    shop.see(BUDI, "sudah masuk ke saldomu").await;
    shop.close().await;
    assert_eq!((shop.count(BUDI, "sudah masuk ke saldomu"), balance(&shop, BUDI).await), (1, payable(&bill)));
}

#[tokio::test]
async fn amounts_differ_and_a_photo_that_was_seen_before_is_marked() {
    let mut shop = shop_with("unique = 1\n").await;
    let bill = open(&shop, BUDI, "Rp 20.000").await;
    assert_eq!(payable(&bill), 20_001);
    shop.say(JANE, "/wallet", "Your balance").await;
    shop.press(JANE, "➕", "How much").await;
    shop.press(JANE, "Rp 20.000", "That amount is in use right now").await;
    shop.say(JANE, "30000", "Pay exactly Rp 30.001").await;
    send_proof(&shop, BUDI, Content::SamePhoto("receipt".to_owned())).await;
    shows(&shop.see(SARI, CARD).await, &["Tagihan lain dengan bukti: 0"]);
    send_proof(&shop, JANE, Content::SamePhoto("receipt".to_owned())).await;
    shows(&shop.see(SARI, "⚠️ Foto ini pernah dikirim").await, &["Jane"]);
    shop.close().await;
}

#[tokio::test]
async fn a_photo_counts_only_where_it_is_due_and_late_proofs_count() {
    let mut shop = shop_with("").await;
    let bill = open(&shop, BUDI, "Rp 20.000").await;
    let seen = shop.marks(BUDI);
    shop.telegram.send(BUDI, Content::Photo(String::new())).unwrap();
    shop.see_since(&seen, BUDI, "Pilih lewat tombol").await;
    shop.pause();
    shop.press(BUDI, "❌ Batalkan", "dibatalkan, jangan dibayar").await;
    send_proof(&shop, BUDI, Content::Photo(String::new())).await;
    shows(&shop.see(SARI, CARD).await, &["Tagihannya sudah dibatalkan"]);
    for extra in 0..3 {
        let expected = if extra < 2 { "sudah kami terima" } else { "sudah cukup" };
        shop.pause();
        shop.press(BUDI, "📷", "Kirim foto bukti").await;
        let seen = shop.marks(BUDI);
        shop.telegram.send(BUDI, Content::Photo(String::new())).unwrap();
        shop.see_since(&seen, BUDI, expected).await;
    }
    // A customer presses what is for admins.
    let data = shop.telegram.messages(SARI).iter().rev().find_map(|message| message.button("✅")?.callback_data.clone()).unwrap();
    let own = shop.telegram.last_bot_message(BUDI).unwrap().id;
    assert!(shop.forge(BUDI, BUDI, own, &data).await.contains("bukan untukmu"));
    shop.pause();
    shop.press(SARI, "✅ Setujui", "Kreditkan").await;
    shop.press(SARI, "✅ Ya", "Disetujui Sari").await;
    shop.see(BUDI, "sudah masuk ke saldomu").await;
    shop.close().await;
    assert_eq!(balance(&shop, BUDI).await, payable(&bill));
}

#[tokio::test]
async fn a_bill_ends_on_time_and_its_money_still_counts() {
    let mut shop = shop_with("").await;
    let bill = open(&shop, BUDI, "Rp 20.000").await;
    shop.set_ahead(16 * 60);
    // Something that wakes the bot at its new time.
    shop.say(JANE, "/wallet", "Your balance").await;
    shop.press(JANE, "➕", "How much").await;
    shop.press(JANE, "Rp 50.000", "Pay exactly").await;
    let ended = shop.see(BUDI, "kedaluwarsa, jangan dibayar lagi").await;
    assert!(ended.id == bill.id && ended.button("🔄").is_none(), "{ended:?}");
    send_proof(&shop, BUDI, Content::Photo(String::new())).await;
    shows(&shop.see(SARI, CARD).await, &["Tagihannya sudah kedaluwarsa"]);
    shop.press(SARI, "✅ Setujui", "Kreditkan").await;
    shop.press(SARI, "✅ Ya", "Disetujui Sari").await;
    shop.see(BUDI, "sudah masuk ke saldomu").await;
    shop.close().await;
    assert_eq!((uploads(&shop, BUDI), balance(&shop, BUDI).await), (1, payable(&bill)));
}

#[tokio::test]
async fn without_a_code_of_the_shop_nobody_is_offered_a_bill() {
    let mut shop = Shop::open_with(&format!("{TOML}\n[wallet]\nenabled = true\n")).await;
    let wallet = shop.say(BUDI, "/wallet", "Saldo kamu").await;
    assert!(wallet.button("➕").is_none());
    shows(&wallet, &["Hubungi @odzreshop"]);
    shop.close().await;
}

#[tokio::test]
async fn a_bill_and_what_becomes_of_it_belong_to_the_topic_where_it_was_asked_for() {
    let mut shop = shop_with("").await;
    shop.telegram.send_in(BUDI, BUDI, Some(77), Content::Text("/wallet".into())).unwrap();
    shop.see(BUDI, "Saldo kamu").await;
    shop.press(BUDI, "➕", "Mau isi berapa").await;
    let bill = shop.press(BUDI, "Rp 20.000", "Bayar tepat").await;
    send_proof(&shop, BUDI, Content::Photo(String::new())).await;
    shop.see(SARI, CARD).await;
    shop.press(SARI, "✅ Setujui", "Kreditkan").await;
    shop.press(SARI, "✅ Ya", "Disetujui Sari").await;
    let credited = shop.see(BUDI, "sudah masuk ke saldomu").await;
    assert_eq!((bill.thread, credited.thread), (Some(77), Some(77)));
    shop.close().await;
}
