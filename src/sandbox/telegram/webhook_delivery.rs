//! Webhooks as Telegram does them: each update in a POST of its own, the updates of a chat one after the other, and again until
//! the answer is 2xx. Updates are posted to addresses of this machine only; another address may be set, but gets nothing.

use std::time::Duration;

use reqwest::redirect::Policy;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use url::{Host, Url};

use super::Telegram;
use super::message::without_nulls;
use super::params::Params;
use super::refusal::Refusal;
use super::state::State;
use super::webhook::{Delivery, Webhook};

/// How long an answer may take; Telegram waits about as long.
const PATIENCE: Duration = Duration::from_secs(60);
/// The first wait after a failure, which then doubles; Telegram begins with a second, which is too long for tests.
const FIRST_WAIT: Duration = Duration::from_millis(50);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// Deliveries that are remembered.
const MAX_DELIVERIES: usize = 10_000;

/// A POST to be made.
struct Post {
    url: String,
    secret: Option<String>,
    chat: i64,
    update_id: i64,
    update: Value,
}

/// Delivers until the handle is told to stop.
pub(super) async fn serve(telegram: Telegram) {
    // Without a client nothing is delivered, and every test of it fails.
    let Ok(client) = reqwest::Client::builder().no_proxy().redirect(Policy::none()).timeout(PATIENCE).build() else { return };
    let mut posts = JoinSet::new();
    let mut changes = telegram.changes();
    loop {
        changes.mark_unchanged();
        while telegram.read(|state| state.next_post().is_some()) {
            let Some(post) = telegram.change(State::begin_post) else { break };
            posts.spawn(deliver(telegram.clone(), client.clone(), post));
        }
        tokio::select! {
            _ = changes.changed() => {}
            () = telegram.stopped() => return,
        }
        while posts.try_join_next().is_some() {}
    }
}

async fn deliver(telegram: Telegram, client: reqwest::Client, post: Post) {
    let mut request = client.post(&post.url).json(&post.update);
    if let Some(secret) = &post.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    let outcome = match request.send().await {
        Ok(answer) => Ok(answer.status()),
        Err(error) => Err(cause(&error)),
    };
    let failed = telegram.change(|state| state.end_post(&post, outcome));
    if let Some(failures) = failed {
        tokio::time::sleep((FIRST_WAIT * 2_u32.pow(failures.min(10))).min(LONGEST_WAIT)).await;
        telegram.change(|state| state.webhook.busy.remove(&post.chat));
    }
}

/// Why there was no answer, as Telegram would say it.
fn cause(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "Read timeout expired".to_owned();
    }
    if error.is_connect() {
        return "Connection refused".to_owned();
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

impl State {
    /// The webhook.
    pub fn webhook(&self) -> &Webhook {
        &self.webhook
    }

    /// The next update that may be posted now, and its chat.
    fn next_post(&self) -> Option<(i64, &Value)> {
        let url = self.webhook.get("url").and_then(Value::as_str)?;
        if self.down || !Url::parse(url).is_ok_and(|url| is_here(&url)) || self.webhook.busy.len() >= self.webhook.connections() {
            return None;
        }
        self.updates.waiting().map(|update| (chat_of(update), update)).find(|(chat, _)| !self.webhook.busy.contains(chat))
    }

    fn begin_post(&mut self) -> Option<Post> {
        let (chat, update) = self.next_post()?;
        let update = update.clone();
        let word = |name: &str| self.webhook.get(name).and_then(Value::as_str).map(str::to_owned);
        let (url, secret, update_id) = (word("url")?, word("secret_token"), update["update_id"].as_i64()?);
        self.webhook.busy.insert(chat);
        Some(Post { url, secret, chat, update_id, update })
    }

    /// Records the outcome of a POST; returns how many before it failed in a row, if it failed too. After a success the chat is free again.
    fn end_post(&mut self, post: &Post, outcome: Result<reqwest::StatusCode, String>) -> Option<u32> {
        let error = match &outcome {
            Ok(status) if status.is_success() => None,
            Ok(status) => Some(format!("Wrong response from the webhook: {status}")),
            Err(cause) => Some(cause.clone()),
        };
        let webhook = &mut self.webhook;
        webhook.deliveries.push_back(Delivery { update_id: post.update_id, outcome: outcome.map(|status| status.as_u16()) });
        if webhook.deliveries.len() > MAX_DELIVERIES {
            webhook.deliveries.pop_front();
        }
        let Some(error) = error else {
            webhook.failures.remove(&post.chat);
            webhook.busy.remove(&post.chat);
            self.updates.delivered(post.update_id);
            return None;
        };
        webhook.last_error = Some((self.now_ms / 1_000, error));
        let failures = webhook.failures.entry(post.chat).or_default();
        *failures += 1;
        Some(*failures - 1)
    }

    pub(super) fn set_webhook(&mut self, params: &Params) -> Result<Value, Refusal> {
        let word = |name: &str| params.get(name).and_then(Value::as_str).unwrap_or_default();
        if word("url").is_empty() {
            return Ok(self.delete_webhook(params));
        }
        // Telegram takes https only; on loopback http is safe.
        if !Url::parse(word("url")).is_ok_and(|url| url.scheme() == "https" || is_here(&url)) {
            return Err(Refusal::malformed("bad webhook: An HTTPS URL must be provided for webhook"));
        }
        let secret = word("secret_token");
        let valid = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if params.contains_key("secret_token") && (secret.is_empty() || secret.len() > 256 || !secret.chars().all(valid)) {
            return Err(Refusal::malformed("secret token contains unallowed characters"));
        }
        if params.get("max_connections").and_then(Value::as_i64).is_some_and(|n| !(1..=100).contains(&n)) {
            return Err(Refusal::malformed("bad webhook: max_connections must be between 1 and 100"));
        }
        if let Some(kinds) = params.get("allowed_updates").and_then(Value::as_array) {
            self.updates.allow(kinds);
        }
        self.drop_pending_if_asked(params);
        let mut set = params.clone();
        set.remove("drop_pending_updates");
        (self.webhook.set, self.webhook.last_error) = (Some(set), None);
        Ok(Value::Bool(true))
    }

    pub(super) fn delete_webhook(&mut self, params: &Params) -> Value {
        self.drop_pending_if_asked(params);
        (self.webhook.set, self.webhook.last_error) = (None, None);
        Value::Bool(true)
    }

    fn drop_pending_if_asked(&mut self, params: &Params) {
        if params.get("drop_pending_updates") == Some(&Value::Bool(true)) {
            self.updates.drop_pending();
        }
    }

    pub(super) fn webhook_info(&self) -> Value {
        let webhook = &self.webhook;
        let allowed = self.updates.allowed();
        without_nulls(json!({
            "url": webhook.get("url").cloned().unwrap_or_else(|| json!("")),
            "has_custom_certificate": false,
            "pending_update_count": self.updates.pending().len(),
            "ip_address": webhook.get("ip_address"),
            "last_error_date": webhook.last_error.as_ref().map(|(date, _)| date),
            "last_error_message": webhook.last_error.as_ref().map(|(_, message)| message),
            "max_connections": webhook.is_set().then(|| webhook.connections()),
            "allowed_updates": if allowed.is_empty() { None } else { Some(allowed) },
        }))
    }
}

/// Whether an address is plain http to this machine, which is where the sandbox posts to.
fn is_here(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    here && url.scheme() == "http"
}

/// The chat that an update belongs to; the person where there is no chat.
fn chat_of(update: &Value) -> i64 {
    let places = ["/message/chat/id", "/callback_query/message/chat/id", "/callback_query/from/id", "/my_chat_member/chat/id"];
    places.iter().find_map(|place| update.pointer(place)?.as_i64()).unwrap_or_default()
}
