//! What is told about bills and payments.

use crate::domain::money::Rupiah;
use crate::domain::notification::BillNotification;
use crate::domain::payment::{Payment, Unmatched};
use crate::domain::payment_method::PaymentMethod;
use crate::domain::proof::RejectReason;
use crate::i18n::Words;
use crate::telegram::view::bill::money;
use crate::telegram::view::page::{NotificationFacts, Page, ShopFacts};
use crate::telegram::view::{bill, button, html, layout, proof};

/// What `notification` says.
pub fn page(notification: &BillNotification, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    match notification {
        BillNotification::Card { .. } | BillNotification::Again { .. } => match &facts.bill {
            Some(bill) => bill::card(bill, facts.file_id.clone(), words),
            None => layout::line("bill-gone", &[], words),
        },
        BillNotification::Invoice { .. } => match &facts.bill {
            Some(bill) => bill::invoice(bill, words),
            None => layout::line("bill-gone", &[], words),
        },
        BillNotification::Rejected { reason, .. } => rejected(*reason, facts, words, shop),
        BillNotification::Proof { .. } => match (&facts.bill, &facts.person, &facts.review) {
            (Some(bill), Some(person), Some(review)) => proof::card(bill, person, review, words),
            _ => layout::line("proof-title", &[], words),
        },
        BillNotification::Failed { .. } => failed(facts, words, shop),
        BillNotification::Credited { amount, order, .. } => credited(*amount, order.is_some(), facts, words),
        BillNotification::Unmatched { .. } => match &facts.payment {
            Some(payment) => unmatched(payment, facts, words),
            None => layout::line("admin-unmatched", &[], words),
        },
        BillNotification::GatewayDown { method, key } => {
            let key = if *key { "admin-gateway-key" } else { "admin-gateway-down" };
            layout::line(key, &[("method", method.as_str().into())], words)
        }
        BillNotification::GatewayUp { method } => layout::line("admin-gateway-up", &[("method", method.as_str().into())], words),
        BillNotification::UnknownWord { method, word } => {
            layout::line("admin-gateway-word", &[("method", method.as_str().into()), ("word", word.into())], words)
        }
    }
}

/// Nothing could be shown that would pay the bill.
fn failed(facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    let mut rows = vec![vec![button::wallet(words), button::menu(words)]];
    let by_stars = facts.bill.as_ref().filter(|bill| bill.method == PaymentMethod::Stars);
    let Some(bill) = by_stars else { return html::page(vec![layout::support("bill-failed", words, shop)], rows) };
    if bill.state.is_open() {
        rows.insert(0, vec![bill::cancel(bill, words)]);
    }
    html::page(vec![layout::support("stars-failed", words, shop)], rows)
}

/// The proof was rejected.
fn rejected(reason: RejectReason, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    let number = facts.bill.as_ref().map(|bill| bill.number.clone()).unwrap_or_default();
    let args = [("number", number.into()), ("reason", proof::reason(reason, words).into()), ("support", (&shop.support).into())];
    html::page(vec![html::say(words, "proof-rejected-customer", &args)], vec![vec![button::wallet(words), button::menu(words)]])
}

/// The money is there.
fn credited(amount: Rupiah, goes_on: bool, facts: &NotificationFacts, words: &Words) -> Page {
    let mut lines = vec![html::say(words, "payment-credited", &[("amount", amount.into())])];
    lines.extend(facts.bill.as_ref().map(|bill| html::say(words, "payment-of-bill", &[("number", (&bill.number).into())])));
    let available = facts.balance.map(|balance| balance.available);
    lines.extend(available.map(|balance| html::say(words, "order-balance", &[("balance", balance.into())])));
    let order = if goes_on { words.say("payment-order-goes-on", &[]) } else { String::new() };
    html::page(vec![lines.join("\n"), order], vec![vec![button::wallet(words), button::menu(words)]])
}

/// For admins: money that nobody got.
fn unmatched(payment: &Payment, facts: &NotificationFacts, words: &Words) -> Page {
    let why = match payment.unmatched {
        Some(Unmatched::OtherAmount) | None => "unmatched-other-amount",
        Some(Unmatched::Test) => "unmatched-test",
        Some(Unmatched::UnknownBill) => "unmatched-unknown-bill",
    };
    let amount = money(payment.received, payment.unit, words);
    let received = [("amount", amount.into()), ("method", payment.method.as_str().into()), ("id", (&payment.id).into())];
    let mut lines = vec![html::say(words, "admin-unmatched-received", &received)];
    lines.extend(facts.bill.as_ref().map(|bill| {
        let asked = [("number", (&bill.number).into()), ("amount", bill::amount(bill, words).into())];
        html::say(words, "admin-unmatched-bill", &asked)
    }));
    lines.extend(facts.person.as_ref().map(|person| html::say(words, "admin-person-name", &[("name", (&person.name).into())])));
    html::page(vec![words.say("admin-unmatched", &[]), lines.join("\n"), words.say(why, &[])], Vec::new())
}
