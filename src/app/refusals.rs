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
    /// Whether these words about this order are to be told. Asked twice about the same order the answer is the same: what was to be written
    /// the first time may have come to nothing.
    pub fn is_news(&self, order: &OrderId, words: &str) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_ref().is_some_and(|(other, told)| other != order && told == words) {
            return false;
        }
        *last = Some((order.clone(), words.to_owned()));
        true
    }

    /// An order was delivered: whatever is refused from now on is news.
    pub fn forget(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_row_is_news() {
        let refusals = Refusals::default();
        let is_news = |order: &str, words| refusals.is_news(&OrderId(order.to_owned()), words);
        assert!(is_news("a", "closed") && is_news("a", "closed") && !is_news("b", "closed") && !is_news("c", "closed"));
        assert!(is_news("d", "frozen") && is_news("e", "closed"));
        refusals.forget();
        assert!(is_news("f", "closed"));
    }
}
