//! How long an order usually takes: said at the confirmation from the shop's own deliveries, and who waits longer is told before they ask.

use odzreshop_bot::domain::order::{Order, OrderHistoryEntry, OrderHistoryKind, OrderId, OrderState};
use odzreshop_bot::storage::{self, OrderWrite, Write};

use crate::samples::Taste;
use crate::shop::{BUDI, JANE, Shop, TOML};

/// Deliveries of 86 diamonds in the last hour that took so many seconds.
async fn delivered(shop: &Shop, seconds: &[i64]) {
    let opened = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    let (base, now) = (Taste::pleasant().order(OrderState::Success, None), shop.clock().now());
    let add = |(n, seconds): (usize, &i64)| {
        let at = now.plus_seconds(-3_600);
        let [id, number, quote] = ["id", "N", "quote"].map(|name| format!("{name}{n}"));
        let times = Order { created_at: at, ended_at: Some(at.plus_seconds(*seconds)), ..base.clone() };
        let order = Order { id: OrderId(id), number, quote, invoice: None, ..times };
        let entry = OrderHistoryEntry { at, state: OrderState::Success, kind: OrderHistoryKind::Success, detail: None };
        Write::Order(OrderWrite::Add { order, entry })
    };
    opened.store.commit(seconds.iter().enumerate().map(add).collect()).await.unwrap();
    opened.close().await;
}

#[tokio::test]
async fn customers_learn_how_long_it_takes_and_that_it_takes_longer() {
    let mut shop = Shop::closed_with(TOML).await;
    delivered(&shop, &[[38; 17].as_slice(), &[170, 170]].concat()).await;
    shop.start();
    // One delivery too few.
    let confirmation = shop.to_confirmation(BUDI).await;
    assert!(!confirmation.text.contains("biasanya"), "{}", confirmation.text);
    shop.press(BUDI, "✅", "Sedang diproses").await;
    shop.provider.deliver(&shop.taken(1).await.invoice, "SN-1").unwrap();
    shop.see(BUDI, "Top up berhasil").await;

    let confirmation = shop.to_confirmation(JANE).await;
    let style = |label: &str| confirmation.button(label).unwrap().raw["style"].clone();
    assert_eq!((style("✅"), style("❌"), style("⬅️")), ("success".into(), "danger".into(), serde_json::Value::Null));
    assert!(confirmation.text.contains("usually 40 seconds, at most 3 minutes"), "{}", confirmation.text);
    shop.press(JANE, "✅", "Being processed").await;
    shop.taken(2).await;
    shop.set_ahead(200);
    shop.see(JANE, "taking longer than usual").await;
    shop.poll_after(120).await;
    let told = shop.telegram.messages(JANE).iter().filter(|message| message.text.contains("taking longer than usual")).count();
    assert_eq!(told, 1, "once, and long before the 15 minutes of an item without a history");
    shop.close().await;
}
