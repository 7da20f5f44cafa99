//! How admins decide about a proof of payment, in two steps each. Rights are checked here too, because the buttons are also shown in groups.

use crate::app::ProofOutcome;
use crate::dialogue::screen::Hint;
use crate::dialogue::{ProofAction, ProofKey, PurchaseAction, Step};
use crate::domain::bill::Bill;
use crate::domain::money::Rupiah;
use crate::domain::notification::BillNotification;
use crate::domain::person::Person;
use crate::domain::proof::{ProofReview, RejectReason};
use crate::i18n::Words;
use crate::telegram::context::{HandlerError, HandlerResult, UpdateContext};
use crate::telegram::features::purchase;
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, ButtonKind, Page};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, html, proof};

/// Another admin has to approve the same amount.
const NEEDS_SECOND: Toast = Toast::new("toast-proof-needs-second");

/// What a proof's pages show.
pub struct Shown {
    pub bill: Bill,
    pub person: Person,
    pub review: ProofReview,
}

/// A button about a proof.
pub async fn press(mut ctx: UpdateContext, action: ProofAction) -> HandlerResult {
    let Some(shown) = find(&ctx, action.proof()).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let (app, admin, bill) = (ctx.app.clone(), ctx.user_id(), shown.bill.id.clone());
    let outcome = match action {
        ProofAction::Show { .. } => {
            let page = proof::card(&shown.bill, &shown.person, &shown.review, &ctx.words);
            return ctx.replace(&page, None);
        }
        // Somebody was faster: the card says who.
        _ if shown.review.payment.is_some() || shown.review.rejected => {
            let page = proof::card(&shown.bill, &shown.person, &shown.review, &ctx.words);
            return ctx.replace(&page, Some(Toast::ALREADY_DECIDED));
        }
        ProofAction::AskApprove { amount, .. } => {
            let page = confirm_approve(&shown, amount, &ctx.words);
            return ctx.replace(&page, None);
        }
        ProofAction::AskReject { .. } => {
            let page = choose_reason(&shown, &ctx.words);
            return ctx.replace(&page, None);
        }
        ProofAction::AskAmount { proof } => {
            let page = ask_amount(&shown, None, &ctx.words);
            return ctx.reply_below(&Step::ProofAmount { proof }, &page, None);
        }
        ProofAction::Approve { amount, .. } => {
            let settings = ctx.settings.clone();
            app.proofs.approve(&settings, admin, &bill, amount, &mut ctx.effects).await?
        }
        ProofAction::Reject { reason, .. } => app.proofs.reject(admin, &bill, reason, &mut ctx.effects).await?,
    };
    let toast = match outcome {
        ProofOutcome::Done => Toast::DONE,
        ProofOutcome::NeedsSecond => NEEDS_SECOND,
        ProofOutcome::Already => Toast::ALREADY_DECIDED,
        ProofOutcome::Denied => Toast::STALE_BUTTON,
    };
    // What was decided edits all cards, but not the question that followed a typed amount.
    if ctx.keyboard.as_ref().is_some_and(|keyboard| keyboard.screen) {
        let page = outcome_of(toast, &shown, &ctx.words);
        return ctx.reply(&Step::Menu, &page, None);
    }
    ctx.toast_only(toast)
}

/// The amount was typed: it is asked about before it counts.
pub async fn receive_amount(ctx: UpdateContext, proof: ProofKey, text: Option<String>) -> HandlerResult {
    let Some(shown) = find(&ctx, &proof).await? else { return purchase::show_menu(ctx, None).await };
    let remark = match text.as_deref().map(Rupiah::read) {
        Some(Some(amount)) => {
            let page = confirm_typed(&shown, amount, &ctx.words);
            return ctx.reply(&Step::Menu, &page, None);
        }
        Some(None) => ctx.words.say("hint-invalid-amount", &[]),
        None => hint(Some(Hint::TextOnly), &ctx.words),
    };
    let page = ask_amount(&shown, Some(remark), &ctx.words);
    ctx.reply(&Step::ProofAmount { proof }, &page, None)
}

/// Asks for the amount again, because something else came.
pub async fn show_again(ctx: UpdateContext, proof: ProofKey, again: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let Some(shown) = find(&ctx, &proof).await? else { return purchase::show_menu(ctx, None).await };
    let page = ask_amount(&shown, Some(hint(again, &ctx.words)), &ctx.words);
    ctx.reply(&Step::ProofAmount { proof }, &page, toast)
}

/// A proof's card as a new message, for somebody who looks for it.
pub async fn show_below(ctx: UpdateContext, proof: ProofKey) -> HandlerResult {
    let Some(shown) = find(&ctx, &proof).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let page = proof::card(&shown.bill, &shown.person, &shown.review, &ctx.words);
    ctx.reply_below(&Step::Menu, &page, None)
}

async fn find(ctx: &UpdateContext, proof: &ProofKey) -> Result<Option<Shown>, HandlerError> {
    let notification = BillNotification::Proof { bill: proof.bill.clone(), picture: proof.picture.clone() };
    let source = ctx.app.notifier.source(&ctx.settings, &notification.into()).await?;
    let shown = |(bill, person, review)| Shown { bill, person, review };
    Ok(source.bill.zip(source.person).zip(source.review).map(|((bill, person), review)| shown((bill, person, review))))
}

/// Really credit this amount? In place of the card.
pub fn confirm_approve(shown: &Shown, amount: Rupiah, words: &Words) -> Page {
    let (blocks, yes) = confirm(shown, amount, words);
    html::photo(blocks, vec![vec![yes], vec![back(&shown.review, words)]], proof::photo(&shown.review))
}

/// Really credit the amount that was typed?
pub fn confirm_typed(shown: &Shown, amount: Rupiah, words: &Words) -> Page {
    let (blocks, yes) = confirm(shown, amount, words);
    html::page(blocks, vec![vec![yes], vec![cancel(words)]])
}

fn confirm(shown: &Shown, amount: Rupiah, words: &Words) -> (Vec<String>, Button) {
    let Shown { bill, person, review } = shown;
    let question = html::say(words, "proof-confirm", &[("amount", amount.into()), ("name", (&person.name).into())]);
    let yes = button::button(words, "button-proof-yes", ProofAction::Approve { proof: proof::key(review), amount });
    (vec![question, proof::facts(bill, person, review, words)], yes)
}

/// What became of a decision.
pub fn outcome_of(toast: Toast, shown: &Shown, words: &Words) -> Page {
    let bill = html::say(words, "payment-of-bill", &[("number", (&shown.bill.number).into())]);
    html::page(vec![toast.text(words), bill], vec![vec![button::menu(words)]])
}

/// Why is it rejected?
pub fn choose_reason(shown: &Shown, words: &Words) -> Page {
    let Shown { bill, person, review } = shown;
    let reason = |reason: RejectReason| {
        let action = ProofAction::Reject { proof: proof::key(review), reason };
        vec![Button { label: proof::reason(reason, words), kind: ButtonKind::Callback(action.into()) }]
    };
    let mut rows: Vec<Vec<Button>> = RejectReason::ALL.into_iter().map(reason).collect();
    rows.push(vec![back(review, words)]);
    html::photo(vec![words.say("proof-choose-reason", &[]), proof::facts(bill, person, review, words)], rows, proof::photo(review))
}

/// What arrived is to be typed; `remark` is above.
pub fn ask_amount(shown: &Shown, remark: Option<String>, words: &Words) -> Page {
    let Shown { bill, person, review } = shown;
    let blocks = vec![remark.unwrap_or_default(), words.say("proof-ask-amount", &[]), proof::facts(bill, person, review, words)];
    html::page(blocks, vec![vec![cancel(words)]])
}

fn cancel(words: &Words) -> Button {
    button::button(words, "button-cancel", PurchaseAction::Cancel)
}

fn back(review: &ProofReview, words: &Words) -> Button {
    button::button(words, "button-back", ProofAction::Show { proof: proof::key(review) })
}
