//! What an event changes: the steps from which [`apply`](crate::domain::order::apply) makes a transition.

use crate::domain::estimate::Estimate;
use crate::domain::notification::{Notification, OrderNotification};
use crate::domain::order::{EndReason, Order, OrderHistoryEntry, OrderHistoryKind, OrderState, Receipt, Refusal, StatusReport, StatusWord};
use crate::domain::retry::{self, Jitter};
use crate::domain::shop::Polling;
use crate::domain::time::Millis;
use crate::domain::wallet::{Transfer, settlement};

/// The result of an event: the changed order, its new history entries, and the notifications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    pub order: Order,
    /// New entries of the history; none when the state did not change.
    pub history: Vec<OrderHistoryEntry>,
    /// What its end means for the customer's money. Must be written before the order.
    pub money: Option<Transfer>,
    /// For the customer.
    pub customer: Vec<Notification>,
    /// For the admins.
    pub admins: Vec<Notification>,
}

/// The arguments of [`apply`](crate::domain::order::apply) besides the order and the event.
#[derive(Clone, Copy, Debug)]
pub struct ApplyArgs {
    pub now: Millis,
    pub jitter: Jitter,
    pub polling: Polling,
    /// How long such an order usually takes, if that is known.
    pub estimate: Option<Estimate>,
}

/// An order on its way from one version to the next.
pub(super) struct Step {
    pub(super) was: OrderState,
    pub(super) order: Order,
    pub(super) args: ApplyArgs,
    pub(super) history: Vec<OrderHistoryEntry>,
    pub(super) customer: Vec<Notification>,
    pub(super) admins: Vec<Notification>,
}

impl Step {
    pub(super) fn new(order: Order, args: ApplyArgs) -> Self {
        Self { was: order.state, order, args, history: Vec::new(), customer: Vec::new(), admins: Vec::new() }
    }

    pub(super) fn finish(mut self) -> Transition {
        self.order.version += 1;
        // The admins' card, if there is one, is out of date.
        if self.was == OrderState::Uncertain && self.order.state != OrderState::Uncertain && self.order.evidence.is_some() {
            self.admins.push(Notification::Order(OrderNotification::UncertainCard { order: self.order.id.clone() }));
        }
        // An order that is being sent is on its way to the next state already.
        if self.order.told.unverified && self.was != self.order.state && self.order.state != OrderState::Sending {
            self.admins.push(Notification::Order(OrderNotification::Unverified { order: self.order.id.clone() }));
        }
        let money = settlement(self.was, &self.order, self.args.now);
        Transition { order: self.order, history: self.history, money, customer: self.customer, admins: self.admins }
    }

    pub(super) fn enter(&mut self, state: OrderState, kind: OrderHistoryKind) {
        self.order.state = state;
        self.history.push(OrderHistoryEntry { at: self.args.now, state, kind, detail: None });
    }

    pub(super) fn detail(&mut self, detail: String) {
        if let Some(entry) = self.history.last_mut().filter(|_| !detail.is_empty()) {
            entry.detail = Some(detail);
        }
    }

    pub(super) fn end(&mut self, state: OrderState, kind: OrderHistoryKind, reason: Option<EndReason>) {
        self.enter(state, kind);
        self.order.reason = reason;
        self.order.ended_at = Some(self.args.now);
        self.order.due_at = None;
        self.order.send_deadline = None;
    }

    /// Edits the card.
    pub(super) fn card(&mut self) {
        self.order.told.processing = self.order.state == OrderState::Pending;
        self.customer.push(Notification::Order(OrderNotification::Card { order: self.order.id.clone() }));
    }

    /// The message about the end is a reply to the card. After a success nothing hangs on the card any more, so one that says that the
    /// order is being processed stays as it is: each call counts for Telegram's pace.
    pub(super) fn tell_end(&mut self) {
        if self.order.state != OrderState::Success || !self.order.told.processing {
            self.card();
        }
        self.customer.push(Notification::Order(OrderNotification::Ended { order: self.order.id.clone() }));
    }

    pub(super) fn cancel(&mut self, reason: EndReason) {
        self.end(OrderState::Cancelled, OrderHistoryKind::Cancelled, Some(reason));
        self.tell_end();
    }

    pub(super) fn send(&mut self, deadline: Millis) {
        self.enter(OrderState::Sending, OrderHistoryKind::Sending);
        let order = &mut self.order;
        order.attempts += 1;
        order.sent_at = Some(self.args.now);
        order.send_deadline = Some(deadline);
        order.due_at = Some(deadline);
    }

    /// Whether the clock was rolled back so far since the order was made that its age is unknown. Such an order is not kept waiting, because
    /// the bot could not tell when it has waited too long.
    pub(super) fn is_ageless(&self) -> bool {
        self.order.created_at.since_ms(self.args.now) > retry::QUEUE_LIFETIME_MS
    }

    pub(super) fn postpone(&mut self) {
        let due = retry::resend_at(self.args.now, 2, None, self.args.jitter);
        self.order.due_at = Some(due);
        self.tell_wait();
    }

    /// The order is not processed as soon as its card says.
    fn tell_wait(&mut self) {
        if self.order.told.processing {
            self.card();
        }
    }

    pub(super) fn try_again(&mut self, kind: OrderHistoryKind, detail: Option<String>, retry_after_ms: Option<i64>, reason: EndReason) {
        if self.order.attempts >= retry::MAX_ATTEMPTS {
            self.end(OrderState::Failed, kind, Some(reason));
            self.tell_end();
        } else {
            let due = retry::resend_at(self.args.now, self.order.attempts, retry_after_ms, self.args.jitter);
            self.order.due_at = Some(due);
            self.order.send_deadline = None;
            self.enter(OrderState::Queued, kind);
            self.tell_wait();
        }
        self.detail(detail.unwrap_or_default());
    }

    pub(super) fn refused(&mut self, refusal: Refusal, words: String) {
        self.end(OrderState::Failed, OrderHistoryKind::Refused, Some(EndReason::Refused(refusal)));
        self.detail(words.clone());
        self.tell_end();
        self.tell_refusal(refusal, words);
    }

    pub(super) fn not_accepted(&mut self, refusal: Refusal, words: String) {
        self.cancel(EndReason::Refused(refusal));
        self.detail(words.clone());
        self.tell_refusal(refusal, words);
    }

    /// Admins read the provider's own words, which customers do not. When the provider refuses the shop itself, the shop closes, and the
    /// admins are told that in another notification.
    fn tell_refusal(&mut self, refusal: Refusal, words: String) {
        let order = self.order.id.clone();
        match refusal {
            Refusal::InsufficientBalance => {
                self.admins.push(Notification::Order(OrderNotification::ProviderBalanceShort { order }));
            }
            Refusal::Key | Refusal::Ip | Refusal::VendorDepleted => {}
            Refusal::MissingFields
            | Refusal::ItemUnavailable
            | Refusal::TargetRejected
            | Refusal::BadRequest
            | Refusal::NotFound
            | Refusal::Method => self.admins.push(Notification::Order(OrderNotification::ProviderRefused { order, words })),
        }
    }

    pub(super) fn placed(&mut self, receipt: Receipt) {
        self.enter(OrderState::Pending, OrderHistoryKind::Placed);
        self.detail(receipt.invoice.clone());
        self.order.invoice = Some(receipt.invoice);
        self.order.placed_at = Some(self.args.now);
        self.order.send_deadline = None;
        if self.was == OrderState::Uncertain && self.order.resends > 0 {
            self.admins.push(Notification::Order(OrderNotification::ResendPlaced { order: self.order.id.clone() }));
        }
        if let Some(charged) = receipt.cost.filter(|charged| *charged != self.order.cost) {
            let (order, listed) = (self.order.id.clone(), self.order.cost);
            self.admins.push(Notification::Order(OrderNotification::CostDiffers { order, listed, charged }));
            self.order.cost = charged;
        }
        self.conclude(receipt.status_report);
        if self.order.state == OrderState::Pending && !self.order.told.processing {
            self.card();
        }
        self.schedule_poll();
    }

    pub(super) fn seen(&mut self, status_report: StatusReport) {
        self.order.polls += 1;
        self.conclude(status_report);
        self.schedule_poll();
        self.tell_if_slow();
    }

    pub(super) fn wait_on(&mut self) {
        self.order.polls += 1;
        self.schedule_poll();
        self.tell_if_slow();
    }

    /// What the provider's word makes of a placed order. Only an explicit word is final.
    pub(super) fn conclude(&mut self, status_report: StatusReport) {
        let id = self.order.id.clone();
        match (self.order.state, status_report.status) {
            (OrderState::Pending, StatusWord::Success) => {
                self.order.sn = status_report.sn;
                self.end(OrderState::Success, OrderHistoryKind::Success, None);
                self.detail(self.order.sn.clone().unwrap_or_default());
                self.tell_end();
            }
            (OrderState::Pending, StatusWord::Failed) => {
                let words = status_report.message.filter(|words| !words.is_empty());
                self.end(OrderState::Failed, OrderHistoryKind::Failed, Some(EndReason::Provider(words.clone())));
                self.detail(words.clone().unwrap_or_default());
                self.tell_end();
                self.admins.extend(words.map(|words| Notification::Order(OrderNotification::ProviderRefused { order: id, words })));
            }
            (OrderState::Pending, StatusWord::Unknown(word)) if !self.order.told.unknown_word => {
                self.order.told.unknown_word = true;
                self.admins.push(Notification::Order(OrderNotification::UnknownStatusWord { order: id, word }));
            }
            (OrderState::Success, StatusWord::Success) if self.order.sn.is_none() && status_report.sn.is_some() => {
                self.order.sn = status_report.sn;
                self.history.push(OrderHistoryEntry {
                    at: self.args.now,
                    state: OrderState::Success,
                    kind: OrderHistoryKind::SnArrived,
                    detail: self.order.sn.clone(),
                });
                self.customer.push(Notification::Order(OrderNotification::SnArrived { order: id }));
            }
            (OrderState::Success, StatusWord::Failed) | (OrderState::Failed, StatusWord::Success) if !self.order.told.flipped => {
                self.order.told.flipped = true;
                let word = status_report.word;
                self.admins.push(Notification::Order(OrderNotification::Flipped { order: id, word }));
            }
            _ => {}
        }
    }

    /// A pending order is polled until it ends; a success without a serial number until that is there, or has not come for too long.
    pub(super) fn schedule_poll(&mut self) {
        let waiting = match self.order.state {
            OrderState::Pending => true,
            OrderState::Success if self.order.sn.is_none() => !self.gives_up_sn(),
            _ => false,
        };
        let placed = self.order.placed_at.unwrap_or(self.order.created_at);
        let age_ms = self.args.now.since_ms(placed);
        let ApplyArgs { now, jitter, polling, .. } = self.args;
        self.order.due_at = waiting.then(|| retry::poll_at(now, self.order.polls, age_ms, polling.first_seconds, jitter));
    }

    /// Whether nobody waits for the serial number any more; the customer and the admins are told so once.
    fn gives_up_sn(&mut self) -> bool {
        let ended = self.order.ended_at.unwrap_or(self.order.created_at);
        if self.args.now.since_ms(ended) < retry::SN_LIFETIME_MS {
            return false;
        }
        if !self.order.told.sn_missing {
            self.order.told.sn_missing = true;
            let order = || self.order.id.clone();
            self.customer.push(Notification::Order(OrderNotification::SnMissing { order: order() }));
            self.admins.push(Notification::Order(OrderNotification::NoSn { order: order() }));
        }
        true
    }

    pub(super) fn tell_if_slow(&mut self) {
        if self.order.state != OrderState::Pending {
            return;
        }
        let waited_ms = self.args.now.since_ms(self.order.created_at);
        let polling = self.args.polling;
        let is_late = self.args.estimate.is_some_and(|estimate| estimate.is_late(waited_ms));
        if !self.order.told.customer_slow && (is_late || waited_ms >= polling.tell_customer_after_minutes * 60_000) {
            self.order.told.customer_slow = true;
            self.customer.push(Notification::Order(OrderNotification::Slow { order: self.order.id.clone() }));
        }
        if !self.order.told.admins_slow && waited_ms >= polling.tell_admins_after_minutes * 60_000 {
            self.order.told.admins_slow = true;
            self.admins.push(Notification::Order(OrderNotification::SlowOrder { order: self.order.id.clone() }));
        }
    }
}
