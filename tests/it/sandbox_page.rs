//! The demo's page, seen as a browser and as a hostile website see it.

use odzreshop_bot::sandbox::controls::{BotState, Controls, Switched, Wish};
use odzreshop_bot::sandbox::page::{self, Person};
use odzreshop_bot::sandbox::telegram::{Options, Telegram, User};
use serde_json::{Value, json};

const BUDI: i64 = 101;

async fn start() -> (Telegram, String) {
    let (telegram, url, _) = start_with_switches().await;
    (telegram, url)
}

async fn start_with_switches() -> (Telegram, String, Switched) {
    let telegram = Telegram::start(Options::default()).await.unwrap();
    telegram.add_user(User::new(BUDI, "Budi", "id"));
    telegram.add_user(User::new(102, "Siti", "id"));
    let people = vec![Person { user: BUDI, role: "Customer".into() }];
    let (controls, switched) = Controls::new();
    let (address, _) = page::serve(telegram.clone(), people, "Nothing here costs money.".into(), controls, None).await.unwrap();
    (telegram, format!("http://{address}"), switched)
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

#[tokio::test]
async fn a_person_writes_and_presses_on_the_page() {
    let (telegram, url) = start().await;
    let client = client();
    let page = client.get(&url).send().await.unwrap();
    assert!(page.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
    assert!(page.text().await.unwrap().starts_with("<!doctype html>"));
    let state: Value = client.get(format!("{url}/api/state")).send().await.unwrap().json().await.unwrap();
    assert_eq!(state["people"][0]["messages"], json!([]));

    let waiting = client.get(format!("{url}/api/state?since={}", state["version"])).send();
    let sending = client.post(format!("{url}/api/send")).json(&json!({"user": BUDI, "text": " /start "})).send();
    let (waited, sent) = tokio::join!(waiting, sending);
    assert_eq!(sent.unwrap().status(), 200);
    let state: Value = waited.unwrap().json().await.unwrap();
    assert_eq!(state["people"][0]["messages"][0]["text"], "/start");

    let press = json!({"user": BUDI, "chat": BUDI, "message": 1, "data": "x"});
    let pressed: Value = client.post(format!("{url}/api/press")).json(&press).send().await.unwrap().json().await.unwrap();
    assert!(pressed["query"].is_string());
    assert_eq!(telegram.undelivered_updates().len(), 2);
    let stranger = client.post(format!("{url}/api/send")).json(&json!({"user": 102, "text": "a"})).send().await.unwrap();
    assert_eq!(stranger.status(), 400);
}

#[tokio::test]
async fn another_website_cannot_drive_it() {
    let (telegram, url) = start().await;
    let send = client().post(format!("{url}/api/send"));
    let body = json!({"user": BUDI, "text": "a"}).to_string();
    let foreign = send.try_clone().unwrap().header("origin", "https://evil.example").header("content-type", "application/json");
    assert_eq!(foreign.body(body.clone()).send().await.unwrap().status(), 403);
    let form = send.try_clone().unwrap().header("content-type", "text/plain");
    assert_eq!(form.body(body.clone()).send().await.unwrap().status(), 415);
    let rebound = send.header("host", "evil.example").header("content-type", "application/json");
    assert_eq!(rebound.body(body).send().await.unwrap().status(), 403);
    assert_eq!(telegram.messages(BUDI), []);
}

#[tokio::test]
async fn the_page_kills_what_runs_behind_it() {
    let (_telegram, url, mut switched) = start_with_switches().await;
    switched.state.send_replace(BotState { running: true, pid: Some(7), since: 1, ended: None });
    let before: Value = client().get(format!("{url}/bot")).send().await.unwrap().json().await.unwrap();
    assert_eq!(before, json!({"running": true, "pid": 7, "since": 1, "ended": null}));
    let program = async {
        let asked = switched.asked.recv().await.unwrap();
        assert_eq!(asked.wish, Wish::Kill);
        switched.state.send_replace(BotState { running: false, pid: None, since: 2, ended: Some("killed".into()) });
        asked.done.send(()).unwrap();
    };
    let (killed, ()) = tokio::join!(client().post(format!("{url}/bot/kill")).send(), program);
    let killed: Value = killed.unwrap().json().await.unwrap();
    assert_eq!(killed, json!({"running": false, "pid": null, "since": 2, "ended": "killed"}));
    let foreign = client().post(format!("{url}/bot/start")).header("origin", "https://evil.example").send().await.unwrap();
    assert_eq!(foreign.status(), 403);
}
