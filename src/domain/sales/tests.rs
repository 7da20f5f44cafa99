//! What counts for the figures, and that spans add up.

use super::*;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::samples;

const NOW: Millis = Millis(1_795_714_200_000);

/// An order of this customer that ended after so many seconds.
fn order(state: OrderState, user_id: i64, sku: &str, price: i64, seconds: i64) -> Order {
    Order {
        user_id,
        sku: sku.to_owned(),
        item: format!("Item {sku}"),
        price: Rupiah(price),
        cost: Rupiah(price - 1_000),
        ended_at: Some(NOW.plus_seconds(seconds)),
        ..samples::order(state, NOW)
    }
}

fn failed(reason: EndReason) -> Order {
    Order { reason: Some(reason), ..order(OrderState::Failed, 3, "a", 9_000, 5) }
}

fn of(orders: &[Order]) -> SalesFigures {
    let mut figures = SalesFigures::default();
    orders.iter().for_each(|order| figures.add(order));
    figures
}

#[test]
fn money_and_times_are_those_of_delivered_orders() {
    let mut orders: Vec<Order> =
        (1..=20).map(|n| order(OrderState::Success, 1 + n % 2, if n < 15 { "a" } else { "b" }, 10_000, n)).collect();
    orders.push(failed(EndReason::Provider(Some("ID salah".to_owned()))));
    orders.push(failed(EndReason::Refused(Refusal::TargetRejected)));
    orders.push(Order { state: OrderState::Cancelled, ..failed(EndReason::PriceChanged) });
    orders.push(order(OrderState::Pending, 1, "a", 5, 5));
    let figures = of(&orders);
    assert_eq!((figures.delivered, figures.failed, figures.cancelled, figures.ended()), (20, 2, 1, 23));
    assert_eq!((figures.turnover, figures.cost, figures.margin()), (Rupiah(200_000), Rupiah(180_000), Rupiah(20_000)));
    assert_eq!(figures.success_permille(), Some(869), "rounded down");
    assert_eq!((figures.delays.within(50), figures.delays.within(95)), (Some(10), Some(19)));
    let items: Vec<_> = figures.best_items(1).iter().map(|item| (item.name.as_str(), item.sold.count)).collect();
    assert_eq!(items, [("Item a", 14)]);
    assert_eq!(figures.best_customers(9), [1, 2].map(|id| (id, Sold { count: 10, turnover: Rupiah(100_000) })));
    assert_eq!(figures.failures_by_count(), [(FailureKind::Target, 2), (FailureKind::PriceChanged, 1)]);
}

#[test]
fn nothing_has_no_rate_and_no_times() {
    let none = SalesFigures::default();
    assert_eq!((none.success_permille(), none.delays.within(50)), (None, None));
}

#[test]
fn the_figures_of_days_add_up_also_from_the_database() {
    let orders: Vec<Order> = (0..9)
        .map(|n| order(if n % 3 == 0 { OrderState::Failed } else { OrderState::Success }, n % 4, ["a", "b"][n as usize % 2], 1_000 * n, n))
        .collect();
    let paid = |credited, fee, fee_unknown| MethodFigures {
        credited,
        fee: Rupiah(fee),
        fee_unknown,
        ..MethodFigures::new(PaymentMethod::Pakasir)
    };
    let (mut first, mut second, mut both) = (of(&orders[..4]), of(&orders[4..]), of(&orders));
    first.add_payments(paid(2, 300, 0));
    second.add_payments(paid(2, 20, 1));
    both.add_payments(paid(4, 320, 1));
    // The database has these four in columns of their own.
    let SalesFigures { delivered, failed, cancelled, ref customers, .. } = second;
    first.customers.add_text(&customers.text()).unwrap();
    let stored: SalesFigures = serde_json::from_str(&serde_json::to_string(&second).unwrap()).unwrap();
    first.merge(SalesFigures { delivered, failed, cancelled, ..stored });
    assert_eq!(first, both);
}

#[test]
fn every_kind_is_listed() {
    for (i, kind) in FailureKind::ALL.iter().enumerate() {
        assert!(!FailureKind::ALL[..i].contains(kind));
    }
    assert_eq!(FailureKind::of(None), FailureKind::Provider);
}

#[test]
fn customers_are_one_short_text() {
    let mut customers = ByCustomer::default();
    for (text, sum) in
        [("", ""), ("42 3 55500;43 1 18500", "42 3 55500;43 1 18500"), ("7 1 20000;43 2 500", "42 3 55500;43 3 19000;7 1 20000")]
    {
        assert_eq!((customers.add_text(text), customers.text().as_str()), (Some(()), sum), "{text:?}");
    }
    for text in ["42", "42 3", "42 3 x", "42 3 -5", "42 3 ", "42 3 5 5", ";", "42 3 5;;43 1 5", "42 3 9223372036854775808"] {
        assert_eq!(ByCustomer::default().add_text(text), None, "{text:?}");
    }
}
