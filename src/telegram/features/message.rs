//! Messages between admins and customers, typed after a button or as a reply. Rights are checked at every step.

use crate::app::{AppError, Asker, Recipient};
use crate::dialogue::screen::Hint;
use crate::dialogue::{AdminOrdersAction, CustomersAction, MessageAction, OpenedFrom, PurchaseAction, Step};
use crate::domain::message::{Conversation, MAX_MESSAGE_UNITS};
use crate::domain::order::OrderId;
use crate::domain::order_filter::OrderFilter;
use crate::domain::person::Person;
use crate::i18n::Words;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::purchase;
use crate::telegram::view::hint::hint;
use crate::telegram::view::layout::back_to_menu;
use crate::telegram::view::page::Page;
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{access, button, html};

/// Why a text is asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// What any page may say.
    Hint(Hint),
    /// It has no visible character, or too many.
    InvalidText,
}

impl Remark {
    fn text(self, words: &Words) -> String {
        match self {
            Self::Hint(shared) => hint(Some(shared), words),
            Self::InvalidText => words.say("hint-invalid-message", &[("max", i64::try_from(MAX_MESSAGE_UNITS).unwrap_or(i64::MAX).into())]),
        }
    }
}

/// A button that asks for a message.
pub async fn press(ctx: UpdateContext, action: MessageAction) -> HandlerResult {
    match action {
        MessageAction::Write { user, order } => ask_message(ctx, user, order, None, None).await,
        MessageAction::Answer { .. } if !ctx.app.access.may_order(&ctx.settings, &ctx.session) => ctx.toast_only(Toast::STALE_BUTTON),
        MessageAction::Answer { to } => ask_answer(ctx, to, None, None),
    }
}

/// Asks for the text of `step` again, because something else came.
pub async fn show_again(ctx: UpdateContext, step: Step, hint: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let remark = hint.map(Remark::Hint);
    match step {
        Step::Message { user, order } => ask_message(ctx, user, order, remark, toast).await,
        Step::Answer { to } => ask_answer(ctx, to, remark, toast),
        _ => purchase::show_menu(ctx, None).await,
    }
}

/// The message to the shop that this update replies to, if it replies to one from the shop.
pub async fn replied(ctx: &UpdateContext) -> Result<Option<Conversation>, AppError> {
    match ctx.incoming.reply_to.filter(|_| ctx.incoming.private) {
        Some(message_id) => ctx.app.messages.conversation(ctx.incoming.chat_id, message_id).await,
        None => Ok(None),
    }
}

async fn ask_message(ctx: UpdateContext, user: i64, order: Option<OrderId>, remark: Option<Remark>, toast: Option<Toast>) -> HandlerResult {
    let page = match ctx.app.messages.recipient(ctx.user_id(), user).await? {
        Recipient::Reachable(person) => message_to(&person, remark, &ctx.words),
        Recipient::Unreachable => return refuse(ctx, user),
        Recipient::Unknown => return ctx.toast_only(Toast::STALE_BUTTON),
    };
    ctx.reply(&Step::Message { user, order }, &page, toast)
}

fn ask_answer(ctx: UpdateContext, to: Conversation, remark: Option<Remark>, toast: Option<Toast>) -> HandlerResult {
    let page = answer_to_shop(remark, &ctx.words);
    ctx.reply(&Step::Answer { to }, &page, toast)
}

/// An admin has typed what a customer is to read.
pub async fn receive_message(mut ctx: UpdateContext, user: i64, order: Option<OrderId>, text: Option<String>) -> HandlerResult {
    let text = match checked(text) {
        Ok(text) => text,
        Err(remark) => return ask_message(ctx, user, order, Some(remark), None).await,
    };
    let (app, asker) = (ctx.app.clone(), Asker { admin: ctx.user_id(), place: ctx.place() });
    match app.messages.write(asker, user, order.clone(), text, &mut ctx.effects).await? {
        Recipient::Reachable(person) => {
            let page = message_sent(&person, order, &ctx.words);
            ctx.reply(&Step::Menu, &page, None)
        }
        Recipient::Unreachable => refuse(ctx, user),
        Recipient::Unknown => purchase::show_menu(ctx, None).await,
    }
}

/// A customer has typed what the shop is to read.
pub async fn receive_answer(mut ctx: UpdateContext, to: Conversation, text: Option<String>) -> HandlerResult {
    let text = match checked(text) {
        Ok(text) => text,
        Err(remark) => return ask_answer(ctx, to, Some(remark), None),
    };
    let (app, user) = (ctx.app.clone(), ctx.user_id());
    app.messages.answer(user, to, text, &mut ctx.effects);
    let page = answer_sent(&ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

fn checked(text: Option<String>) -> Result<String, Remark> {
    let text = html::visible(&text.ok_or(Remark::Hint(Hint::TextOnly))?);
    if (1..=MAX_MESSAGE_UNITS).contains(&text.encode_utf16().count()) { Ok(text) } else { Err(Remark::InvalidText) }
}

fn refuse(ctx: UpdateContext, user: i64) -> HandlerResult {
    let page = message_refused(user, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// An admin is to type a message for a customer.
pub fn message_to(person: &Person, remark: Option<Remark>, words: &Words) -> Page {
    let cancel = button::button(words, "button-cancel", PurchaseAction::Cancel);
    let remark = remark.map(|remark| remark.text(words)).unwrap_or_default();
    html::page(vec![remark, words.say("message-ask", &[]), access::who(person, words)], vec![vec![cancel]])
}

/// An admin's message is on its way.
pub fn message_sent(person: &Person, order: Option<OrderId>, words: &Words) -> Page {
    let from = OpenedFrom::List { filter: OrderFilter::All, page: 0 };
    let back = match order {
        Some(order) => button::button(words, "button-back-to-order", AdminOrdersAction::Show { order, from }),
        None => button::button(words, "button-back-to-customer", CustomersAction::Show { user: person.id }),
    };
    html::page(vec![html::say(words, "message-sent", &[("name", (&person.name).into())])], vec![vec![back]])
}

/// The customer has blocked the bot.
pub fn message_refused(user: i64, words: &Words) -> Page {
    let back = button::button(words, "button-back-to-customer", CustomersAction::Show { user });
    html::page(vec![words.say("message-unreachable", &[])], vec![vec![back]])
}

/// A customer is to type an answer.
pub fn answer_to_shop(remark: Option<Remark>, words: &Words) -> Page {
    let cancel = button::button(words, "button-cancel", PurchaseAction::Cancel);
    let remark = remark.map(|remark| remark.text(words)).unwrap_or_default();
    html::page(vec![remark, words.say("message-ask-answer", &[])], vec![vec![cancel]])
}

/// A customer's answer is on its way.
pub fn answer_sent(words: &Words) -> Page {
    html::page(vec![words.say("message-answer-sent", &[])], vec![vec![back_to_menu(words)]])
}
