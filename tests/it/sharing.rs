//! Links that customers pass on: to a game from its list of items, to an item from the message that it was delivered.

use odzreshop_bot::sandbox::telegram::Message;
use url::Url;

use crate::shop::{BUDI, JANE, Shop};

/// The payload of the link that a message lets its reader share, and the words that go with it.
fn shared(message: &Message) -> (String, String) {
    let address = Url::parse(message.button("🔗").unwrap().url.as_ref().unwrap()).unwrap();
    assert_eq!((address.host_str(), address.path()), (Some("t.me"), "/share/url"));
    let value = |name: &str| address.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    let link = Url::parse(&value("url")).unwrap();
    let (_, payload) = link.query_pairs().find(|(key, _)| key == "start").unwrap();
    assert_eq!(link.host_str(), Some("t.me"));
    (payload.into_owned(), value("text"))
}

#[tokio::test]
async fn a_shared_link_opens_the_game_or_the_item() {
    let mut shop = Shop::open().await;
    shop.say(BUDI, "/start", "Odzreshop").await;
    let list = shop.press(BUDI, "⚔️", "Pilih nominal").await;
    let (game, words) = shared(&list);
    assert_eq!((game.as_str(), words.as_str()), ("mobile-legends", "Top up Mobile Legends di Odzreshop"));
    shop.say(JANE, &format!("/start {game}"), "Choose an item").await;

    shop.to_confirmation(BUDI).await;
    let card = shop.press(BUDI, "✅", "Sedang diproses").await;
    assert!(card.button("🔗").is_none(), "nothing to recommend yet");
    shop.provider.deliver(&shop.taken(1).await.invoice, "SN-1").unwrap();
    let (item, words) = shared(&shop.see(BUDI, "Top up berhasil").await);
    assert!(item.starts_with("mobile-legends_") && words.contains("86 Diamonds"), "{item} {words}");
    shop.pause();
    let question = shop.say(JANE, &format!("/start {item}"), "User ID").await;
    assert!(question.text.contains("86 💎") && question.button("⬅️").is_some(), "{question:?}");
    // An item that the shop does not sell, and a game that it does not have.
    shop.say(JANE, "/start mobile-legends_no-such-item", "unavailable").await;
    shop.say(JANE, "/start chess_ml-86", "Which game").await;
    shop.close().await;
}
