//! The sandbox: a simulated Telegram and a simulated provider, on loopback only. It exists so that the real bot can be tried and
//! tested from end to end with no token, no key and no network, and so that every fault of the real servers can be
//! caused on purpose.
//!
//! - [`telegram`]: the Bot API over HTTP, as strict as Telegram and stricter, with people who write, press and block;
//! - [`provider`]: the reseller's API;
//! - [`gateway`]: a payment gateway's API;
//! - [`page`]: the demo's web page: the phones of a few people, the orders and the calls;
//! - [`controls`]: the commands by which the page kills and starts the bot;
//! - [`traffic`]: the record of the bot's calls, for the page to show.
//!
//! The sandbox knows nothing of the bot: it imports no other module, and the two speak HTTP only.

pub mod controls;
pub mod gateway;
pub mod page;
pub mod provider;
pub mod telegram;
pub mod traffic;
