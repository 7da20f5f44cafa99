//! Pages and sentences that many features share.

use crate::dialogue::PurchaseAction;
use crate::dialogue::screen::Title;
use crate::i18n::{Value, Words};
use crate::telegram::view::page::{Button, Page, ShopFacts};
use crate::telegram::view::{button, html};

/// A page of one text without buttons; foreign values are escaped.
pub fn line(key: &str, args: &[(&str, Value)], words: &Words) -> Page {
    html::page(vec![html::say(words, key, args)], Vec::new())
}

/// A question in a group: it says that a reply is expected.
pub fn as_reply(mut page: Page, words: &Words) -> Page {
    page.text = format!("{}\n\n{}", page.text, words.say("reply-here", &[]));
    page
}

/// A text with one button, to the menu.
pub fn plain(text: String, words: &Words) -> Page {
    html::page(vec![text], vec![vec![button::menu(words)]])
}

/// A text that names the support contact.
pub fn support(key: &str, words: &Words, shop: &ShopFacts) -> String {
    html::say(words, key, &[("support", (&shop.support).into())])
}

/// Out of a list, to the menu.
pub fn back_to_menu(words: &Words) -> Button {
    button::button(words, "button-back-to-menu", PurchaseAction::Menu { page: 0 })
}

/// A category's emoji and name, in plain text.
pub fn title(title: &Title, words: &Words) -> String {
    format!("{} {}", title.emoji, words.pick(&title.name)).trim().to_owned()
}
