//! The door: customers who wait for an admin, and the admin who decides.

use crate::dialogue::Action;
use crate::i18n::Words;
use crate::telegram::view::menu::{plain, support};
use crate::telegram::view::{NotificationFacts, Page, ShopFacts, button, html};

/// Their request is with the admins.
pub fn waiting(fresh: bool, words: &Words, shop: &ShopFacts) -> Page {
    let args = [("shop", (&shop.name).into()), ("support", (&shop.support).into())];
    html::page(vec![html::say(words, if fresh { "access-asked" } else { "access-waiting" }, &args)], Vec::new())
}

/// Turned away.
pub fn refused(words: &Words, shop: &ShopFacts) -> Page {
    html::page(vec![support("access-refused", words, shop)], Vec::new())
}

/// An admin has answered their request.
pub fn answered(approved: bool, words: &Words, shop: &ShopFacts) -> Page {
    if !approved {
        return refused(words, shop);
    }
    plain(html::say(words, "access-admitted", &[("shop", (&shop.name).into())]), words)
}

/// For admins: somebody asks to be let in.
pub fn request(user: i64, facts: &NotificationFacts, words: &Words) -> Page {
    let mut lines = Vec::new();
    if let Some(person) = &facts.person {
        lines.push(html::say(words, "admin-person-name", &[("name", (&person.name).into())]));
        lines.extend(person.username.as_ref().map(|name| html::say(words, "admin-person-username", &[("username", name.into())])));
        let language = person.telegram_language.as_ref();
        lines.extend(language.map(|code| html::say(words, "admin-person-language", &[("code", code.into())])));
    }
    lines.push(html::say(words, "admin-person-id", &[("id", user.to_string().into())]));
    let decide = |key, approve| button::button(words, key, Action::Decide { user, approve });
    let rows = vec![vec![decide("button-admit", true), decide("button-refuse", false)]];
    html::page(vec![words.say("admin-access-request", &[]), lines.join("\n")], rows)
}

/// For admins: the decision, and whether it was theirs.
pub fn decided(name: &str, id: i64, approved: bool, first: bool, words: &Words) -> Page {
    let key = match (approved, first) {
        (true, true) => "admin-admitted",
        (true, false) => "admin-admitted-before",
        (false, true) => "admin-refused",
        (false, false) => "admin-refused-before",
    };
    html::page(vec![html::say(words, key, &[("name", name.into()), ("id", id.to_string().into())])], Vec::new())
}
