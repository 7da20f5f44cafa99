//! What must hold about money at the end, as a pure function: the books of the gateway, the payments, the ledger and the orders are equal, to
//! the rupiah.

use std::collections::{HashMap, HashSet};

use odzreshop_bot::domain::bill::BillState;
use odzreshop_bot::domain::cart::CartState;
use odzreshop_bot::domain::order::{Order, OrderState, PaidBy};
use odzreshop_bot::sandbox::gateway::Invoice;

use super::check::{Kind, Violation, violation};
use super::ledger::Books;
use super::money::{Money, Transfer};

/// All violations about money.
pub fn violations(books: &Books) -> Vec<Violation> {
    let mut found = payments(&books.money);
    found.extend(ledger(&books.money));
    found.extend(holds(books));
    found.extend(carts(books));
    found.extend(telling(books));
    found
}

/// Every rupiah that arrived at the gateway is one payment: credited if it is what its bill asked for, else with the admins. Nothing else is.
fn payments(money: &Money) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut add = |what: String| found.push(violation(Kind::Uncredited, None, what));
    let paid: HashMap<&str, (&Invoice, i64)> =
        money.invoices.iter().filter_map(|invoice| Some((invoice.order_id.as_str(), (invoice, invoice.received?.0)))).collect();
    for (id, (invoice, received)) in &paid {
        let Some(payment) = money.payments.get(*id) else {
            let bill = money.bills.values().find(|bill| bill.reference.as_deref() == Some(*id));
            add(format!("Rp {received} arrived for {id}, and there is no payment; {bill:?}"));
            continue;
        };
        let exact = (*received == invoice.total && !invoice.sandbox).then_some(*received);
        if (payment.received, payment.credited.map(|amount| amount.0)) != (*received, exact) {
            add(format!("Rp {received} arrived for {invoice:?}, but {payment:?}"));
        }
        let told = money.notifications.get(&("payment_unmatched".to_owned(), (*id).to_owned())).copied();
        if exact.is_none() != (told == Some(1)) {
            add(format!("{id} is unmatched: {}, cards of each admin: {told:?}", exact.is_none()));
        }
    }
    for (id, payment) in &money.payments {
        if !paid.contains_key(id.as_str()) {
            add(format!("nothing arrived, but {payment:?}"));
        }
        let credited = money.transfers.get(&format!("pay:pakasir:{id}")).map(|transfer| transfer.amount);
        if credited != payment.credited.map(|amount| amount.0) {
            add(format!("the ledger has {credited:?} of {payment:?}"));
        }
        let bill = payment.bill.as_ref().and_then(|bill| money.bills.get(bill));
        if bill.is_none_or(|bill| (bill.state == BillState::Paid) != payment.credited.is_some()) {
            add(format!("{payment:?} of {bill:?}"));
        }
    }
    let known = |transfer: &&Transfer| {
        transfer.kind == "payment" && transfer.id.strip_prefix("pay:pakasir:").is_none_or(|id| !paid.contains_key(id))
    };
    money.transfers.values().filter(known).for_each(|transfer| add(format!("nothing arrived for {transfer:?}")));
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
    let mut credits: HashMap<i64, usize> = HashMap::new();
    for transfer in money.transfers.values() {
        let (user, order) = (transfer.user, transfer.order.as_deref());
        match transfer.kind.as_str() {
            "payment" => {
                *credits.entry(user).or_default() += 1;
                let payment = transfer.id.strip_prefix("pay:pakasir:").and_then(|id| money.payments.get(id));
                let bill = payment.and_then(|payment| payment.bill.as_ref()).map_or("", |bill| bill.0.as_str());
                let told = count("payment_credited", bill) + count("cart_lapsed", bill);
                if told != 1 {
                    add(None, format!("{told} notifications of {transfer:?}"));
                }
            }
            "grant" => {
                let reason = transfer.reason.clone().unwrap_or_default();
                let told = money.told_reasons.contains(&(user, reason.clone())) || unreachable(user, &reason) > 0;
                if !told || count("wallet_moved", &reason) != 1 {
                    add(None, format!("{user} does not know of {transfer:?}"));
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
