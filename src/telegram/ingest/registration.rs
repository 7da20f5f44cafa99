//! The webhook as Telegram knows it: setting, deleting and reading it. Only the owner's command does this: a bot that sets or deletes it when
//! it starts or stops would take the updates from a replica. The kinds of update alone are brought up to date by the bot itself: Telegram
//! keeps the list that it was given last, and a newer version needs more of them.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;
use url::Url;

use crate::telegram::caller::{CallFailure, Caller};
use crate::telegram::ingest::raw_update::ALLOWED_UPDATES;

/// How long a call may take.
const CALL_TIMEOUT: Duration = Duration::from_secs(15);
/// How many POSTs Telegram makes at the same time: its default, and enough for 30 messages a second. The webhook accepts a few more.
pub const CONNECTIONS: u32 = 40;

/// Why the webhook could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    #[error(transparent)]
    Call(#[from] CallFailure),
    #[error("the answer has another form than documented: {0}")]
    Form(#[from] serde_json::Error),
}

/// What Telegram knows about the bot's webhook (Bot API, `WebhookInfo`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Registration {
    /// Empty when there is none.
    pub url: String,
    pub pending_update_count: i64,
    /// Unix seconds.
    pub last_error_date: Option<i64>,
    pub last_error_message: Option<String>,
    pub allowed_updates: Option<Vec<String>>,
}

/// Has Telegram post updates to `url` from now on, with `secret`. Waiting updates are kept.
///
/// # Errors
/// When Telegram refuses, or can't be reached.
pub async fn set(caller: &Caller, url: &Url, secret: &SecretString) -> Result<(), RegistrationError> {
    let payload = json!({
        "url": url.as_str(),
        "secret_token": secret.expose_secret(),
        "max_connections": CONNECTIONS,
        "allowed_updates": ALLOWED_UPDATES,
    });
    caller.call("setWebhook", &payload, CALL_TIMEOUT).await?;
    Ok(())
}

/// Deletes the webhook: Telegram keeps updates until they are fetched. Waiting updates are kept.
///
/// # Errors
/// When Telegram refuses, or can't be reached.
pub async fn delete(caller: &Caller) -> Result<(), RegistrationError> {
    caller.call("deleteWebhook", &json!({ "drop_pending_updates": false }), CALL_TIMEOUT).await?;
    Ok(())
}

impl Registration {
    /// Asks Telegram.
    ///
    /// # Errors
    /// When Telegram refuses, or can't be reached.
    pub async fn read(caller: &Caller) -> Result<Self, RegistrationError> {
        Ok(serde_json::from_str(caller.call("getWebhookInfo", &json!({}), CALL_TIMEOUT).await?.get())?)
    }

    /// What is wrong with it for a bot that wants updates at `wanted`, or by long polling, and the remedy; `None` when it fits.
    pub fn misfit(&self, wanted: Option<&Url>) -> Option<String> {
        let shown = self.shown_url(wanted);
        match wanted {
            None if self.url.is_empty() => None,
            None => Some(format!(
                "Telegram posts updates to {shown}, but WEBHOOK_URL is not set: this bot gets none. \
                 `odzreshop-bot webhook delete` removes that webhook; or set WEBHOOK_URL"
            )),
            Some(_) if self.url.is_empty() => Some(
                "WEBHOOK_URL is set, but Telegram has no webhook: this bot gets no updates. Run `odzreshop-bot webhook set`".to_owned(),
            ),
            Some(wanted) if self.url != wanted.as_str() => Some(format!(
                "Telegram posts updates to {shown}, not to WEBHOOK_URL ({wanted}): this bot gets none. Run `odzreshop-bot webhook set`"
            )),
            Some(_) if !self.sends_what_we_ask_for() => {
                Some("Telegram posts other kinds of updates than this bot understands. Run `odzreshop-bot webhook set`".to_owned())
            }
            Some(_) => None,
        }
    }

    /// Whether it is the webhook at `wanted`, for other kinds of update than this version asks for.
    pub fn is_outdated(&self, wanted: &Url) -> bool {
        self.url == wanted.as_str() && !self.sends_what_we_ask_for()
    }

    fn sends_what_we_ask_for(&self) -> bool {
        let allowed = self.allowed_updates.as_deref().unwrap_or_default();
        allowed.len() == ALLOWED_UPDATES.len() && ALLOWED_UPDATES.iter().all(|kind| allowed.iter().any(|other| other == kind))
    }

    /// The address; for one that is not ours only the host, because other programs put the bot's token into the path.
    pub fn shown_url(&self, ours: Option<&Url>) -> String {
        if ours.is_some_and(|ours| ours.as_str() == self.url) {
            return self.url.clone();
        }
        Url::parse(&self.url).map_or("another address".to_owned(), |url| format!("{}/…", url.origin().ascii_serialization()))
    }

    /// The most likely cause of the last failure, if known.
    pub fn advice(&self) -> Option<&'static str> {
        let message = self.last_error_message.as_deref()?.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
        [
            (&["401", "403"][..], "the secret differs: run `odzreshop-bot webhook set` after every change of WEBHOOK_SECRET"),
            (&["404"], "the proxy does not pass the path of WEBHOOK_URL on to WEBHOOK_LISTEN as it is"),
            (&["502", "504"], "the proxy reaches no bot: is it running, and does the proxy pass on to WEBHOOK_LISTEN?"),
            (&["503"], "the bot could not save updates, or did not know its name yet: its log says why"),
            (&["301", "302", "307", "308"], "the proxy redirects; WEBHOOK_URL must be the address itself"),
            (&["ssl", "tls", "certificate"], "the certificate is not one that Telegram trusts for this host"),
            (&["resolve", "host not found"], "the host name of WEBHOOK_URL is not known to the world"),
            (&["refused", "timed out", "timeout", "unreachable"], "nobody answers at WEBHOOK_URL: is the proxy running and its port open?"),
        ]
        .into_iter()
        .find_map(|(words, advice)| says(words).then_some(advice))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registration(url: &str) -> Registration {
        let allowed_updates = Some(ALLOWED_UPDATES.map(str::to_owned).to_vec());
        Registration { url: url.to_owned(), pending_update_count: 0, last_error_date: None, last_error_message: None, allowed_updates }
    }

    #[test]
    fn a_webhook_that_does_not_fit_is_reported_with_the_remedy() {
        let ours = Url::parse("https://shop.example/telegram").unwrap();
        let foreign = "https://other.example/bot123456:AAcanary";
        for (registered, wanted, remedy) in [
            ("", None, None),
            (ours.as_str(), Some(&ours), None),
            (foreign, None, Some("webhook delete")),
            ("", Some(&ours), Some("webhook set")),
            (foreign, Some(&ours), Some("webhook set")),
        ] {
            let misfit = registration(registered).misfit(wanted);
            assert_eq!(misfit.is_some(), remedy.is_some(), "{registered} {wanted:?}");
            let misfit = misfit.unwrap_or_default();
            assert!(misfit.contains(remedy.unwrap_or_default()) && !misfit.contains("canary"), "{misfit}");
        }
        let other_kinds = Registration { allowed_updates: None, ..registration(ours.as_str()) };
        assert!(other_kinds.misfit(Some(&ours)).unwrap().contains("webhook set"));
        assert!(other_kinds.is_outdated(&ours) && !registration(ours.as_str()).is_outdated(&ours));
        assert!(!Registration { allowed_updates: None, ..registration(foreign) }.is_outdated(&ours));
    }

    #[test]
    fn failures_have_advice() {
        for (message, advice) in [
            ("Wrong response from the webhook: 401 Unauthorized", Some("secret")),
            ("Wrong response from the webhook: 502 Bad Gateway", Some("proxy")),
            ("SSL error {error:0A000086:SSL routines::certificate verify failed}", Some("certificate")),
            ("Connection timed out", Some("nobody answers")),
            ("something new", None),
        ] {
            let failed = Registration { last_error_message: Some(message.to_owned()), ..registration("https://shop.example/") };
            assert_eq!(failed.advice().is_some(), advice.is_some(), "{message}");
            assert!(failed.advice().unwrap_or_default().contains(advice.unwrap_or_default()), "{message}");
        }
    }
}
