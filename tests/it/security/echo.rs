//! A Telegram and a provider that repeat the secrets that they were called with, in every field and header that an answer has.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::task::AbortOnDropHandle;

/// A server between the bot and one of the sandboxes. It answers the first calls of each method itself; the sandbox answers the others.
pub struct Echo {
    pub url: String,
    scene: Arc<Scene>,
    _server: AbortOnDropHandle<()>,
}

struct Scene {
    sandbox: String,
    secret: String,
    /// How often each method was called.
    calls: Mutex<HashMap<String, usize>>,
    http: reqwest::Client,
}

type Answer = (StatusCode, HeaderMap, Vec<u8>);

impl Echo {
    /// Repeats `secret` in front of the sandbox at `sandbox`.
    pub async fn start(sandbox: &str, secret: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let (host, path) = sandbox.strip_prefix("http://").unwrap().split_once('/').unwrap_or((sandbox, ""));
        let sandbox = format!("http://{}", host.trim_start_matches("http://"));
        let url = format!("http://{}/{path}", listener.local_addr().unwrap());
        let scene = Arc::new(Scene { sandbox, secret: secret.to_owned(), calls: Mutex::default(), http });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&scene));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url: url.trim_end_matches('/').to_owned(), scene, _server: AbortOnDropHandle::new(server) }
    }

    /// The next calls are answered as the first ones were.
    pub fn again(&self) {
        self.scene.calls.lock().unwrap().clear();
    }

    /// How many calls of a method came.
    pub fn calls(&self, method: &str) -> usize {
        self.scene.calls.lock().unwrap().get(method).copied().unwrap_or_default()
    }
}

/// The secret with every byte percent-encoded.
pub fn percent_encoded(secret: &str) -> String {
    secret.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

impl Scene {
    /// The address of the call, and the secret in all its forms.
    fn words(&self, uri: &Uri) -> String {
        format!("no {uri} with {0} or {1}", self.secret, percent_encoded(&self.secret))
    }

    /// What is answered in place of the sandbox to the call number `call` of `method`.
    fn odd_answer(&self, method: &str, call: usize, words: &str) -> Option<(u16, String)> {
        let refused = json!({
            "ok": false, "success": false, "error_code": 400, "description": format!("Bad Request: {words}"), "message": words,
            "parameters": { "retry_after": null, "note": words }, "note": words,
        });
        let odd = json!({ "ok": true, "success": true, "result": words, "data": words });
        let odd_code = json!({ "ok": false, "error_code": words, "description": words });
        let answers: &[(u16, String)] = match method {
            "getMe" | "getUpdates" | "getWebhookInfo" | "setWebhook" | "services" => &[(400, refused.to_string()), (200, odd.to_string())],
            "sendMessage" => &[(400, refused.to_string()), (502, format!("<html>{words}</html>")), (302, odd_code.to_string())],
            "order" => &[(400, refused.to_string()), (200, odd.to_string()), (302, words.to_owned())],
            "status" | "profile" => &[(400, refused.to_string()), (502, format!("<html>{words}</html>"))],
            "setMyCommands" => &[(400, refused.to_string())],
            _ => &[],
        };
        answers.get(call).cloned()
    }

    async fn forward(&self, uri: &Uri, body: Bytes, words: &str) -> (u16, String) {
        let request = self.http.post(format!("{}{uri}", self.sandbox)).header(header::CONTENT_TYPE, "application/json");
        let answer = request.body(body).send().await.unwrap();
        let (status, text) = (answer.status().as_u16(), answer.text().await.unwrap());
        let Ok(mut value) = serde_json::from_str::<Value>(&text) else { return (status, text) };
        let entries = match &mut value["data"] {
            Value::Array(entries) => entries.iter_mut().collect(),
            entry => vec![entry],
        };
        for entry in entries.into_iter().filter_map(Value::as_object_mut) {
            for key in ["name", "tier", "message", "sn"] {
                if let Some(Value::String(said)) = entry.get_mut(key) {
                    *said = format!("{said} {words}");
                }
            }
        }
        (status, value.to_string())
    }
}

async fn answer(State(scene): State<Arc<Scene>>, uri: Uri, body: Bytes) -> Answer {
    let method = uri.path().rsplit('/').next().unwrap().to_owned();
    let call = {
        let mut calls = scene.calls.lock().unwrap();
        let count = calls.entry(method.clone()).or_default();
        *count += 1;
        *count - 1
    };
    let words = scene.words(&uri);
    let (status, body) = match scene.odd_answer(&method, call, &words) {
        Some(answer) => answer,
        None => scene.forward(&uri, body, &words).await,
    };
    let mut headers = HeaderMap::new();
    for name in [header::LOCATION, header::SERVER, header::WWW_AUTHENTICATE, header::RETRY_AFTER] {
        headers.insert(name, HeaderValue::from_str(&words).unwrap());
    }
    let content_type =
        if body.starts_with('<') { format!("text/{}; x={words}", scene.secret) } else { format!("application/json; x={words}") };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(&content_type).unwrap());
    (StatusCode::from_u16(status).unwrap(), headers, body.into_bytes())
}
