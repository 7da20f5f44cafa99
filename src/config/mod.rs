//! The configuration: environment and `shop.toml`, checked as a whole before anything is started.
//!
//! A shop that starts with half of its settings wrong fails at the first customer, at night. So every problem is found at once,
//! each with what was found, what is expected and how to mend it ([`Problems`]). Reading is a pure function of [`Sources`];
//! [`Sources::from_system`] is the only place of the program that looks at the process environment.

mod category;
mod dotenv;
mod environment;
mod init;
mod report;
mod shop_file;
mod toml_reader;
mod values;

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::domain::access::Mode;
use crate::domain::shop::Shop;
#[cfg(debug_assertions)]
use crate::failpoint;

pub use crate::domain::redaction::Redactor;
pub use init::{InitError, Written, init};
pub use report::{Problem, Problems};
pub use shop_file::BUILT_IN as BUILT_IN_SHOP;

/// Everything that the bot is told from outside.
#[derive(Clone, Debug)]
pub struct Config {
    /// Our bot at Telegram.
    pub telegram: TelegramConfig,
    /// How updates come in: by webhook, else by long polling.
    pub webhook: Option<WebhookConfig>,
    /// Where health and metrics are served, if they are: an address for the owner's network only.
    pub ops_listen: Option<SocketAddr>,
    /// Our account at the provider.
    pub provider: ProviderConfig,
    /// Where the shop's state is kept.
    pub database: DatabaseUrl,
    /// Telegram user ids of the admins: positive, without duplicates, in the order given. May be empty: see [`Config::warnings`].
    pub admins: Vec<i64>,
    /// The group for alerts; `None` means each admin's private chat.
    pub admin_chat: Option<AdminChat>,
    /// What is sold, to whom and for how much.
    pub shop: Shop,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// Which log lines are written: a filter as `RUST_LOG` takes it.
    pub log_filter: String,
    /// What is to go wrong on purpose.
    #[cfg(debug_assertions)]
    pub failpoint: Option<failpoint::Failpoint>,
}

/// Shorter secrets are not looked for in texts of others: they would be found in innocent words. Real ones are far longer.
const MIN_REDACTED_CHARS: usize = 8;

impl Config {
    /// What takes every secret of this configuration out of texts of others.
    pub fn redactor(&self) -> Redactor {
        let token = self.telegram.token.expose_secret();
        // The bot's id before the colon is public, and the rest alone is as good as the token.
        let token = token.split_once(':').map_or(token, |(_, secret)| secret);
        let webhook = self.webhook.as_ref().map(|webhook| webhook.secret.expose_secret());
        let single = [Some(token), Some(self.provider.api_key.expose_secret()), webhook];
        let secrets = single.into_iter().flatten().map(str::to_owned).chain(self.database.passwords());
        Redactor::new(secrets.filter(|secret| secret.chars().count() >= MIN_REDACTED_CHARS))
    }

    /// What is allowed but hardly meant; to be said loudly at the start.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.admins.is_empty() {
            let consequence = match self.shop.mode {
                Mode::Approval => "nobody can admit customers, so nobody can order",
                Mode::Open => "nobody is told of trouble and nobody can settle an unclear order",
            };
            warnings.push(format!("ADMIN_IDS is empty: {consequence}. Put your numeric Telegram user id there."));
        }
        warnings
    }

    /// The webhook, for a command that needs one.
    ///
    /// # Errors
    /// When `WEBHOOK_URL` is not set.
    pub fn required_webhook(&self) -> Result<&WebhookConfig, Problems> {
        let remedy = "the public https address that Telegram is to post updates to; and WEBHOOK_SECRET".to_owned();
        let missing = || Problem { name: "WEBHOOK_URL".to_owned(), line: None, found: "missing".to_owned(), remedy };
        self.webhook.as_ref().ok_or_else(|| Problems(vec![missing()]))
    }
}

/// Our bot at Telegram.
#[derive(Clone, Debug)]
pub struct TelegramConfig {
    /// The bot's token, `123456789:AA…`; its form is checked.
    pub token: SecretString,
    /// The Bot API server, without a slash at the end of its path (a bare host keeps the one that URLs must have).
    pub api_url: Url,
}

/// The webhook.
#[derive(Clone, Debug)]
pub struct WebhookConfig {
    /// Where Telegram posts to: https, unless it is this machine.
    pub url: Url,
    /// Where the bot listens, behind whatever ends TLS.
    pub listen: SocketAddr,
    /// What Telegram shows with each update: 32 to 256 characters of `A-Z a-z 0-9 _ -`.
    pub secret: SecretString,
}

/// Our account at the provider.
#[derive(Clone, Debug)]
pub struct ProviderConfig {
    /// The account's key.
    pub api_key: SecretString,
    /// Base URL with `/api/v1`, without a slash at the end.
    pub url: Url,
}

/// Where the shop's state is kept.
#[derive(Clone, Debug)]
pub enum DatabaseUrl {
    /// `sqlite://FILE`; relative paths start at the current folder.
    Sqlite(PathBuf),
    /// `postgres://…`, whole, and as it may be shown.
    Postgres { url: SecretString, shown: String },
}

impl DatabaseUrl {
    /// The passwords in the address, as they are written and as they are meant.
    fn passwords(&self) -> Vec<String> {
        let Self::Postgres { url, .. } = self else { return Vec::new() };
        let Ok(url) = Url::parse(url.expose_secret()) else { return Vec::new() };
        let password = url.password().map(str::to_owned);
        let meant = password.as_ref().and_then(|password| {
            // A query undoes percent-encoding as the part before the host does, once nothing in it separates.
            let query = password.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
            url::form_urlencoded::parse(query.as_bytes()).next().map(|(meant, _)| meant.into_owned())
        });
        let named = url.query_pairs().filter(|(name, _)| name == "password").map(|(_, value)| value.into_owned());
        meant.into_iter().chain(named).chain(password).collect()
    }
}

/// As it is written in `DATABASE_URL`, without a password.
impl std::fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres { shown, .. } => f.write_str(shown),
        }
    }
}

/// A group, or one topic of it, that gets the alerts for admins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdminChat {
    /// The group's id: negative.
    pub chat_id: i64,
    /// The topic (message thread) in a group with topics.
    pub topic: Option<i64>,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// For machines: one JSON object a line.
    Json,
}

/// What a configuration is read from. The sandbox gives its own; the real ones come from [`Sources::from_system`].
pub struct Sources<'a> {
    /// Environment variables. They win over lines of the `.env` file.
    pub vars: BTreeMap<String, String>,
    /// Reads a whole file: `.env`, `shop.toml` and files with secrets. Relative paths start at the current folder.
    pub read_file: &'a dyn Fn(&Path) -> io::Result<String>,
}

impl Sources<'static> {
    /// The environment of this process and the files of this machine.
    pub fn from_system() -> Self {
        // A value that is not UTF-8 gets U+FFFD marks, which are refused for the variables that we read.
        let text = |value: std::ffi::OsString| value.to_string_lossy().into_owned();
        Self {
            vars: std::env::vars_os().map(|(name, value)| (text(name), text(value))).collect(),
            read_file: &|path| std::fs::read_to_string(path),
        }
    }
}

/// The file that this program was started from, for starting it again.
///
/// # Errors
/// When the system doesn't say.
#[cfg(feature = "demo")]
pub fn executable() -> io::Result<PathBuf> {
    std::env::current_exe()
}
