//! A customer's game accounts: the names that they give them, and `/forget`, which makes the bot forget both.

use crate::dialogue::screen::Hint;
use crate::dialogue::{GameAccountsAction, OrdersAction, Step};
use crate::domain::game_account::NAME_CHARS;
use crate::domain::order::{Order, OrderId};
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::hint::hint;
use crate::telegram::view::layout::back_to_menu;
use crate::telegram::view::page::{Button, Page};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, html};

/// `/forget`: what the bot remembers for a customer's comfort is deleted.
pub const FORGET: BotCommand = BotCommand {
    name: "forget",
    audience: Audience::Customers,
    description: "command-forget",
    help: Some("help-forget"),
    endpoint: || dptree::endpoint(ask_forget),
};

/// A button about game accounts.
pub async fn press(ctx: UpdateContext, action: GameAccountsAction) -> HandlerResult {
    match action {
        GameAccountsAction::AskName { order } => ask(ctx, order, None, None).await,
        GameAccountsAction::RemoveName { order } => set(ctx, order, None).await,
        GameAccountsAction::Forget => forget(ctx).await,
    }
}

/// Asks for the name again, because something else came.
pub async fn show_again(ctx: UpdateContext, order: OrderId, remark: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let remark = hint(remark, &ctx.words);
    ask(ctx, order, Some(remark), toast).await
}

/// The name was typed.
pub async fn receive_name(ctx: UpdateContext, order: OrderId, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return show_again(ctx, order, Some(Hint::TextOnly), None).await };
    let name = html::clean(&text);
    if !NAME_CHARS.contains(&name.chars().count()) {
        let most = i64::try_from(*NAME_CHARS.end()).unwrap_or(i64::MAX);
        let remark = ctx.words.say("hint-account-name", &[("max", most.into())]);
        return ask(ctx, order, Some(remark), None).await;
    }
    set(ctx, order, Some(name)).await
}

async fn ask(ctx: UpdateContext, order: OrderId, remark: Option<String>, toast: Option<Toast>) -> HandlerResult {
    let Some((found, name)) = ctx.app.game_accounts.find(ctx.user_id(), &order).await? else { return ctx.toast_only(Toast::NOT_YOURS) };
    let page = ask_account_name(&found, name.as_deref(), remark, &ctx.words);
    ctx.reply(&Step::AccountName { order }, &page, toast)
}

async fn set(mut ctx: UpdateContext, order: OrderId, name: Option<String>) -> HandlerResult {
    let app = ctx.app.clone();
    let Some((found, _)) = app.game_accounts.find(ctx.user_id(), &order).await? else { return ctx.toast_only(Toast::NOT_YOURS) };
    app.game_accounts.name(&found, name.clone(), &mut ctx.effects);
    let page = account_named(&found, name.as_deref(), &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

async fn ask_forget(ctx: UpdateContext) -> HandlerResult {
    let page = forget_what(&ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

async fn forget(mut ctx: UpdateContext) -> HandlerResult {
    let (app, user_id) = (ctx.app.clone(), ctx.user_id());
    app.game_accounts.forget(user_id, &mut ctx.effects);
    let page = forgotten(&ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// What is the game account of this order to be called?
pub fn ask_account_name(order: &Order, name: Option<&str>, remark: Option<String>, words: &Words) -> Page {
    let account = format!("{}\n{}", html::say(words, "order-item", &[("item", (&order.item).into())]), values(order));
    let now = name.map(|name| html::say(words, "account-name-now", &[("name", name.into())])).unwrap_or_default();
    let mut rows = Vec::new();
    if name.is_some() {
        rows.push(vec![button::button(words, "button-account-name-remove", GameAccountsAction::RemoveName { order: order.id.clone() })]);
    }
    rows.push(vec![back(order, words), button::menu(words)]);
    html::page(vec![remark.unwrap_or_default(), words.say("account-name-ask", &[]), account, now], rows)
}

/// What it is called from now on.
pub fn account_named(order: &Order, name: Option<&str>, words: &Words) -> Page {
    let text = match name {
        Some(name) => html::say(words, "account-named", &[("name", name.into())]),
        None => words.say("account-name-removed", &[]),
    };
    html::page(vec![text, values(order)], vec![vec![back(order, words), button::menu(words)]])
}

/// What is deleted, and what stays and why.
pub fn forget_what(words: &Words) -> Page {
    let yes = button::button(words, "button-forget", GameAccountsAction::Forget);
    html::page(vec![words.say("forget-ask", &[]), words.say("forget-stays", &[])], vec![vec![yes], vec![back_to_menu(words)]])
}

/// It is deleted.
pub fn forgotten(words: &Words) -> Page {
    html::page(vec![words.say("forget-done", &[])], vec![vec![button::menu(words)]])
}

/// To the question for the name of an order's game account.
pub fn name_button(order: &Order, words: &Words) -> Button {
    button::button(words, "button-account-name", GameAccountsAction::AskName { order: order.id.clone() })
}

fn values(order: &Order) -> String {
    order.answers.iter().map(|answer| html::code(&answer.value)).collect::<Vec<_>>().join(" ")
}

fn back(order: &Order, words: &Words) -> Button {
    button::button(words, "button-back", OrdersAction::Detail { order: order.id.clone(), page: 0 })
}
