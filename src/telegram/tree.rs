//! The handler tree: who may do what, in which order that is asked, and which endpoint does it. It is built from nothing, so that a
//! test can check its types: a dependency that nobody provides fails there and not at the first customer.

use std::ops::ControlFlow;

use dptree::{Handler, case, deps};

use crate::dialogue::Action;
use crate::domain::order::OrderId;
use crate::domain::time::Millis;
use crate::telegram::callback::CallbackCheck;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::handlers::{access, admin, general, orders, purchase, resolve};
use crate::telegram::incoming::{Command, IncomingKind};

/// The tree.
pub type Tree = Handler<'static, HandlerResult>;

/// What the tree routes by: what came, and for a press whether it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    Group,
    GroupMoved { to: i64 },
    Membership { blocked: bool },
    Callback(CallbackCheck),
    Command(Command),
    UnknownCommand,
    Text(String),
    Other,
}

/// What is known of the way to Telegram, for `/status`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen(pub Option<Millis>);

/// Hands a turn to the endpoint that is meant for it.
///
/// # Errors
/// What the endpoint says.
pub async fn dispatch(tree: &Tree, ctx: UpdateContext, seen: Seen) -> HandlerResult {
    let (event, effects) = (event(&ctx), ctx.effects.clone());
    match tree.dispatch(deps![ctx, event, seen]).await {
        ControlFlow::Break(outcome) => outcome,
        // The tree ends in branches for every event; what falls through keeps the effects that it came with.
        ControlFlow::Continue(_) => Ok(effects),
    }
}

/// Builds the tree.
pub fn build() -> Tree {
    dptree::entry()
        // What happens in groups comes first: nothing below may ever answer there, but for the buttons of the admins' cards.
        .branch(case![Route::Group].endpoint(general::greet_group))
        .branch(case![Route::GroupMoved { to }].endpoint(general::group_moved))
        .branch(case![Route::Membership { blocked }].endpoint(general::membership))
        // A press that does not count is answered before any door: it must not ask to be let in.
        .branch(case![Route::Callback(check)].branch(bad_callbacks()).branch(admin_callbacks()).branch(public_callbacks()))
        .branch(case![Route::Command(command)].branch(public_commands()))
        // The door. Below are only those who may buy.
        .branch(dptree::filter(|ctx: UpdateContext| !ctx.app.may_order(&ctx.session)).endpoint(access::access_gate))
        .branch(case![Route::Callback(check)].branch(customer_callbacks()))
        .branch(case![Route::Command(command)].branch(customer_commands()).branch(admin_commands()).endpoint(general::unknown_command))
        .branch(case![Route::UnknownCommand].endpoint(general::unknown_command))
        .branch(case![Route::Text(text)].endpoint(|ctx: UpdateContext, text: String| general::receive(ctx, Some(text))))
        .branch(case![Route::Other].endpoint(|ctx: UpdateContext| general::receive(ctx, None)))
}

fn bad_callbacks() -> Tree {
    dptree::entry()
        .branch(case![CallbackCheck::Doubled].endpoint(general::doubled))
        .branch(case![CallbackCheck::Stale].endpoint(general::stale))
        .branch(case![CallbackCheck::Foreign].endpoint(general::foreign))
}

/// The buttons of cards for admins, in their group too. Each endpoint asks for the right itself.
fn admin_callbacks() -> Tree {
    case![CallbackCheck::Valid(action)]
        .branch(
            case![Action::Decide { user, approve }]
                .endpoint(|ctx: UpdateContext, (user, approve): (i64, bool)| access::decide(ctx, user, approve)),
        )
        .branch(case![Action::Placed { order }].endpoint(|ctx: UpdateContext, order: OrderId| resolve::ask_invoice(ctx, order, None, None)))
        .branch(case![Action::NotPlaced { order }].endpoint(resolve::ask_not_placed))
        .branch(
            case![Action::SurelyPlaced { order, invoice }]
                .endpoint(|ctx: UpdateContext, (order, invoice): (OrderId, String)| resolve::surely_placed(ctx, order, invoice)),
        )
        .branch(case![Action::SurelyNotPlaced { order }].endpoint(resolve::surely_not_placed))
        .branch(case![Action::Resend { order }].endpoint(resolve::ask_resend))
        .branch(case![Action::SurelyResend { order }].endpoint(resolve::surely_resend))
        .branch(case![Action::TakeBack { order }].endpoint(resolve::take_back))
}

/// Help and language are for everybody, also in front of the door.
fn public_callbacks() -> Tree {
    case![CallbackCheck::Valid(action)]
        .branch(case![Action::Languages].endpoint(general::languages))
        .branch(case![Action::Language { code }].endpoint(general::choose_language))
        .branch(case![Action::Help].endpoint(general::help))
}

fn public_commands() -> Tree {
    dptree::entry().branch(case![Command::Language].endpoint(general::languages)).branch(case![Command::Help].endpoint(general::help))
}

fn customer_callbacks() -> Tree {
    case![CallbackCheck::Valid(action)]
        .branch(case![Action::Confirm { quote }].endpoint(purchase::confirm))
        .branch(case![Action::Orders { page }].endpoint(orders::list))
        .branch(
            case![Action::Order { order, page }]
                .endpoint(|ctx: UpdateContext, (order, page): (OrderId, usize)| orders::detail(ctx, order, page)),
        )
        .branch(case![Action::Again { order }].endpoint(purchase::again))
        .endpoint(purchase::choose)
}

fn customer_commands() -> Tree {
    dptree::entry()
        .branch(case![Command::Start(payload)].endpoint(general::start))
        .branch(case![Command::Menu].endpoint(general::menu))
        .branch(case![Command::Orders].endpoint(|ctx: UpdateContext| orders::list(ctx, 0)))
        .branch(case![Command::Cancel].endpoint(general::cancel))
}

fn admin_commands() -> Tree {
    dptree::filter(|ctx: UpdateContext| ctx.session.is_admin)
        .branch(case![Command::Balance].endpoint(admin::balance))
        .branch(case![Command::Status(name)].endpoint(|ctx: UpdateContext, name: String, seen: Seen| admin::status(ctx, name, seen.0)))
}

fn event(ctx: &UpdateContext) -> Route {
    match &ctx.incoming.kind {
        IncomingKind::Group => Route::Group,
        IncomingKind::GroupMoved { to } => Route::GroupMoved { to: *to },
        IncomingKind::Membership { blocked } => Route::Membership { blocked: *blocked },
        IncomingKind::Callback(_) => Route::Callback(ctx.check.clone().unwrap_or(CallbackCheck::Foreign)),
        IncomingKind::Command(command) => Route::Command(command.clone()),
        IncomingKind::UnknownCommand => Route::UnknownCommand,
        IncomingKind::Text(text) => Route::Text(text.clone()),
        IncomingKind::Other => Route::Other,
    }
}

#[cfg(test)]
mod tests {
    use dptree::Type;

    use super::*;

    #[test]
    fn the_tree_gets_everything_it_needs() {
        let given = [Type::of::<UpdateContext>(), Type::of::<Route>(), Type::of::<Seen>()];
        dptree::type_check(build().sig(), &deps![], &given);
    }

    #[test]
    #[should_panic(expected = "Seen")]
    fn a_missing_dependency_is_noticed() {
        let given = [Type::of::<UpdateContext>(), Type::of::<Route>()];
        dptree::type_check(build().sig(), &deps![], &given);
    }
}
