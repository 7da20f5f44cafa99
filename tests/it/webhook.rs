//! Updates by webhook: what is acknowledged, what is refused, and that only the owner changes the webhook.

use odzreshop_bot::sandbox::telegram::{Delivery, Fault};
use odzreshop_bot::wiring::webhook;
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::shop::process::free_address;
use crate::shop::{BUDI, JANE, Shop, TOML};

/// The webhook secret; tests search for it where it must not be.
pub const SECRET: &str = "canary-webhook-secret-0123456789-abcdef";
const HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

impl Shop {
    /// A shop with a webhook; the bot is not started yet.
    pub async fn hooked() -> Self {
        let mut shop = Self::closed_with(TOML).await;
        let address = free_address().await;
        for (name, value) in [
            ("WEBHOOK_URL", format!("http://{address}/telegram")),
            ("WEBHOOK_LISTEN", address.to_string()),
            ("WEBHOOK_SECRET", SECRET.to_owned()),
        ] {
            shop.more_vars.insert(name.to_owned(), value);
        }
        assert!(webhook::set(&shop.config(), |_| {}).await.unwrap());
        shop
    }

    /// The same, running, and Budi has started the bot.
    pub async fn open_hooked() -> Self {
        let mut shop = Self::hooked().await;
        shop.start();
        shop.say(BUDI, "/start", "Odzreshop").await;
        shop
    }

    pub fn hook(&self) -> &str {
        &self.more_vars["WEBHOOK_URL"]
    }

    /// Posts to the webhook as anybody can; returns the status and the body of the answer.
    pub async fn post(&self, url: &str, secret: Option<&str>, body: impl Into<reqwest::Body>) -> (u16, String) {
        let mut request = reqwest::Client::builder().no_proxy().build().unwrap().post(url).body(body);
        if let Some(secret) = secret {
            request = request.header(HEADER, secret);
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Sends bytes to the webhook's port, and reads the first line of the answer.
    async fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.more_vars["WEBHOOK_LISTEN"]).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut answer = Vec::new();
        stream.read_buf(&mut answer).await.unwrap();
        String::from_utf8(answer).unwrap().lines().next().unwrap_or_default().to_owned()
    }

    async fn sql(&self) -> SqliteConnection {
        SqliteConnection::connect(self.folder.path().join("shop.db").to_str().unwrap()).await.unwrap()
    }

    async fn stored(&self) -> i64 {
        sqlx::query_scalar("SELECT COUNT(*) FROM inbox").fetch_one(&mut self.sql().await).await.unwrap()
    }

    /// Waits for a delivery with this outcome.
    async fn delivered(&self, update_id: i64, status: u16) {
        let wanted = Delivery { update_id, outcome: Ok(status) };
        let what = format!("{wanted:?}");
        let found = self.telegram.wait_until(&what, |state| state.webhook().deliveries().any(|seen| *seen == wanted).then_some(()));
        found.await.unwrap();
    }

    fn polls(&self) -> u64 {
        self.telegram.read(|state| state.polls())
    }

    fn calls_of(&self, method: &str) -> usize {
        self.telegram.calls().iter().filter(|call| call.method == method).count()
    }
}

fn message(update_id: i64, text: &str) -> Value {
    let chat = json!({ "id": BUDI, "type": "private", "first_name": "Budi" });
    let from = json!({ "id": BUDI, "is_bot": false, "first_name": "Budi", "language_code": "id" });
    json!({ "update_id": update_id, "message": { "message_id": 1, "date": 1, "chat": chat, "from": from, "text": text } })
}

#[tokio::test]
async fn a_purchase_over_webhooks() {
    let mut shop = Shop::hooked().await;
    shop.start();
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.provider.deliver(&order.invoice, "SN-77").unwrap();
    shop.see(BUDI, "SN-77").await;
    shop.close().await;
    assert_eq!((shop.polls(), shop.calls_of("setWebhook"), shop.calls_of("deleteWebhook")), (0, 1, 0));
    let set = shop.telegram.read(|state| state.webhook().parameters().cloned()).expect("it stays set");
    assert_eq!(set["allowed_updates"], json!(["message", "callback_query", "my_chat_member", "pre_checkout_query"]));
    assert_eq!((set["secret_token"].as_str(), set["max_connections"].as_i64()), (Some(SECRET), Some(40)));
    assert!(shop.telegram.undelivered_updates().is_empty());
}

#[tokio::test]
async fn requests_without_the_secret_are_refused() {
    let mut shop = Shop::open_hooked().await;
    let (url, body) = (shop.hook().to_owned(), message(1, "/help").to_string());
    let longer = format!("{SECRET}x");
    for secret in [None, Some(""), Some("wrong"), Some(&SECRET[1..]), Some(&longer), Some(&SECRET.to_uppercase())] {
        assert_eq!(shop.post(&url, secret, body.clone()).await, (401, String::new()), "{secret:?}");
    }
    assert_eq!(shop.post(&url.replace("/telegram", "/"), Some(SECRET), body.clone()).await, (404, String::new()));
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 405);
    assert_eq!(shop.stored().await, 1, "the real /start");
    shop.close().await;
    assert_eq!(shop.count(BUDI, "Cara belanja"), 0);
}

#[tokio::test]
async fn invalid_bodies_are_refused_and_unknown_updates_are_kept() {
    let mut shop = Shop::open_hooked().await;
    let url = shop.hook().to_owned();
    for (body, status) in [("no JSON", 400), ("", 400), ("[]", 400), (r#"{"message":{}}"#, 400), ("{\"update_id\":5}x", 400)] {
        assert_eq!(shop.post(&url, Some(SECRET), body).await, (status, String::new()), "{body}");
    }
    assert_eq!(shop.post(&url, Some(SECRET), b"{\"update_id\":5,\"x\":\"\xff\"}".to_vec()).await.0, 400);
    for (id, odd) in [(6, r#"{"update_id":6,"message":"odd"}"#), (7, r#"{"update_id":7,"news_of_2031":{}}"#)] {
        assert_eq!(shop.post(&url, Some(SECRET), odd).await.0, 200, "{id}");
    }
    assert_eq!(shop.stored().await, 3);
    shop.say(BUDI, "/help", "Cara belanja").await;
    shop.close().await;
}

fn head(more: &str) -> Vec<u8> {
    format!("POST /telegram HTTP/1.1\r\nHost: x\r\n{HEADER}: {SECRET}\r\n{more}\r\n\r\n").into_bytes()
}

#[tokio::test]
async fn a_body_too_large_is_refused_whether_announced_or_not() {
    let mut shop = Shop::open_hooked().await;
    let announced = head("Content-Length: 1048577");
    assert_eq!(shop.raw(&announced).await, "HTTP/1.1 413 Payload Too Large");
    let in_pieces = [head("Transfer-Encoding: chunked"), b"100001\r\n".to_vec(), vec![b' '; 0x10_0001]].concat();
    assert_eq!(shop.raw(&in_pieces).await, "HTTP/1.1 413 Payload Too Large");
    let largest = format!("{}{}", " ".repeat((1 << 20) - 15), r#"{"update_id":8}"#);
    assert_eq!((largest.len(), shop.post(shop.hook(), Some(SECRET), largest).await.0), (1 << 20, 200));
    shop.close().await;
}

#[tokio::test]
async fn an_update_that_cannot_be_saved_is_not_acknowledged_and_comes_again() {
    let mut shop = Shop::open_hooked().await;
    let mut sql = shop.sql().await;
    let full = "CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'disk full'); END";
    sqlx::query(full).execute(&mut sql).await.unwrap();
    let lost = shop.telegram.send_text(BUDI, "/help").unwrap().update_id.unwrap();
    let other = shop.telegram.send_text(JANE, "/start").unwrap().update_id.unwrap();
    for update in [lost, other] {
        shop.delivered(update, 503).await;
    }
    assert_eq!((shop.stored().await, shop.telegram.undelivered_updates()), (1, vec![lost, other]));
    sqlx::query("DROP TRIGGER full").execute(&mut sql).await.unwrap();
    sql.close().await.unwrap();
    shop.see(BUDI, "Cara belanja").await;
    shop.see(JANE, "Odzreshop").await;
    shop.delivered(lost, 200).await;
    shop.telegram.redeliver(lost);
    shop.telegram.wait_until("it once more", |state| (count(state.webhook().deliveries(), lost, 200) == 2).then_some(())).await.unwrap();
    shop.close().await;
    assert_eq!((shop.stored().await, shop.count(BUDI, "Cara belanja")), (3, 1), "handled once however often it comes");
}

fn count<'a>(deliveries: impl Iterator<Item = &'a Delivery>, update_id: i64, status: u16) -> usize {
    deliveries.filter(|delivery| delivery.update_id == update_id && delivery.outcome == Ok(status)).count()
}

#[tokio::test]
async fn a_client_that_disconnects_loses_nothing_that_arrived() {
    let mut shop = Shop::open_hooked().await;
    let body = message(1, "/help").to_string();
    let whole = [head(&format!("Content-Length: {}", body.len())), body.into_bytes()].concat();
    let connect = || TcpStream::connect(&shop.more_vars["WEBHOOK_LISTEN"]);
    for end in [20, whole.len() - 1] {
        connect().await.unwrap().write_all(&whole[..end]).await.unwrap();
    }
    connect().await.unwrap().write_all(&whole).await.unwrap();
    shop.see(BUDI, "Cara belanja").await;
    assert_eq!(shop.stored().await, 2);
    // A client that neither continues nor disconnects does not delay the stop.
    let mut idle = connect().await.unwrap();
    idle.write_all(&whole[..20]).await.unwrap();
    shop.close().await;
}

#[tokio::test]
async fn many_at_once_are_each_stored_once() {
    let mut shop = Shop::open_hooked().await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut posting = JoinSet::new();
    // Each twice, as after a lost answer.
    for n in (1..=150).chain(1..=150) {
        let (client, url) = (client.clone(), shop.hook().to_owned());
        posting.spawn(async move {
            let body = json!({ "update_id": n, "poll": { "id": n.to_string() } }).to_string();
            loop {
                let answer = client.post(&url).header(HEADER, SECRET).body(body.clone()).send().await.unwrap();
                match answer.status().as_u16() {
                    200 => return,
                    503 => tokio::task::yield_now().await,
                    other => panic!("{other}"),
                }
            }
        });
    }
    while let Some(posted) = posting.join_next().await {
        posted.unwrap();
    }
    assert_eq!(shop.stored().await, 151);
    shop.say(BUDI, "/help", "Cara belanja").await;
    shop.close().await;
}

#[tokio::test]
async fn before_get_me_succeeds_telegram_keeps_the_updates() {
    let mut shop = Shop::hooked().await;
    shop.telegram.fail("getMe", Fault::internal(), 1);
    shop.start();
    let asked = shop.telegram.wait_until("getMe", |state| state.calls().iter().any(|call| call.method == "getMe").then_some(()));
    asked.await.unwrap();
    let update = shop.telegram.send_text(BUDI, "/start").unwrap().update_id.unwrap();
    shop.delivered(update, 503).await;
    shop.see(BUDI, "Odzreshop").await;
    shop.close().await;
}

#[tokio::test]
async fn a_stopped_bot_keeps_the_webhook_and_answers_later() {
    let shop = Shop::hooked().await;
    let bot = shop.spawn();
    shop.say(BUDI, "/start", "Odzreshop").await;
    let (status, _) = bot.terminate().await;
    assert!(status.success(), "{status}");
    assert!(shop.telegram.read(|state| state.webhook().is_set()));
    shop.telegram.send_text(BUDI, "/help").unwrap();
    let bot = shop.spawn();
    shop.see(BUDI, "Cara belanja").await;
    bot.terminate().await;
    assert_eq!((shop.polls(), shop.calls_of("setWebhook"), shop.calls_of("deleteWebhook")), (0, 1, 0));
    assert!(!shop.log().contains(SECRET) && !shop.log().contains(shop.telegram.token()));
}

#[tokio::test]
async fn the_owner_sets_shows_and_deletes_the_webhook() {
    let mut shop = Shop::hooked().await;
    let telegram = shop.telegram.clone();
    let (code, words) = shop.finish(&["webhook", "info"]).await;
    assert!(code == Some(0) && words.contains(shop.hook()) && words.contains("configuration: fits"), "{words}");
    telegram.send_text(BUDI, "/start").unwrap();
    telegram.wait_until("a failure", |state| state.webhook().deliveries().next().map(drop)).await.unwrap();
    let (_, words) = shop.finish(&["webhook", "info"]).await;
    assert!(words.contains("1 updates") && words.contains("nobody answers"), "{words}");

    // Without WEBHOOK_URL the bot polls without success and says what to do.
    let vars = std::mem::take(&mut shop.more_vars);
    let (code, words) = shop.finish(&["webhook", "info"]).await;
    assert!(code == Some(1) && words.contains("webhook delete"), "{words}");
    let bot = shop.spawn();
    let refused = telegram.wait_until("a refused poll", |state| state.calls().iter().any(|call| call.status == 409).then_some(()));
    refused.await.unwrap();
    let (code, words) = shop.finish(&["webhook", "delete"]).await;
    assert!(code == Some(0) && words.contains("are kept"), "{words}");
    shop.see(BUDI, "Odzreshop").await;
    assert!(shop.log().contains("webhook delete"), "{}", shop.log());
    bot.terminate().await;

    let (code, words) = shop.finish(&["webhook", "set"]).await;
    assert!(code == Some(2) && words.contains("WEBHOOK_URL"), "{words}");
    shop.more_vars = vars;
    let (code, words) = shop.finish(&["webhook", "info"]).await;
    assert!(code == Some(1) && words.contains("webhook set"), "{words}");
    let (code, words) = shop.finish(&["check"]).await;
    assert!(code == Some(1) && words.contains("WRONG updates") && words.contains("webhook set"), "{words}");
    let (code, words) = shop.finish(&["webhook", "set"]).await;
    assert!(code == Some(0) && words.contains(shop.hook()), "{words}");
    let (code, words) = shop.finish(&["check"]).await;
    assert!(code == Some(0) && words.contains("Telegram posts them to"), "{words}");
    telegram.fail("setWebhook", Fault::Status { code: 400, description: "Bad Request: bad webhook".into(), retry_after: None }, 1);
    let (code, words) = shop.finish(&["webhook", "set"]).await;
    assert!(code == Some(1) && words.contains("bad webhook"), "{words}");
    assert!(!shop.log().contains(SECRET));
    shop.assert_clean();
}

#[tokio::test]
async fn an_address_in_use_is_an_error_at_the_start() {
    let shop = Shop::hooked().await;
    let _taken = TcpListener::bind(&shop.more_vars["WEBHOOK_LISTEN"]).await.unwrap();
    let (code, words) = shop.finish(&["run"]).await;
    assert!(code == Some(1) && words.contains("WEBHOOK_LISTEN"), "{words}");
}
