//! `/start`: the first thing that somebody sends, perhaps by a deep link to a category.

use crate::dialogue::PurchaseAction;
use crate::dialogue::screen::Hint;
use crate::telegram::bot_command::{Audience, BotCommand, BotCommands};
use crate::telegram::command::Command;
use crate::telegram::commands;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::purchase;

/// The command.
pub const START: BotCommand = BotCommand {
    name: "start",
    audience: Audience::Customers,
    description: "command-start",
    help: None,
    endpoint: || dptree::endpoint(start),
};

/// The menu, or the category whose slug is the payload of a deep link.
async fn start(mut ctx: UpdateContext, command: Command, commands: BotCommands) -> HandlerResult {
    if ctx.session.is_admin {
        // Telegram accepts the admin's own command list only after they have started a chat with the bot.
        let (app, admin) = (ctx.app.clone(), ctx.user_id());
        commands::enqueue_for_admin(&app, &ctx.settings, commands, admin, &mut ctx.effects);
        if ctx.session.dialogue.version == 0 {
            app.overview.catch_up(&ctx.settings, admin, &mut ctx.effects).await?;
        }
        app.overview.show_requests(admin, &mut ctx.effects).await?;
    }
    let category = command.argument;
    if category.is_empty() {
        return purchase::show_menu(ctx, None).await;
    }
    if ctx.app.catalogs.current(&ctx.settings).category(&category).is_none() {
        return purchase::show_menu(ctx, Some(Hint::UnknownLink)).await;
    }
    purchase::choose(ctx, PurchaseAction::Category { category, page: 0 }).await
}
