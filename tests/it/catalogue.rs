//! The catalogue as its owner wants it: which games and items are sold, in which order, and under which names.

use odzreshop_bot::app::Clock;
use sqlx::{Connection, SqliteConnection};

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

/// What is said about items of Mobile Legends.
const ITEMS: &str = r#"
[[category.item]]
sku = "ml-86"
label = { id = "86 Berlian", en = "86 Gems" }
popular = true

[[category.item]]
sku = "ml-5"
hidden = true
"#;

/// The usual shop, whose file says `items` about Mobile Legends.
fn with_items(items: &str) -> String {
    TOML.replace("[[category]]\nslug = \"free-fire\"", &format!("{items}\n[[category]]\nslug = \"free-fire\""))
}

/// A shop that reads this file again at `/reload`.
pub async fn with_file(toml: &str) -> Shop {
    let mut shop = Shop::closed_with(toml).await;
    let file = shop.folder.path().join("shop.toml");
    std::fs::write(&file, toml).unwrap();
    shop.more_vars.insert("SHOP_FILE".to_owned(), file.display().to_string());
    shop
}

/// The owner changes the file.
async fn reload(shop: &Shop, toml: &str) {
    std::fs::write(shop.folder.path().join("shop.toml"), toml).unwrap();
    shop.pause();
    shop.say(SARI, "/reload", "sudah dimuat ulang").await;
}

/// The labels of the items of a game, as somebody sees them.
pub async fn items(shop: &Shop, user: i64, slug: &str, question: &str) -> Vec<String> {
    let screen = shop.say(user, &format!("/start {slug}"), question).await;
    let labels = screen.keyboard.into_iter().flatten().map(|button| button.text);
    labels.filter_map(|label| label.split_once(" · Rp ").map(|(name, _)| name.to_owned())).collect()
}

#[tokio::test]
async fn labels_stand_for_names_and_hidden_items_cannot_be_bought() {
    let mut shop = with_file(&with_items(ITEMS)).await;
    shop.start();
    shop.greet_admins().await;
    let indonesian = items(&shop, BUDI, "mobile-legends", "Pilih nominal").await;
    assert_eq!(indonesian[..2], ["86 Berlian", "12 💎"], "popular first, then by price; one is hidden");
    let english = items(&shop, JANE, "mobile-legends", "Mobile Legends").await;
    assert_eq!(english[0], "86 Gems");
    // The label goes with the order.
    shop.press(JANE, "86 Gems", "86 Gems").await;
    let asked = shop.say(JANE, "123456789 (1234)", "Please check").await;
    assert!(asked.text.contains("86 Gems") && !asked.text.contains("Diamonds"), "{}", asked.text);
    shop.press(JANE, "✅", "86 Gems").await;
    let running = shop.taken(1).await;
    assert_eq!(running.sku, "ml-86");
    // Buttons from before the item was hidden.
    shop.press(BUDI, "86 Berlian", "User ID").await;
    let to_confirm = shop.say(BUDI, "123456789 (1234)", "Cek dulu").await;
    assert!(to_confirm.button("✅").is_some());
    reload(&shop, &with_items(&ITEMS.replace("popular = true", "hidden = true"))).await;
    shop.press(BUDI, "✅", "baru saja tidak tersedia").await;
    assert!(!items(&shop, BUDI, "mobile-legends", "Pilih nominal").await.contains(&"86 Berlian".to_owned()));
    // An open order goes on; the same again is not sold.
    shop.provider.deliver(&running.invoice, "SN-1").unwrap();
    shop.see(JANE, "SN-1").await;
    shop.press(JANE, "🔁", "become unavailable").await;
    // Neither is a whole game.
    shop.pause();
    shop.say(BUDI, "/menu", "Mau top up").await;
    reload(&shop, &with_items("").replacen("emoji = \"⚔️\"", "emoji = \"⚔️\"\nhidden = true", 1)).await;
    shop.press(BUDI, "⚔️", "sudah tidak ada di toko ini").await;
    shop.say(BUDI, "/start mobile-legends", "tidak ada di sini").await;
    assert_eq!(shop.provider.orders().len(), 1);
    shop.close().await;
}

#[tokio::test]
async fn an_order_whose_item_is_hidden_before_it_is_sent_goes_on() {
    let mut shop = with_file(TOML).await;
    shop.start();
    shop.greet_admins().await;
    shop.to_confirmation(BUDI).await;
    // The price can't be read again for a while, so the order waits.
    shop.provider.down(true);
    shop.press(BUDI, "✅", "diproses").await;
    reload(&shop, &with_items("[[category.item]]\nsku = \"ml-86\"\nhidden = true\n")).await;
    shop.provider.down(false);
    let order = shop.taken(1).await;
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    shop.see(BUDI, "SN-1").await;
    shop.close().await;
}

#[tokio::test]
async fn an_item_is_hidden_named_and_preferred_from_the_chat() {
    let mut shop = with_file(TOML).await;
    shop.start();
    shop.greet_admins().await;
    shop.to_confirmation(BUDI).await;
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "🗂", "3 game, sesuai urutan di menu").await;
    shop.press(SARI, "⚔️", "👁 Dijual").await;
    shop.press(SARI, "💎 Item", "item di provider").await;
    shop.press(SARI, "Mobile Legends 86", "Nama di provider: Mobile Legends 86 Diamonds (ml-86)").await;
    // One step, and one back.
    shop.press(SARI, "🙈", "Disembunyikan.").await;
    shop.press(BUDI, "✅", "baru saja tidak tersedia").await;
    shop.press(SARI, "↩️", "Dikembalikan").await;
    assert!(items(&shop, BUDI, "mobile-legends", "Pilih nominal").await.contains(&"86 💎".to_owned()));
    shop.pause();
    // A label in both languages, bounded, shown before it counts.
    shop.press(SARI, "✏️ Label", "Kirim label pendek").await;
    shop.say(SARI, &"x".repeat(41), "paling banyak 40").await;
    shop.say(SARI, "satu\ndua\ntiga", "satu baris per bahasa").await;
    shop.say(SARI, "86 <Berlian>\n86 Gems", "Simpan nama ini").await;
    assert!(items(&shop, JANE, "mobile-legends", "Mobile Legends").await.contains(&"86 💎".to_owned()));
    shop.press(SARI, "✅ Simpan", "Disimpan").await;
    shop.press(SARI, "⭐ Populer", "⭐ Populer: tampil paling depan").await;
    shop.pause();
    assert_eq!(items(&shop, BUDI, "mobile-legends", "Pilih nominal").await[0], "86 <Berlian>");
    assert_eq!(items(&shop, JANE, "mobile-legends", "Mobile Legends").await[0], "86 Gems");
    // It survives a restart, wins over the file, and can be given up.
    shop.stop().await;
    shop.start();
    shop.pause();
    assert_eq!(items(&shop, BUDI, "mobile-legends", "Pilih nominal").await[0], "86 <Berlian>");
    shop.say(SARI, "/catalog", "3 game").await;
    shop.press(SARI, "⚔️", "Item yang diatur lain: 1").await;
    shop.press(SARI, "💎 Item", "item di provider").await;
    let page = shop.press(SARI, "⭐ 86 <Berlian>", "Menurut shop.toml").await;
    assert!(page.text.contains("Label: 86 Gems · 86 <Berlian>"), "{}", page.text);
    shop.press(SARI, "📄", "Pakai isi shop.toml?").await;
    shop.press(SARI, "✅ Ya", "Disimpan").await;
    assert!(items(&shop, BUDI, "mobile-legends", "Pilih nominal").await.contains(&"86 💎".to_owned()));
    shop.close().await;
    let audit = audit(&shop).await;
    let item = "mobile-legends/ml-86";
    let acts: Vec<(&str, &str)> = audit.iter().map(|(action, subject, _)| (action.as_str(), subject.as_str())).collect();
    let change = ("change_catalog", item);
    assert_eq!(acts, [change, ("undo_catalog", item), change, change, change], "{audit:?}");
    assert_eq!(audit[0].2, "category.mobile-legends.item.ml-86.hidden = true");
}

/// What admins did: action, subject and detail.
async fn audit(shop: &Shop) -> Vec<(String, String, String)> {
    let mut database = SqliteConnection::connect(shop.folder.path().join("shop.db").to_str().unwrap()).await.unwrap();
    sqlx::query_as("SELECT action, subject, detail FROM audit ORDER BY at, id").fetch_all(&mut database).await.unwrap()
}

/// The games of the menu, as somebody sees them.
async fn games(shop: &Shop, user: i64) -> Vec<String> {
    shop.pause();
    let menu = shop.say(user, "/menu", "top up").await;
    let labels = menu.keyboard.into_iter().flatten().map(|button| button.text);
    labels.filter(|label| ["⚔️", "🔥", "🌠", "🎲"].iter().any(|emoji| label.starts_with(emoji))).collect()
}

#[tokio::test]
async fn games_are_ordered_named_and_switched_off_from_the_chat() {
    let mut shop = with_file(TOML).await;
    shop.start();
    shop.greet_admins().await;
    assert_eq!(games(&shop, BUDI).await, ["⚔️ Mobile Legends", "🔥 Free Fire", "🌠 Genshin Impact"]);
    shop.say(AGUS, "/catalog", "3 game").await;
    shop.press(AGUS, "🌠", "genshin-impact").await;
    shop.press(AGUS, "🔼", "Disimpan").await;
    assert_eq!(games(&shop, BUDI).await, ["⚔️ Mobile Legends", "🌠 Genshin Impact", "🔥 Free Fire"]);
    shop.press(AGUS, "🔥", "free-fire").await;
    shop.press(AGUS, "⭐", "Disimpan").await;
    assert_eq!(games(&shop, BUDI).await, ["🔥 Free Fire", "⚔️ Mobile Legends", "🌠 Genshin Impact"]);
    let page = shop.press(AGUS, "✏️ Nama", "Kirim nama baru").await;
    assert!(page.text.contains("Free Fire"), "{}", page.text);
    shop.say(AGUS, "🎲 Api Gratis\n🎲 Free Flames", "Simpan nama ini").await;
    shop.press(AGUS, "✅ Simpan", "Disimpan").await;
    assert_eq!(games(&shop, JANE).await[0], "🎲 Free Flames");
    assert_eq!(games(&shop, BUDI).await[0], "🎲 Api Gratis");
    shop.press(AGUS, "🙈", "Disembunyikan.").await;
    assert_eq!(games(&shop, BUDI).await, ["⚔️ Mobile Legends", "🌠 Genshin Impact"]);
    shop.say(BUDI, "/start free-fire", "tidak ada di sini").await;
    // While the file is wrong the catalogue still changes; the order can be given up.
    std::fs::write(shop.folder.path().join("shop.toml"), TOML.replace("\"open\"", "\"ajar\"")).unwrap();
    shop.press(AGUS, "👁", "Ditampilkan lagi").await;
    assert_eq!(games(&shop, BUDI).await.len(), 3);
    std::fs::write(shop.folder.path().join("shop.toml"), TOML).unwrap();
    shop.say(AGUS, "/catalog", "Urutannya diatur di sini").await;
    shop.press(AGUS, "📄", "Pakai isi shop.toml?").await;
    shop.press(AGUS, "✅ Ya", "Disimpan").await;
    assert_eq!(games(&shop, BUDI).await, ["🎲 Api Gratis", "⚔️ Mobile Legends", "🌠 Genshin Impact"]);
    // For everybody else there is no such command, and its buttons do nothing.
    shop.say(BUDI, "/catalog", "Perintah itu tidak ada").await;
    let list = shop.say(AGUS, "/catalog", "3 game").await;
    let data = list.button("➕").unwrap().callback_data.clone().unwrap();
    assert!(shop.forge(BUDI, AGUS, list.id, &data).await.starts_with("🙅"));
    shop.close().await;
}

#[tokio::test]
async fn a_game_is_added_after_the_provider_was_asked_and_its_fields_are_tried() {
    let mut shop = with_file(TOML).await;
    shop.start();
    shop.greet_admins().await;
    shop.say(SARI, "/catalog", "3 game").await;
    shop.press(SARI, "➕", "Kirim slug").await;
    shop.say(SARI, "Honkai: Star Rail", "Slug hanya huruf kecil").await;
    shop.say(SARI, "free-fire", "sudah ada di katalog").await;
    shop.say(SARI, "honkai-star", "belum bisa ditambahkan").await;
    shop.press(SARI, "✏️ Slug lain", "Kirim slug").await;
    let known = shop.say(SARI, "honkai-star-rail", "Provider mengenal honkai-star-rail: 7 item").await;
    assert!(known.text.contains("60 Oneiric Shard"), "{}", known.text);
    shop.press(SARI, "➕ Lanjut", "Apa nama game ini").await;
    shop.say(SARI, "🎲 Honkai: Star Rail", "apa yang harus diisi pelanggan").await;
    for (wrong, remark) in [
        ("UID", "Baris 1: tulis nama"),
        ("UID | 12 | 9-10", "Baris 1: contohnya tidak cocok"),
        ("UID | 812345678 | [0-9", "Baris 1: aturannya bukan"),
        ("UID | 812345678\nServer | Asia=a\n={1}", "Baris terakhir harus memakai"),
    ] {
        shop.say(SARI, wrong, remark).await;
        shop.pause();
    }
    let fields = "UID | 812345678 | 9-10\nServer | Asia=prod_official_asia, Eropa=prod_official_eur\n={1}|{2}";
    let preview = shop.say(SARI, fields, "Simpan isian ini untuk 🎲 Honkai: Star Rail?").await;
    assert!(preview.text.contains("provider menerima: 812345678|prod_official_asia"), "{}", preview.text);
    assert_eq!(games(&shop, BUDI).await.len(), 3, "nothing counts before it is saved");
    shop.press(SARI, "✅ Simpan", "Ditambahkan di sini").await;
    assert_eq!(games(&shop, BUDI).await[3], "🎲 Honkai: Star Rail");
    shop.press(SARI, "🧪 Coba isian", "kirim isian seperti pelanggan").await;
    shop.say(SARI, "812345678", "isian berikutnya: Server").await;
    shop.say(SARI, "812345678 eropa", "provider menerima: 812345678|prod_official_eur").await;
    shop.say(SARI, "81", "Formatnya belum cocok").await;
    // It is sold, also after a restart.
    shop.stop().await;
    shop.start();
    shop.pause();
    shop.say(BUDI, "/start honkai-star-rail", "Pilih nominal").await;
    shop.press(BUDI, "60 Oneiric", "UID").await;
    shop.say(BUDI, "812345678 asia", "Cek dulu").await;
    shop.press(BUDI, "✅", "diproses").await;
    let order = shop.taken(1).await;
    assert_eq!(order.target, "812345678|prod_official_asia");
    // Its questions are changed: what is there stands ready to be copied.
    shop.say(SARI, "/catalog", "4 game").await;
    shop.press(SARI, "🧪 🎲", "Ditambahkan di sini").await;
    let now = shop.press(SARI, "✏️ Isian", "Sekarang (ketuk untuk menyalin)").await;
    assert!(now.text.contains("UID | 812345678 | 9-10") && now.text.contains("={1}|{2}"), "{}", now.text);
    shop.say(SARI, "UID | 812345678 | 9-10", "provider menerima: 812345678").await;
    shop.press(SARI, "✅ Simpan", "Disimpan").await;
    shop.press(SARI, "↩️", "Dikembalikan").await;
    shop.press(SARI, "➖", "Hapus game ini").await;
    shop.press(SARI, "✅ Ya", "3 game").await;
    assert_eq!(games(&shop, BUDI).await.len(), 3);
    shop.close().await;
}

#[tokio::test]
async fn what_changed_at_the_provider_is_told_once_a_day() {
    const DAY: i64 = 24 * 3_600;
    let mut shop = with_file(TOML).await;
    // Nine in the morning in Jakarta.
    shop.set_ahead((2 * 3_600 - Clock::system().now().0 / 1_000).rem_euclid(DAY));
    shop.start();
    shop.greet_admins().await;
    items(&shop, BUDI, "mobile-legends", "Pilih nominal").await;
    shop.say(SARI, "/catalog", "3 game").await;
    shop.press(SARI, "📉", "Tidak ada.").await;
    shop.provider.set_price("ml-86", 99_000).unwrap();
    shop.provider.set_price("ml-12", 1_000).unwrap();
    shop.provider.remove_sku("ml-5").unwrap();
    shop.provider.add_sku("mobile-legends", "ml-new", "1 <Diamond>", 500).unwrap();
    // Somebody looks, so that the list is read again.
    shop.set_ahead(120);
    loop {
        shop.pause();
        if items(&shop, BUDI, "mobile-legends", "Pilih nominal").await[0] == "1 <Diamond>" {
            break;
        }
    }
    shop.pause();
    shop.press(SARI, "⬅️ Katalog", "3 game").await;
    shop.press(SARI, "📉", "🔺 Mobile Legends 86 Diamonds").await;
    assert_eq!(shop.count(AGUS, "Yang berubah di provider"), 0, "not before the next day");
    shop.set_ahead(DAY);
    let digest = shop.see(AGUS, "Yang berubah di provider").await.text;
    for line in
        ["🔺 Mobile Legends 86 Diamonds: Rp 18.500 → Rp 99.000", "🔻 Mobile Legends 12", "🆕 1 <Diamond>: Rp 500", "🚫 Mobile Legends 5"]
    {
        assert!(digest.contains(line), "{line}: {digest}");
    }
    // Not again, neither after a restart nor on a day without a change.
    shop.stop().await;
    shop.start();
    shop.pause();
    shop.say(SARI, "/catalog", "3 game").await;
    let page = shop.press(SARI, "📉", "Ringkasan sebelumnya").await.text;
    assert!(page.contains("Tidak ada.") && page.contains("🚫 Mobile Legends 5"), "{page}");
    shop.set_ahead(DAY);
    loop {
        shop.pause();
        shop.say(SARI, "/catalog", "3 game").await;
        if !shop.press(SARI, "📉", "Yang berubah di provider").await.text.contains("Ringkasan sebelumnya") {
            break;
        }
    }
    assert_eq!(shop.count(AGUS, "Yang berubah di provider"), 1);
    shop.close().await;
}

/// The usual shop, whose UIDs that begin with 8 play on the server Asia.
fn with_check() -> String {
    let check = "check = [{ when = \"uid\", matches = \"^8\", field = \"server\", must = \"os_asia\" }]";
    TOML.replace("target = \"{uid}|{server}\"", &format!("target = \"{{uid}}|{{server}}\"\n{check}"))
}

#[tokio::test]
async fn answers_that_do_not_go_together_are_asked_about_and_not_refused() {
    let mut shop = Shop::open_with(&with_check()).await;
    let asked_in_english = "UID 812345678 usually goes with Server Asia, but you chose Europe. Which one is right?";
    let asked = "UID 812345678 biasanya untuk Server Asia, sedangkan kamu memilih Europe. Pakai yang mana?";
    let cases = [
        (BUDI, "812345678", "Europe", Some((asked, "👉 Pakai Asia")), "812345678|os_asia"),
        (BUDI, "812345678", "Europe", Some((asked, "Tetap Europe")), "812345678|os_euro"),
        (JANE, "812345678", "Europe", Some((asked_in_english, "👉 Take Asia")), "812345678|os_asia"),
        (BUDI, "812345679", "Asia", None, "812345679|os_asia"),
        (BUDI, "712345678", "Europe", None, "712345678|os_euro"),
    ];
    for (number, (user, uid, server, question, target)) in cases.into_iter().enumerate() {
        let confirmation = if user == JANE { "Please check" } else { "Cek dulu" };
        shop.pause();
        shop.say(user, "/start genshin-impact", "Genshin Impact").await;
        shop.press(user, "60 Genesis", "UID").await;
        match question {
            Some((question, button)) => {
                shop.say(user, &format!("{uid} {server}"), question).await;
                // What is typed there decides nothing, and one step back leads to the question before.
                shop.say(user, "Asia!", question).await;
                shop.press(user, "⬅️", "Server").await;
                shop.press(user, server, question).await;
                shop.press(user, button, confirmation).await;
            }
            None => {
                shop.say(user, &format!("{uid} {server}"), confirmation).await;
            }
        }
        shop.press(user, "✅", "🔄").await;
        let (order, sn) = (shop.taken(number + 1).await, format!("SN-{number}"));
        shop.provider.deliver(&order.invoice, &sn).unwrap();
        shop.see(user, &sn).await;
        assert_eq!(order.target, target);
    }
    shop.close().await;
}
