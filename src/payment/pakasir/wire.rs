//! The form of Pakasir's messages.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The body of every POST.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    pub(super) project: &'a str,
    pub(super) order_id: &'a str,
    pub(super) amount: i64,
    pub(super) api_key: &'a str,
}

/// The answer to `transactioncreate`.
#[derive(Deserialize)]
pub(super) struct Created {
    pub(super) payment: Payment,
}

/// A transaction with its code. Figures are read loosely: integers, or texts of digits.
#[derive(Deserialize)]
pub(super) struct Payment {
    pub(super) project: String,
    pub(super) order_id: String,
    pub(super) amount: Value,
    /// What the customer pays: the amount and the fee.
    pub(super) total_payment: Value,
    /// The text of the QR code.
    pub(super) payment_number: String,
    /// RFC 3339.
    pub(super) expired_at: Option<String>,
}

/// The answer to `transactiondetail`.
#[derive(Deserialize)]
pub(super) struct Detail {
    pub(super) transaction: Option<Transaction>,
}

/// A transaction as it stands; also the body of a webhook.
#[derive(Deserialize)]
pub(super) struct Transaction {
    pub(super) amount: Value,
    pub(super) order_id: String,
    pub(super) project: String,
    pub(super) status: String,
    pub(super) completed_at: Option<String>,
    #[serde(default)]
    pub(super) is_sandbox: Option<bool>,
}

/// A whole number of rupiah above zero, however it is written.
pub(super) fn rupiah(value: &Value) -> Option<i64> {
    let number = match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        _ => None,
    };
    number.filter(|number| *number > 0)
}
