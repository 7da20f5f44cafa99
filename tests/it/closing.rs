//! The closing of a day: admins are told when the provider balance did not fall by what the orders cost.

use odzreshop_bot::app::Clock;

use crate::shop::{AGUS, BUDI, SARI, Shop, TOML};

/// Seconds from now until half past eleven in the evening in Jakarta: half past four in the afternoon in UTC.
fn until_half_past_eleven() -> i64 {
    const DAY: i64 = 24 * 3_600;
    (16 * 3_600 + 1_800 - Clock::system().now().0 / 1_000).rem_euclid(DAY)
}

#[tokio::test]
async fn a_day_that_does_not_add_up_is_told_once_after_midnight() {
    let mut shop = Shop::closed_with(TOML).await;
    shop.set_ahead(until_half_past_eleven());
    shop.start();
    shop.greet_admins().await;
    // So that the order is surely later than the balance at the start.
    shop.pause();
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    shop.see(BUDI, "Top up berhasil").await;
    shop.provider.set_balance(shop.provider.balance() + 500_000);
    shop.pause();

    // Half past midnight.
    shop.set_ahead(3_600);
    let told = shop.see(SARI, "tidak cocok dengan pesanan").await;
    for line in ["Modal pesanan di antaranya: Rp 18.500", "Saldo lebih Rp 500.000 dari seharusnya"] {
        assert!(told.text.lines().any(|shown| shown == line), "no {line:?} in\n{}", told.text);
    }
    assert!(told.text.contains("diisi saldo"), "{}", told.text);
    shop.see(AGUS, "tidak cocok dengan pesanan").await;

    // After a restart, and after a day that adds up, nothing is told again.
    shop.stop().await;
    shop.start();
    shop.set_ahead(600);
    shop.say(SARI, "/start", "Odzreshop").await;
    shop.set_ahead(24 * 3_600);
    shop.say(SARI, "/today", "Berhasil: 0").await;
    shop.close().await;
    assert_eq!((shop.count(SARI, "tidak cocok"), shop.count(AGUS, "tidak cocok")), (1, 1));
}
