//! `/help`: how shopping works, and what the commands do.

use crate::dialogue::HelpAction;
use crate::domain::role::Role;
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand, BotCommands};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::layout::{back_to_menu, support};
use crate::telegram::view::page::{Page, ShopFacts};
use crate::telegram::view::{broadcast, html};

/// The command.
pub const HELP: BotCommand = BotCommand {
    name: "help",
    audience: Audience::Everybody,
    description: "command-help",
    help: None,
    endpoint: || dptree::endpoint(show),
};

/// The button of the help page.
pub async fn press(ctx: UpdateContext, action: HelpAction, commands: BotCommands) -> HandlerResult {
    match action {
        HelpAction::Show => show(ctx, commands).await,
    }
}

/// How it works. The dialogue stays at its step: the answer that was asked for may follow.
pub async fn show(ctx: UpdateContext, commands: BotCommands) -> HandlerResult {
    let mut page = help(commands, ctx.session.role, &ctx.words, &ctx.shop);
    if !ctx.app.broadcasts.is_wanted(ctx.user_id()).await? {
        page.rows.insert(0, vec![broadcast::opt_in(&ctx.words)]);
    }
    let step = ctx.step();
    ctx.reply(&step, &page, None)
}

/// How it works, with the commands that somebody with this role, or with none, may use.
pub fn help(commands: BotCommands, role: Option<Role>, words: &Words, shop: &ShopFacts) -> Page {
    let (for_admins, for_all): (Vec<_>, Vec<_>) =
        commands.listed(role, shop.wallet).partition(|command| command.audience.right().is_some());
    let lines = |commands: Vec<&BotCommand>| commands.iter().filter_map(|command| command.help).map(|key| words.say(key, &[])).collect();
    let mut of_admins: Vec<String> = lines(for_admins);
    if !of_admins.is_empty() {
        of_admins.insert(0, words.say("help-admin", &[]));
    }
    let of_all: Vec<String> = lines(for_all);
    let intro = html::say(words, "help-intro", &[("shop", (&shop.name).into())]);
    let steps = words.say("help-steps", &[]);
    let blocks = vec![intro, steps, of_all.join("\n"), of_admins.join("\n"), support("help-support", words, shop)];
    html::page(blocks, vec![vec![back_to_menu(words)]])
}
