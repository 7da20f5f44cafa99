//! Names and usernames give no rights; only the numeric id from Telegram counts.

use odzreshop_bot::sandbox::provider::Behaviour;
use serde_json::{Value, json};

use crate::shop::{BUDI, JANE, SARI, Shop};
use crate::webhook::SECRET;

/// The id under which Telegram shows anonymous admins of a group.
const ANONYMOUS: i64 = 1_087_968_824;
const GROUP: i64 = -1_001_234_567_890;

impl Shop {
    /// Delivers an update of any form to the bot as Telegram does.
    async fn bring(&self, update: Value) {
        assert_eq!(self.post(self.hook(), Some(SECRET), update.to_string()).await.0, 200);
    }
}

fn message(update_id: i64, from: Value, chat: Value, text: &str) -> Value {
    json!({ "update_id": update_id, "message": { "message_id": update_id, "date": 1, "chat": chat, "from": from, "text": text } })
}

/// A person with the admin's names in every field that people can choose.
fn pretender() -> Value {
    json!({ "id": BUDI, "is_bot": false, "first_name": "Sari", "last_name": SARI.to_string(), "username": "sari", "language_code": "id" })
}

fn private(id: i64) -> Value {
    json!({ "id": id, "type": "private", "first_name": "Sari", "username": "sari" })
}

#[tokio::test]
async fn an_admins_name_gives_no_rights() {
    let mut shop = Shop::open_hooked().await;
    for (update_id, text) in [(900_000_001, "/balance"), (900_000_002, "/status"), (900_000_003, "/status INV-1")] {
        let seen = shop.marks(BUDI);
        shop.bring(message(update_id, pretender(), private(BUDI), text)).await;
        shop.see_since(&seen, BUDI, "Perintah itu tidak ada").await;
        shop.pause();
    }
    shop.close().await;
    shop.assert_discreet(BUDI);
}

#[tokio::test]
async fn a_sender_chat_has_no_rights() {
    let mut shop = Shop::open_hooked().await;
    shop.provider.next(Behaviour::RequestLost);
    shop.greet_admins().await;
    shop.buy(BUDI).await;
    let card = shop.see(SARI, "Status pesanan belum jelas").await;
    let data = card.button("📭").unwrap().callback_data.clone().unwrap();
    let group = json!({ "id": GROUP, "type": "supergroup", "title": "Admins" });
    let anonymous = json!({ "id": ANONYMOUS, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot" });
    let sari = json!({ "id": SARI, "is_bot": false, "first_name": "Sari" });
    let admins = shop.marks(SARI);

    // An anonymous admin; the admin's id behind a channel; a bot with the admin's id; nobody at all.
    let mut through_group = message(900_000_001, anonymous.clone(), group.clone(), "/balance");
    through_group["message"]["sender_chat"] = group.clone();
    let mut through_channel = message(900_000_002, sari.clone(), private(SARI), "/balance");
    through_channel["message"]["sender_chat"] = json!({ "id": -1_009_999, "type": "channel", "title": "Sari" });
    let bot = message(900_000_003, json!({ "id": SARI, "is_bot": true, "first_name": "Sari" }), private(SARI), "/balance");
    let mut nobody = message(900_000_004, sari, private(SARI), "/balance");
    nobody["message"].as_object_mut().unwrap().remove("from");
    // The button of the admin's own card, pressed by the anonymous admin.
    let own = json!({ "message_id": card.id, "date": 1, "chat": private(SARI), "text": "x" });
    let press = json!({ "id": "1", "from": anonymous, "chat_instance": "1", "data": data, "message": own });
    let press = json!({ "update_id": 900_000_005, "callback_query": press });
    for update in [through_group, through_channel, bot, nobody, press] {
        shop.bring(update).await;
    }
    // The admin's chat queue continues after all of them, and they had no effect.
    shop.say(SARI, "/menu", "Mau top up").await;
    let news = shop.telegram.messages(SARI).into_iter().filter(|message| message.from_bot && !admins.contains_key(&message.id));
    assert_eq!(news.map(|message| message.text).filter(|text| !text.contains("Mau top up")).collect::<Vec<_>>(), Vec::<String>::new());
    shop.say(SARI, "/status", "Sedang dicek: 1").await;
    shop.stop().await;
    assert_eq!(shop.provider.orders().len(), 0);
}

#[tokio::test]
async fn a_deep_link_names_a_category_and_nothing_else() {
    let mut shop = Shop::open().await;
    let confirmation = shop.to_confirmation(BUDI).await;
    let data = confirmation.button("✅").unwrap().callback_data.clone().unwrap();
    let (token, _) = data.split_once(':').unwrap();
    for payload in [token, "ml-86", "86", "confirm", "admin", "no-such-game_ml-86", "-1", &SARI.to_string(), "' OR 1=1 --"] {
        shop.pause();
        let answer = shop.say(JANE, &format!("/start {payload}"), "don't have what that link").await;
        assert!(answer.text.contains("Which game"), "{payload}: {}", answer.text);
    }
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 0);
}
