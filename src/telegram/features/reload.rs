//! `/reload`, for admins: reads the shop's settings again.

use crate::app::{AppError, ReloadError};
use crate::domain::role::Right;
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::layout::line;
use crate::telegram::view::notification::settings_rejected;
use crate::telegram::view::page::Page;

/// The command.
pub const RELOAD: BotCommand = BotCommand {
    name: "reload",
    audience: Audience::Staff(Right::RunShop),
    description: "command-reload",
    help: Some("help-reload"),
    endpoint: || dptree::endpoint(reload),
};

/// This process has the new settings at once, every other one after the commit.
async fn reload(mut ctx: UpdateContext) -> HandlerResult {
    let problems = match ctx.app.settings.reload(&mut ctx.effects).await {
        Ok(()) => None,
        Err(ReloadError::Problems(problems)) => Some(problems),
        Err(ReloadError::Read(error)) => return Err(AppError::from(error).into()),
    };
    let page = reloaded(problems.as_deref(), &ctx.words);
    // No screen of the conversation: the outcome must arrive, whatever the admin asks for next.
    ctx.say(&page)
}

/// That the settings were read again, or everything that is wrong with the new ones.
pub fn reloaded(problems: Option<&str>, words: &Words) -> Page {
    problems.map_or_else(|| line("reload-done", &[], words), |report| settings_rejected(report, words))
}
