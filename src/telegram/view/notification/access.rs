//! Notifications about who may order.

use crate::domain::notification::AccessNotification;
use crate::domain::person::Person;
use crate::domain::role::Role;
use crate::i18n::Words;
use crate::telegram::view::layout::{plain, support};
use crate::telegram::view::page::{NotificationFacts, Page, ShopFacts};
use crate::telegram::view::{access, button, confirmation, html, role};

/// What `notification` says.
pub fn page(notification: &AccessNotification, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    match notification {
        AccessNotification::Decided { approved: true, .. } => approved(facts, words, shop),
        AccessNotification::Decided { approved: false, .. } => html::page(vec![support("access-rejected", words, shop)], Vec::new()),
        AccessNotification::Reopened => html::page(vec![support("access-reopened", words, shop)], Vec::new()),
        AccessNotification::Blocked => html::page(vec![support("access-blocked", words, shop)], Vec::new()),
        AccessNotification::Unblocked => plain(support("access-unblocked", words, shop), words),
        AccessNotification::Role { role } => role_changed(*role, words, shop),
        AccessNotification::Requested { user } => {
            let unknown = Person { id: *user, ..Person::default() };
            access::card(facts.person.as_ref().unwrap_or(&unknown), facts.decider.as_ref(), words, shop)
        }
        AccessNotification::Waiting | AccessNotification::Crowd => {
            access::waiting(&facts.waiting, (0, facts.waiting_pages), None, (String::new(), Vec::new()), true, words)
        }
    }
}

/// Somebody has a role now, or no longer.
fn role_changed(role: Option<Role>, words: &Words, shop: &ShopFacts) -> Page {
    let shop = ("shop", (&shop.name).into());
    match role {
        Some(role) => {
            let args = [shop, ("role", role::name(role, words).into()), ("may", role::may(role, words).into())];
            html::page(vec![html::say(words, "role-given-to-you", &args)], vec![vec![button::admin(words)]])
        }
        None => html::page(vec![html::say(words, "role-taken-from-you", &[shop])], Vec::new()),
    }
}

/// They may order now; the game whose link they came by is one press away.
fn approved(facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    let welcome = html::say(words, "access-approved", &[("shop", (&shop.name).into())]);
    let mut page = plain(format!("{welcome}\n\n{}", confirmation::payment_note(words, shop)).trim_end().to_owned(), words);
    if let Some(wanted) = &facts.category {
        page.rows.insert(0, vec![button::category(wanted, words)]);
    }
    page
}
