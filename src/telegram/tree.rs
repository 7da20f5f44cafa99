//! The handler tree: which commands and buttons there are, who may use them, and which endpoint handles them. It is built without any state,
//! so that a test can check its types: a missing dependency fails there, not when a customer needs it.

use std::ops::ControlFlow;

use dptree::{case, deps};

use crate::dialogue::{Action, rights};
use crate::telegram::bot_command::{Audience, BotCommand, BotCommands, Branch};
use crate::telegram::callback::CallbackCheck;
use crate::telegram::command::Command;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::status::TelegramState;
use crate::telegram::features::{
    self, access, admin, admin_orders, alerts, audit, bills, broadcast, catalog, customer_terms, customers, export, figures, game_accounts,
    general, help, language, message, opening, orders, payout, prices, proof, purchase, receipt, resolution, roles, stars, top_up,
    unmatched, verification, wallet,
};
use crate::telegram::incoming::IncomingKind;

/// Every command, in the order in which people see them.
pub const COMMANDS: BotCommands = BotCommands(&[
    features::start::START,
    features::purchase::MENU,
    features::orders::ORDERS,
    features::wallet::WALLET,
    features::pay_support::PAY_SUPPORT,
    features::pay_support::TERMS,
    features::language::LANGUAGE,
    features::help::HELP,
    features::purchase::CANCEL,
    features::game_accounts::FORGET,
    features::balance::BALANCE,
    features::status::STATUS,
    features::admin::ADMIN,
    features::figures::TODAY,
    features::catalog::CATALOG,
    features::bills::BILLS,
    features::opening::CLOSE,
    features::opening::OPEN,
    features::reload::RELOAD,
    features::pending::PENDING,
    features::broadcast::BROADCAST,
    features::customers::FIND,
    features::customers::CUSTOMERS,
    features::prices::PRICES,
]);

/// The tree.
pub type Tree = Branch;

/// What the tree routes by: what arrived, and for a callback query whether it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    Group,
    /// What a customer does, in the group of the admins.
    Privately,
    Membership {
        blocked: bool,
    },
    Callback(CallbackCheck),
    Command(Command),
    UnknownCommand,
    Text(String),
    Other,
}

/// Passes an update to its endpoint.
///
/// # Errors
/// What the endpoint says.
pub async fn dispatch(tree: &Tree, ctx: UpdateContext, telegram: TelegramState) -> HandlerResult {
    let (route, effects) = (route(&ctx), ctx.effects.clone());
    match tree.dispatch(deps![ctx, route, telegram, COMMANDS]).await {
        ControlFlow::Break(outcome) => outcome,
        // The tree has a branch for every route; an update that matches none keeps the effects that it has.
        ControlFlow::Continue(_) => Ok(effects),
    }
}

/// Builds the tree.
pub fn build() -> Tree {
    dptree::entry()
        // Groups come first: nothing below may answer there, except what admins do in their group.
        .branch(case![Route::Group].endpoint(general::greet_group))
        .branch(case![Route::Privately].endpoint(general::privately))
        .branch(case![Route::Membership { blocked }].endpoint(general::membership))
        // A callback query that does not count is answered before the access gate, because it must not request access.
        .branch(case![Route::Callback(check)].branch(bad_buttons()).branch(no_right()).branch(admin_buttons()).branch(public_buttons()))
        .branch(case![Route::Callback(check)].branch(dptree::filter(|ctx: UpdateContext| ctx.in_group()).endpoint(general::press_in_group)))
        .branch(commands(Audience::Everybody))
        // A receipt is checked by strangers too.
        .branch(
            case![Route::Command(command)].branch(dptree::filter(|command: Command| receipt::is_check(&command)).endpoint(receipt::check)),
        )
        // The access gate. Everything below is only for people who may order.
        .branch(dptree::filter(|ctx: UpdateContext| !ctx.app.access.may_order(&ctx.settings, &ctx.session)).endpoint(access::access_gate))
        .branch(case![Route::Callback(check)].branch(customer_buttons()))
        .branch(commands(Audience::Customers))
        .branch(dptree::filter(|ctx: UpdateContext| ctx.settings.wallet.enabled).branch(commands(Audience::WalletOwners)))
        .branch(staff_commands())
        .branch(case![Route::Command(command)].endpoint(general::unknown_command))
        .branch(case![Route::UnknownCommand].endpoint(general::unknown_command))
        .branch(case![Route::Text(text)].endpoint(text))
        .branch(case![Route::Other].endpoint(other))
}

async fn text(ctx: UpdateContext, text: String, commands: BotCommands) -> HandlerResult {
    general::receive(ctx, Some(text), commands).await
}

async fn other(ctx: UpdateContext, commands: BotCommands) -> HandlerResult {
    general::receive(ctx, None, commands).await
}

fn bad_buttons() -> Tree {
    dptree::entry()
        .branch(case![CallbackCheck::Doubled].endpoint(general::doubled))
        .branch(case![CallbackCheck::Stale].endpoint(general::stale))
        .branch(case![CallbackCheck::Foreign].endpoint(general::foreign))
}

/// The one place where the right to press a button is checked: [`rights`] names it for every button, whatever page
/// it stood on and whoever it was drawn for.
fn no_right() -> Tree {
    case![CallbackCheck::Valid(action)]
        .branch(dptree::filter(|ctx: UpdateContext, action: Action| !ctx.may_press(&action)).endpoint(general::no_right))
}

/// The buttons for those who run the shop, in the group of the admins too.
fn admin_buttons() -> Tree {
    case![CallbackCheck::Valid(action)]
        .branch(case![Action::Access(action)].endpoint(access::press))
        .branch(case![Action::Resolution(action)].endpoint(resolution::press))
        .branch(case![Action::Customers(action)].endpoint(customers::press))
        .branch(case![Action::Proof(action)].endpoint(proof::press))
        .branch(case![Action::Bills(action)].endpoint(bills::press))
        .branch(case![Action::Unmatched(action)].endpoint(unmatched::press))
        .branch(case![Action::Payout(action)].endpoint(payout::press))
        .branch(case![Action::Stars(action)].endpoint(stars::press))
        .branch(case![Action::Verification(action)].endpoint(verification::press))
        .branch(case![Action::Admin(action)].endpoint(admin::press))
        .branch(case![Action::Opening(action)].endpoint(opening::press))
        .branch(case![Action::Catalog(action)].endpoint(catalog::press))
        .branch(case![Action::AdminOrders(action)].endpoint(admin_orders::press))
        .branch(case![Action::Roles(action)].endpoint(roles::press))
        .branch(case![Action::Broadcast(action)].endpoint(broadcast::press))
        .branch(case![Action::Audit(action)].endpoint(audit::press))
        .branch(case![Action::Export(action)].endpoint(export::press))
        .branch(case![Action::Figures(action)].endpoint(figures::press))
        .branch(case![Action::ToCustomer(action)].endpoint(message::press_by_admin))
        .branch(case![Action::Prices(action)].endpoint(prices::press))
        .branch(case![Action::CustomerTerms(action)].endpoint(customer_terms::press))
        .branch(case![Action::Alerts(action)].endpoint(alerts::press))
}

/// The buttons that also people have who may not order.
fn public_buttons() -> Tree {
    case![CallbackCheck::Valid(action)]
        .branch(case![Action::Language(action)].endpoint(language::press))
        .branch(case![Action::Help(action)].endpoint(help::press))
}

fn customer_buttons() -> Tree {
    case![CallbackCheck::Valid(action)]
        .branch(case![Action::Purchase(action)].endpoint(purchase::press))
        .branch(case![Action::Orders(action)].endpoint(orders::press))
        .branch(case![Action::GameAccounts(action)].endpoint(game_accounts::press))
        .branch(case![Action::Wallet(action)].endpoint(wallet::press))
        .branch(case![Action::TopUp(action)].endpoint(top_up::press))
        .branch(case![Action::ToShop(action)].endpoint(message::press_by_customer))
}

/// The commands of an audience.
fn commands(audience: Audience) -> Tree {
    let of_audience = COMMANDS.0.iter().filter(|command| command.audience == audience);
    of_audience.fold(case![Route::Command(command)], |tree, BotCommand { name, endpoint, .. }| {
        tree.branch(dptree::filter(move |command: Command| command.name == *name).branch(endpoint()))
    })
}

/// The commands that take a right.
fn staff_commands() -> Tree {
    COMMANDS.0.iter().fold(case![Route::Command(command)], |tree, BotCommand { name, endpoint, audience, .. }| {
        let Some(right) = audience.right() else { return tree };
        let may = move |ctx: UpdateContext, command: Command| command.name == *name && ctx.session.may(right);
        tree.branch(dptree::filter(may).branch(endpoint()))
    })
}

fn route(ctx: &UpdateContext) -> Route {
    if let (false, IncomingKind::Command(_) | IncomingKind::UnknownCommand | IncomingKind::Text(_) | IncomingKind::Other) =
        (ctx.incoming.private, &ctx.incoming.kind)
    {
        return in_group(ctx);
    }
    match &ctx.incoming.kind {
        IncomingKind::Added => Route::Group,
        IncomingKind::Membership { blocked } => Route::Membership { blocked: *blocked },
        IncomingKind::Callback(_) => Route::Callback(ctx.check.clone().unwrap_or(CallbackCheck::Foreign)),
        IncomingKind::Command(command) => Route::Command(command.clone()),
        IncomingKind::UnknownCommand => Route::UnknownCommand,
        IncomingKind::Text(text) => Route::Text(text.clone()),
        IncomingKind::Other => Route::Other,
    }
}

/// What was said in a group. Only an admin in the admins' group is answered: to a command, to a reply that the bot asked for, and to what
/// belongs to a conversation with a customer; they write to each other there too.
fn in_group(ctx: &UpdateContext) -> Route {
    if !ctx.in_group() {
        return Route::Group;
    }
    let asked = &ctx.session.dialogue;
    let is_answer = rights::of_step(&ctx.step()).is_some()
        && ctx.incoming.reply_to.is_some_and(|replied| asked.message_id.is_none_or(|id| id == replied));
    let is_answer = is_answer || ctx.addressed.is_some();
    match &ctx.incoming.kind {
        IncomingKind::Command(command) => match COMMANDS.0.iter().find(|known| known.name == command.name) {
            Some(known) if known.works_in_groups() || orders::is_for_admins(command) => Route::Command(command.clone()),
            Some(_) => Route::Privately,
            None => Route::Group,
        },
        IncomingKind::Text(text) if is_answer => Route::Text(text.clone()),
        IncomingKind::Other if is_answer => Route::Other,
        _ => Route::Group,
    }
}

#[cfg(test)]
mod tests {
    use dptree::Type;

    use super::*;

    #[test]
    fn the_tree_gets_everything_it_needs() {
        let given = [Type::of::<UpdateContext>(), Type::of::<Route>(), Type::of::<TelegramState>(), Type::of::<BotCommands>()];
        dptree::type_check(build().sig(), &deps![], &given);
    }

    #[test]
    fn command_names_are_valid_and_unique() {
        let mut names: Vec<&str> = COMMANDS.0.iter().map(|command| command.name).collect();
        let fits =
            |name: &&str| (1..=32).contains(&name.len()) && name.bytes().all(|c| c == b'_' || c.is_ascii_lowercase() || c.is_ascii_digit());
        assert!(names.iter().all(fits), "{names:?}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COMMANDS.0.len());
    }

    #[test]
    #[should_panic(expected = "TelegramState")]
    fn a_missing_dependency_is_found() {
        let given = [Type::of::<UpdateContext>(), Type::of::<Route>(), Type::of::<BotCommands>()];
        dptree::type_check(build().sig(), &deps![], &given);
    }
}
