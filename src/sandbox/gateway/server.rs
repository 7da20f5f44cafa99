//! The HTTP side of the simulated gateway: routes and faults.

use std::collections::HashMap;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::{Json, Router};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

use super::books::{Books, Endpoint, Fault};
use super::{Gateway, api, lock};
use crate::sandbox::traffic::{self, Peer};

/// The ways in which calls fail that fail often, one after the other.
const WAYS: [Fault; 5] = [Fault::Refuse(503), Fault::Lose(504), Fault::Html, Fault::Odd, Fault::Slow(300)];

/// Serves until the task is ended.
pub(super) async fn serve(listener: TcpListener, gateway: Gateway) {
    let recorded = middleware::from_fn_with_state(gateway.clone(), record);
    let router = Router::new().route("/api/{*path}", any(handle)).layer(recorded).with_state(gateway);
    // Ends only with the task: axum's accept loop keeps on over errors.
    let _ = axum::serve(listener, router).await;
}

async fn record(State(gateway): State<Gateway>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let endpoint = path.strip_prefix("/api").unwrap_or(&path);
    let traffic = lock(&gateway.inner.traffic).clone();
    traffic::pass(traffic, Peer::Gateway, endpoint, request, next, || false).await
}

async fn handle(
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
    let watcher = lock(&gateway.inner.watcher).clone();
    if watcher.is_some_and(|watcher| !watcher(endpoint)) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let (fault, (status, answer)) = gateway.edit(|books, now| {
        let fault = next_fault(books, endpoint);
        let answer = match fault {
            Some(Fault::Refuse(status)) => (status, json!({ "message": "no" })),
            Some(Fault::Echo(status)) => (status, json!({ "message": format!("no {uri} {}", gateway.api_key()) })),
            _ => api::answer(books, &gateway.inner.options, endpoint, &fields, now),
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
