//! A database of the version before: `tests/fixtures/database_0005.sql` has a row of every kind, as that version itself wrote it. The
//! program of today must find the same meaning in each, and lose none.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use odzreshop_bot::dialogue::{AccessAction, Action, DecidedOn, STEP_SCHEMA, Step};
use odzreshop_bot::domain::catalog::{PriceList, Service};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::ClosedReason;
use odzreshop_bot::domain::order::{OrderHistoryEntry, OrderHistoryKind, OrderState};
use odzreshop_bot::domain::provider::ProviderName;
use odzreshop_bot::domain::quote::Quote;
use odzreshop_bot::domain::reconciliation::BalanceSnapshot;
use odzreshop_bot::storage::{Keyboard, OrderWrite, OutboxBody, ProviderBalance, ProviderStatus, QueuedQuery, ShownMessage, Write};
use serde_json::json;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use super::{Base, Database, Place, add, on_both, order};
use crate::samples::kinds;
use expected::{at, id};

mod expected;
mod versions;

const FIXTURE: &str = include_str!("../../fixtures/database_0005.sql");
/// The last migration of the version that wrote it.
const VERSION: i64 = 5;

/// What its tables are called today.
const RENAMED: [(&str, &str); 7] = [
    ("pulse", "last_alive"),
    ("blind", "clock_rollback"),
    ("questions", "provider_queries"),
    ("shelves", "price_lists"),
    ("deposit", "provider_balance"),
    ("condition", "provider_status"),
    ("observations", "balance_snapshots"),
];

/// A statement that adds a row, by its table.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    let row = |line: &'static str| Some((line.strip_prefix("INSERT INTO ")?.split_once(' ')?.0, line));
    FIXTURE.lines().filter_map(row).filter(|(table, _)| !["_sqlx_migrations", "sqlite_sequence"].contains(table))
}

/// The database as the version before left it.
async fn old(database: Database) -> Place {
    match database {
        Database::Sqlite => {
            let folder = tempfile::tempdir().unwrap();
            let url = format!("sqlite://{}?mode=rwc", folder.path().join("shop.db").display());
            let mut connection = SqliteConnection::connect(&url).await.unwrap();
            sqlx::raw_sql(FIXTURE).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            Place::Sqlite(folder)
        }
        Database::Postgres => {
            let url = crate::postgres::database().await;
            let mut connection = PgConnection::connect(&url).await.unwrap();
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/postgres");
            let all = Migrator::new(folder).await.unwrap();
            let then = all.iter().filter(|migration| migration.version <= VERSION).cloned().collect();
            Migrator::with_migrations(then).run_direct(None, &mut connection, false).await.unwrap();
            for (_, row) in rows() {
                // Its ids are given by the database, but for copies.
                let row = row.replacen("INSERT INTO outbox VALUES", "INSERT INTO outbox OVERRIDING SYSTEM VALUE VALUES", 1);
                connection.execute(AssertSqlSafe(row)).await.unwrap();
            }
            connection.execute("INSERT INTO leases VALUES ('office', 'somebody', 0, 7)").await.unwrap();
            connection.close().await.unwrap();
            Place::Postgres(url)
        }
    }
}

/// The answer to a question that the store does not answer.
async fn number(base: &Base, sql: String) -> i64 {
    let sql = AssertSqlSafe(sql);
    match &base.place {
        Place::Sqlite(folder) => {
            let mut connection = SqliteConnection::connect(folder.path().join("shop.db").to_str().unwrap()).await.unwrap();
            sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
        }
        Place::Postgres(url) => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
        }
    }
}

async fn every_row_is_kept(database: Database) {
    let mut expected: BTreeMap<&str, i64> = BTreeMap::new();
    for (table, _) in rows() {
        *expected.entry(table).or_default() += 1;
    }
    assert_eq!(expected.len(), 17, "a row of each table: {expected:?}");
    let base = old(database).await.open().await;
    let migrations = number(&base, "SELECT COUNT(*) FROM _sqlx_migrations".to_owned()).await;
    // Opened again, nothing is migrated twice.
    let base = base.reopen().await;
    assert_eq!(number(&base, "SELECT COUNT(*) FROM _sqlx_migrations".to_owned()).await, migrations);
    for (table, count) in expected {
        let today = RENAMED.iter().find(|(then, _)| *then == table).map_or(table, |(_, today)| today);
        assert_eq!(number(&base, format!("SELECT COUNT(*) FROM {today}")).await, count, "{today}");
    }
}

async fn what_waits_to_be_sent_is_read(database: Database) {
    let base = old(database).await.open().await;
    let queued = base.store.list_due_messages(at(1_000), 1_000).await.unwrap();
    let bodies: Vec<OutboxBody> = queued.iter().map(|message| message.body.clone()).collect();
    let call = |text: &str| OutboxBody::Call { method: "sendMessage".to_owned(), payload: json!({ "text": text }) };
    let mut expected = vec![call("urgent")];
    expected.extend(expected::notifications().into_iter().map(|notification| OutboxBody::Notification { notification }));
    expected.extend([call("waits"), call("postponed")]);
    for (found, expected) in bodies.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(bodies.len(), expected.len());
    let waits = &queued[queued.len() - 2];
    assert_eq!((waits.chat_id, waits.topic, waits.expires_at), (3_001, Some(5), Some(at(3_600))));
    assert_eq!(queued.last().unwrap().attempts, 1);
    // Only what the version before had given up.
    for table in ["outbox", "inbox"] {
        assert_eq!(number(&base, format!("SELECT COUNT(*) FROM {table} WHERE state = 'dead'")).await, 1, "{table}");
    }
    // The card that was sent then is edited today.
    assert_eq!(base.store.find_shown("uncertain:uncertain:3004").await.unwrap(), Some(ShownMessage { message_id: 33, photo: None }));
    assert!(base.store.is_waiting(3_001, &token(1)).await.unwrap());
}

async fn updates_are_handled_where_it_stopped(database: Database) {
    let base = old(database).await.open().await;
    let mut waiting = Vec::new();
    for chat in [1_001, 1_003, 1_004] {
        let updates = base.store.list_updates(chat, 9).await.unwrap();
        waiting.extend(updates.into_iter().map(|update| (update.bot_id, update.update_id, update.attempts)));
    }
    assert_eq!(waiting, [(42, 502, 0), (42, 504, 1)]);
}

fn token(n: i64) -> String {
    format!("{n:032x}")
}

async fn the_conversation_goes_on(database: Database) {
    let base = old(database).await.open().await;
    for (chat, step) in (1_001..).zip(expected::steps()) {
        let dialogue = base.store.find_dialogue(chat, chat).await.unwrap().unwrap();
        assert_eq!(serde_json::from_str::<Step>(&dialogue.step).unwrap(), step);
        assert_eq!((dialogue.schema, dialogue.version, dialogue.token), (STEP_SCHEMA, 1, Some(token(chat - 1_000))));
    }
    let keyboard = async |n| base.store.find_keyboard(&token(n)).await.unwrap().unwrap();
    let actions = |keyboard: &Keyboard| serde_json::from_str::<Vec<Action>>(&keyboard.actions).unwrap();
    assert_eq!(actions(&keyboard(1).await), expected::actions());
    let used = keyboard(2).await;
    assert_eq!((used.user_id, used.message_id, used.screen, used.used_at), (Some(1_001), Some(32), true, Some(at(9))));
    let admins = keyboard(3).await;
    assert_eq!((admins.user_id, admins.message_id, admins.screen, admins.used_at), (None, Some(33), false, None));
    assert_eq!(actions(&admins), [AccessAction::Decide { user: 1_002, approve: true, on: DecidedOn::Card }.into()]);
    for (name, is_used) in [("q-open", false), ("q-used", true)] {
        let quote = Quote {
            id: name.to_owned(),
            user_id: 1_001,
            category: "mobile-legends".to_owned(),
            sku: "ML86".to_owned(),
            item: "86 Diamonds".to_owned(),
            answers: expected::answers(),
            target: "12345678(1234)".to_owned(),
            price: Rupiah(21_500),
            cost: Rupiah(20_000),
            expires_at: at(600),
        };
        assert_eq!(base.store.find_quote(name).await.unwrap(), Some((quote, is_used)));
    }
}

async fn people_keep_their_access(database: Database) {
    let base = old(database).await.open().await;
    for person in expected::people() {
        assert_eq!(base.store.find_person(person.id).await.unwrap(), Some(person));
    }
    let waiting: Vec<i64> = base.store.list_requested(None, 9, 0).await.unwrap().iter().map(|person| person.id).collect();
    assert_eq!(waiting, [1_002]);
    assert!(base.store.is_greeted(-100_200).await.unwrap());
    let known = base.store.list_command_lists(None).await.unwrap();
    let admins = known.iter().filter(|list| list.scope == r#"{"chat_id":9001,"type":"chat"}"#).map(|list| list.language.as_str());
    assert_eq!(admins.collect::<Vec<_>>(), ["", "en", "id"], "who acted as an admin may have lists that nobody noted down: {known:?}");
}

async fn orders_stand_where_they_stood(database: Database) {
    let base = old(database).await.open().await;
    for order in expected::orders() {
        let number = base.store.find_order_called(&order.number).await.unwrap();
        assert_eq!(number.as_ref(), Some(&order));
        assert_eq!(base.order(&order.id.0).await, Some(order));
    }
    for state in OrderState::ALL {
        let (due, unreadable) = base.store.list_due(state, at(1_000), 99).await.unwrap();
        assert_eq!((due.len(), unreadable), (1, Vec::new()), "{state:?}");
    }
    let history = base.store.list_history(&id("success")).await.unwrap();
    let first = OrderHistoryEntry { at: at(0), state: OrderState::Success, kind: OrderHistoryKind::Created, detail: None };
    let entry = |(n, kind): (usize, OrderHistoryKind)| {
        let (state, seconds) = (OrderState::ALL[(n - 1) % 7], i64::try_from(n).unwrap());
        OrderHistoryEntry { at: at(seconds), state, kind, detail: Some(format!("detail {n}")) }
    };
    let expected: Vec<_> = [first].into_iter().chain(kinds().into_iter().enumerate().skip(1).map(entry)).collect();
    assert_eq!(history, expected);
}

async fn the_provider_is_known_as_it_was(database: Database) {
    let base = old(database).await.open().await;
    let service = |sku: &str, active| Service { sku: sku.to_owned(), name: format!("{sku} Diamonds"), cost: Rupiah(20_000), active };
    let list = PriceList { services: vec![service("A", true), service("B", false)], skipped: Vec::new(), fetched_at: at(4) };
    let lists = ["mobile-legends", "free-fire"].map(|category| (category.to_owned(), list.clone()));
    assert_eq!(base.store.list_price_lists(ProviderName::Odzreshop).await.unwrap(), BTreeMap::from(lists));
    let balance = ProviderBalance { provider: ProviderName::Odzreshop, amount: Rupiah(980_000), low: true, at: at(200) };
    assert_eq!(base.store.find_provider_balance(ProviderName::Odzreshop).await.unwrap(), Some(balance));
    let status = ProviderStatus {
        closed: Some(ClosedReason::VendorDepleted),
        unknown: ["old-game".to_owned()].into(),
        stale: ["free-fire".to_owned()].into(),
        seen: Some(at(250)),
    };
    assert_eq!(base.store.find_provider_status(ProviderName::Odzreshop).await.unwrap(), Some(status));
    let snapshot =
        |after, order| BalanceSnapshot { asked_at: at(300), answered_at: at(301), before: Rupiah(1_000_000), after: Rupiah(after), order };
    let mut snapshots = base.store.list_balance_snapshots(ProviderName::Odzreshop, at(400), at(500)).await.unwrap();
    snapshots.sort_by_key(|snapshot| snapshot.order.clone());
    assert_eq!(snapshots, [snapshot(1_000_000, None), snapshot(980_000, Some(id("pending")))]);
    assert_eq!(number(&base, "SELECT until_time FROM clock_rollback".to_owned()).await, at(299).0);
    assert_eq!(base.store.find_last_alive().await.unwrap(), Some(at(400)));
    let queries: Vec<QueuedQuery> = base.store.list_queries(at(1_000), 99).await.unwrap();
    let asked = |n: usize| QueuedQuery { id: format!("ask-{n}"), query: expected::queries()[n].clone(), attempts: i64::from(n == 0) };
    let mut found = queries.clone();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(found, (0..6).map(asked).collect::<Vec<_>>());
}

async fn it_is_written_on(database: Database) {
    let base = old(database).await.open().await;
    let epoch = base.store.take_lease("leader", Duration::from_secs(60)).await.unwrap();
    // SQLite has no leases.
    assert_eq!(epoch, Some(if base.store.is_shared() { 8 } else { 0 }));
    base.commit([add(order("new"))]).await;
    let mut pending = base.order("pending").await.unwrap();
    pending.version += 1;
    base.commit([Write::Order(OrderWrite::Move { order: pending.clone(), history: Vec::new() })]).await;
    let base = base.reopen().await;
    assert_eq!(base.order("pending").await, Some(pending));
    assert!(base.order("new").await.is_some());
}

on_both! {
    every_row_is_kept,
    what_waits_to_be_sent_is_read,
    updates_are_handled_where_it_stopped,
    the_conversation_goes_on,
    people_keep_their_access,
    orders_stand_where_they_stood,
    the_provider_is_known_as_it_was,
    it_is_written_on,
}
