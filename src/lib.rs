//! A Telegram bot that sells game top-ups: no order placed twice, none lost, none ended in silence.
//!
//! This page is the map. Read it first; then [`domain::order`], for the life of one order is the reason for all the rest.
//!
//! # The way of one order
//!
//! ```text
//! Telegram ─getUpdates, webhook─▶ telegram::ingest ──one commit: raw updates──▶ inbox       (only now acknowledged)
//! inbox ─a lane for each chat─▶ telegram::runner ─▶ telegram::tree ─▶ telegram::features
//! handlers ─▶ dialogue, pure: (Step, Input) -> (Step, Screen)  ─▶ telegram::view, pure: Screen -> text and buttons
//! runner ──ONE commit: step, order, messages, update done──▶ storage
//! outbox ─▶ telegram::sender ─▶ Telegram
//! orders (queued)  ─▶ worker ─▶ app::submit: intent on disk ─▶ provider POST /order  ─▶ ONE commit: state, history, messages
//! orders (pending) ─▶ worker ─▶ app::poll ─────────────────▶ provider POST /status ─▶ ONE commit: state, history, messages
//! ```
//!
//! Handlers call nobody and write nothing: they read, decide and return effects, which the runner commits. What panics or fails
//! commits nothing, loses nothing and stops nobody else. Everything that goes out is a row before it is a call.
//!
//! # Rooms
//!
//! | room | what it holds | may import |
//! |---|---|---|
//! | [`domain`] | the rules, pure: money, targets, prices, orders, notifications, limits | nothing |
//! | [`dialogue`] | the conversation, pure: where somebody stands, what they do, what they see | domain |
//! | [`i18n`] | languages: `locales/`, money and time as people write them | domain |
//! | [`provider`] | who delivers: its calls, what its answers mean, how often it may be asked | domain |
//! | [`storage`] | the database, SQLite or PostgreSQL, and all SQL: one text for both | domain |
//! | [`app`] | use cases: read, let the domain decide, commit | domain, provider, storage |
//! | [`worker`] | when things happen: send, ask after, answer, refresh, look after | app, domain |
//! | [`telegram`] | Telegram, in and out; `view` is pure | app, dialogue, domain, i18n; inbox and outbox of storage |
//! | [`sandbox`] | a simulated Telegram and a simulated provider, over HTTP | nothing |
//! | [`config`], [`telemetry`] | environment and `shop.toml`; logs, metrics, health | domain; config |
//! | [`wiring`] | what is built from what, what starts and stops when; `demo`, `check`, `webhook`, `backup`, `probe` | all of the above |
//! | [`cli`] | the command line | config, i18n, telemetry, wiring |
//! | `failpoint` | faults on purpose, for the crash harness; in development builds only | nothing; storage, app, telegram, config and cli ask it |
//!
//! `sqlx` is used in storage only, `reqwest` in provider and telegram and for the sandbox's webhook, `teloxide` and `dptree` in telegram, the
//! environment in config; time comes from [`app::Clock`]. Without the feature `demo` there is no sandbox and no demo. All of this is checked by `tests/it/architecture/`.
//!
//! # Invariants
//!
//! Each has a place that holds it and tests that fail when it is broken.
//!
//! | | invariant | held by | guarded by |
//! |---|---|---|---|
//! | 1 | An update is acknowledged only when it is on disk, and handled once however often it comes. | `src/telegram/ingest/polling.rs`, `src/telegram/ingest/webhook.rs`, `src/storage/inbox.rs` | `src/telegram/ingest/polling/tests.rs`, `tests/it/webhook.rs`, `tests/it/storage/inbox.rs`, `tests/it/callbacks.rs` |
//! | 2 | An order moves only along its table of states, from the version that was read, and each move leaves an entry in its history. | `src/domain/order.rs`, `src/storage/order.rs` | `src/domain/order/tests.rs`, `tests/it/storage/conflicts.rs`, `tests/it/model/order.rs`, `tests/it/storage/rivals.rs` |
//! | 3 | The intent is on disk before POST /order; an order is posted once, unless the provider surely never got it, or the owner declares that it recognises a repeated `ref_id`: then an uncertain one may be sent again, unchanged, one at a time. | `src/app/submit.rs`, `src/domain/order/uncertain.rs` | `tests/it/pipeline.rs`, `tests/it/provider.rs`, `tests/it/reconciliation.rs` |
//! | 4 | What is not surely taken or surely refused is `uncertain`: resolved by an admin with evidence, or, where the owner wants that, by proof of the provider balance; never before it can no longer be taken, and under no invoice that the provider does not confirm. | `src/provider/odzreshop/outcome.rs`, `src/domain/reconciliation.rs`, `src/app/resolve.rs` | `src/provider/odzreshop/outcome/tests.rs`, `src/domain/reconciliation/tests.rs`, `tests/it/reconciliation.rs` |
//! | 5 | Only an explicit word ends an order. An unknown one is pending and told to admins; success without SN is success, and the SN follows. | `src/provider/odzreshop/outcome.rs`, `src/domain/order.rs` | `src/provider/odzreshop/outcome/tests.rs`, `tests/it/purchase.rs` |
//! | 6 | Money is whole rupiah in a type of its own, never a float. | `src/domain/money.rs`, `src/domain/pricing.rs` | their tests; the lint `float_arithmetic` |
//! | 7 | A notification is written in the commit of its cause and sent at least once; a chat that is slow, flooded or gone delays no other. | `src/app/notifier.rs`, `src/telegram/sender/mod.rs` | `src/telegram/sender/tests.rs` |
//! | 8 | A button sends an opaque token that is bound to person, chat and message, expires, and buys once. Nothing else of a client is believed. | `src/telegram/callback.rs`, `src/telegram/compose.rs` | the tests in `src/telegram/callback.rs`, `tests/it/callbacks.rs`, `tests/it/model/dialogue.rs`, `tests/it/security/mod.rs` |
//! | 9 | The price is read again before an order is sent; if it changed, the customer is asked again. | `src/app/submit.rs` | `tests/it/price_lists.rs` |
//! | 10 | Rights are checked by numeric id where the act happens. | `src/app/access.rs`, `src/app/wallet.rs`, `src/telegram/features/resolution.rs` | `tests/it/access.rs`, `tests/it/wallet.rs` |
//! | 11 | Token, key and webhook secret are in no log, error, row or message. | `src/telegram/caller.rs`, `src/provider/odzreshop/client.rs`, `src/config/report.rs`, `src/telemetry/logs.rs` | the tests in `src/telegram/caller.rs` and `src/telemetry/logs.rs`, `tests/it/security/canaries.rs`, `tests/it/provider.rs`, `tests/it/config/environment.rs` |
//! | 12 | Everything has a limit: a named constant with its reason, where it is used. | `src/telegram/flood.rs`, `src/telegram/sender/pace.rs`, `src/provider/limiter.rs`, `src/domain/access.rs` | their tests, `tests/it/access.rs` |
//! | 13 | Of several processes on one database one acts: whoever lost a lease, a chat or a race commits nothing. | `src/wiring/leadership.rs`, `src/storage/lease.rs`, `src/storage/inbox.rs`, `src/storage/postgres/writer.rs` | `tests/it/harness/replicas.rs`, `tests/it/storage/replicas.rs`, `tests/it/storage/rivals.rs`, `tests/it/storage/server.rs`, `tests/it/storage/conflicts.rs` |
//! | 14 | A customer's money is a ledger of transfers that are never changed: no balance falls below zero, an order's price is held in the commit that makes it and settled once, in the commit that ends it. | `src/domain/wallet.rs`, `src/storage/ledger.rs`, `migrations/sqlite/0010_ledger.sql` | `tests/it/storage/ledger.rs`, `tests/it/wallet.rs` |
//!
//! # One order, from tap to SN
//!
//! 1. The customer taps ✅. [`telegram::ingest::Polling`] gets the update and commits its text as it came; the next `getUpdates`
//!    acknowledges it. With a webhook, [`telegram::ingest::Webhook`] gets it, and the 200 acknowledges.
//! 2. The wake-up `inbox` rings. [`telegram::runner::Runner`] takes the chat's lane, reads who it is, and lets [`telegram::callback::judge`] say
//!    whether the press counts.
//! 3. [`telegram::tree`] leads to [`telegram::features::purchase::confirm`], and that to [`app::Orders::place`]: quote, limits, open shop. The
//!    effects: the quote is used, the order `queued`, its card and the answer to the press on their way.
//! 4. The runner commits them together with the end of the update. The wake-ups `queued` and `outbox` ring.
//! 5. [`telegram::sender::Sender`] answers the press and turns the confirmation into the order's card; [`telegram::render`] finds the words.
//! 6. [`worker::Sends`] takes up the order: [`app::Submitter::send`] reads the price again, waits for its turn, and commits `sending`, with
//!    a deadline. Only then [`provider::Client::submit`] makes the one POST.
//! 7. The answer becomes an event, [`domain::order::apply`] decides, and one commit writes state, history and messages: `pending`, with the
//!    invoice. Whatever dies between 6 and 7 leaves `sending` behind, which [`app::Submitter::recover`] makes `uncertain`; then
//!    [`domain::reconciliation`] weighs what the provider balance says.
//! 8. [`worker::Polls`] asks after the invoice at growing gaps: [`app::Poller::poll`], [`provider::Client::check`], `apply` again.
//! 9. `success`: the card is edited, and a new message, which rings, brings the SN.

pub mod app;
pub mod cli;
pub mod config;
pub mod dialogue;
pub mod domain;
#[cfg(debug_assertions)]
pub mod failpoint;
pub mod i18n;
pub mod provider;
#[cfg(feature = "demo")]
pub mod sandbox;
pub mod storage;
pub mod telegram;
pub mod telemetry;
pub mod wiring;
pub mod worker;
