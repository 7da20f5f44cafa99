//! The check: what must hold between the records of the bot, the provider and Telegram at the end, as a pure function.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use odzreshop_bot::domain::order::{EndReason, Order, OrderState};
use odzreshop_bot::sandbox::provider::{FAILED, SUCCESS, TakenOrder};
use serde_json::Value;

use super::ledger::Books;
use super::money_check;

/// The kind of a violation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The provider accepted an order twice.
    Doubled,
    /// An order was posted again although the provider had not said that it did not accept it.
    PostedAgain,
    /// A customer has more orders than confirmations.
    Unwanted,
    /// The provider has an order that the bot does not know.
    Unknown,
    /// An update was acknowledged that is not on disk.
    LostUpdate,
    /// An update was never handled, or Telegram still keeps it.
    Unhandled,
    /// A callback query has no answer, and no answer is a dead letter.
    Unanswered,
    /// A customer was not told, and is not recorded as unreachable.
    Untold,
    /// The two sides disagree about an order.
    Differs,
    /// What the gateway took in is not what the payments and the ledger say.
    Uncredited,
    /// What left the wallets is not what payouts and Telegram's list of Stars say.
    Payout,
    /// The ledger contradicts itself.
    Ledger,
    /// An order's price is not held once, or not settled once by its end.
    Hold,
    /// An order that waited for a payment was not made by it, or twice, or too dear.
    Cart,
    /// An order that is neither ended nor uncertain.
    Open,
    /// An uncertain order about which no admin was told.
    Unlisted,
    /// A call to Telegram that no bot should make.
    Malformed,
    /// The bot ended without being killed.
    Died,
}

/// A violation of a promise.
#[derive(Clone, Debug)]
pub struct Violation {
    pub kind: Kind,
    /// The id of the order concerned.
    pub order: Option<String>,
    pub what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}: {}", self.kind, self.order.as_deref().unwrap_or_default(), self.what)
    }
}

pub(super) fn violation(kind: Kind, order: Option<&str>, what: String) -> Violation {
    Violation { kind, order: order.map(str::to_owned), what }
}

/// All violations.
pub fn violations(books: &Books) -> Vec<Violation> {
    let mut taken: HashMap<&str, Vec<&TakenOrder>> = HashMap::new();
    for order in &books.taken {
        taken.entry(order.ref_id.as_deref().unwrap_or_default()).or_default().push(order);
    }
    let mut found = provider_side(books, &taken);
    found.extend(telegram_side(books));
    found.extend(money_check::violations(books));
    for order in &books.orders {
        let theirs = taken.get(order.id.0.as_str()).map_or(&[][..], Vec::as_slice);
        found.extend(agreement(order, theirs).map(|what| violation(Kind::Differs, Some(&order.id.0), what)));
        found.extend(telling(books, order));
    }
    found
}

/// The ids of the uncertain orders, each with whether the provider has accepted it.
pub fn uncertain(books: &Books) -> Vec<(&str, bool)> {
    let taken: std::collections::HashSet<&str> = books.taken.iter().filter_map(|order| order.ref_id.as_deref()).collect();
    let uncertain = books.orders.iter().filter(|order| order.state == OrderState::Uncertain);
    uncertain.map(|order| (order.id.0.as_str(), taken.contains(order.id.0.as_str()))).collect()
}

fn provider_side(books: &Books, taken: &HashMap<&str, Vec<&TakenOrder>>) -> Vec<Violation> {
    let mut found = Vec::new();
    let ours: HashMap<&str, &Order> = books.orders.iter().map(|order| (order.id.0.as_str(), order)).collect();
    for (ref_id, orders) in taken {
        if orders.len() > 1 {
            found.push(violation(Kind::Doubled, Some(ref_id), format!("taken {} times", orders.len())));
        }
        if !ours.contains_key(ref_id) {
            found.push(violation(Kind::Unknown, Some(ref_id), "only the provider has it".to_owned()));
        }
    }
    for (ref_id, answers) in &books.posts {
        // The documented answer after which an order may be sent again. A refused connection is not a call.
        if answers.iter().rev().skip(1).any(|status| *status != Some(429)) {
            found.push(violation(Kind::PostedAgain, Some(ref_id), format!("posted {} times, answered {answers:?}", answers.len())));
        }
    }
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    books.orders.iter().for_each(|order| *counts.entry(order.user_id).or_default() += 1);
    for (customer, count) in counts {
        let wishes = books.wishes.get(&customer).map_or(0, std::collections::BTreeSet::len);
        if count > wishes {
            found.push(violation(Kind::Unwanted, None, format!("{customer} confirmed {wishes} times and has {count} orders")));
        }
    }
    found
}

fn telegram_side(books: &Books) -> Vec<Violation> {
    let lost = books.acknowledged.iter().filter(|id| !books.inbox.contains_key(id));
    let mut found: Vec<Violation> = lost.map(|id| violation(Kind::LostUpdate, None, format!("update {id}"))).collect();
    let unhandled = books.inbox.iter().filter(|(_, state)| *state != "done");
    found.extend(unhandled.map(|(id, state)| violation(Kind::Unhandled, None, format!("update {id} is {state}"))));
    found.extend(books.kept.iter().map(|id| violation(Kind::Unhandled, None, format!("update {id} is still at Telegram"))));
    let given_up =
        |query: &String| books.dead.iter().any(|message| message.body.pointer("/payload/callback_query_id").is_some_and(|id| id == query));
    let unanswered = books.unanswered.iter().filter(|query| !given_up(query));
    found.extend(unanswered.map(|query| violation(Kind::Unanswered, None, format!("press {query}"))));
    found.extend(books.malformed.iter().map(|call| violation(Kind::Malformed, None, call.clone())));
    found
}

/// Whether the customer, and for an uncertain order an admin, was told or is unreachable.
fn telling(books: &Books, order: &Order) -> Vec<Violation> {
    let told = (order.chat_id, order.number.clone());
    let id = Some(order.id.0.as_str());
    let (is_told, notification) = match order.state {
        OrderState::Success | OrderState::Failed | OrderState::Cancelled => {
            (books.told_end.contains(&told), if order.reason == Some(EndReason::PriceChanged) { "price_changed" } else { "ended" })
        }
        OrderState::Uncertain => (books.told_uncertain.contains(&told), "uncertain"),
        OrderState::Queued | OrderState::Sending | OrderState::Pending => {
            return vec![violation(Kind::Open, id, format!("still {}", order.state.as_str()))];
        }
    };
    let mut found = Vec::new();
    // Telegram answered to this notification that the chat is unreachable (403).
    let unreachable = || {
        books.dead.iter().any(|message| {
            let about = |name: &str| message.body.pointer(&format!("/notification/{name}")).and_then(Value::as_str);
            message.chat_id == order.chat_id && about("kind") == Some(notification) && about("order") == id && message.error.contains("403")
        })
    };
    if !is_told && !unreachable() {
        found.push(violation(
            Kind::Untold,
            id,
            format!("{} does not know that order {} is {}", order.chat_id, order.number, order.state.as_str()),
        ));
    }
    if order.state == OrderState::Uncertain && !books.listed.contains(&order.id.0) {
        found.push(violation(Kind::Unlisted, id, "no admin has a card of it".to_owned()));
    }
    found
}

/// What the two sides disagree about. About an uncertain order the bot claims nothing.
fn agreement(order: &Order, theirs: &[&TakenOrder]) -> Option<String> {
    let has_it = match (order.state, &order.reason) {
        (OrderState::Uncertain | OrderState::Queued | OrderState::Sending, _) => return None,
        (OrderState::Pending | OrderState::Success, _) | (OrderState::Failed, Some(EndReason::Provider(_))) => true,
        (OrderState::Failed | OrderState::Cancelled, _) => false,
    };
    let their = match (has_it, theirs) {
        (false, []) => return None,
        (false, _) => return Some(format!("{} by {:?}, but the provider has it", order.state.as_str(), order.reason)),
        (true, []) => return Some(format!("{}, but the provider never had it", order.state.as_str())),
        (true, [their, ..]) => their,
    };
    let status = match order.state {
        OrderState::Success => SUCCESS,
        OrderState::Failed => FAILED,
        _ => &their.status,
    };
    let ours = (order.invoice.as_deref(), order.sku.as_str(), order.target.as_str(), order.cost.0, status, order.sn.as_deref());
    let theirs =
        (Some(their.invoice.as_str()), their.sku.as_str(), their.target.as_str(), their.price, their.status.as_str(), their.sn.as_deref());
    (ours != theirs).then(|| format!("ours {ours:?}, theirs {theirs:?}"))
}
