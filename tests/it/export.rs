//! `📤` and the command `export`: orders, transfers and the audit log as files.

use std::fs;
use std::sync::{Arc, Mutex};

use odzreshop_bot::domain::day_span::DaySpan;
use odzreshop_bot::domain::export::{ExportFormat, ExportKind, ExportWish};
use odzreshop_bot::domain::place::Place;
use odzreshop_bot::sandbox::telegram::Message;
use odzreshop_bot::storage::{self, AuditEntry, AuditWrite, Write};

use crate::shop::{BUDI, SARI, Shop, TOML, services};

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

/// Rows of yesterday: so many that admins see how far a file is.
const MANY: usize = 6_000;

#[tokio::test]
async fn a_long_export_shows_how_far_it_is_and_what_fits_no_file_comes_in_the_next() {
    let mut shop = shop().await;
    shop.stop().await;
    let opened = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    let at = shop.clock().now().plus_ms(-24 * 3_600_000);
    let entry =
        |n: usize| AuditEntry { id: format!("a{n}"), actor: SARI, action: "message", subject: n.to_string(), detail: String::new(), at };
    let entries: Vec<Write> = (0..MANY).map(|n| Write::Audit(AuditWrite::Add(entry(n)))).collect();
    opened.store.commit(entries).await.unwrap();
    let mut app = services(&shop, opened.store.clone(), Arc::new(Mutex::new(TOML.to_owned()))).await;
    let settings = app.settings.current();
    let offer = app.exports.offer(&settings, ExportKind::Audit, DaySpan::Last { days: 2 }, ExportFormat::Csv).await.unwrap();
    let make = async |app: &odzreshop_bot::app::App, wish: ExportWish| {
        app.exports.make(&settings, Place::chat(SARI), "first", wish, vec!["Waktu".to_owned()]).await.unwrap()
    };
    // No file could be sent, and nothing is promised.
    app.exports.limits.max_bytes = 1_000;
    assert!(make(&app, offer.wish).await.is_none());
    // A file ends with the day in which it is full. The rest is another one, for the bot to send.
    app.exports.limits.max_bytes = 50_000_000;
    app.exports.limits.file.rows = 300;
    let first = make(&app, offer.wish).await.unwrap();
    assert_eq!((offer.rows, first.exported.rows), (6_002, 6_000));
    assert!(first.exported.until < offer.wish.until && at < first.exported.until, "{first:?}");
    assert_eq!(fs::read_to_string(&first.path).unwrap().lines().count(), MANY + 1);
    drop(app);
    opened.close().await;
    shop.start();
    let rest = shop.telegram.wait_until("the rest", |state| {
        state.messages(SARI).into_iter().find(|message| message.attachment.contains_key("document") && message.text.contains("2 baris"))
    });
    let rest = rest.await.unwrap().attachment["document"]["content"].as_str().unwrap().to_owned();
    assert!(rest.contains("close_shop") && rest.contains("open_shop") && !rest.contains("\"message\""), "{rest}");
    shop.see(SARI, "✅ Ekspor siap: 6000 baris. File-nya sedang dikirim.").await;
    // In the chat: one message, edited as it goes on.
    shop.pause();
    shop.say(SARI, "/admin", "Odzreshop").await;
    shop.press(SARI, "📤", "Mau ekspor apa").await;
    shop.press(SARI, "🧾", "6002 baris").await;
    file(&shop, "XLSX", "audit").await;
    let done = shop.see(SARI, "✅ Ekspor siap: 6002 baris").await;
    assert_eq!(shop.count(SARI, "Menyiapkan ekspor"), 0, "edited in place");
    let calls = shop.telegram.calls();
    let shown = calls.iter().filter(|call| call.params["text"].as_str().is_some_and(|text| text.contains("dari 6002 baris"))).count();
    let edits = calls.iter().filter(|call| call.method == "editMessageText" && call.params["message_id"] == done.id).count();
    assert!(shown >= 1 && edits >= 1, "{shown} {edits}");
    shop.close().await;
}
