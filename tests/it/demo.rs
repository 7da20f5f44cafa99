//! The demo as a process, without a browser: its bot is killed and started by HTTP, and never outlives it.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// Far longer than a demo needs to end; without it a failing test would never end.
const PATIENCE: Duration = Duration::from_secs(30);

struct Demo {
    process: Child,
    url: String,
    port: String,
    /// Where it makes its own folder, which a demo that is killed leaves behind.
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

    /// All that the demo and its bot wrote to standard error, which ends when the last of them has ended.
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

#[tokio::test]
async fn no_bot_is_left_behind_when_the_demo_is_killed() {
    let mut demo = Demo::start("0").await;
    demo.process.start_kill().unwrap();
    demo.last_words().await;
}

#[tokio::test]
async fn the_port_can_be_used_again_at_once() {
    let demo = Demo::start("0").await;
    let port = demo.port.clone();
    // A browser keeps its connection.
    let _connection = TcpStream::connect(format!("127.0.0.1:{port}")).await.unwrap();
    demo.terminate().await;
    assert_eq!(demo.last_words().await, "");
    let again = Demo::start(&port).await;
    assert_eq!(again.port, port);
    again.terminate().await;
    assert_eq!(again.last_words().await, "");
}
