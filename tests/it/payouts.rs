//! Paying a balance out: the wallet pays first, then an admin transfers the money and says what became of it.

use odzreshop_bot::sandbox::telegram::Message;
use odzreshop_bot::storage;

use crate::shop::{AGUS, BUDI, SARI, Shop, TOML};

/// A shop where Budi has Rp 50.000.
async fn shop() -> Shop {
    let shop = Shop::open_with(&format!("{TOML}\n[wallet]\nenabled = true\n")).await;
    shop.greet_admins().await;
    shop.say(BUDI, "/start", "Odzreshop").await;
    shop.say(SARI, "/find budi", "Pelanggan").await;
    shop.press(SARI, "➕", "Berapa yang ditambahkan").await;
    shop.say(SARI, "50.000", "untuk apa").await;
    shop.say(SARI, "transfer BCA", "Tambah saldo").await;
    shop.press(SARI, "✅ Ya", "ditambahkan ke saldo").await;
    shop.see(BUDI, "Saldo kamu bertambah").await;
    shop.pause();
    shop
}

/// From the customer's page to the confirmation.
async fn to_payout(shop: &Shop, amount: &str) -> Message {
    shop.pause();
    shop.say(SARI, "/find budi", "Pelanggan").await;
    shop.press(SARI, "💸", "Berapa yang dicairkan").await;
    shop.say(SARI, amount, "ke mana").await;
    shop.say(SARI, "BCA 1234567890 Budi", "Saldonya berkurang sekarang").await
}

fn shows(message: &Message, parts: &[&str]) {
    for part in parts {
        assert!(message.text.contains(part), "no {part:?} in\n{}", message.text);
    }
}

async fn balance(shop: &Shop) -> i64 {
    let opened = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    assert_eq!(opened.store.audit_ledger().await.unwrap(), []);
    let balance = opened.store.find_balance(BUDI).await.unwrap();
    opened.close().await;
    balance.available.0
}

#[tokio::test]
async fn a_payout_is_taken_first_then_sent_or_returned() {
    let mut shop = shop().await;
    to_payout(&shop, "20.000").await;
    assert!(!shop.telegram.messages(BUDI).iter().any(|message| message.text.contains("sedang kami kirim")), "not confirmed");
    shop.press(SARI, "✅ Ya", "Transfer uangnya").await;
    shows(&shop.see(BUDI, "Rp 20.000 dari saldomu sedang kami kirim").await, &["BCA 1234567890 Budi", "Saldo sekarang: Rp 30.000"]);
    shop.press(SARI, "✅ Sudah ditransfer", "benar sudah ditransfer").await;
    shop.press(SARI, "⬅️", "Transfer uangnya").await;
    shop.press(SARI, "✅ Sudah ditransfer", "benar sudah ditransfer").await;
    shop.press(SARI, "✅ Ya", "✅ Sudah ditransfer").await;
    shop.see(BUDI, "Rp 20.000 sudah kami kirim").await;
    to_payout(&shop, "30.000").await;
    shop.press(SARI, "✅ Ya", "Transfer uangnya").await;
    shop.pause();
    // The other admin finds it on the desk; both say what became of it.
    shop.say(AGUS, "/bills", "menunggu admin").await;
    let list = shop.press(AGUS, "💸 Pencairan: 1", "Pencairan yang belum selesai: 1").await;
    let number = list.keyboard[0][0].text.clone();
    shop.press(AGUS, &number, "Transfer uangnya").await;
    shop.press(AGUS, "✅ Sudah ditransfer", "benar sudah ditransfer").await;
    shop.press(SARI, "↩️", "benar belum ditransfer").await;
    shop.press(SARI, "✅ Ya", "sudah kembali ke saldo").await;
    shows(&shop.see(BUDI, "tidak bisa dikirim").await, &["Saldo sekarang: Rp 30.000"]);
    shop.press(AGUS, "✅ Ya", "sudah kembali ke saldo").await;
    shop.pause();
    shop.say(BUDI, "/wallet", "Saldo kamu: Rp 30.000").await;
    shows(&shop.press(BUDI, "📜", "Riwayat saldo").await, &["Pencairan batal", "-Rp 30.000", "+Rp 30.000", "-Rp 20.000"]);
    shop.close().await;
    assert_eq!(balance(&shop).await, 30_000);
}

#[tokio::test]
async fn a_payout_of_more_than_there_is_or_of_nonsense_changes_nothing() {
    let mut shop = shop().await;
    shop.say(SARI, "/find budi", "Pelanggan").await;
    shop.press(SARI, "💸", "Berapa yang dicairkan").await;
    for odd in ["0", "-20000", "20,000", "dua puluh ribu", "１００００", "999999999999999"] {
        shop.pause();
        shop.say(SARI, odd, "Nominalnya belum jelas").await;
    }
    shop.pause();
    shop.say(SARI, "50.001", "Yang bisa dicairkan: Rp 50.000").await;
    shop.say(SARI, "50.000", "ke mana").await;
    shop.say(SARI, "x", "3 sampai 120").await;
    let question = shop.say(SARI, "BCA 1 Budi", "Saldonya berkurang sekarang").await;
    let data = question.button("✅").unwrap().callback_data.clone().unwrap();
    let own = shop.telegram.last_bot_message(BUDI).unwrap().id;
    assert!(shop.forge(BUDI, BUDI, own, &data).await.contains("bukan untukmu"));
    for _ in 0..3 {
        shop.telegram.press_data(SARI, SARI, question.id, &data).unwrap();
    }
    shop.see(BUDI, "Rp 50.000 dari saldomu sedang kami kirim").await;
    shop.close().await;
    let told = shop.telegram.messages(BUDI).iter().filter(|message| message.text.contains("sedang kami kirim")).count();
    assert_eq!((told, balance(&shop).await), (1, 0), "one press, one payout");
}
