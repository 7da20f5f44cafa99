//! The feed: changed facts as server-sent events. A new browser gets a snapshot of everything; one that connects again gets the
//! events that it missed, if they are still in memory.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::io::{AsyncWriteExt, SimplexStream, WriteHalf};
use tokio::sync::watch;
use tokio_util::io::ReaderStream;

use super::Page;
use super::facts::{Facts, Name};

/// Events that are kept for browsers that connect again.
const MAX_EVENTS: usize = 1_000;
/// Calls that the page shows.
const MAX_CALLS: usize = 500;
/// Bytes on their way to one browser; more are written when it has read these.
const PIPE: usize = 64 * 1024;
/// How often a stream without events sends a comment: without it a browser would not notice a dead connection.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The facts, the newest events, and what wakes the streams.
pub(super) struct Feed {
    past: Mutex<Past>,
    newest: watch::Sender<u64>,
    again: watch::Sender<()>,
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
    fn snapshot(&self) -> (u64, String) {
        let past = self.lock();
        let facts: Vec<Value> = past.facts.iter().map(|((kind, key), value)| json!([kind, key, value])).collect();
        (past.count, self.frame(past.count, "snapshot", &json!({ "facts": facts })))
    }

    /// The events after this number; `None` when they are no longer kept, or there never was such a number.
    fn since(&self, number: u64) -> Option<(u64, String)> {
        let past = self.lock();
        let oldest = past.events.front().map_or(past.count, |(number, _)| number - 1);
        let known = (oldest..=past.count).contains(&number);
        let missed = past.events.iter().filter(|(event, _)| *event > number).map(|(_, frame)| frame.as_str()).collect();
        known.then_some((past.count, missed))
    }

    /// Replaces the facts except for the calls, adds the calls that changed, and keeps the differences as events.
    fn publish(&self, mut facts: Facts, calls: Vec<(Name, Value)>) {
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
    fn read_id(&self, headers: &HeaderMap) -> Option<u64> {
        let (run, number) = headers.get("last-event-id")?.to_str().ok()?.split_once('-')?;
        if run == self.run.to_string() { number.parse().ok() } else { None }
    }

    /// Nothing panics while it is held.
    fn lock(&self) -> MutexGuard<'_, Past> {
        self.past.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Page {
    /// Publishes what has changed; `revision` is that of the newest call already published.
    pub(super) fn refresh(&self, revision: &mut u64) {
        let (now, calls) = self.demo.traffic.since(*revision);
        *revision = now;
        let calls = calls.into_iter().map(|call| (("call", format!("{:08}", call.id)), json!(call))).collect();
        self.feed.publish(self.facts(), calls);
    }
}

/// Follows everything that the page shows until the simulated Telegram is stopped.
pub(super) async fn follow(page: Arc<Page>) {
    let demo = &page.demo;
    let (mut telegram, mut provider, mut calls) = (demo.telegram.changes(), demo.provider.changes(), demo.traffic.changes());
    let (mut bot, mut shop_orders, mut again) = (demo.controls.changes(), demo.shop_orders.clone(), page.feed.again.subscribe());
    let mut revision = 0;
    loop {
        // What changes from here on is noticed below.
        telegram.mark_unchanged();
        provider.mark_unchanged();
        page.refresh(&mut revision);
        tokio::select! {
            _ = telegram.changed() => {}
            () = demo.provider.changed(&mut provider) => {}
            _ = calls.changed() => {}
            _ = again.changed() => {}
            () = changed(&mut bot) => {}
            () = changed(&mut shop_orders) => {}
            () = demo.telegram.stopped() => return,
        }
    }
}

/// Waits for a change. Never returns when the sender is gone.
async fn changed<T>(receiver: &mut watch::Receiver<T>) {
    if receiver.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// The stream of one browser.
pub(super) async fn events(State(page): State<Arc<Page>>, headers: HeaderMap) -> Response {
    let (reader, writer) = tokio::io::simplex(PIPE);
    let missed = page.feed.read_id(&headers).and_then(|number| page.feed.since(number));
    tokio::spawn(async move {
        tokio::select! {
            // An error is the browser going away.
            _ = write_events(&page.feed, writer, missed) => {}
            () = page.demo.telegram.stopped() => {}
        }
    });
    ([(header::CONTENT_TYPE, "text/event-stream")], Body::from_stream(ReaderStream::new(reader))).into_response()
}

async fn write_events(feed: &Feed, mut writer: WriteHalf<SimplexStream>, missed: Option<(u64, String)>) -> std::io::Result<()> {
    let mut newest = feed.newest.subscribe();
    let (mut at, mut frames) = missed.unwrap_or_else(|| feed.snapshot());
    loop {
        writer.write_all(if frames.is_empty() { b":\n\n" } else { frames.as_bytes() }).await?;
        // The sender lives as long as the page. After the timeout an empty comment is sent.
        let _ = tokio::time::timeout(HEARTBEAT, newest.wait_for(|count| *count > at)).await;
        // A browser that reads too slowly gets a new snapshot.
        (at, frames) = feed.since(at).unwrap_or_else(|| feed.snapshot());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(kind: &'static str, key: &str, value: i64) -> (Name, Value) {
        ((kind, key.to_owned()), json!(value))
    }

    #[test]
    fn what_changed_is_told_once_and_what_went_too() {
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
    fn what_is_forgotten_or_of_another_run_needs_a_snapshot() {
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
