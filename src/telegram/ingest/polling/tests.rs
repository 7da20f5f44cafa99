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
        on_return: Box::new(|_| ()),
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
async fn round(
    polling: &Polling,
    offset: &mut Option<i64>,
    mock: &mut MockBotApi,
    status: u16,
    body: &str,
) -> (Result<(), Trouble>, Value) {
    let answer = async {
        let call = mock.next().await;
        let payload = call.payload.clone();
        call.raw(status, body);
        payload
    };
    tokio::join!(polling.round(offset), answer)
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
    let (polling, mut offset) = (polling(&mock, &base), Some(5));
    let body = json!({ "ok": true, "result": [message(5)] }).to_string();
    for _ in 0..2 {
        let (result, payload) = round(&polling, &mut offset, &mut mock, 200, &body).await;
        assert!(matches!(result, Err(Trouble::Commit(_))), "{result:?}");
        assert_eq!(payload["offset"], 5);
    }
}

#[tokio::test]
async fn invalid_updates_do_not_block_others() {
    let (mut mock, base) = (MockBotApi::start().await, Base::open().await);
    let (polling, mut offset) = (polling(&mock, &base), None);
    let body = json!({ "ok": true, "result": [17, message(5), { "update_id": 6, "message": "odd" }, { "no": "id" }] }).to_string();
    let (result, _) = round(&polling, &mut offset, &mut mock, 200, &body).await;
    assert!(result.is_ok(), "{result:?}");
    assert_eq!((offset, base.store.count_waiting_updates().await.unwrap()), (Some(7), 2));

    let (result, _) = round(&polling, &mut offset, &mut mock, 200, r#"{"ok":true,"result":[17]}"#).await;
    assert!(matches!(result, Err(Trouble::NoIds)), "else it would be asked for without a pause: {result:?}");
    let (result, _) = round(&polling, &mut offset, &mut mock, 200, r#"{"ok":true,"result":17}"#).await;
    assert!(matches!(result, Err(Trouble::Form(_))), "{result:?}");
    assert_eq!(offset, Some(7));
}

#[tokio::test]
async fn refusals_change_nothing_and_are_waited_out() {
    let (mut mock, base) = (MockBotApi::start().await, Base::open().await);
    let (polling, mut offset) = (polling(&mock, &base), Some(9));
    for (status, body, waits) in [
        (409, r#"{"ok":false,"error_code":409,"demockion":"Conflict: terminated by other getUpdates request"}"#, [1_000, 4_000, 30_000]),
        (429, r#"{"ok":false,"error_code":429,"demockion":"x","parameters":{"retry_after":3}}"#, [3_000, 3_000, 3_000]),
        (401, r#"{"ok":false,"error_code":401,"demockion":"Unauthorized"}"#, [60_000, 60_000, 60_000]),
        (502, "<html>Bad Gateway</html>", [1_000, 2_500, 8_000]),
        (500, r#"{"ok":false,"error_code":500,"demockion":"Internal Server Error"}"#, [1_000, 2_500, 8_000]),
        (200, r#"{"ok":true,"result":17}"#, [1_000, 4_000, 30_000]),
    ] {
        let (result, payload) = round(&polling, &mut offset, &mut mock, status, body).await;
        let trouble = result.unwrap_err();
        assert_eq!([1, 3, 99].map(|failures| wait_ms(&trouble, failures)), waits, "{trouble}");
        assert_eq!(payload["offset"], 9);
    }
    assert_eq!(offset, Some(9));
}
