//! One call to the Bot API over HTTP. Everything that Telegram, the network or a proxy may answer falls into one of four classes.

use std::borrow::Cow;
use std::error::Error as _;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::time::Instant;
use url::Url;

use crate::domain::redaction::Redactor;
use crate::telegram::seldom::Seldom;
use crate::telegram::upload::{self, Body, UploadError};

/// The timeout for connecting, which takes a few round trips.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Finds a dead connection before the next call uses it.
const KEEPALIVE: Duration = Duration::from_secs(15);
/// The longest answer to `getUpdates`. An update can have 100 KiB and more, because Telegram writes each character that is not ASCII as `\uXXXX`:
/// 4,096 in a message, as many in the message that it answers, and their links. So fewer are asked for when 100 are too long.
const POLL_BODY_LIMIT: usize = 4 * 1024 * 1024;
/// How much of a too long answer is kept, in bytes.
const BEGINNING: usize = 64;
/// The longest answer to any other call: one message.
const CALL_BODY_LIMIT: usize = 1024 * 1024;

/// The method that waits for updates.
pub const GET_UPDATES: &str = "getUpdates";

/// Calls the Bot API as one bot. Cheap to clone. Its `Debug` hides the token.
#[derive(Clone)]
pub struct Caller {
    /// Short calls.
    calls: Client,
    /// Long polls, with connections of their own: a poll never keeps a call waiting.
    polls: Client,
    /// The address up to and with the token.
    base: SecretString,
    bot_id: i64,
    /// Removes our secrets from what the other side says.
    redactor: Redactor,
    refused: Arc<Seldom>,
    observer: Option<Observer>,
}

/// Called when a call has ended: with the method, its outcome in one word, and how long it took.
type Observer = Arc<dyn Fn(&str, &'static str, Duration) + Send + Sync>;

/// Why a caller can't be built.
#[derive(Debug, thiserror::Error)]
pub enum CallerError {
    /// Not `digits:messages`.
    #[error("this is not a bot token; @BotFather gives one like 123456789:AAE…")]
    Token,
    /// TLS could not be set up.
    #[error("the HTTP client cannot be set up: {0}")]
    Client(#[source] reqwest::Error),
}

/// Why a call has no result. Never names the address: the token is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallFailure {
    /// Telegram's own refusal.
    #[error("Telegram refuses: {code} {description}")]
    Telegram { code: i64, description: String, retry_after_ms: Option<i64>, migrate_to: Option<i64> },
    /// No connection, so nothing was sent.
    #[error("no connection to Telegram: {0}")]
    NotConnected(String),
    /// Perhaps sent; no answer, or no complete one.
    #[error("no answer from Telegram: {0}")]
    NoAnswer(String),
    /// An answer that is not the Bot API's: a proxy's page, say.
    #[error("the answer is not Telegram's: {0}")]
    Garbled(String),
    /// An answer that is longer than it may be, with how it begins. The same call would be answered in the same way.
    #[error("the answer is longer than {limit} bytes")]
    TooLong { limit: usize, beginning: String },
    /// Nothing was sent: the picture in it can't be drawn.
    #[error("no picture: {0}")]
    NoPicture(String),
    /// Nothing was sent: the file in it is not there.
    #[error("no file: {0}")]
    NoFile(String),
}

impl From<UploadError> for CallFailure {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::Picture(error) => Self::NoPicture(error.to_string()),
            UploadError::File(error) => Self::NoFile(error.to_string()),
        }
    }
}

/// An answer of the Bot API (<https://core.telegram.org/bots/api#making-requests>).
#[derive(Deserialize)]
struct Envelope {
    ok: bool,
    result: Option<Box<RawValue>>,
    error_code: Option<i64>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Default, Deserialize)]
struct Parameters {
    /// Seconds.
    retry_after: Option<i64>,
    migrate_to_chat_id: Option<i64>,
}

impl Caller {
    /// A caller of the Bot API server at `api_url`, whose answers pass through `redactor`.
    ///
    /// # Errors
    /// When `token` is not a token, or TLS can't be set up.
    pub fn new(api_url: &Url, token: &SecretString, redactor: Redactor) -> Result<Self, CallerError> {
        let bot_id = bot_id(token.expose_secret()).ok_or(CallerError::Token)?;
        let base = format!("{}/bot{}/", api_url.as_str().trim_end_matches('/'), token.expose_secret());
        let client = || {
            Client::builder()
                // One connection a call: a lost packet delays one call, not all of them.
                .http1_only()
                .no_proxy()
                .redirect(Policy::none())
                .connect_timeout(CONNECT_TIMEOUT)
                .tcp_keepalive(KEEPALIVE)
                .tcp_nodelay(true)
                .build()
                .map_err(CallerError::Client)
        };
        Ok(Self {
            calls: client()?,
            polls: client()?,
            base: base.into(),
            bot_id,
            redactor,
            refused: Arc::new(Seldom::minute()),
            observer: None,
        })
    }

    /// The same, with an observer that is called after each call.
    #[must_use]
    pub fn observed(self, observer: impl Fn(&str, &'static str, Duration) + Send + Sync + 'static) -> Self {
        Self { observer: Some(Arc::new(observer)), ..self }
    }

    /// The bot's numeric id, with which the token begins.
    pub fn bot_id(&self) -> i64 {
        self.bot_id
    }

    /// Removes our secrets from a text of Telegram's that is no answer to a call.
    pub fn redacted<'a>(&self, text: &'a [u8]) -> Cow<'a, [u8]> {
        self.redactor.bytes(text)
    }

    /// Calls `method` with `payload` and returns the `result`, within `timeout`, or longer with a file of the disk. Files that [`upload`] describes are made now.
    ///
    /// # Errors
    /// See [`CallFailure`]. A refused token is logged here too, once a minute, with the remedy.
    pub async fn call(&self, method: &str, payload: &Value, timeout: Duration) -> Result<Box<RawValue>, CallFailure> {
        let began = Instant::now();
        let result = self.post(method, payload, timeout).await;
        if let Some(observer) = &self.observer {
            observer(method, result.as_ref().map_or_else(CallFailure::word, |_| "ok"), began.elapsed());
        }
        result
    }

    async fn post(&self, method: &str, payload: &Value, timeout: Duration) -> Result<Box<RawValue>, CallFailure> {
        let (client, limit) = if method == GET_UPDATES { (&self.polls, POLL_BODY_LIMIT) } else { (&self.calls, CALL_BODY_LIMIT) };
        let address = format!("{}{method}", self.base.expose_secret());
        let request = client.post(address).timeout(upload::timeout(payload, timeout));
        let request = match upload::body(payload).await? {
            Body::Form(form) => request.multipart(form),
            Body::Json(payload) => request.json(&payload),
        };
        let answer = request.send().await.map_err(CallFailure::from_client)?;
        let status = answer.status();
        let result = read(&self.redactor.bytes(&read_body(answer, limit).await?), status.as_u16());
        if matches!(result, Err(CallFailure::Telegram { code: 401 | 404, .. })) && self.refused.is_time() {
            tracing::error!(
                "Telegram refuses the bot token. Put the token that @BotFather shows for this bot into TELOXIDE_TOKEN and start again."
            );
        }
        result
    }
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller").field("bot_id", &self.bot_id).finish_non_exhaustive()
    }
}

impl CallFailure {
    /// Its class.
    fn word(&self) -> &'static str {
        match self {
            Self::Telegram { code: 429, .. } => "flood",
            Self::Telegram { .. } => "refused",
            Self::NotConnected(_) => "not_connected",
            Self::NoAnswer(_) => "no_answer",
            Self::Garbled(_) | Self::TooLong { .. } => "garbled",
            Self::NoPicture(_) => "no_picture",
            Self::NoFile(_) => "no_file",
        }
    }

    fn from_client(error: reqwest::Error) -> Self {
        let error = error.without_url();
        let mut detail = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            detail = format!("{detail}: {cause}");
            source = cause.source();
        }
        if error.is_connect() { Self::NotConnected(detail) } else { Self::NoAnswer(detail) }
    }
}

/// The id in `token`, if it has the form of a token. It becomes part of an address, so no character that could change one is accepted.
fn bot_id(token: &str) -> Option<i64> {
    let (id, secret) = token.split_once(':')?;
    let plain = !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if plain && id.bytes().all(|byte| byte.is_ascii_digit()) { id.parse().ok() } else { None }
}

/// The whole body, unless it is longer than `limit` bytes.
async fn read_body(mut answer: Response, limit: usize) -> Result<Vec<u8>, CallFailure> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(CallFailure::from_client)? {
        if body.len() + chunk.len() > limit {
            body.extend_from_slice(&chunk);
            let beginning = String::from_utf8_lossy(&body[..body.len().min(BEGINNING)]).into_owned();
            return Err(CallFailure::TooLong { limit, beginning });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The result in an answer's body; `status` only describes an invalid one.
fn read(body: &[u8], status: u16) -> Result<Box<RawValue>, CallFailure> {
    let garbled = |found: &str| CallFailure::Garbled(format!("HTTP {status}, {found}"));
    let envelope: Envelope = serde_json::from_slice(body).map_err(|_| garbled("not a Bot API answer"))?;
    if envelope.ok {
        return envelope.result.ok_or_else(|| garbled("ok without a result"));
    }
    let parameters = envelope.parameters.unwrap_or_default();
    Err(CallFailure::Telegram {
        code: envelope.error_code.unwrap_or(i64::from(status)),
        description: envelope.description.unwrap_or_default(),
        retry_after_ms: parameters.retry_after.map(|seconds| seconds.max(0).saturating_mul(1_000)),
        migrate_to: parameters.migrate_to_chat_id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telegram::mock_bot_api::MockBotApi;

    const TOKEN: &str = "123456:ABC-def_GHI";

    #[test]
    fn tokens() {
        assert_eq!(bot_id(TOKEN), Some(123_456));
        for bad in ["", "123456", "123456:", ":ABC", "x:ABC", "1:AB/../C", "1:A?b", "1:A b", "+1:ABC", "99999999999999999999:A"] {
            assert_eq!(bot_id(bad), None, "{bad}");
        }
    }

    #[test]
    fn answers() {
        assert_eq!(read(br#"{"ok":true,"result":{"message_id":7}}"#, 200).unwrap().get(), r#"{"message_id":7}"#);
        let telegram = |code, description: &str, retry_after_ms, migrate_to| {
            Some(CallFailure::Telegram { code, description: description.to_owned(), retry_after_ms, migrate_to })
        };
        for (body, failure) in [
            (r#"{"ok":false,"error_code":403,"description":"Forbidden: x"}"#, telegram(403, "Forbidden: x", None, None)),
            (r#"{"ok":false,"error_code":429,"description":"d","parameters":{"retry_after":5}}"#, telegram(429, "d", Some(5_000), None)),
            (r#"{"ok":false,"error_code":400,"parameters":{"migrate_to_chat_id":-100}}"#, telegram(400, "", None, Some(-100))),
            (r#"{"ok":false}"#, telegram(502, "", None, None)),
        ] {
            assert_eq!(read(body.as_bytes(), 502).err(), failure, "{body}");
        }
        for body in ["", "<html>Bad Gateway</html>", r#"{"ok":true}"#, r#"{"ok":tr"#, "[]"] {
            assert!(matches!(read(body.as_bytes(), 502), Err(CallFailure::Garbled(detail)) if detail.contains("502")), "{body}");
        }
    }

    #[tokio::test]
    async fn the_token_is_in_no_error_and_no_debug() {
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let caller = Caller::new(&Url::parse(&format!("http://{closed}")).unwrap(), &TOKEN.to_owned().into(), Redactor::default()).unwrap();
        let failure = caller.call("getMe", &Value::Null, Duration::from_secs(5)).await.unwrap_err();
        assert!(matches!(failure, CallFailure::NotConnected(_)), "{failure}");
        for text in [format!("{failure}"), format!("{failure:?}"), format!("{caller:?}")] {
            assert!(!text.contains("ABC-def"), "{text}");
        }
        let refused =
            Caller::new(&Url::parse("http://localhost").unwrap(), &"no:token:ABC-def".to_owned().into(), Redactor::default()).unwrap_err();
        assert!(!format!("{refused} {refused:?}").contains("ABC-def"));
    }

    #[tokio::test]
    async fn too_much_data_a_redirect_and_a_closed_connection_are_failures() {
        let mut script = MockBotApi::start().await;
        let caller = script.caller.clone();
        let nothing = Value::Null;
        let call = || caller.call("getMe", &nothing, Duration::from_secs(10));
        let long = format!(r#"{{"ok":true,"result":"{}"}}"#, "x".repeat(CALL_BODY_LIMIT));
        let (result, ()) = tokio::join!(call(), async { script.next().await.raw(200, &long) });
        assert!(matches!(&result, Err(CallFailure::TooLong { beginning, .. }) if long.starts_with(beginning)), "{result:?}");
        let (result, ()) = tokio::join!(call(), async { script.next().await.raw(302, "") });
        assert!(matches!(&result, Err(CallFailure::Garbled(detail)) if detail.contains("302")), "{result:?}");
        let (result, kept) = tokio::join!(caller.call("getMe", &nothing, Duration::from_millis(50)), script.next());
        assert!(matches!(result, Err(CallFailure::NoAnswer(_))), "{result:?}");
        drop(kept);
    }
}
