//! Midtrans' calls.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use reqwest::{Method, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::domain::bill::Slip;
use crate::domain::redaction::Redactor;
use crate::limiter::Priority;
use crate::payment::http::Http;
use crate::payment::midtrans::outcome;
use crate::payment::midtrans::wire::{Charge, CustomExpiry, TransactionDetails};
use crate::payment::{Ask, BuildError, GatewayError, Look};

/// The shortest life of a code that is asked for, in minutes: below it Midtrans' own end of a code is unreliable, as its guide says. A bill
/// that is over earlier is ended by us.
const LEAST_MINUTES: i64 = 15;
/// The host for trying things out. Nobody pays there.
const SANDBOX_HOST: &str = "api.sandbox.midtrans.com";
/// How the keys for that host begin.
const SANDBOX_KEY: &str = "SB-";

/// How to reach Midtrans.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The API's root, with `/v2`.
    pub base_url: Url,
    /// The merchant's server key: the user of each call, without a password.
    pub server_key: SecretString,
    /// The most calls per minute.
    pub requests_per_minute: u32,
    /// Redacts our secrets in answers, which may repeat them.
    pub redactor: Redactor,
}

/// The client of Midtrans' Core API.
#[derive(Debug)]
pub struct Client {
    server_key: SecretString,
    sandbox: bool,
    http: Http,
}

impl Client {
    /// Creates a client; makes no call.
    ///
    /// # Errors
    /// When the base URL is not an `http(s)` URL, or TLS can't be set up.
    pub fn new(settings: Settings) -> Result<Self, BuildError> {
        let Settings { base_url, server_key, requests_per_minute, redactor } = settings;
        let key = server_key.expose_secret();
        let sandbox = base_url.host_str() == Some(SANDBOX_HOST) || key.starts_with(SANDBOX_KEY);
        // In this form it travels, and could come back.
        let redactor = redactor.and(BASE64_STANDARD.encode(format!("{key}:")));
        let http = Http::new(base_url, requests_per_minute, redactor)?;
        Ok(Self { server_key, sandbox, http })
    }

    /// Whether it is the sandbox, where nobody pays.
    pub fn is_sandbox(&self) -> bool {
        self.sandbox
    }

    pub(in crate::payment) async fn open(&self, ask: Ask<'_>) -> Result<Slip, GatewayError> {
        // The total is what is asked for: the fee is kept back when Midtrans pays out.
        let asked = if ask.fee_on_top { with_fee(ask.wanted.0) } else { ask.wanted.0 };
        let body = Charge {
            payment_type: "qris",
            transaction_details: TransactionDetails { order_id: ask.reference, gross_amount: asked },
            custom_expiry: CustomExpiry { expiry_duration: ask.minutes.max(LEAST_MINUTES), unit: "minute" },
        };
        let request = self.request(Method::POST, &["charge"]).json(&body);
        let (status, body) = self.http.send(request, Priority::Order).await?;
        outcome::opened(ask, asked, status, &body)
    }

    pub(in crate::payment) async fn look(&self, reference: &str, urgent: bool) -> Result<Look, GatewayError> {
        let priority = if urgent { Priority::Order } else { Priority::Status };
        let (status, body) = self.http.send(self.request(Method::GET, &[reference, "status"]), priority).await?;
        outcome::looked(reference, self.sandbox, status, &body)
    }

    pub(in crate::payment) async fn close(&self, reference: &str) -> Result<(), GatewayError> {
        let (status, body) = self.http.send(self.request(Method::POST, &[reference, "expire"]), Priority::Background).await?;
        outcome::closed(status, &body)
    }

    fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        let request = self.http.request(method, path).header(reqwest::header::ACCEPT, "application/json");
        request.basic_auth(self.server_key.expose_secret(), None::<&str>)
    }
}

/// The least total from which `net` is left after Midtrans' fee for QRIS, 0.7 %.
fn with_fee(net: i64) -> i64 {
    (net * 1_000 + 992) / 993
}

#[cfg(test)]
mod tests {
    use super::with_fee;

    #[test]
    fn what_is_wanted_is_left_after_the_fee() {
        for net in (1..60_000).chain([99_000, 999_999, 1_000_000, 10_000_000]) {
            let left_in_thousandths = |total: i64| total * 993;
            let total = with_fee(net);
            assert!(left_in_thousandths(total) >= net * 1_000 && left_in_thousandths(total - 1) < net * 1_000, "{net}: {total}");
        }
        assert_eq!(with_fee(20_000), 20_141);
    }
}
