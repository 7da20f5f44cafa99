//! The HTTP client: one POST per call, without redirects, retries or proxies.

use std::error::Error as _;
use std::fmt;
use std::time::{Duration, Instant};

use reqwest::header::{CONTENT_TYPE, DATE, HeaderName, RETRY_AFTER};
use reqwest::redirect;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::domain::catalog::Listing;
use crate::domain::notification::ProviderAccount;
use crate::domain::provider::ProviderName;
use crate::domain::redaction::Redactor;
use crate::limiter::{Limiter, Permit, Priority};
use crate::provider::odzreshop::outcome::{self, Answer, Reply};
use crate::provider::odzreshop::wire::{self, Ask, Body};
use crate::provider::{CallError, OrderRequest, Status, Submission};

/// The timeout for connecting; well below the timeout of every call, so that "not connected" is certain.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The largest body that is read: a complete price list is a hundredth of this.
const BODY_MAX_BYTES: usize = 1 << 20;
/// The longest cause of a failed connection that is kept, in characters.
const CAUSE_CHARS: usize = 120;

/// How to reach the provider.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The API's root, with `/api/v1`.
    pub base_url: Url,
    /// The key, which is part of every body.
    pub api_key: SecretString,
    /// The most calls per minute, all endpoints together.
    pub requests_per_minute: u32,
    /// The timeout of any other call, including connecting and the body.
    pub call_timeout: Duration,
    /// Redacts our secrets in the provider's answers, which may repeat them.
    pub redactor: Redactor,
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The base URL does not have the form `http(s)://host/…`.
    #[error("the provider's base URL is not an http(s) URL")]
    BaseUrl,
    /// TLS could not be set up.
    #[error("the HTTP client can't be set up")]
    Http(#[from] reqwest::Error),
}

/// The client of the odzreshop API.
#[derive(Debug)]
pub struct Client {
    base_url: Url,
    api_key: SecretString,
    redactor: Redactor,
    limiter: Limiter,
    /// A fresh connection per call, which makes "not connected" mean "not sent".
    orders: reqwest::Client,
    /// Kept-alive connections, for questions.
    questions: reqwest::Client,
    call_timeout: Duration,
    observer: Option<Observer>,
}

/// Called after each call with the endpoint, the outcome in one word, and the duration.
struct Observer(Box<dyn Fn(&'static str, &'static str, Duration) + Send + Sync>);

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}

impl Client {
    /// Creates a client; makes no call.
    ///
    /// # Errors
    /// When the base URL is not an `http(s)` URL, or TLS can't be set up.
    pub fn new(settings: Settings) -> Result<Self, BuildError> {
        if !matches!(settings.base_url.scheme(), "http" | "https") || settings.base_url.host().is_none() {
            return Err(BuildError::BaseUrl);
        }
        // No redirects: the body holds the key, and a 307 would send the order a second time. No proxy from the environment.
        let strict = || {
            reqwest::Client::builder()
                .connect_timeout(CONNECT_TIMEOUT)
                .redirect(redirect::Policy::none())
                .retry(reqwest::retry::never())
                .no_proxy()
                .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
        };
        // An idle connection may be closed just as an order is written to it: needless uncertainty. HTTP/2 would share one.
        let orders = strict().pool_max_idle_per_host(0).http1_only().build()?;
        let questions = strict().build()?;
        Ok(Self {
            base_url: settings.base_url,
            api_key: settings.api_key,
            redactor: settings.redactor,
            limiter: Limiter::per_minute(settings.requests_per_minute),
            orders,
            questions,
            call_timeout: settings.call_timeout,
            observer: None,
        })
    }

    /// Whom it calls.
    pub fn provider(&self) -> ProviderName {
        ProviderName::Odzreshop
    }

    /// The same client with an observer of its calls.
    #[must_use]
    pub fn observed(self, observer: impl Fn(&'static str, &'static str, Duration) + Send + Sync + 'static) -> Self {
        Self { observer: Some(Observer(Box::new(observer))), ..self }
    }

    /// Waits until a call is allowed. For an order: get the permit, then write the intent to disk, then call [`Self::submit`]. Dropping the
    /// future or the permit is safe.
    pub async fn permit(&self, priority: Priority) -> Permit {
        self.limiter.permit(priority).await
    }

    /// Changes how many calls a minute are made from now on, all endpoints together.
    pub fn set_pace(&self, requests_per_minute: u32) {
        self.limiter.set_pace(requests_per_minute);
    }

    /// Places an order: exactly one POST, or none, which may take `timeout` all in all. The intent has to be on disk before; a dropped
    /// future leaves the outcome unknown.
    pub async fn submit(&self, permit: Permit, request: &OrderRequest, timeout: Duration) -> Submission {
        let ask = Ask::Order { sku: &request.sku, target: &request.target, ref_id: &request.ref_id };
        outcome::classify_order(&self.post(&self.orders, timeout, permit, ask).await, request)
    }

    /// Checks the status of an invoice. Waits for a permit first.
    ///
    /// # Errors
    /// When there is no usable answer; this decides nothing about the order.
    pub async fn check(&self, invoice: &str) -> Result<Status, CallError> {
        let answer = self.question(Priority::Status, Ask::Status { invoice }).await;
        outcome::classify_status(&answer, invoice)
    }

    /// Fetches the price list of a category. Waits for a permit first: with [`Priority::Order`] to check a price before an order is sent, else
    /// with [`Priority::Background`].
    ///
    /// # Errors
    /// When there is no list; `Refused` with `NotFound` when the provider does not know the category.
    pub async fn services(&self, slug: &str, priority: Priority) -> Result<Listing, CallError> {
        outcome::classify_services(&self.question(priority, Ask::Services { slug }).await)
    }

    /// Reads our account. Waits for a permit first, with the priority of status checks, because an admin waits for the answer.
    ///
    /// # Errors
    /// When there is no usable answer.
    pub async fn profile(&self) -> Result<ProviderAccount, CallError> {
        outcome::classify_profile(&self.question(Priority::Status, Ask::Profile {}).await)
    }

    async fn question(&self, priority: Priority, ask: Ask<'_>) -> Answer {
        let permit = self.limiter.permit(priority).await;
        self.post(&self.questions, self.call_timeout, permit, ask).await
    }

    /// One POST. Taking the permit by value makes it the only one that the permit allows.
    async fn post(&self, http: &reqwest::Client, timeout: Duration, permit: Permit, ask: Ask<'_>) -> Answer {
        drop(permit);
        let endpoint = ask.endpoint();
        let started = Instant::now();
        let answer = match self.send(http, timeout, ask).await {
            Ok(reply) => Answer::Reply(reply),
            Err(failure) => failure.answer(timeout),
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

    async fn send(&self, http: &reqwest::Client, timeout: Duration, ask: Ask<'_>) -> Result<Reply, Failure> {
        let mut url = self.base_url.clone();
        // A URL with a host always has path segments; `new` checked that it has a host.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push(ask.endpoint());
        }
        let body = Body { api_key: self.api_key.expose_secret(), ask };
        let request = http.post(url).timeout(timeout).json(&body).header(reqwest::header::ACCEPT, "application/json");
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
        // All answers pass here on their way to orders, messages and logs.
        reply.body = self.redactor.bytes(&reply.body).into_owned();
        Ok(reply)
    }
}

/// Why a call has no complete answer.
enum Failure {
    Http(reqwest::Error),
    TooLarge,
}

impl Failure {
    fn answer(self, timeout: Duration) -> Answer {
        match self {
            Self::TooLarge => Answer::Broken("answer over 1 MiB".to_owned()),
            // Checked before the timeout: a timeout while connecting is both.
            Self::Http(error) if error.is_connect() => Answer::NotConnected(format!("not connected: {}", cause(&error))),
            Self::Http(error) if error.is_builder() => Answer::NotConnected("request can't be built".to_owned()),
            Self::Http(error) if error.is_timeout() => Answer::TimedOut { after_ms: timeout.as_millis() },
            Self::Http(error) if error.is_body() || error.is_decode() => Answer::Broken(format!("answer broke off: {}", cause(&error))),
            Self::Http(error) => Answer::Broken(format!("connection broke: {}", cause(&error))),
        }
    }
}

/// The innermost cause of an HTTP failure, which contains neither URL nor body.
fn cause(error: &reqwest::Error) -> String {
    let Some(mut cause) = error.source() else { return "unknown".to_owned() };
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    wire::clean(&cause.to_string(), CAUSE_CHARS)
}
