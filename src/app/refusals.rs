//! Which of the provider's refusals admins are told: of several in a row with the same words the first. Kept in memory; after a restart
//! the next one is told again.

use std::sync::{Mutex, PoisonError};

use crate::domain::order::OrderId;

/// The last refusal that admins were told.
#[derive(Debug, Default)]
pub struct Refusals {
    last: Mutex<Option<(OrderId, String)>>,
}

impl Refusals {
    /// Whether admins are to be told these words about this order. For the same order the answer stays the same, because the commit of the
    /// first time may have failed.
    pub fn is_new(&self, order: &OrderId, words: &str) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_ref().is_some_and(|(other, told)| other != order && told == words) {
            return false;
        }
        *last = Some((order.clone(), words.to_owned()));
        true
    }

    /// An order was delivered: the next refusal is told again.
    pub fn forget(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_in_a_row_are_told_once() {
        let refusals = Refusals::default();
        let is_new = |order: &str, words| refusals.is_new(&OrderId(order.to_owned()), words);
        assert!(is_new("a", "closed") && is_new("a", "closed") && !is_new("b", "closed") && !is_new("c", "closed"));
        assert!(is_new("d", "frozen") && is_new("e", "closed"));
        refusals.forget();
        assert!(is_new("f", "closed"));
    }
}
