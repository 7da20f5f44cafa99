//! The configuration: environment and `shop.toml`, checked completely before anything is started.
//!
//! A shop that starts with wrong settings fails later, at the first customer. So all problems are reported at once, each with what
//! was found, what is expected and how to fix it ([`Problems`]). Reading is a pure function of [`Sources`];
//! [`Sources::from_system`] is the only place in the program that reads the process environment.

mod alerts;
mod backup;
mod category;
mod check;
mod dotenv;
mod environment;
mod init;
mod item;
mod pricing;
mod report;
mod shop_file;
mod shop_source;
mod toml_reader;
mod values;
mod wallet;

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
pub use init::{InitError, Written, fill, init};
pub use report::{Problem, Problems};
pub use shop_file::BUILT_IN as BUILT_IN_SHOP;
pub use shop_source::ShopSource;

/// The whole configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// Our bot at Telegram.
    pub telegram: TelegramConfig,
    /// The webhook for updates; `None` means long polling.
    pub webhook: Option<WebhookConfig>,
    /// Where health and metrics are served: an address in the owner's network. `None` means nowhere.
    pub ops_listen: Option<SocketAddr>,
    /// Our account at the provider.
    pub provider: ProviderConfig,
    /// Our project at the gateway Pakasir, if there is one.
    pub pakasir: Option<PakasirConfig>,
    /// Our account at the gateway Midtrans, if there is one.
    pub midtrans: Option<MidtransConfig>,
    /// Where gateways post webhooks; `None` means that bills are only polled.
    pub payments: Option<PaymentsConfig>,
    /// Where the shop's state is stored.
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
    /// Which log lines are written: a filter in the syntax of `RUST_LOG`.
    pub log_filter: String,
    /// The fault to inject, for tests.
    #[cfg(debug_assertions)]
    pub failpoint: Option<failpoint::Failpoint>,
}

/// Shorter secrets are not redacted in texts of others, because they could be part of normal words. Real ones are much longer.
const MIN_REDACTED_CHARS: usize = 8;

impl Config {
    /// Redacts every secret of this configuration in texts of others.
    pub fn redactor(&self) -> Redactor {
        let token = self.telegram.token.expose_secret();
        // The bot's id before the colon is public, and the rest alone is as good as the token.
        let token = token.split_once(':').map_or(token, |(_, secret)| secret);
        let webhook = self.webhook.as_ref().map(|webhook| webhook.secret.expose_secret());
        let pakasir = self.pakasir.as_ref().map(|pakasir| pakasir.api_key.expose_secret());
        let midtrans = self.midtrans.as_ref().map(|midtrans| midtrans.server_key.expose_secret());
        let payments = self.payments.as_ref().map(|payments| payments.secret.expose_secret());
        let single = [Some(token), Some(self.provider.api_key.expose_secret()), webhook, pakasir, midtrans, payments];
        let secrets = single.into_iter().flatten().map(str::to_owned).chain(self.database.passwords());
        Redactor::new(secrets.filter(|secret| secret.chars().count() >= MIN_REDACTED_CHARS))
    }

    /// Whether there are credentials for a payment gateway.
    pub fn has_gateway(&self) -> bool {
        self.pakasir.is_some() || self.midtrans.is_some()
    }

    /// Settings that are allowed but probably a mistake. To be logged as warnings at the start.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.admins.is_empty() {
            let consequence = match self.shop.mode {
                Mode::Approval => "nobody can approve customers, so nobody can order",
                Mode::Open => "nobody gets alerts and nobody can resolve an uncertain order",
            };
            warnings.push(format!("ADMIN_IDS is empty: {consequence}. Put your numeric Telegram user id there."));
        }
        if self.payments.is_some() && !self.has_gateway() {
            let warning =
                "PAYMENTS_URL is set, but no payment gateway: nothing will be posted there. Set PAKASIR_PROJECT or MIDTRANS_SERVER_KEY.";
            warnings.push(warning.to_owned());
        }
        warnings
    }

    /// The webhook, for a command that needs one.
    ///
    /// # Errors
    /// When `WEBHOOK_URL` is not set.
    pub fn required_webhook(&self) -> Result<&WebhookConfig, Problems> {
        let remedy = "the public https address to which Telegram shall post updates; also set WEBHOOK_SECRET".to_owned();
        let missing = || Problem { name: "WEBHOOK_URL".to_owned(), line: None, found: "missing".to_owned(), remedy };
        self.webhook.as_ref().ok_or_else(|| Problems(vec![missing()]))
    }
}

/// Our bot at Telegram.
#[derive(Clone, Debug)]
pub struct TelegramConfig {
    /// The bot's token, `123456789:AA…`; its format is checked.
    pub token: SecretString,
    /// The Bot API server. The path does not end with a slash, except that the path of a bare host is `/`.
    pub api_url: Url,
}

/// The webhook.
#[derive(Clone, Debug)]
pub struct WebhookConfig {
    /// The address to which Telegram posts: https, except for this machine.
    pub url: Url,
    /// The address on which the bot listens, behind the proxy that terminates TLS.
    pub listen: SocketAddr,
    /// The secret that Telegram sends with each update: 32 to 256 characters of `A-Z a-z 0-9 _ -`.
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

/// Our project at Pakasir.
#[derive(Clone, Debug)]
pub struct PakasirConfig {
    /// The project's slug.
    pub project: String,
    /// The project's key.
    pub api_key: SecretString,
    /// Base URL with `/api`, without a slash at the end.
    pub url: Url,
    /// The most calls per minute.
    pub requests_per_minute: u32,
}

/// Our account at Midtrans.
#[derive(Clone, Debug)]
pub struct MidtransConfig {
    /// The account's server key.
    pub server_key: SecretString,
    /// Base URL with `/v2`, without a slash at the end.
    pub url: Url,
    /// The most calls per minute.
    pub requests_per_minute: u32,
}

/// Where payment gateways post webhooks.
#[derive(Clone, Debug)]
pub struct PaymentsConfig {
    /// The public address before `/payments/…`.
    pub url: Url,
    /// The address on which the bot listens, behind the proxy that terminates TLS: the same as for Telegram's webhook.
    pub listen: SocketAddr,
    /// The last part of the path: 32 to 256 characters of `A-Z a-z 0-9 _ -`.
    pub secret: SecretString,
}

/// Where the shop's state is stored.
#[derive(Clone, Debug)]
pub enum DatabaseUrl {
    /// `sqlite://FILE`; relative paths start at the current folder.
    Sqlite(PathBuf),
    /// `postgres://…`: the complete URL, and the same without the password.
    Postgres { url: SecretString, shown: String },
}

impl DatabaseUrl {
    /// The passwords in the address, as they are written and decoded.
    fn passwords(&self) -> Vec<String> {
        let Self::Postgres { url, .. } = self else { return Vec::new() };
        let Ok(url) = Url::parse(url.expose_secret()) else { return Vec::new() };
        let password = url.password().map(str::to_owned);
        let meant = password.as_ref().and_then(|password| {
            // The parser of a query decodes percent-encoding too, when nothing in the text can separate two values.
            let query = password.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
            url::form_urlencoded::parse(query.as_bytes()).next().map(|(meant, _)| meant.into_owned())
        });
        let named = url.query_pairs().filter(|(name, _)| name == "password").map(|(_, value)| value.into_owned());
        meant.into_iter().chain(named).chain(password).collect()
    }
}

/// As in `DATABASE_URL`, without the password.
impl std::fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres { shown, .. } => f.write_str(shown),
        }
    }
}

/// The group, or one topic of it, that gets the alerts for admins.
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

/// What a configuration is read from. Tests and the demo pass their own; the program uses [`Sources::from_system`].
pub struct Sources<'a> {
    /// Environment variables. They win over lines in the `.env` file.
    pub vars: BTreeMap<String, String>,
    /// Reads a whole file: `.env`, `shop.toml` or a file with a secret. Relative paths start at the current folder.
    pub read_file: &'a dyn Fn(&Path) -> io::Result<String>,
}

impl Sources<'static> {
    /// The environment of this process and the files of this machine.
    pub fn from_system() -> Self {
        // A value that is not UTF-8 gets U+FFFD characters, which are refused in the variables that the bot reads.
        let text = |value: std::ffi::OsString| value.to_string_lossy().into_owned();
        Self {
            vars: std::env::vars_os().map(|(name, value)| (text(name), text(value))).collect(),
            read_file: &|path| std::fs::read_to_string(path),
        }
    }
}

/// The path of this program, to start it again.
///
/// # Errors
/// When the system does not know it.
#[cfg(feature = "demo")]
pub fn executable() -> io::Result<PathBuf> {
    std::env::current_exe()
}
