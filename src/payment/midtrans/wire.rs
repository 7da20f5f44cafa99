//! The form of Midtrans' messages.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The body of `charge`.
#[derive(Serialize)]
pub(super) struct Charge<'a> {
    pub(super) payment_type: &'static str,
    pub(super) transaction_details: TransactionDetails<'a>,
    pub(super) custom_expiry: CustomExpiry,
}

#[derive(Serialize)]
pub(super) struct TransactionDetails<'a> {
    pub(super) order_id: &'a str,
    pub(super) gross_amount: i64,
}

/// Counted from the transaction.
#[derive(Serialize)]
pub(super) struct CustomExpiry {
    pub(super) expiry_duration: i64,
    pub(super) unit: &'static str,
}

/// Any answer, with a transaction or without; also the body of a webhook. Figures are read loosely: integers, or texts.
#[derive(Deserialize)]
pub(super) struct Answer {
    pub(super) status_code: Option<Value>,
    pub(super) status_message: Option<String>,
    /// Its own id of the transaction.
    pub(super) transaction_id: Option<String>,
    /// Our reference.
    pub(super) order_id: Option<String>,
    #[serde(default)]
    pub(super) gross_amount: Value,
    pub(super) currency: Option<String>,
    pub(super) transaction_status: Option<String>,
    pub(super) fraud_status: Option<String>,
    /// The text of the QR code.
    pub(super) qr_string: Option<String>,
    /// Jakarta's time, as all times here: `2026-11-27 15:04:05`.
    pub(super) expiry_time: Option<String>,
    pub(super) settlement_time: Option<String>,
}

impl Answer {
    /// The code that says what became of the call: `"200"`, or the number.
    pub(super) fn code(&self) -> Option<u16> {
        match self.status_code.as_ref()? {
            Value::String(text) if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
            Value::Number(number) => number.as_u64().and_then(|number| u16::try_from(number).ok()),
            _ => None,
        }
    }
}

/// A whole number of rupiah above zero: `"25000.00"`, or the number.
pub(super) fn rupiah(value: &Value) -> Option<i64> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = digits(whole) && digits(cents) && cents.bytes().all(|byte| byte == b'0');
    whole.parse().ok().filter(|number| is_whole && *number > 0)
}
