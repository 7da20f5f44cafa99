//! Groups: the bot sends its link once; nothing is sold there.

use odzreshop_bot::sandbox::telegram::Content;

use crate::shop::{BUDI, JANE, Shop};

const GROUP: i64 = -1_009_876_543_210;

fn bot_messages(shop: &Shop) -> usize {
    shop.telegram.messages(GROUP).iter().filter(|message| message.from_bot).count()
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
