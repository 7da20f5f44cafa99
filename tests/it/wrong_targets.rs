//! A category, or an item, whose targets the provider calls wrong one after the other is closed, and an admin opens it again.

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop};

/// Somebody's order of an item for Mobile Legends is refused because of its target.
async fn fail(shop: &Shop, user: i64, item: &str, count: usize) {
    shop.set_ahead(30);
    let target = format!("12345678{count}");
    shop.say(user, &format!("ml {item}"), "User ID").await;
    shop.say(user, &format!("{target} (1234)"), &target).await;
    shop.press(user, "✅", "").await;
    let order = shop.taken(count).await;
    assert_eq!(order.target, format!("{target}1234"));
    let seen = shop.marks(user);
    shop.provider.fail(&order.invoice, "User ID tidak ditemukan").unwrap();
    shop.set_ahead(30);
    shop.see_since(&seen, user, if user == JANE { "this top-up failed" } else { "top up ini gagal" }).await;
}

#[tokio::test]
async fn a_category_whose_targets_keep_failing_is_closed_until_an_admin_opens_it() {
    let mut shop = Shop::open_with_admins().await;
    let buyers = [(BUDI, "86"), (JANE, "5"), (AGUS, "86"), (BUDI, "86")];
    for (at, (user, item)) in buyers.into_iter().enumerate() {
        fail(&shop, user, item, at + 1).await;
    }
    // Four are not enough.
    let menu = shop.say(JANE, "/menu", "Which game").await;
    assert!(menu.button("⚔️").is_some(), "{menu:?}");
    fail(&shop, JANE, "86", 5).await;
    shop.set_ahead(30);
    let card = shop.see(SARI, "Mobile Legends ditutup dulu").await;
    assert!(card.text.contains("5 pesanan") && card.text.contains("3 pelanggan"), "{}", card.text);
    // Customers don't see it any more; what is typed does not open it either.
    shop.say(JANE, "/start mobile-legends", "what that link points to").await;
    shop.say(JANE, "ml 86", "Type a game").await;
    shop.press(SARI, "🔓", "Ditampilkan lagi").await;
    // What failed before counts no more.
    fail(&shop, BUDI, "86", 6).await;
    shop.set_ahead(30);
    shop.say(JANE, "/start mobile-legends", "Mobile Legends").await;
    assert_eq!(shop.count(SARI, "Mobile Legends ditutup dulu"), 1, "told once");
    shop.close().await;
}
