//! The life of an order as a table: each event in each state.

use super::*;
use crate::domain::evidence::{Doubt, SETTLE_MARGIN_MS};

const NOW: Millis = Millis(10_000_000);
const MINUTE: i64 = 60_000;

fn moment() -> Moment {
    let polling = Polling { first_seconds: 3, tell_customer_after_minutes: 15, tell_admins_after_minutes: 60 };
    Moment { now: NOW, jitter: Jitter(0), polling }
}

/// An order as it would be in `state`: sent once, asked after once, ten seconds old.
fn order(state: State) -> Order {
    let sent = state != State::Queued;
    let placed = matches!(state, State::Pending | State::Success | State::Failed);
    Order {
        id: OrderId("o".into()),
        number: "7K3M9Q2X".into(),
        quote: "q".into(),
        user_id: 1,
        chat_id: 1,
        card_message_id: 7,
        category: "ml".into(),
        sku: "ml-86".into(),
        item: "86 Diamonds".into(),
        target: "1234567891234".into(),
        answers: Vec::new(),
        price: Rupiah(18_500),
        cost: Rupiah(18_000),
        state,
        version: 4,
        attempts: i64::from(sent),
        polls: i64::from(placed),
        invoice: placed.then(|| "INV-1".into()),
        sn: None,
        reason: None,
        due_at: Some(NOW),
        created_at: NOW.plus_seconds(-10),
        sent_at: sent.then(|| NOW.plus_seconds(-8)),
        send_deadline: match state {
            State::Sending => Some(NOW.plus_seconds(52)),
            State::Uncertain => Some(NOW.plus_ms(-SETTLE_MARGIN_MS)),
            _ => None,
        },
        placed_at: placed.then(|| NOW.plus_seconds(-6)),
        ended_at: (!state.is_open()).then(|| NOW.plus_seconds(-2)),
        evidence: None,
        settled_by: None,
        resends: 0,
        told: Told::default(),
    }
}

fn sighting(said: Said, sn: Option<&str>) -> Sighting {
    Sighting { said, word: "word".into(), sn: sn.map(str::to_owned), message: None }
}

fn receipt(sighting: Sighting) -> Receipt {
    Receipt { invoice: "INV-1".into(), cost: Some(Rupiah(18_000)), balance_before: None, balance_after: None, sighting }
}

fn finding(verdict: Verdict) -> Finding {
    Finding { verdict, before: None, after: None, others: Rupiah::ZERO, open: 0 }
}

fn unknown() -> Said {
    Said::Unknown("weird".into())
}

/// One of each event, of some several.
fn events() -> Vec<(&'static str, Event)> {
    let refused = |refusal| Event::Refused { refusal, detail: "words".into() };
    let placed = |said, sn| Event::Placed(receipt(sighting(said, sn)));
    let seen = |said, sn| Event::Seen(sighting(said, sn));
    vec![
        ("send", Event::Send { deadline: NOW.plus_seconds(60) }),
        ("postponed", Event::Postponed),
        ("expired", Event::Expired),
        ("price changed", Event::PriceChanged { quote: "q2".into() }),
        ("unavailable", Event::Unavailable),
        ("turned away", Event::TurnedAway { refusal: Refusal::Key }),
        ("not sent", Event::NotSent { detail: "no route".into() }),
        ("busy", Event::Busy { retry_after_ms: Some(7_000) }),
        ("refused", refused(Refusal::BadRequest)),
        ("refused, deposit", refused(Refusal::InsufficientBalance)),
        ("placed", placed(Said::Pending, None)),
        ("placed, success", placed(Said::Success, Some("SN"))),
        ("placed, success without sn", placed(Said::Success, None)),
        ("placed, failed", placed(Said::Failed, None)),
        ("placed, odd", placed(unknown(), None)),
        ("placed, other cost", Event::Placed(Receipt { cost: Some(Rupiah(17_000)), ..receipt(sighting(Said::Pending, None)) })),
        ("unclear", Event::Unclear { detail: "timeout".into() }),
        ("orphaned", Event::Orphaned),
        ("found placed", Event::FoundPlaced { admin: 5, invoice: "INV-9".into() }),
        ("found not placed", Event::FoundNotPlaced { admin: 5 }),
        ("weighed", Event::Weighed(finding(Verdict::Placed))),
        ("proved placed", Event::ProvedPlaced),
        ("proved not placed", Event::ProvedNotPlaced),
        ("resend wanted", Event::ResendWanted { admin: Some(5) }),
        ("resend", Event::Resend { deadline: NOW.plus_seconds(60) }),
        ("resend unclear", Event::ResendUnclear { detail: "timeout".into() }),
        ("taken back", Event::TakenBack { admin: 5 }),
        ("polling", Event::Polling { until: NOW.plus_seconds(20) }),
        ("seen pending", seen(Said::Pending, None)),
        ("seen success", seen(Said::Success, Some("SN"))),
        ("seen success without sn", seen(Said::Success, None)),
        ("seen failed", seen(Said::Failed, None)),
        ("seen odd", seen(unknown(), None)),
        ("poll failed", Event::PollFailed),
    ]
}

fn act(order: Order, event: Event) -> Moved {
    apply(order, event, moment()).unwrap()
}

/// `state, due in … s; trail; customer; admins`.
fn told(moved: &Moved) -> String {
    let name = |text: String| text.split(' ').next().unwrap_or_default().to_owned();
    let names = |notices: &[Notice]| notices.iter().map(|notice| name(format!("{notice:?}"))).collect::<Vec<_>>().join(" ");
    let due = moved.order.due_at.map_or("never".to_owned(), |at| format!("{}", at.since_ms(NOW) / 1_000));
    let trail = moved.trail.iter().map(|entry| format!("{:?}", entry.kind)).collect::<Vec<_>>().join(" ");
    format!("{}, {due}; {trail}; {}; {}", moved.order.state.as_str(), names(&moved.customer), names(&moved.admins))
}

#[test]
fn each_event_in_each_state() {
    let mut table = String::new();
    for (name, event) in events() {
        for state in State::ALL {
            let before = order(state);
            let moved = match apply(before.clone(), event.clone(), moment()) {
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
            assert_eq!(moved.trail.is_empty(), quiet, "each change leaves a trail: {what}");
            assert!(moved.trail.iter().all(|entry| entry.at == NOW), "{what}");
            assert_eq!(moved.trail.last().map_or(after.state, |entry| entry.state), after.state, "{what}");
            assert_eq!(after.ended_at.is_some(), !after.state.is_open(), "{what}");
            let may_be_out = matches!(after.state, State::Sending | State::Uncertain) || what.contains("FoundPlaced");
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

const TABLE: &str = "
queued + send = sending, 60; Sending; ;
queued + postponed = queued, 5; ; ;
uncertain + postponed = uncertain, 5; ; ;
queued + expired = cancelled, never; Cancelled; Card Ended;
queued + price changed = cancelled, never; PriceChanged; Card PriceChanged;
queued + unavailable = cancelled, never; Cancelled; Card Ended;
queued + turned away = cancelled, never; Cancelled; Card Ended;
sending + not sent = queued, 2; NotSent; ;
sending + busy = queued, 7; Busy; ;
sending + refused = failed, never; Refused; Card Ended;
uncertain + refused = failed, never; Refused; Card Ended;
sending + refused, deposit = failed, never; Refused; Card Ended; DepositShort
uncertain + refused, deposit = failed, never; Refused; Card Ended; DepositShort
sending + placed = pending, 3; Placed; Card;
uncertain + placed = pending, 3; Placed; Card;
sending + placed, success = success, never; Placed Success; Card Ended;
uncertain + placed, success = success, never; Placed Success; Card Ended;
sending + placed, success without sn = success, 3; Placed Success; Card Ended;
uncertain + placed, success without sn = success, 3; Placed Success; Card Ended;
sending + placed, failed = failed, never; Placed Failed; Card Ended;
uncertain + placed, failed = failed, never; Placed Failed; Card Ended;
sending + placed, odd = pending, 3; Placed; Card; OddWord
uncertain + placed, odd = pending, 3; Placed; Card; OddWord
sending + placed, other cost = pending, 3; Placed; Card; CostDiffers
uncertain + placed, other cost = pending, 3; Placed; Card; CostDiffers
sending + unclear = uncertain, never; Unclear; Card Uncertain;
sending + orphaned = uncertain, never; Orphaned; Card Uncertain;
uncertain + found placed = pending, 0; FoundPlaced; Card;
uncertain + found not placed = failed, never; FoundNotPlaced; Card Ended;
uncertain + weighed = uncertain, 0; ; ; UncertainCard
uncertain + resend = uncertain, never; Resent; ;
uncertain + resend unclear = uncertain, 0; ResendUnclear; ; ResendUnclear
pending + polling = pending, 20; ; ;
success + polling = success, 20; ; ;
pending + seen pending = pending, 8; ; ;
success + seen pending = success, 8; ; ;
failed + seen pending = failed, never; ; ;
pending + seen success = success, never; Success; Card Ended;
success + seen success = success, never; SnArrived; Card SnArrived;
failed + seen success = failed, never; ; ; Flipped
pending + seen success without sn = success, 8; Success; Card Ended;
success + seen success without sn = success, 8; ; ;
failed + seen success without sn = failed, never; ; ; Flipped
pending + seen failed = failed, never; Failed; Card Ended;
success + seen failed = success, 8; ; ; Flipped
failed + seen failed = failed, never; ; ;
pending + seen odd = pending, 8; ; ; OddWord
success + seen odd = success, 8; ; ;
failed + seen odd = failed, never; ; ;
pending + poll failed = pending, 8; ; ;
success + poll failed = success, 8; ; ;
";

#[test]
fn sending_writes_down_when_it_is_lost() {
    let event = Event::Send { deadline: NOW.plus_seconds(60) };
    let Order { attempts, sent_at, send_deadline, due_at, .. } = act(order(State::Queued), event).order;
    assert_eq!((attempts, sent_at), (1, Some(NOW)));
    assert_eq!((send_deadline, due_at), (Some(NOW.plus_seconds(60)), Some(NOW.plus_seconds(60))));
}

#[test]
fn an_order_that_never_left_is_tried_so_often_and_no_more() {
    for (event, reason) in
        [(Event::NotSent { detail: "no route".into() }, Reason::Unreachable), (Event::Busy { retry_after_ms: None }, Reason::Busy)]
    {
        let mut order = order(State::Queued);
        let mut waits = Vec::new();
        while order.state == State::Queued {
            order = act(order, Event::Send { deadline: NOW.plus_seconds(60) }).order;
            let moved = act(order, event.clone());
            waits.extend(moved.order.due_at.map(|at| at.since_ms(NOW) / 1_000));
            let ended = moved.customer == [Notice::Card { order: OrderId("o".into()) }, Notice::Ended { order: OrderId("o".into()) }];
            assert_eq!(ended, moved.order.state == State::Failed, "the customer is told at the end, and only then");
            order = moved.order;
        }
        assert_eq!((order.state, order.reason, order.attempts), (State::Failed, Some(reason), retry::MAX_ATTEMPTS));
        assert_eq!(waits, [2, 5, 15, 30]);
    }
}

#[test]
fn every_end_has_its_reason_and_the_trail_its_words() {
    let refused = Event::Refused { refusal: Refusal::MissingFields, detail: "Missing fields".into() };
    let failed = |message: Option<&str>| Event::Seen(Sighting { message: message.map(str::to_owned), ..sighting(Said::Failed, None) });
    for (state, event, reason, detail) in [
        (State::Queued, Event::Expired, Reason::Expired, None),
        (State::Queued, Event::Unavailable, Reason::Unavailable, None),
        (State::Queued, Event::PriceChanged { quote: "q2".into() }, Reason::PriceChanged, None),
        (State::Queued, Event::TurnedAway { refusal: Refusal::Ip }, Reason::Refused(Refusal::Ip), None),
        (State::Sending, refused, Reason::Refused(Refusal::MissingFields), Some("Missing fields")),
        (State::Uncertain, Event::FoundNotPlaced { admin: 5 }, Reason::NotPlaced, Some("5")),
        (State::Pending, failed(Some("wrong zone")), Reason::Provider(Some("wrong zone".into())), Some("wrong zone")),
        (State::Pending, failed(Some("")), Reason::Provider(None), None),
        (State::Pending, failed(None), Reason::Provider(None), None),
    ] {
        let moved = act(order(state), event);
        assert_eq!((moved.order.reason.as_ref(), moved.order.ended_at), (Some(&reason), Some(NOW)));
        assert_eq!(moved.trail.last().unwrap().detail.as_deref(), detail, "{reason:?}");
    }
}

#[test]
fn the_new_quote_is_named_when_the_price_changed() {
    let moved = act(order(State::Queued), Event::PriceChanged { quote: "q2".into() });
    assert_eq!(moved.customer.last(), Some(&Notice::PriceChanged { order: OrderId("o".into()), quote: "q2".into() }));
}

#[test]
fn what_the_provider_charged_is_what_it_cost() {
    let charged = |cost| act(order(State::Sending), Event::Placed(Receipt { cost, ..receipt(sighting(Said::Pending, None)) }));
    let more = charged(Some(Rupiah(18_100)));
    let differs = Notice::CostDiffers { order: OrderId("o".into()), listed: Rupiah(18_000), charged: Rupiah(18_100) };
    assert_eq!((more.order.cost, more.admins), (Rupiah(18_100), vec![differs]));
    let unsaid = charged(None);
    assert_eq!((unsaid.order.cost, unsaid.admins), (Rupiah(18_000), vec![]));
    assert_eq!((unsaid.order.invoice.as_deref(), unsaid.order.placed_at), (Some("INV-1"), Some(NOW)));
}

#[test]
fn a_success_without_a_serial_number_is_asked_after_until_it_has_one() {
    let late = |polls| Order { polls, placed_at: Some(NOW.plus_ms(-20 * MINUTE)), ..order(State::Success) };
    for event in [Event::PollFailed, Event::Seen(sighting(Said::Success, None)), Event::Seen(sighting(Said::Pending, None))] {
        let Moved { order, customer, admins, .. } = act(late(30), event);
        assert_eq!((order.polls, order.due_at), (31, Some(NOW.plus_ms(5 * MINUTE))));
        assert_eq!((customer, admins), (vec![], vec![]), "nobody is told of slowness: it is delivered");
    }
    let arrived = act(late(30), Event::Seen(sighting(Said::Success, Some("SN")))).order;
    assert_eq!((arrived.sn.as_deref(), arrived.due_at, arrived.state), (Some("SN"), None, State::Success));
    let other = act(arrived.clone(), Event::Seen(sighting(Said::Success, Some("OTHER"))));
    assert_eq!((other.order.sn.as_deref(), other.customer.len()), (Some("SN"), 0), "the first serial number stays");
    assert_eq!(act(arrived, Event::PollFailed).order.due_at, None);
}

#[test]
fn an_admin_s_invoice_begins_a_new_life_of_polling() {
    let uncertain = Order { polls: 9, due_at: None, ..order(State::Uncertain) };
    let moved = act(uncertain.clone(), Event::FoundPlaced { admin: 5, invoice: "INV-9".into() });
    assert_eq!((moved.order.invoice.as_deref(), moved.order.polls), (Some("INV-9"), 0));
    assert_eq!((moved.order.placed_at, moved.order.due_at), (uncertain.sent_at, Some(NOW)));
    assert_eq!(moved.trail[0].detail.as_deref(), Some("5: INV-9"));
}

#[test]
fn slowness_is_told_once_to_each() {
    let aged = |minutes: i64, ms: i64| Order { created_at: NOW.plus_ms(-minutes * MINUTE - ms), ..order(State::Pending) };
    for (minutes, ms, customer, admins) in [(14, 59_999, 0, 0), (15, 0, 1, 0), (59, 59_999, 1, 0), (60, 0, 1, 1)] {
        for event in
            [Event::PollFailed, Event::Seen(sighting(Said::Pending, None)), Event::Seen(sighting(Said::Unknown("pending".into()), None))]
        {
            let old = Order { told: Told { odd_word: true, ..Told::default() }, ..aged(minutes, ms) };
            let first = act(old, event.clone());
            assert_eq!((first.customer.len(), first.admins.len()), (customer, admins), "{minutes} min {ms} ms");
            let second = act(first.order, event);
            assert_eq!((second.customer.len(), second.admins.len()), (0, 0), "told once");
        }
    }
    let ended = act(aged(999, 0), Event::Seen(sighting(Said::Success, Some("SN"))));
    assert!(!told(&ended).contains("Slow"), "it has just ended");
}

#[test]
fn odd_words_and_contradictions_are_told_once() {
    let odd = || Event::Seen(sighting(unknown(), None));
    let first = act(order(State::Pending), odd());
    assert_eq!(first.admins, [Notice::OddWord { order: OrderId("o".into()), word: "weird".into() }]);
    assert_eq!(act(first.order, odd()).admins, []);
    for (state, said) in [(State::Success, Said::Failed), (State::Failed, Said::Success)] {
        let flip = || Event::Seen(sighting(said.clone(), Some("SN")));
        let first = act(order(state), flip());
        assert_eq!(first.admins, [Notice::Flipped { order: OrderId("o".into()), word: "word".into() }]);
        assert_eq!((first.order.state, first.order.sn.clone(), first.customer.len()), (state, None, 0));
        assert_eq!(act(first.order, flip()).admins, []);
    }
}

#[test]
fn polling_goes_on_for_as_long_as_it_takes() {
    let mut order = Order { polls: 0, ..order(State::Pending) };
    let mut now = NOW;
    for _ in 0..500 {
        let moved = apply(order, Event::PollFailed, Moment { now, ..moment() }).unwrap();
        let gap = moved.order.due_at.unwrap().since_ms(now);
        assert!((1_000..=6 * 60 * MINUTE).contains(&gap), "{gap}");
        now = now.plus_ms(gap);
        order = moved.order;
    }
    assert_eq!((order.state, order.polls), (State::Pending, 500));
}

#[test]
fn a_number_is_the_uuid_s_lowest_forty_bits() {
    assert_eq!(number(0), "00000000");
    assert_eq!(number(u128::MAX), "ZZZZZZZZ");
    assert_eq!(number(1 << 40), "00000000", "what is above does not count");
    assert_eq!(number(0x1F), "0000000Z");
    assert_eq!(number(0b00001_00010), "00000012");
}

/// What can't happen: the order in the state, the event.
fn illegal(order: Order, event: Event) -> bool {
    apply(order, event, moment()).is_err()
}

#[test]
fn nobody_gives_up_an_order_that_may_still_be_taken() {
    let proved = || Some(finding(Verdict::NotPlaced));
    let settled = || Order { evidence: proved(), due_at: None, ..order(State::Uncertain) };
    let early = || Order { send_deadline: Some(NOW.plus_ms(1 - SETTLE_MARGIN_MS)), ..settled() };
    let wanted = |order: Order| Order { due_at: Some(NOW), ..order };
    let resend = Event::Resend { deadline: NOW.plus_seconds(60) };
    for event in [Event::FoundNotPlaced { admin: 5 }, Event::ProvedNotPlaced, Event::ResendWanted { admin: None }] {
        assert!(illegal(early(), event.clone()), "{event:?}");
        act(settled(), event);
    }
    assert!(illegal(wanted(early()), resend.clone()));
    let again = act(wanted(settled()), resend.clone()).order;
    assert_eq!((again.resends, again.attempts, again.sent_at), (1, 2, settled().sent_at), "it may have been taken since the first sending");
    assert!(illegal(wanted(again.clone()), resend), "one at a time");
    assert!(illegal(again, Event::FoundNotPlaced { admin: 5 }), "while it is sent again");
    assert!(illegal(wanted(settled()), Event::ResendWanted { admin: Some(5) }), "wanted already");
}

#[test]
fn only_proof_resolves_by_itself() {
    let with = |verdict| Order { evidence: Some(finding(verdict)), due_at: None, ..order(State::Uncertain) };
    let doubt = Verdict::CantTell(Doubt::OtherOrders);
    for (verdict, event) in [(Verdict::Placed, Event::ProvedNotPlaced), (Verdict::NotPlaced, Event::ProvedPlaced)] {
        assert!(illegal(with(verdict), event.clone()) && illegal(with(doubt), event.clone()), "{event:?}");
        assert!(illegal(Order { evidence: None, ..with(doubt) }, event));
    }
    let placed = act(with(Verdict::Placed), Event::ProvedPlaced);
    assert_eq!(told(&placed), "uncertain, never; ProvedPlaced; ; ProvedPlaced", "without an invoice it can't be followed");
    assert!(illegal(placed.order, Event::ProvedPlaced), "told once");
    let not = act(with(Verdict::NotPlaced), Event::ProvedNotPlaced);
    assert_eq!(told(&not), "failed, never; ProvedNotPlaced; Card Ended; ProvedNotPlaced UncertainCard");
    assert_eq!(not.order.reason, Some(Reason::NotPlaced));
}

#[test]
fn sending_again_is_told_when_it_has_brought_the_invoice() {
    let again = Order { resends: 1, evidence: Some(finding(Verdict::Placed)), due_at: None, ..order(State::Uncertain) };
    let placed = act(again, Event::Placed(receipt(sighting(Said::Pending, None))));
    assert_eq!(told(&placed), "pending, 3; Placed; Card; ResendPlaced UncertainCard");
}

#[test]
fn an_admin_s_word_can_be_taken_back_but_not_the_provider_s() {
    let found = act(Order { due_at: None, ..order(State::Uncertain) }, Event::FoundPlaced { admin: 5, invoice: "INV-9".into() }).order;
    let back = act(found, Event::TakenBack { admin: 6 });
    assert_eq!(told(&back), "uncertain, never; TakenBack; Card; ");
    assert_eq!((back.order.invoice, back.order.settled_by, back.trail[0].detail.as_deref()), (None, None, Some("6: INV-9")));
    assert!(illegal(order(State::Pending), Event::TakenBack { admin: 6 }));
}
