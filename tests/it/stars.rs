//! Customers pay with Telegram Stars: the invoice, the question before the payment, the credit, and whatever may come late, twice or wrong.

use std::time::Duration;

use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::sandbox::telegram::{Fault, Message, Outcome, State};
use odzreshop_bot::storage::{self, InboxWrite, RawUpdate, Write};
use odzreshop_bot::wiring::webhook;
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection};

use crate::postgres;
use crate::shop::{BUDI, JANE, SARI, Shop, TOML};

/// The slowest answer before a payment that is still good.
const ANSWER_WITHIN_MS: i64 = 2_000;

/// A shop where one Star counts Rp 150.
pub fn toml(more: &str) -> String {
    format!("{TOML}\n[wallet]\nenabled = true\n{more}\n[wallet.stars]\nrupiah_per_star = 150\n")
}

pub async fn shop_with(more: &str) -> Shop {
    let shop = Shop::open_with(&toml(more)).await;
    shop.greet_admins().await;
    for customer in [BUDI, JANE] {
        shop.say(customer, "/start", "Odzreshop").await;
    }
    shop
}

fn invoices(state: &State, user: i64) -> Vec<Message> {
    state.messages(user).into_iter().filter(|message| message.attachment.contains_key("invoice")).collect()
}

/// A customer opens a bill over this preset, and sees its invoice.
pub async fn open(shop: &Shop, user: i64, preset: &str) -> Message {
    let (mine, below) = if user == JANE { ("Your balance", "below") } else { ("Saldo kamu", "ada di bawah") };
    let before = shop.telegram.read(|state| invoices(state, user).last().map_or(0, |invoice| invoice.id));
    shop.pause();
    shop.say(user, "/wallet", mine).await;
    shop.press(user, "➕", "➕").await;
    shop.press(user, preset, below).await;
    invoice_after(shop, user, before).await
}

async fn invoice_after(shop: &Shop, user: i64, before: i64) -> Message {
    let newer = |state: &State| invoices(state, user).pop().filter(|invoice| invoice.id > before);
    shop.telegram.wait_until("an invoice", newer).await.unwrap()
}

/// What an invoice carries: nobody but the bot sees it.
pub fn payload(shop: &Shop, invoice: &Message) -> String {
    let calls = shop.telegram.calls();
    let mut sent =
        calls.iter().rev().filter(|call| call.method == "sendInvoice" && call.params["chat_id"] == invoice.chat && call.status == 200);
    sent.next().unwrap().params["payload"].as_str().unwrap().to_owned()
}

/// Pays, and waits for what becomes of it.
pub async fn pay(shop: &Shop, user: i64, invoice: &Message) -> Outcome {
    let query = shop.telegram.pay(user, invoice.chat, invoice.id).unwrap();
    answered(shop, &query).await
}

async fn answered(shop: &Shop, query: &str) -> Outcome {
    let outcome = |state: &State| state.payment(query).map(|payment| payment.outcome.clone()).filter(|outcome| *outcome != Outcome::Asked);
    shop.telegram.wait_until("the answer before a payment", outcome).await.unwrap()
}

fn refused(outcome: &Outcome, expected: &str) {
    assert!(matches!(outcome, Outcome::Refused(text) if text.contains(expected)), "{outcome:?} should say {expected:?}");
}

/// Delivers a payment as Telegram does.
pub fn deliver(shop: &Shop, user: i64, charge: &str, payload: &str, stars: i64) -> i64 {
    let person = json!({ "id": user, "is_bot": false, "first_name": "Budi", "language_code": "id" });
    let paid = json!({
        "currency": "XTR", "total_amount": stars, "invoice_payload": payload, "telegram_payment_charge_id": charge,
        "provider_payment_charge_id": "p", "of_tomorrow": { "a": [1] },
    });
    let message = json!({
        "message_id": 900, "date": 1_795_000_000, "chat": { "id": user, "type": "private", "first_name": "Budi" }, "from": person,
        "successful_payment": paid,
    });
    shop.telegram.push_update("message", message).unwrap()
}

/// Waits until the bot has handled all that it has.
pub async fn handled(shop: &Shop, update: i64) {
    let taken = |state: &State| state.acknowledged(update).then_some(());
    shop.telegram.wait_until("the update to be taken", taken).await.unwrap();
}

/// What somebody may spend, and the payments, in the database of a bot that has stopped.
pub async fn books(shop: &Shop, user: i64) -> (i64, usize) {
    let opened = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    assert_eq!(opened.store.audit_ledger().await.unwrap(), []);
    let balance = opened.store.find_balance(user).await.unwrap();
    let (transfers, _) = opened.store.list_transfers(user, 50, 0).await.unwrap();
    opened.close().await;
    (balance.available.0, transfers.len())
}

/// How often Budi was told that money is there.
fn credits_told(state: &State) -> usize {
    state.messages(BUDI).iter().filter(|message| message.text.contains("sudah masuk ke saldomu")).count()
}

async fn told(shop: &Shop, times: usize) {
    let told = |state: &State| (credits_told(state) == times).then_some(());
    shop.telegram.wait_until(&format!("{times} credits"), told).await.unwrap();
}

#[tokio::test]
async fn an_invoice_is_shown_paid_and_credited_once() {
    let code = crate::samples::static_code("ODZRESHOP");
    let mut shop = shop_with(&format!("[wallet.qris]\ncode = \"{code}\"\n")).await;
    shop.pause();
    shop.say(BUDI, "/wallet", "Saldo kamu").await;
    shop.press(BUDI, "➕", "Mau isi berapa").await;
    shop.press(BUDI, "Rp 20.000", "mau bayar lewat apa").await;
    shop.press(BUDI, "⭐ Telegram Stars, 134 ⭐", "ada di bawah").await;
    let invoice = invoice_after(&shop, BUDI, 0).await;
    let shown = &invoice.attachment["invoice"];
    assert_eq!((&shown["currency"], &shown["total_amount"]), (&json!("XTR"), &json!(134)));
    assert_eq!(shown["title"].as_str().unwrap().replace('\u{a0}', " "), "Isi saldo Rp 20.000");
    let description = shown["description"].as_str().unwrap().replace('\u{a0}', " ");
    assert!(description.contains("Bayar 134 ⭐") && description.contains("Rp 20.000"), "{description}");
    assert_ne!(shown["start_parameter"], "", "else anybody could pay from a forwarded copy");
    assert!(invoice.keyboard[0][0].pay && invoice.keyboard[1][0].text.starts_with('❌'), "{invoice:?}");
    let Outcome::Paid(charge) = pay(&shop, BUDI, &invoice).await else { panic!("not paid") };
    shop.see(BUDI, "Rp 20.000 sudah masuk ke saldomu").await;
    // Telegram delivers the payment again, under the same id and under another.
    let service = shop.telegram.messages(BUDI).into_iter().find(|message| message.attachment.contains_key("successful_payment"));
    assert!(shop.telegram.redeliver(service.unwrap().update_id.unwrap()));
    let again = deliver(&shop, BUDI, &charge, &payload(&shop, &invoice), 134);
    handled(&shop, again).await;
    shop.pause();
    shop.say(BUDI, "/wallet", "Rp 20.000").await;
    assert_eq!(shop.telegram.read(credits_told), 1);
    refused(&pay(&shop, BUDI, &invoice).await, "sudah tidak berlaku");
    shop.close().await;
    assert_eq!(books(&shop, BUDI).await, (20_000, 1));
}

#[tokio::test]
async fn what_must_not_be_paid_is_refused_in_the_payers_language() {
    let mut shop = shop_with("max_balance = 60_000\nmaximum = 50_000\nbill_minutes = 5").await;
    let invoice = open(&shop, BUDI, "Rp 50.000").await;
    refused(&pay(&shop, JANE, &invoice).await, "somebody else's");
    // A question about another amount, and about no bill of ours.
    for (payload, stars) in [(payload(&shop, &invoice), 1), ("nothing".to_owned(), 334)] {
        let from = json!({ "id": BUDI, "is_bot": false, "first_name": "Budi", "language_code": "id" });
        let query = format!("odd-{stars}");
        let asked = json!({ "id": query, "from": from, "currency": "XTR", "total_amount": stars, "invoice_payload": payload });
        shop.telegram.push_update("pre_checkout_query", asked).unwrap();
        let answer = |state: &State| {
            state.calls().into_iter().find(|call| call.params["pre_checkout_query_id"] == *query && call.method == "answerPreCheckoutQuery")
        };
        let call = shop.telegram.wait_until("the answer", answer).await.unwrap();
        assert_eq!(call.params["ok"], false, "{call:?}");
    }
    assert!(matches!(pay(&shop, BUDI, &invoice).await, Outcome::Paid(_)));
    shop.see(BUDI, "Rp 50.000 sudah masuk").await;
    // Cancelled: the invoice goes.
    let cancelled = open(&shop, JANE, "Rp 20.000").await;
    shop.press(JANE, "❌ Cancel bill", "was cancelled").await;
    let gone = |state: &State| state.message(JANE, cancelled.id).is_none().then_some(());
    shop.telegram.wait_until("the invoice to go", gone).await.unwrap();
    // Expired: the customer reads it.
    let expired = open(&shop, JANE, "Rp 20.000").await;
    shop.set_ahead(6 * 60);
    shop.see(JANE, "has expired").await;
    refused(&pay(&shop, JANE, &expired).await, "not valid any more");
    // What fills the wallet over its limit, because something arrived meanwhile.
    let full = open(&shop, JANE, "Rp 50.000").await;
    let id = payload(&shop, &full);
    shop.pause();
    shop.say(SARI, "/find jane", "Pelanggan").await;
    shop.press(SARI, "➕", "Berapa yang ditambahkan").await;
    shop.say(SARI, "20.000", "untuk apa").await;
    shop.say(SARI, "bonus", "Tambah saldo").await;
    shop.press(SARI, "✅ Ya", "ditambahkan ke saldo").await;
    refused(&pay(&shop, JANE, &full).await, "close to its limit");
    // Money that arrived all the same is the customer's.
    deliver(&shop, JANE, "late", &id, 334);
    shop.see(JANE, "Rp 50.000").await;
    shop.close().await;
    assert_eq!(books(&shop, JANE).await, (70_000, 2));
}

#[tokio::test]
async fn every_payment_is_credited_or_shown_to_the_admins() {
    let mut shop = shop_with("bill_minutes = 5").await;
    let invoice = open(&shop, BUDI, "Rp 20.000").await;
    let id = payload(&shop, &invoice);
    shop.set_ahead(6 * 60);
    shop.see(BUDI, "sudah kedaluwarsa").await;
    // Paid after its end, and twice.
    deliver(&shop, BUDI, "c1", &id, 134);
    deliver(&shop, BUDI, "c2", &id, 134);
    told(&shop, 2).await;
    // Another amount, nobody's bill, and somebody else's.
    shop.pause();
    deliver(&shop, BUDI, "c3", &id, 1);
    let card = shop.see(SARI, "c3").await;
    assert!(card.text.contains("1 ⭐") && card.text.contains("134 ⭐"), "{}", card.text);
    deliver(&shop, BUDI, "c4", "nothing", 134);
    shop.see(SARI, "c4").await;
    deliver(&shop, JANE, "c5", &id, 134);
    shop.see(SARI, "c5").await;
    // A payment counts whatever its sender may do, and however often they wrote.
    for n in 0..40 {
        shop.telegram.send_text(BUDI, &format!("halo {n}")).unwrap();
    }
    deliver(&shop, BUDI, "c6", &id, 134);
    told(&shop, 3).await;
    shop.close().await;
    assert_eq!(books(&shop, BUDI).await, (60_000, 3));
    assert_eq!(books(&shop, JANE).await, (0, 0));
}

#[tokio::test]
async fn the_rest_of_an_order_is_paid_in_stars_and_it_goes_on() {
    let mut shop = shop_with("").await;
    let confirmation = shop.to_confirmation(BUDI).await;
    assert!(confirmation.button("✅").is_none() && confirmation.button("💳 124 ⭐").is_some(), "{confirmation:?}");
    let card = shop.press(BUDI, "💳 124 ⭐", "Menunggu pembayaran").await;
    assert!(card.text.contains("124 ⭐") && card.text.contains("Rp 18.500"), "{}", card.text);
    let invoice = invoice_after(&shop, BUDI, 0).await;
    assert!(matches!(pay(&shop, BUDI, &invoice).await, Outcome::Paid(_)));
    shop.see(BUDI, "Pesananmu langsung diproses").await;
    shop.provider.deliver(&shop.taken(1).await.invoice, "SN-1").unwrap();
    shop.see(BUDI, "SN-1").await;
    shop.close().await;
    // 124 Stars are worth Rp 18.600, but the bill was over Rp 18.500.
    assert_eq!(books(&shop, BUDI).await, (0, 3));
}

#[tokio::test]
async fn a_refused_invoice_is_told_and_can_be_cancelled() {
    let mut shop = shop_with("").await;
    let fault = Fault::Status { code: 400, description: "Bad Request: STARS_INVOICE_INVALID".into(), retry_after: None };
    shop.telegram.fail("sendInvoice", fault, 1);
    shop.say(BUDI, "/wallet", "Saldo kamu").await;
    shop.press(BUDI, "➕", "➕").await;
    let seen = shop.marks(BUDI);
    shop.press(BUDI, "Rp 20.000", "ada di bawah").await;
    let told = shop.see_since(&seen, BUDI, "Telegram Stars sedang tidak bisa dipakai").await;
    assert!(told.button("❌").is_some(), "{told:?}");
    shop.press(BUDI, "❌ Batalkan", "dibatalkan").await;
    open(&shop, BUDI, "Rp 20.000").await;
    shop.close().await;
}

/// Puts so many updates of Budi into the inbox of a bot that does not run.
async fn fill_inbox(shop: &Shop, count: i64) {
    let opened = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    let bot_id: i64 = shop.telegram.token().split_once(':').unwrap().0.parse().unwrap();
    let now = Millis(shop.clock().now().0);
    let updates: Vec<Write> = (1..=count)
        .map(|update_id| {
            let from = json!({ "id": BUDI, "is_bot": false, "first_name": "Budi", "language_code": "id" });
            let chat = json!({ "id": BUDI, "type": "private", "first_name": "Budi" });
            let message = json!({ "message_id": 5_000 + update_id, "date": 1, "chat": chat, "from": from, "text": "halo" });
            let body = json!({ "update_id": update_id, "message": message }).to_string();
            Write::Inbox(InboxWrite::Receive(RawUpdate { bot_id, update_id, chat_key: BUDI, body, received_at: now }))
        })
        .collect();
    for chunk in updates.chunks(1_000) {
        opened.store.commit(chunk.to_vec()).await.unwrap();
    }
    opened.close().await;
}

async fn waiting(shop: &Shop) -> i64 {
    let opened = sqlx::sqlite::SqliteConnectOptions::new().filename(shop.folder.path().join("shop.db"));
    let mut db = sqlx::ConnectOptions::connect(&opened).await.unwrap();
    sqlx::query_scalar("SELECT COUNT(*) FROM inbox WHERE state = 'new'").fetch_one(&mut db).await.unwrap()
}

/// 10,000 updates of the payer wait, and nothing can be sent to them: the question is answered in time all the same.
async fn answers_at_once(shop: &mut Shop) {
    let invoice = open(shop, BUDI, "Rp 20.000").await;
    shop.stop().await;
    fill_inbox(shop, 10_000).await;
    shop.telegram.fail_in_chat("sendMessage", BUDI, Fault::Delay(Duration::from_secs(3)), 10);
    let polled = shop.telegram.read(State::polls);
    shop.start();
    let begun = |state: &State| match state.webhook().is_set() {
        true => state.calls().iter().filter(|call| call.method == "getWebhookInfo").count() > 1,
        false => state.polls() > polled,
    };
    shop.telegram.wait_until("the bot to take updates", |state| begun(state).then_some(())).await.unwrap();
    let query = shop.telegram.pay(BUDI, BUDI, invoice.id).unwrap();
    assert!(matches!(answered(shop, &query).await, Outcome::Paid(_)));
    let left = waiting(shop).await;
    let payment = shop.telegram.payment(&query).unwrap();
    let took = payment.answered_ms.unwrap() - payment.at_ms;
    assert!(took < ANSWER_WITHIN_MS, "{took} ms");
    assert!(left > 1_000, "the payer's queue was not blocked: {left} wait");
    shop.telegram.clear_faults();
    shop.stop().await;
}

#[tokio::test]
async fn a_payment_is_answered_at_once_while_its_payers_queue_is_blocked() {
    let mut shop = shop_with("").await;
    answers_at_once(&mut shop).await;
}

#[tokio::test]
async fn a_payment_is_answered_at_once_by_webhook_too() {
    let mut shop = Shop::hooked().await;
    shop.set_toml(&toml(""));
    shop.start();
    shop.say(BUDI, "/start", "Odzreshop").await;
    answers_at_once(&mut shop).await;
}

/// Somebody holds the table of bills, an owner's query say: whoever wants to pay is told in time that it can't be now, and is not charged.
#[tokio::test]
async fn a_payment_is_refused_in_time_while_the_bills_are_locked() {
    if !postgres::is_there() {
        return;
    }
    let (mut shop, url) = (Shop::closed_with(&toml("")).await, postgres::database().await);
    shop.more_vars.insert("DATABASE_URL".to_owned(), url.clone());
    shop.start();
    shop.say(BUDI, "/start", "Odzreshop").await;
    let invoice = open(&shop, BUDI, "Rp 20.000").await;
    let mut db = PgConnection::connect(&url).await.unwrap();
    db.execute("BEGIN; LOCK TABLE bills IN ACCESS EXCLUSIVE MODE").await.unwrap();
    // More at once than the bot has connections.
    let queries: Vec<String> = (0..12).map(|_| shop.telegram.pay(BUDI, BUDI, invoice.id).unwrap()).collect();
    for query in queries {
        refused(&answered(&shop, &query).await, "Sedang ada gangguan");
        let payment = shop.telegram.payment(&query).unwrap();
        let took = payment.answered_ms.unwrap() - payment.at_ms;
        assert!(took < ANSWER_WITHIN_MS, "{took} ms");
    }
    db.execute("ROLLBACK").await.unwrap();
    assert!(matches!(pay(&shop, BUDI, &invoice).await, Outcome::Paid(_)), "the connections are good again");
    shop.see(BUDI, "Rp 20.000 sudah masuk ke saldomu").await;
    shop.close().await;
}

#[tokio::test]
async fn a_webhook_of_an_older_version_gets_the_new_kinds_of_update() {
    let mut shop = Shop::hooked().await;
    assert!(webhook::set(&shop.config(), |_| {}).await.unwrap());
    let (url, secret) = (shop.hook().to_owned(), crate::webhook::SECRET);
    let older = json!({ "url": url, "secret_token": secret, "allowed_updates": ["message", "callback_query", "my_chat_member"] });
    let api = format!("{}/bot{}/setWebhook", shop.telegram.url(), shop.telegram.token());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let set: Value = serde_json::from_str(&client.post(api).json(&older).send().await.unwrap().text().await.unwrap()).unwrap();
    assert_eq!(set["ok"], true, "{set}");
    shop.start();
    let asked = |state: &State| {
        let set = state.calls().into_iter().rev().find(|call| call.method == "setWebhook")?;
        set.params["allowed_updates"].as_array()?.contains(&json!("pre_checkout_query")).then_some(set)
    };
    let set = shop.telegram.wait_until("the webhook to be set again", asked).await.unwrap();
    assert_eq!((set.params["url"].as_str(), set.status), (Some(url.as_str()), 200));
    shop.close().await;
}
