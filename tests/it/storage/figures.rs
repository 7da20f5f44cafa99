//! Figures: what counts for a span of time, and what does not.

use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::order::{Order, OrderState};
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::storage::StateFigures;

use super::{Database, NOW, add, on_both, order};

async fn what_ended_since_and_what_is_open_is_summed_by_state(database: Database) {
    let base = database.open().await;
    assert_eq!(base.store.sum_orders(NOW).await.unwrap(), []);
    let of = |id: &str, state, ended_at: Option<i64>, price, cost| {
        add(Order { state, ended_at: ended_at.map(|ms| NOW.plus_ms(ms)), price: Rupiah(price), cost: Rupiah(cost), ..order(id) })
    };
    base.commit([
        of("a", OrderState::Success, Some(-1), 1, 1),
        of("b", OrderState::Success, Some(0), 20_000, 18_500),
        of("c", OrderState::Success, Some(9), 5_000_000_000, 4_000_000_000),
        of("d", OrderState::Failed, Some(9), 7, 6),
        of("e", OrderState::Cancelled, Some(-1), 7, 6),
        of("f", OrderState::Uncertain, None, 30, 20),
        of("g", OrderState::Uncertain, None, 3, 2),
    ])
    .await;
    let mut sums = base.store.sum_orders(NOW).await.unwrap();
    sums.sort_by_key(|sum| sum.state.as_str());
    let sum = |state, count, price, cost| StateFigures { state, count, price: Rupiah(price), cost: Rupiah(cost) };
    let expected = [
        sum(OrderState::Failed, 1, 7, 6),
        sum(OrderState::Success, 2, 5_000_020_000, 4_000_018_500),
        sum(OrderState::Uncertain, 2, 33, 22),
    ];
    assert_eq!(sums, expected);
    assert_eq!(base.store.sum_orders(Millis(i64::MAX)).await.unwrap().len(), 1, "what is open is open");
}

on_both! {
    what_ended_since_and_what_is_open_is_summed_by_state,
}
