//! The orders that ended in a span of time, and the figures of days that are over.

use std::sync::{Arc, Mutex};

use odzreshop_bot::domain::day_span::DaySpan;
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::order::{Order, OrderState};
use odzreshop_bot::domain::sales::SalesFigures;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::storage::{EndedOrder, SalesDay, SalesWrite, Write};

use super::{Base, Database, NOW, add, on_both, order};
use crate::shop::{Shop, TOML, services};

/// An order that ended so many milliseconds after NOW.
fn ended(id: &str, state: OrderState, ms: i64) -> Write {
    add(Order { state, ended_at: Some(NOW.plus_ms(ms)), ..order(id) })
}

async fn read(base: &Base, since: i64, until: i64, limit: i64) -> Vec<String> {
    let span = (NOW.plus_ms(since), NOW.plus_ms(until));
    let (mut found, mut after): (Vec<String>, Option<EndedOrder>) = (Vec::new(), None);
    loop {
        let page = base.store.list_ended_orders(span, after.as_ref(), limit).await.unwrap();
        found.extend(page.iter().map(|ended| ended.id.0.clone()));
        assert!(page.len() <= usize::try_from(limit).unwrap());
        after = page.into_iter().last();
        if after.is_none() {
            return found;
        }
    }
}

async fn orders_that_ended_are_read_in_parts_and_none_twice(database: Database) {
    let base = database.open().await;
    base.commit([
        ended("a", OrderState::Success, -1),
        ended("c", OrderState::Failed, 0),
        ended("b", OrderState::Cancelled, 0),
        ended("d", OrderState::Success, 0),
        ended("f", OrderState::Success, 9),
        ended("e", OrderState::Success, 10),
        add(order("g")),
    ])
    .await;
    for limit in 1..6 {
        assert_eq!(read(&base, 0, 10, limit).await, ["b", "c", "d", "f"], "{limit} at a time");
    }
    assert_eq!(base.store.find_first_end().await.unwrap(), Some(NOW.plus_ms(-1)));
    assert_eq!(base.store.count_open_orders().await.unwrap(), 1);
    base.tamper("UPDATE orders SET body = '{' WHERE id = 'c'").await;
    assert_eq!(read(&base, 0, 10, 2).await, ["b", "c", "d", "f"], "one that can't be read counts");
}

/// A day of ten milliseconds.
fn day(since: i64, orders: i64) -> SalesDay {
    let figures = SalesFigures { delivered: orders, turnover: Rupiah(5_000_000_000), ..SalesFigures::default() };
    SalesDay::new(NOW.plus_ms(since), NOW.plus_ms(since + 10), orders, figures)
}

async fn the_figures_of_days_are_kept_as_long_as_they_are_right(database: Database) {
    let base = database.open().await;
    let keep = |day: SalesDay| Write::Sales(SalesWrite::Keep(Box::new(day)));
    let all = async |base: &Base| base.store.list_sales_days(Millis(0), Millis(i64::MAX), true).await.unwrap();
    base.commit([ended("a", OrderState::Success, 1), ended("b", OrderState::Failed, 21)]).await;
    let days = [day(0, 1), day(10, 0), day(20, 1)];
    base.commit(days.clone().map(keep)).await;
    base.commit([keep(day(0, 7)), Write::Sales(SalesWrite::ForgetWrong)]).await;
    assert_eq!(all(&base).await, days, "a day is kept once");
    assert_eq!(base.store.list_sales_days(NOW.plus_ms(1), NOW.plus_ms(20), true).await.unwrap(), [day(10, 0)], "whole days only");
    assert_eq!(base.store.find_last_sales_day().await.unwrap(), Some(NOW.plus_ms(30)));

    base.commit([ended("c", OrderState::Success, 15), Write::Sales(SalesWrite::ForgetWrong)]).await;
    assert_eq!(all(&base).await, [day(0, 1)], "the day that is wrong, and those after it");
    base.commit([ended("d", OrderState::Success, -1), Write::Sales(SalesWrite::ForgetWrong)]).await;
    assert_eq!(all(&base).await, [], "a day before the first");
    base.commit([keep(day(0, 1)), Write::Sales(SalesWrite::Forget)]).await;
    assert_eq!(base.store.find_last_sales_day().await.unwrap(), None);
}

async fn a_day_of_another_zone_counts_nobody_twice(database: Database) {
    let (base, shop) = (database.open().await, Shop::closed_with(TOML).await);
    let app = services(&shop, base.store.clone(), Arc::new(Mutex::new(TOML.to_owned()))).await;
    let sold = Order { state: OrderState::Success, ended_at: Some(NOW), ..order("a") };
    let mut figures = SalesFigures::default();
    figures.add(&sold);
    // Kept while the shop's days began at another time.
    let day = SalesDay::new(NOW.plus_seconds(-600), NOW.plus_seconds(600), 1, figures);
    base.commit([add(sold), Write::Sales(SalesWrite::Keep(Box::new(day)))]).await;
    let span = DaySpan::Between { since: NOW.plus_seconds(-86_400), until: NOW.plus_seconds(86_400) };
    let report = app.figures.report(&app.settings.current(), span).await.unwrap();
    let counts: Vec<_> = report.customers.iter().map(|(_, sold)| sold.count).collect();
    assert_eq!((report.figures.delivered, counts), (1, vec![1]));
}

async fn ended_orders_are_counted_once_whether_their_day_is_kept_or_not(database: Database) {
    use OrderState::{Cancelled, Failed, Success};
    let base = database.open().await;
    let counts = async || base.store.count_orders().await.unwrap();
    base.commit([ended("a", Success, 1), ended("b", Failed, 9), ended("c", Cancelled, 10), ended("d", Success, 11), add(order("e"))]).await;
    let all = counts().await;
    assert_eq!(all, [(OrderState::Queued, 1), (Success, 2), (Failed, 1), (Cancelled, 1)]);
    let figures = SalesFigures { delivered: 1, failed: 1, ..SalesFigures::default() };
    let first = SalesDay::new(NOW, NOW.plus_ms(10), 2, figures);
    base.commit([Write::Sales(SalesWrite::Keep(Box::new(first)))]).await;
    assert_eq!(counts().await, all);
    base.commit([ended("f", Success, 30)]).await;
    assert_eq!(counts().await[1], (Success, 3), "after the kept day");
}

on_both! {
    a_day_of_another_zone_counts_nobody_twice,
    ended_orders_are_counted_once_whether_their_day_is_kept_or_not,
    orders_that_ended_are_read_in_parts_and_none_twice,
    the_figures_of_days_are_kept_as_long_as_they_are_right,
}
