//! What the provider balance tells about an uncertain order: pure arithmetic on everything that was seen of it.
//!
//! The provider balance at the provider falls by an order's cost when the provider takes it, and rises again when the order fails and is refunded.
//! So between a look at the provider balance before the order was sent ([`BalanceSnapshot`]) and one after, the difference has to be explained by the
//! other orders in between, with ours or without. Each of the two stories is tried against every pair of looks near by:
//!
//! - exactly one of them adds up: that is the [`Verdict`];
//! - both add up (another order of the same cost may have been taken, or refunded): nobody can tell;
//! - neither does (a top-up, somebody else using the account): nobody can tell;
//! - two pairs say opposite things: nobody can tell.
//!
//! What this rests on. The API's text shows `balance_before` and `balance_after` in the answer to an order, one cost apart, while the
//! order is still pending; it does not promise that the provider balance is always charged at once. So "not placed" needs a look from after the time
//! when no answer could come any more ([`decidable_at`]), and a single receipt near by that does not show its own cost leave the provider balance
//! takes the proof away from all. A placed order that failed and was refunded in between looks as if it had never been placed: for customer and shop
//! it is the same, nothing was delivered and nothing paid. What the arithmetic cannot see is a foreign movement of exactly one cost between the
//! two looks (a top-up of that amount, a purchase on the provider's site): an account that resolves by evidence belongs to the bot alone. And
//! it goes by the bot's own clock: what lies closer together than [`TREMBLING_MS`] has no order, and what was seen before the clock was rolled back
//! is not brought into one with what was seen after (the storage leaves it out until the clock has caught up).

use std::collections::{BTreeMap, HashMap};

use crate::domain::money::Rupiah;
use crate::domain::order::{EndReason, Order, OrderId, OrderState};
use crate::domain::time::Millis;

mod evidence;
pub use evidence::{BalanceReading, CROWD, Doubt, Evidence, MAX_OTHERS, Verdict};

#[cfg(test)]
mod tests;

/// How long after the deadline of a sending it may still be taken: a request may wait at somebody who stands before the provider.
pub const DECISION_MARGIN_MS: i64 = 60_000;
/// The same from the sending on, where the deadline is not known: more than the longest call (300 s), its margin and the one above.
const DECISION_WITHOUT_DEADLINE_MS: i64 = 10 * 60_000;
/// By how much a clock may be rolled back unnoticed.
const TREMBLING_MS: i64 = 5_000;
/// How long after an order's failure its refund may come.
pub const REFUND_WITHIN_MS: i64 = 24 * 3_600_000;
/// A look at the provider balance that is older than this before the sending proves little: too much may have happened.
pub const REACH_MS: i64 = 3_600_000;
/// Looks taken before the sending: more add little.
pub const SNAPSHOTS_BEFORE: usize = 5;
/// Looks taken after the sending, and after it was settled.
pub const SNAPSHOTS_AFTER: usize = 8;
/// Different sums that other orders may explain; beyond that nothing is exact any more.
const MAX_SUMS: usize = 2_000;

/// One look at our provider balance: `/profile`, or the receipt of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceSnapshot {
    /// Between these two moments the provider looked.
    pub asked_at: Millis,
    pub answered_at: Millis,
    /// The provider balance before that order was charged, and after; the same for `/profile`.
    pub before: Rupiah,
    pub after: Rupiah,
    /// Whose receipt it is; `None` for `/profile`.
    pub order: Option<OrderId>,
}

/// From when on an order that was sent is surely not taken any more.
pub fn decidable_at(order: &Order) -> Millis {
    let sent_at = order.sent_at.unwrap_or(order.created_at);
    order.send_deadline.map_or(sent_at.plus_ms(DECISION_WITHOUT_DEADLINE_MS), |deadline| deadline.plus_ms(DECISION_MARGIN_MS))
}

/// Whether "it was not placed" can be true of an uncertain order by now: until then its request may still be taken somewhere. Of one that was sent
/// far in the future, by a clock that was rolled back since, nobody knows; a person may decide.
pub fn is_decidable(order: &Order, now: Millis) -> bool {
    let sent_at = order.sent_at.unwrap_or(order.created_at);
    now >= decidable_at(order) || sent_at.since_ms(now) > DECISION_WITHOUT_DEADLINE_MS
}

/// Which other orders may have moved the provider balance around some looks: those that had not ended before `since`, created by `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub since: Millis,
    pub until: Millis,
}

/// The window of the orders to weigh `order` by. What was sent after the last look did not move what it saw; an order is created before it
/// is sent, by a clock that may have been rolled back a little since.
pub fn window(order: &Order, snapshots: &[BalanceSnapshot]) -> Window {
    let sent_at = order.sent_at.unwrap_or(order.created_at);
    let since = snapshots.iter().map(|snapshot| snapshot.asked_at).min().unwrap_or(sent_at);
    let until = snapshots.iter().map(|snapshot| snapshot.answered_at).max().unwrap_or(sent_at);
    Window { since, until: surely(surely(until)) }
}

/// Weighs what is known about `order`, which is uncertain. `others` must be all orders that may have moved the provider balance in the [`window`] of
/// `snapshots` (with those that failed up to [`REFUND_WITHIN_MS`] before), or none where they are more than [`MAX_OTHERS`]; `snapshots` all that was
/// seen of it: what is left out here is a lie there.
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
    // Without a clear word the numbers are those of the nearest look before and the first that is late enough, or else the last.
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

/// The looks that were over when the order was sent, the nearest first.
fn befores(snapshots: &[BalanceSnapshot], sent_at: Millis) -> Vec<&BalanceSnapshot> {
    let near = |snapshot: &&BalanceSnapshot| surely(snapshot.answered_at) <= sent_at && sent_at.since_ms(snapshot.asked_at) <= REACH_MS;
    let mut found: Vec<&BalanceSnapshot> = snapshots.iter().filter(near).collect();
    found.sort_by_key(|snapshot| std::cmp::Reverse(snapshot.answered_at));
    found.truncate(SNAPSHOTS_BEFORE);
    found
}

/// The first looks that began after the order was sent, and the first that began when it was settled; the earliest first.
fn afters(snapshots: &[BalanceSnapshot], sent_at: Millis, decidable: Millis) -> Vec<&BalanceSnapshot> {
    let mut found: Vec<&BalanceSnapshot> = snapshots.iter().filter(|snapshot| snapshot.asked_at >= sent_at).collect();
    found.sort_by_key(|snapshot| snapshot.asked_at);
    let late = found.partition_point(|snapshot| snapshot.asked_at < decidable);
    let mut kept = found[..late].to_vec();
    kept.truncate(SNAPSHOTS_AFTER);
    kept.extend(found[late..].iter().take(SNAPSHOTS_AFTER));
    kept
}

/// From when on something surely lies behind.
fn surely(over_at: Millis) -> Millis {
    over_at.plus_ms(TREMBLING_MS)
}

/// From which side a look is read: a receipt shows both.
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

/// Whether one of the receipts does not show its own cost leave the provider balance.
fn odd_receipt(others: &[Order], snapshots: &[BalanceSnapshot]) -> bool {
    let costs: HashMap<&OrderId, Rupiah> = others.iter().map(|other| (&other.id, other.cost)).collect();
    let cost = |snapshot: &BalanceSnapshot| costs.get(snapshot.order.as_ref()?).copied();
    snapshots.iter().any(|snapshot| cost(snapshot).is_some_and(|cost| snapshot.before - snapshot.after != cost))
}

/// What other orders did to the provider balance between two looks.
struct Between {
    /// Every sum by which it may have changed.
    sums: Result<Vec<i64>, Doubt>,
    /// What orders surely took.
    sure: Rupiah,
    /// How many orders may have changed it, or not.
    open: i64,
}

impl Between {
    fn of(before: &BalanceSnapshot, after: &BalanceSnapshot, others: &[Other], crowded: bool) -> Self {
        let (mut sure, mut open) = (Rupiah::ZERO, 0);
        // Of each cost, how often it may have come to the provider balance: at least and at most.
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

/// Every sum that costs make which come as often as each may.
fn sums(times: &BTreeMap<i64, (i64, i64)>) -> Result<Vec<i64>, Doubt> {
    if times.keys().any(|cost| *cost <= 0) {
        return Err(Doubt::UnknownCost);
    }
    let spread = |sums: Vec<i64>, (cost, times): (&i64, &(i64, i64))| spread(&sums, *cost, *times);
    times.iter().try_fold(vec![0], spread).ok_or(Doubt::OtherOrders)
}

/// Each of `sums`, all different, with `cost` so many times, from the least to the most; all different, too. `None` when they are too many.
fn spread(sums: &[i64], cost: i64, (least, most): (i64, i64)) -> Option<Vec<i64>> {
    // Sums a multiple of the cost apart run into each other.
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

/// When an order was charged, seen from between two looks.
enum Charged {
    Before,
    Inside,
    After,
    /// Before, inside or after.
    Unclear,
}

/// Another order that the provider took, or may have taken.
struct Other<'a> {
    id: &'a OrderId,
    cost: i64,
    /// Whether it surely took it.
    placed: bool,
    sent_at: Millis,
    /// When it was surely charged, if at all.
    charged_by: Millis,
    /// Until when its cost may come back.
    refunded_by: Millis,
}

impl<'a> Other<'a> {
    /// `None` of one that surely did not move the provider balance. `receipts` are the moments of the first receipt of each order.
    fn of(order: &'a Order, receipts: &HashMap<&OrderId, Millis>) -> Option<Self> {
        let placed = match (order.state, &order.reason) {
            (OrderState::Queued | OrderState::Cancelled, _) => return None,
            (OrderState::Failed, Some(EndReason::Refused(_) | EndReason::Unreachable | EndReason::Busy)) => return None,
            // Without: under way, uncertain, or ended by somebody's word that it was not placed: words can be wrong.
            _ => order.invoice.is_some(),
        };
        let refunded_by = match order.state {
            // One that is said to have failed after all may be paid back.
            OrderState::Success if !order.told.flipped => Millis(i64::MIN),
            OrderState::Failed => order.ended_at.map_or(Millis(i64::MAX), |ended| ended.plus_ms(REFUND_WITHIN_MS)),
            _ => Millis(i64::MAX),
        };
        let sent_at = order.sent_at.unwrap_or(order.created_at);
        let charged_by = receipts.get(&order.id).copied().unwrap_or_else(|| decidable_at(order));
        Some(Self { id: &order.id, cost: order.cost.0, placed, sent_at, charged_by, refunded_by })
    }

    /// How often its cost may have come to the provider balance between two looks, at least and at most: `-1` is charged, `1` paid back.
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
