//! The shop's rules, pure: functions of their arguments, no I/O, no clock, no randomness.
//!
//! Everything here can be read and tested without knowing Telegram, SQL or HTTP. The other rooms bring facts in and carry
//! decisions out. Start with [`order`]: the life of one order is the reason for all the rest.

pub mod order;

pub mod access;
pub mod catalog;
pub mod locale;
pub mod money;
pub mod notification;
pub mod person;
pub mod pricing;
pub mod quote;
pub mod reconciliation;
pub mod retry;
pub mod shop;
pub mod target;
pub mod time;
pub mod wallet;
