//! The formats of single values: each function parses the text of one variable, or returns what is expected.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use url::{Host, Url};

use super::{AdminChat, DatabaseUrl, LogFormat};

/// Fewest characters of a token after its colon. Telegram's tokens have 35; those of test servers have fewer.
const MIN_TOKEN_CHARS: usize = 8;

/// How far plain http may reach. It is restricted because each request contains a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Loopback only.
    ThisMachine,
    /// Also private addresses and names, for a Bot API server in the same network.
    PrivateNetwork,
}

pub(super) fn token(text: &str) -> Result<(), &'static str> {
    let fits = text.split_once(':').is_some_and(|(id, rest)| {
        let safe = rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) && safe && rest.len() >= MIN_TOKEN_CHARS
    });
    if fits { Ok(()) } else { Err("the whole token as @BotFather gave it: digits, a colon, then letters and digits") }
}

pub(super) fn api_key(text: &str) -> Result<(), &'static str> {
    let fits = !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    if fits { Ok(()) } else { Err("the key alone, without spaces or line breaks") }
}

/// A gateway's name for a project, which is a part of requests.
pub(super) fn slug(text: &str) -> Result<String, &'static str> {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if plain && text.len() <= 64 { Ok(text.to_owned()) } else { Err("the project's slug alone: letters, digits, _ and -") }
}

/// The format of the webhook secret. Telegram allows 1 to 256 of these characters (Bot API, setWebhook), but a short one can be guessed.
pub(super) const WEBHOOK_SECRET: &str = "32 to 256 letters, digits, _ or - (`openssl rand -hex 32` makes some)";

pub(super) fn webhook_secret(text: &str) -> Result<(), &'static str> {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if plain && (32..=256).contains(&text.len()) { Ok(()) } else { Err(WEBHOOK_SECRET) }
}

/// A local address to listen on.
pub(super) fn listen(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse().map_err(|_| "an IP address of this machine and a port: 127.0.0.1:8080, or 0.0.0.0:8080 for all of them")
}

/// A base URL, without a slash at its end.
pub(super) fn url(text: &str, plain_http: Reach) -> Result<Url, String> {
    let mut url = Url::parse(text).map_err(|error| format!("a URL such as https://example.com/api ({error})"))?;
    let Some(host) = url.host().map(|host| host.to_owned()).filter(|_| matches!(url.scheme(), "http" | "https")) else {
        return Err("a URL that begins with https:// and a host name".to_owned());
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a URL without a user name and password".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("a URL without ? and #".to_owned());
    }
    if url.scheme() == "http" && !is_near(&host, plain_http) {
        let exception = match plain_http {
            Reach::ThisMachine => "this machine (127.0.0.1, localhost)",
            Reach::PrivateNetwork => "this machine or a private network",
        };
        return Err(format!("https://, because each request contains a secret; plain http only to {exception}"));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    if path.split('/').any(|part| part.strip_prefix("bot").is_some_and(|rest| token(rest).is_ok())) {
        return Err("the server's address alone, without /bot and the token".to_owned());
    }
    url.set_path(&path);
    Ok(url)
}

fn is_near(host: &Host, reach: Reach) -> bool {
    let private = reach == Reach::PrivateNetwork;
    match host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            let inner = [".local", ".internal", ".lan", ".home.arpa"].iter().any(|end| name.ends_with(end));
            name == "localhost" || name.ends_with(".localhost") || private && (inner || !name.contains('.'))
        }
        Host::Ipv4(address) => address.is_loopback() || private && address.is_private(),
        Host::Ipv6(address) => match IpAddr::V6(*address).to_canonical() {
            IpAddr::V4(address) => address.is_loopback() || private && address.is_private(),
            IpAddr::V6(address) => address.is_loopback() || private && address.is_unique_local(),
        },
    }
}

/// A URL as the report shows it: without the parts that may be secret, even when it is not a valid URL.
pub(super) fn shown_url(text: &str) -> String {
    let (start, rest) = text.split_once("://").map_or(("", text), |(scheme, rest)| (&text[..scheme.len() + 3], rest));
    let rest = rest.rsplit_once('@').map_or(rest.to_owned(), |(_, host)| format!("***@{host}"));
    let rest = rest.split_once(['?', '#']).map_or(rest.clone(), |(path, _)| format!("{path}?***"));
    super::report::quoted(&format!("{start}{rest}"))
}

/// `sqlite://FILE`, also `sqlite:FILE` and with `?mode=rwc` as sqlx writes it, or `postgres://…`.
pub(super) fn database(text: &str) -> Result<DatabaseUrl, &'static str> {
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return postgres(text);
    }
    let path =
        text.strip_prefix("sqlite:").ok_or("sqlite://FILE, such as sqlite://odzreshop.db, or postgres://USER:PASSWORD@HOST/DATABASE")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    // To read, to write and to create the file: what we do anyway.
    let path = path.strip_suffix("?mode=rwc").unwrap_or(path);
    if path.contains(":memory:") {
        return Err("sqlite://FILE: orders must survive a restart, so :memory: is not allowed");
    }
    if path.contains('?') {
        return Err("sqlite://FILE, or sqlite://FILE?mode=rwc: the file is read, written and created, and takes no other parameters");
    }
    if path.starts_with("~/") || path.contains('$') {
        return Err("sqlite://FILE with the whole path, such as sqlite:///var/lib/odzreshop.db: ~ and $ are not replaced here");
    }
    if path.is_empty() || path.ends_with('/') || path.contains(['#', '%']) || path.contains(char::is_control) {
        return Err("sqlite://FILE with a plain file name: no # and no %");
    }
    Ok(DatabaseUrl::Sqlite(PathBuf::from(path)))
}

fn postgres(text: &str) -> Result<DatabaseUrl, &'static str> {
    const FORM: &str = "postgres://USER:PASSWORD@HOST:PORT/DATABASE; write @ / ? # % in the password as %40 %2F %3F %23 %25";
    let mut shown = Url::parse(text).map_err(|_| FORM)?;
    let named = |part: &str| shown.query_pairs().any(|(name, value)| name == part && !value.is_empty());
    let (database, host) =
        (shown.path().len() > 1 || named("dbname"), shown.host_str().is_some_and(|host| !host.is_empty()) || named("host"));
    if shown.fragment().is_some() || !database || !host || shown.username().is_empty() && !named("user") {
        return Err(FORM);
    }
    shown.set_query(None);
    // This fails only for a URL without a host, which was refused above.
    let _ = shown.set_password(None);
    Ok(DatabaseUrl::Postgres { url: text.to_owned().into(), shown: shown.into() })
}

/// User ids separated by commas, without duplicates.
pub(super) fn admins(text: &str) -> Result<Vec<i64>, &'static str> {
    let mut admins = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let id = digits(part)
            .ok_or("numeric Telegram user ids, separated by commas: 123456789, 987654321 (not a @name; @userinfobot shows the id)")?;
        if !admins.contains(&id) {
            admins.push(id);
        }
    }
    Ok(admins)
}

/// `-1001234567890`, or with a topic `-1001234567890:45`.
pub(super) fn admin_chat(text: &str) -> Result<AdminChat, &'static str> {
    const FORM: &str = "a group's id, which begins with a minus sign, optionally with a topic: -1001234567890 or -1001234567890:45";
    let (chat, topic) = text.split_once(':').map_or((text, None), |(chat, topic)| (chat, Some(topic)));
    let chat_id = chat.strip_prefix('-').and_then(digits).ok_or(FORM)?;
    let topic = match topic {
        Some(topic) => Some(digits(topic).filter(|topic| *topic <= i64::from(i32::MAX)).ok_or(FORM)?),
        None => None,
    };
    Ok(AdminChat { chat_id: -chat_id, topic })
}

/// A positive number, digits only.
fn digits(text: &str) -> Option<i64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| plain && *number > 0)
}

pub(super) fn log_format(text: &str) -> Result<LogFormat, &'static str> {
    match text {
        "pretty" => Ok(LogFormat::Pretty),
        "json" => Ok(LogFormat::Json),
        _ => Err("pretty or json"),
    }
}

pub(super) fn log_filter(text: &str) -> Result<String, String> {
    match tracing_subscriber::EnvFilter::builder().parse(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("a filter such as info or info,odzreshop_bot::worker=debug ({error})")),
    }
}
