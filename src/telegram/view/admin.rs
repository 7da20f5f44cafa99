//! What admins are told: of one order, of the shop, and of what the provider says when asked.

use crate::domain::catalog::{SkipReason, Skipped};
use crate::domain::notification::{ClosedReason, InvoiceReport, Trouble};
use crate::domain::order::{EndReason, Order, OrderId};
use crate::domain::person::Person;
use crate::i18n::{Value, Words};
use crate::telegram::view::order::{emoji, state};
use crate::telegram::view::{NotificationFacts, Page, ShopFacts, html, order_history, uncertain};

/// Longest remark of the provider, in characters: all that is kept of one.
const MAX_REMARK_CHARS: usize = 500;
/// Longest serial number in a report, in characters: with all else it fits a message. A longer one ends in `…`; the customer has it whole.
const MAX_REPORT_SN_CHARS: usize = 1_500;
/// Most entries of a price list that a message names.
const MAX_SKIPPED: usize = 10;

/// Everything about an order that an admin may need.
pub fn inside(order: &Order, person: Option<&Person>, words: &Words) -> String {
    let line = |key, value: Value| html::say(words, key, &[("value", value)]);
    let mut lines = vec![
        line("inside-number", (&order.number).into()),
        line("inside-state", format!("{} {}", emoji(order.state), state(order.state, words)).into()),
        html::say(words, "inside-item", &[("item", (&order.item).into()), ("sku", (&order.sku).into())]),
        line("inside-category", (&order.category).into()),
        line("inside-target", (&order.target).into()),
        html::say(words, "inside-money", &[("cost", order.cost.into()), ("price", order.price.into())]),
        line("inside-customer", order.user_id.to_string().into()),
    ];
    if let Some(person) = person {
        let name = person.username.as_ref().map_or_else(|| person.name.clone(), |username| format!("{} (@{username})", person.name));
        lines.push(line("inside-name", name.into()));
    }
    lines.push(line("inside-created", words.time(order.created_at).into()));
    lines.extend(order.sent_at.map(|at| line("inside-sent", words.time(at).into())));
    lines.extend(order.invoice.as_ref().map(|invoice| line("inside-invoice", invoice.into())));
    lines.push(line("inside-ref-id", (&order.id.0).into()));
    lines.push(html::say(words, "inside-counts", &[("attempts", order.attempts.into()), ("polls", order.polls.into())]));
    lines.join("\n")
}

/// An order of which only the identity is known.
pub fn id_line(id: &OrderId, words: &Words) -> String {
    html::say(words, "inside-ref-id", &[("value", (&id.0).into())])
}

fn order_block(id: &OrderId, facts: &NotificationFacts, words: &Words) -> String {
    facts.order.as_ref().map_or_else(|| id_line(id, words), |order| inside(order, facts.person.as_ref(), words))
}

/// Something about one order that needs no decision.
pub fn about_order(headline: String, id: &OrderId, facts: &NotificationFacts, words: &Words) -> Page {
    html::page(vec![headline, order_block(id, facts, words)], Vec::new())
}

/// The provider refused an order, or says that it failed; `theirs` are its words.
pub fn refused(theirs: &str, id: &OrderId, facts: &NotificationFacts, words: &Words) -> Page {
    let failed = facts.order.as_ref().is_some_and(|order| matches!(order.reason, Some(EndReason::Provider(_))));
    let theirs = html::safe(theirs, MAX_REMARK_CHARS);
    let headline = words.say(if failed { "admin-order-failed" } else { "admin-order-refused" }, &[("words", theirs.into())]);
    about_order(format!("{headline}\n{}", words.say("admin-order-refused-once", &[])), id, facts, words)
}

/// The shop is closed, and what mends it.
pub fn shop_closed(cause: ClosedReason, words: &Words) -> Page {
    let what = format!("{}\n{}", words.say("admin-shop-closed", &[]), closing(cause, words));
    html::page(vec![what, words.say("admin-shop-closed-next", &[])], Vec::new())
}

/// Why the shop is closed, and how to mend it.
pub fn closing(cause: ClosedReason, words: &Words) -> String {
    let key = match cause {
        ClosedReason::Key => "closing-key",
        ClosedReason::Ip => "closing-ip",
        ClosedReason::VendorDepleted => "closing-vendor-depleted",
        ClosedReason::Failing => "closing-failing",
    };
    words.say(key, &[])
}

/// Entries of the provider's list that are not sold, because they can't be read.
pub fn entries_skipped(slug: &str, skipped: &[Skipped], words: &Words) -> Page {
    let line = |Skipped { entry, reason }: &Skipped| {
        let key = match reason {
            SkipReason::NoCode => "skipped-no-code",
            SkipReason::NoPrice => "skipped-no-price",
            SkipReason::Repeated => "skipped-repeated",
            SkipReason::Price(written) => {
                return html::say(words, "skipped-price", &[("entry", entry.into()), ("written", written.into())]);
            }
        };
        html::say(words, key, &[("entry", entry.into())])
    };
    let mut lines: Vec<String> = skipped.iter().take(MAX_SKIPPED).map(line).collect();
    let more = skipped.len().saturating_sub(MAX_SKIPPED);
    if more > 0 {
        lines.push(words.say("skipped-more", &[("n", i64::try_from(more).unwrap_or(i64::MAX).into())]));
    }
    html::page(vec![html::say(words, "admin-entries-skipped", &[("slug", slug.into())]), lines.join("\n")], Vec::new())
}

/// Our order, what the provider says of it now, and its history.
pub fn inspection(
    id: &OrderId,
    answer: Option<&Result<InvoiceReport, Trouble>>,
    facts: &NotificationFacts,
    words: &Words,
    shop: &ShopFacts,
) -> Page {
    let status = answer.map_or_else(|| words.say("report-none", &[]), |answer| report(answer, words));
    let mut rows = Vec::new();
    if let Some(order) = &facts.order {
        rows = uncertain::resolving(order, words, shop);
        rows.push(uncertain::taking_back(order, answer, words));
    }
    let blocks = vec![
        words.say("admin-inspection", &[]),
        order_block(id, facts, words),
        status,
        order_history::history(&facts.history, true, words),
    ];
    html::page(blocks, rows)
}

/// What the provider says of an invoice that is none of ours.
pub fn foreign_invoice(invoice: &str, answer: &Result<InvoiceReport, Trouble>, words: &Words) -> Page {
    html::page(vec![html::say(words, "admin-foreign-invoice", &[("invoice", invoice.into())]), report(answer, words)], Vec::new())
}

/// Neither an order of ours nor an invoice.
pub fn no_such_order(asked: &str, words: &Words) -> Page {
    let asked = html::clean(asked);
    let text = match asked.as_str() {
        "" => words.say("admin-which-order", &[]),
        asked => html::say(words, "admin-no-such-order", &[("asked", asked.into())]),
    };
    html::page(vec![text], Vec::new())
}

fn report(answer: &Result<InvoiceReport, Trouble>, words: &Words) -> String {
    let report = match answer {
        Ok(report) => report,
        Err(trouble) => return self::trouble(trouble, words),
    };
    let line = |key, value: Option<Value>| value.map(|value| html::say(words, key, &[("value", value)]));
    let lines = [
        Some(words.say("report-title", &[])),
        line("report-word", Some((&report.word).into())),
        report.sn.as_deref().map(|sn| html::labelled(&words.say("report-sn", &[]), &html::cut(&html::visible(sn), MAX_REPORT_SN_CHARS))),
        report.message.as_ref().map(|message| words.say("report-message", &[("value", html::safe(message, MAX_REMARK_CHARS).into())])),
        line("report-item", report.item.as_ref().map(Value::from)),
        line("report-target", report.target.as_ref().map(Value::from)),
        line("report-cost", report.cost.map(Value::from)),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// Why the provider could not be asked, and how to mend it.
pub fn trouble(trouble: &Trouble, words: &Words) -> String {
    let key = match trouble {
        Trouble::Key => "trouble-key",
        Trouble::Ip => "trouble-ip",
        Trouble::NotFound => "trouble-not-found",
        Trouble::Busy => "trouble-busy",
        Trouble::Refused(remark) => return html::say(words, "trouble-refused", &[("remark", remark.into())]),
        Trouble::NoAnswer => "trouble-no-answer",
    };
    words.say(key, &[])
}
