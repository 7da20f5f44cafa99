//! What an answer means. Pure, because money hangs on it: an order is placed, refused or not sent only when that is certain, and
//! everything that nobody has thought of ends in `Uncertain`.
//!
//! The documented form of a refusal: a status code of the API's table, and a JSON object with `"success": false` and a `message`.

use std::collections::HashSet;

use serde_json::value::RawValue;

use crate::domain::catalog::{Listing, Service, SkipReason, Skipped};
use crate::domain::notification::{InvoiceReport, ProviderAccount};
use crate::domain::order::{Cause, Receipt, Refusal, StatusReport, StatusWord, cause};
use crate::provider::odzreshop::json::{Fields, Json};
use crate::provider::odzreshop::wire;
use crate::provider::{CallError, OrderRequest, Status, Submission};

/// The longest content type named in a detail.
const CONTENT_TYPE_CHARS: usize = 64;
/// The most entries of a price list named that are left out.
const SKIPPED_MAX: usize = 100;

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
    fn refusal(&self, body: &Fields) -> Option<(Refusal, String)> {
        if !matches!(body.get("success"), Some(Json::Bool(false))) {
            return None;
        }
        let message = wire::clean(&body.text("message")?, wire::MESSAGE_CHARS);
        let refusal = match self.status {
            400 => bad_request(&message),
            401 => Refusal::Key,
            403 => Refusal::Ip,
            404 => Refusal::NotFound,
            405 => Refusal::Method,
            // Any other 503 may come from a proxy in front of the provider, after the order went through.
            503 if message.eq_ignore_ascii_case("vendor balance depleted") => Refusal::VendorDepleted,
            _ => return None,
        };
        Some((refusal, message))
    }

    /// Whether it is a 429 in the API's own words, rather than of a proxy that may have let the order through.
    fn is_own_429(&self, body: &Fields) -> bool {
        self.status == 429 && body.text("message").is_some() && !wire::claims_success(body) && body.raw("data").is_none()
    }
}

/// The class of a 400, which the API uses for all that it does not take.
fn bad_request(message: &str) -> Refusal {
    match cause(message) {
        Cause::Balance => Refusal::InsufficientBalance,
        Cause::Fields => Refusal::MissingFields,
        Cause::Item => Refusal::ItemUnavailable,
        Cause::Target => Refusal::TargetRejected,
        Cause::Unknown => Refusal::BadRequest,
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
    let Some(body) = Fields::of_body(&reply.body) else { return Submission::Uncertain { detail: reply.class() } };
    if let Some((refusal, message)) = reply.refusal(&body) {
        return Submission::Refused { refusal, message };
    }
    if reply.is_own_429(&body) {
        return Submission::Busy { retry_after_ms: reply.retry_after_ms };
    }
    if !reply.is_2xx() {
        return uncertain("not a documented answer");
    }
    let order = body.object("data");
    let succeeds =
        wire::is_success(&body) || (wire::is_success_in_text(&body) && order.as_ref().is_some_and(|order| is_complete(order, request)));
    let Some(order) = order.filter(|_| succeeds) else { return uncertain("no success") };
    if let Some(other) = names_another(&order, request) {
        return uncertain(&format!("answer names another {other}"));
    }
    match wire::code(&order, "invoice") {
        Some(invoice) => Submission::Placed(receipt(invoice, &order)),
        None => uncertain("no invoice"),
    }
}

/// Whether an answer has so much of the documented form that it is about our order even if `success` has another type.
fn is_complete(order: &Fields, request: &OrderRequest) -> bool {
    let is_ours = wire::code(order, "ref_id").is_some_and(|theirs| theirs == request.ref_id);
    is_ours && wire::code(order, "invoice").is_some() && has_known_word(&wire::status_report(order))
}

fn has_known_word(report: &StatusReport) -> bool {
    !report.word.is_empty() && !matches!(report.status, StatusWord::Unknown(_))
}

fn receipt(invoice: String, order: &Fields) -> Receipt {
    let cost = wire::cost(order, "price");
    let odd_cost = if cost.is_none() { wire::written(order, "price").filter(|written| written != "null") } else { None };
    Receipt {
        invoice,
        cost,
        odd_cost,
        balance_before: wire::balance(order, "balance_before"),
        balance_after: wire::balance(order, "balance_after"),
        status_report: wire::status_report(order),
    }
}

/// Which field shows that the answer is about another order. Such an answer proves nothing about ours. Our own `ref_id` settles it:
/// how a provider writes a target back is its own affair.
fn names_another(order: &Fields, request: &OrderRequest) -> Option<&'static str> {
    if wire::code(order, "ref_id").is_some_and(|theirs| theirs == request.ref_id) {
        return None;
    }
    let differs = |key: &str, ours: &str| match order.get(key) {
        Some(Json::Text(theirs) | Json::Number(theirs)) => !theirs.trim().is_empty() && theirs.trim() != ours.trim(),
        // A text that can't be read has no value either.
        None => order.raw(key).is_some_and(|raw| raw.get() != "null"),
        Some(_) => key == "ref_id",
    };
    [("ref_id", &request.ref_id), ("sku", &request.sku), ("target", &request.target)]
        .into_iter()
        .find_map(|(key, ours)| differs(key, ours).then_some(key))
}

/// What the provider says of `invoice`.
pub(super) fn classify_status(answer: &Answer, invoice: &str) -> Result<Status, CallError> {
    let (reply, body) = well(answer)?;
    let Some(order) = body.object("data") else { return Err(garbled(reply, "no success")) };
    let theirs = wire::code(&order, "invoice");
    let status_report = wire::status_report(&order);
    let is_complete = theirs.is_some() && has_known_word(&status_report);
    let succeeds = wire::is_success(&body) || (wire::claims_success(&body) && is_complete);
    if !succeeds {
        return Err(garbled(reply, "no success"));
    }
    match theirs {
        None if order.raw("invoice").is_none_or(|raw| raw.get() == "null") => {}
        Some(theirs) if theirs == invoice.trim() => {}
        _ => return Err(garbled(reply, "answer names another invoice")),
    }
    if status_report.word.is_empty() {
        return Err(garbled(reply, "no status"));
    }
    let report = InvoiceReport {
        word: status_report.word.clone(),
        sn: status_report.sn.clone(),
        message: status_report.message.clone(),
        sku: wire::text(&order, "sku", wire::CODE_CHARS),
        item: wire::text(&order, "product_name", wire::NAME_CHARS),
        target: wire::text(&order, "target", wire::NAME_CHARS),
        cost: wire::cost(&order, "price"),
    };
    Ok(Status { status_report, report })
}

/// What is listed, and which entries can't be sold.
pub(super) fn classify_services(answer: &Answer) -> Result<Listing, CallError> {
    let (reply, body) = well(answer)?;
    let Some(data) = body.get("data").filter(|_| wire::claims_success(&body)) else { return Err(garbled(reply, "no success")) };
    let Some(entries) = entries(data) else { return Err(garbled(reply, "no list")) };
    let mut seen = HashSet::new();
    let (mut services, mut skipped) = (Vec::new(), Vec::new());
    for (index, entry) in entries.iter().enumerate() {
        match service(entry.as_ref(), index) {
            Ok(service) if seen.insert(service.sku.clone()) => services.push(service),
            Ok(service) => skipped.push(Skipped { entry: service.sku, reason: SkipReason::Repeated }),
            Err(entry) => skipped.push(entry),
        }
    }
    skipped.truncate(SKIPPED_MAX);
    Ok(Listing { services, skipped })
}

/// The entries of a list. PHP writes a list from which something was taken out as an object with the places that are left:
/// `{"0": …, "2": …}`. `None` is an entry that is no object.
fn entries(data: Json) -> Option<Vec<Option<Fields>>> {
    let entry = |raw: &RawValue| match Json::read(raw) {
        Some(Json::Object(entry)) => Some(entry),
        _ => None,
    };
    match data {
        Json::List(items) => Some(items.iter().map(|item| entry(item)).collect()),
        Json::Object(fields) => {
            let is_list = fields.len() > 0 && fields.iter().all(|(place, _)| place.bytes().all(|b| b.is_ascii_digit()));
            is_list.then(|| fields.iter().map(|(_, item)| entry(item)).collect())
        }
        _ => None,
    }
}

/// One SKU; what is left out without a code to order it by, a price to sell it at, or a status that says whether it is on sale.
fn service(entry: Option<&Fields>, index: usize) -> Result<Service, Skipped> {
    let name = entry.and_then(|entry| wire::text(entry, "name", wire::NAME_CHARS));
    let unnamed = || name.clone().unwrap_or_else(|| format!("#{}", index + 1));
    let Some((entry, sku)) = entry.and_then(|entry| Some((entry, wire::code(entry, "sku")?))) else {
        return Err(Skipped { entry: unnamed(), reason: SkipReason::NoCode });
    };
    let Some(cost) = wire::cost(entry, "price").filter(|cost| cost.0 > 0) else {
        let reason = wire::written(entry, "price").map_or(SkipReason::NoPrice, SkipReason::Price);
        return Err(Skipped { entry: sku, reason });
    };
    let Some(active) = wire::is_active(entry) else {
        let reason = wire::written(entry, "status").filter(|written| !written.is_empty()).map_or(SkipReason::NoStatus, SkipReason::Status);
        return Err(Skipped { entry: sku, reason });
    };
    Ok(Service { name: name.unwrap_or_else(|| sku.clone()), sku, cost, active })
}

/// Our account. A balance that can't be read is no reason to think that the provider is down.
pub(super) fn classify_profile(answer: &Answer) -> Result<ProviderAccount, CallError> {
    let (reply, body) = well(answer)?;
    let Some(account) = body.object("data").filter(|_| wire::claims_success(&body)) else { return Err(garbled(reply, "no success")) };
    if ["balance", "name", "tier"].iter().all(|field| account.raw(field).is_none()) {
        return Err(garbled(reply, "no account"));
    }
    let word = |key| wire::text(&account, key, wire::NAME_CHARS).unwrap_or_default();
    let balance = wire::balance(&account, "balance");
    let odd_balance = if balance.is_none() { wire::written(&account, "balance") } else { None };
    Ok(ProviderAccount { name: word("name"), tier: word("tier"), balance, odd_balance })
}

/// The JSON object of a 2xx answer to a question, or why there is none.
fn well(answer: &Answer) -> Result<(&Reply, Fields), CallError> {
    let Answer::Reply(reply) = answer else { return Err(CallError::NoAnswer { detail: silence(answer) }) };
    // Nothing was taken, so it does not matter who says it.
    if reply.status == 429 {
        return Err(CallError::Busy { retry_after_ms: reply.retry_after_ms });
    }
    let Some(body) = Fields::of_body(&reply.body) else { return Err(CallError::Garbled { detail: reply.class() }) };
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
