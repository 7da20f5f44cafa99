//! Bills at a payment gateway that pays, lies, lags, repeats and fails: what arrived is credited once, and nothing else ever is.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use odzreshop_bot::app::{BillOpening, BillWish, Effects, Hinted};
use odzreshop_bot::domain::bill::{Bill, BillId, BillState};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::payment_method::PaymentMethod::{self, Midtrans, Pakasir};
use odzreshop_bot::payment::{Hint, hear};
use odzreshop_bot::sandbox::gateway::{Endpoint, Fault, Gateway, Options};
use odzreshop_bot::storage::{self, Write};
use odzreshop_bot::wiring;
use proptest::prelude::Strategy;
use serde_json::{Value, json};

use crate::shop::{BUDI, JANE, SARI, Shop, TOML, Till, services};
use crate::{chance, webhook};

#[tokio::test]
async fn a_bill_is_opened_paid_and_told() {
    for method in PaymentMethod::GATEWAYS {
        let till = Till::open(method).await;
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
}

#[tokio::test]
async fn another_fee_than_usual_is_met_at_the_second_attempt() {
    for fee in [(0, 0), (10, 500), (7, 0)] {
        let till = Till::open_with(Pakasir, "", Options { fee, ..Options::default() }).await;
        till.ask(BUDI, 20_000).await;
        till.live(5).await;
        let totals: Vec<i64> = till.gateway.invoices().iter().map(|invoice| invoice.total).collect();
        assert_eq!(totals.len(), 2, "{fee:?}: {totals:?}");
        assert!((20_000..=20_005).contains(&totals[1]), "{fee:?}: {totals:?}");
        assert_eq!(till.messages().await, [(BUDI, "card")]);
    }
    let till = Till::open_with(Pakasir, "[wallet.pakasir]\nfee = \"customer\"\n", Options::default()).await;
    let (id, invoice) = till.opened(20_000).await;
    assert_eq!((invoice.amount, invoice.total, till.bill(&id).await.payable), (20_000, 20_450, 20_450));
    till.gateway.pay(&invoice.order_id);
    till.live(30).await;
    assert_eq!(till.balance(BUDI).await, 20_000, "the fee is the customer's");
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_under_another_name() {
    for method in PaymentMethod::GATEWAYS {
        let till = Till::open(method).await;
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
}

#[tokio::test]
async fn a_gateway_that_gives_no_code_is_told_and_comes_back() {
    for method in PaymentMethod::GATEWAYS {
        let till = Till::open(method).await;
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
}

#[tokio::test]
async fn a_lie_and_a_lag_change_nothing_about_the_money() {
    for method in PaymentMethod::GATEWAYS {
        let till = Till::open(method).await;
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
        till.gateway.set_lag(Duration::from_secs(1_100));
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
}

/// W14: a payment is credited long after the bill has ended, however it ended.
#[tokio::test]
async fn late_money_is_the_customers() {
    for method in PaymentMethod::GATEWAYS {
        let till = Till::open_with(method, "bill_minutes = 1\n", Options::default()).await;
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
}

#[tokio::test]
async fn another_amount_is_for_the_admins() {
    for method in PaymentMethod::GATEWAYS {
        let till = Till::open(method).await;
        let (id, invoice) = till.opened(20_000).await;
        till.messages().await;
        till.gateway.pay_amount(&invoice.order_id, 15_000);
        till.live(400).await;
        assert_eq!(till.messages().await, [(SARI, "unmatched")], "once, however often it is looked at");
        till.live(1_000).await;
        assert_eq!((till.balance(BUDI).await, till.unmatched().await, till.bill(&id).await.state), (0, 1, BillState::Expired));
    }
}

#[tokio::test]
async fn a_test_is_for_the_admins() {
    let till = Till::open(Pakasir).await;
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
    assert_eq!((till.balance(BUDI).await, till.unmatched().await), (0, 2));
    assert_eq!(till.bill(&id).await.state, BillState::Expired);
    let trial = Till::open_with(Pakasir, "[wallet.pakasir]\ntest = true\n", Options::default()).await;
    let (_, invoice) = trial.opened(20_000).await;
    trial.gateway.set_sandbox(&invoice.order_id);
    trial.gateway.pay(&invoice.order_id);
    trial.live(30).await;
    assert_eq!(trial.balance(BUDI).await, invoice.total, "where the owner tries it out");
}

/// At Midtrans the key says it: that of the sandbox, where nobody pays.
#[tokio::test]
async fn whatever_is_paid_with_the_sandboxes_key_is_a_test() {
    let options = || Options { api_key: "SB-Mid-server-of-nobody".to_owned(), ..Options::default() };
    for (more, credited, unmatched) in [("", 0, 1), ("[wallet.midtrans]\ntest = true\n", 20_000, 0)] {
        let till = Till::open_with(Midtrans, more, options()).await;
        let (_, invoice) = till.opened(20_000).await;
        till.gateway.pay(&invoice.order_id);
        till.live(30).await;
        assert_eq!((till.balance(BUDI).await, till.unmatched().await), (credited, unmatched), "{more}");
    }
}

/// A code is ended at the gateway when the bill is over, so that nobody pays it by mistake; who paid in the last moment has paid.
#[tokio::test]
async fn a_code_is_ended_with_its_bill() {
    for method in PaymentMethod::GATEWAYS {
        let till = Till::open_with(method, "bill_minutes = 1\n", Options::default()).await;
        let (id, invoice) = till.opened(20_000).await;
        till.live(50).await;
        assert!(!till.gateway.invoices()[0].cancelled, "it can still be paid");
        till.live(15).await;
        assert!(till.bill(&id).await.state == BillState::Expired && till.gateway.invoices()[0].cancelled, "{method:?}");
        till.gateway.pay(&invoice.order_id);
        till.live(2_000).await;
        assert_eq!((till.balance(BUDI).await, till.bill(&id).await.state), (invoice.total, BillState::Paid), "{method:?}");
        // It is told only after the end: then it can't be ended, and is credited at a later look.
        let (id, last) = till.opened(30_000).await;
        till.gateway.set_lag(Duration::from_secs(40));
        till.live(45).await;
        till.gateway.pay(&last.order_id);
        till.live(30).await;
        assert_eq!(till.bill(&id).await.state, BillState::Expired);
        till.live(100).await;
        assert_eq!((till.balance(BUDI).await, till.bill(&id).await.state), (invoice.total + last.total, BillState::Paid), "{method:?}");
    }
}

/// Of the calls 30 % fail, in every way: what arrived is credited once, to the rupiah.
#[tokio::test]
async fn a_gateway_that_fails_often_loses_no_money() {
    for method in PaymentMethod::GATEWAYS {
        let till = Till::open(method).await;
        till.gateway.fail_often(30);
        let mut bills = Vec::new();
        for customer in 5_000..5_006 {
            bills.push(till.ask(customer, 20_000).await);
        }
        till.live(8).await;
        for (n, id) in bills.iter().enumerate() {
            let bill = till.bill(id).await;
            // Half of the customers change their mind, and then pay all the same.
            if n % 2 == 1 {
                let mut effects = Effects::new();
                assert!(till.app.bills.cancel(bill.user_id, id, &mut effects).await.unwrap());
                till.app.notifier.commit(effects).await.unwrap();
            }
            assert!(bill.state == BillState::Waiting && till.gateway.scan(&bill.code.unwrap()));
        }
        till.live(86_400).await;
        let mut credited = 0;
        for id in &bills {
            let bill = till.bill(id).await;
            assert_eq!(till.balance(bill.user_id).await, bill.amount.0, "{bill:?}");
            credited += bill.amount.0;
        }
        assert_eq!((credited, till.unmatched().await), (till.gateway.total_received(), 0), "{method:?}");
    }
}

#[tokio::test]
async fn an_unknown_word_is_waited_on_and_told_once() {
    for method in PaymentMethod::GATEWAYS {
        let till = Till::open(method).await;
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
}

#[tokio::test]
async fn a_hint_brings_the_look_forward_and_money_for_nobody_is_shown_to_admins() {
    for method in PaymentMethod::GATEWAYS {
        let till = Till::open(method).await;
        let (id, invoice) = till.opened(20_000).await;
        till.live(61).await;
        till.gateway.pay(&invoice.order_id);
        till.tick().await;
        assert_eq!(till.bill(&id).await.state, BillState::Waiting, "the next look is far away");
        let hint = hear(method, till.gateway.hook_body(&invoice.order_id).unwrap().to_string().as_bytes()).unwrap();
        assert_eq!(till.hint(&hint).await, Hinted::Known);
        till.live(5).await;
        assert_eq!(till.bill(&id).await.state, BillState::Paid);
        till.messages().await;
        // A transaction of the same project that is no bill of ours.
        till.add_stranger("elsewhere", 50_000).await;
        let stranger = Hint { reference: "elsewhere".to_owned(), amount: Rupiah(50_000), test: false };
        assert_eq!(till.hint(&stranger).await, Hinted::Unknown);
        till.app.collector.ask_about_stranger(method, stranger.clone()).await.unwrap();
        assert_eq!(till.messages().await, [], "not paid");
        till.gateway.pay("elsewhere");
        for _ in 0..2 {
            till.app.collector.ask_about_stranger(method, stranger.clone()).await.unwrap();
        }
        assert_eq!((till.messages().await, till.unmatched().await), (vec![(SARI, "unmatched")], 1));
    }
}

/// W10: whatever is posted, by itself it changes no balance. Ten thousand bodies, random and forged.
#[tokio::test]
async fn no_webhook_changes_a_balance() {
    for method in PaymentMethod::GATEWAYS {
        let till = Till::open(method).await;
        let (id, invoice) = till.opened(20_000).await;
        till.messages().await;
        let forged = till.gateway.hook_body(&invoice.order_id).unwrap();
        let bodies = chance::sample(10_000, &body_like(forged));
        let mut understood = 0;
        for body in bodies {
            let Some(hint) = hear(method, &body) else { continue };
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
}

/// Bodies of a webhook: the true form with one field changed, cut, or random bytes.
fn body_like(forged: Value) -> impl Strategy<Value = Vec<u8>> {
    use proptest::prelude::{Just, any, prop_oneof};
    let fields: Vec<String> = forged.as_object().unwrap().keys().cloned().collect();
    let values = prop_oneof![
        any::<i64>().prop_map(|n| json!(n)),
        any::<String>().prop_map(|text| json!(text)),
        any::<bool>().prop_map(|flag| json!(flag)),
        Just(json!(null)),
        Just(json!("completed")),
        Just(json!("200")),
        Just(json!("settlement")),
        Just(json!(20_000)),
    ];
    let whole = forged.to_string().into_bytes();
    let changed = (proptest::sample::select(fields), values).prop_map(move |(field, value)| {
        let mut body = forged.clone();
        body[field.as_str()] = value;
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
    let till = Till::open(Pakasir).await;
    let (_, invoice) = till.opened(20_000).await;
    let first = till.database.store.find_bill_by_reference(Pakasir, &invoice.order_id).await.unwrap().unwrap();
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
    // What is said about one of them.
    let line = async |shop: &Shop, method: PaymentMethod| {
        let lines = Mutex::new(Vec::new());
        let well = wiring::check::run(&shop.config(), |line| lines.lock().unwrap().push(line.to_string())).await.unwrap();
        let lines = lines.into_inner().unwrap();
        (well, lines.into_iter().filter(|line| line.contains(&format!(" {}: ", method.as_str()))).collect::<Vec<_>>().join("\n"))
    };
    let (_, off) = line(&shop, Pakasir).await;
    assert!(off.starts_with("note  pakasir: off: set PAKASIR_PROJECT"), "{off}");
    shop.set_gateway(&gateway.url(), gateway.project(), gateway.api_key());
    let (well, answers) = line(&shop, Pakasir).await;
    assert!(well && answers.contains("ok    pakasir: answers for the project sandbox-shop; polled only"), "{answers}");
    assert!(answers.contains("note  pakasir: payments that it calls tests are credited like money"), "{answers}");
    let vars = [("PAYMENTS_URL", "https://shop.example"), ("PAYMENTS_SECRET", webhook::SECRET)];
    shop.more_vars.extend(vars.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let (_, answers) = line(&shop, Pakasir).await;
    assert!(answers.contains("its webhook is https://shop.example/payments/pakasir/…") && !answers.contains(webhook::SECRET), "{answers}");
    shop.set_gateway(&gateway.url(), gateway.project(), "another-key");
    let (well, refused) = line(&shop, Pakasir).await;
    assert!(!well && refused.contains("WRONG pakasir: Invalid API key: set the project and the API key"), "{refused}");
    // The other one.
    let (_, off) = line(&shop, Midtrans).await;
    assert!(off.starts_with("note  midtrans: off: set MIDTRANS_SERVER_KEY for a second gateway"), "{off}");
    shop.set_gateway_of(Midtrans, &gateway);
    let (_, answers) = line(&shop, Midtrans).await;
    assert!(answers.starts_with("ok    midtrans: answers; its webhook is https://shop.example/payments/midtrans/…"), "{answers}");
    shop.more_vars.insert("MIDTRANS_SERVER_KEY".to_owned(), "SB-Mid-server-of-another".to_owned());
    let (well, refused) = line(&shop, Midtrans).await;
    assert!(!well && refused.contains("WRONG midtrans: 401 Unknown Merchant server_key/id: set MIDTRANS_SERVER_KEY"), "{refused}");
    gateway.stop().await;
    let (well, gone) = line(&shop, Pakasir).await;
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
    for method in PaymentMethod::GATEWAYS {
        let mut shop = Shop::closed_with(&format!("{TOML}\n[wallet]\nenabled = true\n")).await;
        let gateway = Gateway::start(Options::default()).await.unwrap();
        shop.set_gateway_of(method, &gateway);
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
        assert_eq!(post(door(method.as_str(), "wrong"), hook.clone()).await, 404);
        assert_eq!(post(door("tripay", webhook::SECRET), hook.clone()).await, 404);
        assert_eq!(post(door("qris", webhook::SECRET), hook.clone()).await, 404);
        assert_eq!(post(door(method.as_str(), webhook::SECRET), b"amount=1".to_vec()).await, 400);
        assert_eq!(post(door(method.as_str(), webhook::SECRET), vec![b' '; 70_000]).await, 413);
        assert_eq!(client.get(door(method.as_str(), webhook::SECRET)).send().await.unwrap().status().as_u16(), 405);
        assert_eq!(post(door(method.as_str(), webhook::SECRET), hook.clone()).await, 200);
        gateway.wait_until("a look", |books| (books.invoices()[0].looks > looks).then_some(())).await.unwrap();
        let seen = Instant::now();
        shop.see(BUDI, &format!("{} sudah masuk ke saldomu", Rupiah(invoice.total)).replace('\u{a0}', " ")).await;
        assert!(seen.elapsed() < Duration::from_secs(1), "told {:?} after the look", seen.elapsed());
        let mut answers = Vec::new();
        for _ in 0..25 {
            answers.push(post(door(method.as_str(), webhook::SECRET), hook.clone()).await);
        }
        assert!(answers.contains(&429), "{answers:?}");
        shop.close().await;
    }
}
