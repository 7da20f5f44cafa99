//! The configuration: environment and `shop.toml`, checked as a whole before anything is started.
//!
//! A shop that starts with half of its settings wrong fails at the first customer, at night. So every problem is found at once,
//! each with what was found, what is expected and how to mend it ([`Problems`]). Reading is a pure function of [`Sources`];
//! [`Sources::from_system`] is the only place of the program that looks at the process environment.

mod category;
mod environment;
mod init;
mod report;
mod shop_file;
mod shop_source;
mod toml_reader;
mod values;

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use url::Url;

use crate::domain::access::Mode;
use crate::domain::shop::Shop;
#[cfg(debug_assertions)]
use crate::failpoint;

pub use init::{InitError, Written, init};
pub use report::{Problem, Problems};
pub use shop_file::BUILT_IN as BUILT_IN_SHOP;
pub use shop_source::ShopSource;

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
    /// Where that was read, to read it again.
    pub shop_source: ShopSource,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// Which log lines are written: a filter as `RUST_LOG` takes it.
    pub log_filter: String,
    /// What is to go wrong on purpose.
    #[cfg(debug_assertions)]
    pub failpoint: Option<failpoint::Failpoint>,
}

impl Config {
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
