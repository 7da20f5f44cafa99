//! An order as admins see it.

use crate::domain::order::{Order, OrderId};
use crate::domain::person::Person;
use crate::i18n::{Value, Words};
use crate::telegram::view::html;
use crate::telegram::view::order_state::{emoji, state};
use crate::telegram::view::page::NotificationFacts;

/// Everything about an order that an admin may need.
pub fn facts(order: &Order, person: Option<&Person>, words: &Words) -> String {
    let line = |key, value: Value| html::say(words, key, &[("value", value)]);
    let mut lines = vec![
        line("admin-order-number", (&order.number).into()),
        line("admin-order-state", format!("{} {}", emoji(order.state), state(order.state, words)).into()),
        html::say(words, "admin-order-item", &[("item", (&order.item).into()), ("sku", (&order.sku).into())]),
        line("admin-order-category", (&order.category).into()),
        line("admin-order-target", (&order.target).into()),
        html::say(words, "admin-order-money", &[("cost", order.cost.into()), ("price", order.price.into())]),
        line("admin-order-customer", order.user_id.to_string().into()),
    ];
    if let Some(person) = person {
        let name = person.username.as_ref().map_or_else(|| person.name.clone(), |username| format!("{} (@{username})", person.name));
        lines.push(line("admin-order-name", name.into()));
    }
    lines.push(line("admin-order-created", words.time(order.created_at).into()));
    lines.extend(order.sent_at.map(|at| line("admin-order-sent", words.time(at).into())));
    lines.extend(order.invoice.as_ref().map(|invoice| line("admin-order-invoice", invoice.into())));
    lines.push(line("admin-order-ref-id", (&order.id.0).into()));
    lines.push(html::say(words, "admin-order-counts", &[("attempts", order.attempts.into()), ("polls", order.polls.into())]));
    lines.join("\n")
}

/// An order of which only the identity is known.
pub fn id_line(id: &OrderId, words: &Words) -> String {
    html::say(words, "admin-order-ref-id", &[("value", (&id.0).into())])
}

/// Everything about the order of a notification; only its identity if the order was not found.
pub fn facts_or_id(id: &OrderId, found: &NotificationFacts, words: &Words) -> String {
    found.order.as_ref().map_or_else(|| id_line(id, words), |order| facts(order, found.person.as_ref(), words))
}
