//! Views, pure: a [`Screen`] or a [`Notice`] and a language in, a [`Page`] out.
//!
//! The facts come from outside and are never trusted: whatever somebody else wrote is cleaned, cut and escaped by [`html`].

use crate::dialogue::Action;
use crate::dialogue::screen::{Confirmation, Screen, Title};
use crate::domain::notice::Notice;
use crate::domain::order::{Entry, Order};
use crate::domain::person::Person;
use crate::i18n::{Value, Words};

mod access;
mod admin;
mod button;
mod evidence;
mod html;
mod menu;
mod news;
mod order;
mod purchase;
mod status;
mod trail;

/// A message: HTML text and rows of buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// In Telegram's HTML; everything foreign in it is escaped. At most 4,096 UTF-16 units after parsing.
    pub text: String,
    /// From top to bottom, each from left to right.
    pub rows: Vec<Vec<Button>>,
}

/// One button under a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What it says; not HTML.
    pub label: String,
    /// What a press does.
    pub press: Press,
}

/// What the press of a button does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// The bot gets it.
    Do(Action),
    /// The client copies this text (Bot API, `CopyTextButton`: 1 to 256 characters).
    Copy(String),
    /// The client opens this address.
    Open(String),
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

/// What a notice is about, read at the moment it is sent. What could not be found is left out; the text is poorer then, never wrong.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The order that the notice names.
    pub order: Option<Order>,
    /// That order's trail, oldest first.
    pub trail: Vec<Entry>,
    /// That order's category.
    pub category: Option<Title>,
    /// Who asks to be let in, or whose order it is.
    pub person: Option<Person>,
    /// What the notice's quote offers; or, for an order, its target with the fields' names.
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
        Screen::OrderDetail { order, trail, category, lines, page, admin } => {
            order::detail(&order::Subject { order, category: category.as_ref(), lines }, trail, *page, *admin, words, shop)
        }
        Screen::Waiting { fresh } => access::waiting(*fresh, words, shop),
        Screen::Refused => access::refused(words, shop),
        Screen::Decided { name, id, admitted, first } => access::decided(name, *id, *admitted, *first, words),
        Screen::ShopStatus(facts) => status::shop_status(facts, words),
        Screen::AskInvoice { order, hint } => evidence::ask_invoice(order, *hint, words),
        Screen::SurelyPlaced { order, invoice } => evidence::surely_placed(order, invoice, words),
        Screen::SurelyNotPlaced { order } => evidence::surely_not_placed(order, words),
        Screen::SurelyResend { order } => evidence::surely_resend(order, words),
        Screen::Verifying => line("admin-verifying", &[], words),
        Screen::TooEarly { order, from } => evidence::too_early(order, *from, words),
        Screen::Resolved { order } => evidence::resolved("admin-resolved", order, words),
        Screen::AlreadyResolved { order } => evidence::resolved("admin-already-resolved", order, words),
        Screen::NoSuchOrder { asked } => admin::no_such_order(asked, words),
    }
}

/// What `notice` says, given what is known at this moment.
pub fn notice(notice: &Notice, facts: &Facts, words: &Words, shop: &ShopFacts) -> Page {
    match notice {
        Notice::Card { order } => news::card(order, facts, words, shop),
        Notice::Ended { order } => news::ended(order, facts, words, shop),
        Notice::SnArrived { order } => news::sn_arrived(order, facts, words, shop),
        Notice::Uncertain { order } => news::uncertain(order, facts, words, shop),
        Notice::Slow { order } => news::slow(order, facts, words, shop),
        Notice::PriceChanged { order, .. } => news::price_changed(order, facts, words, shop),
        Notice::AccessDecided { admitted } => access::answered(*admitted, words, shop),
        Notice::AccessRequest { user } => access::request(*user, facts, words),
        Notice::UncertainCard { order } => evidence::uncertain_card(order, facts, words, shop),
        Notice::ProvedPlaced { order } => evidence::news("admin-proved-placed", order, facts, words, shop),
        Notice::ProvedNotPlaced { order } => evidence::news("admin-proved-not-placed", order, facts, words, shop),
        Notice::ResendPlaced { order } => evidence::news("admin-resend-placed", order, facts, words, shop),
        Notice::ResendUnclear { order } => evidence::news("admin-resend-unclear", order, facts, words, shop),
        Notice::Settling { order, invoice, outcome } => evidence::settling(order, invoice, outcome, facts, words, shop),
        Notice::SlowOrder { order } => admin::about_order(words.say("admin-slow", &[]), order, facts, words),
        Notice::OddWord { order, word } => {
            admin::about_order(html::say(words, "admin-odd-word", &[("word", word.into())]), order, facts, words)
        }
        Notice::Flipped { order, word } => {
            admin::about_order(html::say(words, "admin-flipped", &[("word", word.into())]), order, facts, words)
        }
        Notice::CostDiffers { order, listed, charged } => {
            let args = [("listed", (*listed).into()), ("charged", (*charged).into())];
            admin::about_order(html::say(words, "admin-cost-differs", &args), order, facts, words)
        }
        Notice::Unverified { order } => admin::about_order(words.say("admin-unverified", &[]), order, facts, words),
        Notice::DepositShort { order } => admin::about_order(words.say("admin-deposit-short", &[]), order, facts, words),
        Notice::ShopClosed { cause } => admin::shop_closed(*cause, words),
        Notice::ShopOpen => line("admin-shop-open", &[], words),
        Notice::DepositLow { balance } => line("admin-deposit-low", &[("balance", (*balance).into())], words),
        Notice::CategoryUnknown { slug } => line("admin-category-unknown", &[("slug", slug.into())], words),
        Notice::UpdateSetAside { update_id } => line("admin-update-set-aside", &[("id", update_id.to_string().into())], words),
        Notice::OrderUnreadable { id } => line("admin-order-unreadable", &[("id", id.into())], words),
        Notice::TelegramBack { since } => line("admin-telegram-back", &[("time", words.time(*since).into())], words),
        Notice::DatabaseStuck { since } => line("admin-database-stuck", &[("time", words.time(*since).into())], words),
        Notice::DatabaseBack { since } => line("admin-database-back", &[("time", words.time(*since).into())], words),
        Notice::StillAsking => line("admin-asking", &[], words),
        Notice::Balance { answer } => status::balance(answer, words),
        Notice::Inspection { order, answer } => admin::inspection(order, answer.as_ref(), facts, words, shop),
        Notice::ForeignInvoice { invoice, answer } => admin::foreign_invoice(invoice, answer, words),
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
