//! The calling itself: two HTTP clients, one POST per call, and nothing done behind our back.

use std::error::Error as _;
use std::fmt;
use std::time::{Duration, Instant};

use reqwest::header::{CONTENT_TYPE, DATE, HeaderName, RETRY_AFTER};
use reqwest::redirect;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::domain::catalog::Service;
use crate::domain::notification::ProviderAccount;
use crate::domain::redaction::Redactor;
use crate::provider::limiter::{Limiter, Permit, Priority};
use crate::provider::odzreshop::outcome::{self, Answer, Reply};
use crate::provider::odzreshop::wire::{self, Ask, Body};
use crate::provider::{CallError, OrderRequest, Status, Submission};

/// How long a connection may take to stand; well below any call's timeout, so that "not connected" is known for certain.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The largest body read: a whole price list is a hundredth of it.
const BODY_MAX_BYTES: usize = 1 << 20;
/// The longest cause of a failed connection kept, in characters.
const CAUSE_CHARS: usize = 120;

/// How to reach the provider.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The API's root, with `/api/v1`.
    pub base_url: Url,
    /// The key that goes into every body.
    pub api_key: SecretString,
    /// Calls a minute, all endpoints together.
    pub requests_per_minute: u32,
    /// How long an order may take, all in all.
    pub order_timeout: Duration,
    /// How long any other call may take, all in all.
    pub call_timeout: Duration,
    /// Takes our secrets out of whatever the provider says: it may repeat them.
    pub redactor: Redactor,
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The base URL is not of the form `http(s)://host/…`.
    #[error("the provider's base URL is not an http(s) URL")]
    BaseUrl,
    /// TLS could not be set up.
    #[error("the HTTP client can't be set up")]
    Http(#[from] reqwest::Error),
}

/// odzreshop, as called by us.
#[derive(Debug)]
pub struct Client {
    base_url: Url,
    api_key: SecretString,
    redactor: Redactor,
    limiter: Limiter,
    /// A fresh connection per call, which makes "not connected" mean "not sent".
    orders: Channel,
    /// Kept-alive connections, for questions.
    questions: Channel,
    observer: Option<Observer>,
}

/// Told of each call when it has ended: the endpoint, how it ended in a word, and how long it took.
struct Observer(Box<dyn Fn(&'static str, &'static str, Duration) + Send + Sync>);

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}

#[derive(Debug)]
struct Channel {
    http: reqwest::Client,
    timeout: Duration,
}

impl Client {
    /// A client; nothing is called yet.
    ///
    /// # Errors
    /// When the base URL is no `http(s)` URL, or TLS can't be set up.
    pub fn new(settings: Settings) -> Result<Self, BuildError> {
        if !matches!(settings.base_url.scheme(), "http" | "https") || settings.base_url.host().is_none() {
            return Err(BuildError::BaseUrl);
        }
        // No redirects: the body holds the key, and a 307 would send the order a second time. No proxy from the environment.
        let strict = |timeout| {
            reqwest::Client::builder()
                .connect_timeout(CONNECT_TIMEOUT)
                .timeout(timeout)
                .redirect(redirect::Policy::none())
                .retry(reqwest::retry::never())
                .no_proxy()
                .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
        };
        // An idle connection may be closed just as an order is written to it: needless uncertainty. HTTP/2 would share one.
        let orders = strict(settings.order_timeout).pool_max_idle_per_host(0).http1_only().build()?;
        let questions = strict(settings.call_timeout).build()?;
        Ok(Self {
            base_url: settings.base_url,
            api_key: settings.api_key,
            redactor: settings.redactor,
            limiter: Limiter::per_minute(settings.requests_per_minute),
            orders: Channel { http: orders, timeout: settings.order_timeout },
            questions: Channel { http: questions, timeout: settings.call_timeout },
            observer: None,
        })
    }

    /// The same, with somebody told of each call.
    #[must_use]
    pub fn observed(self, observer: impl Fn(&'static str, &'static str, Duration) + Send + Sync + 'static) -> Self {
        Self { observer: Some(Observer(Box::new(observer))), ..self }
    }

    /// Waits until a call may be made. For an order: take the permit, then write the intent to disk, then [`Self::submit`]. Dropping the
    /// future, or the permit, is safe.
    pub async fn permit(&self, priority: Priority) -> Permit {
        self.limiter.permit(priority).await
    }

    /// Places an order: exactly one POST, or none. The intent has to be on disk before; a dropped future leaves the outcome unknown.
    pub async fn submit(&self, permit: Permit, request: &OrderRequest) -> Submission {
        let ask = Ask::Order { sku: &request.sku, target: &request.target, ref_id: &request.ref_id };
        outcome::classify_order(&self.post(&self.orders, permit, ask).await, request)
    }

    /// What became of an invoice. Waits for its turn first.
    ///
    /// # Errors
    /// When the answer does not say; this decides nothing about the order.
    pub async fn check(&self, invoice: &str) -> Result<Status, CallError> {
        let answer = self.question(Priority::Status, Ask::Status { invoice }).await;
        outcome::classify_status(&answer, invoice)
    }

    /// What is listed in a category. Waits for its turn first: [`Priority::Order`] when a price is read again before an order is sent,
    /// else [`Priority::Background`].
    ///
    /// # Errors
    /// When there is no list; `Refused` with `NotFound` when the provider does not know the category.
    pub async fn services(&self, slug: &str, priority: Priority) -> Result<Vec<Service>, CallError> {
        let answer = self.question(priority, Ask::Services { slug }).await;
        let (services, skipped) = outcome::classify_services(&answer)?;
        if skipped > 0 {
            tracing::warn!(slug, skipped, kept = services.len(), "some of the provider's price list makes no sense");
        }
        Ok(services)
    }

    /// How our account stands. Waits for its turn first, with the questions about orders: somebody waits for it.
    ///
    /// # Errors
    /// When the answer does not say.
    pub async fn profile(&self) -> Result<ProviderAccount, CallError> {
        outcome::classify_profile(&self.question(Priority::Status, Ask::Profile {}).await)
    }

    async fn question(&self, priority: Priority, ask: Ask<'_>) -> Answer {
        let permit = self.limiter.permit(priority).await;
        self.post(&self.questions, permit, ask).await
    }

    /// One POST. Taking the permit by value makes it the only one that the permit allows.
    async fn post(&self, channel: &Channel, permit: Permit, ask: Ask<'_>) -> Answer {
        drop(permit);
        let endpoint = ask.endpoint();
        let started = Instant::now();
        let answer = match self.send(channel, ask).await {
            Ok(reply) => Answer::Reply(reply),
            Err(failure) => failure.answer(channel.timeout),
        };
        let elapsed = started.elapsed();
        if let Some(Observer(observer)) = &self.observer {
            observer(endpoint, answer.word(), elapsed);
        }
        let elapsed_ms = elapsed.as_millis();
        match &answer {
            Answer::Reply(reply) => tracing::debug!(endpoint, elapsed_ms, status = reply.status, "the provider answered"),
            _ => tracing::debug!(endpoint, elapsed_ms, "the provider did not answer"),
        }
        if let Answer::Reply(reply) = &answer
            && reply.status == 429
        {
            self.limiter.pause(reply.retry_after_ms);
        }
        answer
    }

    async fn send(&self, channel: &Channel, ask: Ask<'_>) -> Result<Reply, Failure> {
        let mut url = self.base_url.clone();
        // A URL with a host can always be extended; `new` checked that it has one.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push(ask.endpoint());
        }
        let body = Body { api_key: self.api_key.expose_secret(), ask };
        let request = channel.http.post(url).json(&body).header(reqwest::header::ACCEPT, "application/json");
        let mut response = request.send().await.map_err(Failure::Http)?;
        let header = |name: HeaderName| response.headers().get(name).and_then(|value| value.to_str().ok());
        let mut reply = Reply {
            status: response.status().as_u16(),
            content_type: header(CONTENT_TYPE).map(|value| self.redactor.text(value).into_owned()),
            retry_after_ms: wire::retry_after_ms(header(RETRY_AFTER), header(DATE)),
            body: Vec::new(),
        };
        while let Some(chunk) = response.chunk().await.map_err(Failure::Http)? {
            if reply.body.len() + chunk.len() > BODY_MAX_BYTES {
                return Err(Failure::TooLarge);
            }
            reply.body.extend_from_slice(&chunk);
        }
        // The one gate that all answers pass, on their way to orders, messages and logs.
        reply.body = self.redactor.bytes(&reply.body).into_owned();
        Ok(reply)
    }
}

/// Why a call has no whole answer.
enum Failure {
    Http(reqwest::Error),
    TooLarge,
}

impl Failure {
    fn answer(self, timeout: Duration) -> Answer {
        match self {
            Self::TooLarge => Answer::Broken("answer over 1 MiB".to_owned()),
            // Before the timeout: a connection that takes too long to stand is both.
            Self::Http(error) if error.is_connect() => Answer::NotConnected(format!("not connected: {}", cause(&error))),
            Self::Http(error) if error.is_builder() => Answer::NotConnected("request can't be built".to_owned()),
            Self::Http(error) if error.is_timeout() => Answer::TimedOut { after_ms: timeout.as_millis() },
            Self::Http(error) if error.is_body() || error.is_decode() => Answer::Broken(format!("answer broke off: {}", cause(&error))),
            Self::Http(error) => Answer::Broken(format!("connection broke: {}", cause(&error))),
        }
    }
}

/// The innermost cause of an HTTP failure, which names neither URL nor body.
fn cause(error: &reqwest::Error) -> String {
    let Some(mut cause) = error.source() else { return "unknown".to_owned() };
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    wire::clean(&cause.to_string(), CAUSE_CHARS)
}
