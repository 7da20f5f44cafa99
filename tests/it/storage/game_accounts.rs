//! Game accounts: read from delivered orders, named by their customers, and forgotten.

use odzreshop_bot::domain::game_account::GameAccountName;
use odzreshop_bot::domain::order::{Order, OrderState};
use odzreshop_bot::domain::person::Person;
use odzreshop_bot::storage::{GameAccountWrite, PersonWrite, Write};

use super::{Base, Database, NOW, add, on_both, order};

const CUSTOMER: i64 = 1_001;

fn of(user_id: i64, id: &str, category: &str, state: OrderState, seconds: i64) -> Write {
    add(Order { user_id, category: category.to_owned(), state, due_at: None, created_at: NOW.plus_seconds(seconds), ..order(id) })
}

fn called(user_id: i64, category: &str, target: &str, name: &str) -> Write {
    let account = GameAccountName { category: category.to_owned(), target: target.to_owned(), name: name.to_owned() };
    Write::GameAccount(GameAccountWrite::Name { user_id, account })
}

async fn names(base: &Base, user_id: i64) -> Vec<String> {
    let names = base.store.list_game_account_names(user_id).await.unwrap();
    names.into_iter().map(|known| format!("{} {} {}", known.category, known.target, known.name)).collect()
}

async fn delivered(base: &Base, category: Option<&str>, limit: i64) -> Vec<String> {
    base.store.list_delivered(CUSTOMER, category, limit).await.unwrap().into_iter().map(|order| order.id.0).collect()
}

async fn delivered_orders_are_listed_until_they_are_forgotten(database: Database) {
    let base = database.open().await;
    let person = Person { id: CUSTOMER, name: "Budi".to_owned(), ..Person::default() };
    base.commit([Write::Person(PersonWrite::Meet { person, now: NOW })]).await;
    base.commit([
        of(CUSTOMER, "a", "ml", OrderState::Success, 1),
        of(CUSTOMER, "b", "ff", OrderState::Success, 2),
        of(CUSTOMER, "c", "ml", OrderState::Failed, 3),
        of(CUSTOMER, "d", "ml", OrderState::Success, 4),
        of(CUSTOMER, "e", "ml", OrderState::Pending, 5),
        of(7, "f", "ml", OrderState::Success, 6),
    ])
    .await;
    assert_eq!(delivered(&base, None, 9).await, ["d", "b", "a"]);
    assert_eq!(delivered(&base, None, 2).await, ["d", "b"]);
    assert_eq!(delivered(&base, Some("ml"), 9).await, ["d", "a"]);
    base.commit([called(CUSTOMER, "ml", "111", "Adik"), called(7, "ml", "111", "Utama")]).await;
    base.commit([Write::GameAccount(GameAccountWrite::Forget { user_id: CUSTOMER, now: NOW.plus_seconds(3) })]).await;
    let base = base.reopen().await;
    assert_eq!(delivered(&base, None, 9).await, ["d"], "made afterwards");
    assert_eq!((names(&base, CUSTOMER).await, names(&base, 7).await), (Vec::new(), vec!["ml 111 Utama".to_owned()]));
    let (orders, count) = base.store.list_orders(CUSTOMER, 9, 0).await.unwrap();
    assert_eq!((orders.len(), count), (5, 5), "the books are whole");
}

async fn an_account_has_one_name(database: Database) {
    let base = database.open().await;
    base.commit([called(CUSTOMER, "ml", "111", "Adik"), called(CUSTOMER, "ff", "111", "Utama")]).await;
    base.commit([called(CUSTOMER, "ml", "111", "Kakak 👩‍👧")]).await;
    assert_eq!(names(&base, CUSTOMER).await, ["ff 111 Utama", "ml 111 Kakak 👩‍👧"]);
    let remove = |category: &str| {
        let (category, target) = (category.to_owned(), "111".to_owned());
        Write::GameAccount(GameAccountWrite::RemoveName { user_id: CUSTOMER, category, target })
    };
    base.commit([remove("ml"), remove("none")]).await;
    assert_eq!(names(&base, CUSTOMER).await, ["ff 111 Utama"]);
}

on_both! {
    delivered_orders_are_listed_until_they_are_forgotten,
    an_account_has_one_name,
}
