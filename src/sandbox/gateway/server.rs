//! The HTTP side of the simulated gateway: routes and faults.

use std::collections::HashMap;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

use super::books::{Books, Endpoint, Fault};
use super::{Gateway, lock, midtrans, pakasir};
use crate::sandbox::traffic::{self, Peer};

/// The ways in which calls fail that fail often, one after the other.
const WAYS: [Fault; 5] = [Fault::Refuse(503), Fault::Lose(504), Fault::Html, Fault::Odd, Fault::Slow(300)];

/// Serves until the task is ended.
pub(super) async fn serve(listener: TcpListener, gateway: Gateway) {
    let recorded = middleware::from_fn_with_state(gateway.clone(), record);
    let routes = Router::new().route("/api/{*path}", any(as_pakasir)).route("/v2/{*path}", any(as_midtrans));
    let router = routes.layer(recorded).with_state(gateway);
    // Ends only with the task: axum's accept loop keeps on over errors.
    let _ = axum::serve(listener, router).await;
}

async fn record(State(gateway): State<Gateway>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let endpoint = path.strip_prefix("/api").or(path.strip_prefix("/v2")).unwrap_or(&path);
    let traffic = lock(&gateway.inner.traffic).clone();
    traffic::pass(traffic, Peer::Gateway, endpoint, request, next, || false).await
}

async fn as_pakasir(
    State(gateway): State<Gateway>,
    Path(path): Path<String>,
    (method, uri): (Method, Uri),
    Query(query): Query<HashMap<String, String>>,
    body: Bytes,
) -> Response {
    let endpoint = match (method, path.as_str()) {
        (Method::POST, "transactioncreate/qris") => Endpoint::Create,
        (Method::GET, "transactiondetail") => Endpoint::Detail,
        (Method::POST, "transactioncancel") => Endpoint::Cancel,
        (Method::POST, "paymentsimulation") => Endpoint::Simulate,
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let fields: Map<String, Value> = match endpoint {
        Endpoint::Detail => query.into_iter().map(|(name, value)| (name, Value::String(value))).collect(),
        _ => serde_json::from_slice(&body).unwrap_or_default(),
    };
    let refuse = |status: u16, message: &str| (status, json!({ "message": message }));
    let options = &gateway.inner.options;
    respond(&gateway, endpoint, &uri.to_string(), refuse, |books, now| pakasir::answer(books, options, endpoint, &fields, now)).await
}

async fn as_midtrans(
    State(gateway): State<Gateway>,
    Path(path): Path<String>,
    (method, headers): (Method, HeaderMap),
    body: Bytes,
) -> Response {
    let (order_id, call) = path.rsplit_once('/').unwrap_or(("", &path));
    let endpoint = match (method, call, order_id.is_empty()) {
        (Method::POST, "charge", true) => Endpoint::Create,
        (Method::GET, "status", false) => Endpoint::Detail,
        (Method::POST, "expire", false) => Endpoint::Cancel,
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let fields: Map<String, Value> = serde_json::from_slice(&body).unwrap_or_default();
    let options = &gateway.inner.options;
    let key = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    if key != midtrans::authorization(&options.api_key) {
        return (StatusCode::UNAUTHORIZED, Json(midtrans::refusal(401, "Unknown Merchant server_key/id"))).into_response();
    }
    // What is wrong stands in the body alone.
    let refuse = |code: u16, message: &str| (200, midtrans::refusal(code, message));
    respond(&gateway, endpoint, &key, refuse, |books, now| {
        let answer = midtrans::answer(books, options, (endpoint, order_id), &fields, now);
        (if answer["status_code"] == "201" { 201 } else { 200 }, answer)
    })
    .await
}

/// The answer to a call, unless it is to go wrong. `call`: what an echo repeats of it, besides the key.
async fn respond(
    gateway: &Gateway,
    endpoint: Endpoint,
    call: &str,
    refuse: impl Fn(u16, &str) -> (u16, Value),
    answer: impl FnOnce(&mut Books, DateTime<Utc>) -> (u16, Value),
) -> Response {
    let watcher = lock(&gateway.inner.watcher).clone();
    if watcher.is_some_and(|watcher| !watcher(endpoint)) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let (fault, (status, answer)) = gateway.edit(|books, now| {
        let fault = next_fault(books, endpoint);
        let answer = match fault {
            Some(Fault::Refuse(status)) => refuse(status, "no"),
            Some(Fault::Echo(status)) => refuse(status, &format!("no {call} {}", gateway.api_key())),
            _ => answer(books, now),
        };
        (fault, answer)
    });
    match fault {
        Some(Fault::Html) => ([(header::CONTENT_TYPE, "text/html")], "<html><body>Sedang gangguan</body></html>").into_response(),
        Some(Fault::Odd) => Json(json!({ "data": [] })).into_response(),
        Some(Fault::Lose(status)) => code(status).into_response(),
        Some(Fault::Slow(ms)) => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            (code(status), Json(answer)).into_response()
        }
        Some(Fault::Refuse(_) | Fault::Echo(_)) | None => (code(status), Json(answer)).into_response(),
    }
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// How this call goes wrong, if it does: as planned, or because many do.
fn next_fault(books: &mut Books, endpoint: Endpoint) -> Option<Fault> {
    books.calls += 1;
    if books.down {
        return Some(Fault::Refuse(503));
    }
    if let Some(at) = books.faults.iter().position(|(of, _)| *of == endpoint) {
        return books.faults.remove(at).map(|(_, fault)| fault);
    }
    // A number that looks random and is the same in every run.
    let drawn = books.calls.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
    (drawn % 100 < books.failing).then(|| WAYS[usize::try_from(drawn / 100 % 5).unwrap_or(0)])
}
