//! The demo: a simulated Telegram, a simulated provider, the real bot between them as a process of its own, and a page with the chats.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::app::Clock;
use crate::config;
use crate::domain::order::Order;
use crate::sandbox::controls::Controls;
use crate::sandbox::page::{self, DemoParts, ShopOrder};
use crate::sandbox::provider::{self, Behaviour, Provider};
use crate::sandbox::telegram::{self, Telegram};
use crate::sandbox::traffic::Traffic;
use crate::storage::{self, ReadError, Reader};

use super::child::Program;
use super::demo_users;

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
/// How long the page may show an old state of an order. Most changes are followed by a message or a call, and are shown at once.
const READ_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// Orders of a customer that the page shows.
const MAX_ORDERS: i64 = 100;

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
    let bot = program(&telegram, &provider, folder.path())?;
    let clock = Clock::system();
    let database = folder.path().join(DATABASE);
    demo_users::approve(&database, clock.now()).await?;
    let store = storage::open_to_read(&database).await.context("opening the demo's database to read it")?;
    let traffic = Traffic::new(vec![telegram.token().to_owned(), KEY.to_owned()]);
    telegram.record(traffic.clone());
    provider.record(traffic.clone());
    let (controls, receiver) = Controls::new();
    let (orders, shop_orders) = watch::channel(Vec::new());
    let follower = tokio::spawn(follow_orders(store, telegram.clone(), provider.clone(), orders));
    let parts = DemoParts { telegram: telegram.clone(), provider: provider.clone(), traffic, people, controls, shop_orders };
    let (address, _page) = page::serve(parts, options.port).await.context("opening the page's port")?;
    ready(address);
    let ended = bot.run(receiver, &clock, stop).await;
    telegram.stop().await;
    // This ends with the simulated Telegram; an error would be a panic, and then the demo ends anyway.
    let _ = follower.await;
    provider.stop().await;
    ended
}

/// Shows the page the orders in the bot's own database. The bot commits a change before it sends a message or makes a call, so it is
/// read after these.
async fn follow_orders(store: Reader, telegram: Telegram, provider: Provider, orders: watch::Sender<Vec<ShopOrder>>) {
    let (mut messages, mut calls) = (telegram.changes(), provider.changes());
    loop {
        match shop_orders(&store).await {
            Ok(now) => {
                orders.send_if_modified(|shown| {
                    let modified = *shown != now;
                    *shown = now;
                    modified
                });
            }
            Err(error) => tracing::warn!(%error, "the page can't show the shop's orders"),
        }
        tokio::select! {
            _ = messages.changed() => {}
            _ = calls.changed() => {}
            () = tokio::time::sleep(READ_AGAIN_AFTER) => {}
            () = telegram.stopped() => return,
        }
    }
}

async fn shop_orders(store: &Reader) -> Result<Vec<ShopOrder>, ReadError> {
    let mut all = Vec::new();
    for user in demo_users::ids() {
        let (orders, _) = store.list_orders(user, MAX_ORDERS, 0).await?;
        all.extend(orders.into_iter().map(shown));
    }
    Ok(all)
}

fn shown(order: Order) -> ShopOrder {
    let Order { id, number, user_id, item, target, price, state, invoice, sn, created_at, .. } = order;
    let (price, state, created) = (price.0, state.as_str(), created_at.0);
    ShopOrder { ref_id: id.0, number, user: user_id, item, target, price, state, invoice, sn, created }
}

/// The bot's settings, in its environment and in a `shop.toml` in its folder; it gets nothing of this process's environment.
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
    // The simulated provider has no limit, so that the price lists are there at once.
    set("provider", "requests_per_minute", 6_000.into())?;
    Ok(shop.to_string())
}
