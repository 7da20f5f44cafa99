//! The hint above a page: why it is shown (again).

use crate::dialogue::screen::Hint;
use crate::domain::fits::{Fits, fits};
use crate::domain::target::{Field, Invalid, Shape};
use crate::i18n::Words;
use crate::telegram::view::html;

/// The text of a hint; empty without one.
pub fn hint(hint: Option<Hint>, words: &Words) -> String {
    let Some(hint) = hint else { return String::new() };
    let key = match hint {
        Hint::OnlyLooking => "hint-only-looking",
        Hint::QuoteExpired => "hint-quote-expired",
        Hint::UseButtons => "hint-use-buttons",
        Hint::Unclear => "hint-unclear",
        Hint::WhichGame => "hint-which-game",
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

/// The same above the question for this field: an answer of another form is told what fits.
pub fn hint_on(field: &Field, above: Option<Hint>, words: &Words) -> String {
    let form = match (&field.shape, above) {
        (Shape::Pattern(pattern), Some(Hint::Invalid(Invalid::Form))) => fits(pattern.text()),
        _ => None,
    };
    let Some(Fits { least, most, letters, signs }) = form else { return hint(above, words) };
    let count = if least == most { most.to_string() } else { format!("{least}–{most}") };
    let key = match (letters, signs.is_empty()) {
        (false, true) => "invalid-digits",
        (false, false) => "invalid-digits-signs",
        (true, true) => "invalid-letters",
        (true, false) => "invalid-letters-signs",
    };
    html::say(words, key, &[("label", words.pick(&field.label).into()), ("count", count.into()), ("signs", signs.into())])
}
