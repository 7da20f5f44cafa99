//! What admins do about people: who waits, decisions that are taken back, blocks, and the list of customers.

use odzreshop_bot::sandbox::telegram::{Message, User};
use serde_json::json;
use sqlx::{Connection, SqliteConnection};

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

fn with_approval() -> String {
    TOML.replace("mode = \"open\"", "mode = \"approval\"")
}

/// A shop in which admins approve customers; both admins have started the bot.
async fn guarded() -> Shop {
    let shop = Shop::open_with(&with_approval()).await;
    shop.greet_admins().await;
    shop
}

/// Every act in the audit log: who, what, to whom, and what is said about it.
async fn audit(shop: &Shop) -> Vec<(i64, String, String, String)> {
    let path = shop.folder.path().join("shop.db");
    let mut database = SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    let rows = sqlx::query_as("SELECT actor, action, subject, detail FROM audit ORDER BY at").fetch_all(&mut database).await.unwrap();
    database.close().await.unwrap();
    rows
}

fn acts(rows: &[(i64, String, String, String)]) -> Vec<(i64, &str, &str)> {
    rows.iter().map(|(actor, action, subject, _)| (*actor, action.as_str(), subject.as_str())).collect()
}

fn has(message: &Message, buttons: &[&str]) {
    for label in buttons {
        assert!(message.button(label).is_some(), "no {label} in {:?}", message.labels());
    }
}

#[tokio::test]
async fn who_waits_is_listed_in_pages_and_decided_there() {
    let mut shop = guarded().await;
    shop.say(SARI, "/pending", "Tidak ada yang menunggu").await;
    for n in 1..=8 {
        shop.telegram.add_user(User::new(3_000 + n, &format!("Tamu {n}"), "id"));
        shop.say(3_000 + n, "/start", "admin").await;
        shop.set_ahead(1);
    }
    shop.pause();
    shop.say(AGUS, "/status", "Menunggu persetujuan: 8").await;
    let list = shop.say(SARI, "/pending", "Halaman 1 dari 2").await;
    has(&list, &["✅ Tamu 1", "🚫 Tamu 6"]);
    assert!(list.button("✅ Tamu 7").is_none(), "{:?}", list.labels());
    let list = shop.press(SARI, "▶️", "Halaman 2 dari 2").await;
    has(&list, &["✅ Tamu 7", "🚫 Tamu 8"]);
    shop.press(SARI, "🚫 Tamu 8", "Menunggu persetujuan").await;
    shop.see(3_008, "Maaf").await;
    // The last one of a page: the page before it is shown.
    let list = shop.press(SARI, "✅ Tamu 7", "Menunggu persetujuan").await;
    has(&list, &["✅ Tamu 1", "🚫 Tamu 6", "↩️"]);
    shop.see(3_007, "disetujui").await;
    let card = shop.press(SARI, "↩️", "Ada yang mau belanja").await;
    has(&card, &["✅", "🚫", "👤"]);
    shop.see(3_007, "sekali lagi").await;
    shop.say(3_007, "/menu", "masih menunggu").await;
    shop.say(AGUS, "/pending", "Halaman 1 dari 2").await;
    for user in [BUDI, 3_001] {
        assert!(shop.say(user, "/pending", "admin").await.keyboard.is_empty());
    }
    shop.close().await;
    let rows = audit(&shop).await;
    assert_eq!(acts(&rows), [(SARI, "refuse", "3008"), (SARI, "admit", "3007"), (SARI, "undo_access", "3007")]);
}

#[tokio::test]
async fn a_card_that_was_deleted_is_not_the_only_one() {
    let mut shop = guarded().await;
    shop.say(BUDI, "/start", "admin").await;
    let card = shop.see(SARI, "Budi").await;
    let delete = format!("{}/bot{}/deleteMessage", shop.telegram.url(), shop.telegram.token());
    let deleted = reqwest::Client::new().post(delete).json(&json!({ "chat_id": SARI, "message_id": card.id })).send().await.unwrap();
    assert!(deleted.status().is_success());
    shop.say(BUDI, "halo?", "masih menunggu").await;
    shop.pause();
    shop.say(SARI, "/pending", "Budi").await;
    shop.press(SARI, "✅ Budi", "Budi disetujui oleh Sari").await;
    shop.see(BUDI, "disetujui").await;
    shop.see(AGUS, "Budi disetujui oleh Sari").await;
    shop.close().await;
}

#[tokio::test]
async fn a_forgotten_button_leads_to_the_list() {
    let mut shop = guarded().await;
    shop.say(BUDI, "/start", "admin").await;
    shop.see(SARI, "Budi").await;
    shop.see(AGUS, "Budi").await;
    shop.stop().await;
    // As an earlier version left it after a month.
    let path = shop.folder.path().join("shop.db");
    let mut database = SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    sqlx::query("DELETE FROM keyboards").execute(&mut database).await.unwrap();
    database.close().await.unwrap();
    shop.set_ahead(400 * 24 * 3_600);
    shop.start();
    let stale = shop.tap(SARI, "✅").await;
    assert!(shop.answer_to(&stale).await.contains("⌛"));
    shop.see(SARI, "Menunggu sejak").await;
    shop.press(SARI, "✅ Budi", "Budi disetujui oleh Sari").await;
    shop.see(BUDI, "disetujui").await;
    shop.close().await;
}

#[tokio::test]
async fn a_decision_is_taken_back_and_made_again() {
    let mut shop = guarded().await;
    shop.say(BUDI, "/start", "admin").await;
    shop.see(AGUS, "Budi").await;
    shop.press(SARI, "🚫", "Budi ditolak oleh Sari").await;
    shop.see(BUDI, "belum bisa menerima").await;
    // Another admin takes it back: both see the request again.
    shop.see(AGUS, "Budi ditolak oleh Sari").await;
    let undo = shop.telegram.last_bot_message(SARI).unwrap();
    let undo_of_sari = undo.button("↩️").unwrap().callback_data.clone().unwrap();
    shop.press(AGUS, "↩️", "Ada yang mau belanja").await;
    shop.see(BUDI, "sekali lagi").await;
    has(&shop.see(SARI, "Ada yang mau belanja").await, &["✅", "🚫"]);
    shop.press(SARI, "✅", "Budi disetujui oleh Sari").await;
    shop.see(BUDI, "sudah disetujui").await;
    // The old button takes nothing back that it is not about.
    assert!(shop.forge(SARI, SARI, undo.id, &undo_of_sari).await.contains("Sudah diputuskan"));
    shop.say(BUDI, "/menu", "Mau top up").await;
    assert!(shop.forge(BUDI, SARI, undo.id, &undo_of_sari).await.contains("bukan untukmu"));
    shop.close().await;
    let rows = audit(&shop).await;
    let id = BUDI.to_string();
    assert_eq!(acts(&rows), [(SARI, "refuse", id.as_str()), (AGUS, "undo_access", id.as_str()), (SARI, "admit", id.as_str())]);
}

/// What the customer is told, that an admin looks once more, is true.
#[tokio::test]
async fn who_was_approved_without_asking_waits_when_that_is_taken_back() {
    let mut shop = guarded().await;
    shop.say(BUDI, "/help", "Cara belanja").await;
    shop.say(SARI, "/find budi", "belum meminta").await;
    shop.press(SARI, "✅", "Akses: disetujui").await;
    shop.see(BUDI, "sudah disetujui").await;
    shop.press(SARI, "↩️", "Akses: menunggu persetujuan").await;
    shop.see(BUDI, "sekali lagi").await;
    shop.pause();
    shop.say(AGUS, "/pending", "Budi").await;
    shop.close().await;
}

#[tokio::test]
async fn a_blocked_customer_is_shut_out_and_their_open_order_goes_on() {
    for mode in ["open", "approval"] {
        let mut shop = Shop::open_with(&TOML.replace("mode = \"open\"", &format!("mode = {mode:?}"))).await;
        shop.greet_admins().await;
        if mode == "approval" {
            shop.say(BUDI, "/start", "admin").await;
            shop.press(SARI, "✅", "disetujui").await;
            shop.see(BUDI, "disetujui").await;
        }
        shop.buy(BUDI).await;
        let order = shop.taken(1).await;
        shop.see(BUDI, "Sedang diproses").await;
        shop.placed(BUDI).await;
        shop.pause();
        let page = shop.say(SARI, "/find budi", "Pelanggan").await;
        has(&page, &["🚫 Blokir"]);
        let question = shop.press(SARI, "🚫 Blokir", "Kenapa diblokir").await;
        has(&question, &["Penipuan", "❌"]);
        shop.say(SARI, "ab", "3 sampai 200").await;
        shop.pause();
        let confirm = shop.say(SARI, "tukar kartu <curian>", "Blokir pelanggan ini?").await;
        assert!(confirm.text.contains("tukar kartu <curian>"), "{}", confirm.text);
        shop.say(BUDI, "/orders", "Pesanan kamu").await;
        let page = shop.press(SARI, "✅ Ya, blokir", "Akses: diblokir").await;
        has(&page, &["♻️"]);
        assert!(
            page.text.contains("Budi diblokir oleh Sari") && page.text.contains("tukar kartu") && page.button("🚫").is_none(),
            "{page:?}"
        );
        let told = shop.see(BUDI, "tidak bisa melayani akunmu").await;
        assert!(!told.text.contains("curian"), "{}", told.text);
        for text in ["/start", "/menu", "/orders", "halo", "/start mobile-legends"] {
            shop.pause();
            assert!(shop.say(BUDI, text, "tidak bisa melayani akunmu").await.keyboard.is_empty());
        }
        shop.provider.deliver(&order.invoice, "SN-1").unwrap();
        shop.set_ahead(60);
        shop.see(BUDI, "Top up berhasil").await;
        shop.press(BUDI, "🔁", "tidak bisa melayani akunmu").await;
        shop.pause();
        let before = if mode == "open" { "belum meminta" } else { "disetujui" };
        shop.press(SARI, "♻️", &format!("Akses: {before}")).await;
        shop.see(BUDI, "tidak diblokir lagi").await;
        shop.say(BUDI, "/menu", "Mau top up").await;
        shop.close().await;
    }
}

#[tokio::test]
async fn a_block_is_taken_back_and_the_second_admin_sees_who_was_first() {
    let mut shop = Shop::open_with_admins().await;
    shop.say(JANE, "/start", "Which game").await;
    for admin in [SARI, AGUS] {
        shop.say(admin, "/find jane", "Pelanggan").await;
        shop.press(admin, "🚫 Blokir", "Kenapa diblokir").await;
        shop.press(admin, "Penipuan", "Blokir pelanggan ini?").await;
    }
    shop.press(SARI, "✅ Ya", "Jane diblokir oleh Sari").await;
    let late = shop.tap(AGUS, "✅ Ya").await;
    assert_eq!(shop.answer_to(&late).await, "👌 Sudah diputuskan lebih dulu.");
    shop.see(AGUS, "Jane diblokir oleh Sari").await;
    shop.see(JANE, "can no longer serve").await;
    shop.press(AGUS, "♻️", "Akses: belum meminta").await;
    shop.see(JANE, "no longer blocked").await;
    shop.press(JANE, "🏠", "Which game").await;
    // An admin can't be shut out.
    let page = shop.say(SARI, &format!("/find {AGUS}"), "Pelanggan").await;
    assert!(page.button("🚫").is_none(), "{:?}", page.labels());
    shop.close().await;
    assert_eq!(shop.count(JANE, "can no longer serve"), 1);
    let rows = audit(&shop).await;
    let id = JANE.to_string();
    assert_eq!(acts(&rows), [(SARI, "block", id.as_str()), (AGUS, "unblock", id.as_str())]);
    assert_eq!(rows[0].3, "Penipuan atau bukti bayar palsu");
}

#[tokio::test]
async fn only_admins_decide_whatever_is_pressed() {
    let mut shop = guarded().await;
    shop.say(BUDI, "/start", "admin").await;
    shop.say(JANE, "/start", "admin").await;
    shop.pause();
    let list = shop.say(SARI, "/pending", "Budi").await;
    let page = shop.press(SARI, "👤", "Pelanggan").await;
    has(&page, &["✅", "🚫 Blokir"]);
    let question = shop.press(SARI, "🚫 Blokir", "Kenapa diblokir").await;
    let data = |message: &Message, label: &str| message.button(label).unwrap().callback_data.clone().unwrap();
    for (message, label) in [(&list, "✅ Budi"), (&page, "✅"), (&page, "🚫"), (&question, "Penipuan")] {
        assert!(shop.forge(BUDI, SARI, message.id, &data(message, label)).await.contains("bukan untukmu"), "{label}");
    }
    // Somebody who is no longer an admin.
    shop.stop().await;
    shop.more_vars.insert("ADMIN_IDS".into(), AGUS.to_string());
    shop.start();
    assert_eq!(shop.forge(SARI, SARI, question.id, &data(&question, "Penipuan")).await, "🔒 Khusus admin.");
    shop.close().await;
    assert_eq!(audit(&shop).await.len(), 0);
}

#[tokio::test]
async fn every_customer_is_on_a_list() {
    let mut shop = Shop::open_with_admins().await;
    for n in 1..=9 {
        shop.telegram.add_user(User::new(3_000 + n, &format!("Tamu {n}"), "id"));
        shop.say(3_000 + n, "/start", "Odzreshop").await;
        shop.set_ahead(1);
    }
    shop.pause();
    let list = shop.say(SARI, "/customers", "Pelanggan: 11").await;
    has(&list, &["👤 Tamu 9", "👤 Tamu 2", "▶️"]);
    let list = shop.press(SARI, "▶️", "Halaman 2 dari 2").await;
    has(&list, &["👤 Tamu 1", "👤 Sari", "◀️"]);
    shop.press(SARI, "👤 Tamu 1", "ID: 3001").await;
    shop.say(BUDI, "/customers", "Perintah itu tidak ada").await;
    shop.close().await;
}

#[tokio::test]
async fn admins_are_reminded_once_a_day_of_who_waits() {
    let mut shop = guarded().await;
    shop.say(BUDI, "/start", "admin").await;
    shop.see(SARI, "Ada yang mau belanja").await;
    for day in 1..=2 {
        shop.set_ahead(24 * 3_600 + 60);
        let reminded = shop.telegram.wait_until("a reminder", |state| {
            let lists = state.messages(AGUS).iter().filter(|message| message.text.contains("Menunggu sejak")).count();
            (lists == day).then_some(())
        });
        reminded.await.unwrap();
    }
    shop.press(AGUS, "✅ Budi", "disetujui oleh Agus").await;
    shop.see(BUDI, "disetujui").await;
    shop.close().await;
    assert_eq!(shop.count(SARI, "Menunggu sejak"), 2);
}

#[tokio::test]
async fn without_admins_nobody_is_told_that_one_looks() {
    let mut shop = Shop::closed_with(&with_approval()).await;
    shop.more_vars.insert("ADMIN_IDS".into(), String::new());
    shop.start();
    shop.say(BUDI, "/start", "Permintaanmu kami simpan").await;
    shop.say(BUDI, "halo", "@odzreshop").await;
    shop.stop().await;
    // The owner adds one.
    shop.more_vars.clear();
    shop.start();
    shop.say(SARI, "/start", "Mau top up").await;
    shop.press(SARI, "✅ Budi", "disetujui").await;
    shop.see(BUDI, "disetujui").await;
    shop.close().await;
}

#[tokio::test]
async fn the_link_leads_to_its_game_after_the_approval() {
    let mut shop = guarded().await;
    shop.say(BUDI, "/start Mobile-Legends", "admin").await;
    shop.say(JANE, "/start", "admin").await;
    shop.say(JANE, "/start nonsense", "still waiting").await;
    shop.pause();
    shop.say(SARI, "/pending", "Budi").await;
    shop.press(SARI, "✅ Budi", "Menunggu persetujuan").await;
    shop.press(SARI, "✅ Jane", "Tidak ada yang menunggu").await;
    shop.see(BUDI, "sudah disetujui").await;
    shop.press(BUDI, "⚔️", "Pilih nominal").await;
    let approved = shop.see(JANE, "has been approved").await;
    assert!(approved.button("⚔️").is_none() && approved.button("🏠").is_some(), "{approved:?}");
    shop.say(JANE, "/start MOBILE-LEGENDS", "Choose an item").await;
    shop.close().await;
}
