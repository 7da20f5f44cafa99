//! An uncertain order, for admins: the evidence, and the buttons that resolve it.

use crate::dialogue::{AdminOrdersAction, OpenedFrom, ResolutionAction};
use crate::domain::money::Rupiah;
use crate::domain::notification::{InvoiceReport, Trouble};
use crate::domain::order::{Order, OrderId, OrderState};
use crate::domain::order_filter::OrderFilter;
use crate::domain::reconciliation::{BalanceReading, Doubt, Verdict, decidable_at};
use crate::i18n::Words;
use crate::telegram::view::order_state::{emoji, state};
use crate::telegram::view::page::{Button, Page, ShopFacts};
use crate::telegram::view::{button, html};

/// Those that wait for a decision, each with a button to it; `count` is how many there are. Nothing while there are none.
pub fn waiting(orders: &[Order], count: i64, words: &Words) -> (String, Vec<Vec<Button>>) {
    let filter = OrderFilter::Uncertain;
    if orders.is_empty() {
        return (String::new(), Vec::new());
    }
    let mut lines = vec![words.say("uncertain-waiting", &[("count", count.to_string().into())])];
    lines.extend(orders.iter().map(|order| {
        let since = words.time(order.sent_at.unwrap_or(order.created_at));
        html::say(words, "uncertain-since", &[("number", (&order.number).into()), ("item", (&order.item).into()), ("time", since.into())])
    }));
    let open = |order: &Order| {
        let show = AdminOrdersAction::Show { order: order.id.clone(), from: OpenedFrom::List { filter, page: 0 } };
        vec![button::named(&format!("{} {} · {}", emoji(order.state), order.number, order.item), &order.number, show)]
    };
    let mut rows: Vec<Vec<Button>> = orders.iter().map(open).collect();
    if i64::try_from(orders.len()).is_ok_and(|shown| shown < count) {
        rows.push(vec![button::button(words, "button-uncertain-all", AdminOrdersAction::List { filter, page: 0 })]);
    }
    (lines.join("\n"), rows)
}

/// What the provider balance proves, with the numbers, and from when "not placed" can be chosen.
pub fn evidence(order: &Order, words: &Words) -> String {
    let sent_at = order.sent_at.unwrap_or(order.created_at);
    let mut lines = vec![html::say(words, "evidence-sent", &[("time", words.time(sent_at).into())])];
    if let Some(found) = &order.evidence {
        lines.push(reading("evidence-before", found.before, words));
        lines.push(reading("evidence-after", found.after, words));
        if found.others != Rupiah::ZERO {
            lines.push(html::say(words, "evidence-others", &[("amount", found.others.into())]));
        }
        if found.open > 0 {
            lines.push(html::say(words, "evidence-open", &[("count", found.open.to_string().into())]));
        }
        if let Some(difference) = found.difference() {
            lines.push(html::say(words, "evidence-difference", &[("amount", difference.into()), ("cost", order.cost.into())]));
        }
        lines.push(words.say(verdict(found.verdict), &[]));
    }
    if order.state == OrderState::Uncertain {
        lines.push(html::say(words, "evidence-decidable", &[("time", words.time(decidable_at(order).up_to_minute()).into())]));
    }
    lines.join("\n")
}

/// `Rp 500.000 (24 Nov 2026 08.04)`, or that it is not known.
fn reading(key: &str, reading: Option<BalanceReading>, words: &Words) -> String {
    let value = match reading {
        Some(BalanceReading { amount, at }) => format!("{amount} ({})", words.time(at)),
        None => words.say("not-known", &[]),
    };
    html::say(words, key, &[("balance", value.into())])
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Placed => "evidence-placed",
        Verdict::NotPlaced => "evidence-not-placed",
        Verdict::CantTell(Doubt::NoSnapshotBefore) => "doubt-no-snapshot-before",
        Verdict::CantTell(Doubt::NoSnapshotAfter) => "doubt-no-snapshot-after",
        Verdict::CantTell(Doubt::TooEarly) => "doubt-too-early",
        Verdict::CantTell(Doubt::UnknownCost) => "doubt-unknown-cost",
        Verdict::CantTell(Doubt::OddReceipt) => "doubt-odd-receipt",
        Verdict::CantTell(Doubt::OtherOrders) => "doubt-other-orders",
        Verdict::CantTell(Doubt::Unexplained) => "doubt-unexplained",
        Verdict::CantTell(Doubt::Contradiction) => "doubt-contradiction",
    }
}

/// The two answers; the one that the evidence suggests comes first.
pub fn both(order: &OrderId, suggested: Option<Verdict>, words: &Words) -> Vec<Button> {
    let placed = button::button(words, "button-placed", ResolutionAction::AskInvoice { order: order.clone() });
    let not_placed = button::button(words, "button-not-placed", ResolutionAction::AskNotPlaced { order: order.clone() });
    if suggested == Some(Verdict::NotPlaced) { vec![not_placed, placed] } else { vec![placed, not_placed] }
}

/// The buttons that resolve an order, while it is uncertain.
pub fn buttons(order: &Order, words: &Words, shop: &ShopFacts) -> Vec<Vec<Button>> {
    if order.state != OrderState::Uncertain {
        return Vec::new();
    }
    let mut rows = vec![both(&order.id, order.evidence.map(|found| found.verdict), words)];
    if shop.ref_id_dedupes {
        rows.push(vec![button::button(words, "button-resend", ResolutionAction::AskResend { order: order.id.clone() })]);
    }
    rows
}

/// The button that takes an admin's decision back, for an order whose invoice the provider does not know.
pub fn take_back_button(order: &Order, answer: Option<&Result<InvoiceReport, Trouble>>, words: &Words) -> Vec<Button> {
    let unknown = matches!(answer, Some(Err(Trouble::NotFound)));
    let possible = unknown && order.state == OrderState::Pending && order.resolved_by.is_some();
    if possible {
        vec![button::button(words, "button-take-back", ResolutionAction::TakeBack { order: order.id.clone() })]
    } else {
        Vec::new()
    }
}

/// It is resolved, now or earlier; `key` is the text.
pub fn resolved(key: &str, order: &Order, words: &Words) -> Page {
    let args = [("number", (&order.number).into()), ("emoji", emoji(order.state).into()), ("state", state(order.state, words).into())];
    html::page(vec![html::say(words, key, &args)], Vec::new())
}
