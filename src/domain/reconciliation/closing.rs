//! The closing of a day: whether the provider balance fell by what the orders cost, and if not, what most likely happened.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::order::{Order, OrderId, OrderState};
use crate::domain::reconciliation::{BalanceReading, BalanceSnapshot, Between, Edge, Other, read};
use crate::domain::time::Millis;

/// How long a provider usually takes to refund a failed order. Until then it is no difference.
const REFUND_USUAL_MS: i64 = 2 * 3_600_000;

/// A day on which the provider balance did not fall by what the orders cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayDifference {
    /// The balance at the beginning and at the end.
    pub before: BalanceReading,
    pub after: BalanceReading,
    /// What the orders of the time between cost.
    pub cost: Rupiah,
    /// By how much the balance is higher at the end than it should be; negative when it is lower.
    pub difference: Rupiah,
    pub cause: DifferenceCause,
}

/// What most likely made the difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceCause {
    /// So many orders are uncertain, and one or more of them were charged.
    Uncertain { orders: i64 },
    /// So many orders failed, and one or more of them are not refunded.
    RefundMissing { orders: i64 },
    /// The account was filled.
    TopUp,
    /// Something was bought that is not in our books: on the provider's site, or by another program with the same key.
    Foreign,
}

/// Compares the balance of two snapshots with the orders. `orders` must contain all that may have changed it between them, and `snapshots` their
/// receipts. `None` when everything adds up, or may still do.
pub fn close_day(
    before: &BalanceSnapshot,
    after: &BalanceSnapshot,
    orders: &[Order],
    snapshots: &[BalanceSnapshot],
) -> Option<DayDifference> {
    let receipts: HashMap<&OrderId, Millis> =
        snapshots.iter().rev().filter_map(|snapshot| Some((snapshot.order.as_ref()?, snapshot.answered_at))).collect();
    let others: Vec<Other> = orders.iter().filter_map(|order| Other::of(order, &receipts)).collect();
    let between = Between::of(before, after, &others, false);
    let change = after.before - before.after;
    let difference = change + between.sure;
    if difference == Rupiah::ZERO {
        return None;
    }
    let count = |is: &dyn Fn(&Order) -> bool| i64::try_from(orders.iter().filter(|order| is(order)).count()).unwrap_or(i64::MAX);
    let uncertain = count(&|order| order.state == OrderState::Uncertain);
    let overdue = |order: &Order| order.ended_at.is_some_and(|at| after.asked_at.since_ms(at) >= REFUND_USUAL_MS);
    let unrefunded = count(&|order| order.state == OrderState::Failed && order.invoice.is_some() && overdue(order));
    let explained = between.sums.as_ref().is_ok_and(|sums| sums.contains(&change.0));
    let cause = match explained {
        true if uncertain > 0 => DifferenceCause::Uncertain { orders: uncertain },
        true if unrefunded > 0 && difference < Rupiah::ZERO => DifferenceCause::RefundMissing { orders: unrefunded },
        // An order around midnight, or a refund that is on its way.
        true => return None,
        false if difference > Rupiah::ZERO => DifferenceCause::TopUp,
        false => DifferenceCause::Foreign,
    };
    let (first, last) = (read(before, Edge::Before), read(after, Edge::After));
    Some(DayDifference { before: first, after: last, cost: between.sure, difference, cause })
}

#[cfg(test)]
mod tests;
