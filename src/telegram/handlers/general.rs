//! Start, menu, help, language, and everything that is none of the others.

use crate::app::{Effects, token};
use crate::dialogue::purchase::{self, Next};
use crate::dialogue::screen::{Hint, Screen};
use crate::dialogue::{Action, Input, Step};
use crate::i18n;
use crate::telegram::commands;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::{self, Toast};

/// `/start`, also with the payload of a deep link: a category's slug.
pub async fn start(mut ctx: UpdateContext, payload: String) -> HandlerResult {
    if ctx.session.is_admin {
        // Telegram takes the admins' own list only once they have a chat with the bot.
        let (app, admin) = (ctx.app.clone(), ctx.user_id());
        commands::enqueue_for_admin(&app, admin, &mut ctx.effects);
        if ctx.session.dialogue.version == 0 {
            app.catch_up(admin, &mut ctx.effects).await?;
        }
        app.show_requests(admin, &mut ctx.effects).await?;
    }
    let payload = payload.trim();
    if payload.is_empty() {
        return show_menu(ctx, 0, None).await;
    }
    if ctx.app.catalogs().current().category(payload).is_none() {
        return show_menu(ctx, 0, Some(Hint::UnknownLink)).await;
    }
    let action = Action::Category { category: payload.to_owned(), page: 0 };
    super::purchase::choose(ctx, action).await
}

/// `/menu`, and the way back to it from everywhere.
pub async fn menu(ctx: UpdateContext) -> HandlerResult {
    show_menu(ctx, 0, None).await
}

/// A page of the menu.
pub async fn show_menu(ctx: UpdateContext, page: usize, hint: Option<Hint>) -> HandlerResult {
    let catalog = ctx.app.catalogs().current();
    let quote_id = token();
    let next = purchase::menu(page, hint, ctx.context(&catalog, &quote_id));
    ctx.next(next, None).await
}

/// `/help`. What is under way stays so: the answer that was asked for may follow.
pub async fn help(ctx: UpdateContext) -> HandlerResult {
    let screen = Screen::Help { admin: ctx.session.is_admin };
    let step = ctx.step();
    ctx.reply(&step, &screen, None)
}

/// `/language`. What is under way goes on in the language that they choose.
pub async fn languages(ctx: UpdateContext) -> HandlerResult {
    let step = ctx.step();
    ctx.reply(&step, &Screen::Languages, None)
}

/// A language was chosen: it is used at once, and remembered.
pub async fn choose_language(mut ctx: UpdateContext, code: String) -> HandlerResult {
    let Some(locale) = i18n::available().into_iter().find(|locale| locale.0 == code) else { return languages(ctx).await };
    ctx.app.choose_language(&ctx.session, &locale, &mut ctx.effects);
    ctx.words = ctx.words.of(&locale);
    commands::enqueue_for_person(&ctx.app.clone(), ctx.user_id(), &locale, &mut ctx.effects);
    ctx.session.person.chosen = Some(locale);
    if !ctx.app.may_order(&ctx.session) {
        return super::access::access_gate(ctx).await;
    }
    show_again(ctx, Some(Hint::LanguageSet), None).await
}

/// `/cancel`: whatever is under way is left.
pub async fn cancel(ctx: UpdateContext) -> HandlerResult {
    ctx.reply(&Step::Menu, &Screen::Cancelled, None)
}

/// A command that is none of ours, or not theirs: where they stand once more, with a remark.
pub async fn unknown_command(ctx: UpdateContext) -> HandlerResult {
    show_again(ctx, Some(Hint::UnknownCommand), None).await
}

/// A double tap: the first press is being answered; this one only stops the button's spinner.
pub async fn doubled(ctx: UpdateContext) -> HandlerResult {
    ctx.toast_only(Toast::Doubled)
}

/// A button that is too old: a word about that, and where they stand once more, below.
pub async fn stale(ctx: UpdateContext) -> HandlerResult {
    answer_bad_press(ctx, Toast::StaleButton).await
}

/// A button that is somebody else's or made up.
pub async fn foreign(ctx: UpdateContext) -> HandlerResult {
    answer_bad_press(ctx, Toast::NotYours).await
}

/// In a group: where to find the bot, once.
pub async fn greet_group(mut ctx: UpdateContext) -> HandlerResult {
    let chat_id = ctx.incoming.chat_id;
    let app = ctx.app.clone();
    if app.greet_group(chat_id, &mut ctx.effects).await? {
        let page = view::screen(&Screen::Group, &ctx.words, &ctx.shop);
        ctx.say(&page)
    } else {
        Ok(ctx.effects)
    }
}

/// Somebody blocked the bot, or took that back.
pub async fn membership(ctx: UpdateContext, blocked: bool) -> HandlerResult {
    let (app, user_id) = (ctx.app.clone(), ctx.user_id());
    let mut effects: Effects = ctx.effects;
    app.set_unreachable(user_id, blocked, &mut effects);
    if ctx.session.is_admin && !blocked {
        // Nothing reached them meanwhile.
        app.catch_up(user_id, &mut effects).await?;
    }
    Ok(effects)
}

async fn answer_bad_press(ctx: UpdateContext, toast: Toast) -> HandlerResult {
    // In front of the door there is nothing to see.
    if !ctx.incoming.private || !ctx.app.may_order(&ctx.session) {
        return ctx.toast_only(toast);
    }
    // One screen more would make that one old, and the next press with it.
    if ctx.app.is_on_its_way(&ctx.session.dialogue).await? {
        return ctx.toast_only(toast);
    }
    show_again(ctx, Some(Hint::StaleButton), Some(toast)).await
}

/// The screen of where they stand once more, with a remark.
async fn show_again(ctx: UpdateContext, hint: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let step = ctx.step();
    let catalog = ctx.app.catalogs().current();
    let quote_id = token();
    let next: Next = match &step {
        Step::Invoice { order } => return super::resolve::ask_invoice(ctx, order.clone(), hint, toast).await,
        step => purchase::show(step, hint, ctx.context(&catalog, &quote_id)),
    };
    ctx.next(next, toast).await
}

/// A text or anything else that is no command and no button.
pub async fn receive(ctx: UpdateContext, text: Option<String>) -> HandlerResult {
    let step = ctx.step();
    if let Step::Invoice { order } = step {
        return super::resolve::receive_invoice(ctx, order, text).await;
    }
    let input = text.as_deref().map_or(Input::Other, Input::Text);
    let catalog = ctx.app.catalogs().current();
    let quote_id = token();
    let next = purchase::advance(&step, input, ctx.context(&catalog, &quote_id));
    ctx.next(next, None).await
}
