//! What several pages about messages share.

use crate::dialogue::CustomerMessageAction;
use crate::domain::message::MessageContent;
use crate::domain::order::{Order, OrderId};
use crate::i18n::Words;
use crate::telegram::view::order;
use crate::telegram::view::page::Button;
use crate::telegram::view::{button, html};

/// Longest name of an item in a message about it, in characters: under a photo there is little room.
const MAX_ITEM_CHARS: usize = 60;

/// The order that a message is about: its state, number and item.
pub fn about(order: &Order, words: &Words) -> String {
    let number = html::say(words, "order-number", &[("number", (&order.number).into())]);
    let item = html::say(words, "order-item", &[("item", html::cut(&html::clean(&order.item), MAX_ITEM_CHARS).into())]);
    format!("{}\n{number}\n{item}", order::headline(order, words))
}

/// What was written, cut to so many characters; 📷 stands for a photo.
pub fn in_a_line(content: &MessageContent, max: usize) -> String {
    let photo = if content.photo.is_some() { "📷 " } else { "" };
    format!("{photo}{}", html::cut(&html::clean(&content.text), max))
}

/// A customer opens the conversation again.
pub fn again(order: Option<OrderId>, words: &Words) -> Button {
    match order {
        Some(order) => order::ask(order, words),
        None => button::button(words, "button-ask-shop", CustomerMessageAction::Answer { order: None }),
    }
}
