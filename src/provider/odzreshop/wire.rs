//! The words of the API, as sent and as read: tolerant in everything that decides nothing.

use chrono::DateTime;
use serde::Serialize;

use crate::domain::grapheme;
use crate::domain::joiner::with_joiners;
use crate::domain::money::Rupiah;
use crate::domain::order::{StatusReport, StatusWord};
use crate::provider::odzreshop::figure::Figure;
use crate::provider::odzreshop::json::{Fields, Json, is_hidden};
use crate::provider::odzreshop::serial::serial_number;

/// The longest SKU or invoice taken seriously, in characters.
pub(super) const CODE_CHARS: usize = 128;
/// The longest name kept.
pub(super) const NAME_CHARS: usize = 200;
/// The longest remark or refusal kept.
pub(super) const MESSAGE_CHARS: usize = 500;
/// The longest status word kept.
const WORD_CHARS: usize = 64;
/// The longest figure kept that could not be read.
const WRITTEN_CHARS: usize = 64;
/// The longest wait that a `Retry-After` is believed.
const RETRY_AFTER_MAX_MS: i64 = 3_600_000;

/// What says that a call succeeded, apart from `true`.
const CLAIMS: [&str; 10] = ["true", "1", "200", "yes", "ya", "ok", "success", "succeeded", "sukses", "berhasil"];
/// What says that an item can be ordered: the API's own word, the same in Indonesian, and what shop programs show in its place.
const ACTIVE: [&str; 9] = ["active", "aktif", "available", "tersedia", "normal", "ready", "on", "true", "1"];
/// What says that it can't.
const INACTIVE: [&str; 19] = [
    "inactive",
    "nonactive",
    "non-active",
    "nonaktif",
    "non-aktif",
    "tidak aktif",
    "unavailable",
    "tidak tersedia",
    "empty",
    "kosong",
    "habis",
    "sold out",
    "out of stock",
    "disabled",
    "gangguan",
    "maintenance",
    "off",
    "false",
    "0",
];

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

/// Whether a body says `success: true`, as a boolean.
pub(super) fn is_success(body: &Fields) -> bool {
    matches!(body.get("success"), Some(Json::Bool(true)))
}

/// The same as a text, as databases and forms write it. For an order that counts only in an answer that is otherwise complete.
pub(super) fn is_success_in_text(body: &Fields) -> bool {
    matches!(body.get("success"), Some(Json::Text(text)) if text.trim().eq_ignore_ascii_case("true"))
}

/// Whether a body claims success in any form. That is enough where the answer places no order and what was asked for is in it: of a
/// price list or an account only the data matter, and an order's status has a word of its own.
pub(super) fn claims_success(body: &Fields) -> bool {
    match body.get("success") {
        Some(Json::Bool(success)) => success,
        Some(Json::Text(text)) => CLAIMS.contains(&text.trim().to_lowercase().as_str()),
        // Yes, or the code of HTTP.
        Some(Json::Number(number)) => number == "1" || number == "200",
        _ => false,
    }
}

/// Whether an item can be ordered now. `None` if its status is none of the words that surely mean one or the other; truth values and their
/// numbers do, because the field is named after a state and not after a fault.
pub(super) fn is_active(service: &Fields) -> Option<bool> {
    match service.get("status")? {
        Json::Bool(active) => Some(active),
        Json::Number(word) | Json::Text(word) => {
            let word = word.trim().to_lowercase();
            let is_one_of = |words: &[&str]| words.contains(&word.as_str());
            if is_one_of(&ACTIVE) { Some(true) } else { is_one_of(&INACTIVE).then_some(false) }
        }
        _ => None,
    }
}

/// Foreign text made safe to show: no control, bidirectional or zero-width characters, trimmed, at most `chars` characters.
pub(super) fn clean(text: &str, chars: usize) -> String {
    let text: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let kept = with_joiners(&text, |c| !is_hidden(c));
    grapheme::start(kept.trim(), chars).trim_end().to_owned()
}

/// A text or a number as text, cleaned; `None` when absent, empty or anything else.
pub(super) fn text(object: &Fields, key: &str, chars: usize) -> Option<String> {
    let text = match object.get(key)? {
        Json::Text(text) | Json::Number(text) => clean(&text, chars),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// A code (SKU, invoice) that may be sent back: a text that is itself when trimmed, not too long, and free of control characters. A provider
/// that writes its codes as numbers gets them back as texts.
pub(super) fn code(object: &Fields, key: &str) -> Option<String> {
    let code = match object.get(key)? {
        Json::Text(text) => text.trim().to_owned(),
        Json::Number(number) if number.bytes().all(|b| b.is_ascii_digit()) => number,
        _ => return None,
    };
    let sound = !code.is_empty() && code.chars().count() <= CODE_CHARS && !code.chars().any(char::is_control);
    sound.then_some(code)
}

fn figure(object: &Fields, key: &str) -> Option<Figure> {
    match object.get(key)? {
        Json::Text(text) | Json::Number(text) => Figure::read(&text),
        _ => None,
    }
}

/// What something costs: whole rupiah that nobody gets back. With a fraction it is not surely a number of rupiah.
pub(super) fn cost(object: &Fields, key: &str) -> Option<Rupiah> {
    figure(object, key).filter(|figure| figure.is_whole && figure.floor >= Rupiah::ZERO).map(|figure| figure.floor)
}

/// Our provider balance, rounded down: a fraction of a rupiah buys nothing.
pub(super) fn balance(object: &Fields, key: &str) -> Option<Rupiah> {
    figure(object, key).map(|figure| figure.floor)
}

/// A field as it was written, for people; texts without their quotes.
pub(super) fn written(object: &Fields, key: &str) -> Option<String> {
    let written = match object.get(key)? {
        Json::Text(text) => text,
        _ => object.raw(key)?.get().to_owned(),
    };
    Some(clean(&written, WRITTEN_CHARS))
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
pub(super) fn status_report(order: &Fields) -> StatusReport {
    let word = text(order, "status", WORD_CHARS).unwrap_or_default();
    let status = if word.is_empty() { StatusWord::Pending } else { status(&word) };
    StatusReport { status, word, sn: serial_number(order), message: text(order, "message", MESSAGE_CHARS) }
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
