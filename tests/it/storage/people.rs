//! People: who waits for a decision, the list of all, the last decision; reminders, and the lists of commands.

use odzreshop_bot::domain::access::{AccessStatus, LastDecision};
use odzreshop_bot::domain::person::Person;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::storage::{CommandList, CommandListWrite, PersonWrite, ReminderWrite, Write};

use super::{Database, NOW, on_both};

fn person(id: i64) -> Person {
    Person { id, name: format!("Customer {id}"), ..Person::default() }
}

fn meet(id: i64) -> Write {
    Write::Person(PersonWrite::Meet { person: person(id), now: NOW.plus_seconds(id) })
}

fn request(id: i64, at: Millis) -> Write {
    let person = Person { access: AccessStatus::Requested, requested_at: Some(at), wanted: Some("ml".to_owned()), ..person(id) };
    Write::Person(PersonWrite::Update { person, from: AccessStatus::Unknown })
}

fn ids(people: &[Person]) -> Vec<i64> {
    people.iter().map(|person| person.id).collect()
}

async fn those_who_wait_are_listed_longest_first(database: Database) {
    let base = database.open().await;
    assert_eq!(base.store.count_requested(None).await.unwrap(), (0, None));
    let since = |id: i64| NOW.plus_seconds(100 - id);
    base.commit((1..=4).map(meet)).await;
    base.commit((1..=3).map(|id| request(id, since(id)))).await;
    assert_eq!(ids(&base.store.list_requested(None, 2, 0).await.unwrap()), [3, 2]);
    assert_eq!(ids(&base.store.list_requested(None, 2, 2).await.unwrap()), [1]);
    assert_eq!(ids(&base.store.list_requested(Some(3), 9, 0).await.unwrap()), [2, 1]);
    assert_eq!(base.store.count_requested(None).await.unwrap(), (3, Some(since(3))));
    assert_eq!(base.store.count_requested(Some(3)).await.unwrap(), (2, Some(since(2))));
    let (people, count) = base.store.list_people(3, 1).await.unwrap();
    assert_eq!((ids(&people), count), (vec![3, 2, 1], 4), "the newest first");
}

async fn a_decision_is_kept_with_what_it_replaced(database: Database) {
    let base = database.open().await;
    base.commit([meet(1), request(1, NOW)]).await;
    let decision = LastDecision { admin: 9, at: NOW, from: AccessStatus::Requested, reason: Some("why".to_owned()) };
    let blocked = Person {
        access: AccessStatus::Blocked,
        requested_at: Some(NOW),
        wanted: Some("ml".to_owned()),
        topic: Some(5),
        decision: Some(decision),
        ..person(1)
    };
    base.commit([Write::Person(PersonWrite::SetTopic { user_id: 1, topic: Some(5) })]).await;
    let block = Write::Person(PersonWrite::Update { person: blocked.clone(), from: AccessStatus::Requested });
    base.commit([block.clone()]).await;
    assert_eq!(base.conflict([block]).await, "the person");
    base.commit([meet(1)]).await;
    assert_eq!(base.reopen().await.store.find_person(1).await.unwrap(), Some(blocked));
}

async fn reminders_and_lists_of_commands_are_kept_by_name(database: Database) {
    let base = database.open().await;
    assert_eq!(base.store.find_reminder("requests").await.unwrap(), None);
    for now in [NOW, NOW.plus_seconds(1)] {
        base.commit([Write::Reminder(ReminderWrite::Sent { name: "requests", now })]).await;
        assert_eq!(base.store.find_reminder("requests").await.unwrap(), Some(now));
    }
    let told = |words: &str| Write::Reminder(ReminderWrite::Told { name: "refusal", words: words.to_owned(), now: NOW });
    for words in ["closed", "frozen"] {
        base.commit([told(words)]).await;
        assert_eq!(base.store.find_told("refusal").await.unwrap().as_deref(), Some(words));
    }
    for _ in 0..2 {
        base.commit([Write::Reminder(ReminderWrite::Over { name: "refusal" })]).await;
        assert_eq!(base.store.find_told("refusal").await.unwrap(), None);
    }
    let list = |scope: &str, language: &str, commands: &str| CommandList {
        scope: scope.to_owned(),
        language: language.to_owned(),
        commands: commands.to_owned(),
    };
    let keep = |list| Write::CommandList(CommandListWrite::Keep(list));
    base.commit([keep(list("a", "", "[1]")), keep(list("a", "id", "[1]")), keep(list("b", "", "[1]")), keep(list("a", "", ""))]).await;
    let of_a = [list("a", "", ""), list("a", "id", "[1]")];
    assert_eq!(base.store.list_command_lists(Some("a")).await.unwrap(), of_a);
    assert_eq!(base.store.list_command_lists(None).await.unwrap().len(), 3);
    base.commit([Write::CommandList(CommandListWrite::Forget { scope: "a".to_owned(), language: String::new() })]).await;
    assert_eq!(base.store.list_command_lists(Some("a")).await.unwrap(), of_a[1..]);
}

on_both! {
    those_who_wait_are_listed_longest_first,
    a_decision_is_kept_with_what_it_replaced,
    reminders_and_lists_of_commands_are_kept_by_name,
}
