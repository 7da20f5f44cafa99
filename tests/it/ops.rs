//! Health, readiness, metrics, and a backup while the bot runs.

use std::time::Duration;

use odzreshop_bot::domain::order::OrderState;
use odzreshop_bot::sandbox::provider::Behaviour;
use odzreshop_bot::sandbox::telegram::Fault;
use odzreshop_bot::storage;
use odzreshop_bot::wiring::Clock;
use sqlx::{Connection, SqliteConnection};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::postgres::Server;
use crate::shop::process::free_address;
use crate::shop::{AGUS, BUDI, KEY, SARI, Shop, TOML};

/// Longer than anything here needs.
const PATIENCE: Duration = Duration::from_secs(30);

impl Shop {
    pub async fn watched() -> Self {
        let mut shop = Self::closed_with(TOML).await;
        shop.more_vars.insert("OPS_LISTEN".to_owned(), free_address().await.to_string());
        shop
    }

    /// The status and body at a path; status zero if there is no complete answer.
    pub async fn ask(&self, path: &str) -> (u16, String) {
        let Ok(mut stream) = TcpStream::connect(&self.more_vars["OPS_LISTEN"]).await else { return (0, String::new()) };
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        let mut answer = String::new();
        let asked = async {
            stream.write_all(request.as_bytes()).await?;
            stream.read_to_string(&mut answer).await
        };
        let (Ok(_), Some((head, body))) = (asked.await, answer.split_once("\r\n\r\n")) else { return (0, String::new()) };
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    /// Asks until the answer is as wanted; returns its body.
    pub async fn ask_until(&self, path: &str, wanted: impl Fn(u16, &str) -> bool) -> String {
        let asking = async {
            loop {
                let (status, text) = self.ask(path).await;
                if wanted(status, &text) {
                    return text;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        match tokio::time::timeout(PATIENCE, asking).await {
            Ok(text) => text,
            Err(_) => panic!("{path} still says {:?}", self.ask(path).await),
        }
    }

    /// The same, running, and the admins have started the bot.
    pub async fn watched_with_admins() -> Self {
        let mut shop = Self::watched().await;
        shop.start();
        shop.greet_admins().await;
        shop.ready().await;
        shop
    }

    /// Waits until the bot is ready.
    pub async fn ready(&self) {
        assert_eq!(self.ask_until("/readyz", |status, _| status == 200).await, "ready\n");
    }

    /// Waits until the bot is not ready and the lines of the answer begin with these reasons, in this order.
    pub async fn unready(&self, reasons: &[&str]) {
        let fits =
            |text: &str| text.lines().count() == reasons.len() && text.lines().zip(reasons).all(|(line, reason)| line.starts_with(reason));
        self.ask_until("/readyz", |status, text| status == 503 && fits(text)).await;
    }

    /// Moves the monotonic clock of the bot in this process forward: sleeps end, and calls that wait for an answer time out.
    pub async fn pass(&self, seconds: u64) {
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(seconds)).await;
        tokio::time::resume();
    }

    pub async fn in_database(&self, sql: &str) {
        let mut database = SqliteConnection::connect(self.folder.path().join("shop.db").to_str().unwrap()).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut database).await.unwrap();
        database.close().await.unwrap();
    }
}

#[tokio::test]
async fn alive_while_telegram_is_away_and_ready_when_it_is_back() {
    let mut shop = Shop::watched().await;
    shop.telegram.down(true);
    shop.start();
    shop.ask_until("/healthz", |status, text| status == 200 && text == "alive\n").await;
    let unready =
        |status, text: &str| status == 503 && text == "updates: no heartbeat since the start\nhandlers: no heartbeat since the start\n";
    shop.ask_until("/readyz", unready).await;
    assert!(shop.ask("/metrics").await.1.contains("\nodzreshop_parts_not_ready 2\n"));
    let stuck = "not ready: updates: no heartbeat since the start; handlers: no heartbeat since the start\n";
    assert_eq!(shop.finish(&["health"]).await, (Some(1), stuck.to_owned()));
    shop.telegram.down(false);
    assert_eq!(shop.ask_until("/readyz", |status, _| status == 200).await, "ready\n");
    assert_eq!(shop.finish(&["health"]).await, (Some(0), "ready\n".to_owned()));
    assert_eq!(shop.ask("/").await.0, 404);
    shop.close().await;
    assert_eq!(shop.ask("/healthz").await.0, 0, "closed at the end");
    let (code, line) = shop.finish(&["health"]).await;
    assert!(code == Some(1) && line.starts_with("no answer at 127.0.0.1:"), "{line}");
    shop.more_vars.remove("OPS_LISTEN");
    let (code, report) = shop.finish(&["health"]).await;
    assert!(code == Some(2) && report.contains("OPS_LISTEN"), "{report}");
}

#[tokio::test]
async fn a_database_that_cannot_be_written_is_not_ready() {
    let mut shop = Shop::watched().await;
    shop.start();
    shop.ask_until("/readyz", |status, _| status == 200).await;
    for change in ["INSERT", "UPDATE"] {
        shop.in_database(&format!(
            "CREATE TRIGGER full_{change} BEFORE {change} ON last_alive BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        ))
        .await;
    }
    shop.ask_until("/readyz", |status, text| status == 503 && text.starts_with("database: not writable for ")).await;
    assert_eq!(shop.ask("/healthz").await.0, 200);
    for change in ["INSERT", "UPDATE"] {
        shop.in_database(&format!("DROP TRIGGER full_{change}")).await;
    }
    shop.ask_until("/readyz", |status, _| status == 200).await;
    shop.close().await;
}

#[tokio::test]
async fn loops_that_cannot_read_orders_are_reported_one_by_one() {
    let mut shop = Shop::watched_with_admins().await;
    // The write probe still works, but the loops can't read their work.
    shop.in_database("ALTER TABLE orders RENAME TO hidden").await;
    shop.pass(31).await;
    shop.unready(&["send: no heartbeat for ", "poll: no heartbeat for "]).await;
    shop.in_database("ALTER TABLE hidden RENAME TO orders").await;
    shop.ready().await;
    shop.buy(BUDI).await;
    shop.taken(1).await;
    shop.close().await;
}

#[tokio::test]
async fn a_leader_that_cannot_recover_orders_is_not_ready() {
    let mut shop = Shop::watched().await;
    shop.start();
    shop.ready().await;
    shop.stop().await;
    shop.in_database("ALTER TABLE orders RENAME TO hidden").await;
    shop.start();
    shop.ask_until("/readyz", |status, text| status == 503 && text == "leadership: no heartbeat since the start\n").await;
    shop.in_database("ALTER TABLE hidden RENAME TO orders").await;
    shop.ready().await;
    shop.close().await;
}

#[tokio::test]
async fn a_bot_that_stops_answers_nobody_any_more() {
    let shop = Shop::watched().await;
    let mut bot = shop.spawn();
    shop.to_confirmation(BUDI).await;
    shop.ready().await;
    shop.provider.next(Behaviour::Slow(PATIENCE));
    shop.tap(BUDI, "✅").await;
    shop.taken(1).await;
    bot.signal("TERM");
    shop.ask_until("/readyz", |status, _| status == 0).await;
    assert_eq!(bot.ended(), None, "it waits for the answer to the order");
    // Only now the provider answers.
    shop.pass(PATIENCE.as_secs()).await;
    let status = loop {
        match bot.ended() {
            Some(status) => break status,
            None => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    };
    assert!(status.success(), "{status}");
    assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Pending, "the answer was still in time");
    shop.assert_clean();
}

/// A line of the metrics.
fn leader(held: bool) -> String {
    format!("\nodzreshop_leader {}\n", u8::from(held))
}

#[tokio::test]
async fn a_standby_is_ready_and_no_process_is_ready_without_the_database() {
    let Some(server) = Server::start(false) else { return };
    let mut shop = Shop::watched().await;
    shop.more_vars.insert("DATABASE_URL".to_owned(), server.database().await);
    let mut holder = shop.spawn();
    shop.say(BUDI, "/start", "Odzreshop").await;
    shop.ready().await;
    shop.ask_until("/metrics", |_, text| text.contains(&leader(true))).await;
    let address = free_address().await.to_string();
    let holders = shop.more_vars.insert("OPS_LISTEN".to_owned(), address.clone()).unwrap();
    let follower = shop.spawn();
    shop.ready().await;
    shop.ask_until("/metrics", |_, text| text.contains(&leader(false))).await;

    server.kill();
    for address in [holders, address] {
        shop.more_vars.insert("OPS_LISTEN".to_owned(), address);
        shop.unready(&["database: not writable for "]).await;
        assert_eq!(shop.ask("/healthz").await.0, 200);
    }
    server.start_again();
    shop.ready().await;

    holder.kill();
    shop.ask_until("/metrics", |_, text| text.contains(&leader(true))).await;
    shop.ready().await;
    shop.say(BUDI, "/help", "Cara belanja").await;
    follower.terminate().await;
    shop.assert_clean();
}

#[tokio::test]
async fn metrics_show_the_state_and_no_secrets() {
    let mut shop = Shop::watched().await;
    shop.start();
    shop.say(SARI, "/start", "Odzreshop").await;
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    let pending = shop.ask_until("/metrics", |_, text| text.contains("\nodzreshop_orders{state=\"pending\"} 1\n")).await;
    assert!(
        pending.contains("\nodzreshop_orders{state=\"uncertain\"} 0\n") && pending.contains("odzreshop_last_poll_age_seconds"),
        "{pending}"
    );
    assert!(!pending.contains("\nodzreshop_oldest_open_order_age_seconds 0.0\n"), "{pending}");
    shop.provider.deliver(&order.invoice, "SN-91").unwrap();
    shop.see(BUDI, "SN-91").await;
    let text = shop.ask_until("/metrics", |_, text| text.contains("\nodzreshop_orders{state=\"success\"} 1\n")).await;
    for line in [
        "odzreshop_oldest_open_order_age_seconds 0.0",
        "odzreshop_inbox_waiting 0",
        "odzreshop_shop_open 1",
        "odzreshop_leader 1",
        "odzreshop_database_readable 1",
        "odzreshop_provider_request_duration_seconds_count{endpoint=\"order\",outcome=\"ok\"} 1",
        "odzreshop_telegram_request_duration_seconds_count{method=\"getMe\",outcome=\"ok\"} 1",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    let (id, target) = (BUDI.to_string(), "1234567891234");
    for secret in [KEY, shop.telegram.token(), &id, &SARI.to_string(), target, &order.invoice, "SN-91"] {
        assert!(!text.contains(&format!("\"{secret}\"")) && (secret.len() < 5 || !text.contains(secret)), "{secret}\n{text}");
    }
    shop.close().await;
}

#[tokio::test]
async fn check_warns_when_no_admin_can_get_an_alert() {
    let mut shop = Shop::closed_with(TOML).await;
    let (code, words) = shop.finish(&["check"]).await;
    assert!(code == Some(0) && words.contains(&format!("note  admins: {SARI}, {AGUS} can't be written to")), "{words}");
    shop.set_toml(&TOML.replace("mode = \"open\"", "mode = \"approval\""));
    let (code, words) = shop.finish(&["check"]).await;
    let wrong = format!("WRONG admins: nobody can approve customers: of ADMIN_IDS {SARI}, {AGUS} can't be written to");
    assert!(code == Some(1) && words.contains(&wrong), "{words}");
    shop.set_toml(TOML);
    for admin in [SARI, AGUS] {
        shop.telegram.send_text(admin, "/start").unwrap();
    }
    let (code, words) = shop.finish(&["check"]).await;
    assert!(code == Some(0) && !words.contains("note  admins") && words.contains("ok    admins: 2 can be written to"), "{words}");

    const GROUP: i64 = -1_001_234_567_890;
    let forbidden = || Fault::Status { code: 403, description: "Forbidden: bot was kicked".to_owned(), retry_after: None };
    shop.telegram.add_supergroup(GROUP, "Admins", true);
    for (chat, inside, code, found) in [
        (GROUP.to_string(), false, 1, "WRONG ADMIN_CHAT_ID: "),
        (GROUP.to_string(), true, 0, "ok    ADMIN_CHAT_ID: \"Admins\" can be written to"),
        (format!("{GROUP}:7"), true, 0, "ok    ADMIN_CHAT_ID: topic 7 of \"Admins\" can be written to"),
        ("-4001".to_owned(), true, 1, "chat not found"),
    ] {
        if inside {
            shop.telegram.add_bot_to_group(SARI, GROUP).unwrap();
        }
        shop.more_vars.insert("ADMIN_CHAT_ID".to_owned(), chat.clone());
        let (ended, words) = shop.finish(&["check"]).await;
        assert!(ended == Some(code) && words.contains(found), "{chat}: {words}");
    }
    let closed = Fault::Status { code: 400, description: "Bad Request: TOPIC_CLOSED".to_owned(), retry_after: None };
    for (method, fault) in [("getChat", forbidden()), ("sendChatAction", closed)] {
        shop.more_vars.insert("ADMIN_CHAT_ID".to_owned(), format!("{GROUP}:7"));
        shop.telegram.fail_in_chat(method, GROUP, fault, 1);
        let (code, words) = shop.finish(&["check"]).await;
        assert!(code == Some(1) && words.contains("WRONG ADMIN_CHAT_ID: "), "{method}: {words}");
    }

    shop.telegram.fail_in_chat("getChat", GROUP, Fault::Moved(-1_009), 1);
    let (code, words) = shop.finish(&["check"]).await;
    assert!(code == Some(0) && words.contains("note  ADMIN_CHAT_ID: ") && words.contains("-1009"), "{words}");

    // No admin may press a button, although people read the group.
    shop.more_vars.insert("ADMIN_IDS".to_owned(), String::new());
    let (code, words) = shop.finish(&["check"]).await;
    assert!(code == Some(0) && words.contains("note  admins: ADMIN_IDS is empty"), "{words}");
    shop.set_toml(&TOML.replace("mode = \"open\"", "mode = \"approval\""));
    let (code, words) = shop.finish(&["check"]).await;
    assert!(code == Some(1) && words.contains("WRONG admins: ADMIN_IDS is empty: nobody can approve customers"), "{words}");
    assert!(shop.telegram.messages(GROUP).iter().all(|message| !message.from_bot), "nothing is shown");
}

#[tokio::test]
async fn check_warns_about_settings_that_cost_money() {
    let mut shop = Shop::closed_with(&TOML.replace("mode = \"open\"", "mode = \"open\"\ndaily_limit = 0")).await;
    let (code, words) = shop.finish(&["check"]).await;
    assert_eq!(code, Some(0), "{words}");
    for note in
        ["note  pricing: sold at cost: mobile-legends, free-fire, genshin-impact", "note  access: anybody may order, without a limit"]
    {
        assert!(words.contains(note), "{note}: {words}");
    }
    assert!(!words.contains("note  categories"), "{words}");
    let careful = TOML.replace("mode = \"open\"", "mode = \"open\"\n[pricing]\npercent = 2.5").replacen(
        "target = \"{player_id}\"",
        "target = \"{player_id}\"\nverified = false\npricing = { percent = 0.0, flat = 0 }",
        1,
    );
    shop.set_toml(&careful);
    let (code, words) = shop.finish(&["check"]).await;
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("note  pricing: sold at cost: free-fire (") && !words.contains("note  access"), "{words}");
    assert!(words.contains("note  categories: nobody has verified free-fire"), "{words}");
}

#[tokio::test]
async fn check_notes_an_old_database_without_a_backup() {
    let mut shop = Shop::open().await;
    shop.say(BUDI, "/start", "Odzreshop").await;
    let about_backups = async |shop: &Shop| {
        let (code, words) = shop.finish(&["check"]).await;
        assert_eq!(code, Some(0), "{words}");
        words.lines().find(|line| line.contains(" backup: ")).unwrap_or_default().to_owned()
    };
    assert_eq!(about_backups(&shop).await, "", "the shop is new");
    shop.stop().await;
    let path = shop.folder.path().join("shop.db");
    let mut database = SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    sqlx::query("UPDATE people SET created_at = created_at - 8 * 86400000").execute(&mut database).await.unwrap();
    database.close().await.unwrap();
    shop.start();
    assert!(about_backups(&shop).await.starts_with("note  backup: there is none yet"));
    assert_eq!(shop.finish(&["backup", "copy.db"]).await.0, Some(0));
    assert_eq!(about_backups(&shop).await, "ok    backup: the last one is 0 days old");
    let days_ago = |days: i64| (Clock::system().now().0 - days * 86_400_000).to_string();
    std::fs::write(shop.folder.path().join("shop.db.last-backup"), days_ago(9)).unwrap();
    assert!(about_backups(&shop).await.starts_with("note  backup: the last one is 9 days old; run"));
    shop.close().await;
}

#[tokio::test]
async fn a_backup_of_a_running_bot_is_a_working_database() {
    let shop = Shop::closed_with(TOML).await;
    let bot = shop.spawn();
    shop.buy(BUDI).await;
    shop.taken(1).await;
    shop.see(BUDI, "Pesanan").await;
    let (code, words) = shop.finish(&["backup", "copy.db"]).await;
    assert!(code == Some(0) && words.contains("copy.db") && words.contains("checked"), "{words}");
    let (code, words) = shop.finish(&["backup", "copy.db"]).await;
    assert!(code == Some(1) && words.contains("exists already"), "{words}");
    bot.terminate().await;
    let opened = storage::open(&shop.folder.path().join("copy.db")).await.unwrap();
    assert_eq!(opened.store.list_orders(BUDI, 10, 0).await.unwrap().1, 1);
    opened.close().await;
}
