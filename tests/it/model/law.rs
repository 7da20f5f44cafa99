//! Rules that must hold for an order at each transition and over its whole life.

use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::{Notification, OrderNotification};
use odzreshop_bot::domain::order::{Order, OrderEvent, OrderHistoryEntry, OrderHistoryKind, OrderState, Transition};

/// The allowed transitions: invariant 2 in `src/lib.rs`.
const ROADS: [(OrderState, &[OrderState]); 4] = [
    (OrderState::Queued, &[OrderState::Sending, OrderState::Cancelled]),
    (OrderState::Sending, &[OrderState::Queued, OrderState::Pending, OrderState::Uncertain, OrderState::Success, OrderState::Failed]),
    // An order may stay uncertain with a new history entry.
    (OrderState::Uncertain, &[OrderState::Uncertain, OrderState::Pending, OrderState::Success, OrderState::Failed]),
    // Back only when an admin's decision is undone.
    (OrderState::Pending, &[OrderState::Uncertain, OrderState::Success, OrderState::Failed]),
];

/// All notifications about an order so far, and its whole history.
#[derive(Clone, Debug, Default)]
pub struct Record {
    pub history: Vec<OrderHistoryEntry>,
    pub customer: Vec<Notification>,
    pub admins: Vec<Notification>,
}

impl Record {
    /// Adds a transition and checks the rules.
    pub fn add(&mut self, before: &Order, event: &OrderEvent, moved: &Transition) {
        let after = &moved.order;
        let step = format!("{before:?}\n  {event:?}\n  {moved:?}");
        one_move(before, event, moved, &step);
        self.history.extend(moved.history.iter().cloned());
        self.customer.extend(moved.customer.iter().cloned());
        self.admins.extend(moved.admins.iter().cloned());
        self.whole_life(after, &step);
    }

    /// How often the order was posted and may have arrived.
    pub fn posts(&self) -> usize {
        let count = |kinds: &[OrderHistoryKind]| self.history.iter().filter(|entry| kinds.contains(&entry.kind)).count();
        count(&[OrderHistoryKind::Sending])
            .checked_sub(count(&[OrderHistoryKind::NotSent, OrderHistoryKind::Busy]))
            .expect("an answer without a question")
    }

    fn whole_life(&self, order: &Order, step: &str) {
        assert!(self.posts() <= 1, "posted again without the certainty that it never arrived: {step}");
        let told = |wanted: fn(&Notification) -> bool| self.customer.iter().filter(|notification| wanted(notification)).count();
        let ends = told(|notification| {
            matches!(
                notification,
                Notification::Order(OrderNotification::Ended { .. }) | Notification::Order(OrderNotification::PriceChanged { .. })
            )
        });
        assert_eq!(ends, usize::from(!order.state.is_open()), "each end is told, once: {step}");
        let doubts =
            self.history.iter().filter(|entry| matches!(entry.kind, OrderHistoryKind::Unclear | OrderHistoryKind::Orphaned)).count();
        assert_eq!(
            told(|notification| matches!(notification, Notification::Order(OrderNotification::Uncertain { .. }))),
            doubts,
            "each doubt is told, once: {step}"
        );
        assert!(told(|notification| matches!(notification, Notification::Order(OrderNotification::Slow { .. }))) <= 1, "{step}");
        assert!(told(|notification| matches!(notification, Notification::Order(OrderNotification::SnArrived { .. }))) <= 1, "{step}");
        for alarm in [is_slow, is_odd, is_flipped] {
            assert!(self.admins.iter().filter(|notification| alarm(notification)).count() <= 1, "an alarm rings once: {step}");
        }
    }
}

fn is_slow(notification: &Notification) -> bool {
    matches!(notification, Notification::Order(OrderNotification::SlowOrder { .. }))
}

fn is_odd(notification: &Notification) -> bool {
    matches!(notification, Notification::Order(OrderNotification::UnknownStatusWord { .. }))
}

fn is_flipped(notification: &Notification) -> bool {
    matches!(notification, Notification::Order(OrderNotification::Flipped { .. }))
}

fn one_move(before: &Order, event: &OrderEvent, moved: &Transition, step: &str) {
    let after = &moved.order;
    assert_eq!(after.version, before.version + 1, "{step}");
    let mut at = before.state;
    for entry in moved.history.iter().filter(|entry| entry.kind != OrderHistoryKind::SnArrived) {
        let roads = ROADS.iter().find(|(from, _)| *from == at).map_or(&[][..], |(_, to)| to);
        assert!(roads.contains(&entry.state), "no road from {at:?} to {:?}: {step}", entry.state);
        at = entry.state;
    }
    assert_eq!(at, after.state, "a move that leaves no trail: {step}");
    // One step per transition; an order that is accepted and ended by one answer takes two.
    let ended_at_once = matches!(event, OrderEvent::Placed(_)) && !after.state.is_open();
    assert!(moved.history.len() <= if ended_at_once { 2 } else { 1 }, "{step}");
    assert!(after.cost >= Rupiah::ZERO && after.price == before.price, "{step}");
    if before.state == OrderState::Uncertain && after.state != OrderState::Uncertain {
        let answered = matches!(event, OrderEvent::Placed(_) | OrderEvent::Refused { .. });
        let decided = matches!(event, OrderEvent::FoundPlaced { .. } | OrderEvent::FoundNotPlaced { .. } | OrderEvent::ProvedNotPlaced);
        assert!(answered || decided, "no longer uncertain without an answer or a decision: {step}");
    }
    let taken_back = matches!(event, OrderEvent::TakenBack { .. });
    assert!(
        !(before.state == OrderState::Pending && after.state == OrderState::Uncertain) || taken_back && before.resolved_by.is_some(),
        "{step}"
    );
    let same_invoice = after.invoice == before.invoice || taken_back && after.invoice.is_none();
    assert!(before.invoice.is_none() || same_invoice, "another invoice: {step}");
    assert!(before.sn.is_none() || after.sn == before.sn, "another SN: {step}");
    assert!(before.ended_at.is_none() || (after.ended_at, &after.reason) == (before.ended_at, &before.reason), "another end: {step}");
    assert_eq!(after.ended_at.is_some(), !after.state.is_open(), "{step}");
    let has_deadline = after.send_deadline.is_some();
    assert!(has_deadline || !matches!(after.state, OrderState::Sending | OrderState::Uncertain), "settled when? {step}");
    assert!(!has_deadline || matches!(after.state, OrderState::Sending | OrderState::Uncertain | OrderState::Pending), "{step}");
    let waits_for_a_worker = match after.state {
        OrderState::Queued | OrderState::Sending | OrderState::Pending => true,
        OrderState::Success => after.sn.is_none(),
        OrderState::Uncertain | OrderState::Failed | OrderState::Cancelled => false,
    };
    assert!(!waits_for_a_worker || after.due_at.is_some(), "forgotten: {step}");
    let same = |order: &Order| (order.id.clone(), order.quote.clone(), order.user_id, order.sku.clone(), order.target.clone());
    assert_eq!(same(after), same(before), "{step}");
}
