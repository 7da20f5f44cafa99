//! What must hold about money at the end, as a pure function: the books of the gateways and of Telegram's Stars, the payments, the payouts,
//! the ledger and the orders are equal, to the rupiah.

use std::collections::{HashMap, HashSet};

use odzreshop_bot::domain::bill::{Bill, BillState};
use odzreshop_bot::domain::cart::CartState;
use odzreshop_bot::domain::order::{Order, OrderState, PaidBy};
use odzreshop_bot::domain::payment::Payment;
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::payout::{Payout, PayoutState};

use super::check::{Kind, Violation, violation};
use super::ledger::Books;
use super::money::{Money, Transfer};

/// All violations about money.
pub fn violations(books: &Books) -> Vec<Violation> {
    let mut found = payments(&books.money);
    found.extend(payouts(books));
    found.extend(ledger(&books.money));
    found.extend(holds(books));
    found.extend(carts(books));
    found.extend(telling(books));
    found
}

/// All that arrived is one payment each: credited if it is what its bill asked for, else with the admins. Nothing else is.
fn payments(money: &Money) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut add = |what: String| found.push(violation(Kind::Uncredited, None, what));
    // What the bill is called there: an invoice in Stars carries its id.
    let called = |bill: &'_ Bill| if bill.method == PaymentMethod::Stars { Some(bill.id.0.clone()) } else { bill.reference.clone() };
    let bills: HashMap<(PaymentMethod, String), &Bill> =
        money.bills.values().filter_map(|bill| Some(((bill.method, called(bill)?), bill))).collect();
    for (id, arrived) in &money.arrived {
        let bill = bills.get(&(arrived.method, arrived.reference.clone())).copied();
        let Some(payment) = money.payments.get(id) else {
            add(format!("{arrived:?}, and there is no payment; {bill:?}"));
            continue;
        };
        // For Stars the wallet gets what the bill says.
        let worth = if arrived.method == PaymentMethod::Stars { bill.map(|bill| bill.amount.0) } else { Some(arrived.received) };
        let expected = (arrived.method, arrived.received, worth.filter(|_| arrived.exact));
        if (payment.method, payment.received, payment.credited.map(|amount| amount.0)) != expected {
            add(format!("{arrived:?} for {bill:?}, but {payment:?}"));
        }
        let told = money.notifications.get(&("payment_unmatched".to_owned(), id.to_owned())).copied();
        if arrived.exact == (told == Some(1)) {
            add(format!("{id} is unmatched: {}, cards of each admin: {told:?}", !arrived.exact));
        }
    }
    for (id, payment) in &money.payments {
        if !money.arrived.contains_key(id) {
            add(format!("nothing arrived, but {payment:?}"));
        }
        let credited = money.transfers.get(&transfer_of(payment)).map(|transfer| transfer.amount);
        if credited != payment.credited.map(|amount| amount.0) {
            add(format!("the ledger has {credited:?} of {payment:?}"));
        }
        let bill = payment.bill.as_ref().and_then(|bill| money.bills.get(bill));
        if bill.is_none_or(|bill| (bill.state == BillState::Paid) != payment.credited.is_some()) {
            add(format!("{payment:?} of {bill:?}"));
        }
    }
    let stray = |transfer: &&Transfer| transfer.kind == "payment" && payment_of(money, transfer).is_none();
    money.transfers.values().filter(stray).for_each(|transfer| add(format!("nothing arrived for {transfer:?}")));
    found
}

fn transfer_of(payment: &Payment) -> String {
    format!("pay:{}:{}", payment.method.as_str(), payment.id)
}

/// The payment that a transfer credits.
fn payment_of<'a>(money: &'a Money, transfer: &Transfer) -> Option<&'a Payment> {
    let (_, id) = transfer.id.strip_prefix("pay:")?.split_once(':')?;
    money.payments.get(id).filter(|payment| transfer_of(payment) == transfer.id)
}

/// Each payout took its amount from the wallet, and gave it back if and only if it was not sent. What Telegram gave back is one payout each,
/// and the Stars that the bot has are the rest of what arrived.
fn payouts(books: &Books) -> Vec<Violation> {
    let money = &books.money;
    let mut found = Vec::new();
    let mut add = |what: String| found.push(violation(Kind::Payout, None, what));
    for payout in &money.payouts {
        let moved = |id: String| money.transfers.get(&id).map(|transfer| (transfer.amount, transfer.user));
        let (taken, returned) = (moved(format!("payout:{}", payout.id)), moved(format!("return:{}", payout.id)));
        let whole = Some((payout.amount.0, payout.user_id));
        if taken != whole || returned != whole.filter(|_| payout.state == PayoutState::Returned) {
            add(format!("the ledger took {taken:?} and returned {returned:?} for {payout:?}"));
        }
        if payout.method == PaymentMethod::Stars && payout.state == PayoutState::Open {
            add(format!("Telegram was never asked, or never answered: {payout:?}"));
        }
    }
    let known = |transfer: &&Transfer| {
        let id = transfer.id.strip_prefix("payout:").or(transfer.id.strip_prefix("return:"));
        id.is_some_and(|id| !money.payouts.iter().any(|payout| payout.id == id))
    };
    money.transfers.values().filter(known).for_each(|transfer| add(format!("no payout of {transfer:?}")));
    let done = |charge: &str| {
        let of_charge = |payout: &&Payout| payout.payment.as_deref() == Some(charge) && payout.state == PayoutState::Done;
        money.payouts.iter().filter(of_charge).count()
    };
    for (charge, arrived) in money.arrived.iter().filter(|(_, arrived)| arrived.method == PaymentMethod::Stars) {
        let (times, payouts) = (money.given_back.get(charge).copied().unwrap_or(0), done(charge));
        if times > 1 || times != payouts {
            add(format!("Telegram gave {charge} back {times} times, by {payouts} payouts: {arrived:?}"));
        }
    }
    let stars =
        money.arrived.iter().filter(|(charge, arrived)| arrived.method == PaymentMethod::Stars && !money.given_back.contains_key(*charge));
    let left: i64 = stars.map(|(_, arrived)| arrived.received).sum();
    if left != money.star_balance {
        add(format!("the bot has {} Stars, and {left} arrived and were not given back", money.star_balance));
    }
    found
}

/// Each account is the sum of its transfers, none of a customer is below zero, and all together are zero; the bot says the same.
fn ledger(money: &Money) -> Vec<Violation> {
    let mut sums: HashMap<&str, (i64, i64)> = HashMap::new();
    for transfer in money.transfers.values() {
        sums.entry(&transfer.debit).or_default().0 += transfer.amount;
        sums.entry(&transfer.credit).or_default().1 += transfer.amount;
    }
    let mut found: Vec<Violation> =
        money.audit.iter().map(|words| violation(Kind::Ledger, None, format!("ledger check: {words}"))).collect();
    for account in &money.accounts {
        let sum = sums.remove(account.id.as_str()).unwrap_or_default();
        let below = account.credits < account.debits && (account.id.starts_with("wallet:") || account.id.starts_with("held:"));
        if sum != (account.debits, account.credits) || below {
            let what = format!("{}: debits {}, credits {}, by its transfers {sum:?}", account.id, account.debits, account.credits);
            found.push(violation(Kind::Ledger, None, what));
        }
    }
    let total: i64 = money.accounts.iter().map(|account| account.credits - account.debits).sum();
    if total != 0 || !sums.is_empty() {
        found.push(violation(Kind::Ledger, None, format!("all accounts together: {total}; without an account: {sums:?}")));
    }
    found
}

/// Every order has one hold over its price, settled by its end and by nothing else; a customer's held money is the price of their open orders.
fn holds(books: &Books) -> Vec<Violation> {
    let (mut found, mut held, mut settled) = (Vec::new(), HashMap::<i64, i64>::new(), HashSet::new());
    for order in &books.orders {
        let id = order.id.0.as_str();
        let of = |kind: &str| books.money.transfers.get(&format!("{kind}:{id}"));
        let (hold, settle) = (of("hold"), of("settle"));
        settled.extend([hold, settle].into_iter().flatten().map(|transfer| transfer.id.as_str()));
        let expected = match order.state {
            OrderState::Success => Some("capture"),
            OrderState::Failed | OrderState::Cancelled => Some("release"),
            _ => None,
        };
        if expected.is_none() {
            *held.entry(order.user_id).or_default() += order.price.0;
        }
        let right = |transfer: &Transfer| (transfer.amount, transfer.user) == (order.price.0, order.user_id);
        let is_held = order.paid_by == PaidBy::Wallet && hold.is_some_and(right);
        if !is_held || settle.map(|settle| settle.kind.as_str()) != expected || !settle.is_none_or(right) {
            found.push(violation(Kind::Hold, Some(id), format!("it is {}, with {hold:?} and {settle:?}", order.state.as_str())));
        }
    }
    let stray = |transfer: &&Transfer| transfer.order.is_some() && !settled.contains(transfer.id.as_str());
    let strays = books.money.transfers.values().filter(stray);
    found.extend(strays.map(|transfer| violation(Kind::Hold, transfer.order.as_deref(), format!("no order of {transfer:?}"))));
    for account in &books.money.accounts {
        let Some(user) = account.id.strip_prefix("held:").and_then(|user| user.parse().ok()) else { continue };
        let (stands, open) = (account.credits - account.debits, held.get(&user).copied().unwrap_or(0));
        if stands != open {
            found.push(violation(Kind::Hold, None, format!("{} has {stands}, the open orders cost {open}", account.id)));
        }
    }
    found
}

/// A cart became one order, by its own bill and at no more than its ceiling, or none.
fn carts(books: &Books) -> Vec<Violation> {
    let orders: HashMap<&str, &Order> = books.orders.iter().map(|order| (order.id.0.as_str(), order)).collect();
    let (mut found, mut placed) = (Vec::new(), HashSet::new());
    for cart in &books.money.carts {
        let paid = books.money.bills.get(&cart.bill).is_some_and(|bill| bill.state == BillState::Paid);
        let order = cart.order.as_ref().map(|id| id.0.as_str());
        let right = match cart.state {
            CartState::Waiting => !paid,
            CartState::Lapsed => true,
            CartState::Placed => {
                let fits = |order: &&Order| order.price <= cart.ceiling && order.user_id == cart.user_id && order.quote == cart.quote.id;
                let order = order.and_then(|id| orders.get(id).copied()).filter(fits);
                paid && order.is_some_and(|order| placed.insert(&order.id.0))
            }
        };
        if !right {
            found.push(violation(Kind::Cart, order, format!("its bill is paid: {paid}, and yet {cart:?}")));
        }
    }
    found
}

/// Each transfer except a hold is one notification, and its customer was told, or is unreachable. That orders ended is checked elsewhere.
fn telling(books: &Books) -> Vec<Violation> {
    let money = &books.money;
    let mut found = Vec::new();
    let mut add = |order: Option<&str>, what: String| found.push(violation(Kind::Untold, order, what));
    let unreachable = |user: i64, about: &str| {
        books
            .dead
            .iter()
            .filter(|message| message.chat_id == user && message.error.contains("403") && message.body.to_string().contains(about))
            .count()
    };
    let count = |kind: &str, about: &str| money.notifications.get(&(kind.to_owned(), about.to_owned())).copied().unwrap_or(0);
    let numbers: HashMap<&str, &str> = books.orders.iter().map(|order| (order.id.0.as_str(), order.number.as_str())).collect();
    let (mut credits, mut payments) = (HashMap::<i64, usize>::new(), HashMap::<&str, usize>::new());
    for bill in money.payments.values().filter(|payment| payment.credited.is_some()).filter_map(|payment| payment.bill.as_ref()) {
        *payments.entry(&bill.0).or_default() += 1;
    }
    for transfer in money.transfers.values() {
        let (user, order) = (transfer.user, transfer.order.as_deref());
        match transfer.kind.as_str() {
            "payment" => {
                *credits.entry(user).or_default() += 1;
                let bill = payment_of(money, transfer).and_then(|payment| payment.bill.as_ref()).map_or("", |bill| bill.0.as_str());
                // An invoice in Stars can be paid twice.
                let paid = payments.get(bill).copied().unwrap_or(1);
                let told = count("payment_credited", bill) + count("cart_lapsed", bill);
                if told != paid {
                    add(None, format!("{told} notifications of {paid} payments, one of them {transfer:?}"));
                }
            }
            "grant" => {
                let reason = transfer.reason.clone().unwrap_or_default();
                let told = money.told_reasons.contains(&(user, reason.clone())) || unreachable(user, &reason) > 0;
                if !told || count("wallet_moved", &reason) != 1 {
                    add(None, format!("{user} does not know of {transfer:?}"));
                }
            }
            "payout" | "return" => {
                let id = transfer.id.split_once(':').map_or("", |(_, id)| id);
                let notified = count(if transfer.kind == "payout" { "payout_opened" } else { "payout_returned" }, id);
                if notified != 1 || (!knows_of_payout(money, transfer, id) && unreachable(user, id) == 0) {
                    add(None, format!("{user} does not know of {transfer:?}, {notified} notifications"));
                }
            }
            "release" => {
                let number = order.and_then(|order| numbers.get(order)).map_or("", |number| number);
                if !money.told_releases.contains(&(user, number.to_owned())) && unreachable(user, order.unwrap_or_default()) == 0 {
                    add(order, format!("{user} does not know of {transfer:?}"));
                }
            }
            _ => {}
        }
    }
    for (user, expected) in credits {
        let told = money.told_credits.get(&user).copied().unwrap_or(0);
        let unreachable = unreachable(user, "payment_credited") + unreachable(user, "cart_lapsed");
        if told + unreachable < expected {
            add(None, format!("{user} was told {told} times of {expected} payments, and unreachable {unreachable} times"));
        }
    }
    found
}

/// Whether the customer's chat says that this payout was opened, or came back.
fn knows_of_payout(money: &Money, transfer: &Transfer, id: &str) -> bool {
    let words = if transfer.kind == "payout" { "sedang kami kirim" } else { "tidak bisa dikirim" };
    let Some(payout) = money.payouts.iter().find(|payout| payout.id == id) else { return false };
    let mut told = money.told_payouts.iter().filter(|(customer, _)| *customer == transfer.user);
    told.any(|(_, text)| text.contains(&payout.number) && text.contains(words))
}
