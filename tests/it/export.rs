//! `📤` and the command `export`: orders, transfers and the audit log as files.

use std::fs;

use odzreshop_bot::sandbox::telegram::Message;

use crate::shop::{BUDI, SARI, Shop, TOML};

/// A serial number that Excel would take for a formula.
const SN: &str = "=1+1";

/// The shop with an order that was delivered and an entry in the audit log.
async fn shop() -> Shop {
    let mut shop = Shop::closed_with(TOML).await;
    let file = shop.folder.path().join("shop.toml");
    fs::write(&file, TOML).unwrap();
    shop.more_vars.insert("SHOP_FILE".to_owned(), file.display().to_string());
    shop.start();
    shop.greet_admins().await;
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.provider.deliver(&order.invoice, SN).unwrap();
    shop.see(BUDI, "Top up berhasil").await;
    shop.say(SARI, "/close", "Toko ditutup").await;
    shop.say(SARI, "/open", "Toko dibuka").await;
    shop
}

/// Presses the button of a format, and waits for the file.
async fn file(shop: &Shop, format: &str, of: &str) -> Message {
    let before = shop.marks(SARI);
    shop.tap(SARI, format).await;
    let told = |message: &Message| message.attachment.contains_key("document") && message.text.contains(of);
    let found = shop.telegram.wait_until("the file", |state| {
        state.messages(SARI).into_iter().find(|message| told(message) && !before.contains_key(&message.id))
    });
    found.await.unwrap()
}

#[tokio::test]
async fn an_admin_exports_orders_and_the_audit_log() {
    let mut shop = shop().await;
    shop.say(SARI, "/admin", "Odzreshop").await;
    shop.press(SARI, "📤", "Mau ekspor apa").await;
    shop.press(SARI, "📦 Pesanan", "1 baris").await;
    shop.press(SARI, "Kemarin", "Tidak ada data").await;
    shop.press(SARI, "🗓", "Tanggal berapa").await;
    shop.say(SARI, "kemarin - hari ini", "1 baris").await;
    let csv = file(&shop, "CSV", "Pesanan").await;
    let document = &csv.attachment["document"];
    let name = document["file_name"].as_str().unwrap();
    assert!(name.starts_with("orders ") && name.ends_with(".csv"), "{name}");
    let lines: Vec<&str> = document["content"].as_str().unwrap().split("\r\n").collect();
    assert!(
        lines[0].starts_with("\u{feff}\"Nomor\",\"Dibuat\",\"Selesai\",\"Status\"") && lines[0].ends_with("\"SN\",\"Alasan\""),
        "{lines:?}"
    );
    assert_eq!((lines.len(), lines[2]), (3, ""));
    for cell in ["\"success\"", "86 Diamonds\"", "\"Budi\"", ",18500,18500,\"shop\"", "\"'=1+1\""] {
        assert!(lines[1].contains(cell), "no {cell} in {}", lines[1]);
    }
    assert_eq!(lines[0].matches(',').count(), lines[1].matches(',').count(), "{lines:?}");

    let xlsx = file(&shop, "XLSX", "Pesanan").await;
    let bytes = xlsx.attachment["document"]["bytes"].as_str().unwrap();
    assert!(bytes.starts_with("PK\u{3}\u{4}") && xlsx.text.contains("1 baris"), "{xlsx:?}");

    shop.press(SARI, "⬅️ Ekspor", "Mau ekspor apa").await;
    shop.press(SARI, "🧾", "2 baris").await;
    let audit = file(&shop, "CSV", "audit").await;
    let content = audit.attachment["document"]["content"].as_str().unwrap();
    assert!(content.contains("\"Sari\",\"close_shop\"") && content.contains("\"open_shop\""), "{content}");

    shop.say(SARI, "/admin", "Odzreshop").await;
    let log = shop.press(SARI, "🧾", "Catatan audit").await;
    assert!(log.text.find("Buka toko").unwrap() < log.text.find("Tutup toko").unwrap(), "the newest first: {}", log.text);
    shop.press(SARI, "🏷", "Tindakan yang mana").await;
    let some = shop.press(SARI, "Tutup toko", "Tindakan: Tutup toko").await;
    assert!(!some.text.contains("Buka toko"), "{}", some.text);
    shop.press(SARI, "👤", "Catatan admin yang mana").await;
    shop.press(SARI, "Sari", "Tindakan: Tutup toko").await;
    shop.press(SARI, "Tampilkan semua", "Buka toko").await;
    shop.close().await;
    commands(&shop).await;
}

/// The same from the command line.
async fn commands(shop: &Shop) {
    let read = |name: &str| fs::read_to_string(shop.folder.path().join(name)).unwrap();
    let (code, said) = shop.finish(&["export", "orders", "orders.csv"]).await;
    assert_eq!((code, said.contains("orders.csv: 1 rows")), (Some(0), true), "{said}");
    assert!(read("orders.csv").contains("\"'=1+1\""));
    let (code, said) = shop.finish(&["export", "orders", "orders.csv"]).await;
    assert_eq!((code, said.contains("orders.csv")), (Some(1), true), "never overwritten: {said}");
    let (code, said) = shop.finish(&["export", "audit", "--to", "2020-01-01", "none.csv"]).await;
    assert_eq!((code, said.contains("none.csv: 0 rows")), (Some(0), true), "{said}");
    let (code, said) = shop.finish(&["export", "transfers", "--format", "xlsx", "transfers"]).await;
    assert_eq!((code, said.contains("transfers: 0 rows")), (Some(0), true), "{said}");
    assert!(fs::read(shop.folder.path().join("transfers")).unwrap().starts_with(b"PK"));
    for (arguments, problem) in [
        (["export", "orders", "--from", "31-12-2026", "x.csv"], "is no date"),
        (["export", "orders", "--from", "2999-01-01", "x.csv"], "after --to"),
    ] {
        let (code, said) = shop.finish(&arguments).await;
        assert_eq!((code, said.contains(problem)), (Some(1), true), "{said}");
        assert!(!shop.folder.path().join("x.csv").exists());
    }
}
