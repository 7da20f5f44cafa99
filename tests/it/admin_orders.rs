//! Orders as admins look at them: lists, search, an order's page and what can be done there.

use odzreshop_bot::sandbox::provider::Behaviour;
use odzreshop_bot::sandbox::telegram::{Content, Message};

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

/// A shop in which Budi's order was delivered, Jane's has failed, and a second one of Budi is open.
async fn shop_with_orders() -> Shop {
    let shop = Shop::open_with_admins().await;
    shop.buy(BUDI).await;
    shop.provider.deliver(&shop.taken(1).await.invoice, "SN-1").unwrap();
    shop.see(BUDI, "Top up berhasil").await;
    shop.buy(JANE).await;
    shop.provider.fail(&shop.taken(2).await.invoice, "no such player").unwrap();
    shop.see(JANE, "this top-up failed").await;
    shop.pause();
    shop.say(BUDI, "/start free-fire", "Pilih nominal").await;
    shop.press(BUDI, "5 💎", "Kirim Player ID").await;
    shop.say(BUDI, "12345678", "Cek dulu").await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    shop.taken(3).await;
    shop.pause();
    shop
}

/// How the button of an order of this item begins: with its state and number.
fn label_of(list: &Message, item: &str) -> String {
    let labels = list.labels().concat();
    let label = labels.iter().find(|label| label.contains(item)).unwrap();
    label.split(" · ").next().unwrap().to_owned()
}

/// Opens the page of an order of this item from the list that was shown last.
async fn open_order(shop: &Shop, user: i64, item: &str, expected: &str) -> Message {
    let list = shop.telegram.last_bot_message(user).unwrap();
    shop.press(user, &label_of(&list, item), expected).await
}

#[tokio::test]
async fn orders_are_listed_by_state_and_each_leads_to_its_page_and_back() {
    let mut shop = shop_with_orders().await;
    shop.say(SARI, "/admin", "Odzreshop").await;
    let all = shop.press(SARI, "📦", "Pesanan: Semua").await;
    let labels = all.labels().concat();
    let of_orders: Vec<_> = labels.iter().filter(|label| label.contains(" · Rp ")).collect();
    assert_eq!(of_orders.len(), 3, "{labels:?}");
    assert!(of_orders[0].contains("Free Fire 5 Diamonds"), "{labels:?}");
    assert!(of_orders[1].starts_with("❌") && of_orders[2].starts_with("✅"), "{labels:?}");
    let failed = shop.press(SARI, "Gagal", "Pesanan: Gagal").await;
    assert!(failed.button("❌").is_some() && failed.button("✅").is_none(), "{:?}", failed.labels());
    let page = shop.press(SARI, "❌", "Jane").await;
    for part in ["Mobile Legends 86 Diamonds", "Target ke provider", "Modal: Rp 18.500 · Harga jual: Rp 18.500", "Gagal"] {
        assert!(page.text.contains(part), "no {part:?} in\n{}", page.text);
    }
    let details = shop.press(SARI, "🧾", "Riwayat pesanan").await;
    assert!(details.text.contains("ref_id") && details.text.contains("no such player"), "{}", details.text);
    shop.press(SARI, "⬅️", "Harga jual").await;
    shop.press(SARI, "👤", "Akses:").await;
    shop.say(SARI, "/orders uncertain", "Tidak ada pesanan di sini").await;
    let open = shop.say(SARI, "/orders OPEN", "Pesanan: Berjalan").await;
    assert!(open.button("✅").is_none() && open.button("❌").is_none(), "{:?}", open.labels());
    open_order(&shop, SARI, "Free Fire", "12345678").await;
    shop.press(SARI, "⬅️", "Pesanan: Berjalan").await;
    shop.say(SARI, "/orders gagal", "Daftar itu tidak ada").await;
    shop.press(SARI, "Semua", "Pesanan: Semua").await;
    shop.say(SARI, "/orders", "Belum ada pesanan").await;
    shop.say(BUDI, "/orders failed", "Pesanan kamu").await;
    shop.say(AGUS, "/language", "Mau pakai bahasa apa").await;
    shop.press(AGUS, "English", "Okay, English it is").await;
    shop.say(AGUS, "/orders failed", "Orders: Failed").await;
    shop.press(AGUS, "❌", "Jane").await;
    shop.close().await;
}

#[tokio::test]
async fn long_lists_have_pages() {
    let toml = TOML.replace("mode = \"open\"", "mode = \"open\"\nmax_open_orders = 20");
    let mut shop = Shop::open_with(&toml).await;
    shop.greet_admins().await;
    for number in 1..=9 {
        shop.say(BUDI, "/start free-fire", "Pilih nominal").await;
        shop.press(BUDI, "5 💎", "Kirim Player ID").await;
        shop.say(BUDI, &format!("{}", 10_000_000 + number), "Cek dulu").await;
        shop.press(BUDI, "✅", "Sedang diproses").await;
        shop.taken(number).await;
        shop.set_ahead(60);
    }
    let first = shop.say(SARI, "/orders open", "Halaman 1").await;
    assert_eq!(first.labels().concat().iter().filter(|label| label.contains("Free Fire")).count(), 8, "{:?}", first.labels());
    let second = shop.press(SARI, "▶️", "Halaman 2").await;
    assert_eq!(second.labels().concat().iter().filter(|label| label.contains("Free Fire")).count(), 1, "{:?}", second.labels());
    open_order(&shop, SARI, "Free Fire", "10000009").await;
    shop.press(SARI, "⬅️", "Halaman 2").await;
    let first = shop.press(SARI, "◀️", "Halaman 1").await;
    assert!(first.button("◀️").is_none(), "{:?}", first.labels());
    shop.close().await;
}

#[tokio::test]
async fn orders_are_found_by_number_invoice_target_and_customer() {
    let mut shop = shop_with_orders().await;
    let order = shop.taken(3).await;
    shop.say(SARI, &format!("/find {}", order.invoice.to_lowercase()), "Free Fire 5 Diamonds").await;
    let page = shop.say(SARI, "/find 12345678", "Free Fire 5 Diamonds").await;
    let line = page.text.lines().find(|line| line.contains("Pesanan: ")).unwrap();
    let number = line.rsplit(' ').next().unwrap().to_lowercase();
    shop.say(SARI, &format!("/find #{number}"), "Target ke provider: 12345678").await;
    // The same target for two customers, as they typed it.
    let several = shop.say(SARI, "/find 123456789 (1234)", "Yang cocok dengan").await;
    assert_eq!(several.labels().concat().iter().filter(|label| label.contains("Mobile Legends 86")).count(), 2, "{:?}", several.labels());
    shop.press(SARI, "❌", "Jane").await;
    shop.press(SARI, "⬅️ Hasil", "Yang cocok dengan").await;
    shop.say(SARI, "/find 87654321", "Tidak ada pesanan atau pelanggan").await;
    shop.say(SARI, "/find jane", "Akses:").await;
    shop.say(BUDI, "/find 12345678", "Perintah itu tidak ada").await;
    shop.close().await;
}

#[tokio::test]
async fn an_admin_asks_the_provider_and_resolves_from_the_page() {
    let mut shop = Shop::open_with_admins().await;
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(BUDI).await;
    shop.see(SARI, "Status pesanan belum jelas").await;
    let invoice = shop.taken(1).await.invoice;
    shop.say(SARI, "/orders uncertain", "Pesanan: Belum jelas").await;
    open_order(&shop, SARI, "Mobile Legends", "Harga jual").await;
    shop.press(SARI, "📥", "Kirim nomor invoice").await;
    shop.say(SARI, &invoice, "Yakin pesanan ini sudah masuk").await;
    shop.press(SARI, "✅", "Menanyakan ke provider").await;
    shop.see(BUDI, "Sedang diproses").await;
    shop.pause();
    shop.say(SARI, "/orders open", "Pesanan: Berjalan").await;
    let page = open_order(&shop, SARI, "Mobile Legends", "Harga jual").await;
    assert!(page.button("📥").is_none(), "{:?}", page.labels());
    let seen = shop.marks(SARI);
    let query = shop.tap(SARI, "🔎").await;
    assert!(shop.answer_to(&query).await.contains("Jawabannya menyusul"));
    shop.see_since(&seen, SARI, &invoice).await;
    shop.close().await;
}

#[tokio::test]
async fn the_lists_work_in_the_group_of_the_admins_and_only_for_them() {
    const GROUP: i64 = -1_001_234_567_890;
    let mut shop = Shop::closed_with(TOML).await;
    shop.telegram.add_supergroup(GROUP, "Admins", true);
    shop.telegram.add_bot_to_group(SARI, GROUP).unwrap();
    shop.more_vars.insert("ADMIN_CHAT_ID".into(), GROUP.to_string());
    shop.start();
    shop.buy(BUDI).await;
    shop.taken(1).await;
    let say = |user, text: &str| shop.telegram.send_in(user, GROUP, Some(7), Content::Text(text.into())).unwrap();
    say(SARI, "/orders open");
    let list = shop.see(GROUP, "Pesanan: Berjalan").await;
    let label = label_of(&list, "Mobile Legends");
    // Another admin's screen, and no admin at all.
    for (stranger, refusal) in [(AGUS, "bukan untukmu"), (JANE, "isn't for you")] {
        let query = shop.telegram.press(stranger, GROUP, list.id, &label).unwrap();
        let answer = shop.answer_to(&query).await;
        assert!(answer.contains(refusal), "{answer}");
    }
    shop.telegram.press(SARI, GROUP, list.id, &label).unwrap();
    let page = shop.see(GROUP, "Harga jual").await;
    assert!(page.button("🔎").is_some() && page.button("🧾").is_some() && page.button("👤").is_some(), "{:?}", page.labels());
    say(BUDI, "/orders open");
    say(SARI, "/orders all");
    let last = shop.see(GROUP, "Pesanan: Semua").await;
    assert_eq!(last.thread, Some(7));
    shop.close().await;
    let lists = shop.telegram.messages(GROUP).iter().filter(|message| message.from_bot).count();
    assert_eq!(lists, 2, "nothing for Budi");
}
