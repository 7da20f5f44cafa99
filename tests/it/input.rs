//! Unexpected input: each message gets a clear answer in the person's language, and nothing changes.

use odzreshop_bot::sandbox::telegram::Content;

use crate::shop::{BUDI, JANE, Shop};

/// Jane answers the question for her IDs with these texts, one after the other; each is refused with this text, and the question is repeated.
async fn refused(shop: &Shop, answers: &[(&str, &str)]) {
    for (text, words) in answers {
        shop.pause();
        let again = shop.say(JANE, text, words).await;
        assert!(again.text.contains("Send your User ID") && again.text.contains("Mobile Legends 5"), "{text:?}: {}", again.text);
    }
}

async fn to_question(shop: &Shop, user: i64) {
    shop.say(user, "/start mobile-legends", "Mobile Legends").await;
    shop.press(user, "Mobile Legends 5 Diamonds", "User ID").await;
}

#[tokio::test]
async fn odd_targets_are_refused_with_a_reason() {
    let mut shop = Shop::open().await;
    to_question(&shop, JANE).await;
    let (long, longest) = ("1".repeat(65), "9".repeat(4_096));
    refused(
        &shop,
        &[
            (&long, "too long"),
            (&longest, "too long"),
            ("abcdef", "doesn't look right"),
            ("1234", "doesn't look right"),
            ("1234567890123", "doesn't look right"),
            ("１２３４５６７８９", "not plain digits"),
            ("١٢٣٤٥٦٧٨٩", "not plain digits"),
            ("12345\u{200b}6789", "invisible characters"),
            ("\u{202e}123456789", "invisible characters"),
            ("123456789\n1234", "single line"),
        ],
    )
    .await;
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 0);
}

#[tokio::test]
async fn more_odd_targets_are_refused_with_a_reason() {
    let mut shop = Shop::open().await;
    to_question(&shop, JANE).await;
    refused(
        &shop,
        &[
            ("<code>123456789</code>", "doesn't look right"),
            ("123456789 (1)", "doesn't look right"),
            ("123456789 1234 5678", "doesn't look right"),
            ("123456789; DROP TABLE orders", "doesn't look right"),
            ("-123456789", "doesn't look right"),
        ],
    )
    .await;
    // Only one of two fields: the bot asks for the other one and shows the first.
    let zone = shop.say(JANE, "123456789", "Send your Zone ID").await;
    assert!(zone.text.contains("User ID: 123456789"), "{}", zone.text);
    let again = shop.say(JANE, "12", "doesn't look right").await;
    assert!(again.text.contains("Send your Zone ID") && again.text.contains("User ID: 123456789"), "{}", again.text);
    let confirmation = shop.say(JANE, "123", "Please check").await;
    assert!(confirmation.text.contains("Zone ID: 123"), "{}", confirmation.text);
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 0);
}

#[tokio::test]
async fn messages_without_text_are_answered_at_every_step() {
    let mut shop = Shop::open().await;
    let odd = [Content::Photo("123456789 (1234)".into()), Content::Sticker("😀".into())];
    for (step, expected, here) in [
        ("/start", "tombol di bawah", "Mau top up"),
        ("⚔️", "tombol di bawah", "Pilih nominal"),
        ("Mobile Legends 5 Diamonds", "cuma teks", "Kirim User ID"),
        ("123456789 (1234)", "tombol di bawah", "Cek dulu"),
    ] {
        if step.starts_with(['/', '1']) {
            shop.say(BUDI, step, here).await
        } else {
            shop.press(BUDI, step, here).await
        };
        for content in &odd {
            shop.pause();
            let seen = shop.marks(BUDI);
            shop.telegram.send(BUDI, content.clone()).unwrap();
            let answer = shop.see_since(&seen, BUDI, expected).await;
            assert!(answer.text.contains(here), "{content:?} at {step}: {}", answer.text);
        }
    }
    for content in [Content::Voice, Content::Location(-6.2, 106.8), Content::Contact("+628123".into())] {
        let seen = shop.marks(BUDI);
        shop.telegram.send(BUDI, content).unwrap();
        shop.see_since(&seen, BUDI, "Cek dulu").await;
    }
    shop.press(BUDI, "✅", "Sedang diproses").await;
    assert_eq!(shop.taken(1).await.target, "1234567891234");
    shop.close().await;
}

#[tokio::test]
async fn texts_where_a_button_is_expected_point_at_the_buttons() {
    let mut shop = Shop::open().await;
    shop.say(JANE, "hello, 5 diamonds please", "pick one of the buttons").await;
    shop.say(JANE, &"💎".repeat(2_048), "pick one of the buttons").await;
    shop.press(JANE, "⚔️", "Choose an item").await;
    assert!(shop.say(JANE, "5 diamonds", "pick one of the buttons").await.text.contains("Choose an item"));
    shop.press(JANE, "Mobile Legends 5 Diamonds", "User ID").await;
    shop.say(JANE, "123456789 1234", "Please check").await;
    let again = shop.say(JANE, "yes", "pick one of the buttons").await;
    assert!(again.text.contains("Please check") && again.text.contains("123456789"), "{}", again.text);
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 0);
}

#[tokio::test]
async fn commands_in_the_middle_keep_the_purchase() {
    let mut shop = Shop::open().await;
    to_question(&shop, JANE).await;
    let unknown = shop.say(JANE, "/nonsense", "no such command").await;
    assert!(unknown.text.contains("Send your User ID"), "{}", unknown.text);
    shop.pause();
    for command in ["/balance", "/status", "/status 7K3M9Q2X", "/start@another_bot"] {
        let answer = shop.say(JANE, command, "no such command").await;
        assert!(answer.text.contains("Send your User ID"), "{command}: {}", answer.text);
    }
    shop.pause();
    shop.say(JANE, "/help", "How to shop").await;
    shop.say(JANE, "123456789", "Send your Zone ID").await;
    shop.say(JANE, "/language", "Which language").await;
    let switched = shop.press(JANE, "Bahasa Indonesia", "Oke, sekarang pakai Bahasa Indonesia").await;
    assert!(switched.text.contains("Kirim Zone ID") && switched.text.contains("123456789"), "{}", switched.text);
    shop.say(JANE, "1234", "Cek dulu").await;
    shop.say(JANE, "/cancel", "Tidak ada yang dipesan").await;
    shop.say(JANE, "1234", "tombol di bawah").await;
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 0);
}

#[tokio::test]
async fn unknown_links_lead_to_the_menu() {
    let mut shop = Shop::open().await;
    for payload in ["nothing", "<b>", "mobile-legends mobile-legends", "../../etc/passwd", "💎", "MOBILE-LEGENDS"] {
        let answer = shop.say(JANE, &format!("/start {payload}"), "don't have what that link").await;
        assert!(answer.text.contains("Which game"), "{payload}: {}", answer.text);
    }
    shop.close().await;
}

#[tokio::test]
async fn the_whole_target_may_be_pasted_at_the_second_question_too() {
    let mut shop = Shop::open().await;
    shop.say(BUDI, "/start mobile-legends", "⚔️ Mobile Legends").await;
    shop.press(BUDI, "Mobile Legends 86 Diamonds", "User ID").await;
    shop.say(BUDI, "55555", "Zone ID").await;
    let confirmation = shop.say(BUDI, "123456789 (1234)", "Rp 18.500").await;
    assert!(confirmation.text.contains("123456789") && !confirmation.text.contains("55555"), "{}", confirmation.text);
    shop.close().await;
}
