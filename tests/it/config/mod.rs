//! The configuration: the tables of the interface, and every kind of problem.

mod alerts;
mod environment;
mod items;
mod shop_file;

use std::io;
use std::path::Path;

use odzreshop_bot::config::{Config, DatabaseUrl, LogFormat, Problems, Sources, init};
use secrecy::ExposeSecret;

const LOCALES: [&str; 2] = ["id", "en"];
const TOKEN: &str = "123456789:AAcanaryTOKENcanaryTOKENcanary_-0";
const KEY: &str = "canary-key-5f2e";
const SECRET: &str = "canary-webhook-secret-0123456789-abcdef";

/// Reads a configuration from these variables and these files only.
fn read(vars: &[(&str, &str)], files: &[(&str, &str)]) -> Result<Config, Problems> {
    with_sources(vars, files, |sources| Config::read(sources, &LOCALES))
}

fn with_sources<T>(vars: &[(&str, &str)], files: &[(&str, &str)], read: impl Fn(&Sources<'_>) -> T) -> T {
    let read_file = |path: &Path| {
        let file = files.iter().find(|(name, _)| Path::new(name) == path);
        file.map(|(_, text)| (*text).to_owned()).ok_or_else(|| io::ErrorKind::NotFound.into())
    };
    let vars = vars.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    read(&Sources { vars, read_file: &read_file })
}

/// The variables that `run` requires, and these.
fn with_required<'a>(vars: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let required = [("TELOXIDE_TOKEN", TOKEN), ("ODZRESHOP_API_KEY", KEY)];
    required.into_iter().filter(|(name, _)| !vars.iter().any(|(given, _)| given == name)).chain(vars.iter().copied()).collect()
}

fn names(problems: &Problems) -> Vec<&str> {
    problems.0.iter().map(|problem| problem.name.as_str()).collect()
}

#[test]
fn the_files_of_init_are_valid_except_for_missing_secrets() {
    let dir = tempfile::tempdir().unwrap();
    let written = init(dir.path()).unwrap();
    assert_eq!(
        written.iter().map(|file| (file.path.clone(), file.created)).collect::<Vec<_>>(),
        [(dir.path().join("shop.toml"), true), (dir.path().join(".env"), true),]
    );
    let read_file = |path: &Path| std::fs::read_to_string(dir.path().join(path));
    let vars = std::collections::BTreeMap::new();
    let problems = Config::read(&Sources { vars, read_file: &read_file }, &LOCALES).unwrap_err();
    assert_eq!(names(&problems), ["TELOXIDE_TOKEN", "ODZRESHOP_API_KEY"]);

    // The lines that are commented out are valid too, and are the defaults.
    let template = std::fs::read_to_string(dir.path().join(".env")).unwrap();
    let is_name = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let setting = |line: &&str| {
        line.split_once('=')
            .is_some_and(|(name, _)| is_name(name) && !["TOKEN_FILE", "KEY_FILE", "SECRET_FILE"].iter().any(|end| name.ends_with(end)))
    };
    let lines: Vec<&str> = template.lines().filter_map(|line| line.strip_prefix("# ")).filter(setting).collect();
    assert_eq!(lines.len(), 16, "{lines:?}");
    let mut shown =
        read(&with_required(&[]), &[(".env", &lines.join("\n")), ("shop.toml", include_str!("../../../src/config/shop.toml"))]).unwrap();
    let usual = read(&with_required(&[]), &[]).unwrap();
    // The same file; only one that is named has to be there.
    shown.shop_source = usual.shop_source.clone();
    assert_eq!(format!("{shown:?}"), format!("{usual:?}"));
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_env_file() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    init(dir.path()).unwrap();
    assert_eq!(std::fs::metadata(dir.path().join(".env")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn init_never_overwrites() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(".env"), "mine").unwrap();
    let written = init(dir.path()).unwrap();
    assert_eq!(written.iter().map(|file| file.created).collect::<Vec<_>>(), [true, false]);
    assert_eq!(std::fs::read_to_string(dir.path().join(".env")).unwrap(), "mine");
    assert!(init(dir.path()).unwrap().iter().all(|file| !file.created));
}

#[test]
fn init_says_which_file_it_could_not_write() {
    let dir = tempfile::tempdir().unwrap();
    let error = init(&dir.path().join("nowhere")).unwrap_err();
    assert!(error.to_string().contains("shop.toml"), "{error}");
}

#[test]
fn a_backup_needs_the_database_alone() {
    let url = with_sources(&[("DATABASE_URL", "sqlite://data/shop.db")], &[], DatabaseUrl::read).unwrap();
    assert!(matches!(&url, DatabaseUrl::Sqlite(path) if path == Path::new("data/shop.db")), "{url:?}");
    assert_eq!(url.to_string(), "sqlite://data/shop.db");
    let problems = with_sources(&[("DATABASE_URL", "mysql://x")], &[], DatabaseUrl::read).unwrap_err();
    assert_eq!(names(&problems), ["DATABASE_URL"]);
}

#[test]
fn a_postgres_is_shown_without_its_password() {
    let text = "postgres://me:canary%40@db.example:5433/shop?sslmode=require&password=canary";
    let read = |vars: &[(&str, &str)], files: &[(&str, &str)]| with_sources(vars, files, DatabaseUrl::read).unwrap();
    for url in [read(&[("DATABASE_URL", text)], &[]), read(&[("DATABASE_URL_FILE", "url")], &[("url", &format!("{text}\n"))])] {
        let DatabaseUrl::Postgres { url: whole, shown } = &url else { panic!("{url:?}") };
        assert_eq!((whole.expose_secret(), shown.as_str()), (text, "postgres://me@db.example:5433/shop"));
        assert!(!format!("{url} {url:?}").contains("canary"), "{url:?}");
    }
    let both = with_sources(&[("DATABASE_URL_FILE", "url"), ("DATABASE_URL", text)], &[("url", text)], DatabaseUrl::read).unwrap_err();
    assert_eq!(names(&both), ["DATABASE_URL_FILE"]);
    for url in ["postgresql:///shop?host=/run/postgresql&user=me", "postgres://me@db/shop"] {
        assert!(matches!(read(&[("DATABASE_URL", url)], &[]), DatabaseUrl::Postgres { .. }), "{url}");
    }
}

#[test]
fn the_defaults_are_those_of_the_interface() {
    let config = read(&with_required(&[]), &[]).unwrap();
    assert_eq!(config.telegram.api_url.as_str(), "https://api.telegram.org/");
    assert_eq!(config.provider.url.as_str(), "https://noetopup.com/api/v1");
    assert_eq!(config.database.to_string(), "sqlite://odzreshop.db");
    assert_eq!((config.admins, config.admin_chat), (vec![], None));
    assert!(config.webhook.is_none() && config.ops_listen.is_none());
    assert_eq!((config.log_format, config.log_filter.as_str()), (LogFormat::Pretty, "info"));
}
