//! A list of writes is committed whole or not at all, alone or among many, whoever asked.

use std::future::ready;

use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::provider::ProviderName;
use odzreshop_bot::storage::{CatalogWrite, CommitError, DialogueWrite, InboxWrite, OrderWrite, OutboxWrite, ProviderBalance, Write};
use tokio::task::JoinSet;

use super::{Database, NOW, add, message, on_both, order, update};

fn provider_balance(amount: i64) -> Write {
    Write::Catalog(CatalogWrite::SetBalance(ProviderBalance {
        provider: ProviderName::Odzreshop,
        amount: Rupiah(amount),
        low: false,
        at: NOW,
    }))
}

async fn a_list_is_committed_whole_or_not_at_all(database: Database) {
    let base = database.open().await;
    base.commit([add(order("a")), Write::Outbox(OutboxWrite::Enqueue(message(7, "hello"))), provider_balance(1)]).await;
    let refused =
        base.store.commit(vec![provider_balance(2), Write::Outbox(OutboxWrite::Enqueue(message(7, "again"))), add(order("a"))]).await;
    assert!(matches!(refused, Err(CommitError::Conflict("the order"))), "{refused:?}");
    let refused = base.store.commit(vec![add(order("a")), provider_balance(3)]).await;
    assert!(refused.is_err(), "what follows the failure is not written either");
    let base = base.reopen().await;
    assert_eq!(base.store.find_provider_balance(ProviderName::Odzreshop).await.unwrap().unwrap().amount, Rupiah(1));
    assert_eq!(base.store.count_waiting_messages().await.unwrap(), 1);
    assert_eq!(base.order("a").await, Some(order("a")));
}

async fn an_empty_list_is_nothing_to_do(database: Database) {
    database.open().await.commit([]).await;
}

async fn an_error_of_the_database_undoes_its_list_too(database: Database) {
    let base = database.open().await;
    let token = |token: &str| Write::Dialogue(DialogueWrite::AddKeyboard(super::keyboard(token, NOW)));
    base.commit([token("t")]).await;
    let refused = base.store.commit(vec![provider_balance(9), token("t")]).await;
    assert!(matches!(refused, Err(CommitError::Database(_))), "{refused:?}");
    assert_eq!(base.store.find_provider_balance(ProviderName::Odzreshop).await.unwrap(), None);
    base.commit([provider_balance(1)]).await;
}

async fn among_many_at_once_only_the_one_with_a_conflict_fails(database: Database) {
    const LISTS: i64 = 300;
    let base = database.open().await;
    base.commit([add(order("taken"))]).await;
    let mut lists = JoinSet::new();
    for n in 0..LISTS {
        let store = base.store.clone();
        let last = if n % 7 == 3 { add(order("taken")) } else { add(order(&format!("o{n}"))) };
        lists.spawn(async move {
            (
                n,
                store
                    .commit(vec![
                        Write::Inbox(InboxWrite::Receive(update(n, 7, NOW))),
                        Write::Outbox(OutboxWrite::Enqueue(message(n, "x"))),
                        last,
                    ])
                    .await,
            )
        });
    }
    for (n, result) in lists.join_all().await {
        match result {
            Err(CommitError::Conflict("the order")) => assert_eq!(n % 7, 3, "{n}"),
            other => assert!(other.is_ok() && n % 7 != 3, "{n}: {other:?}"),
        }
    }
    let base = base.reopen().await;
    let updates: Vec<i64> = base.store.list_updates(7, LISTS).await.unwrap().iter().map(|update| update.update_id).collect();
    let expected: Vec<i64> = (0..LISTS).filter(|n| n % 7 != 3).collect();
    assert_eq!(updates, expected, "nothing of a list that failed, all of the others");
    assert_eq!(base.store.count_waiting_messages().await.unwrap(), i64::try_from(expected.len()).unwrap());
    for n in expected {
        assert!(base.order(&format!("o{n}")).await.is_some(), "{n}");
    }
}

async fn of_many_who_build_on_the_same_version_one_wins(database: Database) {
    let base = database.open().await;
    base.commit([add(order("a"))]).await;
    let mut rivals = JoinSet::new();
    for n in 0..50 {
        let store = base.store.clone();
        let claimed = odzreshop_bot::domain::order::Order { attempts: n, ..super::moved(&order("a"), super::OrderState::Sending) };
        rivals.spawn(async move {
            store
                .commit(vec![Write::Order(OrderWrite::Move {
                    order: claimed,
                    history: vec![super::entry(super::OrderHistoryKind::Sending)],
                })])
                .await
        });
    }
    let won = rivals.join_all().await.into_iter().filter(Result::is_ok).count();
    assert_eq!(won, 1);
    let history = base.store.list_history(&order("a").id).await.unwrap();
    assert_eq!(history.len(), 2, "the winner's entry only");
}

/// A caller that goes away leaves nothing half done, and does not hold up the others.
async fn what_a_caller_who_left_had_handed_over_stands(database: Database) {
    let base = database.open().await;
    for n in 0..40 {
        let mut handed =
            Box::pin(base.store.commit(vec![Write::Inbox(InboxWrite::Receive(update(n, 7, NOW))), add(order(&format!("o{n}")))]));
        // Asked once, so that the list is with the writer; then given up.
        tokio::select! {
            biased;
            _ = &mut handed => {}
            () = ready(()) => {}
        }
        drop(handed);
        // Never asked: not handed over.
        drop(base.store.commit(vec![Write::Inbox(InboxWrite::Receive(update(1_000 + n, 7, NOW)))]));
    }
    base.commit([provider_balance(1)]).await;
    let base = base.reopen().await;
    let updates = base.store.list_updates(7, 100).await.unwrap();
    assert_eq!(updates.iter().map(|update| update.update_id).collect::<Vec<_>>(), (0..40).collect::<Vec<_>>());
    for n in 0..40 {
        assert!(base.order(&format!("o{n}")).await.is_some(), "{n}");
    }
}

async fn closing_waits_for_what_was_handed_over(database: Database) {
    let base = database.open().await;
    let store = base.store.clone();
    let handed = tokio::spawn(async move {
        let mut lists = JoinSet::new();
        for n in 0..100 {
            let store = store.clone();
            lists.spawn(async move { store.commit(vec![add(order(&format!("o{n}")))]).await });
        }
        drop(store);
        lists.join_all().await
    });
    let base = base.reopen().await;
    assert!(handed.await.unwrap().iter().all(Result::is_ok));
    assert_eq!(base.store.count_orders().await.unwrap(), [(super::OrderState::Queued, 100)]);
}

on_both! {
    a_list_is_committed_whole_or_not_at_all,
    an_empty_list_is_nothing_to_do,
    an_error_of_the_database_undoes_its_list_too,
    among_many_at_once_only_the_one_with_a_conflict_fails,
    of_many_who_build_on_the_same_version_one_wins,
    what_a_caller_who_left_had_handed_over_stands,
    closing_waits_for_what_was_handed_over,
}
