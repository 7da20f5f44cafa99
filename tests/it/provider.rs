//! The provider's client against real sockets that misbehave: each way of failing has its class, and there is never a second POST.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::order::{Refusal, StatusWord};
use odzreshop_bot::domain::redaction::Redactor;
use odzreshop_bot::provider::{CallError, Client, OrderRequest, Priority, Settings, Submission};
use odzreshop_bot::sandbox::provider::{Behaviour, Endpoint, Fault, Options, Provider};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const KEY: &str = "canary-5f0c3d9e7a";
/// For calls that get an answer: long enough for a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// For calls that get none.
const IMPATIENCE: Duration = Duration::from_millis(300);
const ORDER: &str = r#"{"success":true,"message":"ok","data":{"invoice":"INV-1","ref_id":"ref-1","sku":"ml-86","target":"123456789","price":18500,
    "status":"pending","sn":null,"balance_before":500000,"balance_after":481500}}"#;

/// What the server does with each connection: wait for a whole request (or only for its first byte), say something, and then …
#[derive(Clone)]
struct Act {
    read: bool,
    say: String,
    end: End,
}

#[derive(Clone, Copy)]
enum End {
    /// … close in good order.
    Close,
    /// … reset the connection.
    Reset,
    /// … say no more until the client goes.
    Hold,
}

/// A server on loopback that treats every connection in one way and records what it was sent.
struct Server {
    address: SocketAddr,
    /// One entry per connection; what arrived on it, as far as it was read.
    seen: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    async fn start(act: Act) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = seen.clone();
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let index = {
                    let mut log = log.lock().unwrap();
                    log.push(String::new());
                    log.len() - 1
                };
                tokio::spawn(play(stream, act.clone(), log.clone(), index));
            }
        });
        Self { address, seen, task }
    }

    fn requests(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    fn client(&self) -> Client {
        client(&format!("http://{}/api/v1", self.address), PATIENCE)
    }
}

async fn play(stream: TcpStream, act: Act, log: Arc<Mutex<Vec<String>>>, index: usize) {
    if act.read {
        read_request(&stream, &log, index).await;
    } else {
        stream.readable().await.unwrap();
    }
    write(&stream, act.say.as_bytes()).await;
    match act.end {
        End::Close => {}
        End::Reset => stream.set_zero_linger().unwrap(),
        End::Hold => while read(&stream, &log, index).await {},
    }
}

/// Reads what is there into the log; false when the client is gone.
async fn read(stream: &TcpStream, log: &Mutex<Vec<String>>, index: usize) -> bool {
    let mut buffer = [0; 4096];
    stream.readable().await.unwrap();
    match stream.try_read(&mut buffer) {
        Ok(0) => false,
        Ok(count) => {
            log.lock().unwrap()[index].push_str(&String::from_utf8_lossy(&buffer[..count]));
            true
        }
        Err(error) => error.kind() == ErrorKind::WouldBlock,
    }
}

async fn read_request(stream: &TcpStream, log: &Mutex<Vec<String>>, index: usize) {
    while read(stream, log, index).await {
        let log = log.lock().unwrap();
        let Some((head, body)) = log[index].split_once("\r\n\r\n") else { continue };
        let length =
            head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(|n| n.parse::<usize>().unwrap()));
        if body.len() >= length.unwrap_or(0) {
            return;
        }
    }
}

async fn write(stream: &TcpStream, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        stream.writable().await.unwrap();
        match stream.try_write(bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(_) => return, // the client has seen enough
        }
    }
}

fn client(base_url: &str, timeout: Duration) -> Client {
    Client::new(Settings {
        base_url: base_url.parse().unwrap(),
        api_key: KEY.into(),
        requests_per_minute: 600,
        call_timeout: timeout,
        redactor: Redactor::new([KEY.to_owned()]),
    })
    .unwrap()
}

fn request() -> OrderRequest {
    OrderRequest { ref_id: "ref-1".into(), sku: "ml-86".into(), target: "123456789".into() }
}

async fn submit(client: &Client) -> Submission {
    submit_within(client, PATIENCE).await
}

async fn submit_within(client: &Client, timeout: Duration) -> Submission {
    let permit = client.permit(Priority::Order).await;
    let submission = client.submit(permit, &request(), timeout).await;
    assert!(!format!("{submission:?} {client:?}").contains(KEY), "{submission:?}");
    submission
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
}

fn act(say: impl Into<String>, end: End) -> Act {
    Act { read: true, say: say.into(), end }
}

#[tokio::test]
async fn an_order_is_one_post_with_the_key_in_its_body() {
    let server = Server::start(act(answer("200 OK", "", ORDER), End::Close)).await;
    let Submission::Placed(receipt) = submit(&server.client()).await else { panic!("placed") };
    assert_eq!(
        (receipt.invoice.as_str(), receipt.cost, receipt.status_report.status),
        ("INV-1", Some(Rupiah(18_500)), StatusWord::Pending)
    );
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /api/v1/order HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("content-type: application/json") && !head.contains(KEY), "{head}");
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(body, serde_json::json!({ "api_key": KEY, "sku": "ml-86", "target": "123456789", "ref_id": "ref-1" }));
}

#[tokio::test]
async fn every_failure_on_the_way_is_uncertain_and_posted_once() {
    let whole = answer("200 OK", "", ORDER);
    let half = &whole[..whole.len() / 2];
    let huge = answer("200 OK", "", &format!("{ORDER}{}", " ".repeat(1 << 20)));
    let cases = [
        ("reset after the request", act("", End::Reset), "connection broke"),
        ("closed after the request", act("", End::Close), "connection broke"),
        ("reset before the request was read", Act { read: false, say: String::new(), end: End::Reset }, "connection broke"),
        ("silence", act("", End::Hold), "timeout after 300 ms"),
        ("slow headers", act("HTTP/1.1 200 OK\r\ncontent-ty", End::Hold), "timeout after 300 ms"),
        ("slow body", act(half, End::Hold), "timeout after 300 ms"),
        ("truncated body", act(half, End::Close), "answer broke off"),
        ("reset within the body", act(half, End::Reset), ""),
        (
            "truncated body of unknown length",
            act(format!("HTTP/1.1 200 OK\r\n\r\n{}", &ORDER[..100]), End::Close),
            "HTTP 200, no content type",
        ),
        ("body too large", act(huge, End::Close), "answer over 1 MiB"),
        ("no HTTP", act("220 mail ESMTP\r\n\r\n", End::Close), "connection broke"),
        (
            "gateway",
            act("HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>", End::Close),
            "HTTP 502, text/html",
        ),
        (
            "somebody else's 429",
            act("HTTP/1.1 429 Too Many\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>", End::Close),
            "HTTP 429, text/html",
        ),
        ("empty", act(answer("200 OK", "", ""), End::Close), "HTTP 200, empty"),
    ];
    for (case, act, expected) in cases {
        let timeout = if matches!(act.end, End::Hold) { IMPATIENCE } else { PATIENCE };
        let server = Server::start(act).await;
        match submit_within(&client(&format!("http://{}", server.address), PATIENCE), timeout).await {
            Submission::Uncertain { detail } => assert!(detail.starts_with(expected), "{case}: {detail}"),
            other => panic!("{case}: {other:?}"),
        }
        assert_eq!(server.requests().len(), 1, "{case}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start(act(answer("200 OK", "", ORDER), End::Close)).await;
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let location = format!("location: http://{}/api/v1/order\r\n", elsewhere.address);
        let server = Server::start(act(answer(status, &location, ""), End::Close)).await;
        let client = server.client();
        assert!(matches!(submit(&client).await, Submission::Uncertain { .. }), "{status}");
        assert!(matches!(client.check("INV-1").await, Err(CallError::Garbled { .. })), "{status}");
        assert_eq!(server.requests().len(), 2, "{status}");
    }
    assert_eq!(elsewhere.requests().len(), 0, "the key stays here");
}

#[tokio::test]
async fn without_a_connection_nothing_is_sent() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap(); // closed again at once
    let refused = client(&format!("http://{address}"), PATIENCE);
    let Submission::NotSent { detail } = submit(&refused).await else { panic!("not sent") };
    assert!(detail.starts_with("not connected: "), "{detail}");
    assert!(matches!(refused.profile().await, Err(CallError::NoAnswer { .. })));

    let plain = Server::start(Act { read: false, say: answer("200 OK", "", ORDER), end: End::Close }).await;
    let over_tls = client(&format!("https://{}", plain.address), PATIENCE);
    assert!(matches!(submit(&over_tls).await, Submission::NotSent { .. }), "no TLS, no request");
}

#[tokio::test]
async fn every_order_has_a_connection_of_its_own() {
    for end in [End::Close, End::Hold] {
        let server = Server::start(act(answer("200 OK", "connection: keep-alive\r\n", ORDER), end)).await;
        let client = server.client();
        for number in 1..=3 {
            assert!(matches!(submit(&client).await, Submission::Placed(_)));
            assert_eq!(server.requests().len(), number);
        }
        assert!(server.requests().iter().all(|request| request.matches("POST ").count() == 1));
    }
}

#[tokio::test]
async fn a_key_in_an_answer_is_redacted() {
    let body = format!(r#"{{"success":false,"message":"Invalid API key {KEY}, {KEY}"}}"#);
    let server = Server::start(act(answer("401 Unauthorized", "", &body), End::Close)).await;
    let client = server.client();
    let message = "Invalid API key ***, ***".to_owned();
    assert_eq!(submit(&client).await, Submission::Refused { refusal: Refusal::Key, message: message.clone() });
    assert_eq!(client.profile().await, Err(CallError::Refused { refusal: Refusal::Key, message }));

    let odd = format!("HTTP/1.1 200 OK\r\ncontent-type: text/{KEY}\r\ncontent-length: 1\r\n\r\n?");
    let server = Server::start(act(odd, End::Close)).await;
    let client = server.client();
    assert!(matches!(submit(&client).await, Submission::Uncertain { .. }));
    for error in [client.profile().await.unwrap_err(), client.check("INV-1").await.unwrap_err()] {
        assert!(!format!("{error} {error:?}").contains(KEY), "{error}");
    }
}

#[tokio::test]
async fn a_429_pauses_all_calls() {
    let body = r#"{"success":false,"message":"Too Many Requests"}"#;
    let server = Server::start(act(answer("429 Too Many Requests", "retry-after: 30\r\n", body), End::Close)).await;
    let client = server.client();
    assert_eq!(submit(&client).await, Submission::Busy { retry_after_ms: Some(30_000) });
    tokio::select! {
        biased;
        _ = client.permit(Priority::Order) => panic!("the provider asked us to wait"),
        () = std::future::ready(()) => {}
    }
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn other_calls_are_made_as_documented() {
    let status = r#"{"success":true,"data":{"invoice":"INV-1","status":"success","sn":"SN1"}}"#;
    let server = Server::start(act(answer("200 OK", "", status), End::Close)).await;
    let seen = server.client().check("INV-1").await.unwrap();
    assert_eq!((seen.status_report.status, seen.report.sn.as_deref()), (StatusWord::Success, Some("SN1")));
    asked(&server, "status", serde_json::json!({ "api_key": KEY, "invoice": "INV-1" }));

    let list = r#"{"success":true,"data":[{"sku":"ml-86","name":"86","price":18500,"status":"active"},{"sku":"ml-0"}]}"#;
    let server = Server::start(act(answer("200 OK", "", list), End::Close)).await;
    let services = server.client().services("mobile-legends", Priority::Background).await.unwrap();
    assert_eq!(services.services.len(), 1);
    asked(&server, "services", serde_json::json!({ "api_key": KEY, "slug": "mobile-legends" }));

    let profile = r#"{"success":true,"data":{"name":"John Doe","tier":"gold","balance":500000}}"#;
    let server = Server::start(act(answer("200 OK", "", profile), End::Close)).await;
    assert_eq!(server.client().profile().await.unwrap().balance, Some(Rupiah(500_000)));
    asked(&server, "profile", serde_json::json!({ "api_key": KEY }));
}

fn asked(server: &Server, endpoint: &str, expected: serde_json::Value) {
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with(&format!("POST /api/v1/{endpoint} HTTP/1.1\r\n")), "{head}");
    assert_eq!(serde_json::from_str::<serde_json::Value>(body).unwrap(), expected);
}

#[test]
fn only_an_http_url_makes_a_client() {
    for (base_url, sound) in [
        ("https://noetopup.com/api/v1", true),
        ("http://127.0.0.1:1/", true),
        ("ftp://noetopup.com/", false),
        ("mailto:a@b", false),
        ("file:///etc/passwd", false),
    ] {
        let built = Client::new(Settings {
            base_url: base_url.parse().unwrap(),
            api_key: KEY.into(),
            requests_per_minute: 60,
            call_timeout: Duration::from_secs(20),
            redactor: Redactor::default(),
        });
        assert_eq!(built.is_ok(), sound, "{base_url}");
        assert!(!format!("{built:?}").contains(KEY));
    }
}

/// The client against the simulated provider: what it concludes, and how many orders were really taken.
#[tokio::test]
async fn evidence_never_contradicts_what_happened() {
    let after = Duration::ZERO;
    let refusal = |code, message: &str| Fault::Status { code, message: message.into(), retry_after: Some(0) };
    let cases: [(&str, Fate, Class, usize); 16] = [
        ("delivered", Fate::Takes(Behaviour::Deliver { after }), Class::Placed, 1),
        ("failed", Fate::Takes(Behaviour::Fail { after, message: "no stock".into() }), Class::Placed, 1),
        ("stuck", Fate::Takes(Behaviour::Stuck), Class::Placed, 1),
        ("answer lost", Fate::Takes(Behaviour::AnswerLost), Class::Uncertain, 1),
        ("request lost", Fate::Takes(Behaviour::RequestLost), Class::Uncertain, 0),
        ("taken, 500", Fate::Takes(Behaviour::TakenThen { status: 500, body: "<html>".into() }), Class::Uncertain, 1),
        ("taken, no invoice", Fate::Takes(Behaviour::TakenThen { status: 200, body: r#"{"success":true}"#.into() }), Class::Uncertain, 1),
        ("balance", Fate::Meets(refusal(400, "Insufficient balance")), Class::Refused(Refusal::InsufficientBalance), 0),
        ("key", Fate::Meets(refusal(401, "Invalid API key")), Class::Refused(Refusal::Key), 0),
        ("address", Fate::Meets(refusal(403, "Unknown IP")), Class::Refused(Refusal::Ip), 0),
        ("vendor", Fate::Meets(refusal(503, "Vendor balance depleted")), Class::Refused(Refusal::VendorDepleted), 0),
        ("busy", Fate::Meets(refusal(429, "Too Many Requests")), Class::Busy, 0),
        ("proxy", Fate::Meets(Fault::Html(502)), Class::Uncertain, 0),
        ("bad JSON", Fate::Meets(Fault::BadJson), Class::Uncertain, 0),
        ("truncated", Fate::Meets(Fault::TruncatedJson), Class::Uncertain, 1),
        ("reset", Fate::Meets(Fault::Reset), Class::Uncertain, 0),
    ];
    for (case, fate, expected, taken) in cases {
        let provider = Provider::start(Options { api_key: KEY.into(), ..Options::default() }).await.unwrap();
        provider.add_category("mobile-legends", "Mobile Legends");
        provider.add_sku("mobile-legends", "ml-86", "86 Diamonds", 18_500).unwrap();
        match fate {
            Fate::Takes(behaviour) => provider.next(behaviour),
            Fate::Meets(fault) => provider.fail_call(Endpoint::Order, fault, 1),
        }
        let client = client(&provider.url(), PATIENCE);
        let submission = submit(&client).await;
        assert_eq!(Class::of(&submission), expected, "{case}: {submission:?}");
        assert_eq!(provider.orders().len(), taken, "{case}");
        if let Submission::Placed(receipt) = submission {
            let status = client.check(&receipt.invoice).await.unwrap();
            assert_eq!(status.report.target.as_deref(), Some("123456789"), "{case}");
            assert_eq!(receipt.balance_after, Some(Rupiah(981_500)), "{case}");
        }
        provider.stop().await;
        assert_eq!(Class::of(&submit(&client).await), Class::NotSent, "{case}: nobody listens any more");
    }
}

/// What happens to the order: how it is accepted, or a fault.
enum Fate {
    Takes(Behaviour),
    Meets(Fault),
}

#[derive(Debug, PartialEq)]
enum Class {
    Placed,
    Refused(Refusal),
    NotSent,
    Busy,
    Uncertain,
}

impl Class {
    fn of(submission: &Submission) -> Self {
        match submission {
            Submission::Placed(_) => Self::Placed,
            Submission::Refused { refusal, .. } => Self::Refused(*refusal),
            Submission::NotSent { .. } => Self::NotSent,
            Submission::Busy { .. } => Self::Busy,
            Submission::Uncertain { .. } => Self::Uncertain,
        }
    }
}
