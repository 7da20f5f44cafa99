//! Payment gateways: who is asked for a QR code and what became of it. This module defines the operations and their results, independent of
//! any gateway's API.
//!
//! The operations: a code for an amount ([`Gateway::open`]), what became of it ([`Gateway::look`]), its end ([`Gateway::close`]), and what a
//! posted webhook is about ([`hear`]). A webhook never says that something is paid, only where to look: gateways sign them badly or not at
//! all, and so nothing that is posted can credit anything.
//!
//! Each gateway is a folder, and one arm in `gateway.rs`. No error and no `Debug` output of this module contains a key, a URL or a whole body.

use crate::domain::money::Rupiah;
use crate::domain::payment::SeenPayment;

mod answer;
#[cfg(test)]
mod fuzz;
mod gateway;
mod http;
pub mod midtrans;
pub mod pakasir;

pub use gateway::{Gateway, hear};
pub use http::BuildError;

/// What a gateway is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask<'a> {
    /// What we call it there.
    pub reference: &'a str,
    /// What the customer wants to add.
    pub wanted: Rupiah,
    /// What to ask for so that the total comes near `wanted`, from an attempt before; else the gateway's usual fee is reckoned with.
    pub asked: Option<Rupiah>,
    /// Whether the customer pays the gateway's fee on top.
    pub fee_on_top: bool,
    /// How long the customer has to pay, in minutes; a gateway may end its code earlier or later.
    pub minutes: i64,
}

/// What a gateway says of a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Not paid yet; its word.
    Waiting { word: Option<String> },
    /// Paid.
    Paid(SeenPayment),
    /// It can't be paid any more, as the gateway says.
    Ended { word: String },
    /// A word that nobody knows: it is waited on.
    Odd { word: String },
}

/// Why a call to a gateway has no result. It decides nothing about any bill.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// 401 or 403: it refuses us, whatever the call.
    #[error("the key is refused: {word}")]
    Key { word: String },
    /// It can't give our account any code: the channel is not activated, or the account is closed. Looks may still be answered.
    #[error("the account gets no codes: {word}")]
    Account { word: String },
    /// 429.
    #[error("the gateway is busy")]
    Busy,
    /// It refused this call.
    #[error("refused: {word}")]
    Refused { word: String },
    /// There was no answer.
    #[error("no answer: {detail}")]
    NoAnswer { detail: String },
    /// The answer is invalid.
    #[error("invalid answer: {detail}")]
    Garbled { detail: String },
}

/// What a posted webhook is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What we call the bill there.
    pub reference: String,
    /// The amount that it names.
    pub amount: Rupiah,
    /// It says of itself that it is a test.
    pub test: bool,
}
