//! Purchases from the menu to the serial number. The snapshots show what customers did and saw, step by step.

use crate::postgres;
use crate::shop::{BUDI, JANE, Shop, TOML};

#[tokio::test]
async fn from_the_menu_to_the_sn_in_indonesian() {
    let mut shop = Shop::open().await;
    shop.to_confirmation(BUDI).await;
    shop.press(BUDI, "✅ Beli", "Sedang diproses").await;
    let order = shop.taken(1).await;
    assert_eq!((order.sku.as_str(), order.target.as_str()), ("ml-86", "1234567891234"));
    shop.provider.deliver(&order.invoice, "SN-778899").unwrap();
    let done = shop.see(BUDI, "Top up berhasil!").await;
    assert!(done.keyboard.iter().flatten().any(|button| button.copy_text.as_deref() == Some("SN-778899")));
    assert!(done.source.contains("<code>SN-778899</code>"), "{}", done.source);
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 1);
    insta::assert_snapshot!(shop.story());
}

#[tokio::test]
async fn field_by_field_in_english() {
    let mut shop = Shop::open().await;
    shop.say(JANE, "/start", "Odzreshop").await;
    shop.press(JANE, "⚔️", "Choose an item").await;
    shop.press(JANE, "5 💎", "Send your User ID").await;
    shop.say(JANE, " 123456789 ", "Send your Zone ID").await;
    shop.press(JANE, "⬅️", "Send your User ID").await;
    shop.say(JANE, "987654321", "Send your Zone ID").await;
    let confirmation = shop.say(JANE, "2001", "Please check").await;
    for fact in ["Mobile Legends", "5 Diamonds", "User ID: 987654321", "Zone ID: 2001", "Rp 1.500", "refund"] {
        assert!(confirmation.text.contains(fact), "{fact} in {}", confirmation.text);
    }
    shop.press(JANE, "✅ Buy", "Being processed").await;
    let order = shop.taken(1).await;
    assert_eq!((order.sku.as_str(), order.target.as_str()), ("ml-5", "9876543212001"));
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    shop.see(JANE, "Your top-up has arrived!").await;
    shop.close().await;
    insta::assert_snapshot!(shop.story());
}

#[tokio::test]
async fn a_field_with_choices_is_answered_by_a_button() {
    let mut shop = Shop::open().await;
    shop.say(BUDI, "/start genshin-impact", "Genshin Impact").await;
    shop.press(BUDI, "60 Genesis", "UID").await;
    shop.say(BUDI, "812345678", "Pilih Server").await;
    shop.press(BUDI, "Asia", "Server: Asia").await;
    shop.press(BUDI, "⬅️", "Pilih Server").await;
    shop.press(BUDI, "Europe", "Server: Europe").await;
    shop.press(BUDI, "✅ Beli", "Sedang diproses").await;
    let order = shop.taken(1).await;
    assert_eq!((order.sku.as_str(), order.target.as_str()), ("gi-60", "812345678|os_euro"));
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    shop.see(BUDI, "Top up berhasil!").await;
    shop.close().await;
    insta::assert_snapshot!(shop.story());
}

#[tokio::test]
async fn choices_can_be_typed_too() {
    let mut shop = Shop::open().await;
    shop.say(JANE, "/start genshin-impact", "Genshin Impact").await;
    shop.press(JANE, "60 Genesis", "UID").await;
    shop.say(JANE, "812345678 asia", "Server: Asia").await;
    shop.press(JANE, "✅ Buy", "Being processed").await;
    assert_eq!(shop.taken(1).await.target, "812345678|os_asia");
    shop.close().await;
}

#[tokio::test]
async fn a_failure_says_why_and_what_next() {
    let mut shop = Shop::open().await;
    shop.to_confirmation(JANE).await;
    shop.press(JANE, "✅ Buy", "Being processed").await;
    let order = shop.taken(1).await;
    shop.provider.fail(&order.invoice, "Player <b>1</b> tidak ditemukan").unwrap();
    let failed = shop.see(JANE, "this top-up failed").await;
    assert!(failed.text.contains("check whether the ID is right") && failed.text.contains("@odzreshop"), "{}", failed.text);
    assert!(!failed.text.contains("ditemukan"), "{}", failed.text);
    shop.press(JANE, "🔁", "Please check").await;
    shop.press(JANE, "✅ Buy", "Being processed").await;
    let again = shop.taken(2).await;
    assert_eq!(again.target, order.target);
    shop.provider.deliver(&again.invoice, "SN-2").unwrap();
    shop.see(JANE, "Your top-up has arrived!").await;
    shop.close().await;
    insta::assert_snapshot!(shop.story());
}

#[tokio::test]
async fn a_low_provider_balance_is_not_shown_to_the_customer() {
    let mut shop = Shop::open().await;
    shop.say(crate::shop::SARI, "/start", "Odzreshop").await;
    shop.to_confirmation(BUDI).await;
    shop.provider.set_balance(10);
    shop.press(BUDI, "✅ Beli", "Gagal").await;
    let failed = shop.see(BUDI, "Maaf, top up ini gagal").await;
    assert!(!failed.text.to_lowercase().contains("saldo"), "{}", failed.text);
    shop.see(crate::shop::SARI, "Saldo provider tidak cukup").await;
    shop.close().await;
}

#[tokio::test]
async fn a_late_sn_is_sent_without_asking() {
    let mut shop = Shop::open().await;
    shop.to_confirmation(BUDI).await;
    shop.press(BUDI, "✅ Beli", "Sedang diproses").await;
    let order = shop.taken(1).await;
    shop.provider.deliver_without_sn(&order.invoice).unwrap();
    shop.see(BUDI, "Bukti (SN) menyusul").await;
    shop.see(BUDI, "Top up berhasil!").await;
    shop.provider.set_sn(&order.invoice, "SN-9988").unwrap();
    let late = shop.see(BUDI, "Bukti (SN) pesananmu sudah ada").await;
    assert!(late.keyboard.iter().flatten().any(|button| button.copy_text.as_deref() == Some("SN-9988")));
    shop.close().await;
    insta::assert_snapshot!(shop.story());
}

#[tokio::test]
async fn from_the_menu_to_the_sn_on_postgres() {
    if !postgres::is_there() {
        return;
    }
    let mut shop = Shop::closed_with(TOML).await;
    shop.more_vars.insert("DATABASE_URL".to_owned(), postgres::database().await);
    shop.start();
    shop.to_confirmation(BUDI).await;
    shop.press(BUDI, "✅ Beli", "Sedang diproses").await;
    let order = shop.taken(1).await;
    // Another process finds it too.
    shop.stop().await;
    shop.start();
    shop.provider.deliver(&order.invoice, "SN-778899").unwrap();
    shop.see(BUDI, "Top up berhasil!").await;
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 1);
}
