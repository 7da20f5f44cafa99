//! Which alerts admins get, when and where, set from the chat: kinds that are off, quiet hours, digests, topics, and what waits in `/pending`.

use odzreshop_bot::app::Clock;
use odzreshop_bot::sandbox::provider::{Behaviour, Endpoint};
use odzreshop_bot::sandbox::telegram::{Content, Message};
use sqlx::{Connection, SqliteConnection};

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

const GROUP: i64 = -1_001_234_567_890;
const TOPIC: i64 = 77;
/// The alert about somebody who asks for access.
const CARD: &str = "Ada yang mau belanja";
const DIGEST: &str = "Ringkasan kabar";

/// A shop in which admins decide who may order, at this hour in Jakarta.
async fn guarded_at(hour: i64) -> Shop {
    let toml = TOML.replace("mode = \"open\"", "mode = \"approval\"");
    let mut shop = Shop::closed_with(&toml).await;
    let file = shop.folder.path().join("shop.toml");
    std::fs::write(&file, toml).unwrap();
    shop.more_vars.insert("SHOP_FILE".to_owned(), file.display().to_string());
    let now = Clock::system().now().0 / 1_000;
    shop.set_ahead(((hour - 7) * 3_600 - now).rem_euclid(24 * 3_600));
    shop
}

/// Sari opens a kind of alert in `/admin`.
async fn open_kind(shop: &Shop, kind: &str) -> Message {
    shop.pause();
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "🔔", "Kabar untuk admin").await;
    shop.press(SARI, kind, "Sekarang: ").await
}

async fn restart(shop: &mut Shop) {
    shop.stop().await;
    shop.start();
}

/// Waits until an admin has got so many messages with this text.
async fn heard(shop: &Shop, admin: i64, text: &str, times: usize) {
    let what = format!("{admin} to hear {text:?} {times} times");
    let count = |messages: Vec<Message>| messages.iter().filter(|message| message.from_bot && message.text.contains(text)).count();
    shop.telegram.wait_until(&what, |state| (count(state.messages(admin)) >= times).then_some(())).await.unwrap();
}

/// What the audit log says about alerts.
async fn audited(shop: &Shop) -> Vec<(i64, String, String)> {
    let mut db = SqliteConnection::connect(&format!("sqlite://{}", shop.folder.path().join("shop.db").display())).await.unwrap();
    sqlx::query_as("SELECT actor, subject, detail FROM audit WHERE action = 'alerts' ORDER BY at").fetch_all(&mut db).await.unwrap()
}

#[tokio::test]
async fn a_kind_is_off_or_told_once_a_day_and_listed_all_the_same() {
    let mut shop = guarded_at(4).await;
    shop.start();
    shop.greet_admins().await;
    let kind = open_kind(&shop, "🔔 Permintaan akses").await;
    assert!(kind.text.contains("/pending") && !kind.text.contains("Topik") && kind.button("🔔 Langsung").is_none(), "{kind:?}");
    // Nobody else may press it.
    let off = kind.button("🔕").unwrap().callback_data.clone().unwrap();
    shop.forge(BUDI, SARI, kind.id, &off).await;
    shop.press(SARI, "🔕 Mati", "Permintaan akses: 🔕 Mati").await;
    restart(&mut shop).await;
    shop.say(BUDI, "/start", "admin kami cek dulu").await;
    shop.pause();
    shop.say(SARI, "/pending", "Budi").await;
    // Taken back, also after a restart; the next one is told, which comes behind what was not.
    open_kind(&shop, "🔕 Permintaan akses").await;
    shop.press(SARI, "🔔 Langsung", "Permintaan akses: 🔔 Langsung").await;
    shop.press(SARI, "↩️", "Permintaan akses: 🔕 Mati").await;
    shop.press(SARI, "↩️", "Permintaan akses: 🔔 Langsung").await;
    shop.say(JANE, "/start", "an admin").await;
    for admin in [SARI, AGUS] {
        heard(&shop, admin, CARD, 1).await;
        assert!(shop.see(admin, CARD).await.text.contains("Jane"));
    }
    // Once a day: at 8, because there are no quiet hours. Budi's request is decided before, so only the other is news.
    open_kind(&shop, "🔔 Permintaan akses").await;
    shop.press(SARI, "🗞 Ringkasan", "Permintaan akses: 🗞 Ringkasan").await;
    for (id, name) in [(3_001, "Tamu"), (3_002, "Teman")] {
        shop.telegram.add_user(odzreshop_bot::sandbox::telegram::User::new(id, name, "id"));
        shop.say(id, "/start", "admin kami cek dulu").await;
    }
    shop.pause();
    shop.say(SARI, "/pending", "Tamu").await;
    shop.press(SARI, "🚫 Tamu", "ditolak").await;
    shop.pause();
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "🔔", "Menunggu ringkasan: 2").await;
    restart(&mut shop).await;
    shop.set_ahead(4 * 3_600);
    for admin in [SARI, AGUS] {
        let digest = shop.see(admin, DIGEST).await;
        assert!(digest.text.contains("Ringkasan kabar: 1") && digest.text.contains("Teman") && !digest.text.contains("Tamu"), "{digest:?}");
        assert_eq!(shop.count(admin, CARD), 2, "Jane's, and the line of the digest");
    }
    shop.press(SARI, "⏳", "Teman").await;
    shop.press(SARI, "✅ Teman", "disetujui").await;
    shop.pause();
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "🧾", "Ubah kabar admin").await;
    shop.close().await;
    assert_eq!((shop.count(SARI, DIGEST), shop.count(AGUS, DIGEST)), (1, 1));
    let changes = ["now -> off", "off -> now", "now -> off", "off -> now", "now -> digest"];
    assert_eq!(audited(&shop).await, changes.map(|change| (SARI, "requests".to_owned(), change.to_owned())));
}

#[tokio::test]
async fn quiet_hours_over_midnight_end_with_one_digest() {
    let mut shop = guarded_at(21).await;
    shop.start();
    shop.greet_admins().await;
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "🔔", "Jam tenang: tidak ada").await;
    shop.press(SARI, "🌙", "Kirim jam tenang").await;
    for wrong in ["malam", "22", "22.00-22.00", "25-7"] {
        shop.say(SARI, wrong, "belum berupa jam tenang").await;
    }
    shop.say(SARI, "22.00-07.00", "Jam tenang disimpan: 22.00–07.00").await;
    shop.press(SARI, "⬅️", "Ringkasan: setiap hari jam 07.00").await;
    // Before they begin nothing is held.
    shop.say(BUDI, "/start", "admin kami cek dulu").await;
    shop.see(AGUS, CARD).await;
    shop.set_ahead(2 * 3_600);
    let seen = shop.marks(SARI);
    shop.say(JANE, "/start", "an admin").await;
    shop.provider.set_balance(90_000);
    let before = shop.calls(Endpoint::Profile);
    shop.set_ahead(301);
    shop.called(Endpoint::Profile, before + 1).await;
    // An uncertain order does not wait; admins may order without asking.
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(AGUS).await;
    shop.see_since(&seen, SARI, "Status pesanan belum jelas").await;
    restart(&mut shop).await;
    // Past midnight it is the same night.
    shop.set_ahead(3 * 3_600);
    let before = shop.calls(Endpoint::Profile);
    shop.set_ahead(301);
    shop.called(Endpoint::Profile, before + 1).await;
    shop.pause();
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "🔔", "Menunggu ringkasan: ").await;
    for admin in [SARI, AGUS] {
        assert_eq!((shop.count(admin, CARD), shop.count(admin, "menipis"), shop.count(admin, DIGEST)), (1, 0, 0), "{admin}");
    }
    restart(&mut shop).await;
    shop.set_ahead(5 * 3_600);
    for admin in [SARI, AGUS] {
        let digest = shop.see(admin, DIGEST).await;
        let text = digest.text.replace('\u{a0}', " ");
        assert!(text.contains("Jane") && text.contains("Saldo provider menipis: Rp 90.000") && !text.contains("Budi"), "{text}");
        assert!(digest.button("⏳").is_some(), "{:?}", digest.labels());
    }
    // By day alerts come at once again; nothing comes twice.
    shop.telegram.add_user(odzreshop_bot::sandbox::telegram::User::new(3_001, "Tamu", "id"));
    shop.say(3_001, "/start", "admin kami cek dulu").await;
    for admin in [SARI, AGUS] {
        // Budi's, the line of the digest, and this one.
        heard(&shop, admin, CARD, 3).await;
    }
    shop.pause();
    shop.say(SARI, "/admin", "Mau atur apa").await;
    let list = shop.press(SARI, "🔔", "Kabar untuk admin").await;
    assert!(!list.text.contains("Menunggu ringkasan"), "{}", list.text);
    shop.close().await;
    for admin in [SARI, AGUS] {
        assert_eq!((shop.count(admin, CARD), shop.count(admin, DIGEST)), (3, 1), "{admin}");
    }
    // Agus has seen her on the list that `/start` shows an admin, which is an answer and no alert.
    assert_eq!((shop.count(SARI, "Jane"), shop.count(AGUS, "Jane")), (1, 2));
    assert_eq!(audited(&shop).await, [(SARI, "quiet_hours".to_owned(), "22:00-07:00".to_owned())]);
}

/// Somebody says something in a topic of the group, and is answered there.
async fn ask(shop: &Shop, topic: i64, text: &str, expected: &str) -> Message {
    shop.pause();
    let seen = shop.marks(GROUP);
    shop.telegram.send_in(SARI, GROUP, Some(topic), Content::Text(text.into())).unwrap();
    shop.see_since(&seen, GROUP, expected).await
}

/// Sari presses a button of a message in the group.
async fn press(shop: &Shop, message: &Message, label: &str, expected: &str) -> Message {
    shop.pause();
    let seen = shop.marks(GROUP);
    shop.telegram.press(SARI, GROUP, message.id, label).unwrap();
    shop.see_since(&seen, GROUP, expected).await
}

#[tokio::test]
async fn a_kind_has_a_topic_of_its_own_until_that_is_deleted() {
    let mut shop = guarded_at(12).await;
    shop.telegram.add_supergroup(GROUP, "Admins", true);
    shop.telegram.add_bot_to_group(SARI, GROUP).unwrap();
    shop.more_vars.insert("ADMIN_CHAT_ID".into(), GROUP.to_string());
    shop.start();
    shop.say(BUDI, "/start", "admin kami cek dulu").await;
    assert_eq!(shop.see(GROUP, CARD).await.thread, None);
    let menu = ask(&shop, TOPIC, "/admin", "Mau atur apa").await;
    press(&shop, &menu, "🔔", "Kabar untuk admin").await;
    let kind = press(&shop, &menu, "🔔 Permintaan akses", "tidak ada yang khusus").await;
    assert!(!kind.text.contains("buka /admin"), "{}", kind.text);
    press(&shop, &menu, "📌", "sekarang masuk ke topik ini").await;
    press(&shop, &menu, "🔔 Permintaan akses", "Topik di grup: nomor 77").await;
    restart(&mut shop).await;
    let seen = shop.marks(GROUP);
    shop.say(JANE, "/start", "an admin").await;
    assert_eq!(shop.see_since(&seen, GROUP, CARD).await.thread, Some(TOPIC));
    // Other kinds stay where they were.
    let before = shop.calls(Endpoint::Profile);
    shop.provider.set_balance(90_000);
    shop.set_ahead(301);
    shop.called(Endpoint::Profile, before + 1).await;
    assert_eq!(shop.see(GROUP, "menipis").await.thread, None);
    shop.telegram.delete_topic(GROUP, TOPIC);
    for (id, name) in [(3_001, "Tamu"), (3_002, "Teman")] {
        shop.telegram.add_user(odzreshop_bot::sandbox::telegram::User::new(id, name, "id"));
        let seen = shop.marks(GROUP);
        shop.say(id, "/start", "admin kami cek dulu").await;
        assert_eq!(shop.see_since(&seen, GROUP, name).await.thread, None, "{name}");
        let told = shop.see(GROUP, "tidak bisa dipakai lagi").await;
        assert!(told.thread.is_none() && told.text.contains("Permintaan akses"), "{told:?}");
        restart(&mut shop).await;
    }
    shop.pause();
    // Another topic counts at once.
    let menu = ask(&shop, 78, "/admin", "Mau atur apa").await;
    press(&shop, &menu, "🔔", "Kabar untuk admin").await;
    press(&shop, &menu, "🔔 Permintaan akses", "nomor 77").await;
    press(&shop, &menu, "📌", "nomor 78").await;
    shop.telegram.add_user(odzreshop_bot::sandbox::telegram::User::new(3_003, "Kawan", "id"));
    let seen = shop.marks(GROUP);
    shop.say(3_003, "/start", "admin kami cek dulu").await;
    assert_eq!(shop.see_since(&seen, GROUP, "Kawan").await.thread, Some(78));
    press(&shop, &menu, "↩️", "nomor 77").await;
    shop.close().await;
    assert_eq!(shop.count(GROUP, "tidak bisa dipakai lagi"), 1);
    let changes = ["topic none -> 77", "topic 77 -> 78", "topic 78 -> 77"];
    assert_eq!(audited(&shop).await, changes.map(|change| (SARI, "requests".to_owned(), change.to_owned())));
}

#[tokio::test]
async fn an_uncertain_order_that_waits_is_listed_and_told_once_a_day() {
    let mut shop = Shop::open_with_admins().await;
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(BUDI).await;
    shop.see(SARI, "Status pesanan belum jelas").await;
    shop.pause();
    let pending = shop.say(SARI, "/pending", "Pesanan belum jelas: 1").await;
    assert!(pending.text.contains("Tidak ada yang menunggu persetujuan") && pending.text.contains("86 Diamonds"), "{}", pending.text);
    shop.press(SARI, "🔎", "Harga jual").await;
    for day in 1..=2 {
        restart(&mut shop).await;
        shop.set_ahead(24 * 3_600 + 60);
        heard(&shop, AGUS, "Pesanan belum jelas: 1", day).await;
    }
    shop.close().await;
    assert_eq!(shop.count(AGUS, "Pesanan belum jelas: 1"), 2);
}
