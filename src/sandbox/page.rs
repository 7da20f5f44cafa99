//! The demo's web page: the chats of a few people side by side, over the handle of the simulated Telegram.
//!
//! It serves loopback only, and it answers only to itself: another website open in the same browser must not drive the chats, so the
//! `Host` must be this server's (against DNS rebinding) and an `Origin`, which browsers send with every POST, must be its own.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, Request, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::controls::{self, Controls};
use super::telegram::{Impossible, Message, State, Telegram};

/// How long `/api/state` waits for a change; shorter than any browser's or proxy's patience.
const WAIT: Duration = Duration::from_secs(20);
/// Messages of a chat that the page shows.
const MAX_SHOWN: usize = 200;
/// Characters that a person can send at once, as in Telegram's apps.
const MAX_TEXT: usize = 4096;
/// Nothing is loaded from elsewhere, and nobody may frame the page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A person whose chat with the bot the page shows.
#[derive(Debug, Clone)]
pub struct Person {
    /// The user's id, known to the simulated Telegram.
    pub user: i64,
    /// Who that is in the demo, such as "Customer".
    pub role: String,
}

struct Page {
    telegram: Telegram,
    people: Vec<Person>,
    note: String,
    address: SocketAddr,
}

/// Serves the page on 127.0.0.1 (any free port when none is given) until the simulated Telegram is stopped.
/// The note is shown on top of it; the controls are for the program behind it.
///
/// # Errors
/// When the port can't be bound.
pub async fn serve(
    telegram: Telegram,
    people: Vec<Person>,
    note: String,
    controls: Controls,
    port: Option<u16>,
) -> io::Result<(SocketAddr, JoinHandle<()>)> {
    let listener = TcpListener::bind(("127.0.0.1", port.unwrap_or(0))).await?;
    let address = listener.local_addr()?;
    let page = Arc::new(Page { telegram: telegram.clone(), people, note, address });
    let app = Router::new()
        .route("/", get(async || Html(include_str!("page.html"))))
        .route("/api/state", get(state))
        .route("/api/send", post(send))
        .route("/api/press", post(press))
        .with_state(page.clone())
        .merge(controls::doors(controls))
        .layer(middleware::from_fn_with_state(page, guard));
    let task = tokio::spawn(async move {
        let serving = axum::serve(listener, app).with_graceful_shutdown(async move { telegram.stopped().await });
        // axum's serve loop retries failed accepts by itself and never ends in an error.
        let _ = serving.await;
    });
    Ok((address, task))
}

async fn guard(Shared(page): Shared<Arc<Page>>, request: Request, next: Next) -> Response {
    if !is_ours(request.headers(), page.address.port()) {
        return (StatusCode::FORBIDDEN, "This page answers only to itself.\n").into_response();
    }
    let mut response = next.run(request).await;
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response.headers_mut().insert(name, header::HeaderValue::from_static(value));
    }
    response
}

fn is_ours(headers: &HeaderMap, port: u16) -> bool {
    let ours = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(header::HOST).is_some_and(|host| ours.iter().any(|name| name == host));
    let origin =
        text(header::ORIGIN).is_none_or(|origin| origin.strip_prefix("http://").is_some_and(|o| ours.iter().any(|name| name == o)));
    host && origin
}

#[derive(Deserialize)]
struct Since {
    /// The version that the page shows; absent at first.
    since: Option<u64>,
}

/// Everything that the page shows, as soon as it differs from `since`, or after [`WAIT`].
async fn state(Shared(page): Shared<Arc<Page>>, Query(Since { since }): Query<Since>) -> Json<Value> {
    let mut changes = page.telegram.changes();
    let changed = async {
        // The sender lives as long as the handle, so this ends with a change only.
        let _ = changes.wait_for(|version| Some(*version) != since).await;
    };
    tokio::select! {
        () = changed => {}
        () = tokio::time::sleep(WAIT) => {}
        () = page.telegram.stopped() => {}
    }
    let version = *page.telegram.changes().borrow();
    Json(page.telegram.read(|state| {
        let people: Vec<Value> = page.people.iter().map(|person| person_json(state, person)).collect();
        json!({ "version": version, "note": page.note, "bot": state.bot().first_name, "people": people })
    }))
}

fn person_json(state: &State, person: &Person) -> Value {
    let messages = state.messages(person.user);
    let shown = &messages[messages.len().saturating_sub(MAX_SHOWN)..];
    let answers: serde_json::Map<String, Value> =
        state.answers(person.user).into_iter().map(|(query, answer)| (query, json!(answer))).collect();
    json!({
        "user": person.user,
        "role": person.role,
        "name": state.user(person.user).map(|user| &user.first_name),
        "menu": state.menu(person.user),
        "messages": shown.iter().map(message_json).collect::<Vec<Value>>(),
        "answers": answers,
    })
}

fn message_json(message: &Message) -> Value {
    json!({
        "id": message.id, "bot": message.from_bot, "date": message.date, "edited": message.edited, "text": message.text,
        "entities": message.entities, "keyboard": message.keyboard, "attachment": message.attachment.keys().next(),
    })
}

#[derive(Deserialize)]
struct Send {
    user: i64,
    text: String,
}

async fn send(Shared(page): Shared<Arc<Page>>, Json(Send { user, text }): Json<Send>) -> Response {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > MAX_TEXT {
        return (StatusCode::BAD_REQUEST, format!("a message has 1 to {MAX_TEXT} characters")).into_response();
    }
    let sent = page.person(user).and_then(|user| page.telegram.send_text(user, text));
    done(sent.map(|sent| json!({ "message": sent.message_id })))
}

#[derive(Deserialize)]
struct Press {
    user: i64,
    chat: i64,
    message: i64,
    data: String,
}

async fn press(Shared(page): Shared<Arc<Page>>, Json(Press { user, chat, message, data }): Json<Press>) -> Response {
    let pressed = page.person(user).and_then(|user| page.telegram.press_data(user, chat, message, &data));
    done(pressed.map(|query| json!({ "query": query })))
}

fn done(outcome: Result<Value, Impossible>) -> Response {
    match outcome {
        Ok(value) => Json(value).into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}

impl Page {
    /// Only the people of the page can be played on it.
    fn person(&self, user: i64) -> Result<i64, Impossible> {
        self.people.iter().map(|person| person.user).find(|id| *id == user).ok_or(Impossible::NoUser(user))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_pages_may_drive_it() {
        for (host, origin, expected) in [
            ("127.0.0.1:5000", None, true),
            ("localhost:5000", Some("http://localhost:5000"), true),
            ("127.0.0.1:5000", Some("http://127.0.0.1:5000"), true),
            ("127.0.0.1:5000", Some("https://evil.example"), false),
            ("127.0.0.1:5000", Some("http://127.0.0.1:5001"), false),
            ("127.0.0.1:5000", Some("null"), false),
            ("evil.example:5000", None, false),
            ("127.0.0.1", None, false),
        ] {
            let mut headers = HeaderMap::from_iter([(header::HOST, host.parse().unwrap())]);
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            assert_eq!(is_ours(&headers, 5000), expected, "{host} {origin:?}");
        }
        assert!(!is_ours(&HeaderMap::new(), 5000));
    }
}
