//! The answers to what admins ask the provider.

use crate::dialogue::{CatalogAction, CatalogQuestion};
use crate::domain::notification::{InvoiceReport, ProviderAccount, QueryNotification, ResolutionOutcome, SlugListing, Trouble};
use crate::domain::order::OrderId;
use crate::i18n::Words;
use crate::telegram::view::page::{NotificationFacts, Page, ShopFacts};
use crate::telegram::view::{admin_order, button, html, layout, order_history, provider, uncertain};

/// What `notification` says.
pub fn page(notification: &QueryNotification, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    match notification {
        QueryNotification::StillAsking => layout::line("admin-still-asking", &[], words),
        QueryNotification::Balance { answer } => balance(answer, words),
        QueryNotification::Inspection { order, answer } => inspection(order, answer.as_ref(), facts, words, shop),
        QueryNotification::Resolution { order, invoice, outcome } => resolution(order, invoice, outcome, facts, words, shop),
        QueryNotification::SlugTried { slug, answer } => slug_tried(slug, answer, words),
        QueryNotification::ForeignInvoice { invoice, answer } => foreign_invoice(invoice, answer, words),
    }
}

/// The provider account.
fn balance(answer: &Result<ProviderAccount, Trouble>, words: &Words) -> Page {
    let text = match answer {
        Ok(account) => {
            let balance = match (account.balance, &account.odd_balance) {
                (Some(balance), _) => balance.to_string(),
                (None, Some(written)) => words.say("balance-unreadable", &[("written", written.into())]),
                (None, None) => words.say("not-known", &[]),
            };
            let args = [("name", (&account.name).into()), ("tier", (&account.tier).into()), ("balance", balance.into())];
            html::say(words, "provider-account", &args)
        }
        Err(trouble) => provider::trouble(trouble, words),
    };
    html::page(vec![text], Vec::new())
}

/// Our order, what the provider says of it now, and its history.
fn inspection(
    id: &OrderId,
    answer: Option<&Result<InvoiceReport, Trouble>>,
    facts: &NotificationFacts,
    words: &Words,
    shop: &ShopFacts,
) -> Page {
    let status = answer.map_or_else(|| words.say("report-none", &[]), |answer| provider::report(answer, words));
    let mut rows = Vec::new();
    if let Some(order) = &facts.order {
        rows = uncertain::buttons(order, words, shop);
        rows.push(uncertain::take_back_button(order, answer, words));
    }
    let blocks = vec![
        words.say("admin-inspection", &[]),
        admin_order::facts_or_id(id, facts, words),
        status,
        order_history::history(&facts.history, true, words),
    ];
    html::page(blocks, rows)
}

/// The result of an admin's decision, after the provider was asked.
fn resolution(
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
        (ResolutionOutcome::Placed, Some(order)) => return uncertain::resolved("admin-resolved", order, words),
        (ResolutionOutcome::Already, Some(order)) => return uncertain::resolved("admin-already-resolved", order, words),
        (ResolutionOutcome::Placed | ResolutionOutcome::Already, None) => String::new(),
        (ResolutionOutcome::Taken, _) => about("resolution-taken"),
        (ResolutionOutcome::OtherItem, _) => about("resolution-other-item"),
        (ResolutionOutcome::OtherTarget, _) => about("resolution-other-target"),
        (ResolutionOutcome::Unasked(trouble), _) => format!("{}\n{}", about("resolution-unasked"), provider::trouble(trouble, words)),
        (ResolutionOutcome::TakenBack, _) => about("resolution-taken-back"),
        (ResolutionOutcome::Known, _) => about("resolution-known"),
    };
    let rows = order.map(|order| uncertain::buttons(order, words, shop)).unwrap_or_default();
    html::page(vec![status, admin_order::facts_or_id(id, facts, words)], rows)
}

/// What the provider lists under a slug, and the way on if it knows it.
fn slug_tried(slug: &str, answer: &Result<SlugListing, Trouble>, words: &Words) -> Page {
    match answer {
        Ok(SlugListing { items, examples }) => {
            let count = i64::try_from(*items).unwrap_or(i64::MAX);
            let text = html::say(words, "catalog-slug-known", &[("slug", slug.into()), ("count", count.into())]);
            let examples = examples.iter().map(|name| format!("• {}", html::safe(name, html::MAX_VALUE_CHARS))).collect::<Vec<_>>();
            let on = CatalogAction::Ask { question: CatalogQuestion::NewName { category: slug.to_owned() } };
            html::page(vec![text, examples.join("\n")], vec![vec![button::button(words, "button-catalog-go-on", on)]])
        }
        Err(trouble) => {
            let text = html::say(words, "catalog-slug-unknown", &[("slug", slug.into())]);
            let again = CatalogAction::Ask { question: CatalogQuestion::Slug };
            let rows = vec![vec![button::button(words, "button-catalog-other-slug", again)]];
            html::page(vec![format!("{text}\n{}", provider::trouble(trouble, words))], rows)
        }
    }
}

/// What the provider says of an invoice that is not one of ours.
fn foreign_invoice(invoice: &str, answer: &Result<InvoiceReport, Trouble>, words: &Words) -> Page {
    html::page(vec![html::say(words, "admin-foreign-invoice", &[("invoice", invoice.into())]), provider::report(answer, words)], Vec::new())
}
