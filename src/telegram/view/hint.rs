//! The hint above a page: why it is shown (again).

use crate::dialogue::screen::Hint;
use crate::domain::target::Invalid;
use crate::i18n::Words;

/// The text of a hint; empty without one.
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
        Hint::StaleButton => "hint-stale-button",
        Hint::UnknownCommand => "hint-unknown-command",
        Hint::CategoryGone => "hint-category-gone",
        Hint::UnknownLink => "hint-unknown-link",
        Hint::LanguageSet => "hint-language-set",
    };
    words.say(key, &[])
}
