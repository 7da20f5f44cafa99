//! Uncertain orders, for admins: the evidence, and the two steps in which one of them is resolved.

use crate::dialogue::Action;
use crate::dialogue::screen::Hint;
use crate::domain::money::Rupiah;
use crate::domain::notification::{InvoiceReport, ResolutionOutcome, Trouble};
use crate::domain::order::{Order, OrderId, OrderState};
use crate::domain::reconciliation::{BalanceReading, Doubt, Verdict, decidable_at};
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::view::order::{emoji, state};
use crate::telegram::view::{Button, NotificationFacts, Page, ShopFacts, admin, button, html, menu};

/// Nobody knows whether the provider has this order; or somebody did meanwhile.
pub fn uncertain_card(id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    let Some(order) = &facts.order else {
        let blocks = vec![words.say("admin-uncertain", &[]), admin::id_line(id, words)];
        return html::page(blocks, vec![both(id, None, words)]);
    };
    if order.state != OrderState::Uncertain {
        return resolved("admin-already-resolved", order, words);
    }
    let blocks = vec![
        words.say("admin-uncertain", &[]),
        admin::inside(order, facts.person.as_ref(), words),
        evidence(order, words),
        words.say("admin-uncertain-how", &[]),
    ];
    html::page(blocks, resolving(order, words, shop))
}

/// Something has become of an uncertain order that nobody pressed a button for.
pub fn update(key: &str, id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    let Some(order) = &facts.order else {
        return html::page(vec![words.say(key, &[]), admin::id_line(id, words)], Vec::new());
    };
    let evidence = if order.evidence.is_some() { evidence(order, words) } else { String::new() };
    let blocks = vec![words.say(key, &[]), admin::inside(order, facts.person.as_ref(), words), evidence];
    html::page(blocks, resolving(order, words, shop))
}

/// What the provider balance said, with the numbers, and from when on "not placed" can be chosen.
fn evidence(order: &Order, words: &Words) -> String {
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
        lines.push(html::say(words, "evidence-settled", &[("time", words.time(decidable_at(order).up_to_minute()).into())]));
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
        Verdict::CantTell(Doubt::NoSnapshotBefore) => "doubt-no-look-before",
        Verdict::CantTell(Doubt::NoSnapshotAfter) => "doubt-no-look-after",
        Verdict::CantTell(Doubt::TooEarly) => "doubt-too-early",
        Verdict::CantTell(Doubt::UnknownCost) => "doubt-unknown-cost",
        Verdict::CantTell(Doubt::OddReceipt) => "doubt-odd-receipt",
        Verdict::CantTell(Doubt::OtherOrders) => "doubt-other-orders",
        Verdict::CantTell(Doubt::Unexplained) => "doubt-unexplained",
        Verdict::CantTell(Doubt::Contradiction) => "doubt-contradiction",
    }
}

/// The two answers; the one that the evidence suggests comes first.
fn both(order: &OrderId, suggested: Option<Verdict>, words: &Words) -> Vec<Button> {
    let placed = button::button(words, "button-placed", Action::Placed { order: order.clone() });
    let not_placed = button::button(words, "button-not-placed", Action::NotPlaced { order: order.clone() });
    if suggested == Some(Verdict::NotPlaced) { vec![not_placed, placed] } else { vec![placed, not_placed] }
}

/// The buttons that resolve an order, while it is uncertain.
pub fn resolving(order: &Order, words: &Words, shop: &ShopFacts) -> Vec<Vec<Button>> {
    if order.state != OrderState::Uncertain {
        return Vec::new();
    }
    let mut rows = vec![both(&order.id, order.evidence.map(|found| found.verdict), words)];
    if shop.ref_id_dedupes {
        rows.push(vec![button::button(words, "button-resend", Action::Resend { order: order.id.clone() })]);
    }
    rows
}

/// The button that takes an admin's word back, for an order whose invoice the provider does not know.
pub fn taking_back(order: &Order, answer: Option<&Result<InvoiceReport, Trouble>>, words: &Words) -> Vec<Button> {
    let unknown = matches!(answer, Some(Err(Trouble::NotFound)));
    let possible = unknown && order.state == OrderState::Pending && order.resolved_by.is_some();
    if possible { vec![button::button(words, "button-take-back", Action::TakeBack { order: order.id.clone() })] } else { Vec::new() }
}

/// What came of an admin's word, now that the provider was asked.
pub fn settling(
    id: &OrderId,
    invoice: &str,
    outcome: &ResolutionOutcome,
    facts: &NotificationFacts,
    words: &Words,
    shop: &ShopFacts,
) -> Page {
    let order = facts.order.as_ref();
    let about = |key| html::say(words, key, &[("invoice", invoice.into())]);
    let status = match (outcome, order) {
        (ResolutionOutcome::Placed, Some(order)) => return resolved("admin-resolved", order, words),
        (ResolutionOutcome::Already, Some(order)) => return resolved("admin-already-resolved", order, words),
        (ResolutionOutcome::Placed | ResolutionOutcome::Already, None) => String::new(),
        (ResolutionOutcome::Taken, _) => about("settling-taken"),
        (ResolutionOutcome::OtherItem, _) => about("settling-other-item"),
        (ResolutionOutcome::OtherTarget, _) => about("settling-other-target"),
        (ResolutionOutcome::Unasked(trouble), _) => format!("{}\n{}", about("settling-unasked"), admin::trouble(trouble, words)),
        (ResolutionOutcome::TakenBack, _) => about("settling-taken-back"),
        (ResolutionOutcome::Known, _) => about("settling-known"),
    };
    let inside = order.map_or_else(|| admin::id_line(id, words), |order| admin::inside(order, facts.person.as_ref(), words));
    let rows = order.map(|order| resolving(order, words, shop)).unwrap_or_default();
    html::page(vec![status, inside], rows)
}

/// It can't be said yet.
pub fn too_early(order: &Order, from: Millis, words: &Words) -> Page {
    let args = [("number", (&order.number).into()), ("time", words.time(from.up_to_minute()).into())];
    html::page(vec![html::say(words, "admin-too-early", &args)], Vec::new())
}

/// The admin is to type the invoice.
pub fn ask_invoice(order: &Order, remark: Option<Hint>, words: &Words) -> Page {
    let cancel = button::button(words, "button-cancel", Action::Cancel);
    let blocks = vec![menu::hint(remark, words), words.say("admin-ask-invoice", &[]), admin::inside(order, None, words)];
    html::page(blocks, vec![vec![cancel]])
}

/// Second step: really, under this invoice?
pub fn surely_placed(order: &Order, invoice: &str, words: &Words) -> Page {
    let question = html::say(words, "admin-surely-placed", &[("invoice", invoice.into())]);
    let action = Action::SurelyPlaced { order: order.id.clone(), invoice: invoice.to_owned() };
    surely(question, "button-surely-placed", action, order, words)
}

/// Second step: really not?
pub fn surely_not_placed(order: &Order, words: &Words) -> Page {
    let action = Action::SurelyNotPlaced { order: order.id.clone() };
    surely(words.say("admin-surely-not-placed", &[]), "button-surely-not-placed", action, order, words)
}

/// Second step: really, once more?
pub fn surely_resend(order: &Order, words: &Words) -> Page {
    let action = Action::SurelyResend { order: order.id.clone() };
    surely(words.say("admin-surely-resend", &[]), "button-surely-resend", action, order, words)
}

fn surely(question: String, key: &str, action: Action, order: &Order, words: &Words) -> Page {
    let rows = vec![vec![button::button(words, key, action)], vec![button::button(words, "button-cancel", Action::Cancel)]];
    html::page(vec![question, admin::inside(order, None, words), evidence(order, words)], rows)
}

/// It is resolved, by this admin or before.
pub fn resolved(key: &str, order: &Order, words: &Words) -> Page {
    let args = [("number", (&order.number).into()), ("emoji", emoji(order.state).into()), ("state", state(order.state, words).into())];
    html::page(vec![html::say(words, key, &args)], Vec::new())
}
