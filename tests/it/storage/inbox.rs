//! Updates: each once, in order within a chat.

use std::collections::HashSet;
use std::time::Duration;

use odzreshop_bot::storage::{InboxWrite, RawUpdate, Write};

use super::{Base, Database, NOW, handled, on_both, update};

async fn waiting(base: &Base, chat: i64) -> Vec<i64> {
    base.store.list_updates(chat, 100).await.unwrap().iter().map(|update| update.update_id).collect()
}

/// The chats that can be claimed; they are released at once.
async fn waiting_chats(base: &Base, limit: usize) -> Vec<i64> {
    let chats = base.store.claim_chats(&HashSet::new(), Duration::from_secs(60), limit).await.unwrap();
    for chat in &chats {
        base.store.release_chat(*chat).await.unwrap();
    }
    chats
}

async fn a_duplicate_update_is_stored_once(database: Database) {
    let base = database.open().await;
    let first = update(1, 7, NOW);
    base.commit([
        Write::Inbox(InboxWrite::Receive(first.clone())),
        Write::Inbox(InboxWrite::Receive(RawUpdate { body: "other".to_owned(), ..first.clone() })),
    ])
    .await;
    base.commit([Write::Inbox(InboxWrite::Receive(RawUpdate { received_at: NOW.plus_ms(9), ..first.clone() }))]).await;
    let updates = base.store.list_updates(7, 100).await.unwrap();
    assert_eq!(updates.len(), 1);
    assert_eq!((updates[0].body.as_str(), updates[0].attempts), (first.body.as_str(), 0));
    base.commit([handled(1)]).await;
    base.commit([Write::Inbox(InboxWrite::Receive(first.clone()))]).await;
    assert_eq!(base.store.count_waiting_updates().await.unwrap(), 0, "also after it was handled");
    base.commit([Write::Inbox(InboxWrite::Receive(RawUpdate { bot_id: 43, ..first }))]).await;
    assert_eq!(base.store.count_waiting_updates().await.unwrap(), 1, "another bot's is another update");
}

async fn a_chat_that_is_busy_is_not_claimed(database: Database) {
    let base = database.open().await;
    base.commit([Write::Inbox(InboxWrite::Receive(update(1, 7, NOW))), Write::Inbox(InboxWrite::Receive(update(2, 8, NOW.plus_ms(1))))])
        .await;
    let claim = async |busy: &[i64]| {
        let busy = HashSet::from_iter(busy.iter().copied());
        base.store.claim_chats(&busy, Duration::from_secs(60), 9).await.unwrap()
    };
    assert_eq!(claim(&[7, -9]).await, [8]);
    assert_eq!(claim(&[8]).await, [7], "a chat that is no longer busy is claimed");
}

async fn a_chat_s_updates_keep_their_order(database: Database) {
    let base = database.open().await;
    // After a week without updates Telegram may continue with a random, lower id.
    for (update_id, chat, ms) in [(5, 7, 1), (3, 7, 0), (9, 8, 2), (4, 7, 1), (1, 7, 3)] {
        base.commit([Write::Inbox(InboxWrite::Receive(update(update_id, chat, NOW.plus_ms(ms))))]).await;
    }
    assert_eq!(waiting(&base, 7).await, [3, 4, 5, 1]);
    assert_eq!(waiting(&base, 8).await, [9]);
    assert_eq!(base.store.list_updates(7, 2).await.unwrap().len(), 2);
    assert_eq!(waiting_chats(&base, 9).await, [7, 8], "longest waiting first");
    for (update_id, ms) in [(11, 100), (12, 0)] {
        base.commit([Write::Inbox(InboxWrite::Receive(update(update_id, 9, NOW.plus_ms(ms))))]).await;
    }
    assert_eq!(waiting(&base, 9).await, [11, 12], "also when the clock is set back between them");
    base.commit([handled(11), handled(12)]).await;
    base.commit([handled(3), handled(4), handled(5)]).await;
    assert_eq!(waiting_chats(&base, 9).await, [8, 7]);
    assert_eq!(waiting_chats(&base, 1).await, [8]);
}

async fn a_failed_update_is_retried_or_becomes_a_dead_letter(database: Database) {
    let base = database.open().await;
    base.commit([Write::Inbox(InboxWrite::Receive(update(1, 7, NOW))), Write::Inbox(InboxWrite::Receive(update(2, 7, NOW)))]).await;
    base.commit([Write::Inbox(InboxWrite::Retry { bot_id: 42, update_id: 1 })]).await;
    let first = &base.store.list_updates(7, 1).await.unwrap()[0];
    assert_eq!((first.update_id, first.attempts), (1, 1), "it keeps its place");
    base.commit([Write::Inbox(InboxWrite::DeadLetter { bot_id: 42, update_id: 1, note: "odd".to_owned() })]).await;
    assert_eq!(waiting(&base, 7).await, [2]);
}

on_both! {
    a_duplicate_update_is_stored_once,
    a_chat_that_is_busy_is_not_claimed,
    a_chat_s_updates_keep_their_order,
    a_failed_update_is_retried_or_becomes_a_dead_letter,
}
