//! What the deposit tells about an uncertain order: pure arithmetic on everything that was seen of it.
//!
//! The deposit at the provider falls by an order's cost when the provider takes it, and rises again when the order fails and is refunded.
//! So between a look at the deposit before the order was sent ([`Observation`]) and one after, the difference has to be explained by the
//! other orders in between, with ours or without. Each of the two stories is tried against every pair of looks near by:
//!
//! - exactly one of them adds up: that is the [`Verdict`];
//! - both add up (another order of the same cost may have been taken, or refunded): nobody can tell;
//! - neither does (a top-up, somebody else using the account): nobody can tell;
//! - two pairs say opposite things: nobody can tell.
//!
//! What this rests on. The API's text shows `balance_before` and `balance_after` in the answer to an order, one cost apart, while the
//! order is still pending; it does not promise that the deposit is always charged at once. So "not placed" needs a look from after the time
//! when no answer could come any more ([`settled_at`]), and a single receipt near by that does not show its own cost leave the deposit
//! takes the proof away from all. A placed order that failed and was refunded in between looks as if it had never been placed: for customer and shop
//! it is the same, nothing was delivered and nothing paid. What the arithmetic cannot see is a foreign movement of exactly one cost between the
//! two looks (a top-up of that amount, a purchase on the provider's site): an account that resolves by evidence belongs to the bot alone. And
//! it goes by the bot's own clock: what lies closer together than [`TREMBLING_MS`] has no order, and what was seen before the clock was set back
//! is not brought into one with what was seen after (the storage leaves it out until the clock has caught up).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::order::{Order, OrderId, Reason, State};
use crate::domain::time::Millis;

#[cfg(test)]
mod tests;

/// How long after the deadline of a sending it may still be taken: a request may wait at somebody who stands before the provider.
pub const SETTLE_MARGIN_MS: i64 = 60_000;
/// The same from the sending on, where the deadline is not known: more than the longest call (300 s), its margin and the one above.
const SETTLE_WITHOUT_DEADLINE_MS: i64 = 10 * 60_000;
/// By how much a clock may be set back unnoticed.
const TREMBLING_MS: i64 = 5_000;
/// How long after an order's failure its refund may come.
pub const REFUND_WITHIN_MS: i64 = 24 * 3_600_000;
/// A look at the deposit that is older than this before the sending proves little: too much may have happened.
pub const REACH_MS: i64 = 3_600_000;
/// Looks taken before the sending: more add little.
pub const LOOKS_BEFORE: usize = 5;
/// Looks taken after the sending, and after it was settled.
pub const LOOKS_AFTER: usize = 8;
/// Different sums that other orders may explain; beyond that nothing is exact any more.
const MAX_SUMS: usize = 10_000;

/// One look at our deposit: `/profile`, or the receipt of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Between these two moments the provider looked.
    pub asked_at: Millis,
    pub answered_at: Millis,
    /// The deposit before that order was charged, and after; the same for `/profile`.
    pub before: Rupiah,
    pub after: Rupiah,
    /// Whose receipt it is; `None` for `/profile`.
    pub order: Option<OrderId>,
}

/// What the deposit says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The provider took the order.
    Placed,
    /// It did not; or it did and has refunded it.
    NotPlaced,
    /// The deposit proves neither.
    CantTell(Doubt),
}

/// Why nobody can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The deposit was not seen before the order was sent.
    NoLookBefore,
    /// It was not seen after.
    NoLookAfter,
    /// Nothing is gone so far, but the order may still be taken.
    TooEarly,
    /// The cost of an order concerned is not known.
    UnknownCost,
    /// A receipt near by does not show its own cost leave the deposit.
    OddReceipt,
    /// Other orders explain the difference as well.
    OtherOrders,
    /// No sum of orders explains the difference: a top-up, or somebody else.
    Unexplained,
    /// The looks contradict each other: the money went and came back, say.
    Contradiction,
}

/// The deposit at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub amount: Rupiah,
    pub at: Millis,
}

/// A verdict with the numbers behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub verdict: Verdict,
    /// The deposit before the order was sent.
    pub before: Option<Reading>,
    /// The deposit after.
    pub after: Option<Reading>,
    /// What other orders surely took in between.
    pub others: Rupiah,
    /// How many other orders may have moved the deposit in between, or not.
    pub open: i64,
}

impl Finding {
    /// What is missing from the deposit and not explained by orders that are certain.
    pub fn difference(&self) -> Option<Rupiah> {
        Some(self.before?.amount - self.after?.amount - self.others)
    }
}

/// From when on an order that was sent is surely not taken any more.
pub fn settled_at(order: &Order) -> Millis {
    let sent_at = order.sent_at.unwrap_or(order.created_at);
    order.send_deadline.map_or(sent_at.plus_ms(SETTLE_WITHOUT_DEADLINE_MS), |deadline| deadline.plus_ms(SETTLE_MARGIN_MS))
}

/// Whether "it was not placed" can be true of an uncertain order by now: until then its request may still be taken somewhere. Of one that was sent
/// far in the future, by a clock that was set back since, nobody knows; a person may decide.
pub fn is_settled(order: &Order, now: Millis) -> bool {
    let sent_at = order.sent_at.unwrap_or(order.created_at);
    now >= settled_at(order) || sent_at.since_ms(now) > SETTLE_WITHOUT_DEADLINE_MS
}

/// Weighs what is known about `order`, which is uncertain. `others` must be all orders that may have moved the deposit since the first of
/// `looks` (with those that failed up to [`REFUND_WITHIN_MS`] before), `looks` all that was seen of it: what is left out here is a lie there.
pub fn weigh(order: &Order, others: &[Order], looks: &[Observation]) -> Finding {
    let (sent_at, settled) = (order.sent_at.unwrap_or(order.created_at), settled_at(order));
    let befores = befores(looks, sent_at);
    let afters = afters(looks, sent_at, settled);
    let others: Vec<&Order> = others.iter().filter(|other| other.id != order.id).collect();
    let pairs: Vec<(&Observation, &Observation, Between)> = befores
        .iter()
        .flat_map(|before| afters.iter().map(|after| (*before, *after)))
        .map(|(before, after)| (before, after, Between::of(before, after, &others, looks)))
        .collect();
    let verdicts: Vec<Verdict> = pairs.iter().map(|(before, after, between)| between.verdict(before, after, order.cost, settled)).collect();
    let says = |verdict| verdicts.iter().position(|found| *found == verdict);
    // Without a clear word the numbers are those of the nearest look before and the first that is late enough, or else the last.
    let late = afters.iter().position(|after| after.asked_at >= settled).unwrap_or(afters.len().saturating_sub(1));
    let (verdict, shown) = match (says(Verdict::Placed), says(Verdict::NotPlaced)) {
        (Some(_), Some(back)) => (Verdict::CantTell(Doubt::Contradiction), back),
        (Some(at), None) => (Verdict::Placed, at),
        (None, Some(at)) => (Verdict::NotPlaced, at),
        (None, None) => (verdicts.get(late).copied().unwrap_or(Verdict::CantTell(missing(&befores))), late),
    };
    let verdict = if odd_receipt(&others, looks) { Verdict::CantTell(Doubt::OddReceipt) } else { verdict };
    let pair = pairs.get(shown);
    Finding {
        verdict,
        before: befores.first().map(|before| read(pair.map_or(*before, |(before, ..)| before), Edge::Before)),
        after: pair.map(|(_, after, _)| *after).or(afters.get(late).copied()).map(|after| read(after, Edge::After)),
        others: pair.map_or(Rupiah::ZERO, |(.., between)| between.sure),
        open: pair.map_or(0, |(.., between)| between.open),
    }
}

fn missing(befores: &[&Observation]) -> Doubt {
    if befores.is_empty() { Doubt::NoLookBefore } else { Doubt::NoLookAfter }
}

/// The looks that were over when the order was sent, the nearest first.
fn befores(looks: &[Observation], sent_at: Millis) -> Vec<&Observation> {
    let near = |look: &&Observation| surely(look.answered_at) <= sent_at && sent_at.since_ms(look.asked_at) <= REACH_MS;
    let mut found: Vec<&Observation> = looks.iter().filter(near).collect();
    found.sort_by_key(|look| std::cmp::Reverse(look.answered_at));
    found.truncate(LOOKS_BEFORE);
    found
}

/// The first looks that began after the order was sent, and the first that began when it was settled; the earliest first.
fn afters(looks: &[Observation], sent_at: Millis, settled: Millis) -> Vec<&Observation> {
    let mut found: Vec<&Observation> = looks.iter().filter(|look| look.asked_at >= sent_at).collect();
    found.sort_by_key(|look| look.asked_at);
    let late = found.partition_point(|look| look.asked_at < settled);
    let mut kept = found[..late].to_vec();
    kept.truncate(LOOKS_AFTER);
    kept.extend(found[late..].iter().take(LOOKS_AFTER));
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

fn read(look: &Observation, edge: Edge) -> Reading {
    match edge {
        Edge::Before => Reading { amount: look.after, at: look.answered_at },
        Edge::After => Reading { amount: look.before, at: look.asked_at },
    }
}

/// Whether one of the receipts does not show its own cost leave the deposit.
fn odd_receipt(others: &[&Order], looks: &[Observation]) -> bool {
    let cost = |id: &OrderId| others.iter().find(|other| other.id == *id).map(|other| other.cost);
    looks.iter().any(|look| look.order.as_ref().and_then(cost).is_some_and(|cost| look.before - look.after != cost))
}

/// What other orders did to the deposit between two looks.
struct Between {
    /// Every sum by which it may have changed; `None` when they are too many, or a cost is not known.
    sums: Result<BTreeSet<i64>, Doubt>,
    /// What orders surely took.
    sure: Rupiah,
    /// How many orders may have changed it, or not.
    open: i64,
}

impl Between {
    fn of(before: &Observation, after: &Observation, others: &[&Order], looks: &[Observation]) -> Self {
        let mut between = Self { sums: Ok(BTreeSet::from([0])), sure: Rupiah::ZERO, open: 0 };
        for other in others {
            let moves = moves(other, before, after, looks);
            match moves.as_slice() {
                [] => continue,
                [sure] => between.sure = between.sure - Rupiah(*sure),
                _ => between.open += 1,
            }
            between.sums = between.sums.and_then(|sums| {
                if other.cost <= Rupiah::ZERO {
                    return Err(Doubt::UnknownCost);
                }
                let sums: BTreeSet<i64> = sums.iter().flat_map(|sum| moves.iter().map(move |moved| sum.saturating_add(*moved))).collect();
                if sums.len() > MAX_SUMS { Err(Doubt::OtherOrders) } else { Ok(sums) }
            });
        }
        between
    }

    fn verdict(&self, before: &Observation, after: &Observation, cost: Rupiah, settled: Millis) -> Verdict {
        let sums = match &self.sums {
            _ if cost <= Rupiah::ZERO => return Verdict::CantTell(Doubt::UnknownCost),
            Err(doubt) => return Verdict::CantTell(*doubt),
            Ok(sums) => sums,
        };
        let change = after.before - before.after;
        match (sums.contains(&(change + cost).0), sums.contains(&change.0)) {
            (true, false) => Verdict::Placed,
            (false, true) if after.asked_at >= settled => Verdict::NotPlaced,
            (false, true) => Verdict::CantTell(Doubt::TooEarly),
            (true, true) => Verdict::CantTell(Doubt::OtherOrders),
            (false, false) => Verdict::CantTell(Doubt::Unexplained),
        }
    }
}

/// When an order was charged, seen from between two looks.
enum Charged {
    Before,
    Inside,
    After,
    /// Before, inside or after.
    Unclear,
}

/// By which amounts an order may have changed the deposit between two looks. Empty when it surely did not.
fn moves(other: &Order, before: &Observation, after: &Observation, looks: &[Observation]) -> Vec<i64> {
    let cost = other.cost.0;
    let (charged, placed) = match taken(other) {
        Taken::Never => return Vec::new(),
        Taken::Surely => (charged(other, before, after, looks), true),
        Taken::Perhaps => (charged(other, before, after, looks), false),
    };
    let refundable = match other.state {
        // One that is said to have failed after all may be paid back.
        State::Success => other.told.flipped,
        State::Failed => other.ended_at.is_none_or(|ended| before.asked_at.since_ms(ended) < REFUND_WITHIN_MS),
        _ => true,
    };
    match (charged, placed, refundable) {
        (Charged::After, ..) | (Charged::Before, _, false) => Vec::new(),
        (Charged::Before, _, true) => vec![0, cost],
        (Charged::Inside, true, false) => vec![-cost],
        (Charged::Inside, ..) | (Charged::Unclear, _, false) => vec![0, -cost],
        (Charged::Unclear, _, true) => vec![0, -cost, cost],
    }
}

/// Whether the provider took an order.
enum Taken {
    Surely,
    Perhaps,
    Never,
}

fn taken(other: &Order) -> Taken {
    match (other.state, &other.reason) {
        (State::Queued | State::Cancelled, _) => Taken::Never,
        (State::Failed, Some(Reason::Refused(_) | Reason::Unreachable | Reason::Busy)) => Taken::Never,
        _ if other.invoice.is_some() => Taken::Surely,
        // Under way, uncertain, or ended by somebody's word that it was not placed: words can be wrong.
        _ => Taken::Perhaps,
    }
}

fn charged(other: &Order, before: &Observation, after: &Observation, looks: &[Observation]) -> Charged {
    let is_receipt_of = |look: &Observation| look.order.as_ref() == Some(&other.id);
    if is_receipt_of(before) {
        return Charged::Before;
    }
    if is_receipt_of(after) {
        return Charged::After;
    }
    let sent_at = other.sent_at.unwrap_or(other.created_at);
    let charged_by = looks.iter().find(|look| is_receipt_of(look)).map_or(settled_at(other), |receipt| receipt.answered_at);
    if surely(charged_by) <= before.asked_at {
        Charged::Before
    } else if sent_at >= surely(after.answered_at) {
        Charged::After
    } else if sent_at >= surely(before.answered_at) && surely(charged_by) <= after.asked_at {
        Charged::Inside
    } else {
        Charged::Unclear
    }
}
