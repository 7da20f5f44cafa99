//! The door for payment gateways: `POST /payments/{method}/{PAYMENTS_SECRET}`. What is posted there is only a hint: whom to look at now. It is
//! answered with 200 when that is on disk, and with 503 when it can't be, because gateways post again then.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use crate::app::{App, Hinted};
use crate::domain::payment_method::PaymentMethod;
use crate::payment;

/// The longest body: the known ones have some hundred bytes.
const BODY_LIMIT: usize = 64 << 10;
/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(5);
/// The most requests of one address in [`WINDOW`].
const REQUESTS: u32 = 10;
const WINDOW: Duration = Duration::from_secs(1);
/// The most addresses that are counted at a time; what comes beyond is refused, because only an attack has so many.
const MAX_ADDRESSES: usize = 10_000;
/// Webhooks about no bill of ours that are asked about at a time; more are dropped, because the gateway's own list is the truth.
const STRANGERS: usize = 2;

/// What each request needs.
struct Door {
    app: Arc<App>,
    secret: SecretString,
    /// Requests of each address, and when its window began.
    seen: Mutex<HashMap<IpAddr, (Instant, u32)>>,
    strangers: Arc<Semaphore>,
}

/// The routes of the door.
pub(super) fn routes(app: Arc<App>, secret: SecretString) -> Router {
    let door = Door { app, secret, seen: Mutex::default(), strangers: Arc::new(Semaphore::new(STRANGERS)) };
    Router::new().route("/payments/{method}/{secret}", post(knock)).with_state(Arc::new(door))
}

async fn knock(
    State(door): State<Arc<Door>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    Path((method, secret)): Path<(String, String)>,
    body: Body,
) -> StatusCode {
    if !door.admits(from.ip()) {
        return StatusCode::TOO_MANY_REQUESTS;
    }
    let known: bool = secret.as_bytes().ct_eq(door.secret.expose_secret().as_bytes()).into();
    let Some(method) = PaymentMethod::gateway(&method).filter(|_| known) else { return StatusCode::NOT_FOUND };
    let body = match timeout(BODY_TIMEOUT, to_bytes(body, BODY_LIMIT)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE,
        Err(_) => return StatusCode::REQUEST_TIMEOUT,
    };
    let Some(hint) = payment::hear(method, &body) else { return StatusCode::BAD_REQUEST };
    // In a task of its own: when the client is gone, axum drops what answers it, and the commit must not be dropped half-way.
    let app = door.app.clone();
    let asked = hint.clone();
    match tokio::spawn(async move { app.collector.hint(method, &asked).await }).await {
        Ok(Ok(Hinted::Known)) => {}
        Ok(Ok(Hinted::Unknown)) => door.ask_about(method, hint),
        Ok(Err(error)) => {
            tracing::error!(%error, "a payment webhook is not stored");
            return StatusCode::SERVICE_UNAVAILABLE;
        }
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE,
    }
    StatusCode::OK
}

impl Door {
    /// Whether this address may make one more request now.
    fn admits(&self, address: IpAddr) -> bool {
        let now = Instant::now();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MAX_ADDRESSES {
            seen.retain(|_, (since, _)| now.duration_since(*since) < WINDOW);
            if seen.len() >= MAX_ADDRESSES {
                return false;
            }
        }
        let (since, count) = seen.entry(address).or_insert((now, 0));
        if now.duration_since(*since) >= WINDOW {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        *count <= REQUESTS
    }

    /// Asks the gateway about something that is no bill of ours, unless too much of that is being asked already.
    fn ask_about(&self, method: PaymentMethod, hint: payment::Hint) {
        let Ok(slot) = self.strangers.clone().try_acquire_owned() else { return };
        let app = self.app.clone();
        tokio::spawn(async move {
            if let Err(error) = app.collector.ask_about_stranger(method, hint).await {
                tracing::warn!(%error, "asking about a payment without a bill");
            }
            drop(slot);
        });
    }
}
