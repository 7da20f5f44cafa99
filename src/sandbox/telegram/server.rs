//! The Bot API over HTTP: token, parameters, faults, and the long poll; what methods do is in `requests`.

use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::time::Instant;

use super::Telegram;
use super::connection::{ConnectionCutter, CuttableListener};
use super::fault::Fault;
use super::methods::{Shape, find_method};
use super::params::{self, Encoding, Params};
use super::refusal::Refusal;
use super::updates::MAX_LIMIT;
use crate::sandbox::traffic::{self, Peer};

/// Bytes of a request; the longest valid one, a full keyboard under a full text, has a tenth of it.
const MAX_BODY: usize = 1 << 20;
/// Seconds that `getUpdates` waits at most; Telegram's servers don't wait longer.
const MAX_POLL_SECONDS: i64 = 50;

/// Serves until the handle is told to stop.
pub async fn serve(telegram: Telegram, listener: TcpListener) {
    let app = Router::new().fallback(answer).layer(middleware::from_fn_with_state(telegram.clone(), record)).with_state(telegram.clone());
    let service = app.into_make_service_with_connect_info::<ConnectionCutter>();
    let serving = axum::serve(CuttableListener(listener), service).with_graceful_shutdown(async move { telegram.stopped().await });
    // axum's serve loop retries failed accepts and never returns an error.
    let _ = serving.await;
}

/// Why there is no answer.
struct Cut;

async fn record(
    Shared(telegram): Shared<Telegram>,
    ConnectInfo(cutter): ConnectInfo<ConnectionCutter>,
    request: Request,
    next: Next,
) -> Response {
    let traffic = super::lock(&telegram.shared.traffic).clone();
    let path = request.uri().path().to_owned();
    // What follows the token.
    let method = path.rsplit('/').next().unwrap_or_default();
    traffic::pass(traffic, Peer::Telegram, method, request, next, || cutter.has_cut()).await
}

async fn answer(Shared(telegram): Shared<Telegram>, ConnectInfo(cutter): ConnectInfo<ConnectionCutter>, request: Request) -> Response {
    match exchange(&telegram, request).await {
        Ok(response) => response,
        Err(Cut) => {
            cutter.cut();
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn exchange(telegram: &Telegram, request: Request) -> Result<Response, Cut> {
    if telegram.read(|state| state.down) {
        return Err(Cut);
    }
    let path = request.uri().path().replace("%3A", ":");
    let (name, shape) = match authorise(telegram, &path) {
        Ok(found) => found,
        Err(refusal) => return Ok(refused(&refusal)),
    };
    let params = match read_params(shape, request).await {
        Ok(params) => params,
        Err(refusal) => {
            telegram.change(|state| state.record(&name, Value::Null, Err(&refusal)));
            return Ok(refused(&refusal));
        }
    };
    let watcher = super::lock(&telegram.shared.watcher).clone();
    if watcher.is_some_and(|watcher| !watcher(&name)) {
        return Err(Cut);
    }
    // A malformed call is refused as such even if a fault waits for it.
    let malformed = shape.map(|shape| params::check(shape, &params)).and_then(Result::err).map(Refusal::malformed);
    let chat = params.get("chat_id").and_then(Value::as_i64);
    let fault = if malformed.is_some() { None } else { telegram.change(|state| state.faults.take(&name, chat)) };
    match fault {
        Some(Fault::DropBefore) => {
            telegram.record_fault(&name, &params, 0, "connection closed, nothing done");
            return Err(Cut);
        }
        Some(Fault::Html502) => {
            telegram.record_fault(&name, &params, 502, "Bad Gateway");
            let page = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>";
            return Ok((StatusCode::BAD_GATEWAY, [(header::CONTENT_TYPE, "text/html")], page).into_response());
        }
        Some(Fault::Status { code, description, retry_after }) => {
            telegram.record_fault(&name, &params, code, &description);
            return Ok(refused(&Refusal { retry_after, ..Refusal::new(code, description) }));
        }
        Some(Fault::Moved(to)) => {
            let description = "Bad Request: group chat was upgraded to a supergroup chat";
            telegram.record_fault(&name, &params, 400, description);
            let parameters = json!({ "migrate_to_chat_id": to });
            let body = json!({ "ok": false, "error_code": 400, "description": description, "parameters": parameters });
            return Ok((StatusCode::BAD_REQUEST, axum::Json(body)).into_response());
        }
        Some(Fault::Delay(duration)) => tokio::time::sleep(duration).await,
        Some(Fault::DropAfter | Fault::BadJson) | None => {}
    }
    let outcome = match malformed {
        Some(refusal) => telegram.finish(&name, &params, Err(refusal)),
        None if name == "getUpdates" => get_updates(telegram, &params).await?,
        None => telegram.perform(&name, &params),
    };
    match fault {
        Some(Fault::DropAfter) => Err(Cut),
        Some(Fault::BadJson) => Ok(([(header::CONTENT_TYPE, "application/json")], "{\"ok\":true,\"result\":{\"message_").into_response()),
        _ => Ok(match outcome {
            Ok(result) => axum::Json(json!({ "ok": true, "result": result })).into_response(),
            Err(refusal) => refused(&refusal),
        }),
    }
}

/// Splits `/bot<token>/<method>`, checks the token as Telegram does, and finds the method.
fn authorise(telegram: &Telegram, path: &str) -> Result<(String, Option<&'static Shape>), Refusal> {
    let not_found = || Refusal::new(404, "Not Found");
    let (token, method) = path.strip_prefix("/bot").and_then(|rest| rest.split_once('/')).ok_or_else(not_found)?;
    let (id, secret) = token.split_once(':').ok_or_else(not_found)?;
    if id.is_empty() || !id.chars().all(|c| c.is_ascii_digit()) || secret.is_empty() {
        return Err(not_found());
    }
    if token != telegram.token() {
        return Err(Refusal::new(401, "Unauthorized"));
    }
    let shape = find_method(method);
    Ok((shape.map_or(method, |shape| shape.name).to_owned(), shape))
}

async fn read_params(shape: Option<&'static Shape>, request: Request) -> Result<Params, Refusal> {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let body = to_bytes(request.into_body(), MAX_BODY).await.map_err(|_| Refusal::new(413, "Request Entity Too Large"))?;
    let read = params::read(&query, &content_type, &body);
    let (mut params, encoding) = read.map_err(|description| Refusal { violation: true, ..Refusal::new(400, description) })?;
    if let (Some(shape), Encoding::Form) = (shape, encoding) {
        params::type_form(shape, &mut params);
    }
    Ok(params)
}

/// The long poll. The outer error is a connection to close: the server stops or goes down.
async fn get_updates(telegram: &Telegram, params: &Params) -> Result<Result<Value, Refusal>, Cut> {
    let number = |name: &str| params.get(name).and_then(Value::as_i64);
    let limit = usize::try_from(number("limit").unwrap_or(MAX_LIMIT).clamp(1, MAX_LIMIT)).unwrap_or(1);
    let seconds = u64::try_from(number("timeout").unwrap_or(0).clamp(0, MAX_POLL_SECONDS)).unwrap_or(0);
    let deadline = Instant::now() + Duration::from_secs(seconds);
    let mut changes = telegram.changes();
    let webhook = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    if telegram.read(|state| state.webhook.is_set()) {
        return Ok(telegram.finish("getUpdates", params, Err(Refusal::new(409, webhook))));
    }
    let poll = telegram.change(|state| {
        if let Some(kinds) = params.get("allowed_updates").and_then(Value::as_array) {
            state.updates.allow(kinds);
        }
        state.updates.begin_poll(number("offset"))
    });
    loop {
        changes.mark_unchanged();
        let (down, newest, empty) = telegram.read(|state| (state.down, state.updates.is_newest(poll), state.updates.is_empty()));
        if down {
            return Err(Cut);
        }
        if !newest {
            let other = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
            return Ok(telegram.finish("getUpdates", params, Err(Refusal::new(409, other))));
        }
        if !empty || Instant::now() >= deadline {
            let batch = telegram.change(|state| state.updates.take(limit));
            return Ok(telegram.finish("getUpdates", params, Ok(Value::Array(batch))));
        }
        tokio::select! {
            _ = changes.changed() => {}
            () = tokio::time::sleep_until(deadline) => {}
            () = telegram.stopped() => return Err(Cut),
        }
    }
}

impl Telegram {
    fn perform(&self, method: &str, params: &Params) -> Result<Value, Refusal> {
        self.change(|state| {
            let outcome = state.perform(method, params);
            // A method that isn't there is the bot's mistake too.
            let outcome = outcome.map_err(|refusal| Refusal { violation: refusal.violation || refusal.code == 404, ..refusal });
            state.record(method, self.without_token(params), outcome.as_ref().map(|_| 200));
            outcome
        })
    }

    fn finish(&self, method: &str, params: &Params, outcome: Result<Value, Refusal>) -> Result<Value, Refusal> {
        self.change(|state| state.record(method, self.without_token(params), outcome.as_ref().map(|_| 200)));
        outcome
    }

    fn record_fault(&self, method: &str, params: &Params, status: u16, description: &str) {
        let refusal = Refusal::new(status, description);
        self.change(|state| state.record(method, self.without_token(params), Err(&refusal)));
    }

    /// The parameters as they may be shown: a bot that sends its own token somewhere doesn't spread it further.
    fn without_token(&self, params: &Params) -> Value {
        let text = Value::Object(params.clone()).to_string();
        if !text.contains(self.token()) {
            return Value::Object(params.clone());
        }
        serde_json::from_str(&text.replace(self.token(), "<token>")).unwrap_or_default()
    }
}

fn refused(refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, axum::Json(refusal.body())).into_response()
}
