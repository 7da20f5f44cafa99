//! A notification as one line of a digest.

use crate::domain::notification::{AccessNotification, MessageNotification, Notification};
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::view::html;
use crate::telegram::view::notification::notification as page_of;
use crate::telegram::view::page::{AlertLine, NotificationFacts, ShopFacts};

/// Longest text of a customer in it, in characters.
const MAX_MESSAGE_CHARS: usize = 120;

/// The headline of a notification, and whom or what it is about. `None` for what is in no digest.
pub fn line(notification: &Notification, at: Millis, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Option<AlertLine> {
    let kind = notification.alert_kind()?;
    let text = page_of(notification, facts, words, shop).text;
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let headline = lines.next().unwrap_or_default().to_owned();
    let name = facts.person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
    let mut from = None;
    let detail = match (notification, &facts.order) {
        (Notification::Message(MessageNotification::MessageFromCustomer { of, .. }), _) => {
            from = Some((of.user, name.clone(), of.order.clone()));
            let text = facts.conversation.as_ref().and_then(|shown| shown.message.as_ref()).map_or("", |message| &message.content.text);
            format!("{}: {}", html::safe(&name, html::MAX_VALUE_CHARS), html::safe(text, MAX_MESSAGE_CHARS))
        }
        (Notification::Access(AccessNotification::Requested { user }), _) => {
            let name = if name.is_empty() { user.to_string() } else { name };
            html::safe(&name, html::MAX_VALUE_CHARS)
        }
        (_, Some(order)) => format!("{} {}", html::code(&order.number), html::safe(&order.item, html::MAX_VALUE_CHARS)),
        _ => lines.next().unwrap_or_default().to_owned(),
    };
    Some(AlertLine { kind, at, text: format!("{headline} · {detail}").trim_end_matches([' ', '·']).to_owned(), from })
}
