//! A Bot API for tests: the test gets every call and decides how and when it is answered. Also a database and a clock for tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::task::AbortOnDropHandle;

use crate::app::Clock;
use crate::domain::redaction::Redactor;
use crate::domain::time::Millis;
use crate::storage::{Opened, Store, open};
use crate::telegram::caller::Caller;

/// The server, and a caller that calls it.
pub struct MockBotApi {
    pub caller: Caller,
    calls: mpsc::UnboundedReceiver<Call>,
    _server: AbortOnDropHandle<()>,
}

/// A call that waits for its answer.
pub struct Call {
    pub method: String,
    pub payload: Value,
    answer: oneshot::Sender<(StatusCode, String)>,
}

impl MockBotApi {
    pub async fn start() -> Self {
        let (sender, calls) = mpsc::unbounded_channel();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let router = Router::new().route("/{bot}/{method}", post(take)).with_state(sender);
        let server: JoinHandle<()> = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let caller = Caller::new(&address, &"42:TEST".to_owned().into(), Redactor::default()).unwrap();
        Self { caller, calls, _server: AbortOnDropHandle::new(server) }
    }

    /// The next call; without one the test fails.
    pub async fn next(&mut self) -> Call {
        timeout(Duration::from_secs(10), self.calls.recv()).await.expect("a call").unwrap()
    }

    /// Whether there is a call that the test did not take.
    pub fn is_quiet(&self) -> bool {
        self.calls.is_empty()
    }
}

async fn take(
    State(calls): State<mpsc::UnboundedSender<Call>>,
    Path((_, method)): Path<(String, String)>,
    body: Bytes,
) -> (StatusCode, String) {
    let (answer, answered) = oneshot::channel();
    calls.send(Call { method, payload: serde_json::from_slice(&body).unwrap(), answer }).unwrap();
    answered.await.unwrap_or((StatusCode::BAD_GATEWAY, "dropped".to_owned()))
}

impl Call {
    /// The text of the message.
    pub fn text(&self) -> &str {
        self.payload["text"].as_str().unwrap_or_default()
    }

    pub fn ok(self, result: Value) {
        self.raw(200, &json!({ "ok": true, "result": result }).to_string());
    }

    pub fn refuse(self, code: u16, description: &str, parameters: Value) {
        let answer = json!({ "ok": false, "error_code": code, "description": description, "parameters": parameters });
        self.raw(code, &answer.to_string());
    }

    pub fn raw(self, status: u16, body: &str) {
        // The caller may be gone.
        let _ = self.answer.send((StatusCode::from_u16(status).unwrap(), body.to_owned()));
    }
}

/// A database in a folder of its own.
pub struct Base {
    pub store: Store,
    _opened: Option<Opened>,
    _folder: TempDir,
}

impl Base {
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let opened = open(&folder.path().join("test.db")).await.unwrap();
        Self { store: opened.store.clone(), _opened: Some(opened), _folder: folder }
    }

    /// A database that fills up right after `prepare`: reading works, every commit fails.
    pub fn full<F: Future<Output = ()> + Send>(prepare: impl FnOnce(Store) -> F + Send) -> Self {
        // The writer is a task of a runtime that has ended when this returns.
        let build = || {
            tokio::runtime::Runtime::new().unwrap().block_on(async {
                let mut base = Self::open().await;
                prepare(base.store.clone()).await;
                base._opened = None;
                base
            })
        };
        std::thread::scope(|scope| scope.spawn(build).join().unwrap())
    }
}

/// A clock that the test turns, and how far.
pub fn clock() -> (Clock, Arc<AtomicI64>) {
    let now = Arc::new(AtomicI64::new(1_000_000));
    let told = Arc::clone(&now);
    (Clock::new(move || Millis(told.load(Ordering::SeqCst))), now)
}
