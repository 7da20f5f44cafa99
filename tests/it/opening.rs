//! The shop's switch: closed and opened from the chat, with what customers read then, and opening hours.

use odzreshop_bot::app::Clock;

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

/// Seconds from now until this hour in Jakarta.
fn until_hour(hour: i64) -> i64 {
    const DAY: i64 = 24 * 3_600;
    ((hour - 7) * 3_600 - Clock::system().now().0 / 1_000).rem_euclid(DAY)
}

/// The usual shop, whose file is where the bot reads it again.
async fn shop_with_file() -> Shop {
    let mut shop = Shop::closed_with(TOML).await;
    let file = shop.folder.path().join("shop.toml");
    std::fs::write(&file, TOML).unwrap();
    shop.more_vars.insert("SHOP_FILE".to_owned(), file.display().to_string());
    shop
}

#[tokio::test]
async fn a_shop_closed_from_the_chat_takes_no_orders_until_it_is_opened() {
    let mut shop = shop_with_file().await;
    shop.start();
    shop.greet_admins().await;
    shop.buy(JANE).await;
    let running = shop.taken(1).await;
    shop.to_confirmation(BUDI).await;
    shop.say(SARI, "/close Libur <3, buka Senin", "Pesan untuk pelanggan: Libur <3, buka Senin").await;
    // A confirmation from before counts no more, and neither do the lists.
    shop.press(BUDI, "✅", "Toko sedang tutup\nLibur <3, buka Senin").await;
    shop.say(BUDI, "/menu", "Libur <3, buka Senin").await;
    shop.say(BUDI, "/start mobile-legends", "Libur <3, buka Senin").await;
    shop.say(SARI, "/status", "Toko ditutup admin").await;
    // What was confirmed goes on.
    shop.provider.deliver(&running.invoice, "SN-1").unwrap();
    shop.see(JANE, "SN-1").await;
    shop.press(JANE, "🔁", "We're closed at the moment").await;
    // Another admin sees who was first; a restart changes nothing.
    shop.say(AGUS, "/close", "Ditutup oleh Sari").await;
    shop.stop().await;
    shop.start();
    shop.say(BUDI, "/menu", "Libur <3, buka Senin").await;
    shop.say(AGUS, "/open", "Toko dibuka").await;
    shop.say(BUDI, "/menu", "Mau top up game apa").await;
    assert_eq!(shop.provider.orders().len(), 1);
    // One step, taken back in one.
    shop.press(AGUS, "↩️", "Toko ditutup").await;
    shop.say(BUDI, "/menu", "Toko sedang tutup\nPesanan yang sudah").await;
    shop.press(AGUS, "✏️", "Tulis pesan").await;
    shop.say(AGUS, &"x".repeat(501), "1 sampai 500 karakter").await;
    shop.say(AGUS, "Listrik mati", "Pesan untuk pelanggan: Listrik mati").await;
    shop.say(BUDI, "/menu", "Listrik mati").await;
    shop.press(AGUS, "↩️", "Toko dibuka").await;
    shop.buy(BUDI).await;
    shop.taken(2).await;
    shop.close().await;
}

#[tokio::test]
async fn the_menu_of_admins_leads_to_the_switch_and_the_hours() {
    let mut shop = shop_with_file().await;
    shop.set_ahead(until_hour(22));
    shop.start();
    shop.greet_admins().await;
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "📊", "Ringkasan hari ini").await;
    shop.press(SARI, "⬅️", "Mau atur apa").await;
    shop.press(SARI, "👥", "Pelanggan: 2").await;
    shop.press(SARI, "⬅️", "Mau atur apa").await;
    shop.press(SARI, "🚪", "Jam buka: 24 jam").await;
    shop.press(SARI, "⏰", "Kirim jam buka").await;
    for wrong in ["pagi sampai malam", "8", "25-26", "08.00-08.00", "08.60-23.00"] {
        shop.say(SARI, wrong, "belum berupa jam buka").await;
    }
    shop.say(SARI, "08.00-21.30", "Jam buka disimpan: 08.00–21.30").await;
    shop.press(SARI, "🚪", "Di luar jam buka").await;
    shop.say(BUDI, "/menu", "Kami buka setiap hari jam 08.00–21.30").await;
    shop.say(JANE, "/menu", "every day from 08:00 to 21:30").await;
    shop.set_ahead(11 * 3_600);
    shop.buy(BUDI).await;
    shop.taken(1).await;
    // What the file says can be had back.
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "🚪", "bukan isi shop.toml").await;
    shop.press(SARI, "📄", "mengikuti shop.toml").await;
    shop.press(SARI, "🚪", "Jam buka: 24 jam").await;
    // For everybody else there is no such command.
    shop.say(BUDI, "/close", "Perintah itu tidak ada").await;
    shop.say(BUDI, "/admin", "Perintah itu tidak ada").await;
    shop.say(BUDI, "/menu", "Mau top up game apa").await;
    shop.close().await;
}

#[tokio::test]
async fn the_switch_works_while_the_shop_file_is_wrong() {
    let mut shop = shop_with_file().await;
    shop.start();
    shop.greet_admins().await;
    std::fs::write(shop.folder.path().join("shop.toml"), TOML.replace("\"open\"", "\"ajar\"")).unwrap();
    shop.say(SARI, "/close Listrik mati", "Toko ditutup").await;
    shop.see(AGUS, "Pengaturan baru belum bisa dipakai").await;
    shop.say(BUDI, "/menu", "Listrik mati").await;
    shop.say(SARI, "/open", "Toko dibuka").await;
    shop.say(BUDI, "/menu", "Mau top up game apa").await;
    shop.close().await;
}

#[tokio::test]
async fn a_planned_closing_is_announced_and_begins_and_ends_by_itself() {
    const HOUR: i64 = 3_600;
    let mut shop = shop_with_file().await;
    shop.set_ahead(until_hour(21));
    shop.start();
    shop.greet_admins().await;
    shop.buy(JANE).await;
    let running = shop.taken(1).await;
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "🚪", "Jam buka: 24 jam").await;
    shop.press(SARI, "➕", "dari kapan sampai kapan").await;
    for wrong in ["nanti malam", "22.00", "23.00-23.00", "1-1-2026 22.00 - 23.00", "30 Nov 22.00 - 30 Jan 23.00"] {
        shop.say(SARI, wrong, "Waktunya belum terbaca").await;
    }
    shop.say(SARI, "22.00-23.00", "Toko akan tutup hari ini 22.00–23.00 WIB").await;
    // Everybody is told, where they choose and where they confirm, and may still buy.
    shop.say(JANE, "/menu", "We'll be closed today 22:00–23:00 WIB.").await;
    shop.to_confirmation(BUDI).await;
    shop.see(BUDI, "Toko tutup hari ini 22.00–23.00 WIB.").await;
    let seen = shop.marks(BUDI);
    // Another admin changes it, calls it off, and takes that back.
    shop.say(AGUS, "/admin", "Mau atur apa").await;
    shop.press(AGUS, "🚪", "Rencana tutup: hari ini 22.00–23.00 WIB").await;
    shop.press(AGUS, "✏️ Ubah", "dari kapan sampai kapan").await;
    shop.say(AGUS, "22.30 sampai 00.30", "tutup hari ini 22.30 – besok 00.30 WIB").await;
    let off = shop.press(AGUS, "↩️", "Tutup hari ini 22.30 – besok 00.30 WIB dibatalkan").await;
    let menu = shop.say(JANE, "/menu", "Which game").await;
    assert!(!menu.text.contains("closed"), "{}", menu.text);
    assert!(off.button("↩️").is_some());
    shop.press(AGUS, "↩️", "Toko akan tutup hari ini 22.30").await;
    // Its time comes while the bot is stopped. What was confirmed goes on, what is only looked at does not become an order.
    shop.stop().await;
    shop.set_ahead(HOUR + 1_800);
    shop.start();
    shop.press(BUDI, "✅", "Kami tutup hari ini 22.30 – besok 00.30 WIB, lalu buka lagi").await;
    shop.say(JANE, "/menu", "We're closed today 22:30 – tomorrow 00:30 WIB").await;
    shop.say(SARI, "/status", "Tutup sesuai rencana: hari ini 22.30").await;
    shop.provider.deliver(&running.invoice, "SN-1").unwrap();
    shop.see(JANE, "SN-1").await;
    shop.set_ahead(2 * HOUR);
    shop.say(BUDI, "/menu", "Mau top up game apa").await;
    assert!(shop.telegram.messages(BUDI).iter().all(|message| seen.contains_key(&message.id) || !message.text.contains("diproses")));
    // One that has begun is ended by hand, and that is taken back.
    shop.say(SARI, "/close 0-5", "Toko sekarang tutup: hari ini 00.00–05.00 WIB").await;
    shop.say(BUDI, "/menu", "Toko sedang tutup").await;
    shop.say(SARI, "/open", "Toko dibuka").await;
    shop.buy(BUDI).await;
    shop.taken(2).await;
    shop.press(SARI, "↩️", "Toko sekarang tutup: hari ini 00.00–05.00").await;
    shop.say(BUDI, "/menu", "Toko sedang tutup").await;
    let log = shop.say(SARI, "/admin", "Mau atur apa").await;
    assert!(log.button("🧾").is_some());
    let log = shop.press(SARI, "🧾", "Catatan audit").await;
    for act in ["Rencanakan tutup", "Batalkan rencana tutup", "00:00 - ", "Buka toko"] {
        assert!(log.text.contains(act), "{act}: {}", log.text);
    }
    shop.close().await;
}

#[tokio::test]
async fn the_switch_shows_what_the_provider_does_to_the_shop() {
    let mut shop = shop_with_file().await;
    shop.start();
    shop.greet_admins().await;
    shop.provider.set_key_accepted(false);
    shop.say(AGUS, "/balance", "API key").await;
    shop.see(SARI, "Toko ditutup").await;
    shop.say(SARI, "/admin", "Mau atur apa").await;
    let page = shop.press(SARI, "🚪", "Toko otomatis buka lagi").await;
    assert!(page.text.starts_with("🔴 Toko tutup\nAPI key ditolak (401)"), "{}", page.text);
    // Both reasons are shown.
    shop.press(SARI, "🚪", "Toko ditutup.").await;
    let page = shop.press(SARI, "🚪 Status", "Ditutup oleh Sari").await;
    assert!(page.text.starts_with("🔴 Toko ditutup admin (/open untuk membuka)\nAPI key ditolak (401)"), "{}", page.text);
    shop.close().await;
}
