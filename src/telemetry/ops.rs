//! Health and metrics over HTTP, on a listener of its own that only the owner's network should reach.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::http_server;
use crate::telemetry::metrics::{Metrics, Readings};

/// Prometheus' text format.
const TEXT_FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Where the health and the metrics come from.
pub trait Scene: Send + Sync + 'static {
    /// What prevents the bot from making progress, one line each; empty when the bot is ready.
    fn complaints(&self) -> Vec<String>;
    /// The current values. Must answer soon even when the database does not.
    fn readings(&self) -> impl Future<Output = Readings> + Send;
}

/// Serves `/healthz`, `/readyz` and `/metrics` at `listener` until `stop`.
pub async fn serve<S: Scene>(listener: TcpListener, scene: S, metrics: Arc<Metrics>, stop: CancellationToken) {
    let router = Router::new()
        // The answer itself proves that the process is alive.
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready::<S>))
        .route("/metrics", get(scrape::<S>))
        .with_state(Arc::new((scene, metrics)));
    http_server::serve(listener, router, stop).await;
}

type Shared<S> = State<Arc<(S, Arc<Metrics>)>>;

async fn ready<S: Scene>(State(shared): Shared<S>) -> (StatusCode, String) {
    let complaints = shared.0.complaints();
    if complaints.is_empty() {
        return (StatusCode::OK, "ready\n".to_owned());
    }
    (StatusCode::SERVICE_UNAVAILABLE, complaints.iter().map(|line| format!("{line}\n")).collect())
}

async fn scrape<S: Scene>(State(shared): Shared<S>) -> Response {
    let readings = shared.0.readings().await;
    match shared.1.text(&readings) {
        Ok(text) => ([(CONTENT_TYPE, TEXT_FORMAT)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
