//! Uncertain orders, for admins: the evidence, and the two steps in which one of them is resolved.

use crate::dialogue::Action;
use crate::dialogue::screen::Hint;
use crate::domain::money::Rupiah;
use crate::domain::notice::Evidence;
use crate::domain::order::{Order, OrderId, State};
use crate::i18n::Words;
use crate::telegram::view::order::{emoji, state};
use crate::telegram::view::{Button, Facts, Page, admin, button, html, menu};

/// Nobody knows whether the provider has this order.
pub fn uncertain_card(id: &OrderId, evidence: Evidence, facts: &Facts, words: &Words) -> Page {
    let sent = html::say(words, "evidence-sent", &[("time", words.time(evidence.sent_at).into())]);
    let Some(order) = &facts.order else {
        let blocks = vec![words.say("admin-uncertain", &[]), admin::id_line(id, words), balances(evidence, None, words), sent];
        return html::page(blocks, vec![both(id, words)]);
    };
    if order.state != State::Uncertain {
        return resolved("admin-already-resolved", order, words);
    }
    let blocks = vec![
        words.say("admin-uncertain", &[]),
        admin::inside(order, facts.person.as_ref(), words),
        format!("{}\n{sent}", balances(evidence, Some(order.cost), words)),
        words.say("admin-uncertain-how", &[]),
    ];
    html::page(blocks, vec![both(id, words)])
}

/// The deposit before and after, and what the difference suggests.
fn balances(evidence: Evidence, cost: Option<Rupiah>, words: &Words) -> String {
    let amount = |balance: Option<Rupiah>| balance.map_or_else(|| words.say("not-known", &[]), |balance| balance.to_string());
    let mut lines = vec![
        html::say(words, "evidence-before", &[("balance", amount(evidence.balance_before).into())]),
        html::say(words, "evidence-after", &[("balance", amount(evidence.balance_after).into())]),
    ];
    if let (Some(before), Some(after)) = (evidence.balance_before, evidence.balance_after) {
        let difference = before - after;
        lines.push(html::say(words, "evidence-difference", &[("amount", difference.into()), ("cost", amount(cost).into())]));
        let verdict = match cost {
            _ if difference == Rupiah::ZERO => "evidence-none-taken",
            Some(cost) if difference == cost => "evidence-cost-taken",
            _ => "evidence-other-taken",
        };
        lines.push(words.say(verdict, &[]));
    }
    lines.join("\n")
}

fn both(order: &OrderId, words: &Words) -> Vec<Button> {
    vec![
        button::button(words, "button-placed", Action::Placed { order: order.clone() }),
        button::button(words, "button-not-placed", Action::NotPlaced { order: order.clone() }),
    ]
}

/// The buttons that resolve an order, while it is uncertain.
pub fn resolving(order: &Order, words: &Words) -> Vec<Button> {
    if order.state == State::Uncertain { both(&order.id, words) } else { Vec::new() }
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

fn surely(question: String, key: &str, action: Action, order: &Order, words: &Words) -> Page {
    let rows = vec![vec![button::button(words, key, action)], vec![button::button(words, "button-cancel", Action::Cancel)]];
    html::page(vec![question, admin::inside(order, None, words)], rows)
}

/// It is resolved, by this admin or before.
pub fn resolved(key: &str, order: &Order, words: &Words) -> Page {
    let args = [("number", (&order.number).into()), ("emoji", emoji(order.state).into()), ("state", state(order.state, words).into())];
    html::page(vec![html::say(words, key, &args)], Vec::new())
}
