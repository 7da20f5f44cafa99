//! What each of Pakasir's calls answers. Its guide is silent about errors; we chose: a wrong key 401, a missing field 400, an unknown
//! transaction `null`, a second `transactioncreate` of one id 400.

use chrono::{DateTime, FixedOffset, SecondsFormat, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::books::{Books, Endpoint, Invoice, Options};
use super::qr;

/// Jakarta, in which webhooks and details write their times.
const JAKARTA_SECONDS_EAST: i32 = 7 * 3600;

/// Answers one call: the status and the body.
pub(super) fn answer(
    books: &mut Books,
    options: &Options,
    endpoint: Endpoint,
    fields: &Map<String, Value>,
    now: DateTime<Utc>,
) -> (u16, Value) {
    let text = |name: &str| fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let number = |name: &str| fields.get(name).and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok()));
    if text("api_key") != Some(&options.api_key) {
        return (401, json!({ "message": "Invalid API key" }));
    }
    let (Some(project), Some(order_id), Some(amount)) = (text("project"), text("order_id"), number("amount")) else {
        return (400, json!({ "message": "Missing fields" }));
    };
    if project != options.project || amount <= 0 {
        return (400, json!({ "message": "Invalid project or amount" }));
    }
    let found = books.invoices.iter().rposition(|invoice| invoice.order_id == order_id && invoice.amount == amount);
    match (endpoint, found) {
        (Endpoint::Create, _) if books.invoices.iter().any(|invoice| invoice.order_id == order_id) => {
            (400, json!({ "message": "Transaction already exists" }))
        }
        (Endpoint::Create, _) => create(books, options, order_id, amount, now),
        (Endpoint::Detail, None) => (200, json!({ "transaction": null })),
        (Endpoint::Detail, Some(at)) => {
            let (lag, lying) = (books.lag, books.lying);
            (200, json!({ "transaction": detail(&mut books.invoices[at], options, (lag, lying), now) }))
        }
        (_, None) => (404, json!({ "message": "Transaction not found" })),
        (Endpoint::Cancel, Some(at)) => {
            books.invoices[at].cancelled = true;
            (200, json!({ "success": true }))
        }
        (Endpoint::Simulate, Some(at)) => {
            let invoice = &mut books.invoices[at];
            (invoice.sandbox, invoice.received) = (true, invoice.received.or(Some((invoice.total, now))));
            (200, json!({ "success": true }))
        }
    }
}

fn create(books: &mut Books, options: &Options, order_id: &str, amount: i64, now: DateTime<Utc>) -> (u16, Value) {
    let (thousandths, flat) = options.fee;
    let fee = amount * thousandths / 1_000 + flat;
    let total = amount + fee;
    let expires_at = now + TimeDelta::from_std(options.lifetime).unwrap_or_default();
    let code = qr::code(total, order_id);
    let answer = json!({ "payment": {
        "project": options.project, "order_id": order_id, "amount": amount, "fee": fee, "total_payment": total, "payment_method": "qris",
        "payment_number": code, "expired_at": expires_at.to_rfc3339_opts(SecondsFormat::Nanos, true),
    } });
    books.invoices.push(Invoice {
        order_id: order_id.to_owned(),
        transaction_id: None,
        amount,
        total,
        code,
        created_at: now,
        expires_at,
        cancelled: false,
        received: None,
        denies: false,
        word: None,
        sandbox: false,
        looks: 0,
    });
    (200, answer)
}

fn detail(invoice: &mut Invoice, options: &Options, (lag, lying): (TimeDelta, bool), now: DateTime<Utc>) -> Value {
    invoice.looks += 1;
    let told = invoice.received.filter(|(_, at)| now - *at >= lag && !invoice.denies);
    let status = match (told, &invoice.word) {
        (Some(_), _) => "completed",
        (None, Some(word)) => word,
        (None, None) if invoice.cancelled => "cancelled",
        (None, None) if now >= invoice.expires_at => "expired",
        (None, None) => "pending",
    };
    // What arrived when it is not what was asked for: without the fee, as far as anybody can say.
    let amount = told.filter(|(received, _)| *received != invoice.total).map_or(invoice.amount, |(received, _)| received);
    let detail = json!({
        "amount": amount, "order_id": invoice.order_id, "project": options.project, "status": status, "payment_method": "qris",
        "completed_at": told.map(|(_, at)| jakarta(at)), "is_sandbox": invoice.sandbox,
    });
    invoice.denies |= lying && told.is_some();
    detail
}

/// A time as Pakasir writes it in details and webhooks.
pub(super) fn jakarta(at: DateTime<Utc>) -> String {
    let zone = FixedOffset::east_opt(JAKARTA_SECONDS_EAST);
    zone.map_or_else(|| at.to_rfc3339(), |zone| at.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::Millis, false))
}
