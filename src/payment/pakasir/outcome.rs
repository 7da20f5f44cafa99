//! What each of Pakasir's answers means. Whatever is not surely an answer to our question decides nothing.

use chrono::DateTime;
use reqwest::StatusCode;
use serde::de::DeserializeOwned;

use crate::domain::bill::Slip;
use crate::domain::money::Rupiah;
use crate::domain::payment::{SeenPayment, Unit};
use crate::domain::time::Millis;
use crate::payment::answer::{is_code, is_reference, word};
use crate::payment::pakasir::wire::{Created, Detail, Transaction, rupiah};
use crate::payment::{Ask, GatewayError, Hint, Look};

/// The code for a bill: it must be of our project and reference, for the amount that was asked for.
pub(super) fn opened(project: &str, ask: Ask<'_>, asked: i64, status: StatusCode, body: &[u8]) -> Result<Slip, GatewayError> {
    let Created { payment } = parse(status, body)?;
    let garbled = |detail: &str| GatewayError::Garbled { detail: detail.to_owned() };
    if payment.project != project || payment.order_id != ask.reference || rupiah(&payment.amount) != Some(asked) {
        return Err(garbled("a code for something else"));
    }
    let total = rupiah(&payment.total_payment).ok_or_else(|| garbled("no total"))?;
    let code = payment.payment_number;
    if !is_code(&code) {
        return Err(garbled("no QR text"));
    }
    // Who pays the fee: the customer on top of what was wanted, or the shop, which credits all that was paid.
    let amount = if ask.fee_on_top { ask.wanted } else { Rupiah(total) };
    Ok(Slip { asked: Rupiah(asked), amount, payable: total, code, expires_at: payment.expired_at.as_deref().and_then(time) })
}

/// What became of a bill.
pub(super) fn looked(
    project: &str,
    reference: &str,
    (asked, payable): (i64, i64),
    status: StatusCode,
    body: &[u8],
) -> Result<Look, GatewayError> {
    if status == StatusCode::NOT_FOUND {
        return Ok(Look::Waiting { word: Some("unknown transaction".to_owned()) });
    }
    let Detail { transaction } = parse(status, body)?;
    let Some(found) = transaction else { return Ok(Look::Waiting { word: Some("unknown transaction".to_owned()) }) };
    let Some(amount) = rupiah(&found.amount).filter(|_| found.project == project && found.order_id == reference) else {
        return Err(GatewayError::Garbled { detail: "an answer about something else".to_owned() });
    };
    let said = word(&found.status);
    Ok(match said.to_ascii_lowercase().as_str() {
        "completed" => Look::Paid(SeenPayment {
            id: reference.to_owned(),
            // It names the amount without its fee: when that is ours, all of what was asked for was paid.
            received: if amount == asked { payable } else { amount },
            unit: Unit::Rupiah,
            paid_at: found.completed_at.as_deref().and_then(time),
            payer: None,
            test: found.is_sandbox == Some(true),
        }),
        "pending" => Look::Waiting { word: Some(said) },
        "expired" | "cancelled" | "canceled" => Look::Ended { word: said },
        _ => Look::Odd { word: said },
    })
}

/// Whether a cancellation was taken.
pub(super) fn closed(status: StatusCode, body: &[u8]) -> Result<(), GatewayError> {
    parse::<serde::de::IgnoredAny>(status, body).map(|_| ())
}

/// What a webhook is about.
pub fn hear(body: &[u8]) -> Option<Hint> {
    let Transaction { amount, order_id, is_sandbox, .. } = serde_json::from_slice(body).ok()?;
    let amount = rupiah(&amount).filter(|_| is_reference(&order_id))?;
    Some(Hint { reference: order_id, amount: Rupiah(amount), test: is_sandbox == Some(true) })
}

fn parse<T: DeserializeOwned>(status: StatusCode, body: &[u8]) -> Result<T, GatewayError> {
    if status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN {
        return Err(GatewayError::Key { word: said(status, body) });
    }
    if status.is_client_error() {
        return Err(GatewayError::Refused { word: said(status, body) });
    }
    if !status.is_success() {
        return Err(GatewayError::NoAnswer { detail: format!("HTTP {}", status.as_u16()) });
    }
    serde_json::from_slice(body).map_err(|_| GatewayError::Garbled { detail: format!("HTTP {} with another body", status.as_u16()) })
}

/// The gateway's message in a refusal, or its status.
fn said(status: StatusCode, body: &[u8]) -> String {
    let body: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let text = body.as_ref().and_then(|body| body.get("message").or_else(|| body.get("error"))?.as_str()).map(word);
    text.filter(|text| !text.is_empty()).unwrap_or_else(|| format!("HTTP {}", status.as_u16()))
}

/// A time in RFC 3339, with whatever zone.
fn time(text: &str) -> Option<Millis> {
    DateTime::parse_from_rfc3339(text).ok().map(|time| Millis(time.timestamp_millis()))
}

#[cfg(test)]
mod tests;
