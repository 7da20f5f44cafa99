//! Messages between customers and the shop: typed after a button, as a reply, or in the topic of the conversation. Rights are checked at
//! every step.

use crate::app::{AdminMessageOutcome, AppError, Asker, CustomerMessageOutcome, PastMessage, Recipient};
use crate::dialogue::rights;
use crate::dialogue::screen::Hint;
use crate::dialogue::{AdminMessageAction, AdminOrdersAction, CustomerMessageAction, CustomersAction, OpenedFrom, PurchaseAction, Step};
use crate::domain::message::{ConversationKey, ConversationMessage, MessageContent, Writer, WritingLimit};
use crate::domain::order::{Order, OrderId};
use crate::domain::order_filter::OrderFilter;
use crate::domain::person::Person;
use crate::i18n::Words;
use crate::telegram::addressed::Addressed;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::purchase;
use crate::telegram::view::hint::hint;
use crate::telegram::view::layout::{back_to_menu, support};
use crate::telegram::view::page::{Button, Page, ShopFacts};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{access, button, html, message};

/// Past messages that an admin sees before writing.
const LINES: i64 = 5;
/// Longest part of a past message that is shown, in characters.
const MAX_LINE_CHARS: usize = 200;

/// Why a message is asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// What any page may say.
    Hint(Hint),
    /// It has no visible character, or more UTF-16 units than these.
    InvalidText(usize),
    /// It is neither a text nor a photo.
    OtherKind,
    /// There are limits to how much a customer writes.
    Limited(WritingLimit),
}

impl Remark {
    fn text(self, words: &Words) -> String {
        match self {
            Self::Hint(shared) => hint(Some(shared), words),
            Self::InvalidText(max) => words.say("hint-invalid-message", &[("max", i64::try_from(max).unwrap_or(i64::MAX).into())]),
            Self::OtherKind => words.say("hint-message-kind", &[]),
            Self::Limited(WritingLimit::TooFast) => words.say("hint-message-too-fast", &[]),
            Self::Limited(WritingLimit::Unanswered) => words.say("hint-message-unanswered", &[]),
            Self::Limited(WritingLimit::Waiting) => words.say("hint-message-waiting", &[]),
        }
    }
}

/// An admin's button.
pub async fn press_by_admin(ctx: UpdateContext, action: AdminMessageAction) -> HandlerResult {
    match action {
        AdminMessageAction::Write { to } => ask_message(ctx, to, None, None).await,
        AdminMessageAction::Anyway { to, content, seen } => {
            let (app, asker) = (ctx.app.clone(), Asker { admin: ctx.user_id(), place: ctx.place() });
            let mut ctx = ctx;
            let outcome = app.messages.from_admin(asker, &to, content.clone(), Some(seen), &mut ctx.effects).await?;
            let page = admin_message_outcome(outcome, to, content, &ctx.words);
            ctx.update(&Step::Menu, &page, None)
        }
        AdminMessageAction::Close { of } => {
            let (app, mut ctx) = (ctx.app.clone(), ctx);
            let closed = app.messages.close(&of, Writer::Admin(ctx.user_id()), &mut ctx.effects).await?;
            ctx.toast_only(if closed { Toast::DONE } else { Toast::ALREADY_DECIDED })
        }
    }
}

/// A customer's button.
pub async fn press_by_customer(mut ctx: UpdateContext, action: CustomerMessageAction) -> HandlerResult {
    match action {
        CustomerMessageAction::Ask { order } => ask_question(ctx, Some(order), false, None, None).await,
        CustomerMessageAction::Answer { order } => ask_question(ctx, order, true, None, None).await,
        CustomerMessageAction::Close { order } => {
            let (app, key) = (ctx.app.clone(), ConversationKey { user: ctx.user_id(), order: order.clone() });
            app.messages.close(&key, Writer::Customer, &mut ctx.effects).await?;
            let page = conversation_closed(order.clone(), &ctx.words);
            if matches!(ctx.step(), Step::MessageToShop { order: of, .. } if of == order) {
                return ctx.reply_below(&Step::Menu, &page, Some(Toast::DONE));
            }
            ctx.say_besides(&page)?;
            ctx.toast_only(Toast::DONE)
        }
    }
}

/// Asks for the message of `step` again, because something else came.
pub async fn show_again(ctx: UpdateContext, step: Step, hint: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let remark = hint.map(Remark::Hint);
    match step {
        Step::Message { to, .. } => ask_message(ctx, to, remark, toast).await,
        Step::MessageToShop { order, answers, .. } => ask_question(ctx, order, answers, remark, toast).await,
        _ => purchase::show_menu(ctx, None).await,
    }
}

async fn ask_message(ctx: UpdateContext, to: ConversationKey, remark: Option<Remark>, toast: Option<Toast>) -> HandlerResult {
    let seen = Some(ctx.app.messages.find(&to).await?.version);
    let page = match ctx.app.messages.recipient(ctx.user_id(), to.user).await? {
        Recipient::Reachable(person) => {
            let lines = ctx.app.messages.last_messages(&to, LINES).await?;
            message_to(&person, &lines, remark, &ctx.words)
        }
        Recipient::Unreachable => {
            let page = message_refused(to.user, &ctx.words);
            return ctx.reply(&Step::Menu, &page, None);
        }
        Recipient::Unknown => return ctx.toast_only(Toast::STALE_BUTTON),
    };
    ctx.reply(&Step::Message { to, seen }, &page, toast)
}

async fn ask_question(
    ctx: UpdateContext,
    order: Option<OrderId>,
    answers: bool,
    remark: Option<Remark>,
    toast: Option<Toast>,
) -> HandlerResult {
    let found = match &order {
        Some(id) => match ctx.app.orders.find(ctx.user_id(), id).await? {
            Some((found, _)) => Some(found),
            None => return ctx.toast_only(Toast::NOT_YOURS),
        },
        None => None,
    };
    let page = question_to_shop(found.as_ref(), answers, remark, &ctx.words);
    let since = ctx.now;
    ctx.reply(&Step::MessageToShop { order, answers, since }, &page, toast)
}

/// An admin has typed what a customer is to read.
pub async fn receive_from_admin(mut ctx: UpdateContext, to: ConversationKey, seen: Option<i64>, text: Option<String>) -> HandlerResult {
    let content = match content(&ctx, text) {
        Ok(content) => content,
        Err(remark) => return ask_message(ctx, to, Some(remark), None).await,
    };
    let (app, asker) = (ctx.app.clone(), Asker { admin: ctx.user_id(), place: ctx.place() });
    match app.messages.from_admin(asker, &to, content.clone(), seen, &mut ctx.effects).await? {
        AdminMessageOutcome::Unknown => purchase::show_menu(ctx, None).await,
        outcome => {
            let mut page = admin_message_outcome(outcome, to, content, &ctx.words);
            mention_album(&ctx, &mut page);
            ctx.reply(&Step::Menu, &page, None)
        }
    }
}

/// A customer has typed what the shop is to read.
pub async fn receive_from_customer(ctx: UpdateContext, step: Step, text: Option<String>) -> HandlerResult {
    let Step::MessageToShop { order, answers, since } = step else { return purchase::show_menu(ctx, None).await };
    let key = ConversationKey { user: ctx.user_id(), order: order.clone() };
    if ctx.app.messages.find(&key).await?.closed.is_some_and(|(by, at)| by != Writer::Customer && at >= since) {
        // Closed by the shop while they were here: what they write next may be meant for something else.
        let page = conversation_closed(order, &ctx.words);
        return ctx.reply(&Step::Menu, &page, None);
    }
    let mut ctx = ctx;
    match pass(&mut ctx, &key, !answers, text).await? {
        Ok(page) => {
            let since = ctx.now;
            ctx.reply(&Step::MessageToShop { order, answers, since }, &page, None)
        }
        Err(remark) => ask_question(ctx, order, answers, Some(remark), None).await,
    }
}

/// What belongs to a conversation by where it was written. It answers beside whatever is going on in the chat.
pub async fn receive_addressed(mut ctx: UpdateContext, addressed: Addressed, text: Option<String>) -> HandlerResult {
    let page = match addressed {
        Addressed::Shop(key) => match pass(&mut ctx, &key, false, text).await? {
            Ok(page) => page,
            Err(remark) => not_passed(remark, &ctx.words),
        },
        Addressed::Customer { to, is_reply } => match content(&ctx, text) {
            Err(remark) => not_passed(remark, &ctx.words),
            // In a closed conversation's topic admins may be writing to each other; only a reply to a card is sent.
            Ok(_) if !is_reply && is_asked_otherwise(&ctx.step(), &to) => question_waits(&ctx.words),
            Ok(_) if !is_reply && !ctx.app.messages.find(&to).await?.is_open() => topic_closed(to, &ctx.words),
            Ok(content) => {
                let (app, asker) = (ctx.app.clone(), Asker { admin: ctx.user_id(), place: ctx.place() });
                let outcome = app.messages.from_admin(asker, &to, content.clone(), None, &mut ctx.effects).await?;
                let mut page = admin_message_outcome(outcome, to, content, &ctx.words);
                mention_album(&ctx, &mut page);
                page
            }
        },
    };
    ctx.say(&page)
}

/// Whether the bot has asked the admin something else than what to write to this customer: a text that is no reply may be the answer to that.
fn is_asked_otherwise(step: &Step, to: &ConversationKey) -> bool {
    rights::of_step(step).is_some() && !matches!(step, Step::Message { to: asked, .. } if asked == to)
}

/// Passes a customer's message on; the page that says so, or why not.
async fn pass(
    ctx: &mut UpdateContext,
    key: &ConversationKey,
    to_all: bool,
    text: Option<String>,
) -> Result<Result<Page, Remark>, AppError> {
    let content = match content(ctx, text) {
        Ok(content) => content,
        Err(remark) => return Ok(Err(remark)),
    };
    let app = ctx.app.clone();
    Ok(match app.messages.from_customer(&ctx.settings.clone(), key, to_all, content, &mut ctx.effects).await? {
        CustomerMessageOutcome::Passed => {
            let mut page = message_passed(key.order.clone(), &ctx.words);
            mention_album(ctx, &mut page);
            Ok(page)
        }
        CustomerMessageOutcome::Limited(limit) => Err(Remark::Limited(limit)),
        CustomerMessageOutcome::Nobody => Ok(nobody_reads(&ctx.words, &ctx.shop)),
    })
}

fn content(ctx: &UpdateContext, text: Option<String>) -> Result<MessageContent, Remark> {
    if ctx.incoming.has_other {
        return Err(Remark::OtherKind);
    }
    let photo = ctx.incoming.photo.clone().map(|photo| photo.file_id);
    let content = MessageContent { text: html::visible(&text.unwrap_or_default()), photo };
    if content.fits() { Ok(content) } else { Err(Remark::InvalidText(content.max_units())) }
}

/// Of an album only the first photo is read.
fn mention_album(ctx: &UpdateContext, page: &mut Page) {
    if ctx.incoming.album.is_some() {
        page.text = format!("{}\n\n{}", page.text, ctx.words.say("message-album", &[]));
    }
}

/// What became of an admin's message.
pub fn admin_message_outcome(outcome: AdminMessageOutcome, to: ConversationKey, content: MessageContent, words: &Words) -> Page {
    match outcome {
        AdminMessageOutcome::Sent(person) => message_sent(&person, to.order, words),
        AdminMessageOutcome::AnsweredBefore { by, answer, seen } => {
            answered_before(&by, &answer, AdminMessageAction::Anyway { to, content, seen }, words)
        }
        AdminMessageOutcome::Unreachable | AdminMessageOutcome::Unknown => message_refused(to.user, words),
    }
}

/// An admin is to type a message for a customer, below what was said last.
pub fn message_to(person: &Person, lines: &[PastMessage], remark: Option<Remark>, words: &Words) -> Page {
    let cancel = button::button(words, "button-cancel", PurchaseAction::Cancel);
    let remark = remark.map(|remark| remark.text(words)).unwrap_or_default();
    let lines: Vec<String> = lines.iter().map(|(name, message)| past(name, message, words)).collect();
    html::page(vec![remark, words.say("message-ask", &[]), access::who(person, words), lines.join("\n")], vec![vec![cancel]])
}

fn past(name: &str, of: &ConversationMessage, words: &Words) -> String {
    let text = message::in_a_line(&of.content, MAX_LINE_CHARS);
    html::say(words, "message-line", &[("name", name.into()), ("time", words.time(of.at).into()), ("text", text.into())])
}

/// An admin's message is on its way.
pub fn message_sent(person: &Person, order: Option<OrderId>, words: &Words) -> Page {
    let back = back(order, person.id, words);
    html::page(vec![html::say(words, "message-sent", &[("name", (&person.name).into())])], vec![vec![back]])
}

fn back(order: Option<OrderId>, user: i64, words: &Words) -> Button {
    let from = OpenedFrom::List { filter: OrderFilter::All, page: 0 };
    match order {
        Some(order) => button::button(words, "button-back-to-order", AdminOrdersAction::Show { order, from }),
        None => button::button(words, "button-back-to-customer", CustomersAction::Show { user }),
    }
}

/// The customer has blocked the bot.
pub fn message_refused(user: i64, words: &Words) -> Page {
    html::page(vec![words.say("message-unreachable", &[])], vec![vec![back(None, user, words)]])
}

/// Another admin has answered already: is this to be sent too?
pub fn answered_before(by: &str, answer: &ConversationMessage, anyway: AdminMessageAction, words: &Words) -> Page {
    let yes = button::button(words, "button-message-anyway", anyway);
    let cancel = button::button(words, "button-cancel", PurchaseAction::Cancel);
    html::page(vec![words.say("message-answered-before", &[]), past(by, answer, words)], vec![vec![yes], vec![cancel]])
}

/// What was written in a closed conversation's topic is not sent.
pub fn topic_closed(to: ConversationKey, words: &Words) -> Page {
    let write = button::button(words, "button-message", AdminMessageAction::Write { to });
    html::page(vec![words.say("message-topic-closed", &[])], vec![vec![write]])
}

/// What was written in a conversation's topic while the bot waits for an answer is not sent.
pub fn question_waits(words: &Words) -> Page {
    html::page(vec![words.say("message-topic-question", &[])], Vec::new())
}

/// It was not passed on, and why.
pub fn not_passed(remark: Remark, words: &Words) -> Page {
    html::page(vec![remark.text(words)], Vec::new())
}

/// A customer is to write to the shop: a question, or an answer.
pub fn question_to_shop(order: Option<&Order>, answers: bool, remark: Option<Remark>, words: &Words) -> Page {
    let cancel = button::button(words, "button-cancel", PurchaseAction::Cancel);
    let remark = remark.map(|remark| remark.text(words)).unwrap_or_default();
    let ask = words.say(if answers { "message-ask-answer" } else { "message-ask-question" }, &[]);
    let about = order.map(|order| message::about(order, words)).unwrap_or_default();
    html::page(vec![remark, ask, about], vec![vec![cancel]])
}

/// A customer's message is on its way.
pub fn message_passed(order: Option<OrderId>, words: &Words) -> Page {
    let close = button::button(words, "button-message-close", CustomerMessageAction::Close { order });
    html::page(vec![words.say("message-passed", &[])], vec![vec![close], vec![back_to_menu(words)]])
}

/// There is no admin.
pub fn nobody_reads(words: &Words, shop: &ShopFacts) -> Page {
    html::page(vec![support("message-nobody", words, shop)], vec![vec![back_to_menu(words)]])
}

/// The conversation is closed; a customer may begin again.
pub fn conversation_closed(order: Option<OrderId>, words: &Words) -> Page {
    let again = message::again(order, words);
    html::page(vec![words.say("message-closed", &[])], vec![vec![again], vec![back_to_menu(words)]])
}
