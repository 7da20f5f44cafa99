//! How SQLite reads: no statement goes through a table that grows with the shop, but those that are known to. Statements that are put together
//! from parts, and PostgreSQL's own, can't be explained here.

use std::fs;
use std::path::Path;

use regex::Regex;
use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};

use super::Database;

/// Tables that grow with the shop. A new one belongs here.
const GROWING: [&str; 17] = [
    "accounts",
    "audit",
    "bills",
    "carts",
    "dialogues",
    "game_account_names",
    "inbox",
    "keyboards",
    "order_events",
    "orders",
    "outbox",
    "payments",
    "payouts",
    "people",
    "proofs",
    "quotes",
    "transfers",
];
/// Indexes of a part of a table that stays small: what is open, waits, or is due.
const OF_A_PART: [&str; 10] = [
    "orders_open",
    "orders_uncertain",
    "orders_failed",
    "orders_due",
    "people_requested",
    "payouts_open",
    "carts_waiting",
    "inbox_new",
    "outbox_due",
    "outbox_turn",
];
/// What is read as a whole on purpose: the beginning of the statement, and why.
const WHOLE: [(&str, &str); 13] = [
    ("SELECT accounts.id, credits - debits", "the audit of the ledger, once a day"),
    ("SELECT id, credits - debits FROM accounts ORDER BY id", "the demo"),
    ("SELECT transfers.id, kind, debit, credit, transfers.amount", "the demo: the newest ones"),
    ("SELECT id, body FROM bills WHERE user_id = $1", "the demo"),
    ("SELECT state, COUNT(*) FROM bills GROUP BY state", "an index alone"),
    ("SELECT state, COUNT(*) FROM orders", "an index alone"),
    ("SELECT id FROM people WHERE id = $1 OR LOWER(username)", "a part of a name"),
    ("SELECT id FROM people WHERE LOWER(username) = $1", "a name"),
    ("SELECT id FROM people ORDER BY created_at DESC", "a page in the order of an index"),
    ("SELECT COUNT(*) FROM people", "an index alone"),
    ("UPDATE people SET tier = $2 WHERE tier = $1", "a tier got another name"),
    ("UPDATE keyboards SET chat_id = $2", "a group got another id"),
    ("SELECT id, body FROM orders WHERE state IN ('queued', 'sending', 'pending', 'uncertain') OR created_at", "after a restore"),
];

/// The statements in the sources of a folder, each with its file.
fn statements(folder: &Path) -> Vec<(String, String)> {
    let literal = Regex::new(r#"(?s)"((?:SELECT|WITH|UPDATE|DELETE) (?:[^"\\]|\\.)*)""#).unwrap();
    let line_end = Regex::new(r"\\\n\s*").unwrap();
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(statements(&path));
            continue;
        }
        let (file, text) = (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap());
        found.extend(literal.captures_iter(&text).map(|sql| (file.clone(), line_end.replace_all(&sql[1], "").into_owned())));
    }
    found
}

#[tokio::test]
async fn no_statement_reads_a_whole_table_that_grows() {
    let place = Database::Sqlite.open().await.close().await;
    let mut db = SqliteConnection::connect(place.folder().join("shop.db").to_str().unwrap()).await.unwrap();
    let (mut explained, mut wrong) = (0, Vec::new());
    for (file, sql) in statements(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/storage")) {
        let plan = sqlx::raw_sql(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"))).fetch_all(&mut db).await;
        let Ok(plan) = plan else { continue };
        explained += 1;
        if WHOLE.iter().any(|(begin, _)| sql.starts_with(begin)) {
            continue;
        }
        for step in plan.iter().map(|row| row.get::<String, _>(3)) {
            let mut words = step.split_whitespace();
            let (Some("SCAN"), Some(table)) = (words.next(), words.next()) else { continue };
            if GROWING.contains(&table) && !words.any(|word| OF_A_PART.contains(&word)) {
                wrong.push(format!("{file}: {step}: {sql}"));
            }
        }
    }
    assert!(explained > 180, "the statements are read: {explained}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
