//! Compares the real `apply` with the model over random events: valid, invalid and repeated ones.

use std::cell::RefCell;

use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::order::{ApplyArgs, Order, OrderEvent, OrderState, Receipt, Refusal, StatusReport, StatusWord, apply};
use odzreshop_bot::domain::reconciliation::{Doubt, Evidence, Verdict};
use odzreshop_bot::domain::retry::Jitter;
use odzreshop_bot::domain::shop::Polling;
use odzreshop_bot::domain::time::Millis;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::{Index, select};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

use crate::chance;
use crate::model::law::Record;
use crate::model::life::Life;
use crate::samples::{FOUND, NOW, Taste};

/// One step: the time since the last step, and the event.
#[derive(Clone, Debug)]
pub struct Happening {
    later_ms: i64,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Event(OrderEvent),
    /// An earlier event again: a duplicate, or an answer out of order.
    Again(Index),
}

/// The state of the model.
#[derive(Clone, Debug)]
pub struct Past {
    now: Millis,
    life: Life,
    events: Vec<OrderEvent>,
    /// The last event, and whether it was valid.
    last: Option<(OrderEvent, bool)>,
}

struct Reference;

impl ReferenceStateMachine for Reference {
    type State = Past;
    type Transition = Happening;

    fn init_state() -> BoxedStrategy<Past> {
        Just(Past { now: NOW, life: Life::default(), events: Vec::new(), last: None }).boxed()
    }

    fn transitions(past: &Past) -> BoxedStrategy<Happening> {
        let (life, now) = (past.life.clone(), past.now);
        // Picks a valid event from several, because otherwise most events would be refused.
        let sensible = vec(event(), 8).prop_map(move |events| {
            let fits = |event: &&OrderEvent| life.admits(event, now) && !ends_early(event);
            events.iter().find(fits).unwrap_or(&events[0]).clone()
        });
        let what = match past.events.is_empty() {
            true => prop_oneof![4 => sensible.prop_map(What::Event), 1 => event().prop_map(What::Event)].boxed(),
            false => prop_oneof![
                4 => sensible.prop_map(What::Event),
                2 => event().prop_map(What::Event),
                1 => any::<Index>().prop_map(What::Again),
            ]
            .boxed(),
        };
        let later_ms = prop_oneof![Just(0), 0..5_000_i64, 0..3_600_000_i64, -60_000..0_i64];
        (later_ms, what).prop_map(|(later_ms, what)| Happening { later_ms, what }).boxed()
    }

    fn apply(mut past: Past, happening: &Happening) -> Past {
        let event = match &happening.what {
            What::Event(event) => event.clone(),
            What::Again(index) => index.get(&past.events).clone(),
        };
        past.now = past.now.plus_ms(happening.later_ms);
        let sense = past.life.admits(&event, past.now);
        if sense {
            past.life.learn(&event, past.now);
        }
        past.events.push(event.clone());
        past.last = Some((event, sense));
        past
    }

    fn preconditions(past: &Past, happening: &Happening) -> bool {
        !(past.events.is_empty() && matches!(happening.what, What::Again(_)))
    }
}

/// Events that end an order early; they are made less frequent.
fn ends_early(event: &OrderEvent) -> bool {
    matches!(event, OrderEvent::Expired | OrderEvent::PriceChanged { .. } | OrderEvent::Unavailable | OrderEvent::NotAccepted { .. })
}

pub fn event() -> impl Strategy<Value = OrderEvent> {
    let refusal = select(vec![Refusal::InsufficientBalance, Refusal::BadRequest, Refusal::Key, Refusal::VendorDepleted]);
    let money = || option::of((0..=i64::MAX).prop_map(Rupiah));
    let words = "[a-z ]{0,12}";
    prop_oneof![
        3 => (0..600_000_i64).prop_map(|span| OrderEvent::Send { deadline: NOW.plus_ms(span) }),
        1 => Just(OrderEvent::Postponed),
        1 => Just(OrderEvent::Expired),
        1 => Just(OrderEvent::PriceChanged { quote: "another".to_owned() }),
        1 => Just(OrderEvent::Unavailable),
        1 => (refusal.clone(), words).prop_map(|(refusal, detail)| OrderEvent::NotAccepted { refusal, detail }),
        2 => words.prop_map(|detail| OrderEvent::NotSent { detail }),
        2 => option::of(0..=3_600_000_i64).prop_map(|retry_after_ms| OrderEvent::Busy { retry_after_ms }),
        1 => (refusal, words).prop_map(|(refusal, detail)| OrderEvent::Refused { refusal, detail }),
        2 => ("[A-C]", money(), money(), money(), status_report()).prop_map(|(invoice, cost, balance_before, balance_after, status_report)| {
            OrderEvent::Placed(Receipt { invoice, cost, odd_cost: None, balance_before, balance_after, status_report })
        }),
        1 => words.prop_map(|detail| OrderEvent::Unclear { detail }),
        1 => Just(OrderEvent::Orphaned),
        1 => ("[A-C]", 1..4_i64).prop_map(|(invoice, admin)| OrderEvent::FoundPlaced { admin, invoice }),
        1 => (1..4_i64).prop_map(|admin| OrderEvent::FoundNotPlaced { admin }),
        2 => select(vec![Verdict::Placed, Verdict::NotPlaced, Verdict::CantTell(Doubt::OtherOrders)])
            .prop_map(|verdict| OrderEvent::Reconciled(Evidence { verdict, ..FOUND })),
        1 => Just(OrderEvent::ProvedPlaced),
        1 => Just(OrderEvent::ProvedNotPlaced),
        1 => option::of(1..4_i64).prop_map(|admin| OrderEvent::ResendWanted { admin }),
        2 => (0..600_000_i64).prop_map(|span| OrderEvent::Resend { deadline: NOW.plus_ms(span) }),
        1 => words.prop_map(|detail| OrderEvent::ResendUnclear { detail }),
        1 => (1..4_i64).prop_map(|admin| OrderEvent::TakenBack { admin }),
        4 => status_report().prop_map(OrderEvent::Seen),
        2 => Just(OrderEvent::PollFailed),
    ]
}

fn status_report() -> impl Strategy<Value = StatusReport> {
    let status = prop_oneof![
        4 => Just(StatusWord::Pending),
        1 => Just(StatusWord::Success),
        1 => Just(StatusWord::Failed),
        2 => "[a-z]{1,8}".prop_map(StatusWord::Unknown),
    ];
    (status, "[a-z]{0,8}", option::of("[0-9]{1,8}"), option::of("[a-z ]{0,12}")).prop_map(|(status, word, sn, message)| StatusReport {
        status,
        word,
        sn,
        message,
    })
}

/// The real order with its notifications and its history.
struct Real {
    order: Order,
    now: Millis,
    record: RefCell<Record>,
}

struct Walk;

impl StateMachineTest for Walk {
    type SystemUnderTest = Real;
    type Reference = Reference;

    fn init_test(_: &Past) -> Real {
        let order = Taste::pleasant().order(OrderState::Queued, None);
        let order = Order { version: 1, attempts: 0, polls: 0, sent_at: None, due_at: Some(NOW), ..order };
        Real { order, now: NOW, record: RefCell::default() }
    }

    fn apply(mut real: Real, past: &Past, happening: Happening) -> Real {
        let (event, sense) = past.last.clone().expect("something happened");
        real.now = real.now.plus_ms(happening.later_ms);
        let polling = Polling { first_seconds: 3, tell_customer_after_minutes: 15, tell_admins_after_minutes: 60 };
        let args = ApplyArgs { now: real.now, jitter: Jitter(happening.later_ms % 200), polling, estimate: None };
        match apply(real.order.clone(), event.clone(), args) {
            Ok(moved) => {
                assert!(sense, "{event:?} happened to an order of which is known: {past:?}");
                real.record.borrow_mut().add(&real.order, &event, &moved);
                real.order = moved.order;
            }
            Err(illegal) => {
                assert!(!sense, "{illegal}, though it makes sense: {past:?}");
                assert_eq!(illegal.state, real.order.state);
            }
        }
        real
    }

    fn check_invariants(real: &Real, past: &Past) {
        assert_eq!(real.order.state, past.life.state(), "{:?}", past.events);
    }
}

#[test]
fn an_order_behaves_like_its_model() {
    chance::walk::<Walk>(1, 40);
}
