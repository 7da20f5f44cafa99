//! `/today`: the figures of the shop's day, for admins.

use odzreshop_bot::app::Clock;

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

/// The usual shop, which takes 1,500 rupiah more than it pays.
fn with_margin() -> String {
    format!("{TOML}\n[pricing]\nflat = 1_500\n")
}

/// Seconds from now until half past eleven in the evening in Jakarta: half past four in the afternoon in UTC.
fn until_half_past_eleven() -> i64 {
    const DAY: i64 = 24 * 3_600;
    (16 * 3_600 + 1_800 - Clock::system().now().0 / 1_000).rem_euclid(DAY)
}

#[tokio::test]
async fn the_figures_of_a_day_end_at_midnight_in_the_shop_s_zone() {
    let mut shop = Shop::closed_with(&with_margin()).await;
    shop.set_ahead(until_half_past_eleven());
    shop.start();
    shop.greet_admins().await;
    shop.say(SARI, "/today", "Berhasil: 0\n❌ Gagal atau dibatalkan: 0\n⏳ Masih berjalan: 0").await;

    shop.buy(BUDI).await;
    let delivered = shop.taken(1).await;
    shop.provider.deliver(&delivered.invoice, "SN-1").unwrap();
    shop.see(BUDI, "Top up berhasil").await;
    shop.buy(JANE).await;
    let failed = shop.taken(2).await;
    shop.provider.fail(&failed.invoice, "Player not found").unwrap();
    shop.see(JANE, "this top-up failed").await;
    shop.pause();
    shop.buy(BUDI).await;
    shop.taken(3).await;

    let figures = shop.say(SARI, "/today", "Ringkasan hari ini").await;
    for line in ["Berhasil: 1", "Gagal atau dibatalkan: 1", "Masih berjalan: 1", "Omzet: Rp 20.000", "Modal: Rp 18.500", "Margin: Rp 1.500"]
    {
        assert!(figures.text.lines().any(|shown| shown.ends_with(line)), "no {line:?} in\n{}", figures.text);
    }
    assert!(figures.text.contains("00.00 WIB"), "{}", figures.text);
    shop.say(AGUS, "/language", "Mau pakai bahasa apa").await;
    shop.press(AGUS, "English", "Okay, English it is").await;
    let english = shop.say(AGUS, "/today", "Summary of today").await;
    for line in ["Delivered: 1", "Failed or cancelled: 1", "Still open: 1", "Turnover: Rp 20.000", "Cost: Rp 18.500", "Margin: Rp 1.500"] {
        assert!(english.text.lines().any(|shown| shown.ends_with(line)), "no {line:?} in\n{}", english.text);
    }

    // Half past midnight in Jakarta; in UTC it is the same day.
    shop.set_ahead(3_600);
    let next_day = shop.say(SARI, "/today", "Berhasil: 0").await;
    for line in ["Gagal atau dibatalkan: 0", "Masih berjalan: 1", "Omzet: Rp 0", "Modal: Rp 0", "Margin: Rp 0"] {
        assert!(next_day.text.lines().any(|shown| shown.ends_with(line)), "no {line:?} in\n{}", next_day.text);
    }
    shop.close().await;
}

#[tokio::test]
async fn customers_have_no_such_command() {
    let mut shop = Shop::open_with_admins().await;
    let answer = shop.say(BUDI, "/today", "Perintah itu tidak ada").await;
    assert!(!answer.text.contains("Omzet"));
    assert!(!shop.say(BUDI, "/help", "Cara belanja").await.text.contains("/today"));
    assert!(shop.say(SARI, "/help", "Untuk admin").await.text.contains("/today"));
    shop.close().await;
}
