//! Roles: owners give them in the chat and take them away; rights, menus and alerts follow at once, in every process.

use odzreshop_bot::sandbox::provider::Behaviour;
use odzreshop_bot::sandbox::telegram::{Message, State};
use sqlx::{Connection, SqliteConnection};

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop};

/// Sari makes somebody admin or support.
async fn give(shop: &Shop, user: i64, name: &str, role: &str) {
    shop.pause();
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "👮", "Yang mengurus toko").await;
    shop.press(SARI, "➕", "Siapa yang diberi peran").await;
    shop.say(SARI, &user.to_string(), "Perannya apa").await;
    shop.press(SARI, role, &format!("Jadikan {name} {role}?")).await;
    shop.press(SARI, "✅", &format!("{name} sekarang {role}")).await;
}

/// Sari takes it away.
async fn take(shop: &Shop, name: &str) {
    shop.pause();
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "👮", name).await;
    shop.press(SARI, "👤", "Sekarang: ").await;
    shop.press(SARI, "➖", &format!("Cabut peran {name}?")).await;
    shop.press(SARI, "✅", &format!("Peran {name} sudah dicabut")).await;
}

/// Waits until somebody's menu has or has not a command.
async fn menu(shop: &Shop, user: i64, command: &str, expected: bool) {
    let seen = |state: &State| (state.menu(user).iter().any(|known| known.command == command) == expected).then_some(());
    shop.telegram.wait_until(&format!("/{command} in the menu of {user}: {expected}"), seen).await.unwrap();
}

fn data(message: &Message, label: &str) -> String {
    message.button(label).unwrap_or_else(|| panic!("no {label} in {:?}", message.labels())).callback_data.clone().unwrap()
}

fn labels(message: &Message) -> String {
    message.labels().concat().join("\n")
}

#[tokio::test]
async fn support_sees_and_answers_and_nothing_else() {
    let mut shop = Shop::open_with_admins().await;
    shop.buy(BUDI).await;
    shop.taken(1).await;
    shop.say(JANE, "/start", "Odzreshop").await;
    shop.say(JANE, "/admin", "no such command").await;
    shop.say(SARI, "/admin", "Mau atur apa").await;
    shop.press(SARI, "👮", "Pemilik — Sari").await;
    shop.press(SARI, "➕", "Siapa yang diberi peran").await;
    shop.say(SARI, "@nobody", "belum mengenal").await;
    give(&shop, JANE, "Jane", "Support").await;
    shop.see(JANE, "You are now Support").await;
    menu(&shop, JANE, "customers", true).await;
    menu(&shop, JANE, "balance", false).await;
    // What it sees: lists, orders without their cost, customers, who waits.
    let admin = labels(&shop.say(JANE, "/admin", "What would you like").await);
    assert!(admin.contains("📦") && admin.contains("👥"), "{admin}");
    assert!(!["📊", "🚪", "👮"].iter().any(|label| admin.contains(label)), "{admin}");
    shop.say(JANE, "/pending", "").await;
    for command in ["/balance", "/status", "/today", "/close", "/reload"] {
        shop.say(JANE, command, "no such command").await;
    }
    shop.pause();
    let list = shop.say(JANE, "/orders open", "Orders: ").await;
    let label = labels(&list).lines().find(|label| label.contains("Mobile Legends")).unwrap().to_owned();
    let order = shop.press(JANE, label.split(" · ").next().unwrap(), "Price: ").await;
    assert!(!order.text.contains("Cost") && order.text.contains("Budi"), "{}", order.text);
    assert!(order.button("✉️").is_some() && order.button("🔎").is_none() && order.button("🧾").is_none(), "{:?}", order.labels());
    let customer = shop.say(JANE, "/find Budi", "Budi").await;
    assert!(!labels(&customer).contains("🚫"), "{:?}", customer.labels());
    // Its messages go out as the shop's, and the answer comes to it and to nobody else.
    shop.press(JANE, "✉️", "Write").await;
    shop.say(JANE, "Hello!", "on its way").await;
    shop.see(BUDI, "Hello!").await;
    shop.press(BUDI, "✉️ Balas", "Tulis balasanmu").await;
    shop.say(BUDI, "Halo juga", "Sudah kami teruskan ke admin").await;
    shop.see(JANE, "Halo juga").await;
    assert_eq!((shop.count(SARI, "Halo juga"), shop.count(AGUS, "Halo juga")), (0, 0));
    // Without the role, what is typed for a customer is nobody's message any more.
    shop.say(JANE, "/find Budi", "Budi").await;
    shop.press(JANE, "✉️", "Write").await;
    take(&shop, "Jane").await;
    shop.see(JANE, "You no longer have a role").await;
    menu(&shop, JANE, "customers", false).await;
    shop.say(JANE, "Not for Budi", "Which game").await;
    shop.buy(JANE).await;
    // The answer of somebody who writes to a support that is gone reaches the others.
    shop.press(BUDI, "✉️ Balas", "Tulis balasanmu").await;
    shop.say(BUDI, "Masih di sana?", "Sudah kami teruskan ke admin").await;
    shop.see(SARI, "Masih di sana?").await;
    assert_eq!(shop.count(BUDI, "Not for Budi"), 0);
    shop.close().await;
    let read = shop.telegram.transcript(JANE);
    assert!(!read.contains("10.000.000") && !read.contains("Cost:"), "{read}");
}

#[tokio::test]
async fn an_admin_by_the_chat_has_every_right_but_over_roles() {
    let mut shop = Shop::open_with_admins().await;
    shop.say(JANE, "/start", "Odzreshop").await;
    give(&shop, JANE, "Jane", "Admin").await;
    menu(&shop, JANE, "balance", true).await;
    shop.say(JANE, "/balance", "Rp 10.000.000").await;
    assert!(!labels(&shop.say(JANE, "/admin", "What would you like").await).contains("👮"));
    // Alerts come to the new admin too, with working buttons.
    shop.pause();
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(BUDI).await;
    let card = shop.see(JANE, "Order status unclear").await;
    shop.see(SARI, "Status pesanan belum jelas").await;
    // An owner of the environment is none of the chat's business.
    let agus = shop.say(SARI, "/find Agus", "Agus").await;
    assert!(agus.button("👮").is_some(), "{:?}", agus.labels());
    let fixed = shop.press(SARI, "👮", "Hanya bisa diubah di server").await;
    assert_eq!(fixed.labels().concat().len(), 1, "{:?}", fixed.labels());
    // From admin to support, from the customer's page; the old card says that it is over.
    shop.say(SARI, &format!("/find {JANE}"), "Jane").await;
    shop.press(SARI, "👮", "Sekarang: Admin").await;
    shop.press(SARI, "Support", "Jadikan Jane Support?").await;
    shop.press(SARI, "✅", "Jane sekarang Support").await;
    menu(&shop, JANE, "balance", false).await;
    let toast = shop.forge(JANE, JANE, card.id, &data(&card, "📥")).await;
    assert_eq!(toast, "🔒 Your role doesn't include this.");
    // It is kept over a restart, and taken away it is a stranger's card.
    shop.stop().await;
    shop.start();
    shop.say(JANE, "/customers", "Customers").await;
    take(&shop, "Jane").await;
    assert_eq!(shop.forge(JANE, JANE, card.id, &data(&card, "📥")).await, "🔒 Admins only.");
    shop.close().await;
    let mut db = SqliteConnection::connect(&format!("sqlite://{}", shop.folder.path().join("shop.db").display())).await.unwrap();
    let audited: Vec<(i64, String, String)> =
        sqlx::query_as("SELECT actor, subject, detail FROM audit WHERE action = 'role' ORDER BY at").fetch_all(&mut db).await.unwrap();
    let changes = ["none -> admin", "admin -> support", "support -> none"];
    assert_eq!(audited, changes.map(|change| (SARI, JANE.to_string(), change.to_owned())));
}

#[tokio::test]
async fn what_another_process_has_changed_counts_with_the_next_press() {
    let mut shop = Shop::open_with_admins().await;
    shop.say(JANE, "/start", "Odzreshop").await;
    let mut db = SqliteConnection::connect(&format!("sqlite://{}", shop.folder.path().join("shop.db").display())).await.unwrap();
    sqlx::query("INSERT INTO roles VALUES ($1, 'admin', $2, 1)").bind(JANE).bind(SARI).execute(&mut db).await.unwrap();
    shop.say(JANE, "/admin", "What would you like").await;
    let switch = shop.press(JANE, "🚪", "The shop is open").await;
    sqlx::query("DELETE FROM roles").execute(&mut db).await.unwrap();
    assert_eq!(shop.forge(JANE, JANE, switch.id, &data(&switch, "🚪")).await, "🔒 Admins only.");
    shop.say(BUDI, "/menu", "Mau top up game apa").await;
    shop.close().await;
}
