//! The guarantees of the storage, tested only through its public interface and the same for both databases.

use std::path::Path;

use odzreshop_bot::domain::message_class::MessageClass;
use odzreshop_bot::domain::notification::Notification;
use odzreshop_bot::domain::order::{Order, OrderHistoryEntry, OrderHistoryKind, OrderId, OrderState};
use odzreshop_bot::domain::quote::Quote;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::storage::{
    CommitError, Dialogue, InboxWrite, Keyboard, Opened, OrderWrite, OutboxBody, OutboxMessage, RawUpdate, Store, Write, connect, open,
};
use serde_json::json;
use sqlx::{Connection, PgConnection, SqliteConnection};
use tempfile::TempDir;

use crate::postgres;
use crate::samples::{NOW, Taste};

mod audit;
mod backup;
mod balance_snapshots;
mod bills;
mod broadcasts;
mod commit;
mod conflicts;
mod delivery_times;
mod dump;
mod game_accounts;
mod inbox;
mod kept_alerts;
mod ledger;
mod maintenance;
mod messages;
mod open;
mod order_lists;
mod orders;
mod outbox;
mod payments;
mod payouts;
mod people;
mod plans;
mod price_lists;
mod prices;
mod proofs;
mod receipt_keys;
mod replicas;
mod rivals;
mod roles;
mod sales;
mod server;
mod settings;
mod unmatched;
mod upgrade;

/// Makes two tests from each function that takes a [`Database`]: one on SQLite, one on PostgreSQL.
macro_rules! on_both {
    ($($name:ident,)*) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name(crate::storage::Database::Sqlite).await;
            })*
        }
        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                if crate::postgres::is_there() {
                    super::$name(crate::storage::Database::Postgres).await;
                }
            })*
        }
    };
}
use on_both;

/// The kind of a database.
#[derive(Clone, Copy, Debug)]
enum Database {
    Sqlite,
    Postgres,
}

impl Database {
    /// A new database.
    async fn open(self) -> Base {
        let place = match self {
            Self::Sqlite => Place::Sqlite(tempfile::tempdir().unwrap()),
            Self::Postgres => Place::Postgres(postgres::database().await),
        };
        place.open().await
    }
}

/// The place of a database.
enum Place {
    /// In a file `shop.db` of this folder.
    Sqlite(TempDir),
    /// The URL of a PostgreSQL database.
    Postgres(String),
}

impl Place {
    /// Where SQLite's file is.
    fn folder(&self) -> &Path {
        match self {
            Self::Sqlite(folder) => folder.path(),
            Self::Postgres(_) => panic!("it is not in a folder of ours"),
        }
    }

    async fn open(self) -> Base {
        let opened = match &self {
            Self::Sqlite(folder) => open(&folder.path().join("shop.db")).await.unwrap(),
            Self::Postgres(url) => connect(&url.clone().into()).await.unwrap(),
        };
        Base { store: opened.store.clone(), opened, place: self }
    }
}

/// An open database.
struct Base {
    store: Store,
    opened: Opened,
    place: Place,
}

impl Base {
    /// Closes the database and keeps its place.
    async fn close(self) -> Place {
        let Self { store, opened, place } = self;
        drop(store);
        opened.close().await;
        place
    }

    /// Closes and reopens the database: what it contains then was on disk.
    async fn reopen(self) -> Self {
        self.close().await.open().await
    }

    /// Another process on the same PostgreSQL.
    async fn replica(&self) -> Self {
        match &self.place {
            Place::Postgres(url) => Place::Postgres(url.clone()).open().await,
            Place::Sqlite(_) => panic!("there is one process a file"),
        }
    }

    async fn commit(&self, writes: impl IntoIterator<Item = Write>) {
        self.store.commit(writes.into_iter().collect()).await.unwrap();
    }

    /// The name of the conflict of a list of writes.
    async fn conflict(&self, writes: impl IntoIterator<Item = Write>) -> &'static str {
        match self.store.commit(writes.into_iter().collect()).await {
            Err(CommitError::Conflict(what)) => what,
            other => panic!("no conflict: {other:?}"),
        }
    }

    /// Runs SQL that our program never runs, to simulate a damaged disk or an older program.
    async fn tamper(&self, sql: &'static str) {
        match &self.place {
            Place::Sqlite(folder) => {
                let mut connection = SqliteConnection::connect(folder.path().join("shop.db").to_str().unwrap()).await.unwrap();
                sqlx::query(sql).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
            Place::Postgres(url) => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                sqlx::query(sql).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
        }
    }

    /// The same, where the database may refuse it.
    async fn try_to(&self, sql: String) -> Result<(), sqlx::Error> {
        let sql = sqlx::AssertSqlSafe(sql);
        match &self.place {
            Place::Sqlite(folder) => {
                let mut connection = SqliteConnection::connect(folder.path().join("shop.db").to_str().unwrap()).await?;
                sqlx::query(sql).execute(&mut connection).await.map(|_| ())
            }
            Place::Postgres(url) => {
                let mut connection = PgConnection::connect(url).await?;
                sqlx::query(sql).execute(&mut connection).await.map(|_| ())
            }
        }
    }

    async fn order(&self, id: &str) -> Option<Order> {
        self.store.find_order(&OrderId(id.to_owned())).await.unwrap()
    }
}

/// A queued order; its number and quote have the same name.
fn order(id: &str) -> Order {
    let [number, quote] = ["N", "q"].map(|prefix| format!("{prefix}{}", id.to_ascii_uppercase()));
    let base = Taste::pleasant().order(OrderState::Queued, None);
    Order { id: OrderId(id.to_owned()), number, quote, version: 1, due_at: Some(NOW), ..base }
}

fn entry(kind: OrderHistoryKind) -> OrderHistoryEntry {
    OrderHistoryEntry { at: NOW, state: OrderState::Queued, kind, detail: None }
}

fn add(order: Order) -> Write {
    Write::Order(OrderWrite::Add { order, entry: entry(OrderHistoryKind::Created) })
}

/// The order's next version, in this state.
fn moved(order: &Order, state: OrderState) -> Order {
    Order { state, version: order.version + 1, ..order.clone() }
}

fn quote(id: &str, expires_at: Millis) -> Quote {
    let Order { user_id, category, sku, item, answers, target, price, cost, .. } = order(id);
    Quote { id: id.to_owned(), user_id, category, sku, item, answers, target, price, cost, expires_at }
}

fn update(update_id: i64, chat_key: i64, received_at: Millis) -> RawUpdate {
    RawUpdate { bot_id: 42, update_id, chat_key, body: format!("{{\"update_id\": {update_id}}}"), received_at }
}

fn handled(update_id: i64) -> Write {
    Write::Inbox(InboxWrite::Handle { bot_id: 42, update_id })
}

fn dialogue(version: i64) -> Dialogue {
    let token = Some("t1".to_owned());
    Dialogue { chat_id: 7, user_id: 7, step: "{}".to_owned(), schema: 1, version, token, message_id: None }
}

fn keyboard(token: &str, expires_at: Millis) -> Keyboard {
    let (token, actions) = (token.to_owned(), "[]".to_owned());
    Keyboard {
        token,
        chat_id: 7,
        user_id: Some(7),
        message_id: None,
        screen: true,
        actions,
        expires_at,
        used_at: None,
        used_button: None,
        is_used_up: false,
    }
}

/// A call that says `text`.
fn message(chat_id: i64, text: &str) -> OutboxMessage {
    let body = OutboxBody::Call { method: "sendMessage".to_owned(), payload: json!({ "text": text }) };
    OutboxMessage { chat_id, topic: None, body, class: MessageClass::News, slot: None, token: None, created_at: NOW, expires_at: None }
}

fn notification(chat_id: i64, notification: Notification) -> OutboxMessage {
    OutboxMessage { class: notification.class(), body: OutboxBody::Notification { notification }, ..message(chat_id, "") }
}
