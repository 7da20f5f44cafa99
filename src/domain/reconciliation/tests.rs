//! Reconciliation as tables of cases: snapshots, other orders, and the verdict.

use std::collections::BTreeSet;

use proptest::prelude::{Strategy, prop_assert_eq, proptest};
use proptest::test_runner::Config;

use super::*;
use crate::domain::order::{Refusal, Told};
use crate::domain::samples;
use Doubt::*;
use Verdict::{CantTell, NotPlaced, Placed};

/// Seconds after the sending of the uncertain order, which is decidable 150 s after that.
fn at(seconds: i64) -> Millis {
    Millis(1_000_000_000 + seconds * 1_000)
}

const COST: i64 = 18_000;
const START: i64 = 500_000;

/// An order that was sent at `sent` and is uncertain.
fn uncertain(id: &str, sent: i64, cost: i64) -> Order {
    Order {
        id: OrderId(id.into()),
        price: Rupiah(cost),
        cost: Rupiah(cost),
        attempts: 1,
        sent_at: Some(at(sent)),
        send_deadline: Some(at(sent + 90)),
        ..samples::order(OrderState::Uncertain, at(sent - 2))
    }
}

fn pending(id: &str, sent: i64, cost: i64) -> Order {
    Order { state: OrderState::Pending, invoice: Some(format!("INV-{id}")), send_deadline: None, ..uncertain(id, sent, cost) }
}

fn delivered(id: &str, sent: i64, cost: i64) -> Order {
    Order { state: OrderState::Success, ended_at: Some(at(sent + 20)), ..pending(id, sent, cost) }
}

fn failed(id: &str, sent: i64, cost: i64, ended: i64) -> Order {
    Order { state: OrderState::Failed, reason: Some(EndReason::Provider(None)), ended_at: Some(at(ended)), ..pending(id, sent, cost) }
}

fn refused(id: &str, sent: i64, cost: i64) -> Order {
    let reason = Some(EndReason::Refused(Refusal::BadRequest));
    Order { state: OrderState::Failed, reason, ended_at: Some(at(sent + 1)), ..uncertain(id, sent, cost) }
}

/// `/profile`, asked at `asked` and answered a second later.
fn profile(asked: i64, amount: i64) -> BalanceSnapshot {
    BalanceSnapshot { asked_at: at(asked), answered_at: at(asked + 1), before: Rupiah(amount), after: Rupiah(amount), order: None }
}

/// The receipt of an order that was sent at `sent` and answered two seconds later.
fn receipt(id: &str, sent: i64, before: i64, cost: i64) -> BalanceSnapshot {
    let (before, after, order) = (Rupiah(before), Rupiah(before - cost), Some(OrderId(id.into())));
    BalanceSnapshot { asked_at: at(sent), answered_at: at(sent + 2), before, after, order }
}

struct Case {
    name: &'static str,
    snapshots: Vec<BalanceSnapshot>,
    others: Vec<Order>,
    verdict: Verdict,
}

fn case(name: &'static str, snapshots: impl Into<Vec<BalanceSnapshot>>, others: impl Into<Vec<Order>>, verdict: Verdict) -> Case {
    Case { name, snapshots: snapshots.into(), others: others.into(), verdict }
}

fn check(cases: impl IntoIterator<Item = Case>) {
    for Case { name, snapshots, others, verdict } in cases {
        assert_eq!(reconcile(&uncertain("u", 0, COST), Some(&others), &snapshots).verdict, verdict, "{name}");
    }
}

#[test]
fn without_other_orders_the_difference_decides() {
    let before = || profile(-30, START);
    check([
        case("gone at once", [before(), profile(5, START - COST)], [], Placed),
        case("gone later", [before(), profile(5, START), profile(160, START - COST)], [], Placed),
        case("not gone so far", [before(), profile(5, START)], [], CantTell(TooEarly)),
        case("not gone just before it is decidable", [before(), profile(149, START)], [], CantTell(TooEarly)),
        case("not gone when it is decidable", [before(), profile(150, START)], [], NotPlaced),
        case("gone and come back", [before(), profile(5, START - COST), profile(160, START)], [], CantTell(Contradiction)),
        case("more is gone", [before(), profile(160, START - COST - 1)], [], CantTell(Unexplained)),
        case("less is gone", [before(), profile(160, START - COST + 1)], [], CantTell(Unexplained)),
        case("a top-up in between", [before(), profile(160, START + 100_000)], [], CantTell(Unexplained)),
        case("a top-up, and it was charged", [before(), profile(160, START + 100_000 - COST)], [], CantTell(Unexplained)),
        case("a top-up after the first late snapshot", [before(), profile(160, START), profile(200, START + 100_000)], [], NotPlaced),
        case("a top-up before the last snapshot before", [profile(-60, START - 50_000), before(), profile(160, START)], [], NotPlaced),
    ]);
}

#[test]
fn missing_snapshots_prove_nothing() {
    check([
        case("nothing", [], [], CantTell(NoSnapshotBefore)),
        case("nothing before", [profile(160, START)], [], CantTell(NoSnapshotBefore)),
        case("nothing after", [profile(-30, START)], [], CantTell(NoSnapshotAfter)),
        case("before, but long ago", [profile(-3_700, START), profile(160, START)], [], CantTell(NoSnapshotBefore)),
        case(
            "asked before, answered after it was sent",
            [profile(0, START).shifted(-500), profile(160, START)],
            [],
            CantTell(NoSnapshotBefore),
        ),
        case(
            "answered so shortly before that the clock may be wrong",
            [profile(-5, START), profile(160, START)],
            [],
            CantTell(NoSnapshotBefore),
        ),
        case("asked before it was sent", [profile(-30, START), profile(-1, START).shifted(500)], [], CantTell(NoSnapshotAfter)),
    ]);
    let free = reconcile(&uncertain("u", 0, 0), Some(&[]), &[profile(-30, START), profile(160, START)]);
    assert_eq!(free.verdict, CantTell(UnknownCost));
    let other = reconcile(&uncertain("u", 0, COST), Some(&[uncertain("b", 10, 0)]), &[profile(-30, START), profile(160, START)]);
    assert_eq!(other.verdict, CantTell(UnknownCost), "of another order");
}

impl BalanceSnapshot {
    /// The same, `ms` later.
    fn shifted(self, ms: i64) -> Self {
        Self { asked_at: self.asked_at.plus_ms(ms), answered_at: self.answered_at.plus_ms(ms), ..self }
    }
}

#[test]
fn a_receipt_shows_the_balance_before_and_after() {
    let chain = |gap: i64| [receipt("a", -20, START + 9_000, 9_000), receipt("b", 170, START - gap, 7_000)];
    let around = || [delivered("a", -20, 9_000), delivered("b", 170, 7_000)];
    check([
        case("the chain has no gap", chain(0), around(), NotPlaced),
        case("a gap of exactly the cost", chain(COST), around(), Placed),
        case("a gap of another size", chain(5_000), around(), CantTell(Unexplained)),
        case(
            "one that was charged in between",
            [chain(9_000)[0].clone(), receipt("c", 30, START, 9_000), chain(9_000)[1].clone()],
            [around()[0].clone(), around()[1].clone(), delivered("c", 30, 9_000)],
            NotPlaced,
        ),
        case(
            "one in between, and ours before it",
            [chain(0)[0].clone(), receipt("c", 30, START - COST, 9_000), profile(160, START - COST - 9_000)],
            [around()[0].clone(), delivered("c", 30, 9_000)],
            Placed,
        ),
    ]);
    let odd = BalanceSnapshot { after: Rupiah(START), ..receipt("a", -20, START, COST) };
    check([case("a receipt that charges later", [odd, profile(160, START)], [delivered("a", -20, COST)], CantTell(OddReceipt))]);
}

#[test]
fn another_order_of_the_same_cost_may_explain_the_difference() {
    let snapshots = |gone: i64| [profile(-30, START), profile(400, START - gone)];
    let twin = || uncertain("b", 10, COST);
    check([
        case("two uncertain, one is gone", snapshots(COST), [twin()], CantTell(OtherOrders)),
        case("two uncertain, both are gone", snapshots(2 * COST), [twin()], Placed),
        case("two uncertain, none is gone", snapshots(0), [twin()], NotPlaced),
        case("the other costs something else, ours is gone", snapshots(COST), [uncertain("b", 10, 7_000)], Placed),
        case("the other costs something else and is gone", snapshots(7_000), [uncertain("b", 10, 7_000)], NotPlaced),
        case("two others make up ours", snapshots(COST), [uncertain("b", 10, 10_000), uncertain("c", 20, 8_000)], CantTell(OtherOrders)),
        case(
            "the other was resolved as not placed",
            snapshots(COST),
            [Order { state: OrderState::Failed, reason: Some(EndReason::NotPlaced), ended_at: Some(at(300)), ..twin() }],
            CantTell(OtherOrders),
        ),
        case(
            "an admin found the other placed",
            snapshots(COST),
            [Order { state: OrderState::Success, invoice: Some("I".into()), ended_at: Some(at(300)), ..twin() }],
            NotPlaced,
        ),
        case(
            "the other is being sent",
            [profile(-30, START), profile(200, START - COST)],
            [Order { state: OrderState::Sending, ..uncertain("b", 195, COST) }],
            CantTell(OtherOrders),
        ),
        case("the other was refused", snapshots(COST), [refused("b", 10, COST)], Placed),
        case("the other was sent after the snapshot", snapshots(COST), [uncertain("b", 500, COST)], Placed),
        case(
            "the other ended long before",
            snapshots(COST),
            [Order {
                state: OrderState::Failed,
                reason: Some(EndReason::NotPlaced),
                ended_at: Some(at(-90_000)),
                ..uncertain("b", -90_500, COST)
            }],
            Placed,
        ),
        case(
            "the other is gone for certain",
            [profile(-30, START), receipt("b", 10, START, COST), profile(160, START - COST)],
            [delivered("b", 10, COST)],
            NotPlaced,
        ),
        case("the other overlaps the snapshot, and has no receipt", snapshots(COST), [delivered("b", -31, COST)], CantTell(OtherOrders)),
        case(
            "the other overlaps the snapshot, but its receipt is one too",
            [profile(-30, START), receipt("b", -31, START, COST), profile(160, START - COST)],
            [delivered("b", -31, COST)],
            NotPlaced,
        ),
    ]);
}

#[test]
fn a_refund_may_hide_a_charge() {
    let snapshots = |gone: i64| [profile(-30, START), receipt("a", -60, START + COST, COST), profile(160, START - gone)];
    check([
        case("an order before is still pending", snapshots(0), [pending("a", -60, COST)], CantTell(OtherOrders)),
        case("it is pending, and ours is gone", snapshots(COST), [pending("a", -60, COST)], Placed),
        case("it was delivered", snapshots(0), [delivered("a", -60, COST)], NotPlaced),
        case(
            "it was delivered, and then said to have failed",
            snapshots(0),
            [Order { told: Told { flipped: true, ..Told::default() }, ..delivered("a", -60, COST) }],
            CantTell(OtherOrders),
        ),
        case("it failed in between", snapshots(0), [failed("a", -60, COST, 50)], CantTell(OtherOrders)),
        case("it failed, was refunded, and ours is not gone", snapshots(-COST), [failed("a", -60, COST, 50)], NotPlaced),
        case("its refund may still come", snapshots(0), [failed("a", -60, COST, -40)], CantTell(OtherOrders)),
        case("another cost comes back", snapshots(-7_000), [failed("b", -2_000, 7_000, 50), delivered("a", -60, COST)], NotPlaced),
        case("it failed two days ago", snapshots(0), [failed("b", -180_000, COST, -173_000), delivered("a", -60, COST)], NotPlaced),
        case(
            "charged and refunded in between",
            [profile(-30, START), receipt("b", 20, START, COST), profile(160, START)],
            [failed("b", 20, COST, 50)],
            NotPlaced,
        ),
    ]);
}

#[test]
fn the_numbers_behind_a_verdict_add_up() {
    let snapshots = [profile(-30, START), receipt("b", 20, START - COST, 7_000), profile(160, START - COST - 7_000)];
    let found = reconcile(&uncertain("u", 0, COST), Some(&[delivered("b", 20, 7_000), uncertain("c", 100, 3_000)]), &snapshots);
    assert_eq!(found.verdict, Placed);
    assert_eq!(found.before, Some(BalanceReading { amount: Rupiah(START), at: at(-29) }));
    assert_eq!(found.difference(), Some(Rupiah(COST)));
    let late = reconcile(
        &uncertain("u", 0, COST),
        Some(&[delivered("b", 20, 7_000)]),
        &[snapshots[0].clone(), snapshots[1].clone(), profile(160, START - 9)],
    );
    assert_eq!(late.verdict, Placed, "the receipt already shows it gone, whatever came after");
    let unknown = reconcile(&uncertain("u", 0, COST), Some(&[]), &[profile(160, START)]);
    assert_eq!((unknown.before, unknown.difference()), (None, None));
    assert_eq!(unknown.after.map(|reading| reading.amount), Some(Rupiah(START)));
}

#[test]
fn only_distant_snapshots_are_left_out() {
    let mut snapshots: Vec<BalanceSnapshot> = (1..=60).map(|minute| profile(-60 * minute, START)).collect();
    snapshots.extend((1..=60).map(|step| profile(2 * step, START)));
    snapshots.extend((0..60).map(|step| profile(150 + 10 * step, START)));
    assert_eq!(reconcile(&uncertain("u", 0, COST), Some(&[]), &snapshots).verdict, NotPlaced);
    let many: Vec<Order> = (0..40).map(|n| uncertain(&format!("o{n}"), 5, 1 << n)).collect();
    assert_eq!(reconcile(&uncertain("u", 0, COST), Some(&many), &snapshots).verdict, CantTell(OtherOrders), "too many sums to be exact");
}

#[test]
fn sums_equal_those_of_brute_force() {
    let costs = proptest::collection::btree_map(1..40_i64, (-3..3_i64, 0..4_i64).prop_map(|(least, more)| (least, least + more)), 0..5);
    proptest!(Config { failure_persistence: None, ..Config::default() }, |(costs in costs)| {
        let mut tried = BTreeSet::from([0]);
        for (cost, (least, most)) in &costs {
            tried = tried.iter().flat_map(|sum| (*least..=*most).map(move |times| sum + cost * times)).collect();
        }
        let mut sums = sums(&costs).unwrap();
        sums.sort_unstable();
        prop_assert_eq!(sums, Vec::from_iter(tried));
    });
}

#[test]
fn too_many_other_orders_prove_nothing() {
    let snapshots = [profile(-30, START), profile(160, START)];
    let crowd = reconcile(&uncertain("u", 0, COST), None, &snapshots);
    assert_eq!((crowd.verdict, crowd.open, crowd.difference()), (CantTell(OtherOrders), CROWD, None));
    let many: Vec<Order> = (0..MAX_OTHERS).map(|n| uncertain(&format!("o{n}"), 5, 7)).collect();
    assert_eq!(reconcile(&uncertain("u", 0, COST), Some(&many), &snapshots).verdict, NotPlaced);
}

#[test]
fn the_window_spans_the_snapshots() {
    let order = uncertain("u", 0, COST);
    let snapshots = [profile(170, START), profile(-30, START), profile(160, START)];
    assert_eq!(
        window(&order, &snapshots),
        Window { since: at(-30), until: at(171 + 10) },
        "of a clock that was set back by 10 s in two steps"
    );
    assert_eq!(window(&order, &[]), Window { since: at(0), until: at(10) });
}

#[test]
fn an_order_is_decidable_after_its_deadline_and_a_margin() {
    let order = uncertain("u", 0, COST);
    assert_eq!(decidable_at(&order), at(150));
    for (now, decidable) in [(149, false), (150, true), (-600, false), (-601, true)] {
        assert_eq!(is_decidable(&order, at(now)), decidable, "{now}: a clock that was set back far must not hold it for ever");
    }
    assert_eq!(decidable_at(&Order { send_deadline: None, ..order }), at(600), "of an older version, which forgot the deadline");
}
