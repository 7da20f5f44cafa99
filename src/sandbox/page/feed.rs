//! The feed: changed facts as server-sent events. A new browser gets a snapshot of everything; one that connects again gets the
//! events that it missed, if they are still in memory.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::HeaderMap;
use serde_json::{Value, json};
use tokio::sync::watch;

/// Events that are kept for browsers that connect again.
const MAX_EVENTS: usize = 1_000;
/// Calls that the page shows.
const MAX_CALLS: usize = 500;

/// The name of a fact: its kind, which is also the name of the event, and its key.
pub(super) type Name = (&'static str, String);

/// Facts by name.
pub(super) type Facts = BTreeMap<Name, Value>;

/// The facts, the newest events, and what wakes the streams.
pub(super) struct Feed {
    past: Mutex<Past>,
    pub(super) newest: watch::Sender<u64>,
    pub(super) again: watch::Sender<()>,
    /// Tells this run of the page from others at the same address.
    run: u128,
}

#[derive(Default)]
struct Past {
    facts: Facts,
    events: VecDeque<(u64, String)>,
    count: u64,
}

impl Feed {
    pub(super) fn new() -> Self {
        let run = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        Self { past: Mutex::default(), newest: watch::Sender::new(0), again: watch::Sender::new(()), run }
    }

    /// The name of this run of the page.
    pub(super) fn run(&self) -> String {
        self.run.to_string()
    }

    /// Has the facts compared again, for a change that no other signal announces.
    pub(super) fn compare_again(&self) {
        self.again.send_replace(());
    }

    /// All facts as one event, and the number of the newest event in it.
    pub(super) fn snapshot(&self) -> (u64, String) {
        let past = self.lock();
        let facts: Vec<Value> = past.facts.iter().map(|((kind, key), value)| json!([kind, key, value])).collect();
        (past.count, self.frame(past.count, "snapshot", &json!({ "facts": facts })))
    }

    /// The events after this number; `None` when they are no longer kept, or there never was such a number.
    pub(super) fn since(&self, number: u64) -> Option<(u64, String)> {
        let past = self.lock();
        let oldest = past.events.front().map_or(past.count, |(number, _)| number - 1);
        let known = (oldest..=past.count).contains(&number);
        let missed = past.events.iter().filter(|(event, _)| *event > number).map(|(_, frame)| frame.as_str()).collect();
        known.then_some((past.count, missed))
    }

    /// Replaces the facts except for the calls, adds the calls that changed, and keeps the differences as events.
    pub(super) fn publish(&self, mut facts: Facts, calls: Vec<(Name, Value)>) {
        let mut past = self.lock();
        let old = std::mem::take(&mut past.facts);
        facts.extend(old.iter().filter(|((kind, _), _)| *kind == "call").map(|(name, value)| (name.clone(), value.clone())));
        facts.extend(calls);
        let surplus = facts.keys().filter(|(kind, _)| *kind == "call").count().saturating_sub(MAX_CALLS);
        let forgotten: Vec<Name> = facts.keys().filter(|(kind, _)| *kind == "call").take(surplus).cloned().collect();
        forgotten.iter().for_each(|name| drop(facts.remove(name)));
        for (name, _) in old.iter().filter(|(name, _)| !facts.contains_key(*name)) {
            self.push(&mut past, "gone", &json!({ "kind": name.0, "key": name.1 }));
        }
        for ((kind, key), value) in facts.iter().filter(|(name, value)| old.get(*name) != Some(*value)) {
            self.push(&mut past, kind, &json!({ "key": key, "fact": value }));
        }
        past.facts = facts;
        self.newest.send_replace(past.count);
    }

    fn push(&self, past: &mut Past, kind: &str, value: &Value) {
        past.count += 1;
        let frame = self.frame(past.count, kind, value);
        past.events.push_back((past.count, frame));
        if past.events.len() > MAX_EVENTS {
            past.events.pop_front();
        }
    }

    /// JSON has no line breaks, so one line of `data` holds it.
    fn frame(&self, number: u64, kind: &str, value: &Value) -> String {
        let mut frame = String::new();
        // Writing to a String can't fail.
        let _ = write!(frame, "id: {}-{number}\nevent: {kind}\ndata: {value}\n\n", self.run);
        frame
    }

    /// The number in a `Last-Event-ID` of this run.
    pub(super) fn read_id(&self, headers: &HeaderMap) -> Option<u64> {
        let (run, number) = headers.get("last-event-id")?.to_str().ok()?.split_once('-')?;
        if run == self.run.to_string() { number.parse().ok() } else { None }
    }

    /// Nothing panics while it is held.
    fn lock(&self) -> MutexGuard<'_, Past> {
        self.past.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(kind: &'static str, key: &str, value: i64) -> (Name, Value) {
        ((kind, key.to_owned()), json!(value))
    }

    #[test]
    fn changes_and_removals_are_sent_once() {
        let feed = Feed::new();
        feed.publish(Facts::from([fact("message", "1", 1), fact("message", "2", 1)]), vec![fact("call", "1", 7)]);
        let (at, snapshot) = feed.snapshot();
        assert!(snapshot.contains(r#"["call","1",7],["message","1",1],["message","2",1]"#), "{snapshot}");
        feed.publish(Facts::from([fact("message", "2", 2)]), Vec::new());
        let (now, missed) = feed.since(at).unwrap();
        assert_eq!((now, missed.matches("event: ").count()), (at + 2, 2));
        assert!(missed.contains("event: gone\ndata: {\"key\":\"1\",\"kind\":\"message\"}"), "{missed}");
        assert!(missed.contains("event: message\ndata: {\"fact\":2,\"key\":\"2\"}"), "{missed}");
        assert_eq!(feed.since(now), Some((now, String::new())));
    }

    #[test]
    fn old_positions_and_those_of_another_run_need_a_snapshot() {
        let feed = Feed::new();
        for value in 0..2_000 {
            feed.publish(Facts::from([fact("bot", "", value)]), vec![fact("call", &format!("{value:08}"), 0)]);
        }
        let (now, _) = feed.snapshot();
        assert_eq!(feed.since(now - MAX_EVENTS as u64 - 1), None);
        assert!(feed.since(now - MAX_EVENTS as u64).is_some());
        assert_eq!(feed.since(now + 1), None);
        assert_eq!(feed.lock().facts.len(), MAX_CALLS + 1);
        let id = |text: String| HeaderMap::from_iter([("last-event-id".parse().unwrap(), text.parse().unwrap())]);
        assert_eq!(feed.read_id(&id(format!("{}-5", feed.run))), Some(5));
        assert_eq!(feed.read_id(&id("5-5".to_owned())), None);
    }
}
