//! News for the customer about one order.

use crate::dialogue::Action;
use crate::domain::order::{OrderId, OrderState};
use crate::i18n::Words;
use crate::telegram::view::order::{self, Subject};
use crate::telegram::view::{NotificationFacts, Page, ShopFacts, button, html, purchase};

/// The order's card.
pub fn card(id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    about(id, facts, words, |subject| order::card(subject, words, shop))
}

/// The order has ended.
pub fn ended(id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    about(id, facts, words, |subject| match subject.order.state {
        OrderState::Success => order::with_headline(words.say("ended-success", &[]), subject, words, shop),
        OrderState::Failed => order::with_headline(words.say("ended-failed", &[]), subject, words, shop),
        OrderState::Cancelled => order::with_headline(words.say("ended-cancelled", &[]), subject, words, shop),
        OrderState::Queued | OrderState::Sending | OrderState::Pending | OrderState::Uncertain => order::card(subject, words, shop),
    })
}

/// The serial number is there.
pub fn sn_arrived(id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    about(id, facts, words, |subject| order::with_headline(words.say("sn-arrived", &[]), subject, words, shop))
}

/// Nobody knows yet whether the provider took it.
pub fn uncertain(id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    about(id, facts, words, |subject| match subject.order.state {
        OrderState::Uncertain => order::with_headline(words.say("order-uncertain", &[]), subject, words, shop),
        _ => order::card(subject, words, shop),
    })
}

/// It takes longer than usual.
pub fn slow(id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    about(id, facts, words, |subject| match subject.order.state {
        OrderState::Pending => order::with_headline(words.say("order-slow", &[]), subject, words, shop),
        _ => order::card(subject, words, shop),
    })
}

/// The price changed before the order was sent: both prices, and the button for the new one.
pub fn price_changed(id: &OrderId, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    let Some(confirmation) = &facts.confirmation else { return card(id, facts, words, shop) };
    let mut blocks = vec![words.say("price-changed", &[])];
    blocks.extend(purchase::summary(confirmation, words));
    let rows = vec![vec![purchase::confirm_button(confirmation, words)], vec![button::button(words, "button-cancel", Action::Cancel)]];
    html::page(blocks, rows)
}

/// What `say` makes of the order; without it, that there is news, and the way there.
fn about(id: &OrderId, facts: &NotificationFacts, words: &Words, say: impl FnOnce(&Subject) -> Page) -> Page {
    let Some(order) = &facts.order else {
        let rows = vec![vec![order::details(id, words), button::menu(words)]];
        return html::page(vec![words.say("order-news", &[])], rows);
    };
    let lines = facts.confirmation.as_ref().map_or(&[][..], |confirmation| &confirmation.lines);
    say(&Subject { order, category: facts.category.as_ref(), lines })
}
