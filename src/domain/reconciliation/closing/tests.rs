//! The closing of a day as a table of cases.

use super::*;
use crate::domain::order::EndReason;
use crate::domain::samples;

const HOUR: i64 = 3_600;

/// Seconds after midnight.
fn at(seconds: i64) -> Millis {
    Millis(1_795_712_400_000 + seconds * 1_000)
}

fn profile(seconds: i64, amount: i64) -> BalanceSnapshot {
    BalanceSnapshot { asked_at: at(seconds), answered_at: at(seconds + 1), before: Rupiah(amount), after: Rupiah(amount), order: None }
}

/// An order that was sent so many hours after midnight and accepted.
fn order(hours: i64, cost: i64, state: OrderState) -> Order {
    let sent = at(hours * HOUR);
    let ended = !state.is_open();
    Order {
        id: OrderId(format!("o{hours}")),
        price: Rupiah(cost + 1_000),
        cost: Rupiah(cost),
        invoice: (state != OrderState::Uncertain).then(|| "INV-1".to_owned()),
        reason: (state == OrderState::Failed).then_some(EndReason::Provider(None)),
        sent_at: Some(sent),
        placed_at: Some(sent.plus_seconds(1)),
        ended_at: ended.then(|| sent.plus_seconds(20)),
        ..samples::order(state, sent)
    }
}

#[test]
fn a_day_adds_up_or_has_a_likely_cause() {
    use DifferenceCause::{Foreign, RefundMissing, TopUp, Uncertain};
    use OrderState::{Failed, Success};
    let sold = || vec![order(3, 18_000, Success), order(9, 50_000, Success), order(-9, 9_999, Success)];
    let with = |more: Order| sold().into_iter().chain([more]).collect::<Vec<Order>>();
    let cases = [
        ("nothing happened", vec![], 0, None),
        ("what was sold", sold(), -68_000, None),
        ("a refund", with(order(5, 7_000, Failed)), -68_000, None),
        ("an order just before midnight, charged", with(order(24, 7_000, Success)), -75_000, None),
        ("an order just before midnight, not charged yet", with(order(24, 7_000, Success)), -68_000, None),
        ("a top-up", sold(), 432_000, Some((500_000, TopUp))),
        ("a top-up of what was sold", sold(), 0, Some((68_000, TopUp))),
        ("a purchase elsewhere", sold(), -83_000, Some((-15_000, Foreign))),
        (
            "an uncertain order that was charged",
            with(order(5, 7_000, OrderState::Uncertain)),
            -75_000,
            Some((-7_000, Uncertain { orders: 1 })),
        ),
        ("an uncertain order that was not", with(order(5, 7_000, OrderState::Uncertain)), -68_000, None),
        ("a refund that never came", with(order(5, 7_000, Failed)), -75_000, Some((-7_000, RefundMissing { orders: 1 }))),
        ("a refund that may come", with(order(23, 7_000, Failed)), -75_000, None),
    ];
    for (what, orders, change, expected) in cases {
        let found = close_day(&profile(-60, 1_000_000), &profile(24 * HOUR + 60, 1_000_000 + change), &orders, &[]);
        assert_eq!(found.map(|found| (found.difference.0, found.cause)), expected, "{what}");
        assert!(found.is_none_or(|found| (found.before.amount, found.after.amount) == (Rupiah(1_000_000), Rupiah(1_000_000 + change))));
    }
}
