//! Messages between admins and customers, as each side reads them.

use crate::dialogue::{AdminOrdersAction, CustomersAction, MessageAction, OpenedFrom};
use crate::domain::notification::MessageNotification;
use crate::domain::order_filter::OrderFilter;
use crate::i18n::Words;
use crate::telegram::view::page::{NotificationFacts, Page, ShopFacts};
use crate::telegram::view::{access, button, html};

/// What `notification` says.
pub fn page(notification: &MessageNotification, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    let number = facts.order.as_ref().map(|order| html::say(words, "admin-order-number", &[("value", (&order.number).into())]));
    match notification {
        MessageNotification::MessageFromShop { text, conversation, .. } => {
            let title = html::say(words, "message-from-shop", &[("shop", (&shop.name).into())]);
            let answer = button::button(words, "button-message-answer", MessageAction::Answer { to: conversation.clone() });
            let blocks = vec![title, html::lines(text), number.unwrap_or_default(), words.say("message-answer-how", &[])];
            html::page(blocks, vec![vec![answer]])
        }
        MessageNotification::MessageFromCustomer { user, order, text } => {
            let who = facts.person.as_ref().map(|person| access::who(person, words)).unwrap_or_default();
            let from = OpenedFrom::List { filter: OrderFilter::All, page: 0 };
            let look = order.clone().map(|order| button::button(words, "button-admin-order", AdminOrdersAction::Show { order, from }));
            let customer = button::button(words, "button-customer", CustomersAction::Show { user: *user });
            let write = button::button(words, "button-message-answer", MessageAction::Write { user: *user, order: order.clone() });
            let blocks = vec![words.say("message-from-customer", &[]), html::lines(text), who, number.unwrap_or_default()];
            html::page(blocks, vec![vec![write], std::iter::once(customer).chain(look).collect()])
        }
    }
}
