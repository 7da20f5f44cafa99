//! `/today`, for admins: the figures of the day so far.

use crate::app::DayFigures;
use crate::dialogue::Step;
use crate::domain::role::Right;
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::page::Page;
use crate::telegram::view::{button, html};

/// The command.
pub const TODAY: BotCommand = BotCommand {
    name: "today",
    audience: Audience::Staff(Right::SeeCosts),
    description: "command-today",
    help: Some("help-today"),
    endpoint: || dptree::endpoint(today),
};

/// Shows them.
pub async fn today(ctx: UpdateContext) -> HandlerResult {
    let page = day_figures(&ctx.app.figures.today(&ctx.settings).await?, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// The orders of a day by their end, and the money of the delivered ones.
pub fn day_figures(figures: &DayFigures, words: &Words) -> Page {
    let title = words.say("today-title", &[("since", words.time(figures.since).into())]);
    let orders = [("today-delivered", figures.delivered), ("today-failed", figures.failed), ("today-open", figures.open)]
        .map(|(key, count)| words.say(key, &[("count", count.to_string().into())]));
    let money = [("today-turnover", figures.turnover), ("today-cost", figures.cost), ("today-margin", figures.margin())]
        .map(|(key, amount)| words.say(key, &[("amount", amount.into())]));
    let money = format!("{}\n{}", words.say("today-money", &[]), money.join("\n"));
    html::page(vec![title, orders.join("\n"), money], vec![vec![button::admin(words)]])
}
