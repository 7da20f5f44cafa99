//! `🧾`, for admins: the audit log, page by page, of one admin or of one act.

use crate::app::{AuditPage, AuditRow};
use crate::dialogue::{AuditAction, AuditFilter, Step};
use crate::i18n::Words;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::page::{Button, Page};
use crate::telegram::view::{button, html};

/// Entries on one page.
pub const ENTRIES_PER_PAGE: usize = 8;
/// Most admins, and most acts, to choose from: Telegram shows at most 100 buttons.
const MAX_CHOICES: usize = 60;
/// Longest subject and detail that are shown, in characters.
const MAX_DETAIL_CHARS: usize = 120;

/// A button of the audit log.
pub async fn press(ctx: UpdateContext, action: AuditAction) -> HandlerResult {
    let log = &ctx.app.audit_log;
    let page = match action {
        AuditAction::List { filter, page } => {
            let entries = log.page(filter.actor, filter.action.as_deref(), page, ENTRIES_PER_PAGE).await?;
            audit_list(&filter, &entries, page, &ctx.words)
        }
        AuditAction::Actors { filter } => audit_actors(&filter, &log.actors().await?, &ctx.words),
        AuditAction::Acts { filter } => audit_acts(&filter, &log.acts().await?, &ctx.words),
    };
    ctx.reply(&Step::Menu, &page, None)
}

/// The words for the acts that there are; another one, of an earlier or a later version, is shown as it is stored.
const NAMED: [(&str, &str); 37] = [
    ("admit", "act-admit"),
    ("refuse", "act-refuse"),
    ("block", "act-block"),
    ("unblock", "act-unblock"),
    ("undo_access", "act-undo-access"),
    ("close_shop", "act-close-shop"),
    ("open_shop", "act-open-shop"),
    ("plan_pause", "act-plan-pause"),
    ("call_off_pause", "act-call-off-pause"),
    ("shop_hours", "act-shop-hours"),
    ("shop_as_file", "act-shop-as-file"),
    ("found_placed", "act-found-placed"),
    ("found_not_placed", "act-found-not-placed"),
    ("taken_back", "act-taken-back"),
    ("resend", "act-resend"),
    ("message", "act-message"),
    ("message_close", "act-message-close"),
    ("verify_category", "act-verify-category"),
    ("unverify_category", "act-unverify-category"),
    ("approve_payment", "act-approve-payment"),
    ("approve_payment_first", "act-approve-payment-first"),
    ("reject_payment", "act-reject-payment"),
    ("credit_payment", "act-credit-payment"),
    ("set_aside_payment", "act-set-aside-payment"),
    ("payout", "act-payout"),
    ("payout_done", "act-payout-done"),
    ("payout_returned", "act-payout-returned"),
    ("grant", "act-grant"),
    ("take", "act-take"),
    ("price", "act-price"),
    ("tier", "act-tier"),
    ("rename_tier", "act-rename-tier"),
    ("limits", "act-limits"),
    ("change_catalog", "act-change-catalog"),
    ("undo_catalog", "act-undo-catalog"),
    ("role", "act-role"),
    ("alerts", "act-alerts"),
];

/// An act in words.
fn act_name(act: &str, words: &Words) -> String {
    NAMED.iter().find(|(named, _)| *named == act).map_or_else(|| act.to_owned(), |(_, key)| words.say(key, &[]))
}

/// A page of the log.
pub fn audit_list(filter: &AuditFilter, entries: &AuditPage, page: usize, words: &Words) -> Page {
    let entry = |row: &AuditRow| {
        let id = row.actor.to_string();
        let name = row.name.as_deref().map(html::clean).filter(|name| !name.is_empty()).unwrap_or(id);
        let head = [("time", words.time(row.at).into()), ("name", name.into()), ("act", act_name(&row.action, words).into())];
        let about: Vec<String> = [&row.subject, &row.detail]
            .map(|text| html::safe(text, MAX_DETAIL_CHARS))
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        format!("{}\n{}", html::say(words, "audit-entry", &head), about.join(" · ")).trim_end().to_owned()
    };
    let pages = page + 1 + usize::from(entries.is_more);
    let list = |page| AuditAction::List { filter: filter.clone(), page };
    let mut rows = vec![button::turn((page, pages), list)];
    rows.push(vec![
        button::button(words, "button-audit-actors", AuditAction::Actors { filter: filter.clone() }),
        button::button(words, "button-audit-acts", AuditAction::Acts { filter: filter.clone() }),
    ]);
    if *filter != AuditFilter::default() {
        rows.push(vec![button::button(words, "button-audit-all", AuditAction::List { filter: AuditFilter::default(), page: 0 })]);
    }
    rows.push(vec![button::admin(words)]);
    let number = if pages > 1 { words.say("audit-page", &[("page", (page + 1).to_string().into())]) } else { String::new() };
    let shown =
        filter.action.as_ref().map(|act| html::say(words, "audit-of-act", &[("act", act_name(act, words).into())])).unwrap_or_default();
    let none = if entries.rows.is_empty() { words.say("audit-none", &[]) } else { String::new() };
    let mut blocks = vec![words.say("audit-title", &[]), shown, none];
    blocks.extend(entries.rows.iter().map(entry));
    blocks.push(number);
    html::page(blocks, rows)
}

/// Whose entries?
pub fn audit_actors(filter: &AuditFilter, actors: &[(i64, Option<String>)], words: &Words) -> Page {
    let choice = |(id, name): &(i64, Option<String>)| {
        let filter = AuditFilter { actor: Some(*id), ..filter.clone() };
        button::named(name.as_deref().unwrap_or_default(), &id.to_string(), AuditAction::List { filter, page: 0 })
    };
    html::page(vec![words.say("audit-choose-actor", &[])], choices(actors.iter().take(MAX_CHOICES).map(choice), filter, words))
}

/// Of which acts?
pub fn audit_acts(filter: &AuditFilter, acts: &[String], words: &Words) -> Page {
    let choice = |act: &String| {
        let filter = AuditFilter { action: Some(act.clone()), ..filter.clone() };
        button::named(&act_name(act, words), "?", AuditAction::List { filter, page: 0 })
    };
    html::page(vec![words.say("audit-choose-act", &[])], choices(acts.iter().take(MAX_CHOICES).map(choice), filter, words))
}

fn choices(choices: impl Iterator<Item = Button>, filter: &AuditFilter, words: &Words) -> Vec<Vec<Button>> {
    let mut rows = button::grid(choices, 2);
    rows.push(vec![button::button(words, "button-audit-back", AuditAction::List { filter: filter.clone(), page: 0 })]);
    rows
}
