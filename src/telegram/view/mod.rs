//! Views, pure: a [`Screen`] or a notice and a language in, a [`Page`] out.

use crate::dialogue::Action;

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
