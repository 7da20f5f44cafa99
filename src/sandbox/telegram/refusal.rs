//! What the Bot API says when it refuses a request.

use serde_json::{Value, json};

/// A refused request: HTTP status and description, and whose fault it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// `error_code` and HTTP status.
    pub code: u16,
    /// Telegram's words.
    pub description: String,
    /// Seconds to wait, of a 429.
    pub retry_after: Option<u32>,
    /// Whether the request itself was malformed: no bot should ever send it.
    pub violation: bool,
}

impl Refusal {
    /// 400 for a request that is wrong in itself.
    pub fn malformed(description: impl AsRef<str>) -> Self {
        Self { violation: true, ..Self::new(400, format!("Bad Request: {}", description.as_ref())) }
    }

    /// 400 for a good request that the state of things doesn't allow.
    pub fn impossible(description: impl AsRef<str>) -> Self {
        Self::new(400, format!("Bad Request: {}", description.as_ref()))
    }

    /// 403: a chat that the bot may not write to.
    pub fn forbidden(description: &str) -> Self {
        Self::new(403, format!("Forbidden: {description}"))
    }

    /// Any other status, with the whole description.
    pub fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), retry_after: None, violation: false }
    }

    /// The body of the answer.
    pub fn body(&self) -> Value {
        let mut body = json!({ "ok": false, "error_code": self.code, "description": self.description });
        if let Some(seconds) = self.retry_after {
            body["parameters"] = json!({ "retry_after": seconds });
        }
        body
    }
}
