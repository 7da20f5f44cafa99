//! The demo's page, seen as a browser and as a hostile website see it.

use std::time::Duration;

use odzreshop_bot::sandbox::controls::{BotState, ControlCommand, ControlReceiver, Controls};
use odzreshop_bot::sandbox::page::{self, DemoParts, Person, Phone, ShopOrder};
use odzreshop_bot::sandbox::provider::{self, Provider};
use odzreshop_bot::sandbox::telegram::{self, Telegram, User};
use odzreshop_bot::sandbox::traffic::Traffic;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use tokio::sync::watch;

const BUDI: i64 = 101;
const KEY: &str = "sandbox-key";
/// Far longer than any event takes.
const PATIENCE: Duration = Duration::from_secs(20);

struct Scene {
    telegram: Telegram,
    provider: Provider,
    receiver: ControlReceiver,
    orders: watch::Sender<Vec<ShopOrder>>,
    url: String,
    client: Client,
}

async fn start() -> Scene {
    let telegram = Telegram::start(telegram::Options::default()).await.unwrap();
    telegram.add_user(User::new(BUDI, "Budi", "id"));
    telegram.add_user(User::new(102, "Siti", "id"));
    let provider = Provider::start(provider::Options { api_key: KEY.to_owned(), ..provider::Options::default() }).await.unwrap();
    let provider = provider.with_default_shop();
    let traffic = Traffic::new(vec![telegram.token().to_owned(), KEY.to_owned()]);
    telegram.record(traffic.clone());
    provider.record(traffic.clone());
    let people = vec![Person { user: BUDI, phone: Phone::Customer, about: "already approved".into() }];
    let (controls, receiver) = Controls::new();
    let (orders, shop_orders) = watch::channel(Vec::new());
    let parts = DemoParts { telegram: telegram.clone(), provider: provider.clone(), traffic, people, controls, shop_orders };
    let (address, _) = page::serve(parts, None).await.unwrap();
    let client = Client::builder().no_proxy().build().unwrap();
    Scene { telegram, provider, receiver, orders, url: format!("http://{address}"), client }
}

impl Scene {
    async fn post(&self, path: &str, body: Value) -> Response {
        self.client.post(format!("{}{path}", self.url)).json(&body).send().await.unwrap()
    }

    async fn done(&self, path: &str, body: Value) -> Value {
        let response = self.post(path, body).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.json().await.unwrap()
    }

    async fn order(&self, target: &str) -> reqwest::Result<Response> {
        let body = json!({"api_key": KEY, "sku": "ml-86", "target": target, "ref_id": "R1"});
        self.client.post(format!("{}/order", self.provider.url())).json(&body).send().await
    }

    async fn events(&self, last: Option<&str>) -> Events {
        let request = self.client.get(format!("{}/events", self.url));
        let request = last.into_iter().fold(request, |request, id| request.header("last-event-id", id));
        Events { response: request.send().await.unwrap(), rest: String::new() }
    }
}

/// A browser's `EventSource`.
struct Events {
    response: Response,
    rest: String,
}

struct Event {
    id: String,
    kind: String,
    data: Value,
}

impl Events {
    async fn next(&mut self) -> Event {
        loop {
            if let Some((frame, rest)) = self.rest.split_once("\n\n") {
                let field = |name: &str| frame.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned();
                let data = serde_json::from_str(&field("data: ")).unwrap_or_default();
                let event = Event { id: field("id: "), kind: field("event: "), data };
                self.rest = rest.to_owned();
                if !event.kind.is_empty() {
                    return event;
                }
            } else {
                let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("an event");
                self.rest.push_str(std::str::from_utf8(&chunk.unwrap().expect("the stream goes on")).unwrap());
            }
        }
    }

    async fn until(&mut self, what: impl Fn(&Event) -> bool) -> Event {
        loop {
            let event = self.next().await;
            if what(&event) {
                return event;
            }
        }
    }
}

#[tokio::test]
async fn every_file_of_the_page_is_its_own() {
    let scene = start().await;
    let page = scene.client.get(&scene.url).send().await.unwrap();
    assert!(page.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
    let mut texts = vec![page.text().await.unwrap()];
    assert!(texts[0].starts_with("<!doctype html>"));
    let named = regex::Regex::new(r#"(?:href|src)="/([\w.]+)"|from '\./(\w+\.js)'"#).unwrap();
    let (mut seen, mut at) = (Vec::new(), 0);
    while at < texts.len() {
        assert!(texts[at].lines().count() <= 500, "{at}");
        for found in named.captures_iter(&texts[at].clone()) {
            let name = found.get(1).or(found.get(2)).unwrap().as_str().to_owned();
            if !seen.contains(&name) {
                let file = scene.client.get(format!("{}/{name}", scene.url)).send().await.unwrap();
                assert_eq!(file.status(), StatusCode::OK, "{name}");
                texts.push(file.text().await.unwrap());
                seen.push(name);
            }
        }
        at += 1;
    }
    assert!(seen.len() > 10, "{seen:?}");
    let foreign = regex::Regex::new(r#"innerHTML|(?:src|href)="https?:|url\(https?:|@import"#).unwrap();
    assert!(!texts.iter().any(|text| foreign.is_match(text)));
}

#[tokio::test]
async fn a_person_writes_and_presses_and_the_browser_is_told() {
    let scene = start().await;
    let mut events = scene.events(None).await;
    let first = events.next().await;
    assert_eq!(first.kind, "snapshot");
    assert!(first.data.to_string().contains("already approved"));
    scene.done("/api/send", json!({"user": BUDI, "text": " /start "})).await;
    let status = events.until(|event| event.kind == "message").await;
    assert_eq!((&status.data["fact"]["text"], &status.data["fact"]["from"]), (&json!("/start"), &json!("user")));
    let pressed = scene.done("/api/press", json!({"user": BUDI, "message": 1, "data": "x"})).await;
    assert!(pressed["query"].is_string());
    scene.done("/api/send", json!({"user": BUDI, "kind": "photo"})).await;
    scene.done("/api/block", json!({"user": BUDI, "blocked": true})).await;
    events.until(|event| event.kind == "person" && event.data["fact"]["blocked"] == true).await;
    assert_eq!(scene.telegram.undelivered_updates().len(), 4);
    for (path, body) in [
        ("/api/send", json!({"user": 102, "text": "a"})),
        ("/api/send", json!({"user": BUDI, "text": "  "})),
        ("/api/press", json!({"user": BUDI, "message": 9, "data": "x"})),
        ("/api/block", json!({"user": 102, "blocked": true})),
    ] {
        assert_eq!(scene.post(path, body.clone()).await.status(), StatusCode::BAD_REQUEST, "{path} {body}");
    }
}

#[tokio::test]
async fn a_browser_that_comes_back_gets_what_it_missed() {
    let scene = start().await;
    let first = scene.events(None).await.next().await;
    scene.done("/api/send", json!({"user": BUDI, "text": "one"})).await;
    let mut again = scene.events(Some(&first.id)).await;
    let missed = again.next().await;
    assert_ne!(missed.kind, "snapshot");
    for stale in ["1-1", "nonsense"] {
        assert_eq!(scene.events(Some(stale)).await.next().await.kind, "snapshot", "{stale}");
    }
}

#[tokio::test]
async fn a_chosen_fault_happens_once_and_is_shown_among_the_calls() {
    let scene = start().await;
    let mut events = scene.events(None).await;
    scene.done("/api/provider", json!({"do": "answer-lost"})).await;
    events.until(|event| event.kind == "provider" && event.data["fact"]["next"] == "answer-lost").await;
    scene.order("1").await.unwrap_err();
    let lost = events.until(|event| event.kind == "call" && event.data["fact"]["progress"] == "cut").await;
    assert_eq!(lost.data["fact"]["request"]["sku"], "ml-86");
    assert!(!lost.data.to_string().contains(KEY));
    scene.order("2").await.unwrap();
    scene.done("/api/provider", json!({"do": "busy"})).await;
    assert_eq!(scene.order("3").await.unwrap().status(), 429);
    scene.done("/api/provider", json!({"do": "down", "down": true})).await;
    events.until(|event| event.kind == "provider" && event.data["fact"]["down"] == true).await;
    scene.order("4").await.unwrap_err();
    events.until(|event| event.kind == "call" && event.data["fact"]["endpoint"] == "(connection)").await;
    scene.done("/api/provider", json!({"do": "down", "down": false})).await;
    scene.done("/api/provider", json!({"do": "raise-prices"})).await;
    scene.done("/api/provider", json!({"do": "stuck"})).await;
    scene.order("5").await.unwrap();
    let order = scene.provider.orders().pop().unwrap();
    assert_eq!((order.price, order.status.as_str()), (20_350, "pending"));
    scene.done("/api/provider", json!({"do": "end", "invoice": order.invoice, "delivered": true})).await;
    events.until(|event| event.kind == "order" && event.data["fact"]["status"] == "success").await;
    scene.done("/api/provider", json!({"do": "empty-balance"})).await;
    assert_eq!(scene.order("6").await.unwrap().status(), 400);
    assert_eq!(scene.post("/api/provider", json!({"do": "end", "invoice": "INV-0", "delivered": true})).await.status(), 400);
}

#[tokio::test]
async fn the_shops_orders_and_the_providers_are_both_shown() {
    let scene = start().await;
    let mut events = scene.events(None).await;
    let order = ShopOrder {
        ref_id: "R1".into(),
        number: "BPTG40N4".into(),
        user: BUDI,
        item: "86 Diamonds".into(),
        target: "1".into(),
        price: 18_500,
        state: "uncertain",
        invoice: None,
        sn: None,
        created: 5,
    };
    scene.orders.send_replace(vec![order.clone()]);
    let told = events.until(|event| event.kind == "shop_order").await;
    assert_eq!((&told.data["key"], &told.data["fact"]), (&json!("R1"), &json!(order)));
    scene.order("1").await.unwrap();
    let told = events.until(|event| event.kind == "provider" && event.data["fact"]["posts"] == 1).await;
    assert_eq!(told.data["fact"]["doubles"], json!([]));
    scene.order("1").await.unwrap();
    let told = events.until(|event| event.kind == "provider" && event.data["fact"]["posts"] == 2).await;
    assert_eq!(told.data["fact"]["doubles"], json!(["R1"]));
}

#[tokio::test]
async fn telegram_goes_down_and_comes_back() {
    let scene = start().await;
    let me = || scene.client.get(format!("{}/bot{}/getMe", scene.telegram.url(), scene.telegram.token())).send();
    let mut events = scene.events(None).await;
    scene.done("/api/telegram", json!({"do": "down", "down": true})).await;
    me().await.unwrap_err();
    let cut = events.until(|event| event.kind == "call" && event.data["fact"]["progress"] == "cut").await;
    assert_eq!(cut.data["fact"]["endpoint"], "getMe");
    scene.done("/api/telegram", json!({"do": "down", "down": false})).await;
    assert_eq!(me().await.unwrap().status(), 200);
    scene.done("/api/telegram", json!({"do": "busy"})).await;
    events.until(|event| event.kind == "telegram" && event.data["fact"]["next"] == "busy").await;
}

#[tokio::test]
async fn another_website_cannot_drive_it() {
    let scene = start().await;
    let send = scene.client.post(format!("{}/api/send", scene.url));
    let body = json!({"user": BUDI, "text": "a"}).to_string();
    let foreign = send.try_clone().unwrap().header("origin", "https://evil.example").header("content-type", "application/json");
    assert_eq!(foreign.body(body.clone()).send().await.unwrap().status(), 403);
    let form = send.try_clone().unwrap().header("content-type", "text/plain");
    assert_eq!(form.body(body.clone()).send().await.unwrap().status(), 415);
    let rebound = send.header("host", "evil.example").header("content-type", "application/json");
    assert_eq!(rebound.body(body).send().await.unwrap().status(), 403);
    assert_eq!(scene.telegram.messages(BUDI), []);
    let start = scene.client.post(format!("{}/bot/start", scene.url)).header("origin", "https://evil.example");
    assert_eq!(start.send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn the_page_kills_what_runs_behind_it() {
    let mut scene = start().await;
    scene.receiver.state.send_replace(BotState { running: true, pid: Some(7), since: 1, ended: None });
    let before: Value = scene.client.get(format!("{}/bot", scene.url)).send().await.unwrap().json().await.unwrap();
    assert_eq!(before, json!({"running": true, "pid": 7, "since": 1, "ended": null}));
    let mut events = scene.events(None).await;
    let program = async {
        let asked = scene.receiver.requests.recv().await.unwrap();
        assert_eq!(asked.command, ControlCommand::Kill);
        scene.receiver.state.send_replace(BotState { running: false, pid: None, since: 2, ended: Some("killed".into()) });
        asked.done.send(()).unwrap();
    };
    let (killed, ()) = tokio::join!(scene.client.post(format!("{}/bot/kill", scene.url)).send(), program);
    let killed: Value = killed.unwrap().json().await.unwrap();
    assert_eq!(killed, json!({"running": false, "pid": null, "since": 2, "ended": "killed"}));
    events.until(|event| event.kind == "bot" && event.data["fact"]["running"] == false).await;
}
