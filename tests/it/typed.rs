//! Texts that no question asked for lead where the buttons lead, and no further.

use crate::shop::{AGUS, BUDI, JANE, Shop, TOML};

/// Other words on the same side of the dialogue.
async fn ask(shop: &Shop, user: i64, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        shop.pause();
        shop.say(user, text, expected).await;
    }
}

#[tokio::test]
async fn an_item_a_game_and_an_order_are_opened_by_what_is_typed() {
    let mut shop = Shop::open().await;
    // The first message of all, and no menu before.
    let question = shop.say(BUDI, "ML 86 kak", "Kirim User ID").await;
    assert!(question.text.contains("Rp 18.500"), "{}", question.text);
    let fits = shop.say(BUDI, "ff 140", "User ID berisi 5–12 angka").await;
    assert!(fits.text.contains("Contoh: 123456789"), "{}", fits.text);
    shop.say(BUDI, "123456789 (1234)", "Cek dulu").await;
    // Nothing that is typed here buys, and what is about the same game changes nothing.
    ask(&shop, BUDI, &[("ya beli", "tombol di bawah"), ("ml 86 bener kan", "tombol di bawah")]).await;
    let card = shop.press(BUDI, "✅ Beli", "Sedang diproses").await;
    let is_number = |word: &&str| word.len() == 8 && word.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let number = card.text.split_whitespace().find(is_number).unwrap().to_owned();
    let order = shop.taken(1).await;
    assert_eq!((order.sku.as_str(), order.target.as_str()), ("ml-86", "1234567891234"));
    ask(
        &shop,
        BUDI,
        &[
            (&format!("cek {} dong", number.to_lowercase()), "Riwayat pesanan"),
            ("ml 86 belum masuk kak", "Pesanan kamu"),
            ("harga dm ff", "Free Fire\nPilih nominal"),
            ("140 ya", "Rp 18.900"),
            ("/menu", "Mau top up"),
            ("genshin", "Genshin Impact\nPilih nominal"),
            ("gensin 330", "Rp 64.500"),
            ("/menu", "Mau top up"),
            ("bantuan dong", "Cara belanja"),
            ("cara bayar", "Cara belanja"),
            ("batal", "Tidak ada yang dipesan"),
        ],
    )
    .await;
    // An order of somebody else is nothing that the bot knows.
    shop.say(JANE, &number, "Type a game").await;
    // An admin sees the customer's order.
    shop.say(AGUS, "/start", "Odzreshop").await;
    shop.say(AGUS, &number, "Riwayat pesanan").await;
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 1);
}

#[tokio::test]
async fn what_may_mean_several_games_is_asked_and_what_says_nothing_is_told_once() {
    let mut shop = Shop::open().await;
    // The lists are there once somebody has looked.
    ask(&shop, JANE, &[("ml", "Choose an item"), ("ff", "Choose an item"), ("/menu", "Which game")]).await;
    let which = shop.say(JANE, "5 diamonds please", "Which game do you mean").await;
    let games: Vec<&str> =
        which.keyboard.iter().flatten().map(|button| button.text.as_str()).filter(|label| label.contains(['⚔', '🔥', '🌠'])).collect();
    assert_eq!(games, ["⚔️ Mobile Legends", "🔥 Free Fire"], "{which:?}");
    shop.press(JANE, "🔥", "Choose an item").await;
    // Four messages of one sentence: one hint and one menu.
    shop.pause();
    shop.say(BUDI, "kak", "Ketik nama game").await;
    for text in ["mau", "beli", "dong"] {
        shop.telegram.send_text(BUDI, text).unwrap();
    }
    shop.say(BUDI, "ff", "Pilih nominal").await;
    let from_bot = shop.telegram.messages(BUDI).into_iter().filter(|message| message.from_bot).count();
    assert_eq!(from_bot, 2, "the menu and the list");
    // In the list of a game the same, and after a while they are told again.
    shop.pause();
    shop.say(BUDI, "hmm", "Ketik nama game").await;
    shop.telegram.send_text(BUDI, "ini ya").unwrap();
    shop.set_ahead(60);
    let again = shop.say(BUDI, "hmm", "Ketik nama game").await;
    assert!(again.text.contains("Free Fire"), "{}", again.text);
    shop.say(BUDI, "70", "Rp 9.500").await;
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 0);
}

#[tokio::test]
async fn a_game_has_the_names_that_its_owner_gives_it_and_its_list_is_waited_for() {
    let toml = TOML.replace("name = \"Free Fire\"", "name = \"Free Fire\"\naliases = [\"epep\"]");
    let mut shop = Shop::open_with(&toml).await;
    // The list may never have been read.
    let question = shop.say(BUDI, "epep 140", "Kirim Player ID").await;
    assert!(question.text.contains("Rp 18.900"), "{}", question.text);
    shop.say(BUDI, "batal", "Player ID berisi 8–14 angka").await;
    shop.set_toml(&toml.replace("[\"epep\"]", "[\"pepeff\"]"));
    shop.stop().await;
    shop.start();
    shop.say(BUDI, "/menu", "Mau top up").await;
    shop.say(BUDI, "epep 140", "Ketik nama game").await;
    shop.say(BUDI, "pepeff 140", "Rp 18.900").await;
    shop.close().await;
}
