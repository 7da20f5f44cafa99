//! Messages between customers and the shop, as each side reads them. A customer never reads who wrote.

use crate::dialogue::{AdminMessageAction, AdminOrdersAction, CustomerMessageAction, CustomersAction, OpenedFrom};
use crate::domain::message::{ConversationKey, ShownConversation, Writer};
use crate::domain::notification::MessageNotification;
use crate::domain::order_filter::OrderFilter;
use crate::i18n::Words;
use crate::telegram::view::page::{Button, NotificationFacts, Page, Photo, ShopFacts};
use crate::telegram::view::{access, button, html, message};

/// Longest part of an answer that its card shows, in characters.
const MAX_ANSWER_CHARS: usize = 80;

/// What `notification` says.
pub fn page(notification: &MessageNotification, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    let about = facts.order.as_ref().map(|order| message::about(order, words)).unwrap_or_default();
    match notification {
        MessageNotification::MessageFromShop { of, .. } => {
            let title = html::say(words, "message-from-shop", &[("shop", html::cut(&html::clean(&shop.name), 64).into())]);
            let answer = button::button(words, "button-message-answer", CustomerMessageAction::Answer { order: of.order.clone() });
            let close = button::button(words, "button-message-close", CustomerMessageAction::Close { order: of.order.clone() });
            with_content(facts, vec![title], vec![about, words.say("message-answer-how", &[])], vec![vec![answer], vec![close]])
        }
        MessageNotification::MessageFromCustomer { of, .. } => {
            let mut above = vec![words.say("message-from-customer", &[])];
            above.extend(facts.conversation.as_ref().and_then(|shown| state(shown, words)));
            let topic = facts.conversation.as_ref().filter(|shown| shown.in_topic).map(|_| words.say("message-in-topic", &[]));
            with_content(
                facts,
                vec![above.join("\n")],
                vec![about, topic.unwrap_or_default(), who(facts, words)],
                buttons(of, facts, words),
            )
        }
        MessageNotification::ConversationClosedByShop { of } => {
            let again = message::again(of.order.clone(), words);
            html::page(vec![words.say("message-closed-by-shop", &[]), about], vec![vec![again], vec![button::menu(words)]])
        }
        MessageNotification::ConversationClosedByCustomer { of } => {
            html::page(vec![words.say("message-closed-by-customer", &[]), about, who(facts, words)], buttons(of, facts, words))
        }
    }
}

/// The text of the message between other blocks, or all of them under its photo.
fn with_content(facts: &NotificationFacts, above: Vec<String>, below: Vec<String>, rows: Vec<Vec<Button>>) -> Page {
    let content = facts.conversation.as_ref().and_then(|shown| shown.message.as_ref()).map(|message| &message.content);
    let text = content.map(|content| html::lines(&content.text)).unwrap_or_default();
    let blocks = above.into_iter().chain([text]).chain(below).collect();
    match content.and_then(|content| content.photo.clone()) {
        Some(file_id) => html::photo(blocks, rows, Photo::Sent { file_id }),
        None => html::page(blocks, rows),
    }
}

/// What became of it: who answered and how, who closed the conversation.
fn state(shown: &ShownConversation, words: &Words) -> Option<String> {
    if let Some((name, answer)) = &shown.answer {
        let text = message::in_a_line(&answer.content, MAX_ANSWER_CHARS);
        let args = [("name", short(name)), ("time", words.time(answer.at)), ("text", text)];
        return Some(html::say(words, "message-answered", &args.map(|(key, value)| (key, value.into()))));
    }
    let (by, at) = shown.state.closed?;
    let time = ("time", words.time(at).into());
    Some(match (by, &shown.closed_by) {
        (Writer::Admin(_), Some(name)) => html::say(words, "message-closed-by", &[("name", short(name).into()), time]),
        _ => html::say(words, "message-closed-by-them", &[time]),
    })
}

fn short(name: &str) -> String {
    html::cut(&html::clean(name), 32)
}

fn who(facts: &NotificationFacts, words: &Words) -> String {
    facts.person.as_ref().map(|person| access::who(person, words)).unwrap_or_default()
}

fn buttons(of: &ConversationKey, facts: &NotificationFacts, words: &Words) -> Vec<Vec<Button>> {
    let write = button::button(words, "button-message-answer", AdminMessageAction::Write { to: of.clone() });
    let is_open = facts.conversation.as_ref().is_some_and(|shown| shown.state.is_open());
    let close = is_open.then(|| button::button(words, "button-message-close", AdminMessageAction::Close { of: of.clone() }));
    let customer = button::button(words, "button-customer", CustomersAction::Show { user: of.user });
    let from = OpenedFrom::List { filter: OrderFilter::All, page: 0 };
    let look = of.order.clone().map(|order| button::button(words, "button-admin-order", AdminOrdersAction::Show { order, from }));
    vec![std::iter::once(write).chain(close).collect(), look.into_iter().chain([customer]).collect()]
}
