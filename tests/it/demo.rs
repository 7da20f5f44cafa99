//! The demo as a process, without a browser: its bot is killed and started by HTTP, and never outlives it.

use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::sandbox_page::Events;

/// Far longer than a demo needs to end; without it a failing test would never end.
const PATIENCE: Duration = Duration::from_secs(30);

struct Demo {
    process: Child,
    url: String,
    port: String,
    /// The folder for the demo's own folder, which a killed demo leaves behind.
    _folder: TempDir,
}

impl Demo {
    async fn start(port: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_odzreshop-bot"));
        command.args(["demo", "--port", port]).env("TMPDIR", folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.kill_on_drop(true).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = lines.next_line().await.unwrap().expect("the demo starts");
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().trim_end_matches('/').to_owned();
        let port = url.rsplit(':').next().unwrap().to_owned();
        Self { process, url, port, _folder: folder }
    }

    async fn ask(&self, request: impl Fn(&reqwest::Client, String) -> reqwest::RequestBuilder, path: &str) -> Value {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        request(&client, format!("{}{path}", self.url)).send().await.unwrap().json().await.unwrap()
    }

    /// What the demo and its bot wrote to standard error, which closes when both have ended.
    async fn last_words(mut self) -> String {
        let mut words = String::new();
        let mut output = self.process.stderr.take().unwrap();
        tokio::time::timeout(PATIENCE, output.read_to_string(&mut words)).await.expect("the demo and its bot end").unwrap();
        words
    }

    async fn terminate(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.process.id().unwrap().to_string()]).status().await.unwrap();
        assert!(sent.success());
    }
}

#[tokio::test]
async fn the_bot_is_killed_and_started_over_http() {
    let demo = Demo::start("0").await;
    let get = |client: &reqwest::Client, url| client.get(url);
    let post = |client: &reqwest::Client, url| client.post(url);
    let first = demo.ask(get, "/bot").await;
    assert_eq!(first["running"], true, "{first}");
    let killed = demo.ask(post, "/bot/kill").await;
    assert!(killed["running"] == false && killed["ended"] == "killed", "{killed}");
    assert_eq!(demo.ask(post, "/bot/kill").await, killed, "it can't die twice");
    let second = demo.ask(post, "/bot/start").await;
    assert!(second["running"] == true && second["pid"] != first["pid"], "{second}");
    assert_eq!(demo.ask(post, "/bot/start").await, second, "it runs already");
    demo.terminate().await;
    assert_eq!(demo.last_words().await, "");
}

/// A customer whom the demo approves and gives Rp 100.000.
const BUDI: i64 = 1_001;

impl Demo {
    async fn post(&self, path: &str, body: Value) -> Value {
        self.ask(|client, url| client.post(url).json(&body), path).await
    }

    /// Presses the button with this in its text, as soon as the customer's chat has it.
    async fn press(&self, events: &mut Events, label: &str) {
        let button = |message: &Value| {
            let rows = message["keyboard"].as_array()?.iter().filter_map(Value::as_array).flatten();
            rows.into_iter().find(|button| button["text"].as_str().is_some_and(|text| text.contains(label))).cloned()
        };
        let of_budi = |message: &Value| if message["user"] == BUDI { button(message) } else { None };
        let shown = events.until(|event| event.kind == "message" && of_budi(&event.data["fact"]).is_some()).await.data;
        let data = of_budi(&shown["fact"]).unwrap()["callback_data"].clone();
        self.post("/api/press", json!({"user": BUDI, "message": shown["fact"]["id"], "data": data})).await;
    }
}

/// Whether the ledger has exactly one payment, of Rp 20.000, and all of it is in the wallet.
fn has_one_payment(ledger: &Value) -> bool {
    let payments = ledger["transfers"].as_array().unwrap().iter().filter(|transfer| transfer["kind"] == "payment").count();
    let accounts = ledger["accounts"].as_array().unwrap();
    let sum: i64 = accounts.iter().filter_map(|account| account["balance"].as_i64()).sum();
    let wallet = accounts.iter().find(|account| account["id"] == format!("wallet:{BUDI}"));
    let right = wallet.is_some_and(|wallet| wallet["balance"] == 120_000) && ledger["credited"] == 20_000;
    payments == 1 && right && sum == 0 && ledger["wrong"] == json!([])
}

#[tokio::test]
async fn what_is_paid_while_the_bot_is_dead_is_credited_once_when_it_runs_again() {
    let demo = Demo::start("0").await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut events = Events::open(client.get(format!("{}/events", demo.url))).await;
    demo.post("/api/send", json!({"user": BUDI, "text": "/wallet"})).await;
    demo.press(&mut events, "➕").await;
    demo.press(&mut events, "20.000").await;
    demo.press(&mut events, "⚡").await;
    let bill = events.until(|event| event.kind == "bill" && event.data["fact"]["state"] == "waiting").await.data["key"].clone();
    demo.post("/bot/kill", json!({})).await;
    assert_eq!(demo.post("/api/bank", json!({"bill": bill})).await["refusal"], Value::Null);
    let paid = events.until(|event| event.kind == "bill" && event.data["fact"]["received"]["amount"] == 20_000).await;
    assert_eq!(paid.data["fact"]["payment"], "none", "nobody has told the shop");
    demo.post("/bot/start", json!({})).await;
    events.until(|event| event.kind == "ledger" && has_one_payment(&event.data["fact"])).await;
    demo.post("/bot/kill", json!({})).await;
    demo.post("/bot/start", json!({})).await;
    demo.post("/api/send", json!({"user": BUDI, "text": "/wallet"})).await;
    let balance = events
        .until(|event| event.kind == "message" && event.data["fact"]["text"].as_str().is_some_and(|text| text.contains("💳 Saldo kamu")))
        .await;
    assert!(balance.data["fact"]["text"].as_str().unwrap().contains("120.000"), "{}", balance.data);
    let mut again = Events::open(client.get(format!("{}/events", demo.url))).await;
    let facts = again.until(|event| event.kind == "snapshot").await.data["facts"].clone();
    let ledger = facts.as_array().unwrap().iter().find(|fact| fact[0] == "ledger").unwrap()[2].clone();
    assert!(has_one_payment(&ledger), "{ledger}");
    demo.terminate().await;
    assert_eq!(demo.last_words().await, "");
}

#[tokio::test]
async fn no_bot_process_survives_a_killed_demo() {
    let mut demo = Demo::start("0").await;
    demo.process.start_kill().unwrap();
    demo.last_words().await;
}

#[tokio::test]
async fn the_port_can_be_used_again_at_once() {
    let demo = Demo::start("0").await;
    let port = demo.port.clone();
    // A browser keeps its connection open.
    let _connection = TcpStream::connect(format!("127.0.0.1:{port}")).await.unwrap();
    demo.terminate().await;
    assert_eq!(demo.last_words().await, "");
    let again = Demo::start(&port).await;
    assert_eq!(again.port, port);
    again.terminate().await;
    assert_eq!(again.last_words().await, "");
}
