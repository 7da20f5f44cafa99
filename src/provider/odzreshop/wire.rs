//! The words of the API, as sent and as read: tolerant in everything that decides nothing.

use chrono::DateTime;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::money::Rupiah;
use crate::domain::order::{StatusReport, StatusWord};

/// The longest SKU or invoice taken seriously, in characters.
pub(super) const CODE_CHARS: usize = 128;
/// The longest name kept.
pub(super) const NAME_CHARS: usize = 200;
/// The longest remark or refusal kept.
pub(super) const MESSAGE_CHARS: usize = 500;
/// The longest status word kept.
const WORD_CHARS: usize = 64;
/// The longest serial number kept: some are several codes and a name in one.
const SN_CHARS: usize = 512;
/// The largest amount believed, in rupiah: more than all the money there is, and a thousand of it still fit a sum in the database.
const AMOUNT_MAX: i64 = 1_000_000_000_000_000;
/// The longest wait that a `Retry-After` is believed.
const RETRY_AFTER_MAX_MS: i64 = 3_600_000;

/// One call's body. No `Debug`: it holds the key.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    pub api_key: &'a str,
    #[serde(flatten)]
    pub ask: Ask<'a>,
}

/// What is asked.
#[derive(Clone, Copy, Serialize)]
#[serde(untagged)]
pub(super) enum Ask<'a> {
    Order { sku: &'a str, target: &'a str, ref_id: &'a str },
    Status { invoice: &'a str },
    Services { slug: &'a str },
    Profile {},
}

impl Ask<'_> {
    /// The endpoint, below the base URL.
    pub(super) fn endpoint(&self) -> &'static str {
        match self {
            Self::Order { .. } => "order",
            Self::Status { .. } => "status",
            Self::Services { .. } => "services",
            Self::Profile {} => "profile",
        }
    }
}

/// A body as a JSON object, or nothing. PHP's byte order mark is forgiven.
pub(super) fn object(body: &[u8]) -> Option<Map<String, Value>> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

/// The `data` object of a body with `success: true`.
pub(super) fn success(body: &Map<String, Value>) -> Option<&Map<String, Value>> {
    is_success(body).then(|| body.get("data")?.as_object()).flatten()
}

/// Whether a body says `success: true`, as a boolean.
pub(super) fn is_success(body: &Map<String, Value>) -> bool {
    body.get("success") == Some(&Value::Bool(true))
}

/// Foreign text made safe to show: no control, bidirectional or zero-width characters, trimmed, at most `chars` characters.
pub(super) fn clean(text: &str, chars: usize) -> String {
    let kept: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control() && !is_invisible(*c)).collect();
    let cut: String = kept.trim().chars().take(chars).collect();
    cut.trim_end().to_owned()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A text or a number as text, cleaned; `None` when absent, empty or anything else.
pub(super) fn text(object: &Map<String, Value>, key: &str, chars: usize) -> Option<String> {
    let text = match object.get(key)? {
        Value::String(text) => clean(text, chars),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// A code (SKU, invoice) that may be sent back: a text that is itself when trimmed, not too long, and free of control characters.
pub(super) fn code(object: &Map<String, Value>, key: &str) -> Option<String> {
    let code = object.get(key)?.as_str()?.trim();
    let sound = !code.is_empty() && code.chars().count() <= CODE_CHARS && !code.chars().any(char::is_control);
    sound.then(|| code.to_owned())
}

/// An amount: a whole number, a float without a fraction, or either of them as text, or as `Rp 18.500`; not an absurd one.
pub(super) fn amount(object: &Map<String, Value>, key: &str) -> Option<Rupiah> {
    let amount = match object.get(key)? {
        Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?))?,
        Value::String(text) => written(text.trim())?,
        _ => return None,
    };
    (-AMOUNT_MAX..=AMOUNT_MAX).contains(&amount).then_some(Rupiah(amount))
}

/// What something costs: an amount that nobody gets back.
pub(super) fn cost(object: &Map<String, Value>, key: &str) -> Option<Rupiah> {
    amount(object, key).filter(|cost| *cost >= Rupiah::ZERO)
}

/// A float that is a whole number, within what a float counts exactly.
fn whole(float: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53
    (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64)
}

/// `18500`, `18500.00` (a decimal column of a database) or `Rp 18.500`. Without the `Rp` a dot before three digits could be either.
fn written(text: &str) -> Option<i64> {
    let digits = |text: &str| -> Option<i64> {
        text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())? // "" does not parse
    };
    let Some(rupiah) = text.get(..2).filter(|rp| rp.eq_ignore_ascii_case("rp")).map(|_| text[2..].trim_start()) else {
        return match text.split_once('.') {
            Some((units, "0" | "00")) => digits(units),
            _ => digits(text),
        };
    };
    let mut groups = rupiah.split('.');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || (1..=3).contains(&first.len());
    (grouped && rest.iter().all(|group| group.len() == 3)).then(|| digits(&rupiah.replace('.', "")))?
}

/// What a status word, already cleaned, means.
fn status(word: &str) -> StatusWord {
    match word.to_lowercase().as_str() {
        "pending" | "processing" | "process" | "proses" | "diproses" => StatusWord::Pending,
        "success" | "sukses" | "berhasil" => StatusWord::Success,
        "failed" | "fail" | "gagal" => StatusWord::Failed,
        _ => StatusWord::Unknown(word.to_owned()),
    }
}

/// What an order's `data` says of its state. No word at all is the empty word, and pending.
pub(super) fn status_report(order: &Map<String, Value>) -> StatusReport {
    let word = text(order, "status", WORD_CHARS).unwrap_or_default();
    let status = if word.is_empty() { StatusWord::Pending } else { status(&word) };
    StatusReport { status, word, sn: text(order, "sn", SN_CHARS), message: text(order, "message", MESSAGE_CHARS) }
}

/// A `Retry-After` in milliseconds, one hour at most: seconds, or a date, which counts from the answer's own `Date`, whatever our clock says.
pub(super) fn retry_after_ms(retry_after: Option<&str>, date: Option<&str>) -> Option<i64> {
    let value = retry_after?.trim();
    let wait = if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        value.parse::<i64>().unwrap_or(i64::MAX).saturating_mul(1_000)
    } else {
        let until = DateTime::parse_from_rfc2822(value).ok()?;
        (until - DateTime::parse_from_rfc2822(date?.trim()).ok()?).num_milliseconds()
    };
    Some(wait.clamp(0, RETRY_AFTER_MAX_MS))
}
