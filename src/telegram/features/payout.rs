//! Paying a balance out: the amount, where to, and the confirmation; later what became of it. The wallet pays first. Rights are checked at
//! every step.

use crate::app::{Customer, PayoutEnd, PayoutOpening, PayoutWish};
use crate::dialogue::screen::Hint;
use crate::dialogue::{CustomersAction, PayoutAction, PurchaseAction, Step};
use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::payout::{Payout, PayoutState};
use crate::domain::person::Person;
use crate::domain::role::Right;
use crate::i18n::Words;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::purchase;
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, Page};
use crate::telegram::view::payment::{self, method};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{access, button, html};

/// Shortest and longest destination, in characters.
const DESTINATION_CHARS: std::ops::RangeInclusive<usize> = 3..=120;

/// A button about a payout.
pub async fn press(ctx: UpdateContext, action: PayoutAction) -> HandlerResult {
    match action {
        PayoutAction::AskAmount { user } => ask(ctx, Step::PayoutAmount { user }, None, None).await,
        PayoutAction::Open { user, amount, destination } => open(ctx, user, amount, destination).await,
        PayoutAction::Show { payout } => show(ctx, &payout, None).await,
        PayoutAction::AskEnd { payout, sent } => ask_end(ctx, &payout, sent).await,
        PayoutAction::End { payout, sent } => end(ctx, &payout, sent).await,
    }
}

/// The amount was typed.
pub async fn receive_amount(ctx: UpdateContext, user: i64, text: Option<String>) -> HandlerResult {
    let again = Step::PayoutAmount { user };
    let remark = match text.as_deref().map(Rupiah::read) {
        None => hint(Some(Hint::TextOnly), &ctx.words),
        Some(None) => ctx.words.say("hint-invalid-amount", &[]),
        Some(Some(amount)) => match ctx.app.payouts.refusal(ctx.user_id(), user, amount).await? {
            None => return ask(ctx, Step::PayoutDestination { user, amount }, None, None).await,
            Some(refused) => refusal(&refused, &ctx.words),
        },
    };
    ask(ctx, again, Some(remark), None).await
}

/// Where to was typed: everything is shown once more before it counts.
pub async fn receive_destination(ctx: UpdateContext, user: i64, amount: Rupiah, text: Option<String>) -> HandlerResult {
    let again = Step::PayoutDestination { user, amount };
    let Some(text) = text else {
        let remark = hint(Some(Hint::TextOnly), &ctx.words);
        return ask(ctx, again, Some(remark), None).await;
    };
    let destination = html::clean(&text);
    if !DESTINATION_CHARS.contains(&destination.chars().count()) {
        let remark = ctx.words.say("payout-invalid-destination", &[]);
        return ask(ctx, again, Some(remark), None).await;
    }
    let Some(found) = customer(&ctx, user).await? else { return purchase::show_menu(ctx, None).await };
    let page = confirm_payout(&found, amount, &destination, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// Asks again for what the step is about, because something else came.
pub async fn show_again(ctx: UpdateContext, step: Step, again: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let remark = hint(again, &ctx.words);
    ask(ctx, step, Some(remark), toast).await
}

/// A payout's page.
pub async fn show(ctx: UpdateContext, id: &str, toast: Option<Toast>) -> HandlerResult {
    let Some((payout, person)) = ctx.app.payouts.find(id).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let page = payout_page(&payout, &person, &ctx.words);
    ctx.update(&Step::Menu, &page, toast)
}

async fn customer(ctx: &UpdateContext, user: i64) -> Result<Option<Customer>, crate::telegram::context::HandlerError> {
    Ok(if ctx.session.may(Right::MoveMoney) { ctx.app.wallets.customer(user).await? } else { None })
}

/// Asks for the input of `step`. Shows the menu instead if the person may not pay out (any more).
async fn ask(ctx: UpdateContext, step: Step, remark: Option<String>, toast: Option<Toast>) -> HandlerResult {
    let (Step::PayoutAmount { user } | Step::PayoutDestination { user, .. }) = step else { return purchase::show_menu(ctx, None).await };
    let Some(found) = customer(&ctx, user).await? else { return purchase::show_menu(ctx, None).await };
    let page = match step {
        Step::PayoutDestination { amount, .. } => ask_destination(&found, amount, remark, &ctx.words),
        _ => ask_payout(&found, remark, &ctx.words),
    };
    ctx.reply(&step, &page, toast)
}

async fn open(mut ctx: UpdateContext, user: i64, amount: Rupiah, destination: String) -> HandlerResult {
    let (app, admin) = (ctx.app.clone(), ctx.user_id());
    // A press that counts belongs to a keyboard.
    let Some(press) = ctx.keyboard.as_ref().map(|keyboard| keyboard.token.clone()) else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let Some(found) = app.wallets.customer(user).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let wish = PayoutWish { user, method: PaymentMethod::Bank, payment: None, amount, destination };
    let page = match app.payouts.open(admin, wish, &press, &mut ctx.effects).await? {
        PayoutOpening::Opened(payout) => payout_page(&payout, &found.person, &ctx.words),
        refused => not_paid_out(&refused, user, &ctx.words),
    };
    ctx.reply(&Step::Menu, &page, None)
}

async fn ask_end(ctx: UpdateContext, id: &str, sent: bool) -> HandlerResult {
    let Some((payout, person)) = ctx.app.payouts.find(id).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    if payout.state != PayoutState::Open {
        return show(ctx, id, Some(Toast::ALREADY_DECIDED)).await;
    }
    let page = confirm_end(&payout, &person, sent, &ctx.words);
    ctx.update(&Step::Menu, &page, None)
}

async fn end(mut ctx: UpdateContext, id: &str, sent: bool) -> HandlerResult {
    let (app, admin) = (ctx.app.clone(), ctx.user_id());
    let Some((_, person)) = app.payouts.find(id).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let (payout, toast) = match app.payouts.end_by_hand(admin, id, sent, &mut ctx.effects).await? {
        PayoutEnd::Ended(payout) => (payout, None),
        PayoutEnd::Already(payout) => (payout, Some(Toast::ALREADY_DECIDED)),
        PayoutEnd::Denied => return ctx.toast_only(Toast::STALE_BUTTON),
    };
    let page = payout_page(&payout, &person, &ctx.words);
    ctx.update(&Step::Menu, &page, toast)
}

/// First step: the amount is to be typed.
pub fn ask_payout(customer: &Customer, remark: Option<String>, words: &Words) -> Page {
    html::page(vec![remark.unwrap_or_default(), words.say("payout-ask-amount", &[]), facts(customer, words)], vec![vec![cancel(words)]])
}

/// Second step: where to is to be typed.
pub fn ask_destination(customer: &Customer, amount: Rupiah, remark: Option<String>, words: &Words) -> Page {
    let question = html::say(words, "payout-ask-destination", &[("amount", amount.into())]);
    html::page(vec![remark.unwrap_or_default(), question, facts(customer, words)], vec![vec![cancel(words)]])
}

/// Third step: confirm.
pub fn confirm_payout(customer: &Customer, amount: Rupiah, destination: &str, words: &Words) -> Page {
    let question = html::say(words, "payout-confirm", &[("amount", amount.into()), ("destination", destination.into())]);
    let action = PayoutAction::Open { user: customer.person.id, amount, destination: destination.to_owned() };
    let yes = button::button(words, "button-payout-yes", action);
    html::page(vec![question, facts(customer, words)], vec![vec![yes], vec![cancel(words)]])
}

/// It was refused at the last step.
pub fn not_paid_out(refused: &PayoutOpening, user: i64, words: &Words) -> Page {
    let back = button::button(words, "button-back-to-customer", CustomersAction::Show { user });
    html::page(vec![refusal(refused, words)], vec![vec![back, button::menu(words)]])
}

/// A payout as it stands.
pub fn payout_page(payout: &Payout, person: &Person, words: &Words) -> Page {
    let state = match payout.state {
        PayoutState::Open if payout.method == PaymentMethod::Stars => "payout-state-stars",
        PayoutState::Open => "payout-state-open",
        PayoutState::Done => "payout-state-done",
        PayoutState::Returned => "payout-state-returned",
    };
    let mut lines = vec![
        html::say(words, "payout-title", &[("number", (&payout.number).into()), ("amount", payout.amount.into())]),
        words.say(state, &[]),
        html::say(
            words,
            "payout-destination",
            &[("destination", (&payout.destination).into()), ("method", method(payout.method, words).into())],
        ),
        html::say(words, "bill-page-created", &[("time", words.time(payout.created_at).into())]),
    ];
    lines.extend(payout.ended_at.map(|at| html::say(words, "bill-page-ended", &[("time", words.time(at).into())])));
    let mut rows = Vec::new();
    if payout.state == PayoutState::Open && payout.method == PaymentMethod::Bank {
        let ask = |key, sent| vec![button::button(words, key, PayoutAction::AskEnd { payout: payout.id.clone(), sent })];
        rows.extend([ask("button-payout-sent", true), ask("button-payout-failed", false)]);
    }
    rows.push(vec![button::button(words, "button-customer", CustomersAction::Show { user: person.id }), button::bills(words)]);
    html::page(vec![lines.join("\n"), access::who(person, words)], rows)
}

/// Really?
pub fn confirm_end(payout: &Payout, person: &Person, sent: bool, words: &Words) -> Page {
    let (question, label) =
        if sent { ("payout-confirm-sent", "button-payout-sent-yes") } else { ("payout-confirm-failed", "button-payout-failed-yes") };
    let args = [("amount", payout.amount.into()), ("name", (&person.name).into()), ("destination", (&payout.destination).into())];
    let yes = button::button(words, label, PayoutAction::End { payout: payout.id.clone(), sent });
    let back = button::button(words, "button-back", PayoutAction::Show { payout: payout.id.clone() });
    html::page(vec![html::say(words, question, &args)], vec![vec![yes], vec![back]])
}

fn refusal(refused: &PayoutOpening, words: &Words) -> String {
    match refused {
        PayoutOpening::BeyondBalance { available } => html::say(words, "payout-beyond-balance", &[("balance", (*available).into())]),
        PayoutOpening::Opened(_) | PayoutOpening::Already(_) | PayoutOpening::Denied => words.say("move-denied", &[]),
    }
}

fn facts(customer: &Customer, words: &Words) -> String {
    format!("{}\n{}", access::who(&customer.person, words), payment::funds(customer.balance, words))
}

fn cancel(words: &Words) -> Button {
    button::button(words, "button-cancel", PurchaseAction::Cancel)
}
