//! The bot is restarted in the middle of purchases; customers don't notice it.

use crate::shop::{BUDI, Shop, TOML};

#[tokio::test]
async fn a_purchase_goes_on_after_a_restart_at_every_step() {
    let mut shop = Shop::open().await;
    shop.say(BUDI, "/start", "Odzreshop").await;
    restart(&mut shop).await;
    shop.press(BUDI, "⚔️", "⚔️ Mobile Legends").await;
    restart(&mut shop).await;
    shop.press(BUDI, "86 💎", "User ID").await;
    restart(&mut shop).await;
    shop.say(BUDI, "123456789", "Zone ID").await;
    restart(&mut shop).await;
    shop.say(BUDI, "1234", "Rp 18.500").await;
    restart(&mut shop).await;
    shop.press(BUDI, "✅", "Pesanan").await;
    let order = shop.taken(1).await;
    restart(&mut shop).await;
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    shop.see(BUDI, "SN-1").await;
    shop.stop().await;
    shop.assert_clean();
    assert_eq!(shop.provider.orders().len(), 1);
}

#[tokio::test]
async fn a_game_that_left_the_shop_leads_back_to_the_menu() {
    let mut shop = Shop::open().await;
    shop.to_confirmation(BUDI).await;
    shop.stop().await;
    shop.set_toml(&TOML.replace("slug = \"mobile-legends\"", "slug = \"honor-of-kings\""));
    shop.start();
    let menu = shop.say(BUDI, "halo", "Odzreshop").await;
    assert!(menu.button("🔥 Free Fire").is_some());
    shop.stop().await;
    shop.assert_clean();
}

async fn restart(shop: &mut Shop) {
    shop.stop().await;
    shop.start();
}
