//! The simulated provider as its clients see it: over HTTP.

use std::collections::HashSet;

use reqwest::{Client, Response};
use serde_json::{Value, json};

use super::start::DELIVERY;
use super::*;

const KEY: &str = "key-of-the-tests";

/// 2026-02-19T15:00:00+07:00, the time of the API page's example.
fn example_time() -> DateTime<Utc> {
    DateTime::from_timestamp(1_771_488_000, 0).unwrap()
}

fn options() -> Options {
    Options { api_key: KEY.to_owned(), balance: 500_000, clock: Arc::new(example_time), ..Options::default() }
}

async fn start_with(options: Options) -> Provider {
    let provider = Provider::start(options).await.unwrap();
    provider.add_category("mobile-legends", "Mobile Legends");
    provider.add_sku("mobile-legends", "ml-86", "Mobile Legends 86 Diamonds", 18_500).unwrap();
    provider
}

async fn start() -> Provider {
    start_with(options()).await
}

fn client() -> Client {
    Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

async fn post(provider: &Provider, path: &str, mut body: Value) -> reqwest::Result<Response> {
    body["api_key"] = KEY.into();
    client().post(format!("{}/{path}", provider.url())).json(&body).send().await
}

/// Status and body of a call.
async fn call(provider: &Provider, path: &str, body: Value) -> (u16, Value) {
    let response = post(provider, path, body).await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

fn an_order() -> Value {
    json!({ "sku": "ml-86", "target": "123456789", "ref_id": "myref-001" })
}

async fn order(provider: &Provider) -> String {
    let (status, body) = call(provider, "order", an_order()).await;
    assert_eq!(status, 200, "{body}");
    body["data"]["invoice"].as_str().unwrap().to_owned()
}

async fn status(provider: &Provider, invoice: &str) -> Value {
    let (status, mut body) = call(provider, "status", json!({ "invoice": invoice })).await;
    assert_eq!(status, 200, "{body}");
    body["data"].take()
}

#[tokio::test]
async fn answers_as_the_api_page_does() {
    let provider = start().await;
    let (code, profile) = call(&provider, "profile", json!({})).await;
    assert_eq!((code, &profile["data"]["balance"], &profile["data"]["tier"]), (200, &json!(500_000), &json!("gold")));

    let (_, services) = call(&provider, "services", json!({ "slug": "mobile-legends" })).await;
    let item = json!({
        "sku": "ml-86", "name": "Mobile Legends 86 Diamonds", "category": "Mobile Legends", "brand": "MOBILELEGENDS",
        "price": 18500, "price_formatted": "Rp 18.500", "status": "active",
    });
    assert_eq!(services, json!({ "success": true, "message": "Services retrieved successfully", "data": [item] }));

    let (_, ordered) = call(&provider, "order", an_order()).await;
    let invoice = ordered["data"]["invoice"].as_str().unwrap();
    assert!(invoice.starts_with("INV-") && invoice.len() == 23 && invoice.ends_with("-1771488000"), "{invoice}");
    let data = json!({
        "invoice": invoice, "ref_id": "myref-001", "sku": "ml-86", "product_name": "Mobile Legends 86 Diamonds",
        "target": "123456789", "price": 18500, "status": "pending", "sn": null, "message": "Transaksi sedang diproses",
        "balance_before": 500_000, "balance_after": 481_500,
    });
    assert_eq!(ordered, json!({ "success": true, "message": "Order processed successfully", "data": data }));

    provider.advance(Duration::from_secs(7));
    let sn = provider.orders()[0].sn.clone().unwrap();
    let data = json!({
        "invoice": invoice, "sku": "ml-86", "product_name": "Mobile Legends 86 Diamonds", "target": "123456789",
        "price": 18500, "status": "success", "sn": sn, "message": "Transaksi berhasil",
        "created_at": "2026-02-19T15:00:00+07:00", "updated_at": "2026-02-19T15:00:05+07:00",
    });
    assert_eq!(status(&provider, invoice).await, data);
}

#[tokio::test]
async fn refuses_as_the_error_table_says() {
    let provider = start().await;
    let refused = |message: &str| json!({ "success": false, "message": message });
    let steps: [(&str, Value, u16, &str); 8] = [
        ("services", json!({}), 400, "Missing fields"),
        ("services", json!({ "slug": "chess" }), 404, "Category not found"),
        ("order", json!({ "sku": "ml-86" }), 400, "Missing fields"),
        ("order", json!({ "sku": "ml-86", "target": " " }), 400, "Missing fields"),
        ("order", json!({ "sku": "ml-87", "target": "1" }), 404, "Service not found"),
        ("status", json!({}), 400, "Missing fields"),
        ("status", json!({ "invoice": "INV-0" }), 404, "Transaction not found"),
        ("status", json!({ "invoice": 5 }), 400, "Missing fields"),
    ];
    for (path, body, code, message) in steps {
        assert_eq!(call(&provider, path, body).await, (code, refused(message)));
    }

    let url = format!("{}/profile", provider.url());
    for (body, message) in [("", "API key is required"), ("{\"api_key\":\"x\"}", "Invalid API key")] {
        let response = client().post(&url).body(body).send().await.unwrap();
        assert_eq!(response.status(), 401);
        assert_eq!(response.json::<Value>().await.unwrap(), refused(message));
    }
    let response = client().get(&url).send().await.unwrap();
    assert_eq!(response.status(), 405);
    assert_eq!(response.json::<Value>().await.unwrap(), refused("Method not supported"));
    assert_eq!(client().post(format!("{}/refund", provider.url())).send().await.unwrap().status(), 404);

    provider.set_ip_allowed(false);
    assert_eq!(call(&provider, "profile", json!({})).await, (403, refused("Unknown IP")));
    provider.set_ip_allowed(true);
    provider.set_vendor_depleted(true);
    assert_eq!(call(&provider, "order", an_order()).await, (503, refused("Vendor balance depleted")));
    provider.set_vendor_depleted(false);
    provider.set_balance(18_499);
    assert_eq!(call(&provider, "order", an_order()).await, (400, refused("Insufficient balance")));
    provider.set_active("ml-86", false).unwrap();
    assert_eq!(call(&provider, "order", an_order()).await, (404, refused("Service not found")));
    assert!(provider.orders().is_empty());
}

#[tokio::test]
async fn orders_end_by_themselves_and_by_hand() {
    let provider = start().await;
    provider.next(Behaviour::Fail { after: Duration::from_secs(60), message: "Nomor salah".to_owned() });
    provider.next(Behaviour::Stuck);
    provider.next(Behaviour::Deliver { after: Duration::ZERO });
    let failing = order(&provider).await;
    let stuck = order(&provider).await;
    let (_, at_once) = call(&provider, "order", an_order()).await;
    assert_eq!(at_once["data"]["status"], SUCCESS);
    assert_eq!(provider.balance(), 500_000 - 3 * 18_500);

    provider.advance(Duration::from_secs(59));
    assert_eq!(status(&provider, &failing).await["status"], PENDING);
    provider.advance(Duration::from_secs(1));
    let failed = status(&provider, &failing).await;
    assert_eq!((&failed["status"], &failed["message"]), (&json!(FAILED), &json!("Nomor salah")));
    assert_eq!(provider.balance(), 500_000 - 2 * 18_500);

    provider.advance(Duration::from_secs(86_400));
    assert_eq!(status(&provider, &stuck).await["status"], PENDING);
    provider.set_status_word(&stuck, "on-hold").unwrap();
    assert_eq!(status(&provider, &stuck).await["status"], "on-hold");
    provider.deliver_without_sn(&stuck).unwrap();
    let delivered = status(&provider, &stuck).await;
    assert_eq!((&delivered["status"], &delivered["sn"]), (&json!(SUCCESS), &Value::Null));
    provider.set_sn(&stuck, "SN-LATE").unwrap();
    assert_eq!(status(&provider, &stuck).await["sn"], "SN-LATE");

    // Money follows a change of mind, once.
    provider.fail(&stuck, "ditarik").unwrap();
    provider.fail(&stuck, "ditarik").unwrap();
    assert_eq!(provider.balance(), 500_000 - 18_500);
    provider.deliver(&stuck, "SN1").unwrap();
    assert_eq!(provider.balance(), 500_000 - 2 * 18_500);
    assert_eq!(provider.deliver("INV-0", "SN1"), Err(Unknown("INV-0".to_owned())));
}

#[tokio::test]
async fn an_answer_can_be_lost_with_or_without_the_order() {
    let provider = start().await;
    provider.next(Behaviour::RequestLost);
    let error = post(&provider, "order", an_order()).await.unwrap_err();
    assert!(error.is_request() && !error.is_connect() && !error.is_timeout(), "{error:?}");
    assert_eq!((provider.orders().len(), provider.balance()), (0, 500_000));

    provider.next(Behaviour::AnswerLost);
    let error = post(&provider, "order", an_order()).await.unwrap_err();
    assert!(error.is_request() && !error.is_connect() && !error.is_timeout(), "{error:?}");
    assert_eq!((provider.orders().len(), provider.balance()), (1, 481_500));
    assert_eq!(provider.calls().iter().map(|call| call.status).collect::<Vec<_>>(), [None, None]);

    // What the default says of the end goes for an order whose answer was lost.
    provider.advance(DELIVERY);
    assert_eq!(provider.orders()[0].status, SUCCESS);
}

#[tokio::test]
async fn an_answer_can_be_late_or_wrong() {
    let provider = start().await;
    provider.next(Behaviour::Slow(Duration::from_secs(3600)));
    let mut body = an_order();
    body["api_key"] = KEY.into();
    let request = client().post(format!("{}/order", provider.url())).json(&body);
    let error = request.timeout(Duration::from_millis(200)).send().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(provider.orders().len(), 1);

    provider.next(Behaviour::TakenThen { status: 502, body: "<html>Bad Gateway</html>".to_owned() });
    let response = post(&provider, "order", an_order()).await.unwrap();
    assert_eq!((response.status().as_u16(), &response.headers()["content-type"]), (502, &"text/html".parse().unwrap()));
    assert_eq!(provider.orders().len(), 2);

    let headers = vec![("x-by".to_owned(), "proxy".to_owned())];
    provider.next(Behaviour::Answer { status: 500, body: "{}".to_owned(), headers });
    let response = post(&provider, "order", an_order()).await.unwrap();
    assert_eq!((response.status().as_u16(), &response.headers()["x-by"]), (500, &"proxy".parse().unwrap()));
    assert_eq!(provider.orders().len(), 2);
}

#[tokio::test]
async fn any_call_can_meet_a_fault_for_some_times() {
    let provider = start().await;
    let message = "Too Many Requests".to_owned();
    provider.fail_call(Endpoint::Profile, Fault::Status { code: 429, message, retry_after: Some(7) }, 2);
    provider.fail_call(Endpoint::Profile, Fault::Html(503), 1);
    provider.fail_call(Endpoint::Profile, Fault::BadJson, 1);
    provider.fail_call(Endpoint::Profile, Fault::Redirect("http://127.0.0.1:9/".to_owned()), 1);
    provider.fail_call(Endpoint::Profile, Fault::Reset, 1);
    provider.fail_call(Endpoint::Profile, Fault::Delay(Duration::from_millis(20)), 1);

    for _ in 0..2 {
        let response = post(&provider, "profile", json!({})).await.unwrap();
        assert_eq!((response.status().as_u16(), &response.headers()["retry-after"]), (429, &"7".parse().unwrap()));
    }
    let html = post(&provider, "profile", json!({})).await.unwrap();
    assert_eq!(html.status(), 503);
    assert!(html.text().await.unwrap().starts_with("<html>"));
    let bad = post(&provider, "profile", json!({})).await.unwrap();
    assert!(bad.json::<Value>().await.unwrap_err().is_decode());
    let away = post(&provider, "profile", json!({})).await.unwrap();
    assert_eq!((away.status().as_u16(), &away.headers()["location"]), (307, &"http://127.0.0.1:9/".parse().unwrap()));
    assert!(post(&provider, "profile", json!({})).await.unwrap_err().is_request());
    assert_eq!(call(&provider, "profile", json!({})).await.0, 200);

    let statuses: Vec<_> = provider.calls().iter().map(|call| call.status).collect();
    assert_eq!(statuses, [Some(429), Some(429), Some(503), Some(200), Some(307), None, Some(200)]);
}

#[tokio::test]
async fn a_truncated_answer_breaks_off_after_its_head_and_the_order_counts() {
    let provider = start().await;
    provider.fail_call(Endpoint::Order, Fault::TruncatedJson, 1);
    let mut response = post(&provider, "order", an_order()).await.unwrap();
    assert_eq!(response.status(), 200);
    let mut text = Vec::new();
    let error = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => text.extend_from_slice(&chunk),
            Ok(None) => panic!("the answer came whole"),
            Err(error) => break error,
        }
    };
    assert!(error.is_body() || error.is_decode(), "{error:?}");
    assert!(text.starts_with(b"{\"") && serde_json::from_slice::<Value>(&text).is_err());
    assert_eq!(provider.orders().len(), 1);
}

#[tokio::test]
async fn a_lost_connection_is_a_tcp_reset_without_a_byte() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let provider = start().await;
    provider.fail_call(Endpoint::Status, Fault::Reset, 1);
    let mut tcp = tokio::net::TcpStream::connect(provider.inner.address).await.unwrap();
    tcp.write_all(b"POST /api/v1/status HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n").await.unwrap();
    assert_eq!(tcp.read(&mut [0; 64]).await.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);

    // Down, a connection that waits for a request is reset as well.
    let mut idle = tokio::net::TcpStream::connect(provider.inner.address).await.unwrap();
    idle.write_all(b"POST /api/v1/status HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n").await.unwrap();
    assert_ne!(idle.read(&mut [0; 4096]).await.unwrap(), 0);
    provider.down(true);
    assert_eq!(idle.read(&mut [0; 64]).await.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn down_and_stopped_differ_for_the_client() {
    let provider = start().await;
    provider.down(true);
    assert!(post(&provider, "profile", json!({})).await.is_err());
    assert!(provider.calls().is_empty());
    provider.down(false);
    assert_eq!(call(&provider, "profile", json!({})).await.0, 200);

    provider.stop().await;
    assert!(post(&provider, "profile", json!({})).await.unwrap_err().is_connect());
    let again = start_with(Options { port: Some(provider.inner.address.port()), ..options() }).await;
    assert_eq!(again.url(), provider.url());
    assert_eq!(call(&again, "profile", json!({})).await.0, 200);
}

#[tokio::test]
async fn double_orders_are_reported_unless_ref_ids_are_deduplicated() {
    let provider = start().await;
    let first = order(&provider).await;
    assert!(provider.doubles().is_empty());
    for _ in 0..2 {
        assert_ne!(order(&provider).await, first);
    }
    assert_eq!(provider.doubles(), ["myref-001"]);
    assert_eq!((provider.count_for("ml-86", "123456789"), provider.count_for("ml-86", "1")), (3, 0));

    let provider = start_with(Options { dedupe_ref_id: true, ..options() }).await;
    let first = order(&provider).await;
    assert_eq!(order(&provider).await, first);
    assert_eq!((provider.orders().len(), provider.balance()), (1, 481_500));
}

#[tokio::test]
async fn waits_for_calls_and_for_the_end_of_orders_and_gives_up_with_the_record() {
    let provider = start_with(Options { clock: Arc::new(Utc::now), ..options() }).await;
    provider.set_default(Behaviour::Deliver { after: Duration::from_millis(30) });
    let (caller, invoice) = (provider.clone(), async { order(&provider).await });
    let seen = caller.wait_until("an order call", |state| state.calls().first().cloned());
    let (seen, invoice) = tokio::join!(seen, invoice);
    assert_eq!(seen.unwrap().endpoint, Endpoint::Order);
    let ended = |state: &State| state.order(&invoice).filter(|o| o.status == SUCCESS).cloned();
    let delivered = provider.wait_until("delivery", ended).await.unwrap();
    assert_eq!(delivered.updated_at - delivered.created_at, chrono::TimeDelta::milliseconds(30));

    let vain = provider.wait_within(Duration::from_millis(10), "snow", |_| None::<()>).await;
    let text = format!("{:?}", vain.unwrap_err());
    assert!(text.contains("snow") && text.contains("/order") && text.contains(&invoice), "{text}");
    assert!(!text.contains(KEY), "{text}");
}

#[tokio::test]
async fn the_record_holds_no_key() {
    let provider = start().await;
    order(&provider).await;
    let calls = provider.calls();
    assert_eq!(calls[0].body, an_order());
    assert!(!format!("{calls:?}").contains(KEY));
}

#[tokio::test]
async fn the_catalogue_changes_while_it_runs() {
    let provider = start().await;
    provider.add_category("mobile-legends", "MLBB");
    provider.set_price("ml-86", 1_234_567).unwrap();
    provider.set_active("ml-86", false).unwrap();
    let (_, body) = call(&provider, "services", json!({ "slug": "mobile-legends" })).await;
    let item = &body["data"][0];
    assert_eq!(
        (&item["category"], &item["price_formatted"], &item["status"]),
        (&json!("MLBB"), &json!("Rp 1.234.567"), &json!("inactive"))
    );
    provider.remove_sku("ml-86").unwrap();
    let (_, body) = call(&provider, "services", json!({ "slug": "mobile-legends" })).await;
    assert_eq!(body["data"], json!([]));
    assert!(provider.set_price("ml-86", 1).is_err() && provider.add_sku("chess", "c", "C", 1).is_err());
}

#[tokio::test]
async fn the_default_shop_is_plausible() {
    let provider = Provider::start(options()).await.unwrap().with_default_shop();
    let slugs = "mobile-legends free-fire pubg-mobile genshin-impact honkai-star-rail valorant call-of-duty-mobile \
        honor-of-kings arena-of-valor magic-chess zenless-zone-zero wuthering-waves roblox point-blank fc-mobile delta-force";
    let mut codes = HashSet::new();
    for slug in slugs.split_whitespace() {
        let (_, body) = call(&provider, "services", json!({ "slug": slug })).await;
        let list = body["data"].as_array().unwrap();
        assert!((6..=20).contains(&list.len()), "{slug}: {}", list.len());
        for item in list {
            let price = item["price"].as_i64().unwrap();
            assert!((500..2_000_000).contains(&price), "{item}");
            assert!(codes.insert(item["sku"].as_str().unwrap().to_owned()), "twice: {item}");
        }
    }
    assert!(codes.contains("ml-86"));
}
