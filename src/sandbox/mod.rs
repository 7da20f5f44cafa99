//! The sandbox: a simulated Telegram and a simulated provider, on loopback only. It exists so that the real bot can be tried and
//! tested from end to end with no token, no key and no network, and so that everything that goes wrong out there can be made to
//! go wrong here.
//!
//! - [`telegram`]: the Bot API over HTTP, as strict as Telegram and stricter, with people who write, press and block;
//! - [`page`]: the demo's web page, a customer's and an admin's chat side by side;
//! - [`provider`]: the reseller's API;
//! - [`controls`]: switches by which the page kills and starts the program behind it all.
//!
//! The sandbox knows nothing of the bot: it imports no other room, and all it has in common with the bot is HTTP.

pub mod controls;
pub mod page;
pub mod provider;
pub mod telegram;
