//! A text that no question asked for: what it names is opened, as by a button. See [`crate::domain::typed`].

use crate::dialogue::Step;
use crate::dialogue::screen::Hint;
use crate::dialogue::typed::{Reaction, react};
use crate::domain::typed::{Typed, TypedPage, known_games, order_numbers, read};
use crate::telegram::bot_command::BotCommands;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::{help, orders, purchase, wallet};

/// What somebody typed or sent at a step of the purchase; `None` is anything but text.
pub async fn receive(ctx: UpdateContext, step: &Step, text: Option<&str>, commands: BotCommands) -> HandlerResult {
    let Some(text) = text.filter(|_| !matches!(step, Step::Target { .. })) else { return purchase::receive(ctx, step, text).await };
    for number in order_numbers(text) {
        if let Some(order) = ctx.app.orders.find_numbered(ctx.user_id(), &number).await? {
            return orders::detail(ctx, order, 0).await;
        }
    }
    let typed = what(&ctx, step, text).await;
    match react(step, typed, ctx.now) {
        Reaction::Press(action) => purchase::choose(ctx, action).await,
        Reaction::Games(slugs) => purchase::show_games(ctx, &slugs).await,
        Reaction::Page(TypedPage::Menu) => purchase::show_menu(ctx, None).await,
        Reaction::Page(TypedPage::Orders) => orders::list(ctx, 0).await,
        Reaction::Page(TypedPage::Cancel) => purchase::cancel(ctx).await,
        Reaction::Page(TypedPage::Wallet) if ctx.settings.wallet.enabled => wallet::show(ctx).await,
        Reaction::Page(TypedPage::Wallet | TypedPage::Help) => help::show(ctx, commands).await,
        Reaction::Unclear => purchase::show_unclear(ctx, step).await,
        Reaction::UseButtons => purchase::show_step(ctx, step, Some(Hint::UseButtons), None).await,
        Reaction::Nothing => Ok(ctx.effects),
    }
}

/// What the text is about, for somebody at this step. The list of a game that it names is waited for as if the game was chosen.
async fn what(ctx: &UpdateContext, step: &Step, text: &str) -> Typed {
    let current = step.category();
    let catalog = purchase::catalog(ctx, current).await;
    let typed = read(text, &known_games(&catalog), current);
    match typed {
        Typed::Game(slug) if !catalog.price_lists.contains_key(&slug) => {
            let catalog = purchase::catalog(ctx, Some(&slug)).await;
            read(text, &known_games(&catalog), current)
        }
        typed => typed,
    }
}
