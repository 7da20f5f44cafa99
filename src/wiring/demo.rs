//! The demo: a simulated Telegram, a simulated provider, the real bot between them as a process of its own, and a page with the chats.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use tokio_util::sync::CancellationToken;

use crate::app::Clock;
use crate::config;
use crate::sandbox::controls::Controls;
use crate::sandbox::page::{self, Stage};
use crate::sandbox::provider::{self, Behaviour, Provider};
use crate::sandbox::telegram::{self, Telegram};
use crate::sandbox::traffic::Traffic;

use super::child::Program;
use super::demo_users;

/// How the demo is to be.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The page's port; any free one when `None`.
    pub port: Option<u16>,
    /// How long the simulated provider takes to deliver.
    pub provider_delay: Duration,
}

const DATABASE: &str = "demo.db";
const KEY: &str = "demo-key-of-the-simulated-provider";

/// Runs the demo until `stop`; `ready` gets the page's address once everything is up.
///
/// # Errors
/// When a port can't be bound or the bot can't start.
pub async fn run(options: Options, stop: CancellationToken, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let folder = tempfile::tempdir().context("making a folder for the demo's database")?;
    let telegram = Telegram::start(telegram::Options::default()).await?;
    let people = demo_users::assemble(&telegram);
    let provider = Provider::start(provider::Options { api_key: KEY.to_owned(), ..provider::Options::default() }).await?;
    let provider = provider.with_default_shop();
    provider.set_default(Behaviour::Deliver { after: options.provider_delay });
    let bot = program(&telegram, &provider, folder.path())?;
    let clock = Clock::system();
    demo_users::approve(&folder.path().join(DATABASE), clock.now()).await?;
    let traffic = Traffic::new(vec![telegram.token().to_owned(), KEY.to_owned()]);
    telegram.record(traffic.clone());
    provider.record(traffic.clone());
    let (controls, switched) = Controls::new();
    let stage = Stage { telegram: telegram.clone(), provider: provider.clone(), traffic, people, controls };
    let (address, _page) = page::serve(stage, options.port).await.context("opening the page's port")?;
    ready(address);
    let ended = bot.run(switched, &clock, stop).await;
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
        ("DATABASE_URL", format!("sqlite://{DATABASE}")),
        ("ADMIN_IDS", demo_users::ADMIN.to_string()),
        ("RUST_LOG", "warn".to_owned()),
    ];
    let vars = vars.map(|(name, value)| (name.to_owned(), value)).into();
    let path = config::executable().context("finding this program's file")?;
    Ok(Program { path, vars, folder: folder.to_owned() })
}

/// The built-in shop, whose customers are approved by its admin.
fn shop() -> anyhow::Result<String> {
    let mut shop: toml::Table = config::BUILT_IN_SHOP.parse()?;
    let mut set = |section: &str, name: &str, value: toml::Value| {
        let section = shop.entry(section).or_insert_with(|| toml::Table::new().into());
        section.as_table_mut().with_context(|| format!("the shop's {name}")).map(|section| section.insert(name.to_owned(), value))
    };
    // Nothing rations the simulated provider; the price lists fill at once.
    set("provider", "requests_per_minute", 6_000.into())?;
    Ok(shop.to_string())
}
