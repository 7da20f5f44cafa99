//! Strangers by the hundred: what they do delays no alarm, no admin and no customer.

use std::time::Duration;

use odzreshop_bot::sandbox::provider::{Behaviour, Endpoint, Fault};
use odzreshop_bot::sandbox::telegram::{State, User};
use sqlx::{Connection as _, SqliteConnection};

use crate::shop::{BUDI, JANE, SARI, Shop, TOML};

/// Accounts of strangers begin here.
const STRANGER: i64 = 8_000;

/// A shop with approval whose admin has started the bot and approved Budi, and whose order is the next to become uncertain.
async fn guarded() -> Shop {
    let shop = Shop::open_with(&TOML.replace("mode = \"open\"", "mode = \"approval\"")).await;
    shop.say(SARI, "/start", "Mau top up").await;
    shop.say(BUDI, "/start", "admin").await;
    shop.press(SARI, "✅", "disetujui").await;
    shop.see(BUDI, "disetujui").await;
    shop.press(BUDI, "🏠", "Mau top up").await;
    shop.to_confirmation(BUDI).await;
    shop
}

#[tokio::test]
async fn many_who_ask_for_access_are_one_card_and_hide_no_alarm() {
    let mut shop = guarded().await;
    shop.provider.set_default(Behaviour::AnswerLost);
    for stranger in STRANGER..STRANGER + 200 {
        shop.telegram.add_user(User::new(stranger, &format!("Tamu {stranger}"), "id"));
        shop.telegram.send_text(stranger, "/start").unwrap();
    }
    shop.press(BUDI, "✅", "").await;
    shop.see(SARI, "Status pesanan belum jelas").await;
    shop.say(SARI, "/status", "Pesanan").await;
    // Six on a page.
    let of_all = |state: &State| state.messages(SARI).iter().any(|message| message.text.contains("dari 34")).then_some(());
    shop.telegram.wait_until("the list of those who wait", of_all).await.unwrap();
    let messages = shop.telegram.messages(SARI);
    let count = |text| messages.iter().filter(|message| message.text.contains(text)).count();
    // Budi's card was one of the six of this minute.
    assert_eq!((count("Ada yang mau belanja"), count("dari 34")), (5, 1));
    shop.close().await;
}

#[tokio::test]
async fn those_who_write_much_wait_for_themselves() {
    let mut shop = Shop::open().await;
    let strangers: Vec<i64> = (STRANGER..STRANGER + 20).collect();
    for &stranger in &strangers {
        shop.telegram.add_user(User::new(stranger, "Tamu", "id"));
    }
    for n in 0..40 {
        for &stranger in &strangers {
            // Each is answered with a message of its own: no screen, which a newer one would replace.
            shop.telegram.send_text(stranger, &format!("/status {n}")).unwrap();
        }
    }
    let last = shop.telegram.send_text(JANE, "/start").unwrap();
    let taken_in = |state: &State| state.acknowledged(last.update_id.unwrap()).then_some(());
    shop.telegram.wait_until("everything to be taken in", taken_in).await.unwrap();
    shop.see(JANE, "Which game").await;
    let answered = shop.telegram.calls().iter().filter(|call| call.method == "sendMessage").count();
    assert!(answered < 400, "Jane waited for {answered} answers to others");
    shop.close().await;
}

#[tokio::test]
async fn many_who_wait_for_a_price_list_hold_up_nobody_else() {
    let mut shop = Shop::closed_with(TOML).await;
    shop.provider.fail_call(Endpoint::Services, Fault::Delay(Duration::from_secs(60)), 100);
    shop.start();
    shop.say(SARI, "/start", "Mau top up").await;
    // As many as are handled at the same time, and some more.
    let customers: Vec<i64> = (STRANGER..STRANGER + 80).collect();
    let mut last = None;
    for &customer in &customers {
        shop.telegram.add_user(User::new(customer, "Tamu", "id"));
        last = shop.telegram.send_text(customer, "/start mobile-legends").unwrap().update_id;
    }
    let taken_in = |state: &State| state.acknowledged(last.unwrap()).then_some(());
    shop.telegram.wait_until("everything to be taken in", taken_in).await.unwrap();
    shop.say(SARI, "/status", "Pesanan").await;
    for &customer in &customers {
        shop.see(customer, "masih dimuat").await;
    }
    // Those who waited for the list, as long as anybody does, and whether they were answered before the admin.
    let sql = format!(
        "SELECT outbox.id < (SELECT MAX(id) FROM outbox WHERE chat_id = {SARI}) FROM outbox JOIN inbox ON inbox.chat_key = outbox.chat_id \
         WHERE outbox.chat_id >= {STRANGER} AND outbox.created_at - inbox.received_at > 4000"
    );
    let mut database = SqliteConnection::connect(shop.folder.path().join("shop.db").to_str().unwrap()).await.unwrap();
    let waited: Vec<(bool,)> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&mut database).await.unwrap();
    database.close().await.unwrap();
    assert!(!waited.is_empty() && !waited.contains(&(true,)), "the admin waited with them: {waited:?}");
    shop.close().await;
}
