//! How long the last deliveries of an item took.

use odzreshop_bot::domain::order::{Order, OrderState};
use odzreshop_bot::storage::Write;

use super::{Database, NOW, add, on_both, order};

/// An order of this item that ended so many seconds after NOW, half a minute after it was made.
fn ended(id: &str, sku: &str, state: OrderState, seconds: i64) -> Write {
    let ended_at = NOW.plus_seconds(seconds);
    add(Order { state, sku: sku.to_owned(), created_at: ended_at.plus_seconds(-30 - seconds), ended_at: Some(ended_at), ..order(id) })
}

async fn only_the_newest_deliveries_of_the_item_count(database: Database) {
    use OrderState::{Failed, Success};
    let base = database.open().await;
    base.commit([
        ended("a", "ml-86", Success, -1),
        ended("b", "ml-86", Success, 0),
        ended("c", "ml-86", Success, 2),
        ended("d", "ml-86", Success, 1),
        ended("e", "ml-86", Failed, 3),
        ended("f", "ml-12", Success, 4),
        add(order("g")),
    ])
    .await;
    for (limit, expected) in [(9, vec![32_000, 31_000, 30_000]), (2, vec![32_000, 31_000])] {
        assert_eq!(base.store.list_delivery_times("ml-86", NOW, limit).await.unwrap(), expected);
    }
}

on_both! {
    only_the_newest_deliveries_of_the_item_count,
}
