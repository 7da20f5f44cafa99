//! The sandbox: a simulated Telegram and a simulated provider, on loopback only. It exists so that the real bot can be tried and
//! tested from end to end with no token, no key and no network, and so that everything that goes wrong out there can be made to
//! go wrong here.
//!
//! - [`telegram`]: the Bot API over HTTP, as strict as Telegram and stricter, with people who write, press and block;
//! - [`provider`]: the reseller's API;
//! - [`page`]: the demo's web page, the phones of a few people and what goes on behind them;
//! - [`controls`]: switches by which the page kills and starts the program behind it all;
//! - [`traffic`]: what went over the wire, for the page to show.
//!
//! The sandbox knows nothing of the bot: it imports no other room, and all it has in common with the bot is HTTP.

pub mod controls;
pub mod page;
pub mod provider;
pub mod telegram;
pub mod traffic;
