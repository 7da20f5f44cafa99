//! The sender against a Bot API that answers as the test likes: order, pace, refusals, and a kill in between.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicUsize};

use serde_json::json;

use super::pace::Rate;
use super::*;
use crate::domain::access::AccessStatus;
use crate::domain::message_class::MessageClass;
use crate::domain::notification::{Notification, ProviderNotification};
use crate::domain::person::Person;
use crate::storage::{OutboxMessage, OutboxWrite, PersonWrite};
use crate::telegram::mock_bot_api::{Base, MockBotApi, clock};

/// A sender with all it needs; notifications are rendered by `render`.
struct Desk {
    script: MockBotApi,
    base: Base,
    now: Arc<AtomicI64>,
}

type Words = std::future::Ready<Result<Option<Rendered>, RenderError>>;

fn stale(_: QueuedMessage) -> Words {
    std::future::ready(Ok(None))
}

impl Desk {
    async fn new() -> Self {
        Self { script: MockBotApi::start().await, base: Base::open().await, now: clock().1 }
    }

    fn sender(&self, render: fn(QueuedMessage) -> Words) -> Sender<fn(QueuedMessage) -> Words> {
        self.announcing(render, Arc::new(|_| ()))
    }

    fn announcing(&self, render: fn(QueuedMessage) -> Words, announce: Announce) -> Sender<fn(QueuedMessage) -> Words> {
        let now = Arc::clone(&self.now);
        let clock = Clock::new(move || Millis(now.load(Ordering::SeqCst)));
        let (store, caller) = (self.base.store.clone(), self.script.caller.clone());
        Sender::new(store, caller, clock, Limits::TELEGRAM, render, detours(), announce)
    }

    fn pass(&self, span_ms: i64) {
        self.now.fetch_add(span_ms, Ordering::SeqCst);
    }

    async fn enqueue(&self, message: OutboxMessage) {
        self.base.store.commit(vec![Write::Outbox(OutboxWrite::Enqueue(message))]).await.unwrap();
    }

    async fn waiting(&self) -> i64 {
        self.base.store.count_waiting_messages().await.unwrap()
    }
}

fn detours() -> Detours {
    Detours { reroute: Box::new(to_the_next), topic_gone: Box::new(|_, _| Box::pin(std::future::ready(Vec::new()))) }
}

/// What a group does not get, a person gets.
fn to_the_next(chat_id: i64, _: &Notification) -> Vec<Write> {
    (chat_id < 0).then(|| Write::Outbox(OutboxWrite::Enqueue(notification(1)))).into_iter().collect()
}

fn call(chat_id: i64, method: &str, payload: Value) -> OutboxMessage {
    let body = OutboxBody::Call { method: method.to_owned(), payload };
    OutboxMessage {
        chat_id,
        topic: None,
        body,
        class: MessageClass::News,
        slot: None,
        token: None,
        created_at: Millis(0),
        expires_at: None,
    }
}

fn text(chat_id: i64, text: &str) -> OutboxMessage {
    call(chat_id, "sendMessage", json!({ "chat_id": chat_id, "text": text }))
}

fn notification(chat_id: i64) -> OutboxMessage {
    OutboxMessage {
        body: OutboxBody::Notification { notification: Notification::Provider(ProviderNotification::ShopOpen) },
        ..text(chat_id, "")
    }
}

#[tokio::test]
async fn the_next_message_of_a_chat_is_sent_when_one_is_done() {
    let mut desk = Desk::new().await;
    let mut sender = desk.sender(stale);
    desk.enqueue(text(1, "one")).await;
    desk.enqueue(text(1, "two")).await;
    let round = sender.tick().await;
    assert!(round.started == 1 && round.held, "nothing else would wake the sender for the second: {round:?}");
    desk.script.next().await.ok(json!({ "message_id": 1 }));
    sender.settle().await;
    assert_eq!(sender.tick().await.started, 1);
    assert_eq!(desk.script.next().await.text(), "two");
}

#[tokio::test]
async fn what_has_nothing_left_to_say_takes_no_time_from_what_is_behind_it() {
    let mut desk = Desk::new().await;
    let mut sender = desk.sender(stale);
    for _ in 0..30 {
        desk.enqueue(notification(1)).await;
    }
    desk.enqueue(text(1, "real")).await;
    for _ in 0..30 {
        assert_eq!(sender.tick().await.started, 1, "no time has passed");
        sender.settle().await;
    }
    assert_eq!(sender.tick().await.started, 1);
    desk.script.next().await.ok(json!({ "message_id": 1 }));
}

#[tokio::test]
async fn a_chat_keeps_its_order_behind_a_429_and_delays_no_other() {
    let mut desk = Desk::new().await;
    let mut sender = desk.sender(stale);
    for message in [text(1, "one"), text(1, "two"), text(2, "other")] {
        desk.enqueue(message).await;
    }
    assert_eq!(sender.tick().await.started, 2);
    for _ in 0..2 {
        let call = desk.script.next().await;
        match call.text() {
            "one" => call.refuse(429, "Too Many Requests: retry after 5", json!({ "retry_after": 5 })),
            "other" => call.ok(json!({ "message_id": 1 })),
            text => panic!("{text} is not its turn"),
        }
    }
    sender.settle().await;
    assert_eq!(desk.waiting().await, 2);
    desk.enqueue(text(2, "other again")).await;
    assert_eq!(sender.tick().await.started, 1, "only the other chat's");
    desk.script.next().await.ok(json!({ "message_id": 2 }));
    sender.settle().await;

    desk.pass(5_000);
    for wanted in ["one", "two"] {
        assert_eq!(sender.tick().await.started, 1);
        let call = desk.script.next().await;
        assert_eq!(call.text(), wanted);
        call.ok(json!({ "message_id": 3 }));
        sender.settle().await;
    }
    assert_eq!(desk.waiting().await, 0);
}

#[tokio::test]
async fn a_429_of_days_is_a_wait_of_minutes_and_admins_are_told_once() {
    let mut desk = Desk::new().await;
    let told = Arc::new(AtomicUsize::new(0));
    let counted = told.clone();
    let announce = move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
    };
    let mut sender = desk.announcing(stale, Arc::new(announce));
    for chat in [1, 2] {
        desk.enqueue(text(chat, "hello")).await;
    }
    assert_eq!(sender.tick().await.started, 2);
    for _ in 0..2 {
        let days = json!({ "retry_after": 10_000_000 });
        desk.script.next().await.refuse(429, "Too Many Requests: retry after 10000000", days);
    }
    sender.settle().await;
    assert_eq!(told.load(Ordering::Relaxed), 1);
    desk.pass(299_999);
    assert_eq!(sender.tick().await.started, 0);
    desk.pass(1);
    assert_eq!(sender.tick().await.started, 2);
    for _ in 0..2 {
        desk.script.next().await.ok(json!({ "message_id": 3 }));
    }
    sender.settle().await;
    assert_eq!(desk.waiting().await, 0);
}

#[tokio::test]
async fn one_message_of_a_chat_at_a_time_and_callback_answers_in_between() {
    let mut desk = Desk::new().await;
    let mut sender = desk.sender(stale);
    desk.enqueue(text(1, "one")).await;
    desk.enqueue(text(1, "two")).await;
    sender.tick().await;
    let slow = desk.script.next().await;
    desk.enqueue(OutboxMessage { class: MessageClass::Toast, ..call(1, "answerCallbackQuery", json!({ "callback_query_id": "x" })) }).await;
    let round = sender.tick().await;
    assert_eq!((round.started, round.held), (1, true));
    let answer = desk.script.next().await;
    assert_eq!(answer.method, "answerCallbackQuery");
    answer.refuse(400, "Bad Request: query is too old", json!({}));
    slow.ok(json!({ "message_id": 1 }));
    sender.settle().await;
    assert_eq!(sender.tick().await.started, 1);
    desk.script.next().await.ok(json!({ "message_id": 2 }));
    sender.settle().await;
    assert_eq!(desk.waiting().await, 0);
}

#[tokio::test]
async fn a_user_who_blocked_the_bot_is_flagged() {
    let mut desk = Desk::new().await;
    let mut sender = desk.sender(stale);
    let person = Person { id: 1, name: "Budi".to_owned(), access: AccessStatus::Approved, ..Person::default() };
    desk.base.store.commit(vec![Write::Person(PersonWrite::Meet { person, now: Millis(0) })]).await.unwrap();
    desk.enqueue(text(1, "hello")).await;
    sender.tick().await;
    desk.script.next().await.refuse(403, "Forbidden: bot was blocked by the user", json!({}));
    sender.settle().await;
    assert_eq!(desk.waiting().await, 0);
    assert!(desk.base.store.find_person(1).await.unwrap().unwrap().unreachable);
}

#[tokio::test]
async fn killed_before_the_outcome_is_on_disk_means_sent_again() {
    let mut desk = Desk::new().await;
    let mut first = desk.sender(stale);
    desk.enqueue(text(1, "hello")).await;
    first.tick().await;
    let unanswered = desk.script.next().await;
    drop(first);
    drop(unanswered);
    let mut second = desk.sender(stale);
    assert_eq!(second.tick().await.started, 1);
    let call = desk.script.next().await;
    assert_eq!(call.text(), "hello");
    call.ok(json!({ "message_id": 1 }));
    second.settle().await;
    assert_eq!((desk.waiting().await, second.tick().await.started), (0, 0));
}

#[tokio::test]
async fn an_outcome_that_cannot_be_committed_blocks_its_chat() {
    let enqueue = |store: Store| async move { store.commit(vec![Write::Outbox(OutboxWrite::Enqueue(text(1, "hello")))]).await.unwrap() };
    let mut desk = Desk { base: Base::full(enqueue), ..Desk::new().await };
    let mut sender = desk.sender(stale);
    assert_eq!(sender.tick().await.started, 1);
    desk.script.next().await.ok(json!({ "message_id": 1 }));
    // Long enough for the first try to fail, which takes microseconds.
    assert!(timeout(Duration::from_millis(200), sender.settle()).await.is_err());
    let round = sender.tick().await;
    assert_eq!((round.started, round.held), (0, true), "sent once, and still not done");
}

#[tokio::test]
async fn an_edit_of_a_lost_message_becomes_a_new_one_and_bad_markup_plain() {
    let mut desk = Desk::new().await;
    let mut sender = desk.sender(stale);
    let edit = json!({ "chat_id": 1, "message_id": 9, "text": "<b>Hi", "parse_mode": "HTML" });
    desk.enqueue(call(1, "editMessageText", edit)).await;
    sender.tick().await;
    desk.script.next().await.refuse(400, "Bad Request: message to edit not found", json!({}));
    let new = desk.script.next().await;
    assert_eq!((new.method.as_str(), new.payload.get("message_id")), ("sendMessage", None));
    new.refuse(400, "Bad Request: can't parse entities", json!({}));
    let plain = desk.script.next().await;
    assert_eq!(plain.payload, json!({ "chat_id": 1, "text": "Hi" }));
    plain.refuse(400, "Bad Request: something else", json!({}));
    sender.settle().await;
    assert_eq!(desk.waiting().await, 0, "given up");
}

#[tokio::test]
async fn notifications_are_rendered_when_they_are_sent() {
    fn render(message: QueuedMessage) -> Words {
        let words = |text: &str| Rendered { topic: None, method: "sendMessage".to_owned(), payload: json!({ "text": text }) };
        std::future::ready(match message.chat_id {
            1 => Ok(Some(words("open"))),
            2 => Ok(None),
            3 => Err(RenderError::Never("no such order".to_owned())),
            4 => Err(RenderError::NotNow("the database is locked".to_owned())),
            _ => panic!("as a view might"),
        })
    }
    let mut desk = Desk::new().await;
    let mut sender = desk.sender(render);
    for chat in 1..=5 {
        desk.enqueue(notification(chat)).await;
    }
    assert_eq!(sender.tick().await.started, 5);
    let call = desk.script.next().await;
    assert_eq!(call.text(), "open");
    call.ok(json!({ "message_id": 1 }));
    sender.settle().await;
    assert_eq!(desk.waiting().await, 2, "one that can't be rendered yet, one that panics");
    for _ in 0..MAX_PANICS {
        desk.pass(120_000);
        sender.tick().await;
        sender.settle().await;
    }
    assert_eq!(desk.waiting().await, 1, "a panic is not tried for ever");
    assert!(desk.script.is_quiet());
}

#[tokio::test]
async fn a_notification_that_a_group_does_not_get_is_rerouted_in_the_same_commit() {
    let words =
        |_| std::future::ready(Ok(Some(Rendered { topic: None, method: "sendMessage".to_owned(), payload: json!({ "chat_id": -7 }) })));
    let mut desk = Desk::new().await;
    let mut sender = desk.sender(words);
    for (code, description) in [(403, "Forbidden: bot was kicked"), (400, "Bad Request: not enough rights")] {
        desk.enqueue(notification(-7)).await;
        sender.tick().await;
        desk.script.next().await.refuse(code, description, json!({}));
        sender.settle().await;
        assert_eq!((desk.waiting().await, sender.tick().await.started), (1, 1), "{description}");
        desk.script.next().await.ok(json!({ "message_id": 1 }));
        sender.settle().await;
        assert_eq!(desk.waiting().await, 0);
    }
}

/// Telegram fails for the group alone, or as a whole.
#[tokio::test]
async fn an_alert_is_rerouted_in_time_only_if_telegram_takes_other_calls() {
    let words =
        |_| std::future::ready(Ok(Some(Rendered { topic: None, method: "sendMessage".to_owned(), payload: json!({ "chat_id": -7 }) })));
    for (works, elsewhere) in [(true, 1), (false, 0)] {
        let mut desk = Desk::new().await;
        let mut sender = desk.sender(words);
        let person = Person { id: 1, ..Person::default() };
        desk.base.store.commit(vec![Write::Person(PersonWrite::Meet { person, now: Millis(0) })]).await.unwrap();
        let since = Millis(desk.now.load(Ordering::SeqCst));
        desk.enqueue(OutboxMessage { created_at: since, ..notification(-7) }).await;
        let mut tries = 0;
        loop {
            assert_eq!(sender.tick().await.started, 1);
            desk.script.next().await.refuse(500, "Internal Server Error", json!({}));
            tries += 1;
            let now = Millis(desk.now.load(Ordering::SeqCst));
            // A call at this time could fail too late.
            if tries == 4 {
                let trial = desk.script.next().await;
                assert_eq!((trial.method.as_str(), &trial.payload["chat_id"]), ("sendChatAction", &json!(1)), "{}", now.since_ms(since));
                if works {
                    trial.ok(json!(true))
                } else {
                    trial.refuse(500, "Internal Server Error", json!({}))
                }
                sender.settle().await;
                break;
            }
            sender.settle().await;
            desk.pass(2_500 * tries);
        }
        let at_the_group = desk.base.store.list_waiting_notifications(-7, 9).await.unwrap().len();
        let at_the_person = desk.base.store.list_waiting_notifications(1, 9).await.unwrap().len();
        assert_eq!((at_the_group, at_the_person), (1 - elsewhere, elsewhere), "Telegram works: {works}");
    }
}

#[tokio::test]
async fn a_group_that_moved_is_remembered_before_anything_is_there() {
    let mut desk = Desk::new().await;
    let mut sender = desk.sender(stale);
    desk.enqueue(text(-7, "hello")).await;
    sender.tick().await;
    desk.script.next().await.refuse(400, "Bad Request: group chat was upgraded", json!({ "migrate_to_chat_id": -1_007 }));
    let again = desk.script.next().await;
    assert_eq!(again.payload["chat_id"], -1_007);
    assert_eq!(desk.base.store.find_moved_group(-7).await.unwrap(), Some(-1_007));
    again.ok(json!({ "message_id": 1 }));
    sender.settle().await;
    assert_eq!(desk.waiting().await, 0);
}

#[tokio::test]
async fn expired_messages_are_dropped() {
    let mut desk = Desk::new().await;
    let mut sender = desk.sender(stale);
    let now = Millis(desk.now.load(Ordering::SeqCst));
    desk.enqueue(OutboxMessage { expires_at: Some(now), ..text(1, "late") }).await;
    desk.enqueue(OutboxMessage { expires_at: Some(now.plus_ms(1)), ..text(2, "in time") }).await;
    assert_eq!(sender.tick().await.started, 2);
    let call = desk.script.next().await;
    assert_eq!(call.text(), "in time");
    call.raw(502, "<html>");
    sender.settle().await;
    assert_eq!(desk.waiting().await, 0, "it would be late at the next try");
}

#[tokio::test]
async fn a_chat_s_pace_is_kept_without_a_call() {
    let mut desk = Desk::new().await;
    let mut sender = desk.sender(stale);
    for n in 0..21 {
        desk.enqueue(text(1, &n.to_string())).await;
    }
    for _ in 0..20 {
        assert_eq!(sender.tick().await.started, 1);
        desk.script.next().await.ok(json!({ "message_id": 1 }));
        sender.settle().await;
    }
    let round = sender.tick().await;
    let now = Millis(desk.now.load(Ordering::SeqCst));
    assert_eq!((round.started, round.held), (0, false));
    assert!(round.next_at.is_some_and(|at| at <= now.plus_ms(1_000)), "{round:?}");
    desk.pass(1_000);
    assert_eq!(sender.tick().await.started, 1);
    desk.script.next().await.ok(json!({ "message_id": 1 }));
    sender.settle().await;
}

#[tokio::test]
async fn a_wake_up_starts_it_and_a_stop_lets_it_finish_what_it_began() {
    let mut desk = Desk::new().await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(desk.sender(stale).run(stop.clone()));
    desk.enqueue(text(1, "one")).await;
    desk.enqueue(text(1, "two")).await;
    desk.script.next().await.ok(json!({ "message_id": 1 }));
    let two = desk.script.next().await;
    assert_eq!(two.text(), "two");
    desk.enqueue(text(1, "three")).await;
    stop.cancel();
    two.ok(json!({ "message_id": 2 }));
    running.await.unwrap();
    assert_eq!(desk.waiting().await, 1, "two is done, three was not begun");
    assert!(desk.script.is_quiet());
}

#[tokio::test]
async fn many_messages_of_a_chat_are_sent_after_each_other_without_a_wake_up() {
    let mut desk = Desk::new().await;
    let stop = CancellationToken::new();
    let messages = (0..5).map(|n| Write::Outbox(OutboxWrite::Enqueue(text(1, &n.to_string())))).collect();
    desk.base.store.commit(messages).await.unwrap();
    let running = tokio::spawn(desk.sender(stale).run(stop.clone()));
    for n in 0..5 {
        let call = timeout(Duration::from_secs(10), desk.script.next()).await.unwrap();
        assert_eq!(call.text(), n.to_string());
        call.ok(json!({ "message_id": n }));
    }
    stop.cancel();
    running.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_rush_each_message_is_sent_once_and_in_its_chat_s_order() {
    const CHATS: i64 = 40;
    const MESSAGES: i64 = 10;
    let mut desk = Desk::new().await;
    let at_once = Rate { interval_ms: 0, burst: 1 };
    let limits = Limits { private: at_once, group: at_once, all: at_once, broadcast: at_once };
    let sender = Sender::new(desk.base.store.clone(), desk.script.caller.clone(), clock().0, limits, stale, detours(), Arc::new(|_| ()));
    let stop = CancellationToken::new();
    let running = tokio::spawn(sender.run(stop.clone()));
    for n in 0..MESSAGES {
        for chat in 1..=CHATS {
            desk.enqueue(text(chat, &n.to_string())).await;
        }
    }
    let mut came: HashMap<i64, Vec<String>> = HashMap::new();
    for _ in 0..CHATS * MESSAGES {
        let call = desk.script.next().await;
        came.entry(call.payload["chat_id"].as_i64().unwrap()).or_default().push(call.text().to_owned());
        call.ok(json!({ "message_id": 1 }));
    }
    stop.cancel();
    running.await.unwrap();
    let wanted: Vec<String> = (0..MESSAGES).map(|n| n.to_string()).collect();
    for (chat, texts) in came {
        assert_eq!(texts, wanted, "chat {chat}");
    }
    assert_eq!(desk.waiting().await, 0);
}
