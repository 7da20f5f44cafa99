//! A target format that keeps failing: when the provider calls one ID after the other wrong, the IDs are right and the format is not. Then
//! the item, or the whole category, is closed before more customers lose time.
//!
//! Some IDs are really wrong, so one customer's mistakes close nothing, and each delivery begins the count again.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::order::{Cause, EndReason, Order, OrderState, Refusal, cause};
use crate::domain::time::Millis;

/// Most time between the first of the wrong answers and the last: a shop that sells little gets an answer a day.
pub const WINDOW_MS: i64 = 24 * 3_600_000;
/// So many wrong answers in a row.
const MIN_WRONG: usize = 5;
/// From so many customers: three don't mistype the same game in a row.
const MIN_CUSTOMERS: usize = 3;

/// What the end of an order says about the format of its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetEnd {
    pub created_at: Millis,
    pub category: String,
    pub sku: String,
    pub customer: i64,
    /// Delivered; else the provider called the target wrong.
    pub delivered: bool,
}

/// What keeps failing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failing {
    pub category: String,
    /// `None` is the whole category.
    pub sku: Option<String>,
    /// Wrong answers since the last delivery.
    pub wrong: usize,
    /// From so many customers.
    pub customers: usize,
}

impl TargetEnd {
    /// What the end of this order says; `None` if nothing.
    pub fn of(order: &Order) -> Option<Self> {
        let delivered = order.state == OrderState::Success;
        let wrong = match &order.reason {
            Some(EndReason::Refused(Refusal::TargetRejected)) => true,
            Some(EndReason::Provider(Some(words))) => cause(words) == Cause::Target,
            _ => false,
        };
        (delivered || wrong).then(|| Self {
            created_at: order.created_at,
            category: order.category.clone(),
            sku: order.sku.clone(),
            customer: order.user_id,
            delivered,
        })
    }
}

/// What keeps failing, by the ends of orders in the order in which they came. A category fails when several of its items do; a single item
/// fails alone, also while others of its category are delivered.
pub fn failing<'a>(ends: impl IntoIterator<Item = &'a TargetEnd>) -> Vec<Failing> {
    let mut of_categories: BTreeMap<&str, Row> = BTreeMap::new();
    let mut of_items: BTreeMap<(&str, &str), Row> = BTreeMap::new();
    for end in ends {
        of_categories.entry(&end.category).or_default().add(end);
        of_items.entry((&end.category, &end.sku)).or_default().add(end);
    }
    let whole = of_categories.iter().filter(|(_, row)| row.is_failing() && row.items.len() > 1);
    let whole: Vec<Failing> = whole.map(|(category, row)| row.failing(category, None)).collect();
    let single =
        of_items.iter().filter(|((category, _), row)| row.is_failing() && !whole.iter().any(|failing| failing.category == *category));
    let single: Vec<Failing> = single.map(|((category, sku), row)| row.failing(category, Some(sku))).collect();
    whole.into_iter().chain(single).collect()
}

/// Wrong answers since the last delivery.
#[derive(Default)]
struct Row<'a> {
    wrong: usize,
    customers: BTreeSet<i64>,
    items: BTreeSet<&'a str>,
}

impl<'a> Row<'a> {
    fn add(&mut self, end: &'a TargetEnd) {
        if end.delivered {
            *self = Self::default();
        } else {
            self.wrong += 1;
            self.customers.insert(end.customer);
            self.items.insert(&end.sku);
        }
    }

    fn is_failing(&self) -> bool {
        self.wrong >= MIN_WRONG && self.customers.len() >= MIN_CUSTOMERS
    }

    fn failing(&self, category: &str, sku: Option<&str>) -> Failing {
        Failing { category: category.to_owned(), sku: sku.map(str::to_owned), wrong: self.wrong, customers: self.customers.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples;

    /// `ml a 1 -`: an order of the item `a` of the customer 1 was called wrong; `+` is delivered.
    fn ends(text: &str) -> Vec<TargetEnd> {
        let end = |line: &str| {
            let parts: Vec<&str> = line.split_whitespace().collect();
            let (category, sku) = (parts[0].to_owned(), parts[1].to_owned());
            TargetEnd { created_at: Millis(0), category, sku, customer: parts[2].parse().unwrap(), delivered: parts[3] == "+" }
        };
        text.split(',').filter(|line| !line.trim().is_empty()).map(end).collect()
    }

    #[test]
    fn what_keeps_failing_is_closed_and_no_more() {
        for (why, text, expected) in [
            ("nothing ended", "", ""),
            ("four are too few", "ml a 1 -, ml a 2 -, ml a 3 -, ml a 4 -", ""),
            ("an item", "ml a 1 -, ml a 2 -, ml a 3 -, ml a 4 -, ml a 5 -", "ml a 5/5"),
            ("one customer mistypes", "ml a 1 -, ml a 1 -, ml a 1 -, ml a 1 -, ml a 1 -, ml a 1 -, ml a 1 -", ""),
            ("two customers mistype", "ml a 1 -, ml a 2 -, ml a 1 -, ml a 2 -, ml a 1 -, ml a 2 -", ""),
            ("several items are the category", "ml a 1 -, ml b 2 -, ml a 3 -, ml b 1 -, ml a 2 -", "ml * 5/3"),
            ("a delivery begins the count again", "ml a 1 -, ml a 2 -, ml a 3 -, ml a 4 -, ml a 9 +, ml a 5 -, ml a 6 -", ""),
            ("after it they count again", "ml a 9 +, ml a 1 -, ml a 2 -, ml a 3 -, ml a 4 -, ml a 5 -", "ml a 5/5"),
            ("others of the category are delivered", "ml a 1 -, ml b 9 +, ml a 2 -, ml a 3 -, ml b 9 +, ml a 4 -, ml a 5 -", "ml a 5/5"),
            ("wrong ones here and there", "ml a 1 -, ml b 2 -, ml c 3 -, ml a 9 +, ml b 4 -, ml c 5 -, ml c 6 -", ""),
            ("each category for itself", "ml a 1 -, ff b 2 -, ml a 3 -, ff b 4 -, ml a 5 -, ff b 6 -", ""),
            (
                "two categories",
                "ml a 1 -, ml b 2 -, ml a 3 -, ml a 4 -, ml a 5 -, ff c 1 -, ff c 2 -, ff c 3 -, ff c 4 -, ff c 5 -",
                "ml * 5/5, ff c 5/5",
            ),
        ] {
            let ends = ends(text);
            let shown = |Failing { category, sku, wrong, customers }: Failing| {
                format!("{category} {} {wrong}/{customers}", sku.as_deref().unwrap_or("*"))
            };
            let found: Vec<String> = failing(&ends).into_iter().map(shown).collect();
            assert_eq!(found.join(", "), expected, "{why}");
        }
    }

    #[test]
    fn only_the_target_counts() {
        let ended = |state, reason| TargetEnd::of(&Order { reason, ..samples::order(state, Millis(7)) }).map(|end| end.delivered);
        let said = |words: &str| Some(EndReason::Provider(Some(words.to_owned())));
        for (state, reason, expected) in [
            (OrderState::Success, None, Some(true)),
            (OrderState::Failed, said("User ID tidak ditemukan"), Some(false)),
            (OrderState::Failed, Some(EndReason::Refused(Refusal::TargetRejected)), Some(false)),
            (OrderState::Failed, said("stok habis"), None),
            (OrderState::Failed, said("saldo tidak cukup"), None),
            (OrderState::Failed, Some(EndReason::Provider(None)), None),
            (OrderState::Failed, Some(EndReason::NotPlaced), None),
            (OrderState::Cancelled, Some(EndReason::Expired), None),
        ] {
            assert_eq!(ended(state, reason.clone()), expected, "{reason:?}");
        }
    }
}
