//! Alerts that are kept: out of the outbox in one commit, in one digest each.

use odzreshop_bot::domain::notification::{AccessNotification, Notification};
use odzreshop_bot::storage::{CommitError, KeptAlert, KeptAlertWrite, MaintenanceWrite, OutboxWrite, Write};

use super::{Base, Database, NOW, message, notification, on_both};

async fn enqueue(base: &Base, user: i64) -> i64 {
    let alert = notification(7, Notification::Access(AccessNotification::Requested { user }));
    base.commit([Write::Outbox(OutboxWrite::Enqueue(alert))]).await;
    base.store.list_due_messages(NOW, 100).await.unwrap().iter().map(|message| message.id).max().unwrap()
}

fn write(write: KeptAlertWrite) -> [Write; 1] {
    [Write::KeptAlert(write)]
}

async fn what_is_kept_is_in_one_digest(database: Database) {
    let base = database.open().await;
    let first = enqueue(&base, 1).await;
    // Twice, as after a crash: it is kept once, and nobody sends it.
    base.commit(write(KeptAlertWrite::Keep { message: first })).await;
    base.commit(write(KeptAlertWrite::Keep { message: first })).await;
    assert_eq!(base.store.count_waiting_messages().await.unwrap(), 0);
    let second = enqueue(&base, 2).await;
    base.commit(write(KeptAlertWrite::Keep { message: second })).await;
    let kept = |message, user| KeptAlert {
        message,
        chat_id: 7,
        notification: Some(Notification::Access(AccessNotification::Requested { user })),
        kept_at: NOW,
    };
    assert_eq!(base.store.list_kept_alerts(100).await.unwrap(), [kept(first, 1), kept(second, 2)]);
    assert_eq!(base.store.list_kept_alerts(1).await.unwrap().len(), 1);
    let deliver = |message, digest: &str| write(KeptAlertWrite::Deliver { message, digest: digest.to_owned() });
    base.commit(deliver(first, "d")).await;
    let again = base.store.commit(deliver(first, "e").into()).await;
    assert!(matches!(again, Err(CommitError::Conflict("the kept alert"))), "{again:?}");
    base.commit(write(KeptAlertWrite::Drop { message: first })).await;
    base.commit(write(KeptAlertWrite::Drop { message: second })).await;
    assert_eq!(base.store.count_kept_alerts().await.unwrap(), 0);
    assert_eq!(base.store.list_digest("d").await.unwrap(), [kept(first, 1)]);
    assert_eq!(base.store.list_digest("e").await.unwrap(), []);
    // It can be read as long as other messages that were sent.
    for (days, left) in [(6, 1), (8, 0)] {
        base.commit([Write::Maintenance(MaintenanceWrite::Prune { now: NOW.plus_ms(days * 24 * 3_600_000) })]).await;
        assert_eq!(base.store.list_digest("d").await.unwrap().len(), left, "after {days} days");
    }
}

async fn what_was_sent_is_not_kept(database: Database) {
    let base = database.open().await;
    base.commit([Write::Outbox(OutboxWrite::Enqueue(message(7, "sent")))]).await;
    let id = base.store.list_due_messages(NOW, 1).await.unwrap()[0].id;
    base.commit([Write::Outbox(OutboxWrite::Sent { id, message_id: Some(1), photo: None })]).await;
    base.commit(write(KeptAlertWrite::Keep { message: id })).await;
    assert_eq!(base.store.count_kept_alerts().await.unwrap(), 0);
}

on_both! {
    what_is_kept_is_in_one_digest,
    what_was_sent_is_not_kept,
}
