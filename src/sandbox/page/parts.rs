//! What the page is made of: the sandbox's handles, the people, and the shop's books.

use tokio::sync::watch;

use super::control_panel::ControlPanel;
use super::feed::Feed;
use super::own_account::OwnAccount;
use super::shop_books::ShopBooks;
use crate::sandbox::controls::Controls;
use crate::sandbox::gateway::Gateway;
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

/// What the page shows and controls.
pub struct DemoParts {
    /// Where the people are.
    pub telegram: Telegram,
    /// Where orders go.
    pub provider: Provider,
    /// Where bills are paid.
    pub gateway: Gateway,
    /// The calls.
    pub traffic: Traffic,
    /// The people, in the order in which they can be chosen.
    pub people: Vec<Person>,
    /// Kills and starts the bot.
    pub controls: Controls,
    /// The shop's own books, whenever they change.
    pub shop: watch::Receiver<ShopBooks>,
}

/// The page at work.
pub(super) struct Page {
    pub(super) demo: DemoParts,
    pub(super) control_panel: ControlPanel,
    pub(super) own_account: OwnAccount,
    pub(super) feed: Feed,
    pub(super) port: u16,
}
