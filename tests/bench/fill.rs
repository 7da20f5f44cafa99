//! A database with the history of a shop: customers, orders, their money, their events, the audit log and messages. What the program reads as
//! JSON is made from its own types; everything that follows from the orders is made from them by the database.

use std::path::Path;

use odzreshop_bot::domain::bill::{Bill, BillId, BillState};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::order::{EndReason, Order, OrderId, OrderState, PaidBy, Told};
use odzreshop_bot::domain::payment::{Payment, Unit, Unmatched};
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::provider::ProviderName;
use odzreshop_bot::domain::target::Answer;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::storage;
use serde::Serialize;
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, SqliteConnection};

/// Customers have the ids from here on.
pub const FIRST_CUSTOMER: i64 = 1_000_000;
/// Every fourth order is one of so many resellers.
pub const RESELLERS: i64 = 40;
/// A year, over which the orders are spread.
const YEAR_MS: i64 = 365 * 24 * 3_600_000;
/// The last orders are open, some of them uncertain. No worker looks at them.
const OPEN: i64 = 12;
const UNCERTAIN: i64 = 4;
/// One bill comes on so many orders; bills that nobody has paid, and payments that nobody got.
const ORDERS_A_BILL: i64 = 4;
const UNPAID: i64 = 50;
const UNMATCHED: i64 = 20;
/// Rows in one statement.
const ROWS: usize = 500;

/// How much there is.
#[derive(Clone, Copy)]
pub struct Size {
    pub customers: i64,
    pub orders: i64,
}

/// A database, beside the bot that may run on it.
pub enum Database {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Database {
    pub async fn run(&mut self, sql: String) {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        match self {
            Self::Sqlite(db) => drop(sql.execute(db).await.unwrap()),
            Self::Postgres(db) => drop(sql.execute(db).await.unwrap()),
        }
    }

    async fn insert(&mut self, into: &str, rows: impl Iterator<Item = String>) {
        let rows: Vec<String> = rows.collect();
        for rows in rows.chunks(ROWS) {
            self.run(format!("INSERT INTO {into} VALUES {}", rows.join(", "))).await;
        }
    }
}

/// Fills a new SQLite file.
pub async fn sqlite(path: &Path, size: Size) {
    storage::open(path).await.unwrap().close().await;
    let options = SqliteConnectOptions::new().filename(path).foreign_keys(false).synchronous(SqliteSynchronous::Off);
    let mut db = options.connect().await.unwrap();
    // The rows come in another order than in life: an order before its money, and the sums of the accounts last.
    const TRIGGERS: &str = "SELECT sql FROM sqlite_master WHERE name IN ('transfers_sums', 'orders_held')";
    let triggers: Vec<String> = sqlx::query_scalar(TRIGGERS).fetch_all(&mut db).await.unwrap();
    let mut filled = Database::Sqlite(db);
    filled.run("DROP TRIGGER transfers_sums; DROP TRIGGER orders_held".to_owned()).await;
    fill(&mut filled, size).await;
    filled.run(triggers.join(";\n")).await;
    if let Database::Sqlite(db) = filled {
        db.close().await.unwrap();
    }
}

/// Fills a new PostgreSQL database, as its superuser.
pub async fn postgres(url: &str, size: Size) {
    storage::connect(&url.to_owned().into()).await.unwrap().close().await;
    let mut filled = Database::Postgres(PgConnection::connect(url).await.unwrap());
    // No triggers, for the same reason.
    filled.run("SET session_replication_role = replica; SET synchronous_commit = off".to_owned()).await;
    fill(&mut filled, size).await;
    // As autovacuum does within a minute.
    filled.run("VACUUM ANALYZE".to_owned()).await;
}

async fn fill(db: &mut Database, size: Size) {
    let now = chrono::Utc::now().timestamp_millis();
    let of = |n: i64| order(n, now, size);
    let person = |n: i64| {
        let (access, requested) = if n % 500 == 7 { ("requested", now.to_string()) } else { ("approved", "NULL".to_owned()) };
        let (id, met) = (FIRST_CUSTOMER + n, now - YEAR_MS - 1_000 + n);
        format!("({id}, 'Budi Nomor {n} Jaya', 'budi{n}jaya', 'id', 0, '{access}', {requested}, {met})")
    };
    let people = "people (id, name, username, telegram_language, unreachable, access, requested_at, created_at)";
    db.insert(people, (0..size.customers).map(person)).await;
    let orders = "orders (id, number, quote, user_id, state, version, category, sku, target, price, cost, invoice, due_at, created_at, \
         ended_at, provider, paid_by, body)";
    db.insert(orders, (0..size.orders).map(|n| order_row(&of(n)))).await;
    let bills =
        "bills (id, number, user_id, method, state, version, amount, payable, reference, due_at, expires_at, created_at, fee, body)";
    let paid = || (0..size.orders).step_by(usize::try_from(ORDERS_A_BILL).unwrap()).map(|n| bill(n, BillState::Paid, &of(n)));
    let unpaid =
        (0..UNPAID).map(|n| bill(size.orders + n, BillState::Waiting, &Order { user_id: FIRST_CUSTOMER + n, ..of(size.orders - 1) }));
    db.insert(bills, paid().chain(unpaid).map(|bill| bill_row(&bill))).await;
    let payments = "payments (method, payment, bill_id, received, unit, credited, transfer, seen_at, paid_at, body)";
    let unmatched = (0..UNMATCHED).map(|n| Payment {
        id: format!("odd-{n}"),
        bill: None,
        credited: None,
        unmatched: Some(Unmatched::UnknownBill),
        ..payment(&bill(n, BillState::Paid, &of(size.orders - 1 - n)))
    });
    db.insert(payments, paid().map(|bill| payment(&bill)).chain(unmatched).map(|payment| payment_row(&payment))).await;
    for sql in FOLLOWING {
        db.run(sql.replace("{now}", &now.to_string())).await;
    }
}

/// What follows from people, orders and payments: money, events, acts of admins, messages.
const FOLLOWING: [&str; 11] = [
    "INSERT INTO game_account_names (user_id, category, target, name) \
     SELECT DISTINCT user_id, category, target, 'Akun utama' FROM orders WHERE state = 'success'",
    "INSERT INTO dialogues (chat_id, user_id, step, schema, version, token, message_id, updated_at) \
     SELECT id, id, '{\"step\":\"menu\"}', 1, 1, 'token-' || id, 7, created_at FROM people",
    "INSERT INTO transfers (id, kind, debit, credit, amount, user_id, actor, reason, at) \
     SELECT 'grant:' || id, 'grant', 'shop:grants', 'wallet:' || id, 900000000, id, 1, 'saldo awal', created_at FROM people",
    "INSERT INTO transfers (id, kind, debit, credit, amount, user_id, at) \
     SELECT transfer, 'payment', 'method:pakasir', 'wallet:' || user_id, credited, user_id, seen_at \
     FROM payments JOIN bills ON bills.id = bill_id WHERE transfer IS NOT NULL",
    "INSERT INTO transfers (id, kind, debit, credit, amount, user_id, order_id, at) \
     SELECT 'hold:' || id, 'hold', 'wallet:' || user_id, 'held:' || user_id, price, user_id, id, created_at FROM orders",
    "INSERT INTO transfers (id, kind, debit, credit, amount, user_id, order_id, parent, parent_kind, at) \
     SELECT 'settle:' || id, CASE state WHEN 'success' THEN 'capture' ELSE 'release' END, 'held:' || user_id, \
        CASE state WHEN 'success' THEN 'shop:sales' ELSE 'wallet:' || user_id END, price, user_id, id, 'hold:' || id, 'hold', ended_at \
     FROM orders WHERE ended_at IS NOT NULL",
    "INSERT INTO accounts (id, kind, user_id, debits, credits) \
     SELECT account, CASE WHEN account LIKE 'wallet:%' THEN 'wallet' WHEN account LIKE 'held:%' THEN 'held' \
           WHEN account LIKE 'method:%' THEN 'method' ELSE 'shop' END, \
        MAX(CASE WHEN account LIKE 'wallet:%' OR account LIKE 'held:%' THEN user_id END), SUM(debit), SUM(credit) \
     FROM (SELECT debit AS account, user_id, amount AS debit, 0 AS credit FROM transfers \
        UNION ALL SELECT credit, user_id, 0, amount FROM transfers) AS sides GROUP BY account",
    "INSERT INTO order_events (order_id, n, at, state, kind, detail) \
     SELECT id, 1, created_at, 'queued', 'created', NULL FROM orders \
     UNION ALL SELECT id, 2, created_at + 500, 'pending', 'placed', invoice FROM orders \
     UNION ALL SELECT id, 3, ended_at, state, CASE state WHEN 'success' THEN 'success' ELSE 'failed' END, NULL FROM orders \
        WHERE ended_at IS NOT NULL",
    "INSERT INTO audit (id, actor, action, subject, detail, at) \
     SELECT 'admit-' || id, 1, 'admit', id || '', name, created_at FROM people \
     UNION ALL SELECT 'grant-' || id, 1, 'grant', user_id || '', reason, at FROM transfers WHERE kind = 'grant' \
     UNION ALL SELECT 'message-' || id, CASE price WHEN 20000 THEN 3 ELSE 2 END, 'message', number, sku, created_at FROM orders \
        WHERE number LIKE '%0' OR number LIKE '%5' \
     UNION ALL SELECT 'role-' || id, 4, 'role', user_id || '', 'support', created_at FROM orders WHERE number = 'T0000007'",
    "INSERT INTO outbox (chat_id, body, due_at, attempts, state, message_id, created_at) \
     SELECT user_id, '{\"call\":{\"method\":\"sendMessage\",\"payload\":{\"text\":\"' || body || '\"}}}', created_at, 1, 'sent', n, created_at \
     FROM orders JOIN order_events ON order_id = id WHERE created_at > {now} - 604800000",
    "INSERT INTO inbox (bot_id, update_id, chat_key, body, received_at, state) \
     SELECT 42, ROW_NUMBER() OVER (ORDER BY order_id, n), user_id, body, at, 'done' \
     FROM orders JOIN order_events ON order_id = id WHERE created_at > {now} - 172800000",
];

/// The n-th order: its customer, its time, and how it ended.
fn order(n: i64, now: i64, size: Size) -> Order {
    let user_id = FIRST_CUSTOMER + if n % 4 == 0 { n / 4 % RESELLERS } else { RESELLERS + n * 7_919 % (size.customers - RESELLERS) };
    let created_at = Millis(now - YEAR_MS + (n + 1) * (YEAR_MS / (size.orders + 1)));
    let (state, reason) = match n {
        n if n >= size.orders - UNCERTAIN => (OrderState::Uncertain, None),
        n if n >= size.orders - OPEN => (OrderState::Pending, None),
        n if n % 20 == 3 => (OrderState::Failed, Some(EndReason::Provider(Some("Player not found".to_owned())))),
        n if n % 100 == 1 => (OrderState::Cancelled, Some(EndReason::Expired)),
        _ => (OrderState::Success, None),
    };
    let (user, zone) = ((100_000_000 + n * 31).to_string(), (1_000 + n % 9_000).to_string());
    let price = Rupiah(20_000 + n % 11 * 5_000);
    Order {
        id: OrderId(format!("019b0000-0000-7000-8000-{n:012}")),
        number: format!("T{n:07}"),
        quote: format!("019b0000-0000-7000-9000-{n:012}"),
        user_id,
        chat_id: user_id,
        topic: None,
        card_message_id: 7,
        provider: ProviderName::Odzreshop,
        category: "mobile-legends".to_owned(),
        sku: format!("ml-{}", n % 11),
        item: format!("Mobile Legends {} Diamonds", 86 + n % 11 * 40),
        target: format!("{user}{zone}"),
        answers: [("user_id", user), ("zone_id", zone)].map(|(key, value)| Answer { key: key.to_owned(), value }).into(),
        price,
        cost: price - Rupiah(1_500),
        state,
        version: 4,
        attempts: 1,
        polls: 2,
        invoice: Some(format!("INV-{n:08}-1708300000")),
        sn: (state == OrderState::Success).then(|| format!("SN{n:012}")),
        reason,
        due_at: None,
        created_at,
        sent_at: Some(created_at.plus_ms(300)),
        send_deadline: None,
        placed_at: Some(created_at.plus_ms(500)),
        ended_at: (!state.is_open()).then(|| created_at.plus_seconds(4 + n % 60)),
        evidence: None,
        resolved_by: None,
        resolved_in: None,
        resends: 0,
        told: Told { customer_slow: true, admins_slow: true, ..Told::default() },
        paid_by: PaidBy::Wallet,
    }
}

fn order_row(order: &Order) -> String {
    format!(
        "('{}', '{}', '{}', {}, '{}', 4, '{}', '{}', '{}', {}, {}, '{}', NULL, {}, {}, 'odzreshop', 'wallet', {})",
        order.id.0,
        order.number,
        order.quote,
        order.user_id,
        order.state.as_str(),
        order.category,
        order.sku,
        order.target,
        order.price.0,
        order.cost.0,
        order.invoice.as_deref().unwrap_or_default(),
        order.created_at.0,
        order.ended_at.map_or("NULL".to_owned(), |at| at.0.to_string()),
        json(order),
    )
}

/// The bill with which the customer of this order filled their wallet.
fn bill(n: i64, state: BillState, order: &Order) -> Bill {
    let (amount, number, at) = (Rupiah(order.price.0 * ORDERS_A_BILL), format!("B{n:07}"), order.created_at.plus_seconds(-60));
    Bill {
        id: BillId(format!("019b0000-0000-7000-a000-{n:012}")),
        reference: Some(format!("{number}-1")),
        number,
        user_id: order.user_id,
        chat_id: order.user_id,
        topic: None,
        method: PaymentMethod::Pakasir,
        state,
        version: 3,
        wanted: amount,
        amount,
        payable: amount.0,
        asked: Some(amount - Rupiah(660)),
        code: Some("0002010102122669".repeat(12)),
        openings: 1,
        opened_at: Some(at),
        looked_at: Some(at),
        word: None,
        test: false,
        due_at: None,
        expires_at: at.plus_seconds(24 * 3_600),
        ended_at: (state == BillState::Paid).then(|| at.plus_seconds(30)),
        created_at: at,
    }
}

fn bill_row(bill: &Bill) -> String {
    format!(
        "('{}', '{}', {}, 'pakasir', '{}', 3, {}, {}, '{}', NULL, {}, {}, 660, {})",
        bill.id.0,
        bill.number,
        bill.user_id,
        bill.state.as_str(),
        bill.amount.0,
        bill.payable,
        bill.reference.as_deref().unwrap_or_default(),
        bill.expires_at.0,
        bill.created_at.0,
        json(bill),
    )
}

fn payment(bill: &Bill) -> Payment {
    Payment {
        method: bill.method,
        id: bill.reference.clone().unwrap_or_default(),
        bill: Some(bill.id.clone()),
        payer: None,
        received: bill.payable,
        unit: Unit::Rupiah,
        credited: Some(bill.amount),
        seen_at: bill.created_at.plus_seconds(30),
        paid_at: Some(bill.created_at.plus_seconds(20)),
        actor: None,
        unmatched: None,
        note: None,
    }
}

fn payment_row(payment: &Payment) -> String {
    let or_null = |value: Option<String>| value.map_or("NULL".to_owned(), |value| format!("'{value}'"));
    format!(
        "('pakasir', '{}', {}, {}, 'IDR', {}, {}, {}, {}, {})",
        payment.id,
        or_null(payment.bill.as_ref().map(|bill| bill.0.clone())),
        payment.received,
        payment.credited.map_or("NULL".to_owned(), |amount| amount.0.to_string()),
        or_null(payment.credited.map(|_| format!("pay:pakasir:{}", payment.id))),
        payment.seen_at.0,
        payment.seen_at.0 - 10_000,
        json(payment),
    )
}

fn json(value: &impl Serialize) -> String {
    format!("'{}'", serde_json::to_string(value).unwrap().replace('\'', "''"))
}
