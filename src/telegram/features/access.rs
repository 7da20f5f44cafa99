//! Who may order: customers who ask, and admins who decide.

use crate::app::AccessDecision;
use crate::dialogue::{AccessAction, Step};
use crate::domain::access::{AccessGate, AccessStatus};
use crate::i18n::Words;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::html;
use crate::telegram::view::layout::support;
use crate::telegram::view::page::{Page, ShopFacts};
use crate::telegram::view::toast::Toast;

/// For somebody who may not order (yet): sends their request to the admins, once, and shows its state.
pub async fn access_gate(mut ctx: UpdateContext) -> HandlerResult {
    let app = ctx.app.clone();
    let page = match app.access.enter(&ctx.settings, &ctx.session, &mut ctx.effects) {
        gate @ (AccessGate::Ask | AccessGate::Wait) => access_pending(gate == AccessGate::Ask, &ctx.words, &ctx.shop),
        // The tree sends only people here who may not order.
        AccessGate::Open | AccessGate::Shut => access_rejected(&ctx.words, &ctx.shop),
    };
    ctx.reply(&Step::Menu, &page, None)
}

/// A button of an access request.
pub async fn press(ctx: UpdateContext, action: AccessAction) -> HandlerResult {
    match action {
        AccessAction::Decide { user, approve } => decide(ctx, user, approve).await,
    }
}

/// An admin approves or rejects a customer. The first decision counts.
async fn decide(mut ctx: UpdateContext, user: i64, approve: bool) -> HandlerResult {
    let app = ctx.app.clone();
    if !ctx.session.is_admin {
        return ctx.toast_only(Toast::ADMIN_ONLY);
    }
    let decision = app.access.decide(ctx.user_id(), user, approve, &mut ctx.effects).await?;
    let (person, first, toast) = match decision {
        AccessDecision::Made(person) => (person, true, Toast::DONE),
        AccessDecision::Late(person) => (person, false, Toast::ALREADY_DECIDED),
        AccessDecision::Unknown => return ctx.toast_only(Toast::STALE_BUTTON),
    };
    let approved = person.access == AccessStatus::Approved;
    let page = access_decided(&person.name, person.id, approved, first, &ctx.words);
    ctx.replace(&page, Some(toast))
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

/// For admins: the decision, and whether it was theirs.
pub fn access_decided(name: &str, id: i64, approved: bool, first: bool, words: &Words) -> Page {
    let key = match (approved, first) {
        (true, true) => "admin-approved",
        (true, false) => "admin-approved-before",
        (false, true) => "admin-rejected",
        (false, false) => "admin-rejected-before",
    };
    html::page(vec![html::say(words, key, &[("name", name.into()), ("id", id.to_string().into())])], Vec::new())
}
