//! What is remembered about Telegram Stars: invoices, payments, and the list of all that the bot got and gave.

use std::collections::BTreeMap;

use serde_json::Value;

/// What became of somebody's wish to pay an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The bot has not answered.
    Asked,
    /// The bot agreed: the Stars are the bot's, under this charge id.
    Paid(String),
    /// The bot refused with these words.
    Refused(String),
}

/// Somebody's wish to pay an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    pub user: i64,
    pub chat: i64,
    pub message: i64,
    pub stars: i64,
    /// Unix time in milliseconds.
    pub at_ms: i64,
    /// When the bot answered.
    pub answered_ms: Option<i64>,
    pub outcome: Outcome,
    pub(super) payload: String,
    pub(super) refunded: bool,
}

/// All about Stars.
#[derive(Debug, Default)]
pub struct Stars {
    /// The payloads of invoices, by chat and message: nobody but the bot sees them.
    pub(super) payloads: BTreeMap<(i64, i64), String>,
    /// By the id of the question before each.
    pub(super) payments: BTreeMap<String, Payment>,
    pub(super) transactions: Vec<Value>,
    pub(super) balance: i64,
}

impl Stars {
    /// What the bot has.
    pub fn balance(&self) -> i64 {
        self.balance
    }

    /// Adds to the list of transactions.
    pub fn list(&mut self, item: Value) {
        self.transactions.push(item);
    }

    /// What became of a person's payments, by the id of the question before each: the words of a refusal, or none.
    pub fn answers(&self, user: i64) -> impl Iterator<Item = (&String, &str)> {
        let of_user = self.payments.iter().filter(move |(_, payment)| payment.user == user);
        of_user.filter_map(|(query, payment)| match &payment.outcome {
            Outcome::Asked => None,
            Outcome::Paid(_) => Some((query, "")),
            Outcome::Refused(text) => Some((query, text.as_str())),
        })
    }

    /// The payment with this charge id.
    pub fn charged(&mut self, charge: &str) -> Option<&mut Payment> {
        self.payments.values_mut().find(|payment| matches!(&payment.outcome, Outcome::Paid(paid) if paid == charge))
    }
}
