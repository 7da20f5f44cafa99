//! Provider queries: how one is enqueued, and what an attempt to answer it can result in.

use crate::app::Effects;
use crate::app::random;
use crate::domain::time::Millis;
use crate::provider::CallError;
use crate::storage::{ProviderQuery, ProviderQueryWrite, QueuedQuery, Write};

/// Longest invoice that an admin may type. The known ones have about 25 characters.
const MAX_INVOICE_CHARS: usize = 64;

/// Most words of a text among which an order's name is looked for.
const WORDS_MAX: usize = 8;

/// The result of one attempt.
pub(super) enum QueryOutcome {
    /// The query is answered; the admin is told.
    Told(Effects),
    /// No answer; it is worth asking again.
    Again,
}

/// Enqueues a query.
pub(super) fn ask(query: ProviderQuery, now: Millis) -> Write {
    Write::ProviderQuery(ProviderQueryWrite::Ask { query: QueuedQuery { id: random::token(), query, attempts: 0 }, now })
}

/// Whether asking again soon may help.
pub(super) fn is_passing(error: &CallError) -> bool {
    match error {
        CallError::Busy { .. } | CallError::NoAnswer { .. } | CallError::Garbled { .. } => true,
        CallError::Refused { .. } => false,
    }
}

/// A number or an invoice as people type it: without the `#` before it and the full stop after it.
pub(super) fn bare(text: &str) -> &str {
    let is_around = |c: char| c.is_whitespace() || matches!(c, '#' | '.' | ',' | ';' | ':' | '!' | '?' | '"' | '\'' | '`' | '(' | ')');
    text.trim_matches(is_around)
}

/// What an order may be called in a text that somebody typed or copied: the text itself, the text without the blanks and dashes in it,
/// then each of its words, the first ones only.
pub(super) fn names(text: &str) -> Vec<String> {
    let joined: String = text.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned());
    let names = [bare(text).to_owned(), joined].into_iter().chain(words.take(WORDS_MAX));
    names.filter(|name| !name.is_empty() && name.len() <= MAX_INVOICE_CHARS).collect()
}

/// A typed text as an invoice: one word of printable ASCII.
pub fn invoice(text: &str) -> Option<String> {
    let text = bare(text);
    let fits = !text.is_empty() && text.len() <= MAX_INVOICE_CHARS && text.chars().all(|c| c.is_ascii_graphic());
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{invoice, names};

    #[test]
    fn an_order_is_called_by_what_surrounds_its_number_too() {
        for typed in
            ["97PX4NK5", "97px 4nk5", "97PX-4NK5", "“97PX4NK5”", "№ 97PX4NK5", "no. 97PX4NK5", "pesanan: *97PX4NK5*!", "\u{200b}97PX4NK5…"]
        {
            assert!(names(typed).iter().any(|name| name.eq_ignore_ascii_case("97PX4NK5")), "{typed:?}: {:?}", names(typed));
        }
    }

    #[test]
    fn an_invoice_is_one_printable_word() {
        assert_eq!(invoice(" INV-A1B2C3D4-1708300000 "), Some("INV-A1B2C3D4-1708300000".into()));
        for typed in ["#INV-1", "INV-1.", "“INV-1”".trim_matches(['“', '”']), "'INV-1',", "(INV-1)"] {
            assert_eq!(invoice(typed), Some("INV-1".into()), "{typed:?}");
        }
        for bad in ["", "  ", "INV 1", "INV\n1", "INV-１", &"X".repeat(65)] {
            assert_eq!(invoice(bad), None, "{bad:?}");
        }
    }
}
