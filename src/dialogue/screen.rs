//! Screens: what somebody is to see, as facts.

use crate::domain::access::Limit;
use crate::domain::catalog::Offer;
use crate::domain::locale::LocalText;
use crate::domain::money::Rupiah;
use crate::domain::notification::ClosedReason;
use crate::domain::order::{Order, OrderHistoryEntry, OrderState};
use crate::domain::target::{Field, Invalid};
use crate::domain::time::Millis;

/// Categories on one page of the menu.
pub const CATEGORIES_PER_PAGE: usize = 12;
/// Items on one page: what fits a phone without scrolling.
pub const ITEMS_PER_PAGE: usize = 8;
/// Orders on one page of the history.
pub const ORDERS_PER_PAGE: usize = 6;

/// What somebody is to see.
#[derive(Clone, Debug)]
pub enum Screen {
    /// The menu: categories to choose from.
    Menu { categories: Vec<Title>, page: usize, pages: usize, hint: Option<Hint> },
    /// The items of a category, cheapest first.
    Items { category: Title, offers: Vec<Offer>, page: usize, pages: usize, stale_since: Option<Millis>, hint: Option<Hint> },
    /// A category with nothing on sale now.
    NothingOnSale { category: Title },
    /// A question: one field of the target.
    Ask { category: Title, offer: Offer, answered: Vec<Line>, field: Field, hint: Option<Hint> },
    /// What they are about to buy.
    Confirm(Confirmation),
    /// The item is no longer on sale.
    Gone { category: String },
    /// The shop is closed: the provider does not answer or refuses us.
    Closed,
    /// An order would break one of the customer's limits.
    Limited(Limit),
    /// Nothing is under way any more.
    Cancelled,
    /// Their orders, newest first.
    Orders { orders: Vec<Order>, page: usize, pages: usize },
    /// One order with its history, reached from this page of the history; `admin` shows the history's details.
    OrderDetail { order: Order, history: Vec<OrderHistoryEntry>, category: Option<Title>, lines: Vec<Line>, page: usize, admin: bool },
    /// The languages to choose from.
    Languages,
    /// How it works.
    Help { admin: bool },
    /// At the door: their request is with the admins (`fresh`: since just now).
    Waiting { fresh: bool },
    /// At the door: turned away.
    Refused,
    /// The shop's status, for admins.
    ShopStatus(ShopStatus),
    /// The admin is to type the invoice of this order.
    AskInvoice { order: Order, hint: Option<Hint> },
    /// Second step: the provider has it under `invoice`.
    SurelyPlaced { order: Order, invoice: String },
    /// Second step: the provider never had it.
    SurelyNotPlaced { order: Order },
    /// Second step: send it again under the same `ref_id`.
    SurelyResend { order: Order },
    /// The provider is asked whether what an admin says is true; the answer comes as a message.
    Verifying,
    /// That can't be said of this order yet, only from this time on.
    TooEarly { order: Order, from: Millis },
    /// What an admin did to an order is done.
    Resolved { order: Order },
    /// The order is no longer uncertain: somebody else was faster, or it resolved itself.
    AlreadyResolved { order: Order },
    /// Somebody was let in or turned away by an admin.
    Decided { name: String, id: i64, approved: bool, first: bool },
    /// An admin command without what it needs, or with something that we don't know.
    NoSuchOrder { asked: String },
    /// In a group: a link to the bot.
    Group,
    /// Something went wrong on our side; nothing was changed.
    Broken,
}

/// What the customer is about to buy.
#[derive(Clone, Debug)]
pub struct Confirmation {
    pub category: Title,
    pub item: String,
    /// Each field of the target.
    pub lines: Vec<Line>,
    pub price: Rupiah,
    /// What they had confirmed before the price changed.
    pub old_price: Option<Rupiah>,
    pub quote: String,
    /// For how many minutes it can be confirmed.
    pub minutes: i64,
    /// The number of an open order for the same item and target.
    pub twin: Option<String>,
    pub hint: Option<Hint>,
}

/// A category's name as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    pub slug: String,
    pub name: LocalText,
    pub emoji: String,
}

/// A field of the target with its value. A choice shows its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub label: LocalText,
    pub value: LocalText,
}

/// A remark above a screen: why it is shown (again).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Typed where a button is expected.
    UseButtons,
    /// A photo, a sticker ...: only text can be read here.
    TextOnly,
    /// The typed answer is none.
    Invalid(Invalid),
    /// The typed invoice is none: empty, too long or not of one word.
    InvalidInvoice,
    /// The typed invoice is that of another order.
    InvoiceTaken,
    /// The confirmation was too old; this is a new one at today's price.
    QuoteExpired,
    /// The pressed button was too old.
    StaleButton,
    /// No such command.
    UnknownCommand,
    /// A deep link to something that we don't have.
    UnknownLink,
    /// The shop takes no orders for the moment; looking is free.
    OnlyLooking,
    /// The language was changed.
    LanguageSet,
}

/// The shop at a glance, for admins.
#[derive(Clone, Debug)]
pub struct ShopStatus {
    /// How many orders are in each state (states with none are left out).
    pub orders: Vec<(OrderState, i64)>,
    /// The oldest open order: its number and when it was created.
    pub oldest_open: Option<(String, Millis)>,
    /// Why the shop is closed, if it is.
    pub closed: Option<ClosedReason>,
    /// When the provider last answered sensibly.
    pub provider_seen: Option<Millis>,
    /// When Telegram last answered a poll.
    pub telegram_seen: Option<Millis>,
    /// The provider balance as last known.
    pub balance: Option<Rupiah>,
    /// Updates not handled yet, messages not sent yet.
    pub inbox: i64,
    pub outbox: i64,
    /// Of the program.
    pub version: &'static str,
    pub started_at: Millis,
    pub now: Millis,
}
