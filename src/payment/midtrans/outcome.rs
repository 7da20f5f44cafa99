//! What each of Midtrans' answers means. Whatever is not surely an answer to our question decides nothing.

use chrono::{FixedOffset, NaiveDateTime, TimeZone};
use reqwest::StatusCode;

use crate::domain::bill::Slip;
use crate::domain::money::Rupiah;
use crate::domain::payment::{SeenPayment, Unit};
use crate::domain::time::Millis;
use crate::payment::answer::{is_code, is_reference, word};
use crate::payment::midtrans::wire::{Answer, rupiah};
use crate::payment::{Ask, GatewayError, Hint, Look};

/// Jakarta, in which Midtrans writes its times.
const JAKARTA_SECONDS_EAST: i32 = 7 * 3600;

/// The code for a bill: it must wait to be paid, under our reference, with the amount that was asked for.
pub(super) fn opened(ask: Ask<'_>, asked: i64, status: StatusCode, body: &[u8]) -> Result<Slip, GatewayError> {
    let (code, answer) = read(status, body)?;
    if code != 201 {
        return Err(GatewayError::Refused { word: said(code, &answer) });
    }
    let waits = answer.transaction_status.as_deref() == Some("pending");
    if !waits || answer.order_id.as_deref() != Some(ask.reference) || amount(&answer) != Some(asked) {
        return Err(garbled("a code for something else"));
    }
    // There is also the address of a picture, but what is in a picture of others can't be checked.
    let code = answer.qr_string.filter(|text| is_code(text)).ok_or_else(|| garbled("no QR text"))?;
    // Who pays the fee: the customer on top of what was wanted, or the shop, which credits all that was paid.
    let amount = if ask.fee_on_top { ask.wanted } else { Rupiah(asked) };
    Ok(Slip { asked: Rupiah(asked), amount, payable: asked, code, expires_at: answer.expiry_time.as_deref().and_then(time) })
}

/// What became of a bill. `sandbox`: whatever is paid there is a test.
pub(super) fn looked(reference: &str, sandbox: bool, status: StatusCode, body: &[u8]) -> Result<Look, GatewayError> {
    let (code, answer) = read(status, body)?;
    if code == 404 {
        return Ok(Look::Waiting { word: Some("unknown transaction".to_owned()) });
    }
    let Some(word) = answer.transaction_status.as_deref().map(word) else {
        return Err(GatewayError::Refused { word: said(code, &answer) });
    };
    if answer.order_id.as_deref() != Some(reference) {
        return Err(garbled("an answer about something else"));
    }
    Ok(match word.to_ascii_lowercase().as_str() {
        "settlement" => return settled(code, answer, sandbox),
        // Taken, but not ours yet: a settlement follows.
        "pending" | "capture" => Look::Waiting { word: Some(word) },
        // A refund gave everything back.
        "expire" | "cancel" | "deny" | "failure" | "refund" => Look::Ended { word },
        _ => Look::Odd { word },
    })
}

/// It is paid only when nothing speaks against it.
fn settled(code: u16, answer: Answer, sandbox: bool) -> Result<Look, GatewayError> {
    let fraud = answer.fraud_status.as_deref().map_or_else(|| "none".to_owned(), word);
    if code != 200 || !fraud.eq_ignore_ascii_case("accept") {
        return Ok(Look::Odd { word: format!("settlement with code {code} and fraud_status {fraud}") });
    }
    let received = amount(&answer).ok_or_else(|| garbled("no amount"))?;
    let id = answer.transaction_id.filter(|id| is_reference(id)).ok_or_else(|| garbled("no transaction id"))?;
    let paid_at = answer.settlement_time.as_deref().and_then(time);
    Ok(Look::Paid(SeenPayment { id, received, unit: Unit::Rupiah, paid_at, payer: None, test: sandbox }))
}

/// Whether a code was ended: 407 is the answer that says so. 412: it can't be, because it is paid, or has ended before.
pub(super) fn closed(status: StatusCode, body: &[u8]) -> Result<(), GatewayError> {
    match read(status, body)? {
        (407, _) => Ok(()),
        (code, answer) => Err(GatewayError::Refused { word: said(code, &answer) }),
    }
}

/// What a webhook is about. Its signature is not looked at, because nothing in it is believed.
pub fn hear(body: &[u8]) -> Option<Hint> {
    let answer: Answer = serde_json::from_slice(body).ok()?;
    let amount = Rupiah(rupiah(&answer.gross_amount)?);
    Some(Hint { reference: answer.order_id.filter(|id| is_reference(id))?, amount, test: false })
}

/// An answer in Midtrans' form with its code, unless that says that the call was not heard.
fn read(status: StatusCode, body: &[u8]) -> Result<(u16, Answer), GatewayError> {
    let answer: Option<Answer> = serde_json::from_slice(body).ok();
    let Some((code, answer)) = answer.and_then(|answer| Some((answer.code()?, answer))) else {
        // A proxy's page, or a part of an answer.
        let http = status.as_u16();
        return Err(match status.is_success() {
            true => garbled(&format!("HTTP {http} with another body")),
            false => GatewayError::NoAnswer { detail: format!("HTTP {http}") },
        });
    };
    match code {
        401 | 403 => Err(GatewayError::Key { word: said(code, &answer) }),
        // "Payment channel is not activated" (midtrans-nodejs-client#93), "Merchant account is deactivated".
        402 | 410 => Err(GatewayError::Account { word: said(code, &answer) }),
        429 => Err(GatewayError::Busy),
        500..=599 => Err(GatewayError::NoAnswer { detail: said(code, &answer) }),
        _ => Ok((code, answer)),
    }
}

/// The amount in rupiah; `None` when it is in another currency.
fn amount(answer: &Answer) -> Option<i64> {
    rupiah(&answer.gross_amount).filter(|_| answer.currency.as_deref().is_none_or(|currency| currency == "IDR"))
}

/// The code with Midtrans' message.
fn said(code: u16, answer: &Answer) -> String {
    let message = answer.status_message.as_deref().map(word).filter(|message| !message.is_empty());
    message.map_or_else(|| code.to_string(), |message| format!("{code} {message}"))
}

fn garbled(detail: &str) -> GatewayError {
    GatewayError::Garbled { detail: detail.to_owned() }
}

/// A time as Midtrans writes it.
fn time(text: &str) -> Option<Millis> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok()?;
    let time = FixedOffset::east_opt(JAKARTA_SECONDS_EAST)?.from_local_datetime(&local).single()?;
    Some(Millis(time.timestamp_millis()))
}

#[cfg(test)]
mod tests;
