//! What can be done on the page: act as its people, and cause faults. (The routes that kill and start the bot are in
//! `controls`.)

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::control_panel::{GatewayCommand, ProviderCommand, TelegramCommand, control_gateway};
use super::parts::Page;
use crate::sandbox::telegram::{Content, Impossible};

/// Characters that a person can send at once, as in Telegram's apps.
const MAX_TEXT: usize = 4096;

type PageState = State<Arc<Page>>;

/// A text, or something else with a caption, that a person sends.
#[derive(Deserialize)]
pub(super) struct Send {
    user: i64,
    #[serde(default)]
    text: String,
    kind: Option<Kind>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Photo,
    Document,
    Sticker,
    Voice,
    Contact,
    Location,
}

pub(super) async fn send(State(page): PageState, Json(Send { user, text, kind }): Json<Send>) -> Response {
    let text = text.trim();
    if kind.is_none() && text.is_empty() || text.chars().count() > MAX_TEXT {
        return (StatusCode::BAD_REQUEST, format!("a message has 1 to {MAX_TEXT} characters")).into_response();
    }
    let content = match kind {
        None => Content::Text(text.to_owned()),
        Some(Kind::Photo) => Content::Photo(text.to_owned()),
        Some(Kind::Document) => Content::Document("receipt.pdf".to_owned()),
        Some(Kind::Sticker) => Content::Sticker("👍".to_owned()),
        Some(Kind::Voice) => Content::Voice,
        Some(Kind::Contact) => Content::Contact("+62 812 0000 0000".to_owned()),
        Some(Kind::Location) => Content::Location(-6.2, 106.8),
    };
    let sent = page.person(user).and_then(|user| page.demo.telegram.send(user, content));
    done(sent.map(|sent| json!({ "message": sent.message_id })))
}

/// A photo that the bot uploaded.
pub(super) async fn photo(State(page): PageState, Path(file_id): Path<String>) -> Response {
    match page.demo.telegram.photo(&file_id) {
        Some(file) => ([(header::CONTENT_TYPE, "image/png")], file).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[derive(Deserialize)]
pub(super) struct Press {
    user: i64,
    message: i64,
    data: String,
}

pub(super) async fn press(State(page): PageState, Json(Press { user, message, data }): Json<Press>) -> Response {
    let pressed = page.person(user).and_then(|user| page.demo.telegram.press_data(user, user, message, &data));
    done(pressed.map(|query| json!({ "query": query })))
}

#[derive(Deserialize)]
pub(super) struct Pay {
    user: i64,
    message: i64,
}

/// Pays an invoice with Stars.
pub(super) async fn pay(State(page): PageState, Json(Pay { user, message }): Json<Pay>) -> Response {
    let asked = page.person(user).and_then(|user| page.demo.telegram.pay(user, user, message));
    done(asked.map(|query| json!({ "query": query })))
}

#[derive(Deserialize)]
pub(super) struct Block {
    user: i64,
    blocked: bool,
}

pub(super) async fn block(State(page): PageState, Json(Block { user, blocked }): Json<Block>) -> Response {
    let telegram = &page.demo.telegram;
    let changed = page.person(user).and_then(|user| if blocked { telegram.block(user) } else { telegram.unblock(user) });
    done(changed.map(|update| json!({ "update": update })))
}

pub(super) async fn provider(State(page): PageState, Json(command): Json<ProviderCommand>) -> Response {
    let done = page.control_panel.control_provider(&page.demo.provider, command);
    page.feed.compare_again();
    match done {
        Ok(()) => Json(json!({})).into_response(),
        Err(unknown) => (StatusCode::BAD_REQUEST, unknown.to_string()).into_response(),
    }
}

pub(super) async fn gateway(State(page): PageState, Json(command): Json<GatewayCommand>) -> Response {
    control_gateway(&page.demo.gateway, &command);
    Json(json!({})).into_response()
}

pub(super) async fn telegram(State(page): PageState, Json(command): Json<TelegramCommand>) -> Response {
    page.control_panel.control_telegram(&page.demo.telegram, &command);
    page.feed.compare_again();
    Json(json!({})).into_response()
}

fn done(outcome: Result<Value, Impossible>) -> Response {
    match outcome {
        Ok(value) => Json(value).into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}

impl Page {
    /// The page can act for its own people only.
    fn person(&self, user: i64) -> Result<i64, Impossible> {
        self.demo.people.iter().map(|person| person.user).find(|id| *id == user).ok_or(Impossible::NoUser(user))
    }
}
