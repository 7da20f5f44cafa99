//! Broadcasts: who is among the recipients, how far one is, and that only one runs.

use odzreshop_bot::domain::access::AccessStatus;
use odzreshop_bot::domain::broadcast::{Audience, BroadcastState};
use odzreshop_bot::domain::locale::LocalText;
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::{BroadcastNotification, Notification};
use odzreshop_bot::domain::order::{Order, OrderState};
use odzreshop_bot::domain::person::Person;
use odzreshop_bot::domain::place::Place;
use odzreshop_bot::domain::wallet::{ByHand, Decision, Transfer};
use odzreshop_bot::storage::{BroadcastWrite, CommitError, LedgerWrite, OutboxWrite, PersonWrite, Recipients, Write};

use super::{Database, NOW, add, message, notification, on_both, order};

fn meet(id: i64, access: AccessStatus) -> Vec<Write> {
    let person = Person { id, ..Person::default() };
    let met = Write::Person(PersonWrite::Meet { person: person.clone(), now: NOW });
    let person = Person { access, ..person };
    vec![met, Write::Person(PersonWrite::Update { person, from: AccessStatus::Unknown })]
}

fn draft(id: &str) -> Write {
    let text = LocalText::Plain("Halo".to_owned());
    Write::Broadcast(BroadcastWrite::Draft { id: id.to_owned(), text, photo: None, by: 1, now: NOW })
}

fn to(audience: Audience, open: bool) -> Recipients {
    Recipients { audience, open, met_by: NOW }
}

fn start(id: &str) -> Write {
    let (recipients, place) = (to(Audience::All, true), Place { chat_id: 7, topic: Some(3) });
    Write::Broadcast(BroadcastWrite::Start { id: id.to_owned(), recipients, total: 3, place })
}

fn to_person(id: i64) -> Write {
    let told = BroadcastNotification::Message { broadcast: "b".to_owned() };
    Write::Outbox(OutboxWrite::Enqueue(notification(id, Notification::Broadcast(told))))
}

async fn recipients_are_those_who_may_order_and_can_be_reached(database: Database) {
    let base = database.open().await;
    for (id, access) in [(1, AccessStatus::Approved), (2, AccessStatus::Unknown), (3, AccessStatus::Blocked), (4, AccessStatus::Approved)] {
        base.commit(meet(id, access)).await;
    }
    let late = Person { id: 5, ..Person::default() };
    base.commit([
        Write::Person(PersonWrite::Meet { person: late, now: NOW.plus_ms(1) }),
        Write::Person(PersonWrite::SetUnreachable { user_id: 4, unreachable: true }),
    ])
    .await;
    for (audience, open, expected) in [
        (Audience::All, true, vec![1, 2]),
        (Audience::All, false, vec![1]),
        (Audience::Recent, true, vec![]),
        (Audience::WithBalance, true, vec![]),
        (Audience::Tier("VIP".to_owned()), true, vec![]),
    ] {
        assert_eq!(base.store.list_recipients(&to(audience, open), 0, 9).await.unwrap(), expected, "{open}");
    }
    let wanted = |wanted| [Write::Person(PersonWrite::SetBroadcasts { user_id: 2, wanted })];
    base.commit(wanted(false)).await;
    let everybody = to(Audience::All, true);
    assert_eq!(base.store.list_recipients(&everybody, 0, 9).await.unwrap(), [1]);
    assert_eq!(base.store.count_recipients(&everybody).await.unwrap(), (1, 1));
    assert!(!base.store.wants_broadcasts(2).await.unwrap() && base.store.wants_broadcasts(1).await.unwrap());
    base.commit(wanted(true)).await;
    assert_eq!(base.store.count_recipients(&everybody).await.unwrap(), (2, 0));
    let bought = |id: &str, user_id, state, days: i64| {
        add(Order { user_id, state, ended_at: Some(NOW.plus_seconds(-days * 24 * 3_600)), ..order(id) })
    };
    let decision = Decision { admin: 9, reason: "because".to_owned() };
    base.commit([
        bought("old", 1, OrderState::Success, 31),
        bought("failed", 1, OrderState::Failed, 1),
        bought("new", 2, OrderState::Success, 29),
        Write::Ledger(LedgerWrite::Transfer(Transfer::by_hand(ByHand::Grant, 1, Rupiah(5), "press", decision, NOW))),
    ])
    .await;
    assert_eq!(base.store.list_recipients(&to(Audience::Recent, true), 0, 9).await.unwrap(), [2]);
    assert_eq!(base.store.list_recipients(&to(Audience::WithBalance, true), 0, 9).await.unwrap(), [1]);
    assert_eq!(base.store.list_recipients(&to(Audience::All, true), 1, 9).await.unwrap(), [2], "after the first");
    assert_eq!(base.store.count_recipients(&to(Audience::All, true)).await.unwrap(), (2, 0));
}

async fn one_runs_at_a_time_and_whoever_is_first_advances_it(database: Database) {
    let base = database.open().await;
    base.commit([draft("b"), draft("c")]).await;
    base.commit([start("b")]).await;
    for wrong in [start("b"), start("c")] {
        assert!(matches!(base.store.commit(vec![wrong]).await, Err(CommitError::Conflict("the broadcast"))));
    }
    let advance = |from, to| Write::Broadcast(BroadcastWrite::Advance { id: "b".to_owned(), from, to });
    base.commit([advance(0, 2), to_person(1), to_person(2)]).await;
    assert!(base.store.commit(vec![advance(0, 2), to_person(1)]).await.is_err(), "another process was first");
    let running = base.store.find_running_broadcast().await.unwrap().unwrap();
    assert_eq!((running.reached, running.place, running.total), (2, Some(Place { chat_id: 7, topic: Some(3) }), 3));
    // Behind every other message, also of the same chat.
    base.commit([Write::Outbox(OutboxWrite::Enqueue(message(1, "card"))), Write::Outbox(OutboxWrite::Enqueue(message(9, "card")))]).await;
    let due = base.store.list_due_messages(NOW, 9).await.unwrap();
    assert_eq!(due.iter().map(|message| message.chat_id).collect::<Vec<_>>(), [1, 9, 2]);
    base.commit([Write::Outbox(OutboxWrite::Sent { id: due[0].id, message_id: Some(4), photo: None })]).await;
    let due = base.store.list_due_messages(NOW, 9).await.unwrap();
    assert_eq!(due.iter().map(|message| message.chat_id).collect::<Vec<_>>(), [9, 1, 2]);
    let (sent, lost) = (due[1].id, due[2].id);
    base.commit([Write::Outbox(OutboxWrite::Sent { id: sent, message_id: Some(5), photo: None }), to_person(3)]).await;
    base.commit([Write::Outbox(OutboxWrite::Undeliverable { id: lost, error: "403".to_owned() })]).await;
    let count = async || {
        let progress = base.store.count_broadcast("b").await.unwrap();
        (progress.sent, progress.lost, progress.waiting)
    };
    assert_eq!(count().await, (1, 1, 1));
    let stop = || Write::Broadcast(BroadcastWrite::Stop { id: "b".to_owned(), now: NOW });
    base.commit([stop()]).await;
    assert_eq!(count().await, (1, 1, 0), "what was not sent was not lost");
    assert!(base.store.commit(vec![stop()]).await.is_err());
    assert!(base.store.commit(vec![advance(2, 3)]).await.is_err());
    assert_eq!(base.store.find_broadcast("b").await.unwrap().unwrap().state, BroadcastState::Stopped);
    base.commit([start("c")]).await;
}

async fn a_tier_keeps_its_people_and_its_broadcast_under_another_name(database: Database) {
    let base = database.open().await;
    let tier = |name: &str| Audience::Tier(name.to_owned());
    let (from, to_name) = (|| "VIP".to_owned(), || "Mitra".to_owned());
    base.commit(meet(1, AccessStatus::Approved)).await;
    base.commit([
        Write::Person(PersonWrite::SetTier { user_id: 1, from: None, to: Some(from()) }),
        draft("b"),
        Write::Broadcast(BroadcastWrite::Start {
            id: "b".to_owned(),
            recipients: to(tier("VIP"), true),
            total: 1,
            place: Place { chat_id: 7, topic: None },
        }),
        Write::Person(PersonWrite::RenameTier { from: from(), to: to_name() }),
        Write::Broadcast(BroadcastWrite::RenameTier { from: from(), to: to_name() }),
    ])
    .await;
    let running = base.store.find_running_broadcast().await.unwrap().unwrap();
    assert_eq!(running.audience, Some(tier("Mitra")));
    assert_eq!(base.store.list_recipients(&to(tier("Mitra"), true), 0, 9).await.unwrap(), [1]);
    assert_eq!((base.store.count_of_tier("VIP").await.unwrap(), base.store.count_of_tier("Mitra").await.unwrap()), (0, 1));
}

on_both! {
    a_tier_keeps_its_people_and_its_broadcast_under_another_name,
    recipients_are_those_who_may_order_and_can_be_reached,
    one_runs_at_a_time_and_whoever_is_first_advances_it,
}
