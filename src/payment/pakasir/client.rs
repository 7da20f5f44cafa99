//! Pakasir's calls.

use reqwest::{Method, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::domain::bill::Slip;
use crate::domain::money::Rupiah;
use crate::domain::redaction::Redactor;
use crate::limiter::Priority;
use crate::payment::http::Http;
use crate::payment::pakasir::outcome;
use crate::payment::pakasir::wire::Body;
use crate::payment::{Ask, BuildError, GatewayError, Look};

/// How to reach Pakasir.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The API's root, with `/api`.
    pub base_url: Url,
    /// The project's slug.
    pub project: String,
    /// The project's key, which is part of every body, and of the query that asks for a transaction.
    pub api_key: SecretString,
    /// The most calls per minute.
    pub requests_per_minute: u32,
    /// Redacts our secrets in answers, which may repeat them.
    pub redactor: Redactor,
}

/// The client of Pakasir's API.
#[derive(Debug)]
pub struct Client {
    project: String,
    api_key: SecretString,
    http: Http,
}

impl Client {
    /// Creates a client; makes no call.
    ///
    /// # Errors
    /// When the base URL is not an `http(s)` URL, or TLS can't be set up.
    pub fn new(settings: Settings) -> Result<Self, BuildError> {
        let Settings { base_url, project, api_key, requests_per_minute, redactor } = settings;
        Ok(Self { project, api_key, http: Http::new(base_url, requests_per_minute, redactor)? })
    }

    /// The project's slug.
    pub fn project(&self) -> &str {
        &self.project
    }

    pub(in crate::payment) async fn open(&self, ask: Ask<'_>) -> Result<Slip, GatewayError> {
        let asked = match ask.asked {
            Some(asked) => asked.0,
            None if ask.fee_on_top => ask.wanted.0,
            None => without_fee(ask.wanted.0),
        };
        let request = self.post(&["transactioncreate", "qris"], ask.reference, asked);
        let (status, body) = self.http.send(request, Priority::Order).await?;
        outcome::opened(&self.project, ask, asked, status, &body)
    }

    pub(in crate::payment) async fn look(&self, reference: &str, asked: Rupiah, payable: i64, urgent: bool) -> Result<Look, GatewayError> {
        // The amount is part of the key: the one that was asked for, not the total.
        let amount = asked.0.to_string();
        let query =
            [("project", self.project.as_str()), ("amount", &amount), ("order_id", reference), ("api_key", self.api_key.expose_secret())];
        let request = self.http.request(Method::GET, &["transactiondetail"]).query(&query);
        let priority = if urgent { Priority::Order } else { Priority::Status };
        let (status, body) = self.http.send(request, priority).await?;
        outcome::looked(&self.project, reference, (asked.0, payable), status, &body)
    }

    pub(in crate::payment) async fn close(&self, reference: &str, asked: Rupiah) -> Result<(), GatewayError> {
        let request = self.post(&["transactioncancel"], reference, asked.0);
        let (status, body) = self.http.send(request, Priority::Background).await?;
        outcome::closed(status, &body)
    }

    fn post(&self, path: &[&str], reference: &str, amount: i64) -> RequestBuilder {
        let body = Body { project: &self.project, order_id: reference, amount, api_key: self.api_key.expose_secret() };
        self.http.request(Method::POST, path).json(&body)
    }
}

/// The least amount whose total with Pakasir's usual fee (0.7 % and Rp 310) is not below `total`. Only a guess: the answer tells the total.
fn without_fee(total: i64) -> i64 {
    let with_fee = |amount: i64| amount + amount * 7 / 1_000 + 310;
    // A little too low, and then up.
    let start = ((total - 310) * 1_000 / 1_007 - 2).max(1);
    (start..).find(|amount| with_fee(*amount) >= total).unwrap_or(total)
}

#[cfg(test)]
mod tests {
    use super::without_fee;

    #[test]
    fn the_total_is_the_wanted_amount_or_a_little_more() {
        for total in (1_000..60_000).chain([99_000, 100_003, 999_999, 1_000_000, 10_000_000]) {
            let amount = without_fee(total);
            let with_fee = |amount: i64| amount + amount * 7 / 1_000 + 310;
            assert!((total..=total + 1).contains(&with_fee(amount)) && with_fee(amount - 1) < total, "{total}: {amount}");
        }
        assert_eq!(without_fee(100_003), 99_000, "the documentation's own example");
    }
}
