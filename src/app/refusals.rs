//! Which of the provider's refusals admins are told: of several in a row with the same words the first, also over a restart.

use std::sync::{Mutex, PoisonError};

use crate::domain::order::OrderId;
use crate::domain::time::Millis;
use crate::storage::{ReminderWrite, Write};

/// The name under which the words are kept that admins were told last.
pub const REFUSAL: &str = "refusal";

/// The last refusal that admins were told.
#[derive(Debug, Default)]
pub struct Refusals {
    last: Mutex<Option<Told>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    /// None if that was before the start.
    order: Option<OrderId>,
    words: String,
}

impl Refusals {
    /// Takes up what admins were told before the start, or by the leader before.
    pub fn adopt(&self, words: Option<String>) {
        self.set(words.map(|words| Told { order: None, words }));
    }

    /// What to write when admins are told these words about this order; None if they are not. For the same order the answer stays the same,
    /// because the commit of the first time may have failed.
    pub fn tell(&self, order: &OrderId, words: &str, now: Millis) -> Option<Write> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_ref().is_some_and(|told| told.order.as_ref() != Some(order) && told.words == words) {
            return None;
        }
        *last = Some(Told { order: Some(order.clone()), words: words.to_owned() });
        Some(Write::Reminder(ReminderWrite::Told { name: REFUSAL, words: words.to_owned(), now }))
    }

    /// An order was delivered: the next refusal is told again. What to write, if admins were told of one.
    pub fn forget(&self) -> Option<Write> {
        self.set(None).map(|_| Write::Reminder(ReminderWrite::Over { name: REFUSAL }))
    }

    fn set(&self, told: Option<Told>) -> Option<Told> {
        std::mem::replace(&mut *self.last.lock().unwrap_or_else(PoisonError::into_inner), told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_in_a_row_are_told_once() {
        let refusals = Refusals::default();
        let is_new = |order: &str, words| refusals.tell(&OrderId(order.to_owned()), words, Millis(1)).is_some();
        assert!(is_new("a", "closed") && is_new("a", "closed") && !is_new("b", "closed") && !is_new("c", "closed"));
        assert!(is_new("d", "frozen") && is_new("e", "closed"));
        assert!(refusals.forget().is_some() && refusals.forget().is_none());
        assert!(is_new("f", "closed"));
        refusals.adopt(Some("frozen".to_owned()));
        assert!(!is_new("g", "frozen") && is_new("h", "closed"));
        refusals.adopt(None);
        assert!(is_new("i", "closed"));
    }
}
