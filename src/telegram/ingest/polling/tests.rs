//! Long polling against a Bot API that answers as the test likes: what is acknowledged, and when.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::watch;

use super::*;
use crate::app::Heartbeats;
use crate::telegram::ingest::trouble::wait_ms;
use crate::telegram::mock_bot_api::{Base, MockBotApi, clock};

fn polling(mock: &MockBotApi, base: &Base) -> Polling {
    Polling {
        announce: Arc::new(|_| ()),
        ingest: Ingest {
            caller: mock.caller.clone(),
            store: base.store.clone(),
            clock: clock().0,
            username: watch::channel(None).0,
            health: Arc::default(),
            heartbeats: Heartbeats::default(),
            at_once: Arc::new(|_| ()),
        },
    }
}

/// Runs one round and answers its call.
async fn round(polling: &Polling, place: &mut Place, mock: &mut MockBotApi, status: u16, body: &str) -> (Result<(), Trouble>, Value) {
    let answer = async {
        let call = mock.next().await;
        let payload = call.payload.clone();
        call.raw(status, body);
        payload
    };
    tokio::join!(polling.round(place), answer)
}

fn message(update_id: i64) -> Value {
    json!({ "update_id": update_id, "message": { "message_id": 1, "chat": { "id": 7 }, "text": "/start" } })
}

#[tokio::test]
async fn updates_are_on_disk_before_they_are_acknowledged() {
    let (mut mock, base) = (MockBotApi::start().await, Base::open().await);
    let polling = polling(&mock, &base);
    let (mut username, health) = (polling.ingest.username.subscribe(), Arc::clone(&polling.ingest.health));
    let stop = CancellationToken::new();
    let running = tokio::spawn(polling.run(stop.clone()));

    let me = mock.next().await;
    assert_eq!(me.method, "getMe");
    me.ok(json!({ "id": 42, "is_bot": true, "first_name": "Shop", "username": "shop_bot" }));
    assert_eq!(username.wait_for(Option::is_some).await.unwrap().as_deref(), Some("shop_bot"));

    let first = mock.next().await;
    let asked =
        json!({ "timeout": 25, "limit": 100, "allowed_updates": ["message", "callback_query", "my_chat_member", "pre_checkout_query"] });
    assert_eq!((first.method.as_str(), &first.payload), ("getUpdates", &asked));
    first.ok(json!([message(5), message(6)]));

    let second = mock.next().await;
    assert_eq!(second.payload["offset"], 7);
    assert_eq!(second.payload["allowed_updates"], asked["allowed_updates"]);
    let stored = base.store.list_updates(7, 10).await.unwrap();
    assert_eq!(stored.iter().map(|update| (update.bot_id, update.update_id)).collect::<Vec<_>>(), [(42, 5), (42, 6)]);
    assert_eq!(stored[0].body, message(5).to_string());
    second.ok(json!([]));

    let third = mock.next().await;
    assert_eq!(third.payload["offset"], 7, "nothing new, nothing new to acknowledge");
    assert_eq!(health.last_answer(), Some(clock().0.now()));
    stop.cancel();
    running.await.unwrap();
    assert!(mock.is_quiet(), "no acknowledgment at the stop");
}

#[tokio::test]
async fn what_is_not_stored_is_not_acknowledged() {
    let (mut mock, base) = (MockBotApi::start().await, Base::full(|_| async {}));
    let (polling, mut place) = (polling(&mock, &base), Place { offset: Some(5), ..Place::default() });
    let body = json!({ "ok": true, "result": [message(5)] }).to_string();
    for _ in 0..2 {
        let (result, payload) = round(&polling, &mut place, &mut mock, 200, &body).await;
        assert!(matches!(result, Err(Trouble::Commit(_))), "{result:?}");
        assert_eq!(payload["offset"], 5);
    }
    // Nor is one that is passed over.
    place.limit = 1;
    let huge = format!(r#"{{"ok":true,"result":[{{"update_id":5,"message":{{"text":"{}"}}}}]}}"#, "x".repeat(5 << 20));
    for _ in 0..2 {
        let (result, payload) = round(&polling, &mut place, &mut mock, 200, &huge).await;
        assert!(matches!(result, Err(Trouble::Commit(_))), "{result:?}");
        assert_eq!((&payload["offset"], &payload["limit"]), (&json!(5), &json!(1)));
    }
}

#[tokio::test]
async fn invalid_updates_do_not_block_others() {
    let (mut mock, base) = (MockBotApi::start().await, Base::open().await);
    let (polling, mut place) = (polling(&mock, &base), Place::default());
    let body = json!({ "ok": true, "result": [17, message(5), { "update_id": 6, "message": "odd" }, { "no": "id" }] }).to_string();
    let (result, _) = round(&polling, &mut place, &mut mock, 200, &body).await;
    assert!(result.is_ok(), "{result:?}");
    assert_eq!((place.offset, base.store.count_waiting_updates().await.unwrap()), (Some(7), 2));

    let (result, _) = round(&polling, &mut place, &mut mock, 200, r#"{"ok":true,"result":[17]}"#).await;
    assert!(matches!(result, Err(Trouble::NoIds)), "else it would be asked for without a pause: {result:?}");
    let (result, _) = round(&polling, &mut place, &mut mock, 200, r#"{"ok":true,"result":17}"#).await;
    assert!(matches!(result, Err(Trouble::Form(_))), "{result:?}");
    assert_eq!(place.offset, Some(7));
}

#[tokio::test]
async fn refusals_change_nothing_and_are_waited_out() {
    let (mut mock, base) = (MockBotApi::start().await, Base::open().await);
    let (polling, mut place) = (polling(&mock, &base), Place { offset: Some(9), ..Place::default() });
    for (status, body, waits) in [
        (409, r#"{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}"#, [1_000, 4_000, 30_000]),
        (429, r#"{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":3}}"#, [3_000, 3_000, 3_000]),
        (429, r#"{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":10000000}}"#, [60_000, 60_000, 60_000]),
        (401, r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#, [60_000, 60_000, 60_000]),
        (502, "<html>Bad Gateway</html>", [1_000, 2_500, 8_000]),
        (500, r#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#, [1_000, 2_500, 8_000]),
        (200, r#"{"ok":true,"result":17}"#, [1_000, 4_000, 30_000]),
    ] {
        let (result, payload) = round(&polling, &mut place, &mut mock, status, body).await;
        let trouble = result.unwrap_err();
        assert_eq!([1, 3, 99].map(|failures| wait_ms(&trouble, failures)), waits, "{trouble}");
        assert_eq!(payload["offset"], 9);
    }
    assert_eq!(place.offset, Some(9));
}

/// Messages of 4,096 Thai letters that answer others of the same length, as Telegram writes them: about 49 KiB each.
#[tokio::test]
async fn of_updates_that_are_too_long_together_fewer_are_fetched() {
    let (mut mock, base) = (MockBotApi::start().await, Base::open().await);
    let (polling, mut place) = (polling(&mock, &base), Place::default());
    let text = "\\u0e01".repeat(4_096);
    let update =
        |id: i64| format!(r#"{{"update_id":{id},"message":{{"chat":{{"id":7}},"text":"{text}","reply_to_message":{{"text":"{text}"}}}}}}"#);
    let mut asked = Vec::new();
    while place.offset != Some(101) {
        let polled = async {
            let call = mock.next().await;
            let (limit, offset) = (call.payload["limit"].as_i64().unwrap(), call.payload["offset"].as_i64().unwrap_or(1));
            let updates: Vec<String> = (offset..=100).take(limit.unsigned_abs() as usize).map(update).collect();
            call.raw(200, &format!(r#"{{"ok":true,"result":[{}]}}"#, updates.join(",")));
            limit
        };
        let (result, limit) = tokio::join!(polling.round(&mut place), polled);
        assert!(result.is_ok(), "{result:?}");
        asked.push(limit);
    }
    assert_eq!(asked, [100, 50, 100]);
    assert_eq!(base.store.count_waiting_updates().await.unwrap(), 100);
}

#[tokio::test]
async fn an_update_that_is_too_long_alone_is_passed_over() {
    let (mut mock, base) = (MockBotApi::start().await, Base::open().await);
    let (polling, mut place) = (polling(&mock, &base), Place { offset: None, limit: 1 });
    let huge = format!(r#"{{"ok":true,"result":[{{"update_id":8,"message":{{"text":"{}"}}}}]}}"#, "x".repeat(5 << 20));
    let (result, _) = round(&polling, &mut place, &mut mock, 200, &huge).await;
    assert!(result.is_ok(), "{result:?}");
    assert_eq!((place.offset, base.store.count_waiting_updates().await.unwrap()), (Some(9), 1), "it becomes a dead letter");

    place.limit = 1;
    let (result, _) = round(&polling, &mut place, &mut mock, 200, &"x".repeat(5 << 20)).await;
    assert!(matches!(result, Err(Trouble::NoIds)), "that is no update: {result:?}");
    assert_eq!(place.offset, Some(9));
}

#[test]
fn ids_in_the_beginning_of_an_answer() {
    for (beginning, id) in [
        (r#"{"ok":true,"result":[{"update_id":12,"mess"#, Some(12)),
        (r#"{"ok":true,"result":[{"update_id": 12 ,"mess"#, Some(12)),
        (r#"{"ok":true,"result":[{"update_id":12"#, None),
        (r#"{"ok":true,"result":[{"text":"\"update_id\":7,","update_id":12,"#, Some(12)),
        (r#"{"ok":true,"result":[{"update_id":-1,"#, None),
        ("<html>", None),
    ] {
        assert_eq!(first_update_id(beginning), id, "{beginning}");
    }
}

#[tokio::test]
async fn admins_are_told_once_that_another_program_polls_with_this_token() {
    let (mock, base) = (MockBotApi::start().await, Base::open().await);
    let (tell, told) = std::sync::mpsc::channel();
    let polling = Polling { announce: Arc::new(move |notification| tell.send(notification).unwrap()), ..polling(&mock, &base) };
    let conflict = |description: &str| {
        let (description, code) = (description.to_owned(), 409);
        Trouble::Call(CallFailure::Telegram { code, description, retry_after_ms: None, migrate_to: None })
    };
    let (taken, reports) = (conflict("Conflict: terminated by other getUpdates request"), Reports::default());
    polling.report(&taken, 1, &reports);
    assert_eq!(told.try_iter().count(), 0, "the poll of the process before this one may still be running");
    for failures in 2..5 {
        polling.report(&taken, failures, &reports);
    }
    assert_eq!(told.try_iter().collect::<Vec<_>>(), [HealthNotification::TokenShared]);
    let reports = Reports::default();
    polling.report(&conflict("Conflict: can't use getUpdates method while webhook is active"), 2, &reports);
    assert_eq!(told.try_iter().count(), 0, "that is something else");
    assert!(polling.ingest.health.state(clock().0.now()).shared_at.is_some());
}
