//! Blocking a customer, in two steps and with a reason, and taking that back. Rights are checked at every step.

use crate::app::{AccessDecision, AccessWish, Customer};
use crate::dialogue::screen::Hint;
use crate::dialogue::{AccessAction, CustomersAction, PurchaseAction, Step};
use crate::domain::access::AccessAct;
use crate::i18n::Words;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::customers;
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, Page};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{access, button, html};

/// Shortest and longest reason, in characters.
const REASON_CHARS: std::ops::RangeInclusive<usize> = 3..=200;
/// Reasons that need no typing.
const COMMON_REASONS: [&str; 4] = ["block-reason-fraud", "block-reason-unpaid", "block-reason-rude", "block-reason-own-wish"];

/// First step: why? `remark` says what is wrong with the last answer.
pub async fn ask(ctx: UpdateContext, user: i64, remark: Option<String>, toast: Option<Toast>) -> HandlerResult {
    let Some(customer) = ctx.app.wallets.customer(user).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let page = ask_reason_of_block(&customer, remark, &ctx.words);
    ctx.reply(&Step::BlockReason { user }, &page, toast)
}

/// The reason is asked for once more, because something else came.
pub async fn show_again(ctx: UpdateContext, user: i64, remark: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let remark = remark.map(|remark| hint(Some(remark), &ctx.words));
    ask(ctx, user, remark, toast).await
}

/// The reason was typed.
pub async fn receive_reason(ctx: UpdateContext, user: i64, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return show_again(ctx, user, Some(Hint::TextOnly), None).await };
    let reason = html::clean(&text);
    if !REASON_CHARS.contains(&reason.chars().count()) {
        let remark = ctx.words.say("hint-invalid-reason", &[]);
        return ask(ctx, user, Some(remark), None).await;
    }
    confirm(ctx, user, reason).await
}

/// Second step: really, for this reason?
pub async fn confirm(ctx: UpdateContext, user: i64, reason: String) -> HandlerResult {
    let Some(customer) = ctx.app.wallets.customer(user).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let page = confirm_block(&customer, &reason, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// Blocks a customer, or takes a block back: their page says so.
pub async fn decide(mut ctx: UpdateContext, user: i64, act: AccessAct, reason: Option<String>) -> HandlerResult {
    let (app, admin) = (ctx.app.clone(), ctx.user_id());
    let wish = AccessWish { user, act, reason, made_at: None, card_chat: None };
    let (person, toast) = match app.access.decide(admin, wish, &mut ctx.effects).await? {
        AccessDecision::Made(person) => (person, Toast::DONE),
        AccessDecision::Late(person) => (person, Toast::ALREADY_DECIDED),
        AccessDecision::Unknown => return ctx.toast_only(Toast::STALE_BUTTON),
    };
    customers::show_person(ctx, person, Some(toast)).await
}

/// First step: the reason is to be picked or typed.
pub fn ask_reason_of_block(customer: &Customer, remark: Option<String>, words: &Words) -> Page {
    let user = customer.person.id;
    let common = COMMON_REASONS.map(|key| {
        let reason = words.say(key, &[]);
        vec![button::named(&reason, key, AccessAction::BlockFor { user, reason: reason.clone() })]
    });
    let mut rows = Vec::from(common);
    rows.push(vec![button::button(words, "button-back-to-customer", CustomersAction::Show { user }), cancel(words)]);
    let question = words.say("block-ask-reason", &[]);
    html::page(vec![remark.unwrap_or_default(), question, access::who(&customer.person, words)], rows)
}

/// Second step: really?
pub fn confirm_block(customer: &Customer, reason: &str, words: &Words) -> Page {
    let user = customer.person.id;
    let question = html::say(words, "block-confirm", &[("reason", reason.into())]);
    let yes = button::button(words, "button-block-confirm", AccessAction::Block { user, reason: reason.to_owned() });
    html::page(vec![question, access::who(&customer.person, words)], vec![vec![yes], vec![cancel(words)]])
}

fn cancel(words: &Words) -> Button {
    button::button(words, "button-cancel", PurchaseAction::Cancel)
}
