//! `/today` and `📊`: the figures of the shop, for admins.

use std::time::{Duration, Instant};

use odzreshop_bot::app::Clock;
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::sandbox::telegram::Message;
use odzreshop_bot::storage::{self, SalesDay};

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
    other_days(&shop).await;
    let days = kept_days(&shop).await;
    let [day] = days.as_slice() else { panic!("{days:?}") };
    assert_eq!((day.orders, day.figures.delivered, day.figures.turnover), (2, 1, Rupiah(20_000)));
    assert_eq!(day.until.since_ms(day.since), 24 * 3_600_000);
    other_days(&shop).await;
    shop.close().await;
}

/// The days that are over and added up for good, once there is one.
async fn kept_days(shop: &Shop) -> Vec<SalesDay> {
    let since = Instant::now();
    let reader = storage::open_to_read(&shop.folder.path().join("shop.db")).await.unwrap();
    loop {
        let days = reader.list_sales_days(Millis(0), Millis(i64::MAX), false).await.unwrap();
        if !days.is_empty() {
            return days;
        }
        assert!(since.elapsed() < Duration::from_secs(30), "no day is added up");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The figures of other days, by buttons and typed.
async fn other_days(shop: &Shop) {
    let yesterday = shop.press(SARI, "Kemarin", "Ringkasan kemarin").await;
    for line in [
        "Berhasil: 1",
        "Tingkat keberhasilan: 50,0%",
        "Modal: Rp 18.500",
        "1. Mobile Legends 86 Diamonds · 1× · Rp 20.000",
        "1. Budi · 1× · Rp 20.000",
    ] {
        assert!(yesterday.text.lines().any(|shown| shown.ends_with(line)), "no {line:?} in\n{}", yesterday.text);
    }
    assert!(yesterday.text.contains("1× ID pelanggan salah") && !yesterday.text.contains("Masih berjalan"), "{}", yesterday.text);
    let month = shop.press(SARI, "30 hari", "Ringkasan 30 hari terakhir").await;
    assert!(month.text.contains("Berhasil: 1") && month.text.contains("Masih berjalan: 1"), "{}", month.text);
    let before = shop.marks(SARI);
    shop.tap(SARI, "📈").await;
    let is_picture = |message: &Message| message.photo().is_some() && !before.contains_key(&message.id);
    shop.telegram.wait_until("the chart", |state| state.messages(SARI).into_iter().find(is_picture)).await.unwrap();
    // The figures have new buttons then.
    shop.see_since(&before, SARI, "Tingkat keberhasilan").await;
    shop.press(SARI, "🗓", "Tanggal berapa").await;
    shop.say(SARI, "31/2/2026", "Tanggalnya belum terbaca").await;
    shop.say(SARI, "hari ini", "Berhasil: 0").await;
    shop.press(SARI, "🗓", "Tanggal berapa").await;
    shop.say(SARI, "kemarin s/d hari ini", "Berhasil: 1").await;
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
