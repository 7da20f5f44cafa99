//! Groups: the bot sends its link once; nothing is sold there.

use odzreshop_bot::sandbox::telegram::{Content, State};
use serde_json::{Value, json};

use crate::shop::{BUDI, JANE, Shop, TOML};
use crate::webhook::SECRET;

const GROUP: i64 = -1_009_876_543_210;

fn bot_messages(shop: &Shop) -> usize {
    shop.telegram.messages(GROUP).iter().filter(|message| message.from_bot).count()
}

#[tokio::test]
async fn a_group_that_became_a_supergroup_is_not_a_new_group() {
    let mut shop = Shop::open_hooked().await;
    shop.telegram.add_supergroup(GROUP, "Gamers", false);
    let chat = json!({ "id": GROUP, "type": "supergroup", "title": "Gamers" });
    let from = json!({ "id": BUDI, "is_bot": false, "first_name": "Budi" });
    let moved = json!({ "message_id": 1, "date": 1, "chat": chat, "from": from, "migrate_from_chat_id": -4_001 });
    let update = json!({ "update_id": 900_000_001, "message": moved });
    assert_eq!(shop.post(shop.hook(), Some(SECRET), update.to_string()).await.0, 200);
    let added = shop.telegram.add_bot_to_group(BUDI, GROUP).unwrap();
    let said = shop.telegram.send_in(BUDI, GROUP, None, Content::Text("hi".into())).unwrap();
    assert!(added.is_some() && said.update_id.is_some());
    // A press comes behind all of them, and is answered.
    shop.forge(BUDI, GROUP, said.message_id, "anything").await;
    shop.close().await;
    assert_eq!(bot_messages(&shop), 0);
}

#[tokio::test]
async fn a_group_gets_one_link() {
    let mut shop = Shop::open().await;
    shop.telegram.add_supergroup(GROUP, "Gamers", false);
    shop.telegram.add_bot_to_group(BUDI, GROUP).unwrap();
    let greeting = shop.see(GROUP, "https://t.me/odzreshop_bot").await;
    assert!(greeting.keyboard.iter().flatten().any(|button| button.url.as_deref() == Some("https://t.me/odzreshop_bot")));
    for (user, text) in [(BUDI, "/start"), (JANE, "/menu"), (BUDI, "/start mobile-legends"), (JANE, "/orders@odzreshop_bot"), (BUDI, "hi")]
    {
        shop.telegram.send_in(user, GROUP, None, Content::Text(text.into())).unwrap();
    }
    let last = shop.telegram.send_in(JANE, GROUP, None, Content::Sticker("🔥".into())).unwrap();
    // Forged callback queries in the group are answered and change nothing.
    let toast = shop.forge(JANE, GROUP, greeting.id, "anything").await;
    assert_eq!(toast, "🙅 This button isn't for you.");
    assert!(last.update_id.is_some() && bot_messages(&shop) == 1);
    // Removed and added again: the group has the link already.
    shop.telegram.remove_bot_from_group(BUDI, GROUP).unwrap();
    shop.telegram.add_bot_to_group(BUDI, GROUP).unwrap();
    shop.forge(JANE, GROUP, greeting.id, "anything").await;
    shop.stop().await;
    shop.start();
    shop.telegram.send_in(BUDI, GROUP, None, Content::Text("/start".into())).unwrap();
    shop.forge(BUDI, GROUP, greeting.id, "anything").await;
    assert_eq!(bot_messages(&shop), 1);
    assert!(shop.say(BUDI, "/orders", "📦").await.text.contains("Belum ada pesanan"));
    shop.close().await;
}

/// Pushes updates about a chat that this Telegram does not know, waits until the bot is through with them, and returns the calls that it
/// made to post there.
async fn posts(shop: &Shop, chat: &Value, updates: &[(&str, Value)]) -> Vec<Value> {
    let budi = json!({ "id": BUDI, "is_bot": false, "first_name": "Budi", "language_code": "id" });
    for (kind, fields) in updates {
        let mut update = json!({ "message_id": 900, "date": 1_760_000_000, "chat": chat, "from": budi });
        update.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        shop.telegram.push_update(kind, update);
    }
    // Updates of a chat are handled one after the other, so what is answered last was handled last.
    let query = chat["id"].to_string();
    let message = json!({ "message_id": 1, "date": 0, "chat": chat });
    let press = json!({ "id": query, "from": budi, "message": message, "chat_instance": "1", "data": "x" });
    shop.telegram.push_update("callback_query", press);
    let answered = |state: &State| state.calls().iter().any(|call| call.params["callback_query_id"] == *query).then_some(());
    shop.telegram.wait_until("the last update to be handled", answered).await.unwrap();
    let posts = shop.telegram.calls().into_iter().filter(|call| call.method == "sendMessage" && call.params["chat_id"] == chat["id"]);
    posts.map(|call| call.params).collect()
}

fn member(status: &str) -> Value {
    let bot = json!({ "id": 1, "is_bot": true, "first_name": "Odzreshop" });
    json!({ "old_chat_member": { "user": bot, "status": "left" }, "new_chat_member": { "user": bot, "status": status } })
}

#[tokio::test]
async fn the_link_goes_to_the_topic_where_somebody_asked() {
    let mut shop = Shop::open().await;
    let forum = |id: i64| json!({ "id": id, "type": "supergroup", "title": "Gamers", "is_forum": true });
    let in_topic = json!({ "text": "/start@odzreshop_bot", "message_thread_id": 77, "is_topic_message": true });
    let posted = posts(&shop, &forum(GROUP - 1), &[("message", in_topic)]).await;
    assert_eq!(posted[0]["message_thread_id"], 77, "{posted:?}");
    // A thread of replies is no topic: Telegram takes nothing that is sent there by its id.
    let in_thread = json!({ "text": "/start@odzreshop_bot", "message_thread_id": 78 });
    let posted = posts(&shop, &forum(GROUP - 2), &[("message", in_thread)]).await;
    assert_eq!(posted[0].get("message_thread_id"), None, "{posted:?}");
    shop.close().await;
}

#[tokio::test]
async fn nothing_is_posted_in_a_group_where_nobody_wrote() {
    let mut shop = Shop::open().await;
    let direct = json!({ "id": GROUP - 5, "type": "supergroup", "title": "Deals", "is_direct_messages": true });
    for (chat, updates) in [
        (json!({ "id": GROUP - 3, "type": "channel", "title": "Deals" }), vec![("my_chat_member", member("administrator"))]),
        (direct, vec![("message", json!({ "text": "hello" })), ("my_chat_member", member("administrator"))]),
        (
            json!({ "id": -4_001, "type": "group", "title": "Gamers" }),
            vec![
                ("message", json!({ "migrate_to_chat_id": GROUP - 4 })),
                ("message", json!({ "pinned_message": { "message_id": 1, "date": 0, "chat": { "id": -4_001, "type": "group" } } })),
                ("message", json!({ "new_chat_members": [{ "id": JANE, "is_bot": false, "first_name": "Jane" }] })),
                ("message", json!({ "message_auto_delete_timer_changed": { "message_auto_delete_time": 86_400 } })),
                ("my_chat_member", member("left")),
            ],
        ),
    ] {
        let posted = posts(&shop, &chat, &updates).await;
        assert_eq!(posted, Vec::<Value>::new());
    }
    shop.close().await;
}

/// A group of the admins, or one that has the link already, keeps what it knows when it becomes a supergroup with another id.
#[tokio::test]
async fn a_group_that_moved_is_not_greeted_again() {
    let mut shop = Shop::closed_with(TOML).await;
    shop.more_vars.insert("ADMIN_CHAT_ID".to_owned(), "-4002".to_owned());
    shop.start();
    for (old, new) in [(-4_002, GROUP - 6), (-4_003, GROUP - 7)] {
        let chat = |id: i64, kind: &str| json!({ "id": id, "type": kind, "title": "Team" });
        let said = ("message", json!({ "text": "hello" }));
        let moved = ("message", json!({ "migrate_to_chat_id": new }));
        let before = posts(&shop, &chat(old, "group"), &[said.clone(), moved]).await;
        assert_eq!(before.len(), usize::from(old == -4_003), "{before:?}");
        let moved = ("message", json!({ "migrate_from_chat_id": old }));
        let after = posts(&shop, &chat(new, "supergroup"), &[moved, ("my_chat_member", member("administrator")), said]).await;
        assert_eq!(after, Vec::<Value>::new());
    }
    shop.close().await;
}
