//! Orders as admins look for them: in lists by state, and by what they are called.

use odzreshop_bot::domain::order::{Order, OrderState};
use odzreshop_bot::domain::order_filter::OrderFilter;
use odzreshop_bot::domain::sales::SalesFigures;
use odzreshop_bot::storage::{SalesDay, SalesWrite, Write};

use super::{Base, Database, NOW, add, on_both, order};

fn ids(orders: &[Order]) -> Vec<&str> {
    orders.iter().map(|order| order.id.0.as_str()).collect()
}

/// Orders that were made one after another, and ended in another order.
async fn filled(database: Database) -> Base {
    let base = database.open().await;
    let of = |n: i64, state, ended: Option<i64>| {
        let (id, due_at) = (format!("o{n}"), None);
        add(Order { state, created_at: NOW.plus_ms(n), ended_at: ended.map(|ms| NOW.plus_ms(ms)), due_at, ..order(&id) })
    };
    base.commit([
        of(1, OrderState::Success, Some(90)),
        of(2, OrderState::Pending, None),
        of(3, OrderState::Failed, Some(80)),
        of(4, OrderState::Uncertain, None),
        of(5, OrderState::Cancelled, Some(95)),
        of(6, OrderState::Uncertain, None),
        of(7, OrderState::Queued, None),
    ])
    .await;
    base
}

async fn open_orders_are_listed_oldest_first_and_ended_ones_newest_first(database: Database) {
    let base = filled(database).await;
    lists_are_right(&base).await;
    // The same when days are counted already: the first is over at 85, the second at 92, and the last order ended after them.
    let day = |since, until| Box::new(SalesDay::new(NOW.plus_ms(since), NOW.plus_ms(until), 1, SalesFigures::default()));
    base.commit([Write::Sales(SalesWrite::Keep(day(75, 85))), Write::Sales(SalesWrite::Keep(day(85, 92)))]).await;
    lists_are_right(&base).await;
}

async fn lists_are_right(base: &Base) {
    for (filter, expected) in [
        (OrderFilter::All, vec!["o2", "o4", "o6", "o7", "o5", "o1", "o3"]),
        (OrderFilter::Open, vec!["o2", "o4", "o6", "o7"]),
        (OrderFilter::Uncertain, vec!["o4", "o6"]),
        (OrderFilter::Failed, vec!["o5", "o3"]),
    ] {
        let all = base.store.list_orders_by(filter, 99, 0).await.unwrap();
        assert_eq!(ids(&all), expected, "{filter:?}");
        for limit in 1..4 {
            let mut paged = Vec::new();
            for page in 0..8 {
                paged.extend(base.store.list_orders_by(filter, limit, page * limit).await.unwrap());
            }
            assert_eq!(ids(&paged), expected, "{filter:?}, {limit} on a page");
        }
    }
}

async fn orders_are_found_by_number_invoice_and_target(database: Database) {
    let base = database.open().await;
    let of = |n: i64, target: &str, invoice: Option<&str>| {
        let (target, invoice) = (target.to_owned(), invoice.map(str::to_owned));
        add(Order { created_at: NOW.plus_ms(n), target, invoice, ..order(&format!("o{n}")) })
    };
    base.commit([of(1, "123(9)", Some("Inv-A")), of(2, "123(9)", Some("INV-B")), of(3, "Sam#eu", Some("inv-b"))]).await;
    for (name, expected) in [
        ("no1", vec!["o1"]),
        ("NO1", vec!["o1"]),
        ("inv-a", vec!["o1"]),
        ("INV-b", vec!["o2", "o3"]),
        ("123(9)", vec!["o2", "o1"]),
        ("123", vec![]),
        ("Sam#eu", vec!["o3"]),
        ("sam#eu", vec![]),
    ] {
        let mut found = base.store.find_orders(name, 9).await.unwrap();
        if name == "INV-b" {
            found.sort_by(|a, b| a.id.0.cmp(&b.id.0));
        }
        assert_eq!(ids(&found), expected, "{name}");
    }
    assert_eq!(base.store.find_orders("123(9)", 1).await.unwrap().len(), 1);
}

on_both! {
    open_orders_are_listed_oldest_first_and_ended_ones_newest_first,
    orders_are_found_by_number_invoice_and_target,
}
