//! `/start`: the first thing that somebody sends, perhaps by a deep link to a category or an item.

use crate::dialogue::PurchaseAction;
use crate::dialogue::screen::Hint;
use crate::domain::role::Right;
use crate::telegram::bot_command::{Audience, BotCommand, BotCommands};
use crate::telegram::command::Command;
use crate::telegram::commands;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::purchase;
use crate::telegram::view::share;

/// The command.
pub const START: BotCommand = BotCommand {
    name: "start",
    audience: Audience::Customers,
    description: "command-start",
    help: None,
    endpoint: || dptree::endpoint(start),
};

/// The menu, or what a deep link names: a category, or an item of it.
async fn start(mut ctx: UpdateContext, command: Command, commands: BotCommands) -> HandlerResult {
    if ctx.session.role.is_some() {
        // Telegram accepts their own command list only after they have started a chat with the bot.
        let (app, place) = (ctx.app.clone(), ctx.place());
        commands::enqueue_for(&app, &ctx.settings, commands, &ctx.session.person, &mut ctx.effects);
        if ctx.session.may(Right::HearAlerts) {
            if ctx.session.dialogue.version == 0 {
                app.overview.catch_up(&ctx.settings, place, &mut ctx.effects).await?;
            }
            app.access.show_waiting(place, &mut ctx.effects).await?;
            app.overview.show_uncertain(Some(place), &mut ctx.effects).await?;
        }
    } else {
        commands::delete_leftovers(&ctx.app.clone(), &ctx.session.person, &mut ctx.effects).await?;
    }
    if command.argument.is_empty() {
        return purchase::show_menu(ctx, None).await;
    }
    let sku = command.argument.split_once(share::ITEM_SEPARATOR).map(|(_, sku)| sku.to_owned());
    match (linked_category(&ctx, &command.argument), sku) {
        (Some(category), Some(sku)) => purchase::choose(ctx, PurchaseAction::Item { category, sku, page: 0 }).await,
        (Some(category), None) => purchase::choose(ctx, PurchaseAction::Category { category, page: 0 }).await,
        (None, _) => purchase::show_menu(ctx, Some(Hint::UnknownLink)).await,
    }
}

/// The slug of the category that a deep link names, alone or before an item. Links are typed by people too, so the case does not matter.
pub fn linked_category(ctx: &UpdateContext, payload: &str) -> Option<String> {
    let named = payload.split_once(share::ITEM_SEPARATOR).map_or(payload, |(category, _)| category);
    let catalog = ctx.app.catalogs.current(&ctx.settings);
    catalog.visible().map(|category| &category.slug).find(|slug| slug.eq_ignore_ascii_case(named)).cloned()
}
