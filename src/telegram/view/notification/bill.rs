//! What is told about bills and payments.

use crate::dialogue::{BillList, BillsAction, PurchaseAction};
use crate::domain::bill::BillState;
use crate::domain::money::Rupiah;
use crate::domain::notification::BillNotification;
use crate::domain::payment::PaymentsWaiting;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::proof::RejectReason;
use crate::i18n::Words;
use crate::telegram::view::page::{Button, ButtonKind, NotificationFacts, Page, ShopFacts};
use crate::telegram::view::{access, bill, button, html, layout, payment, proof};

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
            Some(payment) => payment::card(payment, facts.bill.as_ref(), facts.person.as_ref(), facts.decider.as_ref(), words),
            None => layout::line("admin-unmatched", &[], words),
        },
        BillNotification::StarsFound { payment } => layout::line("admin-stars-found", &[("payment", payment.into())], words),
        BillNotification::StarsBack { payment, taken, missing } => {
            let key = if *missing > Rupiah::ZERO { "admin-stars-back-missing" } else { "admin-stars-back" };
            layout::line(key, &[("payment", payment.into()), ("taken", (*taken).into()), ("missing", (*missing).into())], words)
        }
        BillNotification::StarsRefused { payment, word } => {
            layout::line("admin-stars-refused", &[("payment", payment.into()), ("word", word.into())], words)
        }
        BillNotification::Late { was, amount, late_ms, .. } => late(*was, *amount, *late_ms, facts, words),
        BillNotification::Waiting => waiting(facts.payments_waiting.unwrap_or_default(), words),
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
    let mut rows = vec![vec![button::wallet(words), button::menu(words)]];
    let order = match facts.cart.as_ref().filter(|cart| cart.can_go_on()) {
        _ if goes_on => words.say("payment-order-goes-on", &[]),
        Some(cart) => {
            rows.insert(0, vec![button::button(words, "button-go-on", PurchaseAction::GoOn { bill: cart.bill.clone() })]);
            html::say(words, "payment-order-waits", &[("item", (&cart.quote.item).into())])
        }
        None => String::new(),
    };
    html::page(vec![lines.join("\n"), order], rows)
}

/// For admins: money came late, and is credited.
fn late(was: BillState, amount: Rupiah, late_ms: i64, facts: &NotificationFacts, words: &Words) -> Page {
    let span = words.span(late_ms);
    let came = [("amount", amount.into()), ("state", payment::bill_state(was, words).into()), ("span", span.into())];
    let mut lines = vec![html::say(words, "admin-payment-late", &came)];
    lines.extend(facts.bill.as_ref().map(|bill| html::say(words, "payment-of-bill", &[("number", (&bill.number).into())])));
    lines.extend(facts.person.as_ref().map(|person| access::who(person, words)));
    let bill = facts.bill.as_ref().map(|bill| vec![button::button(words, "button-bill", BillsAction::Bill { bill: bill.id.clone() })]);
    html::page(vec![lines.join("\n")], bill.into_iter().collect())
}

/// For admins: what waits for them.
fn waiting(waiting: PaymentsWaiting, words: &Words) -> Page {
    let lists = [
        (BillList::Review, "button-bills-review", waiting.review),
        (BillList::Unmatched, "button-bills-unmatched", waiting.unmatched),
        (BillList::Payouts, "button-bills-payouts", waiting.payouts),
    ];
    let list = |(list, key, count): (BillList, &str, i64)| {
        vec![Button {
            label: words.say(key, &[("count", count.to_string().into())]),
            kind: ButtonKind::Callback(BillsAction::List { list, page: 0 }.into()),
        }]
    };
    let since = waiting.since.map(|at| html::say(words, "bills-waiting-since", &[("time", words.time(at).into())])).unwrap_or_default();
    let rows = lists.into_iter().filter(|(.., count)| *count > 0).map(list).collect();
    html::page(vec![words.say("admin-payments-waiting", &[]), since], rows)
}
