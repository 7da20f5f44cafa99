//! `/balance`, for admins: the provider account.

use crate::domain::role::Right;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};

/// The command.
pub const BALANCE: BotCommand = BotCommand {
    name: "balance",
    audience: Audience::Staff(Right::SeeCosts),
    description: "command-balance",
    help: Some("help-balance"),
    endpoint: || dptree::endpoint(balance),
};

/// Asks the provider for our account. The answer comes as a notification.
async fn balance(mut ctx: UpdateContext) -> HandlerResult {
    let place = ctx.place();
    ctx.app.clone().queries.ask_balance(place, &mut ctx.effects);
    ctx.show_typing();
    Ok(ctx.effects)
}
