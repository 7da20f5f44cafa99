//! HTTP as every gateway is called: one request per call, without redirects, retries or proxies, at the gateway's pace, and no error that
//! names a URL, because a URL may hold a key.

use std::error::Error as _;
use std::time::Duration;

use reqwest::{Method, RequestBuilder, StatusCode, redirect};
use url::Url;

use crate::domain::redaction::Redactor;
use crate::limiter::{Limiter, Priority};
use crate::payment::GatewayError;
use crate::payment::answer::word;

/// The timeout for connecting.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The timeout of a call, with connecting and the body: a customer waits for the code.
const CALL_TIMEOUT: Duration = Duration::from_secs(10);
/// The largest body that is read; the known ones have less than a kilobyte.
const BODY_MAX_BYTES: usize = 64 << 10;
/// The longest pause that a gateway's 429 causes, in milliseconds.
const BUSY_MS: i64 = 10_000;

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The base URL does not have the form `http(s)://host/…`.
    #[error("the gateway's base URL is not an http(s) URL")]
    BaseUrl,
    /// TLS could not be set up.
    #[error("the HTTP client can't be set up")]
    Http(#[from] reqwest::Error),
}

/// The HTTP side of a gateway's client.
#[derive(Debug)]
pub(super) struct Http {
    base_url: Url,
    client: reqwest::Client,
    limiter: Limiter,
    redactor: Redactor,
}

impl Http {
    pub(super) fn new(base_url: Url, requests_per_minute: u32, redactor: Redactor) -> Result<Self, BuildError> {
        if !matches!(base_url.scheme(), "http" | "https") || base_url.host().is_none() {
            return Err(BuildError::BaseUrl);
        }
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(CALL_TIMEOUT)
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { base_url, client, limiter: Limiter::per_minute(requests_per_minute), redactor })
    }

    /// A request to this path below the base URL.
    pub(super) fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        let mut url = self.base_url.clone();
        // A URL with a host always has path segments; `new` checked that it has a host.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        self.client.request(method, url)
    }

    /// Makes one request at the gateway's pace: the status and the body, without our secrets.
    pub(super) async fn send(&self, request: RequestBuilder, priority: Priority) -> Result<(StatusCode, Vec<u8>), GatewayError> {
        drop(self.limiter.permit(priority).await);
        let mut response = request.send().await.map_err(|error| no_answer(&error))?;
        let (status, mut body) = (response.status(), Vec::new());
        while let Some(chunk) = response.chunk().await.map_err(|error| no_answer(&error))? {
            if body.len() + chunk.len() > BODY_MAX_BYTES {
                return Err(GatewayError::Garbled { detail: "answer over 64 KiB".to_owned() });
            }
            body.extend_from_slice(&chunk);
        }
        if status == StatusCode::TOO_MANY_REQUESTS {
            self.limiter.pause(Some(BUSY_MS));
            return Err(GatewayError::Busy);
        }
        Ok((status, self.redactor.bytes(&body).into_owned()))
    }
}

/// Why a request has no answer: the innermost cause, which contains neither URL nor body.
fn no_answer(error: &reqwest::Error) -> GatewayError {
    if error.is_timeout() {
        return GatewayError::NoAnswer { detail: "timed out".to_owned() };
    }
    let mut cause = error.source();
    while let Some(inner) = cause.and_then(|cause| cause.source()) {
        cause = Some(inner);
    }
    GatewayError::NoAnswer { detail: cause.map_or_else(|| "unknown".to_owned(), |cause| word(&cause.to_string())) }
}
