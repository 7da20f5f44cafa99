//! Prepaid: wallets that admins fill, orders that hold their price, and what people read about it.

use odzreshop_bot::domain::order::OrderState;
use odzreshop_bot::sandbox::provider::Behaviour;
use odzreshop_bot::sandbox::telegram::Message;
use odzreshop_bot::storage;

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

/// The shop with the wallet on, where Budi and Jane are known.
async fn prepaid() -> Shop {
    let shop = Shop::open_with(&format!("{TOML}\n[wallet]\nenabled = true\n")).await;
    shop.greet_admins().await;
    for customer in [BUDI, JANE] {
        shop.say(customer, "/start", "Odzreshop").await;
    }
    shop
}

/// An admin goes from `/find` to the question whether to add this amount.
async fn to_grant(shop: &Shop, name: &str, amount: &str) -> Message {
    shop.pause();
    shop.say(SARI, &format!("/find {name}"), "Pelanggan").await;
    shop.press(SARI, "➕", "Berapa yang ditambahkan").await;
    shop.say(SARI, amount, "untuk apa").await;
    shop.say(SARI, "transfer BCA", "Tambah saldo").await
}

async fn grant(shop: &Shop, name: &str, amount: &str) {
    to_grant(shop, name, amount).await;
    shop.press(SARI, "✅ Ya", "ditambahkan ke saldo").await;
    shop.pause();
}

/// What somebody has, available and held, in the database of a bot that has stopped; its ledger must be in order.
async fn money(shop: &Shop, user: i64) -> (i64, i64) {
    let opened = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    let balance = opened.store.find_balance(user).await.unwrap();
    assert_eq!(opened.store.audit_ledger().await.unwrap(), []);
    opened.close().await;
    (balance.available.0, balance.held.0)
}

fn shows(message: &Message, parts: &[&str]) {
    for part in parts {
        assert!(message.text.contains(part), "no {part:?} in\n{}", message.text);
    }
}

#[tokio::test]
async fn a_prepaid_purchase_is_held_and_then_paid() {
    let mut shop = prepaid().await;
    grant(&shop, "budi", "Rp 20.000").await;
    shows(&shop.see(BUDI, "Saldo kamu bertambah Rp 20.000").await, &["transfer BCA", "Saldo sekarang: Rp 20.000"]);
    shows(&shop.to_confirmation(BUDI).await, &["Saldo sesudahnya: Rp 1.500"]);
    shop.press(BUDI, "✅", "Rp 18.500 ditahan dari saldomu").await;
    let order = shop.taken(1).await;
    shop.pause();
    shows(&shop.say(BUDI, "/wallet", "Saldo kamu: Rp 1.500").await, &["Ditahan untuk pesanan yang berjalan: Rp 18.500", "@odzreshop"]);
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    shop.see(BUDI, "Top up berhasil").await;
    shop.pause();
    let wallet = shop.say(BUDI, "/wallet", "Saldo kamu: Rp 1.500").await;
    assert!(!wallet.text.contains("Ditahan"), "{}", wallet.text);
    let history = shop.press(BUDI, "📜", "Riwayat saldo").await;
    let lines: Vec<&str> = history.text.lines().filter(|line| line.contains("· saldo Rp ")).collect();
    let expected = [
        ["Terbayar", "· Rp 18.500", "saldo Rp 1.500"],
        ["Ditahan", "-Rp 18.500", "saldo Rp 1.500"],
        ["Isi saldo transfer BCA", "+Rp 20.000", "saldo Rp 20.000"],
    ];
    assert_eq!(lines.len(), expected.len(), "{}", history.text);
    for (line, parts) in lines.iter().zip(expected) {
        assert!(parts.iter().all(|part| line.contains(part)), "{line}");
    }
    shop.press(BUDI, "⬅️", "Saldo kamu: Rp 1.500").await;
    shop.close().await;
    assert_eq!(money(&shop, BUDI).await, (1_500, 0));
}

#[tokio::test]
async fn a_failed_order_gives_the_money_back_and_says_so() {
    let mut shop = prepaid().await;
    grant(&shop, &JANE.to_string(), "20k").await;
    shows(&shop.see(JANE, "Rp 20.000 was added to your balance").await, &["Balance now: Rp 20.000"]);
    shows(&shop.to_confirmation(JANE).await, &["Balance afterwards: Rp 1.500"]);
    shop.press(JANE, "✅", "Rp 18.500 of your balance is held").await;
    shop.provider.fail(&shop.taken(1).await.invoice, "no such player").unwrap();
    let end = shop.see(JANE, "this top-up failed").await;
    shows(&end, &["Rp 18.500 is back in your balance", "Balance now: Rp 20.000"]);
    shop.close().await;
    assert_eq!(money(&shop, JANE).await, (20_000, 0));
}

#[tokio::test]
async fn an_uncertain_order_keeps_its_money_held() {
    let mut shop = prepaid().await;
    grant(&shop, "BUDI", "20rb").await;
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(BUDI).await;
    shows(&shop.see(BUDI, "Pesananmu sedang kami cek").await, &["Rp 18.500 ditahan dari saldomu"]);
    shop.close().await;
    assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Uncertain);
    assert_eq!(money(&shop, BUDI).await, (1_500, 18_500));
}

#[tokio::test]
async fn a_too_low_balance_is_reported_before_anything_is_typed() {
    let mut shop = prepaid().await;
    grant(&shop, "budi", "3000").await;
    shop.say(BUDI, "/start mobile-legends", "Pilih nominal").await;
    let short = shop.press(BUDI, "86 💎", "Saldo kurang").await;
    shows(&short, &["Saldo kamu Rp 3.000, kurang Rp 15.500", "@odzreshop"]);
    // Admins pay too.
    shop.say(AGUS, "/start mobile-legends", "Pilih nominal").await;
    shop.press(AGUS, "86 💎", "Saldo kamu Rp 0, kurang Rp 18.500").await;
    shop.close().await;
    assert_eq!((shop.orders(BUDI).await, money(&shop, BUDI).await), (Vec::new(), (3_000, 0)));
}

#[tokio::test]
async fn of_two_confirmations_with_money_for_one_one_is_placed() {
    let mut shop = prepaid().await;
    grant(&shop, "jane", "20000").await;
    shop.to_confirmation(JANE).await;
    shop.provider.set_price("ml-86", 19_000).unwrap();
    shop.tap(JANE, "✅").await;
    let offer = shop.see(JANE, "price changed before").await;
    shows(&offer, &["Rp 18.500 is back in your balance", "Balance now: Rp 20.000", "Balance afterwards: Rp 1.000"]);
    shop.pause();
    shop.say(JANE, "/start mobile-legends", "Choose an item").await;
    shop.press(JANE, "36 💎", "User ID").await;
    let screen = shop.say(JANE, "123456789 1234", "Please check").await;
    for message in [offer.id, screen.id] {
        shop.telegram.press(JANE, JANE, message, "✅").unwrap();
    }
    shop.see(JANE, "Your balance is too low").await;
    shop.taken(1).await;
    shop.close().await;
    let open: Vec<_> = shop.orders(JANE).await.into_iter().filter(|order| order.state.is_open()).collect();
    assert_eq!((open.len(), open[0].price.0), (1, 19_000));
    assert_eq!(money(&shop, JANE).await, (1_000, 19_000));
}

#[tokio::test]
async fn a_grant_counts_once_and_only_for_an_admin() {
    let mut shop = prepaid().await;
    let question = to_grant(&shop, "budi", "50.000").await;
    let data = question.button("✅").unwrap().callback_data.clone().unwrap();
    let own = shop.telegram.last_bot_message(BUDI).unwrap().id;
    for (chat, message) in [(BUDI, own), (SARI, question.id)] {
        let answer = shop.forge(BUDI, chat, message, &data).await;
        assert!(answer.contains("bukan untukmu"), "{answer}");
    }
    // Somebody who is no longer an admin.
    shop.stop().await;
    shop.more_vars.insert("ADMIN_IDS".into(), AGUS.to_string());
    shop.start();
    assert_eq!(shop.forge(SARI, SARI, question.id, &data).await, "🔒 Khusus admin.");
    shop.stop().await;
    assert_eq!(money(&shop, BUDI).await, (0, 0));
    shop.more_vars.clear();
    shop.start();
    let question = to_grant(&shop, "budi", "50.000").await;
    let data = question.button("✅").unwrap().callback_data.clone().unwrap();
    for _ in 0..3 {
        shop.telegram.press_data(SARI, SARI, question.id, &data).unwrap();
    }
    shop.see(SARI, "ditambahkan ke saldo").await;
    shop.see(BUDI, "Saldo kamu bertambah").await;
    shop.close().await;
    assert_eq!((shop.count(BUDI, "Saldo kamu bertambah"), money(&shop, BUDI).await), (1, (50_000, 0)));
}

#[tokio::test]
async fn an_amount_taken_is_reported_and_never_exceeds_the_balance() {
    let mut shop = prepaid().await;
    grant(&shop, "budi", "10.000").await;
    shop.press(SARI, "⬅️ Pelanggan", "Saldo: Rp 10.000").await;
    shop.press(SARI, "➖", "Berapa yang dikurangi").await;
    shop.say(SARI, "10.001", "Yang bisa dikurangi: Rp 10.000").await;
    shop.pause();
    shop.say(SARI, "4.000", "apa alasannya").await;
    shop.say(SARI, "x", "3 sampai 200").await;
    shop.say(SARI, "salah isi", "Kurangi saldo Rp 4.000?").await;
    shop.press(SARI, "✅ Ya", "dikurangi Rp 4.000").await;
    shows(&shop.see(BUDI, "Saldo kamu dikurangi Rp 4.000").await, &["salah isi", "Saldo sekarang: Rp 6.000"]);
    shop.close().await;
    assert_eq!(money(&shop, BUDI).await, (6_000, 0));
}

#[tokio::test]
async fn a_day_has_its_limit_of_grants() {
    let mut shop = prepaid().await;
    grant(&shop, "budi", "900.000").await;
    shop.press(SARI, "⬅️ Pelanggan", "Saldo: Rp 900.000").await;
    shop.press(SARI, "➕", "Berapa yang ditambahkan").await;
    shop.say(SARI, "100.001", "Sisa untuk hari ini: Rp 100.000").await;
    shop.set_ahead(24 * 3_600);
    shop.say(SARI, "100.001", "untuk apa").await;
    shop.close().await;
    assert_eq!(money(&shop, BUDI).await, (900_000, 0));
}

#[tokio::test]
async fn an_invalid_amount_changes_nothing() {
    let mut shop = prepaid().await;
    shop.say(SARI, "/find Budi", "Pelanggan").await;
    shop.press(SARI, "➕", "Berapa yang ditambahkan").await;
    for odd in
        ["0", "-5000", "25,000", "25.00", "2.5k", "25 rb", "25jt", "025", "1e6", "٢٥٠٠٠", "lima ribu", "25.000rb", "999999999999999999999"]
    {
        shop.pause();
        shop.say(SARI, odd, "Nominalnya belum jelas").await;
    }
    shop.pause();
    shop.say(SARI, "1.000.001", "Sisa untuk hari ini: Rp 1.000.000").await;
    shop.say(SARI, "/menu", "Mau top up").await;
    shop.say(SARI, "25.000", "lewat tombol di bawah").await;
    shop.close().await;
    assert_eq!(money(&shop, BUDI).await, (0, 0));
}

#[tokio::test]
async fn people_are_found_by_id_username_and_part_of_the_name() {
    let mut shop = prepaid().await;
    for asked in ["1001", "bud", "BUDI"] {
        shows(&shop.say(SARI, &format!("/find {asked}"), "Pelanggan").await, &["Budi", "1001", "Pesanan: 0", "Saldo: Rp 0"]);
    }
    shop.pause();
    shop.say(SARI, "/find %", "Tidak ada pesanan atau pelanggan").await;
    shop.say(SARI, "/find", "Tulis yang dicari").await;
    shop.say(SARI, "/find a", "Yang cocok dengan").await;
    shop.press(SARI, "👤 Jane", "1002").await;
    shop.say(BUDI, "/find jane", "Perintah itu tidak ada").await;
    shop.close().await;
}

#[tokio::test]
async fn without_the_wallet_no_page_shows_one() {
    let mut shop = Shop::open_with_admins().await;
    shop.say(BUDI, "/start", "Odzreshop").await;
    shop.say(BUDI, "/wallet", "Perintah itu tidak ada").await;
    let page = shop.say(SARI, "/find budi", "Pelanggan").await;
    assert!(page.button("➕").is_none() && !page.text.contains("Saldo"), "{page:?}");
    shop.pause();
    shop.buy(BUDI).await;
    shop.provider.deliver(&shop.taken(1).await.invoice, "SN-1").unwrap();
    shop.see(BUDI, "Top up berhasil").await;
    shop.close().await;
    shop.assert_discreet(BUDI);
    assert_eq!(money(&shop, BUDI).await, (0, 0));
}
