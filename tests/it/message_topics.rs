//! Conversations in the admins' group: a topic for each where the bot may make topics, else the place of the alerts.

use odzreshop_bot::sandbox::telegram::{Content, Message, State};
use serde_json::json;

use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

const GROUP: i64 = -1_001_234_567_891;

/// A shop whose alerts go to a group with topics, or without. Budi and Jane have an order each.
async fn shop_of_group(topics: bool, may_make: bool) -> Shop {
    let mut shop = Shop::closed_with(TOML).await;
    shop.telegram.add_supergroup(GROUP, "Admins", topics);
    shop.telegram.add_bot_to_group(SARI, GROUP).unwrap();
    if may_make {
        shop.telegram.allow_topics(GROUP);
    }
    shop.more_vars.insert("ADMIN_CHAT_ID".into(), GROUP.to_string());
    shop.start();
    for (count, customer) in [BUDI, JANE].into_iter().enumerate() {
        shop.buy(customer).await;
        shop.taken(count + 1).await;
        shop.pause();
    }
    shop
}

/// A customer asks about their order; the card in the group.
async fn ask(shop: &Shop, user: i64, text: &str) -> Message {
    shop.pause();
    shop.press(user, "💬", "").await;
    let seen = shop.marks(user);
    shop.telegram.send_text(user, text).unwrap();
    shop.see_since(&seen, user, "admin").await;
    shop.see(GROUP, text).await
}

fn say(shop: &Shop, user: i64, topic: Option<i64>, content: Content) {
    shop.telegram.send_in(user, GROUP, topic, content).unwrap();
}

fn text(text: &str) -> Content {
    Content::Text(text.into())
}

fn made(shop: &Shop) -> Vec<String> {
    let calls = shop.telegram.calls().into_iter().filter(|call| call.method == "createForumTopic");
    calls.map(|call| call.params["name"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn each_conversation_has_a_topic_and_what_is_written_there_reaches_its_customer() {
    let mut shop = shop_of_group(true, true).await;
    let of_budi = ask(&shop, BUDI, "Kok lama?").await;
    let of_jane = ask(&shop, JANE, "Wrong zone").await;
    let (budis, janes) = (of_budi.thread, of_jane.thread);
    assert!(budis.is_some() && janes.is_some() && budis != janes, "{budis:?} {janes:?}");
    let names = made(&shop);
    assert!(names.len() == 2 && names[0].starts_with("Budi · ") && names[1].starts_with("Jane · "), "{names:?}");
    shop.pause();
    say(&shop, SARI, janes, text("Which zone?"));
    shop.see(JANE, "Which zone?").await;
    say(&shop, SARI, budis, Content::Photo("Lihat ini".into()));
    assert!(shop.see(BUDI, "Lihat ini").await.photo().is_some());
    // None of these is for the customer: outside the topics, a reply to another admin, and somebody without a role.
    let said = shop.telegram.send_in(SARI, GROUP, budis, text("Terkirim?")).unwrap();
    shop.see(BUDI, "Terkirim?").await;
    shop.pause();
    shop.telegram.reply(AGUS, GROUP, said.message_id, text("Kenapa dia?")).unwrap();
    say(&shop, SARI, None, text("Bantu dong"));
    say(&shop, BUDI, janes, text("Halo Jane"));
    // What can't be passed on is said there; what Jane adds comes to her topic.
    say(&shop, SARI, janes, Content::Voice);
    assert_eq!(shop.see(GROUP, "cuma teks dan foto").await.thread, janes);
    shop.pause();
    shop.say(JANE, "Zone 1234", "Our admins have").await;
    assert_eq!(shop.see(GROUP, "Zone 1234").await.thread, janes);
    // An admin without a name can't be known; so nothing is sent, and they hear it.
    let chat = json!({ "id": GROUP, "type": "supergroup", "title": "Admins", "is_forum": true });
    let bot = json!({ "id": 1_087_968_824, "is_bot": true, "first_name": "Group" });
    let message = json!({
        "message_id": 9_000, "date": 1, "chat": chat, "from": bot, "sender_chat": chat, "text": "Tanpa nama",
        "message_thread_id": janes, "is_topic_message": true,
    });
    shop.telegram.push_update("message", message);
    assert_eq!(shop.see(GROUP, "anonim").await.thread, janes);
    // Nor is a reply to such a message for her, or to what the bot said about something else.
    let reply = json!({
        "message_id": 9_001, "date": 1, "chat": chat, "from": { "id": SARI, "is_bot": false, "first_name": "Sari" }, "text": "Rahasia kita",
        "message_thread_id": janes, "is_topic_message": true,
        "reply_to_message": { "message_id": 9_000, "date": 1, "chat": chat, "from": bot, "sender_chat": chat, "text": "Tanpa nama" },
    });
    shop.telegram.push_update("message", reply);
    let card = shop.see(GROUP, "Zone 1234").await;
    shop.pause();
    shop.telegram.press(AGUS, GROUP, card.id, "👤").unwrap();
    let page = shop.see(GROUP, "Akses:").await;
    shop.telegram.press(AGUS, GROUP, page.id, "🚫").unwrap();
    let question = shop.see(GROUP, "Kenapa diblokir").await;
    say(&shop, AGUS, janes, text("Penipu lama"));
    assert_eq!(shop.see(GROUP, "Pertanyaan bot masih menunggu").await.thread, janes);
    shop.telegram.reply(AGUS, GROUP, question.id, text("Penipu baru")).unwrap();
    let confirm = shop.see(GROUP, "Blokir pelanggan ini?").await;
    shop.telegram.reply(AGUS, GROUP, question.id, text("Penipu lagi")).unwrap();
    shop.telegram.press(AGUS, GROUP, confirm.id, "❌").unwrap();
    // Closed: what they say to each other there stays there.
    shop.pause();
    shop.say(JANE, "Any news?", "Our admins have").await;
    let card = shop.see(GROUP, "Any news?").await;
    shop.telegram.press(AGUS, GROUP, card.id, "✖️").unwrap();
    shop.see(JANE, "has closed this conversation").await;
    shop.pause();
    say(&shop, AGUS, janes, text("Beres ya"));
    let closed = shop.see(GROUP, "Percakapan ini sudah ditutup").await;
    assert!(closed.thread == janes && closed.button("✉️").is_some());
    shop.close().await;
    let read = format!("{}{}", shop.telegram.transcript(BUDI), shop.telegram.transcript(JANE));
    for unsaid in ["Kenapa dia?", "Bantu dong", "Halo Jane", "Tanpa nama", "Rahasia", "Penipu", "Beres ya", "Sari", "Agus"] {
        assert!(!read.contains(unsaid), "{unsaid}: {read}");
    }
    assert_eq!(made(&shop).len(), 2);
}

#[tokio::test]
async fn a_deleted_topic_loses_no_message() {
    let mut shop = shop_of_group(true, true).await;
    let first = ask(&shop, BUDI, "Kok lama?").await;
    shop.telegram.delete_topic(GROUP, first.thread.unwrap());
    shop.pause();
    shop.say(BUDI, "Halo?", "Sudah kami teruskan").await;
    let second = shop.see(GROUP, "Halo?").await;
    assert!(second.thread.is_none() && !second.text.contains("Yang ditulis di topik ini"), "General: {}", second.text);
    shop.pause();
    shop.telegram.reply(SARI, GROUP, second.id, text("Sebentar")).unwrap();
    shop.see(BUDI, "Sebentar").await;
    shop.pause();
    shop.say(BUDI, "Oke", "Sudah kami teruskan").await;
    let third = shop.see(GROUP, "Oke").await;
    assert!(third.thread.is_some() && third.thread != first.thread, "a new topic: {third:?}");
    shop.close().await;
}

#[tokio::test]
async fn what_is_answered_before_it_is_shown_is_shown_all_the_same() {
    let mut shop = shop_of_group(false, false).await;
    let first = ask(&shop, BUDI, "pesan 1").await;
    // More than a group takes at once.
    for n in 2..=5 {
        shop.say(BUDI, &format!("pesan {n}"), "Sudah kami teruskan").await;
    }
    shop.telegram.reply(SARI, GROUP, first.id, text("Sebentar")).unwrap();
    shop.see(BUDI, "Sebentar").await;
    shop.see(GROUP, "pesan 5").await;
    shop.close().await;
}

/// Without topics, or without the right to make them, an admin replies to the card or presses its button.
#[tokio::test]
async fn without_topics_the_card_is_replied_to() {
    for (topics, may_make) in [(false, true), (true, false)] {
        let mut shop = shop_of_group(topics, may_make).await;
        let card = ask(&shop, JANE, "Wrong zone").await;
        assert_eq!((card.thread, made(&shop).len()), (None, 1));
        shop.pause();
        say(&shop, AGUS, None, text("Siapa yang jawab?"));
        shop.telegram.reply(SARI, GROUP, card.id, text("Which zone?")).unwrap();
        shop.see(JANE, "Which zone?").await;
        let answered = |state: &State| state.message(GROUP, card.id).filter(|now| now.text.contains("Dijawab Sari")).map(|_| ());
        shop.telegram.wait_until("the card to say who answered", answered).await.unwrap();
        shop.pause();
        shop.say(JANE, "Zone 1234", "Our admins have").await;
        let card = shop.see(GROUP, "Zone 1234").await;
        shop.pause();
        shop.telegram.press(AGUS, GROUP, card.id, "✉️ Balas").unwrap();
        let question = shop.see(GROUP, "Tulis pesan untuk pelanggan ini").await;
        assert!(question.text.contains("Balas pesan ini") && question.text.contains("Which zone?"), "{}", question.text);
        shop.pause();
        shop.telegram.reply(AGUS, GROUP, question.id, text("Thank you")).unwrap();
        shop.see(JANE, "Thank you").await;
        shop.close().await;
        assert_eq!((made(&shop).len(), shop.count(JANE, "Siapa")), (1, 0), "asked for once");
    }
}
