//! The demo's page, seen as a browser and as a hostile website see it.

use std::time::Duration;

use odzreshop_bot::sandbox::controls::{BotState, ControlCommand, ControlReceiver, Controls};
use odzreshop_bot::sandbox::gateway::{self, Gateway};
use odzreshop_bot::sandbox::page::{self, DemoParts, Person, Phone, ShopAccount, ShopBill, ShopBooks, ShopLedger, ShopOrder};
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
    gateway: Gateway,
    shop: watch::Sender<ShopBooks>,
    url: String,
    client: Client,
}

async fn start() -> Scene {
    let telegram = Telegram::start(telegram::Options::default()).await.unwrap();
    telegram.add_user(User::new(BUDI, "Budi", "id"));
    telegram.add_user(User::new(102, "Siti", "id"));
    let provider = Provider::start(provider::Options { api_key: KEY.to_owned(), ..provider::Options::default() }).await.unwrap();
    let provider = provider.with_default_shop();
    let gateway = Gateway::start(gateway::Options::default()).await.unwrap();
    let traffic = Traffic::new(vec![telegram.token().to_owned(), KEY.to_owned(), gateway.api_key().to_owned()]);
    telegram.record(traffic.clone());
    provider.record(traffic.clone());
    gateway.record(traffic.clone());
    let people = vec![Person { user: BUDI, phone: Phone::Customer, about: "already approved".into() }];
    let (controls, receiver) = Controls::new();
    let (sender, shop) = watch::channel(ShopBooks::default());
    let (telegram_handle, provider_handle, gateway_handle) = (telegram.clone(), provider.clone(), gateway.clone());
    let parts =
        DemoParts { telegram: telegram_handle, provider: provider_handle, gateway: gateway_handle, traffic, people, controls, shop };
    let (address, _) = page::serve(parts, None).await.unwrap();
    let client = Client::builder().no_proxy().build().unwrap();
    Scene { telegram, provider, receiver, gateway, shop: sender, url: format!("http://{address}"), client }
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
        Events::open(request).await
    }
}

/// A browser's `EventSource`.
pub struct Events {
    response: Response,
    /// What was received and not yet read: it may end within a character.
    rest: Vec<u8>,
}

pub struct Event {
    pub id: String,
    pub kind: String,
    pub data: Value,
}

impl Events {
    /// Opens the stream of the page at this address.
    pub async fn open(request: reqwest::RequestBuilder) -> Self {
        Self { response: request.send().await.unwrap(), rest: Vec::new() }
    }

    async fn next(&mut self) -> Event {
        loop {
            if let Some(end) = self.rest.windows(2).position(|two| two == b"\n\n") {
                let rest = self.rest.split_off(end + 2);
                let frame = String::from_utf8(std::mem::replace(&mut self.rest, rest)).unwrap();
                let field = |name: &str| frame.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned();
                let data = serde_json::from_str(&field("data: ")).unwrap_or_default();
                let event = Event { id: field("id: "), kind: field("event: "), data };
                if !event.kind.is_empty() {
                    return event;
                }
            } else {
                let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("an event");
                self.rest.extend(chunk.unwrap().expect("the stream goes on"));
            }
        }
    }

    pub async fn until(&mut self, what: impl Fn(&Event) -> bool) -> Event {
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
    scene.shop.send_replace(ShopBooks { orders: vec![order.clone()], ..ShopBooks::default() });
    let told = events.until(|event| event.kind == "shop_order").await;
    assert_eq!((&told.data["key"], &told.data["fact"]), (&json!("R1"), &json!(order)));
    scene.order("1").await.unwrap();
    let told = events.until(|event| event.kind == "provider" && event.data["fact"]["posts"] == 1).await;
    assert_eq!(told.data["fact"]["doubles"], json!([]));
    scene.order("1").await.unwrap();
    let told = events.until(|event| event.kind == "provider" && event.data["fact"]["posts"] == 2).await;
    assert_eq!(told.data["fact"]["doubles"], json!(["R1"]));
}

/// A bill that the bot has opened at the gateway, and written down.
async fn bill(scene: &Scene, reference: &str) -> ShopBill {
    let gateway = &scene.gateway;
    let body = json!({"project": gateway.project(), "order_id": reference, "amount": 20_000, "api_key": gateway.api_key()});
    let opened = scene.client.post(format!("{}/transactioncreate/qris", gateway.url())).json(&body).send().await.unwrap();
    assert_eq!(opened.status(), StatusCode::OK);
    let number = reference.trim_end_matches("-1").to_owned();
    ShopBill {
        reference: reference.into(),
        number,
        user: BUDI,
        method: "pakasir",
        state: "waiting",
        payment: "none",
        total: 20_450,
        created: 5,
    }
}

#[tokio::test]
async fn the_bank_app_pays_a_code_once_and_only_one_that_was_shown() {
    let scene = start().await;
    let mut events = scene.events(None).await;
    let bills = vec![bill(&scene, "AAAA1111-1").await, bill(&scene, "BBBB2222-1").await];
    bill(&scene, "CCCC3333-1").await;
    scene.shop.send_replace(ShopBooks { bills, ..ShopBooks::default() });
    let shown = events.until(|event| event.kind == "bill" && event.data["key"] == "AAAA1111-1").await;
    assert_eq!((&shown.data["fact"]["total"], &shown.data["fact"]["received"]), (&json!(20_450), &Value::Null));
    assert_eq!(scene.done("/api/bank", json!({"bill": "AAAA1111-1"})).await, json!({"refusal": null}));
    let paid = events.until(|event| event.kind == "bill" && event.data["fact"]["received"]["amount"] == 20_450).await;
    assert_eq!(
        (&paid.data["fact"]["payment"], &paid.data["fact"]["state"]),
        (&json!("none"), &json!("waiting")),
        "the shop is yet to see it"
    );
    events.until(|event| event.kind == "gateway" && event.data["fact"]["received"] == 20_450).await;
    let again = scene.done("/api/bank", json!({"bill": "AAAA1111-1"})).await;
    assert!(again["refusal"].as_str().unwrap().contains("already paid"), "{again}");
    for body in [
        json!({"bill": "CCCC3333-1"}),
        json!({"bill": ""}),
        json!({"bill": "BBBB2222-1", "amount": 0}),
        json!({"bill": "BBBB2222-1", "amount": -5}),
        json!({"bill": "BBBB2222-1", "amount": 10_000_001}),
    ] {
        assert_eq!(scene.post("/api/bank", body.clone()).await.status(), StatusCode::BAD_REQUEST, "{body}");
    }
    assert_eq!(scene.gateway.total_received(), 20_450);
    scene.done("/api/bank", json!({"bill": "BBBB2222-1", "amount": 19_450})).await;
    assert_eq!(scene.gateway.total_received(), 39_900);
}

#[tokio::test]
async fn the_ledger_and_the_gateways_troubles_are_shown() {
    let scene = start().await;
    let mut events = scene.events(None).await;
    let accounts = vec![ShopAccount { id: "shop:sales".into(), balance: 18_500 }];
    let ledger = ShopLedger { accounts, credited: 20_450, ..ShopLedger::default() };
    scene.shop.send_replace(ShopBooks { ledger: ledger.clone(), ..ShopBooks::default() });
    let told = events.until(|event| event.kind == "ledger" && event.data["fact"]["credited"] == 20_450).await;
    assert_eq!(told.data["fact"], json!(ledger));
    scene.done("/api/gateway", json!({"do": "down", "down": true})).await;
    events.until(|event| event.kind == "gateway" && event.data["fact"]["down"] == true).await;
    let ask = || scene.client.post(format!("{}/transactioncreate/qris", scene.gateway.url())).json(&json!({})).send();
    assert_eq!(ask().await.unwrap().status(), 503);
    scene.done("/api/gateway", json!({"do": "down", "down": false})).await;
    assert_eq!(ask().await.unwrap().status(), 401);
    bill(&scene, "AAAA1111-1").await;
    let key = scene.gateway.api_key();
    let detail = format!(
        "{}/transactiondetail?project={}&amount=20000&order_id=AAAA1111-1&api_key={key}",
        scene.gateway.url(),
        scene.gateway.project()
    );
    assert_eq!(scene.client.get(detail).send().await.unwrap().status(), StatusCode::OK);
    let call = events.until(|event| event.kind == "call" && event.data["fact"]["endpoint"] == "/transactiondetail").await.data;
    assert!(call["fact"]["request"].as_str().unwrap().contains("order_id=AAAA1111-1") && !call.to_string().contains(key), "{call}");
    scene.done("/api/gateway", json!({"do": "lag", "seconds": 20})).await;
    events.until(|event| event.kind == "gateway" && event.data["fact"]["lag"] == 20).await;
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
    let bills = vec![bill(&scene, "AAAA1111-1").await];
    scene.shop.send_replace(ShopBooks { bills, ..ShopBooks::default() });
    for path in ["/bot/start", "/api/bank", "/api/gateway"] {
        let foreign = scene.client.post(format!("{}{path}", scene.url)).header("origin", "https://evil.example");
        assert_eq!(foreign.json(&json!({"bill": "AAAA1111-1"})).send().await.unwrap().status(), 403, "{path}");
    }
    assert_eq!(scene.gateway.total_received(), 0);
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

#[tokio::test]
async fn an_invoice_is_paid_on_the_page() {
    let scene = start().await;
    scene.telegram.send_text(BUDI, "/start").unwrap();
    let api = |method: &str| format!("{}/bot{}/{method}", scene.telegram.url(), scene.telegram.token());
    let invoice = json!({
        "chat_id": BUDI, "title": "Isi saldo", "description": "134 Stars", "payload": "b1", "currency": "XTR",
        "prices": [{"label": "Isi saldo", "amount": 134}],
    });
    let sent: Value = scene.client.post(api("sendInvoice")).json(&invoice).send().await.unwrap().json().await.unwrap();
    let mut events = scene.events(None).await;
    let snapshot = events.until(|event| event.kind == "snapshot").await.data.to_string();
    assert!(snapshot.contains("\"pay\":true") && snapshot.contains("134 Stars"), "{snapshot}");
    let pay = |user: i64| json!({ "user": user, "message": sent["result"]["message_id"] });
    let query = scene.done("/api/pay", pay(BUDI)).await["query"].as_str().unwrap().to_owned();
    let refusal = json!({ "pre_checkout_query_id": query, "ok": false, "error_message": "sudah tidak berlaku" });
    scene.client.post(api("answerPreCheckoutQuery")).json(&refusal).send().await.unwrap();
    let answer = events.until(|event| event.kind == "answer").await.data;
    assert_eq!((&answer["fact"]["text"], &answer["fact"]["alert"]), (&json!("sudah tidak berlaku"), &json!(true)), "{answer}");
    assert_eq!(scene.post("/api/pay", pay(102)).await.status(), StatusCode::BAD_REQUEST, "the page acts for its own people only");
}
