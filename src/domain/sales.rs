//! What the orders of some days add up to. Pure: orders in, figures out; the figures of two spans add up to those of both.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::order::{Cause, EndReason, Order, OrderState, Refusal, cause};
use crate::domain::payment_figures::{Delays, MethodFigures};
use crate::domain::time::Millis;

/// The orders that ended in a span of time, and the payments that were credited in it. In JSON it is without the counts
/// and the customers: the database counts by the first and a year has many of the second.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalesFigures {
    #[serde(skip)]
    pub delivered: i64,
    #[serde(skip)]
    pub failed: i64,
    #[serde(skip)]
    pub cancelled: i64,
    /// What customers paid for the delivered orders.
    pub turnover: Rupiah,
    /// What the provider charged for the delivered orders.
    pub cost: Rupiah,
    /// How long after they were confirmed orders were delivered.
    pub delays: Delays,
    /// The delivered orders by the code of their item.
    pub items: BTreeMap<String, Item>,
    /// The delivered orders by customer.
    #[serde(skip)]
    pub customers: ByCustomer,
    /// The other orders by the reason of their end.
    pub failures: BTreeMap<FailureKind, i64>,
    /// The payments that were credited.
    pub payments: Vec<MethodFigures>,
}

/// The delivered orders of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaySales {
    /// When it began.
    pub since: Millis,
    pub orders: i64,
    pub turnover: Rupiah,
}

/// Orders of one item or one customer. A day has hundreds of these: in JSON it is a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(i64, Rupiah)", into = "(i64, Rupiah)")]
pub struct Sold {
    pub count: i64,
    pub turnover: Rupiah,
}

/// Orders by customer. A year has more of these than of everything else, so they are kept as one short text: `42 3 55500;43 1 18500`, the
/// id, the count and the turnover of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByCustomer(HashMap<i64, Sold, foldhash::fast::FixedState>);

/// An item that was sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its name when it was sold last.
    pub name: String,
    pub sold: Sold,
}

/// Why orders ended without success, as coarse as an owner wants to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// The customer's ID.
    Target,
    /// The item could not be had.
    Item,
    /// The shop's balance at the provider did not cover it.
    Balance,
    /// The provider's own balance did not cover it.
    Vendor,
    /// The provider refused the shop, or the form of the order.
    Refused,
    /// The provider could not be reached, or was busy.
    Unreachable,
    /// The provider says that it failed, and not why.
    Provider,
    /// An uncertain order turned out not to be placed.
    NotPlaced,
    /// It waited too long to be sent.
    Expired,
    /// Its price changed before it was sent.
    PriceChanged,
}

impl FailureKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Target,
        Self::Item,
        Self::Balance,
        Self::Vendor,
        Self::Refused,
        Self::Unreachable,
        Self::Provider,
        Self::NotPlaced,
        Self::Expired,
        Self::PriceChanged,
    ];

    /// The kind of a reason; an order of an old version may have ended without one.
    pub fn of(reason: Option<&EndReason>) -> Self {
        match reason {
            Some(EndReason::Refused(Refusal::InsufficientBalance)) => Self::Balance,
            Some(EndReason::Refused(Refusal::ItemUnavailable | Refusal::NotFound) | EndReason::Unavailable) => Self::Item,
            Some(EndReason::Refused(Refusal::TargetRejected)) => Self::Target,
            Some(EndReason::Refused(Refusal::VendorDepleted)) => Self::Vendor,
            Some(EndReason::Refused(Refusal::MissingFields | Refusal::BadRequest | Refusal::Key | Refusal::Ip | Refusal::Method)) => {
                Self::Refused
            }
            Some(EndReason::Unreachable | EndReason::Busy) => Self::Unreachable,
            Some(EndReason::Provider(words)) => match words.as_deref().map_or(Cause::Unknown, cause) {
                Cause::Balance => Self::Balance,
                Cause::Item => Self::Item,
                Cause::Target => Self::Target,
                Cause::Fields => Self::Refused,
                Cause::Unknown => Self::Provider,
            },
            Some(EndReason::NotPlaced) => Self::NotPlaced,
            Some(EndReason::Expired) => Self::Expired,
            Some(EndReason::PriceChanged) => Self::PriceChanged,
            None => Self::Provider,
        }
    }
}

impl From<(i64, Rupiah)> for Sold {
    fn from((count, turnover): (i64, Rupiah)) -> Self {
        Self { count, turnover }
    }
}

impl From<Sold> for (i64, Rupiah) {
    fn from(sold: Sold) -> Self {
        (sold.count, sold.turnover)
    }
}

impl ByCustomer {
    /// The text that [`add_text`](Self::add_text) reads.
    pub fn text(&self) -> String {
        let mut lines: Vec<String> = self.0.iter().map(|(id, sold)| format!("{id} {} {}", sold.count, sold.turnover.0)).collect();
        lines.sort();
        lines.join(";")
    }

    /// Adds what such a text says; `None` when it is none.
    pub fn add_text(&mut self, text: &str) -> Option<()> {
        for line in text.as_bytes().split(|byte| *byte == b';').filter(|_| !text.is_empty()) {
            let mut numbers = line.split(|byte| *byte == b' ').map(number);
            let (Some(Some(id)), Some(Some(count)), Some(Some(turnover)), None) =
                (numbers.next(), numbers.next(), numbers.next(), numbers.next())
            else {
                return None;
            };
            self.0.entry(id).or_default().add(Sold { count, turnover: Rupiah(turnover) });
        }
        Some(())
    }

    fn merge(&mut self, other: Self) {
        for (customer, sold) in other.0 {
            self.0.entry(customer).or_default().add(sold);
        }
    }
}

/// A number of digits alone, at most eighteen, which always fit.
fn number(digits: &[u8]) -> Option<i64> {
    let add = |sum: i64, digit: &u8| digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0'));
    if (1..=18).contains(&digits.len()) { digits.iter().try_fold(0, add) } else { None }
}

impl Sold {
    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.turnover = self.turnover + other.turnover;
    }
}

impl SalesFigures {
    /// Adds an order. One that has not ended does not count.
    pub fn add(&mut self, order: &Order) {
        match order.state {
            OrderState::Success => self.add_delivered(order),
            OrderState::Failed => self.failed += 1,
            OrderState::Cancelled => self.cancelled += 1,
            OrderState::Queued | OrderState::Sending | OrderState::Pending | OrderState::Uncertain => return,
        }
        if order.state != OrderState::Success {
            *self.failures.entry(FailureKind::of(order.reason.as_ref())).or_default() += 1;
        }
    }

    fn add_delivered(&mut self, order: &Order) {
        let sold = Sold { count: 1, turnover: order.price };
        self.delivered += 1;
        self.turnover = self.turnover + order.price;
        self.cost = self.cost + order.cost;
        let delay_ms = order.ended_at.unwrap_or(order.created_at).since_ms(order.created_at);
        self.delays.add(delay_ms.max(0) / 1_000, 1);
        self.add_item(&order.sku, &order.item, sold);
        self.customers.0.entry(order.user_id).or_default().add(sold);
    }

    fn add_item(&mut self, sku: &str, name: &str, sold: Sold) {
        match self.items.get_mut(sku) {
            Some(item) => {
                item.sold.add(sold);
                name.clone_into(&mut item.name);
            }
            None => drop(self.items.insert(sku.to_owned(), Item { name: name.to_owned(), sold })),
        }
    }

    /// Adds payments of one method.
    pub fn add_payments(&mut self, figures: MethodFigures) {
        MethodFigures::among(&mut self.payments, figures.method).merge(figures);
    }

    /// Adds the figures of a later span.
    pub fn merge(&mut self, later: Self) {
        self.delivered += later.delivered;
        self.failed += later.failed;
        self.cancelled += later.cancelled;
        self.turnover = self.turnover + later.turnover;
        self.cost = self.cost + later.cost;
        self.delays.merge(later.delays);
        for (sku, item) in later.items {
            self.add_item(&sku, &item.name, item.sold);
        }
        self.customers.merge(later.customers);
        for (kind, count) in later.failures {
            *self.failures.entry(kind).or_default() += count;
        }
        later.payments.into_iter().for_each(|figures| self.add_payments(figures));
    }

    /// What is left of the turnover after the cost.
    pub fn margin(&self) -> Rupiah {
        self.turnover - self.cost
    }

    /// How many orders ended.
    pub fn ended(&self) -> i64 {
        self.delivered + self.failed + self.cancelled
    }

    /// How many of a thousand orders that ended were delivered; `None` without any.
    pub fn success_permille(&self) -> Option<i64> {
        let ended = self.ended();
        // Rounded down: 100 % means all.
        (ended > 0).then(|| self.delivered * 1_000 / ended)
    }

    /// The items with the most orders, the first `n`.
    pub fn best_items(&self, n: usize) -> Vec<&Item> {
        let mut items: Vec<&Item> = self.items.values().collect();
        items.sort_by_key(|item| (-item.sold.count, -item.sold.turnover.0));
        items.truncate(n);
        items
    }

    /// The customers who paid most, the first `n`.
    pub fn best_customers(&self, n: usize) -> Vec<(i64, Sold)> {
        let mut customers: Vec<(i64, Sold)> = self.customers.0.iter().map(|(id, sold)| (*id, *sold)).collect();
        customers.sort_by_key(|(id, sold)| (-sold.turnover.0, -sold.count, *id));
        customers.truncate(n);
        customers
    }

    /// The reasons of failures, the most frequent first.
    pub fn failures_by_count(&self) -> Vec<(FailureKind, i64)> {
        let mut failures: Vec<(FailureKind, i64)> = self.failures.iter().map(|(kind, count)| (*kind, *count)).collect();
        failures.sort_by_key(|(_, count)| -count);
        failures
    }
}

#[cfg(test)]
mod tests;
