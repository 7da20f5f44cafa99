//! Several processes on one PostgreSQL: of competing commits one wins, a commit wakes the other processes, and a process that was suspended
//! commits nothing with an old lease or claim.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use odzreshop_bot::domain::order::{Order, OrderHistoryKind, OrderState};
use odzreshop_bot::storage::{CommitError, DialogueWrite, InboxWrite, LeaseWrite, OrderWrite, OutboxWrite, Write};
use sqlx::{Connection, Executor, PgConnection};
use tokio::task::JoinSet;

use super::{Base, Database, NOW, Place, add, entry, handled, message, moved, order, quote, update};
use crate::postgres;

const LONG: Duration = Duration::from_secs(600);
/// A lease or claim that expires at once.
const NONE: Duration = Duration::ZERO;

/// Two processes on a new database; `None` if there is no server.
async fn two() -> Option<[Base; 2]> {
    if !postgres::is_there() {
        return None;
    }
    let first = Database::Postgres.open().await;
    let second = first.replica().await;
    Some([first, second])
}

/// Both commit a list at the same time, repeatedly with new lists: each time one wins and the other gets a conflict.
async fn one_wins(bases: &[Base; 2], word: &str, list: impl Fn(usize, usize) -> Vec<Write>) {
    for round in 0..20 {
        let [first, second] = [0, 1].map(|who| bases[who].store.commit(list(round, who)));
        let (first, second) = tokio::join!(first, second);
        let refused = match (first, second) {
            (Ok(()), Err(error)) | (Err(error), Ok(())) => error,
            other => panic!("round {round}: {other:?}"),
        };
        assert!(matches!(refused, CommitError::Conflict(what) if what == word), "{refused:?}");
    }
}

#[tokio::test]
async fn of_two_processes_one_wins_an_order_a_quote_an_invoice_and_an_update() {
    let Some(bases) = two().await else { return };
    let id = |round: usize| format!("o{round}");
    for round in 0..20 {
        let waiting = update(i64::try_from(round).unwrap(), 7, NOW.plus_ms(i64::try_from(round).unwrap()));
        let quote = Write::Order(OrderWrite::AddQuote(quote(&id(round), NOW)));
        bases[0]
            .commit([add(order(&id(round))), add(order(&format!("twin{round}"))), quote, Write::Inbox(InboxWrite::Receive(waiting))])
            .await;
    }
    one_wins(&bases, "the quote", |round, _| vec![Write::Order(OrderWrite::UseQuote { id: id(round), now: NOW })]).await;
    one_wins(&bases, "the update", |round, _| vec![handled(i64::try_from(round).unwrap())]).await;
    one_wins(&bases, "the order", |round, _| vec![add(order(&format!("new{round}")))]).await;
    let sending = |round: usize| moved(&order(&id(round)), OrderState::Sending);
    one_wins(&bases, "the order", |round, _| {
        vec![Write::Order(OrderWrite::Move { order: sending(round), history: vec![entry(OrderHistoryKind::Sending)] })]
    })
    .await;
    one_wins(&bases, "the invoice", |round, who| {
        let order = if who == 0 { sending(round) } else { order(&format!("twin{round}")) };
        let order = Order { invoice: Some(format!("INV-{round}")), ..moved(&order, OrderState::Pending) };
        vec![Write::Order(OrderWrite::Move { order, history: Vec::new() })]
    })
    .await;
    for round in 0..20 {
        assert_eq!(bases[1].store.list_history(&order(&id(round)).id).await.unwrap().len(), 2, "the winner's entry only");
    }
}

/// Two transactions each lock a row and wait for the other's: the server aborts one of them, and it is retried.
#[tokio::test]
async fn a_transaction_aborted_by_a_deadlock_is_retried() {
    const WAITS: &str = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let Some([first, second]) = two().await else { return };
    first
        .commit([
            Write::Dialogue(DialogueWrite::AddKeyboard(super::keyboard("a", NOW))),
            Write::Dialogue(DialogueWrite::AddKeyboard(super::keyboard("b", NOW))),
        ])
        .await;
    let Place::Postgres(url) = &first.place else { panic!("a file") };
    let [mut other, mut watcher] = [PgConnection::connect(url).await.unwrap(), PgConnection::connect(url).await.unwrap()];
    other.execute("BEGIN; UPDATE keyboards SET screen = 1 WHERE token = 'b'").await.unwrap();
    let press = |token: &str| {
        Write::Dialogue(DialogueWrite::UseKeyboard { token: token.to_owned(), button: 0, uses_up: true, was: None, now: NOW })
    };
    let list = vec![press("a"), press("b")];
    let store = second.store.clone();
    let ours = tokio::spawn(async move { store.commit(list).await });
    while sqlx::query_scalar::<_, i64>(WAITS).fetch_one(&mut watcher).await.unwrap() == 0 {}
    // Ours waits longer, so it is usually the one that is aborted.
    let _ = other.execute("UPDATE keyboards SET screen = 1 WHERE token = 'a'").await;
    other.execute("COMMIT").await.unwrap();
    ours.await.unwrap().unwrap();
    assert!(first.store.find_keyboard("b").await.unwrap().unwrap().used_at.is_some());
}

#[tokio::test]
async fn a_lease_has_one_holder_at_a_time() {
    let Some([first, second]) = two().await else { return };
    assert_eq!(first.store.take_lease("sender", LONG).await.unwrap(), Some(1));
    assert_eq!(second.store.take_lease("sender", LONG).await.unwrap(), None, "it is the other's");
    assert_eq!(second.store.take_lease("other", LONG).await.unwrap(), Some(1), "another office");
    assert_eq!(first.store.take_lease("sender", NONE).await.unwrap(), Some(1), "kept, now until at once");
    assert_eq!(second.store.take_lease("sender", LONG).await.unwrap(), Some(2), "it lapsed");
    first.store.release_lease("sender").await.unwrap();
    assert_eq!(first.store.take_lease("sender", LONG).await.unwrap(), None, "a process releases only its own lease");
    second.store.release_lease("sender").await.unwrap();
    assert_eq!(first.store.take_lease("sender", LONG).await.unwrap(), Some(3));
    let stores = [&first, &second].map(|base| base.store.clone());
    for _ in 0..20 {
        first.store.release_lease("sender").await.unwrap();
        second.store.release_lease("sender").await.unwrap();
        let [mine, theirs] = [0, 1].map(|who| stores[who].take_lease("sender", LONG));
        let (mine, theirs) = tokio::join!(mine, theirs);
        assert!(mine.unwrap().is_some() != theirs.unwrap().is_some(), "one of two");
    }
    assert_eq!(Database::Sqlite.open().await.store.take_lease("sender", LONG).await.unwrap(), Some(0), "alone, one always holds it");
}

#[tokio::test]
async fn a_former_leader_commits_nothing_under_its_old_epoch() {
    let Some([first, second]) = two().await else { return };
    let under = |epoch, id| [Write::Lease(LeaseWrite::Fence { lease: "sender", epoch }), add(order(id))];
    assert_eq!(first.conflict(under(1, "a")).await, "the lease", "no process holds it");
    first.store.take_lease("sender", NONE).await.unwrap();
    first.commit(under(1, "a")).await;
    second.store.take_lease("sender", LONG).await.unwrap();
    assert_eq!(first.conflict(under(1, "b")).await, "the lease");
    second.commit(under(2, "c")).await;
    let there = async |id| second.order(id).await.is_some();
    assert_eq!((there("a").await, there("b").await, there("c").await), (true, false, true));
    Database::Sqlite.open().await.commit(under(0, "a")).await;
}

async fn claim(base: &Base, ttl: Duration, limit: usize) -> Vec<i64> {
    base.store.claim_chats(&HashSet::new(), ttl, limit).await.unwrap()
}

#[tokio::test]
async fn a_chat_is_claimed_by_one_process() {
    let Some([first, second]) = two().await else { return };
    first.commit((1..=9).map(|chat| Write::Inbox(InboxWrite::Receive(update(chat, chat, NOW.plus_ms(-chat)))))).await;
    assert_eq!(claim(&first, LONG, 4).await, [9, 8, 7, 6], "longest waiting first");
    assert_eq!(claim(&second, LONG, 2).await, [5, 4]);
    assert_eq!(claim(&first, LONG, 9).await, [3, 2, 1], "and not those that it holds already");
    assert_eq!(claim(&second, LONG, 9).await, [0_i64; 0]);
    first.store.release_chat(9).await.unwrap();
    first.store.release_chat(5).await.unwrap();
    assert_eq!(claim(&second, NONE, 9).await, [9], "released; a process releases only its own chats");
    assert_eq!(claim(&first, LONG, 9).await, [9], "it lapsed");
    first.commit([handled(8)]).await;
    first.store.release_chat(8).await.unwrap();
    assert_eq!(claim(&second, LONG, 9).await, [0_i64; 0], "nothing waits there");
}

#[tokio::test]
async fn many_claimers_share_many_chats() {
    const CHATS: i64 = 200;
    let Some(bases) = two().await else { return };
    bases[0].commit((0..CHATS).map(|chat| Write::Inbox(InboxWrite::Receive(update(chat, chat, NOW))))).await;
    let mut claimers = JoinSet::new();
    for n in 0..8 {
        let store = bases[n % 2].store.clone();
        claimers.spawn(async move {
            let mut all = Vec::new();
            loop {
                let chats = store.claim_chats(&HashSet::new(), LONG, 7).await.unwrap();
                if chats.is_empty() {
                    return all;
                }
                all.extend(chats);
            }
        });
    }
    // A process that finds the rest locked gets fewer chats; no chat is claimed twice.
    let claimed: Vec<i64> = claimers.join_all().await.into_iter().flatten().chain(claim(&bases[0], LONG, 200).await).collect();
    assert_eq!(claimed.len(), claimed.iter().collect::<BTreeSet<_>>().len());
    assert_eq!(claimed.len(), usize::try_from(CHATS).unwrap());
}

#[tokio::test]
async fn a_commit_of_one_process_wakes_the_other() {
    let Some([first, second]) = two().await else { return };
    let started = std::time::Instant::now();
    let mut rounds = 0;
    // Everything is woken periodically anyway, but not so often in so short a time.
    for n in 0..50 {
        first.commit([Write::Outbox(OutboxWrite::Enqueue(message(n, "hello")))]).await;
        second.store.wake_ups().outbox_ready.notified().await;
        second.commit([Write::Inbox(InboxWrite::Receive(update(n, 7, NOW)))]).await;
        first.store.wake_ups().inbox_ready.notified().await;
        rounds += 1;
    }
    assert!(rounds == 50 && started.elapsed() < Duration::from_secs(20), "{rounds} rounds in {:?}", started.elapsed());
}
