//! A Telegram bot that sells game top-ups: no order placed twice, none lost, none ended in silence.
//!
//! # The way of one order
//!
//! ```text
//! Telegram ─▶ telegram::ingest ─▶ inbox (on disk, only now acknowledged)
//! inbox ─▶ telegram::runner, a lane for each chat ─▶ handler tree ─▶ dialogue (pure) ─▶ ONE commit: step, order, letters
//! orders(queued) ─▶ worker ─▶ app (intent on disk) ─▶ provider POST /order
//! orders(pending) ─▶ worker ─▶ provider POST /status ─▶ domain::order::apply ─▶ ONE commit: state, trail, letters
//! outbox ─▶ telegram::sender ─▶ Telegram
//! ```
//!
//! # The rooms
//!
//! | room | what it holds | may import |
//! |---|---|---|
//! | [`domain`] | the rules, pure; begin with [`domain::order`] | nothing |
//! | [`dialogue`] | the conversation, pure | domain |
//! | [`provider`] | who delivers: calls and what their answers mean | domain |
//! | [`storage`] | the database; the only room with SQL | domain |
//! | [`app`] | use cases: read, let the domain decide, commit | domain, provider, storage |
//! | [`worker`] | when things happen | app, domain |
//! | [`i18n`] | languages | domain |
//! | [`telegram`] | in and out, and the pure views | app, dialogue, domain, i18n; storage by inbox and outbox only |
//! | [`sandbox`] | a simulated Telegram and provider, for the demo and tests | nothing |
//! | [`config`], [`telemetry`], [`wiring`], [`cli`] | settings, logs, what is built from what, the command line | what they build |
//!
//! `tests/it/tidy` holds the code to this table.

pub mod app;
pub mod cli;
pub mod config;
pub mod dialogue;
pub mod domain;
pub mod i18n;
pub mod provider;
pub mod sandbox;
pub mod storage;
pub mod telegram;
pub mod telemetry;
pub mod wiring;
pub mod worker;
