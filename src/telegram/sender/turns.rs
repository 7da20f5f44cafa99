//! Which class of messages is next when Telegram's pace lets only some of them through. Pure.
//!
//! Stride scheduling: each class advances by a stride that is the smaller the larger its share, and the one that has advanced least is next.
//! So a class with much to send slows others down to their share and never below.

use std::collections::VecDeque;

use crate::domain::message_class::MessageClass;

/// What all shares divide.
const WHOLE: u64 = 1_024;

/// How far each class has advanced.
#[derive(Clone, Debug, Default)]
pub struct Turns {
    advanced: [u64; MessageClass::ALL.len()],
    /// How far the class was that was served last. One that had nothing to send meanwhile continues from here: it has saved nothing up.
    now: u64,
}

impl Turns {
    /// The messages in the order in which they are sent; those of a class keep theirs.
    pub fn order<T>(&self, messages: Vec<T>, class: impl Fn(&T) -> MessageClass) -> Vec<T> {
        let mut waiting = MessageClass::ALL.map(|_| VecDeque::new());
        for message in messages {
            waiting[index(class(&message))].push_back(message);
        }
        let (mut turns, mut ordered) = (self.clone(), Vec::new());
        loop {
            let waits = |class: &MessageClass| !waiting[index(*class)].is_empty();
            let Some(next) = MessageClass::ALL.into_iter().filter(waits).min_by_key(|class| turns.place(*class)) else { return ordered };
            ordered.extend(waiting[index(next)].pop_front());
            turns.served(next);
        }
    }

    /// A message of this class is being sent.
    pub fn served(&mut self, class: MessageClass) {
        self.now = self.place(class);
        self.advanced[index(class)] = self.now + WHOLE / class.share();
    }

    fn place(&self, class: MessageClass) -> u64 {
        self.advanced[index(class)].max(self.now)
    }
}

fn index(class: MessageClass) -> usize {
    usize::try_from(class.number()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    use MessageClass::{Alarm, News, PressAnswer, Request, TextAnswer};

    fn ordered(turns: &Turns, waiting: &[(MessageClass, usize)]) -> Vec<MessageClass> {
        let messages = waiting.iter().flat_map(|(class, count)| vec![*class; *count]).collect();
        turns.order(messages, |class| *class)
    }

    #[test]
    fn each_class_gets_its_share_and_an_alarm_goes_first() {
        let order = ordered(&Turns::default(), &[(Request, 1_000), (TextAnswer, 1_000), (PressAnswer, 1_000), (Alarm, 1)]);
        assert_eq!(order.iter().position(|class| *class == Alarm), Some(0));
        let count = |class| order[..130].iter().filter(|found| **found == class).count();
        assert_eq!([PressAnswer, TextAnswer, Request].map(count), [79, 40, 10]);
        assert_eq!(order.len(), 3_001, "all are there");
    }

    #[test]
    fn a_class_that_was_silent_has_saved_nothing_up() {
        let mut turns = Turns::default();
        for _ in 0..10_000 {
            turns.served(News);
        }
        let order = ordered(&turns, &[(News, 20), (PressAnswer, 20)]);
        let first = |class| order[..20].iter().filter(|found| **found == class).count();
        assert_eq!((first(News), first(PressAnswer)), (9, 11), "as many of both, but for the one that is just due");
    }

    #[test]
    fn messages_of_a_class_keep_their_order() {
        let order = Turns::default().order(vec![(News, 1), (Request, 1), (News, 2), (Request, 2)], |(class, _)| *class);
        let of = |wanted| order.iter().filter(|(class, _)| *class == wanted).map(|(_, n)| *n).collect::<Vec<_>>();
        assert_eq!((of(News), of(Request)), (vec![1, 2], vec![1, 2]));
    }
}
