//! Bills at a payment gateway that pays, lies, lags, repeats and fails: what arrived is credited once, and nothing else ever is.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use odzreshop_bot::app::{App, BillOpening, BillWish, Effects, Hinted, JobQueue};
use odzreshop_bot::domain::bill::{Bill, BillId, BillState};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::{BillNotification, Notification};
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::payment::{Hint, hear};
use odzreshop_bot::sandbox::gateway::{Endpoint, Fault, Gateway, Invoice, Options};
use odzreshop_bot::storage::{self, Opened, OutboxBody, OutboxWrite, Write};
use odzreshop_bot::wiring;
use proptest::prelude::Strategy;
use serde_json::{Value, json};

use crate::shop::{BUDI, JANE, SARI, Shop, TOML, services};
use crate::{chance, webhook};

/// A shop's services and its gateway; time goes by only when a test says so.
struct Till {
    app: App,
    shop: Shop,
    gateway: Gateway,
    database: Opened,
}

impl Till {
    async fn open() -> Self {
        Self::open_with("", Options::default()).await
    }

    async fn open_with(more: &str, options: Options) -> Self {
        let toml = format!("{TOML}\n[wallet]\nenabled = true\n{more}");
        let mut shop = Shop::closed_with(&toml).await;
        let gateway = Gateway::start(options).await.unwrap();
        shop.set_gateway(&gateway.url(), gateway.project(), gateway.api_key());
        shop.stand_still();
        let database = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
        let app = services(&shop, database.store.clone(), Arc::new(Mutex::new(toml))).await;
        Self { app, shop, gateway, database }
    }

    /// A customer opens a bill; its code is not there yet.
    async fn ask(&self, user_id: i64, wanted: i64) -> BillId {
        let mut effects = Effects::new();
        let wish = BillWish { user_id, chat_id: user_id, wanted: Rupiah(wanted) };
        let opening = self.app.bills.open(&self.app.settings.current(), wish, &mut effects).await.unwrap();
        self.app.notifier.commit(effects).await.unwrap();
        let BillOpening::Opened(bill) = opening else { panic!("{opening:?}") };
        bill.id
    }

    /// Does what is due now, and what is due at once because of that.
    async fn tick(&self) {
        let shop = self.app.settings.current();
        for _ in 0..10 {
            for bill in self.app.collector.due(&shop, 100).await.unwrap() {
                self.app.collector.act(&shop, bill).await.unwrap();
            }
        }
        assert_eq!(self.app.collector.due(&shop, 100).await.unwrap(), [], "something is due again and again");
    }

    /// Does what becomes due in so many seconds, second by second as far as something is due.
    async fn live(&self, seconds: i64) {
        let until = self.shop.clock().now().plus_seconds(seconds);
        self.tick().await;
        while let Some(at) = self.app.collector.next_at().await.unwrap().filter(|at| *at <= until) {
            let wait = at.since_ms(self.shop.clock().now()).max(0);
            self.shop.set_ahead_ms(wait);
            self.gateway.advance(Duration::from_millis(wait.unsigned_abs()));
            self.tick().await;
        }
        let rest = until.since_ms(self.shop.clock().now()).max(0);
        self.shop.set_ahead_ms(rest);
        self.gateway.advance(Duration::from_millis(rest.unsigned_abs()));
    }

    /// A customer has a code.
    async fn opened(&self, wanted: i64) -> (BillId, Invoice) {
        let bill = self.ask(BUDI, wanted).await;
        self.tick().await;
        (bill, self.gateway.invoices().last().cloned().unwrap())
    }

    async fn bill(&self, id: &BillId) -> Bill {
        self.database.store.find_bill(id).await.unwrap().unwrap()
    }

    async fn balance(&self, user: i64) -> i64 {
        assert_eq!(self.database.store.audit_ledger().await.unwrap(), []);
        self.database.store.find_balance(user).await.unwrap().available.0
    }

    async fn unmatched(&self) -> usize {
        self.database.store.list_unmatched(100, 0).await.unwrap().0.len()
    }

    /// The kinds of what was put on its way since the last time, and to whom.
    async fn messages(&self) -> Vec<(i64, &'static str)> {
        self.app.alerts.publish().await.unwrap();
        let mut messages = Vec::new();
        loop {
            let due = self.database.store.list_due_messages(self.shop.clock().now(), 100).await.unwrap();
            if due.is_empty() {
                return messages;
            }
            for message in due {
                let OutboxBody::Notification { notification: Notification::Bill(bill) } = message.body else { panic!("{message:?}") };
                messages.push((message.chat_id, kind(&bill)));
                let sent = Write::Outbox(OutboxWrite::Sent { id: message.id, message_id: None, photo: None });
                self.database.store.commit(vec![sent]).await.unwrap();
            }
        }
    }

    async fn hint(&self, hint: &Hint) -> Hinted {
        self.app.collector.hint(PaymentMethod::Pakasir, hint).await.unwrap()
    }
}

fn kind(notification: &BillNotification) -> &'static str {
    match notification {
        BillNotification::Card { .. } | BillNotification::Again { .. } | BillNotification::Invoice { .. } => "card",
        BillNotification::Rejected { .. } => "rejected",
        BillNotification::Proof { .. } => "proof",
        BillNotification::Failed { .. } => "failed",
        BillNotification::Credited { .. } => "credited",
        BillNotification::Unmatched { .. } => "unmatched",
        BillNotification::GatewayDown { .. } => "down",
        BillNotification::GatewayUp { .. } => "up",
        BillNotification::UnknownWord { .. } => "word",
    }
}

#[tokio::test]
async fn a_bill_is_opened_paid_and_told() {
    let till = Till::open().await;
    for wanted in [10_000, 20_000, 99_999] {
        let (id, invoice) = till.opened(wanted).await;
        let bill = till.bill(&id).await;
        assert_eq!((bill.state, bill.code.as_deref()), (BillState::Waiting, Some(invoice.code.as_str())));
        assert!((wanted..=wanted + 5).contains(&invoice.total) && bill.amount == Rupiah(invoice.total), "{bill:?}");
        assert_eq!(till.messages().await, [(BUDI, "card")]);
        till.live(10).await;
        assert_eq!(till.messages().await, [], "nothing is said while nothing happens");
        let before = till.balance(BUDI).await;
        assert!(till.gateway.scan(&invoice.code));
        till.live(30).await;
        assert_eq!((till.balance(BUDI).await - before, till.bill(&id).await.state), (invoice.total, BillState::Paid));
        assert_eq!(till.messages().await, [(BUDI, "card"), (BUDI, "credited")]);
    }
    assert_eq!(till.balance(BUDI).await, till.gateway.total_received());
    let looks = till.gateway.invoices()[0].looks;
    till.live(90_000).await;
    assert_eq!(till.gateway.invoices()[0].looks, looks, "a paid bill is looked at no more");
}

#[tokio::test]
async fn another_fee_than_usual_is_met_at_the_second_attempt() {
    for fee in [(0, 0), (10, 500), (7, 0)] {
        let till = Till::open_with("", Options { fee, ..Options::default() }).await;
        till.ask(BUDI, 20_000).await;
        till.live(5).await;
        let totals: Vec<i64> = till.gateway.invoices().iter().map(|invoice| invoice.total).collect();
        assert_eq!(totals.len(), 2, "{fee:?}: {totals:?}");
        assert!((20_000..=20_005).contains(&totals[1]), "{fee:?}: {totals:?}");
        assert_eq!(till.messages().await, [(BUDI, "card")]);
    }
    let till = Till::open_with("[wallet.pakasir]\nfee = \"customer\"\n", Options::default()).await;
    let (id, invoice) = till.opened(20_000).await;
    assert_eq!((invoice.amount, invoice.total, till.bill(&id).await.payable), (20_000, 20_450, 20_450));
    till.gateway.pay(&invoice.order_id);
    till.live(30).await;
    assert_eq!(till.balance(BUDI).await, 20_000, "the fee is the customer's");
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_under_another_name() {
    let till = Till::open().await;
    till.gateway.fail(Endpoint::Create, Fault::Lose(504), 1);
    till.gateway.fail(Endpoint::Create, Fault::Html, 1);
    till.gateway.fail(Endpoint::Create, Fault::Odd, 1);
    let id = till.ask(BUDI, 20_000).await;
    till.live(30).await;
    let bill = till.bill(&id).await;
    let names: Vec<String> = till.gateway.invoices().into_iter().map(|invoice| invoice.order_id).collect();
    let expected: Vec<String> = (1..=4).map(|n| format!("{}-{n}", bill.number)).collect();
    assert_eq!((names, bill.reference.as_ref()), (expected.clone(), expected.last()));
    assert_eq!(till.messages().await, [(BUDI, "card")], "one code is shown");
}

#[tokio::test]
async fn a_gateway_that_gives_no_code_is_told_and_comes_back() {
    let till = Till::open().await;
    till.gateway.fail(Endpoint::Create, Fault::Refuse(503), 8);
    let first = till.ask(BUDI, 20_000).await;
    till.live(30).await;
    assert_eq!(till.bill(&first).await.state, BillState::Failed);
    assert_eq!(till.messages().await, [(BUDI, "failed")]);
    till.ask(BUDI, 20_000).await;
    till.live(30).await;
    assert_eq!(till.messages().await, [(BUDI, "failed"), (SARI, "down")], "five failures in a row");
    till.opened(20_000).await;
    assert_eq!(till.messages().await, [(BUDI, "card"), (SARI, "up")]);
    assert_eq!(till.gateway.invoices().len(), 1);
    till.gateway.fail(Endpoint::Detail, Fault::Refuse(401), 1);
    till.live(4).await;
    assert_eq!(till.messages().await, [(SARI, "down"), (SARI, "up")], "a key that is refused is told at once");
}

#[tokio::test]
async fn a_lie_and_a_lag_change_nothing_about_the_money() {
    let till = Till::open().await;
    till.gateway.lie(true);
    let (id, invoice) = till.opened(20_000).await;
    till.gateway.pay(&invoice.order_id);
    till.live(4).await;
    assert_eq!(till.bill(&id).await.state, BillState::Paid);
    let hint = Hint { reference: invoice.order_id.clone(), amount: Rupiah(invoice.amount), test: false };
    assert_eq!(till.hint(&hint).await, Hinted::Known);
    till.live(90_000).await;
    assert_eq!((till.balance(BUDI).await, till.unmatched().await), (invoice.total, 0), "it was paid, whatever is said later");
    till.gateway.lie(false);
    till.gateway.set_lag(Duration::from_secs(1_200));
    till.messages().await;
    let (id, late) = till.opened(30_000).await;
    till.gateway.pay(&late.order_id);
    till.live(890).await;
    assert_eq!(till.bill(&id).await.state, BillState::Waiting);
    till.live(20).await;
    assert_eq!(till.bill(&id).await.state, BillState::Expired);
    till.live(1_000).await;
    assert_eq!((till.bill(&id).await.state, till.balance(BUDI).await), (BillState::Paid, invoice.total + late.total));
    // Of the card only the newest state is sent.
    assert_eq!(till.messages().await, [(BUDI, "card"), (BUDI, "credited")]);
}

/// W14: a payment is credited long after the bill has ended, however it ended.
#[tokio::test]
async fn late_money_is_the_customers() {
    let till = Till::open().await;
    let mut expected = 0;
    for (cancel, after) in [(true, 20), (false, 1_000), (false, 70_000)] {
        let (id, invoice) = till.opened(20_000).await;
        if cancel {
            let mut effects = Effects::new();
            assert!(till.app.bills.cancel(BUDI, &id, &mut effects).await.unwrap());
            till.app.notifier.commit(effects).await.unwrap();
        }
        till.live(after).await;
        assert!(!till.bill(&id).await.state.is_open());
        till.gateway.pay(&invoice.order_id);
        till.live(86_400).await;
        expected += invoice.total;
        assert_eq!((till.bill(&id).await.state, till.balance(BUDI).await), (BillState::Paid, expected), "{cancel} {after}");
    }
}

#[tokio::test]
async fn another_amount_and_a_test_are_for_the_admins() {
    let till = Till::open().await;
    let (_, less) = till.opened(20_000).await;
    till.messages().await;
    till.gateway.pay_amount(&less.order_id, 15_000);
    till.live(400).await;
    assert_eq!(till.messages().await, [(SARI, "unmatched")], "once, however often it is looked at");
    till.live(1_000).await;
    till.messages().await;
    let (id, test) = till.opened(20_000).await;
    till.gateway.set_sandbox(&test.order_id);
    till.gateway.pay(&test.order_id);
    till.live(30).await;
    assert_eq!(till.messages().await, [(BUDI, "card"), (SARI, "unmatched")]);
    // Only the webhook calls it a test.
    till.live(1_000).await;
    till.messages().await;
    let (_, whispered) = till.opened(20_000).await;
    till.hint(&Hint { reference: whispered.order_id.clone(), amount: Rupiah(whispered.amount), test: true }).await;
    till.gateway.pay(&whispered.order_id);
    till.live(30).await;
    assert_eq!(till.messages().await, [(BUDI, "card"), (SARI, "unmatched")]);
    assert_eq!((till.balance(BUDI).await, till.unmatched().await), (0, 3));
    assert_eq!(till.bill(&id).await.state, BillState::Expired);
    let trial = Till::open_with("[wallet.pakasir]\ntest = true\n", Options::default()).await;
    let (_, invoice) = trial.opened(20_000).await;
    trial.gateway.set_sandbox(&invoice.order_id);
    trial.gateway.pay(&invoice.order_id);
    trial.live(30).await;
    assert_eq!(trial.balance(BUDI).await, invoice.total, "where the owner tries it out");
}

#[tokio::test]
async fn an_unknown_word_is_waited_on_and_told_once() {
    let till = Till::open().await;
    let (id, invoice) = till.opened(20_000).await;
    till.messages().await;
    till.gateway.set_word(&invoice.order_id, "settling");
    till.live(60).await;
    let bill = till.bill(&id).await;
    assert_eq!((bill.state, bill.word.as_deref()), (BillState::Waiting, Some("settling")));
    assert_eq!(till.messages().await, [(SARI, "word")]);
    till.gateway.pay(&invoice.order_id);
    till.live(30).await;
    assert_eq!(till.bill(&id).await.state, BillState::Paid);
}

#[tokio::test]
async fn a_hint_brings_the_look_forward_and_money_for_nobody_is_shown_to_admins() {
    let till = Till::open().await;
    let (id, invoice) = till.opened(20_000).await;
    till.live(61).await;
    till.gateway.pay(&invoice.order_id);
    till.tick().await;
    assert_eq!(till.bill(&id).await.state, BillState::Waiting, "the next look is far away");
    let hint = hear(PaymentMethod::Pakasir, till.gateway.hook_body(&invoice.order_id).unwrap().to_string().as_bytes()).unwrap();
    assert_eq!(till.hint(&hint).await, Hinted::Known);
    till.live(5).await;
    assert_eq!(till.bill(&id).await.state, BillState::Paid);
    till.messages().await;
    // A transaction of the same project that is no bill of ours.
    let key = till.gateway.api_key();
    let body = json!({ "project": till.gateway.project(), "order_id": "elsewhere", "amount": 50_000, "api_key": key });
    reqwest::Client::new().post(format!("{}/transactioncreate/qris", till.gateway.url())).json(&body).send().await.unwrap();
    let stranger = Hint { reference: "elsewhere".to_owned(), amount: Rupiah(50_000), test: false };
    assert_eq!(till.hint(&stranger).await, Hinted::Unknown);
    till.app.collector.ask_about_stranger(PaymentMethod::Pakasir, stranger.clone()).await.unwrap();
    assert_eq!(till.messages().await, [], "not paid");
    till.gateway.pay("elsewhere");
    for _ in 0..2 {
        till.app.collector.ask_about_stranger(PaymentMethod::Pakasir, stranger.clone()).await.unwrap();
    }
    assert_eq!((till.messages().await, till.unmatched().await), (vec![(SARI, "unmatched")], 1));
}

/// W10: whatever is posted, by itself it changes no balance. Ten thousand bodies, random and forged.
#[tokio::test]
async fn no_webhook_changes_a_balance() {
    let till = Till::open().await;
    let (id, invoice) = till.opened(20_000).await;
    till.messages().await;
    let forged = till.gateway.hook_body(&invoice.order_id).unwrap();
    let bodies = chance::sample(10_000, &body_like(forged));
    let mut understood = 0;
    for body in bodies {
        let Some(hint) = hear(PaymentMethod::Pakasir, &body) else { continue };
        understood += 1;
        till.hint(&hint).await;
    }
    assert!(understood > 1_000, "{understood} bodies were understood");
    till.live(2_000).await;
    assert_eq!((till.balance(BUDI).await, till.unmatched().await), (0, 0));
    assert_eq!(till.bill(&id).await.state, BillState::Expired);
    let history = till.database.store.list_transfers(BUDI, 8, 0).await.unwrap();
    assert_eq!(history.1, 0, "no transfer at all");
}

/// Bodies of a webhook: the true form with one field changed, cut, or random bytes.
fn body_like(forged: Value) -> impl Strategy<Value = Vec<u8>> {
    use proptest::prelude::{Just, any, prop_oneof};
    let fields = ["amount", "order_id", "project", "status", "payment_method", "completed_at", "is_sandbox"];
    let values = prop_oneof![
        any::<i64>().prop_map(|n| json!(n)),
        any::<String>().prop_map(|text| json!(text)),
        any::<bool>().prop_map(|flag| json!(flag)),
        Just(json!(null)),
        Just(json!("completed")),
        Just(json!(20_000)),
    ];
    let whole = forged.to_string().into_bytes();
    let changed = (proptest::sample::select(fields.to_vec()), values).prop_map(move |(field, value)| {
        let mut body = forged.clone();
        body[field] = value;
        body.to_string().into_bytes()
    });
    let cut = (0..whole.len()).prop_map({
        let whole = whole.clone();
        move |at| whole[..at].to_vec()
    });
    prop_oneof![4 => changed, 1 => cut, 1 => Just(whole), 1 => proptest::collection::vec(any::<u8>(), 0..200)]
}

/// 1,000 open bills: the gateway's pace is kept, and a customer who asks now is served before all of them.
#[tokio::test]
async fn a_thousand_waiting_bills_keep_the_pace() {
    let till = Till::open().await;
    let (_, invoice) = till.opened(20_000).await;
    let first = till.database.store.find_bill_by_reference(PaymentMethod::Pakasir, &invoice.order_id).await.unwrap().unwrap();
    let due = Some(till.shop.clock().now());
    let bills = (0..1_000).map(|n| {
        let (id, number, user_id) = (BillId(format!("b{n}")), format!("N{n}"), 10_000 + n);
        let reference = Some(format!("N{n}-1"));
        Write::Bill(storage::BillWrite::Add(Bill { id, number, user_id, reference, version: 1, due_at: due, ..first.clone() }))
    });
    till.database.store.commit(bills.collect()).await.unwrap();
    let app = Arc::new(till.app);
    let stop = tokio_util::sync::CancellationToken::new();
    let (calls, since) = (till.gateway.read(|books| books.calls()), Instant::now());
    let worker = tokio::spawn(odzreshop_bot::worker::run(app.clone(), |app| &*app.collector, stop.clone()));
    // The burst is over: from now on the pace decides.
    till.gateway.wait_until("the burst to be over", |books| (books.calls() >= calls + 24).then_some(())).await.unwrap();
    let mut effects = Effects::new();
    let wish = BillWish { user_id: JANE, chat_id: JANE, wanted: Rupiah(50_000) };
    app.bills.open(&app.settings.current(), wish, &mut effects).await.unwrap();
    let asked = Instant::now();
    app.notifier.commit(effects).await.unwrap();
    let opened = |books: &odzreshop_bot::sandbox::gateway::Books| (books.invoices().len() == 2).then_some(());
    till.gateway.wait_until("the new bill", opened).await.unwrap();
    assert!(asked.elapsed() < Duration::from_secs(8), "served after {:?}", asked.elapsed());
    stop.cancel();
    worker.await.unwrap();
    let made = till.gateway.read(|books| books.calls()) - calls;
    // 120 a minute, and a sixth of that at once.
    let allowed = 20 + 2 * since.elapsed().as_secs() + 2;
    assert!(made <= allowed, "{made} calls in {:?}", since.elapsed());
}

#[tokio::test]
async fn check_asks_the_gateway() {
    let mut shop = Shop::closed_with(&format!("{TOML}\n[wallet]\nenabled = true\n[wallet.pakasir]\ntest = true\n")).await;
    let gateway = Gateway::start(Options::default()).await.unwrap();
    let line = async |shop: &Shop| {
        let lines = Mutex::new(Vec::new());
        let well = wiring::check::run(&shop.config(), |line| lines.lock().unwrap().push(line.to_string())).await.unwrap();
        let lines = lines.into_inner().unwrap();
        (well, lines.into_iter().filter(|line| line.contains("pakasir")).collect::<Vec<_>>().join("\n"))
    };
    let (_, off) = line(&shop).await;
    assert!(off.starts_with("note  pakasir: off: set PAKASIR_PROJECT"), "{off}");
    shop.set_gateway(&gateway.url(), gateway.project(), gateway.api_key());
    let (well, answers) = line(&shop).await;
    assert!(well && answers.contains("ok    pakasir: answers for the project sandbox-shop; polled only"), "{answers}");
    assert!(answers.contains("note  pakasir: payments that it calls tests are credited like money"), "{answers}");
    let vars = [("PAYMENTS_URL", "https://shop.example"), ("PAYMENTS_SECRET", webhook::SECRET)];
    shop.more_vars.extend(vars.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let (_, answers) = line(&shop).await;
    assert!(answers.contains("its webhook is https://shop.example/payments/pakasir/…") && !answers.contains(webhook::SECRET), "{answers}");
    shop.set_gateway(&gateway.url(), gateway.project(), "another-key");
    let (well, refused) = line(&shop).await;
    assert!(!well && refused.contains("WRONG pakasir: Invalid API key: set the project and the API key"), "{refused}");
    gateway.stop().await;
    let (well, gone) = line(&shop).await;
    assert!(!well && gone.contains("WRONG pakasir: no answer"), "{gone}");
}

/// A bill that waits for its code in the database of a bot that has not started yet.
pub async fn put_bill(shop: &Shop, user_id: i64) -> BillId {
    let database = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    let app = services(shop, database.store.clone(), Arc::new(Mutex::new(TOML.to_owned()))).await;
    let mut effects = Effects::new();
    let wish = BillWish { user_id, chat_id: user_id, wanted: Rupiah(20_000) };
    let opening = app.bills.open(&app.settings.current(), wish, &mut effects).await.unwrap();
    app.notifier.commit(effects).await.unwrap();
    let BillOpening::Opened(bill) = opening else { panic!("{opening:?}") };
    drop(app);
    database.close().await;
    bill.id
}

/// The real bot: the code is asked for, and a payment is told within a second after the look that sees it; the door brings the look forward.
#[tokio::test]
async fn a_payment_is_told_within_a_second_of_the_look() {
    let mut shop = Shop::closed_with(&format!("{TOML}\n[wallet]\nenabled = true\n")).await;
    let gateway = Gateway::start(Options::default()).await.unwrap();
    shop.set_gateway(&gateway.url(), gateway.project(), gateway.api_key());
    let address = crate::shop::process::free_address().await.to_string();
    let vars = [("PAYMENTS_URL", "https://shop.example"), ("PAYMENTS_SECRET", webhook::SECRET), ("WEBHOOK_LISTEN", &address)];
    shop.more_vars.extend(vars.map(|(name, value)| (name.to_owned(), value.to_owned())));
    shop.start();
    shop.say(BUDI, "/start", "Odzreshop").await;
    shop.stop().await;
    put_bill(&shop, BUDI).await;
    shop.start();
    let invoice = gateway.wait_until("the bill", |books| books.invoices().first().cloned()).await.unwrap();
    let looks = invoice.looks;
    gateway.pay(&invoice.order_id);
    let door = |method: &str, secret: &str| format!("http://{address}/payments/{method}/{secret}");
    let client = reqwest::Client::new();
    let post = async |url: String, body: Vec<u8>| client.post(url).body(body).send().await.unwrap().status().as_u16();
    let hook = gateway.hook_body(&invoice.order_id).unwrap().to_string().into_bytes();
    assert_eq!(post(door("pakasir", "wrong"), hook.clone()).await, 404);
    assert_eq!(post(door("tripay", webhook::SECRET), hook.clone()).await, 404);
    assert_eq!(post(door("qris", webhook::SECRET), hook.clone()).await, 404);
    assert_eq!(post(door("pakasir", webhook::SECRET), b"amount=1".to_vec()).await, 400);
    assert_eq!(post(door("pakasir", webhook::SECRET), vec![b' '; 70_000]).await, 413);
    assert_eq!(client.get(door("pakasir", webhook::SECRET)).send().await.unwrap().status().as_u16(), 405);
    assert_eq!(post(door("pakasir", webhook::SECRET), hook.clone()).await, 200);
    gateway.wait_until("a look", |books| (books.invoices()[0].looks > looks).then_some(())).await.unwrap();
    let seen = Instant::now();
    shop.see(BUDI, &format!("{} sudah masuk ke saldomu", Rupiah(invoice.total)).replace('\u{a0}', " ")).await;
    assert!(seen.elapsed() < Duration::from_secs(1), "told {:?} after the look", seen.elapsed());
    let mut answers = Vec::new();
    for _ in 0..25 {
        answers.push(post(door("pakasir", webhook::SECRET), hook.clone()).await);
    }
    assert!(answers.contains(&429), "{answers:?}");
    shop.close().await;
}
