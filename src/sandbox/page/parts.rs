//! What the page is made of: the sandbox's handles, the people, and the shop's orders.

use tokio::sync::watch;

use super::control_panel::ControlPanel;
use super::feed::Feed;
use crate::sandbox::controls::Controls;
use crate::sandbox::provider::Provider;
use crate::sandbox::telegram::Telegram;
use crate::sandbox::traffic::Traffic;

/// On which of the two phones a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phone {
    /// The phone whose person can be switched.
    Customer,
    /// The other one.
    Admin,
}

/// A person whose chat with the bot the page shows.
#[derive(Debug, Clone)]
pub struct Person {
    /// The user's id, known to the simulated Telegram.
    pub user: i64,
    /// On which phone.
    pub phone: Phone,
    /// Who that is in the demo, in a few words.
    pub about: String,
}

/// An order as the shop itself has it, beside which the page shows what the provider has.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ShopOrder {
    /// What the shop calls it at the provider.
    pub ref_id: String,
    /// What the shop calls it in its chats.
    pub number: String,
    /// Who ordered.
    pub user: i64,
    /// The item's name.
    pub item: String,
    /// What it is for: an ID in a game.
    pub target: String,
    /// What the customer pays, rupiah.
    pub price: i64,
    /// The shop's word for its state: `queued`, `sending`, `pending`, `uncertain`, `success`, `failed` or `cancelled`.
    pub state: &'static str,
    /// The provider's name of it, once the shop knows it.
    pub invoice: Option<String>,
    /// The serial number, once the shop knows it.
    pub sn: Option<String>,
    /// When it was confirmed, unix time in milliseconds.
    pub created: i64,
}

/// What the page shows and controls.
pub struct DemoParts {
    /// Where the people are.
    pub telegram: Telegram,
    /// Where orders go.
    pub provider: Provider,
    /// The calls.
    pub traffic: Traffic,
    /// The people, in the order in which they can be chosen.
    pub people: Vec<Person>,
    /// Kills and starts the bot.
    pub controls: Controls,
    /// The shop's orders, whenever they change.
    pub shop_orders: watch::Receiver<Vec<ShopOrder>>,
}

/// The page at work.
pub(super) struct Page {
    pub(super) demo: DemoParts,
    pub(super) control_panel: ControlPanel,
    pub(super) feed: Feed,
    pub(super) port: u16,
}
