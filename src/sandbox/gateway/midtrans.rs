//! What each of Midtrans' calls answers: `status_code` in the body says what became of it, and the HTTP status mostly nothing.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::books::{Books, Endpoint, Invoice, Options};
use super::qr;

/// Jakarta, in which all times are.
const JAKARTA_SECONDS_EAST: i32 = 7 * 3600;

/// What the key looks like in the header of a call.
pub(super) fn authorization(key: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{key}:")))
}

/// Answers one call about `order_id`, which is empty for a new one.
pub(super) fn answer(
    books: &mut Books,
    options: &Options,
    (endpoint, order_id): (Endpoint, &str),
    fields: &Map<String, Value>,
    now: DateTime<Utc>,
) -> Value {
    let found = books.invoices.iter().rposition(|invoice| invoice.order_id == order_id && invoice.transaction_id.is_some());
    match (endpoint, found) {
        (Endpoint::Create, _) => charge(books, options, fields, now),
        (_, None) => refusal(404, "Transaction doesn't exist."),
        (Endpoint::Cancel, Some(at)) => expire(&mut books.invoices[at], now),
        (_, Some(at)) => {
            let (lag, lying) = (books.lag, books.lying);
            status(&mut books.invoices[at], (lag, lying), now)
        }
    }
}

/// A refusal as it is written.
pub(super) fn refusal(code: u16, message: &str) -> Value {
    json!({ "status_code": code.to_string(), "status_message": message, "id": Uuid::new_v4().to_string() })
}

fn charge(books: &mut Books, options: &Options, fields: &Map<String, Value>, now: DateTime<Utc>) -> Value {
    let details = fields.get("transaction_details");
    let order_id = details.and_then(|details| details["order_id"].as_str()).unwrap_or_default();
    let amount = details.and_then(|details| details["gross_amount"].as_i64()).unwrap_or_default();
    let known = order_id.chars().all(|c| c.is_ascii_alphanumeric() || "-_~.".contains(c));
    if fields.get("payment_type") != Some(&json!("qris")) || order_id.is_empty() || order_id.len() > 50 || !known || amount <= 0 {
        return refusal(400, "One or more parameters in the payload is invalid.");
    }
    if books.invoices.iter().any(|invoice| invoice.order_id == order_id) {
        return refusal(406, "The request could not be completed due to a conflict with the current state of the target resource");
    }
    let asked =
        fields.get("custom_expiry").filter(|expiry| expiry["unit"] == "minute").and_then(|expiry| expiry["expiry_duration"].as_i64());
    let lifetime = asked.map_or_else(|| TimeDelta::from_std(options.lifetime).unwrap_or_default(), TimeDelta::minutes);
    let invoice = Invoice {
        order_id: order_id.to_owned(),
        transaction_id: Some(Uuid::new_v4().to_string()),
        amount,
        total: amount,
        code: qr::code(amount, order_id),
        created_at: now,
        expires_at: now + lifetime,
        cancelled: false,
        received: None,
        denies: false,
        word: None,
        sandbox: false,
        looks: 0,
    };
    let mut answer = transaction(&invoice, (201, "pending"), amount);
    answer["status_message"] = json!("QRIS transaction is created");
    let picture = format!("https://api.midtrans.com/v2/qris/{}/qr-code", answer["transaction_id"].as_str().unwrap_or_default());
    answer["actions"] = json!([{ "name": "generate-qr-code", "method": "GET", "url": picture }]);
    answer["qr_string"] = json!(invoice.code);
    answer["acquirer"] = json!("gopay");
    answer["expiry_time"] = json!(jakarta(invoice.expires_at));
    books.invoices.push(invoice);
    answer
}

fn status(invoice: &mut Invoice, (lag, lying): (TimeDelta, bool), now: DateTime<Utc>) -> Value {
    invoice.looks += 1;
    let told = invoice.received.filter(|(_, at)| now - *at >= lag && !invoice.denies);
    let state = match (told, &invoice.word) {
        (Some(_), _) => (200, "settlement"),
        (None, Some(word)) => (201, word.as_str()),
        (None, None) if invoice.cancelled || now >= invoice.expires_at => (407, "expire"),
        (None, None) => (201, "pending"),
    };
    let mut answer = transaction(invoice, state, told.map_or(invoice.amount, |(received, _)| received));
    answer["status_message"] = json!("Success, transaction is found");
    if let Some((_, at)) = told {
        answer["settlement_time"] = json!(jakarta(at));
    }
    invoice.denies |= lying && told.is_some();
    answer
}

/// Only what waits can be ended.
fn expire(invoice: &mut Invoice, now: DateTime<Utc>) -> Value {
    if invoice.received.is_some() || invoice.cancelled || now >= invoice.expires_at {
        return refusal(412, "Merchant cannot modify the status of the transaction");
    }
    invoice.cancelled = true;
    let mut answer = transaction(invoice, (407, "expire"), invoice.amount);
    answer["status_message"] = json!("Success, transaction has expired");
    answer
}

/// What a webhook about something says, paid or not. Its signature is not right: nobody should have to believe it.
pub(super) fn hook(invoice: &Invoice) -> Value {
    let mut hook = transaction(invoice, (200, "settlement"), invoice.amount);
    hook["status_message"] = json!("midtrans payment notification");
    hook["settlement_time"] = json!(invoice.received.map(|(_, at)| jakarta(at)));
    hook["signature_key"] = json!("0".repeat(128));
    hook
}

fn transaction(invoice: &Invoice, (code, word): (u16, &str), amount: i64) -> Value {
    json!({
        "status_code": code.to_string(), "transaction_id": invoice.transaction_id, "order_id": invoice.order_id,
        "merchant_id": "G000000001", "gross_amount": format!("{amount}.00"), "currency": "IDR", "payment_type": "qris",
        "transaction_time": jakarta(invoice.created_at), "transaction_status": word, "fraud_status": "accept",
    })
}

fn jakarta(at: DateTime<Utc>) -> String {
    let zone = FixedOffset::east_opt(JAKARTA_SECONDS_EAST);
    zone.map_or_else(|| at.to_rfc3339(), |zone| at.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S").to_string())
}
