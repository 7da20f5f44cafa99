//! Unique secrets are searched for in everything that the real binary leaves behind: its most detailed log, each byte of its database, and all
//! messages.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::sandbox::gateway::{self, Books, Gateway, Options};
use odzreshop_bot::sandbox::provider::{Endpoint, Fault};
use odzreshop_bot::sandbox::telegram::{self, User};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::bills;
use crate::postgres;
use crate::security::echo::{Echo, percent_encoded};
use crate::shop::process::free_address;
use crate::shop::{AGUS, BUDI, JANE, KEY, SARI, Shop, TOML};
use crate::webhook::SECRET;

/// The key of the payment gateway.
const GATEWAY_KEY: &str = "canary-gateway-key-51c8d2";

/// A person whose chat is not searched.
const EVE: i64 = 6_666;

/// Something that the binary left behind: its name and its bytes.
type Place = (String, Vec<u8>);

/// What to search for: the secrets without their ends, so that truncated ones are found too.
fn secrets(shop: &Shop) -> Vec<String> {
    let (_, token) = shop.telegram.token().split_once(':').unwrap();
    let beginning = |secret: &str| secret.chars().take(14).collect::<String>();
    // In a header of Midtrans' calls.
    let encoded = BASE64_STANDARD.encode(GATEWAY_KEY);
    [KEY, token, SECRET, postgres::PASSWORD, GATEWAY_KEY, &encoded]
        .map(|secret| [beginning(secret), percent_encoded(&beginning(secret))])
        .concat()
}

fn assert_nowhere(shop: &Shop, places: Vec<Place>) {
    let secrets = secrets(shop);
    for (place, bytes) in places {
        assert!(!bytes.is_empty(), "{place} is empty: nothing was searched");
        for secret in &secrets {
            let found = bytes.windows(secret.len()).position(|window| window == secret.as_bytes());
            let around = found.map(|at| String::from_utf8_lossy(&bytes[at.saturating_sub(200)..(at + 100).min(bytes.len())]).into_owned());
            assert_eq!(around, None, "{place} holds {secret:?}");
        }
    }
}

/// A customer whose name looks like a log line.
fn forger() -> User {
    User { last_name: Some("x\n2026-11-24T00:00:00Z ERROR forged".to_owned()), ..User::new(BUDI, "Budi\r\n{\"level\":\"ERROR\"}", "id") }
}

/// Failures of everything that handles a secret.
async fn converse(shop: &Shop) {
    shop.telegram.add_user(forger());
    shop.greet_admins().await;
    shop.say(SARI, "/balance", "Akun provider").await;
    // A provider that repeats the key in all of its texts.
    let echo = |code| Fault::Status { code, message: format!("no {KEY} today"), retry_after: None };
    shop.provider.fail_call(Endpoint::Order, echo(400), 1);
    shop.buy(BUDI).await;
    shop.see(BUDI, "Maaf, top up ini gagal").await;
    shop.provider.fail_call(Endpoint::Profile, echo(404), 1);
    shop.say(SARI, "/balance", "(404)").await;
    shop.buy(JANE).await;
    let order = shop.taken(1).await;
    shop.see(JANE, "Being processed").await;
    shop.placed(JANE).await;
    shop.provider.set_status_word(&order.invoice, KEY).unwrap();
    shop.say(SARI, &format!("/status {}", order.invoice), "Pemeriksaan pesanan").await;
    shop.provider.deliver(&order.invoice, &format!("SN {KEY}")).unwrap();
    shop.say(SARI, &format!("/status {}", order.invoice), "Pemeriksaan pesanan").await;
    shop.see(JANE, "has arrived").await;
    // An admin sends the key to the bot.
    shop.telegram.add_user(User::new(EVE, "Eve", "id"));
    shop.say(EVE, &format!("{KEY} {}", shop.telegram.token()), "Odzreshop").await;
    // A Telegram and a provider that break off, time out, or are another server.
    for fault in [telegram::Fault::DropBefore, telegram::Fault::DropAfter] {
        shop.telegram.fail("sendMessage", fault, 1);
    }
    shop.provider.fail_call(Endpoint::Profile, Fault::Reset, 1);
    shop.say(SARI, "/balance", "Akun provider").await;
    let elsewhere = Fault::Redirect("http://127.0.0.1:9/".to_owned());
    for (doubts, (user, fault)) in
        [(JANE, Fault::Html(502)), (BUDI, Fault::BadJson), (JANE, elsewhere), (BUDI, Fault::TruncatedJson)].into_iter().enumerate()
    {
        shop.provider.fail_call(Endpoint::Order, fault, 1);
        shop.buy(user).await;
        let cards = |state: &telegram::State| {
            state.messages(AGUS).iter().filter(|message| message.text.contains("Status pesanan belum jelas")).count()
        };
        shop.telegram.wait_until("the admin's card", |state| (cards(state) > doubts).then_some(())).await.unwrap();
    }
    shop.answered().await;
}

/// All messages, and what the programs wrote.
fn told(shop: &Shop) -> Vec<Place> {
    let mut places: Vec<Place> =
        [BUDI, JANE, SARI, AGUS].map(|user| (format!("the chat of {user}"), shop.telegram.transcript(user).into_bytes())).into();
    for file in std::fs::read_dir(shop.folder.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        // The files that SQLite empties when it closes, and the lock file.
        if !bytes.is_empty() {
            places.push((path.display().to_string(), bytes));
        }
    }
    places
}

/// Each line of the log is one entry, whatever it contains.
fn assert_lines_are_entries(log: &str) {
    for line in log.lines() {
        let entry: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(entry["level"].is_string() && entry["timestamp"].is_string(), "{line}");
    }
    for word in ["DEBUG", "INFO", "WARN"] {
        assert!(log.contains(&format!("\"level\":\"{word}\"")), "no {word}: is this all of the log?");
    }
}

#[tokio::test]
async fn no_secret_leaks_with_long_polling_on_sqlite() {
    let mut shop = Shop::closed_with(TOML).await;
    shop.more_vars.insert("LOG_FORMAT".to_owned(), "json".to_owned());
    shop.telegram.fail("getUpdates", telegram::Fault::DropBefore, 1);
    let bot = shop.spawn();
    converse(&shop).await;
    bot.terminate().await;
    assert_lines_are_entries(&shop.log());
    // A configuration that is refused, with the secrets in wrong places.
    shop.set_toml(&format!("[shop]\nnonsense = \"{KEY}\"\n"));
    let refused = shop.output(&["run"]);
    std::fs::remove_file(shop.folder.path().join("shop.toml")).unwrap();
    let mut places = told(&shop);
    assert!(places.iter().any(|(name, _)| name.ends_with("shop.db")));
    places.push(("standard error".to_owned(), refused.stderr));
    assert_nowhere(&shop, places);
}

#[tokio::test]
async fn no_secret_leaks_with_webhooks_on_postgresql() {
    let mut shop = Shop::hooked().await;
    shop.more_vars.insert("LOG_FORMAT".to_owned(), "json".to_owned());
    let database = if postgres::is_there() { Some(postgres::database().await) } else { None };
    if let Some(address) = &database {
        shop.more_vars.insert("DATABASE_URL".to_owned(), address.clone());
    }
    let bot = shop.spawn();
    converse(&shop).await;
    for wrong in [None, Some("wrong"), Some(&SECRET[1..])] {
        assert_ne!(shop.post(shop.hook(), wrong, "{}").await.0, 200);
    }
    bot.terminate().await;
    assert_lines_are_entries(&shop.log());
    let mut places = told(&shop);
    if let Some(address) = &database {
        places.push(("PostgreSQL".to_owned(), dump(address).await));
        let nowhere = address.replace("127.0.0.1", "127.0.0.1:1,127.0.0.1");
        shop.more_vars.insert("DATABASE_URL".to_owned(), nowhere);
        places.push(("standard error".to_owned(), shop.output(&["run"]).stderr));
    }
    assert_nowhere(&shop, places);
}

#[tokio::test]
async fn a_secret_that_others_repeat_is_not_stored() {
    let mut shop = Shop::hooked().await;
    let (_, token) = shop.telegram.token().split_once(':').unwrap();
    let telegram = Echo::start(&shop.telegram.url(), token).await;
    let provider = Echo::start(&shop.provider.url(), KEY).await;
    let ops = free_address().await.to_string();
    for (name, value) in
        [("LOG_FORMAT", "json"), ("OPS_LISTEN", &ops), ("TELOXIDE_API_URL", &telegram.url), ("ODZRESHOP_API_URL", &provider.url)]
    {
        shop.more_vars.insert(name.to_owned(), value.to_owned());
    }
    let mut places = Vec::new();
    for command in [&["webhook", "set"][..], &["webhook", "set"], &["webhook", "info"], &["webhook", "info"], &["webhook", "info"]] {
        places.push((command.concat(), shop.finish(command).await.1.into_bytes()));
    }
    telegram.again();
    for number in 0..3 {
        places.push((format!("check {number}"), shop.finish(&["check"]).await.1.into_bytes()));
    }
    shop.finish(&["webhook", "delete"]).await;
    for name in ["WEBHOOK_URL", "WEBHOOK_LISTEN", "WEBHOOK_SECRET"] {
        shop.more_vars.remove(name);
    }
    telegram.again();
    provider.again();
    let bot = shop.spawn();
    shop.greet_admins().await;
    shop.say(JANE, "/start", "Odzreshop").await;
    shop.say(SARI, "/balance", "Akun provider").await;
    for end in ["Maaf, top up ini gagal", "Jangan pesan lagi dulu", "Jangan pesan lagi dulu", "Sedang diproses"] {
        let seen = shop.marks(BUDI);
        shop.buy(BUDI).await;
        shop.see_since(&seen, BUDI, end).await;
    }
    let order = shop.taken(1).await;
    for _ in 0..3 {
        shop.say(SARI, &format!("/status {}", order.invoice), "Pemeriksaan pesanan").await;
    }
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    shop.say(SARI, &format!("/status {}", order.invoice), "Pemeriksaan pesanan").await;
    shop.see(BUDI, "SN-1").await;
    for path in ["/metrics", "/readyz"] {
        places.push((path.to_owned(), shop.ask(path).await.1.into_bytes()));
    }
    bot.terminate().await;
    assert_lines_are_entries(&shop.log());
    for (echo, method) in [(&telegram, "getUpdates"), (&telegram, "sendMessage"), (&provider, "services"), (&provider, "status")] {
        assert!(echo.calls(method) > 3, "{method}");
    }
    assert!(shop.log().contains("calling again in another way"), "the refusal is logged");
    places.extend(told(&shop));
    assert_nowhere(&shop, places);
}

#[tokio::test]
async fn the_gateways_key_is_left_behind_nowhere() {
    for method in PaymentMethod::GATEWAYS {
        let mut shop = Shop::closed_with(&format!("{TOML}\n[wallet]\nenabled = true\n")).await;
        let till = Gateway::start(Options { api_key: GATEWAY_KEY.to_owned(), ..Options::default() }).await.unwrap();
        shop.set_gateway_of(method, &till);
        shop.more_vars.insert("LOG_FORMAT".to_owned(), "json".to_owned());
        let mut places = Vec::new();
        for fault in [
            gateway::Fault::Echo(401),
            gateway::Fault::Echo(400),
            gateway::Fault::Echo(500),
            gateway::Fault::Echo(302),
            gateway::Fault::Html,
        ] {
            till.fail(gateway::Endpoint::Detail, fault, 1);
            places.push((format!("check with {fault:?}"), shop.finish(&["check"]).await.1.into_bytes()));
        }
        bills::put_bill(&shop, BUDI).await;
        till.fail(gateway::Endpoint::Create, gateway::Fault::Echo(400), 1);
        for fault in [gateway::Fault::Echo(401), gateway::Fault::Echo(500), gateway::Fault::Html] {
            till.fail(gateway::Endpoint::Detail, fault, 1);
        }
        let bot = shop.spawn();
        let looked = |books: &Books| books.invoices().first().is_some_and(|invoice| invoice.looks > 1).then_some(());
        till.wait_until("looks after all faults", looked).await.unwrap();
        till.pay(&till.invoices()[0].order_id);
        till.stop().await;
        shop.greet_admins().await;
        for customer in [BUDI, JANE] {
            shop.say(customer, "/start", "Odzreshop").await;
        }
        bot.terminate().await;
        places.extend(told(&shop));
        assert!(shop.log().contains("looking at a bill") && shop.log().contains("asking for a code"), "the failures are logged");
        assert_nowhere(&shop, places);
    }
}

/// Every row of every table, as text.
async fn dump(address: &str) -> Vec<u8> {
    let mut connection = PgConnection::connect(address).await.unwrap();
    let tables = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut connection).await.unwrap();
    let mut all = String::new();
    for table in tables {
        let rows = AssertSqlSafe(format!("SELECT t::text FROM \"{table}\" t"));
        let rows: Vec<String> = sqlx::query_scalar(rows).fetch_all(&mut connection).await.unwrap();
        all += &rows.join("\n");
    }
    all.into_bytes()
}
