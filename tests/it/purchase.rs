//! Buying, as customers do it.

use crate::shop::{BUDI, JANE, Shop};

#[tokio::test]
async fn a_customer_buys_from_start_to_sn() {
    let mut shop = Shop::open().await;
    let confirmation = shop.to_confirmation(BUDI).await;
    assert!(confirmation.text.contains("Rp 18.500"), "{}", confirmation.text);
    shop.press(BUDI, "✅", "Pesanan").await;
    let order = shop.taken(1).await;
    assert_eq!((order.sku.as_str(), order.target.as_str()), ("ml-86", "1234567891234"));
    shop.provider.deliver(&order.invoice, "SN-778899").unwrap();
    let done = shop.see(BUDI, "SN-778899").await;
    assert!(done.keyboard.iter().flatten().any(|button| button.copy_text.as_deref() == Some("SN-778899")));
    shop.stop().await;
    shop.assert_clean();
    assert_eq!(shop.provider.orders().len(), 1);
}

#[tokio::test]
async fn an_english_customer_reads_english() {
    let mut shop = Shop::open().await;
    let confirmation = shop.to_confirmation(JANE).await;
    assert!(confirmation.text.contains("refund"), "{}", confirmation.text);
    shop.stop().await;
    shop.assert_clean();
}
