//! Updates from Telegram, or from an attacker who found the webhook.

use odzreshop_bot::domain::locale::Locale;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::i18n;
use odzreshop_bot::telegram::incoming;
use odzreshop_bot::telegram::ingest::receive;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use crate::chance;

/// Texts as people and attackers send them; commands among them.
fn text() -> BoxedStrategy<String> {
    let commands = "/(start|menu|status|balance|cancel|nonsense)(@odzreshop_bot|@other)?[ \n]{0,2}[a-zA-Z0-9_<>'\"./-]{0,70}";
    prop_oneof![any::<String>(), commands, "[ -~]{0,64}", "\\PC{0,5000}"].boxed()
}

fn id() -> BoxedStrategy<i64> {
    prop_oneof![4 => 1..50_i64, 1 => -1_009_999_999_999..-1_000_000_000_000_i64, 1 => any::<i64>()].boxed()
}

fn user() -> BoxedStrategy<Value> {
    (id(), prop_oneof![4 => Just(false), 1 => Just(true)], text(), option::of(text()), option::of(text()), option::of(text()))
        .prop_map(|(id, is_bot, first_name, last_name, username, language_code)| {
            json!({ "id": id, "is_bot": is_bot, "first_name": first_name, "last_name": last_name, "username": username,
                "language_code": language_code })
        })
        .boxed()
}

fn chat() -> BoxedStrategy<Value> {
    let kind = select(vec!["private", "private", "private", "group", "supergroup", "channel", "cellar"]);
    (id(), kind, text()).prop_map(|(id, kind, name)| json!({ "id": id, "type": kind, "first_name": name, "title": name })).boxed()
}

fn message() -> BoxedStrategy<Value> {
    (any::<i32>(), option::weighted(0.9, user()), chat(), option::weighted(0.1, chat()), option::weighted(0.8, text()))
        .prop_map(|(message_id, from, chat, sender_chat, text)| {
            let mut message = json!({ "message_id": message_id, "date": 1_700_000_000, "chat": chat });
            for (key, value) in [("from", from), ("sender_chat", sender_chat), ("text", text.map(Value::from))] {
                if let Some(value) = value {
                    message[key] = value;
                }
            }
            message
        })
        .boxed()
}

fn press() -> BoxedStrategy<Value> {
    (user(), option::of(message()), option::of(text()))
        .prop_map(|(from, message, data)| {
            let mut press = json!({ "id": "1", "from": from, "chat_instance": "1" });
            for (key, value) in [("message", message), ("data", data.map(Value::from))] {
                if let Some(value) = value {
                    press[key] = value;
                }
            }
            press
        })
        .boxed()
}

fn membership() -> BoxedStrategy<Value> {
    (user(), chat(), user(), select(vec!["member", "kicked", "left", "king"]))
        .prop_map(|(from, chat, bot, status)| {
            json!({ "from": from, "chat": chat, "date": 1_700_000_000, "old_chat_member": { "user": bot, "status": "left" },
            "new_chat_member": { "user": bot, "status": status, "until_date": 0 } })
        })
        .boxed()
}

fn update() -> BoxedStrategy<Value> {
    let update_id = prop_oneof![4 => (0..u32::MAX).prop_map(Value::from), 1 => any::<i64>().prop_map(Value::from), 1 => Just(json!("1"))];
    let kind = prop_oneof![
        4 => message().prop_map(|it| ("message", it)),
        3 => press().prop_map(|it| ("callback_query", it)),
        2 => membership().prop_map(|it| ("my_chat_member", it)),
        1 => message().prop_map(|it| ("edited_message", it)),
        1 => text().prop_map(|it| ("something_new", it.into())),
    ];
    (update_id, kind).prop_map(|(update_id, (kind, content))| json!({ "update_id": update_id, kind: content })).boxed()
}

/// An update as text: complete, truncated, or with one wrong byte; or random text.
fn body() -> BoxedStrategy<String> {
    let whole = update().prop_map(|update| update.to_string());
    let cut = (update(), any::<Index>()).prop_map(|(update, at)| {
        let text = update.to_string();
        text.chars().take(at.index(text.len())).collect()
    });
    let bent = (update(), any::<Index>(), any::<char>()).prop_map(|(update, at, with)| {
        let mut text: Vec<char> = update.to_string().chars().collect();
        let at = at.index(text.len());
        text[at] = with;
        text.into_iter().collect()
    });
    let reply = r#"{"message_id":1,"date":1,"chat":{"id":1,"type":"private","first_name":"a"},"text":"a","reply_to_message":"#;
    let deep = (20..5_000_usize, select(vec!["[", reply]))
        .prop_map(|(depth, open)| format!("{{\"update_id\":1,\"message\":{}", open.repeat(depth)));
    prop_oneof![8 => whole, 1 => cut, 2 => bent, 1 => any::<String>(), 1 => deep].boxed()
}

#[test]
fn an_update_is_stored_under_the_chat_in_which_it_is_handled() {
    chance::check(1, &body(), |body| {
        let stored = receive(42, &body, Millis(9));
        let Ok(Some(incoming)) = incoming::read(&body, "odzreshop_bot") else { return };
        // Without an id it never gets so far.
        let Ok(stored) = stored else { return };
        assert_eq!(stored.body, body);
        assert_eq!(stored.chat_key, incoming.chat_id, "two queues for one chat: {body}");
        assert!(incoming.person.name.chars().count() <= 64);
        let language = incoming.person.telegram_language.as_deref();
        assert!(i18n::available().contains(&i18n::choose(None, language, &Locale::new("id"))));
    });
}

/// The sender of an update from a channel or an anonymous admin is unknown, so it has no rights; bots have none either.
#[test]
fn updates_without_a_real_sender_are_ignored() {
    chance::check(1, &message(), |message| {
        let hidden = message.get("sender_chat").is_some() || message["from"]["is_bot"] == true || message.get("from").is_none();
        let body = json!({ "update_id": 1, "message": message }).to_string();
        if hidden {
            assert!(!matches!(incoming::read(&body, "odzreshop_bot"), Ok(Some(_))), "{body}");
        }
    });
}

#[test]
fn many_updates_of_any_form_are_read_one_by_one() {
    chance::check(16, &vec(any::<Vec<u8>>(), 0..20), |bodies| {
        for body in bodies {
            let _ = receive(42, &String::from_utf8_lossy(&body), Millis(9));
        }
    });
}
