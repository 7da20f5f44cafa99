//! `/reload`, for admins: reads the shop's settings again.

use crate::app::{AppError, ReloadError};
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::html;
use crate::telegram::view::page::Page;

/// Longest report of problems that is shown, in characters: with its HTML it fits a message.
const MAX_REPORT_CHARS: usize = 2_000;

/// The command.
pub const RELOAD: BotCommand = BotCommand {
    name: "reload",
    audience: Audience::Admins,
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

/// Whether the settings were read again, or all that is wrong with the new ones.
pub fn reloaded(problems: Option<&str>, words: &Words) -> Page {
    let Some(problems) = problems else { return html::page(vec![words.say("reload-done", &[])], Vec::new()) };
    let mut report: String = problems.chars().take(MAX_REPORT_CHARS).collect();
    if report.len() < problems.len() {
        report.push('…');
    }
    html::page(vec![words.say("reload-problems", &[]), html::code_lines(&report)], Vec::new())
}
