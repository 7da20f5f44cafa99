//! The bot's calls, for people to watch: each with its bodies, without its secrets.
//!
//! A server of the sandbox that was given a [`Traffic`] records every call; without one nothing is recorded.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;
use tokio::time::Instant;

/// Most calls that are kept; then the oldest are dropped.
const MAX_CALLS: usize = 500;
/// Bytes of a body that are accepted: as many as the strictest of the servers accepts.
const MAX_BODY: usize = 1 << 20;
/// Characters of a body that are kept: enough for the list of SKUs of one category.
const MAX_SHOWN: usize = 16_000;
/// Replaces a secret.
const MASK: &str = "••••••";
/// The fields that hold secrets wherever they stand.
const SECRET_FIELDS: &[&str] = &["api_key", "secret_token", "token"];

/// The server that is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Peer {
    /// The Bot API.
    Telegram,
    /// The reseller's API.
    Provider,
    /// The payment gateway's API.
    Gateway,
}

/// How far a call has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Progress {
    /// Not answered yet.
    Open,
    /// Answered.
    Answered,
    /// The connection was cut, or refused, by this side.
    Cut,
    /// The caller hung up before there was an answer.
    Abandoned,
}

/// One call and its answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Exchange {
    /// Counts from 1.
    pub id: u64,
    /// The server that the bot called.
    pub peer: Peer,
    /// The method of the Bot API, or the endpoint with its slash.
    pub endpoint: String,
    /// The body: JSON where it is JSON, text where it is not.
    pub request: Value,
    /// How far it has come.
    pub progress: Progress,
    /// HTTP status of the answer.
    pub status: Option<u16>,
    /// The answer's body.
    pub answer: Value,
    /// When it came in, unix time in milliseconds.
    pub at_ms: i64,
    /// How long the answer took.
    pub took_ms: Option<u64>,
    #[serde(skip)]
    revision: u64,
}

/// The record. Clones are handles on the same one.
#[derive(Clone, Debug)]
pub struct Traffic {
    record: Arc<Mutex<Record>>,
    changed: Arc<watch::Sender<u64>>,
}

#[derive(Debug, Default)]
struct Record {
    calls: VecDeque<Exchange>,
    newest: u64,
    revision: u64,
    secrets: Vec<String>,
}

impl Traffic {
    /// An empty record that masks these words wherever they appear.
    pub fn new(secrets: Vec<String>) -> Self {
        let record = Record { secrets, ..Record::default() };
        Self { record: Arc::new(Mutex::new(record)), changed: Arc::new(watch::Sender::new(0)) }
    }

    /// The calls that changed after a revision, oldest first, and the revision now.
    pub fn since(&self, revision: u64) -> (u64, Vec<Exchange>) {
        let record = self.lock();
        (record.revision, record.calls.iter().filter(|call| call.revision > revision).cloned().collect())
    }

    /// Wakes at each change.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// A connection that was refused before a request could be sent.
    pub(super) fn connection_refused(&self, peer: Peer) {
        self.begin(peer, "(connection)", &[]).end(Progress::Cut, None, &[]);
    }

    fn begin(&self, peer: Peer, endpoint: &str, body: &[u8]) -> Pending {
        let id = self.change(|record| {
            record.newest += 1;
            let request = shown(body, &record.secrets);
            let endpoint = masked(endpoint.to_owned(), &record.secrets);
            let (progress, at_ms, revision) = (Progress::Open, now_ms(), record.revision);
            let id = record.newest;
            record.calls.push_back(Exchange {
                id,
                peer,
                endpoint,
                request,
                progress,
                status: None,
                answer: Value::Null,
                at_ms,
                took_ms: None,
                revision,
            });
            if record.calls.len() > MAX_CALLS {
                record.calls.pop_front();
            }
            id
        });
        Pending { traffic: self.clone(), id, began: Instant::now(), ended: false }
    }

    fn change<T>(&self, change: impl FnOnce(&mut Record) -> T) -> T {
        let (result, revision) = {
            let mut record = self.lock();
            record.revision += 1;
            (change(&mut record), record.revision)
        };
        self.changed.send_replace(revision);
        result
    }

    /// Nothing panics half-way through a change of the record.
    fn lock(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that has not been answered. Dropped, it was abandoned.
struct Pending {
    traffic: Traffic,
    id: u64,
    began: Instant,
    ended: bool,
}

impl Pending {
    fn end(mut self, progress: Progress, status: Option<u16>, body: &[u8]) {
        self.finish(progress, status, body);
    }

    fn finish(&mut self, progress: Progress, status: Option<u16>, body: &[u8]) {
        self.ended = true;
        let took_ms = u64::try_from(self.began.elapsed().as_millis()).ok();
        self.traffic.change(|record| {
            let (revision, answer) = (record.revision, shown(body, &record.secrets));
            // The call may have been dropped from the record.
            if let Some(call) = record.calls.iter_mut().find(|call| call.id == self.id) {
                *call = Exchange { progress, status, answer, took_ms, revision, ..call.clone() };
            }
        });
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if !self.ended {
            self.finish(Progress::Abandoned, None, &[]);
        }
    }
}

/// Passes a request on to its server, and records it. `is_cut` says whether the server cut the connection,
/// so that what it returns goes nowhere.
pub(super) async fn pass(
    traffic: Option<Traffic>,
    peer: Peer,
    endpoint: &str,
    request: Request,
    next: Next,
    is_cut: impl FnOnce() -> bool,
) -> Response {
    let Some(traffic) = traffic else { return next.run(request).await };
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    // A GET asks by its query.
    let asked = if body.is_empty() { parts.uri.query().unwrap_or_default().as_bytes() } else { &body };
    let pending = traffic.begin(peer, endpoint, asked);
    let response = next.run(Request::from_parts(parts, body.into())).await;
    if is_cut() {
        pending.end(Progress::Cut, None, &[]);
        return response;
    }
    let (parts, body) = response.into_parts();
    // The servers of the sandbox answer from memory: this can't fail.
    let body = to_bytes(body, usize::MAX).await.unwrap_or_else(|_| Bytes::new());
    pending.end(Progress::Answered, Some(parts.status.as_u16()), &body);
    Response::from_parts(parts, body.into())
}

/// A body as it may be shown.
fn shown(body: &[u8], secrets: &[String]) -> Value {
    let text = masked(String::from_utf8_lossy(body).into_owned(), secrets);
    if text.chars().count() > MAX_SHOWN {
        return Value::String(text.chars().take(MAX_SHOWN).chain(['…']).collect());
    }
    match serde_json::from_str(&text) {
        Ok(mut json) => {
            mask_fields(&mut json);
            json
        }
        Err(_) if text.is_empty() => Value::Null,
        Err(_) => Value::String(text),
    }
}

fn masked(text: String, secrets: &[String]) -> String {
    secrets.iter().fold(text, |text, secret| text.replace(secret.as_str(), MASK))
}

fn mask_fields(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(mask_fields),
        Value::Object(fields) => {
            for (name, field) in fields {
                if SECRET_FIELDS.contains(&name.as_str()) {
                    *field = MASK.into();
                } else {
                    mask_fields(field);
                }
            }
        }
        _ => {}
    }
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn calls(traffic: &Traffic) -> Vec<Exchange> {
        traffic.since(0).1
    }

    #[test]
    fn secrets_are_masked_wherever_they_occur() {
        let traffic = Traffic::new(vec!["7:hush".to_owned()]);
        let body = br#"{"api_key":"wrong-key","note":"my 7:hush token","list":[{"secret_token":"s"}],"sku":"ml-86"}"#;
        traffic.begin(Peer::Provider, "/bot7:hush/getMe", body).end(Progress::Answered, Some(200), b"7:hush");
        let call = &calls(&traffic)[0];
        let shown = json!({"api_key": MASK, "note": format!("my {MASK} token"), "list": [{"secret_token": MASK}], "sku": "ml-86"});
        assert_eq!((call.request.clone(), call.answer.clone()), (shown, json!(MASK)));
        assert!(!serde_json::to_string(call).unwrap().contains("hush"));
    }

    #[test]
    fn a_call_changes_when_it_ends() {
        let traffic = Traffic::new(Vec::new());
        let pending = traffic.begin(Peer::Telegram, "getMe", b"");
        let (revision, open) = traffic.since(0);
        assert_eq!((open.len(), open[0].progress), (1, Progress::Open));
        assert_eq!(traffic.since(revision).1, []);
        drop(pending);
        assert_eq!(traffic.since(revision).1[0].progress, Progress::Abandoned);
    }

    #[test]
    fn memory_is_bounded() {
        let traffic = Traffic::new(Vec::new());
        let first = traffic.begin(Peer::Telegram, "getMe", b"");
        for _ in 0..MAX_CALLS {
            traffic.connection_refused(Peer::Provider);
        }
        first.end(Progress::Answered, Some(200), b"{}");
        assert_eq!((calls(&traffic).len(), calls(&traffic)[0].id), (MAX_CALLS, 2));
        let long = shown("x".repeat(MAX_BODY).as_bytes(), &[]);
        assert_eq!(long.as_str().unwrap().chars().count(), MAX_SHOWN + 1);
    }
}
