//! The ways in which customers pay.

use serde::{Deserialize, Serialize};

/// How customers pay. Its word is in the ledger and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// The gateway Pakasir.
    Pakasir,
    /// The gateway Midtrans.
    Midtrans,
    /// The shop's own static QRIS: an admin compares the customer's proof with the bank statement.
    Qris,
    /// Telegram Stars: Telegram itself says what was paid.
    Stars,
    /// The shop's bank account: an admin pays out from it by hand. Nobody pays in by it.
    Bank,
}

/// What customers choose from when they pay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentWay {
    /// A code of the first gateway that works; a payment is noticed by itself.
    #[default]
    Gateway,
    /// The shop's own code; an admin looks at the proof.
    Static,
    /// An invoice in Telegram Stars.
    Stars,
}

impl PaymentMethod {
    /// Those that a program can ask.
    pub const GATEWAYS: [Self; 2] = [Self::Pakasir, Self::Midtrans];

    /// The gateway with this word.
    pub fn gateway(word: &str) -> Option<Self> {
        Self::GATEWAYS.into_iter().find(|method| method.as_str() == word)
    }

    /// The word for the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pakasir => "pakasir",
            Self::Midtrans => "midtrans",
            Self::Qris => "qris",
            Self::Stars => "stars",
            Self::Bank => "bank",
        }
    }

    /// Whether a program can be asked what became of a bill.
    pub fn can_be_asked(self) -> bool {
        Self::GATEWAYS.contains(&self)
    }
}
