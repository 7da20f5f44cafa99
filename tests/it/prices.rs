//! Prices from the chat: rules that are looked at before they count, promos that end, tiers and limits of single customers, and the history.

use std::time::{Duration, Instant};

use odzreshop_bot::sandbox::telegram::Message;
use serde_json::json;
use tokio::net::TcpStream;

use crate::postgres;
use crate::shop::process::{Process, free_address};
use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};
use crate::webhook::SECRET;

const PATIENCE: Duration = Duration::from_secs(30);

/// The shop with the wallet on; Budi and Jane are known, and Budi has Rp 40.000.
async fn prepaid() -> Shop {
    let shop = Shop::open_with(&format!("{TOML}\n[wallet]\nenabled = true\n")).await;
    shop.greet_admins().await;
    for customer in [BUDI, JANE] {
        shop.say(customer, "/start", "Odzreshop").await;
    }
    shop.say(SARI, "/find budi", "Pelanggan").await;
    shop.press(SARI, "➕", "Berapa yang ditambahkan").await;
    shop.say(SARI, "40rb", "untuk apa").await;
    shop.say(SARI, "transfer", "Tambah saldo").await;
    shop.press(SARI, "✅ Ya", "ditambahkan ke saldo").await;
    shop.pause();
    shop
}

/// What a customer pays for 86 diamonds, as the list of items says.
async fn price(shop: &Shop, user: i64) -> String {
    shop.pause();
    let items = shop.say(user, "/start mobile-legends", "Mobile Legends").await;
    let label = items.button("86 💎").unwrap().text.clone();
    label.split_once(" — ").unwrap().1.to_owned()
}

/// An admin begins a rule for the 86 diamonds, after the question for whom.
async fn to_item(shop: &Shop, admin: i64, whom: &str) -> Message {
    shop.pause();
    shop.say(admin, "/prices", "Harga jual").await;
    shop.press(admin, "➕", "untuk siapa").await;
    shop.press(admin, whom, "untuk apa").await;
    shop.press(admin, "⚔️", "satu item").await;
    shop.press(admin, "Mobile Legends 86", "Persen di atas modal").await
}

/// An admin types a value of the draft that they look at.
async fn type_value(shop: &Shop, admin: i64, button: &str, text: &str, expected: &str) -> Message {
    shop.press(admin, button, "Contoh: ").await;
    shop.say(admin, text, expected).await
}

#[tokio::test]
async fn a_rule_counts_once_it_is_saved_and_is_taken_back_from_the_history() {
    let mut shop = Shop::closed_with(TOML).await;
    // Where the bot reads it again after a restart.
    let file = shop.folder.path().join("shop.toml");
    std::fs::write(&file, TOML).unwrap();
    shop.more_vars.insert("SHOP_FILE".to_owned(), file.display().to_string());
    shop.start();
    shop.greet_admins().await;
    assert_eq!(price(&shop, BUDI).await, "Rp 18.500");
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "💰", "Harga jual").await;
    // The shop's rule, value by value, in every usual form; anything else changes nothing.
    let draft = shop.press(SARI, "✏️ 🏪", "Belum ada yang diubah").await;
    assert!(draft.button("✅").is_none() && draft.button("▶️").is_some(), "{:?}", draft.labels());
    shop.press(SARI, "✏️ Persen", "Berapa persen").await;
    for wrong in ["Rp 500", "1rb", "2,345", "dua", "1001"] {
        shop.say(SARI, wrong, "belum berupa persen").await;
    }
    let draft = shop.say(SARI, "2,5", "Harga berubah: 40 dari 40 item").await;
    assert!(
        draft.text.contains("modal Rp 900 · Rp 900 → Rp 923 · untung Rp 23 (2,55 %)") || draft.text.contains("Mobile Legends"),
        "{}",
        draft.text
    );
    shop.press(SARI, "✏️ Tambahan", "Berapa rupiah").await;
    shop.say(SARI, "2,5", "belum berupa jumlah").await;
    shop.say(SARI, "Rp 500", "Tambahan: Rp 500").await;
    type_value(&shop, SARI, "✏️ Pembulatan", "1rb", "kelipatan: Rp 1.000").await;
    assert_eq!(price(&shop, BUDI).await, "Rp 18.500", "not saved yet");
    shop.press(SARI, "✅", "Tersimpan").await;
    // 18.500 + 462,5 + 500, to the next thousand.
    assert_eq!(price(&shop, BUDI).await, "Rp 20.000");
    shop.buy(BUDI).await;
    assert_eq!(shop.taken(1).await.price, 18_500, "what the provider charges");
    // A more specific rule, then removed.
    to_item(&shop, AGUS, "👥").await;
    type_value(&shop, AGUS, "✏️ Tambahan", "1.500", "Rp 20.000 → Rp 21.000").await;
    shop.press(AGUS, "✅", "Mobile Legends 86 Diamonds: Rp 1.500").await;
    assert_eq!(price(&shop, JANE).await, "Rp 21.000");
    shop.say(AGUS, "/prices", "Diatur di sini, bukan di shop.toml: 2").await;
    shop.press(AGUS, "✏️ Mobile Legends 86", "Belum ada yang diubah").await;
    shop.press(AGUS, "➖", "akan dihapus").await;
    shop.press(AGUS, "✅", "Tidak ada lagi aturan").await;
    assert_eq!(price(&shop, JANE).await, "Rp 20.000");
    // Everybody sees who did what, and the first change is taken back in two steps.
    shop.say(SARI, "/prices", "Harga jual").await;
    let history = shop.press(SARI, "📜", "Riwayat harga").await;
    for line in ["1. ", "Sari", "3. ", "Agus", "Mobile Legends 86 Diamonds: Rp 1.500 → isi shop.toml"] {
        assert!(history.text.contains(line), "no {line:?} in {}", history.text);
    }
    assert!(history.button("↩️ 2").is_none(), "another change came after it: {:?}", history.labels());
    shop.press(SARI, "↩️ 1", "Yang berlaku nanti isi shop.toml").await;
    assert_eq!(price(&shop, BUDI).await, "Rp 20.000");
    shop.press(SARI, "✅", "Tersimpan").await;
    assert_eq!(price(&shop, BUDI).await, "Rp 18.500");
    // And back again at once.
    shop.press(SARI, "↩️", "Tambahan: Rp 500").await;
    shop.press(SARI, "✅", "Tersimpan").await;
    assert_eq!(price(&shop, BUDI).await, "Rp 20.000");
    shop.say(BUDI, "/prices", "Perintah itu tidak ada").await;
    shop.close().await;
    // It stays after a restart.
    shop.start();
    assert_eq!(price(&shop, BUDI).await, "Rp 20.000");
    shop.close().await;
}

#[tokio::test]
async fn only_a_promo_sells_below_cost_and_it_ends_by_itself() {
    let mut shop = Shop::open_with_admins().await;
    to_item(&shop, SARI, "👥").await;
    let refused = type_value(&shop, SARI, "✏️ Persen", "-10%", "1 item jadi di bawah modal").await;
    assert!(refused.button("✅").is_none(), "{:?}", refused.labels());
    shop.press(SARI, "🔥", "Promo berakhir kapan").await;
    for wrong in ["besok", "01-01-2020 10:00", "30/11", "25:00"] {
        shop.say(SARI, wrong, "belum berupa tanggal dan jam yang akan datang").await;
    }
    let draft = shop.press(SARI, "1 jam", "Rp 18.500 → Rp 16.650").await;
    assert!(draft.text.contains("dijual di bawah modal sampai promo berakhir"), "{}", draft.text);
    shop.press(SARI, "✅", "Tersimpan").await;
    assert_eq!(price(&shop, BUDI).await, "Rp 16.650");
    shop.buy(BUDI).await;
    shop.taken(1).await;
    shop.see(BUDI, "Rp 16.650").await;
    // A confirmation that is open when it ends is asked again.
    shop.to_confirmation(JANE).await;
    shop.say(SARI, "/prices", "Harga jual").await;
    shop.press(SARI, "✏️ 🔥", "Promo sampai").await;
    shop.press(SARI, "➖", "akan dihentikan").await;
    shop.press(SARI, "✅", "Tersimpan").await;
    shop.press(JANE, "✅", "Rp 18.500").await;
    assert_eq!(shop.provider.orders().len(), 1);
    // One that nobody stops.
    shop.say(SARI, "/prices", "Harga jual").await;
    shop.press(SARI, "📜", "Riwayat harga").await;
    shop.press(SARI, "↩️ 2", "Promo sampai").await;
    shop.press(SARI, "✅", "Tersimpan").await;
    assert_eq!(price(&shop, BUDI).await, "Rp 16.650");
    assert_eq!(shop.count(AGUS, "Promo sudah berakhir"), 0, "one that was stopped by hand");
    shop.set_ahead(2 * 3_600);
    assert_eq!(price(&shop, BUDI).await, "Rp 18.500");
    for admin in [SARI, AGUS] {
        let told = shop.see(admin, "Promo sudah berakhir").await;
        assert!(told.text.contains("🔥 Mobile Legends 86 Diamonds: -10 %, sampai "), "{}", told.text);
    }
    // Once, also when the rule that is over is left out of the next change, and after a restart.
    to_item(&shop, SARI, "👥").await;
    type_value(&shop, SARI, "✏️ Tambahan", "100", "Tambahan: Rp 100").await;
    shop.press(SARI, "✅", "Tersimpan").await;
    shop.stop().await;
    shop.start();
    shop.set_ahead(60);
    let list = shop.say(SARI, "/prices", "Harga jual").await;
    assert!(list.button("✏️ 🔥").is_none(), "{:?}", list.labels());
    assert_eq!([SARI, AGUS].map(|admin| shop.count(admin, "Promo sudah berakhir")), [1, 1]);
    shop.close().await;
}

#[tokio::test]
async fn a_customer_of_a_tier_pays_its_prices_everywhere() {
    let mut shop = prepaid().await;
    shop.say(SARI, "/find jane", "Pelanggan").await;
    shop.press(SARI, "🏷", "Belum ada level harga").await;
    shop.press(SARI, "💰", "Harga jual").await;
    shop.press(SARI, "➕", "untuk siapa").await;
    shop.press(SARI, "➕", "nama level").await;
    shop.say(SARI, &"x".repeat(31), "1 sampai 30 karakter").await;
    shop.say(SARI, "Reseller <emas>", "Aturan baru untuk Reseller <emas>").await;
    shop.press(SARI, "🏪", "Reseller <emas> · 🏪 Seluruh toko").await;
    type_value(&shop, SARI, "✏️ Tambahan", "100", "Tambahan: Rp 100").await;
    shop.press(SARI, "✅", "Tersimpan").await;
    // Everybody else pays more.
    shop.say(AGUS, "/prices", "Harga jual").await;
    shop.press(AGUS, "✏️ 🏪", "Belum ada yang diubah").await;
    type_value(&shop, AGUS, "✏️ Tambahan", "1rb", "Rp 1.000").await;
    shop.press(AGUS, "✅", "Tersimpan").await;
    assert_eq!(price(&shop, BUDI).await, "Rp 19.500");
    let page = shop.say(SARI, "/find budi", "Pelanggan").await;
    assert!(!page.text.contains("Level harga"), "{}", page.text);
    shop.press(SARI, "🏷", "Level harga: tanpa level").await;
    shop.press(SARI, "🏷 Reseller", "Ganti level harga pelanggan ini?").await;
    assert_eq!(price(&shop, BUDI).await, "Rp 19.500", "not saved yet");
    shop.press(SARI, "✅", "Level harga: Reseller <emas>").await;
    assert_eq!((price(&shop, BUDI).await.as_str(), price(&shop, JANE).await.as_str()), ("Rp 18.600", "Rp 19.500"));
    // Another name takes its rules and its customers along, and is taken back.
    shop.say(AGUS, "/prices", "Harga jual").await;
    shop.press(AGUS, "➕", "untuk siapa").await;
    shop.press(AGUS, "🏷 Reseller", "untuk apa").await;
    shop.press(AGUS, "✏️ Ganti nama", "Nama baru untuk level Reseller <emas>?").await;
    shop.say(AGUS, &"x".repeat(31), "1 sampai 30 karakter").await;
    shop.say(AGUS, "Reseller <emas>", "Nama itu masih dipakai").await;
    shop.say(AGUS, "VIP & co", "Level Reseller <emas> sekarang bernama VIP & co.").await;
    assert_eq!((price(&shop, BUDI).await.as_str(), price(&shop, JANE).await.as_str()), ("Rp 18.600", "Rp 19.500"));
    shop.say(SARI, "/find budi", "Level harga: VIP & co").await;
    shop.say(SARI, "/prices", "Harga jual").await;
    let history = shop.press(SARI, "📜", "Riwayat harga").await.text;
    assert!(history.contains("VIP & co · 🏪 Seluruh toko") && history.contains("Reseller <emas> · 🏪 Seluruh toko"), "{history}");
    shop.press(AGUS, "↩️", "Level VIP & co sekarang bernama Reseller <emas>.").await;
    assert_eq!(price(&shop, BUDI).await, "Rp 18.600");
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "🧾", "Ganti nama level").await;
    // Confirmation, hold, the price that is read again, receipt, and the same again.
    let confirmation = shop.to_confirmation(BUDI).await;
    assert!(confirmation.text.contains("Harga: Rp 18.600"), "{}", confirmation.text);
    shop.press(BUDI, "✅", "Rp 18.600 ditahan dari saldomu").await;
    let order = shop.taken(1).await;
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    let receipt = shop.see(BUDI, "SN-1").await;
    assert!(receipt.text.contains("Rp 18.600"), "{}", receipt.text);
    shop.say(BUDI, "/wallet", "Saldo kamu: Rp 21.400").await;
    shop.press(BUDI, "📜", "18.600").await;
    shop.say(BUDI, "/orders", "Pesanan kamu").await;
    shop.press(BUDI, "🧾", "Riwayat pesanan").await;
    shop.press(BUDI, "🔁", "Harga: Rp 18.600").await;
    // Without the tier the open confirmation is asked again.
    let page = shop.say(SARI, "/find budi", "Pesanan: 1 · belanja Rp 18.600").await;
    for fact in ["Saldo: Rp 21.400", "Sejak: ", "Buka profil", "Level harga: Reseller <emas>"] {
        assert!(page.text.contains(fact), "no {fact:?} in {}", page.text);
    }
    assert!(page.entities.iter().any(|entity| entity.kind == "text_mention"), "{:?}", page.entities);
    shop.press(SARI, "🏷", "Pilih level").await;
    shop.press(SARI, "➖ Tanpa level", "Ganti level").await;
    shop.press(SARI, "✅", "Pelanggan").await;
    shop.press(BUDI, "✅", "sekarang Rp 19.500").await;
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 1);
}

#[tokio::test]
async fn a_customer_has_limits_of_their_own_until_they_have_the_shops_again() {
    let limits = "mode = \"open\"\nmax_open_orders = 1\ndaily_limit = 30_000";
    let mut shop = Shop::open_with(&TOML.replace("mode = \"open\"", limits)).await;
    shop.greet_admins().await;
    shop.buy(BUDI).await;
    shop.taken(1).await;
    shop.say(BUDI, "/start mobile-legends", "Pilih nominal").await;
    shop.press(BUDI, "86 💎", "1 pesananmu yang berjalan").await;
    shop.say(SARI, "/find budi", "Pelanggan").await;
    shop.press(SARI, "🎚", "Rp 30.000 (batas toko)").await;
    shop.press(SARI, "✏️ Pesanan", "Paling banyak berapa pesanan").await;
    for wrong in ["0", "101", "banyak", "1,5"] {
        shop.say(SARI, wrong, "belum berupa angka").await;
    }
    shop.say(SARI, "5", "Pesanan berjalan sekaligus: 5").await;
    shop.press(SARI, "✅", "Punya batas sendiri").await;
    shop.press(SARI, "🎚", "Batas pelanggan").await;
    shop.press(SARI, "✏️ Belanja", "berapa rupiah per hari").await;
    shop.say(SARI, "-5", "belum berupa jumlah").await;
    let ask = shop.say(SARI, "0", "Belanja per hari: tanpa batas").await;
    assert!(ask.text.contains("Rp 30.000 (batas toko)") && ask.text.contains("sekaligus: 5"), "{}", ask.text);
    // Another admin is faster.
    shop.say(AGUS, "/find budi", "Pelanggan").await;
    shop.press(AGUS, "🎚", "Batas pelanggan").await;
    shop.press(AGUS, "✏️ Belanja", "berapa rupiah per hari").await;
    shop.say(AGUS, "500rb", "Rp 500.000").await;
    shop.press(AGUS, "✅", "Punya batas sendiri").await;
    let press = shop.tap(SARI, "✅").await;
    assert!(shop.answer_to(&press).await.contains("Sudah diubah admin lain"));
    shop.pause();
    shop.buy(BUDI).await;
    shop.taken(2).await;
    shop.say(SARI, "/find budi", "Pelanggan").await;
    shop.press(SARI, "🎚", "Rp 500.000").await;
    shop.press(SARI, "➖", "Ubah batas").await;
    let page = shop.press(SARI, "✅", "Pelanggan").await;
    assert!(!page.text.contains("batas sendiri"), "{}", page.text);
    shop.say(BUDI, "/start mobile-legends", "Pilih nominal").await;
    shop.press(BUDI, "86 💎", "2 pesananmu yang berjalan").await;
    shop.close().await;
}

#[tokio::test]
async fn of_two_admins_who_change_prices_the_second_looks_again() {
    let file = "[pricing]\nflat = 200\n\n[[category]]";
    let mut shop = Shop::open_with(&TOML.replacen("[[category]]", file, 1)).await;
    shop.greet_admins().await;
    shop.say(SARI, "/prices", "Harga jual").await;
    shop.press(SARI, "✏️ 🏪", "Tambahan: Rp 200").await;
    type_value(&shop, SARI, "✏️ Tambahan", "300", "Isi shop.toml: Rp 200").await;
    shop.say(AGUS, "/prices", "Harga jual").await;
    shop.press(AGUS, "✏️ 🏪", "Belum ada yang diubah").await;
    type_value(&shop, AGUS, "✏️ Tambahan", "400", "Tambahan: Rp 400").await;
    shop.press(AGUS, "✅", "Tersimpan").await;
    let again = shop.press(SARI, "✅", "Agus baru saja mengubah harga").await;
    assert!(again.text.contains("Tambahan: Rp 300"), "{}", again.text);
    assert_eq!(price(&shop, BUDI).await, "Rp 18.900");
    shop.press(SARI, "✅", "Tersimpan").await;
    assert_eq!(price(&shop, BUDI).await, "Rp 18.800");
    // What the file says can be had back, or be removed.
    shop.say(SARI, "/prices", "bukan di shop.toml: 1").await;
    shop.press(SARI, "✏️ 🏪", "Isi shop.toml: Rp 200").await;
    shop.press(SARI, "📄", "Yang berlaku nanti isi shop.toml: Rp 200").await;
    shop.press(SARI, "✅", "Tersimpan").await;
    assert_eq!(price(&shop, BUDI).await, "Rp 18.700");
    shop.say(SARI, "/prices", "Harga jual").await;
    shop.press(SARI, "✏️ 🏪", "Belum ada yang diubah").await;
    shop.press(SARI, "➖", "akan dihapus").await;
    shop.press(SARI, "✅", "Tersimpan").await;
    assert_eq!(price(&shop, BUDI).await, "Rp 18.500");
    shop.close().await;
}

#[tokio::test]
async fn a_price_counts_in_every_process() {
    if !postgres::is_there() {
        return;
    }
    let mut shop = Shop::hooked().await;
    shop.more_vars.insert("DATABASE_URL".to_owned(), postgres::database().await);
    let first = shop.spawn();
    shop.greet_admins().await;
    shop.say(JANE, "/start mobile-legends", "Mobile Legends").await;
    let address = free_address().await;
    let second = Process::start(shop.command(&[]).env("WEBHOOK_LISTEN", address.to_string()), shop.log_file());
    while TcpStream::connect(address).await.is_err() {
        tokio::task::yield_now().await;
    }
    shop.say(SARI, "/prices", "Harga jual").await;
    shop.press(SARI, "✏️ 🏪", "Belum ada yang diubah").await;
    type_value(&shop, SARI, "✏️ Tambahan", "1rb", "Tambahan: Rp 1.000").await;
    shop.press(SARI, "✅", "Tersimpan").await;
    first.terminate().await;
    let dearer = "86 💎 — Rp 19.500";
    // It follows within a second; until then the price is read again before an order is sent.
    let since = Instant::now();
    for n in 1.. {
        let seen = shop.marks(JANE);
        let asked = json!({ "update_id": 900_000_000 + n, "message": {
            "message_id": 900 + n, "date": 1, "text": "/start mobile-legends", "entities": [{ "type": "bot_command", "offset": 0, "length": 6 }],
            "chat": { "id": JANE, "type": "private", "first_name": "Jane" },
            "from": { "id": JANE, "is_bot": false, "first_name": "Jane", "language_code": "en" },
        } });
        let posted = shop.post(&format!("http://{address}/telegram"), Some(SECRET), asked.to_string()).await;
        assert_eq!(posted.0, 200, "{posted:?}");
        if shop.see_since(&seen, JANE, "Mobile Legends").await.button(dearer).is_some() {
            break;
        }
        assert!(since.elapsed() < PATIENCE, "the second process does not follow");
    }
    second.terminate().await;
    shop.assert_clean();
}
