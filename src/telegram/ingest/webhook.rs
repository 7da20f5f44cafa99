//! The webhook: Telegram posts an update, we store it, and only then answer 200, which acknowledges it. If it can't be stored, the answer is
//! 503, and Telegram posts it again. Nothing here moves or deletes the webhook at Telegram: see
//! [`registration`].

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderMap, Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::http_server;
use crate::storage::{InboxWrite, RawUpdate, Write};
use crate::telegram::caller::Caller;
use crate::telegram::ingest::health::UPDATES;
use crate::telegram::ingest::introduction::Ingest;
use crate::telegram::ingest::raw_update::receive;
use crate::telegram::ingest::registration::{self, Registration};
use crate::telegram::seldom::Seldom;

/// The header with the secret (Bot API, setWebhook).
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";
/// The longest update: a message has 4,096 characters and as much again quoted, some 40 KiB.
const BODY_LIMIT: usize = 1024 * 1024;
/// How long a body may take to arrive. Telegram, or the proxy in front of us, has all of it.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// Most requests at the same time: all that Telegram makes ([`super::registration::CONNECTIONS`]), and some over. Each holds a body.
const REQUESTS: usize = 64;

/// Takes updates that Telegram posts, and stores them.
pub struct Webhook {
    /// Bound before anything is started, so that an address that is in use is reported at once.
    pub listener: TcpListener,
    /// Where Telegram posts to; its path is the only one that is served.
    pub url: Url,
    /// What Telegram sends with each update.
    pub secret: SecretString,
    /// What else is served at the same address.
    pub beside: Router,
    /// Its heartbeat comes once and is never overdue: a webhook that listens works, even if no update comes.
    pub ingest: Ingest,
}

/// What each request needs.
struct Endpoint {
    path: String,
    secret: SecretString,
    ingest: Ingest,
    requests: Semaphore,
    stranger: Seldom,
    unsaved: Seldom,
}

impl Webhook {
    /// Runs until `stop`, then answers the running requests. The webhook stays set: updates wait at Telegram until the bot is back.
    pub async fn run(self, stop: CancellationToken) {
        let endpoint = Arc::new(Endpoint {
            path: self.url.path().to_owned(),
            secret: self.secret.clone(),
            ingest: self.ingest.clone(),
            requests: Semaphore::new(REQUESTS),
            stranger: Seldom::minute(),
            unsaved: Seldom::minute(),
        });
        let router = Router::new().fallback(answer).with_state(endpoint).merge(self.beside);
        let serving = http_server::serve(self.listener, router, stop);
        let introduction = async {
            self.ingest.introduce().await;
            self.ingest.heartbeats.beat(UPDATES, Duration::MAX);
            check_registration(&self.ingest.caller, &self.url, &self.secret).await;
            pending::<()>().await;
        };
        tokio::select! {
            () = serving => {}
            () = introduction => {}
        }
    }
}

/// Logs whether the webhook is set, because without it the owner would only see that no update comes. Has Telegram post the kinds of update
/// that this version asks for, if it posts those of another version.
async fn check_registration(caller: &Caller, url: &Url, secret: &SecretString) {
    match Registration::read(caller).await {
        Ok(outdated) if outdated.is_outdated(url) => match registration::set(caller, url, secret).await {
            Ok(()) => tracing::info!("Telegram posts the kinds of update to WEBHOOK_URL that this version asks for"),
            Err(error) => tracing::error!("Telegram posts other kinds of update than this version asks for: {error}"),
        },
        Ok(registration) => match registration.misfit(Some(url)) {
            Some(misfit) => tracing::error!("{misfit}"),
            None => tracing::info!("Telegram posts updates to WEBHOOK_URL"),
        },
        Err(error) => tracing::warn!("whether the webhook is set is not known: {error}"),
    }
}

async fn answer(State(endpoint): State<Arc<Endpoint>>, request: Request) -> StatusCode {
    if request.uri().path() != endpoint.path {
        return StatusCode::NOT_FOUND;
    }
    if request.method() != Method::POST {
        return StatusCode::METHOD_NOT_ALLOWED;
    }
    if !endpoint.knows(request.headers()) {
        if endpoint.stranger.is_time() {
            tracing::warn!(
                "somebody without the secret posts to the webhook; if WEBHOOK_SECRET was changed, it is Telegram: run `webhook set`"
            );
        }
        return StatusCode::UNAUTHORIZED;
    }
    // The secret is right, but whether the token is valid is not known yet.
    if endpoint.ingest.username.borrow().is_none() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let Ok(_permit) = endpoint.requests.try_acquire() else { return StatusCode::SERVICE_UNAVAILABLE };
    match read(&endpoint, request).await {
        Ok(incoming) => {
            (endpoint.ingest.at_once)(&incoming.body);
            endpoint.save(incoming).await
        }
        Err(status) => status,
    }
}

/// The update in the body, or the status that says why there is none.
async fn read(endpoint: &Endpoint, request: Request) -> Result<RawUpdate, StatusCode> {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > BODY_LIMIT) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let body = timeout(BODY_TIMEOUT, to_bytes(request.into_body(), BODY_LIMIT)).await;
    let body = body.map_err(|_| StatusCode::REQUEST_TIMEOUT)?.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    // The text may contain a secret: an admin may paste the key into the wrong chat.
    let body = endpoint.ingest.caller.redacted(&body);
    let incoming =
        str::from_utf8(&body).ok().and_then(|text| receive(endpoint.ingest.caller.bot_id(), text, endpoint.ingest.clock.now()).ok());
    incoming.ok_or_else(|| {
        tracing::error!("the webhook got a body that is no update: it has no update_id");
        StatusCode::BAD_REQUEST
    })
}

impl Endpoint {
    /// Whether the request has the secret. The time that this takes reveals only the length of the secret.
    fn knows(&self, headers: &HeaderMap) -> bool {
        let shown = headers.get(SECRET_HEADER).map(|value| value.as_bytes()).unwrap_or_default();
        shown.ct_eq(self.secret.expose_secret().as_bytes()).into()
    }

    async fn save(&self, incoming: RawUpdate) -> StatusCode {
        let store = self.ingest.store.clone();
        // In a task of its own: if the client disconnects, axum drops the handler, and the commit must not be dropped half-way.
        let saving = tokio::spawn(async move { store.commit(vec![Write::Inbox(InboxWrite::Receive(incoming))]).await });
        let failure = match saving.await {
            Ok(Ok(())) => {
                self.ingest.health.answered(self.ingest.clock.now());
                return StatusCode::OK;
            }
            Ok(Err(error)) => error.to_string(),
            Err(panic) => panic.to_string(),
        };
        if self.unsaved.is_time() {
            tracing::error!("updates are not stored, so Telegram keeps them: {failure}");
        }
        StatusCode::SERVICE_UNAVAILABLE
    }
}
