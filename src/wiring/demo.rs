//! The demo: a simulated Telegram, a simulated provider and payment gateway, the real bot between them as a process of its own, and a page with the chats.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::app::Clock;
use crate::config;
use crate::sandbox::controls::Controls;
use crate::sandbox::gateway::{self, Gateway};
use crate::sandbox::page::{self, DemoParts, ShopBooks};
use crate::sandbox::provider::{self, Behaviour, Provider};
use crate::sandbox::telegram::{self, Telegram};
use crate::sandbox::traffic::Traffic;
use crate::storage;

use super::child::Program;
use super::{demo_books, demo_users};

/// The demo's options.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The page's port; any free one when `None`.
    pub port: Option<u16>,
    /// How long the simulated provider takes to deliver.
    pub provider_delay: Duration,
}

const DATABASE: &str = "demo.db";
const KEY: &str = "demo-key-of-the-simulated-provider";
const GATEWAY_KEY: &str = "demo-key-of-the-simulated-gateway";
/// The end of the path to which the gateway posts.
const PAYMENTS_SECRET: &str = "demo-secret-of-the-payment-webhooks";
/// The printed code of a shop that does not exist.
const STATIC_CODE: &str = "00020101021126580016ID.CO.SHOPEE.WWW01189360091800000000020205123450303UMI51440014ID.CO.QRIS.WWW0215ID10200000000010303UMI5204581653033605802ID5909ODZRESHOP6013JAKARTA PUSAT61051011062070703A016304C600";
/// What one Telegram Star counts.
const RUPIAH_PER_STAR: i64 = 150;
/// How long a bill can be paid, minutes: so short that a bill that has ended can be seen and paid late.
const BILL_MINUTES: i64 = 5;

/// Runs the demo until `stop`; `ready` gets the page's address when everything runs.
///
/// # Errors
/// When a port can't be bound or the bot can't start.
pub async fn run(options: Options, stop: CancellationToken, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let folder = tempfile::tempdir().context("making a folder for the demo's database")?;
    let telegram = Telegram::start(telegram::Options::default()).await?;
    let people = demo_users::add_to(&telegram);
    let provider = Provider::start(provider::Options { api_key: KEY.to_owned(), ..provider::Options::default() }).await?;
    let provider = provider.with_default_shop();
    provider.set_default(Behaviour::Deliver { after: options.provider_delay });
    let gateway = Gateway::start(gateway::Options { api_key: GATEWAY_KEY.to_owned(), ..gateway::Options::default() }).await?;
    let door = free_address()?;
    gateway.post_to(format!("http://{door}/payments/pakasir/{PAYMENTS_SECRET}"));
    let bot = program(&telegram, &provider, &gateway, door, folder.path())?;
    let clock = Clock::system();
    let database = folder.path().join(DATABASE);
    demo_users::approve(&database, clock.now()).await?;
    let store = storage::open_to_read(&database).await.context("opening the demo's database to read it")?;
    let traffic = Traffic::new(vec![telegram.token().to_owned(), KEY.to_owned(), GATEWAY_KEY.to_owned()]);
    telegram.record(traffic.clone());
    provider.record(traffic.clone());
    gateway.record(traffic.clone());
    let (controls, receiver) = Controls::new();
    let (books, shop) = watch::channel(ShopBooks::default());
    let follower = tokio::spawn(demo_books::follow(store, telegram.clone(), provider.clone(), books));
    let (telegram_handle, provider_handle, gateway_handle) = (telegram.clone(), provider.clone(), gateway.clone());
    let parts =
        DemoParts { telegram: telegram_handle, provider: provider_handle, gateway: gateway_handle, traffic, people, controls, shop };
    let (address, _page) = page::serve(parts, options.port).await.context("opening the page's port")?;
    ready(address);
    let ended = bot.run(receiver, &clock, stop).await;
    telegram.stop().await;
    // This ends with the simulated Telegram; an error would be a panic, and then the demo ends anyway.
    let _ = follower.await;
    provider.stop().await;
    gateway.stop().await;
    ended
}

/// The bot's settings, in its environment and in a `shop.toml` in its folder; it gets nothing of this process's environment.
fn program(telegram: &Telegram, provider: &Provider, gateway: &Gateway, door: SocketAddr, folder: &Path) -> anyhow::Result<Program> {
    std::fs::write(folder.join("shop.toml"), shop()?).context("writing the demo's shop.toml")?;
    let vars = [
        ("TELOXIDE_TOKEN", telegram.token().to_owned()),
        ("TELOXIDE_API_URL", telegram.url()),
        ("ODZRESHOP_API_KEY", KEY.to_owned()),
        ("ODZRESHOP_API_URL", provider.url()),
        ("PAKASIR_PROJECT", gateway.project().to_owned()),
        ("PAKASIR_API_KEY", gateway.api_key().to_owned()),
        ("PAKASIR_API_URL", gateway.url()),
        // The simulated gateway knows the real address.
        ("PAYMENTS_URL", "https://demo.invalid".to_owned()),
        ("PAYMENTS_SECRET", PAYMENTS_SECRET.to_owned()),
        ("WEBHOOK_LISTEN", door.to_string()),
        ("DATABASE_URL", format!("sqlite://{DATABASE}")),
        ("ADMIN_IDS", demo_users::ADMIN.to_string()),
        ("RUST_LOG", "warn".to_owned()),
    ];
    let vars = vars.map(|(name, value)| (name.to_owned(), value)).into();
    let path = config::executable().context("finding this program's file")?;
    Ok(Program { path, vars, folder: folder.to_owned() })
}

/// A port of this machine that is free now: the bot listens there in each of its lives.
fn free_address() -> anyhow::Result<SocketAddr> {
    let found = std::net::TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    found.context("finding a port for the gateway's webhooks")
}

/// The built-in shop, whose customers are approved by its admin, with the wallet on and several ways to fill it.
fn shop() -> anyhow::Result<String> {
    let mut shop: toml::Table = config::BUILT_IN_SHOP.parse()?;
    let mut set = |section: &str, name: &str, value: toml::Value| {
        let section = shop.entry(section).or_insert_with(|| toml::Table::new().into());
        section.as_table_mut().with_context(|| format!("the shop's {name}")).map(|section| section.insert(name.to_owned(), value))
    };
    // The simulated provider has no limit, so that the price lists are there at once.
    set("provider", "requests_per_minute", 6_000.into())?;
    set("wallet", "enabled", true.into())?;
    set("wallet", "bill_minutes", BILL_MINUTES.into())?;
    set("wallet", "qris", toml::Table::from_iter([("code".to_owned(), STATIC_CODE.into())]).into())?;
    set("wallet", "stars", toml::Table::from_iter([("rupiah_per_star".to_owned(), RUPIAH_PER_STAR.into())]).into())?;
    Ok(shop.to_string())
}
