//! Pruning deletes rows that are no longer needed, and nothing else.

use odzreshop_bot::domain::order::OrderState;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::storage::{
    AuditEntry, AuditWrite, DialogueWrite, InboxWrite, MaintenanceWrite, OrderWrite, OutboxMessage, OutboxWrite, RawUpdate, Write,
};

use super::{Database, NOW, add, handled, keyboard, message, moved, on_both, order, quote, update};

const HOUR: i64 = 3_600_000;

async fn pruning_keeps_what_is_still_needed(database: Database) {
    let base = database.open().await;
    let ago = |hours: i64| NOW.plus_ms(-hours * HOUR);
    let old = ago(24 * 365);
    let audit = AuditEntry { id: "1".into(), actor: 1, action: "decide", subject: "a".into(), detail: String::new(), at: old };
    let sent = |id| Write::Outbox(OutboxWrite::Sent { id, message_id: None, photo: None });
    let message = |text, at| Write::Outbox(OutboxWrite::Enqueue(OutboxMessage { created_at: at, ..message(7, text) }));
    let ended = Write::Order(OrderWrite::Move { order: moved(&order("a"), OrderState::Success), history: Vec::new() });
    base.commit([
        // Updates: 1 is waiting (in its own chat, because it would block others), 2 was handled long ago, 3 recently.
        Write::Inbox(InboxWrite::Receive(update(1, 8, old))),
        Write::Inbox(InboxWrite::Receive(update(2, 7, ago(49)))),
        Write::Inbox(InboxWrite::Receive(update(3, 7, ago(47)))),
        handled(2),
        handled(3),
        // Outbox messages: 1 is waiting, 2 was sent long ago.
        message("waits", old),
        message("sent", old),
        sent(2),
        Write::Dialogue(DialogueWrite::AddKeyboard(keyboard("expired", NOW.plus_ms(-1)))),
        Write::Dialogue(DialogueWrite::AddKeyboard(keyboard("valid", NOW))),
        Write::Order(OrderWrite::AddQuote(quote("forgotten", ago(49)))),
        Write::Order(OrderWrite::AddQuote(quote("used", old))),
        Write::Order(OrderWrite::UseQuote { id: "used".to_owned(), now: old }),
        Write::Order(OrderWrite::AddQuote(quote("young", ago(47)))),
        add(odzreshop_bot::domain::order::Order { created_at: old, ..order("a") }),
        ended,
        Write::Audit(AuditWrite::Add(audit)),
    ])
    .await;
    base.commit([Write::Maintenance(MaintenanceWrite::Prune { now: NOW })]).await;

    assert_eq!(base.store.list_updates(8, 9).await.unwrap().iter().map(|update| update.update_id).collect::<Vec<_>>(), [1]);
    // Updates that Telegram may deliver again are kept.
    base.commit([
        Write::Inbox(InboxWrite::Receive(RawUpdate { received_at: NOW, ..update(3, 7, NOW) })),
        Write::Inbox(InboxWrite::Receive(update(2, 7, NOW))),
    ])
    .await;
    assert_eq!(base.store.count_waiting_updates().await.unwrap(), 2, "1, and 2 that was forgotten");
    assert_eq!(base.store.count_waiting_messages().await.unwrap(), 1);
    let there = async |token| base.store.find_keyboard(token).await.unwrap().is_some();
    assert_eq!((there("expired").await, there("valid").await), (false, true));
    let there = async |id| base.store.find_quote(id).await.unwrap().is_some();
    assert_eq!((there("forgotten").await, there("used").await, there("young").await), (false, true, true));
    assert_eq!(base.store.list_history(&order("a").id).await.unwrap().len(), 1, "an order's trail is for ever");
    assert_eq!(base.order("a").await.unwrap().state, OrderState::Success);
    // A second entry with this id would be accepted if the first one were deleted.
    let audit = AuditEntry { id: "1".into(), actor: 1, action: "decide", subject: "a".into(), detail: String::new(), at: Millis(0) };
    assert!(base.store.commit(vec![Write::Audit(AuditWrite::Add(audit))]).await.is_err(), "and so is the audit");
}

on_both! {
    pruning_keeps_what_is_still_needed,
}
