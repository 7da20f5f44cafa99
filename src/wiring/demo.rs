//! The demo: a simulated Telegram, a simulated provider, the real bot between them, and a page with the chats of a customer and an admin.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use tokio_util::sync::CancellationToken;

use crate::app::Clock;
use crate::config::{Config, Sources};
use crate::domain::access::Mode;
use crate::i18n;
use crate::sandbox::page::{self, Person};
use crate::sandbox::provider::{self, Behaviour, Provider};
use crate::sandbox::telegram::{self, Telegram, User};

/// How the demo is to be.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The page's port; any free one when `None`.
    pub port: Option<u16>,
    /// How long the simulated provider takes to deliver.
    pub provider_delay: Duration,
}

const CUSTOMER: i64 = 1_001;
const ADMIN: i64 = 2_001;
const KEY: &str = "demo-key-of-the-simulated-provider";

/// Runs the demo until `stop`; `ready` gets the page's address once everything is up.
///
/// # Errors
/// When a port can't be bound or the bot can't start.
pub async fn run(options: Options, stop: CancellationToken, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let folder = tempfile::tempdir().context("making a folder for the demo's database")?;
    let telegram = Telegram::start(telegram::Options::default()).await?;
    telegram.add_user(User::new(CUSTOMER, "Budi", "id"));
    telegram.add_user(User::new(ADMIN, "Sari", "id"));
    let provider = Provider::start(provider::Options { api_key: KEY.to_owned(), ..provider::Options::default() }).await?;
    let provider = provider.with_default_shop();
    provider.set_default(Behaviour::Deliver { after: options.provider_delay });
    let config = config(&telegram, &provider, &folder.path().join("demo.db"))?;
    let person = |user, role: &str| Person { user, role: role.to_owned() };
    let people = vec![person(CUSTOMER, "Customer"), person(ADMIN, "Admin")];
    let note = format!("The simulated provider delivers after {} s.", options.provider_delay.as_secs());
    let (address, _page) = page::serve(telegram.clone(), people, note, options.port).await.context("opening the page's port")?;
    ready(address);
    let ended = super::run(config, Clock::system(), stop).await;
    telegram.stop().await;
    provider.stop().await;
    ended
}

/// What the bot is told: the built-in shop, open to everybody, and nothing of this machine's environment.
fn config(telegram: &Telegram, provider: &Provider, database: &std::path::Path) -> anyhow::Result<Config> {
    let vars = BTreeMap::from([
        ("TELOXIDE_TOKEN".to_owned(), telegram.token().to_owned()),
        ("TELOXIDE_API_URL".to_owned(), telegram.url()),
        ("ODZRESHOP_API_KEY".to_owned(), KEY.to_owned()),
        ("ODZRESHOP_API_URL".to_owned(), provider.url()),
        ("DATABASE_URL".to_owned(), format!("sqlite://{}", database.display())),
        ("ADMIN_IDS".to_owned(), ADMIN.to_string()),
    ]);
    let nothing = |_: &std::path::Path| Err(io::ErrorKind::NotFound.into());
    let locales = i18n::available();
    let codes: Vec<&str> = locales.iter().map(|locale| locale.0.as_str()).collect();
    let mut config = Config::read(&Sources { vars, read_file: &nothing }, &codes)?;
    config.shop.mode = Mode::Open;
    // Nothing rations the simulated provider; the shelves fill at once.
    config.shop.provider.requests_per_minute = 6_000;
    Ok(config)
}
