//! Payments as admins see them: the card of an unmatched one, and the line that sums up any other.

use crate::dialogue::{BillsAction, PaymentKey, StarsAction, UnmatchedAction};
use crate::domain::bill::{Bill, BillState};
use crate::domain::money::Rupiah;
use crate::domain::payment::{AsideReason, Payment, Unmatched};
use crate::domain::payment_method::PaymentMethod;
use crate::domain::person::Person;
use crate::domain::wallet::Balance;
use crate::i18n::Words;
use crate::telegram::view::bill::{self, money};
use crate::telegram::view::page::{Button, ButtonKind, Page};
use crate::telegram::view::{access, button, html};

/// The card of a payment: what came, for what, why nobody got it, and what was decided.
pub fn card(payment: &Payment, bill: Option<&Bill>, person: Option<&Person>, decider: Option<&Person>, words: &Words) -> Page {
    let decided = decided(payment, decider, words);
    let title = words.say(if decided.is_none() { "admin-unmatched" } else { "payment-title" }, &[]);
    let mut blocks = vec![title, facts(payment, bill, person, words)];
    blocks.push(why(payment, words));
    let mut rows = match decided {
        Some(_) => Vec::new(),
        None => decisions(payment, bill, words),
    };
    blocks.extend(decided);
    if payment.method == PaymentMethod::Stars && (payment.credited.is_some() || payment.is_unmatched()) {
        rows.push(vec![button::button(words, "button-stars-back", StarsAction::AskReason { payment: payment.id.clone() })]);
    }
    rows.extend(bill.map(|bill| vec![button::button(words, "button-bill", BillsAction::Bill { bill: bill.id.clone() })]));
    html::page(blocks, rows)
}

/// What came, and for what.
pub fn facts(payment: &Payment, bill: Option<&Bill>, person: Option<&Person>, words: &Words) -> String {
    let received = [
        ("amount", money(payment.received, payment.unit, words).into()),
        ("method", method(payment.method, words).into()),
        ("id", (&payment.id).into()),
    ];
    let mut lines = vec![html::say(words, "admin-unmatched-received", &received)];
    lines.push(html::say(words, "payment-seen", &[("time", words.time(payment.seen_at).into())]));
    lines.extend(bill.map(|bill| {
        let asked = [("number", (&bill.number).into()), ("amount", bill::amount(bill, words).into())];
        html::say(words, "admin-unmatched-bill", &asked)
    }));
    lines.extend(person.map(|person| access::who(person, words)));
    lines.join("\n")
}

/// Why nobody got it by itself; empty when somebody did.
pub fn why(payment: &Payment, words: &Words) -> String {
    let key = match payment.unmatched {
        Some(Unmatched::OtherAmount) => "unmatched-other-amount",
        Some(Unmatched::Test) => "unmatched-test",
        Some(Unmatched::UnknownBill) => "unmatched-unknown-bill",
        None => return String::new(),
    };
    words.say(key, &[])
}

/// What became of it, and by whom; `None` while it waits for an admin.
pub fn decided(payment: &Payment, decider: Option<&Person>, words: &Words) -> Option<String> {
    let admin = payment.actor.map(|id| decider.map_or_else(|| id.to_string(), |decider| decider.name.clone()));
    match (payment.credited, admin) {
        (Some(amount), Some(admin)) => Some(html::say(words, "payment-credited-by", &[("amount", amount.into()), ("admin", admin.into())])),
        (Some(amount), None) => Some(html::say(words, "proof-credited", &[("amount", amount.into())])),
        (None, Some(admin)) => {
            let note = payment.note.as_deref().and_then(AsideReason::read).map(|reason| aside(reason, words)).unwrap_or_default();
            Some(html::say(words, "payment-set-aside-by", &[("admin", admin.into()), ("reason", note.into())]))
        }
        (None, None) => None,
    }
}

/// Why it is set aside, for admins.
pub fn aside(reason: AsideReason, words: &Words) -> String {
    let key = match reason {
        AsideReason::Test => "aside-test",
        AsideReason::NotOurs => "aside-not-ours",
        AsideReason::GivenBack => "aside-given-back",
        AsideReason::Credited => "aside-credited",
    };
    words.say(key, &[])
}

/// A method's name, for admins.
pub fn method(method: PaymentMethod, words: &Words) -> String {
    let key = match method {
        PaymentMethod::Pakasir => "method-pakasir",
        PaymentMethod::Midtrans => "method-midtrans",
        PaymentMethod::Qris => "method-qris",
        PaymentMethod::Stars => "method-stars",
        PaymentMethod::Bank => "method-bank",
    };
    words.say(key, &[])
}

/// A bill's state in a few words, for admins.
pub fn bill_state(state: BillState, words: &Words) -> String {
    let key = match state {
        BillState::Opening => "bill-state-opening",
        BillState::Waiting => "bill-state-waiting",
        BillState::Review => "bill-state-review",
        BillState::Paid => "bill-state-paid",
        BillState::Expired => "bill-state-expired",
        BillState::Cancelled => "bill-state-cancelled",
        BillState::Rejected => "bill-state-rejected",
        BillState::Failed => "bill-state-failed",
    };
    words.say(key, &[])
}

/// What a customer has.
pub fn funds(balance: Balance, words: &Words) -> String {
    html::say(words, "customer-balance", &[("balance", balance.available.into()), ("held", balance.held.into())])
}

/// The payment, for a button.
pub fn key(payment: &Payment) -> PaymentKey {
    PaymentKey { method: payment.method, payment: payment.id.clone() }
}

fn decisions(payment: &Payment, bill: Option<&Bill>, words: &Words) -> Vec<Vec<Button>> {
    let credit = |amount: Rupiah| Button {
        label: words.say("button-unmatched-credit", &[("amount", amount.into())]),
        kind: ButtonKind::Callback(UnmatchedAction::AskCredit { key: key(payment), amount }.into()),
    };
    vec![
        payment.proposal(bill).map(credit).into_iter().collect(),
        vec![
            button::button(words, "button-unmatched-amount", UnmatchedAction::AskAmount { key: key(payment) }),
            button::button(words, "button-unmatched-aside", UnmatchedAction::AskAside { key: key(payment) }),
        ],
    ]
}
