//! The pages of the figures, in each of their shapes.

use odzreshop_bot::app::{AuditPage, AuditRow, ExportOffer, SalesReport};
use odzreshop_bot::dialogue::AuditFilter;
use odzreshop_bot::domain::day_span::DaySpan;
use odzreshop_bot::domain::export::{ExportFormat, ExportKind, ExportWish};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::{ExportNotification, Notification, ProviderNotification};
use odzreshop_bot::domain::payment_figures::{Delays, MethodFigures};
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::reconciliation::{BalanceReading, DayDifference, DifferenceCause};
use odzreshop_bot::domain::sales::{DaySales, FailureKind, Item, SalesFigures, Sold};
use odzreshop_bot::i18n::Words;
use odzreshop_bot::telegram::features::figures::{ask_days, sales_chart, sales_report};
use odzreshop_bot::telegram::features::{audit, export};

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

/// What admins see of exports.
pub fn export_pages(words: &Words) -> Vec<Sample> {
    let offer = |rows| ExportOffer { wish: wish(), rows };
    vec![
        sample("export_menu", export::export_menu(words)),
        sample("export_days", export::export_days(&offer(1_234), DaySpan::Last { days: 30 }, words)),
        sample("export_days", export::export_days(&offer(0), DaySpan::Between { since: NOW, until: NOW }, words)),
        sample("ask_export_days", export::ask_export_days(ExportKind::Audit, Some(words.say("hint-invalid-days", &[])), words)),
    ]
}

/// The audit log.
pub fn audit_pages(taste: &Taste, words: &Words) -> Vec<Sample> {
    let (actor, name, word) = (2_001, Some(taste.person.clone()), || taste.words.clone());
    let row = AuditRow {
        at: NOW,
        id: "a".to_owned(),
        actor,
        name: name.clone(),
        action: "close_shop".to_owned(),
        subject: word(),
        detail: word(),
    };
    let bare = AuditRow { name: None, subject: String::new(), detail: String::new(), ..row.clone() };
    let entries = AuditPage { rows: [row, bare].into_iter().cycle().take(audit::ENTRIES_PER_PAGE).collect(), is_more: true };
    let filter = AuditFilter { actor: Some(actor), action: Some("close_shop".to_owned()) };
    vec![
        sample("audit_list", audit::audit_list(&AuditFilter::default(), &entries, 0, words)),
        sample("audit_list", audit::audit_list(&filter, &AuditPage::default(), 0, words)),
        sample("audit_actors", audit::audit_actors(&filter, &[(actor, name), (2_002, None)], words)),
        sample("audit_acts", audit::audit_acts(&filter, &["close_shop".to_owned(), word()], words)),
    ]
}

/// What admins are told about exports and days.
pub fn notifications() -> Vec<Notification> {
    exports().map(Notification::Export).into_iter().chain(differences().map(Notification::Provider)).collect()
}

fn exports() -> [ExportNotification; 5] {
    let id = || "x".to_owned();
    [
        ExportNotification::ExportFile { id: id(), wish: wish() },
        ExportNotification::ExportProgress { id: id(), done: 54_321, total: 200_000 },
        ExportNotification::ExportProgress { id: id(), done: 200_000, total: 200_000 },
        ExportNotification::BackupCopy { name: "odzreshop-20261128-030000.db.age".to_owned(), part: 1, parts: 1 },
        ExportNotification::BackupCopy { name: "odzreshop-20261128-030000.db.age".to_owned(), part: 2, parts: 3 },
    ]
}

fn differences() -> [ProviderNotification; 4] {
    let causes = [
        (500_000, DifferenceCause::TopUp),
        (-15_000, DifferenceCause::Foreign),
        (-18_000, DifferenceCause::Uncertain { orders: 1 }),
        (-7_000, DifferenceCause::RefundMissing { orders: 2 }),
    ];
    let reading = |amount, hours: i64| BalanceReading { amount: Rupiah(amount), at: NOW.plus_seconds(hours * 3_600) };
    causes.map(|(difference, cause)| {
        let (before, after) = (reading(1_000_000, 0), reading(932_000 + difference, 24));
        let found = DayDifference { before, after, cost: Rupiah(68_000), difference: Rupiah(difference), cause };
        ProviderNotification::DayDiffers { day: NOW, found }
    })
}

fn wish() -> ExportWish {
    ExportWish { what: ExportKind::Orders, format: ExportFormat::Xlsx, since: NOW, until: NOW.plus_seconds(86_400) }
}

fn full(taste: &Taste) -> SalesReport {
    let sold = |count, turnover| Sold { count, turnover: Rupiah(turnover) };
    let fee = |method, credited, fee, fee_unknown| MethodFigures { credited, fee: Rupiah(fee), fee_unknown, ..MethodFigures::new(method) };
    let mut delays = Delays::default();
    [(3, 700), (12, 500), (3_720, 34)].into_iter().for_each(|(seconds, count)| delays.add(seconds, count));
    let item = |n: i64| (format!("sku-{n}"), Item { name: taste.item.clone(), sold: sold(n, 18_500 * n) });
    let figures = SalesFigures {
        delivered: 1_234,
        failed: 12,
        cancelled: 3,
        turnover: Rupiah(24_680_000),
        cost: Rupiah(23_100_000),
        delays,
        items: (1..9).map(item).collect(),
        failures: FailureKind::ALL.into_iter().zip(1..).collect(),
        payments: vec![
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
