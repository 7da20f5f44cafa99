//! The conversation, pure: `(Step, Input) -> (Step, Screen, Option<Intent>)`.
//!
//! A [`Step`] is where somebody stands and lives in the database; an [`Input`] is what they did; a [`Screen`](screen::Screen) is what they are to
//! see, as facts without words. The reducers know nothing of Telegram, and the words are found by `telegram::view`.

pub mod purchase;
pub mod screen;

use serde::{Deserialize, Serialize};

use crate::domain::order::OrderId;
use crate::domain::target::Answer;

/// Where somebody stands in the conversation. Kept as JSON with [`STEP_SCHEMA`]; a step of another schema sends them to the menu.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Nothing is under way: the menu, or a page that leads back to it.
    #[default]
    Menu,
    /// Choosing an item of a category.
    Items { category: String, page: usize },
    /// Answering the category's fields one by one; `answers` has those already given.
    Target { category: String, sku: String, answers: Vec<Answer>, page: usize },
    /// Looking at what they are about to buy.
    Confirm { category: String, sku: String, answers: Vec<Answer>, page: usize, quote: String },
    /// An admin is typing the invoice of an uncertain order.
    Invoice { order: OrderId },
}

/// The version of [`Step`]'s form. To be raised when a stored step can no longer be read.
pub const STEP_SCHEMA: i64 = 1;

/// What a button does. Kept on the server under an opaque token; what a client sends is only the token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Action {
    /// Show the menu: the categories, from this page.
    Menu { page: usize },
    /// Show the items of a category.
    Category { category: String, page: usize },
    /// Take an item.
    Item { category: String, sku: String, page: usize },
    /// Answer the field that is asked with one of its choices.
    Choose { value: String },
    /// One step back.
    Back,
    /// Leave what is under way.
    Cancel,
    /// Buy what stands on the quote.
    Confirm { quote: String },
    /// One's own orders.
    Orders { page: usize },
    /// One order with its history; back leads to this page of one's orders.
    Order {
        order: OrderId,
        #[serde(default)]
        page: usize,
    },
    /// Order the same again: to a new confirmation with today's price.
    Again { order: OrderId },
    /// The languages to choose from.
    Languages,
    /// Use this language.
    Language { code: String },
    /// How it works.
    Help,
    /// Admins: let somebody in, or not.
    Decide {
        user: i64,
        #[serde(alias = "admit")]
        approve: bool,
    },
    /// Admins, first step: the provider has this uncertain order; ask for the invoice.
    Placed { order: OrderId },
    /// Admins, first step: the provider never had it.
    NotPlaced { order: OrderId },
    /// Admins, second step: yes, the provider has it under this invoice.
    SurelyPlaced { order: OrderId, invoice: String },
    /// Admins, second step: yes, the provider never had it.
    SurelyNotPlaced { order: OrderId },
    /// Admins, first step: send this uncertain order again under the same `ref_id`.
    Resend { order: OrderId },
    /// Admins, second step: yes, send it again.
    SurelyResend { order: OrderId },
    /// Admins: the invoice under which an admin found this order placed is wrong.
    TakeBack { order: OrderId },
}

/// What somebody did.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// Pressed a button that was valid for them.
    Press(&'a Action),
    /// Typed a text that is no command.
    Text(&'a str),
    /// Sent something that is no text: a photo, a sticker.
    Other,
}
