//! A bill as its customer sees it: a photo of its code, what stands below, and the buttons.

use crate::dialogue::TopUpAction;
use crate::domain::bill::{Bill, BillState};
use crate::domain::money::Rupiah;
use crate::domain::payment::Unit;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::qris;
use crate::i18n::Words;
use crate::telegram::view::page::{BillPhoto, Button, ButtonKind, Invoice, Page, Photo};
use crate::telegram::view::{button, html};

/// With it a forwarded invoice shows a link to the bot instead of a button to pay (Bot API, `sendInvoice`).
const START_PARAMETER: &str = "bill";

/// An amount in a method's unit.
pub fn money(amount: i64, unit: Unit, words: &Words) -> String {
    match unit {
        Unit::Rupiah => Rupiah(amount).to_string(),
        Unit::Stars => words.say("stars-amount", &[("stars", amount.into())]),
    }
}

/// What a bill asks for.
pub fn amount(bill: &Bill, words: &Words) -> String {
    money(bill.payable, Unit::of(bill.method), words)
}

/// The invoice in Telegram Stars of a bill: Telegram draws it, with the text as its description.
pub fn invoice(bill: &Bill, words: &Words) -> Page {
    let stars = || amount(bill, words);
    let until = words.time(bill.expires_at.up_to_minute());
    let args =
        [("number", (&bill.number).into()), ("amount", bill.amount.into()), ("stars", stars().into()), ("time", until.as_str().into())];
    let title = words.say("invoice-title", &args);
    let payload = bill.id.0.clone();
    let pay = Button { label: words.say("button-pay-invoice", &[("stars", stars().into())]), kind: ButtonKind::Pay };
    let page = html::page(vec![html::say(words, "invoice-description", &args)], vec![vec![pay], vec![cancel(bill, words)]]);
    Page { invoice: Some(Invoice { title, payload, stars: bill.payable, start_parameter: START_PARAMETER }), ..page }
}

/// The button that cancels a bill.
pub fn cancel(bill: &Bill, words: &Words) -> Button {
    button::button(words, "button-cancel-bill", TopUpAction::Cancel { bill: bill.id.clone() })
}

/// A bill as it stands. `file_id`: Telegram has its picture already. The picture of a bill that has ended is not sent anew.
pub fn card(bill: &Bill, file_id: Option<String>, words: &Words) -> Page {
    let state = match bill.state {
        BillState::Opening | BillState::Waiting => "bill-waiting",
        BillState::Review => "bill-review",
        BillState::Paid => "bill-paid",
        BillState::Expired => "bill-expired",
        BillState::Cancelled => "bill-cancelled",
        BillState::Rejected => "bill-rejected",
        BillState::Failed => "bill-not-opened",
    };
    let until = words.time(bill.expires_at.up_to_minute());
    let amount = amount(bill, words);
    let args = [("number", (&bill.number).into()), ("amount", amount.as_str().into()), ("time", until.as_str().into())];
    let mut blocks = vec![html::say(words, "bill-title", &args), html::say(words, state, &args)];
    let merchant = bill.code.as_deref().and_then(qris::merchant).unwrap_or_default();
    if bill.state == BillState::Waiting && !merchant.is_empty() {
        blocks.push(html::say(words, "bill-merchant", &[("merchant", merchant.into())]));
    }
    if bill.state == BillState::Waiting && bill.method == PaymentMethod::Qris {
        blocks.push(words.say("bill-how-to-prove", &[]));
    }
    let picture = |code: &str| BillPhoto {
        code: code.to_owned(),
        merchant: merchant.to_owned(),
        amount: amount.clone(),
        until: words.say("bill-picture-until", &[("time", words.time(bill.expires_at.up_to_minute()).into())]),
        number: format!("#{}", bill.number),
    };
    let shown = bill.state.is_open() || file_id.is_some();
    match bill.code.as_deref().filter(|_| shown) {
        Some(code) => html::photo(blocks, rows(bill, words), Photo::Bill { bill: picture(code), file_id }),
        None => html::page(blocks, rows(bill, words)),
    }
}

fn rows(bill: &Bill, words: &Words) -> Vec<Vec<Button>> {
    let waits = bill.state == BillState::Waiting;
    let id = || bill.id.clone();
    let mut rows = Vec::new();
    if waits {
        let copy = Button { label: words.say("button-copy-amount", &[]), kind: ButtonKind::CopyText(bill.payable.to_string()) };
        rows.push(vec![button::button(words, "button-bill-paid", TopUpAction::Look { bill: id() }), copy]);
    }
    // A proof may come late: the money is the customer's all the same.
    if bill.method == PaymentMethod::Qris && bill.code.is_some() && bill.state != BillState::Paid {
        rows.push(vec![button::button(words, "button-send-proof", TopUpAction::SendProof { bill: id() })]);
    }
    if waits {
        rows.push(vec![cancel(bill, words)]);
    }
    rows
}
