//! How fast Telegram lets a bot write. Pure: the time is an argument.
//! The numbers are Telegram's (<https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this>): about one message
//! a second in a chat, 20 a minute in a group, 30 a second in all.

use std::collections::{HashMap, VecDeque};

use crate::domain::time::Millis;
use crate::storage::OutboxBody;

/// A token bucket: one token each `interval_ms`, `burst` of them saved up at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub interval_ms: i64,
    pub burst: i64,
}

/// How fast messages may follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In a private chat.
    pub private: Rate,
    /// In a group; its id is negative.
    pub group: Rate,
    /// In all chats together.
    pub all: Rate,
    /// Messages of a broadcast. Slower than `all`, so that it can't use that up: the rest, and the burst, are for what people wait for.
    pub broadcast: Rate,
}

impl Limits {
    /// What Telegram accepts, with a margin for other calls of the bot. It tolerates bursts in a chat, so answers to what a person does are
    /// not delayed; if Telegram does refuse (429), the bot waits.
    pub const TELEGRAM: Self = Self {
        private: Rate { interval_ms: 1_000, burst: 20 },
        group: Rate { interval_ms: 3_000, burst: 3 },
        all: Rate { interval_ms: 34, burst: 30 },
        broadcast: Rate { interval_ms: 40, burst: 1 },
    };
}

/// If this many chats get a 429 within [`FLOOD_SPAN_MS`], it is meant for the whole bot.
const FLOOD_CHATS: usize = 3;
const FLOOD_SPAN_MS: i64 = 1_000;
/// The longest pause for the whole bot. That the 429 is meant for it is only a guess, and alerts wait too.
const LONGEST_PAUSE_MS: i64 = 30_000;
/// Idle chats are removed only when there are more than this many.
const FORGET_FROM: usize = 1_024;

/// What was sent recently, and which chats have to wait.
#[derive(Debug)]
pub struct Pace {
    limits: Limits,
    all: Bucket,
    broadcast: Chat,
    chats: HashMap<i64, Chat>,
    /// A pause for the whole bot.
    pause: Pause,
    /// The chats that got a 429 within the last second, and when.
    floods: VecDeque<(Millis, i64)>,
    forget_from: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Chat {
    bucket: Bucket,
    pause: Pause,
}

/// A time in which nothing is sent, because Telegram demanded it.
#[derive(Clone, Copy, Debug, Default)]
struct Pause {
    since: Millis,
    until: Millis,
}

/// A token bucket, stored as the time at which it will be full again (the generic cell rate algorithm).
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    full_at: Millis,
}

impl Pace {
    /// A pace by which nothing was sent yet.
    pub fn new(limits: Limits) -> Self {
        let (all, broadcast, pause) = (Bucket::default(), Chat::default(), Pause::default());
        Self { limits, all, broadcast, chats: HashMap::new(), pause, floods: VecDeque::new(), forget_from: FORGET_FROM }
    }

    /// The earliest time, `now` or later, at which a call may be made; `chat` is where it shows a message, or None.
    pub fn ready_at(&self, chat: Option<i64>, now: Millis) -> Millis {
        let ready = self.pause.ready_at(now);
        let Some(id) = chat else { return ready };
        let all = self.all.ready_at(self.limits.all, now);
        let chat = self.chats.get(&id).copied().unwrap_or_default();
        ready.max(all).max(chat.pause.ready_at(now)).max(chat.bucket.ready_at(self.limits.of(id), now))
    }

    /// The same for a message of a broadcast.
    pub fn broadcast_at(&self, chat: i64, now: Millis) -> Millis {
        let Chat { bucket, pause } = self.broadcast;
        self.ready_at(Some(chat), now).max(bucket.ready_at(self.limits.broadcast, now)).max(pause.ready_at(now))
    }

    /// The groups that have to wait because Telegram demanded it, and until when.
    pub fn paused_groups(&self, now: Millis) -> Vec<(i64, Millis)> {
        let until = |(id, chat): (&i64, &Chat)| (*id, chat.pause.ready_at(now));
        self.chats.iter().filter(|(id, _)| **id < 0).map(until).filter(|(_, until)| *until > now).collect()
    }

    /// Counts a message that is sent to `chat` now.
    pub fn take(&mut self, chat: i64, now: Millis) {
        if self.chats.len() >= self.forget_from {
            self.chats.retain(|_, chat| chat.bucket.full_at > now || chat.pause.ready_at(now) > now);
            self.forget_from = FORGET_FROM.max(2 * self.chats.len());
        }
        self.all.take(self.limits.all, now);
        self.chats.entry(chat).or_default().bucket.take(self.limits.of(chat), now);
    }

    /// A message that was counted was not sent after all.
    pub fn give_back(&mut self, chat: i64) {
        self.all.give_back(self.limits.all);
        if let Some(entry) = self.chats.get_mut(&chat) {
            entry.bucket.give_back(self.limits.of(chat));
        }
    }

    /// Counts a message of a broadcast, besides [`Pace::take`].
    pub fn take_broadcast(&mut self, now: Millis) {
        self.broadcast.bucket.take(self.limits.broadcast, now);
    }

    /// Telegram has demanded a pause of `wait_ms` for one of its messages: most likely it comes too fast as a whole.
    pub fn pause_broadcasts(&mut self, now: Millis, wait_ms: i64) {
        self.broadcast.pause.extend(now, now.plus_ms(wait_ms));
    }

    /// Telegram demands a pause of `wait_ms` (429): for this chat or, when several chats get it at once, for the whole bot.
    pub fn flooded(&mut self, chat: i64, now: Millis, wait_ms: i64) {
        let until = now.plus_ms(wait_ms);
        let entry = self.chats.entry(chat).or_default();
        entry.pause.extend(now, until);
        self.floods.retain(|(at, id)| now.since_ms(*at) < FLOOD_SPAN_MS && *id != chat);
        self.floods.push_back((now, chat));
        if self.floods.len() >= FLOOD_CHATS {
            self.pause.extend(now, until.min(now.plus_ms(LONGEST_PAUSE_MS)));
            self.floods.clear();
        }
    }
}

impl Limits {
    fn of(&self, chat: i64) -> Rate {
        if chat < 0 { self.group } else { self.private }
    }
}

impl Pause {
    /// A pause that began later than now is from before a clock rollback. The rest of it is unknown, so it ends; Telegram will repeat it.
    fn ready_at(self, now: Millis) -> Millis {
        if self.since > now { now } else { now.max(self.until) }
    }

    fn extend(&mut self, now: Millis, until: Millis) {
        *self = Self { since: now, until: self.ready_at(now).max(until) };
    }
}

impl Bucket {
    fn ready_at(self, rate: Rate, now: Millis) -> Millis {
        now.max(self.full_at(rate, now).plus_ms(-rate.interval_ms * (rate.burst - 1)))
    }

    fn take(&mut self, rate: Rate, now: Millis) {
        self.full_at = self.full_at(rate, now).max(now).plus_ms(rate.interval_ms);
    }

    fn give_back(&mut self, rate: Rate) {
        self.full_at = self.full_at.plus_ms(-rate.interval_ms);
    }

    /// A time that is further away than an empty bucket takes to fill is from before a clock rollback, and is ignored.
    fn full_at(self, rate: Rate, now: Millis) -> Millis {
        if self.full_at > now.plus_ms(rate.interval_ms * rate.burst) { now } else { self.full_at }
    }
}

/// Whether it appears in the chat, which is what Telegram's limits count.
pub(super) fn is_message(body: &OutboxBody) -> bool {
    match body {
        OutboxBody::Notification { .. } | OutboxBody::RemoveKeyboard { .. } => true,
        OutboxBody::Call { method, .. } => {
            method != "sendChatAction" && ["send", "edit", "copy", "forward"].iter().any(|verb| method.starts_with(verb))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        private: Rate { interval_ms: 1_000, burst: 5 },
        group: Rate { interval_ms: 3_000, burst: 3 },
        all: Rate { interval_ms: 40, burst: 25 },
        broadcast: Rate { interval_ms: 50, burst: 1 },
    };

    /// When `count` messages are sent to `chat`, each as soon as it may be, starting at 0.
    fn schedule(pace: &mut Pace, chat: impl Fn(i64) -> i64, count: i64) -> Vec<i64> {
        let mut now = Millis(0);
        let send = |n| {
            now = pace.ready_at(Some(chat(n)), now);
            pace.take(chat(n), now);
            now.0
        };
        (0..count).map(send).collect()
    }

    #[test]
    fn what_was_not_sent_does_not_count() {
        let mut pace = Pace::new(LIMITS);
        schedule(&mut pace, |_| 7, 5);
        assert_eq!(pace.ready_at(Some(7), Millis(0)), Millis(1_000));
        pace.give_back(7);
        assert_eq!(pace.ready_at(Some(7), Millis(0)), Millis(0));
        assert_eq!(schedule(&mut pace, |_| 7, 2), [0, 1_000]);
        pace.give_back(8);
    }

    #[test]
    fn bursts_and_then_the_rate() {
        let pace = || Pace::new(LIMITS);
        assert_eq!(schedule(&mut pace(), |_| 7, 8), [0, 0, 0, 0, 0, 1_000, 2_000, 3_000]);
        assert_eq!(schedule(&mut pace(), |_| -7, 6), [0, 0, 0, 3_000, 6_000, 9_000]);
        let everybody = schedule(&mut pace(), |n| n + 1, 30);
        assert_eq!(everybody[24..], [0, 40, 80, 120, 160, 200]);
    }

    #[test]
    fn a_bucket_refills_and_each_chat_has_its_own() {
        let mut pace = Pace::new(LIMITS);
        schedule(&mut pace, |_| 7, 5);
        assert_eq!(pace.ready_at(Some(7), Millis(0)), Millis(1_000));
        assert_eq!(pace.ready_at(Some(8), Millis(0)), Millis(0));
        for _ in 0..5 {
            assert_eq!(pace.ready_at(Some(7), Millis(60_000)), Millis(60_000));
            pace.take(7, Millis(60_000));
        }
        assert_eq!(pace.ready_at(Some(7), Millis(60_000)), Millis(61_000), "not more than the burst is saved up");
    }

    #[test]
    fn a_429_pauses_its_chat_and_three_pause_the_bot() {
        let mut pace = Pace::new(LIMITS);
        pace.flooded(1, Millis(0), 5_000);
        pace.flooded(1, Millis(100), 5_000);
        pace.flooded(2, Millis(200), 3_000);
        assert_eq!(pace.ready_at(Some(1), Millis(300)), Millis(5_100));
        assert_eq!(pace.ready_at(Some(3), Millis(300)), Millis(300), "two chats only");
        pace.flooded(3, Millis(1_150), 7_000);
        assert_eq!(pace.ready_at(Some(4), Millis(1_150)), Millis(1_150), "the first is more than a second ago");
        assert_eq!(pace.paused_groups(Millis(1_150)), [], "these are private chats");
        pace.flooded(-5, Millis(2_300), 9_000);
        assert_eq!(pace.paused_groups(Millis(2_300)), [(-5, Millis(11_300))]);
        assert_eq!(pace.paused_groups(Millis(11_300)), []);
        let mut pace = Pace::new(LIMITS);
        pace.flooded(2, Millis(200), 3_000);
        pace.flooded(3, Millis(1_150), 7_000);
        pace.flooded(4, Millis(1_160), 6_000);
        assert_eq!(pace.ready_at(Some(5), Millis(1_160)), Millis(7_160));
        assert_eq!(pace.ready_at(None, Millis(1_160)), Millis(7_160), "answers to presses rest too");
        for chat in 5..8 {
            pace.flooded(chat, Millis(10_000), 300_000);
        }
        assert_eq!(pace.ready_at(Some(9), Millis(10_000)), Millis(40_000), "one odd number does not silence the bot");
        assert_eq!(pace.ready_at(Some(5), Millis(10_000)), Millis(310_000));
    }

    #[test]
    fn a_broadcast_leaves_room_for_others_and_rests_after_a_429() {
        let mut pace = Pace::new(LIMITS);
        let mut now = Millis(0);
        for chat in 0..100 {
            now = pace.broadcast_at(chat, now);
            pace.take(chat, now);
            pace.take_broadcast(now);
        }
        assert_eq!(now, Millis(99 * 50));
        for chat in 100..120 {
            assert_eq!(pace.ready_at(Some(chat), now), now, "a burst of others");
            pace.take(chat, now);
        }
        pace.pause_broadcasts(now, 3_000);
        assert_eq!(pace.broadcast_at(200, now), now.plus_ms(3_000));
        assert_eq!(pace.ready_at(Some(200), now), now);
    }

    #[test]
    fn a_clock_rollback_stops_no_message() {
        let mut pace = Pace::new(LIMITS);
        pace.take(7, Millis(3_600_000));
        assert_eq!(pace.ready_at(Some(7), Millis(0)), Millis(0));
        assert_eq!(pace.ready_at(Some(7), Millis(1_000)), Millis(1_000), "nor later on");
        pace.flooded(8, Millis(3_600_000), 5_000);
        assert_eq!(pace.ready_at(Some(8), Millis(1_000)), pace.ready_at(Some(9), Millis(1_000)), "nor does a pause from before");
        pace.flooded(8, Millis(1_000), 5_000);
        assert_eq!(pace.ready_at(Some(8), Millis(1_001)), Millis(6_000), "but a new one does");
    }

    #[test]
    fn idle_chats_are_removed() {
        let mut pace = Pace::new(LIMITS);
        for chat in 0..100_000 {
            pace.take(chat, Millis(chat * 40));
        }
        assert!(pace.chats.len() <= FORGET_FROM, "{}", pace.chats.len());
    }
}
