//! Provider queries: how one is enqueued, and what an attempt to answer it can result in.

use crate::app::Effects;
use crate::app::random;
use crate::domain::time::Millis;
use crate::provider::CallError;
use crate::storage::{ProviderQuery, ProviderQueryWrite, QueuedQuery, Write};

/// Longest invoice that an admin may type. The known ones have about 25 characters.
const MAX_INVOICE_CHARS: usize = 64;

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

/// A typed text as an invoice: one word of printable ASCII.
pub fn invoice(text: &str) -> Option<String> {
    let text = bare(text);
    let fits = !text.is_empty() && text.len() <= MAX_INVOICE_CHARS && text.chars().all(|c| c.is_ascii_graphic());
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::invoice;

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
