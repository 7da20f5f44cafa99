//! The demo: a simulated Telegram, a simulated provider, the real bot between them as a process of its own, and a page with the chats.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use tokio_util::sync::CancellationToken;

use crate::app::Clock;
use crate::config;
use crate::sandbox::controls::Controls;
use crate::sandbox::page::{self, Person};
use crate::sandbox::provider::{self, Behaviour, Provider};
use crate::sandbox::telegram::{self, Telegram, User};

use super::child::Program;

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
    let bot = program(&telegram, &provider, folder.path())?;
    let person = |user, role: &str| Person { user, role: role.to_owned() };
    let people = vec![person(CUSTOMER, "Customer"), person(ADMIN, "Admin")];
    let note = format!("The simulated provider delivers after {} s.", options.provider_delay.as_secs());
    let (controls, switched) = Controls::new();
    let (address, _page) = page::serve(telegram.clone(), people, note, controls, options.port).await.context("opening the page's port")?;
    ready(address);
    let ended = bot.run(switched, &Clock::system(), stop).await;
    telegram.stop().await;
    provider.stop().await;
    ended
}

/// What the bot is told, in its environment and in a `shop.toml` in its folder; nothing of this machine's environment.
fn program(telegram: &Telegram, provider: &Provider, folder: &Path) -> anyhow::Result<Program> {
    std::fs::write(folder.join("shop.toml"), shop()?).context("writing the demo's shop.toml")?;
    let vars = [
        ("TELOXIDE_TOKEN", telegram.token().to_owned()),
        ("TELOXIDE_API_URL", telegram.url()),
        ("ODZRESHOP_API_KEY", KEY.to_owned()),
        ("ODZRESHOP_API_URL", provider.url()),
        ("DATABASE_URL", "sqlite://demo.db".to_owned()),
        ("ADMIN_IDS", ADMIN.to_string()),
        ("RUST_LOG", "warn".to_owned()),
    ];
    let vars = vars.map(|(name, value)| (name.to_owned(), value)).into();
    let path = config::executable().context("finding this program's file")?;
    Ok(Program { path, vars, folder: folder.to_owned() })
}

/// The built-in shop, open to everybody.
fn shop() -> anyhow::Result<String> {
    let mut shop: toml::Table = config::BUILT_IN_SHOP.parse()?;
    let mut set = |section: &str, name: &str, value: toml::Value| {
        let section = shop.entry(section).or_insert_with(|| toml::Table::new().into());
        section.as_table_mut().with_context(|| format!("the shop's {name}")).map(|section| section.insert(name.to_owned(), value))
    };
    set("access", "mode", "open".into())?;
    // Nothing rations the simulated provider; the shelves fill at once.
    set("provider", "requests_per_minute", 6_000.into())?;
    Ok(shop.to_string())
}
