//! The life of an order as a table: each event in each state.

mod cards;

use super::*;
use crate::domain::estimate::Estimate;
use crate::domain::money::Rupiah;
use crate::domain::reconciliation::{DECISION_MARGIN_MS, Doubt, Evidence};
use crate::domain::retry::{self, Jitter};
use crate::domain::samples;
use crate::domain::shop::Polling;
use crate::domain::time::Millis;
use crate::domain::wallet::TransferKind;

const NOW: Millis = Millis(10_000_000);
const MINUTE: i64 = 60_000;

fn args() -> ApplyArgs {
    let polling = Polling { first_seconds: 3, tell_customer_after_minutes: 15, tell_admins_after_minutes: 60 };
    ApplyArgs { now: NOW, jitter: Jitter(0), polling, estimate: None }
}

/// An order as it would be in `state`: sent once, checked once, ten seconds old.
fn order(state: OrderState) -> Order {
    let sent = state != OrderState::Queued;
    let placed = matches!(state, OrderState::Pending | OrderState::Success | OrderState::Failed);
    Order {
        attempts: i64::from(sent),
        polls: i64::from(placed),
        invoice: placed.then(|| "INV-1".into()),
        due_at: Some(NOW),
        sent_at: sent.then(|| NOW.plus_seconds(-8)),
        send_deadline: match state {
            OrderState::Sending => Some(NOW.plus_seconds(52)),
            OrderState::Uncertain => Some(NOW.plus_ms(-DECISION_MARGIN_MS)),
            _ => None,
        },
        placed_at: placed.then(|| NOW.plus_seconds(-6)),
        ended_at: (!state.is_open()).then(|| NOW.plus_seconds(-2)),
        told: Told { processing: matches!(state, OrderState::Queued | OrderState::Sending | OrderState::Pending), ..Told::default() },
        ..samples::order(state, NOW.plus_seconds(-10))
    }
}

fn status_report(status: StatusWord, sn: Option<&str>) -> StatusReport {
    StatusReport { status, word: "word".into(), sn: sn.map(str::to_owned), message: None }
}

fn receipt(status_report: StatusReport) -> Receipt {
    Receipt {
        invoice: "INV-1".into(),
        cost: Some(Rupiah(18_000)),
        odd_cost: None,
        balance_before: None,
        balance_after: None,
        status_report,
    }
}

fn evidence(verdict: Verdict) -> Evidence {
    Evidence { verdict, before: None, after: None, others: Rupiah::ZERO, open: 0 }
}

fn unknown() -> StatusWord {
    StatusWord::Unknown("weird".into())
}

/// At least one of each event.
fn events() -> Vec<(&'static str, OrderEvent)> {
    let refused = |refusal| OrderEvent::Refused { refusal, detail: "words".into() };
    let placed = |status, sn| OrderEvent::Placed(receipt(status_report(status, sn)));
    let seen = |status, sn| OrderEvent::Seen(status_report(status, sn));
    vec![
        ("send", OrderEvent::Send { deadline: NOW.plus_seconds(60) }),
        ("postponed", OrderEvent::Postponed),
        ("expired", OrderEvent::Expired),
        ("price changed", OrderEvent::PriceChanged { quote: "q2".into() }),
        ("unavailable", OrderEvent::Unavailable),
        ("turned away", OrderEvent::NotAccepted { refusal: Refusal::Key, detail: String::new() }),
        ("turned away, item", OrderEvent::NotAccepted { refusal: Refusal::ItemUnavailable, detail: "closed".into() }),
        ("not sent", OrderEvent::NotSent { detail: "no route".into() }),
        ("busy", OrderEvent::Busy { retry_after_ms: Some(7_000) }),
        ("refused", refused(Refusal::BadRequest)),
        ("refused, balance short", refused(Refusal::InsufficientBalance)),
        ("placed", placed(StatusWord::Pending, None)),
        ("placed, success", placed(StatusWord::Success, Some("SN"))),
        ("placed, success without sn", placed(StatusWord::Success, None)),
        ("placed, failed", placed(StatusWord::Failed, None)),
        ("placed, odd", placed(unknown(), None)),
        (
            "placed, other cost",
            OrderEvent::Placed(Receipt { cost: Some(Rupiah(17_000)), ..receipt(status_report(StatusWord::Pending, None)) }),
        ),
        ("unclear", OrderEvent::Unclear { detail: "timeout".into() }),
        ("orphaned", OrderEvent::Orphaned),
        ("found placed", OrderEvent::FoundPlaced { admin: 5, invoice: "INV-9".into() }),
        ("found not placed", OrderEvent::FoundNotPlaced { admin: 5 }),
        ("reconciled", OrderEvent::Reconciled(evidence(Verdict::Placed))),
        ("proved placed", OrderEvent::ProvedPlaced),
        ("proved not placed", OrderEvent::ProvedNotPlaced),
        ("resend wanted", OrderEvent::ResendWanted { admin: Some(5) }),
        ("resend", OrderEvent::Resend { deadline: NOW.plus_seconds(60) }),
        ("resend unclear", OrderEvent::ResendUnclear { detail: "timeout".into() }),
        ("taken back", OrderEvent::TakenBack { admin: 5 }),
        ("seen pending", seen(StatusWord::Pending, None)),
        ("seen success", seen(StatusWord::Success, Some("SN"))),
        ("seen success without sn", seen(StatusWord::Success, None)),
        ("seen failed", seen(StatusWord::Failed, None)),
        ("seen odd", seen(unknown(), None)),
        ("poll failed", OrderEvent::PollFailed),
    ]
}

fn act(order: Order, event: OrderEvent) -> Transition {
    apply(order, event, args()).unwrap()
}

/// `state, due in … s; history; customer; admins`.
fn told(moved: &Transition) -> String {
    let name = |text: String| text.split([' ', '(']).nth(1).unwrap_or_default().to_owned();
    let names = |notifications: &[Notification]| {
        notifications.iter().map(|notification| name(format!("{notification:?}"))).collect::<Vec<_>>().join(" ")
    };
    let due = moved.order.due_at.map_or("never".to_owned(), |at| format!("{}", at.since_ms(NOW) / 1_000));
    let history = moved.history.iter().map(|entry| format!("{:?}", entry.kind)).collect::<Vec<_>>().join(" ");
    format!("{}, {due}; {history}; {}; {}", moved.order.state.as_str(), names(&moved.customer), names(&moved.admins))
}

#[test]
fn each_event_in_each_state() {
    let mut table = String::new();
    for (name, event) in events() {
        for state in OrderState::ALL {
            let before = order(state);
            let moved = match apply(before.clone(), event.clone(), args()) {
                Ok(moved) => moved,
                Err(illegal) => {
                    assert_eq!(illegal.state, state);
                    continue;
                }
            };
            let what = format!("{} + {name} = {}", state.as_str(), told(&moved));
            let after = &moved.order;
            assert_eq!(after.version, before.version + 1, "{what}");
            assert!(after.state == state || state.is_open(), "an ended order stays as it ended: {what}");
            let quiet = after.state == state && !what.contains("SnArrived") && !what.contains(" + resend");
            assert_eq!(moved.history.is_empty(), quiet, "each change adds a history entry: {what}");
            assert!(moved.history.iter().all(|entry| entry.at == NOW), "{what}");
            assert_eq!(moved.history.last().map_or(after.state, |entry| entry.state), after.state, "{what}");
            assert_eq!(after.ended_at.is_some(), !after.state.is_open(), "{what}");
            let may_be_out = matches!(after.state, OrderState::Sending | OrderState::Uncertain) || what.contains("FoundPlaced");
            assert_eq!(after.send_deadline.is_some(), may_be_out, "{what}");
            let kept = |o: &Order| {
                (o.id.clone(), o.number.clone(), o.quote.clone(), o.user_id, o.sku.clone(), o.target.clone(), o.price, o.created_at)
            };
            assert_eq!(kept(after), kept(&before), "{what}");
            table += &format!("{}\n", what.trim_end());
        }
    }
    assert_eq!(table.trim(), TABLE.trim(), "\n{table}");
}

/// Capture at success, release at any other end, nothing before and nothing after; and nothing where the shop pays.
#[test]
fn only_an_end_settles_the_money() {
    for (name, event) in events() {
        for before in OrderState::ALL.map(order) {
            let paid = Order { paid_by: PaidBy::Wallet, ..before.clone() };
            let Ok(moved) = apply(paid, event.clone(), args()) else { continue };
            let ended = before.state.is_open() && !moved.order.state.is_open();
            let expected = ended.then_some(match moved.order.state {
                OrderState::Success => TransferKind::Capture,
                _ => TransferKind::Release,
            });
            let money = moved.money.as_ref();
            assert_eq!(money.map(|transfer| transfer.kind), expected, "{} + {name}", before.state.as_str());
            assert!(money.is_none_or(|transfer| transfer.amount == before.price && transfer.id == format!("settle:{}", before.id.0)));
            assert_eq!(apply(before, event.clone(), args()).unwrap().money, None, "{name}: paid by the shop");
        }
    }
}

const TABLE: &str = "
queued + send = sending, 60; Sending; ;
queued + postponed = queued, 5; ; Card;
uncertain + postponed = uncertain, 5; ; ;
queued + expired = cancelled, never; Cancelled; Card Ended;
queued + price changed = cancelled, never; PriceChanged; Card PriceChanged;
queued + unavailable = cancelled, never; Cancelled; Card Ended;
queued + turned away = cancelled, never; Cancelled; Card Ended;
queued + turned away, item = cancelled, never; Cancelled; Card Ended; ProviderRefused
sending + not sent = queued, 2; NotSent; Card;
sending + busy = queued, 7; Busy; Card;
sending + refused = failed, never; Refused; Card Ended; ProviderRefused
uncertain + refused = failed, never; Refused; Card Ended; ProviderRefused
sending + refused, balance short = failed, never; Refused; Card Ended; ProviderBalanceShort
uncertain + refused, balance short = failed, never; Refused; Card Ended; ProviderBalanceShort
sending + placed = pending, 3; Placed; ;
uncertain + placed = pending, 3; Placed; Card;
sending + placed, success = success, never; Placed Success; Ended;
uncertain + placed, success = success, never; Placed Success; Card Ended;
sending + placed, success without sn = success, 3; Placed Success; Ended;
uncertain + placed, success without sn = success, 3; Placed Success; Card Ended;
sending + placed, failed = failed, never; Placed Failed; Card Ended;
uncertain + placed, failed = failed, never; Placed Failed; Card Ended;
sending + placed, odd = pending, 3; Placed; ; UnknownStatusWord
uncertain + placed, odd = pending, 3; Placed; Card; UnknownStatusWord
sending + placed, other cost = pending, 3; Placed; ; CostDiffers
uncertain + placed, other cost = pending, 3; Placed; Card; CostDiffers
sending + unclear = uncertain, never; Unclear; Card Uncertain;
sending + orphaned = uncertain, never; Orphaned; Card Uncertain;
uncertain + found placed = pending, 0; FoundPlaced; Card;
uncertain + found not placed = failed, never; FoundNotPlaced; Card Ended;
uncertain + reconciled = uncertain, 0; ; ; UncertainCard
uncertain + resend = uncertain, never; Resent; ;
uncertain + resend unclear = uncertain, 0; ResendUnclear; ; ResendUnclear
pending + seen pending = pending, 8; ; ;
success + seen pending = success, 8; ; ;
failed + seen pending = failed, never; ; ;
pending + seen success = success, never; Success; Ended;
success + seen success = success, never; SnArrived; SnArrived;
failed + seen success = failed, never; ; ; Flipped
pending + seen success without sn = success, 8; Success; Ended;
success + seen success without sn = success, 8; ; ;
failed + seen success without sn = failed, never; ; ; Flipped
pending + seen failed = failed, never; Failed; Card Ended;
success + seen failed = success, 8; ; ; Flipped
failed + seen failed = failed, never; ; ;
pending + seen odd = pending, 8; ; ; UnknownStatusWord
success + seen odd = success, 8; ; ;
failed + seen odd = failed, never; ; ;
pending + poll failed = pending, 8; ; ;
success + poll failed = success, 8; ; ;
";

#[test]
fn sending_records_its_deadline() {
    let event = OrderEvent::Send { deadline: NOW.plus_seconds(60) };
    let Order { attempts, sent_at, send_deadline, due_at, .. } = act(order(OrderState::Queued), event).order;
    assert_eq!((attempts, sent_at), (1, Some(NOW)));
    assert_eq!((send_deadline, due_at), (Some(NOW.plus_seconds(60)), Some(NOW.plus_seconds(60))));
}

#[test]
fn an_order_that_was_not_sent_is_tried_a_limited_number_of_times() {
    for (event, reason) in [
        (OrderEvent::NotSent { detail: "no route".into() }, EndReason::Unreachable),
        (OrderEvent::Busy { retry_after_ms: None }, EndReason::Busy),
    ] {
        let mut order = order(OrderState::Queued);
        let mut waits = Vec::new();
        while order.state == OrderState::Queued {
            order = act(order, OrderEvent::Send { deadline: NOW.plus_seconds(60) }).order;
            let moved = act(order, event.clone());
            waits.extend(moved.order.due_at.map(|at| at.since_ms(NOW) / 1_000));
            let ended = moved.customer
                == [
                    Notification::Order(OrderNotification::Card { order: OrderId("o".into()) }),
                    Notification::Order(OrderNotification::Ended { order: OrderId("o".into()) }),
                ];
            assert_eq!(ended, moved.order.state == OrderState::Failed, "the customer is told at the end, and only then");
            order = moved.order;
        }
        assert_eq!((order.state, order.reason, order.attempts), (OrderState::Failed, Some(reason), retry::MAX_ATTEMPTS));
        assert_eq!(waits, [2, 5, 15, 30]);
    }
}

#[test]
fn every_end_has_its_reason_and_its_history_entry() {
    let refused = OrderEvent::Refused { refusal: Refusal::MissingFields, detail: "Missing fields".into() };
    let failed = |message: Option<&str>| {
        OrderEvent::Seen(StatusReport { message: message.map(str::to_owned), ..status_report(StatusWord::Failed, None) })
    };
    for (state, event, reason, detail) in [
        (OrderState::Queued, OrderEvent::Expired, EndReason::Expired, None),
        (OrderState::Queued, OrderEvent::Unavailable, EndReason::Unavailable, None),
        (OrderState::Queued, OrderEvent::PriceChanged { quote: "q2".into() }, EndReason::PriceChanged, None),
        (
            OrderState::Queued,
            OrderEvent::NotAccepted { refusal: Refusal::Ip, detail: String::new() },
            EndReason::Refused(Refusal::Ip),
            None,
        ),
        (OrderState::Sending, refused, EndReason::Refused(Refusal::MissingFields), Some("Missing fields")),
        (OrderState::Uncertain, OrderEvent::FoundNotPlaced { admin: 5 }, EndReason::NotPlaced, Some("5")),
        (OrderState::Pending, failed(Some("wrong zone")), EndReason::Provider(Some("wrong zone".into())), Some("wrong zone")),
        (OrderState::Pending, failed(Some("")), EndReason::Provider(None), None),
        (OrderState::Pending, failed(None), EndReason::Provider(None), None),
    ] {
        let moved = act(order(state), event);
        assert_eq!((moved.order.reason.as_ref(), moved.order.ended_at), (Some(&reason), Some(NOW)));
        assert_eq!(moved.history.last().unwrap().detail.as_deref(), detail, "{reason:?}");
    }
}

#[test]
fn a_changed_price_has_a_new_quote() {
    let moved = act(order(OrderState::Queued), OrderEvent::PriceChanged { quote: "q2".into() });
    assert_eq!(
        moved.customer.last(),
        Some(&Notification::Order(OrderNotification::PriceChanged { order: OrderId("o".into()), quote: "q2".into() }))
    );
}

#[test]
fn the_charged_amount_becomes_the_cost() {
    let charged =
        |cost| act(order(OrderState::Sending), OrderEvent::Placed(Receipt { cost, ..receipt(status_report(StatusWord::Pending, None)) }));
    let more = charged(Some(Rupiah(18_100)));
    let differs =
        Notification::Order(OrderNotification::CostDiffers { order: OrderId("o".into()), listed: Rupiah(18_000), charged: Rupiah(18_100) });
    assert_eq!((more.order.cost, more.admins), (Rupiah(18_100), vec![differs]));
    let unsaid = charged(None);
    assert_eq!((unsaid.order.cost, unsaid.admins), (Rupiah(18_000), vec![]));
    assert_eq!((unsaid.order.invoice.as_deref(), unsaid.order.placed_at), (Some("INV-1"), Some(NOW)));
}

#[test]
fn a_success_without_a_serial_number_is_checked_until_it_has_one() {
    let late = |polls| Order { polls, placed_at: Some(NOW.plus_ms(-20 * MINUTE)), ..order(OrderState::Success) };
    for event in [
        OrderEvent::PollFailed,
        OrderEvent::Seen(status_report(StatusWord::Success, None)),
        OrderEvent::Seen(status_report(StatusWord::Pending, None)),
    ] {
        let Transition { order, customer, admins, .. } = act(late(30), event);
        assert_eq!((order.polls, order.due_at), (31, Some(NOW.plus_ms(5 * MINUTE))));
        assert_eq!((customer, admins), (vec![], vec![]), "no message about slowness: it is delivered");
    }
    let arrived = act(late(30), OrderEvent::Seen(status_report(StatusWord::Success, Some("SN")))).order;
    assert_eq!((arrived.sn.as_deref(), arrived.due_at, arrived.state), (Some("SN"), None, OrderState::Success));
    let other = act(arrived.clone(), OrderEvent::Seen(status_report(StatusWord::Success, Some("OTHER"))));
    assert_eq!((other.order.sn.as_deref(), other.customer.len()), (Some("SN"), 0), "the first serial number stays");
    assert_eq!(act(arrived, OrderEvent::PollFailed).order.due_at, None);
}

#[test]
fn a_serial_number_that_never_comes_is_given_up_and_told_once() {
    let without = |ended_ms: i64| Order { ended_at: Some(NOW.plus_ms(-ended_ms)), ..order(OrderState::Success) };
    assert!(act(without(retry::SN_LIFETIME_MS - 1), OrderEvent::PollFailed).order.due_at.is_some());
    let Transition { order, customer, admins, .. } = act(without(retry::SN_LIFETIME_MS), OrderEvent::PollFailed);
    assert_eq!((order.due_at, customer.len(), admins.len()), (None, 1, 1));
    let again = act(order, OrderEvent::Seen(status_report(StatusWord::Success, None)));
    assert_eq!((again.order.due_at, again.customer, again.admins), (None, vec![], vec![]));
}

#[test]
fn an_admin_s_invoice_restarts_the_status_checks() {
    let uncertain = Order { polls: 9, due_at: None, ..order(OrderState::Uncertain) };
    let moved = act(uncertain.clone(), OrderEvent::FoundPlaced { admin: 5, invoice: "INV-9".into() });
    assert_eq!((moved.order.invoice.as_deref(), moved.order.polls), (Some("INV-9"), 0));
    assert_eq!((moved.order.placed_at, moved.order.due_at), (uncertain.sent_at, Some(NOW)));
    assert_eq!(moved.history[0].detail.as_deref(), Some("5: INV-9"));
}

#[test]
fn customer_and_admins_are_told_once_that_an_order_is_slow() {
    let aged = |minutes: i64, ms: i64| Order { created_at: NOW.plus_ms(-minutes * MINUTE - ms), ..order(OrderState::Pending) };
    for (minutes, ms, customer, admins) in [(14, 59_999, 0, 0), (15, 0, 1, 0), (59, 59_999, 1, 0), (60, 0, 1, 1)] {
        for event in [
            OrderEvent::PollFailed,
            OrderEvent::Seen(status_report(StatusWord::Pending, None)),
            OrderEvent::Seen(status_report(StatusWord::Unknown("pending".into()), None)),
        ] {
            let old = Order { told: Told { unknown_word: true, ..Told::default() }, ..aged(minutes, ms) };
            let first = act(old, event.clone());
            assert_eq!((first.customer.len(), first.admins.len()), (customer, admins), "{minutes} min {ms} ms");
            let second = act(first.order, event);
            assert_eq!((second.customer.len(), second.admins.len()), (0, 0), "told once");
        }
    }
    let ended = act(aged(999, 0), OrderEvent::Seen(status_report(StatusWord::Success, Some("SN"))));
    assert!(!told(&ended).contains("Slow"), "it has just ended");
}

#[test]
fn a_customer_is_told_once_when_an_order_takes_longer_than_such_orders_do() {
    let estimate = Some(Estimate { usual_ms: 40_000, longest_ms: 180_000 });
    let aged = |ms: i64| Order { created_at: NOW.plus_ms(-ms), ..order(OrderState::Pending) };
    for (ms, customer) in [(40_001, 0), (180_000, 0), (180_001, 1), (60 * MINUTE - 1, 1)] {
        let first = apply(aged(ms), OrderEvent::PollFailed, ApplyArgs { estimate, ..args() }).unwrap();
        assert_eq!((first.customer.len(), first.admins.len()), (customer, 0), "{ms}");
        let second = apply(first.order, OrderEvent::PollFailed, ApplyArgs { estimate, ..args() }).unwrap();
        assert_eq!(second.customer.len(), 0, "told once");
    }
}

#[test]
fn unknown_words_and_contradictions_are_reported_once() {
    let odd = || OrderEvent::Seen(status_report(unknown(), None));
    let first = act(order(OrderState::Pending), odd());
    assert_eq!(
        first.admins,
        [Notification::Order(OrderNotification::UnknownStatusWord { order: OrderId("o".into()), word: "weird".into() })]
    );
    assert_eq!(act(first.order, odd()).admins, []);
    for (state, status) in [(OrderState::Success, StatusWord::Failed), (OrderState::Failed, StatusWord::Success)] {
        let flip = || OrderEvent::Seen(status_report(status.clone(), Some("SN")));
        let first = act(order(state), flip());
        assert_eq!(first.admins, [Notification::Order(OrderNotification::Flipped { order: OrderId("o".into()), word: "word".into() })]);
        assert_eq!((first.order.state, first.order.sn.clone(), first.customer.len()), (state, None, 0));
        assert_eq!(act(first.order, flip()).admins, []);
    }
}

#[test]
fn status_checks_never_stop() {
    let mut order = Order { polls: 0, ..order(OrderState::Pending) };
    let mut now = NOW;
    for _ in 0..500 {
        let moved = apply(order, OrderEvent::PollFailed, ApplyArgs { now, ..args() }).unwrap();
        let gap = moved.order.due_at.unwrap().since_ms(now);
        assert!((1_000..=6 * 60 * MINUTE).contains(&gap), "{gap}");
        now = now.plus_ms(gap);
        order = moved.order;
    }
    assert_eq!((order.state, order.polls), (OrderState::Pending, 500));
}

#[test]
fn a_number_is_the_uuid_s_lowest_forty_bits() {
    assert_eq!(number(0), "00000000");
    assert_eq!(number(u128::MAX), "ZZZZZZZZ");
    assert_eq!(number(1 << 40), "00000000", "what is above does not count");
    assert_eq!(number(0x1F), "0000000Z");
    assert_eq!(number(0b00001_00010), "00000012");
}

/// Whether the event is not allowed in the order's state.
fn illegal(order: Order, event: OrderEvent) -> bool {
    apply(order, event, args()).is_err()
}

#[test]
fn an_order_that_may_still_be_accepted_cannot_be_resolved_as_not_placed() {
    let proved = || Some(evidence(Verdict::NotPlaced));
    let decidable = || Order { evidence: proved(), due_at: None, ..order(OrderState::Uncertain) };
    let early = || Order { send_deadline: Some(NOW.plus_ms(1 - DECISION_MARGIN_MS)), ..decidable() };
    let wanted = |order: Order| Order { due_at: Some(NOW), ..order };
    let resend = OrderEvent::Resend { deadline: NOW.plus_seconds(60) };
    for event in [OrderEvent::FoundNotPlaced { admin: 5 }, OrderEvent::ProvedNotPlaced, OrderEvent::ResendWanted { admin: None }] {
        assert!(illegal(early(), event.clone()), "{event:?}");
        act(decidable(), event);
    }
    assert!(illegal(wanted(early()), resend.clone()));
    let again = act(wanted(decidable()), resend.clone()).order;
    assert_eq!(
        (again.resends, again.attempts, again.sent_at),
        (1, 2, decidable().sent_at),
        "it may have been taken since the first sending"
    );
    assert!(illegal(wanted(again.clone()), resend), "one at a time");
    assert!(illegal(again, OrderEvent::FoundNotPlaced { admin: 5 }), "while it is sent again");
    assert!(illegal(wanted(decidable()), OrderEvent::ResendWanted { admin: Some(5) }), "wanted already");
}

#[test]
fn only_proof_resolves_automatically() {
    let with = |verdict| Order { evidence: Some(evidence(verdict)), due_at: None, ..order(OrderState::Uncertain) };
    let doubt = Verdict::CantTell(Doubt::OtherOrders);
    for (verdict, event) in [(Verdict::Placed, OrderEvent::ProvedNotPlaced), (Verdict::NotPlaced, OrderEvent::ProvedPlaced)] {
        assert!(illegal(with(verdict), event.clone()) && illegal(with(doubt), event.clone()), "{event:?}");
        assert!(illegal(Order { evidence: None, ..with(doubt) }, event));
    }
    let placed = act(with(Verdict::Placed), OrderEvent::ProvedPlaced);
    assert_eq!(told(&placed), "uncertain, never; ProvedPlaced; ; ProvedPlaced", "without an invoice it can't be followed");
    assert!(illegal(placed.order, OrderEvent::ProvedPlaced), "told once");
    let not = act(with(Verdict::NotPlaced), OrderEvent::ProvedNotPlaced);
    assert_eq!(told(&not), "failed, never; ProvedNotPlaced; Card Ended; ProvedNotPlaced UncertainCard");
    assert_eq!(not.order.reason, Some(EndReason::NotPlaced));
}

#[test]
fn admins_are_told_when_sending_again_gives_the_invoice() {
    let again = Order { resends: 1, evidence: Some(evidence(Verdict::Placed)), due_at: None, ..order(OrderState::Uncertain) };
    let placed = act(again, OrderEvent::Placed(receipt(status_report(StatusWord::Pending, None))));
    assert_eq!(told(&placed), "pending, 3; Placed; Card; ResendPlaced UncertainCard");
}

#[test]
fn an_admin_s_decision_can_be_undone_but_not_the_provider_s() {
    let found =
        act(Order { due_at: None, ..order(OrderState::Uncertain) }, OrderEvent::FoundPlaced { admin: 5, invoice: "INV-9".into() }).order;
    let back = act(found, OrderEvent::TakenBack { admin: 6 });
    assert_eq!(told(&back), "uncertain, never; TakenBack; Card; ");
    assert_eq!((back.order.invoice, back.order.resolved_by, back.history[0].detail.as_deref()), (None, None, Some("6: INV-9")));
    assert!(illegal(order(OrderState::Pending), OrderEvent::TakenBack { admin: 6 }));
}
