//! The laws of one order, which hold at each of its moves and over its whole life, whoever moves it.

use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notice::Notice;
use odzreshop_bot::domain::order::{Entry, Event, Kind, Moved, Order, State};

/// The only ways from one state into another: invariant 2 of the house.
const ROADS: [(State, &[State]); 4] = [
    (State::Queued, &[State::Sending, State::Cancelled]),
    (State::Sending, &[State::Queued, State::Pending, State::Uncertain, State::Success, State::Failed]),
    // It may stay so with a note in its trail.
    (State::Uncertain, &[State::Uncertain, State::Pending, State::Success, State::Failed]),
    // Back only when a person's word is taken back.
    (State::Pending, &[State::Uncertain, State::Success, State::Failed]),
];

/// What everybody was told of an order so far, and its whole trail.
#[derive(Clone, Debug, Default)]
pub struct Record {
    pub trail: Vec<Entry>,
    pub customer: Vec<Notice>,
    pub admins: Vec<Notice>,
}

impl Record {
    /// Adds a move, and holds it and the life so far to the laws.
    pub fn add(&mut self, before: &Order, event: &Event, moved: &Moved) {
        let after = &moved.order;
        let step = format!("{before:?}\n  {event:?}\n  {moved:?}");
        one_move(before, event, moved, &step);
        self.trail.extend(moved.trail.iter().cloned());
        self.customer.extend(moved.customer.iter().cloned());
        self.admins.extend(moved.admins.iter().cloned());
        self.whole_life(after, &step);
    }

    /// How often the order was posted and may have arrived.
    pub fn posts(&self) -> usize {
        let count = |kinds: &[Kind]| self.trail.iter().filter(|entry| kinds.contains(&entry.kind)).count();
        count(&[Kind::Sending]).checked_sub(count(&[Kind::NotSent, Kind::Busy])).expect("an answer without a question")
    }

    fn whole_life(&self, order: &Order, step: &str) {
        assert!(self.posts() <= 1, "posted again without the certainty that it never arrived: {step}");
        let told = |wanted: fn(&Notice) -> bool| self.customer.iter().filter(|notice| wanted(notice)).count();
        let ends = told(|notice| matches!(notice, Notice::Ended { .. } | Notice::PriceChanged { .. }));
        assert_eq!(ends, usize::from(!order.state.is_open()), "each end is told, once: {step}");
        let doubts = self.trail.iter().filter(|entry| matches!(entry.kind, Kind::Unclear | Kind::Orphaned)).count();
        assert_eq!(told(|notice| matches!(notice, Notice::Uncertain { .. })), doubts, "each doubt is told, once: {step}");
        assert!(told(|notice| matches!(notice, Notice::Slow { .. })) <= 1, "{step}");
        assert!(told(|notice| matches!(notice, Notice::SnArrived { .. })) <= 1, "{step}");
        for alarm in [is_slow, is_odd, is_flipped] {
            assert!(self.admins.iter().filter(|notice| alarm(notice)).count() <= 1, "an alarm rings once: {step}");
        }
    }
}

fn is_slow(notice: &Notice) -> bool {
    matches!(notice, Notice::SlowOrder { .. })
}

fn is_odd(notice: &Notice) -> bool {
    matches!(notice, Notice::OddWord { .. })
}

fn is_flipped(notice: &Notice) -> bool {
    matches!(notice, Notice::Flipped { .. })
}

fn one_move(before: &Order, event: &Event, moved: &Moved, step: &str) {
    let after = &moved.order;
    assert_eq!(after.version, before.version + 1, "{step}");
    let mut at = before.state;
    for entry in moved.trail.iter().filter(|entry| entry.kind != Kind::SnArrived) {
        let roads = ROADS.iter().find(|(from, _)| *from == at).map_or(&[][..], |(_, to)| to);
        assert!(roads.contains(&entry.state), "no road from {at:?} to {:?}: {step}", entry.state);
        at = entry.state;
    }
    assert_eq!(at, after.state, "a move that leaves no trail: {step}");
    // One step a move; an order that is taken and ended in one answer takes two.
    let ended_at_once = matches!(event, Event::Placed(_)) && !after.state.is_open();
    assert!(moved.trail.len() <= if ended_at_once { 2 } else { 1 }, "{step}");
    assert!(after.cost >= Rupiah::ZERO && after.price == before.price, "{step}");
    if before.state == State::Uncertain && after.state != State::Uncertain {
        let answered = matches!(event, Event::Placed(_) | Event::Refused { .. });
        let decided = matches!(event, Event::FoundPlaced { .. } | Event::FoundNotPlaced { .. } | Event::ProvedNotPlaced);
        assert!(answered || decided, "out of the doubt by itself: {step}");
    }
    let taken_back = matches!(event, Event::TakenBack { .. });
    assert!(!(before.state == State::Pending && after.state == State::Uncertain) || taken_back && before.settled_by.is_some(), "{step}");
    let same_invoice = after.invoice == before.invoice || taken_back && after.invoice.is_none();
    assert!(before.invoice.is_none() || same_invoice, "another invoice: {step}");
    assert!(before.sn.is_none() || after.sn == before.sn, "another SN: {step}");
    assert!(before.ended_at.is_none() || (after.ended_at, &after.reason) == (before.ended_at, &before.reason), "another end: {step}");
    assert_eq!(after.ended_at.is_some(), !after.state.is_open(), "{step}");
    let has_deadline = after.send_deadline.is_some();
    assert!(has_deadline || !matches!(after.state, State::Sending | State::Uncertain), "settled when? {step}");
    assert!(!has_deadline || matches!(after.state, State::Sending | State::Uncertain | State::Pending), "{step}");
    let waits_for_a_worker = match after.state {
        State::Queued | State::Sending | State::Pending => true,
        State::Success => after.sn.is_none(),
        State::Uncertain | State::Failed | State::Cancelled => false,
    };
    assert!(!waits_for_a_worker || after.due_at.is_some(), "forgotten: {step}");
    let same = |order: &Order| (order.id.clone(), order.quote.clone(), order.user_id, order.sku.clone(), order.target.clone());
    assert_eq!(same(after), same(before), "{step}");
}
