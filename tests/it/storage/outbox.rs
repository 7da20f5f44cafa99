//! Outbox messages: in order within a chat, chats in turn, only the newest of a slot.

use odzreshop_bot::domain::message_class::MessageClass;
use odzreshop_bot::domain::notification::{Notification, OrderNotification};
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::storage::{
    DialogueWrite, Keyboard, MovedGroupWrite, OutboxBody, OutboxMessage, OutboxWrite, QueuedMessage, ShownMessage, Write,
};

use super::{Base, Database, NOW, dialogue, keyboard, message, notification, on_both, order};

/// The messages that are due at `now`.
async fn due(base: &Base, now: Millis) -> Vec<QueuedMessage> {
    base.store.list_due_messages(now, 100).await.unwrap()
}

fn texts(messages: &[QueuedMessage]) -> Vec<&str> {
    let text = |message| match message {
        &QueuedMessage { body: OutboxBody::Call { ref payload, .. }, .. } => payload["text"].as_str().unwrap(),
        QueuedMessage { body: OutboxBody::Notification { .. } | OutboxBody::RemoveKeyboard { .. }, .. } => "notification",
    };
    messages.iter().map(text).collect()
}

async fn enqueue(base: &Base, messages: impl IntoIterator<Item = OutboxMessage>) {
    base.commit(messages.into_iter().map(|message| Write::Outbox(OutboxWrite::Enqueue(message)))).await;
}

async fn of_each_chat_the_oldest_message_is_due(database: Database) {
    let base = database.open().await;
    enqueue(&base, [message(7, "7 first"), message(7, "7 second"), message(8, "8 first")]).await;
    let messages = due(&base, NOW).await;
    assert_eq!(texts(&messages), ["7 first", "8 first"]);
    base.commit([Write::Outbox(OutboxWrite::Sent { id: messages[0].id, message_id: Some(1), photo: None })]).await;
    assert_eq!(texts(&due(&base, NOW).await), ["8 first", "7 second"], "chats take turns");
    assert_eq!(base.store.list_due_messages(NOW, 1).await.unwrap().len(), 1);
    assert_eq!(base.store.count_waiting_messages().await.unwrap(), 2);
}

async fn answers_to_callback_queries_go_first_and_outside_the_chat_order(database: Database) {
    let base = database.open().await;
    let answer = |text| OutboxMessage { class: MessageClass::Toast, ..message(7, text) };
    enqueue(&base, [message(7, "plain"), answer("answer 1"), message(7, "behind"), answer("answer 2")]).await;
    assert_eq!(texts(&due(&base, NOW).await), ["answer 1", "answer 2", "plain"]);
}

async fn chats_take_turns_and_an_alarm_goes_before_what_waits_for_its_chat(database: Database) {
    let base = database.open().await;
    let of = |class, chat, text: &str| OutboxMessage { class, ..message(chat, text) };
    for n in 1..=3 {
        for chat in [7, 8] {
            enqueue(&base, [of(MessageClass::TextAnswer, chat, &format!("{chat}: {n}"))]).await;
        }
    }
    let next = async || {
        let (messages, text) = (due(&base, NOW).await, |message: &QueuedMessage| texts(std::slice::from_ref(message))[0].to_owned());
        base.commit([Write::Outbox(OutboxWrite::Sent { id: messages[0].id, message_id: None, photo: None })]).await;
        text(&messages[0])
    };
    assert_eq!([next().await, next().await], ["7: 1", "8: 1"]);
    // A chat that was silent is level with the first of those that wait.
    enqueue(&base, [of(MessageClass::TextAnswer, 9, "9: 1"), of(MessageClass::Request, 8, "request"), of(MessageClass::Alarm, 8, "alarm")])
        .await;
    let mut order = Vec::new();
    for _ in 0..7 {
        order.push(next().await);
    }
    assert_eq!(order, ["alarm", "7: 2", "8: 2", "9: 1", "7: 3", "8: 3", "request"]);
}

async fn alarms_without_end_hide_no_answer_to_an_admin(database: Database) {
    let base = database.open().await;
    let of = |class, text: &str| OutboxMessage { class, ..message(7, text) };
    for n in 1..=3 {
        enqueue(&base, [of(MessageClass::Alarm, &format!("alarm {n}"))]).await;
    }
    enqueue(&base, [of(MessageClass::AdminAnswer, "answer")]).await;
    assert_eq!(texts(&due(&base, NOW).await), ["answer"]);
}

async fn a_postponed_message_delays_only_its_own_chat(database: Database) {
    let base = database.open().await;
    enqueue(&base, [message(7, "slow"), message(7, "behind"), message(8, "free")]).await;
    let (first, soon) = (due(&base, NOW).await[0].clone(), NOW.plus_seconds(5));
    base.commit([Write::Outbox(OutboxWrite::Postpone { id: first.id, due_at: soon, error: "429".to_owned() })]).await;
    assert_eq!(texts(&due(&base, NOW).await), ["free"]);
    assert_eq!(base.store.next_message_at(NOW).await.unwrap(), Some(soon));
    let messages = due(&base, soon).await;
    assert_eq!((texts(&messages), messages[0].attempts), (vec!["slow", "free"], 1));
    base.commit([Write::Outbox(OutboxWrite::Undeliverable { id: first.id, error: "403".to_owned() })]).await;
    assert_eq!(texts(&due(&base, soon).await), ["free", "behind"]);
}

async fn a_postponed_message_is_not_due(database: Database) {
    let base = database.open().await;
    let later = NOW.plus_ms(1);
    enqueue(&base, [OutboxMessage { created_at: later, expires_at: Some(later), topic: Some(3), ..message(7, "later") }]).await;
    assert_eq!(due(&base, NOW).await, []);
    let messages = due(&base, later).await;
    assert_eq!((messages[0].expires_at, messages[0].topic), (Some(later), Some(3)));
}

async fn a_newer_message_of_a_slot_replaces_a_waiting_one(database: Database) {
    let base = database.open().await;
    let card = |text| OutboxMessage { slot: Some("card:1".to_owned()), ..message(7, text) };
    let other = OutboxMessage { slot: Some("card:2".to_owned()), ..message(8, "other order") };
    enqueue(&base, [card("queued"), other]).await;
    enqueue(&base, [card("pending")]).await;
    assert_eq!(texts(&due(&base, NOW).await), ["other order", "pending"]);
    // One that was replaced while it was being sent: whatever becomes of it, it is not sent again; and it is known where it is.
    for write in [
        OutboxWrite::Postpone { id: 1, due_at: NOW, error: String::new() },
        OutboxWrite::Undeliverable { id: 1, error: String::new() },
        OutboxWrite::Sent { id: 1, message_id: Some(33), photo: Some("photo".to_owned()) },
    ] {
        base.commit([Write::Outbox(write)]).await;
        assert_eq!(texts(&due(&base, NOW).await), ["other order", "pending"]);
    }
    assert_eq!(base.store.find_shown("card:1").await.unwrap(), Some(ShownMessage { message_id: 33, photo: Some("photo".to_owned()) }));
    let pending = due(&base, NOW).await[1].clone();
    base.commit([Write::Outbox(OutboxWrite::Sent { id: pending.id, message_id: Some(1), photo: None })]).await;
    enqueue(&base, [card("success")]).await;
    assert_eq!(texts(&due(&base, NOW).await), ["other order", "success"]);
    assert_eq!(base.store.count_waiting_messages().await.unwrap(), 2);
}

async fn a_sent_message_gets_its_keyboard_and_its_dialogue(database: Database) {
    let base = database.open().await;
    base.commit([
        Write::Dialogue(DialogueWrite::AddKeyboard(keyboard("t1", NOW))),
        Write::Dialogue(DialogueWrite::AddKeyboard(keyboard("t2", NOW))),
        Write::Dialogue(DialogueWrite::Save { dialogue: dialogue(1), now: NOW }),
        Write::Outbox(OutboxWrite::Enqueue(OutboxMessage { token: Some("t1".to_owned()), ..message(7, "screen") })),
    ])
    .await;
    base.commit([Write::Outbox(OutboxWrite::Sent { id: due(&base, NOW).await[0].id, message_id: Some(99), photo: None })]).await;
    assert_eq!(base.store.find_keyboard("t1").await.unwrap().unwrap().message_id, Some(99));
    assert_eq!(base.store.find_keyboard("t2").await.unwrap().unwrap().message_id, None);
    assert_eq!(base.store.find_dialogue(7, 7).await.unwrap().unwrap().message_id, Some(99));
}

async fn an_unreadable_message_blocks_no_other(database: Database) {
    let base = database.open().await;
    enqueue(
        &base,
        [
            message(7, "broken"),
            message(7, "behind"),
            message(8, "other"),
            notification(9, Notification::Order(OrderNotification::Card { order: order("a").id })),
        ],
    )
    .await;
    base.tamper("UPDATE outbox SET body = '{\"form\": \"telepathy\"}' WHERE id = 1").await;
    assert_eq!(texts(&due(&base, NOW).await), ["other", "notification", "behind"]);
    let first = base.store.list_due_messages(NOW, 1).await.unwrap();
    assert_eq!(texts(&first), ["other"], "and does not count towards the limit");
}

async fn a_moved_group_takes_the_buttons_on_their_way_along(database: Database) {
    let base = database.open().await;
    let of_group = |token: &str, message_id| Keyboard { chat_id: -7, user_id: None, message_id, ..keyboard(token, NOW) };
    for keyboard in [of_group("waits", None), of_group("old", Some(3)), keyboard("other", NOW)] {
        base.commit([Write::Dialogue(DialogueWrite::AddKeyboard(keyboard))]).await;
    }
    for new in [-1_007, -1_008] {
        base.commit([Write::MovedGroup(MovedGroupWrite::Move { old: -7, new, now: NOW })]).await;
        assert_eq!(base.store.find_moved_group(-7).await.unwrap(), Some(new));
        assert!(base.store.is_greeted(new).await.unwrap());
    }
    for (token, chat_id) in [("waits", -1_007), ("old", -7), ("other", 7)] {
        assert_eq!(base.store.find_keyboard(token).await.unwrap().unwrap().chat_id, chat_id, "{token}");
    }
    assert_eq!(base.store.find_moved_group(-8).await.unwrap(), None);
}

on_both! {
    a_moved_group_takes_the_buttons_on_their_way_along,
    of_each_chat_the_oldest_message_is_due,
    answers_to_callback_queries_go_first_and_outside_the_chat_order,
    chats_take_turns_and_an_alarm_goes_before_what_waits_for_its_chat,
    alarms_without_end_hide_no_answer_to_an_admin,
    a_postponed_message_delays_only_its_own_chat,
    a_postponed_message_is_not_due,
    a_newer_message_of_a_slot_replaces_a_waiting_one,
    a_sent_message_gets_its_keyboard_and_its_dialogue,
    an_unreadable_message_blocks_no_other,
}
