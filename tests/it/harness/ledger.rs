//! The records of both sides: the bot's database, read with plain SQL, and the records of the simulated Telegram and provider.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use odzreshop_bot::domain::order::Order;
use odzreshop_bot::sandbox::provider::{Call, Endpoint, TakenOrder};
use odzreshop_bot::sandbox::telegram::{self, Telegram};
use serde_json::Value;
use sqlx::postgres::PgRow;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Connection, FromRow, PgConnection};

use super::load::{FIRST_CUSTOMER, Wishes};
use super::money::Money;
use super::till::Till;
use crate::shop::Shop;

/// An order's number in a message to its customer.
pub const ORDER_NUMBER: &str = r"Pesanan ([0-9A-Z]{8})\b";

/// The input of the check.
pub struct Books {
    /// The bot's orders.
    pub orders: Vec<Order>,
    /// Updates that the bot has on disk, with their states.
    pub inbox: HashMap<i64, String>,
    /// Undeliverable outbox messages: the chat, the content and the error.
    pub dead: Vec<DeadLetter>,
    /// Uncertain orders for which an admin has a card or will get one.
    pub listed: HashSet<String>,
    /// Orders that the provider accepted.
    pub taken: Vec<TakenOrder>,
    /// Calls of `/order`, each with its `ref_id`.
    pub posts: BTreeMap<String, Vec<Option<u16>>>,
    /// Updates that were acknowledged to Telegram.
    pub acknowledged: Vec<i64>,
    /// Updates that were not acknowledged.
    pub kept: Vec<i64>,
    /// The ids of callback queries without an answer.
    pub unanswered: Vec<String>,
    /// The numbers of orders whose end is shown in the customer's chat.
    pub told_end: Told,
    /// The numbers of orders that the customer's chat shows as being checked.
    pub told_uncertain: Told,
    /// What was paid, and what became of it.
    pub money: Money,
    /// Invalid calls to Telegram.
    pub malformed: Vec<String>,
    /// What customers confirmed.
    pub wishes: Wishes,
}

/// Pairs of a chat and the number of an order that a message there mentions.
type Told = HashSet<(i64, String)>;

/// An undeliverable message.
pub struct DeadLetter {
    pub chat_id: i64,
    pub body: Value,
    pub error: String,
}

/// How much is still in progress, according to the database.
pub struct Progress {
    pub orders: i64,
    /// Open orders except uncertain ones, bills without a code, refunds of Stars, waiting updates, and waiting messages to customers.
    pub under_way: i64,
    /// The ids of the payments.
    pub payments: HashSet<String>,
}

/// The database, SQLite or PostgreSQL.
pub(super) enum Database {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Database {
    /// Connects to the shop's database; `None` if it does not exist or does not answer.
    async fn open(shop: &Shop) -> Result<Self, sqlx::Error> {
        let url = &shop.vars()["DATABASE_URL"];
        if url.starts_with("sqlite:") {
            return Ok(Self::Sqlite(SqliteConnection::connect(url).await?));
        }
        Ok(Self::Postgres(PgConnection::connect(url).await?))
    }

    pub(super) async fn rows<T>(&mut self, sql: &str) -> Result<Vec<T>, sqlx::Error>
    where
        T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    {
        match self {
            Self::Sqlite(db) => sqlx::query_as(AssertSqlSafe(sql)).fetch_all(db).await,
            Self::Postgres(db) => sqlx::query_as(AssertSqlSafe(sql)).fetch_all(db).await,
        }
    }
}

/// The current state; `None` before the bot has created its tables.
pub async fn progress(shop: &Shop) -> Option<Progress> {
    let sql = format!(
        "SELECT (SELECT COUNT(*) FROM orders), \
         (SELECT COUNT(*) FROM orders WHERE state IN ('queued', 'sending', 'pending')) \
         + (SELECT COUNT(*) FROM bills WHERE state = 'opening') + (SELECT COUNT(*) FROM payouts WHERE state = 'open' AND method = 'stars') \
         + (SELECT COUNT(*) FROM inbox WHERE state = 'new') \
         + (SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND chat_id >= {FIRST_CUSTOMER})"
    );
    let mut db = Database::open(shop).await.ok()?;
    let rows = db.rows(&sql).await.ok()?;
    let payments: Vec<(String,)> = db.rows("SELECT payment FROM payments").await.ok()?;
    let payments = payments.into_iter().map(|(id,)| id).collect();
    rows.first().map(|&(orders, under_way)| Progress { orders, under_way, payments })
}

/// An order's history, for a report.
pub async fn history(shop: &Shop, order: &str) -> Vec<String> {
    let sql = format!("SELECT at, state, kind, detail FROM order_events WHERE order_id = '{order}' ORDER BY n");
    let rows: Vec<(i64, String, String, Option<String>)> = Database::open(shop).await.unwrap().rows(&sql).await.unwrap();
    rows.into_iter().map(|(at, state, kind, detail)| format!("{at} {state}: {kind} {}", detail.unwrap_or_default())).collect()
}

impl Books {
    /// Reads all records. The bot must have stopped.
    pub async fn read(shop: &Shop, till: &Till, wishes: Wishes) -> Self {
        let mut db = Database::open(shop).await.unwrap();
        let orders: Vec<(String,)> = db.rows("SELECT body FROM orders ORDER BY created_at").await.unwrap();
        let inbox: Vec<(i64, String)> = db.rows("SELECT update_id, state FROM inbox").await.unwrap();
        let sql = "SELECT chat_id, body, COALESCE(error, '') FROM outbox WHERE state = 'dead'";
        let dead: Vec<(i64, String, String)> = db.rows(sql).await.unwrap();
        let sql = "SELECT body FROM outbox WHERE body LIKE '%\"uncertain_card\"%' UNION ALL SELECT body FROM provider_queries";
        let listed: Vec<(String,)> = db.rows(sql).await.unwrap();
        let order_of =
            |body: Value| body.pointer("/notification/order").or_else(|| body.pointer("/order")).and_then(Value::as_str).map(str::to_owned);
        let (told_end, told_uncertain) = told(&shop.telegram, wishes.keys().copied());
        let (acknowledged, kept) = shop.telegram.read(updates);
        let money = Money::read(shop, till, &mut db).await;
        Self {
            money,
            orders: orders.iter().map(|(body,)| serde_json::from_str(body).unwrap()).collect(),
            inbox: inbox.into_iter().collect(),
            dead: dead
                .into_iter()
                .map(|(chat_id, body, error)| DeadLetter { chat_id, body: serde_json::from_str(&body).unwrap(), error })
                .collect(),
            listed: listed.iter().filter_map(|(body,)| order_of(serde_json::from_str(body).unwrap())).collect(),
            taken: shop.provider.orders(),
            posts: posts(&shop.provider.calls()),
            acknowledged,
            kept,
            unanswered: shop.telegram.unanswered(),
            told_end,
            told_uncertain,
            malformed: shop.telegram.violations(),
            wishes,
        }
    }
}

/// The acknowledged and the unacknowledged updates; ids are consecutive from the first one.
fn updates(state: &telegram::State) -> (Vec<i64>, Vec<i64>) {
    let kept = state.undelivered_updates();
    let waiting: BTreeSet<i64> = kept.iter().copied().collect();
    let first = telegram::Options::default().first_update_id;
    let known = (first..).take_while(|id| state.acknowledged(*id) || waiting.contains(id));
    (known.filter(|id| !waiting.contains(id)).collect(), kept)
}

fn posts(calls: &[Call]) -> BTreeMap<String, Vec<Option<u16>>> {
    let mut posts: BTreeMap<String, Vec<Option<u16>>> = BTreeMap::new();
    for call in calls.iter().filter(|call| call.endpoint == Endpoint::Order) {
        let ref_id = call.body.get("ref_id").and_then(Value::as_str).unwrap_or_default();
        posts.entry(ref_id.to_owned()).or_default().push(call.status);
    }
    posts
}

/// The orders that the customers' chats show as ended, and those shown as being checked.
fn told(telegram: &Telegram, customers: impl Iterator<Item = i64>) -> (Told, Told) {
    let number = regex::Regex::new(ORDER_NUMBER).unwrap();
    let (mut end, mut uncertain) = (HashSet::new(), HashSet::new());
    for customer in customers {
        for message in telegram.messages(customer).iter().filter(|message| message.from_bot) {
            let Some(found) = number.captures(&message.text) else { continue };
            let told = (customer, found[1].to_owned());
            if ["Top up berhasil", "top up ini gagal", "Pesanan dibatalkan", "Harga berubah, belum dipesan"]
                .iter()
                .any(|words| message.text.contains(words))
            {
                end.insert(told);
            } else if message.text.contains("Pesananmu sedang kami cek") {
                uncertain.insert(told);
            }
        }
    }
    (end, uncertain)
}
