//! Groups: the bot says once where to find it, and never again; nothing is sold there.

use odzreshop_bot::sandbox::telegram::Content;

use serde_json::json;

use crate::shop::{BUDI, JANE, Shop};
use crate::webhook::SECRET;

const GROUP: i64 = -1_009_876_543_210;

fn bot_messages(shop: &Shop) -> usize {
    shop.telegram.messages(GROUP).iter().filter(|message| message.from_bot).count()
}

#[tokio::test]
async fn a_group_that_became_a_supergroup_is_no_new_one() {
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
    // Forged presses in the group are answered and change nothing.
    let toast = shop.forge(JANE, GROUP, greeting.id, "anything").await;
    assert_eq!(toast, "🙅 This button isn't for you.");
    assert!(last.update_id.is_some() && bot_messages(&shop) == 1);
    // Put out and let in again: the group knows already.
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
