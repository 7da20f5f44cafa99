//! Environment variables and `.env`: each variable, its check and its default.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io;
use std::net::SocketAddr;
use std::path::Path;

use secrecy::SecretString;
use url::Url;

use crate::domain::shop::Shop;
#[cfg(debug_assertions)]
use crate::failpoint;

use super::report::{Problem, Problems, quoted};
use super::values::{self, Reach};
use super::{
    AdminChat, Config, DatabaseUrl, LogFormat, MidtransConfig, PakasirConfig, PaymentsConfig, ProviderConfig, ShopSource, Sources,
    TelegramConfig, WebhookConfig, dotenv,
};

/// Telegram's own Bot API server.
const TELEGRAM_URL: &str = "https://api.telegram.org";
/// The provider's documented base URL.
const PROVIDER_URL: &str = "https://noetopup.com/api/v1";

/// The most calls to a payment gateway per minute. None publishes a limit.
const GATEWAY_REQUESTS_PER_MINUTE: u32 = 120;
/// Pakasir's documented base URL.
const PAKASIR_URL: &str = "https://app.pakasir.com/api";
/// Midtrans' documented base URL, where people really pay.
const MIDTRANS_URL: &str = "https://api.midtrans.com/v2";

/// The default of `WEBHOOK_LISTEN`: for a proxy on this machine.
const WEBHOOK_LISTEN: &str = "127.0.0.1:8080";

impl Config {
    /// Reads and checks the whole configuration. `locales` are the codes of the bot's languages.
    ///
    /// # Errors
    /// All problems, with secrets masked.
    pub fn read(sources: &Sources<'_>, locales: &[&str]) -> Result<Self, Problems> {
        let mut env = Environment::new(sources);
        let token = env.secret("TELOXIDE_TOKEN", "the bot's token from @BotFather: 123456789:AA…", values::token);
        let telegram_url = env.url("TELOXIDE_API_URL", TELEGRAM_URL, Reach::PrivateNetwork);
        let api_key = env.secret("ODZRESHOP_API_KEY", "the API key from the provider's dashboard, Account Settings", values::api_key);
        let provider_url = env.url("ODZRESHOP_API_URL", PROVIDER_URL, Reach::ThisMachine);
        let database = env.database();
        let admins = env.parsed("ADMIN_IDS", values::admins).unwrap_or_default();
        let admin_chat: Option<AdminChat> = env.parsed("ADMIN_CHAT_ID", values::admin_chat);
        let log_format = env.parsed("LOG_FORMAT", values::log_format).unwrap_or(LogFormat::Pretty);
        let log_filter = env.parsed("RUST_LOG", values::log_filter).unwrap_or_else(|| "info".to_owned());
        let webhook = env.webhook();
        let (pakasir, midtrans) = (env.pakasir(), env.midtrans());
        let payments = env.payments();
        let ops_listen = env.parsed("OPS_LISTEN", values::listen);
        #[cfg(debug_assertions)]
        let failpoint = env.parsed(failpoint::VARIABLE, failpoint::parse);
        let shop = env.shop(locales);
        let problems = env.close();
        match (token, telegram_url, api_key, provider_url, database, shop) {
            (Some(token), Some(telegram_url), Some(api_key), Some(provider_url), Some(database), Some((shop, shop_source)))
                if problems.is_empty() =>
            {
                let telegram = TelegramConfig { token, api_url: telegram_url };
                let provider = ProviderConfig { api_key, url: provider_url };
                Ok(Self {
                    telegram,
                    webhook,
                    ops_listen,
                    provider,
                    pakasir,
                    midtrans,
                    payments,
                    database,
                    admins,
                    admin_chat,
                    shop,
                    shop_source,
                    log_format,
                    log_filter,
                    #[cfg(debug_assertions)]
                    failpoint,
                })
            }
            _ => Err(Problems(problems)),
        }
    }
}

/// Without these no customer can be served; `init` asks for them.
const NEEDED: [&str; 3] = ["TELOXIDE_TOKEN", "ODZRESHOP_API_KEY", "ADMIN_IDS"];

impl Config {
    /// Which of the variables that every shop needs have no value yet.
    ///
    /// # Errors
    /// The problems of the `.env` file.
    pub fn unanswered(sources: &Sources<'_>) -> Result<Vec<&'static str>, Problems> {
        let mut env = Environment::new(sources);
        let missing: Vec<_> =
            NEEDED.into_iter().filter(|name| env.text(name).is_none() && env.text(&format!("{name}_FILE")).is_none()).collect();
        let problems = env.close();
        if problems.is_empty() { Ok(missing) } else { Err(Problems(problems)) }
    }

    /// Reads `OPS_LISTEN` alone, for a command that asks a running bot.
    ///
    /// # Errors
    /// The problems of this variable and of the `.env` file; also when the variable is missing.
    pub fn ops_listen(sources: &Sources<'_>) -> Result<SocketAddr, Problems> {
        let mut env = Environment::new(sources);
        let address = env.parsed("OPS_LISTEN", values::listen);
        let mut problems = env.close();
        if address.is_none() && problems.is_empty() {
            let remedy = "the address at which the bot answers questions about its health, for example 127.0.0.1:9090".to_owned();
            problems.push(Problem { name: "OPS_LISTEN".to_owned(), line: None, found: "missing".to_owned(), remedy });
        }
        address.filter(|_| problems.is_empty()).ok_or(Problems(problems))
    }
}

impl DatabaseUrl {
    /// Reads `DATABASE_URL` alone, for a command that needs neither the bot nor the provider.
    ///
    /// # Errors
    /// The problems of this variable and of the `.env` file.
    pub fn read(sources: &Sources<'_>) -> Result<Self, Problems> {
        let mut env = Environment::new(sources);
        let database = env.database();
        let problems = env.close();
        database.filter(|_| problems.is_empty()).ok_or(Problems(problems))
    }
}

/// The variables, and the problems found so far.
struct Environment<'a> {
    vars: BTreeMap<String, String>,
    read_file: &'a dyn Fn(&Path) -> io::Result<String>,
    secrets: Vec<String>,
    problems: Vec<Problem>,
}

impl<'a> Environment<'a> {
    /// Joins the environment and `.env`. An empty value counts as missing, so it does not hide a value in `.env`.
    fn new(sources: &Sources<'a>) -> Self {
        let vars = sources.vars.iter().map(|(name, value)| (name.clone(), value.clone()));
        let vars = vars.filter(|(_, value)| !value.trim().is_empty()).collect();
        let mut env = Self { vars, read_file: sources.read_file, secrets: Vec::new(), problems: Vec::new() };
        env.read_dotenv();
        env
    }

    fn read_dotenv(&mut self) {
        let text = match (self.read_file)(Path::new(".env")) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => {
                return self.note(".env", format!("a file that can't be read: {error}"), "a readable text file in UTF-8, or none");
            }
        };
        let mut values = BTreeMap::new();
        for dotenv::Line { number, name, value } in dotenv::read(&text) {
            match (name, value) {
                (Some(name), Ok(value)) if !value.trim().is_empty() => {
                    // Some programs take the first value, others the last.
                    if values.get(&name).is_some_and(|first| *first != value) {
                        let (found, remedy) = ("a second value for it".to_owned(), "one line with this name: remove the other".to_owned());
                        self.problems.push(Problem { name: format!(".env: {name}"), line: Some(number), found, remedy });
                    }
                    values.insert(name, value);
                }
                (_, Ok(_)) => {}
                // The report does not repeat the line, because it may contain a secret.
                (name, Err((found, remedy))) => {
                    let name = name.map_or(".env".to_owned(), |name| format!(".env: {name}"));
                    self.problems.push(Problem { name, line: Some(number), found: found.to_owned(), remedy: remedy.to_owned() });
                }
            }
        }
        for (name, value) in values {
            self.vars.entry(name).or_insert(value);
        }
    }

    /// The value of a variable, trimmed.
    fn text(&mut self, name: &str) -> Option<String> {
        let value = self.vars.get(name)?.trim().to_owned();
        if value.contains('\u{fffd}') {
            self.note(name, quoted(&value), "text in UTF-8");
            return None;
        }
        Some(value)
    }

    /// The value of a variable, parsed. The error of `parse` is the remedy in the report.
    fn parsed<T, E: Display>(&mut self, name: &str, parse: fn(&str) -> Result<T, E>) -> Option<T> {
        let text = self.text(name)?;
        parse(&text).map_err(|remedy| self.note(name, quoted(&text), remedy)).ok()
    }

    /// A required secret, from `NAME` or from the file that `NAME_FILE` names.
    fn secret(&mut self, name: &str, what: &str, check: fn(&str) -> Result<(), &'static str>) -> Option<SecretString> {
        let file_name = format!("{name}_FILE");
        let (direct, file) = (self.text(name), self.text(&file_name));
        self.secrets.extend(direct.clone());
        let (source, secret) = match (direct, file) {
            (Some(_), Some(file)) => {
                let remedy = format!("either {name} or {file_name}, not both: remove one");
                self.note(&file_name, quoted(&file), remedy);
                return None;
            }
            (Some(secret), None) => (name.to_owned(), secret),
            (None, Some(file)) => (file_name.clone(), self.secret_file(&file_name, &file)?),
            (None, None) => {
                self.note(name, "missing".to_owned(), format!("{what}; or {file_name} with the name of a file that contains it"));
                return None;
            }
        };
        self.secrets.push(secret.clone());
        match check(&secret) {
            Ok(()) => Some(SecretString::from(secret)),
            Err(remedy) => {
                self.note(&source, format!("a hidden value of {} characters", secret.chars().count()), remedy);
                None
            }
        }
    }

    fn secret_file(&mut self, name: &str, file: &str) -> Option<String> {
        match (self.read_file)(Path::new(file)) {
            Ok(text) => {
                let text = text.trim_start_matches('\u{feff}');
                let line = text.strip_suffix('\n').unwrap_or(text);
                Some(line.strip_suffix('\r').unwrap_or(line).to_owned())
            }
            Err(error) => {
                self.note(name, quoted(file), format!("a readable file that contains only the secret ({error})"));
                None
            }
        }
    }

    fn url(&mut self, name: &str, default: &str, plain_http: Reach) -> Option<Url> {
        let text = self.text(name).unwrap_or_else(|| default.to_owned());
        values::url(&text, plain_http).map_err(|remedy| self.note(name, values::shown_url(&text), remedy)).ok()
    }

    /// `DATABASE_URL`, or the file that `DATABASE_URL_FILE` names, because a PostgreSQL URL contains a password.
    fn database(&mut self) -> Option<DatabaseUrl> {
        let (name, text) = match (self.text("DATABASE_URL"), self.text("DATABASE_URL_FILE")) {
            (Some(_), Some(file)) => {
                let remedy = "either DATABASE_URL or DATABASE_URL_FILE, not both: remove one";
                self.note("DATABASE_URL_FILE", quoted(&file), remedy);
                return None;
            }
            (None, Some(file)) => ("DATABASE_URL_FILE", self.secret_file("DATABASE_URL_FILE", &file)?),
            (text, None) => ("DATABASE_URL", text.unwrap_or_else(|| "sqlite://odzreshop.db".to_owned())),
        };
        values::database(&text).map_err(|remedy| self.note(name, values::shown_url(&text), remedy)).ok()
    }

    /// The webhook, if `WEBHOOK_URL` is set. The other two variables without it are reported, because the owner expects a webhook then.
    fn webhook(&mut self) -> Option<WebhookConfig> {
        let listen = self.parsed("WEBHOOK_LISTEN", values::listen);
        let Some(url) = self.text("WEBHOOK_URL") else {
            // Payment gateways may post there all the same.
            let alone = if self.is_set("PAYMENTS_URL") { None } else { Some("WEBHOOK_LISTEN") };
            for name in alone.into_iter().chain(["WEBHOOK_SECRET", "WEBHOOK_SECRET_FILE"]) {
                if let Some(text) = self.text(name) {
                    self.secrets.extend((name == "WEBHOOK_SECRET").then_some(text));
                    self.note(name, "a value, but no WEBHOOK_URL".to_owned(), "WEBHOOK_URL too, or this one removed (long polling)");
                }
            }
            return None;
        };
        let url = values::url(&url, Reach::ThisMachine).map_err(|remedy| self.note("WEBHOOK_URL", values::shown_url(&url), remedy));
        let secret = self.secret("WEBHOOK_SECRET", values::WEBHOOK_SECRET, values::webhook_secret);
        let listen = listen.or_else(|| values::listen(WEBHOOK_LISTEN).ok());
        Some(WebhookConfig { url: url.ok()?, listen: listen?, secret: secret? })
    }

    /// Pakasir, if one of its variables is set: then project and key have to be.
    fn pakasir(&mut self) -> Option<PakasirConfig> {
        let url = self.url("PAKASIR_API_URL", PAKASIR_URL, Reach::ThisMachine);
        let names = ["PAKASIR_PROJECT", "PAKASIR_API_KEY", "PAKASIR_API_KEY_FILE", "PAKASIR_API_URL"];
        if !names.iter().any(|name| self.is_set(name)) {
            return None;
        }
        let project = self.parsed("PAKASIR_PROJECT", values::slug);
        if !self.is_set("PAKASIR_PROJECT") {
            self.note("PAKASIR_PROJECT", "missing".to_owned(), "the project's slug from Pakasir's dashboard; or PAKASIR_API_KEY removed");
        }
        let api_key = self.secret("PAKASIR_API_KEY", "the project's API key from Pakasir's dashboard", values::api_key);
        let requests_per_minute = GATEWAY_REQUESTS_PER_MINUTE;
        Some(PakasirConfig { project: project?, api_key: api_key?, url: url?, requests_per_minute })
    }

    /// Midtrans, if one of its variables is set: then the key has to be.
    fn midtrans(&mut self) -> Option<MidtransConfig> {
        let url = self.url("MIDTRANS_API_URL", MIDTRANS_URL, Reach::ThisMachine);
        if !["MIDTRANS_SERVER_KEY", "MIDTRANS_SERVER_KEY_FILE", "MIDTRANS_API_URL"].iter().any(|name| self.is_set(name)) {
            return None;
        }
        let server_key =
            self.secret("MIDTRANS_SERVER_KEY", "the server key from Midtrans' dashboard, Settings > Access Keys", values::api_key);
        Some(MidtransConfig { server_key: server_key?, url: url?, requests_per_minute: GATEWAY_REQUESTS_PER_MINUTE })
    }

    /// Where gateways post, if one of the variables is set: then both have to be.
    fn payments(&mut self) -> Option<PaymentsConfig> {
        let listen = self.text("WEBHOOK_LISTEN").and_then(|text| values::listen(&text).ok());
        if !["PAYMENTS_URL", "PAYMENTS_SECRET", "PAYMENTS_SECRET_FILE"].iter().any(|name| self.is_set(name)) {
            return None;
        }
        let url = match self.text("PAYMENTS_URL") {
            Some(text) => {
                let url = values::url(&text, Reach::ThisMachine);
                url.map_err(|remedy| self.note("PAYMENTS_URL", values::shown_url(&text), remedy)).ok()
            }
            None => {
                let remedy = "the public https address to which gateways post; or PAYMENTS_SECRET removed (bills are polled)";
                self.note("PAYMENTS_URL", "missing".to_owned(), remedy);
                None
            }
        };
        let secret = self.secret("PAYMENTS_SECRET", values::WEBHOOK_SECRET, values::webhook_secret);
        let listen = listen.or_else(|| values::listen(WEBHOOK_LISTEN).ok());
        Some(PaymentsConfig { url: url?, listen: listen?, secret: secret? })
    }

    /// Whether a variable has a value, valid or not.
    fn is_set(&self, name: &str) -> bool {
        self.vars.contains_key(name)
    }

    /// The shop of `SHOP_FILE`, else of `shop.toml` if it exists, else the built-in one.
    fn shop(&mut self, locales: &[&str]) -> Option<(Shop, ShopSource)> {
        let source = ShopSource::new(self.text("SHOP_FILE").as_deref(), locales);
        match source.read(self.read_file, &[]) {
            Ok(shop) => Some((shop, source)),
            Err(Problems(problems)) => {
                self.problems.extend(problems);
                None
            }
        }
    }

    fn note(&mut self, name: &str, found: String, remedy: impl Display) {
        self.problems.push(Problem { name: name.to_owned(), line: None, found, remedy: remedy.to_string() });
    }

    /// The problems with secrets masked.
    fn close(self) -> Vec<Problem> {
        self.problems.into_iter().map(|problem| problem.masked(&self.secrets)).collect()
    }
}
