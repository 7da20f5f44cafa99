//! Who may order: customers who ask, and admins who decide.

use crate::app::{AccessDecision, AccessWish};
use crate::dialogue::{AccessAction, DecidedOn, Step};
use crate::domain::access::{AccessAct, AccessGate, AccessStatus};
use crate::domain::person::Person;
use crate::domain::role::Right;
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::commands;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::{block, customers, pending, start};
use crate::telegram::incoming::IncomingKind;
use crate::telegram::view::layout::support;
use crate::telegram::view::page::{Page, ShopFacts};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{access, html};

/// For somebody who may not order (yet): sends their request to the admins, once, and shows its state.
pub async fn access_gate(mut ctx: UpdateContext) -> HandlerResult {
    let app = ctx.app.clone();
    let wanted = match &ctx.incoming.kind {
        IncomingKind::Command(command) if command.name == start::START.name => start::linked_category(&ctx, &command.argument),
        _ => None,
    };
    if matches!(&ctx.incoming.kind, IncomingKind::Command(_)) {
        commands::delete_leftovers(&app, &ctx.session.person, &mut ctx.effects).await?;
    }
    let page = match app.access.enter(&ctx.settings, &ctx.session, wanted, &mut ctx.effects) {
        AccessGate::Ask | AccessGate::Wait if app.admins.with(Right::DecideAccess).is_empty() => access_unattended(&ctx.words, &ctx.shop),
        gate @ (AccessGate::Ask | AccessGate::Wait) => access_pending(gate == AccessGate::Ask, &ctx.words, &ctx.shop),
        AccessGate::Shut if ctx.session.person.access == AccessStatus::Blocked => access_blocked(&ctx.words, &ctx.shop),
        // The tree sends only people here who may not order.
        AccessGate::Open | AccessGate::Shut => access_rejected(&ctx.words, &ctx.shop),
    };
    ctx.reply(&Step::Menu, &page, None)
}

/// A button about somebody's access.
pub async fn press(ctx: UpdateContext, action: AccessAction) -> HandlerResult {
    match action {
        AccessAction::Decide { user, approve, on } => {
            let act = if approve { AccessAct::Approve } else { AccessAct::Reject };
            decide(ctx, user, act, None, on).await
        }
        AccessAction::Undo { user, made_at, on } => decide(ctx, user, AccessAct::Undo, Some(made_at), on).await,
        AccessAction::List { page } => pending::show(ctx, page).await,
        AccessAction::AskBlock { user } => block::ask(ctx, user, None, None).await,
        AccessAction::BlockFor { user, reason } => block::confirm(ctx, user, reason).await,
        AccessAction::Block { user, reason } => block::decide(ctx, user, AccessAct::Block, Some(reason)).await,
        AccessAction::Unblock { user } => block::decide(ctx, user, AccessAct::Unblock, None).await,
    }
}

/// An admin approves or rejects a customer, or takes that back. The first decision counts, and every admin sees whose it was.
async fn decide(mut ctx: UpdateContext, user: i64, act: AccessAct, made_at: Option<Millis>, on: DecidedOn) -> HandlerResult {
    let app = ctx.app.clone();
    let card_chat = (on == DecidedOn::Card).then_some(ctx.incoming.chat_id);
    let wish = AccessWish { user, act, reason: None, made_at, card_chat };
    let decision = app.access.decide(ctx.user_id(), wish, &mut ctx.effects).await?;
    let (person, decider, toast) = match decision {
        // Who has just decided may be somebody of whom nothing is written yet.
        AccessDecision::Made(person) => (person, Some(ctx.session.person.clone()), Toast::DONE),
        AccessDecision::Late(person) => {
            let decider = app.access.decider(&person).await?;
            (person, decider, Toast::ALREADY_DECIDED)
        }
        AccessDecision::Unknown => return ctx.toast_only(Toast::STALE_BUTTON),
    };
    match on {
        DecidedOn::Customer => customers::show_person(ctx, person, Some(toast)).await,
        DecidedOn::List { page } => match access::decided(&person, decider.as_ref(), &ctx.words) {
            Some(decided) => {
                let remark = (decided, access::undo(&person, on, &ctx.words));
                pending::show_after(ctx, page, Some(user), Some(remark), Some(toast)).await
            }
            None => show_card(ctx, &person, decider.as_ref(), toast),
        },
        DecidedOn::Card => {
            let page = access::card(&person, decider.as_ref(), &ctx.words, &ctx.shop);
            ctx.replace(&page, Some(toast))
        }
    }
}

/// Somebody waits again: their card, in place of the list.
fn show_card(ctx: UpdateContext, person: &Person, decider: Option<&Person>, toast: Toast) -> HandlerResult {
    let page = access::card(person, decider, &ctx.words, &ctx.shop);
    ctx.update(&Step::Menu, &page, Some(toast))
}

/// Their request is with the admins.
pub fn access_pending(fresh: bool, words: &Words, shop: &ShopFacts) -> Page {
    let args = [("shop", (&shop.name).into()), ("support", (&shop.support).into())];
    html::page(vec![html::say(words, if fresh { "access-requested" } else { "access-pending" }, &args)], Vec::new())
}

/// An admin has rejected them.
pub fn access_rejected(words: &Words, shop: &ShopFacts) -> Page {
    html::page(vec![support("access-rejected", words, shop)], Vec::new())
}

/// Their request is kept, but the shop has no admin who could decide.
pub fn access_unattended(words: &Words, shop: &ShopFacts) -> Page {
    html::page(vec![support("access-unattended", words, shop)], Vec::new())
}

/// An admin has blocked them.
pub fn access_blocked(words: &Words, shop: &ShopFacts) -> Page {
    html::page(vec![support("access-blocked", words, shop)], Vec::new())
}
