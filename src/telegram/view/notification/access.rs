//! Notifications about who may order.

use crate::dialogue::AccessAction;
use crate::domain::notification::AccessNotification;
use crate::i18n::Words;
use crate::telegram::view::layout::{plain, support};
use crate::telegram::view::page::{NotificationFacts, Page, ShopFacts};
use crate::telegram::view::{button, html};

/// What `notification` says.
pub fn page(notification: &AccessNotification, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    match notification {
        AccessNotification::Decided { approved: true } => {
            plain(html::say(words, "access-approved", &[("shop", (&shop.name).into())]), words)
        }
        AccessNotification::Decided { approved: false } => html::page(vec![support("access-rejected", words, shop)], Vec::new()),
        AccessNotification::Requested { user } => request(*user, facts, words),
    }
}

/// For admins: somebody requests access.
fn request(user: i64, facts: &NotificationFacts, words: &Words) -> Page {
    let mut lines = Vec::new();
    if let Some(person) = &facts.person {
        lines.push(html::say(words, "admin-person-name", &[("name", (&person.name).into())]));
        lines.extend(person.username.as_ref().map(|name| html::say(words, "admin-person-username", &[("username", name.into())])));
        let language = person.telegram_language.as_ref();
        lines.extend(language.map(|code| html::say(words, "admin-person-language", &[("code", code.into())])));
    }
    lines.push(html::say(words, "admin-person-id", &[("id", user.to_string().into())]));
    let decide = |key, approve| button::button(words, key, AccessAction::Decide { user, approve });
    let rows = vec![vec![decide("button-approve", true), decide("button-reject", false)]];
    html::page(vec![words.say("admin-access-request", &[]), lines.join("\n")], rows)
}
