//! What payments cost: a confirmation that holds its price in a wallet beside one without wallets, the time from a look at a paid bill to the
//! customer, and a thousand bills that wait.

use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use odzreshop_bot::domain::bill::{Bill, BillId, BillState};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::domain::wallet::{ByHand, Decision, Transfer};
use odzreshop_bot::sandbox::gateway::{Endpoint, Gateway, Options};
use odzreshop_bot::storage::{self, BillWrite, LedgerWrite, Write};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::bot::{Bot, Extra};
use crate::customer::{Act, Customer, Seen};
use crate::{ALONE_THINKS, REST, end, quantiles, scene};

/// Purchases with a wallet, and as many without.
const PURCHASES: i64 = 40;
/// More than they cost.
const FUNDS: Rupiah = Rupiah(100_000);
/// Bills that are opened, paid and looked at.
const PAID: i64 = 30;
/// Bills that wait, and for how long they are watched.
const WAITING: i64 = 1_000;
const WATCHED: Duration = Duration::from_secs(60);

/// Wallets are on.
pub const WALLET: &str = "[wallet]\nenabled = true\npresets = [50_000]\n";

/// Prints all of it.
pub async fn print() {
    confirmations().await;
    told().await;
    waiting().await;
}

/// The two bots take turns, so that a busy machine is busy for both.
async fn confirmations() {
    let ((telegram, provider), (plain_telegram, plain_provider)) = (scene().await, scene().await);
    let holding = Bot::start_with(&telegram, &provider, Extra { toml: WALLET, fill: Some(&fund), vars: Vec::new() }).await;
    let plain = Bot::start(&plain_telegram, &plain_provider).await;
    sleep(REST).await;
    let (mut with, mut without) = (Seen::default(), Seen::default());
    for id in 1..=PURCHASES {
        for (telegram, seen) in [(&plain_telegram, &mut without), (&telegram, &mut with)] {
            let bought = Customer::new(telegram, id).buy(ALONE_THINKS).await;
            // The last act is the confirmation.
            seen.first.extend(bought.first.last());
            seen.page.extend(bought.page.last());
        }
    }
    println!("a confirmation, {PURCHASES} of each kind in turn");
    for (kind, seen) in [("without a wallet", &mut without), ("price is held   ", &mut with)] {
        println!("  {kind}  first answer {}", quantiles(&mut seen.first));
        println!("  {kind}  the card     {}", quantiles(&mut seen.page));
    }
    end(holding, &telegram, &provider).await;
    end(plain, &plain_telegram, &plain_provider).await;
}

/// Everybody has something.
fn fund(database: &Path) -> Pin<Box<dyn Future<Output = ()> + '_>> {
    Box::pin(async move {
        let opened = storage::open(database).await.unwrap();
        let decision = || Decision { admin: 1, reason: "bench".to_owned() };
        let grant = |user: i64| Transfer::by_hand(ByHand::Grant, user, FUNDS, &format!("bench-{user}"), decision(), Millis(1));
        let grants = (1..=PURCHASES).map(|user| Write::Ledger(LedgerWrite::Transfer(grant(user)))).collect();
        opened.store.commit(grants).await.unwrap();
        opened.close().await;
    })
}

/// The gateway in the environment.
pub fn vars(gateway: &Gateway) -> Vec<(&'static str, String)> {
    let (url, project, key) = (gateway.url(), gateway.project().to_owned(), gateway.api_key().to_owned());
    vec![("PAKASIR_API_URL", url), ("PAKASIR_PROJECT", project), ("PAKASIR_API_KEY", key)]
}

/// From the gateway's answer that a bill is paid to the message that says so.
async fn told() {
    let ((telegram, provider), gateway) = (scene().await, Gateway::start(Options::default()).await.unwrap());
    let bot = Bot::start_with(&telegram, &provider, Extra { toml: WALLET, fill: None, vars: vars(&gateway) }).await;
    sleep(REST).await;
    let looked = Arc::new(Mutex::new(Instant::now()));
    let at = looked.clone();
    gateway.watch(Arc::new(move |endpoint| {
        if endpoint == Endpoint::Detail {
            *at.lock().unwrap() = Instant::now();
        }
        true
    }));
    let (mut samples, mut seen) = (Vec::new(), Seen::default());
    for id in 1..=PAID {
        let customer = Customer::new(&telegram, id);
        for (act, expected) in
            [(Act::Say("/wallet"), "Saldo kamu"), (Act::Press("➕"), "Mau isi berapa"), (Act::Press("Rp"), "Bayar tepat")]
        {
            sleep(ALONE_THINKS).await;
            customer.act(act, expected, &mut seen).await;
        }
        let order_id = gateway.read(|books| books.invoices().last().map(|invoice| invoice.order_id.clone())).unwrap();
        assert!(gateway.pay(&order_id));
        customer.act(Act::Press("🔄"), "sudah masuk", &mut seen).await;
        samples.push(looked.lock().unwrap().elapsed().as_secs_f64() * 1_000.0);
    }
    println!("from the look at a paid bill to its customer, {PAID} bills");
    println!("  told                       {}", quantiles(&mut samples));
    end(bot, &telegram, &provider).await;
}

/// Bills of people who don't pay, all due at once.
async fn waiting() {
    let ((telegram, provider), gateway) = (scene().await, Gateway::start(Options::default()).await.unwrap());
    let client = reqwest::Client::new();
    let (project, key) = (gateway.project(), gateway.api_key());
    for n in 1..=WAITING {
        let body = json!({ "project": project, "api_key": key, "order_id": format!("B{n:07}-1"), "amount": 50_000 });
        let made = client.post(format!("{}/transactioncreate/qris", gateway.url())).json(&body).send().await.unwrap();
        let _: Value = made.error_for_status().unwrap().json().await.unwrap();
    }
    let bot = Bot::start_with(&telegram, &provider, Extra { toml: WALLET, fill: Some(&bills), vars: vars(&gateway) }).await;
    sleep(REST).await;
    let (calls, cpu_ms) = (gateway.read(|books| books.calls()), bot.cpu_ms());
    sleep(WATCHED).await;
    let (calls, cpu_ms) = (gateway.read(|books| books.calls()) - calls, bot.cpu_ms() - cpu_ms);
    println!("{WAITING} bills that wait, watched for {} s", WATCHED.as_secs());
    println!("  CPU                        {:7.2} % of a core", cpu_ms / 10.0 / WATCHED.as_secs_f64());
    println!("  calls to the gateway       {:7.1} a minute; its limit is 120", calls as f64 * 60.0 / WATCHED.as_secs_f64());
    end(bot, &telegram, &provider).await;
}

fn bills(database: &Path) -> Pin<Box<dyn Future<Output = ()> + '_>> {
    Box::pin(async move {
        let now = Millis(chrono::Utc::now().timestamp_millis());
        let opened = storage::open(database).await.unwrap();
        let adds = (1..=WAITING).map(|n| Write::Bill(BillWrite::Add(bill(n, now)))).collect();
        opened.store.commit(adds).await.unwrap();
        opened.close().await;
    })
}

fn bill(n: i64, now: Millis) -> Bill {
    let number = format!("B{n:07}");
    Bill {
        id: BillId(format!("bench-{n}")),
        reference: Some(format!("{number}-1")),
        number,
        user_id: 1_000_000 + n,
        chat_id: 1_000_000 + n,
        topic: None,
        method: PaymentMethod::Pakasir,
        state: BillState::Waiting,
        version: 1,
        wanted: Rupiah(50_660),
        amount: Rupiah(50_660),
        payable: 50_660,
        asked: Some(Rupiah(50_000)),
        code: Some("00020101".to_owned()),
        openings: 1,
        opened_at: Some(now),
        looked_at: None,
        word: None,
        test: false,
        due_at: Some(now),
        expires_at: now.plus_seconds(15 * 60),
        ended_at: None,
        created_at: now,
    }
}
