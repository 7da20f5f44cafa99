//! The documented API: what each call answers, and in which order its checks refuse.
//!
//! Source: the provider's API page. Where it is silent we chose: a SKU that is not on the list, or not active, is
//! 404 "Service not found"; checks run method, key, address, fields, subject, money.

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use super::behaviour::{Behaviour, Endpoint};
use super::order::TakenOrder;
use super::state::State;

/// Jakarta, in which the provider writes its times.
const JAKARTA_SECONDS_EAST: i32 = 7 * 3600;

/// What is sent to the client.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) headers: Vec<(String, String)>,
}

/// How a call ends for the client.
#[derive(Debug)]
pub(super) enum Outcome {
    Answer(Reply),
    /// The answer comes after this much real time.
    Late(std::time::Duration, Reply),
    /// The answer breaks off in the middle of its body.
    Short(Reply),
    /// The connection is reset.
    Lost,
}

impl Reply {
    pub(super) fn text(status: u16, body: impl Into<String>) -> Self {
        Self { status, body: body.into(), headers: Vec::new() }
    }

    fn success(message: &str, data: Value) -> Self {
        let body = json!({ "success": true, "message": message, "data": data });
        Self::text(200, body.to_string())
    }

    /// A refusal in the documented shape.
    pub(super) fn refusal(status: u16, message: &str) -> Self {
        let body = json!({ "success": false, "message": message });
        Self::text(status, body.to_string())
    }
}

/// Answers one call. `fields` is its JSON body, empty if it had none.
pub(super) fn answer(state: &mut State, api_key: &str, endpoint: Endpoint, fields: &Map<String, Value>, now: DateTime<Utc>) -> Outcome {
    let refusal = match field(fields, "api_key") {
        None => Some((401, "API key is required")),
        Some(key) if key != api_key || !state.key_accepted => Some((401, "Invalid API key")),
        Some(_) if !state.ip_allowed => Some((403, "Unknown IP")),
        Some(_) => None,
    };
    if let Some((status, message)) = refusal {
        return Outcome::Answer(Reply::refusal(status, message));
    }
    match endpoint {
        Endpoint::Profile => Outcome::Answer(profile(state)),
        Endpoint::Services => Outcome::Answer(services(state, fields)),
        Endpoint::Status => Outcome::Answer(status(state, fields)),
        Endpoint::Order => order(state, fields, now).unwrap_or_else(Outcome::Answer),
    }
}

/// A field that is there and not blank.
fn field<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    let text = fields.get(name)?.as_str()?;
    (!text.trim().is_empty()).then_some(text)
}

fn missing_fields() -> Reply {
    Reply::refusal(400, "Missing fields")
}

fn profile(state: &State) -> Reply {
    Reply::success(
        "Profile retrieved successfully",
        json!({
            "name": "Toko Sandbox",
            "email": "sandbox@example.com",
            "username": "sandbox",
            "tier": "gold",
            "balance": state.balance,
        }),
    )
}

fn services(state: &State, fields: &Map<String, Value>) -> Reply {
    let Some(slug) = field(fields, "slug") else {
        return missing_fields();
    };
    let Some(category) = state.catalogue.category(slug) else {
        return Reply::refusal(404, "Category not found");
    };
    let list = category.skus.iter().map(|sku| {
        json!({
            "sku": sku.code,
            "name": sku.name,
            "category": category.name,
            "brand": category.brand(),
            "price": sku.price,
            "price_formatted": rupiah(sku.price),
            "status": if sku.active { "active" } else { "inactive" },
        })
    });
    Reply::success("Services retrieved successfully", list.collect())
}

fn status(state: &State, fields: &Map<String, Value>) -> Reply {
    let Some(invoice) = field(fields, "invoice") else {
        return missing_fields();
    };
    let Some(order) = state.order(invoice) else {
        return Reply::refusal(404, "Transaction not found");
    };
    Reply::success(
        "Transaction found",
        json!({
            "invoice": order.invoice,
            "sku": order.sku,
            "product_name": order.product_name,
            "target": order.target,
            "price": order.price,
            "status": order.status,
            "sn": order.sn,
            "message": order.message,
            "created_at": timestamp(order.created_at),
            "updated_at": timestamp(order.updated_at),
        }),
    )
}

/// Accepts an order unless a check refuses it (`Err`).
fn order(state: &mut State, fields: &Map<String, Value>, now: DateTime<Utc>) -> Result<Outcome, Reply> {
    let (Some(code), Some(target)) = (field(fields, "sku"), field(fields, "target")) else {
        return Err(missing_fields());
    };
    let ref_id = field(fields, "ref_id");
    if state.dedupe_ref_id && ref_id.is_some() {
        let known = state.orders.iter().rev().find(|o| o.ref_id.as_deref() == ref_id);
        if let Some(known) = known {
            return Ok(Outcome::Answer(accepted(known)));
        }
    }
    let sku = state.catalogue.sku(code).filter(|sku| sku.active).cloned();
    let sku = sku.ok_or_else(|| Reply::refusal(404, "Service not found"))?;
    if state.vendor_depleted {
        return Err(Reply::refusal(503, "Vendor balance depleted"));
    }
    if state.balance < sku.price {
        return Err(Reply::refusal(400, "Insufficient balance"));
    }

    let behaviour = state.next.pop_front().unwrap_or_else(|| state.default.clone());
    match behaviour {
        Behaviour::RequestLost => return Ok(Outcome::Lost),
        Behaviour::Answer { status, body, headers } => {
            return Ok(Outcome::Answer(Reply { status, body, headers }));
        }
        _ => {}
    }
    let at = state.take_order(&sku, target, ref_id, &behaviour, now);
    let reply = accepted(&state.orders[at]);
    Ok(match behaviour {
        Behaviour::AnswerLost => Outcome::Lost,
        Behaviour::Slow(delay) => Outcome::Late(delay, reply),
        Behaviour::TakenThen { status, body } => Outcome::Answer(Reply::text(status, body)),
        _ => Outcome::Answer(reply),
    })
}

fn accepted(order: &TakenOrder) -> Reply {
    Reply::success(
        "Order processed successfully",
        json!({
            "invoice": order.invoice,
            "ref_id": order.ref_id,
            "sku": order.sku,
            "product_name": order.product_name,
            "target": order.target,
            "price": order.price,
            "status": order.status,
            "sn": order.sn,
            "message": order.message,
            "balance_before": order.balance_before,
            "balance_after": order.balance_after,
        }),
    )
}

/// `Rp 18.500`
fn rupiah(amount: i64) -> String {
    let digits = amount.to_string();
    let mut text = String::from("Rp ");
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// `2026-02-19T15:00:00+07:00`
fn timestamp(at: DateTime<Utc>) -> String {
    match FixedOffset::east_opt(JAKARTA_SECONDS_EAST) {
        Some(jakarta) => at.with_timezone(&jakarta).to_rfc3339_opts(SecondsFormat::Secs, false),
        None => at.to_rfc3339_opts(SecondsFormat::Secs, false),
    }
}
