//! How many calls of the Bot API a purchase takes: each counts for Telegram's pace of 30 messages a second, and is a commit of its own.

use odzreshop_bot::sandbox::telegram::Call;

use crate::postgres;
use crate::shop::{BUDI, Shop, TOML};

/// What a purchase shows: the menu, the items and the question in its place; below the answer the confirmation, and the card in its place;
/// below that how it ended.
const SHOWN: [&str; 6] = ["sendMessage", "editMessageText", "editMessageText", "sendMessage", "editMessageText", "sendMessage"];

/// The calls for Budi's chat so far but the answers to presses, which come beside the others, and the number of these.
fn calls(shop: &Shop) -> (Vec<Call>, usize) {
    let all = shop.telegram.calls();
    let answers = all.iter().filter(|call| call.method == "answerCallbackQuery").count();
    let shown = all.into_iter().filter(|call| call.params["chat_id"] == BUDI);
    (shown.collect(), answers)
}

/// From `/start` to the card of an order that the provider has.
async fn buy(shop: &Shop) {
    shop.to_confirmation(BUDI).await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
}

async fn a_purchase_takes_nine_calls(mut shop: Shop) {
    buy(&shop).await;
    let order = shop.taken(1).await;
    shop.provider.deliver(&order.invoice, "SN-778899").unwrap();
    let end = shop.see(BUDI, "Top up berhasil!").await;
    shop.close().await;
    let (shown, answers) = calls(&shop);
    let methods: Vec<&str> = shown.iter().map(|call| call.method.as_str()).collect();
    assert_eq!((methods.as_slice(), answers), (SHOWN.as_slice(), 3), "{shown:#?}");
    let card = shown[4].params["message_id"].as_i64();
    assert!(card.is_some() && end.reply_to == card, "the end is a reply to its card: {end:?}");
}

#[tokio::test]
async fn a_purchase_takes_nine_calls_on_sqlite() {
    a_purchase_takes_nine_calls(Shop::open().await).await;
}

#[tokio::test]
async fn a_purchase_takes_nine_calls_on_postgres() {
    if !postgres::is_there() {
        return;
    }
    let mut shop = Shop::closed_with(TOML).await;
    shop.more_vars.insert("DATABASE_URL".to_owned(), postgres::database().await);
    shop.start();
    a_purchase_takes_nine_calls(shop).await;
}

#[tokio::test]
async fn the_card_of_a_failed_order_says_so_and_an_answered_question_keeps_its_buttons_in_vain() {
    let mut shop = Shop::open().await;
    shop.say(BUDI, "/start mobile-legends", "⚔️ Mobile Legends").await;
    let question = shop.press(BUDI, "86 ", "User ID").await;
    let back = question.button("⬅️").unwrap().callback_data.clone().unwrap();
    shop.say(BUDI, "123456789 (1234)", "1234").await;
    let seen = shop.marks(BUDI);
    assert!(shop.forge(BUDI, BUDI, question.id, &back).await.contains("tidak berlaku"), "an old way back leads nowhere");
    shop.see_since(&seen, BUDI, "Pastikan ID-nya benar").await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    let order = shop.taken(1).await;
    shop.provider.fail(&order.invoice, "no").unwrap();
    shop.see(BUDI, "Maaf, top up ini gagal").await;
    shop.close().await;
    assert_eq!(shop.telegram.messages(BUDI).iter().filter(|message| message.text.contains("Sedang diproses")).count(), 0);
}
