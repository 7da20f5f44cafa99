//! The table of a bill's states, and when it is looked at.

use super::*;
use crate::domain::payment::{SeenPayment, Unit, Unmatched, match_payment};
use crate::domain::payment_method::PaymentMethod;

const NOW: Millis = Millis(1_795_507_445_000);
const MINUTE: i64 = 60_000;

fn bill(state: BillState) -> Bill {
    let opened = !matches!(state, BillState::Opening | BillState::Failed);
    Bill {
        id: BillId("b".to_owned()),
        number: "7K3M9QXZ".to_owned(),
        user_id: 7,
        chat_id: 7,
        method: PaymentMethod::Pakasir,
        state,
        version: 4,
        wanted: Rupiah(20_000),
        amount: Rupiah(20_001),
        payable: 20_001,
        reference: opened.then(|| "7K3M9QXZ-1".to_owned()),
        asked: opened.then_some(Rupiah(19_554)),
        code: opened.then(|| "000201".to_owned()),
        openings: 1,
        opened_at: opened.then_some(NOW),
        looked_at: None,
        word: None,
        test: false,
        due_at: Some(NOW),
        expires_at: NOW.plus_ms(15 * MINUTE),
        ended_at: (!state.is_open()).then_some(NOW),
        created_at: NOW,
    }
}

fn slip() -> Slip {
    Slip { asked: Rupiah(19_554), amount: Rupiah(20_000), payable: 20_000, code: "000201".to_owned(), expires_at: None }
}

fn events() -> Vec<BillEvent> {
    let looked = |over| BillEvent::Looked { word: Some("pending".to_owned()), over };
    vec![
        BillEvent::Asking { method: PaymentMethod::Pakasir, reference: "7K3M9QXZ-2".to_owned() },
        BillEvent::Opened(slip()),
        BillEvent::NotOpened { word: "no answer".to_owned(), ask: None, again: true },
        BillEvent::Hint { test: false },
        looked(false),
        looked(true),
        BillEvent::Proof,
        BillEvent::Paid,
        BillEvent::Reviewed,
        BillEvent::Rejected,
        BillEvent::Cancelled,
    ]
}

#[test]
fn every_event_in_every_state() {
    use BillState::*;
    // In the order of `events`; None: not allowed.
    let table = [
        (Opening, [Some(Opening), Some(Waiting), Some(Opening), None, None, None, None, None, None, None, Some(Cancelled)]),
        (
            Waiting,
            [None, None, None, Some(Waiting), Some(Waiting), Some(Expired), Some(Review), Some(Paid), Some(Waiting), None, Some(Cancelled)],
        ),
        (Review, [None, None, None, None, None, None, None, Some(Paid), Some(Review), Some(Rejected), None]),
        (Paid, [None, None, None, None, None, None, None, Some(Paid), None, None, None]),
        (Expired, [None, None, None, Some(Expired), Some(Expired), Some(Expired), None, Some(Paid), Some(Expired), Some(Rejected), None]),
        (
            Cancelled,
            [None, None, None, Some(Cancelled), Some(Cancelled), Some(Cancelled), None, Some(Paid), Some(Cancelled), Some(Rejected), None],
        ),
        (Rejected, [None, None, None, None, Some(Rejected), Some(Rejected), None, Some(Paid), Some(Rejected), Some(Rejected), None]),
        (Failed, [None; 11]),
    ];
    assert_eq!(table.map(|(state, _)| state), BillState::ALL);
    for (state, becomes) in table {
        for (event, expected) in events().into_iter().zip(becomes) {
            let after = apply(bill(state), event.clone(), NOW.plus_ms(MINUTE));
            assert_eq!(after.as_ref().ok().map(|bill| bill.state), expected, "{state:?} {event:?}");
            if let Ok(after) = after {
                assert_eq!((after.version, after.ended_at.is_some()), (5, !after.state.is_open()), "{state:?} {event:?}");
            }
        }
    }
}

#[test]
fn money_of_any_age_counts() {
    for days in [0, 1, 30, 3_650] {
        let late = NOW.plus_ms(days * 24 * 60 * MINUTE);
        for state in [BillState::Expired, BillState::Cancelled, BillState::Rejected, BillState::Paid] {
            let paid = apply(bill(state), BillEvent::Paid, late).unwrap();
            assert_eq!((paid.state, paid.ended_at, paid.due_at), (BillState::Paid, Some(NOW), None), "{state:?} after {days} days");
        }
    }
}

/// The seconds after `start` at which a bill is looked at, when nobody pays it.
fn looks(mut bill: Bill, start: Millis) -> Vec<i64> {
    let mut looks = Vec::new();
    while let Some(at) = bill.due_at.filter(|_| looks.len() < 100) {
        looks.push(at.since_ms(start) / 1_000);
        bill = apply(bill, BillEvent::Looked { word: None, over: false }, at).unwrap();
    }
    looks
}

#[test]
fn looks_grow_apart_and_go_on_for_a_day_after_the_end() {
    let opened = apply(bill(BillState::Opening), BillEvent::Opened(slip()), NOW).unwrap();
    let looks = looks(opened, NOW);
    let waiting: Vec<i64> = [3, 4, 5, 7, 10, 15, 20, 30].into_iter().chain((2..=30).map(|n| n * 30)).collect();
    let end = 900;
    let after = [60, 300, 1_800, 7_200, 43_200, 86_400].map(|seconds| end + seconds);
    assert_eq!(looks, [waiting, after.to_vec()].concat());
}

#[test]
fn the_gateways_own_end_counts_if_it_is_earlier() {
    for (gateways, minutes) in [(Some(10), 10), (Some(60), 15), (None, 15)] {
        let slip = Slip { expires_at: gateways.map(|minutes| NOW.plus_ms(minutes * MINUTE)), ..slip() };
        let opened = apply(bill(BillState::Opening), BillEvent::Opened(slip), NOW).unwrap();
        assert_eq!(opened.expires_at, NOW.plus_ms(minutes * MINUTE), "{gateways:?}");
        let late = opened.expires_at.plus_ms(1);
        let ended = apply(opened, BillEvent::Looked { word: None, over: false }, late).unwrap();
        assert_eq!(ended.state, BillState::Expired);
    }
}

#[test]
fn a_static_codes_bill_only_ends() {
    let opened = apply(Bill { method: PaymentMethod::Qris, ..bill(BillState::Opening) }, BillEvent::Opened(slip()), NOW).unwrap();
    assert_eq!(looks(opened.clone(), NOW), [900]);
    let hinted = apply(opened, BillEvent::Hint { test: false }, NOW).unwrap();
    assert_eq!(hinted.due_at, Some(NOW.plus_ms(15 * MINUTE)), "there is nobody to ask");
}

#[test]
fn a_hint_pulls_the_next_look_but_not_closer_than_five_seconds() {
    for (looked_ms, due) in [(None, FIRST), (Some(-5_000), FIRST), (Some(-4_000), NOW.plus_ms(1_000)), (Some(0), NOW.plus_ms(5_000))] {
        let due_at = Some(NOW.plus_ms(30_000));
        let looked_at = looked_ms.map(|ms| NOW.plus_ms(ms));
        let hinted = apply(Bill { due_at, looked_at, ..bill(BillState::Waiting) }, BillEvent::Hint { test: false }, NOW).unwrap();
        assert_eq!(hinted.due_at, Some(due), "{looked_ms:?}");
    }
    let soon = Some(NOW.plus_ms(500));
    let hinted =
        apply(Bill { due_at: soon, looked_at: Some(NOW), ..bill(BillState::Waiting) }, BillEvent::Hint { test: true }, NOW).unwrap();
    assert_eq!((hinted.due_at, hinted.test), (soon, true), "never later than it was");
    let again = apply(hinted, BillEvent::Hint { test: false }, NOW).unwrap();
    assert!(again.test, "a test stays one");
}

#[test]
fn opening_is_tried_a_few_times() {
    let mut bill = Bill { openings: 0, ..bill(BillState::Opening) };
    for n in 1..=MAX_OPENINGS {
        let reference = format!("7K3M9QXZ-{n}");
        bill = apply(bill, BillEvent::Asking { method: PaymentMethod::Pakasir, reference }, NOW).unwrap();
        bill = apply(bill, BillEvent::NotOpened { word: "no answer".to_owned(), ask: None, again: true }, NOW).unwrap();
        assert_eq!(bill.state.is_open(), n < MAX_OPENINGS, "{n}");
    }
    assert_eq!((bill.state, bill.due_at, bill.openings), (BillState::Failed, None, MAX_OPENINGS));
}

#[test]
fn a_better_amount_is_asked_for_at_once_and_nothing_without_a_gateway() {
    let not_opened = |ask, again| BillEvent::NotOpened { word: "a total of 19554".to_owned(), ask, again };
    let better = apply(bill(BillState::Opening), not_opened(Some(Rupiah(20_000)), true), NOW).unwrap();
    assert_eq!((better.state, better.asked, better.due_at), (BillState::Opening, Some(Rupiah(20_000)), Some(FIRST)));
    let over = apply(bill(BillState::Opening), not_opened(None, false), NOW).unwrap();
    assert_eq!((over.state, over.due_at), (BillState::Failed, None));
}

#[test]
fn only_the_exact_amount_is_credited_and_tests_never() {
    let seen = |received, test| SeenPayment { id: "p".to_owned(), received, unit: Unit::Rupiah, paid_at: None, payer: None, test };
    let of = |test| Bill { test, ..bill(BillState::Waiting) };
    for (bill_test, received, test, tests_count, expected) in [
        (false, 20_001, false, false, Ok(Rupiah(20_001))),
        (false, 20_000, false, false, Err(Unmatched::OtherAmount)),
        (false, 20_002, false, false, Err(Unmatched::OtherAmount)),
        (false, 20_001, true, false, Err(Unmatched::Test)),
        (true, 20_001, false, false, Err(Unmatched::Test)),
        (true, 20_001, true, true, Ok(Rupiah(20_001))),
        (false, 1, true, true, Err(Unmatched::OtherAmount)),
    ] {
        assert_eq!(
            match_payment(&of(bill_test), &seen(received, test), tests_count),
            expected,
            "{bill_test} {received} {test} {tests_count}"
        );
    }
}

#[test]
fn a_unique_amount_is_none_of_those_taken() {
    let wanted = Rupiah(20_000);
    assert_eq!(unique_amount(wanted, 499, &[], 0), Some(20_001));
    assert_eq!(unique_amount(wanted, 499, &[], 498), Some(20_499));
    assert_eq!(unique_amount(wanted, 499, &[20_499], 498), Some(20_001), "it goes round");
    assert_eq!(unique_amount(wanted, 499, &[], -1), Some(20_499));
    assert_eq!(unique_amount(wanted, 3, &[20_001, 20_003], 2), Some(20_002));
    assert_eq!(unique_amount(wanted, 3, &[20_001, 20_002, 20_003], 2), None);
}
