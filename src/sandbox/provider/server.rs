//! The HTTP side of the simulated provider: routes, faults, and the record of calls.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::{Method, Response, StatusCode};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use axum::routing::any;
use serde_json::{Map, Value};

use super::api::{self, Outcome, Reply};
use super::behaviour::{Endpoint, Fault};
use super::connection::ConnectionCutter;
use super::listener::CuttableListener;
use super::state::Call;
use super::{Provider, lock};
use crate::sandbox::traffic::{self, Peer, Traffic};

/// Serves until the task is ended.
pub(super) async fn serve(gate: CuttableListener, provider: Provider) {
    let router = Router::new()
        .route("/api/v1/{endpoint}", any(handle))
        .layer(middleware::from_fn_with_state(provider.clone(), record))
        .with_state(provider);
    let service = router.into_make_service_with_connect_info::<ConnectionCutter>();
    // Ends only with the task: axum's accept loop keeps on over errors.
    let _ = axum::serve(gate, service).await;
}

async fn record(
    State(provider): State<Provider>,
    ConnectInfo(cutter): ConnectInfo<ConnectionCutter>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let endpoint = path.strip_prefix("/api/v1").unwrap_or(&path);
    traffic::pass(provider.traffic(), Peer::Provider, endpoint, request, next, || cutter.is_cut()).await
}

async fn handle(
    State(provider): State<Provider>,
    ConnectInfo(cutter): ConnectInfo<ConnectionCutter>,
    Path(name): Path<String>,
    method: Method,
    body: Bytes,
) -> Response<Body> {
    let Some(endpoint) = Endpoint::parse(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let fields = serde_json::from_slice::<Map<String, Value>>(&body).ok();
    let number = provider.edit(|state, now| {
        let shown = fields.clone().map(|mut fields| {
            fields.remove("api_key");
            Value::Object(fields)
        });
        state.calls.push(Call { endpoint, body: shown.unwrap_or(Value::Null), status: None, at: now });
        state.calls.len() - 1
    });
    let watcher = lock(&provider.inner.watcher).clone();
    let outcome = if watcher.is_some_and(|watcher| !watcher(endpoint)) {
        Outcome::Lost
    } else if method == Method::POST {
        answer_call(&provider, endpoint, &fields.unwrap_or_default()).await
    } else {
        Outcome::Answer(Reply::refusal(405, "Method not supported"))
    };
    let reply = match outcome {
        Outcome::Answer(reply) => reply,
        Outcome::Late(delay, reply) => {
            tokio::time::sleep(delay).await;
            reply
        }
        Outcome::Short(reply) => {
            cutter.cut_short(reply.body.len().div_ceil(2));
            reply
        }
        Outcome::Lost => {
            cutter.cut();
            return StatusCode::NO_CONTENT.into_response();
        }
    };
    provider.edit(|state, _| state.calls[number].status = Some(reply.status));
    respond(reply)
}

/// The result of a call: the fault that is queued for it, or the documented answer.
async fn answer_call(provider: &Provider, endpoint: Endpoint, fields: &Map<String, Value>) -> Outcome {
    let usual = || {
        let key = &provider.inner.api_key;
        let outcome = provider.edit(|state, now| api::answer(state, key, endpoint, fields, now));
        let rewriter = lock(&provider.inner.rewriter).clone();
        match (outcome, rewriter) {
            (Outcome::Answer(reply), Some(rewriter)) => Outcome::Answer(Reply { body: rewriter(endpoint, reply.body), ..reply }),
            (outcome, _) => outcome,
        }
    };
    let reply = match provider.edit(|state, _| state.take_fault(endpoint)) {
        None => return usual(),
        Some(Fault::Delay(delay)) => {
            tokio::time::sleep(delay).await;
            return usual();
        }
        Some(Fault::TruncatedJson) => {
            return match usual() {
                Outcome::Answer(reply) => Outcome::Short(reply),
                other => other,
            };
        }
        Some(Fault::Reset) => return Outcome::Lost,
        Some(Fault::Status { code, message, retry_after }) => {
            let mut reply = Reply::refusal(code, &message);
            let seconds = retry_after.map(|s| ("retry-after".to_owned(), s.to_string()));
            reply.headers.extend(seconds);
            reply
        }
        Some(Fault::Html(code)) => Reply::text(
            code,
            format!(
                "<html><head><title>{code}</title></head><body><center><h1>{code}</h1></center><hr><center>nginx</center></body></html>"
            ),
        ),
        Some(Fault::BadJson) => Reply::text(200, "{\"success\": true, \"data\": oops"),
        Some(Fault::Redirect(to)) => {
            let mut reply = Reply::text(307, "");
            reply.headers.push(("location".to_owned(), to));
            reply
        }
    };
    Outcome::Answer(reply)
}

impl Provider {
    pub(super) fn traffic(&self) -> Option<Traffic> {
        lock(&self.inner.traffic).clone()
    }
}

fn respond(reply: Reply) -> Response<Body> {
    let kind = if reply.body.starts_with('<') { "text/html" } else { "application/json" };
    let mut response = Response::builder().status(reply.status).header("content-type", kind);
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    // Only a status or header made up by a test can be unfit; it then sees why.
    response.body(Body::from(reply.body)).unwrap_or_else(|e| (StatusCode::INTERNAL_SERVER_ERROR, e.to_string()).into_response())
}
