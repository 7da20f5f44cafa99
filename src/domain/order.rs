//! One order: its states, what can happen to it, and what follows from that.
//!
//! ```text
//! queued ──▶ sending ──▶ pending ──▶ success | failed
//!    ▲  │       │  └────▶ uncertain ──▶ pending | success | failed (by an admin's word, by proof, or by a late answer)
//!    │  │       └───────▶ failed | success                      (said at once)
//!    │  └───────────────▶ cancelled                             (never sent)
//!    └── sending                                                (surely never left)
//! ```
//!
//! [`apply`] is the only place where an order changes state. Unknown is not failed and not success: without an explicit word the
//! order stays where it is, and without certainty that nothing was sent it becomes `uncertain`, which only a late answer, a person,
//! or, where the owner wants that, proof by the provider balance ([`evidence`](crate::domain::evidence)) resolves. An admin's word that an order
//! was placed can be taken back (`pending -> uncertain`) when the provider does not know its invoice.

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::notification::{Notification, OrderNotification};
use crate::domain::reconciliation::{Evidence, Verdict};
use crate::domain::retry::{self, Jitter};
use crate::domain::shop::Polling;
use crate::domain::target::Answer;
use crate::domain::time::Millis;
use crate::domain::wallet::{PaidBy, Transfer, settlement};

mod event;
mod uncertain;
pub use event::{OrderEvent, OrderHistoryEntry, OrderHistoryKind, Receipt, Refusal, StatusReport, StatusWord};

#[cfg(test)]
mod tests;

/// An order's identity and our `ref_id` at the provider: a UUIDv7 in text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderId(pub String);

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Confirmed, not sent yet.
    Queued,
    /// The intent to send is on disk; the call may be under way.
    Sending,
    /// The provider has it.
    Pending,
    /// Nobody knows whether the provider has it.
    Uncertain,
    /// Delivered.
    Success,
    /// Surely not delivered.
    Failed,
    /// Never sent.
    Cancelled,
}

impl OrderState {
    /// All states, in the order in which an order goes through them.
    pub const ALL: [Self; 7] = [Self::Queued, Self::Sending, Self::Pending, Self::Uncertain, Self::Success, Self::Failed, Self::Cancelled];

    /// The word for databases and texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Pending => "pending",
            Self::Uncertain => "uncertain",
            Self::Success => "success",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether the order is still somebody's open business.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Pending | Self::Uncertain)
    }
}

/// Why an order ended without success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The provider refused it in a documented form.
    Refused(Refusal),
    /// The provider could not be reached; nothing was sent.
    Unreachable,
    /// The provider had no time for us, again and again; nothing was taken.
    Busy,
    /// The provider says that it failed; its own words, if it gave any.
    Provider(Option<String>),
    /// An admin found that the provider never had it.
    NotPlaced,
    /// It waited too long to be sent.
    Expired,
    /// The price changed before it was sent.
    PriceChanged,
    /// The item left the provider's list before it was sent.
    Unavailable,
}

/// One order, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub id: OrderId,
    /// What people call it: eight messages and digits.
    pub number: String,
    /// The confirmation it came from; one quote makes one order at most.
    pub quote: String,
    pub user_id: i64,
    pub chat_id: i64,
    /// The message that is its card.
    pub card_message_id: i64,
    /// The category's slug.
    pub category: String,
    /// The provider's code of the item.
    pub sku: String,
    /// The provider's name of the SKU when it was confirmed.
    pub item: String,
    /// What the provider gets.
    pub target: String,
    /// The target's fields, apart.
    pub answers: Vec<Answer>,
    /// What the customer pays.
    pub price: Rupiah,
    /// What the provider takes.
    pub cost: Rupiah,
    pub state: OrderState,
    /// Counts the changes; an update names the version it leaves.
    pub version: i64,
    /// How often it was taken up for sending.
    pub attempts: i64,
    /// How often the provider was asked after it.
    pub polls: i64,
    /// The provider's name for it.
    pub invoice: Option<String>,
    /// The serial number.
    pub sn: Option<String>,
    /// Why it ended without success.
    pub reason: Option<EndReason>,
    /// When a worker has to look at it next; `None` when nothing is left to do.
    pub due_at: Option<Millis>,
    pub created_at: Millis,
    /// When the last sending began.
    pub sent_at: Option<Millis>,
    /// A sending that is not answered by then counts as lost. Kept while the order is uncertain.
    pub send_deadline: Option<Millis>,
    /// When the provider took it; an admin's word dates back to the sending.
    pub placed_at: Option<Millis>,
    pub ended_at: Option<Millis>,
    /// What the provider balance said when it was last weighed for this order.
    pub evidence: Option<Evidence>,
    /// The admin by whose word it was placed.
    #[serde(alias = "settled_by")]
    pub resolved_by: Option<i64>,
    /// How often it was sent again under the same `ref_id`, after its first sending had become uncertain.
    #[serde(default)]
    pub resends: i64,
    /// What was told already and is not told again.
    pub told: Told,
    /// Who pays it.
    #[serde(default)]
    pub paid_by: PaidBy,
}

/// Which one-time notifications an order has already caused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The customer: it takes longer than usual.
    pub customer_slow: bool,
    /// The admins: it has been under way for long.
    pub admins_slow: bool,
    /// The admins: a status word that we don't know.
    #[serde(alias = "odd_word")]
    pub unknown_word: bool,
    /// The admins: the provider contradicts the end that it gave.
    pub flipped: bool,
    /// The admins: the provider balance proves that it was placed.
    #[serde(default)]
    pub proved: bool,
}

/// What follows from an event: the changed order, its new history entries, and whom to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    pub order: Order,
    /// New entries of the history; none when the state did not change.
    pub history: Vec<OrderHistoryEntry>,
    /// What its end means for the customer's money. To be written before the order.
    pub money: Option<Transfer>,
    /// For whoever ordered.
    pub customer: Vec<Notification>,
    /// For the admins.
    pub admins: Vec<Notification>,
}

/// An event that can't happen to an order in this state. The order is unchanged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{event} cannot happen to an order that is {}", state.as_str())]
pub struct IllegalTransition {
    pub state: OrderState,
    /// What was to happen.
    pub event: String,
}

/// What a decision needs besides the order and the event.
#[derive(Clone, Copy, Debug)]
pub struct ApplyArgs {
    pub now: Millis,
    pub jitter: Jitter,
    pub polling: Polling,
}

/// An order number from the order's UUID: its 40 lowest bits, which are random in a UUIDv7, in Crockford's base 32
/// (no I, L, O, U: nothing to misread on the phone).
pub fn number(uuid: u128) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    (0..8).rev().map(|place| char::from(DIGITS[(uuid >> (5 * place)) as usize & 31])).collect()
}

/// What `event` makes of `order`.
///
/// # Errors
/// [`IllegalTransition`] when the event can't happen in the order's state.
pub fn apply(order: Order, event: OrderEvent, moment: ApplyArgs) -> Result<Transition, IllegalTransition> {
    use OrderState as S;
    let state = order.state;
    let mut step = Step::new(order, moment);
    match (step.order.state, event) {
        (S::Queued, OrderEvent::Send { deadline }) => step.send(deadline),
        (S::Queued, OrderEvent::Postponed) if step.is_ageless() => step.cancel(EndReason::Expired),
        (S::Queued, OrderEvent::Postponed) => step.postpone(),
        (S::Uncertain, OrderEvent::Postponed) if step.order.due_at.is_some() => step.postpone(),
        (S::Queued, OrderEvent::Expired) => step.cancel(EndReason::Expired),
        (S::Queued, OrderEvent::Unavailable) => step.cancel(EndReason::Unavailable),
        (S::Queued, OrderEvent::NotAccepted { refusal }) => step.cancel(EndReason::Refused(refusal)),
        (S::Queued, OrderEvent::PriceChanged { quote }) => {
            step.end(S::Cancelled, OrderHistoryKind::PriceChanged, Some(EndReason::PriceChanged));
            step.card();
            let order = step.order.id.clone();
            step.customer.push(Notification::Order(OrderNotification::PriceChanged { order, quote }));
        }
        (S::Sending, OrderEvent::NotSent { detail }) => {
            step.try_again(OrderHistoryKind::NotSent, Some(detail), None, EndReason::Unreachable)
        }
        (S::Sending, OrderEvent::Busy { retry_after_ms }) => step.try_again(OrderHistoryKind::Busy, None, retry_after_ms, EndReason::Busy),
        // An answer that comes so late that its sending was given up is an answer all the same.
        (S::Sending | S::Uncertain, OrderEvent::Refused { refusal, detail }) => step.refused(refusal, detail),
        (S::Sending | S::Uncertain, OrderEvent::Placed(receipt)) => step.placed(receipt),
        (S::Sending, OrderEvent::Unclear { detail }) => step.unclear(OrderHistoryKind::Unclear, detail),
        (S::Sending, OrderEvent::Orphaned) => step.unclear(OrderHistoryKind::Orphaned, String::new()),
        (S::Uncertain, OrderEvent::Reconciled(evidence)) => step.reconciled(evidence),
        (S::Uncertain, OrderEvent::FoundPlaced { admin, invoice }) => step.found_placed(admin, invoice),
        (S::Uncertain, OrderEvent::FoundNotPlaced { admin }) if step.is_decidable() => {
            step.not_placed(OrderHistoryKind::FoundNotPlaced, admin.to_string())
        }
        (S::Uncertain, OrderEvent::ProvedPlaced) if step.has_verdict(Verdict::Placed) && !step.order.told.proved => step.proved_placed(),
        (S::Uncertain, OrderEvent::ProvedNotPlaced) if step.is_decidable() && step.has_verdict(Verdict::NotPlaced) => {
            step.proved_not_placed()
        }
        (S::Uncertain, OrderEvent::ResendWanted { admin }) if step.is_decidable() && step.order.due_at.is_none() => step.want_resend(admin),
        (S::Uncertain, OrderEvent::Resend { deadline }) if step.is_decidable() && step.order.due_at.is_some() => step.resend(deadline),
        (S::Uncertain, OrderEvent::ResendUnclear { detail }) => step.resend_unclear(detail),
        (S::Pending, OrderEvent::TakenBack { admin }) if step.order.resolved_by.is_some() => step.take_back(admin),
        (S::Pending | S::Success, OrderEvent::Polling { until }) => step.order.due_at = Some(until),
        (S::Pending | S::Success | S::Failed, OrderEvent::Seen(status_report)) => step.seen(status_report),
        (S::Pending | S::Success, OrderEvent::PollFailed) => step.wait_on(),
        (_, event) => return Err(IllegalTransition { state, event: format!("{event:?}") }),
    }
    Ok(step.finish())
}

/// An order on its way from one version to the next.
struct Step {
    was: OrderState,
    order: Order,
    moment: ApplyArgs,
    history: Vec<OrderHistoryEntry>,
    customer: Vec<Notification>,
    admins: Vec<Notification>,
}

impl Step {
    fn new(order: Order, moment: ApplyArgs) -> Self {
        Self { was: order.state, order, moment, history: Vec::new(), customer: Vec::new(), admins: Vec::new() }
    }

    fn finish(mut self) -> Transition {
        self.order.version += 1;
        // The admins' card, if there is one, is out of date.
        if self.was == OrderState::Uncertain && self.order.state != OrderState::Uncertain && self.order.evidence.is_some() {
            self.admins.push(Notification::Order(OrderNotification::UncertainCard { order: self.order.id.clone() }));
        }
        let money = settlement(self.was, &self.order, self.moment.now);
        Transition { order: self.order, history: self.history, money, customer: self.customer, admins: self.admins }
    }

    fn enter(&mut self, state: OrderState, kind: OrderHistoryKind) {
        self.order.state = state;
        self.history.push(OrderHistoryEntry { at: self.moment.now, state, kind, detail: None });
    }

    fn detail(&mut self, detail: String) {
        if let Some(entry) = self.history.last_mut().filter(|_| !detail.is_empty()) {
            entry.detail = Some(detail);
        }
    }

    fn end(&mut self, state: OrderState, kind: OrderHistoryKind, reason: Option<EndReason>) {
        self.enter(state, kind);
        self.order.reason = reason;
        self.order.ended_at = Some(self.moment.now);
        self.order.due_at = None;
        self.order.send_deadline = None;
    }

    fn card(&mut self) {
        self.customer.push(Notification::Order(OrderNotification::Card { order: self.order.id.clone() }));
    }

    fn tell_end(&mut self) {
        self.card();
        self.customer.push(Notification::Order(OrderNotification::Ended { order: self.order.id.clone() }));
    }

    fn cancel(&mut self, reason: EndReason) {
        self.end(OrderState::Cancelled, OrderHistoryKind::Cancelled, Some(reason));
        self.tell_end();
    }

    fn send(&mut self, deadline: Millis) {
        self.enter(OrderState::Sending, OrderHistoryKind::Sending);
        let order = &mut self.order;
        order.attempts += 1;
        order.sent_at = Some(self.moment.now);
        order.send_deadline = Some(deadline);
        order.due_at = Some(deadline);
    }

    /// Whether the clock was rolled back since the order was made, so far that its age says nothing. Such an order does not wait for
    /// better times: nobody could tell when it has waited too long.
    fn is_ageless(&self) -> bool {
        self.order.created_at.since_ms(self.moment.now) > retry::QUEUE_LIFETIME_MS
    }

    fn postpone(&mut self) {
        let due = retry::resend_at(self.moment.now, 2, None, self.moment.jitter);
        self.order.due_at = Some(due);
    }

    fn try_again(&mut self, kind: OrderHistoryKind, detail: Option<String>, retry_after_ms: Option<i64>, reason: EndReason) {
        if self.order.attempts >= retry::MAX_ATTEMPTS {
            self.end(OrderState::Failed, kind, Some(reason));
            self.tell_end();
        } else {
            let due = retry::resend_at(self.moment.now, self.order.attempts, retry_after_ms, self.moment.jitter);
            self.order.due_at = Some(due);
            self.order.send_deadline = None;
            self.enter(OrderState::Queued, kind);
        }
        self.detail(detail.unwrap_or_default());
    }

    fn refused(&mut self, refusal: Refusal, detail: String) {
        self.end(OrderState::Failed, OrderHistoryKind::Refused, Some(EndReason::Refused(refusal)));
        self.detail(detail);
        self.tell_end();
        if refusal == Refusal::InsufficientBalance {
            self.admins.push(Notification::Order(OrderNotification::ProviderBalanceShort { order: self.order.id.clone() }));
        }
    }

    fn placed(&mut self, receipt: Receipt) {
        self.enter(OrderState::Pending, OrderHistoryKind::Placed);
        self.detail(receipt.invoice.clone());
        self.order.invoice = Some(receipt.invoice);
        self.order.placed_at = Some(self.moment.now);
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
        // One that ended at once has its card from the end.
        if self.order.state == OrderState::Pending {
            self.card();
        }
        self.schedule_poll();
    }

    fn seen(&mut self, status_report: StatusReport) {
        self.order.polls += 1;
        self.conclude(status_report);
        self.schedule_poll();
        self.tell_if_slow();
    }

    fn wait_on(&mut self) {
        self.order.polls += 1;
        self.schedule_poll();
        self.tell_if_slow();
    }

    /// What the provider's word makes of a placed order. Only an explicit word is final.
    fn conclude(&mut self, status_report: StatusReport) {
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
                self.detail(words.unwrap_or_default());
                self.tell_end();
            }
            (OrderState::Pending, StatusWord::Unknown(word)) if !self.order.told.unknown_word => {
                self.order.told.unknown_word = true;
                self.admins.push(Notification::Order(OrderNotification::UnknownStatusWord { order: id, word }));
            }
            (OrderState::Success, StatusWord::Success) if self.order.sn.is_none() && status_report.sn.is_some() => {
                self.order.sn = status_report.sn;
                self.history.push(OrderHistoryEntry {
                    at: self.moment.now,
                    state: OrderState::Success,
                    kind: OrderHistoryKind::SnArrived,
                    detail: self.order.sn.clone(),
                });
                self.card();
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

    /// A pending order is asked after until it ends; a success without a serial number until that is there.
    fn schedule_poll(&mut self) {
        let waiting = match self.order.state {
            OrderState::Pending => true,
            OrderState::Success => self.order.sn.is_none(),
            _ => false,
        };
        let placed = self.order.placed_at.unwrap_or(self.order.created_at);
        let age_ms = self.moment.now.since_ms(placed);
        let ApplyArgs { now, jitter, polling } = self.moment;
        self.order.due_at = waiting.then(|| retry::poll_at(now, self.order.polls, age_ms, polling.first_seconds, jitter));
    }

    fn tell_if_slow(&mut self) {
        if self.order.state != OrderState::Pending {
            return;
        }
        let waited_ms = self.moment.now.since_ms(self.order.created_at);
        let polling = self.moment.polling;
        if !self.order.told.customer_slow && waited_ms >= polling.tell_customer_after_minutes * 60_000 {
            self.order.told.customer_slow = true;
            self.customer.push(Notification::Order(OrderNotification::Slow { order: self.order.id.clone() }));
        }
        if !self.order.told.admins_slow && waited_ms >= polling.tell_admins_after_minutes * 60_000 {
            self.order.told.admins_slow = true;
            self.admins.push(Notification::Order(OrderNotification::SlowOrder { order: self.order.id.clone() }));
        }
    }
}
