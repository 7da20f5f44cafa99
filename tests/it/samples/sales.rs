//! The pages of the figures, in each of their shapes.

use odzreshop_bot::app::SalesReport;
use odzreshop_bot::domain::day_span::DaySpan;
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::sales::{DaySales, FailureKind, Fee, Item, SalesFigures, Sold};
use odzreshop_bot::i18n::Words;
use odzreshop_bot::telegram::features::figures::{ask_days, sales_chart, sales_report};

use super::pages::{Sample, sample};
use super::{NOW, Taste};

/// What admins see of the figures.
pub fn pages(taste: &Taste, words: &Words) -> Vec<Sample> {
    let none = SalesReport { since: NOW, last: NOW.plus_seconds(3_600), open: Some(0), ..SalesReport::default() };
    let full = full(taste);
    let between = DaySpan::Between { since: NOW, until: NOW.plus_seconds(7 * 86_400) };
    let report = |span, report: &SalesReport| sample("sales_report", sales_report(span, report, words));
    vec![
        report(DaySpan::Today, &full),
        report(DaySpan::Last { days: 7 }, &full),
        report(between, &full),
        report(DaySpan::Between { since: NOW, until: NOW.plus_seconds(86_400) }, &none),
        report(DaySpan::Yesterday, &none),
        sample("ask_days", ask_days(Some(words.say("hint-invalid-days", &[])), words)),
        sample("ask_days", ask_days(None, words)),
        sample("sales_chart", sales_chart(DaySpan::Last { days: 7 }, &full, words)),
    ]
}

fn full(taste: &Taste) -> SalesReport {
    let sold = |count, turnover| Sold { count, turnover: Rupiah(turnover) };
    let fee = |method, payments, fee, unknown| Fee { method, payments, fee: Rupiah(fee), unknown };
    let item = |n: i64| (format!("sku-{n}"), Item { name: taste.item.clone(), sold: sold(n, 18_500 * n) });
    let figures = SalesFigures {
        delivered: 1_234,
        failed: 12,
        cancelled: 3,
        turnover: Rupiah(24_680_000),
        cost: Rupiah(23_100_000),
        delays: [(3, 700), (12, 500), (3_720, 34)].into(),
        items: (1..9).map(item).collect(),
        failures: FailureKind::ALL.into_iter().zip(1..).collect(),
        fees: vec![
            fee(PaymentMethod::Pakasir, 900, 412_000, 0),
            fee(PaymentMethod::Qris, 40, 0, 40),
            fee(PaymentMethod::Stars, 9, 4_000, 2),
        ],
        ..SalesFigures::default()
    };
    let day = |n: i64| DaySales { since: NOW.plus_seconds(n * 86_400), orders: n, turnover: Rupiah(n * 20_000) };
    let days = (1..8).map(day).collect();
    let customers = vec![(taste.person.clone(), sold(9, 900_000)), (taste.person.clone(), sold(1, 20_000))];
    SalesReport { since: NOW, last: NOW.plus_seconds(7 * 86_400 - 1), figures, open: Some(2), customers, days }
}
