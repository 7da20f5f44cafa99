//! Giving Stars back: the reason, and the confirmation. All of a payment or nothing: Telegram knows no parts. The wallet pays first. Rights
//! are checked at every step.

use crate::app::{Customer, PayoutOpening, PayoutWish};
use crate::dialogue::screen::Hint;
use crate::dialogue::{PurchaseAction, StarsAction, Step};
use crate::domain::role::Right;
use crate::domain::wallet::MIN_REASON_CHARS;
use crate::i18n::Words;
use crate::telegram::context::{HandlerError, HandlerResult, UpdateContext};
use crate::telegram::features::{payout, purchase};
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, Page};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{access, button, html, payment};

/// Longest reason, in characters.
const MAX_REASON_CHARS: usize = 100;

/// A button about a refund.
pub async fn press(ctx: UpdateContext, action: StarsAction) -> HandlerResult {
    match action {
        StarsAction::AskReason { payment } => ask(ctx, payment, None, None).await,
        StarsAction::GiveBack { payment, reason } => give_back(ctx, &payment, &reason).await,
    }
}

/// The reason was typed: everything is shown once more before it counts.
pub async fn receive_reason(ctx: UpdateContext, charge: String, text: Option<String>) -> HandlerResult {
    let remark = match text.as_deref().map(html::clean) {
        Some(reason) if (MIN_REASON_CHARS..=MAX_REASON_CHARS).contains(&reason.chars().count()) => {
            let Some((wish, found)) = find(&ctx, &charge, &reason).await? else { return purchase::show_menu(ctx, None).await };
            let page = confirm_refund(&wish, &found, &reason, &ctx.words);
            return ctx.reply(&Step::Menu, &page, None);
        }
        Some(_) => ctx.words.say("hint-invalid-stars-reason", &[]),
        None => hint(Some(Hint::TextOnly), &ctx.words),
    };
    ask(ctx, charge, Some(remark), None).await
}

/// Asks for the reason again, because something else came.
pub async fn show_again(ctx: UpdateContext, charge: String, again: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let remark = hint(again, &ctx.words);
    ask(ctx, charge, Some(remark), toast).await
}

/// What is to be given back, and whose it is; `None` when it can't be, or not by this person.
async fn find(ctx: &UpdateContext, charge: &str, reason: &str) -> Result<Option<(PayoutWish, Customer)>, HandlerError> {
    if !ctx.session.may(Right::MoveMoney) {
        return Ok(None);
    }
    let Some(wish) = ctx.app.star_refunds.wish(&ctx.settings, charge, reason).await? else { return Ok(None) };
    Ok(ctx.app.wallets.customer(wish.user).await?.map(|found| (wish, found)))
}

async fn ask(ctx: UpdateContext, charge: String, remark: Option<String>, toast: Option<Toast>) -> HandlerResult {
    let Some((wish, found)) = find(&ctx, &charge, "").await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    if let Some(known) = ctx.app.star_refunds.find(&charge).await? {
        let page = payout::payout_page(&known, &found.person, &ctx.words);
        return ctx.update(&Step::Menu, &page, toast);
    }
    if let Some(refused) = ctx.app.star_refunds.refusal(ctx.user_id(), &wish).await? {
        let page = payout::not_paid_out(&refused, wish.user, &ctx.words);
        return ctx.reply(&Step::Menu, &page, toast);
    }
    let page = ask_refund_reason(&wish, &found, remark, &ctx.words);
    ctx.reply(&Step::StarsReason { payment: charge }, &page, toast)
}

async fn give_back(mut ctx: UpdateContext, charge: &str, reason: &str) -> HandlerResult {
    let (app, admin) = (ctx.app.clone(), ctx.user_id());
    // A press that counts belongs to a keyboard.
    let Some(press) = ctx.keyboard.as_ref().map(|keyboard| keyboard.token.clone()) else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let Some((wish, found)) = find(&ctx, charge, reason).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let user = wish.user;
    let page = match app.star_refunds.open(admin, wish, &press, &mut ctx.effects).await? {
        PayoutOpening::Opened(opened) | PayoutOpening::Already(opened) => payout::payout_page(&opened, &found.person, &ctx.words),
        refused => payout::not_paid_out(&refused, user, &ctx.words),
    };
    ctx.reply(&Step::Menu, &page, None)
}

/// Why is it given back? `remark` is above.
pub fn ask_refund_reason(wish: &PayoutWish, customer: &Customer, remark: Option<String>, words: &Words) -> Page {
    let question = html::say(words, "stars-back-ask-reason", &[("amount", wish.amount.into())]);
    html::page(vec![remark.unwrap_or_default(), question, facts(customer, words)], vec![vec![cancel(words)]])
}

/// Really?
pub fn confirm_refund(wish: &PayoutWish, customer: &Customer, reason: &str, words: &Words) -> Page {
    let question = html::say(words, "stars-back-confirm", &[("amount", wish.amount.into()), ("reason", reason.into())]);
    let action = StarsAction::GiveBack { payment: wish.payment.clone().unwrap_or_default(), reason: reason.to_owned() };
    let yes = button::button(words, "button-stars-back-yes", action);
    html::page(vec![question, facts(customer, words)], vec![vec![yes], vec![cancel(words)]])
}

fn facts(customer: &Customer, words: &Words) -> String {
    format!("{}\n{}", access::who(&customer.person, words), payment::funds(customer.balance, words))
}

fn cancel(words: &Words) -> Button {
    button::button(words, "button-cancel", PurchaseAction::Cancel)
}
