//! The figures of the shop, for admins: what some days add up to. A day that is over is added up once and kept, so that a year costs no more
//! than its days.

use std::collections::HashMap;

use crate::app::dates::{Day, day_at, days_of, read_span};
use crate::app::{AppError, Clock, zone};
use crate::domain::day_span::DaySpan;
use crate::domain::payment_figures::MethodFigures;
use crate::domain::sales::{ByCustomer, DaySales, SalesFigures, Sold};
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::{SalesDay, SalesWrite, Store, Write};

/// Orders that are read at a time.
const ORDERS_AT_ONCE: i64 = 500;
/// Days whose kept figures are read at a time: together they have about a megabyte.
const DAYS_AT_ONCE: usize = 122;
/// Days that are added up in one commit.
const DAYS_A_COMMIT: usize = 30;
/// How long after its end a day is added up: until then commits may be on their way, or the clock may be set back a little.
const OVER_AFTER_MS: i64 = 10 * 60_000;
/// How many of the best customers are named.
const BEST_CUSTOMERS: usize = 5;

/// The spans whose payments are shown side by side.
const PAYMENT_DAYS: [u16; 3] = [1, 7, 30];

/// The figures of some days, with what else is shown of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SalesReport {
    /// When the first day began.
    pub since: Millis,
    /// The last moment of the last day.
    pub last: Millis,
    pub figures: SalesFigures,
    /// Orders that are open now, where the days end with today.
    pub open: Option<i64>,
    /// The customers who paid most, by name.
    pub customers: Vec<(String, Sold)>,
    /// Each day, oldest first.
    pub days: Vec<DaySales>,
}

/// The payments of a span of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpanFigures {
    /// So many, the last of them today.
    pub days: u16,
    pub methods: Vec<MethodFigures>,
}

/// Adds up orders and payments.
pub struct Figures {
    pub(super) store: Store,
    pub(super) clock: Clock,
}

impl Figures {
    /// The figures of some days of the shop's zone.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn report(&self, shop: &Shop, span: DaySpan) -> Result<SalesReport, AppError> {
        let now = self.clock.now();
        let days = days_of(span, now, zone(shop));
        let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else { return Ok(SalesReport::default()) };
        let mut report = SalesReport { since: first.since, last: last.until.plus_ms(-1), ..SalesReport::default() };
        let mut customers = ByCustomer::default();
        for days in days.chunks(DAYS_AT_ONCE) {
            for (day, figures) in days.iter().zip(self.of_days(days, &mut customers).await?) {
                report.days.push(DaySales { since: day.since, orders: figures.delivered, turnover: figures.turnover });
                report.figures.merge(figures);
            }
        }
        report.figures.merge(SalesFigures { customers, ..SalesFigures::default() });
        if now < last.until {
            report.open = Some(self.store.count_open_orders().await?);
        }
        for (id, sold) in report.figures.best_customers(BEST_CUSTOMERS) {
            let name = self.store.find_person(id).await?.map(|person| person.name);
            report.customers.push((name.unwrap_or_else(|| id.to_string()), sold));
        }
        Ok(report)
    }

    /// What payments added up to by method: today, and in the spans of [`PAYMENT_DAYS`].
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_payments(&self, shop: &Shop) -> Result<Vec<SpanFigures>, AppError> {
        let longest = DaySpan::Last { days: PAYMENT_DAYS.into_iter().max().unwrap_or(1) };
        let days = days_of(longest, self.clock.now(), zone(shop));
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(Vec::new()) };
        let mut kept = self.kept(*first, *last, false).await?;
        let mut by_day = Vec::new();
        for day in &days {
            by_day.push(match kept.remove(&key(day)) {
                Some(kept) => kept.figures.payments,
                None => self.store.sum_payments_by_method(day.since, day.until).await?,
            });
        }
        let mut spans = Vec::new();
        for count in PAYMENT_DAYS {
            let from = days.len().saturating_sub(usize::from(count));
            let mut methods = Vec::new();
            by_day[from..].iter().flatten().for_each(|figures| MethodFigures::among(&mut methods, figures.method).merge(figures.clone()));
            self.store.add_unmatched(&mut methods, days[from].since).await?;
            spans.push(SpanFigures { days: count, methods });
        }
        Ok(spans)
    }

    /// The days that somebody typed; `None` where that is not surely understood.
    pub fn read(&self, shop: &Shop, text: &str) -> Option<DaySpan> {
        read_span(text, self.clock.now(), zone(shop))
    }

    /// Adds up the next days that are over, at most [`DAYS_A_COMMIT`].
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn keep_next(&self, shop: &Shop) -> Result<(), AppError> {
        let zone = zone(shop);
        let over = self.clock.now().plus_ms(-OVER_AFTER_MS);
        let Some(first) = self.store.find_first_end().await? else { return Ok(()) };
        let kept = self.store.find_last_sales_day().await?;
        let next = day_at(kept.unwrap_or(first), zone);
        if kept.is_some_and(|until| next.since != until) {
            // The zone is another one now.
            return Ok(self.store.commit(vec![Write::Sales(SalesWrite::Forget)]).await?);
        }
        let mut days = vec![next];
        while days.len() < DAYS_A_COMMIT && days.last().is_some_and(|day| day.until <= over) {
            days.extend(days.last().map(|day| day_at(day.until, zone)));
        }
        days.retain(|day| day.until <= over);
        if days.is_empty() {
            return Ok(());
        }
        let mut writes = Vec::new();
        for (Day { since, until, .. }, (orders, mut figures)) in days.iter().copied().zip(self.read_days(&days).await?) {
            figures.payments = self.store.sum_payments_by_method(since, until).await?;
            writes.push(Write::Sales(SalesWrite::Keep(Box::new(SalesDay::new(since, until, orders, figures)))));
        }
        Ok(self.store.commit(writes).await?)
    }

    /// Forgets the figures of days that are not right any more.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn forget_wrong(&self) -> Result<(), AppError> {
        Ok(self.store.commit(vec![Write::Sales(SalesWrite::ForgetWrong)]).await?)
    }

    /// The days that are kept between these two.
    async fn kept(&self, first: Day, last: Day, with_customers: bool) -> Result<HashMap<(Millis, Millis), SalesDay>, AppError> {
        let kept = self.store.list_sales_days(first.since, last.until, with_customers).await?;
        Ok(kept.into_iter().map(|day| ((day.since, day.until), day)).collect())
    }

    /// The figures of consecutive days: those that are kept, whose customers are added to `customers`, and the others from their orders.
    async fn of_days(&self, days: &[Day], customers: &mut ByCustomer) -> Result<Vec<SalesFigures>, AppError> {
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(Vec::new()) };
        let mut kept = self.kept(*first, *last, true).await?;
        let mut found = Vec::new();
        let mut rest = days;
        while let Some(next) = rest.first() {
            if let Some(day) = kept.remove(&key(next)) {
                day.add_customers(customers)?;
                found.push(day.figures);
                rest = &rest[1..];
                continue;
            }
            let run;
            (run, rest) = rest.split_at(rest.iter().take_while(|day| !kept.contains_key(&key(day))).count());
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                let mut read: Vec<SalesFigures> = self.read_days(run).await?.into_iter().map(|(_, figures)| figures).collect();
                if let Some(figures) = read.first_mut() {
                    // Nothing shows them day by day.
                    figures.payments = self.store.sum_payments_by_method(first.since, last.until).await?;
                }
                found.extend(read);
            }
        }
        Ok(found)
    }

    /// Consecutive days from their orders: how many ended, and the figures without payments.
    async fn read_days(&self, days: &[Day]) -> Result<Vec<(i64, SalesFigures)>, AppError> {
        let mut read = vec![(0, SalesFigures::default()); days.len()];
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(read) };
        let mut after = None;
        loop {
            let ended = self.store.list_ended_orders((first.since, last.until), after.as_ref(), ORDERS_AT_ONCE).await?;
            for ended in &ended {
                let Some((count, figures)) = read.get_mut(days.partition_point(|day| day.until <= ended.at)) else { continue };
                *count += 1;
                ended.order.iter().for_each(|order| figures.add(order));
            }
            let is_more = i64::try_from(ended.len()).is_ok_and(|count| count >= ORDERS_AT_ONCE);
            after = ended.into_iter().last().filter(|_| is_more);
            if after.is_none() {
                return Ok(read);
            }
        }
    }
}

fn key(day: &Day) -> (Millis, Millis) {
    (day.since, day.until)
}
