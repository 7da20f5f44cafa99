//! A Telegram bot that sells game top-ups: no order is placed twice, none is lost, and none ends without a message.
//!
//! This page is the map. Read it first, then [`domain::order`]: the life of one order is the reason for everything else.
//!
//! # The way of one order
//!
//! ```text
//! Telegram ─getUpdates, webhook─▶ telegram::ingest ──one commit: raw updates──▶ inbox       (acknowledged only now)
//! inbox ─one queue per chat─▶ telegram::runner ─▶ telegram::tree ─▶ telegram::features
//! features ─▶ dialogue, pure: (Step, Input) -> (Step, Screen)  ─▶ telegram::view, pure: Screen -> text and buttons
//! runner ──ONE commit: step, order, messages, update done──▶ storage
//! outbox ─▶ telegram::sender ─▶ Telegram
//! orders (queued)  ─▶ worker ─▶ app::submit: intent on disk ─▶ provider POST /order  ─▶ ONE commit: state, history, messages
//! orders (pending) ─▶ worker ─▶ app::poll ─────────────────▶ provider POST /status ─▶ ONE commit: state, history, messages
//! ```
//!
//! The shop's settings are a snapshot ([`app::ShopSettings`]) that can be replaced at any time: an update, a message or a job takes it once,
//! and every use case that depends on it gets it as an argument.
//!
//! Handlers make no network call and write nothing: they read, decide and return effects, and the runner commits these. A handler that
//! panics or fails commits nothing, loses nothing and stops no other. Everything that is sent is first a row of the database.
//!
//! # Modules
//!
//! | module | what is in it | may import |
//! |---|---|---|
//! | [`domain`] | the rules, pure: money, targets, prices, orders, notifications, limits | nothing |
//! | [`dialogue`] | the dialogue, pure: which step a customer is at, what they do, what they see next | domain |
//! | [`i18n`] | languages: `locales/`, money and time as people write them | domain |
//! | [`provider`] | the provider: its calls, what its answers mean, when it counts as down | domain, limiter |
//! | [`payment`] | payment gateways: a QR code for an amount, what became of it, what a webhook is about | domain, limiter |
//! | [`limiter`] | how often a server is called | nothing |
//! | [`http_server`] | HTTP/1 within bounds, for what the bot serves | nothing |
//! | [`picture`] | a bill or a receipt as a picture with a QR code, figures as a chart, pure | nothing |
//! | [`sheet`] | tables as files: CSV and XLSX | nothing |
//! | [`storage`] | the database, SQLite or PostgreSQL, and all SQL: one text for both | domain |
//! | [`app`] | use cases: read, let the domain decide, commit | domain, payment, provider, sheet, storage |
//! | [`worker`] | when things happen: submit orders, poll them, answer queries, look at bills, feed broadcasts, refresh price lists, maintenance, backups | app, domain |
//! | [`telegram`] | Telegram, in and out; `view` is pure | app, dialogue, domain, http_server, i18n, picture; inbox and outbox of storage |
//! | [`sandbox`] | a simulated Telegram, provider and payment gateway, over HTTP | nothing |
//! | [`config`], [`telemetry`] | environment and `shop.toml`; logs, metrics, health | domain; config, http_server |
//! | [`wiring`] | what is built from what, and what starts and stops when; `demo`, `init`, `check`, `health`, `webhook`, `backup`, `restore`, `export`, `probe` | all of the above |
//! | [`cli`] | the command line | config, i18n, telemetry, wiring |
//! | `failpoint` | faults on purpose, for the crash harness; only in development builds | nothing; storage, app, telegram, config and cli use it |
//!
//! `sqlx` is used only in storage, `reqwest` only in provider, in payment, in telegram, in `wiring::health` and for the sandbox's webhooks, `teloxide` and
//! `dptree` only in telegram, `qrcode` and `png` only in picture, `rust_xlsxwriter` only in sheet, `ring` only in `app::receipt`, the environment only in config; the time comes from [`app::Clock`]. No files depend on each
//! other in a circle. Without the feature `demo` there is no sandbox and no demo. `tests/it/architecture/` checks all of this.
//!
//! # Invariants
//!
//! The code that holds each, and the tests that fail when it is broken.
//!
//! | | invariant | held by | tested by |
//! |---|---|---|---|
//! | 1 | An update is acknowledged only when it is on disk, and handled once, however often it is delivered. | `src/telegram/ingest/polling.rs`, `src/telegram/ingest/webhook.rs`, `src/storage/inbox.rs` | `src/telegram/ingest/polling/tests.rs`, `tests/it/webhook.rs`, `tests/it/storage/inbox.rs`, `tests/it/callbacks.rs` |
//! | 2 | An order changes only along its table of states and from the version that was read, and each change adds an entry to its history. | `src/domain/order.rs`, `src/storage/order.rs` | `src/domain/order/tests.rs`, `tests/it/storage/conflicts.rs`, `tests/it/model/order.rs`, `tests/it/storage/rivals.rs` |
//! | 3 | The intent is on disk before POST /order. An order is posted once, unless the provider surely never received it, or the owner declares that the provider recognizes a repeated `ref_id`: then an uncertain order may be sent again, unchanged, one at a time. | `src/app/submit.rs`, `src/domain/order/uncertain.rs` | `tests/it/pipeline.rs`, `tests/it/provider.rs`, `tests/it/reconciliation.rs` |
//! | 4 | An order that was neither surely accepted nor surely refused is `uncertain`. An admin resolves it with evidence, or, if the owner wants that, the provider balance does when it is proof; never as long as the provider may still accept it, and under no invoice that the provider does not confirm. | `src/provider/odzreshop/outcome.rs`, `src/domain/reconciliation.rs`, `src/app/resolve.rs` | `src/provider/odzreshop/outcome/tests.rs`, `src/domain/reconciliation/tests.rs`, `tests/it/reconciliation.rs` |
//! | 5 | Only an explicit status word ends an order. With an unknown word it stays pending and admins are told; success without SN is success, and the SN follows. | `src/provider/odzreshop/outcome.rs`, `src/domain/order.rs` | `src/provider/odzreshop/outcome/tests.rs`, `tests/it/purchase.rs` |
//! | 6 | Money is whole rupiah in a type of its own, never a float. | `src/domain/money.rs`, `src/domain/pricing.rs` | their tests; the lint `float_arithmetic` |
//! | 7 | A notification is written in the commit of its cause and sent at least once; a chat that is slow, rate limited or gone delays no other chat. Chats take turns, and each class of messages has its share. | `src/app/notifier.rs`, `src/telegram/sender/`, `src/domain/message_class.rs`, `src/storage/outbox.rs` | `src/telegram/sender/tests.rs`, `tests/it/storage/outbox.rs`, `tests/it/strangers.rs` |
//! | 8 | A button sends an opaque token that is bound to user, chat and message, expires, and buys once. Nothing else that a client sends is believed. | `src/telegram/callback.rs`, `src/telegram/compose.rs` | the tests in `src/telegram/callback.rs`, `tests/it/callbacks.rs`, `tests/it/model/dialogue.rs`, `tests/it/security/mod.rs` |
//! | 9 | The price is read again before an order is sent; if it changed, the customer confirms again. | `src/app/submit.rs` | `tests/it/price_lists.rs` |
//! | 10 | Rights are checked by numeric id where the action happens: in one place for buttons and typed answers, and in the use cases that move money. | `src/domain/role.rs`, `src/dialogue/rights.rs`, `src/telegram/tree.rs`, `src/app/wallet.rs` | their tests, `tests/it/roles.rs`, `tests/it/access.rs`, `tests/it/wallet.rs` |
//! | 11 | Bot token, API key and webhook secret are in no log, error, row or message. | `src/domain/redaction.rs`, `src/telegram/caller.rs`, `src/provider/odzreshop/client.rs`, `src/payment/http.rs`, `src/config/report.rs`, `src/telemetry/logs.rs` | the tests in `src/domain/redaction.rs`, `src/telegram/caller.rs` and `src/telemetry/logs.rs`, `tests/it/security/canaries.rs`, `tests/it/provider.rs`, `tests/it/config/environment.rs` |
//! | 12 | Everything has a limit: a named constant with its reason, where it is used. | `src/telegram/flood.rs`, `src/telegram/sender/pace.rs`, `src/limiter.rs`, `src/http_server.rs`, `src/domain/access.rs` | their tests, `tests/it/access.rs` |
//! | 13 | Of several processes on one database one is the leader. A process that has lost a lease, a chat or a race commits nothing. | `src/wiring/leadership.rs`, `src/storage/lease.rs`, `src/storage/fence.rs`, `src/storage/inbox.rs`, `src/storage/postgres/writer.rs` | `tests/it/harness/replicas.rs`, `tests/it/storage/replicas.rs`, `tests/it/storage/rivals.rs`, `tests/it/storage/server.rs`, `tests/it/storage/conflicts.rs` |
//! | 14 | A database of the version before keeps every row and its meaning. | `migrations/`, the `serde` aliases of what is stored | `tests/it/storage/upgrade.rs` |
//! | 15 | A customer's money is a ledger of transfers that are never changed: no balance falls below zero, an order's price is held in the commit that makes it and settled once, in the commit that ends it. | `src/domain/wallet.rs`, `src/storage/ledger.rs`, `migrations/sqlite/0010_ledger.sql` | `tests/it/storage/ledger.rs`, `tests/it/wallet.rs`, `tests/it/harness/money_check.rs` |
//! | 16 | Money that arrived is the customer's, credited once however often it is seen, in one commit with its bill and what the customer is told; whatever is not exactly what was asked for waits for an admin. | `src/domain/bill.rs`, `src/app/pay.rs`, `migrations/sqlite/0011_bills.sql` | `src/domain/bill/tests.rs`, `tests/it/storage/bills.rs`, `tests/it/storage/payments.rs`, `tests/it/bills.rs`, `tests/it/gateways.rs`, `tests/it/stars.rs` |
//! | 17 | What a gateway posts decides nothing: it only says where to look. | `src/payment/mod.rs`, `src/wiring/door.rs`, `src/app/collect.rs` | `tests/it/bills.rs` |
//! | 18 | A customer's photo credits nothing: an admin's decision does, above a limit two admins', in one commit with the transfer, the bill and the message, and once. The code in the picture is the shop's own with the amount in it. | `src/domain/proof.rs`, `src/app/proof.rs`, `src/domain/qris.rs`, `src/picture/mod.rs` | their tests, `tests/it/top_up.rs`, `tests/it/picture.rs`, `tests/it/storage/proofs.rs` |
//! | 19 | An order that waits for a bill is made by the commit that credits that bill, once, at no more than its customer agreed to and in time; no other money buys anything by itself. | `src/domain/cart.rs`, `src/app/cart.rs`, `src/storage/cart.rs` | `src/domain/cart/tests.rs`, `tests/it/carts.rs`, `tests/it/harness/money_check.rs`, `tests/it/storage/bills.rs` |
//! | 20 | A restored backup sends nothing that may have been sent since it was made, and the bot does not run on it before its owner has compared. | `src/storage/restore.rs`, `src/storage/postgres/restore.rs`, `src/storage/restore_hold.rs` | `tests/it/restore.rs` |
//! | 21 | A payment in Telegram Stars is answered before it is made, within two seconds, whatever waits in the inbox, the outbox or its payer's chat. | `src/telegram/stars/checkout.rs`, `src/telegram/ingest/` | `tests/it/stars.rs` |
//! | 22 | Money that matches nothing is decided about once, by an admin; a balance is paid out wallet first, and comes back at most once. | `src/app/unmatched.rs`, `src/app/payout.rs`, `migrations/sqlite/0016_payouts.sql` | `tests/it/storage/unmatched.rs`, `tests/it/storage/payouts.rs`, `tests/it/desk.rs`, `tests/it/payouts.rs` |
//! | 23 | A price is never below the item's cost, but while a promo applies, which has an end; a rule counts only after somebody saw what it does, and for the customers of its tier alone. | `src/domain/pricing.rs`, `src/domain/price_preview.rs` | `src/domain/pricing/tests.rs`, the tests in `src/domain/price_preview.rs`, `tests/it/prices.rs` |
//! | 24 | A broadcast reaches nobody twice after a stop, at most eight people twice after a kill, and leaves nobody out; it is sent behind everything else. | `src/storage/broadcast.rs`, `src/app/broadcast.rs`, `src/telegram/sender/mod.rs`, `src/telegram/sender/pace.rs` | `tests/it/broadcast.rs`, `tests/it/storage/broadcasts.rs`, the tests in `src/telegram/sender/pace.rs` |
//! | 25 | An alert that its kind's settings don't turn off is told once: at once, or in one digest after the quiet hours. What must not wait is held by nothing. | `src/domain/alert.rs`, `src/domain/notification/mod.rs`, `src/app/alert_desk.rs`, `src/telegram/render.rs`, `src/storage/kept_alert.rs` | their tests, `tests/it/alert_settings.rs`, `tests/it/storage/kept_alerts.rs` |
//! | 26 | What a customer and the shop write to each other is kept in the commit that sends it on; the customer never reads who wrote, and an admin who is about to answer what another has answered is asked first. | `src/domain/message.rs`, `src/app/message.rs`, `src/storage/message.rs` | the tests in `src/domain/message.rs`, `tests/it/messages.rs`, `tests/it/message_topics.rs`, `tests/it/storage/messages.rs` |
//! | 27 | A receipt says only what strangers may see, and counts as genuine only if this shop's key signed it; that key is in the database alone. | `src/domain/receipt.rs`, `src/app/receipt.rs` | their tests, `tests/it/receipts.rs` |
//!
//! # One order, from tap to SN
//!
//! 1. The customer taps ✅. [`telegram::ingest::Polling`] receives the update and commits its raw text; the next `getUpdates` acknowledges
//!    it. With a webhook, [`telegram::ingest::Webhook`] receives it, and the response 200 acknowledges it.
//! 2. `inbox_ready` wakes [`telegram::runner::Runner`]. It claims the chat, reads who the user is, and
//!    [`telegram::callback::check_callback`] decides whether the callback query counts.
//! 3. [`telegram::tree`] leads to [`telegram::features::purchase`], and this to [`app::Orders::place`]: quote, limits, is the shop open.
//!    The effects: the quote is used, the order is `queued`, its card and the answer to the callback query are in the outbox.
//! 4. The runner commits the effects and the end of the update together. The commit wakes the sender and the worker.
//! 5. [`telegram::sender::Sender`] answers the callback query and edits the confirmation into the order's card; [`telegram::render`] makes the
//!    text.
//! 6. [`worker::run`] takes the order: [`app::Submitter`] reads the price again, waits for the rate limit, and commits `sending` with
//!    a deadline. Only then [`provider::Client::submit`] makes the one POST.
//! 7. The response becomes an event, [`domain::order::apply`] decides, and one commit writes state, history and messages: `pending`, with the
//!    invoice. If the process dies between 6 and 7, the order is still `sending`; [`app::Submitter::recover`] makes it `uncertain`, and
//!    [`domain::reconciliation`] compares the balance snapshots.
//! 8. [`app::Poller`] asks for the order's status, less and less often: [`provider::Client::check`], `apply` again.
//! 9. `success`: a new message, a reply to the card, brings the SN, because Telegram shows no alert for an edit.

pub mod app;
pub mod cli;
pub mod config;
pub mod dialogue;
pub mod domain;
#[cfg(debug_assertions)]
pub mod failpoint;
pub mod http_server;
pub mod i18n;
pub mod limiter;
pub mod payment;
pub mod picture;
pub mod provider;
#[cfg(feature = "demo")]
pub mod sandbox;
pub mod sheet;
pub mod storage;
pub mod telegram;
pub mod telemetry;
pub mod wiring;
pub mod worker;
