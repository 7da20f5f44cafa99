//! Reconciliation: what the provider balance proves about an uncertain order, as pure arithmetic on balance snapshots.
//!
//! The provider balance falls by an order's cost when the provider accepts the order, and rises again when the order fails and is refunded.
//! So the difference between a [`BalanceSnapshot`] from before the order was sent and one from after must equal what the other orders changed
//! in between, either with this order or without it. Both cases are tried with every pair of snapshots near the order:
//!
//! - exactly one case adds up: it is the [`Verdict`];
//! - both add up (another order of the same cost may have been accepted or refunded): unknown;
//! - neither adds up (a top-up, or somebody else uses the account): unknown;
//! - two pairs contradict each other: unknown.
//!
//! Assumptions. The API's documentation shows `balance_before` and `balance_after` in the answer to an order, one cost apart, while the order
//! is still pending; it does not promise that orders are always charged at once. So "not placed" needs a snapshot from after the time when the
//! order can no longer be accepted ([`decidable_at`]), and a single receipt that does not show its own cost makes every result unknown. An
//! order that was placed, failed and was refunded in between looks like one that was never placed: for customer and shop this is the same,
//! because nothing was delivered and nothing paid. The arithmetic cannot see a foreign change of exactly one cost between the two snapshots (a
//! top-up of that amount, a purchase on the provider's site), so only the bot may use an account that resolves by evidence. Times are those of
//! the bot's clock: two times closer than [`TREMBLING_MS`] have no order, and snapshots from before and after a clock rollback are not
//! compared (the storage leaves the earlier ones out until the clock has caught up).

use std::collections::{BTreeMap, HashMap};

use crate::domain::money::Rupiah;
use crate::domain::order::{EndReason, Order, OrderId, OrderState};
use crate::domain::time::Millis;

mod closing;
mod evidence;
pub use closing::{DayDifference, DifferenceCause, close_day};
pub use evidence::{BalanceReading, CROWD, Doubt, Evidence, MAX_OTHERS, Verdict};

#[cfg(test)]
mod tests;

/// How long after its send deadline an order may still be accepted, because the request may wait in a proxy in front of the provider.
pub const DECISION_MARGIN_MS: i64 = 60_000;
/// The same, counted from the sending, if the deadline is unknown: more than the longest call (300 s), its margin and the one above.
const DECISION_WITHOUT_DEADLINE_MS: i64 = 10 * 60_000;
/// By how much the clock may be rolled back unnoticed.
const TREMBLING_MS: i64 = 5_000;
/// How long after an order's failure its refund may come.
pub const REFUND_WITHIN_MS: i64 = 24 * 3_600_000;
/// The oldest useful snapshot, counted back from the sending: before that, too much may have changed.
pub const REACH_MS: i64 = 3_600_000;
/// How many snapshots from before the sending are used: more would add little.
pub const SNAPSHOTS_BEFORE: usize = 5;
/// How many snapshots from after the sending are used, and as many from after the order became decidable.
pub const SNAPSHOTS_AFTER: usize = 8;
/// The most different sums of other orders; with more of them almost any difference can be explained.
const MAX_SUMS: usize = 2_000;

/// The provider balance at one moment: from `/profile`, or from the receipt of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceSnapshot {
    /// The provider read the balance between these two times.
    pub asked_at: Millis,
    pub answered_at: Millis,
    /// The balance before and after the order of the receipt was charged; two equal values for `/profile`.
    pub before: Rupiah,
    pub after: Rupiah,
    /// The order of the receipt; `None` for `/profile`.
    pub order: Option<OrderId>,
}

/// The time from which an order that was sent can no longer be accepted.
pub fn decidable_at(order: &Order) -> Millis {
    let sent_at = order.sent_at.unwrap_or(order.created_at);
    order.send_deadline.map_or(sent_at.plus_ms(DECISION_WITHOUT_DEADLINE_MS), |deadline| deadline.plus_ms(DECISION_MARGIN_MS))
}

/// Whether it can be decided now that an uncertain order was not placed; before that its request may still be accepted. If the clock was
/// rolled back, so that the order was sent far in the future, the answer is yes: a person may decide.
pub fn is_decidable(order: &Order, now: Millis) -> bool {
    let sent_at = order.sent_at.unwrap_or(order.created_at);
    now >= decidable_at(order) || sent_at.since_ms(now) > DECISION_WITHOUT_DEADLINE_MS
}

/// The window of other orders that may have changed the provider balance: those that had not ended before `since` and were created by
/// `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub since: Millis,
    pub until: Millis,
}

/// The window for the reconciliation of `order`. An order that was sent after the last snapshot did not change it, and an order is created
/// before it is sent; the margin allows for a small clock rollback in between.
pub fn window(order: &Order, snapshots: &[BalanceSnapshot]) -> Window {
    let sent_at = order.sent_at.unwrap_or(order.created_at);
    let since = snapshots.iter().map(|snapshot| snapshot.asked_at).min().unwrap_or(sent_at);
    let until = snapshots.iter().map(|snapshot| snapshot.answered_at).max().unwrap_or(sent_at);
    Window { since, until: surely(surely(until)) }
}

/// Reconciles the uncertain `order` with the provider balance. `others` must contain all orders that may have changed the balance in the
/// [`window`] of `snapshots` (also those that failed up to [`REFUND_WITHIN_MS`] before), or be `None` if there are more than [`MAX_OTHERS`].
/// `snapshots` must contain all snapshots. If something is missing in either, the result may be wrong.
pub fn reconcile(order: &Order, others: Option<&[Order]>, snapshots: &[BalanceSnapshot]) -> Evidence {
    let (sent_at, decidable) = (order.sent_at.unwrap_or(order.created_at), decidable_at(order));
    let befores = befores(snapshots, sent_at);
    let afters = afters(snapshots, sent_at, decidable);
    let (crowded, others) = (others.is_none(), others.unwrap_or_default());
    let odd = odd_receipt(others, snapshots);
    let receipts: HashMap<&OrderId, Millis> =
        snapshots.iter().rev().filter_map(|snapshot| Some((snapshot.order.as_ref()?, snapshot.answered_at))).collect();
    let others: Vec<Other> = others.iter().filter(|other| other.id != order.id).filter_map(|other| Other::of(other, &receipts)).collect();
    let pairs: Vec<(&BalanceSnapshot, &BalanceSnapshot, Between)> = befores
        .iter()
        .flat_map(|before| afters.iter().map(|after| (*before, *after)))
        .map(|(before, after)| (before, after, Between::of(before, after, &others, crowded)))
        .collect();
    let verdicts: Vec<Verdict> =
        pairs.iter().map(|(before, after, between)| between.verdict(before, after, order.cost, decidable)).collect();
    let says = |verdict| verdicts.iter().position(|found| *found == verdict);
    // Without a clear verdict, show the numbers of the nearest snapshot before and of the first one that is late enough, else the last.
    let late = afters.iter().position(|after| after.asked_at >= decidable).unwrap_or(afters.len().saturating_sub(1));
    let (verdict, shown) = match (says(Verdict::Placed), says(Verdict::NotPlaced)) {
        (Some(_), Some(back)) => (Verdict::CantTell(Doubt::Contradiction), back),
        (Some(at), None) => (Verdict::Placed, at),
        (None, Some(at)) => (Verdict::NotPlaced, at),
        (None, None) => (verdicts.get(late).copied().unwrap_or(Verdict::CantTell(missing(&befores))), late),
    };
    let verdict = if odd { Verdict::CantTell(Doubt::OddReceipt) } else { verdict };
    let pair = pairs.get(shown);
    Evidence {
        verdict,
        before: befores.first().map(|before| read(pair.map_or(*before, |(before, ..)| before), Edge::Before)),
        after: pair.map(|(_, after, _)| *after).or(afters.get(late).copied()).map(|after| read(after, Edge::After)),
        others: pair.map_or(Rupiah::ZERO, |(.., between)| between.sure),
        open: if crowded { CROWD } else { pair.map_or(0, |(.., between)| between.open) },
    }
}

fn missing(befores: &[&BalanceSnapshot]) -> Doubt {
    if befores.is_empty() { Doubt::NoSnapshotBefore } else { Doubt::NoSnapshotAfter }
}

/// The snapshots that were complete when the order was sent, the nearest first.
fn befores(snapshots: &[BalanceSnapshot], sent_at: Millis) -> Vec<&BalanceSnapshot> {
    let near = |snapshot: &&BalanceSnapshot| surely(snapshot.answered_at) <= sent_at && sent_at.since_ms(snapshot.asked_at) <= REACH_MS;
    let mut found: Vec<&BalanceSnapshot> = snapshots.iter().filter(near).collect();
    found.sort_by_key(|snapshot| std::cmp::Reverse(snapshot.answered_at));
    found.truncate(SNAPSHOTS_BEFORE);
    found
}

/// The first snapshots that began after the order was sent, and the first that began after it became decidable; the earliest first.
fn afters(snapshots: &[BalanceSnapshot], sent_at: Millis, decidable: Millis) -> Vec<&BalanceSnapshot> {
    let mut found: Vec<&BalanceSnapshot> = snapshots.iter().filter(|snapshot| snapshot.asked_at >= sent_at).collect();
    found.sort_by_key(|snapshot| snapshot.asked_at);
    let late = found.partition_point(|snapshot| snapshot.asked_at < decidable);
    let mut kept = found[..late].to_vec();
    kept.truncate(SNAPSHOTS_AFTER);
    kept.extend(found[late..].iter().take(SNAPSHOTS_AFTER));
    kept
}

/// The time from which `over_at` is surely in the past.
fn surely(over_at: Millis) -> Millis {
    over_at.plus_ms(TREMBLING_MS)
}

/// Which balance of a snapshot is used: a receipt has one before and one after its charge.
#[derive(Clone, Copy)]
enum Edge {
    Before,
    After,
}

fn read(snapshot: &BalanceSnapshot, edge: Edge) -> BalanceReading {
    match edge {
        Edge::Before => BalanceReading { amount: snapshot.after, at: snapshot.answered_at },
        Edge::After => BalanceReading { amount: snapshot.before, at: snapshot.asked_at },
    }
}

/// Whether one of the receipts does not show its own cost as charged.
fn odd_receipt(others: &[Order], snapshots: &[BalanceSnapshot]) -> bool {
    let costs: HashMap<&OrderId, Rupiah> = others.iter().map(|other| (&other.id, other.cost)).collect();
    let cost = |snapshot: &BalanceSnapshot| costs.get(snapshot.order.as_ref()?).copied();
    snapshots.iter().any(|snapshot| cost(snapshot).is_some_and(|cost| snapshot.before - snapshot.after != cost))
}

/// How other orders changed the provider balance between two snapshots.
struct Between {
    /// Every possible sum of their changes.
    sums: Result<Vec<i64>, Doubt>,
    /// What orders surely charged.
    sure: Rupiah,
    /// How many orders may or may not have changed it.
    open: i64,
}

impl Between {
    fn of(before: &BalanceSnapshot, after: &BalanceSnapshot, others: &[Other], crowded: bool) -> Self {
        let (mut sure, mut open) = (Rupiah::ZERO, 0);
        // For each cost: the least and the most times by which it may have changed the balance.
        let mut times: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for other in others {
            let (least, most) = other.times(before, after);
            match (least, most) {
                (0, 0) => continue,
                (-1, -1) => sure = sure + Rupiah(other.cost),
                _ => open += 1,
            }
            let so_far = times.entry(other.cost).or_default();
            *so_far = (so_far.0 + least, so_far.1 + most);
        }
        let sums = if crowded { Err(Doubt::OtherOrders) } else { sums(&times) };
        Self { sums, sure, open }
    }

    fn verdict(&self, before: &BalanceSnapshot, after: &BalanceSnapshot, cost: Rupiah, decidable: Millis) -> Verdict {
        let sums = match &self.sums {
            _ if cost <= Rupiah::ZERO => return Verdict::CantTell(Doubt::UnknownCost),
            Err(doubt) => return Verdict::CantTell(*doubt),
            Ok(sums) => sums,
        };
        let change = after.before - before.after;
        match (sums.contains(&(change + cost).0), sums.contains(&change.0)) {
            (true, false) => Verdict::Placed,
            (false, true) if after.asked_at >= decidable => Verdict::NotPlaced,
            (false, true) => Verdict::CantTell(Doubt::TooEarly),
            (true, true) => Verdict::CantTell(Doubt::OtherOrders),
            (false, false) => Verdict::CantTell(Doubt::Unexplained),
        }
    }
}

/// Every possible sum when each cost counts between its least and its most times.
fn sums(times: &BTreeMap<i64, (i64, i64)>) -> Result<Vec<i64>, Doubt> {
    if times.keys().any(|cost| *cost <= 0) {
        return Err(Doubt::UnknownCost);
    }
    let spread = |sums: Vec<i64>, (cost, times): (&i64, &(i64, i64))| spread(&sums, *cost, *times);
    times.iter().try_fold(vec![0], spread).ok_or(Doubt::OtherOrders)
}

/// Adds to each of the distinct `sums` every multiple of `cost` from `least` to `most`; the results are distinct too. `None` when there are
/// more than [`MAX_SUMS`].
fn spread(sums: &[i64], cost: i64, (least, most): (i64, i64)) -> Option<Vec<i64>> {
    // Sums that differ by a multiple of the cost give overlapping ranges; grouped by remainder and sorted, no value is added twice.
    let mut steps: Vec<(i64, i64)> = sums.iter().map(|sum| (sum.rem_euclid(cost), sum.div_euclid(cost))).collect();
    steps.sort_unstable();
    let (mut spread, mut reached) = (Vec::new(), None);
    for (rest, step) in steps {
        let from = reached.filter(|(of, _)| *of == rest).map_or(step + least, |(_, to): (i64, i64)| (step + least).max(to + 1));
        let to = step + most;
        if usize::try_from(to - from).map_or(true, |more| spread.len() + more >= MAX_SUMS) {
            return None;
        }
        spread.extend((from..=to).map(|times| rest.saturating_add(cost.saturating_mul(times))));
        reached = Some((rest, to));
    }
    Some(spread)
}

/// When an order was charged, relative to two snapshots.
enum Charged {
    Before,
    Inside,
    After,
    /// Before, inside or after.
    Unclear,
}

/// Another order that the provider accepted, or may have accepted.
struct Other<'a> {
    id: &'a OrderId,
    cost: i64,
    /// Whether the provider surely accepted it.
    placed: bool,
    sent_at: Millis,
    /// The time by which it was charged, if it was charged at all.
    charged_by: Millis,
    /// The time until which its cost may be refunded.
    refunded_by: Millis,
}

impl<'a> Other<'a> {
    /// `None` if the order surely did not change the balance. `receipts` are the times of the first receipt of each order.
    fn of(order: &'a Order, receipts: &HashMap<&OrderId, Millis>) -> Option<Self> {
        let placed = match (order.state, &order.reason) {
            (OrderState::Queued | OrderState::Cancelled, _) => return None,
            (OrderState::Failed, Some(EndReason::Refused(_) | EndReason::Unreachable | EndReason::Busy)) => return None,
            // Without an invoice it is being sent, uncertain, or was resolved as not placed, which may be wrong.
            _ => order.invoice.is_some(),
        };
        let refunded_by = match order.state {
            // A success that the provider later called failed may be refunded.
            OrderState::Success if !order.told.flipped => Millis(i64::MIN),
            OrderState::Failed => order.ended_at.map_or(Millis(i64::MAX), |ended| ended.plus_ms(REFUND_WITHIN_MS)),
            _ => Millis(i64::MAX),
        };
        let sent_at = order.sent_at.unwrap_or(order.created_at);
        let charged_by = receipts.get(&order.id).copied().unwrap_or_else(|| decidable_at(order));
        Some(Self { id: &order.id, cost: order.cost.0, placed, sent_at, charged_by, refunded_by })
    }

    /// The least and the most times by which its cost may have changed the balance between two snapshots: `-1` charged, `1` refunded.
    fn times(&self, before: &BalanceSnapshot, after: &BalanceSnapshot) -> (i64, i64) {
        let refundable = before.asked_at < self.refunded_by;
        match (self.charged(before, after), self.placed, refundable) {
            (Charged::After, ..) | (Charged::Before, _, false) => (0, 0),
            (Charged::Before, _, true) => (0, 1),
            (Charged::Inside, true, false) => (-1, -1),
            (Charged::Inside, ..) | (Charged::Unclear, _, false) => (-1, 0),
            (Charged::Unclear, _, true) => (-1, 1),
        }
    }

    fn charged(&self, before: &BalanceSnapshot, after: &BalanceSnapshot) -> Charged {
        if before.order.as_ref() == Some(self.id) {
            Charged::Before
        } else if after.order.as_ref() == Some(self.id) {
            Charged::After
        } else if surely(self.charged_by) <= before.asked_at {
            Charged::Before
        } else if self.sent_at >= surely(after.answered_at) {
            Charged::After
        } else if self.sent_at >= surely(before.answered_at) && surely(self.charged_by) <= after.asked_at {
            Charged::Inside
        } else {
            Charged::Unclear
        }
    }
}
