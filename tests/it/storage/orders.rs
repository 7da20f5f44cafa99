//! Orders: found by id, number and invoice, listed when they are due, counted for the limits.

use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::order::{Order, OrderHistoryKind, OrderId, OrderState};
use odzreshop_bot::domain::provider::ProviderName;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::storage::{CatalogWrite, OrderWrite, Write};

use super::{Database, NOW, add, entry, moved, on_both, order};

fn ids(orders: &[Order]) -> Vec<&str> {
    orders.iter().map(|order| order.id.0.as_str()).collect()
}

async fn an_order_is_read_completely_with_its_history(database: Database) {
    let base = database.open().await;
    base.commit([add(order("a"))]).await;
    let sent = Order { cost: Rupiah(18_100), invoice: Some("INV-1".to_owned()), due_at: None, ..moved(&order("a"), OrderState::Pending) };
    base.commit([Write::Order(OrderWrite::Move {
        order: sent.clone(),
        history: vec![entry(OrderHistoryKind::Placed), entry(OrderHistoryKind::Success)],
    })])
    .await;
    let base = base.reopen().await;
    assert_eq!(base.order("a").await, Some(sent.clone()));
    let history = base.store.list_history(&sent.id).await.unwrap();
    assert_eq!(
        history.iter().map(|entry| entry.kind).collect::<Vec<_>>(),
        [OrderHistoryKind::Created, OrderHistoryKind::Placed, OrderHistoryKind::Success]
    );
    for name in ["NA", "na", "INV-1", "inv-1"] {
        assert_eq!(base.store.find_order_called(name).await.unwrap(), Some(sent.clone()), "{name}");
    }
    assert_eq!(base.store.find_order_called("a").await.unwrap(), None);
    assert!(!base.store.has_delivered(&sent.category).await.unwrap());
    let delivered = moved(&sent, OrderState::Success);
    base.commit([Write::Order(OrderWrite::Move { order: delivered, history: Vec::new() })]).await;
    assert!(base.store.has_delivered(&sent.category).await.unwrap());
    assert!(!base.store.has_delivered("other").await.unwrap());
}

/// The provider's invoices are found in another case too, where only one can be meant.
async fn an_invoice_is_found_in_any_case_where_one_is_meant(database: Database) {
    let base = database.open().await;
    for (id, invoice) in [("a", "Inv-Ab1"), ("b", "inv-CD2"), ("c", "INV-cd2")] {
        base.commit([add(order(id))]).await;
        let placed = Order { invoice: Some(invoice.to_owned()), due_at: None, ..moved(&order(id), OrderState::Pending) };
        base.commit([Write::Order(OrderWrite::Move { order: placed, history: Vec::new() })]).await;
    }
    for (name, found) in [
        ("Inv-Ab1", Some("a")),
        ("inv-ab1", Some("a")),
        ("INV-AB1", Some("a")),
        ("iNV-aB1", Some("a")),
        ("inv-CD2", Some("b")),
        ("INV-cd2", Some("c")),
        ("inv-cd2", None),
        ("inv-ab", None),
    ] {
        let called = base.store.find_order_called(name).await.unwrap();
        assert_eq!(called.as_ref().map(|order| order.id.0.as_str()), found, "{name}");
    }
}

async fn due_orders_are_listed_by_state_and_time(database: Database) {
    let base = database.open().await;
    let at = |id: &str, state, due_at: Option<i64>| add(Order { state, due_at: due_at.map(Millis), ..order(id) });
    base.commit([
        at("late", OrderState::Queued, Some(20)),
        at("early", OrderState::Queued, Some(10)),
        at("later", OrderState::Queued, Some(31)),
        at("never", OrderState::Queued, None),
        at("other", OrderState::Pending, Some(40)),
    ])
    .await;
    let due = |now, limit| base.store.list_due(OrderState::Queued, Millis(now), limit);
    assert_eq!(ids(&due(30, 9).await.unwrap().0), ["early", "late"]);
    assert_eq!(ids(&due(30, 1).await.unwrap().0), ["early"]);
    assert_eq!(ids(&due(9, 9).await.unwrap().0), Vec::<&str>::new());
    let next = |states, now| base.store.next_order_at(states, Millis(now));
    assert_eq!(next([OrderState::Queued, OrderState::Success], 20).await.unwrap(), Some(Millis(31)));
    assert_eq!(next([OrderState::Pending, OrderState::Queued], 31).await.unwrap(), Some(Millis(40)));
    assert_eq!(next([OrderState::Success, OrderState::Failed], 0).await.unwrap(), None);
}

async fn an_unreadable_order_blocks_no_other(database: Database) {
    let base = database.open().await;
    base.commit([add(order("a")), add(order("b"))]).await;
    base.tamper("UPDATE orders SET body = '{}' WHERE id = 'a'").await;
    let (due, broken) = base.store.list_due(OrderState::Queued, NOW, 9).await.unwrap();
    assert_eq!((ids(&due), &broken), (vec!["b"], &vec![OrderId("a".to_owned())]));
    base.commit(broken.into_iter().map(|id| Write::Order(OrderWrite::Park { id }))).await;
    assert_eq!(base.store.list_due(OrderState::Queued, NOW, 9).await.unwrap().1, [], "and is told once");
    let (orders, count) = base.store.list_orders(order("a").user_id, 9, 0).await.unwrap();
    assert_eq!((ids(&orders), count), (vec!["b"], 2));
    let error = base.store.find_order(&OrderId("a".to_owned())).await.unwrap_err().to_string();
    assert!(error.contains("orders, row a"), "{error}");
    base.commit([Write::Catalog(CatalogWrite::SavePriceList {
        provider: ProviderName::Odzreshop,
        category: "x".to_owned(),
        price_list: odzreshop_bot::domain::catalog::PriceList { services: vec![], skipped: vec![], fetched_at: NOW },
    })])
    .await;
    base.tamper("UPDATE price_lists SET body = '[]'").await;
    assert!(base.store.list_price_lists(ProviderName::Odzreshop).await.unwrap().is_empty());
}

async fn a_customer_s_orders_are_listed_newest_first(database: Database) {
    let base = database.open().await;
    for (id, ms) in [("a", 1), ("b", 3), ("c", 2)] {
        base.commit([add(Order { created_at: NOW.plus_ms(ms), ..order(id) })]).await;
    }
    base.commit([add(Order { user_id: 8, ..order("theirs") })]).await;
    let user = order("a").user_id;
    let (orders, count) = base.store.list_orders(user, 2, 0).await.unwrap();
    assert_eq!((ids(&orders), count), (vec!["b", "c"], 3));
    let (orders, count) = base.store.list_orders(user, 2, 2).await.unwrap();
    assert_eq!((ids(&orders), count), (vec!["a"], 3));
}

async fn spending_counts_open_orders_and_recent_prices(database: Database) {
    let base = database.open().await;
    let user = order("a").user_id;
    for (i, state) in OrderState::ALL.into_iter().enumerate() {
        // Powers of two, so that each sum shows which orders are in it.
        let ended_at = (!state.is_open()).then_some(NOW);
        let order = Order { state, ended_at, price: Rupiah(1 << i), created_at: Millis(100), ..order(state.as_str()) };
        base.commit([add(order)]).await;
    }
    base.commit([add(Order { user_id: 8, price: Rupiah(1_000), created_at: Millis(100), ..order("theirs") })]).await;
    let before = Order { state: OrderState::Success, ended_at: Some(NOW), price: Rupiah(5_000), created_at: Millis(99), ..order("before") };
    base.commit([add(before)]).await;
    // Queued, sending, pending, uncertain and success; not failed and cancelled.
    assert_eq!(base.store.count_spending(user, Millis(100)).await.unwrap(), (4, Rupiah(0b1_1111)));
    assert_eq!(base.store.count_spending(user, Millis(101)).await.unwrap(), (4, Rupiah(0)), "open ones count on any day");
    assert_eq!(base.store.count_spending(9, Millis(0)).await.unwrap(), (0, Rupiah(0)));
    let mut expected = OrderState::ALL.map(|state| (state, 1));
    expected[0].1 = 2;
    expected[4].1 = 2;
    assert_eq!(base.store.count_orders().await.unwrap(), expected);
    assert_eq!(base.store.find_oldest_open().await.unwrap().map(|order| order.created_at), Some(Millis(100)));
}

async fn a_twin_is_an_open_order_for_the_same_target(database: Database) {
    let base = database.open().await;
    let Order { user_id, sku, target, .. } = order("a");
    for state in OrderState::ALL {
        base.commit([add(Order { state, user_id: state as i64, ..order(state.as_str()) })]).await;
        let twin = base.store.find_twin(state as i64, &sku, &target).await.unwrap();
        assert_eq!(twin.is_some(), state.is_open(), "{state:?}");
    }
    assert_eq!(base.store.find_twin(user_id, &sku, &target).await.unwrap(), None, "somebody else's");
    assert_eq!(base.store.find_twin(0, "other", &target).await.unwrap(), None);
    assert_eq!(base.store.find_twin(0, &sku, "other").await.unwrap(), None);
}

on_both! {
    an_order_is_read_completely_with_its_history,
    an_invoice_is_found_in_any_case_where_one_is_meant,
    due_orders_are_listed_by_state_and_time,
    an_unreadable_order_blocks_no_other,
    a_customer_s_orders_are_listed_newest_first,
    spending_counts_open_orders_and_recent_prices,
    a_twin_is_an_open_order_for_the_same_target,
}
