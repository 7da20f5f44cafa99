//! Screens of the purchase: what a customer is shown, as facts without words.

use crate::domain::access::Limit;
use crate::domain::catalog::Offer;
use crate::domain::estimate::Estimate;
use crate::domain::locale::LocalText;
use crate::domain::money::Rupiah;
use crate::domain::opening::Pause;
use crate::domain::order::OrderId;
use crate::domain::target::{Field, Invalid};
use crate::domain::time::Millis;

/// Categories on one page of the menu: Telegram takes 100 buttons, and some are the menu's own. A shop has all its games on one page.
pub const CATEGORIES_PER_PAGE: usize = 80;
/// Items on one page: ten rows where their labels are short. A second page costs an act more than a scroll.
pub const ITEMS_PER_PAGE: usize = 20;

/// What a customer is shown.
#[derive(Clone, Debug)]
pub enum Screen {
    /// The menu: categories to choose from, and what they bought last.
    Menu { categories: Vec<Title>, again: Vec<LastPurchase>, page: usize, pages: usize, hint: Option<Hint> },
    /// The items of a category, cheapest first.
    Items { category: Title, offers: Vec<Offer>, page: usize, pages: usize, stale_since: Option<Millis>, hint: Option<Hint> },
    /// The price list of a category that was never read: it is being read. The step stays.
    Loading { category: Title },
    /// A category with nothing on sale now.
    NothingOnSale { category: Title },
    /// A question: one field of the target.
    Ask(Question),
    /// Two answers that don't go together: take what is expected for `given`, or keep it?
    Check { category: Title, when: Line, given: Line, expected: LocalText, hint: Option<Hint> },
    /// What they are about to buy.
    Confirm(Confirmation),
    /// The item is no longer on sale.
    Gone { category: String },
    /// The shop is closed: by its owner's will, or else because the provider does not answer or refuses us.
    Closed { pause: Option<Pause> },
    /// An order would break one of the customer's limits.
    Limited(Limit),
    /// The wallet holds less than the price.
    TooLittle { balance: Rupiah, missing: Rupiah },
    /// The purchase was cancelled.
    Cancelled,
}

/// A question about the target.
#[derive(Clone, Debug)]
pub struct Question {
    pub category: Title,
    pub offer: Offer,
    pub answered: Vec<Line>,
    pub field: Field,
    /// An example of a line that answers the other fields too.
    pub all: Option<String>,
    /// The game accounts that answer all of it.
    pub accounts: Vec<KnownAccount>,
    pub hint: Option<Hint>,
}

/// A game account that the customer has topped up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAccount {
    /// The newest order for it.
    pub order: OrderId,
    /// What the customer calls it.
    pub name: Option<String>,
    /// The answers. A choice is its label.
    pub values: Vec<LocalText>,
}

/// What the customer bought, to buy it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastPurchase {
    pub category: Title,
    /// Its name beside the category's.
    pub item: String,
    pub account: KnownAccount,
}

/// What the customer is about to buy.
#[derive(Clone, Debug)]
pub struct Confirmation {
    pub category: Title,
    pub item: String,
    /// Each field of the target.
    pub lines: Vec<Line>,
    pub price: Rupiah,
    /// What is left in the wallet afterwards; `None` while the wallet is off.
    pub balance_after: Option<Rupiah>,
    /// What is missing for it, where a bill can pay that and the order goes on by itself.
    pub pay: Option<ToPay>,
    /// How long such an order usually takes; `None` where too few were delivered.
    pub estimate: Option<Estimate>,
    /// What they had confirmed before the price changed.
    pub old_price: Option<Rupiah>,
    pub quote: String,
    /// For how many minutes it can be confirmed.
    pub minutes: i64,
    /// The number of an open order for the same item and target.
    pub twin: Option<String>,
    pub hint: Option<Hint>,
}

/// What is missing in the wallet for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToPay {
    pub balance: Rupiah,
    pub missing: Rupiah,
    /// What the bill asks for: at least what is missing.
    pub bill: Rupiah,
    /// Whether it can be paid by QRIS.
    pub qris: bool,
    /// How many Telegram Stars it asks for, where it can be paid with them.
    pub stars: Option<i64>,
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

/// A hint above a screen: why it is shown (again).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Typed where a button is expected.
    UseButtons,
    /// What was typed says nothing that the bot knows.
    Unclear,
    /// What was typed may mean each of these games.
    WhichGame,
    /// A photo, a sticker ...: only text can be read here.
    TextOnly,
    /// The typed answer is not valid.
    Invalid(Invalid),
    /// The confirmation was too old; this is a new one at today's price.
    QuoteExpired,
    /// The pressed button was too old.
    StaleButton,
    /// No such command.
    UnknownCommand,
    /// The game is not in the shop any more.
    CategoryGone,
    /// A deep link to something that the shop does not have.
    UnknownLink,
    /// The shop takes no orders now; the lists are still shown.
    OnlyLooking,
    /// The language was changed.
    LanguageSet,
}
