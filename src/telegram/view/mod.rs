//! Views, pure: a [`Screen`] or a [`Notification`] and a language in, a [`Page`] out.
//!
//! The facts come from outside and are never trusted: whatever somebody else wrote is cleaned, cut and escaped by [`html`].

use crate::dialogue::Action;
use crate::dialogue::screen::{Confirmation, Line, Screen, Title};
use crate::domain::notification::{
    AccessNotification, HealthNotification, Notification, OrderNotification, ProviderNotification, QueryNotification,
};
use crate::domain::order::{Order, OrderHistoryEntry};
use crate::domain::person::Person;
use crate::i18n::{Value, Words};

mod access;
mod admin;
mod button;
mod html;
mod menu;
mod order;
mod order_history;
mod order_update;
mod purchase;
mod status;
mod uncertain;

/// A message: HTML text and rows of buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// In Telegram's HTML; everything foreign in it is escaped. At most 4,096 UTF-16 units after parsing.
    pub text: String,
    /// From top to bottom, each from left to right.
    pub rows: Vec<Vec<Button>>,
    /// What a message can't hold; the text is its caption then, of at most 1,024 units. For new messages only.
    pub file: Option<TextFile>,
}

/// A text that is sent as a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// With its extension.
    pub name: String,
    pub content: String,
}

/// One button under a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What it says; not HTML.
    pub label: String,
    /// What a press does.
    pub kind: ButtonKind,
}

/// What the press of a button does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ButtonKind {
    /// The bot gets it.
    Callback(Action),
    /// The client copies this text (Bot API, `CopyTextButton`: 1 to 256 characters).
    CopyText(String),
    /// The client opens this address.
    Url(String),
}

/// What texts say of the shop itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShopFacts {
    /// The shop's name.
    pub name: String,
    /// Whom customers turn to, as shown: `@odzreshop`.
    pub support: String,
    /// The bot's own, without the `@`; known once Telegram has answered.
    pub bot_username: Option<String>,
    /// Whether admins may send an uncertain order again under the same `ref_id`.
    pub ref_id_dedupes: bool,
}

/// What a notification is about, read at the moment it is sent. What could not be found is left out; the text is poorer then, never wrong.
#[derive(Clone, Debug, Default)]
pub struct NotificationFacts {
    /// The order that the notification names.
    pub order: Option<Order>,
    /// That order's history, oldest first.
    pub history: Vec<OrderHistoryEntry>,
    /// That order's category.
    pub category: Option<Title>,
    /// Who asks to be let in, or whose order it is.
    pub person: Option<Person>,
    /// What the notification's quote offers; or, for an order, its target with the fields' names.
    pub confirmation: Option<Confirmation>,
}

/// A short word above the chat, the answer to a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toast {
    /// The button is too old, or of a message that changed since.
    StaleButton,
    /// The button is somebody else's.
    NotYours,
    /// The same button was pressed before.
    Doubled,
    /// Too many presses in a short time.
    TooFast,
    /// Only admins may do that.
    AdminOnly,
    /// Done; nothing else to see.
    Done,
    /// It was settled before: somebody else was faster, or it settled itself.
    Settled,
}

impl Toast {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::StaleButton, Self::NotYours, Self::Doubled, Self::TooFast, Self::AdminOnly, Self::Done, Self::Settled];
}

/// What `screen` looks like.
pub fn screen(screen: &Screen, words: &Words, shop: &ShopFacts) -> Page {
    match screen {
        Screen::Menu { categories, page, pages, hint } => menu::menu(categories, (*page, *pages), *hint, words, shop),
        Screen::Languages => menu::languages(words),
        Screen::Help { admin } => menu::help(*admin, words, shop),
        Screen::Group => menu::group(words, shop),
        Screen::Broken => menu::plain(menu::support("something-broke", words, shop), words),
        Screen::Items { category, offers, page, pages, stale_since, hint } => {
            purchase::items(category, offers, (*page, *pages), *stale_since, *hint, words)
        }
        Screen::NothingOnSale { category } => purchase::nothing_on_sale(category, words),
        Screen::Ask { category, offer, answered, field, hint } => purchase::ask(category, offer, answered, field, *hint, words),
        Screen::Confirm(confirmation) => purchase::confirm(confirmation, words),
        Screen::Gone { category } => purchase::gone(category, words),
        Screen::Closed => menu::plain(menu::support("shop-closed", words, shop), words),
        Screen::Limited(limit) => purchase::limited(*limit, words),
        Screen::Cancelled => menu::plain(words.say("purchase-cancelled", &[]), words),
        Screen::Orders { orders, page, pages } => order::history(orders, (*page, *pages), words),
        Screen::OrderDetail { order, history, category, lines, page, admin } => {
            order::detail(&order::Subject { order, category: category.as_ref(), lines }, history, *page, *admin, words, shop)
        }
        Screen::Waiting { fresh } => access::waiting(*fresh, words, shop),
        Screen::Refused => access::refused(words, shop),
        Screen::Decided { name, id, approved, first } => access::decided(name, *id, *approved, *first, words),
        Screen::ShopStatus(facts) => status::shop_status(facts, words),
        Screen::AskInvoice { order, hint } => uncertain::ask_invoice(order, *hint, words),
        Screen::SurelyPlaced { order, invoice } => uncertain::surely_placed(order, invoice, words),
        Screen::SurelyNotPlaced { order } => uncertain::surely_not_placed(order, words),
        Screen::SurelyResend { order } => uncertain::surely_resend(order, words),
        Screen::Verifying => line("admin-verifying", &[], words),
        Screen::TooEarly { order, from } => uncertain::too_early(order, *from, words),
        Screen::Resolved { order } => uncertain::resolved("admin-resolved", order, words),
        Screen::AlreadyResolved { order } => uncertain::resolved("admin-already-resolved", order, words),
        Screen::NoSuchOrder { asked } => admin::no_such_order(asked, words),
    }
}

/// Whether the serial number of an order is longer than its page allows, so that it goes out as a document ([`OrderNotification::SnArrived`]).
pub fn has_long_sn(order: &Order, category: Option<&Title>, lines: &[Line], words: &Words) -> bool {
    order::needs_file(&order::Subject { order, category, lines }, words)
}

/// What `notification` says, given what is known at this moment.
pub fn notification(notification: &Notification, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    match notification {
        Notification::Order(OrderNotification::Card { order }) => order_update::card(order, facts, words, shop),
        Notification::Order(OrderNotification::Ended { order }) => order_update::ended(order, facts, words, shop),
        Notification::Order(OrderNotification::SnArrived { order }) => order_update::sn_arrived(order, facts, words, shop),
        Notification::Order(OrderNotification::Uncertain { order }) => order_update::uncertain(order, facts, words, shop),
        Notification::Order(OrderNotification::Slow { order }) => order_update::slow(order, facts, words, shop),
        Notification::Order(OrderNotification::PriceChanged { order, .. }) => order_update::price_changed(order, facts, words, shop),
        Notification::Access(AccessNotification::Decided { approved }) => access::answered(*approved, words, shop),
        Notification::Access(AccessNotification::Requested { user }) => access::request(*user, facts, words),
        Notification::Order(OrderNotification::UncertainCard { order }) => uncertain::uncertain_card(order, facts, words, shop),
        Notification::Order(OrderNotification::ProvedPlaced { order }) => {
            uncertain::update("admin-proved-placed", order, facts, words, shop)
        }
        Notification::Order(OrderNotification::ProvedNotPlaced { order }) => {
            uncertain::update("admin-proved-not-placed", order, facts, words, shop)
        }
        Notification::Order(OrderNotification::ResendPlaced { order }) => {
            uncertain::update("admin-resend-placed", order, facts, words, shop)
        }
        Notification::Order(OrderNotification::ResendUnclear { order }) => {
            uncertain::update("admin-resend-unclear", order, facts, words, shop)
        }
        Notification::Query(QueryNotification::Resolution { order, invoice, outcome }) => {
            uncertain::settling(order, invoice, outcome, facts, words, shop)
        }
        Notification::Order(OrderNotification::SlowOrder { order }) => {
            admin::about_order(words.say("admin-slow", &[]), order, facts, words)
        }
        Notification::Order(OrderNotification::UnknownStatusWord { order, word }) => {
            admin::about_order(html::say(words, "admin-odd-word", &[("word", word.into())]), order, facts, words)
        }
        Notification::Order(OrderNotification::Flipped { order, word }) => {
            admin::about_order(html::say(words, "admin-flipped", &[("word", word.into())]), order, facts, words)
        }
        Notification::Order(OrderNotification::CostDiffers { order, listed, charged }) => {
            let args = [("listed", (*listed).into()), ("charged", (*charged).into())];
            admin::about_order(html::say(words, "admin-cost-differs", &args), order, facts, words)
        }
        Notification::Order(OrderNotification::Unverified { order }) => {
            admin::about_order(words.say("admin-unverified", &[]), order, facts, words)
        }
        Notification::Order(OrderNotification::ProviderRefused { order, words: theirs }) => admin::refused(theirs, order, facts, words),
        Notification::Order(OrderNotification::ProviderBalanceShort { order }) => {
            admin::about_order(words.say("admin-deposit-short", &[]), order, facts, words)
        }
        Notification::Provider(notification) => of_provider(notification, words),
        Notification::Health(HealthNotification::UpdateDeadLettered { update_id }) => {
            line("admin-update-set-aside", &[("id", update_id.to_string().into())], words)
        }
        Notification::Health(HealthNotification::OrderUnreadable { id }) => line("admin-order-unreadable", &[("id", id.into())], words),
        Notification::Health(HealthNotification::TelegramBack { since }) => {
            line("admin-telegram-back", &[("time", words.time(*since).into())], words)
        }
        Notification::Health(HealthNotification::DatabaseStuck { since }) => {
            line("admin-database-stuck", &[("time", words.time(*since).into())], words)
        }
        Notification::Health(HealthNotification::DatabaseBack { since }) => {
            line("admin-database-back", &[("time", words.time(*since).into())], words)
        }
        Notification::Query(QueryNotification::StillAsking) => line("admin-asking", &[], words),
        Notification::Query(QueryNotification::Balance { answer }) => status::balance(answer, words),
        Notification::Query(QueryNotification::Inspection { order, answer }) => {
            admin::inspection(order, answer.as_ref(), facts, words, shop)
        }
        Notification::Query(QueryNotification::ForeignInvoice { invoice, answer }) => admin::foreign_invoice(invoice, answer, words),
    }
}

/// What admins are told about the provider.
fn of_provider(notification: &ProviderNotification, words: &Words) -> Page {
    match notification {
        ProviderNotification::ShopClosed { cause } => admin::shop_closed(*cause, words),
        ProviderNotification::ShopOpen => line("admin-shop-open", &[], words),
        ProviderNotification::ProviderBalanceLow { balance } => line("admin-deposit-low", &[("balance", (*balance).into())], words),
        ProviderNotification::BalanceUnreadable { written } => line("admin-balance-unreadable", &[("written", written.into())], words),
        ProviderNotification::CategoryUnknown { slug } => line("admin-category-unknown", &[("slug", slug.into())], words),
        ProviderNotification::EntriesSkipped { slug, skipped } => admin::entries_skipped(slug, skipped, words),
    }
}

/// The answer to a press, in plain text of at most 200 characters.
pub fn toast(toast: Toast, words: &Words) -> String {
    let key = match toast {
        Toast::StaleButton => "toast-stale-button",
        Toast::NotYours => "toast-not-yours",
        Toast::Doubled => "toast-doubled",
        Toast::TooFast => "toast-too-fast",
        Toast::AdminOnly => "toast-admin-only",
        Toast::Done => "toast-done",
        Toast::Settled => "toast-settled",
    };
    words.say(key, &[])
}

/// What somebody is told, once, who writes faster than we can answer.
pub fn slow_down(words: &Words) -> Page {
    line("slow-down", &[], words)
}

/// A page of one text without buttons.
fn line(key: &str, args: &[(&str, Value)], words: &Words) -> Page {
    html::page(vec![html::say(words, key, args)], Vec::new())
}

/// The commands and what they do, for Telegram's command list; admins have more of them.
pub fn commands(admin: bool, words: &Words) -> Vec<(&'static str, String)> {
    let everybody = [
        ("start", "command-start"),
        ("menu", "command-menu"),
        ("orders", "command-orders"),
        ("language", "command-language"),
        ("help", "command-help"),
        ("cancel", "command-cancel"),
    ];
    let admins = [("balance", "command-balance"), ("status", "command-status")];
    let shown = everybody.into_iter().chain(admins.into_iter().filter(|_| admin));
    shown.map(|(command, key)| (command, words.say(key, &[]))).collect()
}
