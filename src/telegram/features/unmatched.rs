//! How admins decide about an unmatched payment: what credits takes two steps, and what was typed is asked about first. Rights are checked
//! here too, because the cards are also shown in groups.

use crate::app::{PaymentFile, UnmatchedOutcome};
use crate::dialogue::screen::Hint;
use crate::dialogue::{PaymentKey, PurchaseAction, Step, UnmatchedAction};
use crate::domain::money::Rupiah;
use crate::domain::payment::{AsideReason, Unmatched};
use crate::domain::person::Person;
use crate::domain::role::Right;
use crate::i18n::Words;
use crate::telegram::context::{HandlerError, HandlerResult, UpdateContext};
use crate::telegram::features::purchase;
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, ButtonKind, Page};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{access, button, html, payment};

/// A button about an unmatched payment.
pub async fn press(mut ctx: UpdateContext, action: UnmatchedAction) -> HandlerResult {
    let key = action.key().clone();
    let Some(file) = find(&ctx, &key).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    if !matches!(action, UnmatchedAction::Show { .. }) && !file.payment.is_unmatched() {
        // Somebody was faster: the card says who.
        return show(ctx, &file, Some(Toast::ALREADY_DECIDED));
    }
    let (app, admin, settings) = (ctx.app.clone(), ctx.user_id(), ctx.settings.clone());
    let named = (key.method, key.payment.as_str());
    let outcome = match action {
        UnmatchedAction::Show { .. } => return show(ctx, &file, None),
        UnmatchedAction::AskCredit { amount, .. } => return ask_credit(ctx, file, amount).await,
        UnmatchedAction::AskAmount { .. } => {
            let page = ask_amount(&file, None, &ctx.words);
            return ctx.reply_below(&Step::UnmatchedAmount { key }, &page, None);
        }
        UnmatchedAction::AskAside { .. } => {
            let page = choose_aside(&file, &ctx.words);
            return ctx.update(&Step::Menu, &page, None);
        }
        UnmatchedAction::Credit { user, amount, .. } => {
            app.unmatched.credit(&settings, admin, named, user, amount, &mut ctx.effects).await?
        }
        UnmatchedAction::Aside { reason, .. } => app.unmatched.set_aside(admin, named, reason, &mut ctx.effects).await?,
    };
    let page = match outcome {
        UnmatchedOutcome::Done(payment) => {
            let decided = PaymentFile { payment: *payment, decider: Some(ctx.session.person.clone()), ..file };
            card(&decided, &ctx.words)
        }
        refused => refused_of(&refused, &file, &ctx.words),
    };
    ctx.update(&Step::Menu, &page, None)
}

/// The amount was typed: next is for whom, or the question whether that is meant.
pub async fn receive_amount(ctx: UpdateContext, key: PaymentKey, text: Option<String>) -> HandlerResult {
    let Some(file) = find_for(&ctx, &key).await? else { return purchase::show_menu(ctx, None).await };
    let most = file.most;
    let remark = match text.as_deref().map(Rupiah::read) {
        Some(Some(amount)) if amount <= most => return ask_credit(ctx, file, amount).await,
        Some(Some(_)) => html::say(&ctx.words, "unmatched-too-much", &[("most", most.into())]),
        Some(None) => ctx.words.say("hint-invalid-amount", &[]),
        None => hint(Some(Hint::TextOnly), &ctx.words),
    };
    let page = ask_amount(&file, Some(remark), &ctx.words);
    ctx.reply(&Step::UnmatchedAmount { key }, &page, None)
}

/// Whose it is was typed.
pub async fn receive_owner(ctx: UpdateContext, key: PaymentKey, amount: Rupiah, text: Option<String>) -> HandlerResult {
    let Some(file) = find_for(&ctx, &key).await? else { return purchase::show_menu(ctx, None).await };
    let remark = match text.as_deref().map(html::clean) {
        Some(text) => match ctx.app.unmatched.owner(&text).await? {
            Some(person) => {
                let page = confirm_credit(&file, &person, amount, &ctx.words);
                return ctx.reply(&Step::Menu, &page, None);
            }
            None => html::say(&ctx.words, "unmatched-no-owner", &[("text", text.into())]),
        },
        None => hint(Some(Hint::TextOnly), &ctx.words),
    };
    let page = ask_owner(&file, amount, Some(remark), &ctx.words);
    ctx.reply(&Step::UnmatchedOwner { key, amount }, &page, None)
}

/// Asks again for what the step is about, because something else came.
pub async fn show_again(ctx: UpdateContext, step: Step, again: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let (Step::UnmatchedAmount { key } | Step::UnmatchedOwner { key, .. }) = &step else { return purchase::show_menu(ctx, None).await };
    let Some(file) = find_for(&ctx, key).await? else { return purchase::show_menu(ctx, None).await };
    let remark = Some(hint(again, &ctx.words));
    let page = match step {
        Step::UnmatchedOwner { amount, .. } => ask_owner(&file, amount, remark, &ctx.words),
        _ => ask_amount(&file, remark, &ctx.words),
    };
    ctx.reply(&step, &page, toast)
}

async fn find(ctx: &UpdateContext, key: &PaymentKey) -> Result<Option<PaymentFile>, HandlerError> {
    Ok(ctx.app.unmatched.find(&ctx.settings, key.method, &key.payment).await?)
}

/// The payment, if this person may still decide about it.
async fn find_for(ctx: &UpdateContext, key: &PaymentKey) -> Result<Option<PaymentFile>, HandlerError> {
    let found = if ctx.session.may(Right::MoveMoney) { find(ctx, key).await? } else { None };
    Ok(found.filter(|file| file.payment.is_unmatched()))
}

fn show(ctx: UpdateContext, file: &PaymentFile, toast: Option<Toast>) -> HandlerResult {
    let page = card(file, &ctx.words);
    ctx.update(&Step::Menu, &page, toast)
}

/// Asks whether this amount is to be credited; where nobody knows whose it is, that is asked first.
async fn ask_credit(ctx: UpdateContext, file: PaymentFile, amount: Rupiah) -> HandlerResult {
    match &file.person {
        Some(person) => {
            let page = confirm_credit(&file, person, amount, &ctx.words);
            ctx.update(&Step::Menu, &page, None)
        }
        None => {
            let page = ask_owner(&file, amount, None, &ctx.words);
            ctx.reply_below(&Step::UnmatchedOwner { key: payment::key(&file.payment), amount }, &page, None)
        }
    }
}

/// The payment as it stands.
pub fn card(file: &PaymentFile, words: &Words) -> Page {
    payment::card(&file.payment, file.bill.as_ref(), file.person.as_ref(), file.decider.as_ref(), words)
}

/// Really credit this amount to this customer?
pub fn confirm_credit(file: &PaymentFile, person: &Person, amount: Rupiah, words: &Words) -> Page {
    let (user, key) = (person.id, payment::key(&file.payment));
    let question = html::say(words, "unmatched-confirm", &[("amount", amount.into()), ("name", (&person.name).into())]);
    let test = file.payment.unmatched == Some(Unmatched::Test);
    let warning = if test { words.say("unmatched-confirm-test", &[]) } else { payment::why(&file.payment, words) };
    let label = if test { "button-unmatched-yes-test" } else { "button-proof-yes" };
    let yes = button::button(words, label, UnmatchedAction::Credit { key, user, amount });
    let facts = payment::facts(&file.payment, file.bill.as_ref(), None, words);
    html::page(vec![question, warning, access::who(person, words), facts], vec![vec![yes], vec![back(file, words)]])
}

/// What is to be credited is to be typed; `remark` is above.
pub fn ask_amount(file: &PaymentFile, remark: Option<String>, words: &Words) -> Page {
    let question = html::say(words, "unmatched-ask-amount", &[("most", file.most.into())]);
    html::page(vec![remark.unwrap_or_default(), question, of(file, words)], vec![vec![cancel(words)]])
}

/// Whose it is is to be typed; `remark` is above.
pub fn ask_owner(file: &PaymentFile, amount: Rupiah, remark: Option<String>, words: &Words) -> Page {
    let question = html::say(words, "unmatched-ask-owner", &[("amount", amount.into())]);
    html::page(vec![remark.unwrap_or_default(), question, of(file, words)], vec![vec![cancel(words)]])
}

/// Why is it set aside?
pub fn choose_aside(file: &PaymentFile, words: &Words) -> Page {
    let reason = |reason: AsideReason| {
        let action = UnmatchedAction::Aside { key: payment::key(&file.payment), reason };
        vec![Button { label: payment::aside(reason, words), kind: ButtonKind::Callback(action.into()) }]
    };
    let mut rows: Vec<Vec<Button>> = AsideReason::ALL.into_iter().map(reason).collect();
    rows.push(vec![back(file, words)]);
    html::page(vec![words.say("unmatched-choose-aside", &[]), of(file, words)], rows)
}

/// Why a decision does not count.
pub fn refused_of(outcome: &UnmatchedOutcome, file: &PaymentFile, words: &Words) -> Page {
    let text = match outcome {
        UnmatchedOutcome::Already => Toast::ALREADY_DECIDED.text(words),
        UnmatchedOutcome::TooMuch { most } => html::say(words, "unmatched-too-much", &[("most", (*most).into())]),
        UnmatchedOutcome::Done(_) | UnmatchedOutcome::Denied => words.say("unmatched-denied", &[]),
    };
    html::page(vec![text, of(file, words)], vec![vec![button::bills(words)]])
}

fn of(file: &PaymentFile, words: &Words) -> String {
    payment::facts(&file.payment, file.bill.as_ref(), file.person.as_ref(), words)
}

fn cancel(words: &Words) -> Button {
    button::button(words, "button-cancel", PurchaseAction::Cancel)
}

fn back(file: &PaymentFile, words: &Words) -> Button {
    button::button(words, "button-back", UnmatchedAction::Show { key: payment::key(&file.payment) })
}
