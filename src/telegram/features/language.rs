//! `/language`: which language the bot speaks with somebody.

use crate::dialogue::LanguageAction;
use crate::dialogue::screen::Hint;
use crate::domain::locale::Locale;
use crate::i18n::{self, Words, available};
use crate::telegram::bot_command::{Audience, BotCommand, BotCommands};
use crate::telegram::commands;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::access::access_gate;
use crate::telegram::features::general::show_again;
use crate::telegram::view::layout::back_to_menu;
use crate::telegram::view::page::{Button, ButtonKind, Page};
use crate::telegram::view::{button, html};

/// The command.
pub const LANGUAGE: BotCommand = BotCommand {
    name: "language",
    audience: Audience::Everybody,
    description: "command-language",
    help: Some("help-language"),
    endpoint: || dptree::endpoint(list),
};

/// A button that chooses a language.
pub async fn press(ctx: UpdateContext, action: LanguageAction, commands: BotCommands) -> HandlerResult {
    match action {
        LanguageAction::List => list(ctx).await,
        LanguageAction::Choose { code } => choose(ctx, &code, commands).await,
    }
}

/// Shows the languages. The dialogue continues in the language that they choose.
async fn list(ctx: UpdateContext) -> HandlerResult {
    let page = languages(&ctx.words);
    let step = ctx.step();
    ctx.reply(&step, &page, None)
}

/// A language was chosen: it is used at once, and saved.
async fn choose(mut ctx: UpdateContext, code: &str, commands: BotCommands) -> HandlerResult {
    let Some(locale) = i18n::available().into_iter().find(|locale| locale.0 == code) else { return list(ctx).await };
    let app = ctx.app.clone();
    app.access.choose_language(&ctx.session, &locale, &mut ctx.effects);
    ctx.words = ctx.words.of(&locale);
    ctx.session.person.chosen = Some(locale);
    commands::enqueue_for(&app, &ctx.settings, commands, &ctx.session.person, &mut ctx.effects);
    if !app.access.may_order(&ctx.settings, &ctx.session) {
        return access_gate(ctx).await;
    }
    show_again(ctx, Some(Hint::LanguageSet), None).await
}

/// The languages, each by its own name.
pub fn languages(words: &Words) -> Page {
    let one = |locale: Locale| {
        let mark = if locale == *words.locale() { "🔘 " } else { "" };
        let name = words.of(&locale).say("language-name", &[]);
        Button { label: format!("{mark}{name}"), kind: ButtonKind::Callback(LanguageAction::Choose { code: locale.0 }.into()) }
    };
    let mut rows = button::grid(available().into_iter().map(one), 2);
    rows.push(vec![back_to_menu(words)]);
    html::page(vec![words.say("languages-choose", &[])], rows)
}
