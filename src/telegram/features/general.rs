//! What belongs to no feature: buttons that do not count, unknown commands, groups, and texts that the bot did not ask for.

use crate::dialogue::screen::Hint;
use crate::dialogue::{Action, PurchaseAction, Step};
use crate::domain::place::Place;
use crate::domain::role::Right;
use crate::i18n::Words;
use crate::telegram::bot_command::BotCommands;
use crate::telegram::callback::CallbackCheck;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::{
    alerts, bills, block, broadcast, catalog_form, customer_terms, customers, export, figures, game_accounts, message, opening, payout,
    pending, price_draft, prices, proof, purchase, resolution, roles, stars, top_up, typed, unmatched,
};
use crate::telegram::incoming::IncomingKind;
use crate::telegram::view::hint::hint;
use crate::telegram::view::html;
use crate::telegram::view::layout::{line, plain, support};
use crate::telegram::view::page::{Button, ButtonKind, Page, ShopFacts};
use crate::telegram::view::toast::Toast;

/// An unknown command, or one that they may not use: shows the current step again, with a hint.
pub async fn unknown_command(ctx: UpdateContext) -> HandlerResult {
    show_again(ctx, Some(Hint::UnknownCommand), None).await
}

/// A double tap: the first press is answered; this one only stops the button's spinner.
pub async fn doubled(ctx: UpdateContext) -> HandlerResult {
    ctx.toast_only(Toast::DOUBLED)
}

/// A button that is too old: a toast, and the current step again, as a new message.
pub async fn stale(ctx: UpdateContext) -> HandlerResult {
    answer_bad_press(ctx, Toast::STALE_BUTTON).await
}

/// What the button does takes a right that they don't have, or have no longer.
pub async fn no_right(ctx: UpdateContext) -> HandlerResult {
    let toast = if ctx.session.role.is_some() { Toast::NO_RIGHT } else { Toast::ADMIN_ONLY };
    ctx.toast_only(toast)
}

/// A button of somebody else, or invented data.
pub async fn foreign(ctx: UpdateContext) -> HandlerResult {
    let is_admin_card = ctx.keyboard.as_ref().is_some_and(|keyboard| keyboard.user_id.is_none() && keyboard.chat_id == ctx.user_id());
    if is_admin_card {
        // In their own chat: they were an admin when it came.
        return no_right(ctx).await;
    }
    answer_bad_press(ctx, Toast::NOT_YOURS).await
}

/// In a group: where to find the bot, once. In the admins' group, to which it was just added: what was not told there.
pub async fn greet_group(mut ctx: UpdateContext) -> HandlerResult {
    let chat_id = ctx.incoming.chat_id;
    let app = ctx.app.clone();
    if ctx.incoming.kind == IncomingKind::Added && app.notifier.is_admin_chat(chat_id).await? {
        app.overview.catch_up_group(&ctx.settings, &mut ctx.effects).await?;
        return Ok(ctx.effects);
    }
    if app.sessions.greet_group(chat_id, &mut ctx.effects).await? {
        let page = group(&ctx.words, &ctx.shop);
        ctx.say(&page)
    } else {
        Ok(ctx.effects)
    }
}

/// A customer's command in the group of the admins: where to find the bot.
pub async fn privately(ctx: UpdateContext) -> HandlerResult {
    let page = group(&ctx.words, &ctx.shop);
    ctx.say(&page)
}

/// A button of a purchase in a group: only `❌` stands there, and what is under way is left.
pub async fn press_in_group(ctx: UpdateContext) -> HandlerResult {
    match ctx.check {
        Some(CallbackCheck::Valid(Action::Purchase(PurchaseAction::Cancel))) => {
            let page = line("act-cancelled", &[], &ctx.words);
            ctx.reply(&Step::Menu, &page, None)
        }
        _ => ctx.toast_only(Toast::STALE_BUTTON),
    }
}

/// Somebody blocked or unblocked the bot.
pub async fn membership(mut ctx: UpdateContext, blocked: bool) -> HandlerResult {
    let (app, user_id) = (ctx.app.clone(), ctx.user_id());
    app.access.set_unreachable(user_id, blocked, &mut ctx.effects);
    if ctx.session.may(Right::HearAlerts) && !blocked {
        // No message has reached them meanwhile.
        let place = Place::chat(user_id);
        app.overview.catch_up(&ctx.settings, place, &mut ctx.effects).await?;
        app.access.show_waiting(place, &mut ctx.effects).await?;
        app.overview.show_uncertain(Some(place), &mut ctx.effects).await?;
    }
    Ok(ctx.effects)
}

/// A text, or anything else that is no command and no button.
pub async fn receive(ctx: UpdateContext, text: Option<String>, commands: BotCommands) -> HandlerResult {
    if let Some(addressed) = ctx.addressed.clone() {
        return message::receive_addressed(ctx, addressed, text).await;
    }
    if !ctx.may_answer() {
        return purchase::show_menu(ctx, None).await;
    }
    match ctx.step() {
        Step::Message { to, seen } => message::receive_from_admin(ctx, to, seen, text).await,
        step @ Step::MessageToShop { .. } => message::receive_from_customer(ctx, step, text).await,
        Step::AccountName { order } => game_accounts::receive_name(ctx, order, text).await,
        Step::Invoice { order } => resolution::receive_invoice(ctx, order, text).await,
        Step::Amount { user, what } => customers::receive_amount(ctx, user, what, text).await,
        Step::BlockReason { user } => block::receive_reason(ctx, user, text).await,
        Step::Reason { user, what, amount } => customers::receive_reason(ctx, user, what, amount, text).await,
        Step::BroadcastText => broadcast::receive_text(ctx, text),
        Step::BroadcastEnglish { broadcast } => broadcast::receive_english(ctx, broadcast, text).await,
        Step::RolePerson => roles::receive_person(ctx, text).await,
        Step::ClosedNote => opening::receive_note(ctx, text).await,
        Step::PlannedPause => opening::receive_plan(ctx, text).await,
        Step::OpeningHours => opening::receive_hours(ctx, text).await,
        Step::QuietHours => alerts::receive(ctx, text).await,
        Step::Catalog { question } => catalog_form::receive(ctx, question, text).await,
        Step::FiguresDays => figures::receive_days(ctx, text).await,
        Step::ExportDays { what } => export::receive_days(ctx, what, text).await,
        Step::PriceTier => prices::receive_tier(ctx, text).await,
        Step::TierName { tier } => prices::receive_name(ctx, tier, text).await,
        Step::PriceValue { draft, value } => price_draft::receive(ctx, draft, value, text).await,
        Step::OwnLimit { user, limit } => customer_terms::receive(ctx, user, limit, text).await,
        Step::TopUpAmount => top_up::receive_amount(ctx, text).await,
        Step::Proof { bill } => top_up::receive_proof(ctx, bill).await,
        Step::ProofAmount { proof } => proof::receive_amount(ctx, proof, text).await,
        Step::BillSearch => bills::receive(ctx, text).await,
        Step::UnmatchedAmount { key } => unmatched::receive_amount(ctx, key, text).await,
        Step::UnmatchedOwner { key, amount } => unmatched::receive_owner(ctx, key, amount, text).await,
        Step::StarsReason { payment } => stars::receive_reason(ctx, payment, text).await,
        Step::PayoutAmount { user } => payout::receive_amount(ctx, user, text).await,
        Step::PayoutDestination { user, amount } => payout::receive_destination(ctx, user, amount, text).await,
        step => typed::receive(ctx, &step, text.as_deref(), commands).await,
    }
}

/// Shows the page of the current step again, with a hint.
pub async fn show_again(ctx: UpdateContext, hint: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    if !ctx.may_answer() {
        return purchase::show_menu(ctx, hint).await;
    }
    match ctx.step() {
        Step::AccountName { order } => game_accounts::show_again(ctx, order, hint, toast).await,
        Step::Invoice { order } => resolution::show_again(ctx, order, hint, toast).await,
        step @ (Step::Amount { .. } | Step::Reason { .. }) => customers::show_again(ctx, step, hint, toast).await,
        step @ (Step::Message { .. } | Step::MessageToShop { .. }) => message::show_again(ctx, step, hint, toast).await,
        step @ (Step::TopUpAmount | Step::Proof { .. }) => top_up::show_again(ctx, step, hint, toast).await,
        Step::ProofAmount { proof } => proof::show_again(ctx, proof, hint, toast).await,
        Step::BillSearch => bills::show_again(ctx, hint, toast).await,
        step @ (Step::UnmatchedAmount { .. } | Step::UnmatchedOwner { .. }) => unmatched::show_again(ctx, step, hint, toast).await,
        Step::StarsReason { payment } => stars::show_again(ctx, payment, hint, toast).await,
        step @ (Step::PayoutAmount { .. } | Step::PayoutDestination { .. }) => payout::show_again(ctx, step, hint, toast).await,
        step @ (Step::BroadcastText | Step::BroadcastEnglish { .. }) => broadcast::show_again(ctx, step, hint, toast),
        Step::RolePerson => roles::show_again(ctx, hint, toast),
        Step::BlockReason { user } => block::show_again(ctx, user, hint, toast).await,
        Step::Catalog { question } => catalog_form::show_again(ctx, question, hint, toast).await,
        step @ (Step::ClosedNote | Step::PlannedPause | Step::OpeningHours) => {
            opening::ask(ctx, step, hint.map(opening::Remark::Hint), toast)
        }
        Step::QuietHours => alerts::ask(ctx, hint.map(alerts::Remark::Hint), toast),
        Step::FiguresDays => figures::show_again(ctx, hint, toast).await,
        Step::ExportDays { what } => export::show_again(ctx, what, hint, toast).await,
        Step::PriceTier => prices::show_again(ctx, hint, toast).await,
        Step::TierName { tier } => prices::show_name_again(ctx, tier, hint, toast),
        Step::PriceValue { draft, value } => price_draft::ask(ctx, draft, value, hint.map(price_draft::Remark::Hint), toast).await,
        Step::OwnLimit { user, limit } => customer_terms::ask(ctx, user, limit, hint.map(customer_terms::Remark::Hint), toast).await,
        step => purchase::show_step(ctx, &step, hint, toast).await,
    }
}

async fn answer_bad_press(ctx: UpdateContext, toast: Toast) -> HandlerResult {
    // An admins' card whose buttons are forgotten, as those of earlier versions were after a month: what it asked for is on the list.
    let may_be_card = ctx.keyboard.as_ref().is_none_or(|keyboard| keyboard.user_id.is_none());
    if toast == Toast::STALE_BUTTON && may_be_card && ctx.session.may(Right::Look) && ctx.app.access.waiting(0, 0, None).await?.count > 0 {
        let remark = (hint(Some(Hint::StaleButton), &ctx.words), None);
        return pending::show_after(ctx, 0, None, Some(remark), Some(toast)).await;
    }
    // People who may not order have no screen to show again.
    if !ctx.incoming.private || !ctx.app.access.may_order(&ctx.settings, &ctx.session) {
        return ctx.toast_only(toast);
    }
    // Another screen would make the one that is being sent old, and the next press on it would not count.
    if ctx.app.sessions.is_on_its_way(&ctx.session.dialogue).await? {
        return ctx.toast_only(toast);
    }
    show_again(ctx, Some(Hint::StaleButton), Some(toast)).await
}

/// In a group: where to find the bot.
pub fn group(words: &Words, shop: &ShopFacts) -> Page {
    let Some(username) = &shop.bot_username else { return html::page(vec![words.say("group-private", &[])], Vec::new()) };
    let link = format!("https://t.me/{username}");
    let text = html::say(words, "group-link", &[("link", (&link).into())]);
    let open = Button { label: words.say("button-open-bot", &[]), kind: ButtonKind::Url(link) };
    html::page(vec![text], vec![vec![open]])
}

/// Something went wrong on our side; nothing was changed.
pub fn broken(words: &Words, shop: &ShopFacts) -> Page {
    plain(support("something-broke", words, shop), words)
}

/// They write faster than the bot can answer; they are told once.
pub fn slow_down(words: &Words) -> Page {
    line("slow-down", &[], words)
}
