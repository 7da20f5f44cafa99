//! The shop's rules as pure functions: no I/O, no clock, no randomness.
//!
//! Everything here can be read and tested without Telegram, SQL or HTTP. The other modules supply the facts and carry out the
//! decisions. Start with [`order`]: everything else exists to carry one order through its states.

pub mod opening;
pub mod order;
pub mod order_filter;

pub mod access;
pub mod alert;
pub mod bill;
pub mod broadcast;
pub mod cart;
pub mod catalog;
pub mod day_span;
pub mod definition;
pub mod estimate;
pub mod export;
pub mod field_check;
pub mod fits;
pub mod game_account;
pub mod grapheme;
pub mod item_label;
pub mod joiner;
pub mod locale;
pub mod markup;
pub mod message;
pub mod message_class;
pub mod money;
pub mod notification;
pub mod payment;
pub mod payment_figures;
pub mod payment_method;
pub mod payout;
pub mod person;
pub mod place;
pub mod price_digest;
pub mod price_input;
pub mod price_preview;
pub mod price_rule;
pub mod pricing;
pub mod proof;
pub mod provider;
pub mod qris;
pub mod quote;
pub mod receipt;
pub mod reconciliation;
pub mod redaction;
pub mod retry;
pub mod role;
pub mod sales;
#[cfg(test)]
pub mod samples;
pub mod setting;
pub mod shop;
pub mod stars;
pub mod target;
pub mod time;
pub mod typed;
pub mod wallet;
pub mod wrong_targets;
