//! The door, from both sides.

use crate::app::{AccessAnswer, Decision};
use crate::dialogue::Step;
use crate::dialogue::screen::Screen;
use crate::domain::access::AccessStatus;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::Toast;

/// Somebody who may not buy (yet): their request goes to the admins, once, and they see where it stands.
pub async fn access_gate(mut ctx: UpdateContext) -> HandlerResult {
    let app = ctx.app.clone();
    let screen = match app.access.enter(&ctx.settings, &ctx.session, &mut ctx.effects) {
        AccessAnswer::Waiting { fresh } => Screen::Waiting { fresh },
        // The gate in the tree lets nobody here who may come in.
        AccessAnswer::Open | AccessAnswer::Shut => Screen::Refused,
    };
    ctx.reply(&Step::Menu, &screen, None)
}

/// An admin lets somebody in or turns them away. The first answer wins.
pub async fn decide(mut ctx: UpdateContext, user: i64, approve: bool) -> HandlerResult {
    let app = ctx.app.clone();
    if !ctx.session.is_admin {
        return ctx.toast_only(Toast::AdminOnly);
    }
    let decision = app.access.decide(ctx.user_id(), user, approve, &mut ctx.effects).await?;
    let (person, first, toast) = match decision {
        Decision::Made(person) => (person, true, Toast::Done),
        Decision::Late(person) => (person, false, Toast::Settled),
        Decision::Unknown => return ctx.toast_only(Toast::StaleButton),
    };
    let approved = person.access == AccessStatus::Approved;
    ctx.replace(&Screen::Decided { name: person.name, id: person.id, approved, first }, Some(toast))
}
