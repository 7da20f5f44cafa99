//! Unexpected input: each message gets a clear answer in the person's language, and nothing changes.

use std::time::Duration;

use odzreshop_bot::sandbox::telegram::{Content, Fault, State};
use serde_json::{Value, json};

use crate::shop::{BUDI, JANE, Shop};

/// Jane answers the question for her IDs with these texts, one after the other; each is refused with this text, and the question is repeated.
async fn refused(shop: &Shop, answers: &[(&str, &str)]) {
    for (text, words) in answers {
        shop.pause();
        let again = shop.say(JANE, text, words).await;
        assert!(again.text.contains("Send your User ID") && again.text.contains("Mobile Legends\n5 💎"), "{text:?}: {}", again.text);
    }
}

async fn to_question(shop: &Shop, user: i64) {
    shop.say(user, "/start mobile-legends", "Mobile Legends").await;
    shop.press(user, "5 💎", "User ID").await;
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
            ("1234", "User ID: 5–12 digits"),
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
            // One ID with a blank in it, or two answers? Nobody guesses.
            ("123456 789", "one ID or two answers"),
        ],
    )
    .await;
    let surely_two = shop.say(JANE, "123456 (789)", "Please check").await;
    assert!(surely_two.text.contains("Zone ID: 789"), "{}", surely_two.text);
    to_question(&shop, JANE).await;
    // Only one of two fields: the bot asks for the other one and shows the first.
    let zone = shop.say(JANE, "123456789", "Send your Zone ID").await;
    assert!(zone.text.contains("User ID: 123456789"), "{}", zone.text);
    shop.say(JANE, "123456 789", "one ID or two answers").await;
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
    let odd = [Content::Photo(String::new()), Content::Sticker("😀".into())];
    for (step, expected, here) in [
        ("/start", "tombol di bawah", "Mau top up"),
        ("⚔️", "tombol di bawah", "Pilih nominal"),
        ("5 💎", "cuma teks", "Kirim User ID"),
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
    shop.say(JANE, "hello there", "pick one of the buttons").await;
    shop.set_ahead(60);
    shop.say(JANE, &"💎".repeat(2_048), "pick one of the buttons").await;
    shop.press(JANE, "⚔️", "Choose an item").await;
    assert!(shop.say(JANE, "which one?", "pick one of the buttons").await.text.contains("Choose an item"));
    shop.press(JANE, "5 💎", "User ID").await;
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
    for payload in ["nothing", "<b>", "mobile-legends mobile-legends", "../../etc/passwd", "💎"] {
        let answer = shop.say(JANE, &format!("/start {payload}"), "don't have what that link").await;
        assert!(answer.text.contains("Which game"), "{payload}: {}", answer.text);
    }
    shop.say(JANE, "/start MOBILE-LEGENDS", "Choose an item").await;
    shop.close().await;
}

#[tokio::test]
async fn the_whole_target_may_be_pasted_at_the_second_question_too() {
    let mut shop = Shop::open().await;
    shop.say(BUDI, "/start mobile-legends", "⚔️ Mobile Legends").await;
    shop.press(BUDI, "86 💎", "User ID").await;
    shop.say(BUDI, "55555", "Zone ID").await;
    let confirmation = shop.say(BUDI, "123456789 (1234)", "Rp 18.500").await;
    assert!(confirmation.text.contains("123456789") && !confirmation.text.contains("55555"), "{}", confirmation.text);
    shop.close().await;
}

/// A message of Jane's to the bot, with these fields in it.
fn message(fields: &[Value]) -> Value {
    let jane = json!({ "id": JANE, "is_bot": false, "first_name": "Jane", "language_code": "en" });
    let mut message = json!({
        "message_id": 900, "date": 1_760_000_000, "chat": { "id": JANE, "type": "private", "first_name": "Jane" }, "from": jane,
    });
    for fields in fields {
        message.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    }
    message
}

/// What Telegram sends beside the words of a customer, and a library of its types does not know or can't read.
fn side_parts() -> Vec<(&'static str, Value)> {
    let marked = |kind: Value| {
        let mut entity = json!({ "offset": 0, "length": 9 });
        entity.as_object_mut().unwrap().extend(kind.as_object().unwrap().clone());
        json!([entity])
    };
    let date = marked(json!({ "type": "date_time", "unix_time": 1_760_000_000, "date_time_format": "wDT" }));
    let hidden = json!({ "origin": { "type": "hidden_user", "date": 1, "sender_user_name": "Somebody" } });
    let elsewhere = json!({ "chat": { "id": -1_001_234_567_890_i64, "type": "channel", "title": "Deals" }, "message_id": 3, "origin":
        { "type": "channel", "date": 1, "chat": { "id": -1_001_234_567_890_i64, "type": "channel", "title": "Deals" }, "message_id": 3 } });
    vec![
        ("a date", json!({ "entities": date })),
        ("a formatting of tomorrow", json!({ "entities": marked(json!({ "type": "tomorrow", "of": [1] })) })),
        ("an odd link", json!({ "entities": marked(json!({ "type": "text_link", "url": "http://a b/%zz" })) })),
        ("a quote with a date", json!({ "quote": { "text": "12 o'clock", "position": 0, "entities": date }, "external_reply": hidden })),
        ("a reply to somebody hidden", json!({ "external_reply": hidden })),
        ("a reply to another chat", json!({ "external_reply": elsewhere })),
        ("a field of tomorrow", json!({ "of_tomorrow": { "a": [{}] } })),
    ]
}

#[tokio::test]
async fn typed_text_is_read_whatever_other_fields_the_message_has() {
    let mut shop = Shop::open().await;
    for (name, part) in side_parts() {
        shop.pause();
        to_question(&shop, JANE).await;
        let seen = shop.marks(JANE);
        shop.telegram.push_update("message", message(&[json!({ "text": "123456789 (1234)" }), part.clone()]));
        println!("{name}");
        shop.see_since(&seen, JANE, "Please check").await;
        let seen = shop.marks(JANE);
        shop.telegram.push_update("message", message(&[json!({ "text": "/start mobile-legends" }), part]));
        shop.see_since(&seen, JANE, "Choose an item").await;
    }
    shop.close().await;
}

#[tokio::test]
async fn a_caption_is_what_was_typed() {
    let mut shop = Shop::open().await;
    let file = |more: Value| {
        let mut file = json!({ "file_id": "f", "file_unique_id": "u" });
        file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        file
    };
    for attachment in [
        json!({ "photo": [file(json!({ "width": 9, "height": 9 }))] }),
        json!({ "voice": file(json!({ "duration": 3 })) }),
        json!({ "audio": file(json!({ "duration": 3 })) }),
        json!({ "video": file(json!({ "duration": 3, "width": 9, "height": 9 })) }),
        json!({ "photo": [], "caption_entities": [{ "type": "date_time", "offset": 0, "length": 3, "unix_time": 1 }] }),
    ] {
        shop.pause();
        to_question(&shop, JANE).await;
        let seen = shop.marks(JANE);
        println!("{attachment}");
        shop.telegram.push_update("message", message(&[json!({ "caption": "123456789 (1234)" }), attachment]));
        shop.see_since(&seen, JANE, "Please check").await;
    }
    shop.close().await;
}

#[tokio::test]
async fn service_messages_are_not_answered() {
    let mut shop = Shop::open().await;
    to_question(&shop, JANE).await;
    let before = shop.telegram.messages(JANE).len();
    for announced in [
        json!({ "message_auto_delete_timer_changed": { "message_auto_delete_time": 86_400 } }),
        json!({ "chat_background_set": { "type": { "type": "chat_theme", "theme_name": "x" } } }),
        json!({ "pinned_message": message(&[json!({ "text": "old" })]) }),
        json!({ "gift": { "gift": { "id": "g" } } }),
        json!({ "write_access_allowed": {} }),
    ] {
        shop.telegram.push_update("message", message(&[announced]));
    }
    shop.say(JANE, "123456789 (1234)", "Please check").await;
    assert_eq!(shop.telegram.messages(JANE).len(), before + 2, "{:?}", shop.telegram.messages(JANE));
    shop.close().await;
}

#[tokio::test]
async fn an_album_is_answered_once() {
    let mut shop = Shop::open().await;
    to_question(&shop, JANE).await;
    let before = shop.telegram.messages(JANE).len();
    let of_album = |album: &str| json!({ "photo": [], "media_group_id": album });
    let send = |fields: &[Value]| shop.telegram.push_update("message", message(fields));
    for _ in 0..10 {
        send(&[of_album("1")]);
    }
    shop.see(JANE, "only read text").await;
    // Another one; the words under its third photo are what she typed.
    for fields in [vec![of_album("2")], vec![of_album("2")], vec![of_album("2"), json!({ "caption": "123456789 (1234)" })]] {
        send(&fields);
    }
    let confirmation = shop.see(JANE, "Please check").await;
    send(&[of_album("2")]);
    shop.press(JANE, "✅", "Being processed").await;
    let messages = shop.telegram.messages(JANE);
    assert_eq!((messages.len(), messages.last().unwrap().id), (before + 3, confirmation.id), "{messages:?}");
    shop.close().await;
}

#[tokio::test]
async fn an_album_with_its_words_under_the_first_photo_is_answered_once() {
    let mut shop = Shop::open().await;
    to_question(&shop, JANE).await;
    let before = shop.telegram.messages(JANE).len();
    let photo = json!({ "photo": [], "media_group_id": "1" });
    shop.telegram.push_update("message", message(&[photo.clone(), json!({ "caption": "123456789 (1234)" })]));
    let confirmation = shop.see(JANE, "Please check").await;
    for _ in 0..4 {
        shop.telegram.push_update("message", message(std::slice::from_ref(&photo)));
    }
    shop.press(JANE, "✅", "Being processed").await;
    let messages = shop.telegram.messages(JANE);
    assert_eq!((messages.len(), messages.last().unwrap().id), (before + 1, confirmation.id), "{messages:?}");
    shop.close().await;
}

#[tokio::test]
async fn of_lines_typed_at_once_the_last_is_answered() {
    let mut shop = Shop::open().await;
    to_question(&shop, JANE).await;
    let before = shop.telegram.messages(JANE).len();
    shop.telegram.fail_in_chat("sendMessage", JANE, Fault::Delay(Duration::from_secs(1)), 1);
    shop.telegram.send_text(JANE, "abc").unwrap();
    let on_its_way = |state: &State| (!state.has_faults()).then_some(());
    shop.telegram.wait_until("the first answer to be on its way", on_its_way).await.unwrap();
    for text in ["12", "/help"] {
        shop.telegram.send_text(JANE, text).unwrap();
    }
    let press = shop.tap(JANE, "❌").await;
    shop.telegram.send_text(JANE, "/language").unwrap();
    assert!(shop.answer_to(&press).await.contains("no longer works"), "a press is answered whatever becomes of the screens");
    shop.see(JANE, "Which language").await;
    let no_old_buttons = |state: &State| {
        let messages = state.messages(JANE);
        let with_buttons = messages.iter().filter(|message| !message.keyboard.is_empty()).count();
        (with_buttons == 1).then_some(messages)
    };
    let messages = shop.telegram.wait_until("only the last screen to have buttons", no_old_buttons).await.unwrap();
    // Her four lines, the answer that was being sent, and the last one.
    assert_eq!(messages.len(), before + 6, "{messages:?}");
    assert_eq!((shop.count(JANE, "doesn't look right"), shop.count(JANE, "How to shop")), (1, 0));
    assert!(messages.last().unwrap().text.contains("Which language"), "{messages:?}");
    shop.close().await;
}

#[tokio::test]
async fn the_answer_goes_to_the_topic_of_a_private_chat() {
    let mut shop = Shop::open().await;
    shop.telegram.send_in(JANE, JANE, Some(77), Content::Text("/start mobile-legends".into())).unwrap();
    let list = shop.see(JANE, "Choose an item").await;
    let question = shop.press(JANE, "5 💎", "User ID").await;
    shop.telegram.send_in(JANE, JANE, Some(78), Content::Text("123456789 (1234)".into())).unwrap();
    let confirmation = shop.see(JANE, "Please check").await;
    assert_eq!([list.thread, question.thread, confirmation.thread], [Some(77), Some(77), Some(78)]);
    let shown = shop.say(JANE, "/menu", "Which game").await;
    assert_eq!(shown.thread, None);
    shop.close().await;
}
