//! The menu and what hangs off it: languages, help; and pages that only lead back to it.

use crate::dialogue::Action;
use crate::dialogue::screen::{Hint, Title};
use crate::domain::locale::Locale;
use crate::domain::target::Invalid;
use crate::i18n::{Words, available};
use crate::telegram::view::{Button, ButtonKind, Page, ShopFacts, button, html};

/// The games to choose from.
pub fn menu(categories: &[Title], pages: (usize, usize), remark: Option<Hint>, words: &Words, shop: &ShopFacts) -> Page {
    let greeting = html::say(words, "menu-welcome", &[("shop", (&shop.name).into())]);
    let question = words.say(if categories.is_empty() { "menu-empty" } else { "menu-choose" }, &[]);
    let mut rows = button::grid(categories.iter().map(|title| button::category(title, words)), 2);
    rows.push(button::turn(pages, |page| Action::Menu { page }));
    rows.push(vec![button::orders(words)]);
    rows.push(vec![button::button(words, "button-languages", Action::Languages), button::button(words, "button-help", Action::Help)]);
    html::page(vec![hint(remark, words), greeting, question, button::page_number(pages, words)], rows)
}

/// The languages there are, each by its own name.
pub fn languages(words: &Words) -> Page {
    let one = |locale: Locale| {
        let mark = if locale == *words.locale() { "🔘 " } else { "" };
        let name = words.of(&locale).say("language-name", &[]);
        Button { label: format!("{mark}{name}"), kind: ButtonKind::Callback(Action::Language { code: locale.0 }) }
    };
    let mut rows = button::grid(available().into_iter().map(one), 2);
    rows.push(vec![back_to_menu(words)]);
    html::page(vec![words.say("languages-choose", &[])], rows)
}

/// How it works.
pub fn help(admin: bool, words: &Words, shop: &ShopFacts) -> Page {
    let for_admins = if admin { words.say("help-admin", &[]) } else { String::new() };
    let intro = html::say(words, "help-intro", &[("shop", (&shop.name).into())]);
    let blocks =
        vec![intro, words.say("help-steps", &[]), words.say("help-commands", &[]), for_admins, support("help-support", words, shop)];
    html::page(blocks, vec![vec![back_to_menu(words)]])
}

/// In a group: where to find the bot.
pub fn group(words: &Words, shop: &ShopFacts) -> Page {
    let Some(username) = &shop.bot_username else { return html::page(vec![words.say("group-private", &[])], Vec::new()) };
    let link = format!("https://t.me/{username}");
    let text = html::say(words, "group-link", &[("link", (&link).into())]);
    let open = Button { label: words.say("button-open-bot", &[]), kind: ButtonKind::Url(link) };
    html::page(vec![text], vec![vec![open]])
}

/// A text with nothing but the way to the menu.
pub fn plain(text: String, words: &Words) -> Page {
    html::page(vec![text], vec![vec![button::menu(words)]])
}

/// A text that names whom to turn to.
pub fn support(key: &str, words: &Words, shop: &ShopFacts) -> String {
    html::say(words, key, &[("support", (&shop.support).into())])
}

/// Out of a list, to the menu.
pub fn back_to_menu(words: &Words) -> Button {
    button::button(words, "button-back-to-menu", Action::Menu { page: 0 })
}

/// A category's emoji and name, in plain text.
pub fn title(title: &Title, words: &Words) -> String {
    format!("{} {}", title.emoji, words.pick(&title.name)).trim().to_owned()
}

/// Why a screen is shown (again).
pub fn hint(hint: Option<Hint>, words: &Words) -> String {
    let Some(hint) = hint else { return String::new() };
    let key = match hint {
        Hint::OnlyLooking => "hint-only-looking",
        Hint::QuoteExpired => "hint-quote-expired",
        Hint::UseButtons => "hint-use-buttons",
        Hint::TextOnly => "hint-text-only",
        Hint::Invalid(Invalid::Empty) => "invalid-empty",
        Hint::Invalid(Invalid::TooLong) => "invalid-too-long",
        Hint::Invalid(Invalid::Lines) => "invalid-lines",
        Hint::Invalid(Invalid::Invisible) => "invalid-invisible",
        Hint::Invalid(Invalid::Ambiguous) => "invalid-ambiguous",
        Hint::Invalid(Invalid::ForeignDigits) => "invalid-foreign-digits",
        Hint::Invalid(Invalid::Form) => "invalid-form",
        Hint::InvalidInvoice => "hint-invalid-invoice",
        Hint::InvoiceTaken => "hint-invoice-taken",
        Hint::StaleButton => "hint-stale-button",
        Hint::UnknownCommand => "hint-unknown-command",
        Hint::UnknownLink => "hint-unknown-link",
        Hint::LanguageSet => "hint-language-set",
    };
    words.say(key, &[])
}
