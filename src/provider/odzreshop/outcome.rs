//! What an answer means. Pure, because money hangs on it: an order is placed, refused or not sent only when that is certain, and
//! everything that nobody has thought of ends in `Uncertain`.
//!
//! The documented form of a refusal: a status code of the API's table, and a JSON object with `"success": false` and a `message`.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::domain::catalog::Service;
use crate::domain::notification::{InvoiceReport, ProviderAccount};
use crate::domain::order::{Receipt, Refusal};
use crate::provider::odzreshop::wire;
use crate::provider::{CallError, OrderRequest, Status, Submission};

/// The longest content type named in a detail.
const CONTENT_TYPE_CHARS: usize = 64;

/// What came back from one call.
pub(super) enum Answer {
    /// A whole HTTP answer.
    Reply(Reply),
    /// The request could not be built, or there was no connection to send it on; in words.
    NotConnected(String),
    /// No (whole) answer within so many milliseconds; the request may have arrived.
    TimedOut { after_ms: u128 },
    /// The connection broke, or the answer was too large; in words. The request may have arrived.
    Broken(String),
}

impl Answer {
    /// Its class by status, whatever the body says.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Reply(reply) => match reply.status {
                200..300 => "ok",
                429 => "busy",
                400..500 => "refused",
                _ => "error",
            },
            Self::NotConnected(_) => "not_connected",
            Self::TimedOut { .. } => "timeout",
            Self::Broken(_) => "broken",
        }
    }
}

/// An HTTP answer. No `Debug`: nobody has to see whole bodies.
pub(super) struct Reply {
    pub status: u16,
    pub content_type: Option<String>,
    pub retry_after_ms: Option<i64>,
    pub body: Vec<u8>,
}

impl Reply {
    /// Its class in a few words, such as `HTTP 502, text/html`.
    fn class(&self) -> String {
        let essence = self.content_type.as_deref().unwrap_or("").split(';').next().unwrap_or("");
        let essence = wire::clean(essence, CONTENT_TYPE_CHARS);
        match (essence.as_str(), self.body.len()) {
            (_, 0) => format!("HTTP {}, empty", self.status),
            ("", _) => format!("HTTP {}, no content type", self.status),
            (essence, _) => format!("HTTP {}, {essence}", self.status),
        }
    }

    fn is_2xx(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The refusal, if it is one in the documented form.
    fn refusal(&self, body: &Map<String, Value>) -> Option<(Refusal, String)> {
        if body.get("success") != Some(&Value::Bool(false)) {
            return None;
        }
        let message = wire::clean(body.get("message")?.as_str()?, wire::MESSAGE_CHARS);
        let words = message.to_lowercase();
        let refusal = match self.status {
            400 if words.contains("insufficient balance") => Refusal::InsufficientBalance,
            400 if words.contains("missing") => Refusal::MissingFields,
            400 => Refusal::BadRequest,
            401 => Refusal::Key,
            403 => Refusal::Ip,
            404 => Refusal::NotFound,
            405 => Refusal::Method,
            // Any other 503 may come from whoever stands before the provider, after the order went through.
            503 if words == "vendor balance depleted" => Refusal::VendorDepleted,
            _ => return None,
        };
        Some((refusal, message))
    }

    /// Whether it is a 429 in the API's own words, rather than of a proxy that may have let the order through.
    fn is_own_429(&self, body: &Map<String, Value>) -> bool {
        let says = body.get("message").is_some_and(Value::is_string);
        self.status == 429 && says && !wire::is_success(body) && !body.contains_key("data")
    }
}

/// What became of an order.
pub(super) fn classify_order(answer: &Answer, request: &OrderRequest) -> Submission {
    let reply = match answer {
        Answer::Reply(reply) => reply,
        Answer::NotConnected(detail) => return Submission::NotSent { detail: detail.clone() },
        Answer::TimedOut { .. } | Answer::Broken(_) => return Submission::Uncertain { detail: silence(answer) },
    };
    let uncertain = |why: &str| Submission::Uncertain { detail: format!("{}: {why}", reply.class()) };
    let Some(body) = wire::object(&reply.body) else { return Submission::Uncertain { detail: reply.class() } };
    if let Some((refusal, message)) = reply.refusal(&body) {
        return Submission::Refused { refusal, message };
    }
    if reply.is_own_429(&body) {
        return Submission::Busy { retry_after_ms: reply.retry_after_ms };
    }
    if !reply.is_2xx() {
        return uncertain("not a documented answer");
    }
    let Some(order) = wire::success(&body) else { return uncertain("no success") };
    if let Some(other) = names_another(order, request) {
        return uncertain(&format!("answer names another {other}"));
    }
    match wire::code(order, "invoice") {
        Some(invoice) => Submission::Placed(receipt(invoice, order)),
        None => uncertain("no invoice"),
    }
}

fn receipt(invoice: String, order: &Map<String, Value>) -> Receipt {
    Receipt {
        invoice,
        cost: wire::cost(order, "price"),
        balance_before: wire::amount(order, "balance_before"),
        balance_after: wire::amount(order, "balance_after"),
        status_report: wire::status_report(order),
    }
}

/// Which field shows that the answer is about another order. Such an answer proves nothing about ours. Our own `ref_id` settles it:
/// how a provider writes a target back is its own affair.
fn names_another(order: &Map<String, Value>, request: &OrderRequest) -> Option<&'static str> {
    if order.get("ref_id").and_then(Value::as_str).is_some_and(|theirs| theirs.trim() == request.ref_id) {
        return None;
    }
    let differs = |key: &str, ours: &str| match order.get(key) {
        Some(Value::String(theirs)) => !theirs.trim().is_empty() && theirs.trim() != ours.trim(),
        None | Some(Value::Null) => false,
        Some(_) => key == "ref_id",
    };
    [("ref_id", &request.ref_id), ("sku", &request.sku), ("target", &request.target)]
        .into_iter()
        .find_map(|(key, ours)| differs(key, ours).then_some(key))
}

/// What the provider says of `invoice`.
pub(super) fn classify_status(answer: &Answer, invoice: &str) -> Result<Status, CallError> {
    let (reply, body) = well(answer)?;
    let Some(order) = wire::success(&body) else { return Err(garbled(reply, "no success")) };
    match order.get("invoice") {
        None | Some(Value::Null) => {}
        Some(Value::String(theirs)) if theirs.trim() == invoice.trim() => {}
        Some(_) => return Err(garbled(reply, "answer names another invoice")),
    }
    let status_report = wire::status_report(order);
    if status_report.word.is_empty() {
        return Err(garbled(reply, "no status"));
    }
    let report = InvoiceReport {
        word: status_report.word.clone(),
        sn: status_report.sn.clone(),
        message: status_report.message.clone(),
        sku: wire::text(order, "sku", wire::CODE_CHARS),
        item: wire::text(order, "product_name", wire::NAME_CHARS),
        target: wire::text(order, "target", wire::NAME_CHARS),
        cost: wire::cost(order, "price"),
    };
    Ok(Status { status_report, report })
}

/// What is listed, and how many entries made no sense and were left out.
pub(super) fn classify_services(answer: &Answer) -> Result<(Vec<Service>, usize), CallError> {
    let (reply, body) = well(answer)?;
    if !wire::is_success(&body) {
        return Err(garbled(reply, "no success"));
    }
    let Some(Value::Array(entries)) = body.get("data") else { return Err(garbled(reply, "no list")) };
    let mut seen = HashSet::new();
    let mut services: Vec<Service> = entries.iter().filter_map(service).collect();
    services.retain(|service| seen.insert(service.sku.clone()));
    let skipped = entries.len() - services.len();
    Ok((services, skipped))
}

/// One SKU; `None` without a code to order it by or a price to sell it at.
fn service(entry: &Value) -> Option<Service> {
    let entry = entry.as_object()?;
    let sku = wire::code(entry, "sku")?;
    let cost = wire::amount(entry, "price").filter(|cost| cost.0 > 0)?;
    let active = entry.get("status").and_then(Value::as_str).is_some_and(|status| status.trim().eq_ignore_ascii_case("active"));
    let name = wire::text(entry, "name", wire::NAME_CHARS).unwrap_or_else(|| sku.clone());
    Some(Service { sku, name, cost, active })
}

/// Our account.
pub(super) fn classify_profile(answer: &Answer) -> Result<ProviderAccount, CallError> {
    let (reply, body) = well(answer)?;
    let Some(account) = wire::success(&body) else { return Err(garbled(reply, "no success")) };
    let Some(balance) = wire::amount(account, "balance") else { return Err(garbled(reply, "no balance")) };
    let word = |key| wire::text(account, key, wire::NAME_CHARS).unwrap_or_default();
    Ok(ProviderAccount { name: word("name"), tier: word("tier"), balance })
}

/// The JSON object of a 2xx answer to a question, or why there is none.
fn well(answer: &Answer) -> Result<(&Reply, Map<String, Value>), CallError> {
    let Answer::Reply(reply) = answer else { return Err(CallError::NoAnswer { detail: silence(answer) }) };
    // Nothing was taken, so it does not matter who says it.
    if reply.status == 429 {
        return Err(CallError::Busy { retry_after_ms: reply.retry_after_ms });
    }
    let Some(body) = wire::object(&reply.body) else { return Err(CallError::Garbled { detail: reply.class() }) };
    if let Some((refusal, message)) = reply.refusal(&body) {
        return Err(CallError::Refused { refusal, message });
    }
    if reply.is_2xx() { Ok((reply, body)) } else { Err(garbled(reply, "not a documented answer")) }
}

fn garbled(reply: &Reply, why: &str) -> CallError {
    CallError::Garbled { detail: format!("{}: {why}", reply.class()) }
}

/// Why there is no answer, in a few words.
fn silence(answer: &Answer) -> String {
    match answer {
        Answer::Reply(reply) => reply.class(),
        Answer::NotConnected(detail) | Answer::Broken(detail) => detail.clone(),
        Answer::TimedOut { after_ms } if after_ms.is_multiple_of(1_000) => format!("timeout after {} s", after_ms / 1_000),
        Answer::TimedOut { after_ms } => format!("timeout after {after_ms} ms"),
    }
}

#[cfg(test)]
mod tests;
